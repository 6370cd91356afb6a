"""Articles with their pages and texts, stories with their articles."""

from collections.abc import Iterable
from typing import Any

from django.contrib import admin, messages
from django.db import connection
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from cases.admin.pages import what_became_of
from cases.admin.story_editing import edit_story
from cases.articles.identity import article_key
from cases.articles.models import Article, ArticleSighting, Stage, TextStatus
from cases.articles.parked import try_article_again
from cases.stories import services
from cases.stories.models import ArticleFingerprint, Story, StoryMembership
from tracker.lib.admin.forms import FORM_ONLY, REASON_FIELD
from tracker.lib.admin.hooks import Link
from tracker.lib.admin.lists import ReadOnlyAdmin
from tracker.lib.admin.record_admin import RecordAdmin
from tracker.lib.locks import advisory_lock

MOST_TRIED = 500
# What a person says of a story: kept by the services of stories.
_SAID = frozenset({*services.WORDS, "locked"})


class WorkFilter(admin.SimpleListFilter):
    """Articles by how far they have come; each choice has a partial index."""

    title = _("work")
    parameter_name = "work"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [("waiting", _("waiting")), ("parked", _("parked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The articles of the choice."""
        if self.value() == "waiting":
            return queryset.filter(
                stage__in=[
                    Stage.LISTED,
                    Stage.FETCHED,
                    Stage.EXTRACTED,
                    Stage.NAMED,
                    Stage.PLACED,
                ]
            )
        if self.value() == "parked":
            return queryset.filter(stage=Stage.PARKED)
        return queryset


class TextFilter(admin.SimpleListFilter):
    """Articles of which the text could not be read; a partial index holds them."""

    title = _("text")
    parameter_name = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [(value, words) for value, words in TextStatus.choices if value not in ("", "full")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The articles of the choice."""
        return queryset.filter(text_status=self.value()) if self.value() else queryset


@admin.register(Article)
class ArticleAdmin(RecordAdmin):
    """Articles. An address is found by its key whatever the number; words among the newest titles."""

    list_display = ("title", "outlet", "language", "ordered_at", "stage", "text_status", "state")
    list_filter = (WorkFilter, TextFilter, ("ordered_at", admin.DateFieldListFilter), "state")
    list_select_related = ("outlet",)
    search_fields = ("title",)
    search_help_text = _(
        "A whole address (https://…), or words of the title among the newest 50,000; "
        "choose an outlet or a date first to search older ones."
    )
    searched_newest_first = ("-ordered_at", "-id")
    ordering = ("-ordered_at", "-id")
    # Any other order would sort a million rows.
    sortable_by = ()
    actions = ("try_again", *RecordAdmin.actions)
    with_evidence = False
    fields = (
        "title",
        ("outlet", "language"),
        "url",
        "fetched_via",
        "summary",
        "author",
        ("published_on_site_at", "modified_on_site_at", "published_claim"),
        ("first_seen_at", "ordered_at"),
        "derived_from",
        ("stage", "attempts", "parked_reason"),
        ("text_status", "what_became"),
        ("state", "state_reason"),
    )
    # What an outlet published is not ours to edit; only the language is. Copies have a page of their own.
    readonly_fields = (
        "derived_from",
        "title",
        "outlet",
        "url",
        "fetched_via",
        "summary",
        "author",
        "published_on_site_at",
        "modified_on_site_at",
        "published_claim",
        "first_seen_at",
        "ordered_at",
        "stage",
        "attempts",
        "parked_reason",
        "text_status",
        "what_became",
    )

    def get_list_display(self, request: HttpRequest) -> Any:
        """Beside parked articles why they are parked."""
        shown = super().get_list_display(request)
        if request.GET.get(WorkFilter.parameter_name) != "parked":
            return shown
        return (*shown[:1], "parked_reason", *shown[1:])

    @admin.display(description=_("later visits"))
    def what_became(self, article: Article) -> str:
        """What later visits to the page found, and where its kept pages and versions are."""
        return what_became_of(article)

    def links(self, request: HttpRequest, obj: Any) -> list[Link]:
        """Its copies before the others."""
        address = reverse("admin:article_copies", args=[obj.pk])
        return [Link(gettext("Copies"), address), *super().links(request, obj)]

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Articles come from feeds."""
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """An address by its key; words among the newest titles."""
        term = search_term.strip()
        if term.startswith(("http://", "https://")):
            try:
                return queryset.filter(key=article_key(term)), False
            except ValueError:
                return queryset.none(), False
        return super().get_search_results(request, queryset, search_term)

    @admin.action(description=_("Try again (parked)"), permissions=["change"])
    def try_again(self, request: HttpRequest, queryset: QuerySet[Article]) -> None:
        """Parked articles become due at once."""
        parked = queryset.filter(stage=Stage.PARKED).order_by("pk").values_list("pk", flat=True)
        done = sum(try_article_again(pk) for pk in list(parked[:MOST_TRIED]))
        text = ngettext("%(count)d row is tried again.", "%(count)d rows are tried again.", done)
        messages.success(request, text % {"count": done})


@admin.register(ArticleSighting)
class ArticleSightingAdmin(ReadOnlyAdmin):
    """Which feed entries led to which articles."""

    list_display = ("article", "entry", "seen_at")
    list_select_related = ("article", "entry")
    str_needs = ("article", "entry")
    ordering = ("-id",)
    sortable_by = ()


@admin.register(ArticleFingerprint)
class ArticleFingerprintAdmin(ReadOnlyAdmin):
    """By which words an article is compared."""

    list_display = ("article", "at")
    list_select_related = ("article",)
    str_needs = ("article",)
    ordering = ("-id",)
    sortable_by = ()


@admin.register(Story)
class StoryAdmin(RecordAdmin):
    """Events in the news. A title given here stays: the machine no longer names the story."""

    list_display = ("__str__", "articles_count", "first_at", "last_at", "locked", "state")
    list_filter = ("state", "locked")
    search_fields = ("title", "title_en", "title_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        ("title", "language"),
        ("title_en", "title_ru"),
        ("summary_en", "summary_ru"),
        ("locked", "named_by_person"),
        "by_hand",
        ("articles_count", "first_at", "last_at"),
        ("state", "state_reason"),
        "embargo_until",
    )
    readonly_fields = ("articles_count", "first_at", "last_at", "named_by_person", "by_hand")

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Stories come from articles."""
        return False

    @admin.display(description=_("articles of this story"))
    def by_hand(self, story: Story) -> str:
        """A link to the page where articles are moved and stories split and merged."""
        address = reverse("admin:cases_story_edit", args=[story.pk])
        return format_html('<a href="{}">{}</a>', address, _("Move, split, merge, lock, name"))

    def get_urls(self) -> list[Any]:
        """With the page of what a person does."""
        own = path(
            "<int:story_id>/edit/",
            self.admin_site.admin_view(edit_story),
            name="cases_story_edit",
        )
        return [own, *super().get_urls()]

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The row; for a save after the lock on stories, as everybody takes the two."""
        if request.method == "POST" and connection.in_atomic_block:
            with advisory_lock(services.LOCK, wait=True):
                return super().get_object(request, object_id, from_field)
        return super().get_object(request, object_id, from_field)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """What is said of the story goes the way of the page of edits, and is taken back there."""
        said = {name: getattr(obj, name) for name in form.changed_data if name in _SAID}
        further = [n for n in form.changed_data if n not in _SAID and n not in FORM_ONLY]
        if further:
            obj.save(update_fields=[*further, "updated_at"])
        reason = form.cleaned_data.get(REASON_FIELD, "")
        services.change_story(obj, said=said, by=request.user, reason=reason)
        obj.refresh_from_db()

    def record_saved(
        self, record: Model, *, created: bool, fields: Iterable[str], by: Any, reason: str
    ) -> None:
        """Tell of what the service has not told of."""
        rest = set(fields) - _SAID
        super().record_saved(record, created=created, fields=rest, by=by, reason=reason)


@admin.register(StoryMembership)
class StoryMembershipAdmin(ReadOnlyAdmin):
    """Which article is in which story, and why."""

    list_display = ("story", "article", "score", "placed_by_person", "placed_at")
    list_filter = ("placed_by_person",)
    list_select_related = ("story", "article")
    str_needs = ("story", "article")
    ordering = ("-id",)
    sortable_by = ()
