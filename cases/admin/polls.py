"""How sources were asked, to look at: the log of polls, and the servers with what they want of us."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from cases.feeds.health.words import outcome_in_words
from cases.feeds.models import FeedPoll, Host
from tracker.lib import clock
from tracker.lib.admin.lists import ReadOnlyAdmin

LONGEST_SHOWN = 20_000  # characters of a robots.txt


@admin.register(FeedPoll)
class FeedPollAdmin(ReadOnlyAdmin):
    """The log of polls."""

    list_display = (
        "started_at",
        "feed",
        "ended",
        "status",
        "reason",
        "milliseconds",
        "bytes_read",
        "entries_seen",
        "entries_new",
    )
    list_select_related = ("feed",)
    ordering = ("-id",)
    sortable_by = ()
    fields = list_display
    readonly_fields = ("ended",)

    @admin.display(description=_("outcome"))
    def ended(self, poll: FeedPoll) -> str:
        """How it ended, in words."""
        return outcome_in_words(poll.outcome)


@admin.register(Host)
class HostAdmin(ReadOnlyAdmin):
    """Servers that we ask: whether one holds them now, when they may be asked, their robots.txt."""

    list_display = ("name", "is_held", "next_request_at", "rules", "crawl_delay", "robots_note")
    search_fields = ("name__startswith",)
    ordering = ("name",)
    sortable_by = ()
    fields = (
        "name",
        ("is_held", "held"),
        "next_request_at",
        ("rules", "crawl_delay", "robots_note"),
        ("read", "read_again"),
        "text",
    )
    readonly_fields = ("is_held", "held", "rules", "read", "read_again", "text")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """All servers; a robots.txt of up to 500 kB is read for the page of one server only."""
        return super().get_queryset(request).defer("robots_text")

    @admin.display(description=_("being asked now"), boolean=True)
    def is_held(self, host: Host) -> bool:
        """Whether a worker holds it."""
        return host.held_until is not None and host.held_until > clock.now()

    @admin.display(description=_("held by a worker until"))
    def held(self, host: Host) -> datetime | None:
        """When the hold ends by itself."""
        return host.held_until

    @admin.display(description=_("robots.txt was read"))
    def read(self, host: Host) -> datetime | None:
        """When its robots.txt was last read."""
        return host.robots_read_at

    @admin.display(description=_("robots.txt is read again"))
    def read_again(self, host: Host) -> datetime | None:
        """When its robots.txt is asked for again."""
        return host.robots_due_at

    @admin.display(description=_("text of robots.txt"))
    def text(self, host: Host) -> str:
        """What it says, where rules decide."""
        return host.robots_text[:LONGEST_SHOWN]

    @admin.display(description=_("robots.txt"))
    def rules(self, host: Host) -> str:
        """What robots.txt says to us, in words."""
        return str(_RULES.get(host.robots_verdict, _("not yet read")))


_RULES = {
    "all": _("forbids us nothing"),
    "none": _("cannot be had, so nothing is asked"),
    "rules": _("has rules"),
}
