"""Foreign HTML made harmless. Numbers as in the list of bad inputs."""

from __future__ import annotations

import time
import unicodedata

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.html_text import clean_line, plain_text, safe_html

SCRIPTS = [
    ("73-script", "<script>alert(1)</script>"),
    ("73-onerror", "<img src=x onerror=alert(1)>"),
    ("73-onclick", "<p onclick=alert(1)>x</p>"),
    ("73-iframe", "<iframe src=javascript:alert(1)></iframe>"),
    ("73-style", "<style>body{background:url(//evil.example)}</style>"),
    ("73-style-attribute", "<p style='background:url(//evil.example)'>x</p>"),
    ("73-base", "<base href='//evil.example/'>"),
    ("73-meta", "<meta http-equiv=refresh content='0;url=//evil.example'>"),
    ("73-form", "<form action='//evil.example'><input name=password></form>"),
    ("74-javascript", "<a href='javascript:alert(1)'>x</a>"),
    ("74-mixed-case", "<a href='JaVaScRiPt:alert(1)'>x</a>"),
    ("74-tab", "<a href='java\tscript:alert(1)'>x</a>"),
    ("74-newline-entity", "<a href='java&#10;script:alert(1)'>x</a>"),
    ("74-data", "<a href='data:text/html,<script>alert(1)</script>'>x</a>"),
    ("74-vbscript", "<a href='vbscript:x'>x</a>"),
    ("75-loopback", "<a href='http://127.0.0.1:6379/'>x</a>"),
    ("75-intranet", "<a href='http://router/'>x</a>"),
    ("75-metadata", "<a href='http://169.254.169.254/'>x</a>"),
    ("76-svg-style", "<svg></p><style><a id='</style><img src=1 onerror=alert(1)>'>"),
    ("76-math", "<math><mtext><table><mglyph><style><!--</style><img onerror=alert(1)>"),
    ("76-template", "<template><img src=x onerror=alert(1)></template>"),
    ("76-noscript", "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>"),
    ("76-svg-animate", "<svg><animate onbegin=alert(1) attributeName=x dur=1s>"),
    ("78-pixel", "<img src='https://tracker.example/pixel.gif' width=1>"),
    ("78-video", "<video src='https://evil.example/v'></video>"),
    ("78-link", "<link rel=stylesheet href='https://evil.example/s.css'>"),
]
# What must not be left of any of them, as mark-up.
FORBIDDEN = ("<script", "<img", "<iframe", "<style", "<base", "<meta", "<form", "<input", "<svg")
FORBIDDEN += ("<math", "<template", "<noscript", "<video", "<link", "href=", "style=", "onclick")


@pytest.mark.parametrize("markup", [m for _, m in SCRIPTS], ids=[name for name, _ in SCRIPTS])
def test_nothing_active_is_left_and_a_second_pass_changes_nothing(markup: str) -> None:
    safe = safe_html(f"<p>before</p>{markup}<p>after</p>")
    assert "before" in safe
    assert not [part for part in FORBIDDEN if part in safe]
    assert safe_html(safe) == safe


@given(st.text(alphabet="<>/abpisvgmath=\"' &#;:!-", max_size=120))
def test_76_safe_html_reads_back_as_the_same_tree(markup: str) -> None:
    safe = safe_html(markup)
    assert safe_html(safe) == safe


def test_paragraphs_lists_emphasis_and_links_stay() -> None:
    markup = (
        "<h2>Дело</h2><p>Суд <b>отложил</b> <a href='https://outlet.example/a?b=1' onclick='x'"
        " target='_blank'>заседание</a>.</p><ul><li>раз</li></ul>"
    )
    assert safe_html(markup) == (
        '<h2>Дело</h2><p>Суд <b>отложил</b> <a href="https://outlet.example/a?b=1"'
        ' rel="nofollow noopener noreferrer">заседание</a>.</p><ul><li>раз</li></ul>'
    )


@pytest.mark.parametrize(
    "markup",
    ["<div>" * 100_000 + "x &amp; <y>", "<b><i>" * 20_000 + "x &amp; <y>", "x &amp; " * 100_000],
    ids=["77-deep", "77-deep-formatting", "77-long"],
)
def test_what_the_sanitiser_could_not_take_comes_back_as_text(markup: str) -> None:
    safe = safe_html(markup)
    assert safe.startswith("x &amp;")
    assert "<" not in safe


