"""Public changes as the public may read them today.

A Change keeps the title that the record had when it was written. A record may have been withdrawn since,
so titles and links come from what is visible now, and from nowhere else.
"""

import uuid
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.apps import apps
from django.db.models import CharField, F, Model, QuerySet, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext as _

from cases.changes.models import Change, ChangeKind
from cases.public.pages import PUBLIC
from tracker.lib.languages import localized

# Nouns in Russian, since the kinds of record differ in gender.
_KINDS: dict[str, Promise] = {
    ChangeKind.CREATED: pgettext_lazy("change", "created"),
    ChangeKind.UPDATED: pgettext_lazy("change", "updated"),
    ChangeKind.PUBLISHED: pgettext_lazy("change", "published"),
    ChangeKind.WITHDRAWN: pgettext_lazy("change", "withdrawn"),
    ChangeKind.MERGED: pgettext_lazy("change", "merged"),
    ChangeKind.LINKED: pgettext_lazy("change", "linked to news"),
    ChangeKind.UNLINKED: pgettext_lazy("change", "link taken back"),
}

# Record types that have a page, with the route and the columns that name them.
_PAGES = {
    "person": ("public:person", "name"),
    "case": ("public:case", "title"),
    "law": ("public:law", "title"),
    "provision": ("public:provision", "title"),
    "openletter": ("public:letter", "title"),
    "story": ("public:story", "title"),
    "outlet": ("public:outlet", "name"),
}
# The column that names a record: of those with a page, and of articles, which stand under their story.
_NAMED_BY = {kind: stem for kind, (_route, stem) in _PAGES.items()} | {"article": "title"}


@dataclass(frozen=True)
class VisibleRecord:
    """A record that the public may see now; `path` is "" when it has no page of its own."""

    record_type: str
    pk: int
    path: str = ""
    title_en: str = ""
    title_ru: str = ""

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return localized(self, "title", get_language() or "en")[0]


@dataclass(frozen=True)
class ToldChange:
    """A change with what may be said of it today."""

    change: Change
    record: VisibleRecord | None
    people: list[VisibleRecord] = field(default_factory=list)

    @property
    def kind_of_record(self) -> str:
        """What the record is: "person", "charge"..."""
        model = _model(self.change.record_type)
        return str(model._meta.verbose_name) if model else self.change.record_type

    @property
    def what_happened(self) -> str:
        """What was done to the record: "updated", "withdrawn"..."""
        return str(_KINDS.get(self.change.kind, self.change.kind))

    @property
    def title(self) -> str:
        """The record's title today; "" when it has none or is not public any more."""
        if self.record is None:
            return ""
        if self.record.title:
            return self.record.title
        return self.change.title if self.record.path else ""

    @property
    def path(self) -> str:
        """The page to read on: the record's own, else the first person's; "" when there is none."""
        if self.record is None:
            return ""
        if self.record.path:
            return self.record.path
        return self.people[0].path if self.people else ""

    @property
    def fields(self) -> list[str]:
        """Names of the columns that changed, in the reader's language; none of a hidden record."""
        model = _model(self.change.record_type)
        if self.record is None or model is None or self.change.kind != ChangeKind.UPDATED:
            return []
        known = {one.name: one for one in model._meta.concrete_fields if one.editable}
        return [str(known[name].verbose_name) for name in self.change.fields if name in known]

    @property
    def words(self) -> str:
        """One line for feeds: "person, updated: Alexei Gorinov"."""
        about = self.title or ", ".join(one.title for one in self.people)
        line = f"{self.kind_of_record}, {self.what_happened}"
        if about:
            return f"{line}: {about}"
        if self.record is None:
            return f"{line} ({_('no longer public')})"
        return line

    @property
    def permanent_id(self) -> str:
        """A URN that stays the same for ever and says nothing of the record."""
        return uuid.uuid5(uuid.NAMESPACE_OID, f"case-tracker/change/{self.change.pk}").urn


def told(changes: Sequence[Change]) -> list[ToldChange]:
    """The changes with what is visible of their records and people now, in one query for all."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for change in changes:
        wanted[change.record_type].add(change.record_id)
        wanted["person"].update(change.people)
    visible = _visible(wanted)
    return [
        ToldChange(
            change,
            visible.get((change.record_type, change.record_id)),
            [
                visible["person", person_id]
                for person_id in change.people
                if ("person", person_id) in visible
            ],
        )
        for change in changes
    ]


def _model(record_type: str) -> type[Model] | None:
    for label in ("people", "cases"):
        try:
            return apps.get_model(label, record_type)
        except LookupError:
            continue
    return None


def _visible(wanted: dict[str, set[int]]) -> dict[tuple[str, int], VisibleRecord]:
    """The visible ones of the records, by type and id: a UNION over the types, one query."""
    parts = [part for kind, ids in sorted(wanted.items()) if (part := _rows(kind, ids)) is not None]
    if not parts:
        return {}
    rows: Iterable[Any] = parts[0].union(*parts[1:], all=True) if len(parts) > 1 else parts[0]
    found = {}
    for kind, pk, slug, title_en, title_ru in rows:
        path = reverse(_PAGES[kind][0], args=[slug]) if kind in _PAGES else ""
        found[kind, pk] = VisibleRecord(kind, pk, path, title_en, title_ru)
    return found


def _rows(record_type: str, ids: set[int]) -> "QuerySet[Any, Any] | None":
    model = _model(record_type)
    manager: Any = model._default_manager if model is not None else None
    if not ids or manager is None or not hasattr(manager.all(), "visible_to"):
        return None

    def column(name: str) -> Any:
        return Cast(F(name), CharField()) if name else Value("", output_field=CharField())

    slug, english, russian = "", "", ""
    if stem := _NAMED_BY.get(record_type):
        names = {one.name for one in manager.model._meta.concrete_fields}
        slug = "slug" if record_type in _PAGES else ""
        english = f"{stem}_en" if f"{stem}_en" in names else stem
        russian = f"{stem}_ru" if f"{stem}_ru" in names else ""
    visible: QuerySet[Any] = manager.visible_to(PUBLIC).filter(pk__in=ids).order_by()
    rows: QuerySet[Any, Any] = visible.annotate(
        row_type=Value(record_type, output_field=CharField()),
        row_slug=column(slug),
        row_en=column(english),
        row_ru=column(russian),
    ).values_list("row_type", "pk", "row_slug", "row_en", "row_ru")
    return rows
