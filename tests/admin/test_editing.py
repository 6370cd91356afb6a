"""A researcher edits: the record, its rows, the history, and what the world is told."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from cases.changes.models import Change
from cases.evidence.models import Citation
from people.models import Account, NameForm, Person
from tests.admin.forms import read_form, save_form
from tests.factories import (
    make_case,
    make_charge,
    make_citation,
    make_event,
    make_name_form,
    make_party,
    make_person,
    make_source,
)
from tracker.lib.partial_dates import PartialDate


def _form(person: Person) -> str:
    return reverse("admin:people_person_change", args=[person.pk])


def _problems(answer: object) -> str:
    return " ".join(answer.content.decode().split())  # type: ignore[attr-defined]


def test_an_edit_with_a_reason_reaches_the_page_the_change_and_the_history(
    researcher_client: Client, stranger_client: Client
) -> None:
    person = make_person("Aleksei Gorinov", "Алексей Горинов", occupation_en="Engineer")
    answer = save_form(
        researcher_client,
        _form(person),
        occupation_en="Municipal deputy",
        born="1961-07",
        change_reason="read the verdict",
    )
    assert answer.status_code == 302
    person.refresh_from_db()
    assert person.born == PartialDate("1961-07")

    change = Change.objects.get()
    assert (change.kind, change.public, change.fields) == (
        "updated",
        True,
        ["born", "occupation_en"],
    )
    assert (change.people, change.reason, str(change.by)) == (
        [person.pk],
        "read the verdict",
        "rosa",
    )

    public = stranger_client.get(f"/people/{person.slug}/").content.decode()
    assert "Municipal deputy" in public

    history = researcher_client.get(reverse("admin:people_person_history", args=[person.pk]))
    text = _problems(history)
    for words in ("rosa", "read the verdict", "<del>Engineer</del>", "<ins>Municipal deputy</ins>"):
        assert words in text


def test_a_published_record_is_not_changed_without_a_reason_a_draft_is(
    researcher_client: Client,
) -> None:
    published = make_person("Public Person")
    refused = save_form(researcher_client, _form(published), occupation_en="Poet")
    assert "say why you change it" in _problems(refused)
    assert not Person.objects.filter(occupation_en="Poet").exists()
    assert not Change.objects.exists()

    draft = make_person("Draft Person", state="draft")
    assert save_form(researcher_client, _form(draft), occupation_en="Poet").status_code == 302
    assert Change.objects.get().public is False


def test_saving_what_is_there_already_tells_nobody(researcher_client: Client) -> None:
    person = make_person("Same Person", unknown_facts=["date of birth"], born="1990~")
    make_citation(person, field="born")
    assert save_form(researcher_client, _form(person), change_reason="looked").status_code == 302
    assert not Change.objects.exists()


def test_a_date_that_is_none_is_refused_naming_the_field(researcher_client: Client) -> None:
    person = make_person()
    answer = save_form(researcher_client, _form(person), born="31 February", change_reason="x")
    assert "Born: “31 February” is not a date." in _problems(answer)


def test_a_name_added_and_a_name_retired_make_one_change(researcher_client: Client) -> None:
    person = make_person("Darya Kozyreva", "Дарья Козырева")
    wrong = make_name_form(person, "Darya Kozyrev", kind="known_as")
    values = read_form(researcher_client, _form(person))
    row = next(
        name.removesuffix("-text") for name, value in values.items() if value == "Darya Kozyrev"
    )
    added = f"name_forms-{values['name_forms-INITIAL_FORMS']}"
    answer = save_form(
        researcher_client,
        _form(person),
        **{
            f"{row}-retire": "on",
            f"{added}-text": "Daria Kosyrewa",
            f"{added}-language": "de",
            f"{added}-kind": "transliteration",
            "name_forms-TOTAL_FORMS": str(int(values["name_forms-TOTAL_FORMS"]) + 1),
            "change_reason": "as German papers write her",
        },
    )
    assert answer.status_code == 302
    wrong.refresh_from_db()
    assert wrong.retired_at is not None
    german = NameForm.objects.get(text="Daria Kosyrewa")
    assert german.script == "Latn"
    assert german.surname == "Kosyrewa"
    # The keys by which SQL finds her are there at once, the same as those of her Russian name.
    assert german.keys
    assert Change.objects.get().fields == ["name_forms"]
    found = researcher_client.get(
        reverse("admin:people_person_changelist"), {"q": "Darja Kosyrewa"}
    )
    assert "Darya Kozyreva" in found.content.decode()


def test_rows_of_a_case_and_the_case_itself_make_one_change_for_all_its_people(
    researcher_client: Client,
) -> None:
    first, second = make_person(), make_person()
    case = make_case("The case", person=first)
    make_party(case, second)
    make_event(case, text_en="Before", happened="2022-07")
    make_event(case, text_en="Other", happened="2023")
    address = reverse("admin:cases_case_change", args=[case.pk])
    answer = save_form(
        researcher_client,
        address,
        number="1-23/2022",
        change_reason="the court's register",
        **{"events-0-text_en": "After", "events-1-happened": "2023-05-04"},
    )
    assert answer.status_code == 302
    change = Change.objects.get()
    assert (change.record_type, change.record_id) == ("case", case.pk)
    assert change.fields == ["events", "number"]
    assert change.people == sorted([first.pk, second.pk])


def test_a_draft_row_of_a_public_record_is_not_told_to_the_public(
    researcher_client: Client,
) -> None:
    case = make_case("The case")
    address = reverse("admin:cases_case_change", args=[case.pk])
    answer = save_form(
        researcher_client,
        address,
        change_reason="not published yet",
        **{
            "events-TOTAL_FORMS": "1",
            "events-0-kind": "verdict",
            "events-0-text_en": "Secret so far",
        },
    )
    assert answer.status_code == 302
    event = case.events.get()
    assert event.state == "draft"
    assert not Change.objects.filter(public=True).exists()


def test_an_event_names_a_party_of_its_own_case(researcher_client: Client) -> None:
    case = make_case(person=make_person())
    stranger = make_party(make_case(), make_person())
    event = make_event(case, party=case.parties.get())
    answer = save_form(
        researcher_client,
        reverse("admin:cases_caseevent_change", args=[event.pk]),
        party=str(stranger.pk),
        change_reason="x",
    )
    assert "this party belongs to another case" in _problems(answer)


def test_a_value_is_cited_and_the_citation_is_taken_back(researcher_client: Client) -> None:
    person = make_person(born="1961-07-26")
    source = make_source(title="Verdict")
    added = {
        "cases-citation-content_type-object_id-TOTAL_FORMS": "1",
        "cases-citation-content_type-object_id-0-field": "born",
        "cases-citation-content_type-object_id-0-source": str(source.pk),
        "cases-citation-content_type-object_id-0-quote": "26 July 1961",
        "cases-citation-content_type-object_id-0-confidence": "verified",
        "change_reason": "cited",
    }
    assert save_form(researcher_client, _form(person), **added).status_code == 302
    citation = Citation.objects.get()
    assert (citation.field, citation.record, citation.source) == ("born", person, source)
    assert Change.objects.get().fields == ["citations"]

    taken_back = {
        "cases-citation-content_type-object_id-0-retract": "on",
        "change_reason": "the wrong page",
    }
    assert save_form(researcher_client, _form(person), **taken_back).status_code == 302
    citation.refresh_from_db()
    assert citation.retracted_at is not None
    assert "26 July 1961" not in researcher_client.get(_form(person)).content.decode()


def test_a_field_of_another_kind_of_record_cannot_be_cited(researcher_client: Client) -> None:
    person = make_person()
    answer = save_form(
        researcher_client,
        _form(person),
        **{
            "cases-citation-content_type-object_id-TOTAL_FORMS": "1",
            "cases-citation-content_type-object_id-0-field": "prison_months",
            "cases-citation-content_type-object_id-0-source": str(make_source().pk),
            "cases-citation-content_type-object_id-0-confidence": "verified",
            "change_reason": "x",
        },
    )
    assert answer.status_code == 200
    assert not Citation.objects.exists()


def test_nobody_writes_over_a_change_made_meanwhile(
    researcher_client: Client, make_account: Callable[..., Account]
) -> None:
    person = make_person(occupation_en="Engineer")
    opened = read_form(researcher_client, _form(person))
    other = Client()
    other.force_login(make_account("roman", "researcher"))
    save_form(other, _form(person), occupation_en="Deputy", change_reason="first")
    answer = researcher_client.post(
        _form(person), {**opened, "occupation_en": "Poet", "change_reason": "second"}
    )
    assert "Somebody else changed this record" in _problems(answer)
    person.refresh_from_db()
    assert person.occupation_en == "Deputy"


def test_a_new_person_gets_an_address_and_is_a_draft(researcher_client: Client) -> None:
    make_person("Ivan Petrov")
    answer = save_form(
        researcher_client,
        reverse("admin:people_person_add"),
        name_en="Ivan Petrov",
        name_ru="Иван Петров",
    )
    assert answer.status_code == 302
    person = Person.objects.get(name_ru="Иван Петров")
    assert (person.slug, person.state, person.sort_ru) == ("ivan-petrov-2", "draft", "петров иван")
    assert set(person.name_forms.values_list("text", flat=True)) == {"Ivan Petrov", "Иван Петров"}
    change = Change.objects.get()
    assert (change.kind, change.public) == ("created", False)


def test_the_same_source_is_not_put_on_record_twice(researcher_client: Client) -> None:
    first = make_source("https://court.example/verdict?id=1")
    answer = save_form(
        researcher_client,
        reverse("admin:cases_source_add"),
        kind="web_page",
        url="https://court.example/verdict?id=1&utm_source=mail",
    )
    assert f"number {first.pk}" in _problems(answer)


def test_a_provision_is_placed_in_its_code_by_its_parts(researcher_client: Client) -> None:
    address = reverse("admin:cases_provision_add")
    refused = save_form(researcher_client, address, code="УК", article="207.3", part="2", point="d")
    assert "one Cyrillic letter" in _problems(refused)
    made = save_form(researcher_client, address, code="УК", article="207.3", part="2", point="д")
    assert made.status_code == 302
    page = researcher_client.get(reverse("admin:cases_provision_changelist"), {"q": "207.3"})
    assert "п. «д» ч. 2 ст. 207.3 УК РФ" in page.content.decode()


def test_a_charge_changed_on_its_own_page_concerns_its_person(researcher_client: Client) -> None:
    charge = make_charge(outcome="convicted")
    answer = save_form(
        researcher_client,
        reverse("admin:cases_charge_change", args=[charge.pk]),
        act_on="2022-03-15",
        change_reason="the indictment",
    )
    assert answer.status_code == 302
    change = Change.objects.get()
    assert (change.record_type, change.people, change.fields) == (
        "charge",
        [charge.party.person_id],
        ["act_on"],
    )


@pytest.mark.parametrize(
    "language, words", [("en", "Reason for the change"), ("ru", "Причина изменения")]
)
def test_the_language_is_switched_by_a_button_and_kept(
    researcher_client: Client, language: str, words: str
) -> None:
    answer = researcher_client.post(
        reverse("admin:set_language"), {"language": language, "next": "/admin/people/person/add/"}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/admin/people/person/add/")
    page = researcher_client.get("/admin/people/person/add/")
    assert page.headers["Content-Language"] == language
    assert words in page.content.decode()


def test_the_language_switch_sends_nobody_to_a_stranger(stranger_client: Client) -> None:
    answer = stranger_client.post(
        reverse("admin:set_language"), {"language": "ru", "next": "https://evil.example/"}
    )
    assert answer.headers["Location"] in ("/", "/ru/")
