"""What outlives a page and what is remembered of a source: citations' pages, later visits, web archives,
and selectors."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.articles.models import Article, ArticlePage
from cases.evidence.models import Snapshot


class CitedPage(models.Model):
    """A kept page that a citation rests on: it stays as long as the snapshot of the source does."""

    snapshot = models.OneToOneField(
        Snapshot, on_delete=models.CASCADE, related_name="cited_page", verbose_name=_("snapshot")
    )
    page = models.ForeignKey(
        ArticlePage,
        on_delete=models.PROTECT,
        related_name="cited_as",
        verbose_name=_("fetched page"),
    )

    class Meta:
        verbose_name = _("cited page")
        verbose_name_plural = _("cited pages")

    def __str__(self) -> str:
        return f"{self.snapshot_id}: {self.page_id}"


class Recheck(models.Model):
    """When an article's page is asked for again, and what came of it so far."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="recheck", verbose_name=_("article")
    )
    # None: no more visits.
    next_attempt_at = models.DateTimeField(_("next visit"), null=True)
    visits = models.PositiveSmallIntegerField(_("visits"), default=0)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    changes_seen = models.PositiveSmallIntegerField(_("changes of the text"), default=0)
    last_at = models.DateTimeField(_("last visit"), null=True, blank=True)
    last_outcome = models.CharField(_("what came of it"), max_length=200, blank=True)
    # Since when the page is not there any more (404, 410, or a page that says so).
    gone_at = models.DateTimeField(_("gone since"), null=True, blank=True)

    class Meta:
        verbose_name = _("later visit")
        verbose_name_plural = _("later visits")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="recheck_due",
            ),
            models.Index(
                fields=["-gone_at"], condition=models.Q(gone_at__isnull=False), name="recheck_gone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} ({self.visits})"


class WebArchiveCopy(models.Model):
    """A page that a web archive was, or is to be, asked to keep."""

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="archive_copy", verbose_name=_("article")
    )
    # None: it is kept, or was given up; `outcome` says which.
    next_attempt_at = models.DateTimeField(_("asked next"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    asked_at = models.DateTimeField(_("asked"), null=True, blank=True)
    archived_url = models.URLField(_("archived copy"), max_length=2048, blank=True)
    outcome = models.CharField(_("what came of it"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("copy in a web archive")
        verbose_name_plural = _("copies in a web archive")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="archive_copy_due",
            )
        ]

    def __str__(self) -> str:
        return self.archived_url or str(self.article_id)


class LearnedSelector(models.Model):
    """An element that held the text on a host's last pages, by its CSS selector.

    `agreed` counts pages in a row on which it held what the whole reading found; a page on which it
    did not sets it to 0. `uses` counts pages read by it alone since it was last compared.
    """

    host = models.CharField(_("host"), max_length=260)
    selector = models.CharField(_("selector"), max_length=200)
    agreed = models.PositiveIntegerField(_("pages in a row"), default=0)
    uses = models.PositiveIntegerField(_("uses since compared"), default=0)
    seen_at = models.DateTimeField(_("last seen"))

    class Meta:
        verbose_name = _("learned selector")
        verbose_name_plural = _("learned selectors")
        ordering = ["host", "-agreed"]
        constraints = [
            models.UniqueConstraint(
                fields=["host", "selector"], name="a_selector_is_learned_once_per_host"
            )
        ]

    def __str__(self) -> str:
        return f"{self.host} {self.selector}"
