"""Pure: what is distinctive in the names of courts and prisons on record.

A court is known by the adjectives before "court" («Мещанский районный суд Москвы»): some tell it from
others (Мещанский), some say only of what kind it is (районный). A prison is known by its number
(ИК-2, "Penal Colony No. 2") or a name in quotation marks. Both are reduced to beginnings of words, so
that every case form meets, and to sounds, so that another alphabet does.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from cases.institutions.court_words import CYRILLIC_KINDS, kind_of
from people.names.language.folding import fold
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.transliteration import readings

COURT: Final = "court"
COLONY: Final = "colony"
REMAND: Final = "remand_prison"
PRISON: Final = "prison"

# Kinds of courts: beginnings in Russian and Ukrainian, English words -> one sign for each.
_GENERIC: Final[dict[str, str]] = {
    "районн": "district", "городск": "city", "міськ": "city", "областн": "regional",
    "обласн": "regional", "краев": "territorial", "окружн": "circuit", "военн": "military",
    "військов": "military", "верховн": "supreme", "апелляционн": "appeal", "апеляційн": "appeal",
    "кассационн": "cassation", "гарнизонн": "garrison", "арбитражн": "arbitration",
    "конституционн": "constitutional", "общей": "", "юрисдикции": "", "федеральн": "",
    "межрайонн": "interdistrict", "миров": "magistrate", "гор": "city", "обл": "regional",
    "рай": "district", "край": "territorial",
    "district": "district", "city": "city", "regional": "regional", "oblast": "regional",
    "territorial": "territorial", "krai": "territorial", "military": "military", "town": "city",
    "supreme": "supreme", "appeal": "appeal", "appeals": "appeal", "appellate": "appeal",
    "cassation": "cassation", "garrison": "garrison", "arbitration": "arbitration",
    "constitutional": "constitutional", "magistrate": "magistrate", "municipal": "city",
}  # fmt: skip
# Names that courts of many cities bear: without the place it is not said which one is meant.
WIDESPREAD: Final = frozenset(
    "ленинск октябрьск советск центральн железнодорожн кировск первомайск заводск промышлен"
    " индустриальн пролетарск фрунзенск куйбышевск калининск дзержинск свердловск московск приморск"
    " красноармейск ворошиловск орджоникидзевск краснооктябрьск ленинградск невск"
    " leninsk oktyabrsk sovetsk tsentraln zheleznodorozhn kirovsk pervomaysk pervomaisk zavodsk"
    " industrialn proletarsk frunzensk kuibyshevsk kalininsk dzerzhinsk sverdlovsk moskovsk primorsk"
    " central".split()
)
# Kinds of courts of which there is one in a region, whatever it is called.
UNIQUE_KINDS: Final = frozenset(("regional", "territorial", "military", "supreme", "city"))

_ADJECTIVE: Final = re.compile(
    r"(?:ый|ий|ой|ого|его|ому|ему|ым|им|ом|ем|ая|ую|ое|ые|ых|ыми|ими|іх|ых|ий|ого|ому|ім)$"
)
_LATIN_ADJECTIVE: Final = re.compile(
    r"(?<=sk)(?:y|yy|iy|ij|ii|i|oy|oi|oj|aya|aia|aja|ogo|yj)$|(?<=[nv])(?:yy|iy|yi|y|yj|oy|oi|ij|aya)$"
)
# «Басманный» and "Basmanny" both end on one n.
_DOUBLED: Final = re.compile(r"(.)\1$")
_ORDINAL: Final = re.compile(r"(\d{1,2})-?(?:й|го|му|м|ой|st|nd|rd|th)$")
_WORD: Final = re.compile(r"\d{1,2}-?(?:й|го|му|м|ой|st|nd|rd|th)(?!\w)|[^\W\d_]+(?:-[^\W\d_]+)*")
_COURT_WORD: Final = re.compile(r"(?:суд(?:а|у|ом|е|ы)?|courts?)$", re.IGNORECASE)
_QUOTED: Final = re.compile(r"[«“„\"]([^«»“”„\"]{3,40})[»”“\"]")
_REGION_WORDS: Final = frozenset(
    "область области край края республика республики округ region territory republic oblast krai"
    " the of рф россии russia город".split()
)

# ИК-2, СИЗО-1, "colony No. 2": the words, then the number.
_NUMBER_SIGN: Final = r"\s?(?:[\u2010-\u2014-]|№|No\.?|Nr\.?|n[°º.]+|number|č\.|номер|número|numero|numéro|nro\.?)?\s?"
NUMBERED: Final = re.compile(
    r"(?<!\w)(?:(?P<colony>ИК|IK|ЛИУ|КП|ВК|(?:исправительн\w+\s+|женск\w+\s+|мужск\w+\s+)?колони\w{1,3}"
    r"(?:\s+(?:общего|строгого|особого)\s+режима|-поселени\w+)?"
    r"|(?:penal\s+|correctional\s+|prison\s+|women['’]s\s+|strict-regime\s+)?colony(?:\s+IK)?"
    r"|Strafkolonie|Straflager|colonie\s+pénitentiaire|colonia\s+pen(?:ale|al|itenciaria)"
    r"|koloni[ai]\s+karn(?:a|ej)|trestaneck\w+\s+koloni\w|(?:виправн\w+\s+)?колоні\w{1,3}"
    r"|калоні\w{1,3}|kolonij\w{1,3}|pataisos\s+kolonij\w{1,3}|soda\s+kolonij\w{1,3})"
    r"|(?P<remand>СИЗО|СІЗО|СІЗА|SIZO|следственн\w+\s+изолятор\w{0,2}|слідч\w+\s+ізолятор\w{0,2}"
    r"|(?:remand\s+prison|(?:pre-?trial\s+)?detention\s+(?:cent(?:er|re)|facility))(?:\s+SIZO)?"
    r"|Untersuchungsgefängnis|centre\s+de\s+détention|aresz\w{1,4}\s+śledcz\w{1,4})"
    r"|(?P<prison>тюрьм\w{1,3}|тюремн\w+\s+замк\w{1,2}))"
    rf"{_NUMBER_SIGN}(?P<number>\d{{1,2}}(?:/\d)?)(?!\d|\.\d|-\w)",
    re.IGNORECASE,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class KnownInstitution:
    """A court or prison on record: its names in any language, and its places from near to far."""

    id: int
    kind: str
    names: tuple[str, ...]
    places: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CourtName:
    """A court's name taken apart: what tells it from others, of which kind it is, where it sits."""

    distinctive: frozenset[str]
    generic: frozenset[str]
    where: frozenset[str]


