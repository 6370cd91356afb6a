"""Pure: what a text says right beside a name: an age, a year of birth, an occupation, a home.

«67-летний Алексей Горинов», "Alexei Gorinov, 67,", «Горинов (1961 г. р.)», «футболист Трофимов». Only
what stands at the name itself counts; "10 лет" after a name is as often a sentence as an age.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

_NEAR: Final = 60
_KIN: Final = re.compile(
    r"(?<!\w)(?:от(?:ец|ца)|мать|матери|сын\w{0,2}|доч\w{1,3}|брат\w{0,2}|сестр\w{1,2}|муж\w{0,2}"
    r"|жен[аыуе]|супруг\w{0,2}|вдов\w{1,2}|адвокат\w{0,2}|father|mother|son|daughter|brother|sister|wife"
    r"|husband|widow|lawyer|of|père|mère|fils|fille|padre|madre|figlio|hijo|Vater|Mutter|Sohn)(?!\w)",
    re.IGNORECASE,
)
_AGE_BEFORE: Final = re.compile(
    r"(?<!\d)(?P<age>\d{2})(?:[\u2010-\u2014 -]?(?:летн\w{2,3}|річн\w{1,3}|гадов\w{1,3}|letni\w{0,3}"
    r"|let(?:ý|ého|ému|ým|á|é|ou)|ročn\w{1,3}|jährige\w?)|[\u2010-\u2014 -]years?[\u2010-\u2014 -]old"
    r"|enne)\s+(?P<between>(?:[^\W\d]+\s+){0,3})$",
    re.IGNORECASE,
)
_AGE_BEHIND: Final = re.compile(
    r"\s*[,(]\s*(?:aged\s+|âgée?\s+de\s+|de\s+)?(?P<age>\d{2})"
    r"(?:\s+(?:лет|года?|років|роки|years?(?:\s+old)?|ans|anni|años|Jahre\s+alt|lat|let|rokov))?\s*[,).]",
    re.IGNORECASE,
)
_BORN: Final = re.compile(
    r"[\s,(]*(?:(?:род(?:ился|илась|\.)|р\.|born|b\.|geboren|geb\.|née?|nat[oa]|nacid[oa]|ur\.|nar\.)"
    r"[\s\w.,]{0,25}?(?<!\d)(?P<year>(?:19|20)\d\d)(?!\d)"
    r"|(?P<of_year>(?:19|20)\d\d)\s*(?:г\.?\s?р\.?|гг?\.?\s+рождения|года\s+рождения|року\s+народження))",
    re.IGNORECASE,
)
_HOME: Final = re.compile(
    r"(?<!\w)(?:жител(?:ь|я|ю|ем|е|и)|жительниц\w{1,2}|урожен(?:ец|ца|ку|ка)|resident\s+of|native\s+of)"
    r"\s+(?:города\s+|г\.\s?)?(?P<home>[^\W\d_]{3,}(?:-[^\W\d_]+)*)",
    re.IGNORECASE,
)
# What people are called who share a prisoner's name and fill the other pages of a newspaper.
_CONSPICUOUS: Final = (
    r"(?:футболист|хоккеист|вратар|форвард|нападающ|полузащитник|тренер|боксер|боксёр|фигурист"
    r"|теннисист|шахматист|биатлонист|гимнаст|акт[её]р|актрис|певец|певиц|певц|режисс[её]р|губернатор"
    r"|министр|сенатор|судь[яиёе]|прокурор|следовател|footballer|striker|goalkeeper|midfielder|hockey"
    r"|coach|boxer|actor|actress|singer|governor|minister|senator|judge|prosecutor|fußballer|calciatore"
    r"|futbolista|piłkarz|fotbalist)\w{0,4}"
)
# Right before the name or right behind it: a report from a court names judges in every sentence.
_OCCUPATION_BEFORE: Final = re.compile(
    rf"(?<!\w)(?P<word>{_CONSPICUOUS})\s+(?:[«\"“]?[\w-]+[»\"”]?\s+)?$", re.IGNORECASE
)
_OCCUPATION_BEHIND: Final = re.compile(
    rf"\s*,\s+(?:an?\s+|the\s+)?(?:\w+\s+)?(?P<word>{_CONSPICUOUS})(?!\w)", re.IGNORECASE
)
_SHORTEST_WORD: Final = 5
_WORD: Final = re.compile(r"[^\W\d_]{4,}")
# Shorter words of what people are; most others ("дело", "city") say nothing.
_SHORT_OCCUPATIONS: Final = frozenset(("врач", "имам", "кюре", "поэт", "imam", "monk", "poet"))
_OLDEST, _YOUNGEST = 99, 14


@dataclass(frozen=True, slots=True)
class StatedBirth:
    """The years between which somebody was born by what a text says, and its words."""

    first: int
    last: int
    words: str


def stated_birth(text: str, start: int, end: int, published: date) -> StatedBirth | None:
    """What stands beside the name at `start` to `end` about age or birth; None for nothing.

    An age is counted from the day the text was `published`.
    """
    behind = text[end : end + _NEAR]
    born = _BORN.match(behind)
    if born is not None:
        year = int(born["year"] or born["of_year"])
        return StatedBirth(year, year, born.group().strip(" ,("))
    age = _AGE_BEHIND.match(behind)
    if age is None:
        age = _AGE_BEFORE.search(text[max(0, start - _NEAR) : start])
        if age is not None and _KIN.search(age["between"]):
            return None  # the 67-year-old father of the person
    if age is None or not _YOUNGEST <= int(age["age"]) <= _OLDEST:
        return None
    years = int(age["age"])
    words = age.group().strip(" ,().")
    return StatedBirth(published.year - years - 1, published.year - years, words)


def birth_agrees(stated: StatedBirth, first: int, last: int) -> bool | None:
    """Whether it fits a birth between the years on record; None for a near miss, which says nothing.

    Ages are told of the day of the act or of the trial as often as of the day of the article.
    """
    distance = max(first - stated.last, stated.first - last, 0)
    if distance == 0:
        return True
    return None if distance <= 2 else False


def occupation_named(text: str, start: int, end: int, occupations: Iterable[str]) -> str:
    """A word of the person's occupation beside the name, "" for none."""
    around = _around(text, start, end).lower()
    for occupation in occupations:
        for word in _WORD.findall(occupation.lower()):
            if len(word) < _SHORTEST_WORD and word not in _SHORT_OCCUPATIONS:
                continue
            stem = re.escape(word[: max(_SHORTEST_WORD, len(word) - 3)])
            longest = "{0,3}" if len(word) < _SHORTEST_WORD else "*"
            if re.search(rf"(?<![^\W\d_]){stem}[^\W\d_]{longest}(?![^\W\d_])", around):
                return str(word)
    return ""


def other_occupation(text: str, start: int, end: int, occupations: Iterable[str]) -> str:
    """A conspicuous occupation beside the name that the record does not have, "" for none."""
    found = _OCCUPATION_BEFORE.search(text[max(0, start - _NEAR) : start])
    found = found or _OCCUPATION_BEHIND.match(text[end : end + _NEAR])
    if found is None:
        return ""
    known = " ".join(occupations).lower()
    word = found["word"]
    return "" if not known or word[:_SHORTEST_WORD].lower() in known else word


def stated_home(text: str, start: int, end: int) -> str:
    """The place whose inhabitant or native the name is said to be, as written; "" for none."""
    found = _HOME.search(_around(text, start, end))
    return found["home"] if found is not None and found["home"][0].isupper() else ""


def _around(text: str, start: int, end: int) -> str:
    """The words beside a name, within its line, the name itself left out."""
    before = text[max(0, start - _NEAR) : start].rpartition("\n")[2]
    behind = text[end : end + _NEAR].partition("\n")[0]
    # A full stop ends what is said of this name.
    return f"{re.split(r'[.!?] ', before)[-1]} | {re.split(r'[.!?] ', behind)[0]}"