def test_text_keeps_paragraphs_and_loses_everything_else() -> None:
    markup = (
        "<p>Суд&nbsp;— «да» &amp; <b>нет</b><br>строка</p><!-- тайна --><script>a<b</script>"
        "<style>p{}</style><div>второй  абзац</div>\n\n\n<ul><li>раз</li><li>два</li></ul>"
    )
    assert plain_text(markup) == ("Суд — «да» & нет\nстрока\n\nвторой абзац\n\nраз\nдва")


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("1 < 2 & 3 > 2", "1 < 2 & 3 > 2"),
        ("<img alt='a>b'>x", "x"),
        ("&lt;b&gt;not bold&lt;/b&gt;", "<b>not bold</b>"),
        ("<![CDATA[in <b>section]]>", "in <b>section"),
        ("&#0;&#x1;&#xD800;x", "\ufffd\ufffdx"),
        ("<p>unclosed <b", "unclosed <b"),
        ("<script>never closed", ""),
        ("", ""),
    ],
)
def test_text_of_odd_markup(markup: str, text: str) -> None:
    assert plain_text(markup) == text


@pytest.mark.parametrize(
    "piece", ["<!--", "<!-->", "<!--<p>", "<a x=\"<a y='", "<p ", "&", "<![CDATA["]
)
def test_text_takes_no_longer_than_its_length_says(piece: str) -> None:
    def seconds(count: int) -> float:
        times = []
        for _ in range(5):
            began = time.process_time()
            plain_text(piece * count)
            times.append(time.process_time() - began)
        return min(times)

    plain_text(piece)
    assert seconds(32_000) < 100 * seconds(2_000)  # 16 times as long; its square is 256


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("a\x00b\x07c\x1bd\x7fe", "abcde"),
        ("lone \ud800 surrogate", "lone surrogate"),
        ("a\u202egnp.exe", "agnp.exe"),
        ("\u2066isolate\u2069", "isolate"),
        ("Ива\u200bнов\u2060\ufeff", "Иванов"),
        ("pass\u00adword", "password"),
        ("Ива\u200dнов", "Иванов"),
        ("tag\U000e0041\U000e007f", "tag"),
    ],
    ids=lambda value: ascii(value),
)
def test_65_66_characters_that_deceive_or_break_are_taken_out(dirty: str, clean: str) -> None:
    assert plain_text(dirty) == clean
    assert clean_line(dirty, 100) == clean
    clean.encode("utf-8")


@pytest.mark.parametrize("word", ["می\u200cخواهم", "👩\u200d⚖\ufe0f", "क्\u200dष", "ёлка", "Їжак"])
def test_67_joiners_that_spell_a_word_stay(word: str) -> None:
    assert clean_line(word, 100) == word


def test_67_piled_up_marks_are_cut_to_a_readable_number() -> None:
    zalgo = "И" + "\u0300\u0301\u0302\u0303\u0304\u0305" * 50 + "ван"
    line = clean_line(zalgo, 500)
    assert line.endswith("ван")
    assert sum(1 for character in line if unicodedata.combining(character)) == 4


@pytest.mark.parametrize(
    ("text", "limit", "line"),
    [
        ("short", 10, "short"),
        ("a  b\n\tc", 10, "a b c"),
        ("exactly 10", 10, "exactly 10"),
        ("eleven letters", 10, "eleven le…"),
        ("й" + "и\u0306" * 10, 4, "йи\u0306…"),
        ("й" + "и\u0306" * 10, 3, "й…"),
        ("x" * 20_000_000, 500, "x" * 499 + "…"),
        ("", 5, ""),
    ],
    ids=range(8),
)
def test_59_a_line_is_cut_at_whole_letters(text: str, limit: int, line: str) -> None:
    assert clean_line(text, limit) == line


@given(st.text(max_size=200), st.integers(1, 50))
def test_a_line_is_never_longer_than_asked_and_cleaning_twice_changes_nothing(
    text: str, limit: int
) -> None:
    line = clean_line(text, limit)
    assert len(line) <= limit
    assert "\n" not in line
    assert clean_line(line, limit) == line


@given(st.text(max_size=200))
def test_text_can_always_be_stored(text: str) -> None:
    stored = plain_text(text)
    stored.encode("utf-8")
    assert "\x00" not in stored


def test_the_allowed_subset_is_what_nh3_would_call_clean() -> None:
    assert nh3.is_html(safe_html("<p>x</p>"))
