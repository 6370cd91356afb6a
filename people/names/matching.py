"""Does a name on record stand at these words of a text? One candidate, scored, with reasons."""

from __future__ import annotations

import re
from typing import Final

from people.names.candidate import REVIEW_ONLY, STRONG, Candidate, Place
from people.names.context import LINEAGE, SPACE
from people.names.equivalents import (
    FORMAL,
    SHORT,
    TRANSLATION,
    is_listed_given_name,
    same_family,
)
from people.names.evidence import EXACT, INFLECTED, NEAR, TRANSLITERATED, Reason
from people.names.folding import fold, soften
from people.names.frequency import is_frequent_surname
from people.names.genders import is_gendered
from people.names.grammar import check_grammar
from people.names.index import NameEntry, NameIndex
from people.names.inflection import nominatives
from people.names.parts import looks_like_patronymic, words_of_kind
from people.names.phonetics import sound_distance
from people.names.rulers import ordinal, regnal_number
from people.names.scripts import CYRILLIC, script_of
from people.names.spelling import FARTHEST, price_by_ear
from people.names.surroundings import check_neighbours, check_surroundings
from people.names.transliteration import readings
from people.names.words import Analysis, Hit

# How sure a full name makes us, by its weakest word, before anything speaks against it. The
# figures are shares of right links on development texts, rounded down (docs/names.md).
EXACT_SCORE: Final = 0.985
INFLECTED_SCORE: Final = 0.98
TRANSLITERATED_SCORE: Final = 0.965
SAME_NAME_SCORE: Final = 0.95
TRANSLATED_SCORE: Final = 0.8
SHORT_SCORE: Final = 0.78
NEAR_SCORE: Final = 0.6

_PATRONYMIC_DISTANCE: Final = 0.8
_SPELLING_VARIANT: Final = 0.1
_TRANSLATED_FROM: Final = 0.15  # Филип is how Philip is written, Михаил is not how Michael is
_SAME_WORD: Final = 0.35
_POLISH: Final = re.compile(r"([eo])wsk[aiy]$")
_REGNAL: Final = re.compile("[IVX]{1,5}")
_KEPT_PARTICLES: Final = frozenset(
    "van von der den de di da du ван фон дер ден де ди да дю".split()
)


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
    graded = _grade(entry, index, surname_hit, given_hit, is_family)
    if graded is None or (entry.parts.title and not _is_that_ruler(place, entry, at)):
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
    check_grammar(place, index, candidate, surname_hit, given_hit, surface)
    if not _check_words_between(place, candidate):
        return None
    _check_whole(place, candidate)
    check_neighbours(place, candidate)
    check_surroundings(place, candidate, surname_hit)
    if entry.misspelling:
        candidate.lower(REVIEW_ONLY, Reason("misspelling", surface, against=True))
    return candidate


def _grade(
    entry: NameEntry, index: NameIndex, surname: Hit, given: Hit, is_family: bool
) -> tuple[float, int, list[Reason], Hit] | None:
    """Base score, level and first reasons from how the two words were recognised."""
    scores = {EXACT: EXACT_SCORE, INFLECTED: INFLECTED_SCORE, TRANSLITERATED: TRANSLITERATED_SCORE}
    reasons: list[Reason] = []
    level = STRONG
    score = scores.get(surname.how, NEAR_SCORE)
    if surname.how == NEAR or _is_other_polish_name(entry, surname):
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
                given = Hit(given.how, 0.0, tuple(by_kind[kind]))
                score = min(score, own)
                level = level if kind == FORMAL else 1
                reasons.append(Reason(code, by_kind[kind][0].word, against=kind != FORMAL))
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
        return score, level, reasons, given
    score = min(score, scores.get(given.how, NEAR_SCORE))
    if given.how == NEAR:
        level = 1
        reasons.append(Reason("near_spelling", given.analyses[0].word, against=True))
    return score, level, reasons, given


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


def _check_words_between(place: Place, candidate: Candidate) -> bool:
    """Patronymics, initials and further names inside or right behind; False is a veto."""
    inside = range(candidate.first + 1, candidate.last)
    for at in inside:
        if not _middle_word(place, candidate, at, inside_name=True):
            return False
    behind = candidate.last + 1
    if (
        behind < len(place.tokens)
        and place.joins[candidate.last]
        and _is_patronymic(place, behind)
        and (candidate.surname_first or candidate.entry.patronymic_sounds)
    ):
        if not _middle_word(place, candidate, behind, inside_name=False):
            return False
        candidate.last = behind
    return True


def _is_patronymic(place: Place, at: int) -> bool:
    forms = nominatives(soften(place.tokens[at].text), place.language)
    if any(looks_like_patronymic(form.word) for form in forms):
        return True
    return at < len(place.joins) and place.joins[at] == LINEAGE


