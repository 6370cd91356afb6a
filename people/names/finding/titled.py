"""Rulers and holy men in texts: a given name with a title before it or a number behind it.

«Пророка Мухаммеда», "královna Alžběta II.", «папа Франциск», «Елизавета Вторая»: titles are translated
and stand in lower case, so the surname that a record has for them is never met as a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from people.names.evidence import NEAR, Reason
from people.names.finding.confidence import REVIEW_ONLY
from people.names.finding.context import BREAK, CONJUNCTION, LINE
from people.names.finding.reading import Reading
from people.names.finding.rulers import (
    CHRIST,
    numerals,
    ordinal,
    regnal_number,
    ruler_kind,
    title_words,
)
from people.names.finding.spans import FULL, NAMESAKE_SCORE, SURNAME, NameSpan
from people.names.language.equivalents import FORMAL, TRANSLATION, families_of, same_family
from people.names.language.folding import fold_soft, soften
from people.names.on_record.index import NameEntry, NameIndex
from people.names.on_record.words import Hit

_SCORE: Final = 0.95
_MOST_BEARERS: Final = 2_000
_ALL: Final = 1 << 40  # groups of names from here have no given name
_REIGNING: Final = frozenset({"pope", "king", "queen", "emperor"})
_BEFORE: Final = re.compile(r"([^\W\d_]{2,20})[ \u00a0]$")
_BEHIND: Final = re.compile(r"[ \u00a0]{1,2}([^\W\d_]{1,20})(?![^\W\d_])")
# What a number may follow, and what no longer is one: I and V are words and letters too.
_SINGLE: Final = frozenset({"I", "V", "X", "І", "Х", "У"})


class TitledNames:
    """The names on record that have a title or number in place of a surname, by given name."""

    def __init__(self, index: NameIndex) -> None:
        self._index: Final = index
        self._as_of = -1
        self._by_given: dict[int, list[NameEntry]] = {}

    def by_given(self) -> dict[int, list[NameEntry]]:
        """Given word or family (as in `WordHits.given`) to names; worked out anew after a change."""
        if self._as_of != self._index.changes:
            self._as_of = self._index.changes
            self._by_given = {}
            for surname, titled in self._titled():
                for key, names in self._index.bearers(surname).items():
                    if key < _ALL and (found := [titled[n] for n in names if n in titled]):
                        self._by_given.setdefault(key, []).extend(found)
        return self._by_given

    def _titled(self) -> Iterator[tuple[int, dict[int, NameEntry]]]:
        """Each surname that is a title or a number, and the names with it by their numbers."""
        index = self._index
        words = {fold_soft(soften(word)) for word in (*title_words(), *numerals())}
        numbers = {number for word in words for number, _ in index.surnames.exact.get(word)}
        for surname in sorted(numbers):
            titled = {
                number: entry
                for number in index.by_surname.get(surname, ())[:_MOST_BEARERS]
                if (entry := index.entries[number]).title and not (entry.never or entry.misspelling)
            }
            if titled:
                yield surname, titled


def titled_names(reading: Reading, titled: TitledNames) -> list[NameSpan]:
    """The rulers and holy men of a text, each with the title or number that shows who is meant."""
    by_given = titled.by_given()
    if not by_given:
        return []
    places = [
        (at, entries)
        for at, hits in enumerate(reading.hits)
        if at not in reading.taken and (entries := _borne(reading, by_given, at))
    ]
    spans: list[NameSpan] = []
    named: dict[int | str, NameSpan] = {}
    rest: list[tuple[int, list[NameEntry]]] = []
    for at, entries in places:
        span = _titled_span(reading, at, entries)
        if span is None:
            rest.append((at, entries))
            continue
        spans.append(span)
        if len(span.persons) == 1 and not any(r.code in REVIEW_ONLY for r in span.reasons):
            named.setdefault(span.persons[0], span)
    for at, entries in rest:
        persons = {entry.person for entry in entries} & named.keys()
        if len(persons) == 1 and _stands_alone(reading, at):
            spans.append(_again(reading, at, persons.pop()))
    return spans


def _borne(reading: Reading, by_given: dict[int, list[NameEntry]], at: int) -> list[NameEntry]:
    """The titled names whose given name the word at a place may be."""
    found: dict[int, NameEntry] = {}
    given = reading.hits[at].given
    for key in given.keys() & by_given.keys():
        hit = given[key]
        if hit.how != NEAR:
            for entry in by_given[key]:
                if key >= 0 or _is_same_name(entry, hit):
                    found[id(entry)] = entry
    return list(found.values())


def _is_same_name(entry: NameEntry, hit: Hit) -> bool:
    given = soften(entry.parts.given.split(" ")[0])
    return any(same_family(given, a.word) in (FORMAL, TRANSLATION) for a in hit.analyses)


def _titled_span(reading: Reading, at: int, entries: list[NameEntry]) -> NameSpan | None:
    text, token = reading.place.text, reading.place.tokens[at]
    start, end = token.start, token.end
    before = _BEFORE.search(text, max(0, start - 22), start)
    kind = ruler_kind(before[1]) if before is not None else ""
    if kind and before is not None:
        start = before.start()
    behind = _BEHIND.match(text, end)
    number, last = 0, at
    if behind is not None:
        word = behind[1]
        number = ordinal(word)
        single = word in _SINGLE and not (kind or word == "I")
        if number and not single and (word[0].isupper() or kind):
            end = behind.end()
        elif ruler_kind(word) == CHRIST and word[0].isupper():
            number, kind, end = 0, CHRIST, behind.end()
        else:
            number = 0
    while last + 1 < len(reading.place.tokens) and reading.place.tokens[last + 1].start < end:
        last += 1
    if not (kind or number) or not _ends(reading, last):
        return None
    fitting = [entry for entry in entries if _fits(entry, kind, number)]
    persons = tuple(dict.fromkeys(entry.person for entry in fitting))
    if not persons:
        return None
    first = at - 1 if at and reading.place.tokens[at - 1].start >= start else at
    reading.taken.update(range(first, last + 1))
    surface = text[start:end]
    reasons = [Reason("titled", surface)]
    if not number and all(_number(entry) for entry in fitting):
        reasons.append(Reason("title_alone", surface, against=True))
    if not number and not any(_says_it(reading, at, entry) for entry in fitting):
        reasons.append(Reason("titled_translation", token.text, against=True))
    if len(persons) > 1:
        reasons.append(Reason("namesakes", against=True))
    return NameSpan(
        persons=persons[:2],
        start=start,
        end=end,
        surface=surface,
        kind=FULL,
        exact=False,
        misspelling=False,
        score=_SCORE if len(persons) == 1 else NAMESAKE_SCORE,
        reasons=tuple(reasons),
    )


def _says_it(reading: Reading, at: int, entry: NameEntry) -> bool:
    """Whether the given name is the one on record, not its translation (Mahomet for Muhammad)."""
    given = soften(entry.parts.given.split(" ")[0])
    hits = reading.hits[at].given
    if entry.given in hits:
        return True
    families = {number for number, kind in families_of(given) if kind == FORMAL}
    return any(
        (family, FORMAL) in families_of(analysis.word)
        for family in families
        for analysis in (hits[-2 - family].analyses if -2 - family in hits else ())
    )


def _ends(reading: Reading, last: int) -> bool:
    """Whether no further name follows: Muhammad Ali, принц Мухаммед ибн Салман."""
    joins = reading.place.joins
    return last + 1 >= len(reading.place.tokens) or joins[last] in (BREAK, CONJUNCTION, LINE)


def _number(entry: NameEntry) -> int:
    return regnal_number(entry.parts.lineage or entry.parts.surname)


def _fits(entry: NameEntry, kind: str, number: int) -> bool:
    """Whether title and number of a text are those on record; one side may lack the title."""
    own = entry.title
    if kind and own not in ("ruler", kind):
        return False
    recorded = _number(entry)
    if number:
        return number == recorded and kind not in ("prophet", CHRIST)
    return bool(kind) and (own == kind or kind in _REIGNING)


def _stands_alone(reading: Reading, at: int) -> bool:
    """Whether no other name stands beside the word."""
    joins, tokens = reading.place.joins, reading.place.tokens
    for beside, join in ((at - 1, at - 1), (at + 1, at)):
        if 0 <= beside < len(tokens) and joins[join] not in (BREAK, CONJUNCTION, LINE):
            if beside > at or reading.hits[beside].given:
                return False
    return True


def _again(reading: Reading, at: int, person: int | str) -> NameSpan:
    token = reading.place.tokens[at]
    reading.taken.add(at)
    surface = reading.place.text[token.start : token.end]
    return NameSpan(
        persons=(person,),
        start=token.start,
        end=token.end,
        surface=surface,
        kind=SURNAME,
        exact=False,
        misspelling=False,
        score=_SCORE,
        reasons=(Reason("surname_after_full", surface),),
    )
