"""Pure: the words with which texts cite provisions, in Russian, English and their neighbours."""

from __future__ import annotations

import re
from typing import Final

ARTICLE: Final = "article"
PART: Final = "part"
POINT: Final = "point"
CODE: Final = "code"

_DASH: Final = "\u2010\u2011\u2012\u2013\u2014-"  # "-" last: it stands in character classes
_NUMBER: Final = r"\d{1,4}(?:\.\d{1,3}){0,3}(?:[¹²³⁴⁵⁶⁷⁸⁹]{1,2})?"
# A further number counts as an article only if it cannot be a term of years: «ст. 205.2, 7 лет».
_FURTHER_ARTICLE: Final = r"(?:\d{3}(?:\.\d{1,2}){0,2}|\d{1,3}\.\d{1,2}(?:\.\d{1,2})?)(?![\d.]*\d)"
_AND: Final = rf"\s*(?:,|;|и|і|та|and|und|et|e|oraz|[{_DASH}])\s*"

_ARTICLE_WORD: Final = (
    r"(?:ст\.\s?ст\.|ст\.|стат[ьеяюи]\w{0,4}|статт\w{1,3}|артыкул\w{0,3}|чл(?:ен|\.)"
    r"|art(?:icles?|ikels?|icol[oi]|ículos?|yku\w{1,4}|igos?|\.)|§)"
)
_PART_WORD: Final = (
    r"(?:чч?\.|част[ьи]\w{0,3}|частин\w{1,3}|част(?:ка|цы)|pa?rts?|part[eis]{1,2}|cz(?:ęś\w{1,4}|\.)"
    r"|sections?|paragraphs?|paras?\.?|Teil\w{0,2}|comma)"
)
_POINT_WORD: Final = (
    r"(?:пп?\.|п\.п\.|пункт\w{0,3}|подпункт\w{0,3}"
    r"|(?:sub-?)?points?|(?:sub-?)?items?|sub-?paragraphs?|clauses?|pkt\.?|lett?\.)"
)
_ORDINAL: Final = "перв|втор|трет|четверт|пят|first|second|third|fourth|fifth"  # часть вторая
_ORDINALS: Final = {
    "перв": "1", "втор": "2", "трет": "3", "четверт": "4", "пят": "5",
    "first": "1", "second": "2", "third": "3", "fourth": "4", "fifth": "5",
}  # fmt: skip
_OPEN: Final = "[«\"„'‘“`(]?"
_CLOSE: Final = "[»\"“'’”`)]?"
_LETTER: Final = rf"{_OPEN}[а-кa-k]{_CLOSE}(?!\w)"

_RUSSIA: Final = r"(?:\s*(?:РФ|России|Российской\s+Федерации)(?!\w))?"
_OF_RUSSIA: Final = (
    r"(?:\s+(?:of\s+(?:the\s+)?(?:Russia\b|Russian\s+Federation|RF)|russo|russe|rus[oa]"
    r"|Russlands|der\s+Russischen\s+Föderation|Rosji|Federacji\s+Rosyjskiej))?"
)
_PROCEDURE: Final = r"(?:Code\s+of\s+Criminal\s+Procedure|Criminal\s+Procedure\s+Code)"
_PENAL: Final = r"(?:Penal\s+Enforcement|Criminal\s+Executive)\s+Code"
_OFFENCES: Final = (
    r"(?:Code\s+(?:of|on)\s+Administrative\s+(?:Offen[cs]es|Violations)"
    r"|Administrative\s+(?:Offen[cs]es\s+)?Code)"
)
_CRIMINAL_ELSEWHERE: Final = (
    r"codice\s+penale|code\s+pénal|(?:russischen\s+)?Strafgesetzbuch\w*"
    r"|kodeksu\s+karnego|código\s+penal"
)
# Other countries' codes have the same name; a provision of theirs is not on record here.
ELSEWHERE: Final = "elsewhere"
_COUNTRY: Final = (
    r"(?:Республики|Р[БК]\b|Украин|Беларус|Белорус|Казахстан|Кыргыз|Узбек|Таджик|Молд|Груз|Армен"
    r"|Азерб|of\s+(?:the\s+Republic|Ukraine|Belarus|Kazakh|Georgia|Kyrgyz))\w*"
)
_FOREIGN: Final = (
    rf"(?:УК|УПК|КоАП|(?:уголовн\w+|уголовно-процессуальн\w+)\s+кодекс\w*|(?:Criminal|Penal)\s+Code)"
    rf"\s+{_COUNTRY}"
)
_CODES: Final = (
    # What stands first wins: the names of the procedural codes contain those of the others.
    (ELSEWHERE, _FOREIGN),
    ("УПК", rf"УПК{_RUSSIA}|уголовно-процессуальн\w+\s+кодекс\w*{_RUSSIA}"
            rf"|(?:Russian\s+)?{_PROCEDURE}{_OF_RUSSIA}"),
    ("УИК", rf"УИК{_RUSSIA}|уголовно-исполнительн\w+\s+кодекс\w*{_RUSSIA}"
            rf"|(?:Russian\s+)?{_PENAL}{_OF_RUSSIA}|Penal\s+Code\s+of\s+Russia"),
    ("КоАП", rf"КоАП{_RUSSIA}|кодекс\w*{_RUSSIA}\s+об\s+административных\s+правонарушениях{_RUSSIA}"
             rf"|административн\w+\s+кодекс\w*{_RUSSIA}|(?:Russian\s+)?{_OFFENCES}{_OF_RUSSIA}"),
    ("УК", rf"УК{_RUSSIA}|уголовн\w+\s+кодекс\w*{_RUSSIA}"
           rf"|(?:Russian\s+|Russia['’]s\s+)?(?:Criminal|Penal)\s+Code{_OF_RUSSIA}"
           rf"|(?:{_CRIMINAL_ELSEWHERE}){_OF_RUSSIA}"),
)  # fmt: skip
_CODE: Final = "|".join(pattern for _, pattern in _CODES)

