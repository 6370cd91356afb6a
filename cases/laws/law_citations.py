"""Pure: laws cited by number, and by date where it is said.

«Федеральный закон от 04.03.2022 № 32-ФЗ», «закон № 32-ФЗ», "Federal Law No. 32-FZ of 4 March 2022",
"Bundesgesetz Nr. 32-FZ vom 4. März 2022". Numbers begin anew every year, so a number without its
date may mean several laws.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final

_SUFFIXES: Final = {"фз": "ФЗ", "fz": "ФЗ", "фкз": "ФКЗ", "fkz": "ФКЗ"}
_DASH: Final = "\u2010\u2011\u2012\u2013\u2014-"
# With its suffix a number needs no word; without one the law has to be called a federal one.
_NUMBER: Final = re.compile(
    rf"(?<![\w.{_DASH}])(?P<number>\d{{1,3}})\s?[{_DASH}]?\s?(?P<suffix>ФЗ|ФКЗ|FKZ|FZ)(?!\w)"
    r"|(?P<word>федеральн\w{2,3}\s+(?P<constitutional>конституционн\w{2,3}\s+)?закон\w{0,2}"
    r"|federal\s+(?:constitutional\s+)?law)\s+(?:№|N[o°.]?\.?)\s?(?P<plain>\d{1,3})(?![\w.-])"
    rf"|(?<!\w)(?P<before>ФЗ|ФКЗ)\s?(?:[{_DASH}]|№)\s?(?P<behind>\d{{1,3}})(?![\w.])",
    re.IGNORECASE,
)
_LEAD: Final = re.compile(
    r"(?:(?:федеральн\w{2,3}\s+)?(?:конституционн\w{2,3}\s+)?(?:закон\w{0,2}|фз)(?:\s+РФ)?"
    r"|(?:russian\s+)?(?:federal\s+)?(?:constitutional\s+)?law|bundesgesetz\w{0,2}|loi\s+fédérale"
    r"|legge\s+federale|ley\s+federal|ustaw\w{1,2}\s+federaln\w{1,2})"
    r"[\s,]*(?:(?:от|of|vom|du|del|z)\s+[^\W]?[\w. ]{6,24}?)?[\s,(]*(?:№|no\.?|nr\.?|n[°º.]|N)?\s?$",
    re.IGNORECASE,
)
_MONTHS: Final = (
    "янв|яну|січ|студз|jan|gen|ene|sty|led|sau", "фев|лют|feb|fév|fev|lut|úno|vas",
    "мар|бер|сак|mar|mär|bře|kov", "апр|кві|крас|apr|avr|abr|kwi|dub|bal",
    "мая|май|тра|may|mai|mag|maj|kvě|geg", "июн|юни|чер|чэр|jun|juin|jūn|jún|giu|cze|červn|bir",
    "июл|юли|лип|ліп|jul|juil|jūl|júl|lug|lip|červenc|lie", "авг|сер|жні|aug|aoû|ago|sie|srp|rugp",
    "сен|вер|sep|set|wrz|zář|rugs", "окт|жов|кас|oct|okt|ott|paź|říj|spa",
    "ноя|ное|лис|ліс|nov|lis|lap", "дек|гру|сне|dec|dez|déc|dic|gru|pro",
)  # fmt: skip
_WRITTEN_DATE: Final = re.compile(
    r"(?<!\d)(?P<d>\d{1,2})[./](?P<m>\d{1,2})[./](?P<y>\d{4})(?!\d)"
    r"|(?<!\d)(?P<y2>\d{4})-(?P<m2>\d{2})-(?P<d2>\d{2})(?!\d)"
    r"|(?<!\d)(?P<d3>\d{1,2})(?:st|nd|rd|th|er|\.|º)?\s+(?:de\s+)?(?P<m3>[^\W\d_]{3,10})\.?"
    r",?\s+(?:de\s+)?(?P<y3>\d{4})(?!\d)"
    r"|(?P<m4>[^\W\d_]{3,10})\.?\s+(?P<d4>\d{1,2})(?:st|nd|rd|th)?,?\s+(?P<y4>\d{4})(?!\d)"
    # "2022 m. kovo 4 d.", "2022. gada 4. martā": Lithuanian and Latvian
    r"|(?<!\d)(?P<y5>\d{4})\s?m\.\s+(?P<m5>[^\W\d_]{3,10})\s+(?P<d5>\d{1,2})(?:\s+d\.)?"
    r"|(?<!\d)(?P<y6>\d{4})\.\s+gada\s+(?P<d6>\d{1,2})\.\s+(?P<m6>[^\W\d_]{3,10})",
    re.IGNORECASE,
)
# What joins number and date: «№ 32-ФЗ от 4 марта», "32-FZ of 4 March", "32-FZ (4 March 2022)".
_DATE_BEHIND: Final = re.compile(
    r"[\s,(]*(?:от|of|dated|from|adopted\s+on|signed\s+on|on|vom|du|del|de|z\s+dnia|z|ze|zo"
    r"|від|ад|nuo)?\s*$",
    re.IGNORECASE,
)
_NEXT_TO: Final = re.compile(
    r"[\s,(]*(?:г\.|года?|року)?[\s,)]*(?:(?:federalin\w{2}\s+)?įstatym\w{1,2}\s+"
    r"|(?:federāl\w{1,3}\s+)?likum\w{1,2}\s+)?(?:№|no\.?|nr\.?|n[°º.]|č\.|N)?\s?$",
    re.IGNORECASE,
)
_FAR: Final = 60
_MUST_HOLD: Final = ("фз", "фкз", "fz", "fkz", "№", "law n")


@dataclass(frozen=True, slots=True)
class LawCitation:
    """A law as cited: its number as Russian acts write it («32-ФЗ»), and the day it was signed.

    start and end are code points of the text; `signed` is None where the text does not say.
    """

    start: int
    end: int
    number: str
    signed: date | None


def find_law_citations(text: str) -> list[LawCitation]:
    """The laws that `text` cites by number, in order. Linear in the length of the text."""
    lowered = text.lower()
    if not any(word in lowered for word in _MUST_HOLD):
        return []
    return list(_citations(text))


def _citations(text: str) -> Iterator[LawCitation]:
    for match in _NUMBER.finditer(text):
        start, end = match.span()
        if match["number"] is not None:
            number = f"{match['number']}-{_SUFFIXES[match['suffix'].lower()]}"
        elif match["plain"] is not None:
            constitutional = "constitutional" in match["word"].lower() or match["constitutional"]
            number = f"{match['plain']}-{'ФКЗ' if constitutional else 'ФЗ'}"
        else:
            number = f"{match['behind']}-{_SUFFIXES[match['before'].lower()]}"
        signed: date | None = None
        lead = _LEAD.search(text, max(0, start - _FAR), start)
        before, behind = _dated_before(text, start), _dated_behind(text, end)
        if before is not None:
            start, signed = before
        elif behind is not None:
            end, signed = behind
        if lead is not None:
            start = min(start, lead.start())
        yield LawCitation(start, end, number, signed)


def _dated_before(text: str, start: int) -> tuple[int, date] | None:
    found = list(_WRITTEN_DATE.finditer(text, max(0, start - _FAR), start))
    if found and _NEXT_TO.fullmatch(text, found[-1].end(), start):
        day = _day(found[-1])
        if day is not None:
            return found[-1].start(), day
    return None


def _dated_behind(text: str, end: int) -> tuple[int, date] | None:
    found = _WRITTEN_DATE.search(text, end, end + _FAR)
    if found is not None and _DATE_BEHIND.fullmatch(text, end, found.start()):
        day = _day(found)
        if day is not None:
            return found.end(), day
    return None


def _day(match: re.Match[str]) -> date | None:
    """The day a match names; None when it names none (31.02, an unknown month)."""
    year, day = _first(match, "y"), _first(match, "d")
    written = _first(match, "m").lower()
    month = int(written) if written.isdigit() else _month(written)
    try:
        return date(int(year), month, int(day))
    except ValueError:
        return None


def _first(match: re.Match[str], name: str) -> str:
    return next(match[key] for key in (name, *(f"{name}{i}" for i in range(2, 7))) if match[key])


def _month(word: str) -> int:
    """1 to 12 for a month's name, 0 for another word."""
    for number, beginnings in enumerate(_MONTHS, start=1):
        if word.startswith(tuple(beginnings.split("|"))):
            return number
    return 0
