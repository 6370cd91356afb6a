"""A name as it stands in the middle of a sentence: «Горинову Алексею» brought back to the nominative.

For a name that somebody copied from a text and asks about. The finder does the same word by word
against the index; here nothing is known but the name itself.
"""

from __future__ import annotations

from itertools import product
from typing import Final

from people.names.finding.tokens import all_words
from people.names.language.equivalents import is_formal_given_name
from people.names.language.folding import soften
from people.names.language.inflection import NOMINATIVE, Nominative, nominatives
from people.names.parts import NameParts, parse_name
from people.names.word_order import looks_like_patronymic

_MOST_WORDS: Final = 4
_MOST_READINGS: Final = 6


def names_in_the_nominative(text: str, language: str = "") -> list[NameParts]:
    """What `text` may be a form of in another case than the nominative, at most six names.

    All words must agree in a case and a gender. Of several words one must come out as a known given
    name, or nearly every word would be a form of something. Empty for a name in the nominative, for
    languages without cases, and for more than four words.
    """
    words = all_words(text)
    if not 1 <= len(words) <= _MOST_WORDS:
        return []
    forms = [_oblique(word, language) for word in words]
    found: dict[str, NameParts] = {}
    for together in product(*forms):
        if len(found) >= _MOST_READINGS:
            break
        if not _agree(together):
            continue
        plain = [form.word for form in together]
        if len(plain) > 1 and not any(is_formal_given_name(word) for word in plain):
            continue
        name = " ".join(word[:1].upper() + word[1:] for word in plain)
        found.setdefault(name, parse_name(name, language))
    return list(found.values())


def _oblique(word: str, language: str) -> list[Nominative]:
    """The readings of a word in other cases; given names and patronymics first, then as found."""
    soft = soften(word)
    forms = [form for form in nominatives(soft, language) if form.word != soft]
    forms = [form for form in forms if form.cases & ~NOMINATIVE]
    return sorted(
        forms,
        key=lambda form: not (is_formal_given_name(form.word) or looks_like_patronymic(form.word)),
    )


def _agree(forms: tuple[Nominative, ...]) -> bool:
    cases, gender = ~NOMINATIVE, -1
    for form in forms:
        cases &= form.cases
        gender &= form.gender
    return bool(cases and gender)
