"""Pure: prisons that are called by a name: «Лефортово», «Полярный волк», Matrosskaya Tishina.

Such names are those of districts, animals and crosses too. A text means the prison where it puts the
name in quotation marks or says prison beside it; elsewhere it may mean anything.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cases.institutions.court_phrases import around
from people.names.language.folding import soften
from people.names.language.transliteration import readings

_WORD: Final = re.compile(r"[^\W\d_]+")
_LONGEST_ENDING: Final = 3
_BESIDE: Final = 40
# What says beside a name that it is a prison, in the languages of the other words.
_CYRILLIC_BESIDE: Final = (
    "тюр", "сизо", "сізо", "сіза", "изолятор", "ізолятор", "ізалятар", "колон", "калон", "централ",
    "затвор", "турм",
)  # fmt: skip
_LATIN_BESIDE: Final = (
    "prison", "jail", "remand", "colony", "detention", "sizo", "gefängnis", "haft", "carcer",
    "cárcel", "prisión", "penitenc", "penal", "areszt", "areszc", "więzien", "vězni", "väzn",
    "kalėjim", "cietum", "izol", "koloni",
)  # fmt: skip
_CYRILLIC: Final = frozenset("ru uk be bg sr mk".split())
_OPENING: Final = "«„“\"'‘”"
_CLOSING: Final = "»“”\"'’"
_ALIKE: Final = str.maketrans("oAO", "aee")
_SENTENCE: Final = re.compile(r"[.!?]\s")


def quoted_in(
    text: str, low: str, names: Iterable[tuple[str, ...]], language: str
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Where a prison's name stands: start, end and the name, as beginnings of its words.

    As it is written on record anywhere, in any case form; in another spelling beside a word for prison.
    """
    by_sound: dict[str, tuple[str, ...]] = {}
    for stems in names:
        at = low.find(stems[0])
        while at >= 0:
            end = _whole(text, low, at, stems)
            if end is not None:
                yield at, end, stems
            at = low.find(stems[0], at + len(stems[0]))
        if len(stems) == 1:
            by_sound |= {_bare(sound): stems for sound in readings(stems[0])}
    if not by_sound:
        return
    for start, stop in around(low, _beside(language), _BESIDE):
        for word in _WORD.finditer(text, start, stop):
            if word.group()[0].isupper() and len(word.group()) > _LONGEST_ENDING + 2:
                for sound in readings(soften(word.group()), language):
                    found = by_sound.get(_bare(sound))
                    if found is not None and not low.startswith(found[0], word.start()):
                        yield word.start(), word.end(), found
                        break


def stands_as_prison(text: str, low: str, start: int, end: int) -> bool:
    """Whether the name at this place is in quotation marks, or a word for prison is beside it."""
    if start and text[start - 1] in _OPENING and text[end : end + 1] in (*_CLOSING,):
        return True
    before = _SENTENCE.split(low[max(0, start - _BESIDE) : start])[-1]
    behind = _SENTENCE.split(low[end : end + _BESIDE])[0]
    words = (*_CYRILLIC_BESIDE, *_LATIN_BESIDE)
    return any(word in before or word in behind for word in words)


def _beside(language: str) -> tuple[str, ...]:
    if language in _CYRILLIC:
        return _CYRILLIC_BESIDE
    return _LATIN_BESIDE if language else (*_CYRILLIC_BESIDE, *_LATIN_BESIDE)


def _whole(text: str, low: str, at: int, stems: tuple[str, ...]) -> int | None:
    """Where the name that begins at `at` ends; None where it is another word or goes on otherwise."""
    if (at and text[at - 1].isalpha()) or not text[at].isupper():
        return None
    end = at
    for number, stem in enumerate(stems):
        if number:
            while end < len(text) and text[end] in " \u00a0":
                end += 1
            if not low.startswith(stem, end):
                return None
        word = _WORD.match(text, end)
        if word is None or word.end() - end - len(stem) > _LONGEST_ENDING:
            return None
        end = word.end()
    return end


def _bare(sound: str) -> str:
    """A sound without its ending, and with the vowels alike that an ear confuses."""
    return sound.rstrip("aeiouAOUYs").translate(_ALIKE)
