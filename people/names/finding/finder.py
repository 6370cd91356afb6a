"""Finding every person on record in a text, in one pass, with reasons."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from people.names.finding.asides import without_asides
from people.names.finding.candidate import Place
from people.names.finding.confidence import weigh_spans
from people.names.finding.full_names import full_names
from people.names.finding.joint import joint_groups, plural_names, shared_names
from people.names.finding.lone import lone_surnames
from people.names.finding.middle_words import first_sounds
from people.names.finding.misspelt import NamedByGiven, misspelt_names
from people.names.finding.patronymics import by_patronymic
from people.names.finding.reading import Reading
from people.names.finding.repeats import initials, show_genders, surnames
from people.names.finding.scanning import INITIAL, Joins, Known, Vocabularies, Vocabulary
from people.names.finding.spans import FULL, INITIALS, NAMESAKE_SCORE, SURNAME, NameSpan
from people.names.finding.titled import TitledNames, titled_names
from people.names.finding.unmistakable import UnmistakableSurnames
from people.names.known import KnownPerson
from people.names.language.folding import soften
from people.names.language.languages import language_of
from people.names.on_record.index import NameIndex
from people.names.on_record.words import WordResolver

__all__ = ["FULL", "INITIALS", "SURNAME", "NameFinder", "NameSpan"]


class NameFinder:
    """All people given, found in texts of any language. Not thread-safe while people are added."""

    def __init__(
        self,
        people: Iterable[KnownPerson] = (),
        *,
        index: NameIndex | None = None,
        scanner: type[Vocabulary] | None = None,
    ) -> None:
        """Know these people; or those of a ready-made index (of `index_file`), which it keeps.

        `scanner`: one of `scanning`; without it the compiled one where it is built.
        """
        self._index = index if index is not None else NameIndex(people)
        self._words = WordResolver(self._index)
        self._vocabularies = Vocabularies(self._words.resolve, scanner)
        self._titled = TitledNames(self._index)
        self._news = NamedByGiven(self._index)
        self._unmistakable = UnmistakableSurnames(self._index)

    def __len__(self) -> int:
        return self._index.people_count

    def add(self, person: KnownPerson) -> None:
        """Know one more person from now on."""
        self._index.add(person)
        forgotten = self._words.forget_reached(*self._index.take_new_keys())
        if forgotten is None:
            self._vocabularies.forget()
        else:
            self._vocabularies.forget_words(forgotten)
            self._vocabularies.forget_pairs()

    def remove(self, person_id: int | str) -> None:
        """Know this person no longer; nothing happens for an id that was never added."""
        self._index.remove(person_id)
        self._vocabularies.forget_pairs()

    def replace(self, person: KnownPerson) -> None:
        """Know a person by their names as they are now."""
        self._index.remove(person.id)
        self.add(person)

    def places(self, text: str, language: str = "") -> list[tuple[int, int]]:
        """Where a name on record may stand: a given name or initial near a surname it belongs to.

        The first stage of `find`, in order and in code points, before anything is weighed: places
        that are no names after all are common. The language is believed as told.
        """
        return self._vocabularies.of(language[:2].lower()).places(text, self._are_joined)

    def _are_joined(self, surname_word: Known, other: Known) -> bool:
        """Whether a name on record has these two words, or the surname and this initial."""
        index = self._index
        if index.named(other.hits.given, surname_word.hits.surnames):
            return True
        if other.flags & INITIAL:
            letter = first_sounds(soften(other.text))
            for surname in surname_word.hits.surnames:
                for number in index.by_surname.get(surname, ()):
                    initials = index.entries[number].initials
                    if initials and letter & first_sounds(initials[0]):
                        return True
        return False

    def find(
        self,
        text: str,
        language: str = "",
        *,
        recent: Mapping[int | str, float] = MappingProxyType({}),
        often_named: float = math.inf,
    ) -> list[NameSpan]:
        """The spans of all people on record in `text`, in order; empty for a text without any.

        `language` is an ISO 639 code; without one the text's words tell. `recent` says how often
        people were named in full in recent articles: it ranks the bearers of a surname that stands
        alone. `often_named` is for archives, where nobody can be asked: how many times is all
        the time. Who was named so often, or half or a seventh of it where the surname is less like others,
        may be found by surname alone with the certainty of a link (`in_news`), as may both initials or
        a short given name beside a rare surname; else such spans are never more than questions.
        Never raises for any string, lone surrogates and directional marks included; the time grows
        linearly with the text.
        """
        language = language_of(text, language.replace("_", "-").partition("-")[0].lower())
        source, text = text, without_asides(text, language)
        words = self._vocabularies.of(language).words(text)
        if words is None:
            return []
        archive = often_named < math.inf
        place = Place(text, language, words.tokens, Joins(text, words.tokens), archive)
        reading = Reading(place, words.hits, self._index, self._words.resolve, recent, often_named)
        titled = titled_names(reading, self._titled)
        groups = joint_groups(reading)
        joint = plural_names(reading, groups)
        spans, banned = full_names(reading)
        spans += [*titled, *joint, *shared_names(reading, groups, spans, banned)]
        spans += misspelt_names(reading, self._news, self._unmistakable, banned)
        spans = show_genders(reading, spans)
        spans = by_patronymic(reading, spans)
        named = {p for span in spans if span.score >= NAMESAKE_SCORE for p in span.persons}
        spans += initials(reading, named)
        if named:
            spans += surnames(reading, spans, named, banned)
        spans += lone_surnames(reading, spans, banned)
        if source is not text:
            spans = [replace(span, surface=source[span.start : span.end]) for span in spans]
        spans = weigh_spans(spans, language)
        return sorted(spans, key=lambda span: (span.start, span.end))
