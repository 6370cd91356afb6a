"""One family name in its two forms: Козырев and Козырева, Kagarlitsky and Kagarlitskaya."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_MASCULINE: Final = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        (r"([оеё]в|[иы]н)а$", r"\1"),
        (r"(ск|цк|зк)ая$", r"\1ий"),
        (r"(сь?к|цьк|зьк)а$", r"\1ий"),
        (r"ая$", "ый"),
        (r"([oe][vw]|[iy]n)a$", r"\1"),
        (r"(sk|ck)a(?:ya|ia|ja)?$", r"\1i"),
        (r"ová$", ""),
    )
)
_FEMININE_END: Final = "аяaá"  # what every pattern above ends in
_FEMININE: Final = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        (r"([оеё]в|[иы]н)$", r"\1а"),
        (r"(ськ|цьк|зьк)ий$", r"\1а"),
        (r"(ск|цк|зк)[ио]й$", r"\1ая"),
        (r"[ыо]й$", "ая"),
        (r"([oe][vw]|[iy]n)$", r"\1a"),
        (r"(sk|ck)(?:iy|ii|ij|yi|y|i)$", r"\1aya"),
    )
)


@lru_cache(maxsize=20_000)
def masculine(soft: str) -> str:
    """A softened feminine surname as a man bears it; unchanged where the form is the same."""
    if soft[-1:] not in _FEMININE_END:
        return soft
    return _turned(soft, _MASCULINE)


@lru_cache(maxsize=20_000)
def feminine(soft: str) -> str:
    """A softened masculine surname as a woman bears it; unchanged where the form is the same."""
    return _turned(soft, _FEMININE)


def _turned(soft: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, ending in rules:
        turned = pattern.sub(ending, soft)
        if turned != soft:
            return turned
    return soft
