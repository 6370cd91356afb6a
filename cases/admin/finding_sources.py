"""Finding the sources of an outlet from its address, and adding the ones a person chooses.

The search asks the site some twenty times, so it is a POST; nothing is written by it.
"""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from cases.feeds.models import Feed, Outlet, SourceKind
from cases.feeds.outlets import add_feed, add_outlet
from cases.feeds.services import watch_feed
from cases.feeds.subscribing.finding import Candidate, find_sources
from cases.feeds.subscribing.plans import outlets_of_site
from tracker.lib import clock
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.contained import ContainmentError
from tracker.lib.errors import Refused, TrackerError

LONGEST_ADDRESS = 1_000
_NEW = "new"
KNOWN_BY = {
    "address": gettext_lazy("the address itself"),
    "link": gettext_lazy("named by the page"),
    "anchor": gettext_lazy("linked on the page"),
    "path": gettext_lazy("at a usual place"),
    "robots": gettext_lazy("named in robots.txt"),
}


@dataclass(frozen=True)
class CandidateRow:
    """A candidate in the reader's language."""

    one: Candidate
    kind: str
    known_by: str


@never_cache
@require_http_methods(["GET", "POST"])
def find(request: HttpRequest) -> HttpResponse:
    """The form and, after a POST, what the site offers. Needs the right to add feeds."""
    user: Any = request.user
    if not user.has_perm("cases.add_feed"):
        raise PermissionDenied
    outlet = _outlet(request.GET.get("outlet", ""))
    address = request.POST.get("address", outlet.site_url if outlet else "")
    address = address.replace("\x00", "").strip()[:LONGEST_ADDRESS]
    context: dict[str, Any] = {
        **admin.site.each_context(request),
        "title": _("Find sources of an outlet"),
        "address": address,
        "asked": request.method == "POST",
        "may_add_outlet": user.has_perm("cases.add_outlet"),
        "may_watch": user.has_perm("cases.change_feed"),
    }
    if request.method == "POST":
        try:
            found = find_sources(address)
        except Refused:
            context["fault"] = _("This is not a web address.")
        except ContainmentError:
            context["fault"] = _("The page could not be read.")
        else:
            kinds = dict(SourceKind.choices)
            outlets = [outlet] if outlet else outlets_of_site(found.site)
            context |= {
                "found": found,
                "rows": [
                    CandidateRow(one, str(kinds[one.kind]), str(KNOWN_BY[one.known_by]))
                    for one in found.candidates
                ],
                "outlets": outlets,
                "name": next((one.title for one in found.candidates if one.title), ""),
            }
    return render(request, "admin/find_sources.html", context)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Add the chosen candidate to an outlet on record or to a new one in draft."""
    user: Any = request.user
    watch = bool(request.POST.get("watch"))
    new = request.POST.get("outlet") == _NEW
    if (
        not user.has_perm("cases.add_feed")
        or (new and not user.has_perm("cases.add_outlet"))
        or (watch and not user.has_perm("cases.change_feed"))
    ):
        raise PermissionDenied
    back = HttpResponseRedirect(reverse("admin:find_sources"))
    reason = str(_("found on the outlet's site"))
    try:
        kind = SourceKind(request.POST.get("kind", ""))
        url = request.POST.get("url", "")[:LONGEST_ADDRESS]
        feed = _added(request, url=url, kind=kind, new=new, by=user, reason=reason)
        if watch and not feed.active:
            watch_feed(feed, by=user, reason=reason)
    except (TrackerError, ValueError) as problem:
        messages.error(request, getattr(problem, "message", _("The form was not complete.")))
        return back
    messages.success(request, _("%(source)s was added.") % {"source": feed.url})
    return HttpResponseRedirect(reverse("admin:cases_feed_change", args=[feed.pk]))


def _added(
    request: HttpRequest, *, url: str, kind: SourceKind, new: bool, by: Any, reason: str
) -> Feed:
    language = request.POST.get("language", "")[:12]
    if new:
        name = " ".join(request.POST.get("name", "").split())[:200]
        if not name:
            raise Refused(_("A new outlet needs a name."), field="name")
        outlet = add_outlet(
            name=name,
            site_url=request.POST.get("site", "")[:500],
            languages=[language] if language else [],
            by=by,
            reason=reason,
        )
    else:
        outlet = get_object_or_404(Outlet, pk=_number(request.POST.get("outlet", "")))
    how = KNOWN_BY.get(request.POST.get("known_by", ""), "")
    provenance = f"{how}, {clock.now():%Y-%m-%d}".removeprefix(", ")
    return add_feed(
        outlet,
        url=url,
        kind=kind,
        language=language,
        provenance=provenance,
        by=by,
        reason=reason,
    )


def _outlet(text: str) -> Outlet | None:
    return Outlet.objects.filter(pk=_number(text)).first() if text else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 19 else 0


connected.pages += [
    ExtraPage("sources/find/", find, "find_sources"),
    ExtraPage("sources/find/add/", add, "add_source"),
]
