"""Which word of a name is the surname, the given name, the patronymic: told by what each looks like."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from people.names.language.equivalents import FORMAL, families_of
from people.names.language.folding import fold, soften
from people.names.language.particles import words_of_kind

_PATRONYMIC: Final = re.compile(
    r".{2,}(?:(?:ов|ев|ёв|ь|в|йов|ів|ав)ич|ич|(?:ов|ев|ёв|ич|инич|ів|їв|аў|ёў|еў)на|аўна|еўна"
    r"|[oey]vi[ctčć]h?|owicz|ewicz|owitsch|ewitsch|ovits?ch|[oe](?:v|w)n[ay]|yevna|ivna|ivn[ay]|ichna|inichna|itch|ji[čć]|[oe]vi[čć])",
    re.U,
)
_SURNAME_ENDING: Final = re.compile(
    r".+(?:[оеё]в|[иы]н|ский|цкий|ской|цкой|ской|[оеё]ва|[иы]на|ская|цкая|енко|[чщ]ук|юк|ых|их|швили"
    r"|дзе|янц?|ович|евич|ський|цький|ська|цька|скі|скас|каў|ая|ый|чик|[oe](?:v|w|ff|va|wa)|in[ae]?"
    r"|sk[iyaáý]|sk[iy]y|skii|skij|skaya|skaja|enko|chuk|shvili|dze|y?ian|yan|wicz|vić|vič|ová|sson|sen)"
)


def shapes() -> tuple[str, str]:
    """The patterns of surnames and of patronymics."""
    return _SURNAME_ENDING.pattern, _PATRONYMIC.pattern


def looks_like_patronymic(soft: str) -> bool:
    """Whether a softened nominative ends like a patronymic (surnames in -ович do so too)."""
    return _PATRONYMIC.fullmatch(soft) is not None


class WordKind(NamedTuple):
    """What one word of a name looks like: all that the order of a name is told by."""

    formal: bool  # a given name as documents write it
    given: bool  # a given name in any form
    shaped: bool  # ends like a surname
    patronymic: bool
    prefix: bool = False  # Muhammad, Mian, Hafiz: before the name a man is called by


class Order(NamedTuple):
    """Which words of a name are what, as (first, behind the last); and whether that is certain."""

    given: tuple[int, int]
    patronymic: tuple[int, int]
    surname: tuple[int, int]
    certain: bool


@lru_cache(maxsize=50_000)
def word_kind(word: str) -> WordKind:
    """The kind of one cleaned word of a name."""
    soft = soften(word)
    kinds = [kind for _, kind in families_of(soft)]
    return WordKind(
        FORMAL in kinds,
        bool(kinds),
        _SURNAME_ENDING.fullmatch(soft) is not None,
        looks_like_patronymic(soft),
        fold(word) in words_of_kind("muslim_prefix"),
    )


_NONE: Final = (0, 0)


@lru_cache(maxsize=10_000)
def order_of(
    kinds: tuple[WordKind, ...], initials: bool, surname_first: bool, hungarian: bool
) -> Order:
    """Which of the plain words of a name are what, told by their kinds alone."""
    count = len(kinds)
    if not kinds:
        return Order(_NONE, _NONE, _NONE, False)
    if count == 1:
        return Order(_NONE, _NONE, (0, 1), initials)
    if initials and count == 2 and not any(kind.formal for kind in kinds):
        return Order(_NONE, _NONE, (0, 2), False)
    if surname_first:
        if count > 2 and kinds[-1].patronymic:
            return Order((1, count - 1), (count - 1, count), (0, 1), True)
        return Order((1, count), _NONE, (0, 1), True)
    if count >= 3:
        found = _with_patronymic(kinds)
        if found is not None:
            return found
    return _by_position(kinds, hungarian)


def _with_patronymic(kinds: tuple[WordKind, ...]) -> Order | None:
    """Surname Given Patronymic or Given Patronymic Surname, when a patronymic is there."""
    count = len(kinds)
    last, second = kinds[-1].patronymic, kinds[1].patronymic
    if last and not (second and kinds[0].formal):
        first = 1
        if count > 3 and not kinds[1].formal:
            first = next((i for i in range(2, count - 1) if kinds[i].formal), 0) or 1
        return Order((first, count - 1), (count - 1, count), (0, first), True)
    if second:
        return Order((0, 1), (1, 2), (2, count), True)
    return None


def _by_position(kinds: tuple[WordKind, ...], hungarian: bool) -> Order:
    count = len(kinds)
    known = [kind.formal for kind in kinds]
    if not any(known):
        known = [kind.given for kind in kinds]
    shaped = [kind.shaped for kind in kinds]
    if hungarian:
        return Order((1, count), _NONE, (0, 1), True)
    if count > 2 and kinds[0].prefix:
        return Order((0, count - 1), _NONE, (count - 1, count), True)
    if known[0] and not known[-1]:
        cut = 2 if count > 2 and known[1] and not shaped[1] else 1
        return Order((0, cut), _NONE, (cut, count), True)
    if known[-1] and not known[0]:
        cut = count - 1
        while cut > 1 and known[cut - 1]:
            cut -= 1
        # García Márquez Gabriel, but Baum Lyman Frank.
        return Order((cut, count), _NONE, (0, cut), cut == 1)
    if shaped[0] and not shaped[-1]:
        return Order((1, count), _NONE, (0, 1), known[-1])
    if count == 2:
        return Order((0, 1), _NONE, (1, 2), shaped[-1] and not shaped[0])
    return Order((0, count - 1), _NONE, (count - 1, count), False)
