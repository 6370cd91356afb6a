"""Pure: whether what a text says stands with the name of somebody accused, in one clause.

An article about one prisoner cites articles and courts of others, and names judges, lawyers and
relatives beside them: what tells namesakes apart has to be said of the bearer of the name.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property
from typing import Final

from cases.linking.accused import clause_around, is_accused
from people.names import NameSpan

_PRONOUN: Final = re.compile(
    r"\.\s(?:он|она|ему|ей|его|её|ее|він|вона|йому|її|його|ён|яна|яму|яе|яго|he|she|him|her|er|sie|ihm|ihr|il|elle|lui"
    r"|egli|gli|él|ella|on|ona|jemu|jej|jis|ji|jam|jai|viņš|viņa)(?!\w)",
    re.IGNORECASE,
)
_INFLECTED: Final = "full_inflected"


class Nearness:
    """The clauses that speak of somebody as accused, asked whether something else stands there."""

    def __init__(self, text: str, names: Iterable[NameSpan]) -> None:
        """Where `text` has the mentions of one person's name, surnames alone too; read when asked."""
        self._text = text
        self._names = tuple(names)

    @cached_property
    def _clauses(self) -> list[tuple[int, int]]:
        text = self._text
        clauses: list[tuple[int, int]] = []
        for name in self._names:
            declined = any(reason.code == _INFLECTED for reason in name.reasons)
            if not is_accused(text, name.start, name.end, declined=declined):
                continue
            first, last = clause_around(text, name.start, name.end)
            clauses.append((first, last))
            # "He was charged under..." goes on about the one just spoken of as accused.
            if _PRONOUN.match(text, last):
                clauses.append((last, clause_around(text, last + 2, last + 3)[1]))
        return clauses

    def holds(self, start: int, end: int) -> bool:
        """Whether the place of the text lies in such a clause."""
        return any(first <= start and end <= last for first, last in self._clauses)

    def says(self, stem: str, folded: str) -> bool:
        """Whether the beginning of a word stands in such a clause. `folded`: the text in lower case."""
        return any(stem in folded[first:last] for first, last in self._clauses)
