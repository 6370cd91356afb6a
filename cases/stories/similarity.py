"""Whether an article belongs to a story: a score with its parts, in words. Pure.

Terms that many articles share say little, rare ones much. One name alone is never enough: the same
person is in the news for two things on one day, and the same court sentences two people, so a
second signal of another kind is demanded (design: "no merge on one famous person alone").
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from cases.stories.fingerprints import (
    DATE,
    EVENT,
    FAMOUS,
    GIVEN_NAME,
    NUMBER,
    PERSON,
    TOPIC,
    Fingerprint,
)

# What a term of each kind is worth beside a rare surname.
_PRIOR: Final = {GIVEN_NAME: 0.3, FAMOUS: 0.25, EVENT: 1.0, TOPIC: 0.5, NUMBER: 0.6, DATE: 0.35}
# How much each part says, before it is divided by what can be compared at all.
_NAMES: Final = 0.5
_WORDS: Final = 0.25
_CONCEPTS: Final = 0.3
_NUMBERS: Final = 0.15
# As if so many other articles had been seen: a new installation must not think every word common.
_SEEN_BEFORE: Final = 1_000
_ENOUGH: Final = 500
_UNSURE: Final = 0.5
_OTHER_PEOPLE: Final = 0.35
# A letter of many people: each report names others of them.
_OTHER_PEOPLE_SAME_WORDS: Final = 0.7
_OTHER_EVENT: Final = 0.65
_FAR_IN_TIME: Final = 0.6
_SIMILAR_WORDS: Final = 0.2
_SPECIFIC_NUMBER: Final = 3  # digits, or a decimal point (207.3 is an article of law)
_KINDS_OF_EVIDENCE: Final = 2
# So much of two stories' vocabulary that it is evidence of its own, where no names are given.
_MANY_CONCEPTS: Final = 6
_MANY_EVENTS: Final = 2
_ALIKE: Final = 0.6
_MANY_NUMBERS: Final = 2
MARGIN: Final = 0.02
_COMPARED_MEMBERS: Final = 12
_MOST_OF_THEM: Final = 0.5


@dataclass(frozen=True, slots=True)
class TermWeights:
    """How common terms are: in how many of `documents` articles each was seen."""

    documents: int = 0
    counts: Mapping[str, int] = field(default_factory=dict)

    def of(self, term: str) -> float:
        """The weight of a term: near 1 for a rare surname, near 0 for what stands everywhere."""
        total = _SEEN_BEFORE + self.documents
        # A few dozen articles, perhaps of one event, say nothing of how common a word is.
        seen = self.counts.get(term, 0) * min(self.documents / _ENOUGH, 1.0)
        rarity = math.log(total / (1 + seen)) / math.log(total)
        return max(rarity, 0.02) * _PRIOR.get(term[0], 1.0)


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, as far as comparing needs it. `at` is None when it gives no date."""

    fingerprint: Fingerprint
    at: datetime | None


