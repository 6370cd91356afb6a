"""Does a name on record stand at these words of a text? One candidate, scored, with reasons."""

from __future__ import annotations

import re
from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, TRANSLITERATED, Reason
from people.names.finding.candidate import REVIEW_ONLY, STOOD_BACK, STRONG, Candidate, Place
from people.names.finding.context import SPACE
from people.names.finding.middle_words import check_words_between
from people.names.finding.rulers import ordinal, regnal_number
from people.names.finding.slips import (
    is_slip_in_given_name,
    is_slip_in_surname,
    may_be_called_short,
)
from people.names.finding.surroundings import check_neighbours, check_surroundings
from people.names.finding.wholeness import check_further_surname, check_whole
from people.names.language.equivalents import (
    FORMAL,
    SHORT,
    TRANSLATION,
    same_family,
)
from people.names.language.folding import fold, soften
from people.names.language.genders import is_gendered
from people.names.language.grammar import check_grammar
from people.names.language.particles import words_of_kind
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.vowels import differ_in_vowels_only, leaves_vowels_out
from people.names.on_record.index import NameEntry, NameIndex
from people.names.on_record.words import VOWELS_ONLY, Analysis, Hit

# How sure a full name makes us, by its weakest word, before anything speaks against it. The
# figures are shares of right links on development texts, rounded down (docs/names.md).
EXACT_SCORE: Final = 0.985
INFLECTED_SCORE: Final = 0.98
TRANSLITERATED_SCORE: Final = 0.965
SAME_NAME_SCORE: Final = 0.95
TRANSLATED_SCORE: Final = 0.8
SHORT_SCORE: Final = 0.78
NEAR_SCORE: Final = 0.6

_SPELLING_VARIANT: Final = 0.1
_TRANSLATED_FROM: Final = 0.15  # Филип is how Philip is written, Михаил is not how Michael is
_NEAR_LETTERS: Final = 6
_OTHER_FORM: Final = 0.2
_OTHER_SPELLINGS: Final = ("near_spelling", "spelling_variant")
_POLISH: Final = re.compile(r"([eo])wsk[aiy]$")
_REGNAL: Final = re.compile("[IVX]{1,5}")


def weigh(
    place: Place,
    index: NameIndex,
    entry: NameEntry,
    at: tuple[int, int],
    hits: tuple[Hit, Hit],
    is_family: bool,
) -> Candidate | None:
    """The candidate for `entry` with its surname at token at[0] and given name at at[1].

    None when something forbids it: another patronymic, another initial, a given name that only
    looks related.
    """
    surname_at, given_at = at
    surname_hit, given_hit = hits
    graded = _grade(entry, index, surname_hit, given_hit, is_family, place)
    if graded is None or (entry.title and not _is_that_ruler(place, entry, at)):
        return None
    score, level, reasons, given_hit = graded
    candidate = Candidate(
        entry=entry,
        surname_at=surname_at,
        given_at=given_at,
        first=min(at),
        last=max(at),
        score=score,
        level=level,
        distance=surname_hit.distance + given_hit.distance,
        exact=surname_hit.how == EXACT and given_hit.how == EXACT and not is_family,
        surname_first=surname_at < given_at,
        reasons=reasons,
    )
    surface = place.text[place.tokens[candidate.first].start : place.tokens[candidate.last].end]
    if not reasons:
        code = (
            "full_exact"
            if candidate.exact
            else "full_transliterated"
            if TRANSLITERATED in (surname_hit.how, given_hit.how)
            else "full_inflected"
        )
        reasons.append(Reason(code, surface))
    if any(reason.code in _OTHER_SPELLINGS and not reason.against for reason in reasons):
        candidate.stand_back()
    check_grammar(place, index, candidate, surname_hit, given_hit, surface)
    if not check_words_between(place, index, candidate):
        return None
    check_whole(place, candidate)
    check_further_surname(place, candidate, surname_hit)
    check_neighbours(place, candidate)
    check_surroundings(place, candidate, surname_hit)
    if entry.misspelling:
        candidate.lower(REVIEW_ONLY, Reason("misspelling", surface, against=True))
    return candidate


