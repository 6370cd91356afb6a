"""The short way through common feeds: it says what the long way says, and takes nothing dangerous."""

from datetime import UTC, datetime

import pytest

from cases.feeds.formats.fast import has_crowded_tag
from cases.feeds.formats.parsed import NotAFeed, ParsedFeed
from cases.feeds.formats.parsing import parse_feed, read_as_it_is
from tests.bench.feeds.invented import invented_feeds

NOW = datetime(2026, 11, 26, tzinfo=UTC)
ITEM = "<item><title>A</title><link>https://a.example/1</link></item>"
RSS = "<rss version='2.0'><channel><title>F</title>{}</channel></rss>"


def read(body: str | bytes) -> ParsedFeed:
    data = body.encode() if isinstance(body, str) else body
    return parse_feed(data, charset="", url="https://a.example/rss", now=NOW)


@pytest.mark.parametrize("name", ["rss_html", "rss_plain", "rss_latin", "atom"])
def test_both_ways_say_the_same(name: str) -> None:
    body = invented_feeds()[name]
    # A document type without an inside is harmless, and enough for the long way.
    start = body.index(b"<feed" if name == "atom" else b"<rss")
    long = body[:start] + b"<!DOCTYPE x>" + body[start:]
    assert read_as_it_is(body, "") is not None and read_as_it_is(long, "") is None
    assert read(body).entries == read(long).entries
    assert read(body).title == read(long).title


@pytest.mark.parametrize(
    "body",
    [
        "<!DOCTYPE r [<!ENTITY a 'b'><!ENTITY c '&a;&a;'>]>" + RSS.format("<item>&c;</item>"),
        "<!DOCTYPE r SYSTEM 'file:///etc/passwd'>" + RSS.format(ITEM),
        "<!DOCTYPE r [<!ENTITY a SYSTEM 'http://127.0.0.1/'>]>" + RSS.format("<item>&a;</item>"),
        RSS.format(ITEM).replace("F<", "F<!ENTITY a 'b'><"),
        RSS.format(ITEM + "&undeclared;"),
        RSS.format(ITEM)[:-9],
        RSS.format(f"<item {' '.join(f'a{n}=$1$' for n in range(6_000))}/>").replace("$", '"'),
        RSS.format(ITEM).replace("<channel>", "<channel>" + "<a>" * 300 + "</a>" * 300),
        RSS.format(ITEM).replace("A<", "A\x01<"),
        "<?xml version='1.0' encoding='utf-7'?>" + RSS.format(ITEM),
    ],
    ids="entities file request stray undeclared cut attributes deep control utf7".split(),
)
def test_52_53_54_56_57_64_what_is_out_of_the_common_goes_the_long_way(body: str) -> None:
    assert read_as_it_is(body.encode(), "") is None


@pytest.mark.parametrize("inside", ["<a>" * 100_000 + "</a>" * 100_000, "<b/>" * 100_000])
def test_56_elements_that_nobody_reads_harm_nothing_however_many(inside: str) -> None:
    (entry,) = read(RSS.format(ITEM.replace("<link>", f"<x>{inside}</x><link>"))).entries
    assert (entry.title, entry.url) == ("A", "https://a.example/1")


@pytest.mark.parametrize("value", ["1", ">", "a>b=", "/>"])
def test_57_a_tag_with_fifty_thousand_attributes_is_refused_by_name(value: str) -> None:
    attributes = " ".join(f'a{n}="{value}"' for n in range(50_000))
    with pytest.raises(NotAFeed, match="too many attributes"):
        read(RSS.format(f"<item {attributes}><title>A</title></item>"))


@pytest.mark.parametrize("before", ["", "<a>", "x" * 30_000, "<a>" + "x" * 2_499 + "</a>"])
def test_57_a_crowded_tag_is_seen_wherever_it_stands(before: str) -> None:
    tag = "<a " + " ".join(f"a{n}='>'" for n in range(400)) + ">"
    assert has_crowded_tag(f"{before}{tag}text".encode())
    assert has_crowded_tag(f"{before}{tag[:-1]}".encode())
    assert not has_crowded_tag(f"{before}{tag[:900]}>{'a=1 ' * 5_000}</a>".encode())


def test_items_where_nobody_looks_for_them_are_not_lost() -> None:
    body = RSS.format(ITEM).replace("</rss>", ITEM.replace("/1<", "/2<") + "</rss>")
    assert {entry.url for entry in read(body).entries} == {
        "https://a.example/1",
        "https://a.example/2",
    }
