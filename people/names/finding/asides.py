"""Words that break a name apart without belonging to it: forced marks, nicknames, brackets.

«Алексей Горинов (признан иноагентом)», «Сергей «Крым» Иванов», «Горинов (Алексей)». They are
blanked, not cut, so that every place in the text stays where it was.
"""

from __future__ import annotations

import re
from typing import Final

from people.names.language.equivalents import is_given_name
from people.names.language.folding import soften
from people.names.language.inflection import nominatives
from people.names.language.written import without_joined_articles

# What Russian outlets are made to print beside a name, by the words such marks always hold.
_MARK_WORDS: Final = (
    r"ино\W?агент|иностранн\w{2,3}\s+агент|foreign agent|нежелательн|террорист|экстремист"
    r"|инагент|ін\W?агент|іноагент|внесен|внесён|террористов"
)
_MARK: Final = re.compile(
    rf"[(\[][^()\[\]\n]{{0,150}}?(?:{_MARK_WORDS})[^()\[\]\n]{{0,150}}[)\]]\*{{0,3}}",
    re.IGNORECASE,
)
# What may hold such a mark; asked first, because looking for the words everywhere takes long.
_IN_BRACKETS: Final = re.compile(r"[(\[][^()\[\]\n]{4,330}[)\]]\*{0,3}")
_WORD: Final = r"[^\W\d_]{2,20}"
# A name, something in quotation marks or brackets, another word with a capital. The sign stands before
# its look behind, so that the text is searched for such signs only.
_NICKNAME: Final = re.compile(
    rf"[«\"“„‘(](?<=[^\W\d_][^\W\d_][ \u00a0][«\"“„‘(])(?:{_WORD}[ -]?){{1,2}}[»\"”“’)][ \u00a0](?=({_WORD}))"
)
_BRACKETED: Final = re.compile(
    rf"\((?<=[^\W\d_][^\W\d_][ \u00a0]\()(?P<given>{_WORD})(?:[ \u00a0]{_WORD})?\)"
)
_WORD_BEFORE: Final = re.compile(rf"{_WORD}$")


def without_asides(text: str, language: str) -> str:
    """`text` with forced marks and nicknames inside names blanked; of the same length."""
    text = without_joined_articles(text)
    if "(" in text or "[" in text:
        text = _IN_BRACKETS.sub(_blank_mark, text)
    if any(sign in text for sign in '«"“„(‘'):
        text = _blanked(
            text,
            [
                (found.start(), found.end() - 1)
                for found in _NICKNAME.finditer(text)
                if _is_capital(found[1])
                and _is_capital(before := _word_before(text, found.start()))
                and _is_given(before, language)
            ],
        )
    if "(" in text:
        brackets: list[tuple[int, int]] = []
        for found in _BRACKETED.finditer(text):
            before, given = _word_before(text, found.start()), found["given"]
            if not (_is_capital(before) and _is_capital(given)) or _is_given(before, language):
                continue
            if _is_given(given, language):
                brackets += [(found.start(), found.start() + 1), (found.end() - 1, found.end())]
        text = _blanked(text, brackets)
    return text


def _blank_mark(bracket: re.Match[str]) -> str:
    return " " * len(bracket[0]) if _MARK.fullmatch(bracket[0]) else bracket[0]


def _word_before(text: str, at: int) -> str:
    """The word before the one character before a place, which the patterns have made sure of."""
    found = _WORD_BEFORE.search(text[max(0, at - 21) : at - 1])
    return found[0] if found is not None else " "


def _blanked(text: str, places: list[tuple[int, int]]) -> str:
    """`text` with spaces at these places, which are in order and do not meet."""
    if not places:
        return text
    pieces: list[str] = []
    done = 0
    for start, end in places:
        pieces += [text[done:start], " " * (end - start)]
        done = end
    return "".join([*pieces, text[done:]])


def _is_capital(word: str) -> bool:
    return word[0].isupper()


def _is_given(word: str, language: str) -> bool:
    return any(is_given_name(form.word) for form in nominatives(soften(word), language))
