"""Bytes of feeds to entries: the samples, and what feeds do wrong."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from cases.feeds.formats.judging import web_address
from cases.feeds.formats.parsed import NotAFeed, ParsedEntry, ParsedFeed, feed_from_json
from cases.feeds.formats.parsing import parse_feed
from cases.feeds.formats.sources import parse_source_json

SAMPLES = Path(__file__).parents[2] / "samples" / "feeds"
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
URL = "https://feeds.example/rss"


def parse(body: str | bytes, **facts: Any) -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(data, **{"charset": "", "url": URL, "now": NOW, **facts})


def rss(*items: str, channel: str = "") -> str:
    return (
        '<?xml version="1.0"?><rss version="2.0"><channel><title>T</title>'
        f"<link>https://site.example/</link>{channel}"
        + "".join(f"<item>{item}</item>" for item in items)
        + "</channel></rss>"
    )


def only_entry(item: str, **facts: Any) -> ParsedEntry:
    (entry,) = parse(rss(item), **facts).entries
    return entry


def reason_of(body: str | bytes, **facts: Any) -> str:
    with pytest.raises(NotAFeed) as caught:
        parse(body, **facts)
    return caught.value.reason


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.xml")), ids=lambda path: path.stem)
def test_a_sample_reads_as_its_neighbour_says(path: Path) -> None:
    expected = json.loads(path.with_suffix(".json").read_text())
    answer = parse_source_json(
        path.read_bytes(), {"url": URL, "now": NOW.isoformat(), "charset": "utf-8"}
    )
    got = json.loads(json.dumps(answer))
    wanted_entries = expected.pop("entries")
    assert {name: got[name] for name in expected} == expected
    assert len(got["entries"]) == len(wanted_entries)
    for entry, wanted in zip(got["entries"], wanted_entries, strict=True):
        assert {name: entry[name] for name in wanted} == wanted


def test_the_way_through_json_changes_nothing() -> None:
    body = (SAMPLES / "rss_russian.xml").read_bytes()
    answer = json.loads(json.dumps(parse_source_json(body, {"url": URL, "now": NOW.isoformat()})))
    assert feed_from_json(answer) == parse_feed(body, charset="", url=URL, now=NOW)


def test_what_is_no_feed_comes_back_through_json_with_its_reason() -> None:
    with pytest.raises(NotAFeed, match="a PDF document"):
        feed_from_json(parse_source_json(b"%PDF-1.7", {"url": URL}))


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "the document is empty"),
        (b" \r\n\t ", "the document is empty"),
        (
            b"<!DOCTYPE html><html><head><title>x</title></head></html>",
            "a web page (HTML), not a feed",
        ),
        (b"<html><body>Please log in", "a web page (HTML), not a feed"),
        (b'{"error": "gone"}', "JSON, but not a JSON Feed"),
        (b"[1, 2", "JSON, but not a JSON Feed"),
        (b"%PDF-1.7 ...", "a PDF document, not a feed"),
        (b"\x89PNG\r\n\x1a\n", "an image, not a feed"),
        (b"\x1f\x8b\x08", "compressed data, not a feed"),
        (b"<urlset><url/></urlset>", "a sitemap, not a feed"),
        (b"<opml><body/></opml>", "a list of feeds (OPML), not a feed"),
        (b"<note><to>x</to></note>", "XML of another kind (<note>), not a feed"),
        (b"hello there", "neither XML nor JSON"),
    ],
)
def test_what_is_no_feed_is_named(body: bytes, reason: str) -> None:
    assert reason_of(body) == reason


def test_an_empty_feed_is_a_feed() -> None:
    assert parse(rss()).entries == ()


@pytest.mark.parametrize(
    "body",
    [
        '<!DOCTYPE rss [<!ENTITY a "b">]>' + rss("<title>&a;</title>"),
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + rss("<title>&x;</title>"),
        '<!DOCTYPE rss [<!ATTLIST item a CDATA "1">]>' + rss("<title>t</title>"),
        "<rss><channel>" + "<item>" * 5000 + "</channel></rss>",
        rss("<title " + " ".join(f'a{n}="1"' for n in range(5000)) + ">t</title>"),
    ],
    ids=["51-entity", "54-external-entity", "55-attlist", "56-depth", "57-attributes"],
)
def test_dangerous_xml_never_reaches_a_parser(body: str) -> None:
    assert reason_of(body).startswith("dangerous XML: ")


def test_60_an_entity_hidden_in_utf_16_is_found() -> None:
    body = '<?xml version="1.0" encoding="utf-16"?><!DOCTYPE rss [<!ENTITY a "b">]>' + rss()
    assert reason_of(body.encode("utf-16")).startswith("dangerous XML: ")


def test_58_of_too_many_items_the_first_five_hundred_are_read_and_it_is_said() -> None:
    feed = parse(rss(*(f"<guid>{n}</guid><title>n</title>" for n in range(600))))
    assert [feed.entries[0].guid, feed.entries[-1].guid] == ["0", "499"]
    assert feed.truncated
    assert "600 items; the first 500 were read" in feed.remarks


def test_59_a_title_of_a_megabyte_is_cut_to_five_hundred_characters() -> None:
    entry = only_entry(f"<guid>1</guid><title>{'слово ' * 200_000}</title>")
    assert 490 < len(entry.title) <= 500


CYRILLIC = "Суд продлил арест, сообщила защита. Решение обжалуют."


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5"])
def test_61_undeclared_cyrillic_is_read_right(encoding: str) -> None:
    body = rss(f"<guid>1</guid><title>{CYRILLIC}</title>").encode(encoding)
    assert parse(body).entries[0].title == CYRILLIC


def test_62_cp1251_that_says_it_is_utf_8_is_read_right_and_flagged() -> None:
    body = rss(f"<guid>1</guid><title>{CYRILLIC}</title>")
    body = body.replace('version="1.0"?', 'version="1.0" encoding="utf-8"?')
    feed = parse(body.encode("cp1251"), charset="utf-8")
    assert feed.entries[0].title == CYRILLIC
    assert feed.encoding == "cp1251"
    assert "declared in another encoding than it is written in" in feed.remarks


@pytest.mark.parametrize(
    ("encoding", "charset", "declared"),
    [
        ("cp1251", "windows-1251", ""),
        ("cp1251", "", "windows-1251"),
        ("koi8-r", "koi8-r", ""),
        ("utf-16", "", "utf-16"),
        ("utf-16-le", "", ""),
        ("utf-32", "", ""),
        ("utf-8-sig", "", ""),
        ("utf-8", "iso-8859-1", "windows-1251"),
        ("utf-8", "utf-7", "no-such-charset"),
    ],
)
def test_declared_encodings_are_believed_unless_the_bytes_contradict(
    encoding: str, charset: str, declared: str
) -> None:
    body = rss(f"<guid>1</guid><title>{CYRILLIC}</title>")
    if declared:
        body = body.replace('version="1.0"?', f'version="1.0" encoding="{declared}"?')
    assert parse(body.encode(encoding), charset=charset).entries[0].title == CYRILLIC


def test_western_text_without_a_declaration_is_read_right() -> None:
    body = rss("<guid>1</guid><title>Le procès de l’été déçoit</title>").encode("cp1252")
    assert parse(body).entries[0].title == "Le procès de l’été déçoit"


def test_63_a_feed_cut_in_the_middle_of_a_character_is_refused() -> None:
    body = rss(f"<guid>1</guid><title>{CYRILLIC}</title>").encode()
    cut = body[: body.index("Суд".encode()) + 8]
    assert reason_of(cut) == "the document is cut off in the middle of a character"


def test_a_summary_cut_by_bytes_spoils_only_itself() -> None:
    broken = CYRILLIC.encode()[:-7] + b"\xd0"
    body = rss(f"<guid>1</guid><title>{CYRILLIC}</title><description>@</description>").encode()
    (entry,) = parse(body.replace(b"@", broken)).entries
    assert entry.title == CYRILLIC


def test_65_66_what_postgresql_or_a_reader_cannot_take_is_removed() -> None:
    entry = only_entry(
        "<guid>1</guid><title>A\x00B\x08C‮D​E﻿F</title><description>one\x0btwo</description>"
    )
    assert entry.title == "ABCDEF"
    assert entry.summary == "onetwo"


def test_73_markup_in_texts_is_removed_and_scripts_with_their_content() -> None:
    entry = only_entry(
        "<guid>1</guid><title>&lt;b&gt;Big&lt;/b&gt; news&lt;script&gt;x()&lt;/script&gt;</title>"
        "<description><![CDATA[<p onclick='x()'>One</p><style>p{}</style><p>Two &amp; three</p>]]>"
        "</description><category>&lt;i&gt;Courts&lt;/i&gt;</category>"
        "<author>&lt;img src=x onerror=y()&gt;Ida</author>"
    )
    assert entry.title == "Big news"
    assert entry.summary == "One\n\nTwo & three"
    assert entry.categories == ("Courts",)
    assert entry.author == "Ida"


@pytest.mark.parametrize(
    "link",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "file:///etc/passwd",
        "mailto:a@b.example",
        "http://",
        "https://[::1",
        "https://site.example/" + "a" * 3000,
    ],
)
def test_74_a_link_that_is_no_web_address_is_dropped(link: str) -> None:
    assert web_address(link, URL) == ""
    entry = only_entry(f"<guid>1</guid><title>t</title><link><![CDATA[{link}]]></link>")
    assert entry.url == ""


@pytest.mark.parametrize(
    ("link", "address"),
    [
        ("/a?b=1&amp;c=2", "https://feeds.example/a?b=1&c=2"),
        (" https://site.example/\n a ", "https://site.example/a"),
        ("//cdn.example/x", "https://cdn.example/x"),
        ("page.html#top", "https://feeds.example/page.html#top"),
    ],
)
def test_a_relative_or_untidy_link_becomes_an_address(link: str, address: str) -> None:
    assert web_address(link, URL) == address


def test_86_a_date_in_1970_or_2099_is_kept_as_a_claim_only() -> None:
    for claim in ("1970-01-01 00:00", "Чт, 01 янв 2099 00:00:00 +0300"):
        entry = only_entry(f"<guid>1</guid><title>t</title><pubDate>{claim}</pubDate>")
        assert (entry.published, entry.published_claim) == (None, claim)
    entry = only_entry("<guid>1</guid><pubDate>Thu, 01 Jan 2099 00:00:00 GMT</pubDate>")
    assert entry.published is None and "2099" in entry.published_claim


def test_the_fast_parser_hands_on_dates_as_they_are_written() -> None:
    """It would read "yesterday" and move 29 February 2023 to the 28th; see formats.fast."""
    for claim in ("yesterday", "Wed, 29 Feb 2023 10:00:00 GMT", "10.11.2026"):
        entry = only_entry(f"<guid>1</guid><title>t</title><pubDate>{claim}</pubDate>")
        assert (entry.published, entry.published_claim) == (None, claim)
    russian = only_entry("<guid>1</guid><pubDate>10.11.2026</pubDate>", language="ru")
    assert russian.published == datetime(2026, 11, 10, tzinfo=UTC)


def test_a_guid_that_looks_like_a_date_is_no_date() -> None:
    entry = only_entry("<guid>2026-11-10</guid><title>t</title>")
    assert (entry.guid, entry.published, entry.published_claim) == ("2026-11-10", None, "")


def test_one_guid_on_several_pages_is_told_apart_by_address() -> None:
    feed = parse(
        rss(
            *(
                f"<guid>https://site.example/</guid><link>https://site.example/{n}</link>"
                f"<title>{n}</title>"
                for n in range(3)
            )
        )
    )
    assert [entry.guid for entry in feed.entries] == [f"https://site.example/{n}" for n in range(3)]


def test_a_repeated_item_is_read_once() -> None:
    item = "<guid>1</guid><link>https://site.example/1</link><title>t</title>"
    assert len(parse(rss(item, item)).entries) == 1


def test_an_item_without_guid_and_link_is_known_by_its_text() -> None:
    item = "<title>t</title><description>d</description><pubDate>Tue, 10 Nov 2026 11:05:00 GMT</pubDate>"
    assert only_entry(item).guid == only_entry(item).guid
    assert only_entry(item).guid.startswith("text:")


def test_undeclared_html_entities_are_read_in_text_and_cdata() -> None:
    entry = only_entry(
        "<guid>1</guid><title>&laquo;Да&raquo;&nbsp;&mdash; AT&amp;T</title>"
        "<description><![CDATA[a&nbsp;&hellip;&nosuch; b]]></description>"
    )
    assert entry.title == "«Да» — AT&T"
    assert entry.summary == "a …&nosuch; b"


def test_a_feed_after_blank_lines_a_mark_and_a_warning_is_read() -> None:
    body = "\ufeff\n\n<br /><b>Warning</b>: x in /y.php\n" + rss("<guid>1</guid><title>t</title>")
    assert parse(body).entries[0].title == "t"


def test_the_atom_link_to_the_page_wins_over_the_others() -> None:
    body = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title><entry><id>1</id>'
        '<link rel="self" href="https://a.example/self"/><link rel="enclosure" href="/x.mp3"/>'
        '<link rel="alternate" href="https://a.example/page"/><title>x</title></entry>'
        '<entry><id>2</id><link rel="self" href="https://a.example/2.atom"/><title>y</title></entry>'
        "</feed>"
    )
    assert [entry.url for entry in parse(body).entries] == ["https://a.example/page", ""]


def test_ttl_that_is_no_number_is_none() -> None:
    assert parse(rss("<guid>1</guid>", channel="<ttl>soon</ttl>")).ttl == 0
    assert parse(rss("<guid>1</guid>", channel="<ttl>60</ttl>")).ttl == 3600


def test_hours_and_days_that_a_feed_asks_to_be_left_alone_are_read() -> None:
    channel = (
        "<skipHours><hour>1</hour><hour>24</hour><hour>x</hour></skipHours>"
        "<skipDays><day>Sunday</day><day>Holiday</day></skipDays>"
    )
    body = (
        f"<rss version='2.0'><channel><title>F</title>{channel}"
        "<item><title>A</title><link>https://a.example/1</link></item></channel></rss>"
    )
    feed = parse_feed(body.encode(), charset="", url="https://a.example/rss")
    assert (feed.skip_hours, feed.skip_days) == ((0, 1), (6,))
