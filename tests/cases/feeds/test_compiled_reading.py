"""Our compiled reader of RSS, RDF and Atom: it says what fastfeedparser's core says, or leaves the feed to others."""

from contextlib import suppress
from datetime import UTC, datetime
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.feeds.formats import native
from cases.feeds.formats.fast import read_compiled, read_fast, read_swift
from cases.feeds.formats.judging import judged_feed
from cases.feeds.formats.parsed import ParsedEntry
from cases.feeds.formats.parsing import parse_feed
from cases.feeds.formats.shapes import RawFeed
from tests.bench.feeds.invented import invented_feeds
from tracker.lib.compiled import BuildError, build
from tracker.lib.html_text import plain_text

with suppress(BuildError):
    build(native.SOURCE)
    native.library.cache_clear()

pytestmark = pytest.mark.skipif(native.library() is None, reason="no C compiler")

NOW = datetime(2026, 11, 26, tzinfo=UTC)
URL = "https://a.example/rss"
SPACES = (
    " xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:media='http://search.yahoo.com/mrss/'"
    " xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:atom='http://www.w3.org/2005/Atom'"
    " xmlns:itunes='http://www.itunes.com/dtds/podcast-1.0.dtd'"
)
# Each stands in an item beside a title, an address and a description.
INSIDES = [
    "<guid isPermaLink='false'>tag:1 &amp; 2</guid>",
    "<author>a@a.example (А. Б.)</author><dc:creator>Other</dc:creator>",
    "<dc:creator><![CDATA[ А. Б. ]]></dc:creator><dc:subject>суд</dc:subject>",
    "<category domain='x'>a</category><category/><category><![CDATA[b & c]]></category>",
    "<pubDate>Tue, 10 Nov 2026 23:30:00 -0530</pubDate>",
    "<pubDate> 1 Mar 2024 00:15:00 +0300 </pubDate><atom:updated>2024-03-01T00:15:00+03:00</atom:updated>",
    "<pubDate>Tue, 31 Feb 2026 12:00:00 GMT</pubDate>",
    "<pubDate>вчера</pubDate>",
    "<dc:date>2026-01-01T00:00:00Z</dc:date>",
    "<enclosure url='https://a.example/a.mp3' type='audio/mpeg' length='1'/>"
    "<enclosure url='https://a.example/a.jpg?x=1&amp;y=2'/>",
    "<media:content url='https://a.example/v.mp4' type='video/mp4'>"
    "<media:thumbnail url='https://a.example/t.jpg'/><media:title>T</media:title></media:content>",
    "<media:group><media:content url='https://a.example/b.png' medium='image'/></media:group>",
    "<media:thumbnail url='https://a.example/t.jpg'/>",
    "<comments>https://a.example/c</comments><x:y xmlns:x='urn:x'><z a='>'>text</z></x:y>",
    "<!-- <title>no</title> --><?php no ?>",
    "<content:encoded><![CDATA[<p>long]]></content:encoded>",
]


def rss(*insides: str, description: str = "D &lt;b&gt;1&lt;/b&gt; &#1078;&#x1F600;") -> bytes:
    items = "".join(
        f"<item><title>Суд {number} &amp; да</title><link>https://a.example/{number}?a=1&amp;b=2</link>"
        f"<description>{description}</description>{inside}</item>\n"
        for number, inside in enumerate(insides)
    )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?><rss version='2.0'{SPACES}><channel><title>F</title>"
        f"<link>https://a.example/</link><ttl>5</ttl>{items}</channel></rss>"
    ).encode()


# Each stands in an entry beside an id, a title and a summary.
ATOM_INSIDES = [
    "<link href='https://a.example/1?a=1&amp;b=2'/>",
    "<link rel='self' href='https://a.example/s'/><link rel='alternate' href='https://a.example/1'/>",
    "<link rel='related' href='https://a.example/1'/><link rel='enclosure' href='https://a.example/2'/>",
    "<author><name>А. Б.</name><uri>https://a.example/</uri></author><author><name>В.</name></author>",
    "<author><email>a@a.example</email></author>",
    "<category term='a' label='А'/><category term='b'/><category label='no'/>",
    "<published>2026-01-01T00:15:00.031+03:00</published><updated>2026-12-31T23:59:59.5Z</updated>",
    "<updated>2026-01-01T00:15:00Z</updated>",
    "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>not <b>asked</b></div></content>",
    "<content type='html'>&lt;p&gt;long</content><content src='https://a.example/x'/>",
    "<media:group><media:title>T</media:title><media:thumbnail url='https://a.example/t.jpg'/></media:group>",
    "<source><id>other</id><title>other</title><link href='https://b.example/'/></source>",
    "<dc:creator>nobody asks</dc:creator><x:title xmlns:x='urn:x'>other</x:title>",
]


