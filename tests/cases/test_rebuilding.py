"""After a change of the rules: read, place and link again; broken off and gone on with, nothing is left out."""

from collections.abc import Callable
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command

from cases.articles import rereading
from cases.articles.extracting import store_extraction
from cases.articles.models import Article, ArticlePage, ArticleText, Stage
from cases.management import again
from tests.cases.articles.test_store_extraction import html, keep_page
from tests.factories import make_article, make_story
from tracker.lib import clock

pytestmark = pytest.mark.django_db


def read_article(words: str) -> Article:
    """A linked article whose page was kept and read."""
    article = make_article(words, stage=Stage.FETCHED, next_attempt_at=clock.now())
    keep_page(article, html(f"{words} was heard by the court today, and nobody else was let in. "))
    store_extraction(article.pk)
    Article.objects.filter(pk=article.pk).update(stage=Stage.LINKED, next_attempt_at=None)
    return article


def run(*arguments: str) -> tuple[str, str, int]:
    """What the command says, what it says of its progress, and its exit code."""
    said, progress = StringIO(), StringIO()
    try:
        call_command(*arguments, stdout=said, stderr=progress)
    except SystemExit as ended:
        return said.getvalue(), progress.getvalue(), int(ended.code or 0)
    return said.getvalue(), progress.getvalue(), 0


def test_a_page_that_reads_differently_now_goes_through_once_more() -> None:
    changed, same = read_article("Anna Vereskova"), read_article("Ida Fenn")
    without_page = make_article(stage=Stage.LINKED, next_attempt_at=None)
    # Yesterday's rules read it otherwise.
    ArticleText.objects.filter(article=changed).update(text="Menu. Search.", sha256="0" * 64)
    said, progress, code = run("rebuild_texts")
    assert said == "2 pages read again: 1 differ, 0 failed.\n"
    assert f"2 of 2; last {same.pk}" in progress
    assert code == 0
    stages = {
        article.pk: Article.objects.get(pk=article.pk).stage
        for article in (changed, same, without_page)
    }
    assert stages == {
        changed.pk: Stage.FETCHED,
        same.pk: Stage.LINKED,
        without_page.pk: Stage.LINKED,
    }
    store_extraction(changed.pk)
    texts = list(ArticleText.objects.filter(article=changed).order_by("version"))
    assert [text.version for text in texts] == [1, 2]
    assert texts[0].text == "Menu. Search." and "Anna Vereskova" in texts[1].text
    assert run("rebuild_texts")[0].startswith("1 pages read again: 0 differ")


def test_a_page_that_kills_its_parser_is_named_and_the_others_go_on(monkeypatch: Any) -> None:
    bad, good = read_article("Anna Vereskova"), read_article("Ida Fenn")
    ArticleText.objects.update(text="Menu.", sha256="0" * 64)
    real = rereading.read_page

    def read(page: ArticlePage, *, language: str) -> Any:
        if page.article_id == bad.pk:
            raise rereading.ParserDied("killed by signal 9")
        return real(page, language=language)

    monkeypatch.setattr(rereading, "read_page", read)
    said, progress, code = run("rebuild_texts")
    assert (said, code) == ("2 pages read again: 1 differ, 1 failed.\n", 1)
    assert f"{bad.pk}: Refused" in progress and "killed by signal 9" in progress
    assert Article.objects.get(pk=bad.pk).stage == Stage.LINKED
    assert Article.objects.get(pk=good.pk).stage == Stage.FETCHED


@pytest.fixture(params=["rebuild_texts", "rebuild_links", "rebuild_stories"])
def command(request: Any, monkeypatch: Any) -> tuple[str, list[int]]:
    """Each command that goes through articles, and the numbers of those it has done."""
    done: list[int] = []

    def do(article_id: int) -> Any:
        done.append(article_id)
        return None

    name = request.param
    place = "cases.management.commands." + name
    verb = {
        "rebuild_texts": "read_again",
        "rebuild_links": "link_again",
        "rebuild_stories": "place_again",
    }[name]

    def counted(article_id: int) -> Any:
        answer = do(article_id)
        return False if verb == "read_again" else answer

    monkeypatch.setattr(f"{place}.{verb}", counted)
    return name, done


def test_a_run_that_is_broken_off_goes_on_where_it_stopped(
    command: tuple[str, list[int]], monkeypatch: Any, make_placed: Callable[[], Article]
) -> None:
    name, done = command
    articles = [make_placed().pk for _number in range(5)]
    real = again.go_through

    def broken_off(owner: Any, ids: Any, do: Any) -> Any:
        def until_third(pk: int) -> bool:
            if len(done) == 3:
                raise KeyboardInterrupt
            return bool(do(pk))

        return real(owner, ids, until_third)

    module = f"cases.management.commands.{name}.go_through"
    with monkeypatch.context() as patched:
        patched.setattr(module, broken_off)
        _said, progress, code = run(name)
    assert code == 130
    last = int(progress.rpartition("--after ")[2])
    assert done == articles[:3] and last == articles[2]
    said, progress, code = run(name, "--after", str(last))
    assert code == 0
    assert done == articles  # none twice, none left out
    assert f"2 of 2; last {articles[-1]}" in progress


@pytest.fixture
def make_placed() -> Callable[[], Article]:
    """Articles with a page and a story that wait for nothing."""

    def make() -> Article:
        article = make_article(stage=Stage.LINKED, next_attempt_at=None)
        keep_page(article, html(str(article.pk)))
        make_story(articles=(article,))
        return article

    return make
