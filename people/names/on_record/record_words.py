"""The distinct words of the names on record, by spelling and by sound, while they are gathered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, NamedTuple, Protocol

from people.names.language.folding import fold_soft
from people.names.language.genders import masculine
from people.names.language.reading import record_sounds
from people.names.language.scripts import CYRILLIC, script_of

Spelled = tuple[int, bool]  # number of a word, whether this is its other gender's form
Sounding = tuple[str, int, bool]  # its sounds before these two


class RecordWord(NamedTuple):
    """One distinct word of the names on record, in one role."""

    soft: str
    script: str
    sounds: tuple[str, ...]
    languages: frozenset[str]


class KnownWords(Protocol):
    """Words that are numbered already: those of a stored index, seen by what is added to it."""

    def __len__(self) -> int: ...

    def number_of(self, soft: str) -> int | None:
        """The number of a word, None for a word that is not there."""
        ...

    def __getitem__(self, number: int) -> RecordWord: ...


class NoWords:
    """Nothing is numbered yet."""

    def __len__(self) -> int:
        return 0

    def number_of(self, soft: str) -> int | None:
        """None for every word."""
        return None

    def __getitem__(self, number: int) -> RecordWord:
        raise IndexError(number)


class GatheredWords:
    """The words of one role, numbered from where `before` ends.

    exact: folded spelling -> words; by_sound: sound key -> words with their sounds. Where surnames
    are gathered a feminine one is also entered in its masculine form, marked as another gender's.
    """

    def __init__(self, *, surnames: bool, before: KnownWords | None = None) -> None:
        self._before: Final[KnownWords] = before if before is not None else NoWords()
        self._surnames: Final = surnames
        self._first: Final = len(self._before)
        self._numbers: dict[str, int] = {}
        self._seen: dict[tuple[str, str], int] = {}
        self._readings: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {}
        # Own words, and those from before that were met in another language.
        self.words: dict[int, RecordWord] = {}
        self.exact: dict[str, list[Spelled]] = {}
        self.by_sound: dict[str, list[Sounding]] = {}
        # Keys of both under which something is new, where words are added to an index in use.
        self.new_spellings: set[str] = set()
        self.new_keys: set[str] = set()
        self._tells: Final = before is not None

    def own(self) -> list[RecordWord]:
        """The words that were not known before, in the order of their numbers."""
        return [self.words[number] for number in self._numbers.values()]

    def add(self, soft: str, language: str) -> int:
        """The number of a softened word; new words and new languages of a word are entered."""
        number = self._seen.get((soft, language))
        if number is None:
            number = self._seen[soft, language] = self._enter(soft, language)
        return number

    def _enter(self, soft: str, language: str) -> int:
        number = self._numbers.get(soft)
        if number is None:
            number = self._before.number_of(soft)
        if number is None:
            number = self._numbers[soft] = self._first + len(self._numbers)
            word = RecordWord(soft, script_of(soft), (), frozenset())
            self._enter_spelling(fold_soft(soft), number, False)
            turned = masculine(soft) if self._surnames else soft
            if turned != soft:
                self._enter_spelling(fold_soft(turned), number, True)
        else:
            word = self.words.get(number) or self._before[number]
            if language in word.languages:
                return number
            turned = masculine(soft) if self._surnames else soft
        new = [each for each in self._sounds(soft, language) if each[0] not in word.sounds]
        languages = word.languages | {language}
        sounds = (*word.sounds, *[sound for sound, _ in new])
        self.words[number] = RecordWord(soft, word.script, sounds, languages)
        self._enter_sounds(number, new, False)
        if turned != soft:
            self._enter_sounds(number, self._sounds(turned, language), True)
        return number

    def _enter_spelling(self, folded: str, number: int, other_gender: bool) -> None:
        self.exact.setdefault(folded, []).append((number, other_gender))
        if self._tells:
            self.new_spellings.add(folded)

    def _sounds(self, soft: str, language: str) -> tuple[tuple[str, str], ...]:
        # A woman's surname is read as a man's too, and he is often on record himself.
        found = self._readings.get((soft, language))
        if found is None:
            found = self._readings[soft, language] = record_sounds(soft, language)
        return found

    def _enter_sounds(
        self, number: int, sounds: Iterable[tuple[str, str]], other_gender: bool
    ) -> None:
        for sound, key in sounds:
            entries = self.by_sound.setdefault(key, [])
            entry = (sound, number, other_gender)
            if not other_gender or entry not in entries:
                entries.append(entry)
                if self._tells:
                    self.new_keys.add(key)


def same_alphabet(word: RecordWord, script: str) -> bool:
    """Whether a record word and a text word are written in one alphabet."""
    return word.script == script or (word.script == CYRILLIC) == (script == CYRILLIC)
