"""The sources of a page: each once, numbered in the order it is first referred to in the text."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

from cases.evidence.models import Assertion, Citation, Confidence, Source
from cases.evidence.selectors import RecordKey, assertions_of, citations_of, record_key
from cases.public.pages import PUBLIC


@dataclass
class NumberedSource:
    """A source with its number on the page and what was quoted from it."""

    number: int
    source: Source
    quotes: list[str] = field(default_factory=list)
    confidences: set[str] = field(default_factory=set)

    @property
    def is_checked(self) -> bool:
        """Whether at least one fact was read in this source, not only inferred or remembered."""
        return Confidence.VERIFIED in self.confidences


class PageSources:
    """Citations and disagreeing values of all records of a page, fetched in two queries at once.

    The template asks `numbers_for` where it prints a fact; that gives numbers in reading order. At its
    end it prints `listed`, so that must come after the facts.
    """

    def __init__(self, records: Iterable[Model], *, with_disagreeing: bool = True) -> None:
        rows = [record for record in records if record.pk is not None]
        _know_types({type(row) for row in rows})
        self._citations: dict[RecordKey, list[Citation]] = citations_of(rows) if rows else {}
        self._assertions: dict[RecordKey, list[Assertion]] = (
            assertions_of(rows, PUBLIC) if rows and with_disagreeing else {}
        )
        self._numbered: dict[int, NumberedSource] = {}

    def numbers_for(self, record: Model, fields: Sequence[str] = ()) -> list[int]:
        """Numbers of all sources of the record, or of those of the fields named.

        Where a field has no source of its own, the sources of the record as a whole bear it. Retracted
        citations never count; each source stands once.
        """
        chosen = self._citations.get(record_key(record), [])
        if fields:
            own = [citation for citation in chosen if citation.field in fields]
            chosen = own or [citation for citation in chosen if not citation.field]
        numbers: list[int] = []
        for citation in chosen:
            numbered = self._number(citation.source)
            numbered.confidences.add(citation.confidence)
            quote = citation.quote.strip()
            if quote and quote not in numbered.quotes:
                numbered.quotes.append(quote)
            if numbered.number not in numbers:
                numbers.append(numbered.number)
        return sorted(numbers)

    def disagreeing(
        self, record: Model, fields: Sequence[str] = ()
    ) -> list[tuple[str, str, list[int]]]:
        """Values that sources give otherwise: (name of the field, value, numbers of the sources)."""
        found: dict[tuple[str, str], list[int]] = defaultdict(list)
        for assertion in self._assertions.get(record_key(record), ()):
            if fields and assertion.field not in fields:
                continue
            numbered = self._number(assertion.source)
            numbered.confidences.add(assertion.confidence)
            found[assertion.field, assertion.value_text].append(numbered.number)
        return [
            (_field_label(record, name), value, sorted(set(numbers)))
            for (name, value), numbers in found.items()
        ]

    @property
    def listed(self) -> list[NumberedSource]:
        """The sources referred to so far, by number."""
        return sorted(self._numbered.values(), key=lambda one: one.number)

    def _number(self, source: Source) -> NumberedSource:
        known = self._numbered.get(source.pk)
        if known is None:
            known = NumberedSource(len(self._numbered) + 1, source)
            self._numbered[source.pk] = known
        return known


def _know_types(models: set[type[Model]]) -> None:
    """Fetch content types in one query where the process does not know them yet."""
    if models:
        ContentType.objects.get_for_models(*models)


def _field_label(record: Model, name: str) -> str:
    if not name:
        return ""
    field_of_record = record._meta.get_field(name)
    label = str(getattr(field_of_record, "verbose_name", name))
    return label[:1].upper() + label[1:]
