"""Pure: the clauses of a text that speak of somebody as accused, convicted or held.

A court or an article of the code that stands in a clause with a name says who is meant only where
the name is that of the accused: judges, lawyers, relatives and those who comment are named beside it
as well. «Ивана Зарецкого осудили по...», "Maria Vetrova was charged under...", not «Иван Зарецкий
рассказал о деле по...».
"""

from __future__ import annotations

import re
from typing import Final

# What is done to somebody, with a declined name in the clause. Not «осуждённый», "the convicted": they
# may be others, unless they stand at the name itself.
_ABOUT: Final = re.compile(
    r"(?<!\w)(?:осуди|осуждают|осужд[её]н(?!н)|приговор|обвиня(?!ем)|обвини|вменя|вменил|виновн|инкримин"
    r"|суд(?:ят|ить|или)(?!\w)|арест(?!ованн)|задерж(?!анн)|подозрева(?!ем)|заключи|назначил|грозит"
    r"|этапир(?!ованн)|срок|лет(?!\w)|дел[оау](?!\w)|оштраф|предъяв|преслед|держат|содерж|отбыва|жалоб"
    r"|сняли|помести|перевели|достав|отправил|освобод|навестил|под\s+(?:домашн|страж))"
    r"|(?:осужд[её]нн|обвиняем|подсудим|арестованн|заключ[её]нн|задержанн|подозреваем|бывш)\w{2,3}\s+$",
    re.IGNORECASE,
)
# What may stand between a name and what is said of it: an age, a year, an aside, an adverb.
_ASIDE: Final = r"(?:\s*\([^()\n]{0,40}\))?(?:,\s[^,\n]{1,40},)?\s*[,–—-]?\s+(?:[^\W\d_]+\s+)?"
# Said of a subject that suffers it. Never «осудил» or "convicted" alone: that is what judges do.
_SUFFERS: Final = re.compile(
    _ASIDE
    + "(?:"
    + "|".join(
        (
            r"осужд[её]н|приговор[её]н|признан\w?\s+виновн|обвиняе(?:тся|м)|подозревается|арестован",
            r"задержан|получил\w?\s+(?:\w+\s+)?(?:лет|года?|срок)|отбывает|сидит|содержится|помещ[её]н",
            r"перевед[её]н|этапирован|предстал|внес[её]н|оштрафован|обжаловал\w?\s+приговор",
            r"засудж|обвинувач|звинувач|утриму|відбува|заарештован|затриман",
            r"асуджан|абвінавач|адбывае|затрыман",
            r"(?:was|is|were|are|has\s+been|had\s+been|being|been|stands|remains)\s+(?:\w+\s+){0,2}?"
            r"(?:sentenced|convicted|charged|found\s+guilty|accused|jailed|arrested|detained|held"
            r"|imprisoned|serving|moved|transferred|tried|on\s+trial|indicted|fined)",
            r"(?:sentenced|convicted|charged|accused|jailed|arrested|detained|held|imprisoned|serving)"
            r"\s+(?:to|of|under|with|in|at|on|since|for)",
            r"faces|appeared\s+(?:before|in)|pleaded|denies",
            r"w[iu]rde\s[^;\n]{1,90}(?:verurteilt|angeklagt|verlegt)|sitzt|est\s+(?:poursuivi|accus|détenu|incarcér)",
            r"a\s+été\s+condamn|purge|(?:fue|está|ha\s+sido)\s+(?:condenad|acusad|detenid|encarcelad)",
            r"cumple\s+condena|è\s+(?:stat[oa]\s+)?(?:condannat|accusat|detenut|rinchius)",
            r"(?:został\w?|jest)\s+(?:skazan|oskarżon|aresztowan|przetrzymywan)|odbywa",
            r"(?:byl[ao]?|je)\s+(?:odsouzen|obviněn|vězněn|zatčen|držen)|si\s+odpykává",
            r"(?:nuteist|kaltinam|kalinam|suimt|laikom)|(?:notiesāt|atrodas)",
        )
    )
    + ")",
    re.IGNORECASE,
)
# Said of nobody in particular, so that the name is what it is done to.
_DONE_BY_NOBODY: Final = re.compile(
    _ASIDE
    + r"(?:skazano|oskarżono|aresztowano|przetrzymują|odsoudili|obvinili|drží|вінавацяць|асудзілі"
    r"|трымаюць|звинуватили|засудили)",
    re.IGNORECASE,
)
# Right before the name.
_DONE_TO: Final = re.compile(
    r"(?<!\w)(?:(?:осужд[её]нн|обвиняем|подсудим|арестованн|заключ[её]нн|задержанн|подозреваем|засуджен)(?:ый|ая|ий)"
    r"|sentenced|convicted|charged|jailed|arrested|detained|imprisoned|fined|found|accused|indicted|acquitted"
    r"|(?:arrest|case|trial|sentence|detention|conviction|charges|prosecution|verdict|imprisonment)"
    r"\s+(?:of|against)|засуди(?:в|ла|ли)|звинувати(?:в|ла|ли)|вінавацяць|асудзі(?:ў|ла|лі)|трымаюць"
    r"|skazał[ao]?|skazano|oskarżono|aresztowano|przetrzymują|odsoudil[ayi]?|drží|verurteilte|condamné"
    r"|condenó(?:\s+a)?|condannato)\s+$",
    re.IGNORECASE,
)
# Whose relative, lawyer or comrade the clause speaks of, and not of the bearer of the name.
_OF_ANOTHER: Final = re.compile(
    r"(?<!\w)(?:брат|сестр|мать|матер|отец|отц|сын|доч|жен[аыуео]|муж|супруг|вдов|друг|подруг|адвокат|защит"
    r"|сторонни|соратни|коллег|однофамил|т[её]зк|знаком|сосед|сокамерни|родственни|близк|мам[аыуе]|пап[аыуе]"
    r"|родител|brother|sister|mother|father|son|daughter|wife|husband|widow|friend|lawyer"
    r"|supporter|colleague|relative|parents)\w{0,4}(?:\s+of)?\s*,?\s*$",
    re.IGNORECASE,
)
_CONJUNCTIONS: Final = (
    r"а|но|и|что|чтобы|где|когда|пока|хотя|однако|потому|так\s+как|у\s+котор\w+|але|що|де|коли|while|but|and|that"
    r"|which|whose|because|where|when|aber|und|dass|weil|mais|et|que|ma|e|che|pero|y|ale|i|że|a|že"
)
_CLAUSE_END: Final = re.compile(
    r"[;!?\n]|\.(?=\s+[^\W\d_a-zа-яёіїєў])|:(?=\s)"
    rf"|,\s+(?i:{_CONJUNCTIONS})(?!\w)|(?<=\w)\s+[–—]\s+"
)
_REACH: Final = 260
_LONGEST_WAY: Final = 12


