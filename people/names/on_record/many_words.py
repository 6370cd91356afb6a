"""The distinct words of many names, for an index that is stored: numbered first, then entered at once.

They are entered by the compiled judge, where it is built, and else one by one, as those that are added to
an index in use. The bytes of the index are the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from typing import Final, NamedTuple

from people.names.language.folding import fold_all
from people.names.language.genders import ends_like_a_woman, masculine
from people.names.language.lost_sounds import lost_sounds
from people.names.language.reading import record_sounds
from people.names.language.transliteration import is_spelled_in_polish
from people.names.native.gathering import CompiledJudge, Entered
from people.names.on_record.judge import judge, systems_of
from people.names.on_record.record_words import GatheredWords
from people.names.on_record.traits import traits_of


class NumberedWords:
    """The words of one role, numbered from 0."""

    def __init__(self) -> None:
        self._words: Final[dict[str, int]] = {}
        self._languages: Final[dict[str, int]] = {}
        self._pairs: Final = array("I")
        self._seen: Final[dict[tuple[str, str], int]] = {}

    def __len__(self) -> int:
        return len(self._words)

    def add(self, soft: str, language: str) -> int:
        """The number of a softened word."""
        number = self._seen.get((soft, language))
        if number is None:
            number = self._words.setdefault(soft, len(self._words))
            self._seen[soft, language] = number
            languages = self._languages
            self._pairs.extend((number, languages.setdefault(language, len(languages))))
        return number

    def of_role(self, *, surnames: bool) -> WordsOfRole:
        """All words that were added."""
        return WordsOfRole(list(self._words), list(self._languages), self._pairs, surnames)


class WordsOfRole(NamedTuple):
    """The softened words of one role; `pairs`: number of a word and of a language, in turn."""

    softs: list[str]
    languages: list[str]
    pairs: array[int]
    surnames: bool

    def languages_of_words(self) -> list[str]:
        """The languages of each word, in the order of the alphabet, with blanks between."""
        found: list[str | None] = [None] * len(self.softs)
        several: dict[int, set[str]] = {}
        for number, language in zip(self.pairs[::2], self.pairs[1::2], strict=True):
            first = found[number]
            if first is None:
                found[number] = self.languages[language]
            else:
                several.setdefault(number, {first}).add(self.languages[language])
        for number, them in several.items():
            found[number] = " ".join(sorted(them))
        return [each or "" for each in found]


class EnteredWords(NamedTuple):
    """Words by folded spelling, and by sounds and keys."""

    spelled: dict[
        str, list[int]
    ]  # folded spelling -> twice a word's number, one more for its other form
    heard: Entered


def entered(words: WordsOfRole) -> EnteredWords:
    """The words under their spellings, sounds and keys."""
    known = judge(len(words.softs))
    compiled = _entered_by(known, words) if known is not None else None
    return compiled or entered_in_python(words)


def entered_in_python(words: WordsOfRole) -> EnteredWords:
    """The same, one word after the other."""
    softs, languages = words.softs, words.languages
    gathered = GatheredWords(surnames=words.surnames)
    for number, language in zip(words.pairs[::2], words.pairs[1::2], strict=True):
        gathered.add(softs[number], languages[language])
    sounds: dict[str, int] = {}
    values, values_at = array("I"), array("I", (0,))
    own, own_at = array("I"), array("I", (0,))
    for word in gathered.own():
        own.extend([sounds.setdefault(sound, len(sounds)) for sound in word.sounds])
        own_at.append(len(own))
    for entries in gathered.by_sound.values():
        for sound, number, other in entries:
            values.extend((sounds.setdefault(sound, len(sounds)), number << 1 | other))
        values_at.append(len(values))
    spelled = {
        folded: [number << 1 | other for number, other in entries]
        for folded, entries in gathered.exact.items()
    }
    traits = array("B", map(traits_of, softs))
    heard = Entered(list(sounds), list(gathered.by_sound), own_at, own, values_at, values, traits)
    return EnteredWords(spelled, heard)


def _entered_by(known: CompiledJudge, words: WordsOfRole) -> EnteredWords | None:
    softs, languages = words.softs, words.languages
    turned = [""] * len(softs)
    if words.surnames:
        for number, soft in enumerate(softs):
            if ends_like_a_woman(soft) and (other := masculine(soft)) != soft:
                turned[number] = other
                if not other:
                    return None

    def answer(number: int, language: int) -> tuple[str, str]:
        forms = softs[number], turned[number]
        told = [record_sounds(form, languages[language]) if form else () for form in forms]
        own, other = ["\t".join([each for pair in sounds for each in pair]) for sounds in told]
        return own, other

    # What Python alone knows of a word: sounds that its spelling lost, and that it is Polish.
    asked = [
        number
        for number, (soft, other) in enumerate(zip(softs, turned, strict=True))
        if lost_sounds(soft) or (other and lost_sounds(other)) or is_spelled_in_polish(soft)
    ]
    systems = systems_of(languages)
    heard = known.entered((softs, turned), words.pairs, systems, answer, asked)
    if heard is None:
        return None
    for number, trait in enumerate(heard.traits):
        if not trait:
            heard.traits[number] = traits_of(softs[number])
    return EnteredWords(_by_spelling(softs, turned), heard)


def _by_spelling(softs: Sequence[str], turned: Sequence[str]) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    codes = range(0, 2 * len(softs), 2)
    folded = zip(codes, fold_all(softs), turned, fold_all(turned), strict=True)
    for code, own, other, folded_other in folded:
        found.setdefault(own, []).append(code)
        if other:
            found.setdefault(folded_other, []).append(code + 1)
    return found
