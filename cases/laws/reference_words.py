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
_AND: Final = rf"\s*(?:,|;|и|і|й|та|and|und|et|e|y|i|a|en|oraz|[{_DASH}])\s*"

_SECTION: Final = r"(?:sections?|sec\.|paragraphe?n?s?|paragraf(?:u|em|om)?)"
_ARTICLE_WORD: Final = (
    r"(?:ст\.\s?ст\.|ст\.|ст(?=\s?\d{3})|стат[ьеяюи]\w{0,4}|статт\w{1,3}|артыкул\w{0,3}|арт\."
    r"|чл(?:енове|ена?|\.)|art(?:icles?|ikel[sn]?|icol[oi]|ículos?|yku\w{1,4}|igos?|\.)|article[ns]"
    r"|čl(?:án\w{1,4}|anak|ank\w{1,2}|enu?|\.)|článk\w{1,3}|člen\w{0,3}|§§?"
    # With three figures a "section" is an article; with one or two it is a part of one.
    rf"|{_SECTION}(?=\s*\d{{3}}))"
)
_PART_WORD: Final = (
    r"(?:чч?\.|част[ьи]\w{0,3}|частин\w{1,3}|част(?:ка|кі|цы|ку|кай)|pa?rts?|part[eis]{1,2}"
    r"|cz(?:ęś\w{1,4}|\.)"
    r"|sections?|paragraphe?s?|paras?\.?|par\.|Teil\w{0,2}|Abs(?:\.|atz\w{0,2})|comm[ai]|alinéas?|al\."
    r"|apartados?|párrafos?|odst(?:\.|av\w{1,3})|ust(?:\.|ęp\w{1,2})|stav\w{0,2}|ал\.|алинея|lid)"
)
_POINT_WORD: Final = (
    r"(?:пп?\.|п\.п\.|пункт\w{0,3}|подпункт\w{0,3}"
    r"|буква|(?:sub-?)?points?|(?:sub-?)?items?|sub-?paragraphs?|clauses?|pkt\.?|lett?\.|lit(?:\.|era)"
    r"|písm(?:\.|en\w{1,2})|letra)"
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
    r"\s+(?:(?:of\s+)?(?:the\s+)?(?:Russia\b|Russian\s+Federation|RF\b)|russo|russe|rus[oa]\b"
    r"|(?:della|de\s+la|da|de|von|van)\s+(?:Federazione\s+russa|Fédération\s+de\s+Russie|Russie"
    r"|Federación\s+(?:Rusa|de\s+Rusia)|Rusia|Rússia|Russia|Rusland|Russland)"
    r"|Russlands|der\s+Russischen\s+Föderation|Rosji|Federacji\s+Rosyjskiej|RF\b"
    r"|Ruské(?:ho)?\s+federace|Ruska|Ruskej\s+federácie|Ruske\s+(?:federacije|Federacije)"
    r"|(?:на\s+)?(?:РФ|Русия|Росії|Росіі|Расіі|Російської\s+Федерації|Расійскай\s+Федэрацыі"
    r"|Руската\s+федерация|Русије))(?!\w)"
)
_PROCEDURE: Final = r"(?:Code\s+of\s+Criminal\s+Procedure|Criminal\s+Procedure\s+Code)"
_PENAL: Final = r"(?:Penal\s+Enforcement|Criminal\s+Executive)\s+Code"
_OFFENCES: Final = (
    r"(?:Code\s+(?:of|on)\s+Administrative\s+(?:Offen[cs]es|Violations)"
    r"|Administrative\s+(?:Offen[cs]es\s+|Violations\s+)?Code|KoAP"
    r"|Code\s+des\s+infractions\s+administratives|codice\s+(?:degli\s+illeciti\s+amministrativi"
    r"|delle\s+violazioni\s+amministrative)|Código\s+de\s+Infracciones\s+Administrativas"
    r"|Kodeksu\s+(?:wykroczeń\s+administracyjnych|administracyjnego)"
    r"|Ordnungswidrigkeitengesetz\w*|Gesetzbuch\w*\s+über\s+Ordnungswidrigkeiten)"
)
# Criminal codes as other languages call them. Without "Russian" beside it may be their own.
_CRIMINAL_NAMES: Final = (
    r"(?:Criminal|Penal)\s+Code|codice\s+penale|code\s+pénal|Strafgesetzbuch\w*|StGB"
    r"|kodeks(?:u|ie|em|)\s+karn(?:ego|ym|y)|k\.\s?k\.|código\s+penal"
    r"|trestn(?:ího|ím|í)\s+zákoník\w{0,2}|trestn(?:ého|om|ý)\s+zák(?:ona|onníka|one)"
    r"|Wetboek\s+van\s+Strafrecht|strafflag\w{0,3}|straffelov\w{0,3}|brottsbalk\w{0,2}"
    r"|krivičn(?:og|om|i)\s+zakonik\w{0,2}|kaznen(?:og|om|i)\s+zakon\w{0,2}"
    r"|kazensk(?:ega|em|i)\s+zakonik\w{0,2}|baudžiamojo\s+kodekso|krimināl(?:likuma|kodeks\w{1,2})"
    r"|кримінальн\w+\s+кодекс\w*|крымінальн\w+\s+кодэкс\w*|наказателни\w*\s+кодекс|КК|НК"
)
_RUSSIAN: Final = (
    r"(?:Russian(?:\s+Federation)?|Russia['’]s|russisch\w{0,2}|rosyjski\w{1,3}|rusk\w{1,3}"
    r"|Rusijos(?:\s+Federacijos)?|Krievijas(?:\s+Federācijas)?|ruského|ruskego|російськ\w+"
    r"|расійск\w+|руски\w{1,2})\s+"
)
# Other countries' codes have the same name; a provision of theirs is not on record here.
ELSEWHERE: Final = "elsewhere"
# Conventions, constitutions and single laws have articles too.
STATUTE: Final = "statute"
# A criminal code of which the text does not say whose it is.
UNSAID: Final = "unsaid"
_COUNTRY: Final = (
    r"(?:Республики|Р[БК]\b|Украин|Україн|Украін|Беларус|Беларусі|Белорус|Казахстан|Кыргыз|Узбек"
    r"|Таджик|Молд|Груз|Армен|Азерб|of\s+(?:the\s+Republic|Ukraine|Belarus|Kazakh|Georgia|Kyrgyz)"
    r"|de\s+(?:Ucrania|Bielorrusia)|ukrain|białorus|Ukrainy|Białorusi)\w*"
)
_FOREIGN: Final = (
    # «КаАП» is Belarusian for the code of Belarus, unless Russia stands behind it.
    r"КаАП(?!\s+(?:РФ|Расіі|Расійск))|"
    rf"(?:УК|УПК|КК|КПК|КоАП|(?:уголовн\w+|уголовно-процессуальн\w+)\s+кодекс\w*"
    rf"|{_CRIMINAL_NAMES})\s+{_COUNTRY}"
    r"|(?:Ukrainian|Belarusian|Kazakh|Georgian|German|French|Italian|Spanish|Turkish|Polish|Israeli)"
    r"\s+(?:Criminal|Penal)\s+Code"
)
_STATUTES: Final = (
    r"Конвенци\w+|Конституц\w+|Конституці\w+|Convention|Constitution|Covenant|Treaty|GDPR"
    r"|Convenzione|Costituzione|Constitución|Konstytucji|Grundgesetz\w*|Konvention|traité"
    r"|ГК|ГПК|ТК|КАС|ЖК|НК\s+РФ|(?:гражданск|трудов|семейн|налогов)\w+\s+кодекс\w*"
    r"|(?:федеральн\w+\s+)?закон[аеу]?|устав[ае]?|договор[ае]?|регламент\w*"
)
_CODES: Final = (
    # What stands first wins: the names of the procedural codes contain those of the others.
    (ELSEWHERE, _FOREIGN),
    (STATUTE, _STATUTES),
    ("УПК", rf"УПК{_RUSSIA}|уголовно-процессуальн\w+\s+кодекс\w*{_RUSSIA}"
            rf"|(?:Russian\s+)?{_PROCEDURE}(?:{_OF_RUSSIA})?"),
    ("УИК", rf"УИК{_RUSSIA}|уголовно-исполнительн\w+\s+кодекс\w*{_RUSSIA}"
            rf"|(?:Russian\s+)?{_PENAL}(?:{_OF_RUSSIA})?|Penal\s+Code\s+of\s+Russia"),
    ("КоАП", rf"КоАП{_RUSSIA}|КпАП|КаАП|кодекс\w*{_RUSSIA}\s+об\s+административных\s+правонарушениях"
             rf"{_RUSSIA}|кодексу\s+про\s+адміністративні\s+правопорушення|административн\w+"
             rf"\s+кодекс\w*{_RUSSIA}|(?:{_RUSSIAN})?{_OFFENCES}(?:{_OF_RUSSIA})?"),
    ("УК", rf"УК{_RUSSIA}|уголовн\w+\s+кодекс\w*{_RUSSIA}|UK\s+RF"
           rf"|{_RUSSIAN}(?:{_CRIMINAL_NAMES})|(?:{_CRIMINAL_NAMES})(?:{_OF_RUSSIA})"),
    (UNSAID, _CRIMINAL_NAMES),
)  # fmt: skip
_CODE: Final = "|".join(pattern for _, pattern in _CODES)

