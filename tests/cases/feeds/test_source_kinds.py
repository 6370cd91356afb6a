"""Sitemaps, Telegram previews and watched pages: read to the same shape as feeds, or refused."""

import gzip
from datetime import UTC, datetime
from pathlib import Path

import pytest

from cases.feeds.formats.parsed import NotAFeed, ParsedFeed
from cases.feeds.formats.sitemap import children_to_read
from cases.feeds.formats.sources import parse_source
from cases.feeds.formats.telegram import channel_preview
from cases.feeds.formats.watched_page import date_in_address, wrong_selector

SAMPLES = Path(__file__).parents[2] / "samples/sources"
NOW = datetime(2026, 11, 26, tzinfo=UTC)
SITE = "https://herald.example/news/"


def read(body: bytes | str, kind: str, *, url: str = SITE, selector: str = "") -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse_source(data, kind=kind, charset="", url=url, selector=selector, now=NOW)


def sample(name: str) -> bytes:
    return (SAMPLES / name).read_bytes()


def why_refused(body: bytes | str, kind: str, *, selector: str = "") -> str:
    with pytest.raises(NotAFeed) as refusal:
        read(body, kind, selector=selector)
    return refusal.value.reason


def test_a_telegram_preview_gives_the_posts_newest_first_with_their_links_and_origin() -> None:
    feed = read(sample("telegram.html"), "telegram", url="https://t.me/s/valley_herald")
    assert feed.title == "Вестник долины"
    second, first = feed.entries
    assert (first.guid, first.url) == ("https://t.me/valley_herald/101",) * 2
    assert first.title == "Суд в Долинске арестовал садовода <Иванова>"
    assert first.summary.endswith("Подробнее — на сайте и #court")
    assert first.published == datetime(2026, 11, 10, 9, 30, tzinfo=UTC)
    assert first.image_url == "https://cdn4.telesco.pe/file/abc.jpg"
    assert first.details == {
        "links": ["https://herald.example/2026/11/10/court?utm_source=telegram"],
        "edited": True,
    }
    assert second.title == "Вторая новость."
    assert second.summary == "Вторая новость.\nЕё второе предложение."
    assert second.published == datetime(2026, 11, 10, 9, tzinfo=UTC)
    assert second.details == {
        "links": ["https://elsewhere.example/story"],
        "forwarded_from": {"name": "Другой канал", "url": "https://t.me/other_channel/55"},
    }


def test_only_posts_of_the_channel_that_was_asked_count_as_its_own() -> None:
    page = sample("telegram.html").decode().replace("valley_herald/102", "other_channel/102")
    own = read(page, "telegram", url="https://t.me/s/Valley_Herald")
    assert [entry.guid for entry in own.entries] == ["https://t.me/valley_herald/101"]
    with pytest.raises(NotAFeed, match="another Telegram channel"):
        read(page, "telegram", url="https://t.me/s/third_channel")


def test_a_post_is_edited_where_telegram_says_so_and_not_by_its_authors_name() -> None:
    author = '<span class="tgme_widget_message_from_author" dir="auto">Mer edited</span>, '
    page = sample("telegram.html").decode().replace("edited &nbsp;", author)
    first = read(page, "telegram").entries[-1]
    assert first.author == "Mer edited" and "edited" not in first.details
    assert (
        read(page.replace("</span>, ", "</span>, edited "), "telegram")
        .entries[-1]
        .details["edited"]
    )


def test_names_keep_the_spaces_around_an_emoji() -> None:
    emoji = 'Вестник <i class="emoji" style="background-image:url(x)"><b>🔥</b></i> долины'
    page = (
        sample("telegram.html")
        .decode()
        .replace("Вестник долины</span></div>", f"{emoji}</span></div>")
    )
    assert read(page, "telegram").title == "Вестник 🔥 долины"


@pytest.mark.parametrize(
    ("instead", "address"),
    [
        ("style=\"background-image:url('javascript:alert(1)')\"", ""),
        ('style="background-image:url(//cdn.example/a.jpg)"', ""),
        ('style="background-image:url(&quot;https://cdn.example/a b.jpg&quot;)"', ""),
        ("", ""),
    ],
)
def test_a_picture_of_a_post_has_a_web_address_or_none(instead: str, address: str) -> None:
    style = "style=\"width:800px;background-image:url('https://cdn4.telesco.pe/file/abc.jpg')\""
    page = sample("telegram.html").decode()
    assert style in page
    assert read(page.replace(style, instead), "telegram").entries[-1].image_url == address


