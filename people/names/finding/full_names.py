"""Full names in a text: candidates where surname and given name stand joined, and their rivalry."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from people.names.evidence import NEAR, Reason
from people.names.finding.candidate import REVIEW_ONLY, STOOD_BACK, STRONG, Candidate
from people.names.finding.context import BREAK, CONJUNCTION, DOT
from people.names.finding.matching import weigh
from people.names.finding.reading import Reading
from people.names.finding.spans import (
    FULL,
    MOST_NAMESAKES,
    NAMESAKE_SCORE,
    REPEATED_SCORE,
    NameSpan,
    replaced,
)

_TIE_DISTANCE: Final = 0.15
_MOST_WEIGHED: Final = 60  # of those who bear one full name

Bans = frozenset[tuple[int | str, int]]


def full_names(reading: Reading) -> tuple[list[NameSpan], Bans]:
    """The spans of full names, and the (person, word) pairs that a never-match form forbids."""
    places = [
        at for at, hits in enumerate(reading.hits) if hits.surnames and at not in reading.taken
    ]
    candidates = [candidate for at in places for candidate in _at(reading, at)]
    banned = frozenset((c.entry.person, c.surname_at) for c in candidates if _forbids(c))
    allowed = [
        candidate
        for candidate in candidates
        if not candidate.entry.never
        and (candidate.entry.person, candidate.surname_at) not in banned
    ]
    _mark_slips(allowed)
    return _settle(_choose(reading, allowed)), banned


def _mark_slips(candidates: list[Candidate]) -> None:
    """Where a recorded misspelling stands letter for letter, the right spelling does not excuse it."""
    slips = {
        (candidate.entry.person, candidate.surname_at): candidate
        for candidate in candidates
        if candidate.entry.misspelling and candidate.exact
    }
    for candidate in candidates:
        slip = slips.get((candidate.entry.person, candidate.surname_at))
        if slip is not None and not candidate.exact and not candidate.entry.misspelling:
            candidate.lower(REVIEW_ONLY, slip.reasons[-1])


def _forbids(candidate: Candidate) -> bool:
    """A never-match form forbids only where all of it stands, its patronymic too."""
    entry = candidate.entry
    if not entry.never or candidate.level < STRONG:
        return False
    agreed = any(reason.code == "patronymic_agrees" for reason in candidate.reasons)
    return agreed or not entry.patronymic_sounds


def _at(reading: Reading, at: int) -> Iterator[Candidate]:
    """Candidates whose surname is the word at `at`: given name before it or after it."""
    surnames = reading.hits[at].surnames
    best: dict[tuple[int, int], Candidate] = {}
    for given_at in _given_places(reading, at):
        givens = reading.hits[given_at].given
        named = reading.index.named(givens, surnames) if givens else {}
        for given in [given for given in givens if given in named]:
            given_hit = givens[given]
            for surname, numbers in named[given].items():
                surname_hit = surnames[surname]
                if given_hit.how == NEAR and surname_hit.how == NEAR:
                    continue
                for number in numbers[:_MOST_WEIGHED]:
                    candidate = weigh(
                        reading.place,
                        reading.index,
                        reading.index.entries[number],
                        (at, given_at),
                        (surname_hit, given_hit),
                        given < 0,
                    )
                    if candidate is None:
                        continue
                    if len(numbers) > _MOST_WEIGHED:
                        # Those who were not weighed may fit as well, whatever the patronymic.
                        candidate.lower(NAMESAKE_SCORE, Reason("namesakes", against=True))
                    known = best.get((number, given_at))
                    if known is None or _rank(candidate) > _rank(known):
                        best[number, given_at] = candidate
    yield from best.values()


def _given_places(reading: Reading, at: int) -> Iterator[int]:
    joins, tokens = reading.place.joins, reading.place.tokens
    for steps in (1, 2, 3):
        left = at - steps
        if left < 0 or not joins[left] or left in reading.taken:
            break
        if not tokens[left].is_initial and not (steps == 1 and joins[left] == CONJUNCTION):
            yield left
    if (
        at < len(joins)
        and joins[at] not in (BREAK, DOT, CONJUNCTION)
        and at + 1 not in reading.taken
    ):
        if not tokens[at + 1].is_initial:
            yield at + 1


def _choose(reading: Reading, candidates: list[Candidate]) -> list[NameSpan]:
    """The best candidate at each place; equals stand together, lesser ones are dropped."""
    groups: list[list[Candidate]] = []
    holder: dict[int, list[Candidate]] = {}
    for candidate in sorted(candidates, key=_rank, reverse=True):
        words = (candidate.surname_at, candidate.given_at)
        rivals = [holder[word] for word in words if word in holder]
        if not rivals:
            group = [candidate]
            groups.append(group)
            for word in words:
                holder[word] = group
            continue
        first = rivals[0][0]
        if first.surname_at == candidate.surname_at and first.given_at == candidate.given_at:
            if _equal(first, candidate):
                rivals[0].append(candidate)
        elif first.level == candidate.level and first.entry.person != candidate.entry.person:
            less = (
                candidate.distance >= first.distance + STOOD_BACK
                or candidate.own_words_between < first.own_words_between
            )
            if first.surname_at != candidate.surname_at and not less:
                words_shared = reading.place.tokens[candidate.given_at].text
                first.lower(0.6, Reason("order_doubtful", words_shared, against=True))
    return [_span(reading, group) for group in groups]


def _span(reading: Reading, group: list[Candidate]) -> NameSpan:
    best = group[0]
    persons = tuple(dict.fromkeys(candidate.entry.person for candidate in group))
    tokens = reading.place.tokens
    first = min(candidate.first for candidate in group)
    last = max(candidate.last for candidate in group)
    reading.taken.update(range(first, last + 1))
    for candidate in group:
        if not candidate.surname_first:
            key = (candidate.entry.person, candidate.entry.parts.script)
            reading.orders.setdefault(key, candidate.entry.swapped)
    reasons = tuple(best.reasons)
    score = best.score
    if len(persons) > 1:
        score = min(score, NAMESAKE_SCORE)
        if not any(reason.code == "namesakes" for reason in reasons):
            reasons = (*reasons, Reason("namesakes", against=True))
    start, end = tokens[first].start, tokens[last].end
    return NameSpan(
        persons=persons[:MOST_NAMESAKES],
        start=start,
        end=end,
        surface=reading.place.text[start:end],
        kind=FULL,
        exact=best.exact,
        misspelling=best.level < STRONG and _is_slip(best),
        score=round(score, 4),
        reasons=reasons,
        traits=_traits(best),
    )


def _traits(candidate: Candidate) -> tuple[tuple[str, float], ...]:
    """What is no reason in words but tells how sure the words are."""
    traits: list[tuple[str, float]] = []
    if candidate.distance > 0:
        traits.append(("distance", round(min(candidate.distance, 2.0), 2)))
    if candidate.surname_first:
        traits.append(("surname_first", 1.0))
    return tuple(traits)


def _settle(spans: list[NameSpan]) -> list[NameSpan]:
    """Namesakes told apart elsewhere in the text (by a patronymic) are told apart here too."""
    sure = {s.persons[0] for s in spans if len(s.persons) == 1 and s.score > NAMESAKE_SCORE}
    settled: list[NameSpan] = []
    for span in spans:
        known = [person for person in span.persons if person in sure]
        if len(span.persons) > 1 and len(known) == 1:
            reasons = tuple(r for r in span.reasons if r.code != "namesakes")
            span = replaced(span, (known[0],), REPEATED_SCORE, reasons)
        settled.append(span)
    return settled


def _rank(candidate: Candidate) -> tuple[int, int, float, bool, float]:
    return (
        candidate.level,
        candidate.own_words_between,
        candidate.score,
        not candidate.surname_first,
        -candidate.distance,
    )


def _equal(first: Candidate, other: Candidate) -> bool:
    """Whether nothing in the text prefers one of two candidates at the same words."""
    if first.entry.person == other.entry.person:
        return False
    if first.level >= STRONG:
        return other.level == first.level and other.distance - first.distance <= _TIE_DISTANCE
    return first.score - other.score <= 0.1


def _is_slip(candidate: Candidate) -> bool:
    return any(
        r.code in ("misspelling", "near_spelling", "other_gender") for r in candidate.reasons
    )
