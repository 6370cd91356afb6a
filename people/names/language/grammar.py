"""Do given name and surname agree, and could the same words name a person of the other gender?"""

from __future__ import annotations

import re
from typing import Final

from people.names.evidence import Reason
from people.names.finding.candidate import REVIEW_ONLY, Candidate, Place
from people.names.finding.context import is_dative_before, is_oblique_before, is_office_before
from people.names.language.equivalents import (
    gender_of_given,
    is_formal_given_name,
    is_listed_given_name,
)
from people.names.language.folding import fold, fold_soft, soften
from people.names.language.genders import feminine, is_gendered, is_paired_given_name, masculine
from people.names.language.inflection import (
    ANY_CASE,
    ANY_GENDER,
    DATIVE,
    FEMALE,
    GENITIVE,
    MALE,
    NOMINATIVE,
    UNDECLINED,
    VOCATIVE,
    nominatives,
)
from people.names.on_record.index import NameIndex, pair_key
from people.names.on_record.words import Analysis, Hit

AMBIGUOUS_FORM: Final = 0.88
_ENDINGS_THAT_STAY: Final = ("их", "ых", "уа", "юа", "оа", "иа", "ois", "oux")
_VOWELS_THAT_STAY: Final = frozenset("оеиуюэыёіeiouyéíóúáà")
_VOWELS_OF_SOME_MEN: Final = frozenset("aáąoаяо")
# Languages that make Trumpov of Trump. In Lithuanian "Steveno" is but a genitive.
_WITH_POSSESSIVES: Final = frozenset({"cs", "sk", "sl", "hr", "sr", "bs", "sh"})
# No case of a man's surname: Czech and Slovak Novákovou, Polish Kowalska where the record has -ski.
_OF_A_WOMAN: Final = {
    "cs": re.compile(r".{2,}(?:ov(?:á|é|ou)|[sc]k(?:á|ou))"),
    "sk": re.compile(r".{2,}(?:ov(?:á|ej|ú|ou)|[sc]k(?:á|ú))"),
    "pl": re.compile(r".{2,}[sc]k[aą]"),
}
# Popov and Popova in any case.
_LIKE_A_SURNAME: Final = re.compile(r"(?:[oe]v|[ое]в)[^\W\d_]{0,3}$")


def check_grammar(
    place: Place,
    index: NameIndex,
    candidate: Candidate,
    surname: Hit,
    given: Hit,
    surface: str,
) -> None:
    """Given name and surname must be able to stand in one case, and for this person's gender."""
    entry = candidate.entry
    verdict = agreement(given, surname, entry.gender)
    if entry.gender == MALE and _is_made_for_a_woman(place, candidate):
        candidate.lower(REVIEW_ONLY, Reason("other_gender", surface, against=True))
        return
    if verdict == "case" and "-" in place.tokens[candidate.given_at].text:
        verdict = ""  # of a double given name outlets decline one half, both or none
    words = ((candidate.surname_at, surname), (candidate.given_at, given))
    if place.language in _WITH_POSSESSIVES and any(
        _is_surname_of_its_own(soften(place.tokens[at].text), hit) for at, hit in words
    ):
        candidate.lower(0.75, Reason("case_disagrees", surface, against=True))
        return
    if (
        verdict == "case"
        and not candidate.surname_first
        and not is_gendered(soften(entry.parts.surname))
    ):
        # "Donalda Trump", «Доминик Рааба»: of foreign names one word often stays as it is.
        if _is_name_of_the_other_gender(place, candidate):
            candidate.lower(REVIEW_ONLY, Reason("other_gender", surface, against=True))
            return
        candidate.reasons.append(Reason("half_declined", surface, against=True))
        candidate.stand_back()
    elif verdict == "case":
        candidate.lower(0.75, Reason("case_disagrees", surface, against=True))
    elif verdict == "gender":
        candidate.lower(REVIEW_ONLY, Reason("other_gender", surface, against=True))
    elif _fits_other_gender(place, index, candidate):
        candidate.lower(AMBIGUOUS_FORM, Reason("ambiguous_form", surface, against=True))


def _is_made_for_a_woman(place: Place, candidate: Candidate) -> bool:
    """Whether the surname has the ending of women's where the man on record has none in it: Novákovou."""
    pattern = _OF_A_WOMAN.get(place.language)
    if pattern is None:
        return False
    own = soften(candidate.entry.parts.surname.split()[-1])
    if own[-1] in _VOWELS_OF_SOME_MEN or (place.language == "pl" and not is_gendered(own)):
        return False  # Kafka, Koska of Kosek
    return pattern.fullmatch(soften(place.tokens[candidate.surname_at].text)) is not None


def _is_surname_of_its_own(soft: str, hit: Hit) -> bool:
    """Whether within a full name a word is rather a Slavic surname than a possessive of this one.

    "Trumpov" alone is of Trump; "Milan Popov" is hardly Milan Pop.
    """
    return _LIKE_A_SURNAME.search(soft) is not None and all(
        a.cases == GENITIVE and a.gender == MALE and not is_gendered(a.word) for a in hit.analyses
    )


def _is_name_of_the_other_gender(place: Place, candidate: Candidate) -> bool:
    """Whether the given name as it stands there is one of the other gender (Daniela Berg)."""
    gender = candidate.entry.gender
    given = soften(place.tokens[candidate.given_at].text)
    if gender == ANY_GENDER or not is_listed_given_name(given):
        return False
    return not gender_of_given(given) & gender


def _fits_other_gender(place: Place, index: NameIndex, candidate: Candidate) -> bool:
    """«Александра Козырева» is a woman, or Александр Козырев in the genitive.

    True when both words also read as the name of a person of the other gender, one whose given name
    is as common as this one, or who is on record: hardly anybody is called Петра or Роберта. A woman's name
    as it stands on record is taken for hers: texts name people in the nominative first.
    """
    gender = candidate.entry.gender
    if gender == ANY_GENDER or place.language in UNDECLINED:
        return False
    oblique = is_oblique_before(place.text, place.tokens[candidate.first].start)
    if gender == FEMALE and candidate.exact and not oblique:
        return False
    other = FEMALE if gender == MALE else MALE
    given = soften(place.tokens[candidate.given_at].text)
    rivals = [
        form
        for form in nominatives(given, place.language)
        if form.gender & other
        and is_formal_given_name(form.word)
        and gender_of_given(form.word) == other
        and (
            is_paired_given_name(form.word, place.language)
            or _is_borne(index, candidate, form.word)
        )
    ]
    if not rivals:
        return False
    cases = other_gender_cases(
        soften(place.tokens[candidate.surname_at].text),
        soften(candidate.entry.parts.surname.split()[-1]),
        other,
        place.language,
    )
    if other == FEMALE and (
        oblique or is_office_before(place.text, place.tokens[candidate.first].start)
    ):
        cases &= ~NOMINATIVE
    if is_dative_before(place.text, place.tokens[candidate.first].start):
        cases &= DATIVE
    return any(rival.cases & cases for rival in rivals)


def _is_borne(index: NameIndex, candidate: Candidate, given: str) -> bool:
    """Whether anybody on record bears this given name with the same family name."""
    surname = soften(candidate.entry.parts.surname.split()[-1])
    spelled = {fold_soft(word) for word in (surname, feminine(surname), masculine(surname))}
    surnames = {number for word in spelled for number, _ in index.surnames.exact.get(word)}
    return any(
        pair_key(number, other) in index.pairs
        for number, _ in index.given_names.exact.get(fold_soft(given))
        for other in surnames
    )


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
