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

from people.names.language.folding import fold_soft
from people.names.language.inflection import Nominative
from people.names.language.phonetics import (
    VOWELS,
    consonants,
    cost_of,
    cost_of_leaving_out,
    sound_distance,
    sound_keys,
)
from people.names.language.reading import is_readable, reader, system_letters
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.spelling import (
    BY_EAR,
    FARTHEST,
    SHORTEST_HEARD,
    WHEN_SHORT,
    forms_by_ear,
    free_keys,
    heard_groups,
    is_written_by_ear,
    price_by_ear,
)
from people.names.language.transliteration import read_all
from people.names.native import hearing as native
from people.names.native.hearing import CompiledEar, Limits, Row
from people.names.on_record.index import WordTable
from people.names.on_record.record_words import Sounding, same_alphabet
from people.names.on_record.traits import SCRIPTS, traits_of

# What transliteration systems explain, and what is left for a slip of the pen. Below five sounds
# two different names are too easily that near.
SAME_ACROSS_ALPHABETS: Final = 0.35
NEAR_DISTANCE: Final = 0.75
NEAR_LENGTH: Final = 5
_LONGEST_DIFFERENCE: Final = 2
_NOT_ASKED: Final = 9.0
ALIKE: Final = 256  # beside the traits of a row: the words have the same consonants
CYRILLIC_TRAIT: Final = SCRIPTS.index(CYRILLIC)

_BEGINNING: Final = 3  # letters: few words share them, and all forms of a word do
_LAST: Final = 1 << 30  # words added later are numbered under a key from here

Way = tuple[str, list[int]]  # sounds, and the numbers of the forms that are read so
Under = Callable[[str, tuple[Sounding, ...]], Sequence[Sounding]]


