"""Names that are not quite those on record and can hardly be anybody else's: slips, pet names.

A foreign surname is spelled by outlets as they hear it (Хейнце, Хайнце), a given name is shortened
(Mike, Michael) or misspelt. Beside the other word of the name exactly as on record that is no
question; with a frequent surname, or one shaped like thousands of others (-ов, -енко, -ян, -sen), it is.
"""

from __future__ import annotations

from typing import Final

from people.names.finding.unmistakable import is_like_others
from people.names.language.equivalents import FORMAL, families_of, is_given_name, same_family
from people.names.language.folding import soften
from people.names.language.frequency import is_frequent_surname
from people.names.language.genders import is_gendered
from people.names.on_record.entries import NameEntry
from people.names.on_record.words import Hit

# In sound: one vowel taken for another, and nearly two.
_ONE_VOWEL: Final = 0.5
_TWO_VOWELS: Final = 0.6
_SHORTEST: Final = 6  # letters; a shorter word is too near to too many
_LONG: Final = 7
_ENDINGS: Final = "aeiouyáéíóúàèìòùаеёиоуыэюяіїєйь"
_OF_WOMEN: Final = frozenset("aáая")
_VOWELS: Final = frozenset("aeiouyáéíóúàèìòùаеёиоуыэюяіїє")


def is_slip_in_surname(entry: NameEntry, surname: Hit) -> bool:
    """Whether a near surname beside the given name on record is another spelling of the same."""
    name = _last_word(entry)
    return (
        _is_like_no_other(name)
        and not surname.other_gender
        and any(_is_near(name, a.word, surname.distance) for a in surname.analyses)
    )


def is_slip_in_given_name(entry: NameEntry, record: str, given: Hit, language: str) -> bool:
    """Whether a near given name beside the surname on record is a misspelling of this one.

    Not where it is the name of another family, or ends as that of the other gender would.
    """
    return _is_like_no_other(_last_word(entry)) and any(
        _is_near(record, a.word, given.distance)
        and (a.word[-1] in _VOWELS) == (record[-1] in _VOWELS)
        and not is_other_name(record, a.word, language)
        for a in given.analyses
    )


def may_be_called_short(entry: NameEntry, surname: Hit) -> bool:
    """Whether a short form of the given name beside this surname leaves no doubt."""
    return _is_distinctive(_last_word(entry)) and not surname.other_gender


def _last_word(entry: NameEntry) -> str:
    return soften(entry.parts.surname.split()[-1])


def _is_like_no_other(surname: str) -> bool:
    return _is_distinctive(surname) and not is_like_others(surname)


def _is_distinctive(surname: str) -> bool:
    return not (is_gendered(surname) or is_frequent_surname(surname) or is_given_name(surname))


def _is_near(record: str, form: str, distance: float) -> bool:
    shorter = min(len(record), len(form))
    if shorter < _SHORTEST or differ_in_gender(record, form):
        return False
    return distance <= (_TWO_VOWELS if shorter >= _LONG else _ONE_VOWEL)


def differ_in_gender(record: str, form: str) -> bool:
    """Whether words of one stem may be forms of two genders, or one of them a lost ending."""
    stem = record.rstrip(_ENDINGS)
    if form.rstrip(_ENDINGS) != stem:
        return False
    return bool(_OF_WOMEN & {*record[len(stem) :], *form[len(stem) :]})


def is_other_name(record: str, form: str, language: str) -> bool:
    """Whether a form is a given name that is not the one on record in another spelling."""
    return bool(families_of(form, language)) and same_family(record, form) != FORMAL
