"""Given name and patronymic without the surname: «Виктор Фёдорович», of whom the text names in full.

They are a shorter mention, and tell namesakes apart who were named without a patronymic before.
"""

from __future__ import annotations

from typing import Final

from people.names.evidence import NEAR, Reason
from people.names.finding.context import SPACE
from people.names.finding.middle_words import patronymic_agrees
from people.names.finding.reading import Reading
from people.names.finding.spans import FULL, REPEATED_SCORE, SURNAME, NameSpan, replaced
from people.names.language.equivalents import families_of
from people.names.language.folding import soften
from people.names.language.inflection import nominatives
from people.names.on_record.index import NameEntry
from people.names.word_order import looks_like_patronymic


def by_patronymic(reading: Reading, spans: list[NameSpan]) -> list[NameSpan]:
    """The spans, with namesakes told apart by a patronymic elsewhere, and such shorter mentions."""
    named = {person for span in spans if span.kind == FULL for person in span.persons}
    alone, of_others = _places(reading) if named else ([], [])
    agreeing = _Agreeing(reading, named)
    elsewhere = {person for at in of_others for person in agreeing.at(at)} if alone else set()
    found: list[NameSpan] = []
    for at in alone:
        persons = agreeing.at(at)
        if len(persons) != 1 or persons & elsewhere:
            continue
        (person,) = persons
        found.append(_shorter(reading, at, person))
        spans = [_told_apart(reading, span, person, at) for span in spans]
    return [*spans, *found]


class _Agreeing:
    """Who of those named in full bears given name and patronymic at a place; each pair is asked once."""

    def __init__(self, reading: Reading, named: set[int | str]) -> None:
        self._reading: Final = reading
        self._named: Final = named
        self._known: dict[tuple[str, str], frozenset[int | str]] = {}

    def at(self, at: int) -> frozenset[int | str]:
        tokens = self._reading.place.tokens
        pair = (tokens[at].text, tokens[at + 1].text)
        if pair not in self._known:
            self._known[pair] = frozenset(p for p in self._named if _agrees(self._reading, p, at))
        return self._known[pair]


def _places(reading: Reading) -> tuple[list[int], list[int]]:
    """Where a given name stands before a patronymic: without another name, and with somebody else's.

    After «Иван Петрович Козлов», whom nobody knows, «Иван Петрович» may be he.
    """
    tokens, joins = reading.place.tokens, reading.place.joins
    alone: list[int] = []
    of_others: list[int] = []
    for at in range(len(tokens) - 1):
        if joins[at] != SPACE or at in reading.taken or at + 1 in reading.taken:
            continue
        if not reading.hits[at].given or not _is_patronymic(reading, at + 1):
            continue
        behind = at + 2 < len(tokens) and joins[at + 1] == SPACE
        before = at > 0 and joins[at - 1] == SPACE and bool(reading.hits[at - 1].surnames)
        (of_others if behind or before else alone).append(at)
    return alone, of_others


def _is_patronymic(reading: Reading, at: int) -> bool:
    soft = soften(reading.place.tokens[at].text)
    return any(looks_like_patronymic(f.word) for f in nominatives(soft, reading.place.language))


def _agrees(reading: Reading, person: int | str, at: int) -> bool:
    """Whether given name and patronymic are those of a person on record."""
    patronymic = soften(reading.place.tokens[at + 1].text)
    return any(
        entry.patronymic_sounds
        and _bears(reading, entry, at)
        and patronymic_agrees(entry, patronymic, reading.place.language)
        for entry in reading.index.entries_of(person)
    )


def _bears(reading: Reading, entry: NameEntry, at: int) -> bool:
    given = reading.hits[at].given
    hit = given.get(entry.given)
    if hit is None and entry.given >= 0:
        soft = reading.index.given_names.words[entry.given].soft
        keys = [-2 - number for number, _ in families_of(soft)]
        hit = next((given[key] for key in keys if key in given), None)
    if hit is None or hit.how == NEAR or entry.never or entry.misspelling:
        return False
    return any(a.gender & entry.gender for a in hit.analyses)


def _shorter(reading: Reading, at: int, person: int | str) -> NameSpan:
    tokens = reading.place.tokens
    reading.taken.update((at, at + 1))
    start, end = tokens[at].start, tokens[at + 1].end
    surface = reading.place.text[start:end]
    return NameSpan(
        persons=(person,),
        start=start,
        end=end,
        surface=surface,
        kind=SURNAME,
        exact=False,
        misspelling=False,
        score=REPEATED_SCORE,
        reasons=(Reason("patronymic_after_full", surface),),
    )


def _told_apart(reading: Reading, span: NameSpan, person: int | str, at: int) -> NameSpan:
    """A span of namesakes as of the one whose patronymic the text says, if all others have another one."""
    others = [p for p in span.persons if p != person]
    if not others or person not in span.persons:
        return span
    if not all(entry.patronymic_sounds for p in others for entry in reading.index.entries_of(p)):
        return span
    surface = reading.place.text[reading.place.tokens[at].start : reading.place.tokens[at + 1].end]
    kept = tuple(reason for reason in span.reasons if reason.code != "namesakes")
    reasons = (*kept, Reason("patronymic_agrees", surface))
    return replaced(span, (person,), REPEATED_SCORE, reasons)
