"""Sources, and the evidence that stands on every record's form: citations, other values, claims."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.contrib import admin
from django.contrib.contenttypes.forms import BaseGenericInlineFormSet
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from cases.evidence.models import Assertion, Citation, Claim, ClaimWording, Snapshot, Source
from cases.evidence.services import retract, source_key
from tracker.lib.admin.forms import RecordForm, RowForm
from tracker.lib.admin.generic import GenericStackedInline, GenericTabularInline
from tracker.lib.admin.hooks import connected
from tracker.lib.admin.inlines import BlocksInline, BoundedRows, RecordInline
from tracker.lib.admin.lists import ReadOnlyAdmin
from tracker.lib.admin.record_admin import RecordAdmin
from tracker.lib.errors import Refused

if TYPE_CHECKING:
    _GenericFormSet = BaseGenericInlineFormSet[Any, Any]
else:
    _GenericFormSet = BaseGenericInlineFormSet


def citable_fields(model: type[models.Model]) -> list[tuple[str, Any]]:
    """What of the record a source can bear: the whole of it, or one of its columns."""
    choices: list[tuple[str, Any]] = [("", _("the whole record"))]
    left_out = {"state", "state_reason", "embargo_until", "published_at", "slug", "note"}
    for column in model._meta.concrete_fields:
        if column.editable and not column.primary_key and column.name not in left_out:
            choices.append((column.name, capfirst(str(column.verbose_name))))
    return choices


class AboutFormSet(BoundedRows, _GenericFormSet):
    """Rows about any field of the record."""

    changed_as = ""

    @classmethod
    def rows_about(cls, record: models.Model) -> QuerySet[Any]:
        """All rows of this kind about the record, for its history."""
        assert cls.model is not None
        rows: QuerySet[Any] = cls.model._default_manager.filter(
            content_type=ContentType.objects.get_for_model(record), object_id=record.pk
        )
        return rows


class StandingCitations(AboutFormSet):
    """Citations that were not retracted."""

    changed_as = "citations"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["queryset"] = kwargs["queryset"].filter(retracted_at__isnull=True)
        super().__init__(*args, **kwargs)


class OtherValues(AboutFormSet):
    """Assertions."""

    changed_as = "assertions"


class Claims(AboutFormSet):
    """Claims."""

    changed_as = "claims"


class CitationRow(RowForm):
    """A citation. It is retracted, not deleted."""

    retract = forms.BooleanField(
        label=_("retract"), required=False, help_text=_("Take the citation back; history keeps it.")
    )

    def save(self, commit: bool = True) -> Any:
        """The row, retracted when that was asked."""
        citation = super().save(commit=commit)
        if self.cleaned_data.get("retract") and citation.pk:
            retract(citation)
        return citation


class AboutInline(RecordInline):
    """Mixin: a chooser of the record's fields in place of a text."""

    ct_field = "content_type"
    ct_fk_field = "object_id"
    row_needs: ClassVar[tuple[str, ...]] = ("source",)

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        """The field of the record, by its name on the form."""
        if db_field.name == "field":
            return forms.ChoiceField(
                label=_("field"), required=False, choices=citable_fields(self.parent_model)
            )
        return super().formfield_for_dbfield(db_field, request, **kwargs)


class CitationInline(AboutInline, GenericTabularInline):
    """Which source bears what."""

    model = Citation
    form = CitationRow
    formset: Any = StandingCitations
    template = "admin/edit_inline/bounded_tabular.html"
    fields = ("field", "source", "quote", "confidence", "note", "retract")


class AssertionInline(AboutInline, GenericTabularInline):
    """Values that disagree with the record's, each with its source."""

    model = Assertion
    formset: Any = OtherValues
    template = "admin/edit_inline/bounded_tabular.html"
    fields = ("field", "value_text", "source", "confidence", "note", "state")


class ClaimInline(AboutInline, GenericStackedInline):
    """What is claimed about the record's subject; wordings stand on the claim's own page."""

    model = Claim
    formset: Any = Claims
    template = "admin/edit_inline/bounded_stacked.html"
    row_needs = ()
    fields = (("key", "position", "state"), ("subject_en", "subject_ru"), ("note_en", "note_ru"))


