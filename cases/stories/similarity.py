"""Whether an article belongs to a story: a score with its parts, in words. Pure.

Terms that many articles share say little, rare ones much. One name alone is never enough: the same
person is in the news for two things on one day, and the same court sentences two people, so a
second signal of another kind is demanded (design: "no merge on one famous person alone").
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from cases.stories.comparing import SHOWN, Part, compare, side_of
from cases.stories.doubts import (
    digest,
    nearness,
    no_name_shared,
    other_event,
    other_people,
)
from cases.stories.fingerprints import (
    DATE,
    EVENT,
    KIND,
    NUMBER,
    SPELLED,
    SUBJECT,
    TOPIC,
    Fingerprint,
)
from cases.stories.profiles import Member, StoryProfile, TermWeights, profile

# How much each part says, before it is divided by what can be compared at all.
_NAMES: Final = 0.5
_WORDS: Final = 0.25
_CONCEPTS: Final = 0.3
_NUMBERS: Final = 0.15
_SIMILAR_WORDS: Final = 0.2
_SPECIFIC_NUMBER: Final = 3  # digits, or a decimal point (207.3 is an article of law)
_KINDS_OF_EVIDENCE: Final = 2
# So much of two stories' vocabulary that it is evidence of its own, where no names are given.
_MANY_CONCEPTS: Final = 6
_MANY_EVENTS: Final = 2
_ALIKE: Final = 0.6
_MANY_NUMBERS: Final = 2
_MANY_NAMES: Final = 3
_RARE: Final = 0.5  # weight from which a shared name counts as rare
_SOON: Final = timedelta(hours=60)
MARGIN: Final = 0.02
COMPARED_MEMBERS: Final = 12
_MOST_OF_THEM: Final = 0.5
# A story that the newcomer does not nearly fit is not one event with the newcomer's.
_NEARLY: Final = 0.8


@dataclass(frozen=True, slots=True)
class StoryScore:
    """How well an article fits a story. `signals` are the kinds of evidence that agree."""

    value: float
    parts: tuple[Part, ...]
    signals: frozenset[str]
    doubts: tuple[str, ...]

    def reasons(self) -> list[dict[str, Any]]:
        """For the row and the page: `[{"kind", "value", "weight", "shared"}]`, doubts after them."""
        return [
            {
                "kind": part.kind,
                "value": round(part.value, 3),
                "weight": round(part.weight, 3),
                "shared": list(part.shared),
            }
            for part in self.parts
        ] + [{"kind": doubt, "value": 0.0, "weight": 0.0, "shared": []} for doubt in self.doubts]


def score(
    article: Fingerprint,
    at: datetime | None,
    story: StoryProfile,
    weights: TermWeights,
    window: timedelta,
) -> StoryScore:
    """How well the article fits the story; 0.0 to 1.0.

    `at` is the article's date, None when it gives none: then time says nothing. `window` is the
    distance in time at which a story is still looked at.
    """
    their_people = story.people
    their_subjects = story.subjects
    names = article.names
    called = "names"
    if article.subjects and their_subjects:
        names = names | article.subjects
    elif their_subjects:
        called = "names but subjects"
    read_aloud = compare(
        "names",
        names,
        side_of(story, called, weights),
        weights,
        _NAMES,
        surely=(article.people, their_people),
    )
    spelled = compare(
        "names", article.starting(SPELLED), side_of(story, SPELLED, weights), weights, _NAMES
    )
    found = [
        _better(read_aloud, spelled),
        compare(
            "concepts",
            article.starting(EVENT) | article.starting(TOPIC),
            side_of(story, EVENT + TOPIC, weights),
            weights,
            _CONCEPTS,
        ),
        compare(
            "words",
            article.words,
            side_of(story, f"words {article.language}", weights),
            weights,
            _WORDS,
        ),
    ]
    parts = [part for part in found if part is not None]
    numbers = compare(
        "numbers",
        article.starting(NUMBER) | article.starting(DATE),
        side_of(story, NUMBER + DATE, weights),
        weights,
        _NUMBERS,
    )
    # Numbers can only speak for a story: articles choose different ones to mention.
    if numbers is not None and numbers.shared:
        parts.append(numbers)
    total = sum(part.weight for part in parts)
    value = sum(part.value * part.weight for part in parts) / total if total else 0.0
    gap = _gap(at, story)
    signals = _signals(article, parts, weights, soon=gap <= _SOON)
    met = any(part.kind == "names" and part.shared for part in parts)
    doubts: list[str] = []
    for doubt, factor in (
        ("other people", other_people(article, story, their_people, signals)),
        ("a survey of many people", digest(article, story, their_people)),
        ("another kind of event", other_event(article, story)),
        ("no name in common", no_name_shared(article, story, a_name_is_shared=met)),
        ("far in time", nearness(gap, window)),
    ):
        if factor < 1.0:
            doubts.append(doubt)
            value *= factor
    return StoryScore(value, tuple(parts), signals, tuple(doubts))


def fitting(scores: Mapping[int, StoryScore], threshold: float) -> list[int]:
    """The stories that the article may belong to, the best first.

    Each reaches the threshold and has two kinds of evidence.
    """
    able = [
        story
        for story, found in scores.items()
        if found.value >= threshold and len(found.signals) >= _KINDS_OF_EVIDENCE
    ]
    return sorted(able, key=lambda story: (-scores[story].value, story))


def choose(scores: Mapping[int, StoryScore], threshold: float) -> int | None:
    """The story that the article belongs to, or None for a story of its own.

    The best of those that fit must be ahead of the second best: of two that fit alike neither is
    taken.
    """
    ranked = fitting(scores, threshold)
    if not ranked:
        return None
    if len(ranked) > 1 and scores[ranked[0]].value - scores[ranked[1]].value < MARGIN:
        return None
    return ranked[0]


def may_be_one_event(scores: Mapping[int, StoryScore], chosen: int, threshold: float) -> list[int]:
    """The other stories that the newcomer nearly fits: perhaps they and the chosen one are one event."""
    return [
        story
        for story in scores
        if story != chosen
        and scores[story].value >= threshold * _NEARLY
        and len(scores[story].signals) >= _KINDS_OF_EVIDENCE
    ]


def is_one_event(
    smaller: Sequence[Member],
    larger: StoryProfile,
    *,
    weights: TermWeights,
    window: timedelta,
    threshold: float,
) -> bool:
    """Whether two stories are one event that was split: half of the smaller one fit the larger one.

    The first articles of an event often have little in common; those that come later join them. The
    first `COMPARED_MEMBERS` of the smaller one are looked at.
    """
    scores = {
        number: score(member.fingerprint, member.at, larger, weights, window)
        for number, member in enumerate(smaller[:COMPARED_MEMBERS])
    }
    return bool(scores) and len(fitting(scores, threshold)) >= _MOST_OF_THEM * len(scores)


def best_terms(article: Fingerprint, weights: TermWeights, limit: int) -> list[str]:
    """The terms by which candidate stories are looked up: those that say most, names first."""

    def best_first(terms: Iterable[str]) -> list[str]:
        return sorted(terms, key=lambda term: (-weights.of(term), term))

    names = best_first(article.names | article.subjects | article.starting(SPELLED))
    others = best_first(article.words | article.starting(NUMBER) | article.starting(EVENT))
    half = limit // 2
    return [*names[:half], *others[: limit - min(half, len(names))]]


def _better(one: Part | None, other: Part | None) -> Part | None:
    """Names agree in sound or in spelling: what is read aloud in two ways may be written in one."""
    if one is None or other is None or one.value >= other.value:
        return one
    return Part(one.kind, other.value, one.weight, (*one.shared, *other.shared)[:SHOWN])


def _signals(
    article: Fingerprint, parts: Iterable[Part], weights: TermWeights, *, soon: bool
) -> frozenset[str]:
    found: set[str] = set()
    for part in parts:
        match part.kind:
            case "names":
                rare = [
                    name
                    for name in part.shared
                    if name[0] in SUBJECT + SPELLED or name in article.rare_names
                ]
                if rare:
                    found.add("names")
                # Three rare names on one day are more than one person: who did what to whom, where.
                strong = [n for n in rare if weights.of(n) >= _RARE and n[0] != SUBJECT]
                written = sum(name[0] == SPELLED for name in strong)
                if soon and max(written, len(strong) - written) >= _MANY_NAMES:
                    found.add("many names")
            case "words":
                if part.value >= _SIMILAR_WORDS:
                    found.add("words")
            case "concepts":
                events = sum(term[0] == EVENT for term in part.shared)
                if events or len(part.shared) >= 3:
                    found.add("concepts")
                if (
                    part.value >= _ALIKE
                    and events >= _MANY_EVENTS
                    and len(part.shared) >= _MANY_CONCEPTS
                ):
                    found.add("many concepts")
            case "numbers":
                # Within days of each other one number and the name are enough: «15 суток», 8 years.
                if (
                    any(map(_is_specific, part.shared))
                    or len(part.shared) >= _MANY_NUMBERS
                    or (soon and part.shared and "names" in found)
                ):
                    found.add("numbers")
    return frozenset(found)


def _is_specific(term: str) -> bool:
    return term[0] == NUMBER and (len(term) > _SPECIFIC_NUMBER or "." in term)


def _gap(at: datetime | None, story: StoryProfile) -> timedelta:
    """How long before or after the story the article came; nothing where a date is missing."""
    if at is None or story.first_at is None or story.last_at is None:
        return timedelta(0)
    return max(story.first_at - at, at - story.last_at, timedelta(0))


__all__ = [
    "COMPARED_MEMBERS",
    "KIND",
    "MARGIN",
    "Member",
    "Part",
    "StoryProfile",
    "StoryScore",
    "TermWeights",
    "best_terms",
    "choose",
    "fitting",
    "is_one_event",
    "may_be_one_event",
    "profile",
    "score",
]
