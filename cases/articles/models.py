"""Articles and their way through the stages, raw pages, and versions of their text."""

import uuid
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.feeds.models import FeedEntry, Outlet
from tracker.lib.publishing import Publishable, PublishedQuerySet, PublishingState
from tracker.lib.records import Timestamped


class Stage(models.TextChoices):
    """How far the article has come. Each stage but the last waits for a sweep."""

    LISTED = "listed", _("listed by a feed")
    FETCHED = "fetched", _("page fetched")
    EXTRACTED = "extracted", _("text read")
    # Searched for names, so that stories know of whom it speaks; its story is next.
    NAMED = "named", _("searched for names")
    # In its story, and to be searched for names once more, since somebody's names have changed.
    PLACED = "placed", _("placed in a story")
    LINKED = "linked", _("linked to records")
    PARKED = "parked", _("parked")


class TextStatus(models.TextChoices):
    """What of the article could be read (`cases.articles.extracted.TextStatus`, in words)."""

    UNREAD = "", _("not read yet")
    FULL = "full", _("whole text")
    FEED = "feed", _("known from the feed only")
    PAYWALL = "paywall", _("behind a paywall")
    CONSENT = "consent", _("consent page")
    LOGIN = "login", _("login page")
    CAPTCHA = "captcha", _("captcha")
    JAVASCRIPT = "javascript", _("JavaScript required")
    NOT_FOUND = "not_found", _("page not found")
    FOR_SALE = "for_sale", _("domain for sale")
    NO_TEXT = "no_text", _("no text on the page")


