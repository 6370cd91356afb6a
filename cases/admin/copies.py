"""The copies of an article: who was first, how far, why; and a person's word on it."""

from dataclasses import dataclass
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from cases.articles.copying.decisions import say_copy, say_no_copy
from cases.articles.identity import article_key
from cases.articles.models import Article, CopyOf
from tracker.lib.admin.hooks import ExtraPage, connected
from tracker.lib.errors import Refused, TrackerError
from tracker.lib.history import because

MAY_SEE, MAY_DECIDE = "cases.view_article", "cases.change_article"
MOST_SHOWN = 100
_LONGEST_REASON = 400


@dataclass(frozen=True)
class Shown:
    """An article of the group with what is said of it; `said` is None for the first."""

    article: Article
    said: CopyOf | None
    reasons: list[str]
    is_this: bool


@never_cache
def copies_of_article(request: HttpRequest, article_id: int) -> HttpResponse:
    """The group of one article; a POST says "copy of" or "not a copy"."""
    user: Any = request.user
    if not user.has_perm(MAY_SEE):
        raise PermissionDenied
    article = get_object_or_404(Article.objects.select_related("outlet"), pk=article_id)
    if request.method == "POST":
        if not user.has_perm(MAY_DECIDE):
            raise PermissionDenied
        return _decide(request, article)
    first = article
    if article.derived_from_id is not None:
        first = Article.objects.select_related("outlet").get(pk=article.derived_from_id)
    shown, more = _group(first, article)
    refused = CopyOf.objects.filter(article=article, is_copy=False)
    context = {
        **admin.site.each_context(request),
        "title": _("Copies of “%(article)s”") % {"article": article},
        "article": article,
        "first": first,
        "group": shown,
        "more": more,
        "refused": refused.select_related("original__outlet", "said_by")[:MOST_SHOWN],
        "may_decide": user.has_perm(MAY_DECIDE),
    }
    return render(request, "admin/copies.html", context)


def reason_words(said: CopyOf) -> list[str]:
    """Why, in the reader's language."""
    found = []
    if said.share is not None:
        percent = {"percent": round(100 * said.share)}
        if said.compared_with_id == said.original_id:
            found.append(_("about %(percent)d%% of the shorter text stands in the other") % percent)
        else:
            found.append(
                _("about %(percent)d%% of the shorter text stands in another copy") % percent
            )
    words = {
        ("first_by", "clock"): _("the original came out earlier"),
        ("first_by", "named_source"): _("the copy names the original's outlet as its source"),
        ("first_by", "seen_first"): _("both came out at one time; the one seen first is taken"),
        ("first_by", "person"): _("a person named the original"),
        ("although", "numbers"): _("although they give different numbers"),
    }
    for code, detail in said.reasons:
        if code == "names_source":
            found.append(_("names a source: %(name)s") % {"name": detail})
        elif code == "canonical_address":
            found.append(_("its page names the original's address as its own"))
        elif (code, detail) in words:
            found.append(words[code, detail])
    return found


def _group(first: Article, article: Article) -> tuple[list[Shown], bool]:
    """The first and its copies, at most `MOST_SHOWN`; and whether there are more."""
    copies = (
        Article.objects.filter(derived_from=first)
        .select_related("outlet")
        .order_by("ordered_at", "pk")[: MOST_SHOWN + 1]
    )
    members = [first, *copies]
    said = {
        row.article_id: row
        for row in CopyOf.objects.filter(article__in=members, is_copy=True).select_related(
            "said_by"
        )
    }
    shown = [
        Shown(
            member,
            said.get(member.pk),
            reason_words(said[member.pk]) if member.pk in said else [],
            member.pk == article.pk,
        )
        for member in members[: MOST_SHOWN + 1]
    ]
    return shown, len(members) > MOST_SHOWN + 1


def _decide(request: HttpRequest, article: Article) -> HttpResponse:
    reason = request.POST.get("reason", "").strip()[:_LONGEST_REASON]
    try:
        with because(reason, by=request.user):
            if request.POST.get("say") == "no_copy":
                other = _article(request.POST.get("copy", ""))
                of = _article(request.POST.get("of", ""))
                say_no_copy(other, of=of, by=request.user, reason=reason)
                messages.success(request, _("It is no copy; the machine will not say so again."))
            else:
                of = _article(request.POST.get("original", ""))
                say_copy(article, of=of, by=request.user, reason=reason)
                messages.success(request, _("It is a copy now, and stays one."))
    except TrackerError as problem:
        messages.error(request, problem.message)
    return HttpResponseRedirect(reverse("admin:article_copies", args=[article.pk]))


def _article(words: str) -> Article:
    """An article by its number here or its web address. Raises Refused with the words."""
    words = words.strip()
    found = None
    if words.isdecimal() and len(words) < 19:
        found = Article.objects.filter(pk=int(words)).first()
    elif words:
        try:
            found = Article.objects.filter(key=article_key(words)).first()
        except ValueError:
            found = None
    if found is None:
        raise Refused(
            _("There is no article with the number or address “%(words)s”.")
            % {"words": words[:200]},
            field="original",
        )
    return found


connected.pages += [
    ExtraPage("copies/<int:article_id>/", copies_of_article, "article_copies"),
]