@dataclass(frozen=True, slots=True)
class StoryProfile:
    """What the articles of a story share: each term with the share of members that have it."""

    names: Mapping[str, float]
    terms: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]  # by language
    first_at: datetime | None
    last_at: datetime | None


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a score: its kind, how alike (0 to 1), how much it counts, what was shared."""

    kind: str
    value: float
    weight: float
    shared: tuple[str, ...] = ()


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


def profile(members: Iterable[Member]) -> StoryProfile:
    """The profile of a story with at least one member."""
    names: Counter[str] = Counter()
    terms: Counter[str] = Counter()
    words: dict[str, Counter[str]] = {}
    languages: Counter[str] = Counter()
    dates: list[datetime] = []
    total = 0
    for member in members:
        total += 1
        own_words = member.fingerprint.words
        names.update(member.fingerprint.names)
        terms.update(member.fingerprint.terms - own_words)
        words.setdefault(member.fingerprint.language, Counter()).update(own_words)
        languages[member.fingerprint.language] += 1
        if member.at is not None:
            dates.append(member.at)
    return StoryProfile(
        names=_shares(names, total),
        terms=_shares(terms, total),
        words={code: _shares(found, languages[code]) for code, found in words.items()},
        first_at=min(dates, default=None),
        last_at=max(dates, default=None),
    )


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
    their_people = {term[1:] for term in story.terms if term[0] == PERSON}
    people = article.people | their_people
    parts = [
        part
        for part in (
            _compare("names", article.names, story.names, weights, _NAMES, surely=people),
            _compare(
                "concepts",
                article.starting(EVENT) | article.starting(TOPIC),
                _only(story.terms, EVENT + TOPIC),
                weights,
                _CONCEPTS,
            ),
            _compare(
                "words", article.words, story.words.get(article.language, {}), weights, _WORDS
            ),
        )
        if part is not None
    ]
    numbers = _compare(
        "numbers",
        article.starting(NUMBER) | article.starting(DATE),
        _only(story.terms, NUMBER + DATE),
        weights,
        _NUMBERS,
    )
    # Numbers can only speak for a story: articles choose different ones to mention.
    if numbers is not None and numbers.shared:
        parts.append(numbers)
    total = sum(part.weight for part in parts)
    value = sum(part.value * part.weight for part in parts) / total if total else 0.0
    signals = _signals(article, parts)
    doubts: list[str] = []
    met = (article.people & story.names.keys()) | (their_people & article.names)
    if article.people and their_people and not met:
        doubts.append("other people")
        value *= _OTHER_PEOPLE_SAME_WORDS if "many concepts" in signals else _OTHER_PEOPLE
    events, story_events = article.starting(EVENT), _only(story.terms, EVENT)
    if events and story_events and not events & story_events.keys():
        doubts.append("another kind of event")
        value *= _OTHER_EVENT
    nearness = _nearness(at, story, window)
    if nearness < 1.0:
        doubts.append("far in time")
        value *= nearness
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


def is_one_event(
    one: Sequence[Member],
    other: Sequence[Member],
    *,
    weights: TermWeights,
    window: timedelta,
    threshold: float,
) -> bool:
    """Whether two stories are one event that was split: half of the smaller one fit the larger one.

    The first articles of an event often have little in common; those that come later join them.
    """
    smaller, larger = sorted((one, other), key=len)
    whole = profile(larger)
    scores = {
        number: score(member.fingerprint, member.at, whole, weights, window)
        for number, member in enumerate(smaller[:_COMPARED_MEMBERS])
    }
    return bool(scores) and len(fitting(scores, threshold)) >= _MOST_OF_THEM * len(scores)


def best_story(
    newcomer: Member,
    candidates: Mapping[int, Sequence[Member]],
    *,
    weights: TermWeights,
    window: timedelta,
    threshold: float,
) -> tuple[int | None, StoryScore | None]:
    """The candidate that the newcomer belongs to with its score, or (None, None).

    Two that fit alike are no obstacle where the newcomer shows that they are one event.
    """
    scores = {
        story: score(newcomer.fingerprint, newcomer.at, profile(members), weights, window)
        for story, members in candidates.items()
    }
    chosen = choose(scores, threshold)
    ranked = fitting(scores, threshold)
    if chosen is None and len(ranked) > 1:
        best, second = ranked[:2]
        with_newcomer = [*candidates[best], newcomer]
        if is_one_event(
            with_newcomer,
            candidates[second],
            weights=weights,
            window=window,
            threshold=threshold,
        ):
            chosen = best
    return (chosen, scores[chosen]) if chosen is not None else (None, None)


def best_terms(article: Fingerprint, weights: TermWeights, limit: int) -> list[str]:
    """The terms by which candidate stories are looked up: those that say most, names first."""
    names = sorted(article.names, key=lambda term: (-weights.of(term), term))
    others = sorted(
        article.terms - article.starting(TOPIC) - article.starting(DATE),
        key=lambda term: (-weights.of(term), term),
    )
    half = limit // 2
    return [*names[:half], *others[: limit - min(half, len(names))]]


def _shares(counts: Counter[str], total: int) -> dict[str, float]:
    return {term: count / total for term, count in counts.items()}


def _only(terms: Mapping[str, float], signs: str) -> dict[str, float]:
    return {term: share for term, share in terms.items() if term[0] in signs}


def _compare(
    kind: str,
    own: frozenset[str],
    others: Mapping[str, float],
    weights: TermWeights,
    weight: float,
    *,
    surely: Set[str] | None = None,
) -> Part | None:
    """Half cosine, half share of the poorer side: a headline is poor beside a long article.

    Of names, those that are `surely` people's count in full: other capitals may be any word. None
    when either side has nothing to compare.
    """
    if not own or not others:
        return None

    def worth(term: str) -> float:
        sure = surely is None or term in surely or term[0] in GIVEN_NAME + FAMOUS
        return weights.of(term) * (1.0 if sure else _UNSURE)

    mine = {term: worth(term) for term in own}
    theirs = {term: worth(term) * math.sqrt(share) for term, share in others.items()}
    shared = own & others.keys()
    product = sum(mine[term] * theirs[term] for term in shared)
    cosine = product / (
        math.sqrt(sum(w * w for w in mine.values()))
        * math.sqrt(sum(w * w for w in theirs.values()))
    )
    common = sum(min(mine[term], theirs[term]) for term in shared)
    contained = common / min(sum(mine.values()), sum(theirs.values()))
    strongest = sorted(shared, key=lambda term: (-mine[term], term))[:8]
    # Where one side has only what everybody has ("Russia"), the comparison says little.
    telling = min(max(mine.values()), max(theirs.values()), 1.0)
    return Part(kind, min((cosine + contained) / 2, 1.0), weight * telling, tuple(strongest))


def _signals(article: Fingerprint, parts: Iterable[Part]) -> frozenset[str]:
    found: set[str] = set()
    for part in parts:
        match part.kind:
            case "names":
                if any(name in article.rare_names for name in part.shared):
                    found.add("names")
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
                if any(map(_is_specific, part.shared)) or len(part.shared) >= _MANY_NUMBERS:
                    found.add("numbers")
    return frozenset(found)


def _is_specific(term: str) -> bool:
    return term[0] == NUMBER and (len(term) > _SPECIFIC_NUMBER or "." in term)


def _nearness(at: datetime | None, story: StoryProfile, window: timedelta) -> float:
    """1.0 within a day of the story, falling to `_FAR_IN_TIME` at the window's end."""
    if at is None or story.first_at is None or story.last_at is None:
        return 1.0
    gap = max(story.first_at - at, at - story.last_at, timedelta(0))
    beyond = (gap - timedelta(days=1)) / max(window - timedelta(days=1), timedelta(hours=1))
    return 1.0 - (1.0 - _FAR_IN_TIME) * min(max(beyond, 0.0), 1.0)
