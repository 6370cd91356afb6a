"""Pairs of records that may be one person, for somebody to look at."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.db.models import Q

from people.models import MergeDecision, NameForm, NameKind, Person, Verdict
from people.names import NameMatch, NameParts, PartMatch, compare_names
from people.names.evidence import DIFFERENT, EXACT
from people.names.parts import recorded_parts
from tracker.lib.publishing import PublishingState

# Below this a name says too little; 0.9 is the same name in another spelling.
LEAST_SCORE: Final = 0.7
# People gone through for one page, and forms read beside theirs.
WINDOW: Final = 400
MOST_WINDOWS: Final = 5
MOST_FORMS: Final = 6_000
BORN: Final = "born"


@dataclass(frozen=True)
class PossibleDuplicate:
    """Two records, the newer first, how their names meet, and what else agrees or does not."""

    newer: Person
    older: Person
    score: float
    parts: tuple[PartMatch, ...]


@dataclass(frozen=True)
class DuplicatesPage:
    """Pairs of one page; `older_than` is where the next one goes on, None at the end."""

    pairs: list[PossibleDuplicate]
    older_than: int | None


def possible_duplicates(*, older_than: int | None = None, wanted: int = 25) -> DuplicatesPage:
    """Pairs likely to be one person, those with the newest records first.

    Walks people from the newest, WINDOW at a time, and compares each with those who share a name key:
    four queries a window, at most MOST_WINDOWS of them. Left out are pairs that were decided to be
    two people, merged and withdrawn records, and names that meet only by what contradicts.
    """
    pairs: list[PossibleDuplicate] = []
    last = older_than
    for _window in range(MOST_WINDOWS):
        people = _standing_people(last)
        if not people:
            return DuplicatesPage(pairs, None)
        pairs += _pairs_of(people)
        last = people[-1]
        if len(people) < WINDOW:
            return DuplicatesPage(pairs, None)
        if len(pairs) >= wanted:
            break
    return DuplicatesPage(pairs, last)


def compare_people(one: Person, other: Person) -> PossibleDuplicate:
    """How two records meet, whatever the score: for the page that asks before they are merged."""
    forms = _forms(Q(person__in=[one, other]))
    newer, older = sorted((one, other), key=lambda person: -person.pk)
    match = _best(forms[newer.pk], forms[older.pk], {})
    return _with_facts(newer, older, match)


def _standing_people(older_than: int | None) -> list[int]:
    people = Person.objects.not_merged().exclude(state=PublishingState.WITHDRAWN)
    if older_than is not None:
        people = people.filter(pk__lt=older_than)
    return list(people.order_by("-pk").values_list("pk", flat=True)[:WINDOW])


def _forms(condition: Q) -> dict[int, list[tuple[NameParts, frozenset[str]]]]:
    """Names of people in use, taken apart, with the keys of surname and given name."""
    rows = (
        NameForm.objects.live()
        .filter(condition)
        .exclude(kind=NameKind.NEVER_MATCH)
        .order_by()
        .values_list("person_id", "text", "language", "given", "patronymic", "surname", "keys")
    )
    found: dict[int, list[tuple[NameParts, frozenset[str]]]] = defaultdict(list)
    for person_id, text, language, given, patronymic, surname, keys in rows[:MOST_FORMS]:
        parts = recorded_parts(text, language, given=given, patronymic=patronymic, surname=surname)
        pairs = frozenset(key for key in keys if key.startswith("p:"))
        found[person_id].append((parts, pairs))
    return found


def _pairs_of(people: list[int]) -> list[PossibleDuplicate]:
    own = _forms(Q(person_id__in=people))
    keys = {key for forms in own.values() for _, pairs in forms for key in pairs}
    if not keys:
        return []
    standing = Person.objects.not_merged().exclude(state=PublishingState.WITHDRAWN)
    others = _forms(Q(keys__overlap=sorted(keys), person__in=standing.order_by()))
    by_key: dict[str, set[int]] = defaultdict(set)
    for person_id, forms in others.items():
        for _, pairs in forms:
            for key in pairs & keys:
                by_key[key].add(person_id)
    known: dict[tuple[NameParts, NameParts], NameMatch] = {}
    met: dict[tuple[int, int], NameMatch] = {}
    for person_id, forms in own.items():
        near = {other for _, pairs in forms for key in pairs for other in by_key[key]}
        # Each pair once: with the older record of the two.
        for other in sorted(one for one in near if one < person_id):
            match = _best(forms, others[other], known)
            if match.score >= LEAST_SCORE:
                met[person_id, other] = match
    return _judged(met)


def _best(
    one: Iterable[tuple[NameParts, frozenset[str]]],
    other: Iterable[tuple[NameParts, frozenset[str]]],
    known: dict[tuple[NameParts, NameParts], NameMatch],
) -> NameMatch:
    best = NameMatch(0.0)
    theirs = list(other)
    for a, _ in one:
        for b, _ in theirs:
            match = known.get((a, b))
            if match is None:
                match = known[a, b] = compare_names(a, b)
            if match.score > best.score:
                best = match
    return best


def _judged(met: dict[tuple[int, int], NameMatch]) -> list[PossibleDuplicate]:
    """With the facts of both records, without pairs decided to be two people; likeliest first."""
    if not met:
        return []
    people = Person.objects.in_bulk({pk for pair in met for pk in pair})
    different = set(
        MergeDecision.objects.filter(
            superseded_at__isnull=True,
            verdict=Verdict.DIFFERENT,
            second_id__in={newer for newer, _ in met},
        ).values_list("second_id", "first_id")
    )
    pairs = [
        _with_facts(people[newer], people[older], match)
        for (newer, older), match in met.items()
        if (newer, older) not in different and newer in people and older in people
    ]
    likely = [pair for pair in pairs if pair.score >= LEAST_SCORE]
    return sorted(likely, key=lambda pair: (-pair.score, -pair.newer.pk, -pair.older.pk))


def _with_facts(newer: Person, older: Person, match: NameMatch) -> PossibleDuplicate:
    """The name's score moved by what else is known of both: sex and date of birth."""
    score, parts = match.score, list(match.parts)
    if newer.sex and older.sex and newer.sex != older.sex:
        score *= 0.3
        parts.append(PartMatch("gender", newer.sex, older.sex, DIFFERENT, 0.3))
    if newer.born and older.born and not (newer.born.is_unknown or older.born.is_unknown):
        agree = newer.born.overlaps(older.born)
        score = score + (1 - score) / 2 if agree else score * 0.2
        how = EXACT if agree else DIFFERENT
        parts.append(PartMatch(BORN, str(newer.born), str(older.born), how, 1.0 if agree else 0.2))
    return PossibleDuplicate(newer, older, round(score, 4), tuple(parts))