class WordingInline(BlocksInline):
    """Who words the claim how."""

    model = ClaimWording
    fields = (("said_by", "value", "position"), ("wording_en", "wording_ru"))
    row_needs = ("claim",)


connected.evidence_inlines = (CitationInline, AssertionInline, ClaimInline)


class SourceForm(RecordForm):
    """A source; the same address or title twice is refused with a link to the first."""

    def clean(self) -> dict[str, Any] | None:
        """Set the key by which the same source is recognised."""
        cleaned = super().clean()
        try:
            key = source_key(
                url=str(self.cleaned_data.get("url") or ""),
                title=str(self.cleaned_data.get("title") or ""),
            )
        except Refused as problem:
            self.add_error("url", problem.message)
            return cleaned
        except ValueError:
            self.add_error("url", _("Address: this is not a web address."))
            return cleaned
        same = Source.objects.filter(key=key).exclude(pk=self.instance.pk).first()
        if same is not None:
            self.add_error(
                "url",
                _("This source is on record already as number %(number)s: choose that one.")
                % {"number": same.pk},
            )
        self.instance.key = key
        return cleaned


@admin.register(Source)
class SourceAdmin(RecordAdmin):
    """Everything that was read. Found by the beginning of the address, or words of newer titles."""

    form = SourceForm
    list_display = ("__str__", "kind", "publisher", "published", "language", "accessed_on")
    list_filter = ("kind",)
    search_fields = ("title", "publisher", "url")
    search_help_text = _("The beginning of the address (https://…), or words of the title.")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    with_evidence = False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """An address by the unique key's index; words among the newest rows."""
        term = search_term.strip()
        if term.startswith(("http://", "https://")):
            try:
                return queryset.filter(key__startswith=source_key(url=term)), False
            except (Refused, ValueError):
                return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)


@admin.register(Claim)
class ClaimAdmin(RecordAdmin):
    """Claims with their wordings."""

    list_display = ("subject_en", "key", "content_type", "state")
    list_filter = ("state",)
    list_select_related = ("content_type",)
    search_fields = ("subject_en", "subject_ru", "key")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    inlines = (WordingInline,)
    fields = (
        "key",
        ("subject_en", "subject_ru"),
        ("note_en", "note_ru"),
        "position",
        ("state", "state_reason"),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A claim is added on the form of the record it is about."""
        return False


@admin.register(ClaimWording)
class ClaimWordingAdmin(RecordAdmin):
    """One wording, with the sources that give it."""

    list_display = ("claim", "said_by", "value")
    list_select_related = ("claim",)
    str_needs = ("claim",)
    search_fields = ("said_by", "wording_en", "wording_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()


@admin.register(Assertion)
class AssertionAdmin(RecordAdmin):
    """Values that disagree: published and withdrawn here, added on the record's form."""

    list_display = ("field", "value_text", "content_type", "source", "confidence", "state")
    list_filter = ("state", "confidence")
    list_select_related = ("content_type", "source")
    str_needs = ("source",)
    search_fields = ("value_text",)
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    with_evidence = False
    fields = ("field", "value_text", "source", "confidence", "note", ("state", "state_reason"))
    readonly_fields = ("field",)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Added on the form of the record it is about."""
        return False


@admin.register(Citation)
class CitationAdmin(ReadOnlyAdmin):
    """All citations, for looking up; edited on the record's form."""

    list_display = ("source", "content_type", "field", "confidence", "retracted_at", "created_at")
    list_filter = ("confidence",)
    list_select_related = ("source", "content_type")
    str_needs = ("source",)
    search_fields = ("quote",)
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "content_type",
        "object_id",
        "field",
        "source",
        "quote",
        "confidence",
        "note",
        "retracted_at",
    )


@admin.register(Snapshot)
class SnapshotAdmin(ReadOnlyAdmin):
    """Kept copies."""

    list_display = ("source", "taken_at", "content_type", "sha256")
    list_select_related = ("source",)
    str_needs = ("source",)
    ordering = ("-id",)
    sortable_by = ()
