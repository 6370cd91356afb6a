"""A surname that no full name in the text explains: questions for the review queue, ranked and few.

Never more than a question. Who is asked about is told by who was named in full in recent articles;
without that by how few people bear the surname.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, TRANSLITERATED, Reason
from people.names.finding.context import SPACE, bearer_of_name, is_adjective_of_place
from people.names.finding.full_names import Bans
from people.names.finding.in_news import known_from_news
from people.names.finding.reading import Reading
from people.names.finding.spans import SURNAME, NameSpan
from people.names.language.frequency import is_frequent_surname
from people.names.language.inflection import GENITIVE
from people.names.language.romanization import is_caseless
from people.names.on_record.words import Hit

_UNWEIGHED: Final = 0.0  # `confidence.weigh_spans` gives the score
# Without anything that tells the bearers apart, more of them are no question but a list.
_MOST_BEARERS: Final = 3
_MOST_ASKED: Final = 2
_MOST_LOOKED_AT: Final = 400
# Who was named this many times as often as the next one is asked about alone.
_CLEARLY_MORE: Final = 3.0
_STRENGTH: Final = {EXACT: 3, INFLECTED: 3, TRANSLITERATED: 2}


def lone_surnames(reading: Reading, spans: list[NameSpan], banned: Bans) -> list[NameSpan]:
    """Surnames that stand alone in the text, with the one or two people they most likely mean.

    Frequent surnames hardly count, common words not at all. The same surname means the same people
    all through a text.
    """
    named = {person for span in spans for person in span.persons}
    others = reading.surnames_of_others()
    starts = {span.start for span in spans}
    places: dict[int, dict[int | str, Hit]] = {}
    for at, hits in enumerate(reading.hits):
        if not hits.surnames or at in reading.taken or reading.place.tokens[at].start in starts:
            continue
        persons = _bearers(reading, at, banned)
        if persons and is_caseless(reading.place.tokens[at].text[0]):
            # Any word may sound like a surname; only somebody of these days is worth a question.
            persons = {p: hit for p, hit in persons.items() if reading.recent.get(p)}
        if persons and not named & persons.keys() and not reading.belongs_to_another(at):
            places[at] = persons
    mentions: dict[int | str, int] = defaultdict(int)
    for persons in places.values():
        for person in persons:
            mentions[person] += 1
    found: list[NameSpan] = []
    certain = known_from_news(reading, places)
    for at, persons in places.items():
        if others & reading.hits[at].surnames.keys() and not certain & persons.keys():
            continue
        span = _span(reading, at, persons, mentions, certain)
        if span is not None:
            found.append(span)
    return found


def _bearers(reading: Reading, at: int, banned: Bans) -> dict[int | str, Hit]:
    """Who on record bears the surname at a place; of near spellings two in a hundred are right."""
    persons: dict[int | str, Hit] = {}
    for surname, hit in reading.hits[at].surnames.items():
        if (
            hit.how == NEAR
            or hit.other_gender
            or hit.piece
            or reading.may_be_common_word(at, surname)
            or reading.is_read_as_common_word(at, surname)
        ):
            continue
        for number in reading.index.by_surname.get(surname, ())[:_MOST_LOOKED_AT]:
            entry = reading.index.entries[number]
            if entry.never or entry.misspelling or entry.swapped or entry.title:
                continue
            if (entry.person, at) in banned:
                continue
            if any(a.gender & entry.gender for a in hit.analyses):
                known = persons.get(entry.person)
                if known is None or _STRENGTH[hit.how] > _STRENGTH[known.how]:
                    persons[entry.person] = hit
    return persons


def _span(
    reading: Reading,
    at: int,
    persons: dict[int | str, Hit],
    mentions: dict[int | str, int],
    certain: set[int | str],
) -> NameSpan | None:
    place, token = reading.place, reading.place.tokens[at]
    genitive = any(a.cases & GENITIVE for hit in persons.values() for a in hit.analyses)
    if bearer_of_name(place.text, token.start, token.end, place.language, genitive=genitive):
        return None
    if is_adjective_of_place(place.text, token.start, token.end):
        return None
    recent = {person: reading.recent.get(person, 0.0) for person in persons}
    ranked = sorted(
        persons,
        key=lambda p: (
            -_STRENGTH[persons[p].how],
            -recent[p],
            -mentions[p],
            persons[p].distance,
            str(p),
        ),
    )
    best = ranked[0]
    surface = place.text[token.start : token.end]
    reasons = [Reason("surname_only", surface, against=True)]
    asked = [best]
    if best in certain:
        reasons = [Reason("surname_in_news", surface)]
    elif recent[best] > 0:
        reasons.append(Reason("recently_named"))
        rest = [p for p in ranked[1:] if recent[p] * _CLEARLY_MORE > recent[best]]
        asked = [best, *rest[: _MOST_ASKED - 1]]
    elif len(persons) <= _MOST_BEARERS:
        asked = ranked[:_MOST_ASKED]
    else:
        return None
    if len(asked) > 1:
        reasons.append(Reason("namesakes", against=True))
    frequent = is_frequent_surname(persons[best].analyses[0].word)
    return NameSpan(
        persons=tuple(asked),
        start=token.start,
        end=token.end,
        surface=surface,
        kind=SURNAME,
        exact=False,
        misspelling=False,
        score=_UNWEIGHED,
        reasons=tuple(reasons),
        traits=_traits(reading, at, persons[best], frequent),
    )


def _traits(reading: Reading, at: int, hit: Hit, frequent: bool) -> tuple[tuple[str, float], ...]:
    """How near the surname is, whether many bear it, whether another name may stand before it."""
    traits: list[tuple[str, float]] = []
    if hit.distance > 0:
        traits.append(("surname_distance", round(min(hit.distance, 2.0), 2)))
    if frequent:
        traits.append(("frequent", 1.0))
    if at > 0 and reading.place.joins[at - 1] == SPACE:
        traits.append(("beside_capital", 1.0))
    return tuple(traits)
