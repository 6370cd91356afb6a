"""A feed entry becomes an article once, however many feeds and workers bring it."""

from datetime import UTC, datetime

import pytest

from cases.articles.models import Article, ArticleSighting, Stage
from cases.articles.selectors import newest_text
from cases.articles.services import take_entry
from cases.articles.ways_out import give_up_page
from cases.changes.models import Change
from cases.feeds.models import FeedEntry
from tests.factories import make_feed, make_feed_entry, make_outlet
from tests.support.race import race
from tracker.lib import clock

WHEN = datetime(2026, 11, 10, 11, 5, tzinfo=UTC)


@pytest.mark.django_db
def test_an_entry_becomes_an_article_that_waits_for_its_page() -> None:
    entry = make_feed_entry(
        title="Vereskova stays in custody",
        url="https://courier.example/a?utm_source=rss",
        summary="A court ruled.",
        language="en",
        published_at=WHEN,
        published_claim="Tue, 10 Nov 2026",
    )
    article = take_entry(entry.pk)
    assert article is not None
    assert article.url == "https://courier.example/a"
    assert article.outlet == entry.feed.outlet
    assert (article.title, article.summary) == ("Vereskova stays in custody", "A court ruled.")
    assert article.published_on_site_at == article.ordered_at == WHEN
    assert article.stage == Stage.LISTED and article.next_attempt_at is not None
    entry.refresh_from_db()
    assert entry.taken_at is not None and entry.sighting.article == article
    change = Change.objects.get(record_type="article", record_id=article.pk)
    assert change.kind == "created" and change.public


@pytest.mark.django_db
def test_an_article_without_a_believable_date_is_ordered_by_when_it_was_first_seen() -> None:
    entry = make_feed_entry(published_at=None, published_claim="yesterday")
    article = take_entry(entry.pk)
    assert article is not None
    assert article.ordered_at == entry.first_seen_at
    assert (article.published_on_site_at, article.published_claim) == (None, "yesterday")


@pytest.mark.django_db
def test_doing_it_twice_is_doing_it_once() -> None:
    entry = make_feed_entry()
    assert take_entry(entry.pk) is not None
    assert take_entry(entry.pk) is None
    assert Article.objects.count() == ArticleSighting.objects.count() == 1
    assert Change.objects.filter(record_type="article").count() == 1
    assert take_entry(10**9) is None


@pytest.mark.django_db
def test_72_two_feeds_with_one_article_make_one_article_with_two_sightings() -> None:
    first = make_feed_entry(url="https://courier.example/a")
    second = make_feed_entry(url="http://www.courier.example/a/?utm_medium=feed")
    one, other = take_entry(first.pk), take_entry(second.pk)
    assert one == other and one is not None
    assert one.outlet == first.feed.outlet
    assert one.sightings.count() == 2
    assert Change.objects.filter(record_type="article").count() == 1


@pytest.mark.django_db
def test_a_new_headline_in_the_outlets_own_feed_is_the_articles_headline() -> None:
    entry = make_feed_entry(title="Court rules")
    article = take_entry(entry.pk)
    assert article is not None
    entry.refresh_from_db()
    entry.title, entry.earlier = "Court rules against librarian", [{"title": "Court rules"}]
    entry.taken_at, entry.next_attempt_at = None, clock.now()
    entry.save()
    assert take_entry(entry.pk) == article
    article.refresh_from_db()
    assert article.title == "Court rules against librarian"
    assert Change.objects.filter(record_type="article", kind="updated").count() == 1


def change_entry(entry: FeedEntry, **words: str) -> None:
    """The feed gives other words for an entry that was taken."""
    entry.refresh_from_db()
    entry.earlier = [{name: getattr(entry, name) for name in words}]
    for name, value in words.items():
        setattr(entry, name, value)
    entry.taken_at, entry.next_attempt_at = None, clock.now()
    entry.save()
    assert take_entry(entry.pk) is not None


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.NAMED, Stage.LINKED, Stage.PLACED])
def test_an_article_of_another_headline_is_searched_for_people_again(stage: Stage) -> None:
    entry = make_feed_entry(title="Court rules")
    article = take_entry(entry.pk)
    assert article is not None
    Article.objects.filter(pk=article.pk).update(stage=stage, next_attempt_at=None)
    change_entry(entry, title="Court rules against Vereskova")
    article.refresh_from_db()
    assert article.stage == Stage.EXTRACTED and article.next_attempt_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize("stage", [Stage.LISTED, Stage.FETCHED, Stage.PARKED])
