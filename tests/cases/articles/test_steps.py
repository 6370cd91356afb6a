"""A step begun for a batch: each article is counted once, and only where it waits for that step."""

from datetime import timedelta

import pytest

from cases.articles.models import Article, Stage
from cases.articles.steps import begin_steps, lock_many_in_stage
from tests.factories import make_article
from tracker.lib import clock

pytestmark = pytest.mark.django_db


def test_a_batch_is_begun_at_once_and_what_waits_for_something_else_is_left_alone() -> None:
    waiting = [make_article(stage=Stage.FETCHED) for _ in range(3)]
    other = make_article(stage=Stage.LINKED)
    ids = [article.pk for article in (*reversed(waiting), other)]
    begun = begin_steps([*ids, 10**9], (Stage.FETCHED,), lease=timedelta(seconds=60))
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
