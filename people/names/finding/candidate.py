"""One person at one place of a text, while it is weighed; and the place."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from people.names.evidence import Reason
from people.names.finding.scanning import Joins
from people.names.finding.tokens import Token
from people.names.on_record.index import NameEntry

# The least that makes a candidate fit for linking without a question.
STRONG: Final = 2
# What is left of a score when only a person may say.
REVIEW_ONLY: Final = 0.6
# In distance: behind everybody whose name stands there without a remark.
STOOD_BACK: Final = 0.3


@dataclass(slots=True)
class Candidate:
    """One person at one place of the text, while the finder weighs it against the others."""

    entry: NameEntry
    surname_at: int
    given_at: int
    first: int
    last: int
    score: float
    level: int
    distance: float
    exact: bool
    surname_first: bool
    reasons: list[Reason] = field(default_factory=list)
    own_words_between: int = 0

    def lower(self, factor: float, reason: Reason) -> None:
        """Speak against the candidate: it is no longer strong, its score shrinks."""
        self.score *= factor
        self.level = min(self.level, 1)
        self.reasons.append(reason)

    def stand_back(self) -> None:
        """Let whoever fits the words without a remark come first, and alone."""
        self.score *= 0.97
        self.distance += STOOD_BACK


@dataclass(frozen=True, slots=True)
class Place:
    """The words of one text as the finder sees them."""

    text: str
    language: str
    tokens: Sequence[Token]
    joins: Joins  # joins[i]: the gap between token i and i + 1
    nobody_to_ask: bool = False  # an archive, where a question would be lost
