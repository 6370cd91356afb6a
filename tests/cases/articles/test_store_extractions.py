"""Pages read and stored a batch together: as one by one, with fewer queries, and nobody harms another."""

from collections.abc import Sequence
from typing import Any

import pytest
from django.db import DatabaseError, connection
from django.test.utils import CaptureQueriesContext

from cases.articles import extracting, texts
from cases.articles.extracting import store_extraction, store_extractions
from cases.articles.identity import article_key
from cases.articles.keeping.lasting import LearnedSelector
from cases.articles.models import Article, ArticlePage, ArticleText, Stage
from cases.articles.parked import try_article_again
from cases.articles.reading import PageReader
from cases.changes.models import Change
from tests.cases.articles.test_store_extraction import WORDS, html, keep_page
from tests.factories import make_article
from tracker.lib import clock, contained

pytestmark = pytest.mark.django_db


def make_batch(number: int, body: str = "") -> list[Article]:
    articles = []
    for place in range(number):
        article = make_article(
            f"Hearing {place}",
            url=f"https://courier.example/hearing-{place}",
            stage=Stage.FETCHED,
            language="",
        )
        keep_page(article, body or html(WORDS.replace("January", f"January, hearing {place}")))
        articles.append(article)
    return articles


def ids(articles: Sequence[Article]) -> list[int]:
    return [article.pk for article in articles]


def stages(articles: Sequence[Article]) -> list[str]:
    by_id = dict(Article.objects.filter(pk__in=ids(articles)).values_list("pk", "stage"))
    return [by_id[article.pk] for article in articles]


def test_a_batch_is_stored_as_its_articles_would_be_one_by_one() -> None:
    together, alone = make_batch(3), []
    assert store_extractions(ids(together)) == 3
    for article in together:
        text = article.texts.get()
        alone.append((text.text, text.title, text.language, text.version, text.page))
        article.texts.all().delete()
        Article.objects.filter(pk=article.pk).update(stage=Stage.FETCHED)
        store_extraction(article.pk)
        text = article.texts.get()
        assert alone[-1] == (text.text, text.title, text.language, text.version, text.page)
    assert stages(together) == [Stage.EXTRACTED] * 3
    assert Change.objects.filter(record_type="article").count() == 3, "each is told of once"


def test_reading_a_batch_twice_keeps_each_text_once() -> None:
    articles = make_batch(3)
    store_extractions(ids(articles))
    assert store_extractions(ids(articles)) == 0
    Article.objects.update(stage=Stage.FETCHED)
    store_extractions(ids(articles))
    assert ArticleText.objects.count() == 3


def test_the_number_of_queries_does_not_grow_with_the_batch() -> None:
    counts = []
    for number in (2, 9):
        articles = make_batch(number)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert store_extractions(ids(articles)) == number
        counts.append(len(queries))
        Article.objects.all().delete()
    assert counts[0] == counts[1]


