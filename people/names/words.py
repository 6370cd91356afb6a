"""One word of a text to the record words it may stand for, remembered per word and language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from people.names.equivalents import families_of
from people.names.evidence import EXACT, INFLECTED, NEAR, SAME_NAME, TRANSLITERATED
from people.names.folding import fold_soft, soften
from people.names.index import NameIndex, WordTable, same_alphabet
from people.names.inflection import NOMINATIVE, Nominative, nominatives
from people.names.phonetics import sound_distance, sound_key
from people.names.scripts import CYRILLIC, script_of
from people.names.transliteration import readings

# What transliteration systems explain, and what is left for a slip of the pen. Below five sounds
# two different names are too easily that near.
_SAME_ACROSS_ALPHABETS: Final = 0.35
_SAME_WITHIN_ALPHABET: Final = 0.2
_NEAR: Final = 0.75
_NEAR_LENGTH: Final = 6
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
        forms = nominatives(soft, language)
        script = script_of(soft)
        spoken = _spoken(forms, script, language)
        surnames = _search(self._index.surnames, soft, forms, spoken, script, language)
        given = _search(self._index.given_names, soft, forms, spoken, script, language)
        if not given and "-" in soft[1:-1]:
            # "Jean-Yves" where the record has "Jean Yves": found by its first half.
            forms = nominatives(soft.split("-")[0], language)
            spoken = _spoken(forms, script, language)
            given = _search(self._index.given_names, soft, forms, spoken, script, language)
        for form in forms:
            for family, _ in families_of(form.word, language):
                analysis = Analysis(form.cases, form.gender, form.word)
                previous = given.get(-2 - family)
                analyses = (*previous.analyses, analysis) if previous else (analysis,)
                given[-2 - family] = Hit(SAME_NAME, 0.0, analyses)
        return WordHits(surnames, given) if surnames or given else _NOTHING


def _spoken(
    forms: tuple[Nominative, ...], script: str, language: str
) -> list[tuple[str, str, Nominative]]:
    """(sound key, sounds, form) of the forms, each sound once a form of grammar."""
    found: list[tuple[str, str, Nominative]] = []
    seen: set[tuple[str, int, int]] = set()
    for form in forms:
        for sounds in readings(form.word, language or "ru" if script == CYRILLIC else language):
            key = (sounds, form.cases, form.gender)
            if key not in seen:
                seen.add(key)
                found.append((sound_key(sounds), sounds, form))
    return found


def _search(
    table: WordTable,
    soft: str,
    forms: tuple[Nominative, ...],
    spoken: list[tuple[str, str, Nominative]],
    script: str,
    language: str,
) -> dict[int, Hit]:
    """Record words of one table that the forms name, by spelling first and then by sound."""
    found: dict[int, Hit] = {}
    for form in forms:
        for number, other_gender in table.exact.get(fold_soft(form.word), ()):
            how = EXACT if form.word == soft or form.cases & NOMINATIVE else INFLECTED
            _keep(found, number, how, 0.0, form, other_gender)
    for key, sounds, form in spoken:
        for sound, number, other_gender in table.by_sound.get(key, ()):
            if abs(len(sound) - len(sounds)) > 2:
                continue
            known = found.get(number)
            if known is not None and known.strength >= _STRENGTH[INFLECTED]:
                continue
            distance = sound_distance(sounds, sound)
            within = same_alphabet(table.words[number], script)
            how = _grade(distance, min(len(sound), len(sounds)), within, script, language)
            if how:
                _keep(found, number, how, distance, form, other_gender)
    if any(hit.strength > _STRENGTH[NEAR] for hit in found.values()):
        return {n: hit for n, hit in found.items() if hit.strength > _STRENGTH[NEAR]}
    return found


def _grade(distance: float, length: int, within: bool, script: str, language: str) -> str:
    """TRANSLITERATED, NEAR or "" for a sound distance.

    Inside one orthography a different spelling is a different name until a person says otherwise
    (Сергеев and Сергиев): there a near sound is for review only.
    """
    if within and script == CYRILLIC and language in ("ru", ""):
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
    return NEAR if distance <= _NEAR and length >= _NEAR_LENGTH else ""


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
