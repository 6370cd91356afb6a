"""Kept pages, versions of texts with what changed, later visits, web archives, learned selectors."""

import io
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from cases.articles.keeping.lasting import CitedPage, LearnedSelector, Recheck, WebArchiveCopy
from cases.articles.keeping.snapshots import write_warc
from cases.articles.models import Article, ArticlePage, ArticleText
from cases.articles.rechecking.wording import compare, figures
from tracker.lib.admin.lists import ReadOnlyAdmin
from tracker.lib.errors import Refused


class _OfArticle(ReadOnlyAdmin):
    """Rows of articles whose large columns stay in the database."""

    list_select_related = ("article",)
    ordering = ("-id",)
    sortable_by = ()
    left_in_database: tuple[str, ...] = ()
    linked_lookups = frozenset(("article__exact", "article__id__exact"))

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the large columns."""
        return super().get_queryset(request).defer(*self.left_in_database)


@admin.register(ArticlePage)
class ArticlePageAdmin(_OfArticle):
    """Pages as fetched; bodies are not shown, but can be taken along as WARC."""

    list_display = ("article", "fetched_at", "status", "content_type", "sha256")
    left_in_database = ("body_gzip",)
    fields = (
        "article", "url", "fetched_at", "status", "content_type", "charset", "sha256", "as_warc",
    )  # fmt: skip
    readonly_fields = ("as_warc",)

    @admin.display(description=_("web archive file"))
    def as_warc(self, page: ArticlePage) -> str:
        """A link to the page as a file that web archives read."""
        address = reverse("admin:cases_articlepage_warc", args=[page.pk])
        return format_html('<a href="{}">{}</a>', address, _("Download as WARC"))

    def get_urls(self) -> list[Any]:
        """With the file."""
        own = path(
            "<int:page_id>/warc/",
            self.admin_site.admin_view(self.download),
            name="cases_articlepage_warc",
        )
        return [own, *super().get_urls()]

    def download(self, request: HttpRequest, page_id: int) -> HttpResponseBase:
        """The page as a WARC file; a page whose hash differs is refused with words."""
        page = get_object_or_404(ArticlePage, pk=page_id)
        if not self.has_view_permission(request, page):
            return HttpResponseRedirect(reverse("admin:index"))
        name, out = f"page-{page.pk}.warc.gz", io.BytesIO()
        try:
            write_warc(out, [page], filename=name)
        except Refused as error:
            messages.error(request, str(error))
            return HttpResponseRedirect(reverse("admin:cases_articlepage_change", args=[page.pk]))
        out.seek(0)
        return FileResponse(out, as_attachment=True, filename=name, content_type="application/warc")


@admin.register(ArticleText)
class ArticleTextAdmin(_OfArticle):
    """Versions of texts, each with what changed since the one before."""

    list_display = ("article", "version", "title", "language", "extractor", "extracted_at")
    left_in_database = ("text",)
    fields = (
        ("article", "version"), "title", "changes", "text", "language", "extractor", "extracted_at",
    )  # fmt: skip
    readonly_fields = ("changes",)

    @admin.display(description=_("changes since the version before"))
    def changes(self, text: ArticleText) -> str:
        """The two versions word by word, changed paragraphs only."""
        before = (
            ArticleText.objects.filter(article=text.article_id, version__lt=text.version)
            .order_by("-version")
            .first()
        )
        if before is None:
            return str(_("This is the first version."))
        passages = compare(f"{before.title}\n\n{before.text}", f"{text.title}\n\n{text.text}")
        removed, added = figures(passages)
        return render_to_string(
            "admin/parts/text_changes.html",
            {
                "passages": [passage for passage in passages if passage.changed],
                "removed": removed,
                "added": added,
                "before": before,
            },
        )


@admin.register(Recheck)
class RecheckAdmin(_OfArticle):
    """Later visits to pages: what changed, what is gone."""

    list_display = ("article", "visits", "changes_seen", "last_at", "last_outcome", "gone_at")
    str_needs = ("article",)
    list_filter = (("gone_at", admin.EmptyFieldListFilter),)


@admin.register(WebArchiveCopy)
class WebArchiveCopyAdmin(_OfArticle):
    """Pages that a web archive was asked to keep."""

    list_display = ("article", "asked_at", "outcome", "archived_url")
    str_needs = ("article",)


@admin.register(LearnedSelector)
class LearnedSelectorAdmin(ReadOnlyAdmin):
    """Where the text stands on the pages of a host, as learned."""

    list_display = ("host", "selector", "agreed", "uses", "seen_at")
    ordering = ("-id",)
    sortable_by = ()


@admin.register(CitedPage)
class CitedPageAdmin(ReadOnlyAdmin):
    """Which kept page a citation rests on."""

    list_display = ("snapshot", "page")
    list_select_related = ("snapshot__source", "page")
    str_needs = ("snapshot__source", "page")
    ordering = ("-id",)
    sortable_by = ()

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Without the pages' bytes."""
        return super().get_queryset(request).defer("page__body_gzip")


def what_became_of(article: Article) -> str:
    """What later visits to an article's page found, with links to its pages and versions, as HTML."""
    recheck = Recheck.objects.filter(article=article.pk).first() if article.pk else None
    copy = WebArchiveCopy.objects.filter(article=article.pk).first() if article.pk else None
    return render_to_string(
        "admin/parts/what_became.html",
        {
            "recheck": recheck,
            "copy": copy,
            "pages": f"{reverse('admin:cases_articlepage_changelist')}?article__exact={article.pk}",
            "texts": f"{reverse('admin:cases_articletext_changelist')}?article__exact={article.pk}",
        },
    )
