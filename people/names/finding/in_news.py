"""Whom a surname alone, or with one initial, means because the news of these days name them in full.

Only where nobody can be asked (archives). `NameFinder.find` is told how often is all the time.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, TRANSLITERATED
from people.names.finding.context import BREAK, CONJUNCTION, DOT, SPACE
from people.names.finding.reading import Reading
from people.names.language.equivalents import is_formal_given_name
from people.names.language.folding import soften
from people.names.language.frequency import is_frequent_surname
from people.names.language.genders import is_gendered
from people.names.language.inflection import nominatives
from people.names.language.languages import is_function_word
from people.names.on_record.words import Hit
from people.names.word_order import word_kind

# Whoever is named less than all the time is meant where nothing at all speaks for somebody else.
_HALF: Final = 2
_SEVENTH: Final = 7
_TENTH: Final = 10  # beside the right initial
# Nobody else of the surname was named in more than this share of the documents.
_EIGHTH: Final = 8
_SHORTEST: Final = 4
_LONGER: Final = 5
# A father's name once, and borne by thousands of families.
_FROM_FATHERS: Final = re.compile(r"(?:s[eo]n|с[еоэ]н)$")
_INSIDE: Final = re.compile(r"[^\W\d_A-ZА-Я],?[ \u00a0]\Z")

Places = Mapping[int, Mapping[int | str, Hit]]  # word of the text -> who bears it as a surname


def known_from_news(reading: Reading, places: Places) -> set[int | str]:
    """Who is meant by surnames that stand alone because the news name them and nobody else so.

    Named in full in recent documents as often as `find` was told, or a half or a seventh of that where
    the surname is less like others; nobody else who bears it in more than an eighth of those. It stands
    there as on record in one of its cases, inside a sentence at least once, and nowhere behind
    somebody else's given name.
    """
    by_person: dict[int | str, list[int]] = defaultdict(list)
    for at, persons in places.items():
        for person in persons:
            if is_named(reading, person, _SEVENTH):
                by_person[person].append(at)
    return {person for person, ats in by_person.items() if _is_meant(reading, places, person, ats)}


def is_known_with_initial(reading: Reading, person: int | str, hit: Hit) -> bool:
    """Whether recent documents name a person often enough for surname and initial to mean nobody else."""
    surname = hit.analyses[0].word
    share = _HALF if is_frequent_surname(surname) else _TENTH
    return len(surname) > 2 and hit.how != NEAR and is_named(reading, person, share)


def is_from_father(surname: str) -> bool:
    """Whether a surname was a father's name once, as thousands of families' (Jensen, Johnson)."""
    return _FROM_FATHERS.search(surname) is not None


def is_named(reading: Reading, person: int | str, share: int) -> bool:
    """Whether recent documents name a person at least a `share`-th of what is all the time."""
    return reading.recent.get(person, 0.0) * share >= reading.often_named


def _is_meant(reading: Reading, places: Places, person: int | str, ats: Sequence[int]) -> bool:
    others = {other for at in ats for other in places[at] if other != person}
    most = max((reading.recent.get(other, 0.0) for other in others), default=0.0)
    if most * _EIGHTH > reading.recent[person]:
        return False
    strict = not is_named(reading, person, 1)
    if strict and not all(_is_rare_enough(reading, person, places[at][person]) for at in ats):
        return False
    if not any(_is_plain(reading, at, places[at][person]) for at in ats):
        return False
    return not _belongs_to_another(reading, places, ats, strict)


def _is_rare_enough(reading: Reading, person: int | str, hit: Hit) -> bool:
    """Whether the surname alone says enough of somebody who is not named all the time."""
    surname = hit.analyses[0].word
    if len(surname) < _LONGER or is_from_father(surname):
        return False
    like_others = word_kind(surname).shaped or is_gendered(surname)
    return is_named(reading, person, _HALF) or not like_others


def _belongs_to_another(reading: Reading, places: Places, ats: Sequence[int], strict: bool) -> bool:
    """Whether the surname is somebody else's in this text: "Leif Miller" once, and "Miller" is he.

    strict: any word with a capital before the surname will do, but for abbreviations.
    """
    surnames = {surname for at in ats for surname in reading.hits[at].surnames}
    for at, hits in enumerate(reading.hits):
        if any(not hits.surnames[surname].piece for surname in hits.surnames.keys() & surnames):
            if at in reading.taken or (strict and _is_behind_capital(reading, at)):
                return True
            if at - 1 not in places and _is_behind_given_name(reading, at):
                return True
    return False


def _is_behind_capital(reading: Reading, at: int) -> bool:
    if at == 0 or reading.place.joins[at - 1] not in (SPACE, DOT):
        return False
    before = reading.place.tokens[at - 1].text
    return len(before) == 1 or not before.isupper()


def _is_behind_given_name(reading: Reading, at: int) -> bool:
    if not _is_behind_capital(reading, at):
        return False
    language = reading.place.language
    before = soften(reading.place.tokens[at - 1].text)
    return not is_function_word(before, language) and any(
        is_formal_given_name(form.word) for form in nominatives(before, language)
    )


def _is_plain(reading: Reading, at: int, hit: Hit) -> bool:
    """Whether the surname stands there as on record, inside a sentence and beside no other name."""
    tokens, joins = reading.place.tokens, reading.place.joins
    word = hit.analyses[0].word
    start = tokens[at].start
    return (
        (hit.how in (EXACT, INFLECTED) or (hit.how == TRANSLITERATED and hit.distance == 0.0))
        and (len(word) >= _SHORTEST or reading.is_made_for_a_woman(at))
        and not is_frequent_surname(word)
        and _INSIDE.search(reading.place.text[max(0, start - 3) : start]) is not None
        and (at == 0 or joins[at - 1] in (BREAK, CONJUNCTION))
        and (at + 1 >= len(tokens) or joins[at] in (BREAK, CONJUNCTION))
    )
