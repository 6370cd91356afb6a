"""Whether two texts share no more than a statement that both quote. Pure.

Reporters of many outlets quote one statement word for word, and each writes the rest alone. What
stands outside quotation marks tells them from a reprint, which has that in common as well.
"""

from __future__ import annotations

import re
from typing import Final

from cases.articles.copies.shingles import READ, read
from cases.articles.copies.sketch import FEWEST_WORDS, Sketch, common

# So much in common may be a quotation; with more, hardly anything was written besides.
MOST_BY_QUOTING: Final = 0.75
# Of what stands outside quotations, reports of one event by two writers share 5 to 15 %.
_OWN_WORDS: Final = 0.2
# Characters: shorter ones are names and titles; a longer one has lost its closing mark.
_QUOTATION: Final = re.compile(
    r"«[^«»]{50,3000}»|“[^“”]{50,3000}”|„[^„“”]{50,3000}[“”]|\"[^\"]{50,3000}\""
)
# Speech without marks: a paragraph that begins with a dash.
_SPEECH: Final = re.compile(r"(?m)^[ \t]*[—–][ \t][^\n]{50,}$")


def has_quotations(text: str) -> bool:
    """Whether it quotes anything at length."""
    text = text[:READ]
    return _QUOTATION.search(text) is not None or _SPEECH.search(text) is not None


def outside_quotations(text: str) -> str:
    """The text without its quotations, a line's end in the place of each."""
    return _SPEECH.sub("\n", _QUOTATION.sub("\n", text[:READ]))


def only_quotes(text: str, other: Sketch) -> bool:
    """Whether of a text, which shares much with the other, next to nothing but quotations is shared.

    False where it quotes nothing, and where too few words stand outside to tell.
    """
    own_words = outside_quotations(text)
    if len(own_words) == len(text[:READ]):
        return False
    found = read(own_words)
    if found.words < FEWEST_WORDS:
        return False
    values = memoryview(found.hashes).cast("B").cast("I")[1::2].tobytes()
    rest = Sketch(found.size, found.words, values)
    seen, _of_other, shared = common(rest, other)
    return seen >= FEWEST_WORDS // 2 and shared < _OWN_WORDS * seen
