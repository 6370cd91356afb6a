"""Pure: what courts are called in other languages than Russian, Ukrainian and English.

A family is a court word with the words by which its languages say of which kind a court is. All
words stand as `soften` leaves them (lower case, marks kept), kinds as beginnings.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from people.names.language.folding import soften


@dataclass(frozen=True, slots=True)
class Family:
    """A court word, the signs it stands out by, and the kinds of courts its languages have.

    languages: whose word it is. seen: what has to stand in a text in lower case before the pattern is
    tried. both_sides: whether adjectives may follow the court word, as in French and Polish.
    """

    languages: frozenset[str]
    seen: tuple[str, ...]
    court: re.Pattern[str]
    kinds: dict[str, str]
    both_sides: bool = False


def _family(
    languages: str, seen: str, court: str, kinds: str, *, both_sides: bool = False
) -> Family:
    return Family(
        frozenset(languages.split()),
        tuple(seen.split()),
        re.compile(rf"(?<!\w){court}(?!\w)", re.IGNORECASE),
        dict(kind.split("=") for kind in kinds.split()),
        both_sides,
    )


_COMPOUND: Final = r"(?P<compound>[^\W\d_]{0,16}?)"
FAMILIES: Final = (
    # German: the kind is a part of the word (Bezirksgericht, Stadtgericht).
    _family(
        "de",
        "gericht",
        rf"{_COMPOUND}gericht(?:e?s|e|shof\w{{0,2}})?",
        "bezirk=district rayon=district kreis=district stadt=city städtisch=city regional=regional"
        " gebiet=regional militär=military garnison=garrison oberst=supreme berufung=appeal"
        " appellation=appeal kassation=cassation verfassung=constitutional wehrkreis=",
        both_sides=True,
    ),
    _family(
        "fr it es pt ca",
        "tribunal cour cort juzgado",
        r"(?:tribuna(?:l|le|ux|li|les)|cours?|cort[ei]s?|juzgado)",
        "district=district distrit=district distrett=district arrondissement=district"
        " municip=city ville=city ciudad=city cittadin=city città=city région=regional region=regional"
        " provinc=regional militair=military militar=military garni=garrison guarni=garrison"
        " suprem=supreme suprêm=supreme appel=appeal apel=appeal cassa=cassation casación=cassation"
        " constitu=constitutional costitu=constitutional",
        both_sides=True,
    ),
    _family(
        "pl",
        "sąd",
        r"sąd(?:u|owi|em|zie|y|ach)?",
        "rejonow=district dzielnicow=district miejsk=city obwodow=regional krajow=territorial"
        " wojskow=military okręgow=circuit garnizonow=garrison najwyższ=supreme apelacyjn=appeal"
        " kasacyjn=cassation konstytucyjn=constitutional",
        both_sides=True,
    ),
    _family(
        "cs sk",
        "soud súd",
        r"(?:soud|súd)(?:u|em|om|e)?",
        "obvodní=district okresní=district okresn=district obvodn=district rajonn=district"
        " městsk=city mestsk=city oblastn=regional krajsk=regional vojensk=military"
        " okruhov=circuit posádkov=garrison nejvyšší=supreme najvyšš=supreme odvolac=appeal"
        " kasačn=cassation ústavn=constitutional",
    ),
    _family(
        "lt",
        "teism",
        r"teism(?:as|o|ui|ą|e|ai|u)",
        "rajono=district apylinkės=district miesto=city srities=regional apygardos=regional"
        " karo=military karin=military įgulos=garrison aukščiausi=supreme apeliacin=appeal"
        " kasacin=cassation konstitucin=constitutional",
    ),
    _family(
        "lv",
        "ties",
        r"ties(?:a|as|ai|u|ā|ām)",
        "rajona=district pilsētas=city apgabala=regional novada=regional kara=military"
        " garnizona=garrison augstāk=supreme apelācij=appeal kasācij=cassation satversmes=constitutional",
    ),
)
_LANGUAGES: Final = frozenset().union(*(family.languages for family in FAMILIES))
# Languages whose courts the other patterns know, so that no family is tried.
_OTHERS: Final = frozenset("ru uk be bg en".split())


@lru_cache(maxsize=100)
def families_of(language: str) -> tuple[Family, ...]:
    """The families to look for in a text of this language: its own, or all where it has none."""
    if language in _OTHERS:
        return ()
    if language in _LANGUAGES:
        return tuple(family for family in FAMILIES if language in family.languages)
    return FAMILIES


# Belarusian and Bulgarian kinds; the court itself is a word much like the Russian one.
CYRILLIC_KINDS: Final = dict(
    pair.split("=")
    for pair in (
        "раённ=district гарадск=city абласн=regional вярхоўн=supreme ваенн=military"
        " акругов=circuit гарнізонн=garrison апеляцыйн=appeal касацыйн=cassation"
        " канстытуцыйн=constitutional районен=district районният=district районния=district"
        " градск=city окръжен=regional окръжни=regional областен=regional областни=regional"
        " военен=military военния=military върхов=supreme апелатив=appeal касацион=cassation"
    ).split()
)
# Russia and Russian, beside a court that has no name of its own.
_OURS: Final = tuple(
    "росси российск росії російськ расі расійск русия руск russia russie russe russo russa rusia ruso"
    " rusa russland russisch rosj rosyjsk rusk rusij krievij рф".split()
)
_OURS_WHOLE: Final = re.compile(
    rf"(?:{'|'.join(_OURS)})(?:['’]?[^\W\d_]{{0,5}})?", re.IGNORECASE
)  # "Russia's", «российского», "rosyjskiego"
# What joins a court with its place; articles before a court end its name.
JOINING: Final = frozenset(
    "de du des della dello del di d da do la le les l en à a al in im am der w we v ve u у ў в во на"
    " of für".split()
)
ARTICLES: Final = frozenset(
    "das der die dem den des ein eine einem einer il lo la le l un una une el los las the an a"
    " this that another dieses diesem ce cette questo este".split()
)
# Words that stand before a court with a capital and are no part of its name.
NOT_NAMES: Final = frozenset(
    "судья судьи судье судью суддя судді суддзя judge judges председатель секретарь помощник".split()
)
# Names that each language translates or bends beyond what sounds explain: beginnings -> what stands
# in Russian and English names on record.
_TRANSLATED: Final = (
    ("moskau moscou mosca moscú moskw moskie moskev moskov maskv maskav московськ москов маскоўск"
     " масков масква маскв москв moscow", "московск москв moscow"),
    ("sankt-peterb saint-pétersb st-peterb petersb pétersb petersbur san-pietrob pietroburgo"
     " petrohrad peterb sankt-petersb petersbur санкт-петерб петербур пецярбур санкт-пецярб",
     "санкт-петербургск санкт-петербург петербург petersburg st"),
    ("südlich południow jižn meridional pietų dienvidu південн паўднёв южн southern",
     "южн southern"),
    ("westlich zachodni západn occidental vakarų rietumu західн заходн западн western",
     "западн western"),
    ("zentral central centraln centrál центральн цэнтральн", "центральн central"),
)  # fmt: skip


# The ordinals of military courts, whole words.
_ORDINALS: Final = {
    word: number
    for number, words in {
        "1": "первый первого первому первом перший першого першому першы first erste ersten",
        "2": "второй второго второму втором другий другого другому другі другога second zweite zweiten"
        " deuxième segundo secondo drugi drugiego drugim druhý druhého druhém",
    }.items()
    for word in words.split()
}

_LONGEST_ENDING: Final = 8


@lru_cache(maxsize=20_000)
def translated(word: str) -> tuple[str, ...]:
    """What a word of a text is in the names on record: Moskauer -> московск, moscow; () for none."""
    soft = soften(word)
    if soft in _ORDINALS:
        return (_ORDINALS[soft],)
    if soft in ("sud", "sur", "sul"):
        return ("южн", "southern")
    for beginnings, means in _TRANSLATED_FROM:
        for start in beginnings:
            # Not «южнокорейский».
            if soft.startswith(start) and len(soft) - len(start) <= _LONGEST_ENDING:
                return means
    return ()


_TRANSLATED_FROM: Final = tuple(
    (tuple(beginnings.split()), tuple(means.split())) for beginnings, means in _TRANSLATED
)


def is_ours(word: str) -> bool:
    """Whether a word says Russia or Russian, in any case form of the languages known."""
    return _OURS_WHOLE.fullmatch(word) is not None


def kind_of(word: str, kinds: dict[str, str]) -> str | None:
    """Of which kind a court is by a word in these languages; None for another word."""
    soft = soften(word)
    return next((kind for start, kind in kinds.items() if soft.startswith(start)), None)
