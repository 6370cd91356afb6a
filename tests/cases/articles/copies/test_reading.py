"""The compiled sketch and its twin in Python: the same answers for any text."""

import shutil
import subprocess
import sys
import warnings
from array import array

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.articles.copies import folding, native
from cases.articles.copies.native import KEPT
from cases.articles.copies.shingles import read, read_in_python
from cases.articles.copies.sketch import common_in_python, make_sketch, unpack
from tests.cases.articles.copies.wire import ENGLISH, WIRE
from tracker.lib.compiled import BuildError, build

try:
    build(native.SOURCE)
    native.library.cache_clear()
except BuildError as problem:
    if shutil.which("cc") and "No such file" not in str(problem):
        raise
    warnings.warn(f"Only the sketch in Python is tested: {problem}", stacklevel=1)

compiled = pytest.mark.skipif(native.library() is None, reason="no C compiler")
_PIECES = [
    *"aBcЖжёЁйЙßẞİıǅ12٣½²Ⅷ.,;:!?«»\"-—\t\n \0\x01'’",
    *"東京都ソウル한국어ไทยខ្មែรབོད་မြန်",
    "\u0301",
    "\u00ad",
    "\u200d",
    "\uf900",
    "\u3280",
    "\U0001f600",
    "\U00020000",
    "\U00034000",
    "\U000e0100",
    "\ud800",
    "слово",
    "word",
    ". ",
    " ",
]
_texts = st.lists(st.sampled_from(_PIECES), max_size=120).map("".join)


@compiled
@settings(max_examples=400, deadline=None)
@given(_texts)
@example("")
@example(WIRE)
@example(ENGLISH * 40)
@example("\x01\x00 слово")
def test_both_read_the_same(text: str) -> None:
    assert read(text) == read_in_python(text)


@compiled
@settings(max_examples=200, deadline=None)
@given(
    st.sets(st.integers(0, 2000), max_size=KEPT),
    st.sets(st.integers(0, 2000), max_size=KEPT),
    st.booleans(),
    st.booleans(),
)
def test_both_count_the_same_in_common(
    one: set[int], other: set[int], whole_one: bool, whole_other: bool
) -> None:
    a, b = (array("I", sorted(values)).tobytes() for values in (one, other))
    expected = common_in_python(a, whole_one, b, whole_other)
    assert native.common(a, whole_one, b, whole_other) == expected


@pytest.mark.parametrize("reading", [read, read_in_python])
def test_case_accents_and_apostrophes_are_no_difference(reading: object) -> None:
    assert callable(reading)
    plain = reading("еще один новый йод и don't cafe")
    assert reading("ЕЩЁ один Новый ЙОД и don’t CAFÉ").hashes == plain.hashes
    assert (
        reading("Еще\u0308 о\u00adдин новыи\u0306 йод, и «don't» cafe\u0301!").hashes
        == plain.hashes
    )


@pytest.mark.parametrize("reading", [read, read_in_python])
def test_scripts_without_spaces_are_read_by_characters(reading: object) -> None:
    assert callable(reading)
    text = "法院將記者的羈押期限延長了兩個月律師表示將會上訴"
    whole, part = reading(text), reading(text[4:])
    assert whole.size > 15
    assert set(part.hashes) < set(whole.hashes)


def test_a_giant_text_is_read_to_a_limit() -> None:
    words = " ".join(f"слово{number}" for number in range(40_000))
    assert read(words).words < 10_000
    assert read(words) == read_in_python(words)


@pytest.mark.parametrize("text", [WIRE, ENGLISH, WIRE * 20, "Три слова здесь"])
def test_a_sketch_is_kept_in_a_kilobyte_and_comes_back(text: str) -> None:
    sketch = make_sketch("Заголовок", text)
    assert sketch is not None
    packed = sketch.pack()
    assert len(packed) < 1_000
    assert unpack(packed) == sketch


def test_a_text_without_a_word_has_no_sketch() -> None:
    assert make_sketch("", " … —") is None


def test_the_blocks_that_are_filled_at_once_are_as_each_letter_would_be() -> None:
    letters = folding.table()
    assert [code for code in range(folding.CODE_POINTS) if letters[code] != _alone(code)] == []


def test_a_process_that_reads_no_article_fills_no_table() -> None:
    """It took a quarter of a second of every start."""
    code = (
        "import cases.articles.copies.native, cases.articles.copies.folding as folding;"
        "print(folding.table.cache_info().currsize)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "0"


def _alone(code: int) -> int:
    return folding._entry(chr(code))
