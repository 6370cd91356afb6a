"""A researcher decides: accepted, rejected, put off, taken back; a rejected pair stays away."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from cases.articles.models import Article
from cases.changes.models import Change, ChangeKind
from cases.linking import services
from cases.linking.models import LinkCandidate, LinkStatus
from cases.linking.selectors import decisions_about, review_queue
from people.models import Person
from tests.factories import make_article, make_link, make_person
from tracker.lib import clock
from tracker.lib.errors import Conflict, Refused

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]


@pytest.fixture
def kozyreva() -> Person:
    return make_person("Darya Kozyreva", "Дарья Козырева", sex="f")


@pytest.fixture
def uncertain(placed: Placed, kozyreva: Person) -> LinkCandidate:
    """A link that waits for a decision."""
    article = placed("Darya Kozyrev was jailed.", language="en")
    services.link_article(article.pk)
    return LinkCandidate.objects.get(article=article, person=kozyreva)


def test_an_accepted_link_keeps_who_why_and_the_score_as_it_stood_and_is_told(
    uncertain: LinkCandidate, kozyreva: Person, researcher: Any
) -> None:
    decision = services.accept_link(uncertain, by=researcher, reason="the case is hers")

    uncertain.refresh_from_db()
    assert (uncertain.status, uncertain.automatic) == (LinkStatus.ACCEPTED, False)
    assert (decision.decided_by, decision.reason) == (researcher, "the case is hers")
    assert (decision.score, decision.reasons) == (uncertain.score, uncertain.reasons)
    change = Change.objects.get(kind=ChangeKind.LINKED)
    assert (change.record_id, change.by, change.public) == (kozyreva.pk, researcher, True)


def test_a_rejected_pair_is_never_offered_again(uncertain: LinkCandidate, researcher: Any) -> None:
    services.reject_link(uncertain, by=researcher, reason="a namesake")

    services.link_again(uncertain.article_id)

    uncertain.refresh_from_db()
    assert uncertain.status == LinkStatus.REJECTED
    assert not review_queue().exists()
    assert services.claim_next(by=researcher) is None


def test_what_a_person_rejected_the_machine_does_not_link_however_sure_it_is(
    placed: Placed, kozyreva: Person, researcher: Any
) -> None:
    article = placed("Дарья Козырева выступила в суде.")
    services.link_article(article.pk)
    link = LinkCandidate.objects.get(article=article)
    services.undo_decision(link, by=researcher)
    services.reject_link(link, by=researcher, reason="another Kozyreva")

    services.link_again(article.pk)

    link.refresh_from_db()
    assert (link.status, link.automatic) == (LinkStatus.REJECTED, False)


def test_a_researcher_may_overrule_the_machine_and_it_is_told(
    placed: Placed, kozyreva: Person, researcher: Any
) -> None:
    article = placed("Дарья Козырева выступила в суде.")
    services.link_article(article.pk)
    link = LinkCandidate.objects.get(article=article)

    services.reject_link(link, by=researcher, reason="another Kozyreva")

    kinds = list(Change.objects.order_by("id").values_list("kind", flat=True))
    assert kinds == [ChangeKind.LINKED, ChangeKind.UNLINKED]
    assert [d.superseded_at is None for d in decisions_about(kozyreva)] == [True, False]


def test_taking_a_decision_back_returns_the_item_and_keeps_the_decision_on_file(
    uncertain: LinkCandidate, kozyreva: Person, researcher: Any
) -> None:
    services.accept_link(uncertain, by=researcher, reason="")

    services.undo_decision(uncertain, by=researcher)

    uncertain.refresh_from_db()
    assert uncertain.status == LinkStatus.UNDECIDED
    assert list(review_queue()) == [uncertain]
    assert decisions_about(kozyreva).get().superseded_at is not None
    assert Change.objects.filter(kind=ChangeKind.UNLINKED).count() == 1
    with pytest.raises(Refused):
        services.undo_decision(uncertain, by=researcher)


def test_two_researchers_cannot_decide_one_link_in_opposite_ways(
    uncertain: LinkCandidate, researcher: Any, publisher: Any
) -> None:
    services.accept_link(uncertain, by=researcher, reason="")

    with pytest.raises(Conflict):
        services.reject_link(uncertain, by=publisher, reason="")
    assert uncertain.decisions.count() == 1


def test_accepting_twice_is_one_decision(uncertain: LinkCandidate, researcher: Any) -> None:
    first = services.accept_link(uncertain, by=researcher, reason="")
    assert services.accept_link(uncertain, by=researcher, reason="") == first


def test_a_decision_needs_a_person(uncertain: LinkCandidate) -> None:
    with pytest.raises(Refused):
        services.accept_link(uncertain, by=None, reason="")


def test_an_item_that_was_put_off_comes_back_another_day(
    uncertain: LinkCandidate, researcher: Any
) -> None:
    services.defer_link(uncertain, by=researcher, reason="later")
    assert not review_queue().exists()

    yesterday = clock.now() - timedelta(days=2)
    LinkCandidate.objects.filter(pk=uncertain.pk).update(updated_at=yesterday)
    assert services.claim_next(by=researcher) == uncertain
    assert services.accept_link(uncertain, by=researcher).verdict == LinkStatus.ACCEPTED


def test_the_queue_is_best_first_and_two_researchers_get_two_items(
    researcher: Any, publisher: Any
) -> None:
    person = make_person()
    low, high = (
        make_link(make_article(), person, status=LinkStatus.UNDECIDED, score=score)
        for score in (0.4, 0.7)
    )

    assert services.claim_next(by=researcher) == high
    assert services.claim_next(by=publisher) == low
    assert services.claim_next(by=researcher) == high
    assert services.claim_next(by=publisher, person=make_person()) is None
