"""One word of a text to the record words it may stand for, remembered per word and language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, SAME_NAME, TRANSLITERATED
from people.names.language.equivalents import families_heard, families_of
from people.names.language.folding import fold_soft, soften
from people.names.language.inflection import ANY_CASE, NOMINATIVE, Nominative, nominatives
from people.names.language.scripts import CYRILLIC
from people.names.language.spelling import FARTHEST
from people.names.language.transliteration import same_when_unstressed
from people.names.language.written import suffix_within
from people.names.on_record.hearing import (
    ALIKE,
    CYRILLIC_TRAIT,
    rows_by_sound,
    rows_by_spelling,
)
from people.names.on_record.hits import (
    NEAR_DISTANCE,
    NEAR_LENGTH,
    SAME_ACROSS_ALPHABETS,
    SAME_WHEN_SHORT,
    SAME_WITHIN_ALPHABET,
    SHORT_LENGTH,
    SLIP,
    STRENGTH,
    VOWELS_ONLY,
    Analysis,
    Hit,
    WordHits,
    new_hit,
    new_word_hits,
)
from people.names.on_record.index import NameIndex, WordTable
from people.names.on_record.searching import Found, met_on_record
from people.names.on_record.text_words import TextWord, beginning_of_key, beginning_of_spelling
from people.names.on_record.traits import NOT_RUSSIAN, SCRIPT

_NEVER_THE_SAME: Final = -1.0  # both are spelled in Russian
_REMEMBERED: Final = 60_000
_MOST_NOTED: Final = 20 * _REMEMBERED
__all__ = ["VOWELS_ONLY", "Analysis", "Hit", "WordHits", "WordResolver"]

_NOTHING: Final = WordHits({}, {})


class WordResolver:
    """Looks words up in one index; remembers answers until people are added or memory fills."""

    def __init__(self, index: NameIndex) -> None:
        self._index = index
        self._known: dict[tuple[str, str], WordHits] = {}
        # Which words were looked for where; what is added there may be an answer.
        self._reached: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        self._reached_is_whole = True
        self._noted = 0

    def forget_reached(
        self, spellings: Iterable[str], keys: Iterable[str]
    ) -> set[tuple[str, str]] | None:
        """Forget the answers that words added under these may change, and tell which words those are.

        None where all had to be forgotten.
        """
        where = {*map(beginning_of_spelling, spellings), *map(beginning_of_key, keys)}
        if not self._reached_is_whole:
            self._known.clear()
            self._reached.clear()
            self._reached_is_whole, self._noted = True, 0
            return None
        forgotten = {word for place in where for word in self._reached.pop(place, ())}
        for word in forgotten:
            self._known.pop(word, None)
        return forgotten

    def resolve(self, word: str, language: str) -> WordHits:
        """The hits of a cleaned text word in a text of `language` (ISO 639-1, "" unknown)."""
        key = (word, language)
        found = self._known.get(key)
        if found is None:
            if len(self._known) >= _REMEMBERED or self._noted >= _MOST_NOTED:
                # Others keep the answers, and nobody will know any more which those are.
                self._known.clear()
                self._reached.clear()
                self._reached_is_whole, self._noted = False, 0
            found, reached = self._look_up(soften(word), language)
            self._known[key] = found
            self._noted += len(reached)
            for place in reached:
                self._reached[place].append(key)
        return found

    def _look_up(self, soft: str, language: str) -> tuple[WordHits, set[str]]:
        index = self._index
        forms = nominatives(soft, language)
        whole = "-" not in soft[1:-1]
        surnames, given, reached = _met(
            index.surnames, index.given_names, soft, forms, language, related=whole
        )
        if not whole:
            suffix = suffix_within(soft)
            if suffix:
                return self._look_up(soft[: -len(suffix) - 1], language)
            # "Jean-Yves" where the record has "Jean Yves": found by its first half, which stands
            # in any case when only the second one is declined.
            first = soft.split("-")[0]
            halves = tuple(
                Nominative(form.word, ANY_CASE if form.word == first else form.cases, form.gender)
                for form in nominatives(first, language)
            )
            by_first = _met(
                index.surnames, index.given_names, first, halves, language, related=True
            )
            for number, hit in by_first.given.items():
                given.setdefault(number, hit)
            # "Molly Scott-Cato" where the record has "Molly Scott Cato", or one of the two names.
            last = soft.rsplit("-", 1)[1]
            by_last = _met(index.surnames, None, last, nominatives(last, language), language)
            for number, hit in (*by_last.surnames.items(), *by_first.surnames.items()):
                if hit.how != NEAR:
                    surnames.setdefault(number, hit._replace(piece=True))
            reached |= by_first.reached | by_last.reached
        return new_word_hits((surnames, given)) if surnames or given else _NOTHING, reached


def _met(
    surnames: WordTable | None,
    given: WordTable | None,
    soft: str,
    forms: tuple[Nominative, ...],
    language: str,
    *,
    related: bool = False,
) -> Found:
    """The hits among surnames and given names, either of which may be left out, and where `related` families."""
    met = met_on_record(surnames, given, soft, forms, language, related=related)
    if met is None:
        met = met_in_python(surnames, given, soft, forms, language, related=related)
    if language == "be":
        for table, hits in ((surnames, met.surnames), (given, met.given)):
            if table is not None:
                _hear_unstressed(table, hits)
    return met


def met_in_python(
    surnames: WordTable | None,
    given: WordTable | None,
    soft: str,
    forms: tuple[Nominative, ...],
    language: str,
    *,
    related: bool = False,
) -> Found:
    """The twin of `searching.met_on_record`, which sees what was added to the index as well."""
    word = TextWord(soft, forms, language)
    by_surname = _search(surnames, word) if surnames is not None else {}
    by_given = _search(given, word, given=True) if given is not None else {}
    for form in forms if related else ():
        for family, _ in families_heard(form.word, word.readings[form.word]):
            previous = by_given.get(-2 - family)
            analyses = (*previous.analyses, form) if previous else (form,)
            by_given[-2 - family] = new_hit((SAME_NAME, 0.0, analyses, False, False))
    return Found(by_surname, by_given, word.reaches())


def _hear_unstressed(table: WordTable, hits: dict[int, Hit]) -> None:
    """Belarusian spells what is heard: a name that is near for that reason only is the same."""
    for number, hit in hits.items():
        if hit.how == NEAR and any(
            same_when_unstressed(table.words[number].soft, form.word) for form in hit.analyses
        ):
            hits[number] = hit._replace(how=TRANSLITERATED, distance=SAME_WITHIN_ALPHABET)


def _search(table: WordTable, text_word: TextWord, *, given: bool = False) -> dict[int, Hit]:
    """Record words of one table that the forms name, by spelling first and then by sound."""
    found: dict[int, Hit] = {}
    soft, script, language = text_word.soft, text_word.script, text_word.language
    for form in text_word.forms:
        for number, other_gender in table.exact.get(fold_soft(form.word), ()):
            how = EXACT if form.word == soft or form.cases & NOMINATIVE else INFLECTED
            _keep(found, number, how, 0.0, form, other_gender)
    vowels_only: set[int] = set()
    sure = frozenset(found)
    cyrillic = script == CYRILLIC
    read_as_russian = cyrillic and language in ("ru", "")
    read: dict[tuple[int, int], tuple[Analysis, ...]] = {}
    for distance, price, key, _, which, way, length, traits in rows_by_sound(
        table, text_word, sure
    ):
        number = which >> 1
        if number in sure:
            continue
        if (traits & SCRIPT == CYRILLIC_TRAIT) != cyrillic:
            how = _grade(distance, length, SAME_ACROSS_ALPHABETS)
        elif read_as_russian and not traits & NOT_RUSSIAN:
            how = _grade(distance, length, _NEVER_THE_SAME)
        else:
            how = _grade(distance, length, SAME_WITHIN_ALPHABET)
        if traits & ALIKE and how != TRANSLITERATED:
            vowels_only.add(number)
            how, distance = (how, distance) if how else (NEAR, VOWELS_ONLY)
        if price <= FARTHEST and how != TRANSLITERATED:
            if not given or not _other_given_name(
                table.words[number].soft, text_word.read_so(key, way)[0].word, language
            ):
                how, distance = TRANSLITERATED, price
        if not how:
            continue
        other_gender = bool(which & 1)
        known = found.get(number)
        if known is not None and _says_nothing_new(known, how, distance, other_gender):
            continue
        analyses = read.get((key, way))
        if analyses is None:
            analyses = read[key, way] = tuple(text_word.read_so(key, way))
        if known is None:  # what `_keep` makes of several forms that are read alike
            found[number] = new_hit((how, distance, analyses, other_gender, False))
        else:
            for analysis in analyses:
                _keep(found, number, how, distance, analysis, other_gender)
    if not cyrillic:
        _search_by_ear(table, text_word, found, given=given)
    if any([hit[0] != NEAR for hit in found.values()]):
        # Малук is what "Mulúk" sounds like, and the same person is on record as Malook.
        return {n: hit for n, hit in found.items() if hit[0] != NEAR or n in vowels_only}
    return found


def _search_by_ear(
    table: WordTable, text_word: TextWord, found: dict[int, Hit], *, given: bool
) -> None:
    """A Western name in its own spelling, where the record has it in Cyrillic only."""
    rows = list(rows_by_spelling(table, text_word))
    if not rows:
        return
    forms, told = text_word.forms, text_word.spelled_so()
    last, taken = (-1, -1), False
    for _, price, key, entry, which, way, _, _ in rows:
        number, form = which >> 1, forms[told[key][way]]
        if (key, entry) != last:
            last = key, entry
            known = found.get(number)
            taken = known is not None and known.how != NEAR
        if not taken and not (
            given and _other_given_name(table.words[number].soft, form.word, text_word.language)
        ):
            _keep(found, number, TRANSLITERATED, price, form, bool(which & 1))


def _other_given_name(record: str, form: str, language: str) -> bool:
    """Whether two words are known given names of different families: Denise is not Денис."""
    theirs = {family for family, _ in families_of(record)}
    ours = {family for family, _ in families_of(form, language)}
    return bool(theirs and ours) and not theirs & ours


def _grade(distance: float, length: int, same: float) -> str:
    """TRANSLITERATED, NEAR or "" for a sound distance; `same`: as far as one name is from itself.

    Inside one orthography a different spelling is a different name until a person says otherwise
    (Сергеев and Сергиев): there a near sound is for review only.
    """
    if length <= SHORT_LENGTH:
        same = min(same, SAME_WHEN_SHORT)
    if distance <= same:
        return TRANSLITERATED
    if distance <= SLIP and length > SHORT_LENGTH:
        return NEAR
    return NEAR if distance <= NEAR_DISTANCE and length >= NEAR_LENGTH else ""


def _says_nothing_new(known: Hit, how: str, distance: float, other_gender: bool) -> bool:
    """Whether `_keep` would leave `known` as it is, whatever the analysis."""
    if known[3] != other_gender:
        return not known[3]
    if known[1] == distance:
        return False
    mine, theirs = STRENGTH[how], STRENGTH[known[0]]
    return mine < theirs or (mine == theirs and distance > known[1])


def _keep(
    found: dict[int, Hit],
    number: int,
    how: str,
    distance: float,
    analysis: Analysis,
    other_gender: bool,
) -> None:
    known = found.get(number)
    if known is None or (known.other_gender and not other_gender):
        found[number] = new_hit((how, distance, (analysis,), other_gender, False))
    elif known.other_gender == other_gender:
        if STRENGTH[how] > known.strength or (
            STRENGTH[how] == known.strength and distance < known.distance
        ):
            # A weaker reading's grammar must not excuse a stronger one's.
            keep = known.analyses if known.distance == distance else ()
            found[number] = Hit(how, distance, (*keep, analysis), other_gender)
        elif known.distance == distance and analysis not in known.analyses:
            found[number] = Hit(
                known.how, known.distance, (*known.analyses, analysis), other_gender
            )
