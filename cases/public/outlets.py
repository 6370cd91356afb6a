"""The list of outlets and the page of one."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.feeds.models import Outlet, OutletRating
from cases.public.pages import PUBLIC, found_or_gone, public_page
from cases.public.paging import keyset_page
from cases.public.sources import PageSources
from cases.stories.pages import articles_of_outlet, outlet_by_slug, story_of


@public_page
def outlets(request: HttpRequest) -> HttpResponse:
    """Outlets by name with who stands behind them."""
    page = keyset_page(
        Outlet.objects.visible_to(PUBLIC), keys=("name", "id"), token=request.GET.get("page", "")
    )
    return render(request, "public/outlets.html", {"page": page})


@public_page
def outlet(request: HttpRequest, slug: str) -> HttpResponse:
    """Who stands behind the outlet, how others rate it on which scale, and its newest articles."""
    record = found_or_gone(outlet_by_slug(slug, PUBLIC), Outlet, slug)
    ratings = list(
        OutletRating.objects.visible_to(PUBLIC).filter(outlet=record).order_by("rater", "id")[:50]
    )
    page = keyset_page(
        articles_of_outlet(record, PUBLIC),
        keys=("-ordered_at", "-id"),
        token=request.GET.get("page", ""),
        size=30,
    )
    context = {
        "outlet": record,
        "ratings": ratings,
        "page": page,
        "rows": [(article, story_of(article)) for article in page.rows],
        "sources": PageSources([record, *ratings]),
    }
    return render(request, "public/outlet.html", context)