def _middle_word(place: Place, candidate: Candidate, at: int, *, inside_name: bool) -> bool:
    entry = candidate.entry
    token = place.tokens[at]
    soft = soften(token.text)
    if token.is_initial:
        expected = entry.initials[1] if len(entry.initials) > 1 else ""
        if not expected:
            return True
        agrees = first_sounds(soft) & first_sounds(expected)
        if agrees:
            candidate.reasons.append(Reason("patronymic_agrees", f"{token.text}."))
        return bool(agrees)
    if _is_patronymic(place, at):
        if not entry.patronymic_sounds:
            return True
        if patronymic_agrees(entry, soft, place.language):
            candidate.level += 1 if candidate.level >= STRONG else 0
            candidate.score = min(0.995, candidate.score + 0.01)
            candidate.reasons.append(Reason("patronymic_agrees", token.text))
            return True
        return False
    own = entry.given_words | entry.surname_words
    forms = {form.word for form in nominatives(soft, place.language)}
    if any(fold(form) in own for form in forms):
        return True
    if fold(token.text) in words_of_kind("particle"):
        return True
    if inside_name:
        if any(len(word) > 2 and _stands_there(word, forms, place.language) for word in own):
            return True
        if _is_middle_name(place, candidate, forms):
            candidate.reasons.append(Reason("extra_name", token.text))
            candidate.stand_back()
        else:
            candidate.lower(0.7, Reason("extra_name", token.text, against=True))
    return True


def _is_middle_name(place: Place, candidate: Candidate, forms: set[str]) -> bool:
    """Whether the one word between given name and surname may be a name the record leaves out.

    In Bulgarian and Macedonian it is the father's name. Elsewhere people who have such names are
    called now with and now without (Lars Løkke Rasmussen); with a Slavic or a frequent surname, or
    a second given name (Juan Carlos), the word may show another person.
    """
    if place.language in ("bg", "mk"):
        return True
    surname = soften(candidate.entry.parts.surname)
    return (
        candidate.level >= STRONG
        and not candidate.surname_first
        and candidate.last - candidate.first == 2
        and not any(is_listed_given_name(form) for form in forms)
        and not is_gendered(surname)
        and not is_frequent_surname(surname)
    )


def patronymic_agrees(entry: NameEntry, soft: str, language: str) -> bool:
    """Whether a text word can be the patronymic on record, in any case and alphabet."""
    for form in nominatives(soft, language):
        for sounds in readings(form.word, language):
            if any(
                sound_distance(sounds, known) <= _PATRONYMIC_DISTANCE
                for known in entry.patronymic_sounds
            ):
                return True
    return False


def first_sounds(soft: str) -> frozenset[str]:
    """The sounds an initial or the beginning of a name may stand for, in any alphabet."""
    found = {sounds[0] for sounds in readings(soft[:6]) if sounds}
    if script_of(soft) == CYRILLIC and soft[:1] == "е":
        found.add("O")
    alike = {"A": "a", "O": "o", "U": "u", "h": "g", "x": "g", "c": "k", "Z": "d", "i": "e"}
    return frozenset(found | {alike[sound] for sound in found if sound in alike})


def _check_whole(place: Place, candidate: Candidate) -> None:
    """A surname of two words should stand there whole, and so should a double given name."""
    entry = candidate.entry
    if not candidate.surname_first and candidate.last == candidate.first + 1:
        # "Pieter Velde" is not Pieter van der Velde; an Arabic article is often left out.
        particles = [p for p in entry.parts.particles if fold(p) in _KEPT_PARTICLES]
        if particles and place.joins[candidate.first] == SPACE:
            candidate.lower(0.85, Reason("part_of_surname", entry.parts.surname, against=True))
    surname, given = sorted(entry.surname_words), sorted(entry.given_words)
    token = place.tokens[candidate.given_at].text
    if len(surname) == 1 and len(given) <= 1 and "-" not in token:
        return
    start = max(0, candidate.first - len(surname))
    around = range(start, min(len(place.tokens), candidate.last + len(given) + 1))
    pieces = [piece for at in around for piece in soften(place.tokens[at].text).split("-")]
    forms = {form.word for piece in pieces for form in nominatives(piece, place.language) if piece}
    if any(not _stands_there(word, forms, place.language) for word in surname):
        candidate.lower(0.85, Reason("part_of_surname", entry.parts.surname, against=True))
    if "-" in entry.parts.given:
        if any(not _stands_there(word, forms, place.language) for word in given):
            candidate.lower(0.85, Reason("part_of_given", entry.parts.given, against=True))
    elif "-" in token:
        own = {*surname, *given}
        for piece in soften(token).split("-")[1:]:
            found = {form.word for form in nominatives(piece, place.language)} if piece else set()
            if not any(_stands_there(word, found, place.language) for word in own):
                candidate.lower(0.75, Reason("extra_name", token, against=True))
                break


def _stands_there(word: str, forms: set[str], language: str) -> bool:
    """Whether a word on record is among words of the text, in this alphabet or another."""
    if any(fold(form) == word or price_by_ear(word, form, language) <= FARTHEST for form in forms):
        return True
    return any(
        sound_distance(known, sounds) <= _SAME_WORD
        for known in readings(word)
        for form in forms
        for sounds in readings(form, language)
    )
