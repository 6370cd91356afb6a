"""Which of two copies was first, and which agencies and outlets a text names as its source. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

# Clocks of sites differ and feeds give a date late: within this time the source that a text names
# goes before the clock.
DOUBTFUL: Final = timedelta(hours=1)
_HEAD: Final = 1_500  # characters: a source is named at the beginning or at the end
_TAIL: Final = 600

# Agencies whose texts others reprint, as reprints name them: (name for people, how it is written).
_AGENCIES: Final = (
    ("Reuters", r"Reuters|Рейтер\w*"),
    ("Associated Press", r"Associated Press|\(AP\)|\bAP\b"),
    ("AFP", r"\bAFP\b|Agence France-Presse|Франс[- ]Пресс"),
    ("dpa", r"\bdpa\b|\bDPA\b"),
    ("EFE", r"\bEFE\b"),
    ("ANSA", r"\bANSA\b"),
    ("PAP", r"\bPAP\b"),
    ("TASS", r"\bТАСС\b|\bTASS\b"),
    ("RIA Novosti", r"РИА[ \u00a0]«?Новости|RIA Novosti"),
    ("Interfax", r"Интерфакс\w*|Interfax"),
    ("BelTA", r"\bБел[Тт][Аа]\b|\bBelTA\b"),
    ("BelaPAN", r"БелаПАН|BelaPAN"),
    ("Ukrinform", r"Укр[іи]нформ\w*|Ukrinform"),
    ("OVD-Info", r"ОВД-Инфо|OVD-Info"),
    ("Mediazona", r"Медиазон\w*|Mediazona"),
    ("SOTAvision", r"SOTA(?:vision)?\b"),
    ("RusNews", r"RusNews|Русньюс"),
)
_PATTERN: Final = re.compile(
    "|".join(f"(?P<a{number}>{written})" for number, (_, written) in enumerate(_AGENCIES))
)


@dataclass(frozen=True, slots=True)
class Dated:
    """An article to be ordered: when it came out, its number, the names of its outlet, its text."""

    at: datetime
    number: int
    outlet: tuple[str, ...]
    text: str


def sources_named(text: str) -> tuple[str, ...]:
    """Agencies that the beginning or the end of a text names, in order, each once."""
    read = text if len(text) <= _HEAD + _TAIL else f"{text[:_HEAD]}\n{text[-_TAIL:]}"
    found = (_AGENCIES[int((match.lastgroup or "a0")[1:])][0] for match in _PATTERN.finditer(read))
    return tuple(dict.fromkeys(found))


def first_of(one: Dated, other: Dated) -> tuple[Dated, str]:
    """Which was first, and by what: "named_source", "clock", or "seen_first" where the times are equal.

    Only within `DOUBTFUL` of each other does it count that one text names the other's outlet.
    """
    if abs(one.at - other.at) <= DOUBTFUL:
        named = [_names(other.text, one.outlet), _names(one.text, other.outlet)]
        if named == [True, False]:
            return one, "named_source"
        if named == [False, True]:
            return other, "named_source"
    earlier = min(one, other, key=lambda dated: (dated.at, dated.number))
    return earlier, "clock" if one.at != other.at else "seen_first"


def _names(text: str, outlet: tuple[str, ...]) -> bool:
    """Whether the text names the outlet by one of its names, as a word."""
    return any(
        len(name) > 2 and re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None
        for name in outlet
    )