class Article(Publishable, Timestamped):
    """One article of one outlet: its address, dates and title. Bodies are never shown to the public."""

    visible_through = ("outlet",)

    public_id = models.UUIDField(_("public id"), default=uuid.uuid4, unique=True, editable=False)
    # Metadata of what an outlet published is public from the start; a researcher can withdraw it.
    state = models.CharField(
        _("state"),
        max_length=12,
        choices=PublishingState.choices,
        default=PublishingState.PUBLISHED,
    )
    outlet = models.ForeignKey(
        Outlet, on_delete=models.PROTECT, related_name="articles", verbose_name=_("outlet")
    )
    url = models.URLField(_("address"), max_length=2048)
    # sha256 of the canonical address (cases.articles.identity): the same article is found, not doubled.
    key = models.CharField(_("key"), max_length=64, unique=True, editable=False)
    fetched_via = models.CharField(_("fetched from"), max_length=2048, blank=True, editable=False)
    title = models.CharField(_("title"), max_length=500)
    summary = models.TextField(_("summary by the outlet"), blank=True)
    author = models.CharField(_("author"), max_length=300, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    image_url = models.CharField(
        _("address of the image"), max_length=2048, blank=True, editable=False
    )
    published_on_site_at = models.DateTimeField(_("published by the outlet"), null=True, blank=True)
    modified_on_site_at = models.DateTimeField(_("changed by the outlet"), null=True, blank=True)
    published_claim = models.CharField(_("date as claimed"), max_length=100, blank=True)
    first_seen_at = models.DateTimeField(_("first seen"))
    # What lists and stories are ordered by: the outlet's date where it is believable, else first seen.
    ordered_at = models.DateTimeField(_("date"), editable=False)
    derived_from = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="copies",
        verbose_name=_("copy of"),
    )
    text_status = models.CharField(
        _("text"), max_length=12, choices=TextStatus.choices, default=TextStatus.UNREAD, blank=True,
        editable=False,
    )  # fmt: skip
    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.LISTED)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    parked_reason = models.CharField(
        _("why it is parked"), max_length=400, blank=True, editable=False
    )

    objects: ClassVar[PublishedQuerySet["Article"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        ordering = ["-ordered_at", "-id"]
        indexes = [
            models.Index(
                fields=["stage", "next_attempt_at"],
                condition=models.Q(stage__in=["listed", "fetched", "extracted", "named", "placed"]),
                name="article_waiting",
            ),
            models.Index(fields=["-ordered_at", "-id"], name="article_newest"),
            models.Index(fields=["outlet", "-ordered_at", "-id"], name="article_of_outlet"),
            models.Index(fields=["id"], condition=models.Q(stage="parked"), name="article_parked"),
            models.Index(
                fields=["text_status", "-ordered_at", "-id"],
                condition=~models.Q(text_status__in=["", "full"]),
                name="article_text_not_read",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ArticleSighting(models.Model):
    """Which feed entries led to the article: two feeds with the same article make one article."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="sightings", verbose_name=_("article")
    )
    entry = models.OneToOneField(
        FeedEntry, on_delete=models.CASCADE, related_name="sighting", verbose_name=_("feed entry")
    )
    seen_at = models.DateTimeField(_("seen"), auto_now_add=True)

    class Meta:
        verbose_name = _("sighting")
        verbose_name_plural = _("sightings")

    def __str__(self) -> str:
        return f"{self.article_id} {self.entry_id}"


class ArticlePage(models.Model):
    """The page as it was fetched, compressed, with its hash: the one copy (docs/decisions).

    `exchange` is what was asked and answered beside the body, as `cases.articles.keeping.warc` writes it:
    {"request": [[name, value], ...], "response": [[name, value], ...]}.
    """

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="pages", verbose_name=_("article")
    )
    url = models.CharField(_("address"), max_length=2048)
    fetched_at = models.DateTimeField(_("fetched"))
    status = models.PositiveSmallIntegerField(_("HTTP status"))
    content_type = models.CharField(_("content type"), max_length=200, blank=True)
    charset = models.CharField(_("charset"), max_length=40, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    body_gzip = models.BinaryField(_("page, compressed"))
    etag = models.CharField(_("ETag"), max_length=400, blank=True, default="")
    last_modified = models.CharField(_("Last-Modified"), max_length=100, blank=True, default="")
    exchange = models.JSONField(_("headers asked and answered"), default=dict, blank=True)

    class Meta:
        verbose_name = _("fetched page")
        verbose_name_plural = _("fetched pages")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["article", "sha256"], name="a_page_is_kept_once")
        ]

    def __str__(self) -> str:
        return self.url


class ArticleText(models.Model):
    """What was read from a page. A silent edit makes a new version; the old one stays."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="texts", verbose_name=_("article")
    )
    version = models.PositiveSmallIntegerField(_("version"), default=1)
    page = models.ForeignKey(
        ArticlePage,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("fetched page"),
    )
    title = models.CharField(_("title"), max_length=500, blank=True)
    text = models.TextField(_("text"), blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    extractor = models.CharField(_("read by"), max_length=60)
    extracted_at = models.DateTimeField(_("text read"))

    class Meta:
        verbose_name = _("text of an article")
        verbose_name_plural = _("texts of articles")
        ordering = ["article", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "version"], name="text_versions_are_numbered"
            ),
            models.UniqueConstraint(fields=["article", "sha256"], name="a_text_is_kept_once"),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} v{self.version}"


class SubjectKind(models.TextChoices):
    """What kind of record an article speaks of. News knows no records, so the key is a plain id."""

    PERSON = "person", _("person")
    LETTER = "letter", _("open letter")
    PROVISION = "provision", _("provision")
    LAW = "law", _("law")
    INSTITUTION = "institution", _("institution")


class ArticleSubject(models.Model):
    """A record that an article speaks of, as linking says: what tells twin texts of two people apart."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="subjects", verbose_name=_("article")
    )
    kind = models.CharField(_("kind"), max_length=12, choices=SubjectKind.choices)
    record_id = models.PositiveBigIntegerField(_("record"))
    # 0 to 1: a link made or confirmed is 1, a question waiting for a person its score.
    certainty = models.FloatField(_("certainty"))

    class Meta:
        verbose_name = _("subject of an article")
        verbose_name_plural = _("subjects of articles")
        constraints = [
            models.UniqueConstraint(
                fields=["article", "kind", "record_id"], name="a_subject_is_noted_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "record_id"], name="article_subject_record")]

    def __str__(self) -> str:
        return f"{self.article_id}: {self.kind} {self.record_id}"


class ArticleSketch(models.Model):
    """The sample of an article's text by which copies of it are told (`cases.articles.copies.sketch`)."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="sketch",
        verbose_name=_("article"),
    )
    # The version of the text it was made from; 0 where there is none.
    version = models.PositiveIntegerField(_("version"))
    packed = models.BinaryField(_("sample, packed"))

    class Meta:
        verbose_name = _("sketch of a text")
        verbose_name_plural = _("sketches of texts")

    def __str__(self) -> str:
        return str(self.article_id)


class CopyKey(models.Model):
    """A run of words in an article's text: copies are found by the keys they share.

    Forty rows an article, so there is no column more than needed: the article is a plain id, and
    the primary key is the index that is asked. A key whose article is gone finds nothing.
    """

    pk = models.CompositePrimaryKey("hash", "article_id")
    hash = models.BigIntegerField(_("hash"))
    article_id = models.BigIntegerField(_("article"))

    class Meta:
        verbose_name = _("key of a text")
        verbose_name_plural = _("keys of texts")

    def __str__(self) -> str:
        return f"{self.hash} {self.article_id}"


class CopyOf(models.Model):
    """That an article is a copy of another, or by a person's word none: how far, why, by whom.

    `Article.derived_from` is what pages read; this says why. What a person said stays.
    """

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="copy_of", verbose_name=_("article")
    )
    original = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="copied_by", verbose_name=_("original")
    )
    is_copy = models.BooleanField(_("is a copy"), default=True)
    # The text it was compared with: the original, or another copy of it.
    compared_with = models.ForeignKey(
        Article,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("compared with"),
    )
    share = models.FloatField(_("share of the shorter text"), null=True)
    # [code, detail] each; cases.admin.copies has the words.
    reasons = models.JSONField(_("reasons"), default=list)
    by_person = models.BooleanField(_("said by a person"), default=False)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("said by"),
    )
    said_why = models.CharField(_("why"), max_length=400, blank=True)
    said_at = models.DateTimeField(_("when"), auto_now=True)

    class Meta:
        verbose_name = _("copy of an article")
        verbose_name_plural = _("copies of articles")
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "original"], name="two_articles_are_judged_once"
            ),
            models.UniqueConstraint(
                fields=["article"],
                condition=models.Q(is_copy=True),
                name="an_article_is_a_copy_of_one",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} {'' if self.is_copy else 'not '}of {self.original_id}"
