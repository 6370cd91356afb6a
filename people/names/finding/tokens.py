"""Words of a text that may belong to a name, with their places in code points.

One pass with one regular expression whose parts cannot match the same character in two ways, so
the time grows with the length of the text and with nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import Final, NamedTuple

from people.names.language.folding import APOSTROPHES, HYPHENS, INVISIBLE, clean
from people.names.language.romanization import caseless_letters

# Longer "words" are encoded data or a text without spaces; no name is that long.
LONGEST_WORD: Final = 60
MARKS: Final = "\u0300-\u036f\ufe20-\ufe2f"


def capital_letters(last: int) -> str:
    """Every letter up to a code point that may begin a name: a capital, or of a script without capitals.

    Python's `re` has no \\p{Lu}.
    """
    capitals = [c for c in map(chr, range(last + 1)) if c.isupper() or c.istitle()]
    return "".join([*capitals, *(c for c in caseless_letters() if ord(c) <= last)])


_LETTER: Final = r"[^\W\d_]"
LETTERS: Final = _LETTER + "+"


class _Patterns(NamedTuple):
    """Finding words in one kind of text."""

    capital_word: re.Pattern[str]
    any_word: re.Pattern[str]
    capital: re.Pattern[str]


@cache
def _patterns(last: int) -> _Patterns:
    """The patterns for texts without capital letters beyond `last`; none stands beyond U+1FFFF.

    A class of letters up to U+FFFF is one table look-up for `re`; one with letters beyond is a
    walk through hundreds of letters for every character of a text.
    """
    capital = capital_letters(last)
    # A word goes on over invisible characters, over an apostrophe or hyphen with a letter behind
    # it, and over a hyphen at a line's end when the next line starts in lower case.
    goes_on = (
        rf"(?:(?:[{INVISIBLE}{MARKS}]+|[{APOSTROPHES}{HYPHENS}][{INVISIBLE}{MARKS}]*"
        rf"|[{HYPHENS}][ \t]*\r?\n[ \t]*(?=[^\W\d_{capital}])){_LETTER}+)*[{MARKS}]*"
    )
    return _Patterns(
        # The look behind stands after the capital letter, so that it is asked there only.
        re.compile(rf"[{capital}](?<!{_LETTER}.){_LETTER}*{goes_on}"),
        re.compile(rf"{_LETTER}+{goes_on}"),
        re.compile(f"[{capital}]"),
    )


_ORDINARY: Final = re.compile("[A-Za-z]+|[А-Яа-яЁёІіЇїЄєҐґЎў]+")
_BEYOND: Final = re.compile("[\U00010000-\U0010ffff]")
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


def _patterns_for(text: str) -> _Patterns:
    """The quick patterns, unless there is a capital letter beyond U+FFFF (Deseret, 𝐁𝐨𝐥𝐝)."""
    try:
        if text.isascii() or len(text.encode("utf-16-le")) == 2 * len(text):
            return _patterns(0xFFFF)
    except UnicodeEncodeError:  # lone surrogates: no quick way to count
        pass
    far = any(c.isupper() or c.istitle() for c in set(_BEYOND.findall(text)))
    return _patterns(0x1FFFF if far else 0xFFFF)


def word_pattern(text: str) -> re.Pattern[str]:
    """What finds the words to look at in this text: those that begin with a capital letter.

    Capital letters tell nothing in a headline typed in lower case and in scripts without case;
    there it is every word.
    """
    patterns = _patterns_for(text)
    return patterns.any_word if patterns.capital.search(text) is None else patterns.capital_word


def word_as_read(raw: str) -> tuple[str, int]:
    """A word as `word_pattern` found it: cleaned, and how many characters at its end do not count.

    The word comes back empty when nothing of it is left, or when it is too long for a name.
    """
    if _ORDINARY.fullmatch(raw) is not None:
        return (raw, 0) if len(raw) <= LONGEST_WORD else ("", 0)
    if len(raw) > LONGEST_WORD:
        return "", 0
    word = clean(raw)
    possessive = _POSSESSIVE.search(word)
    if possessive is None:
        return word, 0
    return word[: possessive.start()], min(len(word) - possessive.start(), len(raw))


def name_tokens(text: str) -> Iterator[Token]:
    """Words that begin with a capital letter, or all words of a text that has no capitals."""
    for match in word_pattern(text).finditer(text):
        word, cut = word_as_read(match.group())
        if word:
            yield Token(word, match.start(), match.end() - cut)


def all_words(text: str) -> list[str]:
    """Every word of a short text (a name, an institution), cleaned, in order."""
    text = text[:2000]
    return [clean(match.group()) for match in _patterns_for(text).any_word.finditer(text)]
