"""What a word of a text may be: how it meets each record word, and in which grammatical readings."""

from __future__ import annotations

from functools import partial
from typing import Final, NamedTuple

from people.names.evidence import EXACT, INFLECTED, NEAR, SAME_NAME, TRANSLITERATED
from people.names.language.inflection import Nominative

# What transliteration systems explain, and what is left for a slip of the pen. Below five sounds
# two different names are too easily that near.
SAME_ACROSS_ALPHABETS: Final = 0.35
SAME_WITHIN_ALPHABET: Final = 0.2
SHORT_LENGTH: Final = 3  # sounds, of which little may differ
SAME_WHEN_SHORT: Final = 0.1
SLIP: Final = 0.1  # doubled letters and the like, in words longer than that
NEAR_DISTANCE: Final = 0.75
NEAR_LENGTH: Final = 5
VOWELS_ONLY: Final = 0.9  # as far as words with the same consonants are taken to be

# Of several ways in which one word meets another the strongest counts.
STRENGTH: Final = {EXACT: 5, INFLECTED: 4, SAME_NAME: 3, TRANSLITERATED: 2, NEAR: 1}

Analysis = Nominative  # one grammatical reading of a text word as a record word


class Hit(NamedTuple):
    """A text word met a record word: how, how far in sound, and in which grammatical readings."""

    how: str
    distance: float
    analyses: tuple[Analysis, ...]
    other_gender: bool = False
    piece: bool = False  # only the first or last piece of a hyphenated word met it

    @property
    def strength(self) -> int:
        """An order among hits: 5 exact ... 1 near."""
        return STRENGTH[self.how]


class WordHits(NamedTuple):
    """Everything one text word may be: record surnames, record given names, name families."""

    surnames: dict[int, Hit]
    given: dict[int, Hit]

    def __bool__(self) -> bool:
        return bool(self.surnames or self.given)


# Made by the thousand: without the call of Python that a NamedTuple's own constructor is.
new_hit: Final = partial(tuple.__new__, Hit)
new_word_hits: Final = partial(tuple.__new__, WordHits)
