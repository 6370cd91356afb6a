"""The list of articles and the page of a provision."""

from django.core.cache import cache
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.charges.selectors import charges_of_people, charges_under, people_charged_by_article
from cases.laws.models import Code, Provision
from cases.laws.selectors import articles_listed, provision_page
from cases.public.coverage import coverage_of
from cases.public.pages import CACHE_SECONDS, PUBLIC, public_page, refuse_missing
from cases.public.sources import PageSources
from people.selectors.persons import people_listed

# The page shows so many of the people charged, and leads to the whole list.
PEOPLE_SHOWN = 30


@public_page
def provisions(request: HttpRequest) -> HttpResponse:
    """Articles of the codes with the number of people on record who are charged under each."""
    # Counting walks all charges: once a minute is enough for a figure.
    charged = cache.get_or_set(
        "public:people-by-article", lambda: people_charged_by_article(PUBLIC), CACHE_SECONDS
    )
    by_code: dict[str, list[tuple[Provision, int]]] = {}
    for article in articles_listed(PUBLIC):
        people = (charged or {}).get((article.code, article.article), 0)
        by_code.setdefault(article.code, []).append((article, people))
    codes = [(str(Code(code).label), by_code[code]) for code in Code.values if code in by_code]
    return render(request, "public/provisions.html", {"codes": codes})


@public_page
def provision(request: HttpRequest, slug: str) -> HttpResponse:
    """A provision: its place in the article, its editions with sanctions, who is charged under it."""
    found = provision_page(slug, PUBLIC)
    if found is None:
        refuse_missing(Provision, slug)
    node = found.provision
    charges = charges_under(
        PUBLIC, code=node.code, article=node.article, part=node.part, point=node.point
    ).filter(party__role="defendant")
    people = list(
        people_listed(PUBLIC)
        .filter(pk__in=charges.values("party__person_id"))
        .order_by("sort_en", "id")[: PEOPLE_SHOWN + 1]
    )
    histories = charges_of_people([person.pk for person in people[:PEOPLE_SHOWN]], PUBLIC)
    rows = []
    for person in people[:PEOPLE_SHOWN]:
        here = [one for one in histories.get(person.pk, []) if _is_below(one.provision, node)]
        rows.append((person, here))
    shown: list[Model] = [node, *found.editions]
    context = {
        "provision": node,
        "found": found,
        "rows": rows,
        "more_people": len(people) > PEOPLE_SHOWN,
        "coverage": coverage_of(request.GET.get("news", ""), provision=node),
        "sources": PageSources(shown),
    }
    return render(request, "public/provision.html", context)


def _is_below(provision: Provision, node: Provision) -> bool:
    return (
        (provision.code, provision.article) == (node.code, node.article)
        and node.part in ("", provision.part)
        and node.point in ("", provision.point)
    )
