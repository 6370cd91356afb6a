"""PersonAdmin: the person with name forms, affiliations and ids in other registers."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.admin.name_rows import NameFormRow
from people.admin.search import ids_by_words
from people.models import Affiliation, ExternalId, NameForm, Person
from people.services import persons as services
from tracker.lib.admin.forms import RecordForm
from tracker.lib.admin.inlines import BoundedFormSet, RowsInline
from tracker.lib.admin.lists import BoundedAdmin
from tracker.lib.admin.record_admin import RecordAdmin
from tracker.lib.slugs import ascii_slug, free_slug


class LiveNameForms(BoundedFormSet):
    """Name forms in use."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["queryset"] = kwargs["queryset"].filter(retired_at__isnull=True)
        super().__init__(*args, **kwargs)


class NameFormInline(RowsInline):
    """The names of the person, in every language and script."""

    model = NameForm
    form = NameFormRow
    formset = LiveNameForms
    fields = (
        "text",
        "language",
        "kind",
        "given",
        "patronymic",
        "surname",
        "preferred",
        "used_by",
        "note",
        "retire",
    )


class AffiliationInline(RowsInline):
    """Where the person belonged, in which role, when."""

    model = Affiliation
    fields = ("organisation", "role_en", "role_ru", "since", "until", "state")
    row_needs = ("organisation", "person")


class ExternalIdInline(RowsInline):
    """Ids in other registers."""

    model = ExternalId
    fields = ("register", "identifier", "url")


class PersonForm(RecordForm):
    """The person; an address left empty is made from the name."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Left empty, it is made from the name.")

    def clean_slug(self) -> str:
        """An address in plain ASCII, made from the name when none is given."""
        given = str(self.cleaned_data.get("slug") or "")
        if not given:
            if self.instance.slug:
                return str(self.instance.slug)
            return free_slug(Person, str(self.cleaned_data.get("name_en", "")), otherwise="person")
        if given != ascii_slug(given):
            raise forms.ValidationError(
                _("Address: only small letters, digits and hyphens."), code="invalid"
            )
        return given


@admin.register(Person)
class PersonAdmin(RecordAdmin):
    """People: found by any name, edited with a reason, published by publishers."""

    form = PersonForm
    list_display = ("name_en", "name_ru", "status", "state", "updated_at")
    list_filter = ("state", "status")
    search_fields = ("name_en", "name_ru")
    search_help_text = _("Part of a name in English or Russian, or a whole name in any spelling.")
    # Columns with an index to sort by.
    sortable_by = ("name_en", "updated_at")
    ordering = ("sort_en", "id")
    inlines = (NameFormInline, AffiliationInline, ExternalIdInline)
    line_fields = ("unknown_facts",)
    fieldsets = (
        (None, {"fields": (("name_en", "name_ru"), "slug", ("sex", "state"), "state_reason")}),
        (_("Life"), {"fields": (("born", "died"), ("status", "status_on"))}),
        (
            _("Who they are"),
            {"fields": (("occupation_en", "occupation_ru"), ("summary_en", "summary_ru"))},
        ),
        (_("For researchers"), {"fields": ("identity_note", "unknown_facts", "embargo_until")}),
    )

    def record_saved(
        self, record: models.Model, *, created: bool, fields: Iterable[str], by: Any, reason: str
    ) -> None:
        """Sort keys, name forms and the signal that `cases` turns into a Change."""
        assert isinstance(record, Person)
        services.after_person_saved(record, created=created, fields=fields, by=by, reason=reason)

    def publish_record(self, record: models.Model, *, by: Any, reason: str) -> None:
        """Through the service of people."""
        assert isinstance(record, Person)
        services.publish_person(record, by=by, reason=reason)

    def withdraw_record(self, record: models.Model, *, by: Any, reason: str) -> None:
        """Through the service of people."""
        assert isinstance(record, Person)
        services.withdraw_person(record, by=by, reason=reason)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """People who were not merged away; by trigram index, or by the keys of name forms."""
        queryset = queryset.filter(merged_into__isnull=True)
        if search_term.strip():
            queryset = queryset.filter(pk__in=ids_by_words(search_term))
        return queryset, False

    def add_view(
        self,
        request: HttpRequest,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """The empty form, with the way to look first whether the person is on record."""
        look = {"look_first": reverse("admin:who_is_this")}
        return super().add_view(request, form_url, {**look, **(extra_context or {})})

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """A record that was merged into another one is only looked at."""
        if obj is not None and obj.merged_into_id:
            return False
        return super().has_change_permission(request, obj)


@admin.register(NameForm)
class NameFormAdmin(BoundedAdmin):
    """All name forms, for looking up; they are edited on the person's page."""

    list_display = ("text", "person", "language", "kind", "retired_at")
    list_filter = ("kind",)
    list_select_related = ("person",)
    search_fields = ("text",)
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()

    def has_add_permission(self, request: HttpRequest) -> bool:
        """On the person's page."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """On the person's page, where keys are made and the change is told."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Forms are retired."""
        return False