PIECE: Final = re.compile(
    # The first letters of all the words below: most words of a text are left after one look.
    rf"(?<!\w)(?=[\d§сСsSчЧcCпПpPaAаАуУкКrRтТtTiIlL])(?:(?P<code>{_CODE})(?!\w)"
    rf"|{_ARTICLE_WORD}\s*(?:№\s*)?(?P<article>{_NUMBER}(?:{_AND}{_FURTHER_ARTICLE})*)"
    rf"(?:\s?\((?P<inner_part>\d(?:\.\d)?)\))?"
    rf"|{_PART_WORD}\s*(?P<part>\d{{1,2}}(?:\.\d)?(?:{_AND}\d{{1,2}}(?:\.\d)?(?!\.?\d))*"
    rf"|(?:{_ORDINAL})\w{{0,3}})(?:\s?\((?P<inner_point>{_LETTER})\s?\)?)?"
    rf"|{_POINT_WORD}\s*(?P<points>{_LETTER}(?:{_AND}{_LETTER})*)"
    rf"|(?<!\.)(?P<bare>\d{{3}}(?:\.\d{{1,2}}){{0,2}}|\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?)"
    rf"\s+(?P<bare_code>(?:УК|КоАП){_RUSSIA})(?!\w))",
    re.IGNORECASE,
)
# What may stand between two pieces of one citation.
TOGETHER: Final = re.compile(
    rf"[\s,;/()«»\"'’{_DASH}]*(?:(?:и|а\s+также|по|или|через|с\s+применением|in\s+conjunction\s+with|of|the|to"
    r"|and|under|del|della|de|du|des|la|le|do|w|of\s+the|und|et|e|oraz|z|та|і)[\s,;()]*){0,3}",
    re.IGNORECASE,
)

APART: Final = re.compile(r"[,;]|(?<!\w)(?:и|and|et|und|oraz|та|і)(?!\w)", re.IGNORECASE)

# Latin letters go over by sound. Of the rest some writers mean the place in the alphabet.
POINT_IN_ENGLISH: Final = {
    "a": "а", "b": "б", "c": "в", "d": "д", "e": "е", "f": "е", "g": "г", "h": "з", "i": "и",
    "j": "к", "k": "к",
}  # fmt: skip
DOUBTFUL_POINTS: Final = frozenset("cefhj")

_SUPERSCRIPTS: Final = str.maketrans("¹²³⁴⁵⁶⁷⁸⁹", "123456789")
_RANGE: Final = re.compile(rf"(\d+)\s*[{_DASH}]\s*(\d+)")
_NUMBER_FOUND: Final = re.compile(_NUMBER)
_LETTER_FOUND: Final = re.compile(r"(?<!\w)[а-кa-k](?!\w)", re.IGNORECASE)
_WHICH_CODE: Final = tuple((code, re.compile(pattern, re.IGNORECASE)) for code, pattern in _CODES)


def code_of(words: str) -> str:
    """УК, КоАП, УПК or УИК for the words a text uses."""
    for code, pattern in _WHICH_CODE:
        if pattern.fullmatch(words.strip()):
            return code
    return "УК"


def numbers_of(words: str) -> tuple[str, ...]:
    """The numbers of "1 и 2", "1-3" (all three), "207³" (207.3) or "вторая"."""
    for beginning, number in _ORDINALS.items():
        if words.lower().startswith(beginning):
            return (number,)
    found: list[str] = []
    for match in _NUMBER_FOUND.finditer(_RANGE.sub(_spelled_out, words)):
        plain = match.group().rstrip("¹²³⁴⁵⁶⁷⁸⁹")
        raised = match.group()[len(plain) :].translate(_SUPERSCRIPTS)
        found.append(f"{plain}.{raised}" if raised else plain)
    return tuple(dict.fromkeys(found))


def _spelled_out(match: re.Match[str]) -> str:
    first, last = int(match[1]), int(match[2])
    if first < last <= first + 9:
        return ", ".join(str(number) for number in range(first, last + 1))
    return f"{first}, {last}"


def points_of(words: str) -> tuple[str, ...]:
    """The letters of «а», «б» и «д», lower case, as the text writes them."""
    return tuple(dict.fromkeys(letter.lower() for letter in _LETTER_FOUND.findall(words)))
