"""The language of a text by its function words and letters, where nobody says it or says it wrong.

Archives often carry no language, or the outlet's instead of the article's. The paradigms need it: a
Czech text read without Czech endings loses half of its names. Words such as "the", «и» and "jest"
are so frequent that a paragraph tells; a single sentence often does not, and then nothing is said.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Final

from people.names.language.tables import rows

_READ: Final = 1000  # code points: some 150 words, enough for any text that tells at all
_WORD: Final = re.compile(r"[^\W\d_]+")
# Weight of function words and letters a text must show, and how far ahead of the next language.
_LEAST: Final = 1.2
_AHEAD: Final = 1.2
# To take one for the other costs nothing: names are declined alike.
_KIN: Final = {"sk": "cs", "hr": "sr", "da": "no", "sv": "no"}
# What is told by a person or a feed is believed unless the text speaks plainly of another.
_LEAST_AGAINST: Final = 8.0
_AHEAD_AGAINST: Final = 3.0
# So many different words of the language told are enough to look no further.
_BELIEVED: Final = 4
_MOST_OF_WORD: Final = 4
_OF_LETTER: Final = 0.3
_MOST_OF_LETTERS: Final = 4.0


def language_of(text: str, told: str = "") -> str:
    """The ISO 639 code to read a text by: the one told, or what its words show, or "".

    `told` stays unless it is empty, not a known code, or plainly contradicted. Takes constant time:
    only the beginning of the text is read. Never raises.
    """
    start = text[:_READ].lower()
    counted = Counter(_WORD.findall(start))
    if told in _known() and len(counted.keys() & _known()[told]) >= _BELIEVED:
        return told
    weights = _weights_of(start, counted)
    if not weights:
        return told
    code = max(weights, key=lambda each: weights[each])
    weight = weights.pop(code)
    rest = max((w for each, w in weights.items() if _kin(each) != _kin(code)), default=0.0)
    if told in _known():
        told_weight = weight if code == told else weights.get(told, 0.0)
        against = weight >= max(_LEAST_AGAINST, told_weight * _AHEAD_AGAINST)
        return code if against else told
    return code if weight >= max(_LEAST, rest * _AHEAD) else told


def _kin(code: str) -> str:
    return _KIN.get(code, code)


def _weights_of(start: str, counted: Mapping[str, int]) -> dict[str, float]:
    """How much the beginning of a text speaks for each language."""
    words, letters = _words(), _letters()
    weights: dict[str, float] = {}
    for word in counted.keys() & words.keys():
        times = min(counted[word], _MOST_OF_WORD)
        for code, weight in words[word].items():
            weights[code] = weights.get(code, 0.0) + weight * times
    shown: dict[str, float] = {}
    found = Counter(start)
    for letter in found.keys() & letters.keys():
        for code, weight in letters[letter].items():
            shown[code] = shown.get(code, 0.0) + weight * found[letter]
    for code, weight in shown.items():
        weights[code] = weights.get(code, 0.0) + min(weight, _MOST_OF_LETTERS)
    return weights


def is_function_word(word: str, language: str) -> bool:
    """Whether a word in small letters is among those by which its language is told."""
    return word in _known().get(language, frozenset())


@cache
def _known() -> Mapping[str, frozenset[str]]:
    """Language -> its function words."""
    return {code: frozenset(words.split()) for code, words, _ in rows("function_words")}


@cache
def _words() -> Mapping[str, Mapping[str, float]]:
    """Word -> language -> weight, the more the fewer languages have it."""
    return _shared(_known(), 1.0)


@cache
def _letters() -> Mapping[str, Mapping[str, float]]:
    return _shared(
        {code: list(letters) for code, _, letters in rows("function_words") if letters != "-"},
        _OF_LETTER,
    )


def _shared(by_language: Mapping[str, Iterable[str]], worth: float) -> dict[str, dict[str, float]]:
    having: dict[str, set[str]] = {}
    for code, signs in by_language.items():
        for sign in signs:
            having.setdefault(sign, set()).add(code)
    return {
        sign: {code: worth / len(codes) for code in sorted(codes)} for sign, codes in having.items()
    }