def words_of(text: str) -> list[str]:
    """The words of a name, ordinals such as «2-й» whole."""
    return _WORD.findall(text)


@lru_cache(maxsize=20_000)
def beginning(word: str) -> str:
    """A word without its adjectival or case ending, folded: мещанского -> мещанск; 2-го -> 2."""
    folded = fold(word).removesuffix("'s").removesuffix("’s")
    ordinal = _ORDINAL.match(folded)
    if ordinal is not None:
        return ordinal[1]
    if script_of(folded) == CYRILLIC:
        stem = _ADJECTIVE.sub("", folded)
    else:
        stem = _LATIN_ADJECTIVE.sub("", folded)
    stem = _DOUBLED.sub(r"\1", stem)
    return stem if len(stem) > 2 else folded


def generic_sign(word: str) -> str | None:
    """Of which kind a court is by this word ("district"); "" says nothing, None is a name."""
    folded = fold(word)
    sign = _GENERIC.get(folded)
    if sign is not None:
        return sign
    stem = _ADJECTIVE.sub("", folded)
    sign = _GENERIC.get(stem, _GENERIC.get(beginning(word)))
    return sign if sign is not None else kind_of(word, CYRILLIC_KINDS)


@lru_cache(maxsize=20_000)
def sounds(stem: str) -> frozenset[str]:
    """How a stem may sound, whatever its alphabet; a number sounds like itself."""
    return frozenset((stem,)) if stem.isdigit() else frozenset(readings(stem))


def court_name(name: str) -> CourtName | None:
    """A court's name on record taken apart; None for a name without the word "court"."""
    words = words_of(name)
    at = next((i for i, word in enumerate(words) if _COURT_WORD.match(word)), None)
    if at is None:
        return None
    generic: set[str] = set()
    distinctive: set[str] = set()
    for word in words[:at]:
        sign = generic_sign(word)
        if sign is None:
            distinctive.add(beginning(word))
        elif sign:
            generic.add(sign)
    where: set[str] = set()
    for word in words[at + 1 :]:
        sign = generic_sign(word)
        if sign:
            generic.add(sign)  # "Military Court of Appeal"
        elif sign is None and fold(word) not in _REGION_WORDS:
            where.add(place_stem(word))
    if "military" in generic:
        # «окружной военный» and "District Military" are one kind.
        generic -= {"circuit", "district"}
    return CourtName(frozenset(distinctive), frozenset(generic), frozenset(where))


@lru_cache(maxsize=20_000)
def place_stem(word: str) -> str:
    """The beginning of a place's name that all its forms share: Москва, Москвы -> москв."""
    folded = fold(word)
    if script_of(folded) != CYRILLIC:
        return folded
    stem = _ADJECTIVE.sub("", folded)
    while len(stem) > 4 and stem[-1] in "аеиоуыьюяй":
        stem = stem[:-1]
    return stem


def place_stems(places: tuple[str, ...]) -> tuple[str, ...]:
    """The beginnings of all words that name the places, without "region" and the like."""
    stems: dict[str, None] = {}
    for place in places:
        for word in words_of(place):
            if fold(word) not in _REGION_WORDS and len(word) > 2:
                stems.setdefault(place_stem(word))
    return tuple(stems)


def numbers_in(name: str) -> tuple[str, str] | None:
    """Kind and number of a prison's name on record: ("colony", "2") for «ИК-2»; None without one."""
    match = NUMBERED.search(name)
    return numbered_as(match) if match is not None else None


def numbered_as(match: re.Match[str]) -> tuple[str, str]:
    """Kind and number of a match of `NUMBERED`."""
    kind = COLONY if match["colony"] else REMAND if match["remand"] else PRISON
    return kind, match["number"]


def quoted_names(name: str) -> tuple[tuple[str, ...], ...]:
    """What stands in quotation marks in a prison's name: «Полярный волк», beginnings of its words."""
    return tuple(
        tuple(place_stem(word) for word in words_of(match))
        for match in _QUOTED.findall(name)
        if words_of(match)
    )