def test_a_page_that_kills_its_parser_harms_none_of_the_others(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(3)
    real = PageReader.read

    def read(reader: PageReader, page: Any, *, language: str) -> Any:
        if page.article_id == articles[1].pk:
            raise contained.ParserDied("killed by signal 11")
        return real(reader, page, language=language)

    monkeypatch.setattr(PageReader, "read", read)
    store_extractions(ids(articles))
    assert stages(articles) == [Stage.EXTRACTED, Stage.FETCHED, Stage.EXTRACTED]
    articles[1].refresh_from_db()
    assert articles[1].attempts == 1 and "kills its parser" in articles[1].parked_reason


def test_a_page_that_cannot_be_unpacked_is_set_aside_and_the_others_are_stored() -> None:
    articles = make_batch(3)
    ArticlePage.objects.filter(article=articles[0]).update(body_gzip=b"not gzip")
    assert store_extractions(ids(articles)) == 2
    assert stages(articles) == [Stage.FETCHED, Stage.EXTRACTED, Stage.EXTRACTED]
    articles[0].refresh_from_db()
    assert articles[0].parked_reason.startswith("a fault of this installation")


def test_an_article_that_cannot_be_stored_is_set_aside_and_the_others_are_stored(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(4)
    real = texts._learn

    def learn(article: Article, *facts: Any) -> None:
        real(article, *facts)
        if article.pk == articles[2].pk:
            article.author = "x" * 301  # longer than the column

    monkeypatch.setattr(texts, "_learn", learn)
    store_extractions(ids(articles))
    assert stages(articles) == [*[Stage.EXTRACTED] * 2, Stage.FETCHED, Stage.EXTRACTED]
    assert ArticleText.objects.count() == 3
    articles[2].refresh_from_db()
    assert articles[2].parked_reason.startswith("a fault of this installation: DataError")


def test_what_a_person_wrote_while_the_pages_were_read_stays(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(2)
    real = PageReader.read

    def read(reader: PageReader, page: Any, *, language: str) -> Any:
        Article.objects.filter(pk=articles[0].pk).update(
            title="As a researcher has it", author="Ida Fenn", state="withdrawn"
        )
        Article.objects.filter(pk=articles[1].pk).update(stage=Stage.PARKED)
        return real(reader, page, language=language)

    monkeypatch.setattr(PageReader, "read", read)
    assert store_extractions(ids(articles)) == 1
    first = Article.objects.get(pk=articles[0].pk)
    assert (first.title, first.author, first.state) == (
        "As a researcher has it",
        "Ida Fenn",
        "withdrawn",
    )
    assert stages(articles) == [Stage.EXTRACTED, Stage.PARKED]
    assert not Change.objects.filter(record_id=first.pk, public=True).exists()


def test_a_worker_killed_before_the_batch_is_stored_leaves_it_to_be_done_once_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(3)

    def die(*facts: Any) -> None:
        raise SystemExit("killed in the middle")

    with monkeypatch.context() as patched:
        patched.setattr(extracting, "keep_extracted", die)
        with pytest.raises(SystemExit):
            store_extractions(ids(articles))
    assert stages(articles) == [Stage.FETCHED] * 3
    assert not ArticleText.objects.exists()
    assert store_extractions(ids(articles)) == 3
    assert ArticleText.objects.count() == 3


def test_without_a_parser_what_was_read_is_stored_and_the_rest_waits_without_blame(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(3)
    real = PageReader.read

    def read(reader: PageReader, page: Any, *, language: str) -> Any:
        if page.article_id != articles[0].pk:
            raise contained.ParserUnavailable("no process for the parser")
        return real(reader, page, language=language)

    monkeypatch.setattr(PageReader, "read", read)
    with pytest.raises(contained.ParserUnavailable):
        store_extractions(ids(articles))
    assert stages(articles) == [Stage.EXTRACTED, Stage.FETCHED, Stage.FETCHED]
    for article in Article.objects.filter(stage=Stage.FETCHED):
        assert article.attempts == 0
        assert article.next_attempt_at is not None and article.next_attempt_at > clock.now()


def test_an_article_that_another_worker_has_stored_is_not_set_aside_by_one_that_failed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    [article] = make_batch(1)

    def fail(_reader: PageReader, page: Any, *, language: str) -> Any:
        Article.objects.filter(pk=page.article_id).update(
            stage=Stage.EXTRACTED, attempts=0, next_attempt_at=clock.now()
        )
        raise RuntimeError("the lease ended")

    monkeypatch.setattr(PageReader, "read", fail)
    store_extractions([article.pk])
    article.refresh_from_db()
    assert (article.stage, article.parked_reason) == (Stage.EXTRACTED, "")
    assert article.next_attempt_at is not None and article.next_attempt_at <= clock.now()


class _Killed(BaseException):
    """What no service catches."""


def test_a_page_that_kills_its_worker_holds_the_others_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadly, *others = make_batch(3)
    real = PageReader.read

    def read(reader: PageReader, page: Any, *, language: str) -> Any:
        if page.article_id == deadly.pk:
            raise _Killed
        return real(reader, page, language=language)

    monkeypatch.setattr(PageReader, "read", read)
    with pytest.raises(_Killed):
        store_extractions(ids([deadly, *others]))
    assert stages(others) == [Stage.FETCHED] * 2
    newcomer = make_article("Later", stage=Stage.FETCHED)
    keep_page(newcomer, html(WORDS))

    with pytest.raises(_Killed):
        store_extractions([deadly.pk, newcomer.pk])
    assert stages([newcomer]) == [Stage.EXTRACTED]
    assert store_extractions(ids(others)) == 2


def test_what_was_read_is_stored_where_nothing_can_be_learned_from_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(2)

    def fail(_reader: PageReader) -> None:
        raise DatabaseError("deadlock detected")

    monkeypatch.setattr(PageReader, "remember", fail)
    with pytest.raises(DatabaseError):
        store_extractions(ids(articles))
    assert stages(articles) == [Stage.EXTRACTED] * 2


def test_pages_for_which_the_time_was_too_short_are_due_at_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(3)
    Article.objects.filter(pk=articles[2].pk).update(attempts=1)
    monkeypatch.setattr(extracting, "_READ_FOR", 0.0)
    assert store_extractions(ids(articles)) == 1
    for left, attempts in zip(articles[1:], (0, 1), strict=True):
        left.refresh_from_db()
        assert (left.stage, left.attempts) == (Stage.FETCHED, attempts)
        assert left.next_attempt_at is not None and left.next_attempt_at <= clock.now()


def test_an_article_that_a_person_let_try_again_meanwhile_breaks_no_batch(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    articles = make_batch(3)
    real = PageReader.read

    def read(reader: PageReader, page: Any, *, language: str) -> Any:
        if page.article_id == articles[0].pk:
            Article.objects.filter(pk=articles[2].pk).update(attempts=0)
            return real(reader, page, language=language)
        raise contained.ParserUnavailable("no process for the parser")

    monkeypatch.setattr(PageReader, "read", read)
    with pytest.raises(contained.ParserUnavailable):
        store_extractions(ids(articles))
    assert stages(articles) == [Stage.EXTRACTED, Stage.FETCHED, Stage.FETCHED]


def test_two_addresses_of_one_article_in_one_batch_make_one_a_copy_of_the_other() -> None:
    url = "https://courier.example/world/hearing"
    original = make_article("Vereskova stays", url=url, key=article_key(url), stage=Stage.FETCHED)
    copy = make_article("Vereskova stays", outlet=original.outlet, stage=Stage.FETCHED)
    for article in (original, copy):
        keep_page(article, html(head=f"<link rel='canonical' href='{url}'>"))
        ArticlePage.objects.filter(article=article).update(url=url)
    store_extractions(ids([original, copy]))
    copy.refresh_from_db()
    original.refresh_from_db()
    assert (copy.derived_from, original.derived_from) == (original, None)


class _Killed(BaseException):
    """What ends a worker at once."""


def test_a_page_that_always_kills_its_worker_is_parked_and_holds_the_others_up_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    deadly, *others = articles = make_batch(3)
    real = PageReader.read

    def read(reader: PageReader, page: Any, *, language: str) -> Any:
        if page.article_id == deadly.pk:
            raise _Killed
        return real(reader, page, language=language)

    monkeypatch.setattr(PageReader, "read", read)
    for _ in range(3):
        with pytest.raises(_Killed):
            store_extractions(ids(articles))
        Article.objects.filter(stage=Stage.FETCHED).update(next_attempt_at=clock.now())
    assert stages(others) == [Stage.EXTRACTED] * 2
    store_extractions(ids(articles))
    deadly.refresh_from_db()
    assert deadly.stage == Stage.PARKED
    assert "the process that read its page died each time" in deadly.parked_reason

    monkeypatch.undo()
    assert try_article_again(deadly.pk)
    store_extractions(ids(articles))
    assert stages([deadly]) == [Stage.EXTRACTED]


def test_a_source_is_learned_from_each_page_of_a_batch() -> None:
    body = html(WORDS * 3).replace("</article>", f"<p>{WORDS * 4}</p></article>")
    articles = make_batch(4, body)
    LearnedSelector.objects.create(
        host="courier.example", selector="article", agreed=5, seen_at=clock.now()
    )
    store_extractions(ids(articles))
    assert LearnedSelector.objects.get().agreed == 9
