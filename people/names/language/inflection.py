"""From a form in a text back to the names it may be a form of.

`data/inflections.tsv` holds paradigms, one a line; they are turned round at load, so a word is
looked up by its ending. More candidates than are true come out ("Козыреву" gives both Козырев and
Козырева): the caller keeps those that are names on record, and grammar decides between them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache, lru_cache
from typing import Final, NamedTuple

from people.names.language.folding import APOSTROPHES
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.tables import rows

# Grammatical cases as a bit mask, so that two words agree when the masks meet.
NOMINATIVE: Final = 1
GENITIVE: Final = 2
DATIVE: Final = 4
ACCUSATIVE: Final = 8
INSTRUMENTAL: Final = 16
LOCATIVE: Final = 32
VOCATIVE: Final = 64
ANY_CASE: Final = 127

MALE: Final = 1
FEMALE: Final = 2
ANY_GENDER: Final = 3

_CASES: Final = (NOMINATIVE, GENITIVE, DATIVE, ACCUSATIVE, INSTRUMENTAL, LOCATIVE, VOCATIVE)
_GENDERS: Final = {"m": MALE, "f": FEMALE, "x": ANY_GENDER}
_CONSONANTS: Final = frozenset("бвгджзклмнпрстфхцчшщґђћџbcdfghjklmnpqrstvwxzšžčćđłńśźżřťďňľçñß")
# Languages that share their tables.
_SHARED: Final = {
    "mk": "bg", "sk": "cs", "hr": "sl", "bs": "sl", "sr": "sl", "sh": "sl", "nb": "en-s", "nn": "en-s", "no": "en-s",
    "ba": "tt", "kk": "tt", "ky": "tt", "da": "en-s", "sv": "en-s", "de": "en-s", "nl": "en-s",
}  # fmt: skip
# Texts in these languages do not decline names at all, or only the last word of a name.
UNDECLINED: Final = frozenset(
    "en fr it es pt bg mk de nl sv da no nb nn ro tr vi zh ja ar he fa fi et hu az crh tt ba kk ky uz tg ka hy".split()
)
_CYRILLIC_LANGUAGES: Final = frozenset(
    {"ru", "uk", "be", "bg", "mk", "tt", "ba", "kk", "ky", "uz", "tg"}
)
_BOTH_ALPHABETS: Final = frozenset({"uz"})
_SHORTEST_STEM: Final = 2
_LONGEST_ENDING: Final = 6
_FOREIGN_ENDING: Final = re.compile(rf"(?<=..)[{APOSTROPHES}][^\W\d_]{{1,4}}$")
# Hungarian hangs endings with a hyphen on names whose last letter is not heard as it is written (Capp-pel,
# Hughes-zal), Azerbaijani on those that it leaves in their own spelling (Holt-un, Halkett-ə).
_HYPHENED_ENDINGS: Final = {
    "hu": re.compile(
        r"(?<=..)-(?:[aeoöá]?t|n[ae]k|[^\W\d_aeiou]{1,2}[ae]l|[thrb][óőoö]l|h[oeö]z|b[ae]n?|r[ae]|[aeoö]?n"
        r"|n[áé]l|ért|ig|é|ként|[aeoö]?k|ék|féle|i)$"
    ),
    "az": re.compile(r"(?<=..)-(?:n?[ıiuü]n?|y?[əa]|d[əa]n?|y?l[əa])$"),
}
_MOST_HALVES: Final = 4  # each may be declined by itself, and their forms multiply
_WHOLE_WORD: Final = 4  # endings this long are listed irregular names: Лев, Льва


class Nominative(NamedTuple):
    """A name that a form may stand for: the name, in which cases, for which gender."""

    word: str
    cases: int
    gender: int


@cache
def _endings(language: str) -> dict[str, tuple[tuple[str, str, int, int], ...]]:
    """Ending in the text -> (ending of the name, class "C" for a consonant, gender, cases)."""
    found: dict[str, dict[tuple[str, str, int], int]] = defaultdict(dict)
    for code, gender, name, *forms in rows("inflections"):
        if code != language:
            continue
        name, _, nominative = name.partition(":")
        kind = "C" if name.startswith("C") else ""
        base = name.removeprefix("C")
        for case, cell in zip(_CASES, [nominative or base, *forms], strict=False):
            for ending in cell.split("/"):
                if ending == "-":
                    continue
                key = (base, kind, _GENDERS[gender])
                found[ending][key] = found[ending].get(key, 0) | case
    return {
        ending: tuple((base, kind, gender, cases) for (base, kind, gender), cases in keys.items())
        for ending, keys in found.items()
    }


def _table(soft: str, language: str) -> str:
    """Which table reads this word. A Cyrillic word in a text of unknown language is Russian."""
    if script_of(soft) == CYRILLIC:
        return _SHARED.get(language, language) if language in _CYRILLIC_LANGUAGES else "ru"
    if language in _CYRILLIC_LANGUAGES and language not in _BOTH_ALPHABETS:
        return ""
    return _SHARED.get(language, language)


@lru_cache(maxsize=50_000)
def nominatives(soft: str, language: str) -> tuple[Nominative, ...]:
    """What a softened word may be a form of, itself first (as a nominative of either gender).

    A hyphenated word is declined in both halves ("Петрова-Водкина") or in the last one only, and
    in the last one only where there are more than four.
    """
    apostrophe = _FOREIGN_ENDING.search(soft)
    if apostrophe is not None:
        # Polish and Turkish hang endings on foreign names with an apostrophe: Blake'a, Putin'in.
        name = Nominative(soft[: apostrophe.start()], ANY_CASE & ~NOMINATIVE, ANY_GENDER)
        return (*_plain(soft, language), name)
    stem = without_hyphened_ending(soft, language)
    if stem != soft:
        return (*_plain(soft, language), Nominative(stem, ANY_CASE & ~NOMINATIVE, ANY_GENDER))
    return _plain(soft, language)


def without_hyphened_ending(soft: str, language: str) -> str:
    """A softened word without a case ending that its language hangs on with a hyphen (Capp-pel)."""
    endings = _HYPHENED_ENDINGS.get(language) if "-" in soft else None
    return endings.sub("", soft) if endings is not None else soft


_SERBIAN: Final = dict(
    zip(
        "абвгдђежзијклљмнњопрстћуфхцчџш",
        "a b v g d đ e ž z i j k l lj m n nj o p r s t ć u f h c č dž š".split(),
        strict=True,
    )
)
_SERBIAN_LATIN: Final = str.maketrans(_SERBIAN)
_SERBIAN_LETTER: Final = re.compile("lj|nj|dž|.")
_SERBIAN_CYRILLIC: Final = {latin: letter for letter, latin in _SERBIAN.items()}


def _serbian(soft: str) -> tuple[Nominative, ...]:
    """Serbian Cyrillic declines as Serbian Latin does, letter for letter.

    Letters that Serbian lacks (the initial Ю.) stay as they are.
    """
    return tuple(
        Nominative(
            "".join(_SERBIAN_CYRILLIC.get(s, s) for s in _SERBIAN_LETTER.findall(form.word)),
            form.cases,
            form.gender,
        )
        for form in _declined(soft.translate(_SERBIAN_LATIN), "sr")
    )


def _plain(soft: str, language: str) -> tuple[Nominative, ...]:
    if language in ("sr", "bs", "sh") and script_of(soft) == CYRILLIC:
        return _serbian(soft)
    return _declined(soft, language)


def _declined(soft: str, language: str) -> tuple[Nominative, ...]:
    return _of_compound(soft, language) if "-" in soft[1:-1] else _of_simple(soft, language)


def _of_simple(soft: str, language: str) -> tuple[Nominative, ...]:
    table = _endings(_table(soft, language))
    own = ANY_CASE if language in UNDECLINED or not table else NOMINATIVE
    found: dict[str, dict[int, int]] = {soft: {ANY_GENDER: own}}
    for length in range(min(_LONGEST_ENDING, len(soft)), -1, -1):
        if len(soft) - length < _SHORTEST_STEM and length < _WHOLE_WORD:
            continue
        ending = soft[len(soft) - length :]
        for base, kind, gender, cases in table.get(ending, ()):
            stem = soft[: len(soft) - length]
            if kind == "C" and stem[-1:] not in _CONSONANTS:
                continue
            word = stem + base
            if word == soft and not base:
                continue
            if base in ("а", "я") and len(word) > 4 and _is_possessive(word, ending):
                continue
            genders = found.setdefault(word, {})
            genders[gender] = genders.get(gender, 0) | cases
    new = tuple.__new__  # spares a call of Python for each
    return tuple(
        [
            new(Nominative, (word, cases, gender))
            for word, genders in found.items()
            for gender, cases in genders.items()
        ]
    )


def _is_possessive(word: str, ending: str) -> bool:
    """Козырева does not decline like "мама": its "Козыреве" is a form of Козырев only."""
    return word.endswith(("ова", "ева", "ёва")) and ending in ("ы", "е")


def _of_compound(soft: str, language: str) -> tuple[Nominative, ...]:
    first, _, last = soft.rpartition("-")
    found = [Nominative(soft, _of_simple(last, language)[0].cases, ANY_GENDER)]
    heads = nominatives(first, language) if soft.count("-") < _MOST_HALVES else ()
    for tail in _of_simple(last, language):
        if tail.word != last:
            found.append(Nominative(f"{first}-{tail.word}", tail.cases, tail.gender))
        for head in heads:
            if tail.word == last != "" and head.word != first and last[-1] not in _CONSONANTS:
                # Бернерсом-Ли, Лопесом-Алегрия: the second half stays as it is.
                found.append(Nominative(f"{head.word}-{last}", head.cases, head.gender))
            elif head.word != first and head.cases & tail.cases and head.gender & tail.gender:
                found.append(
                    Nominative(
                        f"{head.word}-{tail.word}",
                        head.cases & tail.cases,
                        head.gender & tail.gender,
                    )
                )
    return tuple(found)
