"""Cases, parties, events, recognitions, and where a case stands."""

from datetime import date

import pytest

from cases.casefile.services import (
    add_party,
    open_case,
    recognise,
    record_event,
    update_event,
)
from cases.casefile.status import EventFact, case_status, stands_since
from cases.changes.models import Change
from cases.publishing.gaps import Cited, gaps
from people.models import Account
from tests.factories import make_case, make_event, make_party, make_person
from tracker.lib.errors import Conflict, Refused


@pytest.mark.django_db
def test_a_case_needs_a_title_and_gets_an_address() -> None:
    with pytest.raises(Refused) as caught:
        open_case(title_en=" ", reason="read")
    assert caught.value.extra["field"] == "title_en"
    assert open_case(title_en="Дело «Весны»", reason="read").slug == "delo-vesny"


@pytest.mark.django_db
def test_a_person_has_a_role_in_a_case_once() -> None:
    case, person = make_case(), make_person()
    add_party(case, person=person, reason="read")
    with pytest.raises(Conflict) as caught:
        add_party(case, person=person, reason="again")
    assert caught.value.extra["field"] == "person"


@pytest.mark.django_db
def test_an_event_of_all_concerns_every_party_and_one_of_a_party_only_that_one() -> None:
    case = make_case()
    first = make_party(case, make_person())
    second = make_party(case, make_person())
    record_event(case, kind="verdict", happened="2020-02-10", state="published", reason="read")
    record_event(
        case,
        kind="detention",
        happened="2017-10",
        party=first,
        state="published",
        reason="read",
    )
    told = Change.objects.order_by("id")
    assert told[0].people == sorted([first.person_id, second.person_id])
    assert told[1].people == [first.person_id]


@pytest.mark.django_db
def test_an_event_of_a_party_of_another_case_is_refused() -> None:
    stranger = make_party(make_case(), make_person())
    with pytest.raises(Refused) as caught:
        record_event(make_case(), kind="verdict", happened="2020", party=stranger, reason="read")
    assert caught.value.extra["field"] == "party"


@pytest.mark.django_db
def test_a_corrected_event_is_told_and_its_history_says_why(researcher: Account) -> None:
    event = make_event(make_case(), happened="2022-09")
    changed = update_event(
        event, changes={"happened": "2022-09-19"}, by=researcher, reason="court page"
    )
    assert changed == ["happened"]
    assert Change.objects.get().fields == ["events"]
    version = event.versions.latest("pgh_id")  # type: ignore[attr-defined]
    assert version.pgh_context.metadata["reason"] == "court page"


@pytest.mark.django_db
def test_an_event_that_goes_back_to_draft_is_told_to_those_who_have_a_copy() -> None:
    event = make_event(make_case())
    update_event(event, changes={"state": "draft"}, by=None, reason="the source was wrong")
    assert Change.objects.get().public


@pytest.mark.django_db
def test_one_organisation_recognises_a_person_in_one_way_once() -> None:
    person = make_person()
    recognise(person, by_en="Memorial", status="wider_list", reason="read")
    with pytest.raises(Conflict) as caught:
        recognise(person, by_en="Memorial", status="wider_list", reason="again")
    assert caught.value.extra["field"] == "by_en"
    recognise(person, by_en="Memorial", status="political_prisoner", reason="later")
    assert person.recognitions.count() == 2


def test_a_case_stands_at_the_furthest_stage_any_event_proves() -> None:
    events = [
        EventFact("statement", date(2022, 3, 15)),
        EventFact("verdict", date(2022, 7, 8)),
        EventFact("hearing", date(2022, 8, 1)),
    ]
    assert case_status(events) == "verdict"
    assert stands_since(events) == date(2022, 7, 8)


def test_silence_is_not_an_end() -> None:
    assert case_status([]) == "unknown"
    assert case_status([EventFact("other"), EventFact("release")]) == "unknown"
    assert stands_since([EventFact("cassation")]) is None


def test_nothing_is_ready_to_publish_on_memory_alone() -> None:
    assert gaps(filled=["name"], citations=[Cited("", "verified")], required=["name"]) == []
    remembered = gaps(filled=["name"], citations=[Cited("", "memory")])
    assert "memory" in remembered[0].problem
    missing = gaps(
        filled=["name", "born"],
        citations=[Cited("", "verified")],
        required=["name", "sex"],
        sensitive=["born", "died"],
    )
    assert [gap.field for gap in missing] == ["sex", "born"]
