"""Pairs of records that may be one person, for somebody to look at."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, Final, NamedTuple

from django.db.models import F, Q, QuerySet, TextField
from django.db.models.functions import Cast

from people.models import MergeDecision, NameForm, NameKind, Person, Verdict
from people.names import NameMatch, NameParts, PartMatch, compare_names
from people.names.evidence import DIFFERENT, EXACT
from people.names.parts import recorded_parts
from people.selectors.by_keys import holding
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState

# Below this a name says too little; 0.9 is the same name in another spelling.
LEAST_SCORE: Final = 0.7
# People gone through at a time: at first, where few look like others, and how often for one page.
FIRST_WINDOW: Final = 100
WINDOW: Final = 400
MOST_WINDOWS: Final = 5
# Forms read for one window, unless it is of a few people only.
MOST_FORMS: Final = 6_000
FEW: Final = 6
BORN: Final = "born"
_OTHER_SEX_WORTH: Final = 0.3
_BORN_APART_WORTH: Final = 0.2


@dataclass(frozen=True)
class PossibleDuplicate:
    """Two records, the newer first, how their names meet, and what else agrees or does not."""

    newer: Person
    older: Person
    score: float
    parts: tuple[PartMatch, ...]


class Place(NamedTuple):
    """Where a page ended: pairs go on with the records older than `older` for `newer`, then older ones."""

    newer: int
    older: int


@dataclass(frozen=True)
class DuplicatesPage:
    """Pairs of one page, the likeliest first; `ended` is where the next one goes on, None at the end."""

    pairs: list[PossibleDuplicate]
    ended: Place | None


def possible_duplicates(*, behind: Place | None = None, wanted: int = 25) -> DuplicatesPage:
    """The next pairs likely to be one person, those with the newest records first; at most `wanted`.

    Walks people from the newest, FIRST_WINDOW to WINDOW at a time, and compares each with those who share a
    name key: four queries a window, at most MOST_WINDOWS of them, and one for the records. A window whose
    people share their names with too many is read again in a quarter of its size. Left out are pairs that were
    decided to be two people, merged and withdrawn records, and names that meet only by what contradicts.
    """
    found: list[tuple[Place, NameMatch]] = []
    ended, size = behind, FIRST_WINDOW
    for _window in range(MOST_WINDOWS):
        while (window := _read(_standing_people(ended, size), size)).is_cut:
            size //= 4
        for pair, match in _pairs_of(window, ended):
            found.append((pair, match))
            if len(found) == wanted:
                return DuplicatesPage(_with_records(found), pair)
        if len(window.people) < size:
            return DuplicatesPage(_with_records(found), None)
        ended, size = Place(window.people[-1], 0), min(2 * size, WINDOW)
    return DuplicatesPage(_with_records(found), ended)


def compare_people(one: Person, other: Person) -> PossibleDuplicate:
    """How two records meet, whatever the score: for the page that asks before they are merged."""
    window = _Window([one.pk, other.pk])
    window.add(_forms(Q(person__in=[one, other])))
    newer, older = sorted((one, other), key=lambda person: -person.pk)
    match = _best(window.forms[newer.pk], window.forms[older.pk], {})
    return _with_facts(newer, older, match)


class _Facts(NamedTuple):
    """What tells two people of one name apart whatever their names."""

    sex: str
    earliest: date
    latest: date

    def contradict(self, other: _Facts) -> bool:
        if self.sex and other.sex and self.sex != other.sex:
            return True
        return self.earliest > other.latest or other.earliest > self.latest


# Thousands of rows share some dates: each is read once.
_BORN_AS_WRITTEN: Final = Cast("person__born", TextField())


@lru_cache(maxsize=20_000)
def _days(born: str) -> tuple[date, date]:
    first, last = PartialDate(born).bounds()
    return first or date.min, last or date.max


class _Form(NamedTuple):
    """A name as the record holds it; taken apart only where it is compared."""

    text: str
    language: str
    given: str
    patronymic: str
    surname: str

    def parts(self) -> NameParts:
        return recorded_parts(
            self.text,
            self.language,
            given=self.given,
            patronymic=self.patronymic,
            surname=self.surname,
        )


@dataclass
class _Window:
    """Some people, from the newest, with the forms of their names and of all who share a key."""

    people: list[int]
    forms: dict[int, list[_Form]] = field(default_factory=lambda: defaultdict(list))
    keys: dict[int, set[str]] = field(default_factory=lambda: defaultdict(set))
    holders: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    facts: dict[int, _Facts] = field(default_factory=dict)
    is_cut: bool = False

    def add(self, rows: Iterable[tuple[Any, ...]]) -> None:
        for person, sex, born, keys, *form in rows:
            self.forms[person].append(_Form(*form))
            self.facts[person] = _Facts(sex, *(_days(born) if born else (date.min, date.max)))
            for key in keys:
                if key.startswith("p:"):
                    self.keys[person].add(key)
                    self.holders[key].add(person)

    def near(self, person: int) -> set[int]:
        """Who shares a key of surname and given name with the person and is older."""
        found = {other for key in self.keys[person] for other in self.holders[key]}
        return {other for other in found if other < person}


def _standing_people(behind: Place | None, size: int) -> list[int]:
    people = Person.objects.not_merged().exclude(state=PublishingState.WITHDRAWN)
    if behind is not None:
        # The newer record of the last pair again, unless all its pairs were shown.
        people = people.filter(pk__lt=behind.newer + (behind.older > 0))
    return list(people.order_by("-pk").values_list("pk", flat=True)[:size])


def _forms(condition: Q, keys: Iterable[str] = ()) -> QuerySet[NameForm, tuple[Any, ...]]:
    """Rows of names in use (with one of the keys) and of what is known of their people."""
    forms = NameForm.objects.live().filter(condition).exclude(kind=NameKind.NEVER_MATCH).order_by()
    return (holding(forms, keys) if keys else forms).values_list(
        "person_id",
        "person__sex",
        _BORN_AS_WRITTEN,
        "keys",
        "text",
        "language",
        "given",
        "patronymic",
        "surname",
    )


def _read(people: list[int], size: int) -> _Window:
    window = _Window(people)
    if not people:
        return window
    window.add(_forms(Q(person_id__in=people)))
    if not window.holders:
        return window
    older = Q(person__merged_into__isnull=True, person_id__lt=people[-1])
    older &= ~Q(person__state=PublishingState.WITHDRAWN)
    others = _forms(older, window.holders)
    most = MOST_FORMS if size > FEW else None
    rows = list(others.order_by(F("id") + 0)[: most and most + 1])
    window.is_cut = most is not None and len(rows) > most
    window.add(rows)
    return window


def _pairs_of(window: _Window, behind: Place | None) -> Iterator[tuple[Place, NameMatch]]:
    """Likely pairs of the window's people, the newest first, and of each with the newest first."""
    known: dict[tuple[_Form, _Form], NameMatch] = {}
    near = {
        person: sorted(
            (
                other
                for other in window.near(person)
                if not window.facts[person].contradict(window.facts[other])
                and (behind is None or person < behind.newer or other < behind.older)
            ),
            reverse=True,
        )
        for person in window.people
        if person in window.forms
    }
    told_apart = _told_apart([person for person, others in near.items() if others])
    for person, others in near.items():
        for other in others:
            if (person, other) in told_apart:
                continue
            match = _best(window.forms[person], window.forms[other], known)
            if match.score >= LEAST_SCORE:
                yield Place(person, other), match