class TextWord:
    """A text word with all it may be a form of, and the sounds of those."""

    __slots__ = (
        "_free",
        "_free_told",
        "_keys_told",
        "_sounds",
        "_ways",
        "by_ear",
        "forms",
        "forms_told",
        "language",
        "readings",
        "script",
        "soft",
    )

    def __init__(self, soft: str, forms: tuple[Nominative, ...], language: str) -> None:
        self.soft = soft
        self.forms = forms
        self.language = language
        self.script = script_of(soft)
        cyrillic = self.script == CYRILLIC
        self.by_ear = cyrillic or is_written_by_ear(soft, language)
        self._sounds: dict[str, list[Way]] | None = None
        self._free: dict[str, list[int]] | None = None
        self._ways: list[list[list[Nominative]]] | None = None
        self._keys_told: bytes | None = None
        self._free_told: bytes | None = None
        self.forms_told = b""
        words = list(dict.fromkeys([form.word for form in forms]))
        read_as = language or "ru" if cyrillic else language
        if not is_readable(soft):
            self.readings = read_all(words, read_as)
            if native.is_built():
                self._tell(words)
            return
        told = self._tell(words)
        lines = {
            word: f"{system_letters(word, read_as)}\t{'1' if spelling else '0'}\t{word}"
            for word, (_, spelling, _) in zip(words, told, strict=True)
        }
        asked = _encoded([lines[form.word] for form in forms])
        read = reader().read(asked, free=not cyrillic)
        if read is None:
            self.readings = read_all(words, read_as)
            return
        self._keys_told, self._free_told = read.keys, read.free
        self.readings = {
            form.word: tuple(line.split("\t")) if line else ()
            for form, line in zip(forms, read.sounds, strict=True)
        }

    def _tell(self, words: list[str]) -> list[tuple[int, str, str]]:
        """Write down the forms as hearing.c is told them, a line each."""
        told = forms_by_ear(words, self.language)
        lines = {
            word: f"{kind}\t{spelling}\t{sounds}"
            for word, (kind, spelling, sounds) in zip(words, told, strict=True)
        }
        self.forms_told = _encoded([lines[form.word] for form in self.forms])
        return told

    def sounds(self) -> dict[str, list[Way]]:
        """Key -> sounds, and the forms that are read so: as Python finds them."""
        if self._sounds is None:
            heard = list(dict.fromkeys([s for several in self.readings.values() for s in several]))
            keys = dict(zip(heard, sound_keys(heard), strict=True)) if heard else {}
            found: dict[str, dict[str, list[int]]] = {}
            seen: set[tuple[str, int, int]] = set()
            for number, form in enumerate(self.forms):
                for sounds in self.readings[form.word]:
                    once = (sounds, form.cases, form.gender)
                    if once not in seen:
                        seen.add(once)
                        found.setdefault(keys[sounds], {}).setdefault(sounds, []).append(number)
            self._sounds = {key: list(ways.items()) for key, ways in found.items()}
        return self._sounds

    def free(self) -> dict[str, list[int]]:
        """The forms under the further keys by which a Western spelling may be heard, as Python finds them.

        Forms with the same consonants share their keys, so that few are worked out.
        """
        if self._free is None:
            self._free = {}
            words = [form.word for form in self.forms]
            alike: dict[str, list[int]] = {}
            for number, sounds in enumerate(sound_keys(words)):
                alike.setdefault(sounds + words[number][-1:], []).append(number)
            for numbers in alike.values():
                for key in free_keys(words[numbers[0]]):
                    self._free.setdefault(key, []).extend(numbers)
        return self._free

    def keys_told(self) -> bytes:
        """The keys with their sounds as hearing.c is told them, a line each."""
        if self._keys_told is None:
            self._keys_told = self.keys_in_python()
        return self._keys_told

    def keys_in_python(self) -> bytes:
        """The same, without the compiled reader."""
        return _encoded(
            [
                "\t".join([key, *[f"{sounds}\t{numbers[0]}" for sounds, numbers in ways]])
                for key, ways in self.sounds().items()
            ]
        )

    def free_told(self) -> bytes:
        """The further keys with their forms as hearing.c is told them, a line each."""
        if self._free_told is None:
            self._free_told = self.free_in_python()
        return self._free_told

    def free_in_python(self) -> bytes:
        """The same, without the compiled reader."""
        return _encoded(
            ["\t".join([key, *map(str, numbers)]) for key, numbers in self.free().items()]
        )

    def reaches(self) -> set[str]:
        """Where on record this word is looked for: beginnings of spellings and of sound keys."""
        told = self.keys_told()
        if self.script != CYRILLIC and self.free_told():
            told = told + b"\n" + self.free_told()
        return {beginning_of_spelling(fold_soft(form.word)) for form in self.forms} | {
            beginning_of_key(line.partition("\t")[0])
            for line in told.decode("utf-8", "surrogatepass").split("\n")
        }

    def read_so(self, key: int, way: int) -> list[Nominative]:
        """The forms that are read in the way of a row of `rows_by_sound`."""
        if self._ways is None:
            lines = self.keys_told().decode("utf-8", "surrogatepass").split("\n")
            self._ways = [list(map(self._forms_of, line.split("\t")[1::2])) for line in lines]
        return self._ways[key][way]

    def _forms_of(self, sounds: str) -> list[Nominative]:
        found: dict[tuple[int, int], Nominative] = {}
        for form in self.forms:
            if sounds in self.readings[form.word]:
                found.setdefault((form.cases, form.gender), form)
        return list(found.values())

    def spelled_so(self) -> list[list[int]]:
        """The numbers of forms under each key of `rows_by_spelling`."""
        lines = self.free_told().decode("utf-8", "surrogatepass").split("\n")
        return [list(map(int, line.split("\t")[1:])) for line in lines]


def beginning_of_spelling(folded: str) -> str:
    """What `reaches` keeps of a folded spelling."""
    return "=" + folded[:_BEGINNING]


def beginning_of_key(key: str) -> str:
    """What `reaches` keeps of a sound key."""
    return key[:_BEGINNING]


def _encoded(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogatepass")


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
    if not native.is_built() or "\n" in word.soft or "\t" in word.soft:
        return None
    asked = word.free_told() if spelled else word.keys_told()
    script = SCRIPTS.index(word.script)
    return ear().rows(table.stored, script, word.by_ear, word.forms_told, asked, spelled=spelled)


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
            shortest=SHORTEST_HEARD,
            near_length=NEAR_LENGTH,
            longest_difference=_LONGEST_DIFFERENCE,
            cyrillic=CYRILLIC_TRAIT,
            ear_mark=ord(BY_EAR[0]),
        ),
    )
    for letters, heard in heard_groups().items():
        for piece, price in heard:
            made.learn(letters, piece, price)
    return made
