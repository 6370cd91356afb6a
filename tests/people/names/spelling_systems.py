"""Transliteration systems as their standards write them: for tests, apart from the program's tables.

A system is a table of Russian letters, or pairs of letters, and what it writes for them. "^" before a
letter: at the beginning of a word; "~": after a vowel or a sign. Sources: BGN/PCGN 1947, ICAO Doc 9303 (Russian
passports since 2010), ISO 9:1995, ALA-LC 2010, DIN-free German newspaper practice (Duden), French
and Spanish practice, Polish PWN, Czech ČSN 01 0185, Italian scholarly, the habits of English papers.
"""

from __future__ import annotations

from typing import Final

_VOWELS: Final = frozenset("аеёиоуыэюяъь")
_COMMON: Final = dict(
    zip("абвгдзийклмнопрстуф", "a b v g d z i y k l m n o p r s t u f".split(), strict=True)
) | {"ь": "", "ъ": "", "ы": "y", "э": "e"}


def _table(pairs: str) -> dict[str, str]:
    found = dict(_COMMON)
    for pair in pairs.split():
        letter, _, written = pair.partition("=")
        found[letter] = written
    return found


SYSTEMS: Final[dict[str, tuple[str, dict[str, str]]]] = {
    "BGN/PCGN": (
        "en",
        _table("е=e ^е=ye ~е=ye ё=ë ж=zh х=kh ц=ts ч=ch ш=sh щ=shch ю=yu я=ya ь=' ъ=\""),
    ),
    "ICAO": ("en", _table("е=e ё=e ж=zh й=i х=kh ц=ts ч=ch ш=sh щ=shch ю=iu я=ia ъ=ie")),
    "ISO 9": ("en", _table("е=e ё=ë ж=ž й=j х=h ц=c ч=č ш=š щ=ŝ ю=û я=â ь=ʹ ъ=ʺ э=è")),
    "ALA-LC": (
        "en",
        _table("е=e ё=ë ж=zh й=ĭ х=kh ц=t͡s ч=ch ш=sh щ=shch ю=i͡u я=i͡a ь=ʹ ъ=ʺ э=ė"),
    ),
    "English papers": (
        "en",
        _table("е=e ^е=ye ё=yo ж=zh х=kh ц=ts ч=ch ш=sh щ=shch ю=yu я=ya"),
    ),
    "German": (
        "de",
        _table("в=w е=e ^е=je ~е=je ё=jo ж=sch з=s й=i х=ch ц=z ч=tsch ш=sch щ=schtsch ю=ju я=ja"),
    ),
    "French": (
        "fr",
        _table("е=e ё=io ж=j й=ï х=kh ц=ts ч=tch ш=ch щ=chtch ю=iou я=ia у=ou"),
    ),
    "Italian": ("it", _table("е=e ё=ë ж=ž й=j х=ch ц=c ч=č ш=š щ=šč ю=ju я=ja")),
    "Spanish": ("es", _table("е=e ^е=ye ё=io ж=zh й=i х=j ц=ts ч=ch ш=sh щ=shch ю=iu я=ia")),
    "Polish": (
        "pl",
        _table(
            "в=w е=ie ^е=je ~е=je ё=io ^ё=jo ж=ż й=j л=ł х=ch ц=c ч=cz ш=sz щ=szcz ю=iu ^ю=ju "
            "я=ia ^я=ja же=że це=ce че=cze ше=sze ще=szcze ле=le лё=lo ли=li лю=lu ля=la ль=l "
            "жи=ży ши=szy"
        ),
    ),
    "Czech": ("cs", _table("е=e ^е=je ё=jo ж=ž й=j х=ch ц=c ч=č ш=š щ=šč ю=ju я=ja")),
    "Croatian": ("hr", _table("е=e ё=jo ж=ž й=j х=h ц=c ч=č ш=š щ=šč ю=ju я=ja ы=i")),
    "Dutch": ("nl", _table("е=e ^е=je ё=jo ж=zj й=j х=ch ц=ts ч=tsj ш=sj щ=sjtsj ю=joe я=ja у=oe")),
    "Swedish": ("sv", _table("е=e ^е=je ё=jo ж=zj й=j х=ch ц=ts ч=tj ш=sj щ=sjtj ю=ju я=ja")),
    "Finnish": ("fi", _table("е=e ^е=je ё=jo ж=ž й=i х=h ц=ts ч=tš ш=š щ=štš ю=ju я=ja")),
    "Estonian": ("et", _table("е=e ^е=je ё=jo ж=ž й=i х=hh ц=ts ч=tš ш=š щ=štš ю=ju я=ja ы=õ")),
    "Hungarian": (
        "hu",
        _table("е=e ^е=je ё=jo ж=zs й=j с=sz х=h ц=c ч=cs ш=s щ=scs ю=ju я=ja ы=i"),
    ),
    "Romanian": ("ro", _table("е=e ^е=ie ё=io ж=j й=i х=h ц=ț ч=ci ш=ș щ=șci ю=iu я=ia ы=î")),
    "Turkish": ("tr", _table("е=e ^е=ye ё=yo ж=j й=y х=h ц=ts ч=ç ш=ş щ=şç ю=yu я=ya ы=ı")),
}


def written(name: str, system: str) -> str:
    """A Russian name in Cyrillic as the system writes it, with its capitals."""
    return " ".join(_written_word(word.lower(), SYSTEMS[system][1]) for word in name.split())


def _written_word(word: str, table: dict[str, str]) -> str:
    text, at = "", 0
    while at < len(word):
        pair, letter = word[at : at + 2], word[at]
        place = "^" if at == 0 else "~" if word[at - 1] in _VOWELS else ""
        wide = len(pair) == 2 and pair in table
        text += table[pair] if wide else table.get(place + letter, table[letter])
        at += 2 if wide else 1
    return text[0].upper() + text[1:]


def language_of(system: str) -> str:
    """The language whose papers or offices write this way (ISO 639-1)."""
    return SYSTEMS[system][0]
