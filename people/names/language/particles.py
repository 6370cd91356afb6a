"""Words inside names that are no names themselves: particles, lineage words, suffixes, titles."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from people.names.language.equivalents import is_given_name, is_listed_given_name
from people.names.language.folding import fold, soften
from people.names.language.tables import rows

_TRAILING: Final = frozenset("дель делла дос аль эль фон del della dos al el von".split())


@cache
def words_of_kind(kind: str) -> frozenset[str]:
    """The folded words of `data/particles.tsv` of one kind: particle, lineage, suffix, title."""
    return frozenset(fold(word) for row_kind, word in rows("particles") if row_kind == kind)


def particle_in(words: Sequence[str], at: int, *, whole: bool) -> tuple[bool, bool]:
    """Whether a word of a name is a particle (de, van, бен), and so shows that the surname stands first.

    whole: whether the words before it are a name with everything («Пётр Иванович Фон»).
    """
    word = words[at]
    key, small = fold(word), word.islower()
    if len(words) < 3 or key not in words_of_kind("particle"):
        return False, False
    if at == len(words) - 1:
        # "Голль Шарль де": what belongs before the surname stands behind the whole name.
        behind = small or (key in _TRAILING and not whole)
        return behind, behind
    if at == 0:
        # «Да Силва Луис», «Ле Пен Жан-Мари»; a Vietnamese or Chinese Ле and Ван is a surname.
        surname_first = not is_given_name(soften(words[1])) and all(
            is_listed_given_name(soften(piece)) for piece in words[-1].split("-")
        )
        return small or surname_first, surname_first
    # «Бернанке Бен Шалом», but «Усама Бен Ладен».
    own = not small and is_given_name(soften(word)) and not is_given_name(soften(words[0]))
    return not own, False
