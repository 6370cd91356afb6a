"""A name as somebody wrote it down, without what is added to it: marks, ranks, joined articles."""

from __future__ import annotations

import re
from typing import Final

from people.names.language.folding import HYPHENS

# аль-Багдади, el-Sisi: an Arabic article is a particle, with its hyphen or without.
ARTICLE: Final = re.compile(
    "((?:[АаЭэУу][лсздртшн]|[АаЭэ]ль|[Аа]ш|[AaEeUu][lzsdnrt]|[Aa]sh))-(?=[^\\W\\d_]{3})"
)
_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|[*†‡]+")
# "Meghan Markle Duchess of Sussex", "Hastings Ismay 1st Baron Ismay"; "Brendan O Leary".
_RANK: Final = re.compile(
    r"(?<=[^\W\d_]{2}),?\s+(?:\d+(?:st|nd|rd|th)\s+[A-Z]|"
    r"(?:Duke|Duchess|Earl|Count|Countess|Viscount|Marquess|Marquis|Baron|Baroness|Prince|Princess)"
    r"\s+of\s).*$"
)
_IRISH: Final = re.compile(r"\bO(?:['’]|(?<=[^\W\d_] O) )(?=[A-Z][a-z])")
_SUFFIXES: Final = (
    rf"[{HYPHENS}]((?:младш|старш|молодш)\w{{2,3}}|младши|стари|мл|ст|jr|sr|junior|senior)"
)
_SUFFIX: Final = re.compile(rf"(?<=[^\W\d_]{{2}}){_SUFFIXES}$")
_SUFFIX_INSIDE: Final = re.compile(rf"(?<=[^\W\d_]{{2}}){_SUFFIXES}\b", re.IGNORECASE)
_YOUNGER: Final = re.compile("jr|junior|jnr|ii$|fils|мл|молод|mlad|młod")
_ELDER: Final = re.compile("sr|senior|ст|père|starší|starsz")
_WORD: Final = r"[^\W\d_]{2}[^\s.,]*"
_INITIAL_BETWEEN: Final = re.compile(rf"\s*{_WORD}\s+[^\W\d_]\.?\s+{_WORD}\s*$")
# The hyphen stands before its look behind, so that the text is searched for hyphens only.
_JOINED_ARTICLE: Final = re.compile(
    r"-(?<=[^\W\d_]-)([UuAaEe][lrdLRD]|[УуАаЭэ]ль?|[Уу][рд])-(?=[^\W\d_])"
)


def without_joined_articles(text: str) -> str:
    """Saif-ul-Malook as three words; every place stays where it was."""
    return _JOINED_ARTICLE.sub(r" \1 ", text)


def without_additions(text: str) -> str:
    """A name without brackets, asterisks and a rank of nobility behind it; O Leary is O'Leary.

    The «младший» of «Хантсман-младший Джон» goes behind all.
    """
    plain = _RANK.sub("", without_joined_articles(_BRACKETS.sub(" ", text)))
    plain = _IRISH.sub("O'", plain)
    suffix = _SUFFIX_INSIDE.search(plain)
    if suffix is None:
        return plain
    return f"{plain[: suffix.start()]}{plain[suffix.end() :]} {suffix[1]}"


def initial_is_between(name: str) -> bool:
    """Whether an initial parts two words: "Dionisio A. Lind" is a given name and a surname."""
    return _INITIAL_BETWEEN.match(name) is not None


def suffix_within(word: str) -> str:
    """The «младший» of a lower-case «буш-младший», "jr" of "bush-jr"; "" for a word without such."""
    found = _SUFFIX.search(word)
    return found[1] if found is not None else ""


def same_suffix(a: str, b: str) -> bool:
    """Whether two words say the same of the bearer: Jr and младший; not Jr and Sr, or nothing."""
    one, other = a.lower().strip(" .,"), b.lower().strip(" .,")
    if one == other:
        return True
    return any(kind.match(one) and kind.match(other) for kind in (_YOUNGER, _ELDER))
