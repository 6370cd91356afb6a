"""The front page with figures counted from published records, and what this site is."""

from dataclasses import dataclass

from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from cases.articles.models import Article
from cases.casefile.models import Case
from cases.changes.selectors import newest_public_changes
from cases.feeds.models import Outlet
from cases.laws.models import Law
from cases.letters.models import OpenLetter
from cases.letters.selectors import letters_listed
from cases.public.pages import CACHE_SECONDS, PUBLIC, public_page
from cases.public.told_changes import told
from cases.stories.pages import StoryFigures, figures_of, stories_listed
from people.selectors.persons import people_listed
from tracker.lib.bounded_counts import bounded_counts

STORIES_SHOWN = 5
CHANGES_SHOWN = 8
LETTERS_SHOWN = 3
# Counting stops here: the page says "over 100,000" and no reader waits for the rest.
COUNTED_AT_MOST = 100_000


@dataclass(frozen=True)
class Figure:
    """How many published records of a kind; `more` when there are more than were counted."""

    number: int
    more: bool = False


def figures() -> dict[str, Figure]:
    """Published records by kind, counted together in one query, anew once a minute."""
    counted = cache.get_or_set("public:figures", _count, CACHE_SECONDS)
    return {
        name: Figure(min(number, COUNTED_AT_MOST), number > COUNTED_AT_MOST)
        for name, number in (counted or {}).items()
    }


def _count() -> dict[str, int]:
    return bounded_counts(
        {
            "people": people_listed(PUBLIC),
            "cases": Case.objects.visible_to(PUBLIC),
            "laws": Law.objects.visible_to(PUBLIC),
            "letters": OpenLetter.objects.visible_to(PUBLIC),
            "stories": stories_listed(PUBLIC),
            "articles": Article.objects.visible_to(PUBLIC),
            "outlets": Outlet.objects.visible_to(PUBLIC),
        },
        at_most=COUNTED_AT_MOST,
    )


@public_page
def home(request: HttpRequest) -> HttpResponse:
    """What this is, figures, the newest letters, stories and changes."""
    stories = list(stories_listed(PUBLIC).order_by("-last_at", "-id")[:STORIES_SHOWN])
    counted = figures_of(stories, PUBLIC)
    newest = list(newest_public_changes()[:CHANGES_SHOWN])
    context = {
        "figures": figures(),
        "letters": letters_listed(PUBLIC)[:LETTERS_SHOWN],
        "stories": [(one, counted.get(one.pk, StoryFigures(0, 0))) for one in stories],
        "changes": told(newest),
    }
    return render(request, "public/home.html", context)


@public_page
def about(request: HttpRequest) -> HttpResponse:
    """What this site is, what its words mean, and how to read its figures."""
    return render(request, "public/about.html")