def atom(
    *insides: str, summary: str = "<summary type='html'>D &lt;b&gt;1&lt;/b&gt;</summary>"
) -> bytes:
    entries = "".join(
        f"<entry><id>urn:{number}</id><title type='html'>Суд &amp;amp; {number}</title>{summary}{inside}</entry>"
        for number, inside in enumerate(insides)
    )
    return (
        (
            f"<feed xmlns='http://www.w3.org/2005/Atom'{SPACES.replace('xmlns:atom', 'xmlns:old')} xml:lang='ru'>"
            f"<title>F</title><link href='https://a.example/'/>{entries}</feed>"
        )
        .replace(" xmlns:old='http://www.w3.org/2005/Atom'", "")
        .encode()
    )


def judged(raw: RawFeed | None) -> tuple[tuple[ParsedEntry, ...], tuple[str, str, int]]:
    assert raw is not None
    feed = judged_feed(raw, url=URL, language="ru", now=NOW)
    return feed.entries, (feed.title, feed.site_url, feed.ttl)


@pytest.mark.parametrize("inside", INSIDES)
def test_an_item_says_the_same_by_both_readers(inside: str) -> None:
    body = rss("", inside, "")
    assert judged(read_compiled(body)) == judged(read_swift(body))


@pytest.mark.parametrize("inside", ATOM_INSIDES)
def test_an_entry_of_atom_says_the_same_by_both_readers(inside: str) -> None:
    body = atom("", inside, "")
    assert judged(read_compiled(body)) == judged(read_swift(body))


@pytest.mark.parametrize(
    "body",
    [
        atom("<link rel='self' href='https://a.example/s'/>"),
        atom("<link rel='replies' href='https://a.example/s'/>"),
        atom("<link/>"),
        atom("<title type='xhtml'><b>x</b></title>"),
        atom("<title type='xhtml'/>"),
        atom("<content type='xhtml'><b>x</b></content>", summary=""),
        atom("<content type='application/octet-stream'>eA==</content>", summary=""),
        atom("<content mode='base64'>eA==</content>"),
        atom("").replace(b"<id>urn:0</id>", b""),
        atom("").replace(b"2005/Atom'", b"2005/Other'"),
        atom("").replace(b" xmlns='", b" xmlns:a='http://www.w3.org/2005/Atom' xmlns='"),
        atom("").replace(b" xmlns='", b" xmlns:atom='http://www.w3.org/2005/Atom' xmlns='"),
        atom("<entry><id>x</id></entry>"),
    ],
    ids=range(13),
)
def test_atom_out_of_the_common_is_left_to_others(body: bytes) -> None:
    assert read_compiled(body) is None


def test_the_whole_text_of_an_atom_entry_is_taken_where_it_has_no_summary() -> None:
    body = atom("<content type='html'>&lt;p&gt;a&lt;p&gt;b</content>", summary="")
    (entry,) = parse_feed(body, charset="", url=URL, now=NOW).entries
    assert (entry.title, entry.summary) == ("Суд & 0", "a\n\nb")


def test_rdf_says_the_same_as_by_the_slow_way() -> None:
    about = "<item rdf:about='urn:1'><title>A</title><link>https://a.example/1</link>"
    extra = "<dc:creator>Б.</dc:creator><dc:subject>суд</dc:subject><guid>urn:2</guid></item>"
    body = invented_feeds()["rdf"].replace(b"</rdf:RDF>", f"{about}{extra}</rdf:RDF>".encode())
    body = body.replace(b"</channel>", b"<items><rdf:Seq/></items></channel>")

    def told(raw: RawFeed | None) -> list[ParsedEntry]:
        # As our compiled reader writes dates, a claim is the moment in UTC.
        return [entry._replace(published_claim="") for entry in judged(raw)[0]]

    assert told(read_compiled(body)) == told(read_fast(body))
    assert read_compiled(body.replace(b"rss/1.0/'", b"rss/2.0/'")) is None


@pytest.mark.parametrize("name", ["rss_html", "rss_plain", "rss_latin", "atom"])
def test_invented_feeds_say_the_same_by_both_readers(name: str) -> None:
    body = invented_feeds()[name]
    assert judged(read_compiled(body)) == judged(read_swift(body))


