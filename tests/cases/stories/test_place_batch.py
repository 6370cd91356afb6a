"""A batch placed under one lock: the same stories, and one bad article harms no other."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.articles.models import Article, ArticleSubject
from cases.stories.models import KeptApart, KeptProfile, Story
from cases.stories.services import keep_missing_profiles, place_articles
from tests.cases.stories.test_place_article import (
    ARREST_EN,
    ARREST_EN_BODY,
    ARREST_RU,
    ARREST_RU_BODY,
    OTHER_RU,
    OTHER_RU_BODY,
    article,
    placed,
)

pytestmark = pytest.mark.django_db


def test_a_batch_is_placed_as_one_by_one() -> None:
    batch = [
        article(ARREST_RU, ARREST_RU_BODY),
        article(OTHER_RU, OTHER_RU_BODY),
        article(ARREST_EN, ARREST_EN_BODY),
    ]
    assert place_articles([one.pk for one in batch]) == 3
    homes = [Article.objects.get(pk=one.pk).membership.story_id for one in batch]
    assert homes[0] == homes[2] != homes[1]
    assert place_articles([one.pk for one in batch]) == 0


def test_one_bad_article_steps_aside_and_the_others_are_placed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bad, good = article(ARREST_RU), article(OTHER_RU)
    from cases.stories import placing

    remember = placing.remember_fingerprint

    def fail_for_one(one: Article) -> Any:
        if one.pk == bad.pk:
            raise RuntimeError("broken text")
        return remember(one)

    monkeypatch.setattr(placing, "remember_fingerprint", fail_for_one)
    assert place_articles([bad.pk, good.pk]) == 1
    bad.refresh_from_db()
    assert bad.stage == "named" and "broken text" in bad.parked_reason
    assert Story.objects.count() == 1


def test_a_large_story_costs_no_more_queries_than_a_small_one() -> None:
    def grow_to(number: int) -> int:
        """Place so many articles and one more; the queries of the last one."""
        place_articles(
            [article(ARREST_RU, ARREST_RU_BODY, hours=n / 10).pk for n in range(number - 1)]
        )
        one = article(ARREST_EN, ARREST_EN_BODY, hours=number / 10)
        with CaptureQueriesContext(connection) as asked:
            placed(one)
        return len(asked)

    grow_to(5)
    small = grow_to(5)
    assert grow_to(60) <= small
    assert Story.objects.filter(merged_into__isnull=True).count() == 1


def test_subjects_join_what_spelling_keeps_apart() -> None:
    """The name is spelled beyond recognition, and linking knows who it is."""
    first = article("Майя Юдицкая этапирована", "Майю Юдицкую увезли из СИЗО на этап.")
    other = article("Maïa Ioudítskaïa transférée", "Elle a quitté la prison.", language="fr")
    for one in (first, other):
        ArticleSubject.objects.create(article=one, kind="person", record_id=7, certainty=1.0)
    assert placed(first) == placed(other)


def test_a_story_from_before_profiles_gets_one_and_is_found() -> None:
    story = placed(article(ARREST_RU, ARREST_RU_BODY))
    KeptProfile.objects.all().delete()
    assert placed(article(ARREST_EN, ARREST_EN_BODY)) != story
    KeptProfile.objects.filter(story=story).delete()
    assert keep_missing_profiles() == 1
    assert keep_missing_profiles() == 0
    assert placed(article(ARREST_RU + "!", ARREST_RU_BODY)) == story or Story.objects.count() == 1


def test_stories_kept_apart_are_never_merged_by_the_machine() -> None:
    one = placed(article(ARREST_RU))
    other = placed(article("Liskin", language="en"))
    assert one != other
    KeptApart.objects.create(
        one=min(one, other, key=lambda s: s.pk), other=max(one, other, key=lambda s: s.pk)
    )
    placed(article(ARREST_EN, ARREST_EN_BODY))
    placed(article(ARREST_RU, ARREST_RU_BODY))
    assert not Story.objects.filter(merged_into__isnull=False).exists()


def test_the_locks_on_stories_and_copies_come_before_any_lock_on_an_article() -> None:
    one = article(ARREST_RU, ARREST_RU_BODY)
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert place_articles([one.pk]) == 1
    asked = [query["sql"] for query in caught.captured_queries]
    first_row = next(n for n, sql in enumerate(asked) if "FOR UPDATE" in sql)
    before = sum("pg_advisory_xact_lock" in sql for sql in asked[:first_row])
    assert before == 2
