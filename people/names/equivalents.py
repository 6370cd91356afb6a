"""Families of given names: Александр, Олександр, Alexander are one; Саша is a short form of it.

The families are in `data/given_names.tsv`. A name that is not listed there is compared by sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from people.names.folding import fold_soft, soften
from people.names.inflection import ANY_GENDER, FEMALE, MALE
from people.names.phonetics import sound_distance
from people.names.tables import rows
from people.names.transliteration import readings

FORMAL: Final = "formal"
SHORT: Final = "short"
TRANSLATION: Final = "translation"

# Beyond this distance a form is not the same name said in another language but its translation
# (Георгий and George), which outlets use for other people too.
_SAME_NAME_DISTANCE: Final = 1.5


@dataclass(frozen=True, slots=True)
class Family:
    """One family: its gender mask, formal forms and short forms, softened."""

    gender: int
    formal: tuple[str, ...]
    short: tuple[str, ...]


@cache
def _families() -> tuple[Family, ...]:
    return tuple(
        Family(
            MALE if gender == "m" else FEMALE,
            tuple(soften(form) for form in formal.split()),
            tuple(soften(form) for form in short.split()),
        )
        for gender, formal, short in rows("given_names")
    )


@cache
def _by_form() -> dict[str, tuple[tuple[int, str], ...]]:
    found: dict[str, dict[int, str]] = {}
    for number, family in enumerate(_families()):
        for form in family.short:
            found.setdefault(fold_soft(form), {})[number] = SHORT
        for form in family.formal:
            found.setdefault(fold_soft(form), {})[number] = FORMAL
    return {form: tuple(numbers.items()) for form, numbers in found.items()}


@cache
def _by_sound() -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for number, family in enumerate(_families()):
        for form in family.formal:
            for sounds in readings(form)[:2]:
                found.setdefault(sounds, {})[number] = None
    return {sounds: tuple(numbers) for sounds, numbers in found.items()}


@lru_cache(maxsize=20_000)
def families_of(soft: str) -> tuple[tuple[int, str], ...]:
    """The families a softened given name belongs to, as (number, FORMAL or SHORT)."""
    listed = _by_form().get(fold_soft(soft))
    if listed is not None:
        return listed
    if "-" in soft:
        return ()
    by_sound = _by_sound()
    numbers = dict.fromkeys(n for sounds in readings(soft) for n in by_sound.get(sounds, ()))
    return tuple((number, FORMAL) for number in numbers)


def is_given_name(soft: str) -> bool:
    """Whether a softened word is a known given name, in any of its formal or short forms."""
    return bool(families_of(soft))


def is_formal_given_name(soft: str) -> bool:
    """Whether a softened word is a given name as documents write it."""
    return any(kind == FORMAL for _, kind in families_of(soft))


def gender_of_given(soft: str) -> int:
    """The gender mask that the families of a given name allow; ANY_GENDER when unknown."""
    formal = {_families()[n].gender for n, kind in families_of(soft) if kind == FORMAL}
    every = formal or {_families()[n].gender for n, _ in families_of(soft)}
    return every.pop() if len(every) == 1 else ANY_GENDER


@lru_cache(maxsize=20_000)
def equivalents(soft: str) -> tuple[tuple[str, str], ...]:
    """Other forms of a given name as (softened form, FORMAL, TRANSLATION or SHORT).

    FORMAL is the same name in another language, TRANSLATION its distant counterpart. The short
    forms of a short form's family are left out: Саша and Шура may well be two people.
    """
    found: dict[str, str] = {}
    own = readings(soft)
    for number, kind in families_of(soft):
        family = _families()[number]
        for form in family.formal:
            if kind == SHORT:
                found.setdefault(form, SHORT)
            else:
                near = min(
                    (sound_distance(a, b) for a in own for b in readings(form)), default=9.0
                )
                found[form] = FORMAL if near <= _SAME_NAME_DISTANCE else TRANSLATION
        if kind == FORMAL:
            for form in family.short:
                found.setdefault(form, SHORT)
    found.pop(soft, None)
    return tuple(found.items())


def same_family(a: str, b: str) -> str:
    """How two softened given names belong together: FORMAL, TRANSLATION, SHORT or ""."""
    if fold_soft(a) == fold_soft(b):
        return FORMAL
    return dict(equivalents(a)).get(b, "") or dict(equivalents(b)).get(a, "")
