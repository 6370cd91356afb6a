"""The list of laws with everybody's counts beside the site's own, and the page of a law."""

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.laws.models import Law
from cases.laws.selectors import law_counts, law_page, laws_listed, published_laws_by_period
from cases.public.coverage import coverage_of
from cases.public.pages import PUBLIC, public_page, refuse_missing
from cases.public.paging import keyset_page
from cases.public.sources import PageSources


@public_page
def laws(request: HttpRequest) -> HttpResponse:
    """Laws by date, newest first; who counts how many, and how many are on record here."""
    page = keyset_page(
        laws_listed(PUBLIC), keys=("-signed_key", "-id"), token=request.GET.get("page", "")
    )
    counts = law_counts(PUBLIC)
    context = {
        "page": page,
        "counts": counts,
        "own": published_laws_by_period(PUBLIC),
        "sources": PageSources([*counts, *page.rows]),
    }
    return render(request, "public/laws.html", context)


@public_page
def law(request: HttpRequest, slug: str) -> HttpResponse:
    """What a law did: the provisions it introduced, the editions it enacted; who writes of it."""
    found = law_page(slug, PUBLIC)
    if found is None:
        refuse_missing(Law, slug)
    shown: list[Model] = [found.law, *found.introduced, *found.editions]
    context = {
        "law": found.law,
        "found": found,
        "coverage": coverage_of(request.GET.get("news", ""), law=found.law),
        "sources": PageSources(shown),
    }
    return render(request, "public/law.html", context)
