"""“Who is this?”: a name in any language and spelling in, people on record with reasons out.

A plain form read by GET: it works without JavaScript, and an answer can be bookmarked.
"""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET

from people.admin.match_words import part_in_words
from people.models import Person
from people.selectors.by_name import LONGEST_NAME, PersonMatch, who_is_this
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.languages import localized

SHOWN = 20
YEARS = range(1800, 2101)


@dataclass(frozen=True)
class Candidate:
    """One person of the answer, in the reader's language."""

    person: Person
    name: str
    occupation: str
    form: str
    percent: int
    reasons: list[str]


@never_cache
@require_GET
def show(request: HttpRequest) -> HttpResponse:
    """The form, and the people who may be meant. Needs the right to see people."""
    if not request.user.has_perm("people.view_person"):
        raise PermissionDenied
    name = " ".join(request.GET.get("name", "").replace("\x00", "").split())[:LONGEST_NAME]
    year = request.GET.get("birth_year", "").strip()
    born = int(year) if year.isdecimal() and len(year) == 4 and int(year) in YEARS else None
    answer = who_is_this(name, birth_year=born, limit=SHOWN) if name else None
    context = {
        **admin.site.each_context(request),
        "title": _("Who is this?"),
        "name": name,
        "birth_year": year[:4],
        "bad_year": bool(year) and born is None,
        "asked": name,
        "candidates": [_candidate(match) for match in answer.found] if answer else [],
        "more": bool(answer and answer.more),
        "may_add": request.user.has_perm("people.add_person"),
        "name_field": "name_ru" if answer and answer.asked.script == "cyrl" else "name_en",
    }
    return render(request, "admin/who_is_this.html", context)


def _candidate(match: PersonMatch) -> Candidate:
    language = get_language() or "en"
    return Candidate(
        person=match.person,
        name=match.person.name_in(language),
        occupation=localized(match.person, "occupation", language)[0],
        form=match.form.text,
        percent=round(100 * match.match.score),
        reasons=[part_in_words(part) for part in match.match.parts],
    )


connected.pages += [ExtraPage("who/", show, "who_is_this")]