def _grade(
    entry: NameEntry, index: NameIndex, surname: Hit, given: Hit, is_family: bool, place: Place
) -> tuple[float, int, list[Reason], Hit] | None:
    """Base score, level and first reasons from how the two words were recognised."""
    scores = {EXACT: EXACT_SCORE, INFLECTED: INFLECTED_SCORE, TRANSLITERATED: TRANSLITERATED_SCORE}
    reasons: list[Reason] = []
    level = STRONG
    score = scores.get(surname.how, NEAR_SCORE)
    if (
        surname.how == NEAR
        and surname.distance <= _SPELLING_VARIANT
        and given.how != NEAR
        and not is_family
        and not is_gendered(soften(entry.parts.surname))
    ):
        # Баффет for Баффетт beside the given name: a foreign name spelled otherwise.
        score = SAME_NAME_SCORE
        reasons.append(Reason("spelling_variant", surname.analyses[0].word))
    elif (
        surname.how == NEAR
        and given.how != NEAR
        and _differs_in_vowels(entry, surname, place.language)
    ):
        score = SAME_NAME_SCORE
        reasons.append(Reason("vowels_differ", surname.analyses[0].word))
    elif surname.how == NEAR and _is_too_far(entry.parts.surname, surname):
        return None
    elif surname.how == NEAR and given.how != NEAR and is_slip_in_surname(entry, surname):
        score = NEAR_SCORE
        reasons.append(Reason("near_spelling", surname.analyses[0].word))
    elif surname.how == NEAR or _is_other_polish_name(entry, surname):
        level, score = 1, NEAR_SCORE
        reasons.append(Reason("near_spelling", surname.analyses[0].word, against=True))
    if surname.other_gender:
        level, score = 1, min(score, REVIEW_ONLY)
        reasons.append(Reason("other_gender", surname.analyses[0].word, against=True))
    if is_family:
        record = index.given_names.words[entry.given].soft
        by_kind: dict[str, list[Analysis]] = {}
        for analysis in given.analyses:
            by_kind.setdefault(same_family(record, analysis.word), []).append(analysis)
        for kind, own, code in (
            (FORMAL, SAME_NAME_SCORE, "same_given_name"),
            (TRANSLATION, TRANSLATED_SCORE, "translated_given_name"),
            (SHORT, SHORT_SCORE, "short_given_name"),
        ):
            if kind in by_kind:
                if kind == TRANSLATION and _REGNAL.fullmatch(entry.parts.surname):
                    own, code = SAME_NAME_SCORE, "same_given_name"  # monarchs are translated
                given = Hit(given.how, _other_spelling(record, given), tuple(by_kind[kind]))
                score = min(score, own)
                against = kind != FORMAL
                short = kind == SHORT and level == STRONG and place.nobody_to_ask
                if short and may_be_called_short(entry, surname):
                    # Behind whoever bears the name as it stands there.
                    given, against = given._replace(distance=STOOD_BACK), False
                level = 1 if against else level
                reasons.append(Reason(code, by_kind[kind][0].word, against=against))
                return score, level, reasons, given
        return None
    if given.how == TRANSLITERATED and _is_translated(index, entry, given):
        score = min(score, TRANSLATED_SCORE)
        reasons.append(Reason("translated_given_name", given.analyses[0].word, against=True))
        return score, 1, reasons, given
    if given.how == NEAR and given.distance <= _SPELLING_VARIANT and surname.how != NEAR:
        # Муамар for Муаммар beside the exact surname is a spelling, not another name.
        score = min(score, SAME_NAME_SCORE)
        reasons.append(Reason("same_given_name", given.analyses[0].word))
        behind = _other_spelling(index.given_names.words[entry.given].soft, given)
        return score, level, reasons, given._replace(distance=max(given.distance, behind))
    if given.how == NEAR and _is_too_far(index.given_names.words[entry.given].soft, given):
        return None
    score = min(score, scores.get(given.how, NEAR_SCORE))
    if given.how == NEAR:
        record = index.given_names.words[entry.given].soft
        slip = surname.how != NEAR and is_slip_in_given_name(entry, record, given, place.language)
        level = level if slip else 1
        reasons.append(Reason("near_spelling", given.analyses[0].word, against=not slip))
    return score, level, reasons, given


def _other_spelling(record: str, given: Hit) -> float:
    """How far a form of the same given name is behind the one that stands there letter for letter.

    In one Cyrillic spelling Наталья and Наталия are two names that papers keep apart; Мухаммад
    and Мухаммед are not.
    """
    if fold(record) in words_of_kind("muslim_prefix"):
        return 0.0
    scripts = {script_of(record), *(script_of(a.word) for a in given.analyses)}
    return _OTHER_FORM if scripts == {CYRILLIC} else 0.0


def _differs_in_vowels(entry: NameEntry, surname: Hit, language: str) -> bool:
    """Whether the name is of a writing without vowels, and the surname read with other ones."""
    words = entry.given_words | entry.surname_words
    return leaves_vowels_out(words, entry.parts.particles) and any(
        differ_in_vowels_only(soften(entry.parts.surname.split()[-1]), analysis.word, language)
        for analysis in surname.analyses
    )


def _is_too_far(name: str, hit: Hit) -> bool:
    """Whether a near spelling is not worth a question: a short word, or one like it in consonants only."""
    return len(name) < _NEAR_LETTERS or hit.distance >= VOWELS_ONLY


def _is_that_ruler(place: Place, entry: NameEntry, at: tuple[int, int]) -> bool:
    """Whether the number at or behind the words is the one on record: Elizabeth I is not Elizabeth II."""
    recorded = regnal_number(entry.parts.lineage or entry.parts.surname)
    found = regnal_number(place.tokens[at[0]].text)
    behind = max(at) + 1
    if not found and behind < len(place.tokens) and place.joins[behind - 1] == SPACE:
        found = ordinal(place.tokens[behind].text)
    return not found or found == recorded


def _is_translated(index: NameIndex, entry: NameEntry, given: Hit) -> bool:
    """Whether a given name that sounds alike is a translation: Michael for Михаил, Eugene for Евгений."""
    if given.distance < _TRANSLATED_FROM:
        return False
    record = index.given_names.words[entry.given].soft
    return all(same_family(record, analysis.word) == TRANSLATION for analysis in given.analyses)


def _is_other_polish_name(entry: NameEntry, surname: Hit) -> bool:
    """Wiśniewski and Wiśniowski are two names, though abroad -ewski is written for -owski."""
    own = _POLISH.search(soften(entry.parts.surname))
    return own is not None and all(
        (found := _POLISH.search(analysis.word)) is not None and found[1] != own[1]
        for analysis in surname.analyses
    )
