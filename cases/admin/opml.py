"""Lists of sources in and out as OPML: a plan first, then the writes, then a file to take away."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.feeds.formats.charset import decode_feed
from cases.feeds.models import Feed
from cases.feeds.selectors import watched_feeds
from cases.feeds.subscribing.opml import MOST_BYTES, NotOpml, Subscription, read_opml, write_opml
from cases.feeds.subscribing.plans import (
    Plan,
    apply_subscriptions,
    plan_subscriptions,
    subscriptions_of,
)
from tracker.lib import clock
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.errors import TrackerError

PLANS = {
    Plan.NEW: gettext_lazy("new"),
    Plan.NEW_OUTLET: gettext_lazy("new, with a new outlet in draft"),
    Plan.KNOWN: gettext_lazy("known"),
    Plan.UNCLEAR: gettext_lazy("unclear"),
    Plan.WRONG: gettext_lazy("wrong"),
}
# Of what `read_opml` says; a broken line is told in English with its number.
FAULTS = (
    gettext_noop("The file is not OPML."),
    gettext_noop("The file is larger than 1 MB."),
    gettext_noop("The file has more than 5,000 outlines."),
)
_SHOWN_FIRST = (Plan.WRONG, Plan.UNCLEAR, Plan.NEW, Plan.NEW_OUTLET, Plan.KNOWN)
ROWS_SHOWN = 1_000


@never_cache
@require_http_methods(["GET", "POST"])
def import_list(request: HttpRequest) -> HttpResponse:
    """Upload, plan, apply. The plan's page carries the file, so that what was seen is written."""
    user: Any = request.user
    if not (user.has_perm("cases.add_feed") and user.has_perm("cases.add_outlet")):
        raise PermissionDenied
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Import a list of sources (OPML)"),
    }
    if request.method == "POST":
        name, body = _file(request)
        try:
            rows = read_opml(body)
        except NotOpml as fault:
            context["fault"] = _(fault.reason)
        else:
            if request.POST.get("step") == "apply" and _apply(request, name, rows):
                return HttpResponseRedirect(reverse("admin:source_health"))
            planned = plan_subscriptions(rows)
            planned.sort(key=lambda one: _SHOWN_FIRST.index(one.plan))
            context |= {
                "planned": True,
                "name": name,
                "text": decode_feed(body).text,
                "rows": [(one, PLANS[one.plan]) for one in planned[:ROWS_SHOWN]],
                "left_out": max(0, len(planned) - ROWS_SHOWN),
                "counts": [
                    (PLANS[plan], sum(one.plan is plan for one in planned)) for plan in Plan
                ],
                "may_apply": any(one.is_new for one in planned)
                and not any(one.plan is Plan.WRONG for one in planned),
                "wrong": any(one.plan is Plan.WRONG for one in planned),
            }
    return render(request, "admin/import_opml.html", context)


def _file(request: HttpRequest) -> tuple[str, bytes]:
    """The name and bytes of what was uploaded, or of the file that the plan's page carried."""
    upload = request.FILES.get("file")
    if upload is not None:
        return (upload.name or "")[:100], upload.read(MOST_BYTES + 1)
    # Line ends are those of the form; the lines stay the same ones.
    text = request.POST.get("text", "").replace("\r\n", "\n")
    return request.POST.get("name", "")[:100], text.encode()


def _apply(request: HttpRequest, name: str, rows: list[Subscription]) -> bool:
    provenance = f"OPML {name}, {clock.now():%Y-%m-%d}"
    reason = str(_("import of a list of sources (OPML)"))
    try:
        done = apply_subscriptions(rows, provenance=provenance, by=request.user, reason=reason)
    except TrackerError as problem:
        messages.error(request, problem.message)
        return False
    text = ngettext("%(count)d source was added.", "%(count)d sources were added.", done.feeds)
    messages.success(request, text % {"count": done.feeds})
    if done.left:
        text = ngettext(
            "%(count)d row was unclear and was left.",
            "%(count)d rows were unclear and were left.",
            done.left,
        )
        messages.warning(request, text % {"count": done.left})
    return True


@require_safe
def export_list(request: HttpRequest) -> HttpResponse:
    """All sources, or with ?watched=1 only those that are polled, as a file."""
    user: Any = request.user
    if not user.has_perm("cases.view_feed"):
        raise PermissionDenied
    feeds = watched_feeds() if request.GET.get("watched") else Feed.objects.all()
    return opml_answer(feeds.filter(is_demo=False))


def opml_answer(feeds: Any) -> HttpResponse:
    """The feeds as an OPML file to take away."""
    title = str(_("Sources"))
    answer = HttpResponse(
        write_opml(subscriptions_of(feeds), title=title), content_type="text/x-opml; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="sources-{clock.now():%Y-%m-%d}.opml"'
    return answer


connected.pages += [
    ExtraPage("sources/opml/", import_list, "import_opml"),
    ExtraPage("sources/opml/export/", export_list, "export_opml"),
]