def test_the_whole_text_is_taken_where_an_item_has_no_description() -> None:
    (entry,) = parse_feed(
        rss(INSIDES[-1] + "<description/>", description=" "), charset="", url=URL, now=NOW
    ).entries
    assert entry.summary == "long"


@pytest.mark.parametrize(
    "body",
    [
        rss("<title>x</wrong>"),
        rss("<guid>a<b/>c</guid>"),
        rss("<guid>&nbsp;</guid>"),
        rss("<guid>&#0;</guid>"),
        rss("<guid>a\x01b</guid>"),
        rss("<guid a='<'>a</guid>"),
        rss("<guid a=b>a</guid>"),
        rss("<atom:link href='https://a.example/x'/>"),
        rss("<link href='https://a.example/x'/>"),
        rss("<item><title>inside</title></item>"),
        rss("<guid xmlns='urn:x'>a</guid>"),
        rss("<a " + " ".join(f"a{n}='1'" for n in range(100)) + "/>"),
        rss("<a>" * 50 + "</a>" * 50),
        rss("x")[:-20],
        rss("x")
        .replace(b"</item>", b"</item><skipDays/>")
        .replace(b"</channel>", b"<item/></channel>"),
        rss("x").replace(b"UTF-8", b"windows-1251"),
        rss("x").replace(b"<?xml version='1.0' encoding='UTF-8'?>", b"<!DOCTYPE rss>"),
        rss("x").replace(b"mrss/", b"other/"),
        rss("x").replace(b"xmlns:dc=", b"xmlns:atom2="),
        rss("x").replace(b" version=", b" xmlns='urn:x' version="),
        rss("x").replace("Суд".encode(), "Суд".encode("cp1251")),
        rss("x").replace(b"</channel></rss>", b"</channel><item/></rss>"),
        b"<rss version='2.0'><channel><title>F</title></channel></rss>",
        b"",
    ],
    ids=range(24),
)
def test_what_is_out_of_the_common_is_left_to_others(body: bytes) -> None:
    assert read_compiled(body) is None


def test_only_the_first_five_hundred_items_are_taken_and_all_are_counted() -> None:
    raw = read_compiled(rss(*["<guid>a</guid>"] * 501))
    assert raw is not None
    assert (len(raw.entries), raw.total) == (500, 501)
    feed = parse_feed(rss(*[""] * 501), charset="", url=URL, now=NOW)
    assert feed.truncated and "501 items" in feed.remarks[0]


@given(
    st.integers(0, 3_000),
    st.integers(0, 200),
    st.sampled_from(
        ["", "<", ">", "]]>", "&", "\0", "'", "\xff", "<title>", "</item>", "<![CDATA["]
    ),
    st.booleans(),
)
def test_a_damaged_feed_is_left_to_others_or_read_as_by_others(
    start: int, length: int, put: str, is_rss: bool
) -> None:
    body = rss(*INSIDES) if is_rss else atom(*ATOM_INSIDES)
    damaged = body[:start] + put.encode("latin-1") + body[start + length :]
    raw, other = read_compiled(damaged), read_swift(damaged)
    if raw is not None and other is not None:
        assert judged(raw) == judged(other)


@given(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]), max_size=60))
def test_a_text_comes_through_as_it_was_written(text: str) -> None:
    section = text.replace("]]>", "")
    raw = read_compiled(
        rss(f"<author>{escape(text)}</author>", description=f"<![CDATA[{section}]]>")
    )
    assert raw is not None
    assert raw.entries[0].summary == plain_text(section)
    assert raw.entries[0].author.strip() == text.strip()


@pytest.mark.parametrize("most", [1_990, 2_000, 2_010, 11_990, 11_999, 12_000, 12_010, 60_000])
def test_a_long_text_is_cut_at_the_same_letter_by_both_readers(most: int) -> None:
    tag = "<i title='жжжжжжжжжжжжжжжжжжжжжжжжжж'>"
    for filling in (
        "ж" * most,
        "<p>слово</p> " * (most // 13),
        tag * (most // len(tag)) + "ж" * 3_000,
    ):
        body = rss("", description=escape(filling))
        assert judged(read_compiled(body)) == judged(read_swift(body))


def test_without_a_compiler_feeds_are_read_too(monkeypatch: pytest.MonkeyPatch) -> None:
    body = rss(*INSIDES)
    compiled = parse_feed(body, charset="", url=URL, now=NOW)
    monkeypatch.setattr(native, "library", lambda: None)
    assert parse_feed(body, charset="", url=URL, now=NOW) == compiled
