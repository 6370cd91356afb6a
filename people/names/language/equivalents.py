"""Families of given names: Александр, Олександр, Alexander are one; Саша is a short form of it.

The families are in `data/given_names.tsv`. A name that is not listed there is compared by sound.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from people.names.language.folding import fold_soft, soften
from people.names.language.inflection import ANY_GENDER, FEMALE, MALE
from people.names.language.phonetics import sound_distance
from people.names.language.reading import readings
from people.names.language.tables import rows

FORMAL: Final = "formal"
SHORT: Final = "short"
TRANSLATION: Final = "translation"

# Beyond this distance two forms of one family are counted as translations of each other, which
# outlets use for other people too.
_SAME_NAME_DISTANCE: Final = 2.0

# Two sounds make no name: Ын is not Ян.
_SHORTEST_SOUND: Final = 3


@dataclass(frozen=True, slots=True)
class Family:
    """One family: its gender mask and its forms with their kinds, softened.

    apart: its forms stand for one name although they sound far from each other (Siobhán, Шивон).
    """

    gender: int
    forms: tuple[tuple[str, str], ...]
    apart: bool = False


@cache
def _families() -> tuple[Family, ...]:
    found = []
    for gender, formal, short in rows("given_names"):
        forms = [
            (soften(form.lstrip("~=")), TRANSLATION if form[0] == "~" else FORMAL)
            for form in formal.split()
        ]
        forms += [(soften(form), SHORT) for form in short.split()]
        found.append(Family(MALE if gender == "m" else FEMALE, tuple(forms), "=" in formal))
    return tuple(found)


@cache
def _by_form() -> dict[str, tuple[tuple[int, str], ...]]:
    found: dict[str, dict[int, str]] = {}
    for number, family in enumerate(_families()):
        for form, kind in family.forms:
            kinds = found.setdefault(fold_soft(form), {})
            if kinds.get(number) != FORMAL:
                kinds[number] = kind
    return {form: tuple(numbers.items()) for form, numbers in found.items()}


@cache
def _by_sound() -> dict[str, tuple[int, ...]]:
    found: dict[str, dict[int, None]] = {}
    for number, family in enumerate(_families()):
        for form, kind in family.forms:
            if kind == FORMAL:
                for sounds in readings(form)[:2]:
                    if len(sounds) < _SHORTEST_SOUND:
                        continue
                    found.setdefault(sounds, {})[number] = None
    return {sounds: tuple(numbers) for sounds, numbers in found.items()}


def family_tables() -> tuple[dict[str, tuple[int, ...]], dict[str, tuple[int, ...]]]:
    """What `families_heard` looks in: families by the folded forms that are listed, and by sounds."""
    listed = {form: tuple([n for n, _ in families]) for form, families in _by_form().items()}
    return listed, _by_sound()


@lru_cache(maxsize=20_000)
def families_of(soft: str, language: str = "") -> tuple[tuple[int, str], ...]:
    """The families a softened given name belongs to, as (number, FORMAL, TRANSLATION or SHORT).

    A form that is not listed is looked for by its sound, as `language` reads it.
    """
    listed = _by_form().get(fold_soft(soft))
    return listed if listed is not None else _by_ear(soft, readings(soft, language))


def families_heard(soft: str, sounds: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    """`families_of` a softened given name whose readings, `sounds`, are known already."""
    listed = _by_form().get(fold_soft(soft))
    return listed if listed is not None else _by_ear(soft, sounds)


def _by_ear(soft: str, sounds: tuple[str, ...]) -> tuple[tuple[int, str], ...]:
    if "-" in soft:
        return ()
    by_sound = _by_sound()
    numbers = dict.fromkeys([n for sound in sounds for n in by_sound.get(sound, ())])
    return tuple([(number, FORMAL) for number in numbers])


def given_name_forms() -> frozenset[str]:
    """Every form of a given name in the table, folded."""
    return frozenset(_by_form())


def kinds_by_form() -> dict[str, frozenset[str]]:
    """Every folded form of a given name in the table, with the kinds of it."""
    return {form: frozenset(kind for _, kind in found) for form, found in _by_form().items()}


def sounds_of_given_names() -> frozenset[str]:
    """The sounds by which a name that is not in the table is known for a formal given name."""
    return frozenset(_by_sound())


def is_given_name(soft: str) -> bool:
    """Whether a softened word is a known given name, in any of its formal or short forms."""
    return bool(families_of(soft))


def is_formal_given_name(soft: str) -> bool:
    """Whether a softened word is a given name as documents write it."""
    return any(kind == FORMAL for _, kind in families_of(soft))


def is_listed_given_name(soft: str) -> bool:
    """Whether a softened word stands in the table as a formal given name; sound does not count."""
    return any(kind == FORMAL for _, kind in _by_form().get(fold_soft(soft), ()))


def gender_of_given(soft: str) -> int:
    """The gender mask that the families of a given name allow; ANY_GENDER when unknown."""
    formal = {_families()[n].gender for n, kind in families_of(soft) if kind == FORMAL}
    every = formal or {_families()[n].gender for n, _ in families_of(soft)}
    return every.pop() if len(every) == 1 else ANY_GENDER


@lru_cache(maxsize=20_000)
def same_family(a: str, b: str) -> str:
    """How two softened given names belong together: FORMAL, TRANSLATION, SHORT or "".

    FORMAL is the same name in another language (Олександр, Alexander), TRANSLATION its distant
    counterpart (George for Георгий). Two short forms of one name say nothing: Саша and Шура may
    well be two people.
    """
    if fold_soft(a) == fold_soft(b):
        return FORMAL
    mine, theirs = dict(families_of(a)), dict(families_of(b))
    kinds = {frozenset((mine[n], theirs[n])) for n in mine.keys() & theirs.keys()}
    if frozenset((FORMAL,)) in kinds:
        if any(_families()[n].apart for n in mine.keys() & theirs.keys()):
            return FORMAL
        near = min((sound_distance(x, y) for x in readings(a) for y in readings(b)), default=9.0)
        return FORMAL if near <= _SAME_NAME_DISTANCE else TRANSLATION
    if frozenset((FORMAL, TRANSLATION)) in kinds:
        return TRANSLATION
    return SHORT if frozenset((FORMAL, SHORT)) in kinds else ""


def head_of_family(number: int) -> str:
    """The folded name by which a family is known, for keys."""
    return fold_soft(_families()[number].forms[0][0])
