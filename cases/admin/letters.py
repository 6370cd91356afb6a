"""Open letters with texts, addressees, demands and signatures."""

from typing import Any, ClassVar

from django.contrib import admin

from cases.admin.slugs import SlugForm
from cases.letters.models import Addressee, Demand, LetterText, OpenLetter, Signature
from tracker.lib.admin.inlines import BlocksInline, RowsInline
from tracker.lib.admin.record_admin import RecordAdmin


class LetterTextInline(BlocksInline):
    """Texts of the letter per language."""

    model = LetterText
    fields = (("language", "kind", "state"), ("title", "published_by"), "text")


class AddresseeInline(RowsInline):
    """Whom it addresses."""

    model = Addressee
    fields = ("position", "name_en", "name_ru", "state")


class DemandInline(BlocksInline):
    """What it asks for."""

    model = Demand
    fields = (("key", "position", "state"), ("text_en", "text_ru"), ("note_en", "note_ru"))


class SignatureInline(RowsInline):
    """Who signed or supports it."""

    model = Signature
    fields = (
        "position",
        "name_en",
        "name_ru",
        "person",
        "role",
        "identity",
        "withdrawn_on",
        "state",
    )
    row_needs = ("person",)


@admin.register(OpenLetter)
class OpenLetterAdmin(RecordAdmin):
    """Open letters and appeals."""

    form = SlugForm
    list_display = ("title_en", "title_ru", "dated", "signatories_stated", "state")
    list_filter = ("state",)
    search_fields = ("title_en", "title_ru")
    searched_newest_first = ("-id",)
    sortable_by = ()
    inlines = (LetterTextInline, AddresseeInline, DemandInline, SignatureInline)
    fields = (
        ("title_en", "title_ru"),
        "slug",
        ("dated", "first_published_by", "signatories_stated"),
        ("summary_en", "summary_ru"),
        ("context_en", "context_ru"),
        ("state", "state_reason"),
        "embargo_until",
    )


class _LetterPartAdmin(RecordAdmin):
    """Common to the parts of letters: written here or on the letter's page, published here."""

    list_filter: ClassVar[Any] = ("state",)
    list_select_related: ClassVar[Any] = ("letter",)
    str_needs: ClassVar[tuple[str, ...]] = ("letter",)
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()


@admin.register(LetterText)
class LetterTextAdmin(_LetterPartAdmin):
    """Texts."""

    list_display = ("title", "letter", "language", "kind", "state")
    search_fields = ("title", "published_by")


@admin.register(Addressee)
class AddresseeAdmin(_LetterPartAdmin):
    """Addressees."""

    list_display = ("name_en", "name_ru", "letter", "state")
    search_fields = ("name_en", "name_ru")


@admin.register(Demand)
class DemandAdmin(_LetterPartAdmin):
    """Demands."""

    list_display = ("__str__", "key", "letter", "state")
    search_fields = ("text_en", "text_ru", "key")


@admin.register(Signature)
class SignatureAdmin(_LetterPartAdmin):
    """Signatures."""

    list_display = ("name_en", "name_ru", "letter", "person", "role", "identity", "state")
    list_filter = ("state", "role", "identity")
    list_select_related = ("letter", "person")
    str_needs = ("letter", "person")
    search_fields = ("name_en", "name_ru")
