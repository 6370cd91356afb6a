"""One word of a text to the record words it may stand for, remembered per word and language."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, SAME_NAME, TRANSLITERATED
from people.names.language.equivalents import families_heard, families_of
from people.names.language.folding import fold_soft, soften
from people.names.language.inflection import ANY_CASE, NOMINATIVE, Nominative, nominatives
from people.names.language.phonetics import consonants, sound_distance, sound_keys
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.spelling import (
    BY_EAR,
    FARTHEST,
    free_keys,
    is_written_by_ear,
    price_by_ear,
)
from people.names.language.transliteration import read_all
from people.names.on_record.index import NameIndex, WordTable, same_alphabet

# What transliteration systems explain, and what is left for a slip of the pen. Below five sounds
# two different names are too easily that near.
_SAME_ACROSS_ALPHABETS: Final = 0.35
_SAME_WITHIN_ALPHABET: Final = 0.2
_NEAR: Final = 0.75
_NEAR_LENGTH: Final = 6
# One sound less where only vowels differ: names from Arabic writing (Malook, Mulook).
_NEAR_VOWELS: Final = 5
_NOT_RUSSIAN: Final = re.compile("[ђћџљњјѓќѕіїєґўәғқңөүұһҗ]")
VOWELS_ONLY: Final = 0.9  # as far as words with the same consonants are taken to be
_SPELLING: Final = 0.1  # doubled letters and the like
_REMEMBERED: Final = 60_000
_STRENGTH: Final = {EXACT: 5, INFLECTED: 4, SAME_NAME: 3, TRANSLITERATED: 2, NEAR: 1}


@dataclass(frozen=True, slots=True)
class Analysis:
    """One grammatical reading of a text word as a record word."""

    cases: int
    gender: int
    word: str


@dataclass(frozen=True, slots=True)
class Hit:
    """A text word met a record word: how, how far in sound, and in which grammatical readings."""

    how: str
    distance: float
    analyses: tuple[Analysis, ...]
    other_gender: bool = False
    piece: bool = False  # only the last piece of a hyphenated word met it

    @property
    def strength(self) -> int:
        """An order among hits: 5 exact ... 1 near."""
        return _STRENGTH[self.how]


@dataclass(frozen=True, slots=True)
class WordHits:
    """Everything one text word may be: record surnames, record given names, name families."""

    surnames: dict[int, Hit]
    given: dict[int, Hit]

    def __bool__(self) -> bool:
        return bool(self.surnames or self.given)


_NOTHING: Final = WordHits({}, {})


class WordResolver:
    """Looks words up in one index; remembers answers until the index changes or memory fills."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._known: dict[tuple[str, str], WordHits] = {}

    def forget(self) -> None:
        """Drop remembered answers; called when people were added."""
        self._known.clear()

    def resolve(self, word: str, language: str) -> WordHits:
        """The hits of a cleaned text word in a text of `language` (ISO 639-1, "" unknown)."""
        key = (word, language)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            found = self._known[key] = self._look_up(soften(word), language)
        return found

    def _look_up(self, soft: str, language: str) -> WordHits:
        word = _TextWord(soft, nominatives(soft, language), language)
        surnames = _search(self._index.surnames, word)
        given = _search(self._index.given_names, word, given=True)
        if "-" in soft[1:-1]:
            # "Jean-Yves" where the record has "Jean Yves": found by its first half, which stands
            # in any case when only the second one is declined.
            first = soft.split("-")[0]
            halves = tuple(
                Nominative(form.word, ANY_CASE if form.word == first else form.cases, form.gender)
                for form in nominatives(first, language)
            )
            word = _TextWord(first, halves, language)
            for number, hit in _search(self._index.given_names, word, given=True).items():
                given.setdefault(number, hit)
            # "Molly Scott-Cato" where the record has "Molly Scott Cato".
            last = soft.rsplit("-", 1)[1]
            piece = _TextWord(last, nominatives(last, language), language)
            for number, hit in _search(self._index.surnames, piece).items():
                if hit.how != NEAR:
                    surnames.setdefault(number, replace(hit, piece=True))
        for form in word.forms:
            for family, _ in families_heard(form.word, word.readings[form.word]):
                analysis = Analysis(form.cases, form.gender, form.word)
                previous = given.get(-2 - family)
                analyses = (*previous.analyses, analysis) if previous else (analysis,)
                given[-2 - family] = Hit(SAME_NAME, 0.0, analyses)
        return WordHits(surnames, given) if surnames or given else _NOTHING