def clause_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Where the clause that holds a name begins and ends; never farther than some lines."""
    first = max(0, start - _REACH)
    # One sign farther: the name itself may begin the sentence.
    before = _CLAUSE_END.finditer(text, first, min(len(text), start + 1))
    ends = [each.end() for each in before if each.end() <= start and not _abbreviated(text, each)]
    if ends:
        first = ends[-1]
    behind = (
        each
        for each in _CLAUSE_END.finditer(text, end, min(len(text), end + _REACH))
        if not _abbreviated(text, each)
    )
    after = next(behind, None)
    return first, after.start() if after is not None else min(len(text), end + _REACH)


def is_accused(text: str, start: int, end: int, *, declined: bool) -> bool:
    """Whether the clause speaks of the bearer of the name as accused, convicted or held.

    declined: the name stands in an oblique case of Russian: things are done to its bearer.
    """
    first, last = clause_around(text, start, end)
    before, behind = text[first:start], text[end:last]
    if _OF_ANOTHER.search(before) is not None:
        return False
    if declined:
        return _ABOUT.search(before) is not None or _ABOUT.search(f"{behind} .") is not None
    return (
        _SUFFERS.match(behind) is not None
        or _DONE_BY_NOBODY.match(behind) is not None
        or _DONE_TO.search(before[-60:]) is not None
    )


_ABBREVIATION: Final = re.compile(
    r"(?<!\w)(?:[^\W\d_]|чч|ст|пп|гг|им|ул|No|Nr|Art|St|Mr|Mrs|Dr)$", re.IGNORECASE
)


def _abbreviated(text: str, found: re.Match[str]) -> bool:
    if not found.group().startswith("."):
        return False
    at = found.start()
    return _ABBREVIATION.search(text, max(0, at - _LONGEST_WAY), at) is not None
