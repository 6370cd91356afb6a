"""Making, changing, publishing and withdrawing people, and what is told of it."""

import pytest

from cases.changes.models import Change
from people.models import Account, NameForm, Person
from people.services.persons import (
    create_person,
    publish_person,
    update_person,
    withdraw_person,
)
from tests.factories import make_person
from tracker.lib.errors import Refused
from tracker.lib.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


def test_a_new_person_is_a_draft_with_an_address_sort_keys_and_name_forms(
    researcher: Account,
) -> None:
    person = create_person(
        name_en="Artyom Kamardin",
        name_ru="Артём Камардин",
        born="1990-10-10",
        by=researcher,
        reason="dossier",
    )
    assert (person.state, person.slug) == ("draft", "artyom-kamardin")
    assert person.sort_en == "kamardin artyom"
    assert person.sort_ru == "камардин артем"
    assert person.born == PartialDate("1990-10-10")
    assert set(person.name_forms.values_list("text", "language")) == {
        ("Artyom Kamardin", "en"),
        ("Артём Камардин", "ru"),
    }
    change = Change.objects.get()
    assert (change.kind, change.public, change.people) == ("created", False, [person.pk])


def test_two_people_of_one_name_get_two_addresses() -> None:
    first = create_person(name_en="Vladimir Domnin", reason="letter")
    second = create_person(name_en="Vladimir Domnin", reason="dossier")
    assert [first.slug, second.slug] == ["vladimir-domnin", "vladimir-domnin-2"]


def test_an_update_of_a_public_person_is_told_once_and_in_the_history(researcher: Account) -> None:
    person = make_person("Alexei Gorinov", "Алексей Горинов")
    update_person(
        person, changes={"born": "1961-07-26", "sex": "m"}, by=researcher, reason="read the dossier"
    )
    change = Change.objects.get()
    assert (change.kind, change.fields, change.public) == ("updated", ["born", "sex"], True)
    version = person.versions.latest("pgh_id")  # type: ignore[attr-defined]
    assert version.pgh_context.metadata["reason"] == "read the dossier"
    assert version.pgh_context.metadata["user_name"] == researcher.username


def test_an_update_to_the_values_that_are_there_changes_nothing() -> None:
    person = make_person("Alexei Gorinov", born="1961-07-26")
    before = Person.objects.get(pk=person.pk).updated_at
    update_person(person, changes={"born": "1961-07-26"}, by=None, reason="again")
    assert not Change.objects.exists()
    assert Person.objects.get(pk=person.pk).updated_at == before


def test_a_new_display_name_moves_the_sort_key_and_keeps_the_old_name_findable() -> None:
    person = make_person("Alexei Gorinov")
    renamed = update_person(
        person, changes={"name_en": "Aleksey Gorinov"}, by=None, reason="own spelling"
    )
    assert renamed.sort_en == "gorinov aleksey"
    assert set(NameForm.objects.filter(person=person).values_list("text", flat=True)) == {
        "Alexei Gorinov",
        "Aleksey Gorinov",
    }


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"slug": "other"}, "slug"),
        ({"state": "published"}, "state"),
        ({"status": "flying"}, "status"),
        ({"born": "1961-13"}, "born"),
        ({"name_en": " "}, "name_en"),
    ],
)
def test_a_bad_value_is_refused_with_its_field_named(changes: dict[str, str], field: str) -> None:
    person = make_person()
    with pytest.raises(Refused) as caught:
        update_person(person, changes=changes, by=None, reason="try")
    assert caught.value.extra["field"] == field
    assert not Change.objects.exists()


def test_publishing_and_withdrawing_are_told_to_the_public(publisher: Account) -> None:
    person = create_person(name_en="Anna Arkhipova", reason="letter")
    publish_person(person, by=publisher, reason="sources complete")
    publish_person(person, by=publisher, reason="again")
    withdraw_person(person, by=publisher, reason="asked by the family")
    told = Change.objects.filter(public=True).order_by("id").values_list("kind", flat=True)
    assert list(told) == ["published", "withdrawn"]
    assert not Person.objects.published().exists()


def test_withdrawing_a_draft_is_no_news(publisher: Account) -> None:
    person = create_person(name_en="Anna Arkhipova", reason="letter")
    withdraw_person(person, by=publisher, reason="a duplicate")
    assert not Change.objects.filter(public=True).exists()


def test_withdrawing_needs_a_reason(publisher: Account) -> None:
    with pytest.raises(Refused) as caught:
        withdraw_person(make_person(), by=publisher, reason=" ")
    assert caught.value.extra["field"] == "reason"
