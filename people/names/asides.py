"""Words that break a name apart without belonging to it: forced marks, nicknames, brackets.

«Алексей Горинов (признан иноагентом)», «Сергей «Крым» Иванов», «Горинов (Алексей)». They are
blanked, not cut, so that every place in the text stays where it was.
"""

from __future__ import annotations

import re
from typing import Final

from people.names.equivalents import is_given_name
from people.names.folding import soften
from people.names.inflection import nominatives

# What Russian outlets are made to print beside a name, by the words such marks always hold.
_MARK_WORDS: Final = (
    r"ино\W?агент|иностранн\w{2,3}\s+агент|foreign agent|нежелательн|террорист|экстремист"
    r"|инагент|ін\W?агент|іноагент|внесен|внесён|террористов"
)
_MARK: Final = re.compile(
    rf"[(\[][^()\[\]\n]{{0,150}}?(?:{_MARK_WORDS})[^()\[\]\n]{{0,150}}[)\]]\*{{0,3}}",
    re.IGNORECASE,
)
_MARK_SEEN: Final = re.compile(_MARK_WORDS, re.IGNORECASE)
_WORD: Final = r"[^\W\d_]{2,20}"
# A name, something in quotation marks or brackets, another word with a capital.
_NICKNAME: Final = re.compile(
    rf"(?P<before>{_WORD})[ \u00a0](?P<aside>[«\"“„‘(](?:{_WORD}[ -]?){{1,2}}[»\"”“’)])"
    rf"[ \u00a0](?=(?P<after>{_WORD}))"
)
_BRACKETED: Final = re.compile(
    rf"(?P<before>{_WORD})[ \u00a0]\((?P<given>{_WORD})(?:[ \u00a0]{_WORD})?\)"
)


def without_asides(text: str, language: str) -> str:
    """`text` with forced marks and nicknames inside names blanked; of the same length."""
    if ("(" in text or "[" in text) and _MARK_SEEN.search(text):
        text = _MARK.sub(lambda mark: " " * len(mark.group()), text)
    if any(sign in text for sign in '«"“„(‘'):
        text = _blanked(
            text,
            [
                found.span("aside")
                for found in _NICKNAME.finditer(text)
                if _is_capital(found["before"])
                and _is_capital(found["after"])
                and _is_given(found["before"], language)
            ],
        )
    if "(" in text:
        brackets: list[tuple[int, int]] = []
        for found in _BRACKETED.finditer(text):
            before, given = found["before"], found["given"]
            if not (_is_capital(before) and _is_capital(given)) or _is_given(before, language):
                continue
            if _is_given(given, language):
                opening = found.start("given") - 1
                brackets += [(opening, opening + 1), (found.end() - 1, found.end())]
        text = _blanked(text, brackets)
    return text


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
