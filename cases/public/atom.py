"""Atom feeds of public changes and of stories, in the language of the address."""

import re
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from cases.changes.selectors import newest_public_changes
from cases.public.pages import PUBLIC, public_page, site_address
from cases.public.told_changes import told
from cases.stories.pages import figures_of, stories_listed
from tracker.lib.languages import localized

ENTRIES = 50
# What XML 1.0 cannot carry, from titles of foreign feeds.
_NOT_XML = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def _clean(text: str) -> str:
    return _NOT_XML.sub("", text)


def _feed(request: HttpRequest, title: str, page: str, own: str) -> Atom1Feed:
    site = site_address(request)
    return Atom1Feed(
        title=title,
        link=site + reverse(page),
        description=None,
        language=get_language() or "en",
        author_name=_("Case tracker"),
        feed_url=site + reverse(own),
    )


def _answer(feed: Any) -> HttpResponse:
    return HttpResponse(
        feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8"
    )


@public_page
def changes_feed(request: HttpRequest) -> HttpResponse:
    """The newest public changes; what was withdrawn since is told without its name."""
    feed = _feed(request, _("Case tracker: what changed"), "public:changes", "public:changes-atom")
    newest = list(newest_public_changes()[:ENTRIES])
    site = site_address(request)
    for one in told(newest):
        feed.add_item(
            title=_clean(one.words),
            link=site + (one.path or reverse("public:changes")),
            description=_clean(", ".join(one.fields)),
            unique_id=one.permanent_id,
            updateddate=one.change.occurred_at,
            pubdate=one.change.occurred_at,
        )
    return _answer(feed)


@public_page
def stories_feed(request: HttpRequest) -> HttpResponse:
    """The newest stories with how many articles of how many outlets."""
    feed = _feed(request, _("Case tracker: stories"), "public:stories", "public:stories-atom")
    stories = list(stories_listed(PUBLIC).order_by("-last_at", "-id")[:ENTRIES])
    figures = figures_of(stories, PUBLIC)
    site = site_address(request)
    for story in stories:
        title = localized(story, "title", get_language() or "en")[0] or story.title
        summary = localized(story, "summary", get_language() or "en")[0]
        counted = figures.get(story.pk)
        if counted is not None:
            count = _("%(articles)d articles, %(outlets)d outlets.") % {
                "articles": counted.articles,
                "outlets": counted.outlets,
            }
            summary = f"{summary}\n\n{count}".strip()
        feed.add_item(
            title=_clean(title),
            link=site + reverse("public:story", args=[story.slug]),
            description=_clean(summary),
            unique_id=story.public_id.urn,
            updateddate=story.last_at,
            pubdate=story.first_at or story.last_at,
        )
    return _answer(feed)
