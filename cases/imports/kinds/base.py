"""What all kinds of rows share: confidence, sources, values that disagree, values only remembered.

The rule in one place: `verified` and `inferred` rows are published and must name a source; `memory`
rows load as drafts that say so; nested rows without their own sources or confidence have those of
the row around them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db import models

from cases.evidence.models import Confidence, Source
from cases.evidence.services import publish_state_of
from cases.imports.columns import (
    Column,
    Shape,
    checked,
    choice,
    filled,
    named,
    one,
    rows,
    text,
    texts,
)
from tracker.lib.partial_dates import InvalidPartialDate, PartialDate
from tracker.lib.publishing import PublishingState

M = TypeVar("M", bound=models.Model)


def _why_not_a_date(value: Any) -> str | None:
    try:
        PartialDate.parse(value)
    except InvalidPartialDate as error:
        return str(error)
    return None


def date() -> Column:
    """A date as far as it is known (EDTF); null when nobody looked."""
    return checked(_why_not_a_date)


CONFIDENCE = choice(Confidence.values)
FIELD_SOURCE: Shape = {
    "sources": texts().needed(),
    "confidence": CONFIDENCE,
    "note": text(600),
    "quote": text(),
}
DISAGREEING: Shape = {
    "field": text(60).needed(),
    "value": text(400).needed(),
    "sources": texts().needed(),
    "note": text(600),
}
REMEMBERED: Shape = {"value": text(400).needed(), "certainty": choice(("high", "medium", "low"))}
# In every row and nested row that becomes a record.
EVIDENCE: Shape = {
    "confidence": CONFIDENCE,
    "certainty": choice(("high", "medium", "low")),
    "draft_reason": text(400),
    "sources": texts(),
    "source_note": text(600),
    "field_sources": named(one(FIELD_SOURCE)),
    "disagreeing": rows(DISAGREEING),
    "remembered": named(one(REMEMBERED)),
}


@dataclass(frozen=True)
class Wanted:
    """A citation the row asks for."""

    record: models.Model
    field: str
    source: Source
    confidence: str
    note: str
    quote: str


@dataclass(frozen=True)
class Otherwise:
    """A value that disagrees, or is only remembered, to be kept beside the field."""

    record: models.Model
    field: str
    value: str
    source: Source
    confidence: str
    note: str
    state: PublishingState


@dataclass
class Context:
    """One run over a file: its sources by key, who imports and why, and what the present row did."""

    sources: dict[str, Source]
    memory: Source
    by: Any
    reason: str
    known: dict[Any, Any] = field(default_factory=dict)
    changed: bool = False
    new: set[tuple[type[models.Model], int]] = field(default_factory=set)
    wanted: list[Wanted] = field(default_factory=list)
    otherwise: list[Otherwise] = field(default_factory=list)

    def start_row(self) -> None:
        """Forget what the row before did."""
        self.changed = False
        self.new = set()
        self.wanted = []
        self.otherwise = []

    def among(self, whole: models.Model, rows: models.QuerySet[M]) -> models.QuerySet[M]:
        """The rows, or none without asking the database when this row has just made the whole."""
        return rows.none() if self.is_new(whole) else rows

    def is_new(self, record: models.Model) -> bool:
        """Whether this row has made the record."""
        return (type(record), record.pk) in self.new

    def note_new(self, record: M) -> M:
        """Remember that this row made the record."""
        self.changed = True
        self.new.add((type(record), record.pk))
        return record

    @property
    def told(self) -> dict[str, Any]:
        """Who and why, as services take them."""
        return {"by": self.by, "reason": self.reason}

    def keep(
        self,
        found: M | None,
        values: dict[str, Any],
        *,
        add: Callable[..., M],
        amend: Callable[..., list[str]],
    ) -> M:
        """The record with these values: added by one service or amended by the other.

        A file may publish a draft. What is public or was withdrawn stays so whatever the file says:
        that is for a person to decide.
        """
        if found is None:
            return self.note_new(add(**values, **self.told))
        if getattr(found, "state", "") in (PublishingState.WITHDRAWN, PublishingState.PUBLISHED):
            values = {k: v for k, v in values.items() if k not in ("state", "state_reason")}
        if amend(found, changes=values, **self.told):
            self.changed = True
        return found


class Entry:
    """A row or nested row with what it inherits."""

    def __init__(
        self, context: Context, row: Mapping[str, Any], shape: Shape, above: Entry | None = None
    ) -> None:
        self.context = context
        self.row = filled(row, shape)
        self.above = above
        self.shape = shape

    def __getitem__(self, name: str) -> Any:
        return self.row[name]

    def below(self, name: str) -> list[Entry]:
        """The nested rows of a column."""
        item = self.shape[name].item
        assert item is not None and item.shape is not None
        return [Entry(self.context, row, item.shape, self) for row in self.row[name]]

    def inside(self, name: str) -> Entry | None:
        """The one nested row of a column, if it is given."""
        row, shape = self.row[name], self.shape[name].shape
        assert shape is not None
        return None if row is None else Entry(self.context, row, shape, self)

    @property
    def confidence(self) -> str:
        """Its own, or that of the row around it."""
        if own := self.row.get("confidence"):
            return str(own)
        return self.above.confidence if self.above is not None else Confidence.VERIFIED

    @property
    def sources(self) -> list[str]:
        """Its own, or those of the row around it: but nobody read there what is only remembered."""
        if own := self.row.get("sources"):
            return list(own)
        if self.above is None or self.row.get("confidence") == Confidence.MEMORY:
            return []
        return self.above.sources

    def values(self, *names: str) -> dict[str, Any]:
        """The values of the columns as services take them."""
        return {
            name: list(value) if isinstance(value := self.row[name], tuple) else value
            for name in names
        }

    def state(self) -> dict[str, Any]:
        """The publishing state that follows from the confidence, with its reason when a draft."""
        if own := self.row.get("draft_reason"):
            return {"state": PublishingState.DRAFT, "state_reason": str(own)}
        if self.confidence == Confidence.INFERRED:
            # It follows from what was read; the citation and the date say so.
            return {"state": PublishingState.PUBLISHED, "state_reason": ""}
        state, why = publish_state_of(self.confidence)
        return {"state": state, "state_reason": why}

    def done(self, record: M) -> M:
        """Note the citations of the record and of its fields, and keep values that disagree."""
        context = self.context
        confidence = self.confidence
        note = self.row.get("source_note") or ""
        if confidence == Confidence.MEMORY:
            certainty = self.row.get("certainty") or ""
            said = f"certainty: {certainty}" if certainty else ""
            self._want(record, "", [context.memory], confidence, " ".join((said, note)).strip(), "")
        self._want(record, "", self._found(self.sources), confidence, note, "")
        for name, given in (self.row.get("field_sources") or {}).items():
            self._want(
                record,
                name,
                self._found(given["sources"]),
                given.get("confidence") or confidence,
                given.get("note") or "",
                given.get("quote") or "",
            )
        for given in self.row.get("disagreeing") or ():
            for source in self._found(given["sources"]):
                self._keep_beside(
                    record,
                    given["field"],
                    given["value"],
                    source,
                    Confidence.VERIFIED,
                    given.get("note") or "",
                    PublishingState.PUBLISHED,
                )
        for name, given in (self.row.get("remembered") or {}).items():
            note = f"certainty: {given.get('certainty') or 'not noted'}"
            self._keep_beside(
                record,
                name,
                given["value"],
                context.memory,
                Confidence.MEMORY,
                note,
                PublishingState.DRAFT,
            )
        return record

    def _keep_beside(
        self,
        record: models.Model,
        name: str,
        value: str,
        source: Source,
        confidence: str,
        note: str,
        state: PublishingState,
    ) -> None:
        record._meta.get_field(name)
        self.context.otherwise.append(
            Otherwise(record, name, value, source, confidence, note, state)
        )

    def done_sources(self, record: M) -> M:
        """Note only that the row's sources bear this further record too."""
        self._want(record, "", self._found(self.sources), self.confidence, "", "")
        return record

    def _found(self, keys: list[str]) -> list[Source]:
        return [self.context.sources[key] for key in keys]

    def _want(
        self,
        record: models.Model,
        name: str,
        sources: list[Source],
        confidence: str,
        note: str,
        quote: str,
    ) -> None:
        if name:
            record._meta.get_field(name)  # a misspelt field of a file must not pass silently
        for source in sources:
            self.context.wanted.append(Wanted(record, name, source, confidence, note, quote))


@dataclass(frozen=True)
class Kind:
    """A kind of file: its name, the shape of its rows, how a row is named, what a row becomes."""

    name: str
    shape: Shape
    key: Callable[[Mapping[str, Any]], str]
    apply: Callable[[Entry], models.Model]
    # Reads what the rows of a file will ask for, at once; its answer is `context.known`.
    prepare: Callable[[list[Any]], dict[Any, Any]] | None = None
