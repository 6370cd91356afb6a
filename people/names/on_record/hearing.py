"""Which words on record sound like a word of a text, and how near: the work behind `words`.

What is stored is heard by `native/hearing.c` where that is built; without it, and what was added
since, is heard here. Both give the same rows, and `words` judges them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from functools import cache
from itertools import chain
from operator import itemgetter
from typing import Final

from people.names.language.phonetics import (
    VOWELS,
    consonants,
    cost_of,
    cost_of_leaving_out,
    sound_distance,
)
from people.names.language.scripts import CYRILLIC
from people.names.language.spelling import (
    BY_EAR,
    FARTHEST,
    SHORTEST_HEARD,
    WHEN_SHORT,
    heard_groups,
    price_by_ear,
)
from people.names.native import hearing as native
from people.names.native.hearing import CompiledEar, Limits, Row
from people.names.on_record.hits import (
    NEAR_DISTANCE,
    NEAR_LENGTH,
    SAME_ACROSS_ALPHABETS,
    SAME_WHEN_SHORT,
    SAME_WITHIN_ALPHABET,
    SHORT_LENGTH,
    SLIP,
    VOWELS_ONLY,
)
from people.names.on_record.index import WordTable
from people.names.on_record.record_words import Sounding, same_alphabet
from people.names.on_record.text_words import TextWord
from people.names.on_record.traits import SCRIPTS, traits_of

_LONGEST_DIFFERENCE: Final = 2
_NOT_ASKED: Final = 9.0
ALIKE: Final = 256  # beside the traits of a row: the words have the same consonants
CYRILLIC_TRAIT: Final = SCRIPTS.index(CYRILLIC)

_LAST: Final = 1 << 30  # words added later are numbered under a key from here

Under = Callable[[str, tuple[Sounding, ...]], Sequence[Sounding]]


def rows_by_sound(table: WordTable, word: TextWord, sure: Collection[int] = ()) -> Iterable[Row]:
    """The words on record that sound like `word` or may be heard in it, key by key.

    Those in `sure` need not be told.
    """
    rows = _compiled_rows(table, word, spelled=False)
    if rows is None:
        return sounding(table, word, table.by_sound.get, sure)
    added = table.by_sound.added
    return _merged(rows, sounding(table, word, added.get, sure, _LAST)) if added else rows


def rows_by_spelling(table: WordTable, word: TextWord) -> Iterable[Row]:
    """The Cyrillic words on record that `word`, a Latin spelling, may be heard as, key by key."""
    if not word.free_told():
        return ()
    rows = _compiled_rows(table, word, spelled=True)
    if rows is None:
        return spelled(table, word, table.by_sound.get)
    added = table.by_sound.added
    return _merged(rows, spelled(table, word, added.get, _LAST)) if added else rows


def sounding(
    table: WordTable, word: TextWord, under: Under, sure: Collection[int] = (), first: int = 0
) -> Iterator[Row]:
    """The twin of `by_sound` in hearing.c, for the words `under` gives for a key."""
    for place, (key, ways) in enumerate(word.sounds().items()):
        for entry, (sound, number, other_gender) in enumerate(under(key, ()), first):
            only_by_ear = sound[-1:] == BY_EAR[0]
            if number in sure or (only_by_ear and not word.by_ear):
                continue
            record = table.words[number]
            traits = traits_of(record.soft)
            by_ear = word.by_ear or not same_alphabet(record, word.script)
            for way, (sounds, numbers) in enumerate(ways):
                distance = price = _NOT_ASKED
                near, length, alike = SAME_ACROSS_ALPHABETS, 0, False
                if not only_by_ear and abs(len(sound) - len(sounds)) <= _LONGEST_DIFFERENCE:
                    length = min(len(sound), len(sounds))
                    if length >= NEAR_LENGTH:
                        near = NEAR_DISTANCE
                        alike = consonants(sounds) == consonants(sound)
                    distance = sound_distance(sounds, sound, near)
                if by_ear:
                    price = price_by_ear(record.soft, word.forms[numbers[0]].word, word.language)
                if distance <= near or alike or price <= FARTHEST:
                    told = traits | (ALIKE if alike else 0)
                    which = number << 1 | other_gender
                    yield distance, price, place, entry, which, way, length, told


def spelled(table: WordTable, word: TextWord, under: Under, first: int = 0) -> Iterator[Row]:
    """The twin of `by_spelling` in hearing.c, for the words `under` gives for a key."""
    for place, (key, numbers) in enumerate(word.free().items()):
        for entry, (_, number, other_gender) in enumerate(under(key, ()), first):
            record = table.words[number]
            if record.script != CYRILLIC:
                continue
            for way, form in enumerate(numbers):
                price = price_by_ear(record.soft, word.forms[form].word, word.language)
                if price <= FARTHEST:
                    which = number << 1 | other_gender
                    traits = traits_of(record.soft)
                    yield _NOT_ASKED, price, place, entry, which, way, 0, traits


def _compiled_rows(table: WordTable, word: TextWord, *, spelled: bool) -> list[Row] | None:
    """What hearing.c finds among the stored words; None where it cannot be asked."""
    told = word.told(free=spelled)
    return ear().rows(table.stored, told, spelled=spelled) if told is not None else None


def _merged(stored: list[Row], added: Iterable[Row]) -> list[Row]:
    """Rows in the order of their keys, what is stored first."""
    return sorted(chain(stored, added), key=itemgetter(2))


@cache
def ear() -> CompiledEar:
    """The compiled ear with the costs and limits of these rules; only where it is built."""
    sounds = [chr(code) for code in range(native.SOUNDS)]
    made = CompiledEar(
        (cost_of(sound, other) for sound in sounds for other in sounds),
        map(cost_of_leaving_out, sounds),
        (sound in VOWELS for sound in sounds),
        Limits(
            farthest=FARTHEST,
            when_short=WHEN_SHORT,
            near_long=NEAR_DISTANCE,
            near_short=SAME_ACROSS_ALPHABETS,
            same_within=SAME_WITHIN_ALPHABET,
            same_when_short=SAME_WHEN_SHORT,
            slip=SLIP,
            vowels_only=VOWELS_ONLY,
            shortest=SHORTEST_HEARD,
            near_length=NEAR_LENGTH,
            longest_difference=_LONGEST_DIFFERENCE,
            cyrillic=CYRILLIC_TRAIT,
            ear_mark=ord(BY_EAR[0]),
            short_length=SHORT_LENGTH,
        ),
    )
    for letters, heard in heard_groups().items():
        for piece, price in heard:
            made.learn(letters, piece, price)
    return made
