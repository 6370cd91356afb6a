"""What the compiled judge of many words is told of the rules, so that each stays written in one place.

Letters are asked of the very functions that read words; a word of letters that are not told, and one whose
kind depends on more than its letters (titles, particles, Roman numbers), is left to Python.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from people.names.finding.rulers import ruler_words
from people.names.language import equivalents, spelling
from people.names.language.endings import endings_of
from people.names.language.folding import fold_soft, is_of_one_alphabet, soften
from people.names.language.particles import words_of_kind
from people.names.language.reading import is_readable, reader, system_letters
from people.names.language.scripts import CYRILLIC, LATIN, script_of
from people.names.language.spelling import BY_EAR, is_freely_read
from people.names.native import gathering as native
from people.names.native.gathering import LETTERS, CompiledJudge, Letter
from people.names.on_record.traits import NOT_RUSSIAN, traits_of
from people.names.word_order import shapes

FEWEST = 500

# A word of each class: systems are told by the script, and by one letter in it.
_EXAMPLES: Final = ("a", "š", "а", "ў")
_MARKED: Final = 1
_CYRILLIC_CLASS: Final = 2


def judge(words: int) -> CompiledJudge | None:
    """The compiled judge for so many words; None for few, which are quicker judged than it is told all.

    None also where it is not built, and where a rule has a shape that it cannot be told.
    """
    return _judge() if words >= FEWEST and native.is_built() and is_readable("a") else None


def systems_of(languages: Sequence[str]) -> list[str]:
    """The systems of each language, one class of words after the other."""
    return [system_letters(word, language) for language in languages for word in _EXAMPLES]


@cache
def _judge() -> CompiledJudge | None:
    patterns = (*shapes(), *spelling.shapes())
    bits = (
        native.LIKE_SURNAME, native.LIKE_PATRONYMIC, native.SLAVIC, native.NOT_SLAVIC,
        native.SLAVIC_CYRILLIC,
    )  # fmt: skip
    try:
        endings = [endings_of(pattern) for pattern in patterns]
    except ValueError:
        return None
    made = CompiledJudge(
        reader(), [_letter(chr(n)) for n in range(LETTERS)], systems_of([""]), BY_EAR
    )
    for kind in ("title", "particle", "lineage", "suffix"):
        made.learn(native.WHOLE, words_of_kind(kind), native.ASIDE)
    made.learn(native.WHOLE, words_of_kind("muslim_prefix"), native.PREFIX)
    whole, begin = ruler_words()
    made.learn(native.WHOLE, whole, native.ASIDE)
    made.learn(native.BEGINNING, begin, native.ASIDE)
    for form, kinds in equivalents.kinds_by_form().items():
        formal = native.FORMAL if equivalents.FORMAL in kinds else 0
        made.learn(native.WHOLE, (form,), native.GIVEN | formal)
    made.learn(native.SOUNDING, equivalents.sounds_of_given_names(), native.FORMAL | native.GIVEN)
    for bit, several in zip(bits, endings, strict=True):
        made.learn_endings(bit, several)
    return made


def _letter(letter: str) -> Letter:
    """What the judge is told of a letter, lower-case or capital."""
    soft, script = soften(letter), script_of(letter)
    folded = fold_soft(soft)
    bits = 0
    if is_of_one_alphabet(letter) and len(soft) == 1 and 1 <= len(folded) <= 2:
        bits |= {CYRILLIC: native.OF_CYRILLIC_NAMES, LATIN: native.OF_LATIN_NAMES}[script]
    bits |= {CYRILLIC: native.CYRILLIC_LETTER, LATIN: native.LATIN_LETTER}.get(script, 0)
    bits |= native.CAPITAL if letter.isupper() else 0
    bits |= native.BEGINS_FREELY if is_freely_read(letter) else 0
    bits |= native.NOT_RUSSIAN_LETTER if traits_of(letter) & NOT_RUSSIAN else 0
    class_ = _CYRILLIC_CLASS if script == CYRILLIC else 0
    if system_letters(letter, "de") != system_letters(_EXAMPLES[class_], "de"):
        class_ |= _MARKED
    return Letter(soft if len(soft) == 1 else letter, folded[:2], bits, class_)
