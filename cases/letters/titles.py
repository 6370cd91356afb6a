"""Pure: titles of letters in running text, where they are quoted, inflected or broken differently.

«авторы "Открытого письма одиннадцати политзаключённых"» stands for «Открытое письмо одиннадцати
политзаключённых»: every word of the title follows, each with the same beginning.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import Final

_WORD: Final = re.compile(r"[^\W_]+")
# An ending may be this long; what is left has to be the same, and long enough to say something.
_ENDING: Final = 3
_SHORTEST_STEM: Final = 3
# Words between, where a line is broken or a mark of punctuation stands: none, only signs.
_LONGEST_GAP: Final = 6
_KEY: Final = 3
# A word that stands in a text more often than this tells no title.
_MOST_PLACES: Final = 1_000


class TitledText:
    """A text in which several titles are looked for; its words are cut once."""

    def __init__(self, text: str) -> None:
        """Cut `text` into words; linear in its length."""
        self._words: list[tuple[str, int, int]] = []
        self._starting: dict[str, list[int]] = defaultdict(list)
        for number, match in enumerate(_WORD.finditer(text)):
            word = _folded(match.group())
            self._words.append((word, match.start(), match.end()))
            self._starting[word[:_KEY]].append(number)

    def place_of(self, title: str) -> tuple[int, int] | None:
        """Where the title stands first, in code points; None where it does not."""
        wanted = [_folded(word) for word in _WORD.findall(title)]
        if not wanted:
            return None
        # The longest word is the rarest; the others are compared around its places only.
        anchor = max(range(len(wanted)), key=lambda at: len(wanted[at]))
        for place in self._starting.get(wanted[anchor][:_KEY], ())[:_MOST_PLACES]:
            first = place - anchor
            if first < 0 or first + len(wanted) > len(self._words):
                continue
            found = self._words[first : first + len(wanted)]
            if all(_same(word, one[0]) for word, one in zip(wanted, found, strict=True)):
                if all(b[1] - a[2] <= _LONGEST_GAP for a, b in zip(found, found[1:], strict=False)):
                    return found[0][1], found[-1][2]
        return None


def _folded(word: str) -> str:
    return word.lower().replace("ё", "е")


def _same(word: str, other: str) -> bool:
    """Whether two words are one but for an ending."""
    if word == other:
        return True
    stem = max(_SHORTEST_STEM, min(len(word), len(other)) - _ENDING)
    if min(len(word), len(other)) <= _SHORTEST_STEM or abs(len(word) - len(other)) > _ENDING:
        return False
    return word[:stem] == other[:stem]
