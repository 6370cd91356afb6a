"""Cases, parties, events, recognitions."""

from typing import Any

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.admin.by_person import SearchedByPerson
from cases.admin.slugs import SlugForm
from cases.casefile.models import Case, CaseEvent, Party, Recognition
from cases.charges.models import Charge, Sentence
from tracker.lib.admin.forms import RecordForm, RowForm
from tracker.lib.admin.inlines import BlocksInline, RowsInline
from tracker.lib.admin.record_admin import RecordAdmin


class PartyInline(RowsInline):
    """Who takes part."""

    model = Party
    fields = ("person", "role", "state")
    row_needs = ("person", "case")


class _EventRules:
    """An event of one party names a party of its own case."""

    def clean(self) -> Any:
        """Refuse a party of another case."""
        cleaned = super().clean()  # type: ignore[misc]  # a mixin of forms
        party = self.cleaned_data.get("party")  # type: ignore[attr-defined]
        case_id = self.instance.case_id  # type: ignore[attr-defined]
        case = self.cleaned_data.get("case")  # type: ignore[attr-defined]
        expected = case.pk if case is not None else case_id
        if party is not None and expected is not None and party.case_id != expected:
            raise forms.ValidationError(_("Party: this party belongs to another case."))
        return cleaned


class EventRow(_EventRules, RowForm):
    """An event among the others of its case."""


class EventForm(_EventRules, RecordForm):
    """An event on its own page."""


class EventInline(BlocksInline):
    """What happened, newest last."""

    model = CaseEvent
    form = EventRow
    fields = (
        ("kind", "happened", "state"),
        ("party", "court", "judge"),
        ("text_en", "text_ru"),
        "date_note",
    )
    row_needs = ("party__person", "party__case", "court")


@admin.register(Case)
class CaseAdmin(RecordAdmin):
    """Criminal and administrative cases."""

    form = SlugForm
    list_display = ("title_en", "title_ru", "number", "opened", "state", "updated_at")
    list_filter = ("state",)
    # All three have an index for it.
    search_fields = ("title_en", "title_ru", "number")
    # By title it would sort every case: the index of titles begins with the state.
    ordering = ("-updated_at", "-id")
    sortable_by = ("updated_at",)
    inlines = (PartyInline, EventInline)
    fieldsets = (
        (None, {"fields": (("title_en", "title_ru"), "slug", ("number", "opened"))}),
        (_("Text"), {"fields": (("summary_en", "summary_ru"),)}),
        (_("For researchers"), {"fields": ("note", ("state", "state_reason"), "embargo_until")}),
    )


class ChargeInline(RowsInline):
    """Accused under which provisions; what became of each stands on the charge's own page."""

    model = Charge
    fields = ("provision", "stage", "edition", "act_on", "count", "state")
    row_needs = ("provision", "edition__provision")


class SentenceInline(BlocksInline):
    """Sentences as pronounced."""

    model = Sentence
    fields = (
        ("pronounced", "event", "state"),
        ("prison_months", "life", "regime"),
        ("fine", "currency", "cumulative"),
        ("text_en", "text_ru"),
    )
    row_needs = ("event",)


@admin.register(Party)
class PartyAdmin(SearchedByPerson):
    """A person in a case: charges and sentences."""

    list_display = ("person", "case", "role", "state")
    list_filter = ("state", "role")
    list_select_related = ("person", "case")
    str_needs = ("person", "case")
    search_fields = ("person__name_en", "person__name_ru", "case__title_en")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    inlines = (ChargeInline, SentenceInline)


@admin.register(CaseEvent)
class CaseEventAdmin(RecordAdmin):
    """Events of cases; published here, written here or on the case's page."""

    form = EventForm
    list_display = ("__str__", "case", "party", "court", "state")
    list_filter = ("state", "kind")
    list_select_related = ("case", "party__person", "party__case", "court")
    str_needs = ("case",)
    search_fields = ("text_en", "text_ru", "case__title_en")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    linked_lookups = frozenset({"party__person__id__exact"})


@admin.register(Recognition)
class RecognitionAdmin(SearchedByPerson):
    """Who calls whom a political prisoner."""

    list_display = ("person", "by_en", "status", "since", "state")
    list_filter = ("state", "status")
    list_select_related = ("person",)
    str_needs = ("person",)
    search_fields = ("person__name_en", "person__name_ru", "by_en")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
