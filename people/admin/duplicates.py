"""Two records of one person: pairs that look so, a page to merge them, and the way back."""

from collections.abc import Collection
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from people.admin.match_words import part_in_words
from people.models import MergeRecord, NameForm, Person
from people.selectors.duplicates import (
    Place,
    PossibleDuplicate,
    compare_people,
    possible_duplicates,
)
from people.services.merging import decide_different, merge_people, unmerge_people
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.errors import TrackerError
from tracker.lib.languages import localized

MERGE = "people.merge_people"
_LONGEST_ID = 18
_NAMES_SHOWN = 12


def _check(request: HttpRequest, permission: str) -> Any:
    user: Any = request.user
    if not user.has_perm(permission):
        raise PermissionDenied
    return user


def _number(text: str | None) -> int | None:
    return int(text) if text and text.isdecimal() and len(text) <= _LONGEST_ID else None


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """Pairs that may be one person, the newest records first."""
    user = _check(request, "people.view_person")
    newer, older = (_number(request.GET.get(name)) for name in ("newer", "older"))
    page = possible_duplicates(behind=Place(newer, older or 0) if newer is not None else None)
    names = _names({person for pair in page.pairs for person in (pair.newer, pair.older)})
    context = {
        **admin.site.each_context(request),
        "title": _("One person twice?"),
        "pairs": [_side_by_side(pair, names) for pair in page.pairs],
        "ended": page.ended,
        "may_merge": user.has_perm(MERGE),
        "may_dismiss": user.has_perm("people.change_person"),
    }
    return render(request, "admin/duplicates.html", context)


@require_POST
def dismiss(request: HttpRequest) -> HttpResponse:
    """They are two people: the pair is never offered again."""
    user = _check(request, "people.change_person")
    one, other = _pair(request.POST)
    reason = request.POST.get("reason", "").strip() or "told apart on the page of duplicates"
    try:
        decide_different(one, other, by=user, reason=reason[:400])
    except TrackerError as problem:
        messages.error(request, problem.message)
    else:
        messages.success(request, _("Kept apart; this pair is not offered again."))
    return HttpResponseRedirect(reverse("admin:duplicates"))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def merge(request: HttpRequest) -> HttpResponse:
    """Both records side by side; which one stays, and why."""
    user = _check(request, MERGE)
    one, other = _pair(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        keep = other if request.POST.get("keep") == str(other.pk) else one
        gone = one if keep is other else other
        try:
            merge_people(keep, gone, by=user, reason=request.POST.get("reason", "")[:400])
        except TrackerError as problem:
            messages.error(request, problem.message)
        else:
            messages.success(
                request, _("“%(gone)s” is one record with this one now.") % {"gone": gone}
            )
            return HttpResponseRedirect(reverse("admin:people_person_change", args=[keep.pk]))
    context = {
        **admin.site.each_context(request),
        "title": _("Merge two records of one person?"),
        "pair": _side_by_side(compare_people(one, other), _names([one, other])),
        "kept": one if one.is_public or not other.is_public else other,
        "reason": request.POST.get("reason", ""),
    }
    return render(request, "admin/merge_people.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def unmerge(request: HttpRequest, record_id: int) -> HttpResponse:
    """Take a merge back; asks for the reason first."""
    user = _check(request, MERGE)
    record = get_object_or_404(
        MergeRecord.objects.select_related("survivor", "absorbed"), pk=record_id
    )
    if request.method == "POST":
        try:
            left = unmerge_people(record, by=user, reason=request.POST.get("reason", "")[:400])
        except TrackerError as problem:
            messages.error(request, problem.message)
        else:
            messages.success(request, _("The merge was undone: both records are as they were."))
            if left:
                words = _("%(count)d values were written anew since and stay as they are.")
                messages.warning(request, words % {"count": left})
            return HttpResponseRedirect(
                reverse("admin:people_person_change", args=[record.absorbed_id])
            )
    context = {
        **admin.site.each_context(request),
        "title": _("Undo this merge?"),
        "record": record,
    }
    return render(request, "admin/unmerge_people.html", context)


def _pair(values: Any) -> tuple[Person, Person]:
    """The two people named; 404 unless there are two."""
    pks = [_number(values.get("one")), _number(values.get("other"))]
    found = Person.objects.in_bulk([pk for pk in pks if pk is not None])
    one, other = found.get(pks[0] or 0), found.get(pks[1] or 0)
    if one is None or other is None or one == other:
        raise Http404
    return one, other


def _names(people: Collection[Person]) -> dict[int, list[str]]:
    """The names in use of each of the people, one query for all."""
    names: dict[int, list[str]] = {person.pk: [] for person in people}
    forms = NameForm.objects.live().filter(person__in=names).order_by("-preferred", "pk")
    for person_id, text in forms.values_list("person_id", "text"):
        names[person_id].append(text)
    return names


def _side_by_side(pair: PossibleDuplicate, names: dict[int, list[str]]) -> dict[str, Any]:
    language = get_language() or "en"
    both = [pair.older, pair.newer]
    return {
        "percent": round(100 * pair.score),
        "reasons": [part_in_words(part) for part in pair.parts],
        "people": [
            {
                "person": person,
                "name": person.name_in(language),
                "occupation": localized(person, "occupation", language)[0],
                "names": names[person.pk][:_NAMES_SHOWN],
            }
            for person in both
        ],
    }


connected.pages += [
    ExtraPage("duplicates/", show, "duplicates"),
    ExtraPage("duplicates/dismiss/", dismiss, "dismiss_duplicate"),
    ExtraPage("duplicates/merge/", merge, "merge_people"),
    ExtraPage("duplicates/undo/<int:record_id>/", unmerge, "unmerge_people"),
]
