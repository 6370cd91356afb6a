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

# Agencies whose texts others reprint: the name for people, and how reprints write it ("~": any ending).
_AGENCIES: Final = (
    ("Reuters", ("Reuters", "Рейтер~")),
    ("Associated Press", ("Associated Press", "AP")),
    ("AFP", ("AFP", "Agence France-Presse", "Франс Пресс", "Франс-Пресс")),
    ("dpa", ("dpa", "DPA")),
    ("EFE", ("EFE",)),
    ("ANSA", ("ANSA",)),
    ("PAP", ("PAP",)),
    ("TASS", ("ТАСС", "TASS")),
    ("RIA Novosti", ("РИА Новости", "РИА «Новости", "РИА\u00a0Новости", "RIA Novosti")),
    ("Interfax", ("Интерфакс~", "Interfax")),
    ("BelTA", ("БЕЛТА", "БелТА", "BelTA")),
    ("BelaPAN", ("БелаПАН", "BelaPAN")),
    ("Ukrinform", ("Укринформ~", "Укрінформ~", "Ukrinform")),
    ("OVD-Info", ("ОВД-Инфо", "OVD-Info")),
    ("Mediazona", ("Медиазон~", "Mediazona")),
    ("SOTAvision", ("SOTA", "SOTAvision")),
    ("RusNews", ("RusNews", "Русньюс")),
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
    places: dict[str, int] = {}
    for name, written in _AGENCIES:
        for form in written:
            word = form.rstrip("~")
            if word not in read:  # most are not: a search for words costs a hundred times as much
                continue
            ending = r"\w*" if form.endswith("~") else ""
            match = re.search(rf"(?<!\w){re.escape(word)}{ending}(?!\w)", read)
            if match is not None:
                places[name] = min(match.start(), places.get(name, match.start()))
    return tuple(sorted(places, key=lambda name: places[name]))


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
