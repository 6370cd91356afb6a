"""Outlets and their feeds: health, watching, polling at once; what feeds said."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop, ngettext

from cases.admin.opml import opml_answer
from cases.admin.slugs import OutletSlugForm
from cases.articles.parked import try_entry_again
from cases.feeds.formats.telegram import channel_preview
from cases.feeds.health.words import outcome_in_words
from cases.feeds.models import Feed, FeedEntry, Outlet, OutletRating
from cases.feeds.selectors import is_watched, parked_feeds, watched_feeds
from cases.feeds.services import unwatch_feed, watch_feed
from cases.feeds.subscribing.opml import source_problem
from tracker.lib.admin.forms import RecordForm
from tracker.lib.admin.generic import ModelAdmin
from tracker.lib.admin.inlines import RowsInline
from tracker.lib.admin.lists import ReadOnlyAdmin
from tracker.lib.admin.record_admin import RecordAdmin
from tracker.lib.errors import TrackerError

# One action switches at most so many feeds: it runs in one request.
MOST_SWITCHED = 500
# As many failures in a row as make a feed look broken on the first page.
BROKEN_FAILURES = 3


def switch_feeds(
    model_admin: ModelAdmin, request: HttpRequest, feeds: list[Feed], switch: Callable[[Feed], Any]
) -> None:
    """Apply the switch to each feed; say how many, and name the problems."""
    done = 0
    for feed in feeds:
        try:
            switch(feed)
        except TrackerError as problem:
            messages.error(request, problem.message)
        else:
            done += 1
    if done:
        text = ngettext("%(count)d feed was switched.", "%(count)d feeds were switched.", done)
        model_admin.message_user(request, text % {"count": done}, messages.SUCCESS)


class RatingInline(RowsInline):
    """What raters say, each with scale and date."""

    model = OutletRating
    fields = ("rater", "value", "scale", "rated_on", "state")


class FeedInline(RowsInline):
    """The outlet's feeds."""

    model = Feed
    fields = ("url", "language", "interval", "provenance", "active", "ended")
    readonly_fields = ("active", "ended")

    @admin.display(description=_("last poll"))
    def ended(self, feed: Feed) -> str:
        """How the last poll ended."""
        return outcome_in_words(feed.last_outcome)


@admin.register(Outlet)
class OutletAdmin(RecordAdmin):
    """Newspapers, agencies, broadcasters, NGOs."""

    form = OutletSlugForm
    list_display = ("name", "name_ru", "country", "ownership", "state")
    list_filter = ("state", "ownership")
    search_fields = ("name", "name_ru", "site_url")
    searched_newest_first = ("-id",)
    sortable_by = ("name",)
    actions = ("watch_all", "find_sources", *RecordAdmin.actions)
    inlines = (RatingInline, FeedInline)
    line_fields = ("languages", "labels", "mirror_hosts")
    internal_fields = RecordAdmin.internal_fields | {"feeds", "mirror_hosts"}
    fieldsets = (
        (None, {"fields": (("name", "name_ru"), "slug", "site_url", "mirror_hosts")}),
        (
            _("Who stands behind it"),
            {
                "fields": (
                    ("country", "country_note"),
                    ("ownership", "ownership_note"),
                    ("languages", "labels"),
                )
            },
        ),
        (_("For researchers"), {"fields": ("note", ("state", "state_reason"), "embargo_until")}),
    )

    @admin.action(description=_("Find sources of this outlet"), permissions=["change"])
    def find_sources(self, request: HttpRequest, queryset: QuerySet[Outlet]) -> HttpResponse | None:
        """To the page that asks the outlet's site."""
        chosen = list(queryset.order_by().values_list("pk", flat=True)[:2])
        if len(chosen) != 1:
            messages.error(request, _("Choose one outlet."))
            return None
        return HttpResponseRedirect(f"{reverse('admin:find_sources')}?outlet={chosen[0]}")

    @admin.action(description=_("Watch all feeds of these outlets"), permissions=["change"])
    def watch_all(self, request: HttpRequest, queryset: QuerySet[Outlet]) -> None:
        """Switch on every feed of the selected outlets."""
        chosen = queryset.order_by().values("pk")
        feeds = list(Feed.objects.filter(outlet__in=chosen, active=False)[:MOST_SWITCHED])
        reason = str(_("all feeds of the outlet were switched on in the admin"))
        switch_feeds(
            self, request, feeds, lambda feed: watch_feed(feed, by=request.user, reason=reason)
        )


