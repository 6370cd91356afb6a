"""What the news says happened: the queue, the form that a proposal becomes, rejection and its undoing.

Plain forms and redirects, without JavaScript. Nothing enters the record by itself.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.admin.proposal_person_forms import form_of
from cases.admin.proposal_words import Piece, in_words, pieces, reasons_in_words
from cases.proposals import accepting
from cases.proposals.comparing import Fact
from cases.proposals.models import Proposal, ProposalKind, ProposalQuote, ProposalStatus, Standing
from cases.proposals.on_record import facts_on_record
from cases.proposals.selectors import QUOTES_SHOWN, proposals_listed
from tracker.lib import clock
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.errors import TrackerError

PERMISSION = "people.decide_links"
CITE = "cases.add_citation"
ON_A_PAGE = 20
_FACTS_SHOWN = 5
# What the queue may show: its name in the address, the status and the standing it filters by.
VIEWS: dict[str, tuple[str, str]] = {
    "new": (ProposalStatus.OPEN, Standing.NEW),
    "contradicts": (ProposalStatus.OPEN, Standing.CONTRADICTS),
    "known": (ProposalStatus.OPEN, Standing.KNOWN),
    "accepted": (ProposalStatus.ACCEPTED, ""),
    "rejected": (ProposalStatus.REJECTED, ""),
}


@dataclass(frozen=True)
class ShownQuote:
    """A sentence with its marks and reasons."""

    row: ProposalQuote
    pieces: list[Piece]
    reasons: list[str]


@dataclass(frozen=True)
class ShownFact:
    """What the record has: in words, with its date and the address of its page."""

    words: str
    on: str
    url: str


@dataclass(frozen=True)
class ShownProposal:
    """Everything that the page shows of one proposal."""

    row: Proposal
    name: str
    words: str
    quotes: list[ShownQuote]
    more_quotes: int
    facts: list[ShownFact]
    record_url: str
    taken_by: str


def _check(request: HttpRequest) -> Any:
    user: Any = request.user
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    return user


def _filters(request: HttpRequest) -> dict[str, str]:
    # The form of a record has a field "kind" of its own: there the address carries the filters.
    asked = request.GET if request.method == "GET" or "view" in request.GET else request.POST
    found = {"view": asked.get("view", "new")}
    if found["view"] not in VIEWS:
        found["view"] = "new"
    if asked.get("kind") in ProposalKind.values:
        found["kind"] = asked["kind"]
    if asked.get("language") in ("ru", "en"):
        found["language"] = asked["language"]
    person = asked.get("person", "")
    if person.isdecimal() and len(person) <= 18:
        found["person"] = person
    return found


def _back(request: HttpRequest) -> HttpResponseRedirect:
    return HttpResponseRedirect(f"{reverse('admin:proposals')}?{urlencode(_filters(request))}")


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """A page of the queue; the number of queries does not grow with the queue."""
    user = _check(request)
    chosen = _filters(request)
    status, standing = VIEWS[chosen["view"]]
    listed = proposals_listed(
        status=status,
        standing=standing,
        kind=chosen.get("kind", ""),
        person_id=int(chosen["person"]) if "person" in chosen else None,
        language=chosen.get("language", ""),
    )
    asked = request.GET.get("page", "1")
    page = int(asked) if asked.isdecimal() and 0 < len(asked) < 7 else 1
    page = max(page, 1)
    start = (page - 1) * ON_A_PAGE
    rows = list(listed[start : start + ON_A_PAGE + 1])
    address = urlencode(chosen)
    context = {
        **admin.site.each_context(request),
        "title": _("What the news says happened"),
        "items": _shown(rows[:ON_A_PAGE], user),
        "chosen": chosen,
        "kinds": ProposalKind.choices,
        "views": [(name, _view_name(name)) for name in VIEWS],
        "may_cite": user.has_perm(CITE),
        "previous": f"?{address}&page={page - 1}" if page > 1 else "",
        "next": f"?{address}&page={page + 1}" if len(rows) > ON_A_PAGE else "",
    }
    return render(request, "admin/proposals.html", context)


def _view_name(name: str) -> str:
    return {
        "new": _("not on record"),
        "contradicts": _("the record says otherwise"),
        "known": _("on record: further sources"),
        "accepted": _("accepted"),
        "rejected": _("rejected"),
    }[name]


def _shown(rows: list[Proposal], user: Any) -> list[ShownProposal]:
    """What is shown of the proposals: eight queries for what the record has, however many there are."""
    facts = facts_on_record({row.person_id for row in rows}) if rows else {}
    of: dict[tuple[int, str], list[Fact]] = defaultdict(list, facts)
    language = get_language() or "en"
    now = clock.now()
    found = []
    for row in rows:
        quotes: list[ProposalQuote] = row.shown_quotes  # type: ignore[attr-defined]
        taken = row.claimed_by if row.claimed_until and row.claimed_until > now else None
        found.append(
            ShownProposal(
                row=row,
                name=row.person.name_in(language),
                words=in_words(str(row.get_kind_display()), row.values),
                quotes=[
                    ShownQuote(quote, pieces(quote), reasons_in_words(quote))
                    for quote in quotes[:QUOTES_SHOWN]
                ],
                more_quotes=max(0, len(quotes) - QUOTES_SHOWN),
                facts=_facts(row, of[row.person_id, row.kind]),
                record_url=_url_of(row.record_type, row.record_id),
                taken_by=str(taken) if taken is not None and taken != user else "",
            )
        )
    return found


def _facts(row: Proposal, facts: list[Fact]) -> list[ShownFact]:
    label = str(row.get_kind_display())
    dated = sorted(facts, key=lambda one: (one.first is None, one.first), reverse=True)
    return [
        ShownFact(
            words=in_words(label, one.values),
            on=_days(one),
            url=_admin_page(one.model.lower().replace(".", "_"), one.pk),
        )
        for one in dated[:_FACTS_SHOWN]
    ]


def _days(fact: Fact) -> str:
    if not fact.dated:
        return ""
    if fact.first == fact.last:
        return str(fact.first)
    return f"{fact.first or '…'} – {fact.last or '…'}"


def _url_of(record_type: ContentType | None, pk: int | None) -> str:
    if record_type is None or pk is None:
        return ""
    return _admin_page(f"{record_type.app_label}_{record_type.model}", pk)


def _admin_page(model: str, pk: int) -> str:
    try:
        return reverse(f"admin:{model}_change", args=[pk])
    except NoReverseMatch:
        return ""


@never_cache
@require_http_methods(["GET", "POST"])
def accept(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """The form of the right record, filled in; saving it writes the record and cites the articles."""
    user = _check(request)
    row = get_object_or_404(Proposal.objects.filter(pk=proposal_id))
    listed = proposals_listed(status=row.status).filter(pk=row.pk).first()
    if listed is None or listed.status != ProposalStatus.OPEN:
        messages.error(request, _("This proposal is no longer open."))
        return _back(request)
    form_class = form_of(listed)
    if not user.has_perm(form_class.permission):
        raise PermissionDenied
    form = form_class(listed, request.POST if request.method == "POST" else None)
    if request.method == "POST" and not form.missing() and form.is_valid():
        try:
            record = accepting.accept_proposal(
                listed,
                write=lambda reason: form.write(reason, user),
                by=user,
                reason=form.cleaned_data.get("reason", ""),
            )
        except TrackerError as problem:
            field = str(problem.extra.get("field", ""))
            form.add_error(field if field in form.fields else None, problem.message)
        else:
            messages.success(
                request,
                _("Kept as a draft with its sources: %(record)s.") % {"record": record},
            )
            return _back(request)
    free = accepting.claim(listed, by=user)
    context = {
        **admin.site.each_context(request),
        "title": _("Accept: %(words)s") % {"words": form_class.title},
        "item": _shown([listed], user)[0],
        "form": form,
        "missing": form.missing(),
        "chosen": _filters(request),
        "taken": not free,
    }
    return render(request, "admin/proposal_accept.html", context)


@require_POST
def decide(request: HttpRequest, proposal_id: int) -> HttpResponse:
    """Reject with a reason, cite for what is on record, or take a rejection back."""
    user = _check(request)
    row = get_object_or_404(Proposal, pk=proposal_id)
    verdict, reason = request.POST.get("verdict", ""), request.POST.get("reason", "")
    try:
        if verdict == "reject":
            accepting.reject_proposal(row, by=user, reason=reason)
            messages.success(request, _("Rejected. It is not asked again."))
        elif verdict == "undo":
            accepting.undo_rejection(row, by=user)
            messages.success(request, _("The rejection was taken back."))
        elif verdict == "cite":
            if not user.has_perm(CITE):
                raise PermissionDenied
            made = accepting.cite_known(row, by=user, reason=reason)
            messages.success(
                request, _("Sources added to the record: %(count)d.") % {"count": made}
            )
        else:
            messages.error(request, _("Nothing was decided."))
    except TrackerError as problem:
        messages.error(request, _(problem.message))
    return _back(request)


connected.pages += [
    ExtraPage("proposals/", show, "proposals"),
    ExtraPage("proposals/<int:proposal_id>/accept/", accept, "proposal_accept"),
    ExtraPage("proposals/<int:proposal_id>/decide/", decide, "proposal_decide"),
]
