"""Charges, what became of them, sentences."""

from django.contrib import admin
from django.http import HttpRequest

from cases.admin.by_person import SearchedByPerson
from cases.charges.models import Charge, ChargeUpdate, Sentence
from tracker.lib.admin.inlines import RowsInline

_CHARGE_NEEDS = ("provision", "party__person", "party__case")


class ChargeUpdateInline(RowsInline):
    """What became of the charge, by date."""

    model = ChargeUpdate
    fk_name = "charge"
    fields = ("outcome", "on", "event", "requalified_to", "position", "note_en", "note_ru", "state")
    row_needs = ("event", "requalified_to__provision")


@admin.register(Charge)
class ChargeAdmin(SearchedByPerson):
    """Accusations: one provision, one person, one case."""

    list_display = ("provision", "party", "stage", "act_on", "state")
    list_filter = ("state", "stage")
    list_select_related = _CHARGE_NEEDS
    str_needs = _CHARGE_NEEDS
    searched_person = "party__person"
    search_fields = ("party__person__name_en", "party__person__name_ru", "provision__article")
    searched_numbers = ("provision__article",)
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    inlines = (ChargeUpdateInline,)
    linked_lookups = frozenset({"party__person__id__exact", "party__case__id__exact"})


@admin.register(ChargeUpdate)
class ChargeUpdateAdmin(SearchedByPerson):
    """Outcomes of charges; published here, written on the charge's page."""

    list_display = ("__str__", "charge", "event", "position", "state")
    list_filter = ("state", "outcome")
    list_select_related = ("charge__provision", "event")
    str_needs = ("charge__provision",)
    searched_person = "charge__party__person"
    search_fields = ("charge__party__person__name_en", "note_en", "note_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """On the charge's page, where its other outcomes are in view."""
        return False


@admin.register(Sentence)
class SentenceAdmin(SearchedByPerson):
    """Sentences; a later instance that changes one is a new row."""

    list_display = ("__str__", "party", "pronounced", "prison_months", "regime", "state")
    list_filter = ("state", "regime")
    list_select_related = ("party__person", "party__case")
    str_needs = ("party__person", "party__case")
    searched_person = "party__person"
    search_fields = ("party__person__name_en", "party__person__name_ru", "text_en", "text_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    linked_lookups = frozenset({"party__person__id__exact", "party__case__id__exact"})
