"""One page for what a person does with a story: name, lock, move, split, merge, tell apart, take back."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from cases.articles.models import Article
from cases.stories import services
from cases.stories.models import KeptApart, Story
from tracker.lib.errors import Refused, TrackerError

PERMISSION = "cases.change_story"
MOST_ARTICLES = 200
MOST_EDITS = 20
_LONGEST_REASON = 400
_LONGEST_ID = 18


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def edit_story(request: HttpRequest, story_id: int) -> HttpResponse:
    """The page; a POST does what its button says and comes back."""
    user: Any = request.user
    if not user.has_perm(PERMISSION):
        raise PermissionDenied
    story = get_object_or_404(Story, pk=story_id)
    if request.method == "POST":
        return _act(request, story)
    memberships = story.memberships.select_related("article__outlet").order_by("-id")
    context = {
        **admin.site.each_context(request),
        "title": _("What a person does with this story"),
        "story": story,
        "opts": Story._meta,
        "memberships": memberships[:MOST_ARTICLES],
        "edits": story.edits.select_related("other", "done_by")[:MOST_EDITS],
        "apart": KeptApart.objects.filter(one=story).select_related("other")[:MOST_EDITS],
        "apart_before": KeptApart.objects.filter(other=story).select_related("one")[:MOST_EDITS],
    }
    return render(request, "admin/story_edit.html", context)


def _act(request: HttpRequest, story: Story) -> HttpResponse:
    user: Any = request.user
    reason = request.POST.get("reason", "").strip()[:_LONGEST_REASON]
    what = _ACTS.get(request.POST.get("act", ""))
    try:
        if what is None:
            raise Refused(_("Choose what is to be done."))
        if not reason:
            raise Refused(_("Say why: colleagues and the history will ask."), field="reason")
        after = what(request, story, user, reason)
    except TrackerError as problem:
        messages.error(request, problem.message)
        after = story
    else:
        messages.success(request, _("Done, and kept on record."))
    return HttpResponseRedirect(reverse("admin:cases_story_edit", args=[after.pk]))


def _name(request: HttpRequest, story: Story, user: Any, reason: str) -> Story:
    return services.name_story(
        story,
        title_en=request.POST.get("title_en", "")[:500],
        title_ru=request.POST.get("title_ru", "")[:500],
        by=user,
        reason=reason,
    )


def _lock(request: HttpRequest, story: Story, user: Any, reason: str) -> Story:
    return services.lock_story(story, locked=not story.locked, by=user, reason=reason)


def _move(request: HttpRequest, story: Story, user: Any, reason: str) -> Story:
    target = _other(request, story)
    articles = _chosen(request, story)
    if not articles:
        raise Refused(_("Choose the articles that are to be moved."), field="articles")
    services.move_articles(articles, to=target, by=user, reason=reason)
    return target


def _split(request: HttpRequest, story: Story, user: Any, reason: str) -> Story:
    return services.split_story(story, articles=_chosen(request, story), by=user, reason=reason)


def _merge(request: HttpRequest, story: Story, user: Any, reason: str) -> Story:
    return services.merge_stories(story, into=_other(request, story), by=user, reason=reason)


def _apart(request: HttpRequest, story: Story, user: Any, reason: str) -> Story:
    services.keep_apart(story, _other(request, story), by=user, reason=reason)
    return story


def _undo(request: HttpRequest, story: Story, user: Any, reason: str) -> Story:
    edit = story.edits.filter(pk=_number(request.POST.get("edit", ""))).first()
    if edit is None:
        raise Refused(_("There is nothing to take back."))
    return services.undo_edit(edit, by=user, reason=reason)


def _chosen(request: HttpRequest, story: Story) -> list[Article]:
    ids = [_number(value) for value in request.POST.getlist("article")[:MOST_ARTICLES]]
    return list(Article.objects.filter(pk__in=ids, membership__story=story).order_by("pk"))


def _other(request: HttpRequest, story: Story) -> Story:
    """The story whose number or address was given."""
    wanted = request.POST.get("other", "").strip().rstrip("/").rsplit("/", 1)[-1]
    found = Story.objects.exclude(pk=story.pk)
    if wanted.isdecimal():
        other = found.filter(pk=_number(wanted)).first()
    else:
        other = found.filter(slug=wanted).first() if wanted else None
    if other is None:
        raise Refused(_("Give the number or the address of another story."), field="other")
    return other


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) <= _LONGEST_ID else 0


_ACTS: dict[str, Callable[[HttpRequest, Story, Any, str], Story]] = {
    "name": _name,
    "lock": _lock,
    "move": _move,
    "split": _split,
    "merge": _merge,
    "apart": _apart,
    "undo": _undo,
}
