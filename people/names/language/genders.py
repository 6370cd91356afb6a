"""One family name in its two forms: Козырев and Козырева, Kagarlitsky and Kagarlitskaya."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_MASCULINE: Final = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        (r"([оеё]в|[иы]н)а$", r"\1"),
        (r"(ск|цк|зк)ая$", r"\1ий"),
        (r"(сь?к|цьк|зьк)а$", r"\1ий"),
        (r"ая$", "ый"),
        (r"([oe][vw]|[iy]n)a$", r"\1"),
        (r"(sk|ck)a(?:ya|ia|ja)?$", r"\1i"),
        (r"ová$", ""),
    )
)
# Women's given names of East Slavic texts that are as common as the men's names they are forms of.
_PAIRED: Final = frozenset(
    """александра олександра аляксандра сандра евгения євгенія яўгенія валентина валянціна валерия
    валерія валерыя юлия юлія ярослава яраслава богдана багдана антонина антоніна мирослава марина
    алена алёна олена владислава владислава станислава станіслава виктория вікторія
    александр олександр аляксандр евгений євген євгеній яўген яўгеній валентин валянцін валерий
    валерій валерый юлий юлій ярослав яраслаў богдан багдан антонин антонін мирослав мирослав марин
    ален владислав станислав станіслав""".split()
)
# Men's names whose forms women bear a hundred times as often: Marija is no genitive of Marij.
_RARE_FOR_MEN: Final = frozenset("marij mario marijo marius".split())
_EAST_SLAVIC: Final = frozenset(("ru", "uk", "be", ""))
_FEMININE_END: Final = "аяaá"  # what every pattern above ends in
_FEMININE: Final = tuple(
    (re.compile(pattern), ending)
    for pattern, ending in (
        (r"([оеё]в|[иы]н)$", r"\1а"),
        (r"(ськ|цьк|зьк)ий$", r"\1а"),
        (r"(ск|цк|зк)[ио]й$", r"\1ая"),
        (r"[ыо]й$", "ая"),
        (r"([oe][vw]|[iy]n)$", r"\1a"),
        (r"(sk|ck)(?:iy|ii|ij|yi|y|i)$", r"\1aya"),
    )
)


def ends_like_a_woman(soft: str) -> bool:
    """Whether `masculine` looks at a softened surname at all."""
    return soft[-1:] in _FEMININE_END


@lru_cache(maxsize=20_000)
def masculine(soft: str) -> str:
    """A softened feminine surname as a man bears it; unchanged where the form is the same."""
    if soft[-1:] not in _FEMININE_END:
        return soft
    return _turned(soft, _MASCULINE)


@lru_cache(maxsize=20_000)
def feminine(soft: str) -> str:
    """A softened masculine surname as a woman bears it; unchanged where the form is the same."""
    return _turned(soft, _FEMININE)


def _turned(soft: str, rules: tuple[tuple[re.Pattern[str], str], ...]) -> str:
    for pattern, ending in rules:
        turned = pattern.sub(ending, soft)
        if turned != soft:
            return turned
    return soft


def is_gendered(soft: str) -> bool:
    """Whether a softened surname has one form for men and another for women (Козырев, Козырева)."""
    return masculine(soft) != soft or feminine(soft) != soft


def is_paired_given_name(soft: str, language: str) -> bool:
    """Whether a softened given name is as common as the other gender's name of the same form.

    «Александра» may be either; «Петра» and «Роберта» are Пётр and Роберт. Known for East Slavic
    texts only: of any other language the answer is yes (Czech Petra, Jana), but for Mario.
    """
    if language not in _EAST_SLAVIC:
        return soft not in _RARE_FOR_MEN
    return soft in _PAIRED
