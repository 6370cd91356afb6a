"""Laws, provisions and their editions, counts of laws."""

from typing import Any

from django.contrib import admin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.admin.slugs import SlugForm
from cases.laws.addresses import BadReference, check_parts, provision_slug, sort_key
from cases.laws.models import Law, LawCount, Provision, ProvisionEdition
from tracker.lib.admin.forms import RecordForm
from tracker.lib.admin.inlines import BlocksInline
from tracker.lib.admin.record_admin import RecordAdmin


@admin.register(Law)
class LawAdmin(RecordAdmin):
    """Laws, known by number and date."""

    form = SlugForm
    list_display = ("number", "signed", "title_en", "title_ru", "state")
    list_filter = ("state",)
    search_fields = ("number", "title_en", "title_ru")
    searched_newest_first = ("-id",)
    sortable_by = ("signed",)
    line_fields = ("topics",)
    fields = (
        ("number", "signed", "in_force"),
        "slug",
        ("title_en", "title_ru"),
        ("summary_en", "summary_ru"),
        ("kind", "topics"),
        ("state", "state_reason"),
        "embargo_until",
    )


class ProvisionForm(RecordForm):
    """Code, article, part and point give the address and the place among the others."""

    def clean(self) -> dict[str, Any] | None:
        """Check the parts as courts write them; make address and place of a new node."""
        cleaned = super().clean()
        if self.instance.pk or self.errors:
            return cleaned
        code, article, part, point = (
            str(self.cleaned_data.get(name) or "") for name in ("code", "article", "part", "point")
        )
        try:
            check_parts(code, article, part, point)
        except BadReference as problem:
            self.add_error(problem.field, str(problem))
            return cleaned
        self.instance.slug = provision_slug(code, article, part, point)
        self.instance.sort_key = sort_key(article, part, point)
        return cleaned


class EditionInline(BlocksInline):
    """The text and sanction between two dates."""

    model = ProvisionEdition
    fields = (
        ("in_force_from", "in_force_to", "state"),
        "enacted_by",
        ("prison_months_min", "prison_months_max", "life"),
        ("other_sanction_en", "other_sanction_ru"),
        ("summary_en", "summary_ru"),
        "text_ru",
    )
    row_needs = ("provision", "enacted_by")


@admin.register(Provision)
class ProvisionAdmin(RecordAdmin):
    """Articles, parts and points. What a node is called is fixed once it is saved."""

    form = ProvisionForm
    list_display = ("cited_as", "title_en", "title_ru", "theme", "state")
    list_filter = ("state", "code")
    search_fields = ("article", "title_en", "title_ru")
    search_help_text = _("An article (207.3), or words of the title.")
    sortable_by = ()
    inlines = (EditionInline,)
    fields = (
        ("code", "article", "part", "point"),
        "parent",
        ("title_en", "title_ru"),
        "theme",
        ("introduced_by", "administrative_twin"),
        ("state", "state_reason"),
        "embargo_until",
    )

    @admin.display(description=_("reference"))
    def cited_as(self, provision: Provision) -> str:
        """As Russian courts cite it."""
        return provision.reference

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        """Another article is another provision."""
        fixed = ("code", "article", "part", "point") if obj is not None else ()
        return (*super().get_readonly_fields(request, obj), *fixed)

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """By the beginning of the article; other words in the titles. Codes are small tables."""
        for word in search_term.split()[:8]:
            if word[0].isdigit():
                queryset = queryset.filter(article__startswith=word)
            else:
                queryset = queryset.filter(
                    Q(title_en__icontains=word) | Q(title_ru__icontains=word) | Q(code__iexact=word)
                )
        return queryset, False


@admin.register(ProvisionEdition)
class ProvisionEditionAdmin(RecordAdmin):
    """Editions; published here, written here or on the provision's page."""

    list_display = ("provision", "in_force_from", "in_force_to", "enacted_by", "state")
    list_filter = ("state",)
    list_select_related = ("provision", "enacted_by")
    str_needs = ("provision",)
    search_fields = ("provision__article", "summary_en", "summary_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()


@admin.register(LawCount)
class LawCountAdmin(RecordAdmin):
    """Who counts how many repressive laws."""

    list_display = ("counted_by", "period", "value", "value_text", "state")
    list_filter = ("state",)
    search_fields = ("counted_by", "period")
    searched_newest_first = ("-id",)
    sortable_by = ()
