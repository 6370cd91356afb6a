"""Learned selectors: when they are trusted, compared again and forgotten; and pages read by them."""

import pytest

from cases.articles.extracted import ExtractedArticle
from cases.articles.extraction import extract
from cases.articles.keeping.lasting import LearnedSelector
from cases.articles.learning import (
    COMPARED_EVERY,
    MOST_SELECTORS,
    TRUSTED_AFTER,
    Known,
    after_page,
    learned_host,
    plan_for,
)
from cases.articles.reading import read_body

URL = "https://www.courier.example/world/{}"
SENTENCE = "A court in Zaozersk has kept the librarian Anna Vereskova in custody until January. "


def page(number: int, body_class: str = "story__text") -> bytes:
    paragraphs = "".join(f"<p>{SENTENCE * 2}Hearing {number}.{n}.</p>" for n in range(8))
    teasers = "".join(f"<li><a href='/{n}'>Another story number {n}</a></li>" for n in range(20))
    return (
        f"<html lang='en'><head><meta charset='utf-8'><title>Hearing {number}</title></head><body>"
        f"<nav><ul>{teasers}</ul></nav><div class='layout'><h1>Hearing {number}</h1>"
        f"<div class='{body_class}'>{paragraphs}</div></div>"
        f"<aside><ul>{teasers}</ul></aside></body></html>"
    ).encode()


def read(number: int, html: bytes | None = None) -> ExtractedArticle:
    return read_body(
        html or page(number), url=URL.format(number), charset="utf-8", language="en", lot=number
    )


def test_a_selector_is_trusted_after_twenty_pages_in_a_row_and_not_before() -> None:
    kept: list[Known] = []
    for number in range(TRUSTED_AFTER):
        assert plan_for(kept, lot=number).known == ()
        kept = after_page(kept, read_by="agreed", compared=True, seen=[("div.text", True)])
    assert plan_for(kept, lot=1).known == ("div.text",)


def test_pages_that_nobody_else_read_count_for_nothing() -> None:
    assert after_page([], read_by="own", compared=False, seen=[("div.text", True)]) == []


def test_a_trusted_selector_is_compared_now_and_then() -> None:
    kept = [Known("div.text", agreed=TRUSTED_AFTER)]
    for _ in range(COMPARED_EVERY):
        plan = plan_for(kept, lot=1)
        assert plan.known and not plan.compare
        kept = after_page(kept, read_by="known", compared=False, seen=[("div.text", True)])
    plan = plan_for(kept, lot=1)
    assert plan.compare and plan.known == () and plan.watched == ("div.text",)
    kept = after_page(kept, read_by="own", compared=True, seen=[("div.text", True)])
    assert plan_for(kept, lot=1).known == ("div.text",)


def test_one_page_on_which_it_does_not_hold_the_text_sets_it_back() -> None:
    kept = [Known("div.text", agreed=500, uses=COMPARED_EVERY)]
    after = after_page(kept, read_by="library", compared=True, seen=[("div.text", False)])
    assert after == [Known("div.text", 0, 0)]
    assert plan_for(after, lot=1).known == ()


def test_a_page_of_another_template_says_nothing_of_a_selector() -> None:
    kept = [Known("div.text", agreed=500)]
    assert after_page(kept, read_by="library", compared=True, seen=[]) == kept


def test_only_the_best_selectors_of_a_host_are_kept() -> None:
    kept = [Known(f"div.t{n}", agreed=n + 1) for n in range(MOST_SELECTORS)]
    after = after_page(kept, read_by="agreed", compared=True, seen=[("div.t4", True)])
    assert len(after) == MOST_SELECTORS and after[0] == Known("div.t4", 6, 0)


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://www.Courier.example/a", "courier.example"),
        ("https://news.courier.example:8080/a", "news.courier.example"),
        ("javascript:alert(1)", ""),
        ("https://[broken", ""),
    ],
)
def test_selectors_are_learned_for_hosts(url: str, host: str) -> None:
    assert learned_host(url) == host


@pytest.mark.django_db
def test_after_twenty_pages_of_a_host_the_selector_alone_reads_them() -> None:
    for number in range(0, 4 * TRUSTED_AFTER, 4):
        assert read(number).read_by != "known"
    row = LearnedSelector.objects.get()
    assert (row.host, row.selector) == ("courier.example", "div.story__text")
    assert row.agreed == TRUSTED_AFTER
    article = read(1_000)
    assert article.read_by == "known"
    assert article.text.startswith("A court in Zaozersk") and "Hearing 1000.7" in article.text
    assert "Another story" not in article.text
    row.refresh_from_db()
    assert (row.agreed, row.uses) == (TRUSTED_AFTER, 1)


@pytest.mark.django_db
def test_a_site_that_is_built_anew_is_read_as_if_it_were_new() -> None:
    LearnedSelector.objects.create(
        host="courier.example", selector="div.story__text", agreed=500, seen_at="2026-11-01T00:00Z"
    )
    article = read(4, page(4, body_class="reader-body"))
    assert article.read_by != "known" and "Hearing 4.7" in article.text


def test_a_selector_that_finds_a_teaser_is_not_taken_for_the_text() -> None:
    teaser = f"<div class='story__text'><p>{SENTENCE}</p></div>"
    html = page(1, body_class="longread").replace(b"<nav>", teaser.encode() + b"<nav>")
    article = extract(
        html, url=URL.format(1), charset="utf-8", known=["div.story__text", "not a [selector"]
    )
    assert article.read_by != "known" and "Hearing 1.7" in article.text


@pytest.mark.parametrize(
    "body",
    [
        # Columns of a layout table; an element without any name beside others like it.
        "<table><tr><td>{menu}</td><td>{text}</td><td>{menu}</td></tr></table>",
        "<div>{menu}</div><div><div>{text}</div><div>{menu}</div></div><div>{menu}</div>",
        "<div id='c1'>{menu}</div><section id='page'><div class='x1'>{text}</div></section>",
    ],
)
def test_a_text_whose_element_has_no_name_is_known_by_the_way_to_it(body: str) -> None:
    menu = "<ul>" + "".join(f"<li><a href='/{n}'>Section {n}</a></li>" for n in range(20)) + "</ul>"

    def filled(number: int) -> bytes:
        text = "".join(f"<p>{SENTENCE * 2}Hearing {number}.{n}.</p>" for n in range(8))
        return f"<html><body>{body.format(menu=menu, text=text)}</body></html>".encode()

    seen = extract(filled(1), url=URL.format(1), charset="utf-8").seen
    assert [held for _, held in seen] == [True]
    again = extract(filled(2), url=URL.format(2), charset="utf-8", known=[seen[0][0]])
    assert again.read_by == "known", seen
    assert "Hearing 2.7." in again.text and "Section" not in again.text
