"""The list of cases and the page of one."""

from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.casefile.models import Case, PartyRole
from cases.casefile.selectors import case_by_slug, cases_listed, events_of_case, parties_of_cases
from cases.charges.selectors import charges_of_parties, sentences_of_parties
from cases.public.pages import PUBLIC, found_or_gone, public_page
from cases.public.paging import keyset_page
from cases.public.persons import PersonInCase
from cases.public.sources import PageSources


@public_page
def cases(request: HttpRequest) -> HttpResponse:
    """Cases by title with their defendants."""
    text = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    page = keyset_page(
        cases_listed(PUBLIC, text=text), keys=("title_en", "id"), token=request.GET.get("page", "")
    )
    parties = parties_of_cases([case.pk for case in page.rows], PUBLIC)
    rows = [
        (case, [one for one in parties.get(case.pk, []) if one.role == PartyRole.DEFENDANT])
        for case in page.rows
    ]
    context = {
        "page": page,
        "rows": rows,
        "text": text,
        "filters": urlencode({"q": text}) if text else "",
    }
    return render(request, "public/cases.html", context)


@public_page
def case(request: HttpRequest, slug: str) -> HttpResponse:
    """Who is accused of what in the case, what happened, and where each fact comes from."""
    record = found_or_gone(case_by_slug(slug, PUBLIC), Case, slug)
    parties = parties_of_cases([record.pk], PUBLIC).get(record.pk, [])
    defendants = [party for party in parties if party.role == PartyRole.DEFENDANT]
    party_ids = [party.pk for party in defendants]
    charges = charges_of_parties(party_ids, PUBLIC)
    sentences = sentences_of_parties(party_ids, PUBLIC)
    events = events_of_case(record.pk, PUBLIC)
    shown: list[Model] = [record, *parties, *events]
    for histories in charges.values():
        shown += [history.charge for history in histories]
        shown += [update for history in histories for update in history.updates]
    for pronounced in sentences.values():
        shown += pronounced
    visible_parties = {party.pk for party in parties}
    context = {
        "case": record,
        "defendants": [
            PersonInCase(party, charges.get(party.pk, []), sentences.get(party.pk, []))
            for party in defendants
        ],
        "others": [party for party in parties if party.role != PartyRole.DEFENDANT],
        "events": events,
        "visible_parties": visible_parties,
        "sources": PageSources(shown),
    }
    return render(request, "public/case.html", context)
