"""Words of a text that may belong to a name, with their places in code points.

One pass with one regular expression whose parts cannot match the same character in two ways, so
the time grows with the length of the text and with nothing else.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from typing import Final, NamedTuple

from people.names.folding import APOSTROPHES, HYPHENS, INVISIBLE, clean

# Longer "words" are encoded data or a text without spaces; no name is that long.
LONGEST_WORD: Final = 60
_MARKS: Final = "\u0300-\u036f\ufe20-\ufe2f"


def _capital_letters() -> str:
    """A character class of every capital letter, as ranges (Python's `re` has no \\p{Lu})."""
    ranges: list[str] = []
    start: int | None = None
    for code in range(sys.maxunicode + 1):
        if code < 0x20000 and (chr(code).isupper() or chr(code).istitle()):
            start = code if start is None else start
        elif start is not None:
            ranges.append(f"{chr(start)}-{chr(code - 1)}")
            start = None
        if code >= 0x20000:
            break
    return "".join(ranges)


_CAPITAL: Final = _capital_letters()
_LETTER: Final = r"[^\W\d_]"
# A word goes on over invisible characters, over an apostrophe or hyphen with a letter behind it,
# and over a hyphen at a line's end when the next line starts in lower case.
_GOES_ON: Final = (
    rf"(?:(?:[{INVISIBLE}{_MARKS}]+|[{APOSTROPHES}{HYPHENS}][{INVISIBLE}{_MARKS}]*"
    rf"|[{HYPHENS}][ \t]*\r?\n[ \t]*(?=[^\W\d_{_CAPITAL}])){_LETTER}+)*[{_MARKS}]*"
)
_CAPITAL_WORD: Final = re.compile(rf"(?<!{_LETTER})[{_CAPITAL}]{_LETTER}*{_GOES_ON}")
_ANY_WORD: Final = re.compile(rf"{_LETTER}+{_GOES_ON}")
_CAPITAL_SEEN: Final = re.compile(f"[{_CAPITAL}]")
_ORDINARY: Final = re.compile("[A-Za-z]+|[А-Яа-яЁёІіЇїЄєҐґЎў]+")
_POSSESSIVE: Final = re.compile(rf"(?:[{APOSTROPHES}][sS]?)$")


class Token(NamedTuple):
    """A word and its place. `text` is cleaned; `start` and `end` are code points of the source."""

    text: str
    start: int
    end: int

    @property
    def is_initial(self) -> bool:
        """One capital letter, or two where Russian initials have them (Ю., Дж.)."""
        return len(self.text) == 1 or self.text in ("Дж", "Дз", "Ch", "Sh", "Yu", "Ya", "Zh", "Ts")


def has_case(text: str) -> bool:
    """Whether capital letters tell names from words here.

    False for a headline typed in lower case and for scripts without case; then every word has to
    be looked at.
    """
    return _CAPITAL_SEEN.search(text) is not None


def name_tokens(text: str) -> Iterator[Token]:
    """Words that begin with a capital letter, or all words of a text that has no capitals."""
    pattern = _CAPITAL_WORD if has_case(text) else _ANY_WORD
    for match in pattern.finditer(text):
        start, end = match.span()
        if end - start > LONGEST_WORD:
            continue
        word = match.group()
        if _ORDINARY.fullmatch(word) is None:
            word = clean(word)
            possessive = _POSSESSIVE.search(word)
            if possessive is not None:
                end -= len(word) - possessive.start()
                word = word[: possessive.start()]
        if word:
            yield Token(word, start, end)


def all_words(text: str) -> list[str]:
    """Every word of a short text (a name, an institution), cleaned, in order."""
    return [clean(match.group()) for match in _ANY_WORD.finditer(text[:2000])]
