"""Sitemaps in parts of bounded size, and what robots are told."""

from typing import Any
from xml.etree import ElementTree

from django.conf import settings
from django.db.models import Max, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation

from cases.casefile.models import Case
from cases.feeds.models import Outlet
from cases.laws.models import Law, Provision
from cases.letters.models import OpenLetter
from cases.public.pages import PUBLIC, public_page, site_address
from cases.stories.pages import stories_listed
from people.selectors.persons import people_listed

# Each row stands once per language; the protocol allows 50,000 addresses a file.
ROWS_IN_A_PART = 5_000
_SITEMAP = "http://www.sitemaps.org/schemas/sitemap/0.9"
_XHTML = "http://www.w3.org/1999/xhtml"
ElementTree.register_namespace("", _SITEMAP)
ElementTree.register_namespace("xhtml", _XHTML)


def _kinds() -> dict[str, tuple[str, "QuerySet[Any]"]]:
    return {
        "people": ("public:person", people_listed(PUBLIC)),
        "cases": ("public:case", Case.objects.visible_to(PUBLIC)),
        "laws": ("public:law", Law.objects.visible_to(PUBLIC)),
        "provisions": ("public:provision", Provision.objects.visible_to(PUBLIC)),
        "letters": ("public:letter", OpenLetter.objects.visible_to(PUBLIC)),
        "stories": ("public:story", stories_listed(PUBLIC)),
        "outlets": ("public:outlet", Outlet.objects.visible_to(PUBLIC)),
    }


@public_page
def robots(request: HttpRequest) -> HttpResponse:
    """Everything public may be indexed; the admin and the API are not pages."""
    lines = ["User-agent: *", "Disallow: /admin/", "Disallow: /api/", ""]
    with translation.override(settings.LANGUAGE_CODE):
        lines.append(f"Sitemap: {site_address(request)}{reverse('public:sitemap')}")
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


@public_page
def index(request: HttpRequest) -> HttpResponse:
    """The index of all parts. A part holds a range of ids, so nothing is counted."""
    root = ElementTree.Element(f"{{{_SITEMAP}}}sitemapindex")
    for kind, (_route, rows) in _kinds().items():
        largest = rows.order_by().aggregate(largest=Max("pk"))["largest"] or 0
        for number in range(1, -(-largest // ROWS_IN_A_PART) + 1):
            entry = ElementTree.SubElement(root, f"{{{_SITEMAP}}}sitemap")
            path = reverse("public:sitemap-part", args=[kind, number])
            _text(entry, "loc", site_address(request) + path)
    return _xml(root)


@public_page
def part(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """One range of ids of one kind of page, each in every language with its alternates."""
    if kind not in _kinds() or not 1 <= number <= 1_000_000:
        raise Http404
    route, rows = _kinds()[kind]
    last = number * ROWS_IN_A_PART
    site = site_address(request)
    root = ElementTree.Element(f"{{{_SITEMAP}}}urlset")
    chosen = rows.filter(pk__gt=last - ROWS_IN_A_PART, pk__lte=last).order_by("pk")
    for slug, updated_at in chosen.values_list("slug", "updated_at"):
        addresses = {code: site + _path(route, slug, code) for code, _name in settings.LANGUAGES}
        for address in addresses.values():
            entry = ElementTree.SubElement(root, f"{{{_SITEMAP}}}url")
            _text(entry, "loc", address)
            _text(entry, "lastmod", updated_at.date().isoformat())
            for code, alternate in addresses.items():
                ElementTree.SubElement(
                    entry,
                    f"{{{_XHTML}}}link",
                    {"rel": "alternate", "hreflang": code, "href": alternate},
                )
    return _xml(root)


def _path(route: str, slug: str, language: str) -> str:
    with translation.override(language):
        return reverse(route, args=[slug])


def _text(parent: ElementTree.Element, name: str, text: str) -> None:
    ElementTree.SubElement(parent, f"{{{_SITEMAP}}}{name}").text = text


def _xml(root: ElementTree.Element) -> HttpResponse:
    body = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="application/xml; charset=utf-8")
