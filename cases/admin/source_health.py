"""Sources by health: every one of them, worst first, with the cause in words and what to do about it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from cases.admin.sparkline import Sparkline, sparkline
from cases.feeds.health.assessing import ask_soon, judge_soon
from cases.feeds.health.changes import HealthChange
from cases.feeds.health.lists import (
    NOT_WATCHED,
    WORST_FIRST,
    health_counts,
    languages_of_sources,
    last_days,
    sources_worst_first,
)
from cases.feeds.health.words import (
    health_in_words,
    outcome_in_words,
    remarks_in_words,
    usual_in_words,
)
from cases.feeds.models import Feed, FeedDay, FeedPoll, Host, SourceKind
from cases.feeds.polling.hosts import host_name
from cases.feeds.selectors import is_switched_on
from cases.feeds.services import unwatch_feed, watch_feed
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.admin.paginator import BoundedPaginator
from tracker.lib.errors import TrackerError

PER_PAGE = 25
DAYS = 28
POLLS_SHOWN = 30
CHANGES_SHOWN = 10
# One press acts on at most so many sources: it runs in one request.
MOST_CHOSEN = 100
_LONGEST_ID = 18


@dataclass(frozen=True)
class SourceRow:
    """What the pages say of one source."""

    feed: Feed
    health: str
    health_name: str
    words: str
    remarks: list[str]
    spark: Sparkline
    usual: str
    week: int
    shared: int | None  # per cent of its newest entries; None where there are none


def _check(request: HttpRequest, permission: str) -> Any:
    user: Any = request.user
    if not user.has_perm(permission):
        raise PermissionDenied
    return user


def _health_names() -> dict[str, str]:
    names = {one.value: str(one.label) for one in WORST_FIRST}
    return names | {NOT_WATCHED: _("not watched")}


def source_row(feed: Feed, days: list[FeedDay | None]) -> SourceRow:
    """The row of one source; reads nothing."""
    names = _health_names()
    figures = feed.health_cause.get("figures", {})
    is_on = is_switched_on(feed)
    health = feed.health if is_on else NOT_WATCHED
    return SourceRow(
        feed=feed,
        health=health,
        health_name=names[health],
        words=(
            health_in_words(feed.health_cause, feed.health_since)
            if is_on
            else _("Nobody watches it.")
        ),
        remarks=remarks_in_words(feed.health_cause) if is_on else [],
        spark=sparkline(days),
        usual=usual_in_words(figures["usual"]) if "usual" in figures else "",
        week=sum(day.entries_new for day in days[-7:] if day is not None),
        shared=round(100 * figures.get("shared", 0)) if figures.get("recent") else None,
    )


@never_cache
@require_safe
def show_list(request: HttpRequest) -> HttpResponse:
    """Every source, worst first, narrowed by health, outlet, kind and language."""
    user = _check(request, "cases.view_feed")
    names, kinds = _health_names(), dict(SourceKind.choices)
    languages = languages_of_sources()
    chosen = {
        "health": _one_of(request.GET.get("health"), names),
        "outlet": request.GET.get("outlet", "").strip()[:200],
        "kind": _one_of(request.GET.get("kind"), kinds),
        "language": _one_of(request.GET.get("language"), languages),
    }
    page = BoundedPaginator(sources_worst_first(**chosen), PER_PAGE).get_page(request.GET.get("p"))
    feeds = list(page.object_list)
    days = last_days([feed.pk for feed in feeds], days=DAYS)
    query = urlencode({name: value for name, value in chosen.items() if value})
    counts = health_counts()
    context = {
        **admin.site.each_context(request),
        "title": _("Sources by health"),
        "rows": [source_row(feed, days[feed.pk]) for feed in feeds],
        "page": page,
        "query": query,
        "chosen": chosen,
        "healths": [
            (value, name, counts.get(value) if value in counts else None)
            for value, name in names.items()
        ],
        "kinds": kinds.items(),
        "languages": languages,
        "may_act": user.has_perm("cases.change_feed"),
        "back": request.get_full_path(),
    }
    return render(request, "admin/source_health.html", context)


@never_cache
@require_safe
def show_one(request: HttpRequest, feed_id: int) -> HttpResponse:
    """One source: its cause, its weeks, its turns of health and its last polls."""
    user = _check(request, "cases.view_feed")
    feed = get_object_or_404(Feed.objects.select_related("outlet"), pk=feed_id)
    changes = [
        (change, health_in_words(change.cause, change.since))
        for change in HealthChange.objects.filter(feed=feed).order_by("-id")[:CHANGES_SHOWN]
    ]
    context = {
        **admin.site.each_context(request),
        "title": _("Source of %(outlet)s") % {"outlet": feed.outlet.name},
        "row": source_row(feed, last_days([feed.pk], days=DAYS)[feed.pk]),
        "changes": changes,
        "polls": [
            (poll, outcome_in_words(poll.outcome))
            for poll in FeedPoll.objects.filter(feed=feed).order_by("-id")[:POLLS_SHOWN]
        ],
        "host": Host.objects.filter(name=host_name(feed.url)[:260]).only("name").first(),
        "may_act": user.has_perm("cases.change_feed"),
        "back": request.get_full_path(),
    }
    return render(request, "admin/source_health_one.html", context)


@require_POST
def act(request: HttpRequest) -> HttpResponse:
    """Poll now, watch again, or stop watching the chosen sources; then back to the page."""
    user = _check(request, "cases.change_feed")
    verb = request.POST.get("act", "")
    ids = [
        int(text)
        for text in request.POST.getlist("source")[:MOST_CHOSEN]
        if text.isdecimal() and len(text) <= _LONGEST_ID
    ]
    reason = request.POST.get("reason", "").strip()[:400]
    feeds = list(Feed.objects.filter(pk__in=ids).order_by("pk"))
    if not feeds:
        messages.error(request, _("Choose at least one source."))
    elif verb == "poll":
        _said(request, ask_soon(ids), len(feeds))
    elif verb == "watch":
        _switch(request, feeds, watch_feed, user, reason or "watched from the page of sources")
    elif verb == "unwatch" and not reason:
        messages.error(
            request,
            _("Say why it is no longer watched: a source that falls silent would be missed."),
        )
    elif verb == "unwatch":
        _switch(request, feeds, unwatch_feed, user, reason)
    return HttpResponseRedirect(_back(request))


def _switch(
    request: HttpRequest, feeds: Iterable[Feed], switch: Any, user: Any, reason: str
) -> None:
    done = []
    for feed in feeds:
        try:
            switch(feed, by=user, reason=reason)
        except TrackerError as problem:
            messages.error(request, problem.message)
        else:
            done.append(feed.pk)
    judge_soon(done)
    text = ngettext("%(count)d source was switched.", "%(count)d sources were switched.", len(done))
    messages.success(request, text % {"count": len(done)})


def _said(request: HttpRequest, asked: int, chosen: int) -> None:
    if asked:
        text = ngettext(
            "%(count)d source is asked within seconds.",
            "%(count)d sources are asked within seconds.",
            asked,
        )
        messages.success(request, text % {"count": asked})
    if left := chosen - asked:
        text = ngettext(
            "%(count)d source is not watched or is parked and was left alone.",
            "%(count)d sources are not watched or are parked and were left alone.",
            left,
        )
        messages.warning(request, text % {"count": left})


def _back(request: HttpRequest) -> str:
    back = request.POST.get("back", "")
    if url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        return back
    return reverse("admin:source_health")


def _one_of(text: str | None, allowed: Iterable[str]) -> str:
    return text if text and text in set(allowed) else ""


connected.pages += [
    ExtraPage("sources/", show_list, "source_health"),
    ExtraPage("sources/<int:feed_id>/", show_one, "source_health_one"),
    ExtraPage("sources/act/", act, "source_health_act"),
]
