"""Both scanners of words, the one in Python and the compiled one: same words, same places, any input."""

import json
import shutil
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from people.names import NameFinder, known_person
from people.names.finding.scanning import (
    CompiledVocabulary,
    Joins,
    Known,
    Vocabulary,
)
from people.names.finding.tokens import name_tokens
from people.names.language.folding import APOSTROPHES, HYPHENS
from people.names.native import CODE_POINTS, SOURCE, is_built, library
from people.names.on_record.words import Hit, WordHits
from tracker.lib.compiled import BuildError, build, library_path

SAMPLES = Path(__file__).parents[2] / "samples" / "names"
KINDS: list[type[Vocabulary]] = [Vocabulary]
try:
    build(SOURCE)
    library.cache_clear()
    KINDS.append(CompiledVocabulary)
except BuildError as problem:
    if shutil.which("cc") and "No such file" not in str(problem):
        raise
    warnings.warn(f"Only the scanner in Python is tested: {problem}", stacklevel=1)

both = pytest.mark.parametrize("kind", KINDS)
_HIT = Hit("exact", 0.0, ())


def by_first_letter(word: str) -> WordHits:
    """Some words are surnames, some given names, some both and some neither, by their letters."""
    number = sum(map(ord, word))
    return WordHits({1: _HIT} if number % 3 == 0 else {}, {1: _HIT} if number % 5 < 2 else {})


def by_letters(surname: Known, other: Known) -> bool:
    """Some pairs are joined, by their letters."""
    return (len(surname.text) + sum(map(ord, other.text))) % 2 == 0


# Letters of every kind the rules speak of, so that generated texts meet all of them often.
_PIECES = [
    *'ABcdЖжІїЁQǅΣß一あ𐐀𝐀Ⓐª²Ⅷٱَʼªʹ.,;:!?()«»"\t \n\r\x00_09',
    *APOSTROPHES,
    *HYPHENS,
    "\u00ad",
    "\u200b",
    "\u202e",
    "\u0301",
    "\u034f",
    "\u115f",
    "\ufe20",
    "\ufeff",
    "\ud800",
    "\udfff",
    "😀",
    "-\n",
    "-\r\n ",
    "’s ",
    "Иван ",
    "Горинова",
    "Ю. ",
    "A" * 61,
    " " * 21,
]
texts = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=3)), max_size=40).map("".join)


@both
@settings(max_examples=400, deadline=None)
@given(texts)
@example("\u115f")
@example("A\u200b\u115f\u200bB")
@example("")
def test_every_scanner_gives_the_words_of_the_tokeniser(kind: type[Vocabulary], text: str) -> None:
    words = kind(by_first_letter).words(text)
    expected = list(name_tokens(text))
    hits = [by_first_letter(token.text) for token in expected]
    if any(hits):
        assert words is not None
        assert (words.tokens, words.hits) == (expected, hits)
    else:
        assert words is None


@both
@settings(max_examples=100, deadline=None)
@given(st.lists(texts, min_size=2, max_size=5))
def test_what_was_read_before_changes_nothing(kind: type[Vocabulary], before: list[str]) -> None:
    used = kind(by_first_letter)
    for text in before:
        used.words(text)
    for text in before:
        assert used.words(text) == kind(by_first_letter).words(text)
        assert used.places(text, by_letters) == Vocabulary(by_first_letter).places(text, by_letters)
    used.forget_pairs()
    for text in before:
        others = Vocabulary(by_first_letter).places(text, lambda a, b: not by_letters(a, b))
        assert used.places(text, lambda a, b: not by_letters(a, b)) == others


@both
def test_a_place_is_a_surname_with_its_given_name_or_initial_near(kind: type[Vocabulary]) -> None:
    finder = NameFinder([known_person(1, ["Иван Ильич Горинов"])], scanner=kind)
    text = (
        "Иван Ильич Горинов. Москва, И. Горинову; Горинов Иван и многие другие люди. "
        "Пётр Горинов и П. Горинов."
    )
    for _ in range(2):
        assert [text[start:end] for start, end in finder.places(text, "ru")] == [
            "Иван Ильич Горинов",
            "И. Горинову",
            "И. Горинову; Горинов",
            "Горинов Иван",
        ]
    finder.remove(1)
    assert finder.places(text, "ru") == []


@both
def test_the_samples_are_answered_alike_by_both_scanners(kind: type[Vocabulary]) -> None:
    people = json.loads((SAMPLES / "people.json").read_text(encoding="utf-8"))
    known = [known_person(id_, names) for id_, names in people.items()]
    plain, other = NameFinder(known, scanner=Vocabulary), NameFinder(known, scanner=kind)
    lines = (SAMPLES / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    assert rows
    for row in rows:
        for text in (row["text"], row["text"].upper(), row["text"].lower()):
            language = row.get("lang", "")
            assert other.find(text, language) == plain.find(text, language)


@both
@pytest.mark.parametrize(
    "text",
    [
        "А" * 300_000,
        "А " * 100_000,
        "А-\n" * 100_000,
        "'" * 300_000,
        "A" + "\u200b" * 300_000,
        "A\u200b\u115f" * 50_000,
        "\x00" * 300_000,
        "a\ud800" * 50_000,
        "Иван Горинов\u202e" * 20_000,
    ],
    ids=lambda text: ascii(text[:3]),
)
def test_giant_and_broken_texts_are_read(kind: type[Vocabulary], text: str) -> None:
    finder = NameFinder([known_person(1, ["Иван Горинов"])], scanner=kind)
    for span in finder.find(text, "ru"):
        assert text[span.start : span.end] == span.surface


@both
def test_a_text_of_countless_different_words_is_not_remembered(kind: type[Vocabulary]) -> None:
    letters = "абвгдежзиклмнопрстуф"
    words = [f"А{a}{b}{c}{d}" for a in letters for b in letters for c in letters for d in letters]
    vocabulary = kind(by_first_letter)
    found = vocabulary.words(" ".join(words))
    assert found is not None and len(found.tokens) == len(words)
    assert len(vocabulary) <= 60_000


def test_no_letter_stands_beyond_what_the_compiled_scanner_is_told_of() -> None:
    beyond = map(chr, range(CODE_POINTS, sys.maxunicode + 1))
    assert not [c for c in beyond if c.isalnum() or c.isupper() or c.istitle()]


def test_gaps_between_words_are_told_when_asked() -> None:
    text = "А. Горинов  и потом, спустя годы, Иван де Голль"
    tokens = list(name_tokens(text))
    joins = Joins(text, tokens)
    assert list(joins) == ["dot", "", "particle"] == joins[:]
    assert joins[-1] == "particle" and len(joins) == 3


def test_without_a_compiler_the_build_says_so_and_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="no-such-compiler"):
        build(SOURCE, tmp_path / "scanner.so", compiler="no-such-compiler")
    assert list(tmp_path.iterdir()) == []


def test_what_was_built_is_used_by_itself() -> None:
    assert is_built() == library_path(SOURCE).exists()
    assert is_built() or CompiledVocabulary not in KINDS