class _TextWord:
    """A text word with all it may be a form of, and the sounds of those under their keys."""

    __slots__ = ("_free", "by_ear", "forms", "language", "readings", "script", "soft", "sounds")

    def __init__(self, soft: str, forms: tuple[Nominative, ...], language: str) -> None:
        self.soft = soft
        self.forms = forms
        self.language = language
        self.script = script_of(soft)
        self.by_ear = self.script == CYRILLIC or is_written_by_ear(soft, language)
        read_as = language or "ru" if self.script == CYRILLIC else language
        self.sounds: dict[str, dict[str, list[Nominative]]] = {}
        seen: set[tuple[str, int, int]] = set()
        self.readings = read_all(list(dict.fromkeys([form.word for form in forms])), read_as)
        heard = list(dict.fromkeys([s for sounds in self.readings.values() for s in sounds]))
        keys = dict(zip(heard, sound_keys(heard), strict=True)) if heard else {}
        for form in forms:
            for sounds in self.readings[form.word]:
                key = keys[sounds]
                once = (sounds, form.cases, form.gender)
                if once not in seen:
                    seen.add(once)
                    self.sounds.setdefault(key, {}).setdefault(sounds, []).append(form)
        self._free: dict[str, list[Nominative]] | None = None

    def free(self) -> dict[str, list[Nominative]]:
        """The forms under the further keys by which a Western spelling may be heard.

        Forms with the same consonants share their keys, so that few are worked out.
        """
        if self._free is None:
            self._free = {}
            words = [form.word for form in self.forms]
            alike: dict[str, list[Nominative]] = {}
            for form, consonants in zip(self.forms, sound_keys(words), strict=True):
                alike.setdefault(consonants + form.word[-1:], []).append(form)
            for forms in alike.values():
                for key in free_keys(forms[0].word):
                    self._free.setdefault(key, []).extend(forms)
        return self._free


def _search(table: WordTable, text_word: _TextWord, *, given: bool = False) -> dict[int, Hit]:
    """Record words of one table that the forms name, by spelling first and then by sound."""
    found: dict[int, Hit] = {}
    soft, script, language = text_word.soft, text_word.script, text_word.language
    for form in text_word.forms:
        for number, other_gender in table.exact.get(fold_soft(form.word), ()):
            how = EXACT if form.word == soft or form.cases & NOMINATIVE else INFLECTED
            _keep(found, number, how, 0.0, form, other_gender)
    vowels_only: set[int] = set()
    read_as_russian = script == CYRILLIC and language in ("ru", "")
    for key, heard_so in text_word.sounds.items():
        entries = table.by_sound.get(key, ())
        heard = [(sounds, len(sounds), forms) for sounds, forms in heard_so.items()]
        for sound, number, other_gender in entries:
            only_by_ear = sound[-1] == BY_EAR[0]
            if only_by_ear and not text_word.by_ear:
                continue
            known = found.get(number)
            if known is not None and known.strength >= _STRENGTH[INFLECTED]:
                continue
            word = table.words[number]
            within = same_alphabet(word, script)
            strict = read_as_russian and within and _NOT_RUSSIAN.search(word.soft) is None
            by_ear = text_word.by_ear or not within
            whole = len(sound)
            for sounds, length, forms in heard:
                how, distance = "", 9.0
                if not only_by_ear and -2 <= whole - length <= 2:
                    length = min(whole, length)
                    near = _NEAR if length >= _NEAR_VOWELS else _SAME_ACROSS_ALPHABETS
                    distance = sound_distance(sounds, sound, near)
                    how = _grade(distance, length, within, strict)
                    alike = length >= _NEAR_VOWELS and consonants(sounds) == consonants(sound)
                    if alike and how != TRANSLITERATED:
                        vowels_only.add(number)
                        how, distance = (how, distance) if how else (NEAR, VOWELS_ONLY)
                if by_ear and how != TRANSLITERATED:
                    price = price_by_ear(word.soft, forms[0].word, language)
                    if price <= FARTHEST and not (
                        given and _other_given_name(word.soft, forms[0].word, language)
                    ):
                        how, distance = TRANSLITERATED, price
                if how:
                    for form in forms:
                        _keep(found, number, how, distance, form, other_gender)
    if script != CYRILLIC:
        _search_by_ear(table, text_word, found, given=given)
    if any(hit.strength > _STRENGTH[NEAR] for hit in found.values()):
        # Малук is what "Mulúk" sounds like, and the same person is on record as Malook.
        return {
            n: hit for n, hit in found.items() if hit.strength > _STRENGTH[NEAR] or n in vowels_only
        }
    return found


