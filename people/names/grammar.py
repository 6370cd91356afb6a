"""Do given name and surname agree, and could the same words name a person of the other gender?"""

from __future__ import annotations

from typing import Final

from people.names.folding import fold
from people.names.genders import feminine, masculine
from people.names.inflection import ANY_CASE, FEMALE, MALE, VOCATIVE, nominatives
from people.names.words import Analysis, Hit

_ENDINGS_THAT_STAY: Final = ("их", "ых", "уа", "юа", "оа", "иа", "ois", "oux")
_VOWELS_THAT_STAY: Final = frozenset("оеиуюэыёіeiouyéíóúáà")


def agreement(given: Hit, surname: Hit, gender: int) -> str:
    """ "" when the two words can agree for a person of `gender`; else "gender" or "case"."""
    verdict = "case"
    for a in given.analyses:
        for b in surname.analyses:
            if cases_of(a, gender) & cases_of(b, gender):
                if a.gender & b.gender & gender:
                    return ""
                verdict = "gender"
    return verdict


def cases_of(analysis: Analysis, gender: int) -> int:
    """The cases of a form; names that do not decline stand in all of them."""
    if analysis.cases != 1:
        return analysis.cases
    word = analysis.word
    if word[-1] in _VOWELS_THAT_STAY or word.endswith(_ENDINGS_THAT_STAY):
        return ANY_CASE
    if gender != MALE and word[-1] not in "аяaąе":
        return ANY_CASE
    return analysis.cases


def other_gender_cases(surface: str, surname: str, other: int, language: str) -> int:
    """The cases in which `surface` is the same family name borne by the other gender; 0 if none.

    A name without a form of its own for women (Новак) does not decline for them. Nobody is called
    upon in the news, so the vocative does not count: "Antonio Tajani" is no Antonia.
    """
    counterpart = feminine(surname) if other == FEMALE else masculine(surname)
    if counterpart == surname:
        if other == FEMALE:
            return ANY_CASE & ~VOCATIVE if fold(surface) == fold(surname) else 0
        return 0
    cases = 0
    for form in nominatives(surface, language):
        if fold(form.word) == fold(counterpart) and form.gender & other:
            cases |= form.cases
    return cases
