"""The review queue: one question at a time, best first, decided by a person.

Plain forms and redirects: it works without JavaScript and from the keyboard. Showing an item claims it
for a while, so that two researchers never decide the same one.
"""

from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from cases.admin.review_items import review_item
from cases.linking import services
from cases.linking.models import LinkCandidate, LinkDecision
from cases.linking.selectors import offered_beside, review_queue
from people.models import Person
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.errors import TrackerError

PERMISSION = "people.decide_links"
# The queue counts no further.
COUNTED = 100


def _check(request: HttpRequest) -> Any:
    user: Any = request.user
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    return user


def _chosen_person(request: HttpRequest) -> Person | None:
    wanted = request.GET.get("person") or request.POST.get("person_filter") or ""
    if not wanted.isdecimal() or len(wanted) > 18:
        return None
    return Person.objects.filter(pk=int(wanted)).first()


def _queue(person: Person | None) -> HttpResponseRedirect:
    query = f"?{urlencode({'person': person.pk})}" if person is not None else ""
    return HttpResponseRedirect(reverse("admin:review_queue") + query)


def _last_decision(user: Any) -> LinkDecision | None:
    return (
        LinkDecision.objects.filter(
            decided_by=user, superseded_at__isnull=True, together_with__isnull=True
        )
        .select_related(
            "candidate__article", "candidate__person", "candidate__letter", "candidate__provision"
        )
        .order_by("-id")
        .first()
    )


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The best item that nobody else is looking at, or a friendly empty page."""
    user = _check(request)
    person = _chosen_person(request)
    claimed = services.claim_next(by=user, person=person)
    count = review_queue(person=person).order_by()[: COUNTED + 1].count()
    context = {
        **admin.site.each_context(request),
        "title": _("Links to decide"),
        "item": review_item(claimed.pk) if claimed is not None else None,
        "person_filter": person,
        "waiting_count": min(count, COUNTED),
        "waiting_more": count > COUNTED,
        "last": _last_decision(user),
    }
    return render(request, "admin/review_queue.html", context)


@require_POST
def decide(request: HttpRequest, candidate_id: int) -> HttpResponse:
    """Accept, reject or put off one item with all that were offered for its words; then the next."""
    user = _check(request)
    person = _chosen_person(request)
    candidate = LinkCandidate.objects.filter(pk=candidate_id).first()
    verb, _colon, chosen = request.POST.get("verdict", "").partition(":")
    if candidate is None or verb not in ("accept", "reject", "later"):
        messages.error(request, _("This item is no longer in the queue."))
        return _queue(person)
    # Only those that the page showed: somebody may have been offered meanwhile.
    seen = set(request.POST.getlist("beside"))
    shown = [candidate, *(one for one in offered_beside(candidate) if str(one.pk) in seen)]
    if chosen:
        candidate = next((one for one in shown if str(one.pk) == chosen), candidate)
    reason = request.POST.get("reason", "").strip()[:400]
    try:
        if verb == "accept" and request.POST.get("ask_others"):
            services.accept_link(candidate, by=user, reason=reason)
        elif verb == "accept":
            services.choose_link(candidate, instead_of=shown, by=user, reason=reason)
        elif verb == "reject":
            services.reject_links(shown, by=user, reason=reason)
        else:
            for one in shown:
                services.defer_link(one, by=user, reason=reason)
    except TrackerError as problem:
        messages.error(request, problem.message)
    return _queue(person)


@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Take back this person's last decision; the item comes back to the queue."""
    user = _check(request)
    person = _chosen_person(request)
    last = _last_decision(user)
    wanted = request.POST.get("decision", "")
    # Only the decision that the page showed: a second click must not take back the one before it.
    if last is None or str(last.pk) != wanted:
        messages.error(request, _("There is nothing to take back."))
        return _queue(person)
    try:
        services.undo_decision(last.candidate, by=user)
    except TrackerError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("The decision was taken back."))
    return _queue(person)


connected.pages += [
    ExtraPage("review/", show, "review_queue"),
    ExtraPage("review/<int:candidate_id>/decide/", decide, "review_decide"),
    ExtraPage("review/undo/", undo, "review_undo"),
]