def test_a_post_full_of_links_and_deep_markup_is_bounded() -> None:
    hostile = "".join(f"<a href='https://e.example/{n}?{'x' * 900}'>{n}</a>" for n in range(3_000))
    page = sample("telegram.html").decode().replace("Вторая новость.", hostile)
    second = read(page, "telegram").entries[0]
    assert len(second.details["links"]) == 50 and len(second.summary) <= 5_000
    deep = sample("telegram.html").decode().replace("Вторая новость.", "<b>" * 5_000)
    assert "nested too deep" in why_refused(deep, "telegram")


def test_a_long_telegram_post_is_kept_whole() -> None:
    long = "слово " * 680
    page = sample("telegram.html").decode().replace("Вторая новость.", long)
    assert len(read(page, "telegram").entries[0].summary) > 4_000


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<html><body><div class='tgme_page'>Contact @nobody</div></body></html>", "no preview"),
        ("<html><section class='tgme_channel_history'></section></html>", "shows no posts"),
        ("<html><body>Something else</body></html>", "not a Telegram preview page"),
        ("", "not a web page"),
    ],
)
def test_a_channel_without_a_preview_says_why(page: str, reason: str) -> None:
    assert reason in why_refused(page, "telegram")


@pytest.mark.parametrize(
    ("address", "preview"),
    [
        ("https://t.me/valley_herald", "https://t.me/s/valley_herald"),
        ("https://t.me/s/valley_herald?before=10", "https://t.me/s/valley_herald"),
        ("@valley_herald", "https://t.me/s/valley_herald"),
        ("http://telegram.me/valley_herald/", "https://t.me/s/valley_herald"),
        ("https://t.me/+AbCdEf", ""),
        ("https://t.me/joinchat/AbCdEf", ""),
        ("https://t.me/share?url=x", ""),
        ("https://t.me/valley_herald/101", ""),
        ("https://outlet.example/valley_herald", ""),
    ],
)
def test_a_channel_is_known_by_any_of_its_addresses(address: str, preview: str) -> None:
    assert channel_preview(address) == preview


def test_a_watched_page_gives_the_links_of_its_own_site_with_the_dates_that_are_certain() -> None:
    feed = read(sample("page.html"), "page", selector="article.news h2 a, article.news > a")
    assert feed.title == "Правозащита. Новости" and feed.language == "ru"
    assert [(entry.url, entry.title, entry.published) for entry in feed.entries] == [
        (
            "https://herald.example/news/letter",
            "Открытое письмо учёных",
            datetime(2026, 11, 9, 7, tzinfo=UTC),
        ),
        (
            "https://herald.example/2026/11/08/hearing?utm_source=main",
            "Заседание отложено",
            datetime(2026, 11, 8, tzinfo=UTC),
        ),
        ("https://herald.example/news/undated", "Без даты", None),
    ]


def test_a_selector_may_name_what_holds_the_links() -> None:
    feed = read(sample("page.html"), "page", selector="article.news")
    assert [entry.title for entry in feed.entries][0] == "Открытое письмо учёных"


@pytest.mark.parametrize(
    ("selector", "reason"),
    [
        ("article[", "not a CSS selector"),
        ("a:::b", "not a CSS selector"),
        (" ", "empty"),
        ("div.missing a", "finds no links"),
        ("article:nth-child(3) a", "no page of this site"),
    ],
)
def test_a_selector_that_does_not_serve_says_why(selector: str, reason: str) -> None:
    assert reason in why_refused(sample("page.html"), "page", selector=selector)
    if reason in ("not a CSS selector", "empty"):
        assert wrong_selector(selector) == reason


def test_a_link_deep_inside_a_neighbour_keeps_a_time_from_being_taken_for_ones_own() -> None:
    deep = "<div>" * 20 + "<a href='/2'>Two</a>" + "</div>" * 20
    page = f"<main><div><a href='/1'>One</a>{deep}<time datetime='2026-11-10'></time></div></main>"
    assert [entry.published for entry in read(page, "page", selector="a").entries] == [None, None]
    alone = page.replace("/2", "/1")
    (entry,) = read(alone, "page", selector="a").entries
    assert entry.published == datetime(2026, 11, 10, tzinfo=UTC)


def test_one_time_for_several_links_dates_none_of_them() -> None:
    page = (
        "<main><ul><li><a href='/a'>A</a><li><a href='/b'>B</a></ul><time>2026-11-01</time></main>"
    )
    assert [entry.published for entry in read(page, "page", selector="li a").entries] == [None] * 2