@admin.register(OutletRating)
class OutletRatingAdmin(RecordAdmin):
    """Ratings; published here, written here or on the outlet's page."""

    list_display = ("outlet", "rater", "value", "scale", "rated_on", "state")
    list_filter = ("state",)
    list_select_related = ("outlet",)
    str_needs = ("outlet",)
    search_fields = ("outlet__name", "rater")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()


class HealthFilter(admin.SimpleListFilter):
    """Feeds by how they do."""

    title = _("health")
    parameter_name = "health"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [
            ("watched", _("watched")),
            ("off", _("not watched")),
            ("failing", _("failing")),
            ("parked", _("parked")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """The feeds of the choice."""
        if self.value() == "watched":
            return queryset.filter(pk__in=watched_feeds().values("pk"))
        if self.value() == "off":
            return queryset.exclude(pk__in=watched_feeds().values("pk"))
        if self.value() == "failing":
            return queryset.filter(
                pk__in=watched_feeds().filter(failures__gte=BROKEN_FAILURES).values("pk")
            )
        if self.value() == "parked":
            return queryset.filter(pk__in=parked_feeds().order_by().values("pk"))
        return queryset


# What `source_problem` says, so that the phrases are collected for translation.
PROBLEMS = (
    gettext_noop("not a CSS selector"),
    gettext_noop("empty"),
    gettext_noop("longer than 300 characters"),
    gettext_noop("longer than 1,000 characters"),
    gettext_noop("only web pages have a selector"),
    gettext_noop("not a web address"),
    gettext_noop("not the address of a public Telegram channel (https://t.me/s/name)"),
)


class FeedForm(RecordForm):
    """A source: its kind, address and selector have to fit each other."""

    def clean_url(self) -> str:
        """The preview page, where a channel's address was given in another way."""
        url = str(self.cleaned_data.get("url") or "")
        return channel_preview(url) or url

    def clean(self) -> Any:
        """Refuse what could never be read, naming the field."""
        cleaned = super().clean()
        given = self.cleaned_data
        if "url" in given and "kind" in given:
            problem, field = source_problem(given["kind"], given["url"], given.get("selector", ""))
            if problem:
                self.add_error(field, _("This source cannot be read: %s") % _(problem))
        return cleaned


@admin.register(Feed)
class FeedAdmin(RecordAdmin):
    """Feeds with their health. Watching and polling are actions; the sweep does the work."""

    form = FeedForm
    list_display = (
        "url",
        "kind",
        "outlet",
        "is_on",
        "ended",
        "why",
        "last_success_at",
        "next_poll_at",
        "failures",
    )
    list_filter = (HealthFilter, "kind", "is_demo")
    list_select_related = ("outlet",)
    search_fields = ("url", "outlet__name", "outlet__name_ru")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ("next_poll_at", "failures")
    actions = ("watch", "stop_watching", "poll_now", "unpark", "export_opml")
    with_evidence = False
    fields = (
        "outlet",
        "url",
        ("kind", "selector"),
        ("language", "interval"),
        ("route", "provenance"),
        ("active", "next_poll_at"),
        ("ended", "last_reason"),
        ("last_success_at", "failures"),
        ("parked_at", "parked_reason"),
    )
    readonly_fields = (
        "active",
        "next_poll_at",
        "ended",
        "last_reason",
        "last_success_at",
        "failures",
        "parked_at",
        "parked_reason",
    )
    # How we watch is our own business: outsiders are told nothing of feeds.
    internal_fields = frozenset(
        field.name for field in Feed._meta.concrete_fields if field.name != "id"
    )

    def record_saved(self, record: Any, **_told: Any) -> None:
        """Nothing about feeds is public."""

    @admin.display(description=_("watched"), boolean=True)
    def is_on(self, feed: Feed) -> bool:
        """Whether the feed is polled."""
        return is_watched(feed)

    @admin.display(description=_("last poll"))
    def ended(self, feed: Feed) -> str:
        """How the last poll ended."""
        return outcome_in_words(feed.last_outcome)

    @admin.display(description=_("why"))
    def why(self, feed: Feed) -> str:
        """Why it is parked, else how the last poll ended."""
        return feed.parked_reason or feed.last_reason

    @admin.action(description=_("Watch"), permissions=["change"])
    def watch(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Switch on."""
        self._switch(request, queryset, watch_feed, _("switched on in the list of feeds"))

    @admin.action(description=_("Stop watching"), permissions=["change"])
    def stop_watching(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Switch off."""
        self._switch(request, queryset, unwatch_feed, _("switched off in the list of feeds"))

    @admin.action(description=_("Poll now"), permissions=["change"])
    def poll_now(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Due at once: the next sweep, within seconds, polls them."""
        chosen = queryset.filter(pk__in=watched_feeds().values("pk"))
        left = queryset.exclude(pk__in=watched_feeds().values("pk"))[:MOST_SWITCHED].count()
        if left:
            text = ngettext(
                "%(count)d feed is not watched or is parked and was left alone.",
                "%(count)d feeds are not watched or are parked and were left alone.",
                left,
            )
            messages.warning(request, text % {"count": left})
        self._switch(request, chosen, watch_feed, _("polled at once"))

    @admin.action(description=_("Un-park and watch again"), permissions=["change"])
    def unpark(self, request: HttpRequest, queryset: QuerySet[Feed]) -> None:
        """Forget why it was parked and try again."""
        chosen = queryset.filter(parked_at__isnull=False)
        self._switch(request, chosen, watch_feed, _("taken out of the parking place"))

    @admin.action(description=_("Export as OPML"), permissions=["view"])
    def export_opml(self, request: HttpRequest, queryset: QuerySet[Feed]) -> HttpResponse:
        """A file that feed readers take."""
        return opml_answer(queryset)

    def _switch(
        self,
        request: HttpRequest,
        queryset: QuerySet[Feed],
        switch: Callable[..., Any],
        reason: Any,
    ) -> None:
        feeds = list(queryset.order_by("pk")[:MOST_SWITCHED])
        switch_feeds(
            self, request, feeds, lambda feed: switch(feed, by=request.user, reason=str(reason))
        )


class EntryFilter(admin.SimpleListFilter):
    """Feed entries by their way."""

    title = _("way")
    parameter_name = "way"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The choices."""
        return [("waiting", _("waiting")), ("parked", _("parked"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Both by the partial index of entries not taken."""
        if self.value() == "waiting":
            return queryset.filter(taken_at__isnull=True, next_attempt_at__isnull=False)
        if self.value() == "parked":
            return queryset.filter(taken_at__isnull=True, next_attempt_at__isnull=True)
        return queryset


@admin.register(FeedEntry)
class FeedEntryAdmin(ReadOnlyAdmin):
    """What the feeds said."""

    list_display = ("title", "feed", "published_at", "first_seen_at", "taken_at", "parked_reason")
    list_filter = (EntryFilter,)
    list_select_related = ("feed",)
    search_fields = ("title", "url")
    searched_newest_first = ("-id",)
    ordering = ("-id",)
    sortable_by = ()
    actions = ("try_again",)

    @admin.action(description=_("Try again"))
    def try_again(self, request: HttpRequest, queryset: QuerySet[FeedEntry]) -> None:
        """Parked entries become due at once."""
        if not request.user.has_perm("cases.change_feed"):
            messages.error(request, _("You may look at entries, not change them."))
            return
        entries = queryset.filter(taken_at__isnull=True).order_by("pk")[:MOST_SWITCHED]
        done = sum(try_entry_again(entry.pk) for entry in entries)
        text = ngettext("%(count)d row is tried again.", "%(count)d rows are tried again.", done)
        messages.success(request, text % {"count": done})
