"""Finding every person on record in a text, in one pass, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from people.names.asides import without_asides
from people.names.confidence import weigh_spans
from people.names.full_names import full_names
from people.names.index import NameIndex
from people.names.joint import joint_groups, plural_names, shared_names
from people.names.known import KnownPerson
from people.names.languages import language_of
from people.names.lone import lone_surnames
from people.names.matching import Place
from people.names.reading import Reading
from people.names.repeats import initials, show_genders, surnames
from people.names.scanning import Joins, Vocabularies, Vocabulary
from people.names.spans import FULL, INITIALS, NAMESAKE_SCORE, SURNAME, NameSpan
from people.names.words import WordResolver

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

    def __len__(self) -> int:
        return self._index.people_count

    def add(self, person: KnownPerson) -> None:
        """Know one more person from now on."""
        self._index.add(person)
        self._words.forget()
        self._vocabularies.forget()

    def remove(self, person_id: int | str) -> None:
        """Know this person no longer; nothing happens for an id that was never added."""
        self._index.remove(person_id)

    def replace(self, person: KnownPerson) -> None:
        """Know a person by their names as they are now."""
        self._index.remove(person.id)
        self.add(person)

    def find(
        self,
        text: str,
        language: str = "",
        *,
        recent: Mapping[int | str, float] = MappingProxyType({}),
    ) -> list[NameSpan]:
        """The spans of all people on record in `text`, in order; empty for a text without any.

        `language` is an ISO 639 code; without one the text's words tell. `recent` says how often
        people were named in full in recent articles: it ranks the bearers of a surname that stands
        alone, and nothing else.
        Never raises for any string, lone surrogates and directional marks included; the time grows
        linearly with the text.
        """
        language = language_of(text, language.replace("_", "-").partition("-")[0].lower())
        source, text = text, without_asides(text, language)
        words = self._vocabularies.of(language).words(text)
        if words is None:
            return []
        place = Place(text, language, words.tokens, Joins(text, words.tokens))
        reading = Reading(place, words.hits, self._index, self._words.resolve, recent)
        groups = joint_groups(reading)
        joint = plural_names(reading, groups)
        spans, banned = full_names(reading)
        spans += [*joint, *shared_names(reading, groups, spans, banned)]
        spans = show_genders(reading, spans)
        named = {p for span in spans if span.score >= NAMESAKE_SCORE for p in span.persons}
        spans += initials(reading, named)
        if named:
            spans += surnames(reading, spans, named, banned)
        spans += lone_surnames(reading, spans, banned)
        if source is not text:
            spans = [replace(span, surface=source[span.start : span.end]) for span in spans]
        spans = weigh_spans(spans, language)
        return sorted(spans, key=lambda span: (span.start, span.end))
