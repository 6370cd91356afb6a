"""The words of a text as stories read them: folded, and whether a capital means anything. Pure."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final, NamedTuple

from cases.stories.concepts import Concept, concepts_of
from people.names.language.folding import fold

LONGEST_TERM: Final = 60  # the column's length
_STEM: Final = 6

# What stands between the words is given back too, in turn with them.
_WORDS: Final = re.compile(r"([^\W\d_]+(?:['’ʼ-][^\W\d_]+)*|\d(?:[\d.,\u00a0\u202f ]*\d)?)")
_QUOTES: Final = tuple('»"“”')
_QUOTES_OPEN: Final = tuple('«"“„”')
_SENTENCE_END: Final = re.compile(r"[.!?…:;]\s|[\n«»\"“”„|—–]")


class Token(NamedTuple):
    """A word or number of a text."""

    word: str
    folded: str
    capital: bool
    opens: bool  # first of a sentence, a quotation or a line: its capital says nothing
    number: bool
    quoted: bool  # alone within quotation marks: the name of a body, a show, a ship
    long: bool  # a word of more than three letters
    concepts: tuple[Concept, ...]
    stem: str  # of a longer word that is no concept; else empty


def tokens_of(text: str, language: str) -> list[Token]:
    """The words and numbers of a text of this language, in order; linear in its length."""
    found: list[Token] = []
    opens = True
    parts = _WORDS.split(text)
    for between, word, after in zip(parts[::2], parts[1::2], parts[2::2], strict=False):
        quoted = False
        if between != " ":
            opens = opens or _ends_a_sentence(between)
            quoted = between[-1:] in _QUOTES_OPEN and after[:1] in _QUOTES
        if len(word) <= LONGEST_TERM:
            found.append(_token(word, opens, quoted, language))
            opens = False
    return found


# Words come again and again, and so does what stands between them.
@lru_cache(maxsize=100_000)
def _token(word: str, opens: bool, quoted: bool, language: str) -> Token:
    folded = fold(word)
    known = concepts_of(folded, language)
    return Token(
        word=word,
        folded=folded,
        capital=word[0].isupper(),
        opens=opens,
        number=word[0].isdigit(),
        quoted=quoted,
        long=len(word) > 3 and word[0].isalpha(),
        concepts=known,
        stem=folded[:_STEM] if not known and len(folded) > 3 else "",
    )


@lru_cache(maxsize=5_000)
def _ends_a_sentence(between: str) -> bool:
    return _SENTENCE_END.search(between) is not None


def every_word_capital(tokens: list[Token]) -> bool:
    """Whether this is an English headline in capitals, where a capital says nothing."""
    long_words = [token.capital for token in tokens if token.long]
    return len(long_words) >= 4 and sum(long_words) > 0.7 * len(long_words)
