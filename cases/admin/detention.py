"""Detentions, transfers, releases."""

from django.contrib import admin

from cases.admin.by_person import SearchedByPerson
from cases.detention.models import Detention, Release, Transfer
from tracker.lib.admin.inlines import RowsInline


class TransferInline(RowsInline):
    """Where the person was held, from when to when."""

    model = Transfer
    fields = ("institution", "arrived", "left", "seen_on", "note_en", "note_ru", "state")
    row_needs = ("institution",)


class ReleaseInline(RowsInline):
    """How it ended."""

    model = Release
    fields = ("kind", "on", "note_en", "note_ru", "state")
    max_num = 1


@admin.register(Detention)
class DetentionAdmin(SearchedByPerson):
    """Episodes of detention."""

    list_display = ("person", "case", "kind", "since", "until", "state")
    list_filter = ("state", "kind")
    list_select_related = ("person", "case")
    str_needs = ("person", "case")
    search_fields = ("person__name_en", "person__name_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    inlines = (TransferInline, ReleaseInline)


@admin.register(Transfer)
class TransferAdmin(SearchedByPerson):
    """Stays in institutions."""

    list_display = ("institution", "detention", "arrived", "left", "seen_on", "state")
    list_filter = ("state",)
    list_select_related = ("institution", "detention__person")
    str_needs = ("institution", "detention__person")
    searched_person = "detention__person"
    search_fields = ("detention__person__name_en", "institution__name_en", "institution__name_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()


@admin.register(Release)
class ReleaseAdmin(SearchedByPerson):
    """Ends of detentions."""

    list_display = ("__str__", "detention", "kind", "on", "state")
    list_filter = ("state", "kind")
    list_select_related = ("detention__person",)
    str_needs = ("detention__person",)
    searched_person = "detention__person"
    search_fields = ("detention__person__name_en", "detention__person__name_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
