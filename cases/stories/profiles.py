"""What the articles of a story share, kept as counts so that one more article costs the same. Pure.

A profile is what an article is compared with, however many articles the story has: at most
`MOST_NAMES` + `MOST_TERMS` + `MOST_WORDS` counts in each language, about 10 kB as JSON.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final, TypeVar

from cases.stories.fingerprints import (
    DATE,
    EVENT,
    FAMOUS,
    GIVEN_NAME,
    KIND,
    NUMBER,
    PERSON,
    SPELLED,
    SUBJECT,
    TOPIC,
    Fingerprint,
)

V = TypeVar("V")

MOST_NAMES: Final = 90
MOST_TERMS: Final = 200
MOST_WORDS: Final = 150
MOST_LANGUAGES: Final = 12
MOST_KEYS: Final = 160  # by which the story is found
# Counts are cut back to the bounds when they are so far above them.
_SLACK: Final = 1.5
# What a term of each kind is worth beside a rare surname.
_PRIOR: Final = {
    GIVEN_NAME: 0.3, FAMOUS: 0.25, EVENT: 1.0, TOPIC: 0.5, NUMBER: 0.6, DATE: 0.35, SUBJECT: 1.2,
    PERSON: 0.0, KIND: 0.0,
}  # fmt: skip
# As if so many other articles had been seen: a new installation must not think every word common.
_SEEN_BEFORE: Final = 1_000
_ENOUGH: Final = 500


class TermWeights:
    """How common terms are: in how many of `documents` articles each was seen.

    `counts` may grow while this is used; what was weighed stays as it was weighed.
    """

    __slots__ = ("_base", "_known", "_trust", "counts", "documents")

    def __init__(self, documents: int = 0, counts: Mapping[str, int] | None = None) -> None:
        self.documents = documents
        self.counts: Mapping[str, int] = {} if counts is None else counts
        self._known: dict[str, float] = {}
        self._base = math.log(_SEEN_BEFORE + documents)
        # A few dozen articles, perhaps of one event, say nothing of how common a word is.
        self._trust = min(documents / _ENOUGH, 1.0)

    def of(self, term: str) -> float:
        """The weight of a term: near 1 for a rare surname, near 0 for what stands everywhere."""
        weight = self._known.get(term)
        if weight is None:
            seen = self.counts.get(term, 0) * self._trust
            rarity = 1.0 - math.log(1 + seen) / self._base
            weight = max(rarity, 0.02) * _PRIOR.get(term[0], 1.0)
            self._known[term] = weight
        return weight


@dataclass(frozen=True, slots=True)
class Member:
    """An article of a story, as far as comparing needs it. `at` is None when it gives no date."""

    fingerprint: Fingerprint
    at: datetime | None


@dataclass(slots=True)
class StoryProfile:
    """Counts of the terms of a story's articles. `names` holds names and subjects, `terms` the rest
    but plain words, which `words` holds by language."""

    articles: int = 0
    names: dict[str, int] = field(default_factory=dict)
    terms: dict[str, int] = field(default_factory=dict)
    words: dict[str, dict[str, int]] = field(default_factory=dict)
    languages: dict[str, int] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None
    # What was worked out of the counts, and of what besides (`view`), until the next article comes.
    _views: dict[str, tuple[object, Any]] = field(default_factory=dict, compare=False, repr=False)

    def view(self, name: str, make: Callable[[], V], *, by: object = None) -> V:
        """What `make` works out of the profile, kept under the name until it changes or `by` is another."""
        kept = self._views.get(name)
        if kept is None or kept[0] is not by:
            kept = self._views[name] = (by, make())
        found: V = kept[1]
        return found

    def add(self, member: Member) -> None:
        """Count one more article."""
        self._views.clear()
        print_ = member.fingerprint
        own_words = print_.words
        self.articles += 1
        _count(self.names, print_.names, MOST_NAMES)
        _count(self.names, print_.subjects, MOST_NAMES)
        _count(self.terms, print_.terms - own_words, MOST_TERMS)
        language = print_.language
        if language in self.words or len(self.words) < MOST_LANGUAGES:
            _count(self.words.setdefault(language, {}), own_words, MOST_WORDS)
            self.languages[language] = self.languages.get(language, 0) + 1
        if member.at is not None:
            self.first_at = min(self.first_at or member.at, member.at)
            self.last_at = max(self.last_at or member.at, member.at)

    @property
    def people(self) -> frozenset[str]:
        """Names of people in a quarter of the articles or more."""
        least = self.articles / 4
        return self.view(
            "people",
            lambda: frozenset(term[1:] for term, n in self.starting(PERSON).items() if n >= least),
        )

    @property
    def subjects(self) -> dict[str, int]:
        """The records its articles speak of, with how many do."""
        return self.view(
            "subjects", lambda: {term: n for term, n in self.names.items() if term[0] == SUBJECT}
        )

    @property
    def kinds(self) -> dict[str, int]:
        """What its headlines say happened, with how many do."""
        return self.starting(KIND)

    def starting(self, signs: str) -> dict[str, int]:
        """The terms of some kinds, with how many articles have them."""
        return self.view(
            signs, lambda: {term: n for term, n in self.terms.items() if term[0] in signs}
        )

    def keys(self) -> list[str]:
        """The terms by which a new article finds the story: names and numbers first, then words."""
        told = sorted(self.names, key=lambda term: (-self.names[term], term))
        facts = [term for term in self.terms if term[0] in NUMBER + EVENT + SPELLED]
        room = max(MOST_KEYS - len(told) - len(facts), 20)
        words = sorted(
            (
                (n / self.languages[code], word)
                for code, of in self.words.items()
                for word, n in of.items()
            ),
            key=lambda one: (-one[0], one[1]),
        )
        return [*told, *facts, *dict.fromkeys(word for _n, word in words[:room])]

    def as_json(self) -> dict[str, Any]:
        """For the row; read back by `profile_from`."""
        return {
            "articles": self.articles,
            "names": self.names,
            "terms": self.terms,
            "words": self.words,
            "languages": self.languages,
            "first_at": self.first_at.isoformat() if self.first_at else None,
            "last_at": self.last_at.isoformat() if self.last_at else None,
        }


def profile(members: Iterable[Member]) -> StoryProfile:
    """The profile of some articles."""
    made = StoryProfile()
    for member in members:
        made.add(member)
    return made


def profile_from(kept: Mapping[str, Any]) -> StoryProfile:
    """A profile as `StoryProfile.as_json` wrote it."""
    first, last = kept["first_at"], kept["last_at"]
    return StoryProfile(
        articles=kept["articles"],
        names=kept["names"],
        terms=kept["terms"],
        words=kept["words"],
        languages=kept["languages"],
        first_at=datetime.fromisoformat(first) if first else None,
        last_at=datetime.fromisoformat(last) if last else None,
    )


def _count(counts: dict[str, int], terms: Iterable[str], bound: int) -> None:
    """Count the terms; far above the bound, those seen least are let go, the newest of them last."""
    for term in terms:
        counts[term] = counts.get(term, 0) + 1
    if len(counts) > bound * _SLACK:
        kept = sorted(counts, key=lambda term: -counts[term])[:bound]
        lasting = {term: counts[term] for term in kept}
        counts.clear()
        counts.update(lasting)