def test_one_that_was_not_read_yet_goes_on_as_before(stage: Stage) -> None:
    entry = make_feed_entry(title="Court rules")
    article = take_entry(entry.pk)
    assert article is not None
    Article.objects.filter(pk=article.pk).update(stage=stage)
    change_entry(entry, title="Court rules against Vereskova")
    article.refresh_from_db()
    assert article.stage == stage and not article.texts.exists()


@pytest.mark.django_db
def test_of_an_article_known_from_the_feed_only_the_new_summary_is_the_text() -> None:
    entry = make_feed_entry(title="Court rules", summary="A court ruled.")
    article = take_entry(entry.pk)
    assert article is not None
    give_up_page(article.pk, Stage.LISTED, "404")
    Article.objects.filter(pk=article.pk).update(stage=Stage.LINKED)
    change_entry(entry, summary="A court ruled against Vereskova.")
    article.refresh_from_db()
    assert article.stage == Stage.EXTRACTED
    newest = newest_text(article)
    assert newest is not None and newest.text == "A court ruled against Vereskova."
    assert article.parked_reason == "known from the feed only: 404"


@pytest.mark.django_db
def test_a_summary_that_is_changed_back_is_the_text_again() -> None:
    entry = make_feed_entry(title="Court rules", summary="A court ruled.")
    article = take_entry(entry.pk)
    assert article is not None
    give_up_page(article.pk, Stage.LISTED, "404")
    for words in ("A court ruled against Vereskova.", "A court ruled."):
        change_entry(entry, summary=words)
        newest = newest_text(article)
        assert newest is not None and newest.text == words


@pytest.mark.django_db
def test_another_outlets_feed_does_not_rename_the_article() -> None:
    article = take_entry(make_feed_entry(url="https://courier.example/a", title="Court rules").pk)
    aggregator = make_feed(make_outlet("Aggregator"))
    renamed = make_feed_entry(
        aggregator, url="https://courier.example/a", title="SHOCK", earlier=[{"title": "Shock"}]
    )
    assert take_entry(renamed.pk) == article
    assert article is not None
    article.refresh_from_db()
    assert article.title == "Court rules"


@pytest.mark.django_db
def test_an_entry_whose_address_is_none_is_parked_with_a_reason() -> None:
    entry = make_feed_entry(url="https://[broken/")
    assert take_entry(entry.pk) is None
    entry.refresh_from_db()
    assert entry.parked_reason.startswith("no web address")
    assert entry.next_attempt_at is None and not Article.objects.exists()


@pytest.mark.django_db
def test_an_article_of_an_unpublished_outlet_is_told_to_nobody() -> None:
    entry = make_feed_entry(make_feed(make_outlet(state="draft")))
    assert take_entry(entry.pk) is not None
    assert not Change.objects.get(record_type="article").public


@pytest.mark.django_db
def test_an_error_of_ours_moves_the_entry_aside_before_it_is_raised(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def fail(*args: object, **facts: object) -> None:
        raise RuntimeError("the disk is full")

    entry = make_feed_entry()
    monkeypatch.setattr("cases.articles.services.record_change", fail)
    with pytest.raises(RuntimeError):
        take_entry(entry.pk)
    entry.refresh_from_db()
    assert entry.attempts == 1 and entry.taken_at is None
    assert entry.next_attempt_at is not None and entry.next_attempt_at > clock.now()
    assert not Article.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_96_two_workers_with_one_entry_make_one_article() -> None:
    entry = make_feed_entry()
    results = race(lambda: take_entry(entry.pk), lambda: take_entry(entry.pk))
    assert sorted(result is None for result in results) == [False, True]
    assert Article.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_96_two_workers_with_two_entries_of_one_article_make_one_article() -> None:
    entries = [make_feed_entry(url="https://courier.example/a") for _ in range(2)]
    race(*(lambda pk=entry.pk: take_entry(pk) for entry in entries))
    assert Article.objects.count() == 1
    assert ArticleSighting.objects.count() == 2
    assert not FeedEntry.objects.filter(taken_at__isnull=True).exists()