def _search_by_ear(
    table: WordTable, text_word: _TextWord, found: dict[int, Hit], *, given: bool
) -> None:
    """A Western name in its own spelling, where the record has it in Cyrillic only."""
    for key, forms in text_word.free().items():
        for _, number, other_gender in table.by_sound.get(key, ()):
            word = table.words[number]
            known = found.get(number)
            if word.script != CYRILLIC or (known is not None and known.how != NEAR):
                continue
            for form in forms:
                price = price_by_ear(word.soft, form.word, text_word.language)
                if price <= FARTHEST and not (
                    given and _other_given_name(word.soft, form.word, text_word.language)
                ):
                    _keep(found, number, TRANSLITERATED, price, form, other_gender)


def _other_given_name(record: str, form: str, language: str) -> bool:
    """Whether two words are known given names of different families: Denise is not Денис."""
    theirs = {family for family, _ in families_of(record)}
    ours = {family for family, _ in families_of(form, language)}
    return bool(theirs and ours) and not theirs & ours


def _grade(distance: float, length: int, within: bool, strict: bool) -> str:
    """TRANSLITERATED, NEAR or "" for a sound distance.

    Inside one orthography a different spelling is a different name until a person says otherwise
    (Сергеев and Сергиев): there a near sound is for review only. `strict` says that both words
    are spelled in Russian.
    """
    if within and strict:
        same = -1.0
    elif within:
        same = _SAME_WITHIN_ALPHABET
    else:
        same = _SAME_ACROSS_ALPHABETS
    if length <= 3:
        same = min(same, 0.1)
    if distance <= same:
        return TRANSLITERATED
    if distance <= _SPELLING and length >= 4:
        return NEAR
    return NEAR if distance <= _NEAR and length >= _NEAR_VOWELS else ""


def _keep(
    found: dict[int, Hit],
    number: int,
    how: str,
    distance: float,
    form: Nominative,
    other_gender: bool,
) -> None:
    analysis = Analysis(form.cases, form.gender, form.word)
    known = found.get(number)
    if known is None or (known.other_gender and not other_gender):
        found[number] = Hit(how, distance, (analysis,), other_gender)
    elif known.other_gender == other_gender:
        if _STRENGTH[how] > known.strength or (
            _STRENGTH[how] == known.strength and distance < known.distance
        ):
            # A weaker reading's grammar must not excuse a stronger one's.
            keep = known.analyses if known.distance == distance else ()
            found[number] = Hit(how, distance, (*keep, analysis), other_gender)
        elif known.distance == distance and analysis not in known.analyses:
            found[number] = Hit(
                known.how, known.distance, (*known.analyses, analysis), other_gender
            )
