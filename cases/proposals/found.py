"""Pure: what may be read from a sentence of the news, and the words for it.

Kinds and value keys are stored in rows, so they are plain strings and never change their meaning.
"""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any, Final

DETAINED: Final = "detained"
SEARCHED: Final = "searched"
CHARGED: Final = "charged"
REQUALIFIED: Final = "requalified"
MEASURE: Final = "measure"
SENTENCED: Final = "sentenced"
REQUESTED: Final = "requested"
APPEAL: Final = "appeal"
TRANSFERRED: Final = "transferred"
HOSPITALISED: Final = "hospitalised"
RELEASED: Final = "released"
EXCHANGED: Final = "exchanged"
DIED: Final = "died"
REGISTERED: Final = "registered"
SIGNED: Final = "signed"
PUNISHMENT_CELL: Final = "punishment_cell"
HUNGER_STRIKE: Final = "hunger_strike"

KINDS: Final = (
    DETAINED, SEARCHED, CHARGED, REQUALIFIED, MEASURE, SENTENCED, REQUESTED, APPEAL,
    TRANSFERRED, HOSPITALISED, RELEASED, EXCHANGED, DIED, REGISTERED, SIGNED,
    PUNISHMENT_CELL, HUNGER_STRIKE,
)  # fmt: skip
# What happens to one person again and again.
RECURRING: Final = (SEARCHED, HOSPITALISED, PUNISHMENT_CELL, HUNGER_STRIKE)


@dataclass(frozen=True, slots=True)
class NamedSpan:
    """A person named in a text, as linking found them; start and end in code points.

    person: the id on record. nominative: whether the surname stands as on record (in Russian that
    tells who acts from who is acted on); None where it cannot be told. sex: "f", "m" or "".
    """

    start: int
    end: int
    person: Hashable
    nominative: bool | None = None
    sex: str = ""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something is believed: a code, the words of the text, and where they stand in it."""

    code: str
    text: str = ""
    start: int = 0
    end: int = 0

    def as_json(self) -> dict[str, Any]:
        """As a row keeps it."""
        span = {"span": [self.start, self.end]} if self.end > self.start else {}
        return {"code": self.code, "text": self.text} | span


@dataclass(frozen=True, slots=True)
class FoundEvent:
    """One thing that a sentence says of one person.

    start, end: the sentence, in code points of the text. on: EDTF, or "" where the sentence gives
    no date. background: an older event that the news only recalls. score: 0 to 1, how plainly it
    is said.
    """

    kind: str
    person: Hashable
    start: int
    end: int
    quote: str
    on: str = ""
    values: dict[str, Any] = field(default_factory=dict)
    reasons: tuple[Reason, ...] = ()
    background: bool = False
    score: float = 0.9
