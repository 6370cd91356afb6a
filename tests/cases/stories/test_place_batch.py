"""A batch placed under one lock: the same stories, and one bad article harms no other."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.articles.models import Article, ArticleSubject
from cases.changes.models import Change
from cases.stories import kept, placing
from cases.stories.models import (
    ArticleFingerprint,
    KeptApart,
    KeptProfile,
    Story,
    StoryMembership,
)
from cases.stories.services import keep_missing_profiles, place_articles, refresh_story
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
from tracker.lib import clock

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
    read = kept.fingerprint_of

    def fail_for_one(one: Article, *further: Any) -> Any:
        if one.pk == bad.pk:
            raise RuntimeError("broken text")
        return read(one, *further)

    monkeypatch.setattr(kept, "fingerprint_of", fail_for_one)
    assert place_articles([bad.pk, good.pk]) == 1
    bad.refresh_from_db()
    assert bad.stage == "named" and "broken text" in bad.parked_reason
    assert Story.objects.count() == 1


class _Killed(BaseException):
    """What no service catches."""


def test_a_batch_broken_off_in_the_middle_leaves_nothing_and_is_placed_once_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    batch = [article(ARREST_RU, ARREST_RU_BODY), article(OTHER_RU), article(ARREST_EN)]
    ids = [one.pk for one in batch]

    def killed(*_args: Any, **_kwargs: Any) -> None:
        raise _Killed

    with monkeypatch.context() as patched:
        patched.setattr(placing, "move_many_to", killed)
        with pytest.raises(_Killed):
            place_articles(ids)
    for rows in (Story, StoryMembership, KeptProfile, ArticleFingerprint, Change):
        assert not rows.objects.exists()
    assert set(Article.objects.values_list("stage", flat=True)) == {"named"}

    assert place_articles(ids) == 3
    assert StoryMembership.objects.count() == 3
    assert Change.objects.filter(record_type="story", kind="created").count() == 2


def test_an_article_that_kills_its_worker_holds_the_others_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadly, *others = [article(ARREST_RU), article(OTHER_RU), article(ARREST_EN)]
    read = kept.fingerprint_of

    def kill_for_one(one: Article, *further: Any) -> Any:
        if one.pk == deadly.pk:
            raise _Killed
        return read(one, *further)

    monkeypatch.setattr(kept, "fingerprint_of", kill_for_one)
    with pytest.raises(_Killed):
        place_articles([deadly.pk, *(one.pk for one in others)])
    assert not StoryMembership.objects.exists()
    newcomer = article(OTHER_RU)

    with pytest.raises(_Killed):
        place_articles([deadly.pk, newcomer.pk])
    assert StoryMembership.objects.get().article == newcomer
    assert place_articles([one.pk for one in others]) == 2


def test_two_beginnings_in_one_batch_that_prove_to_be_one_event_leave_one_story() -> None:
    letter = article(
        "Девять матерей написали в ООН",
        "Галина Ершова и другие просят освободить 340 больных заключённых.",
    )
    echo = article("Nina Toropova: our sons are ill", "She wrote to the UN. Her son is in prison.")
    both = article(
        "Mothers of political prisoners write to the UN",
        "Galina Yershova and Nina Toropova signed a letter asking for the release of 340 ill "
        "prisoners. Our sons are ill in prison, wrote Toropova.",
    )
    assert place_articles([letter.pk, echo.pk, both.pk]) == 3
    story = Story.objects.get()
    assert (story.articles_count, story.title) == (3, letter.title)
    assert story.title_en == echo.title
    assert [change.kind for change in Change.objects.filter(record_type="story")] == ["created"]
    later = article("Nina Toropova: our sons are ill!", "Nina Toropova wrote to the UN: 340 ill.")
    assert placed(later) == story


def test_a_story_on_record_is_merged_by_a_batch_as_by_one_article() -> None:
    letter = placed(
        article(
            "Девять матерей написали в ООН",
            "Галина Ершова и другие просят освободить 340 больных заключённых.",
        )
    )
    echo = placed(
        article("Nina Toropova: our sons are ill", "She wrote to the UN. Her son is in prison.")
    )
    both = article(
        "Mothers of political prisoners write to the UN",
        "Galina Yershova and Nina Toropova signed a letter asking for the release of 340 ill "
        "prisoners. Our sons are ill in prison, wrote Toropova.",
    )
    other = article(OTHER_RU, OTHER_RU_BODY)
    assert place_articles([both.pk, other.pk]) == 2
    letter.refresh_from_db()
    echo.refresh_from_db()
    assert (letter.articles_count, echo.merged_into) == (3, letter)
    assert not KeptProfile.objects.filter(story=echo).exists()
    assert KeptProfile.objects.get(story=letter).profile["articles"] == 3


def test_a_story_merged_while_an_article_of_it_was_read_anew_still_leads_to_the_other() -> None:
    letter = placed(
        article(
            "Девять матерей написали в ООН",
            "Галина Ершова и другие просят освободить 340 больных заключённых.",
        )
    )
    first = article("Nina Toropova: our sons are ill", "She wrote to the UN. Her son is in prison.")
    echo = placed(first)
    Article.objects.filter(pk=first.pk).update(
        stage="named", summary="She wrote to the UN. Her son Gleb is in prison in Omsk."
    )
    both = article(
        "Mothers of political prisoners write to the UN",
        "Galina Yershova and Nina Toropova signed a letter asking for the release of 340 ill "
        "prisoners. Our sons are ill in prison, wrote Toropova.",
    )
    assert place_articles([first.pk, both.pk]) == 2
    echo.refresh_from_db()
    assert (echo.merged_into, echo.state) == (letter, "published")
    told = KeptProfile.objects.get(story=letter).profile
    kept.make_profile_anew(letter)
    assert told == KeptProfile.objects.get(story=letter).profile


def test_what_an_article_read_anew_changes_of_its_story_is_told_once() -> None:
    one = article(ARREST_RU, ARREST_RU_BODY, hours=None)
    story = placed(one)
    told = Change.objects.filter(record_type="story", record_id=story.pk)
    for date, number in ((clock.now() - timedelta(days=2), 2), (None, 2)):
        Article.objects.filter(pk=one.pk).update(stage="named")
        if date is not None:
            Article.objects.filter(pk=one.pk).update(published_on_site_at=date)
        assert place_articles([one.pk]) == 1
        assert told.count() == number
    newest = told.order_by("-id")[0]
    assert (newest.kind, newest.public) == ("updated", True)


def test_what_a_batch_keeps_of_a_story_is_what_its_articles_give_anew() -> None:
    batch = [article(ARREST_RU, ARREST_RU_BODY), article(ARREST_EN, ARREST_EN_BODY, hours=5)]
    batch += [article(OTHER_RU, OTHER_RU_BODY, hours=None), article(ARREST_EN, hours=None)]
    place_articles([one.pk for one in batch])
    for story in Story.objects.all():
        words = ("title", "title_en", "title_ru", "summary_en", "summary_ru", "language")
        figures = ("articles_count", "first_at", "last_at", "state", "published_at")
        kept_of = KeptProfile.objects.get(story=story)
        told = [getattr(story, name) for name in (*words, *figures)]
        refresh_story(story)
        kept.make_profile_anew(story)
        assert told == [getattr(story, name) for name in (*words, *figures)]
        anew = KeptProfile.objects.get(story=story)
        assert (kept_of.profile, kept_of.keys) == (anew.profile, anew.keys)


def test_a_batch_locks_all_its_stories_at_once_in_the_order_of_whoever_hides_an_outlet() -> None:
    hours = [(OTHER_RU, OTHER_RU_BODY), (ARREST_RU, ARREST_RU_BODY)]
    for title, body in hours:
        placed(article(title, body))
    batch = [article(title, body, hours=1) for title, body in reversed(hours)]
    with CaptureQueriesContext(connection) as caught:
        assert place_articles([one.pk for one in batch]) == 2
    asked = [query["sql"] for query in caught.captured_queries]
    [lock] = [sql for sql in asked if "FROM cases_story " in sql and "FOR NO KEY UPDATE" in sql]
    assert "ORDER BY id" in lock
    first_write = next(n for n, sql in enumerate(asked) if 'INSERT INTO "cases_story' in sql)
    assert asked.index(lock) < first_write


def test_a_large_batch_asks_no_more_queries_than_a_small_one() -> None:
    def queries(number: int) -> int:
        batch = [
            article(f"{word} {OTHER_RU}", f"{word} {OTHER_RU_BODY}", hours=n / 10)
            for n, word in enumerate(("Сегодня", "Вчера", "Снова", "Опять") * (number // 4))
        ]
        with CaptureQueriesContext(connection) as asked:
            assert place_articles([one.pk for one in batch]) == number
        return len(asked)

    queries(4)
    assert queries(40) <= queries(4)


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
    assert placed(article(ARREST_RU + "!", ARREST_RU_BODY)) == story


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
    # The attempt was counted and committed before.
    counted = next(n for n, sql in enumerate(asked) if "attempts = attempts + 1" in sql)
    rows = (n for n, sql in enumerate(asked) if "FOR NO KEY UPDATE" in sql)
    first_row = next(n for n in rows if n > counted)
    before = sum("pg_advisory_xact_lock" in sql for sql in asked[:first_row])
    assert before == 2
