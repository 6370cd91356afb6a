"""Pages to articles: the samples, the bounds, and what pages claim falsely."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cases.articles.extracted import ExtractedArticle, NotAnArticle, article_from_json
from cases.articles.extraction import extract, extract_json

SAMPLES = Path(__file__).parents[2] / "samples" / "pages"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://courier.example/world/librarian"
DATED = '"datePublished": "2026-11-10T11:05:00Z"'
TEXT = (
    "A court in Zaozersk has kept the librarian Anna Vereskova in custody until January, her "
    "lawyer said after a hearing from which relatives and reporters had been shut out. "
)


def read(html: str | bytes, **facts: Any) -> ExtractedArticle:
    body = html.encode() if isinstance(html, str) else html
    return extract(body, **{"url": URL, "charset": "", "now": NOW, **facts})


def page(head: str = "", body: str = "", lang: str = "en") -> str:
    return (
        f"<html lang='{lang}'><head><meta charset='utf-8'>{head}</head><body><article>"
        f"{body or '<p>' + TEXT + '</p><p>' + TEXT[::-1] + '</p>'}</article></body></html>"
    )


def reason_of(html: str | bytes) -> str:
    with pytest.raises(NotAnArticle) as caught:
        read(html)
    return caught.value.reason


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.html")), ids=lambda path: path.stem)
def test_a_sample_reads_as_its_neighbour_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text())
    answer = extract_json(
        path.read_bytes(), {"url": expected["url"], "charset": "utf-8", "now": NOW.isoformat()}
    )
    got = json.loads(json.dumps(answer))
    paragraphs = got["text"].split("\n\n")
    assert len(paragraphs) == expected["paragraphs"], got["text"]
    assert paragraphs[0].startswith(expected["begins"])
    for boilerplate in expected["lacks"]:
        assert boilerplate not in got["text"]
    named = {name: got[name] for name in expected if name in got and name != "url"}
    assert named == {name: expected[name] for name in named}


def test_the_way_through_json_changes_nothing() -> None:
    html = (SAMPLES / "json_ld.html").read_bytes()
    answer = extract_json(html, {"url": URL, "charset": "", "now": NOW.isoformat()})
    assert article_from_json(json.loads(json.dumps(answer))) == read(html)


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "the page is empty"),
        (b"%PDF-1.7", "a PDF document, not a web page"),
        ("just words", "not a web page (no HTML)"),
        ("<html><body></body></html>", "no text of an article was found on the page"),
        ("<p>x" * 40_000, "the page has more than 30000 tags"),
        (
            "<p " + " ".join(f"a{n}=1" for n in range(200)) + ">x",
            "a tag of the page has more than 100 attributes",
        ),
        (b"<p>" + b"x" * 9_000_000, "the page is too large"),
    ],
)
def test_what_is_no_article_or_out_of_bounds_is_named(html: str | bytes, reason: str) -> None:
    assert reason_of(html) == reason


def test_a_hundred_thousand_nested_tags_are_refused_before_the_extractor() -> None:
    assert reason_of("<div>" * 100_000 + TEXT) == "the page has more than 30000 tags"


def test_fifty_thousand_attributes_on_one_tag_are_refused_before_the_tree() -> None:
    # The tree takes the square of their number: seven seconds.
    many = " ".join(f"a{number}=1" for number in range(50_000))
    assert reason_of(f"<p {many}>{TEXT}") == "a tag of the page has more than 100 attributes"
    hidden = f"""<p title="<'>" {many}>{TEXT}"""
    assert reason_of(hidden) == "a tag of the page has more than 100 attributes"


def test_blocks_nested_deeper_than_any_page_are_refused_with_words() -> None:
    assert reason_of("<div>" * 400 + TEXT) == "the page is nested more than 300 deep"


def test_links_of_scripts_in_the_text_are_only_words() -> None:
    link = "<a href='javascript:alert(1)'>the librarian</a>"
    article = read(page("", f"<p>{TEXT.replace('the librarian', link)}</p><p>{TEXT * 2}</p>"))
    assert "kept the librarian Anna" in article.text and "javascript" not in article.text


def test_markup_nested_a_thousand_deep_does_no_harm() -> None:
    try:
        article = read("<div>" * 1_000 + f"<p>{TEXT}</p>")
    except NotAnArticle as error:
        assert error.reason
    else:
        assert "Zaozersk" in article.text


@pytest.mark.parametrize(
    ("canonical", "kept"),
    [
        ("https://courier.example/world/librarian-in-custody", True),
        ("/world/librarian-in-custody", True),
        ("https://www.courier.example/a", True),
        ("https://vestnik.example/news/arest", False),
        ("javascript:alert(1)", False),
        ("http://127.0.0.1/admin", False),
        ("https://[broken", False),
    ],
)
def test_only_the_same_site_may_name_the_canonical_address(canonical: str, kept: bool) -> None:
    article = read(page(f"<link rel='canonical' href='{canonical}'>"))
    assert bool(article.canonical_url) is kept


@pytest.mark.parametrize(
    "head",
    [
        f'<script type="application/ld+json">{{"@type": "NewsArticle", {DATED}}}</script>',
        f'<script type="application/ld+json"><![CDATA[[{{"@type": ["Report"], {DATED}}}]]]></script>',
        '<script type="application/ld+json">{broken</script>'
        '<meta property="article:published_time" content="2026-11-10T11:05Z">',
        '<meta itemprop="datePublished" content="2026-11-10T14:05+03:00">',
        '<meta name="pubdate" content="Tue, 10 Nov 2026 11:05:00 GMT">',
        '<meta name="date" content="10 ноября 2026, 14:05 МСК">',
    ],
)
def test_the_date_is_found_where_sites_put_it(head: str) -> None:
    assert read(page(head)).published == datetime(2026, 11, 10, 11, 5, tzinfo=UTC)


def test_a_date_in_the_future_or_in_words_is_only_a_claim() -> None:
    for claim in ("2099-01-01", "yesterday"):
        article = read(page(f'<meta name="date" content="{claim}">'))
        assert (article.published, article.published_claim) == (None, claim)


def test_the_source_language_decides_what_numbers_mean() -> None:
    head = '<meta name="date" content="10.11.2026">'
    russian = "<p>" + "Суд продлил арест библиотекаря, и это было в январе на год. " * 4 + "</p>"
    assert read(page(head, russian, lang="ru")).published == datetime(2026, 11, 10, tzinfo=UTC)
    assert read(page(head)).published is None


def test_json_ld_as_deep_as_a_well_does_no_harm() -> None:
    deep = "[" * 100_000 + "]" * 100_000
    article = read(page(f'<script type="application/ld+json">{deep}</script><title>T</title>'))
    assert article.title == "T"


def test_values_of_the_wrong_type_in_json_ld_are_passed_over() -> None:
    node = {
        "@type": "Article",
        "headline": ["A", {"name": "B"}],
        "author": {"name": {"name": "Ida Fenn"}},
        "datePublished": 20261110,
        "image": [{"url": None}],
        "inLanguage": {"@value": "en"},
    }
    article = read(page(f'<script type="application/ld+json">{json.dumps(node)}</script>'))
    assert article.title == "A, B"
    assert article.author == "Ida Fenn"
    assert article.published is None and article.image_url == ""


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("<title>Librarian stays | The Courier</title><meta property='og:site_name' content='The Courier'>",
         "Librarian stays"),
        ("<meta property='og:title' content='Librarian &amp;quot;stays&amp;quot; &lt;b&gt;now&lt;/b&gt;'>",
         'Librarian "stays" now'),
        ("<title>  Librarian\n stays </title>", "Librarian stays"),
        ("", ""),
    ],
)  # fmt: skip
def test_the_title_comes_without_the_site_and_without_markup(head: str, title: str) -> None:
    assert read(page(head)).title == title


def test_a_headline_about_markup_keeps_its_letters() -> None:
    article = read(page("", f"<h1>What &lt;script&gt; means</h1><p>{TEXT}</p><p>{TEXT[::-1]}</p>"))
    assert article.title == "What <script> means"


def test_an_address_is_no_author() -> None:
    head = '<meta property="article:author" content="https://social.example/courier">'
    assert read(page(head)).author == ""


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "utf-8"])
@pytest.mark.parametrize("said_by", ["header", "meta", "nobody"])
def test_61_cyrillic_pages_are_read_right(encoding: str, said_by: str) -> None:
    sentence = "Заозёрский суд продлил арест библиотекаря Вересковой до января"
    meta = f"<meta charset='{encoding}'>" if said_by == "meta" else ""
    html = f"<html><head>{meta}</head><body><article><p>{sentence}.</p></article></body></html>"
    article = read(html.encode(encoding), charset=encoding if said_by == "header" else "")
    assert article.text == f"{sentence}."


def test_a_page_that_lies_about_its_charset_is_read_right() -> None:
    html = "<html><body><article><p>Суд продлил арест библиотекаря.</p></article></body></html>"
    assert "Суд продлил" in read(html.encode("cp1251"), charset="utf-8").text


def test_65_66_what_postgresql_or_a_reader_cannot_take_is_removed_from_the_text() -> None:
    body = f"<p>A\x00B\x08C\u202eD\u200bE &#0;&#xD800;{TEXT}</p><p>{TEXT[::-1]}</p>"
    text = read(page("", body)).text
    assert "ABCDE" in text.replace("\ufffd", "")
    assert not any(character in text for character in "\x00\x08\u202e\u200b\ud800")


def test_scripts_menus_and_comments_are_no_text() -> None:
    html = (
        "<html lang='en'><body><nav><ul><li>Home</li></ul></nav><script>var Zaozersk</script>"
        f"<article><h1>T</h1><p>{TEXT * 2}</p><p>{TEXT[::-1] * 2}</p></article>"
        "<section id='comments' class='comments'><p>First comment of a reader here!</p></section>"
        "<footer>Contact us</footer></body></html>"
    )
    text = read(html).text
    assert "Zaozersk has kept" in text
    for noise in ("Home", "var Zaozersk", "First comment", "Contact us"):
        assert noise not in text


LONG = "".join(f"<p>{TEXT}Hearing {number}.</p>" for number in range(6))


def test_a_page_that_is_one_form_is_read_like_any_other() -> None:
    article = read(
        "<form id='aspnetForm'><input type='hidden' name='__VIEWSTATE' value='x'><div id='menu'>"
        f"<a href='/'>Home</a></div><div id='newsbody'>{LONG}</div></form>"
    )
    assert "Hearing 5." in article.text and "Home" not in article.text


def test_a_form_beside_the_article_is_no_part_of_it() -> None:
    form = f"<form><p>Write to us about what you have read: {TEXT}</p></form>"
    assert "Write to us" not in read(page("", LONG + form)).text


def test_a_text_for_browsers_without_scripts_is_read_where_the_page_shows_none() -> None:
    article = read(f"<html><body><div id='app'></div><noscript>{LONG}</noscript></body></html>")
    assert "Hearing 5." in article.text and article.read_by == "elsewhere"


def test_a_text_in_the_structured_data_is_read_where_the_page_shows_none() -> None:
    text = "\n\n".join(f"{TEXT}Hearing {number}." for number in range(6))
    data = json.dumps({"@type": "NewsArticle", "headline": "A", "articleBody": text})
    script = f'<script type="application/ld+json">{data}</script>'
    article = read(f"<html><head>{script}</head><body><div id='app'></div></body></html>")
    assert article.text.split("\n\n")[-1].endswith("Hearing 5.")
    assert "Hearing 5." not in read(page(script, f"<p>{TEXT * 3}</p><p>{TEXT[::-1]}</p>")).text


def test_of_articles_that_follow_each_other_the_one_under_the_pages_title_is_read() -> None:
    others = "".join(
        f"<div class='news'><h1>Other news {number}</h1><div>{LONG.replace('Hearing', 'Other')}</div></div>"
        for number in range(3)
    )
    article = read(
        "<html><head><title>Vereskova stays</title></head><body><main><div class='news'>"
        f"<h1>Vereskova stays</h1><div>{LONG}</div></div>{others}</main></body></html>"
    )
    assert "Hearing 5." in article.text and "Other" not in article.text


def test_what_readers_wrote_is_not_the_article_however_much_it_is() -> None:
    voices = "".join(
        f"<div class='leaf'><div><a href='/u/{number}'>Reader {number}</a> at 12:05</div>"
        f"<div>{TEXT[::-1] * 3}</div></div>"
        for number in range(30)
    )
    article = read(
        f"<html><body><h1>A</h1><div class='text'>{LONG}</div><div>{voices}</div></body></html>"
    )
    assert "Hearing 5." in article.text and TEXT[::-1].strip() not in article.text


def test_a_picture_with_its_caption_is_no_text_but_a_quote_or_a_table_in_a_figure_is() -> None:
    article = read(
        page(
            "",
            f"{LONG}<figure><img src='/i.jpg'><p>Caption of the picture</p></figure>"
            "<figure><blockquote>I do not regret a word of what I said.</blockquote></figure>"
            "<figure><table><tr><td>Sentenced in 2025</td><td>151</td></tr></table></figure>",
        )
    )
    assert "Caption" not in article.text
    assert "I do not regret" in article.text
    assert "Sentenced in 2025" in article.text and "151" in article.text


def test_comments_under_their_heading_are_left_out_whatever_their_markup() -> None:
    voices = "".join(f"<li><h5>Czytelnik {n}</h5><p>{TEXT[::-1] * 3}</p></li>" for n in range(14))
    article = read(
        f"<html><body><div class='col'><h1>A</h1><div class='tresc'>{LONG}</div>"
        f"<h4>Komentarze (14)</h4><ul class='media'>{voices}</ul></div></body></html>"
    )
    assert "Hearing 5." in article.text and TEXT[::-1].strip() not in article.text


def test_a_wrapper_that_has_a_sidebar_is_not_one() -> None:
    comments = "".join(f"<div class='comment'><p>{TEXT[::-1] * 4}</p></div>" for _ in range(9))
    article = read(
        f"<html><body><div class='layout has-sidebar'><div class='text'>{LONG}</div></div>"
        f"<div class='below'>{comments}</div></body></html>"
    )
    assert "Hearing 5." in article.text and TEXT[::-1].strip() not in article.text


@pytest.mark.parametrize("heading", ["Комментарии экспертов", "What the experts comment"])
def test_what_experts_comment_is_part_of_the_text(heading: str) -> None:
    experts = "".join(f"<div class='one'><p>{TEXT}Expert {n}.</p></div>" for n in range(5))
    article = read(page("", f"<div>{LONG}</div><h3>{heading}</h3><div class='all'>{experts}</div>"))
    assert "Expert 4." in article.text


def test_people_listed_one_by_one_under_their_names_are_part_of_the_text() -> None:
    people = "".join(
        f"<div class='one'><a href='/people/{n}'>Anna Vereskova, born 198{n}</a>"
        f"<p>{TEXT * 3}Person {n}.</p></div>"
        for n in range(8)
    )
    article = read(f"<html><body><h1>A</h1><div class='text'>{LONG}{people}</div></body></html>")
    assert "Hearing 5." in article.text and "Person 7." in article.text


def test_parts_of_one_text_under_headings_are_no_other_articles() -> None:
    parts = "".join(
        f"<section><h2>{heading}</h2>{LONG.replace('Hearing', heading)}</section>"
        for heading in ("Vereskova stays", "The appeal", "The verdict")
    )
    article = read(
        f"<html><head><title>Vereskova stays</title></head><body><main>{parts}</main></body></html>"
    )
    assert "The verdict 5." in article.text


def test_paragraphs_behind_a_paywall_and_for_subscribers_are_text_where_they_are_on_the_page() -> (
    None
):
    marked = LONG.replace("<p>", "<p class='paywall'>")
    own = LONG.replace("Hearing", "Appeal")
    body = f"<p>{TEXT}</p>{marked}<div class='subscriber-only'>{own}</div>"
    article = read(page("", body))
    assert "Hearing 5." in article.text and "Appeal 5." in article.text


def test_a_box_that_asks_to_sign_up_is_left_out_whatever_it_is_called() -> None:
    box = "<div class='nb'><h4>Newsletter</h4><p>All that matters, every morning, in your mailbox.</p></div>"
    assert "mailbox" not in read(page("", f"{LONG}{box}{LONG}")).text


@pytest.mark.parametrize("tag", ["o:p", "x[y", "a&b", "x'y"])
def test_a_text_inside_a_tag_that_is_no_name_in_css_is_read(tag: str) -> None:
    paragraphs = f"<p>{TEXT * 3}</p>" * 6
    for inside in (paragraphs, f"<div>{paragraphs}</div><div>Menu</div>"):
        html = f"<html><body><{tag}>{inside}</{tag}></body></html>"
        assert read(html, compare=True).text.count("A court in Zaozersk") == 18


def test_no_part_of_structured_data_holds_what_cannot_be_stored() -> None:
    names = "headline author datePublished inLanguage image publisher articleBody".split()
    bad = {name: f"https://courier.example/{TEXT}\ud800\x00 x" for name in names}
    node = json.dumps({"@type": "NewsArticle", **bad})
    for body in ("", "<p>A line.</p>"):
        got = read(page(f"<script type='application/ld+json'>{node}</script>", body))
        assert got.image_url.startswith("https://courier.example/")
        for said in (got.title, got.author, got.text, got.image_url, got.published_claim):
            said.encode()  # which a lone surrogate does not allow
            assert "\x00" not in said


def test_structured_data_nested_deeply_does_no_harm() -> None:
    deep = "[" * 900 + '"https://courier.example/a.jpg"' + "]" * 900
    node = f'{{"@type": "NewsArticle", "headline": {deep}, "author": {deep}, "image": {deep}}}'
    assert TEXT.strip() in read(page(f"<script type='application/ld+json'>{node}</script>")).text
