"""Who publishes and withdraws, through which pages, and what may never be deleted."""

import pytest
from django.test import Client
from django.urls import reverse

from cases.casefile.models import Recognition
from cases.changes.models import Change
from people.models import Account, Person
from tests.admin.forms import save_form
from tests.factories import make_case, make_charge, make_event, make_person, make_recognition


@pytest.fixture
def publisher_client(publisher: Account) -> Client:
    client = Client()
    client.force_login(publisher)
    return client


def _page(person: Person, verb: str) -> str:
    return reverse(f"admin:people_person_{verb}", args=[person.pk])


def test_a_researcher_may_not_publish_a_publisher_may(
    researcher_client: Client, publisher_client: Client, stranger_client: Client
) -> None:
    person = make_person("Draft Person", state="draft")
    form = _page(person, "change")
    assert _page(person, "publish") not in researcher_client.get(form).content.decode()
    assert researcher_client.post(_page(person, "publish")).status_code == 403
    assert stranger_client.get(f"/people/{person.slug}/").status_code == 404

    assert _page(person, "publish") in publisher_client.get(form).content.decode()
    assert publisher_client.post(_page(person, "publish")).status_code == 302
    assert stranger_client.get(f"/people/{person.slug}/").status_code == 200
    change = Change.objects.get()
    assert (change.kind, change.public, change.people) == ("published", True, [person.pk])


def test_a_list_shows_the_publishing_actions_to_publishers_only(
    researcher_client: Client, publisher_client: Client
) -> None:
    one, two = (make_person(state="draft") for _number in range(2))
    address = reverse("admin:people_person_changelist")
    action = {"action": "publish_selected", "_selected_action": [one.pk, two.pk]}
    assert "publish_selected" not in researcher_client.get(address).content.decode()
    researcher_client.post(address, action)
    assert Person.objects.published().count() == 0

    assert "publish_selected" in publisher_client.get(address).content.decode()
    publisher_client.post(address, action)
    assert Person.objects.published().count() == 2


def test_withdrawing_asks_for_a_reason_and_tells_it(
    publisher_client: Client, stranger_client: Client
) -> None:
    person = make_person("Public Person")
    page = publisher_client.post(_page(person, "withdraw"), {"reason": " "})
    assert "say why, partners are told" in page.content.decode()
    assert Person.objects.published().filter(pk=person.pk).exists()

    publisher_client.post(_page(person, "withdraw"), {"reason": "asked by the family"})
    assert stranger_client.get(f"/people/{person.slug}/").status_code in (404, 410)
    change = Change.objects.get()
    assert (change.kind, change.public, change.reason) == ("withdrawn", True, "asked by the family")


def test_withdrawing_many_asks_once_for_the_reason(publisher_client: Client) -> None:
    people = [make_person() for _number in range(2)]
    address = reverse("admin:people_person_changelist")
    chosen = {"action": "withdraw_selected", "_selected_action": [one.pk for one in people]}
    page = publisher_client.post(address, chosen)
    assert page.status_code == 200
    assert Person.objects.published().count() == 2
    publisher_client.post(address, {**chosen, "confirmed": "1", "reason": "a mistake"})
    assert Person.objects.published().count() == 0
    assert set(Change.objects.values_list("reason", flat=True)) == {"a mistake"}


def test_drafts_that_hang_on_a_record_are_published_with_it_only_when_chosen(
    publisher_client: Client,
) -> None:
    person = make_person(state="draft")
    chosen = make_recognition(person, by_en="Memorial", state="draft")
    left = make_recognition(person, by_en="From memory", state="draft", state_reason="not checked")
    page = publisher_client.get(_page(person, "publish")).content.decode()
    assert "not checked" in page
    publisher_client.post(
        _page(person, "publish"), {"part": f"cases.recognition:{chosen.pk}", "reason": "checked"}
    )
    states = dict(Recognition.objects.values_list("pk", "state"))
    assert states == {chosen.pk: "published", left.pk: "draft"}
    # The recognition is told as a part of the person, whom outsiders know.
    told = Change.objects.filter(public=True).values_list("record_type", "kind", "fields")
    assert sorted(told) == [
        ("person", "published", ["state"]),
        ("person", "updated", ["recognitions"]),
    ]


def test_the_drafts_of_a_whole_case_are_offered_with_it(publisher_client: Client) -> None:
    charge = make_charge(case=make_case(state="draft"), outcome="convicted", state="draft")
    case = charge.party.case
    make_event(case, state="draft")
    page = publisher_client.get(reverse("admin:cases_case_publish", args=[case.pk]))
    offered = [part["row"]._meta.model_name for part in page.context["parts"]]
    assert sorted(offered) == ["caseevent", "charge", "chargeupdate", "party"]


def test_what_was_withdrawn_comes_back_only_through_review(publisher_client: Client) -> None:
    person = make_person(state="withdrawn")
    assert publisher_client.post(_page(person, "publish")).status_code == 302
    person.refresh_from_db()
    assert person.state == "withdrawn"
    publisher_client.post(_page(person, "review"), {"reason": "checked again"})
    person.refresh_from_db()
    assert (person.state, person.state_reason) == ("in_review", "checked again")
    publisher_client.post(_page(person, "publish"))
    assert Person.objects.published().filter(pk=person.pk).exists()


def test_the_state_is_not_a_field_that_a_form_can_set(researcher_client: Client) -> None:
    person = make_person(state="draft")
    save_form(researcher_client, _page(person, "change"), state="published", occupation_en="Poet")
    person.refresh_from_db()
    assert (person.occupation_en, person.state) == ("Poet", "draft")


def test_nothing_that_is_or_was_public_can_be_deleted_even_by_a_superuser(
    administrator: Account,
) -> None:
    client = Client()
    client.force_login(administrator)
    public, withdrawn, draft = (
        make_person(state=state) for state in ("published", "withdrawn", "draft")
    )
    for person, status in ((public, 403), (withdrawn, 403), (draft, 302)):
        answer = client.post(_page(person, "delete"), {"post": "yes"})
        assert answer.status_code == status
    assert set(Person.objects.values_list("pk", flat=True)) == {public.pk, withdrawn.pk}
    address = reverse("admin:people_person_changelist")
    assert "delete_selected" not in client.get(address).content.decode()


def test_a_reader_looks_at_everything_and_changes_nothing(make_account: object) -> None:
    client = Client()
    client.force_login(make_account("rita", "reader"))  # type: ignore[operator]
    person = make_person()
    page = client.get(_page(person, "change"))
    assert page.status_code == 200
    assert 'name="_save"' not in page.content.decode()
    assert client.post(_page(person, "change"), {"name_en": "X"}).status_code == 403
    assert client.get(reverse("admin:people_person_add")).status_code == 403
    assert client.get(_page(person, "history")).status_code == 200
    assert client.get(reverse("admin:review_queue")).status_code == 403
    person.refresh_from_db()
    assert person.name_en != "X"


def test_accounts_are_for_superusers_only(publisher_client: Client, administrator: Account) -> None:
    accounts = reverse("admin:people_account_changelist")
    assert publisher_client.get(accounts).status_code == 403
    client = Client()
    client.force_login(administrator)
    assert client.get(accounts).status_code == 200
    weak = {
        "username": "new",
        "password1": "short",
        "password2": "short",
        "usable_password": "true",
    }
    page = client.post(reverse("admin:people_account_add"), weak)
    assert "at least 12 characters" in page.content.decode()
    assert not Account.objects.filter(username="new").exists()
