"""Two whole names compared: could they be one person's, and which words say so."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from typing import Final

from people.names.evidence import (
    DIFFERENT,
    EXACT,
    INITIAL,
    MISSING,
    NEAR,
    OTHER_GENDER,
    SAME_NAME,
    SHORT_FORM,
    TRANSLATED,
    TRANSLITERATED,
    NameMatch,
    PartMatch,
)
from people.names.finding.middle_words import first_sounds
from people.names.language.equivalents import (
    FORMAL,
    SHORT,
    TRANSLATION,
    given_name_forms,
    same_family,
)
from people.names.language.folding import fold, fold_soft, soften
from people.names.language.genders import masculine
from people.names.language.inflection import ANY_GENDER
from people.names.language.kindred import (
    is_not_russian,
    same_across_alphabets,
    same_across_orthographies,
)
from people.names.language.phonetics import sound_distance
from people.names.language.reading import readings
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.written import same_suffix
from people.names.parts import NameParts

# What each way of meeting is worth. A product of the parts is the score, so one doubtful part
# makes the whole doubtful.
_WORTH: Final = {
    EXACT: 1.0,
    TRANSLITERATED: 0.97,
    SAME_NAME: 0.95,
    OTHER_GENDER: 0.8,
    SHORT_FORM: 0.75,
    TRANSLATED: 0.7,
    NEAR: 0.6,
    INITIAL: 0.55,
    MISSING: 0.5,
    DIFFERENT: 0.0,
}
_ACROSS: Final = 0.35
_WITHIN: Final = 0.2
_NEAR: Final = 0.8
_NEAR_LENGTH: Final = 5


def compare_names(a: NameParts, b: NameParts) -> NameMatch:
    """How surely two names can be one person's: 0 (another name) to 1 (the same), with the parts.

    Symmetric. A patronymic that only one side has is no contradiction; two different ones are.
    """
    best = _compare(a, b)
    if not a.certain and a.given and not a.patronymic:
        best = max(best, _compare(_turned(a), b), key=lambda match: match.score)
    if not b.certain and b.given and not b.patronymic:
        best = max(best, _compare(a, _turned(b)), key=lambda match: match.score)
    return best


def _turned(parts: NameParts) -> NameParts:
    return replace(parts, given=parts.surname, surname=parts.given)


def _compare(a: NameParts, b: NameParts) -> NameMatch:
    abroad = is_not_russian(a.display()) != is_not_russian(b.display())
    surname = _surname(a.surname, b.surname, abroad)
    if surname.how != DIFFERENT and not same_suffix(a.suffix, b.suffix):
        how = DIFFERENT if a.suffix and b.suffix else NEAR
        surname = _part("surname", _with_suffix(a), _with_suffix(b), how)
    parts = [surname]
    if surname.how != DIFFERENT:
        parts.append(_given(a, b, abroad))
        patronymic = _patronymic(a, b)
        if patronymic is not None:
            parts.append(patronymic)
        if a.given and b.given and not (a.gender or ANY_GENDER) & (b.gender or ANY_GENDER):
            parts.append(PartMatch("gender", a.display(), b.display(), DIFFERENT, 0.5))
    score = 1.0
    for part in parts:
        score *= part.score
    return NameMatch(round(score, 4), tuple(parts))


def _with_suffix(parts: NameParts) -> str:
    return f"{parts.surname} {parts.suffix}".strip()


def _part(part: str, query: str, candidate: str, how: str) -> PartMatch:
    return PartMatch(part, query, candidate, how, _WORTH[how])


def word_distance(a: str, b: str) -> float:
    """The least sound distance of two softened words over all their readings; 9.0 when unreadable."""
    return min((sound_distance(x, y) for x in readings(a) for y in readings(b)), default=9.0)


def _by_sound(a: str, b: str, abroad: bool, *, heard: bool = True) -> str:
    """TRANSLITERATED, NEAR or DIFFERENT for two softened words that are not spelled alike.

    abroad: one of two Cyrillic names is not in Russian spelling. heard: the Latin word may be written in
    any language; for given names that are both known the table of families says what is one name.
    """
    distance = word_distance(a, b)
    scripts = script_of(a), script_of(b)
    across = scripts[0] != scripts[1]
    if distance <= (_ACROSS if across else _WITHIN):
        return TRANSLITERATED if across or scripts[0] != CYRILLIC or abroad else NEAR
    if across and heard and CYRILLIC in scripts:
        latin, cyrillic = (b, a) if scripts[0] == CYRILLIC else (a, b)
        if same_across_alphabets(latin, cyrillic):
            return TRANSLITERATED
    elif abroad and not across and scripts[0] == CYRILLIC and same_across_orthographies(a, b):
        return TRANSLITERATED
    close = distance <= _NEAR and min(len(a), len(b)) >= _NEAR_LENGTH
    return NEAR if close else DIFFERENT


# Of many people with one surname only the other names differ.
@lru_cache(maxsize=20_000)
def _surname(a: str, b: str, abroad: bool) -> PartMatch:
    if not a or not b:
        return _part("surname", a, b, MISSING)
    if fold(a) == fold(b):
        return _part("surname", a, b, EXACT)
    how = _by_sound(soften(a), soften(b), abroad)
    if how != TRANSLITERATED:
        men = masculine(soften(a)), masculine(soften(b))
        if fold(men[0]) == fold(men[1]) or (
            men != (soften(a), soften(b)) and _by_sound(*men, abroad) == TRANSLITERATED
        ):
            how = OTHER_GENDER
    if how == DIFFERENT:
        how = _piece_of_double(a, b)
    return _part("surname", a, b, how)


def _piece_of_double(a: str, b: str) -> str:
    """A double surname and one of its halves are near, not the same."""
    halves = (
        {fold(p) for p in a.replace("-", " ").split()},
        {fold(p) for p in b.replace("-", " ").split()},
    )
    return NEAR if halves[0] & halves[1] else DIFFERENT


def _given(a: NameParts, b: NameParts, abroad: bool) -> PartMatch:
    if a.given and b.given:
        return _part("given name", a.given, b.given, _given_how(a.given, b.given, abroad))
    letters_a, letters_b = _letters(a), _letters(b)
    if letters_a and letters_b:
        alike = first_sounds(letters_a[0]) & first_sounds(letters_b[0])
        query, candidate = a.given or letters_a[0], b.given or letters_b[0]
        return _part("given name", query, candidate, INITIAL if alike else DIFFERENT)
    return _part("given name", a.given, b.given, MISSING)


@lru_cache(maxsize=20_000)
def _given_how(a: str, b: str, abroad: bool) -> str:
    if fold(a) == fold(b):
        return EXACT
    first, second = soften(a.split()[0]), soften(b.split()[0])
    if fold(first) == fold(second):
        return SAME_NAME
    known = given_name_forms()
    listed = fold_soft(first) in known and fold_soft(second) in known
    how = _by_sound(first, second, abroad, heard=not listed)
    family = {FORMAL: SAME_NAME, TRANSLATION: TRANSLATED, SHORT: SHORT_FORM}.get(
        same_family(first, second), DIFFERENT
    )
    return max(how, family, key=lambda way: _WORTH[way])


def _patronymic(a: NameParts, b: NameParts) -> PartMatch | None:
    if a.patronymic and b.patronymic:
        if fold(a.patronymic) == fold(b.patronymic):
            return _part("patronymic", a.patronymic, b.patronymic, EXACT)
        close = word_distance(soften(a.patronymic), soften(b.patronymic)) <= _NEAR
        how = TRANSLITERATED if close else DIFFERENT
        return _part("patronymic", a.patronymic, b.patronymic, how)
    letters_a, letters_b = _letters(a), _letters(b)
    if len(letters_a) > 1 and len(letters_b) > 1 and (a.initials or b.initials):
        alike = first_sounds(letters_a[1]) & first_sounds(letters_b[1])
        score = 1.0 if alike else 0.0
        how = INITIAL if alike else DIFFERENT
        return PartMatch("patronymic", letters_a[1], letters_b[1], how, score)
    return None


def _letters(parts: NameParts) -> list[str]:
    """The initials a name has or would have, softened."""
    if parts.given:
        words = [parts.given.split()[0], parts.patronymic]
        return [soften(word[:1]) for word in words if word]
    return [soften(letter) for letter in parts.initials]
