"""The list of stories and the page of one."""

from dataclasses import dataclass

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.evidence.selectors import claims_of
from cases.public.coverage import named_in_story
from cases.public.letters import evidence_of_claims
from cases.public.pages import PUBLIC, found_or_gone, public_page, refuse_missing
from cases.public.paging import keyset_page
from cases.public.sources import PageSources
from cases.public.words import country_words, ownership_words
from cases.stories.models import Story
from cases.stories.pages import (
    StoryFigures,
    figures_of,
    stories_listed,
    story_by_slug,
    story_page,
)
from cases.stories.reading import by_day, headlines, missing_outlets, ratings_of, sentences
from tracker.lib.template_tags import language_words

PAGE_SIZE = 30


@dataclass(frozen=True)
class Bar:
    """One bar of a distribution, in words."""

    words: str
    percent: int
    outlets: int


@public_page
def stories(request: HttpRequest) -> HttpResponse:
    """Stories, the last written about first."""
    page = keyset_page(
        stories_listed(PUBLIC),
        keys=("-last_at", "-id"),
        token=request.GET.get("page", ""),
        size=PAGE_SIZE,
    )
    figures = figures_of(page.rows, PUBLIC)
    rows = [(story, figures.get(story.pk, StoryFigures(0, 0))) for story in page.rows]
    return render(request, "public/stories.html", {"page": page, "rows": rows})


@public_page
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """Who reported the event, who first, who stands behind the outlets, whom the articles name."""
    record = found_or_gone(story_by_slug(slug, PUBLIC), Story, slug)
    if record.merged_into_id:
        survivor = _survivor(record)
        if survivor is None:
            refuse_missing(Story, slug)
        return redirect("public:story", survivor.slug, permanent=True)
    found = story_page(record, PUBLIC)
    named = named_in_story(record)
    outlets = [share.outlet for share in found.outlets]
    claims = claims_of(record, PUBLIC)
    shown: list[Model] = [record, *evidence_of_claims(claims)]
    context = {
        "story": record,
        "found": found,
        "named": named,
        "headlines": headlines(found.articles),
        "sentences": sentences(found.articles, get_language()[:2]),
        "days": by_day(found.articles),
        "missing": missing_outlets(record, PUBLIC, about=named.subjects),
        "ratings": ratings_of(outlets, PUBLIC),
        "ownership": [
            Bar(ownership_words(share.value), share.percent, share.outlets)
            for share in found.by_ownership()
        ],
        "countries": [
            Bar(country_words(share.value), share.percent, share.outlets)
            for share in found.by_country()
        ],
        "languages": [
            Bar(language_name(share.value), share.percent, share.outlets)
            for share in found.by_language()
        ],
        "claims": claims,
        "sources": PageSources(shown),
    }
    return render(request, "public/story.html", context)


def language_name(code: str) -> str:
    """A language in words, also where it is not known."""
    return language_words(code) or _("not known")


def _survivor(record: Story) -> Story | None:
    """The public story that a merged one went into, over several merges if need be."""
    seen = {record.pk}
    current: Story | None = record
    while current is not None and current.merged_into_id and current.merged_into_id not in seen:
        seen.add(current.merged_into_id)
        current = Story.objects.visible_to(PUBLIC).filter(pk=current.merged_into_id).first()
    return current if current is not None and not current.merged_into_id else None
