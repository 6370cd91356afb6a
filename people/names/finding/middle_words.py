"""Words inside a name or right behind it: patronymics, initials, further names."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from people.names.evidence import Reason
from people.names.finding.candidate import STRONG, Candidate, Place
from people.names.finding.context import LINEAGE
from people.names.finding.wholeness import stands_there
from people.names.language.equivalents import (
    FORMAL,
    is_given_name,
    is_listed_given_name,
    same_family,
)
from people.names.language.folding import fold, soften
from people.names.language.frequency import is_frequent_surname
from people.names.language.genders import is_gendered
from people.names.language.inflection import nominatives
from people.names.language.particles import words_of_kind
from people.names.language.phonetics import sound_distance
from people.names.language.reading import readings
from people.names.language.romanization import is_caseless
from people.names.language.scripts import CYRILLIC, script_of
from people.names.on_record.index import NameEntry, NameIndex
from people.names.word_order import looks_like_patronymic

_PATRONYMIC_DISTANCE: Final = 0.8
_ABD: Final = re.compile(r"[aeаэе]b[dt](?:[aeou]l)?|[аэ]б[дт](?:[аеоу]ль?)?")


def check_words_between(place: Place, index: NameIndex, candidate: Candidate) -> bool:
    """Patronymics, initials and further names inside or right behind; False is a veto."""
    inside = range(candidate.first + 1, candidate.last)
    for at in inside:
        if not _middle_word(place, index, candidate, at, inside_name=True):
            return False
    behind = candidate.last + 1
    if (
        behind < len(place.tokens)
        and place.joins[candidate.last]
        and _is_patronymic(place, behind)
        and (candidate.surname_first or index.patronymics_of(candidate.entry))
    ):
        if not _middle_word(place, index, candidate, behind, inside_name=False):
            return False
        candidate.last = behind
    return True


def _is_patronymic(place: Place, at: int) -> bool:
    forms = nominatives(soften(place.tokens[at].text), place.language)
    if any(looks_like_patronymic(form.word) for form in forms):
        return True
    return at < len(place.joins) and place.joins[at] == LINEAGE


def _middle_word(
    place: Place, index: NameIndex, candidate: Candidate, at: int, *, inside_name: bool
) -> bool:
    entry = candidate.entry
    token = place.tokens[at]
    soft = soften(token.text)
    if token.is_initial:
        expected = second_initials(index, entry)
        if not expected:
            return True
        agrees = any(first_sounds(soft) & first_sounds(letter) for letter in expected)
        if agrees:
            candidate.reasons.append(Reason("patronymic_agrees", f"{token.text}."))
        return agrees
    if _is_patronymic(place, at):
        named = index.patronymics_of(entry)
        if not named:
            return True
        if any(patronymic_agrees(one, soft, place.language) for one in named):
            candidate.level += 1 if candidate.level >= STRONG else 0
            candidate.score = min(0.995, candidate.score + 0.01)
            candidate.reasons.append(Reason("patronymic_agrees", token.text))
            return True
        return False
    own = entry.given_words | entry.surname_words
    forms = {form.word for form in nominatives(soft, place.language)}
    if any(fold(form) in own or own.issuperset(fold(form).split("-")) for form in forms):
        candidate.own_words_between += inside_name
        return True
    if fold(token.text) in words_of_kind("particle"):
        return True
    if (
        is_caseless(token.text[:1])
        and not any(is_given_name(form) for form in forms)
        and not any(len(word) > 2 and stands_there(word, forms, place.language) for word in own)
    ):
        return False  # any word of the sentence, where no capital tells names
    if inside_name:
        if _is_also_called(index, entry, forms, place.language):
            return True
        if any(len(word) > 2 and stands_there(word, forms, place.language) for word in own):
            candidate.own_words_between += 1
            return True
        if _is_middle_name(place, candidate, forms):
            candidate.reasons.append(Reason("extra_name", token.text))
            candidate.stand_back()
        else:
            candidate.lower(0.7, Reason("extra_name", token.text, against=True))
    return True


def _is_also_called(index: NameIndex, entry: NameEntry, forms: set[str], language: str) -> bool:
    """Whether another name of the person holds the word that this one leaves out."""
    others = index.entries_of(entry.person)
    words = {
        word
        for other in (others if len(others) > 1 else ())
        if not (other.never or other.misspelling)
        for word in (*other.given_words, *other.surname_words)
        if len(word) > 2
    }
    return any(
        stands_there(word, forms, language) or any(same_family(word, f) == FORMAL for f in forms)
        for word in words
    )


def _is_middle_name(place: Place, candidate: Candidate, forms: set[str]) -> bool:
    """Whether the one word between given name and surname may be a name the record leaves out.

    In Bulgarian and Macedonian it is the father's name. Elsewhere people who have such names are
    called now with and now without (Lars Løkke Rasmussen); with a Slavic or a frequent surname, or
    a second given name (Juan Carlos), the word may show another person; an archive takes the chance.
    Behind Abd it is the name itself: Abd al-Rahim is no Abd al-Rahman.
    """
    if _ABD.fullmatch(fold(place.tokens[candidate.first].text)):
        return False
    if place.language in ("bg", "mk"):
        return True
    surname = soften(candidate.entry.parts.surname)
    return (
        candidate.level >= STRONG
        and not candidate.surname_first
        and candidate.last - candidate.first == 2
        and (place.nobody_to_ask or not any(is_listed_given_name(form) for form in forms))
        and not is_gendered(surname)
        and not is_frequent_surname(surname)
    )


def second_initials(index: NameIndex, entry: NameEntry) -> list[str]:
    """What the second initial may stand for: a second given name, or the patronymic of any name."""
    if len(entry.initials) > 1:
        return [entry.initials[1]]
    return [soften(one.parts.patronymic)[:1] for one in index.patronymics_of(entry)]


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


@lru_cache(maxsize=10_000)
def first_sounds(soft: str) -> frozenset[str]:
    """The sounds an initial or the beginning of a name may stand for, in any alphabet."""
    found = {sounds[0] for sounds in readings(soft[:6]) if sounds}
    if script_of(soft) == CYRILLIC and soft[:1] == "е":
        found.add("O")
    alike = {"A": "a", "O": "o", "U": "u", "h": "g", "x": "g", "c": "k", "Z": "d", "i": "e"}
    return frozenset(found | {alike[sound] for sound in found if sound in alike})
