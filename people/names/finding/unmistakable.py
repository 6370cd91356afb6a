"""Surnames on record that are like no others, for finding the one that a text misspells by a letter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from people.names.finding.in_news import is_from_father
from people.names.language.equivalents import is_given_name
from people.names.language.folding import fold_soft
from people.names.language.frequency import is_frequent_surname
from people.names.language.genders import is_gendered
from people.names.language.reading import readings
from people.names.language.scripts import script_of
from people.names.near_keys import one_edit
from people.names.on_record.index import NameIndex
from people.names.on_record.record_words import RecordWord
from people.names.word_order import word_kind

_SHORTEST: Final = 6


def is_like_others(surname: str) -> bool:
    """Whether a softened surname is shaped like thousands of others (-ов, -енко, -ян, -sen)."""
    return word_kind(surname).shaped or is_gendered(surname) or is_from_father(surname)


class UnmistakableSurnames:
    """The surnames of an index that are long, rare and not shaped like others, by how they begin."""

    def __init__(self, index: NameIndex) -> None:
        self._index: Final = index
        self._as_of = -1
        self._by_beginning: dict[tuple[str, int], list[tuple[int, RecordWord]]] = {}

    def near(self, form: str, language: str) -> set[int]:
        """The numbers of those that differ by one letter from a softened word, behind the first one.

        Words of one alphabet are compared by letters, others by how they are read.
        """
        if len(form) < _SHORTEST - 1:
            return set()
        script, folded = script_of(form), fold_soft(form)
        found: set[int] = set()
        for sounds in readings(form, language):
            for number, word in self._beginning_with(sounds):
                if word.script == script:
                    near = one_edit(fold_soft(word.soft), folded)
                else:
                    near = any(one_edit(known, sounds) for known in word.sounds)
                if near:
                    found.add(number)
        return found

    def _beginning_with(self, sounds: str) -> Iterator[tuple[int, RecordWord]]:
        if self._as_of != self._index.changes:
            self._gather()
        for length in range(len(sounds) - 1, len(sounds) + 2):
            yield from self._by_beginning.get((sounds[:1], length), ())

    def _gather(self) -> None:
        self._as_of = self._index.changes
        self._by_beginning = {}
        for number, word in self._index.surname_words():
            soft = word.soft
            if len(soft) < _SHORTEST or is_like_others(soft):
                continue
            if is_frequent_surname(soft) or is_given_name(soft):
                continue
            for key in {(sounds[:1], len(sounds)) for sounds in word.sounds if sounds}:
                self._by_beginning.setdefault(key, []).append((number, word))