def _told_apart(newer: list[int]) -> set[tuple[int, int]]:
    """Pairs decided to be two people, the newer first."""
    if not newer:
        return set()
    return set(
        MergeDecision.objects.filter(
            superseded_at__isnull=True, verdict=Verdict.DIFFERENT, second_id__in=newer
        ).values_list("second_id", "first_id")
    )


def _best(
    one: Iterable[_Form],
    other: Iterable[_Form],
    known: dict[tuple[_Form, _Form], NameMatch],
) -> NameMatch:
    best = NameMatch(0.0)
    theirs = list(other)
    for a in one:
        for b in theirs:
            match = known.get((a, b))
            if match is None:
                match = known[a, b] = compare_names(a.parts(), b.parts())
            if match.score > best.score:
                best = match
    return best


def _with_records(found: list[tuple[Place, NameMatch]]) -> list[PossibleDuplicate]:
    """With the facts of both records; the likeliest first."""
    people = Person.objects.in_bulk({pk for pair, _ in found for pk in pair}) if found else {}
    pairs = [
        _with_facts(people[newer], people[older], match)
        for (newer, older), match in found
        if newer in people and older in people
    ]
    return sorted(pairs, key=lambda pair: (-pair.score, -pair.newer.pk, -pair.older.pk))


def _with_facts(newer: Person, older: Person, match: NameMatch) -> PossibleDuplicate:
    """The name's score moved by what else is known of both: sex and date of birth."""
    score, parts = match.score, list(match.parts)
    if newer.sex and older.sex and newer.sex != older.sex:
        score *= _OTHER_SEX_WORTH
        parts.append(PartMatch("gender", newer.sex, older.sex, DIFFERENT, _OTHER_SEX_WORTH))
    if newer.born and older.born and not (newer.born.is_unknown or older.born.is_unknown):
        agree = newer.born.overlaps(older.born)
        score = score + (1 - score) / 2 if agree else score * _BORN_APART_WORTH
        how, worth = (EXACT, 1.0) if agree else (DIFFERENT, _BORN_APART_WORTH)
        parts.append(PartMatch(BORN, str(newer.born), str(older.born), how, worth))
    return PossibleDuplicate(newer, older, round(score, 4), tuple(parts))
