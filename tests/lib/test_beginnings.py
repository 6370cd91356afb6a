"""The beginnings of long texts: compiled and in Python the same, and the same as of the whole text."""

from __future__ import annotations

import ctypes
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from html.entities import html5

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tracker.lib import html_text, native
from tracker.lib.compiled import BuildError, build
from tracker.lib.html_text import beginning_in_python, beginnings, compiled_reader, plain_text

with suppress(BuildError):
    build(native.SOURCE)
    native.library.cache_clear()
    compiled_reader.cache_clear()

compiled = pytest.mark.skipif(native.library() is None, reason="no C compiler")

# What stands in feeds, what is nearly that, and what is cut off.
PIECES = [
    *(
        "word",
        " ",
        "  ",
        "\n",
        "\n\n",
        "\r\n",
        "\r",
        "\t",
        "\xa0",
        "\u2028",
        "\x85",
        "\u2009",
        "\x0b",
    ),
    *(
        "суд",
        "ё",
        "е\u0308",
        "文",
        "👩",
        "👩\u200d⚖\ufe0f",
        "\u200b",
        "\xad",
        "\u202e",
        "\x01",
        "\ud800",
        "𝒳",
    ),
    *(
        "<p>",
        "</p>",
        "<P class='x'>",
        "<br>",
        "<br/>",
        "</br>",
        "<li>",
        "</li>",
        "<b>",
        "</b >",
        "<x-y:z>",
    ),
    *(
        "<a href='https://a.example/?a=1&amp;b=2'>",
        "<a href=x/>",
        '<img alt="a > b" src=x />',
        "<td\n>",
    ),
    *(
        "<a b>",
        "<a b=>",
        "<a b='",
        '<a b="<">',
        "<a /b>",
        "<a b='c'd>",
        "< b>",
        "<",
        ">",
        "<1>",
        "<a\xa0b>",
    ),
    *(
        "<!-- x -->",
        "<!-->",
        "<!--",
        "-->",
        "<![CDATA[ a<b ]]>",
        "<!DOCTYPE html>",
        "<?x?>",
        "</",
        "<a",
    ),
    *(
        "<script>",
        "if (a < 1 && 2<3) {",
        "if (a<b && c>d) {",
        "</script>",
        "<script/>",
        "<style>a{}",
        "</style>",
        "<svg a=b/>",
        "<template>",
        "<iframe>",
    ),
    *(
        "&amp;",
        "&nbsp;",
        "&laquo;",
        "&rsquo;",
        "&lt;",
        "&amp",
        "&ampx",
        "&T",
        "&tx ",
        "&unknown;",
        "&;",
    ),
    *(
        "&#8217;",
        "&#x2014;",
        "&#X41",
        "&#1",
        "&#0;",
        "&#13;",
        "&#10;",
        "&#128;",
        "&#xD800;",
        "&#",
        "&#x",
    ),
    *(
        "&#99999999;",
        "&#128512;",
        "&nvlt;",
        "&rs",
        "quo;",
        "&NotEqualTilde;",
        "&",
        "#",
        ";",
        "'",
        '"',
        "=",
    ),
]
markups = st.lists(st.one_of(st.sampled_from(PIECES), st.text(max_size=3)), max_size=40).map(
    "".join
)


@pytest.fixture
def without_compiled() -> Iterator[None]:
    """As on a machine without a compiler."""
    theirs = native.library
    native.library = lambda: None  # type: ignore[assignment]
    compiled_reader.cache_clear()
    yield
    native.library = theirs
    compiled_reader.cache_clear()


def whole(markup: str, most: int) -> str:
    return plain_text(markup)[:most].rstrip()


@compiled
@settings(max_examples=1_500)
@given(st.lists(markups, min_size=1, max_size=4), st.integers(1, 60))
@example(["&am<b>p;"], 60)
@example(["a\r<br>\nb", "a\r</p>b", "a\r\u200b\nb", "&#13;&#10;x"], 60)
@example(["<!--<p>-->x", "<a title='<!-- \" -->'>x"], 60)
@example(["a\0b", "c"], 60)
def test_compiled_and_in_python_the_beginnings_are_the_same(texts: list[str], most: int) -> None:
    assert beginnings(texts, most) == [beginning_in_python(text, most) for text in texts]


@settings(max_examples=800)
@given(markups, markups, st.integers(1, 90))
def test_a_beginning_is_that_of_the_whole_text(first: str, second: str, most: int) -> None:
    markup = first + "<p>слово &amp; word</p> " * (most // 2) + second
    assert beginnings([markup], most) == [whole(markup, most)]
    assert beginning_in_python(markup, most) == whole(markup, most)


@compiled
def test_every_named_reference_and_every_character_reads_the_same() -> None:
    texts = [f"a&{name} b" for name in html5]
    texts += [f"a{chr(code)}b &#{code}; &#x{code:x};c" for code in range(1, 0x3100)]
    texts += [f"a&#{code};b" for code in range(0xD7F0, 0x10010)]
    assert beginnings(texts, 50) == [beginning_in_python(text, 50) for text in texts]


@compiled
def test_the_common_markup_of_feeds_is_read_by_the_compiled_reader() -> None:
    reader = compiled_reader()
    assert reader is not None
    markup = (
        "<p>Суд&nbsp;— «да» &amp; <b>нет</b><br />строка</p><!-- more --><img src='https://a.example/x'"
        ' alt="">\r\n<script>a = 1</script><ul class=x><li>Q&A &#8217; 😀</li></ul>'
    )
    assert reader.beginnings([markup], 500) == ["Суд — «да» & нет\nстрока\n\nQ&A ’ 😀"]
    assert reader.beginnings(["x <![CDATA[y]]>", ""], 500) == [native.ASKED, ""]


@pytest.mark.usefixtures("without_compiled")
def test_without_a_compiler_the_beginnings_are_there_too() -> None:
    assert compiled_reader() is None
    assert beginnings(["<p>a</p><p>b", "x" * 50], 5) == ["a\n\nb", "xxxxx"]


def test_no_character_that_the_compiled_reader_takes_for_plain_hangs_on_another() -> None:
    emoji = [chr(code) for code in range(0x1F000, 0x1FB00)]
    assert not [character for character in emoji if unicodedata.combining(character)]
    assert not re.search(r"\s", "".join(emoji))
    assert not html_text._UNWANTED.search("".join(emoji))


@compiled
@pytest.mark.parametrize("room", range(24))
def test_the_compiled_reader_never_writes_behind_the_room_it_was_given(room: int) -> None:
    assert compiled_reader() is not None
    texts = b"\0\0word\0\0&lt;\0&\0\0\0\0"
    held = bytearray(b"\xaa" * 64)
    place = ctypes.addressof((ctypes.c_char * 64).from_buffer(held))
    length = native.library().beginnings(texts, len(texts), 100, place, room)
    assert length <= room
    assert held[room:] == b"\xaa" * (64 - room)
