"""Does the whole name stand there? Double surnames, several given names, particles."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from people.names.evidence import Reason
from people.names.finding.candidate import Candidate, Place
from people.names.finding.context import SPACE
from people.names.language.equivalents import FORMAL, is_listed_given_name, same_family
from people.names.language.folding import fold, fold_soft, soften
from people.names.language.frequency import is_frequent_surname
from people.names.language.genders import is_gendered
from people.names.language.inflection import nominatives, without_hyphened_ending
from people.names.language.particles import words_of_kind
from people.names.language.phonetics import sound_distance
from people.names.language.reading import readings
from people.names.language.spelling import FARTHEST, price_by_ear
from people.names.language.vowels import leaves_vowels_out
from people.names.on_record.words import Hit

_SAME_WORD: Final = 0.35
_SHORTEST_HALF: Final = 4  # of a double surname of which the record has but one half
_KEPT_PARTICLES: Final = frozenset(
    "van von der den de di da du ван фон дер ден де ди да дю".split()
)


def check_whole(place: Place, candidate: Candidate) -> None:
    """A surname of two words should stand there whole, and so should a double given name."""
    entry = candidate.entry
    if not candidate.surname_first and candidate.last == candidate.first + 1:
        # "Pieter Velde" is not Pieter van der Velde; an Arabic article is often left out.
        particles = [p for p in entry.parts.particles if fold(p) in _KEPT_PARTICLES]
        if particles and place.joins[candidate.first] == SPACE:
            candidate.lower(0.85, Reason("part_of_surname", entry.parts.surname, against=True))
    surname, given = sorted(entry.surname_words), sorted(entry.given_words)
    if (
        entry.swapped
        and candidate.surname_first
        and len(given) > candidate.own_words_between + 1
        and not _stands_joined(place, candidate)
        and not is_listed_given_name(soften(place.tokens[candidate.given_at].text))
        and not is_gendered(soften(entry.parts.given.split()[0]))
    ):
        # The first two words of a name whose order nobody knows may be a surname: Le Pen.
        candidate.lower(0.85, Reason("part_of_given", entry.parts.given, against=True))
    token, other = (
        without_hyphened_ending(soften(place.tokens[at].text), place.language)
        for at in (candidate.given_at, candidate.surname_at)
    )
    tokens = token + other
    if len(surname) == 1 and len(given) <= 1 and "-" not in tokens:
        return
    start = max(0, candidate.first - len(surname))
    around = range(start, min(len(place.tokens), candidate.last + len(given) + 1))
    words = [soften(place.tokens[at].text) for at in around]
    pieces = [piece for word in words for piece in word.split("-")]
    pieces += [word.replace("-", "") for word in words if "-" in word]  # Ťin-pching is Jinping
    forms = {form.word for piece in pieces for form in nominatives(piece, place.language) if piece}
    # A surname of one word that was met with other vowels does stand there.
    whole = len(surname) == 1 and any(r.code == "vowels_differ" for r in candidate.reasons)
    if not whole and any(not stands_there(word, forms, place.language) for word in surname):
        _part_of_surname(place, candidate)
    if len(given) > 1 and _stands_joined(place, candidate):
        return
    _check_first_given(place, candidate, forms)
    if "-" in entry.parts.given:
        if any(not stands_there(word, forms, place.language) for word in given):
            candidate.lower(0.85, Reason("part_of_given", entry.parts.given, against=True))
    elif "-" in token:
        recorded = soften(entry.parts.given)
        whole_words = nominatives(soften(token), place.language)
        if any(same_family(recorded, form.word) == FORMAL for form in whole_words):
            return  # Ťin-pching is one name in its family
        own = {*surname, *given}
        for piece in token.split("-")[1:]:
            if fold(piece) in words_of_kind("particle"):
                continue
            found = {form.word for form in nominatives(piece, place.language)} if piece else set()
            if not any(
                stands_there(word, found, place.language)
                or any(same_family(word, form) == FORMAL for form in found)
                for word in own
            ):
                candidate.lower(
                    0.75, Reason("extra_name", place.tokens[candidate.given_at].text, against=True)
                )
                break


def _stands_joined(place: Place, candidate: Candidate) -> bool:
    """Whether the given names on record stand there as one word: Ri Jongho is Ri Yong Ho."""
    joined = soften(candidate.entry.parts.given).replace("-", "").replace(" ", "")
    word = soften(place.tokens[candidate.given_at].text)
    forms = {form.word for form in nominatives(word, place.language)}
    return stands_there(joined, forms, place.language)


def check_further_surname(place: Place, candidate: Candidate, surname: Hit) -> None:
    """«Анна Новак-Орлова» may be the Анна Новак on record, married; of a frequent surname she is a question."""
    token = place.tokens[candidate.surname_at].text
    if not surname.piece or token.rsplit("-", 1)[-1].islower():  # «Чен-ун» is one name
        return
    entry = candidate.entry
    own = entry.surname_words | entry.given_words
    met = {analysis.word for analysis in surname.analyses}
    others = [
        forms
        for piece in soften(token).split("-")
        if piece and not met & (forms := {f.word for f in nominatives(piece, place.language)})
    ]
    if all(any(stands_there(word, forms, place.language) for word in own) for forms in others):
        return
    reason = Reason("extra_name", token)
    known = soften(entry.parts.surname.split()[-1])
    if is_frequent_surname(known) or len(known) < _SHORTEST_HALF:
        candidate.lower(0.75, replace(reason, against=True))
    else:
        candidate.reasons.append(reason)
        candidate.stand_back()


def _part_of_surname(place: Place, candidate: Candidate) -> None:
    """Of several words behind a given name the last one stands there alone.

    Those before it may be names that are usually left out (Sylvie Agnès Bermann); where a hyphen
    or a particle holds them together, or many bear the last one, the rest is missing.
    """
    parts = candidate.entry.parts
    *before, last = parts.surname.split()
    # A Spanish or Portuguese name has two surnames, and goes by the first or by both.
    iberian = last[-1] in "zsaeioáéíó" and not leaves_vowels_out(
        candidate.entry.given_words | candidate.entry.surname_words, parts.particles
    )
    whole = not before or "-" in parts.surname or parts.particles or iberian
    if (
        whole
        or candidate.surname_first
        or is_frequent_surname(soften(last))
        or is_gendered(soften(last))
    ):
        candidate.lower(0.85, Reason("part_of_surname", parts.surname, against=True))
    else:
        candidate.reasons.append(Reason("shorter_name", parts.surname))
        candidate.stand_back()


def _check_first_given(place: Place, candidate: Candidate, forms: set[str]) -> None:
    """The second of several given names without the first: many go by it, but somebody else may."""
    words = candidate.entry.parts.given.split()
    while len(words) > 1 and fold(words[0]) in words_of_kind("muslim_prefix"):
        words = words[1:]
    if len(words) < 2 or stands_there(fold_soft(soften(words[0])), forms, place.language):
        return
    surname = soften(candidate.entry.parts.surname)
    reason = Reason("second_given_name", candidate.entry.parts.given)
    if is_frequent_surname(surname) or is_gendered(surname):
        candidate.lower(0.75, replace(reason, against=True))
    else:
        candidate.reasons.append(reason)
        candidate.stand_back()


def stands_there(word: str, forms: set[str], language: str) -> bool:
    """Whether a word on record is among words of the text, in this alphabet or another."""
    if any(fold(form) == word or price_by_ear(word, form, language) <= FARTHEST for form in forms):
        return True
    return any(
        sound_distance(known, sounds) <= _SAME_WORD
        for known in readings(word)
        for form in forms
        for sounds in readings(form, language)
    )
