"""One pass over mark-up: what is seen, and that nothing makes it go wrong."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.markup import Tag, count_tags, html_depth, pieces


def tags(text: str) -> list[Tag]:
    return [piece for piece in pieces(text) if isinstance(piece, Tag)]


def test_tags_are_seen_with_their_attributes_and_ends() -> None:
    text = "a<P class='x>y' id = \"z\" hidden>b</p ><br/><!-- <i> --><![CDATA[<b>]]><?php <u>?>"
    found = tags(text)
    assert [(tag.name, tag.closing, tag.self_closing) for tag in found[:3]] == [
        ("p", False, False),
        ("p", True, False),
        ("br", False, True),
    ]
    assert found[0].attributes == 2
    assert text[found[0].start : found[0].end] == "<P class='x>y' id = \"z\" hidden>"


@pytest.mark.parametrize(
    "text", ["1 < 2", "<", "<<<", "a <3 b", "<a", "<a b='", "</", "<!", "< b>"]
)
def test_what_opens_no_tag_is_text(text: str) -> None:
    assert tags(text) == []


def test_a_tag_that_is_broken_off_by_another_does_not_hide_it() -> None:
    assert [tag.name for tag in tags("<a href=<b>")] == ["b"]


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("<div><p>a<p>b<br>c</div>", 1),
        ("<div/><div/><div/>", 3),
        ("<ul><li>a<li>b<ul><li>c</ul></ul>", 2),
        ("<div>" * 50, 50),
        ("</div>" * 50 + "<div>", 1),
        ("<script>'<div><div>'</script><b>x</b>", 1),
        ("<svg><path/><path/><path/></svg>", 1),
        ("<svg><g/><div/><x/><x/></svg>", 4),
        ("<svg><desc><x/><x/></desc><path/><path/></svg>", 4),
        ("<svg/><x/><x/>", 2),
    ],
)
def test_depth_counts_what_an_html_parser_would_nest(text: str, depth: int) -> None:
    assert html_depth(text, most=300) == depth


def test_counting_stops_just_above_what_is_allowed() -> None:
    assert html_depth("<div>" * 100_000, most=300) == 301
    assert count_tags("<p>" * 100_000, most=30_000) == 30_001
    assert count_tags("<p></p><br/>", most=30_000) == 2


HOSTILE = {
    "less-than": "<",
    "tag-starts": "<a",
    "open-quotes": '<a b="',
    "mixed-quotes": "<a b=\"<a c='",
    "comments": "<!--",
    "cdata": "<![CDATA[",
    "equals": "<a =",
    "quotes": "\"'",
    "instructions": "<?",
    "space-after-equals": "=          ",
}


@pytest.mark.parametrize("unit", HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_repetition_is_read_to_its_end(unit: str) -> None:
    # A reader that went back over what it had seen would not come back from this for hours.
    text = "<a " + unit * (2_000_000 // len(unit))
    end = 0
    for piece in pieces(text):
        assert piece.start >= end
        end = piece.end
    assert end <= len(text)


@given(st.text(alphabet="<>/!-[]ab ='\"?CDAT", max_size=80))
def test_pieces_never_overlap_and_always_move_on(text: str) -> None:
    end = 0
    for piece in pieces(text):
        assert end <= piece.start < piece.end <= len(text)
        end = piece.end