# "по 207-й статье", "207.3 straipsnį": the number first; "12 статей" is a count.
_NUMBER_FIRST: Final = (
    r"(?:-(?:й|я|ю|ой|ая|ую|ей|му|м|то|та)\s+ст(?:ать\w{1,3}|атт\w{1,3}|\.)|-?(?:th|st|nd)\s+article"
    r"|\s+straipsn\w{1,4}|\.?\s+pant\w{1,2})"
)
PIECE: Final = re.compile(
    rf"(?<!\w)(?:(?P<code>{_CODE})(?!\w)"
    rf"|{_ARTICLE_WORD}\s*(?:№\s*)?(?P<article>{_NUMBER}(?:{_AND}{_FURTHER_ARTICLE})*)"
    r"(?:[\s-]?прим\.?\s?(?P<prime>\d))?(?:-(?:й|я|ю|ой)(?!\w))?"
    rf"(?:\s?\((?P<inner_part>\d(?:\.\d)?)\))?"
    rf"|{_PART_WORD}\s*(?P<part>\d{{1,2}}(?:\.\d)?(?:{_AND}\d{{1,2}}(?:\.\d)?(?!\.?\d))*"
    rf"|(?:{_ORDINAL})\w{{0,3}})(?:\s?\((?P<inner_point>{_LETTER})\s?\)?)?"
    rf"|(?P<ordinal_part>{_ORDINAL})\w{{0,3}}\s+(?:част(?:ь|и|ью|ей|ям|ями)|parts?)(?!\w)"
    r"|(?P<part_first>\d{1,2}(?:\.\d)?)\.?\s+(?:dal(?:į|is|ies|imi|yje)|daļ[aiu]s?)(?!\w)"
    rf"|{_POINT_WORD}\s*(?P<points>{_LETTER}(?:{_AND}{_LETTER})*)"
    rf"|(?P<first>\d{{3}}(?:\.\d{{1,2}})?|\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?){_NUMBER_FIRST}(?!\w)"
    rf"|(?<!\.)(?P<bare>\d{{3}}(?:\.\d{{1,2}}){{0,2}}|\d{{1,2}}\.\d{{1,2}}(?:\.\d{{1,2}})?)"
    rf"\s+(?P<bare_code>(?:УК|КоАП){_RUSSIA})(?!\w))",
    re.IGNORECASE,
)
# Every citation has a number with one of these beside it; only there the pieces are looked for.
NUMBER_SEEN: Final = re.compile(r"\d[\d.]*")
ANNOUNCED: Final = re.compile(
    rf"(?<!\w)(?:{_ARTICLE_WORD}|{_SECTION}|ст)\s?(?:№\s?)?$", re.IGNORECASE
)
CONFIRMED: Final = re.compile(
    rf"[¹²³⁴⁵⁶⁷⁸⁹]*(?:\s+(?:УК|КоАП)|{_NUMBER_FIRST})(?!\w)", re.IGNORECASE
)
LONGEST_ANNOUNCEMENT: Final = 16
# What a citation says in passing: «ч. 2 ст. 205.2 (оправдание терроризма) УК РФ».
ASIDE: Final = re.compile(r"\([^()\n]{0,160}\)|«[^«»\n]{0,160}»|“[^“”\n]{0,160}”")

# What may stand between two pieces of one citation.
TOGETHER: Final = re.compile(
    rf"[\s,;/()«»\"'’{_DASH}]*(?:(?:и|а\s+также|по|или|через|с\s+применением|in\s+conjunction\s+with|of|the|to"
    r"|and|under|del|della|de|du|des|la|le|do|w|of\s+the|und|et|e|y|a|oraz|z|та|і|й|dell|degli|des|der|nach|gemäß|laut|kod|din|no|på|van|het|от|на|за|про"
    r"|l|d|il|el|lo|al|po|s|v)[\s,;()'’]*){0,3}",
    re.IGNORECASE,
)

APART: Final = re.compile(r"[,;]|(?<!\w)(?:и|and|et|und|oraz|та|і|й|y|a)(?!\w)", re.IGNORECASE)

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
