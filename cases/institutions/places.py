"""Pure: whether a stretch of text names one of some places, in any case form, alphabet or spelling."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from cases.institutions.court_words import translated
from people.names.language.folding import soften
from people.names.language.phonetics import sound_distance
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.transliteration import readings

_CAPITALISED: Final = re.compile(r"(?<!\w)[^\W\d_a-zа-яіў][^\W\d_]{3,30}")
_SHORTEST: Final = 4  # letters; a shorter place is looked for as it is written
_ENDING: Final = 3
_LONGEST_ENDING: Final = 5
_OF_A_PLACE: Final = re.compile("ск|sk")
# What two spellings of one place may differ by: h for kh, and the vowels of Belarusian.
_FARTHEST: Final = 0.45
# Cyrillic texts of other languages spell a Russian place as they hear it; Russian ones do not.
_HEARD: Final = frozenset(("be", "bg", "uk"))
_VOWELS: Final = "aeiouAOUY"


def fold_text(text: str) -> str:
    """A stretch of text in which stems are looked for: lower case, ё as е."""
    return text.lower().replace("ё", "е")


def holds(folded: str, stem: str) -> bool:
    """Whether a word that begins with `stem` and goes on for an ending at most stands in the text."""
    return next(_words_of(folded, stem), None) is not None


def place_word(text: str, folded: str, stem: str) -> str:
    """The first word of the text that names the place of the stem, as written; "" for none.

    «Мирный» is a town and «мирный» is none; adjectives of places are small («самарский»).
    `folded`: the text as `fold_text` gives it.
    """
    if len(folded) != len(text):
        text = folded.title()  # a letter that has no small one of its own length
    for start, end in _words_of(folded, stem):
        if text[start].isupper() or _OF_A_PLACE.search(folded, start + len(stem), end):
            return text[start:end]
    return ""


def _words_of(folded: str, stem: str) -> Iterator[tuple[int, int]]:
    at = folded.find(stem)
    while at >= 0:
        if at == 0 or not folded[at - 1].isalpha():
            end = at + len(stem)
            while end < len(folded) and folded[end].isalpha():
                end += 1
            if end - at - len(stem) <= _LONGEST_ENDING:
                yield at, end
        at = folded.find(stem, at + 1)


def names_place(text: str, stems: tuple[str, ...], language: str) -> bool:
    """Whether a short stretch of text names one of the places: as written, by sound, translated."""
    folded = fold_text(text)
    if any(holds(folded, stem) for stem in stems):
        return True
    if not stems:
        return False
    for word in _CAPITALISED.findall(text):
        if any(meant in stems for meant in translated(word)):
            return True
        if any(_sounds_like(word, stem, language) for stem in stems):
            return True
    return False


@lru_cache(maxsize=20_000)
def _sounds_like(word: str, stem: str, language: str) -> bool:
    """Whether a word is the place, but for an ending: Melechowo, Мелехаве for мелехов."""
    if len(stem) < _SHORTEST or not -_ENDING < len(word) - len(stem) <= _ENDING + 3:
        return False
    if language not in _HEARD and script_of(word) == CYRILLIC == script_of(stem):
        return False
    own = {sound.rstrip(_VOWELS) for sound in readings(stem)}
    own = {sound for sound in own if len(sound) >= _SHORTEST}
    for sound in readings(soften(word), language):
        for place in own:
            for cut in range(len(place), min(len(sound), len(place) + _ENDING) + 1):
                if sound[:1] == place[:1] or {sound[:1], place[:1]} <= {"x", "h", "g"}:
                    # Vowels may be other ones, consonants only the same sounds in another spelling.
                    rest = sound[cut:]
                    if sound_distance(sound[:cut], place, _FARTHEST) < _FARTHEST and all(
                        letter in _VOWELS or letter in "mxgsi" for letter in rest
                    ):
                        return True
    return False
