"""Pure: a long sentence cut down to what a citation needs, at the ends of its clauses."""

from __future__ import annotations

import re
from typing import Final

# A citation is short: what bears the fact, not a paragraph of somebody's article.
LONGEST_CITED: Final = 300
_ENDS: Final = re.compile(r"[,;:] | [—–] |[.!?…][»”\"]? ")
_CUT: Final = "…"


def bounded(sentence: str, start: int, end: int, *, limit: int = LONGEST_CITED) -> str:
    """The sentence itself, or the longest run of its clauses around `start` to `end` within the limit.

    What is left out is marked with "…". Where even the clauses around it are too long it is cut
    between words, from `start` on.
    """
    if len(sentence) <= limit:
        return sentence
    start = max(0, min(start, len(sentence)))
    end = max(start, min(end, len(sentence)))
    ends = [match.end() for match in _ENDS.finditer(sentence)]
    runs = [
        (to - at, -at, at, to)
        for at in (0, *(one for one in ends if one <= start))
        for to in (*(one for one in ends if one >= end), len(sentence))
        if 0 < to - at <= limit - 2
    ]
    if runs:
        _length, _first, at, to = max(runs)
    else:
        at = start if end - start > limit // 2 else max(0, start - limit // 4)
        at = sentence.rfind(" ", 0, at + 1) + 1
        to = len(sentence)
        if to - at > limit - 2:
            to = sentence.rfind(" ", at, at + limit - 2)
            to = to if to > at else at + limit - 2
    words = sentence[at:to].strip().rstrip(",;:—– ")
    return (_CUT if at else "") + words + ("" if to >= len(sentence) else _CUT)
