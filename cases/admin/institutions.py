"""Regions, courts, prisons, agencies."""

from django.contrib import admin

from cases.admin.slugs import NameSlugForm
from cases.institutions.models import Institution, Region
from tracker.lib.admin.record_admin import RecordAdmin


@admin.register(Region)
class RegionAdmin(RecordAdmin):
    """Regions of countries."""

    list_display = ("name_en", "name_ru", "country")
    search_fields = ("name_en", "name_ru")
    searched_newest_first = ("-id",)


class InstitutionForm(NameSlugForm):
    """The English name may be missing: then the address is made from the Russian one."""


@admin.register(Institution)
class InstitutionAdmin(RecordAdmin):
    """Courts, prisons, agencies."""

    form = InstitutionForm
    list_display = ("name_ru", "name_en", "kind", "place_en", "region", "state")
    list_filter = ("state", "kind")
    list_select_related = ("region",)
    search_fields = ("name_en", "name_ru", "place_en", "place_ru")
    searched_newest_first = ("-id",)
    sortable_by = ("name_ru",)
    fields = (
        "kind",
        ("name_en", "name_ru"),
        "slug",
        ("place_en", "place_ru"),
        "region",
        ("state", "state_reason"),
        "embargo_until",
    )
