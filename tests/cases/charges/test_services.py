"""Charges, what becomes of them, and sentences."""

import pytest

from cases.changes.models import Change
from cases.charges.models import Charge
from cases.charges.services import bring_charge, pass_sentence, update_charge
from cases.laws.services import add_edition
from people.models import Account
from tests.factories import make_case, make_event, make_party, make_person, make_provision
from tracker.lib.errors import Conflict, Refused

pytestmark = pytest.mark.django_db


def a_charge(**given: object) -> Charge:
    party = make_party(make_case(), make_person())
    return bring_charge(
        party, provision=make_provision(), state="published", reason="read", **given
    )


def test_a_charge_is_told_once_with_the_person_it_concerns(researcher: Account) -> None:
    person = make_person()
    party = make_party(make_case(), person)
    charge = bring_charge(
        party, provision=make_provision(), state="published", by=researcher, reason="ovd.info"
    )
    change = Change.objects.get()
    assert (change.record_type, change.kind, change.public) == ("charge", "created", True)
    assert change.people == [person.pk]
    assert change.record_public_id == charge.public_id
    assert change.by == researcher


def test_a_draft_charge_is_no_news() -> None:
    bring_charge(make_party(make_case(), make_person()), provision=make_provision(), reason="read")
    assert not Change.objects.filter(public=True).exists()


def test_a_published_charge_of_a_draft_case_is_no_news() -> None:
    party = make_party(make_case(state="draft"), make_person())
    bring_charge(party, provision=make_provision(), state="published", reason="read")
    assert not Change.objects.filter(public=True).exists()


def test_the_same_charge_is_not_recorded_twice_but_a_second_count_is() -> None:
    charge = a_charge()
    with pytest.raises(Conflict) as caught:
        bring_charge(charge.party, provision=charge.provision, reason="again")
    assert caught.value.extra["field"] == "provision"
    bring_charge(charge.party, provision=charge.provision, count=2, reason="second count")
    assert charge.party.charges.count() == 2


def test_an_edition_of_another_provision_is_refused() -> None:
    edition = add_edition(make_provision(), prison_months_max=60)
    with pytest.raises(Refused) as caught:
        a_charge(edition=edition)
    assert caught.value.extra["field"] == "edition"


def test_a_charge_goes_from_brought_to_convicted_in_order() -> None:
    charge = a_charge()
    first = update_charge(charge, outcome="brought", on="2024-05-02", reason="read")
    second = update_charge(charge, outcome="convicted", on="2024-11-29", reason="read")
    assert (first.position, second.position) == (1, 2)


@pytest.mark.parametrize("last", ["dropped", "requalified"])
def test_a_charge_that_ended_is_not_convicted_under(last: str) -> None:
    charge = a_charge()
    update_charge(charge, outcome=last, on="2023", reason="read")
    with pytest.raises(Refused) as caught:
        update_charge(charge, outcome="convicted", on="2024", reason="read")
    assert caught.value.extra["field"] == "outcome"
    assert charge.updates.count() == 1


def test_only_a_requalified_charge_names_its_successor_and_of_the_same_person() -> None:
    charge, stranger = a_charge(), a_charge()
    with pytest.raises(Refused) as caught:
        update_charge(charge, outcome="dropped", requalified_to=stranger, reason="read")
    assert caught.value.extra["field"] == "requalified_to"
    with pytest.raises(Refused):
        update_charge(charge, outcome="requalified", requalified_to=stranger, reason="read")
    successor = bring_charge(charge.party, provision=make_provision(), reason="read")
    update = update_charge(
        charge,
        outcome="requalified",
        requalified_to=successor,
        reason="read",
    )
    assert update.requalified_to == successor


def test_a_sentence_is_told_of_the_case() -> None:
    party = make_party(make_case(), make_person())
    event = make_event(party.case)
    pass_sentence(
        party,
        pronounced="2022-07-08",
        event=event,
        prison_months=84,
        regime="general",
        text_en="7 years",
        state="published",
        reason="interfax.ru",
    )
    change = Change.objects.get()
    assert (change.record_type, change.fields) == ("case", ["sentences"])
    assert "7 years" in change.summary


def test_a_sentence_of_no_time_or_of_another_case_is_refused() -> None:
    party = make_party(make_case(), make_person())
    with pytest.raises(Refused) as caught:
        pass_sentence(party, pronounced="2022", prison_months=0, reason="read")
    assert caught.value.extra["field"] == "prison_months"
    with pytest.raises(Refused) as caught:
        pass_sentence(party, pronounced="2022", event=make_event(make_case()), reason="read")
    assert caught.value.extra["field"] == "event"
