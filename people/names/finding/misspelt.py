"""Names that a text misspells, of people in the news or with a surname that is like no other.

"Magaret Thatcher", «Ги Верхогстадт»: one word of the name stands there as on record, the other is one
letter away. Of somebody whom earlier documents named in full that is a slip, and in an archive also of
a long surname that is like no other; of anybody else it is nothing at all, for who knows how many
people bear a name one letter away.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, TRANSLITERATED, Reason
from people.names.finding.context import BREAK, CONJUNCTION, SPACE, byline_before
from people.names.finding.full_names import Bans
from people.names.finding.in_news import is_named
from people.names.finding.reading import Reading
from people.names.finding.slips import differ_in_gender, is_other_name
from people.names.finding.spans import FULL, NameSpan
from people.names.finding.unmistakable import UnmistakableSurnames, is_like_others
from people.names.language.equivalents import FORMAL, families_of, is_listed_given_name
from people.names.language.folding import soften
from people.names.language.frequency import is_frequent_surname
from people.names.language.inflection import Nominative, nominatives
from people.names.language.phonetics import sound_distance
from people.names.language.reading import readings
from people.names.near_keys import one_letter_apart
from people.names.on_record.index import NameEntry, NameIndex, pair_key
from people.names.word_order import looks_like_patronymic

_PLAIN: Final = frozenset({EXACT, INFLECTED, TRANSLITERATED})
_SCORE: Final = 0.9
_ONCE: Final = 40  # an earlier document has named the person; it counts a little less by now
_HALF: Final = 2
_ONE_LETTER: Final = 1.2  # in sound
_SHORTEST_GIVEN: Final = 4
_SHORT_GIVEN: Final = 5
_SHORTEST_SURNAME: Final = 6
_MOST_LOOKED_AT: Final = 400


class NamedByGiven:
    """Those who were named in recent documents, by their given names; kept up as more are named."""

    def __init__(self, index: NameIndex) -> None:
        self._index: Final = index
        self._as_of: tuple[int, int] = (0, 0)
        self._seen = 0
        self._entries: dict[int, list[NameEntry]] = {}

    def under(self, recent: Mapping[int | str, float]) -> Mapping[int, list[NameEntry]]:
        """Given word or family (as in `WordHits.given`) to the names of those in `recent`."""
        as_of = (id(recent), self._index.changes)
        if as_of != self._as_of or len(recent) < self._seen:
            self._as_of, self._seen, self._entries = as_of, 0, {}
        for person in islice(recent, self._seen, None):
            for entry in self._index.entries_of(person):
                for key in self._keys(entry):
                    self._entries.setdefault(key, []).append(entry)
        self._seen = len(recent)
        return self._entries

    def _keys(self, entry: NameEntry) -> list[int]:
        if entry.given < 0 or not _is_usable(entry):
            return []
        soft = self._index.given_names.words[entry.given].soft
        return [entry.given, *(-2 - n for n, kind in families_of(soft) if kind == FORMAL)]


def misspelt_names(
    reading: Reading, named: NamedByGiven, surnames: UnmistakableSurnames, banned: Bans
) -> list[NameSpan]:
    """Given name and surname side by side, of which one is a slip for the name of somebody in the news.

    In an archive also for a surname that is like no other, whoever bears it.
    """
    by_given = named.under(reading.recent)
    spans: list[NameSpan] = []
    for at in range(len(reading.place.tokens) - 1):
        if not _is_pair(reading, at):
            continue
        entries = [*_slips_in_given(reading, at), *_slips_in_surname(reading, at, by_given)]
        if not entries and reading.place.nobody_to_ask:
            entries = [*_slips_in_rare_surname(reading, at, surnames)]
        persons = {e.person for e in entries if (e.person, at + 1) not in banned}
        if len(persons) == 1:
            spans.append(_span(reading, at, persons.pop()))
    return spans


def _is_pair(reading: Reading, at: int) -> bool:
    """Whether two words stand side by side, with no further name before or behind them."""
    tokens, joins, hits = reading.place.tokens, reading.place.joins, reading.hits
    if joins[at] != SPACE or not (hits[at].given or hits[at + 1].surnames):
        return False
    if at in reading.taken or at + 1 in reading.taken:
        return False
    if tokens[at].is_initial or tokens[at + 1].is_initial:
        return False
    before = soften(tokens[at - 1].text) if at and joins[at - 1] not in (BREAK, CONJUNCTION) else ""
    behind = at + 2 < len(tokens) and joins[at + 1] not in (BREAK, CONJUNCTION)
    return not behind and not (before and is_listed_given_name(before))


def _slips_in_given(reading: Reading, at: int) -> Iterator[NameEntry]:
    """Those whose surname is the second word, and the first nearly their given name."""
    forms: tuple[Nominative, ...] = ()
    for surname, hit in reading.hits[at + 1].surnames.items():
        if hit.how == NEAR or hit.other_gender or hit.piece:
            continue
        for number in reading.index.by_surname.get(surname, ())[:_MOST_LOOKED_AT]:
            entry = reading.index.entries[number]
            if not _is_named(reading, entry.person, _ONCE) or not _is_usable(entry):
                continue
            if not any(a.gender & entry.gender for a in hit.analyses):
                continue
            forms = forms or _forms(reading, at)
            if any(_is_near_given(reading, entry, form.word) for form in forms):
                yield entry


def _is_near_given(reading: Reading, entry: NameEntry, form: str) -> bool:
    language = reading.place.language
    given = soften(entry.parts.given.split()[0])
    shorter = min(len(given), len(form))
    if shorter < _SHORTEST_GIVEN or differ_in_gender(given, form):
        return False
    if shorter < _SHORT_GIVEN and not _is_named(reading, entry.person, _HALF):
        return False
    if is_listed_given_name(form) and is_other_name(given, form, language):
        return False
    return _is_one_letter_away(given, form, language) or any(
        known.startswith(sounds) and len(sounds) >= _SHORTEST_GIVEN
        for known in readings(given)
        for sounds in readings(form, language)
    )


def _slips_in_surname(
    reading: Reading, at: int, by_given: Mapping[int, list[NameEntry]]
) -> Iterator[NameEntry]:
    """Those whose given name is the first word, and the second nearly their surname."""
    if _is_a_name_itself(reading, at + 1):
        return
    forms: tuple[Nominative, ...] = ()
    for given, hit in reading.hits[at].given.items():
        if hit.how == NEAR:
            continue
        for entry in by_given.get(given, ()):
            if not _is_named(reading, entry.person, _ONCE):
                continue
            if not any(a.gender & entry.gender for a in hit.analyses):
                continue
            forms = forms or _forms(reading, at + 1)
            if any(_is_near_surname(reading, entry, form) for form in forms):
                yield entry


def _slips_in_rare_surname(
    reading: Reading, at: int, surnames: UnmistakableSurnames
) -> Iterator[NameEntry]:
    """Whoever on record bears the first word as given name, and a surname like no other near the second."""
    given = {key: hit for key, hit in reading.hits[at].given.items() if hit.how in _PLAIN}
    if not given or _is_a_name_itself(reading, at + 1):
        return
    for form in _forms(reading, at + 1):
        if is_listed_given_name(form.word) or looks_like_patronymic(form.word):
            continue
        for surname in surnames.near(form.word, reading.place.language):
            for key, hit in given.items():
                for number in reading.index.pairs.get(pair_key(key, surname), ()):
                    entry = reading.index.entries[number]
                    gender = entry.gender & form.gender
                    if _is_usable(entry) and any(a.gender & gender for a in hit.analyses):
                        if not differ_in_gender(soften(entry.parts.surname), form.word):
                            yield entry


def _is_near_surname(reading: Reading, entry: NameEntry, form: Nominative) -> bool:
    surname = soften(entry.parts.surname.split()[-1])
    if min(len(surname), len(form.word)) < _SHORTEST_SURNAME or not form.gender & entry.gender:
        return False
    if is_listed_given_name(form.word) or looks_like_patronymic(form.word):
        return False
    if differ_in_gender(surname, form.word):
        return False
    if is_like_others(surname) and not _is_named(reading, entry.person, _HALF):
        return False
    return _is_one_letter_away(surname, form.word, reading.place.language)


def _is_a_name_itself(reading: Reading, at: int) -> bool:
    """Whether somebody on record bears the word as it stands there, so that it is no slip."""
    hits = reading.hits[at].surnames.values()
    return any(hit.how in (EXACT, INFLECTED) or hit.distance == 0.0 for hit in hits)


def _forms(reading: Reading, at: int) -> tuple[Nominative, ...]:
    return nominatives(soften(reading.place.tokens[at].text), reading.place.language)


def _is_one_letter_away(record: str, form: str, language: str) -> bool:
    return one_letter_apart(record, form) or any(
        sound_distance(known, sounds, _ONE_LETTER) <= _ONE_LETTER
        for known in readings(record)
        for sounds in readings(form, language)
    )


def _is_named(reading: Reading, person: int | str, share: int) -> bool:
    """Whether recent documents named a person often enough; for a question once is enough."""
    if not reading.place.nobody_to_ask:
        return reading.recent.get(person, 0.0) > 0
    return is_named(reading, person, share)


def _is_usable(entry: NameEntry) -> bool:
    """Whether a slip in this name can be told: it has two words, and no thousands of neighbours."""
    surname = soften(entry.parts.surname.split()[-1]) if entry.parts.surname else ""
    return (
        bool(surname and entry.parts.given)
        and not (entry.never or entry.misspelling or entry.swapped or entry.title)
        and not is_frequent_surname(surname)
    )


def _span(reading: Reading, at: int, person: int | str) -> NameSpan:
    tokens, text = reading.place.tokens, reading.place.text
    start, end = tokens[at].start, tokens[at + 1].end
    reading.taken.update((at, at + 1))
    surface = text[start:end]
    reasons = [Reason("near_spelling", surface, against=not reading.place.nobody_to_ask)]
    if reading.recent.get(person):
        reasons.append(Reason("recently_named"))
    byline = byline_before(text, start)
    if byline:
        reasons.append(Reason("byline", byline, against=True))
    return NameSpan(
        persons=(person,),
        start=start,
        end=end,
        surface=surface,
        kind=FULL,
        exact=False,
        misspelling=False,
        score=_SCORE,
        reasons=tuple(reasons),
    )
