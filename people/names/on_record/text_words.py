"""A word of a text with all it may be a form of, the sounds of those, and how it is told to the compiled ear."""

from __future__ import annotations

from itertools import chain
from struct import Struct
from typing import Final

from people.names.language.folding import fold_soft
from people.names.language.inflection import Nominative
from people.names.language.lost_sounds import lost_sounds
from people.names.language.phonetics import sound_keys
from people.names.language.reading import is_readable, reader, system_letters
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.spelling import (
    all_cyrillic,
    forms_by_ear,
    free_keys,
    is_written_by_ear,
    kind_in_cyrillic,
)
from people.names.language.transliteration import read_all
from people.names.native import hearing as native
from people.names.on_record.traits import SCRIPTS

_BEGINNING: Final = 3  # letters: few words share them, and all forms of a word do
_MOST_TOLD: Final = 255  # forms of one word
_TOLD_HEAD: Final = Struct("12i")

Way = tuple[str, list[int]]  # sounds, and the numbers of the forms that are read so


class TextWord:
    """A text word with all it may be a form of, and the sounds of those."""

    __slots__ = (
        "_forms_told",
        "_free",
        "_free_told",
        "_keys_told",
        "_lost",
        "_sounds",
        "_ways",
        "by_ear",
        "forms",
        "kind",
        "language",
        "readings",
        "script",
        "soft",
        "words",
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
        self._forms_told: bytes | None = None
        self._lost: list[tuple[str, str, int]] | None = None
        self.words = words = list(dict.fromkeys([form.word for form in forms]))
        # What all forms are told as, where none of them has to be told by itself.
        self.kind = kind_in_cyrillic(language) if cyrillic and all_cyrillic(words) else None
        read_as = language or "ru" if cyrillic else language
        if not is_readable(soft):
            self.readings = read_all(words, read_as)
            return
        if self.kind is not None:
            lines = {word: f"{system_letters(word, read_as)}\t0\t{word}" for word in words}
        else:
            lines = {
                word: f"{system_letters(word, read_as)}\t{'1' if spelling else '0'}\t{word}"
                for word, (_, spelling, _) in zip(words, self._tell_forms(), strict=True)
            }
        asked = _encoded([lines[form.word] for form in forms])
        read = reader().read(asked, free=not cyrillic)
        if read is None:
            self.readings = read_all(words, read_as)
            return
        self.readings = {
            form.word: tuple(line.split("\t")) if line else ()
            for form, line in zip(forms, read.sounds, strict=True)
        }
        self._keys_told, self._free_told = self._with_lost(read.keys), read.free

    def _tell_forms(self) -> list[tuple[int, str, str]]:
        """Write down the forms as hearing.c is told them, a line each."""
        told = forms_by_ear(self.words, self.language)
        lines = {
            word: f"{kind}\t{spelling}\t{sounds}"
            for word, (kind, spelling, sounds) in zip(self.words, told, strict=True)
        }
        self._forms_told = _encoded([lines[form.word] for form in self.forms])
        return told

    def forms_told(self) -> bytes:
        """What the forms say to the ear as hearing.c is told it, a line each."""
        if self._forms_told is None:
            self._tell_forms()
        return self._forms_told or b""

    def folded(self) -> list[str]:
        """The folded spellings of `words`."""
        return list(map(fold_soft, self.words))

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
            for sounds, key, number in self.lost():
                found.setdefault(key, {}).setdefault(sounds, []).append(number)
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

    def lost(self) -> list[tuple[str, str, int]]:
        """Further sounds, with a key and the number of a form that they may be heard for."""
        if self._lost is None:
            lost = {word: found for word in self.words if (found := lost_sounds(word))}
            self._lost = self._not_read(lost) if lost else []
        return self._lost

    def _not_read(self, lost: dict[str, tuple[tuple[str, str], ...]]) -> list[tuple[str, str, int]]:
        read = {
            (sounds, form.cases, form.gender)
            for form in self.forms
            for sounds in self.readings[form.word]
        }
        found: dict[tuple[str, str, int, int], int] = {}
        for number, form in enumerate(self.forms):
            for sounds, key in lost.get(form.word, ()):
                if (sounds, form.cases, form.gender) not in read:
                    found.setdefault((sounds, key, form.cases, form.gender), number)
        return [(sounds, key, number) for (sounds, key, _, _), number in found.items()]

    def _with_lost(self, told: bytes) -> bytes:
        """What the compiled reader tells, with the further sounds behind it."""
        if not self.lost():
            return told
        lines: dict[str, dict[str, str]] = {}
        for line in told.decode("utf-8", "surrogatepass").split("\n") if told else ():
            key, *ways = line.split("\t")
            lines[key] = dict(zip(ways[::2], ways[1::2], strict=True))
        for sounds, key, number in self.lost():
            lines.setdefault(key, {}).setdefault(sounds, str(number))
        return _encoded(
            ["\t".join([key, *chain.from_iterable(ways.items())]) for key, ways in lines.items()]
        )

    def _all_readings(self) -> list[tuple[str, ...]]:
        """The readings of each form, with its further sounds."""
        found = [self.readings[form.word] for form in self.forms]
        for sounds, _, number in self.lost():
            if sounds not in found[number]:
                found[number] = (*found[number], sounds)
        return found

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

    def keys(self) -> list[str]:
        """The sound keys under which this word is looked for."""
        told = self.keys_told()
        if self.script != CYRILLIC and self.free_told():
            told = told + b"\n" + self.free_told()
        lines = told.decode("utf-8", "surrogatepass").split("\n")
        return [line.partition("\t")[0] for line in lines]

    def reaches(self) -> set[str]:
        """Where on record this word is looked for: beginnings of spellings and of sound keys."""
        return beginnings(self.folded(), self.keys())

    def read_so(self, key: int, way: int) -> list[Nominative]:
        """The forms that are read in the way of a row of `rows_by_sound`."""
        if self._ways is None:
            lines = self.keys_told().decode("utf-8", "surrogatepass").split("\n")
            self._ways = [list(map(self._forms_of, line.split("\t")[1::2])) for line in lines]
        return self._ways[key][way]

    def _forms_of(self, sounds: str) -> list[Nominative]:
        found: dict[tuple[int, int], Nominative] = {}
        for form, readings in zip(self.forms, self._all_readings(), strict=True):
            if sounds in readings:
                found.setdefault((form.cases, form.gender), form)
        return list(found.values())

    def spelled_so(self) -> list[list[int]]:
        """The numbers of forms under each key of `rows_by_spelling`."""
        lines = self.free_told().decode("utf-8", "surrogatepass").split("\n")
        return [list(map(int, line.split("\t")[1:])) for line in lines]

    def told(self, *, free: bool) -> bytes | None:
        """This word as told.h reads it, read already; None where hearing.c cannot be asked about it.

        `free`: whether the further keys are told.
        """
        if not may_be_told(self.soft, self.forms):
            return None
        kind = self.kind if self.kind is not None else 0
        further = self.free_told() if free else b""
        parts = (_encoded(self.folded()), self.forms_told(), b"", self.keys_told(), further)
        return packed_word(self.soft, self.forms, self.language, self.words, kind, parts)


def may_be_told(soft: str, forms: tuple[Nominative, ...]) -> bool:
    """Whether the compiled ear is built and can be told these forms of a word."""
    return (
        native.is_built() and 0 < len(forms) <= _MOST_TOLD and "\n" not in soft and "\t" not in soft
    )


def unread_word(
    soft: str,
    forms: tuple[Nominative, ...],
    language: str,
    words: list[str],
    folded: list[str],
    *,
    ear: bool,
) -> bytes:
    """A word as told.h reads it, with what its forms are to be read as.

    `words`, `folded`: the different words of the forms, and their folded spellings; `ear`: whether
    what Cyrillic forms say to the ear is told, which few words on record ask for.
    """
    cyrillic = script_of(soft) == CYRILLIC
    read_as = language or "ru" if cyrillic else language
    told = None
    if cyrillic and all_cyrillic(words):
        kind = kind_in_cyrillic(language)
        lines = {word: f"{system_letters(word, read_as)}\t0\t{word}" for word in words}
        if ear:
            told = forms_by_ear(words, language)
    else:
        kind, told = 0, forms_by_ear(words, language)
        lines = {
            word: f"{system_letters(word, read_as)}\t{'1' if spelling else '0'}\t{word}"
            for word, (_, spelling, _) in zip(words, told, strict=True)
        }
    heard = None
    if told is not None:
        by_ear = {
            word: f"{kind}\t{spelling}\t{sounds}"
            for word, (kind, spelling, sounds) in zip(words, told, strict=True)
        }
        heard = _encoded([by_ear[form[0]] for form in forms])
    asked = _encoded([lines[form[0]] for form in forms])
    return packed_word(
        soft, forms, language, words, kind, (_encoded(folded), heard, asked, b"", b"")
    )


def packed_word(
    soft: str,
    forms: tuple[Nominative, ...],
    language: str,
    words: list[str],
    kind: int,
    parts: tuple[bytes, bytes | None, bytes, bytes, bytes],
) -> bytes:
    """The bytes that told.h reads: numbers, the grammar of the forms, and the parts named there."""
    numbers = {word: number for number, word in enumerate(words)}
    several, cases, genders = zip(*forms, strict=True)
    grammar = bytes((*cases, *genders, *[numbers[word] for word in several]))
    script = script_of(soft)
    cyrillic = script == CYRILLIC
    folded, heard, asked, keys, further = parts
    head = _TOLD_HEAD.pack(
        SCRIPTS.index(script),
        cyrillic or is_written_by_ear(soft, language),
        cyrillic and language in ("ru", ""),
        numbers.get(soft, -1),
        kind,
        len(forms),
        len(grammar),
        len(folded),
        -1 if heard is None else len(heard),
        len(asked),
        len(keys),
        len(further),
    )
    return b"".join((head, grammar, folded, heard or b"", asked, keys, further))


def beginnings(folded: list[str], keys: list[str]) -> set[str]:
    """What `reaches` keeps of spellings and sound keys."""
    return {*["=" + word[:_BEGINNING] for word in folded], *[key[:_BEGINNING] for key in keys]}


def beginning_of_spelling(folded: str) -> str:
    """What `reaches` keeps of a folded spelling."""
    return "=" + folded[:_BEGINNING]


def beginning_of_key(key: str) -> str:
    """What `reaches` keeps of a sound key."""
    return key[:_BEGINNING]


def _encoded(lines: list[str]) -> bytes:
    return "\n".join(lines).encode("utf-8", "surrogatepass")
