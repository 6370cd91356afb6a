"""Verdicts on whether two records are one person."""

import pytest

from people.models import Account, MergeDecision
from people.services.merging import decide_different, decide_same, standing_verdict
from tests.factories import make_person
from tracker.lib.errors import Refused

pytestmark = pytest.mark.django_db


def test_a_new_verdict_supersedes_the_old_one_and_keeps_it(researcher: Account) -> None:
    signatory, namesake = make_person("Vladimir Domnin"), make_person("Vladimir Domnin")
    first = decide_different(signatory, namesake, by=researcher, reason="born 20 years apart")
    # The order in which the pair is named makes no second pair.
    second = decide_same(namesake, signatory, by=researcher, reason="interview of 2026", score=0.8)
    first.refresh_from_db()
    assert first.superseded_at is not None
    assert standing_verdict(signatory, namesake) == second
    assert MergeDecision.objects.count() == 2


def test_a_verdict_needs_two_people_and_a_reason(researcher: Account) -> None:
    person = make_person()
    with pytest.raises(Refused) as caught:
        decide_same(person, person, by=researcher, reason="the same row")
    assert caught.value.extra["field"] == "second"
    with pytest.raises(Refused) as caught:
        decide_same(person, make_person(), by=researcher, reason=" ")
    assert caught.value.extra["field"] == "reason"
    assert standing_verdict(person, person) is None
