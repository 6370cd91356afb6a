"""A step begun for a batch: each article is counted once, and only where it waits for that step."""

from datetime import timedelta

import pytest

from cases.articles.models import Article, Stage
from cases.articles.steps import begin_in_lots, begin_step, lock_many_in_stage, move_to
from tests.factories import make_article
from tracker.lib import clock

pytestmark = pytest.mark.django_db


def test_a_batch_is_begun_at_once_and_what_waits_for_something_else_is_left_alone() -> None:
    waiting = [make_article(stage=Stage.FETCHED) for _ in range(3)]
    other = make_article(stage=Stage.LINKED)
    ids = [article.pk for article in (*reversed(waiting), other)]
    [begun] = begin_in_lots([*ids, 10**9], (Stage.FETCHED,), lease=timedelta(seconds=60))
    assert [article.pk for article in begun] == [article.pk for article in waiting]
    assert {article.attempts for article in begun} == {1}
    for article in Article.objects.filter(pk__in=[one.pk for one in waiting]):
        assert article.attempts == 1
        assert article.next_attempt_at is not None
        assert article.next_attempt_at > clock.now() + timedelta(seconds=50)
    other.refresh_from_db()
    assert other.attempts == 0


def test_only_those_still_in_the_stage_are_locked_and_in_the_order_of_their_ids() -> None:
    articles = [make_article(stage=Stage.FETCHED) for _ in range(3)]
    Article.objects.filter(pk=articles[1].pk).update(stage=Stage.EXTRACTED)
    locked = lock_many_in_stage([one.pk for one in reversed(articles)], (Stage.FETCHED,))
    assert [one.pk for one in locked] == [articles[0].pk, articles[2].pk]


LEASE = timedelta(seconds=60)


def test_what_was_tried_before_is_begun_alone_and_last_what_was_tried_most() -> None:
    deadly, other, fresh = [make_article(stage=Stage.FETCHED) for _ in range(3)]
    Article.objects.filter(pk=deadly.pk).update(attempts=2)
    Article.objects.filter(pk=other.pk).update(attempts=1)
    ids = [deadly.pk, other.pk, fresh.pk]
    lots = begin_in_lots(ids, (Stage.FETCHED,), lease=LEASE)
    assert next(lots) == [fresh]
    deadly.refresh_from_db()
    assert deadly.attempts == 2, "its turn has not come"
    assert list(lots) == [[other], [deadly]]


@pytest.mark.parametrize(
    "stage", [Stage.LISTED, Stage.FETCHED, Stage.EXTRACTED, Stage.NAMED, Stage.PLACED]
)
def test_an_article_whose_worker_died_each_time_is_parked_with_words_for_a_researcher(
    stage: Stage,
) -> None:
    article = make_article(stage=stage)
    for _ in range(3):  # begun, and nothing came of it: not even a reason
        assert begin_step(article.pk, (stage,), lease=LEASE) == article
    assert begin_step(article.pk, (stage,), lease=LEASE) is None
    article.refresh_from_db()
    assert (article.stage, article.next_attempt_at) == (Stage.PARKED, None)
    assert article.parked_reason.startswith("Tried 3 times: the process that ")
    assert "died each time" in article.parked_reason


def test_an_error_that_was_caught_is_tried_for_days() -> None:
    article = make_article(stage=Stage.FETCHED)
    Article.objects.filter(pk=article.pk).update(
        attempts=12, parked_reason="a fault of this installation: OSError: disk full"
    )
    assert begin_step(article.pk, (Stage.FETCHED,), lease=LEASE) == article
    Article.objects.filter(pk=article.pk).update(attempts=20)
    assert begin_step(article.pk, (Stage.FETCHED,), lease=LEASE) is None
    article.refresh_from_db()
    assert article.parked_reason.startswith("Tried 20 times: a fault of this installation: OSError")


def test_a_fault_that_is_over_is_told_of_no_more_and_a_page_that_is_missing_is() -> None:
    reasons = ("a fault of this installation: OSError", "known from the feed only: 404")
    articles = [make_article(stage=Stage.EXTRACTED, parked_reason=words) for words in reasons]
    for article in articles:
        move_to(article, Stage.NAMED, due=clock.now())
        article.refresh_from_db()
    assert [article.parked_reason for article in articles] == ["", reasons[1]]
