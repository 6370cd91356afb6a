"""What the review queue asks first, what it asks together, and which links of the machine it checks."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection

from cases.articles.models import Article
from cases.changes.models import Change
from cases.linking import services
from cases.linking.keeping import drawn_for_check
from cases.linking.models import Asked, LinkCandidate, LinkDecision, LinkStatus, Mention
from cases.linking.selectors import offered_beside, review_queue
from people.models import Person
from tests.factories import make_article, make_link, make_person

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]


def _ask(person: Person | None = None, *, score: float, article: Article | None = None) -> Any:
    return make_link(
        article or make_article(), person or make_person(), status="undecided", score=score
    )


@pytest.fixture
def namesakes() -> list[LinkCandidate]:
    """One name in one article, two people it may mean, and another name beside it."""
    article = make_article("Orlov at the hearing")
    rows = [_ask(score=score, article=article) for score in (0.42, 0.41, 0.8)]
    places = [(0, 5, "Orlov"), (0, 5, "Orlov"), (20, 26, "Kozlov")]
    for row, (start, end, surface) in zip(rows, places, strict=True):
        mention, _made = Mention.objects.get_or_create(
            article=article, kind="person", start=start, end=end, surface=surface
        )
        row.mentions.add(mention)
    return rows


def test_likelier_links_come_first_and_of_equals_the_newest() -> None:
    old, new, sure = (_ask(score=score) for score in (0.51, 0.52, 0.83))
    assert list(review_queue()) == [sure, new, old]


def test_after_a_decision_the_same_person_comes_next_but_only_among_equals(
    researcher: Any,
) -> None:
    known, other = make_person(), make_person()
    services.reject_link(_ask(known, score=0.8), by=researcher)
    same, _newer = _ask(known, score=0.52), _ask(other, score=0.54)
    assert services.claim_next(by=researcher) == same
    services.reject_link(same, by=researcher)

    _ask(known, score=0.52)
    better = _ask(other, score=0.7)
    assert services.claim_next(by=researcher) == better


def test_the_queue_is_read_in_the_order_of_its_index(researcher: Any) -> None:
    for number in range(40):
        _ask(score=number / 50)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_linkcandidate")
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_sort = off")
    plan = review_queue()[:1].explain()
    assert "link_queue" in plan
    assert "Sort" not in plan


def test_people_offered_for_the_same_words_are_asked_about_together(
    namesakes: list[LinkCandidate], researcher: Any, publisher: Any
) -> None:
    one, two, other = namesakes
    assert list(offered_beside(one)) == [two]
    assert services.claim_next(by=publisher) == other
    assert services.claim_next(by=researcher) in (one, two)
    for row in (one, two):
        row.refresh_from_db()
        assert row.claimed_by == researcher
    assert services.claim_next(by=publisher) == other


def test_choosing_one_person_rejects_the_others_and_undoing_brings_all_back(
    namesakes: list[LinkCandidate], researcher: Any
) -> None:
    one, two, other = namesakes

    decision = services.choose_link(two, instead_of=[one, two], by=researcher)

    statuses = dict(LinkCandidate.objects.values_list("pk", "status"))
    assert statuses == {one.pk: "rejected", two.pk: "accepted", other.pk: "undecided"}
    assert one.decisions.get().together_with == decision
    assert str(two.person) in one.decisions.get().reason
    services.undo_decision(two, by=researcher)
    assert set(LinkCandidate.objects.values_list("status", flat=True)) == {"undecided"}
    assert [change.kind for change in Change.objects.order_by("id")] == ["linked", "unlinked"]


def test_none_of_these_rejects_all_that_were_shown(
    namesakes: list[LinkCandidate], researcher: Any
) -> None:
    one, two, other = namesakes
    services.reject_links([one, two], by=researcher)
    assert list(review_queue()) == [other]
    services.undo_decision(one, by=researcher)
    assert set(review_queue()) == {one, two, other}


def test_what_another_has_decided_meanwhile_stays(
    namesakes: list[LinkCandidate], researcher: Any, publisher: Any
) -> None:
    one, two, _other = namesakes
    services.accept_link(one, by=publisher, reason="both were in court")
    services.choose_link(two, instead_of=[one, two], by=researcher)
    one.refresh_from_db()
    assert one.status == LinkStatus.ACCEPTED


def test_a_share_of_the_machines_links_is_drawn_for_a_check_and_stays_public_meanwhile(
    placed: Placed, researcher: Any, settings: Any
) -> None:
    settings.LINK_AUDIT_SHARE = 1.0
    make_person("Darya Kozyreva", "Дарья Козырева", sex="f")
    services.link_article(placed("Дарья Козырева выступила в суде.").pk)
    link = LinkCandidate.objects.get()
    assert (link.status, link.automatic, link.to_check) == ("accepted", True, True)
    assert services.claim_next(by=researcher) == link

    services.defer_link(link, by=researcher)
    link.refresh_from_db()
    assert (link.status, link.to_check) == ("accepted", True)
    assert services.claim_next(by=researcher) is None

    decision = services.reject_link(link, by=researcher, reason="another one")
    assert decision.asked == Asked.CHECK
    assert [change.kind for change in Change.objects.order_by("id")] == ["linked", "unlinked"]
    assert not review_queue().exists()


def test_no_link_is_drawn_with_a_share_of_none_and_about_the_share_of_many(settings: Any) -> None:
    candidates = [LinkCandidate(article_id=number, person_id=1) for number in range(2_000)]
    settings.LINK_AUDIT_SHARE = 0.1
    drawn = [drawn_for_check(one) for one in candidates]
    assert 140 <= sum(drawn) <= 260
    assert drawn == [drawn_for_check(one) for one in candidates]
    settings.LINK_AUDIT_SHARE = 0.0
    assert not any(drawn_for_check(one) for one in candidates)


def test_overruling_the_machine_unasked_is_told_from_an_answer(researcher: Any) -> None:
    asked, unasked = _ask(score=0.5), make_link()
    services.accept_link(asked, by=researcher)
    services.reject_link(unasked, by=researcher, reason="a namesake")
    made = LinkDecision.objects.filter(decided_by=researcher).order_by("id")
    assert [decision.asked for decision in made] == [Asked.QUESTION, Asked.UNASKED]