@pytest.mark.parametrize(
    ("address", "day"),
    [
        ("https://x.example/2026/11/08/name", "2026-11-08"),
        ("https://x.example/news/2026-11-8-name.html", "2026-11-08"),
        ("https://x.example/20261108/name", "2026-11-08"),
        ("https://x.example/2026/13/08/name", ""),
        ("https://x.example/12345678/name", ""),
        ("https://x.example/2026/11/name", ""),
    ],
)
def test_a_day_is_read_from_an_address_only_where_it_is_one(address: str, day: str) -> None:
    assert date_in_address(address) == day


def test_a_news_sitemap_gives_its_articles_newest_first() -> None:
    feed = read(sample("news_sitemap.xml"), "sitemap", url="https://herald.example/news.xml")
    assert (feed.title, feed.language) == ("The Valley Herald", "en")
    newer, older = feed.entries
    assert (newer.title, older.title) == ("Court adjourns", "Older & wiser")
    assert newer.published == datetime(2026, 11, 10, 7, tzinfo=UTC)
    assert newer.categories == ("court", "gardener")
    assert newer.image_url == "https://herald.example/p.jpg"


def test_a_gzipped_sitemap_of_several_members_is_read_whole_and_a_bomb_is_refused() -> None:
    whole = sample("news_sitemap.xml")
    body = gzip.compress(whole[:400]) + gzip.compress(whole[400:])
    assert len(read(body, "sitemap").entries) == 2
    assert "10 MB" in why_refused(gzip.compress(bytes(30_000_000)), "sitemap")
    assert "breaks off" in why_refused(gzip.compress(whole)[:-12], "sitemap")


def test_one_address_that_is_none_costs_a_sitemap_only_that_page() -> None:
    pages = "".join(
        f"<url><loc>{address}</loc></url>"
        for address in ("http://[/2026/11/26/", "https://herald.example/2026/11/25/b")
    )
    feed = read(f"<urlset>{pages}</urlset>", "sitemap")
    assert [entry.url for entry in feed.entries if entry.url] == [
        "https://herald.example/2026/11/25/b"
    ]


def test_a_plain_sitemap_gives_its_500_newest_pages() -> None:
    pages = "".join(
        f"<url><loc>https://herald.example/{n}</loc><lastmod>{2000 + n // 100}-01-01</lastmod></url>"
        for n in range(2_000)
    )
    feed = read(f"<urlset>{pages}</urlset>", "sitemap")
    assert len(feed.entries) == 500
    assert min(entry.published.year for entry in feed.entries if entry.published) == 2015


def test_an_index_names_what_to_read_next() -> None:
    index = "<sitemapindex>{}</sitemapindex>".format(
        "".join(
            f"<sitemap><loc>https://herald.example/{name}.xml</loc><lastmod>{day}</lastmod></sitemap>"
            for name, day in (
                ("posts-1", "2026-11-01"),
                ("posts-2", "2026-11-20"),
                ("posts-3", "2026-11-25"),
                ("tags-9", "2026-11-26"),
                ("news", "2026-10-01"),
            )
        )
    )
    feed = read(index, "sitemap", url="https://herald.example/sitemap.xml")
    assert feed.entries == ()
    assert feed.follow == tuple(
        f"https://herald.example/{name}.xml" for name in ("news", "posts-3", "posts-2")
    )


def test_an_index_speaks_only_for_its_own_site_and_numbers_count_where_dates_are_missing() -> None:
    listed = [
        ("https://herald.example/s-9.xml", ""),
        ("https://herald.example/s-10.xml", ""),
        ("https://elsewhere.example/s-11.xml", ""),
    ]
    assert children_to_read(listed, SITE) == (
        "https://herald.example/s-10.xml",
        "https://herald.example/s-9.xml",
    )


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        ("<rss><channel></channel></rss>", "not a sitemap but <rss>"),
        ("<html></html>", "not a sitemap but <html>"),
        ("<!DOCTYPE urlset [<!ENTITY a 'b'>]><urlset><url><loc>&a;</loc></url></urlset>", "danger"),
        ("<sitemapindex><sitemap><loc>https://b.example/x</loc></sitemap></sitemapindex>", "own"),
    ],
)
def test_what_is_no_sitemap_says_what_it_is(document: str, reason: str) -> None:
    assert reason in why_refused(document, "sitemap")


def test_an_unknown_kind_is_a_fault_of_ours_and_raises() -> None:
    with pytest.raises(ValueError):
        read("<rss/>", "carrier pigeon")
