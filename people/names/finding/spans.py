"""What the finder hands back: places in a text with the people they may name."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from people.names.evidence import Reason

FULL: Final = "full"
INITIALS: Final = "initials"
SURNAME: Final = "surname"

# More namesakes than this at one place tell a person nothing.
MOST_NAMESAKES: Final = 12
NAMESAKE_SCORE: Final = 0.5
# A name that repeats, in a shorter or doubtful form, what the text has said in full.
REPEATED_SCORE: Final = 0.96


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A place in a text and who it may name.

    persons: several when nothing in the text tells namesakes apart. start, end: code points of
    the text given. kind: `full`, `initials` or `surname`. exact: as on record, letter for letter.
    misspelling: a form for review only. score: 0 to 1, how surely the name on record stands here.
    traits: what else `confidence` weighs, by name.
    """

    persons: tuple[int | str, ...]
    start: int
    end: int
    surface: str
    kind: str
    exact: bool
    misspelling: bool
    score: float
    reasons: tuple[Reason, ...]
    traits: tuple[tuple[str, float], ...] = ()


def replaced(
    span: NameSpan, persons: tuple[int | str, ...], score: float, reasons: tuple[Reason, ...]
) -> NameSpan:
    """The same place with other people, score and reasons."""
    return replace(span, persons=persons, score=score, reasons=reasons)
