"""Organisations, affiliations and ids in other registers."""

from django.contrib import admin

from people.models import Affiliation, ExternalId, Organisation
from tracker.lib.admin.lists import ReadOnlyAdmin
from tracker.lib.admin.record_admin import RecordAdmin


@admin.register(Organisation)
class OrganisationAdmin(RecordAdmin):
    """Parties, movements, universities, newspapers."""

    list_display = ("name_en", "name_ru", "kind")
    search_fields = ("name_en", "name_ru")
    searched_newest_first = ("-id",)


@admin.register(Affiliation)
class AffiliationAdmin(RecordAdmin):
    """Who belonged where; published here, edited here or on the person's page."""

    list_display = ("person", "organisation", "role_en", "since", "until", "state")
    list_filter = ("state",)
    list_select_related = ("person", "organisation")
    str_needs = ("person", "organisation")
    search_fields = ("person__name_en", "person__name_ru", "organisation__name_en")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()


@admin.register(ExternalId)
class ExternalIdAdmin(ReadOnlyAdmin):
    """Ids in other registers, for looking up; edited on the person's page."""

    list_display = ("register", "identifier", "person", "url")
    list_select_related = ("person",)
    str_needs = ("person",)
    search_fields = ("identifier",)
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
