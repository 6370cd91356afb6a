"""Where every value comes from: sources, snapshots, citations, values that disagree, claims.

Records are named by content type and id, so this package knows none of them.
"""

from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from tracker.lib.history import tracked
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.publishing import Publishable, PublishedQuerySet
from tracker.lib.records import Timestamped


class SourceKind(models.TextChoices):
    """What was read."""

    WEB_PAGE = "web_page", _("web page")
    COURT_DOCUMENT = "court_document", _("court document")
    LAW_TEXT = "law_text", _("text of a law")
    BOOK = "book", _("book or report")
    STATEMENT = "statement", _("statement of a person or organisation")
    MEMORY = "memory", _("from memory, not checked")


class Confidence(models.TextChoices):
    """How far the citing researcher got."""

    VERIFIED = "verified", _("read in the source")
    INFERRED = "inferred", _("follows from the source")
    MEMORY = "memory", _("from memory, not checked")


@tracked()
class Source(Timestamped):
    """Something that was read, once for all facts that rest on it."""

    kind = models.CharField(_("kind"), max_length=16, choices=SourceKind.choices)
    url = models.URLField(_("address"), max_length=2000, blank=True)
    title = models.CharField(_("title"), max_length=400, blank=True)
    publisher = models.CharField(_("publisher"), max_length=200, blank=True)
    published = PartialDateField(_("published"))
    published_range = partial_date_range("published")
    accessed_on = models.DateField(_("read on"), null=True, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    archived_url = models.URLField(_("archived copy"), max_length=2000, blank=True)
    note = models.CharField(_("note"), max_length=400, blank=True)
    # What makes two mentions the same source: the canonical address, or the text where there is none.
    key = models.CharField(_("key"), max_length=500, unique=True, editable=False)

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.title or self.url or self.key


class Snapshot(models.Model):
    """A kept copy of what was read, with its hash, so that a citation outlives the page."""

    source = models.ForeignKey(
        Source, on_delete=models.CASCADE, related_name="snapshots", verbose_name=_("source")
    )
    taken_at = models.DateTimeField(_("taken"))
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    content_type = models.CharField(_("content type"), max_length=100, blank=True)
    path = models.CharField(_("path"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("snapshot")
        verbose_name_plural = _("snapshots")
        constraints = [
            models.UniqueConstraint(fields=["source", "sha256"], name="a_snapshot_is_kept_once")
        ]

    def __str__(self) -> str:
        return f"{self.source} {self.taken_at:%Y-%m-%d}"


class AboutRecord(models.Model):
    """Abstract: a row about any field of any record; an empty field means the record as a whole."""

    content_type = models.ForeignKey(
        ContentType, on_delete=models.CASCADE, related_name="+", verbose_name=_("kind of record")
    )
    object_id = models.BigIntegerField(_("number of the record"))
    record: Any = GenericForeignKey("content_type", "object_id")
    field = models.CharField(_("field"), max_length=60, blank=True)

    class Meta:
        abstract = True


@tracked()
class Citation(AboutRecord, Timestamped):
    """This source says this value."""

    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="citations", verbose_name=_("source")
    )
    quote = models.TextField(_("quote"), blank=True)
    confidence = models.CharField(
        _("confidence"), max_length=12, choices=Confidence.choices, default=Confidence.VERIFIED
    )
    note = models.CharField(_("note"), max_length=600, blank=True)
    retracted_at = models.DateTimeField(_("retracted"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("citation")
        verbose_name_plural = _("citations")
        ordering = ["id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="citation_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "field", "source"],
                condition=models.Q(retracted_at__isnull=True),
                name="a_source_is_cited_once_per_field",
            )
        ]

    def __str__(self) -> str:
        return str(self.source)


@tracked()
class Assertion(AboutRecord, Publishable, Timestamped):
    """A value that a source gives and that disagrees with the accepted one: kept beside it."""

    value_text = models.CharField(_("value"), max_length=400)
    source = models.ForeignKey(
        Source, on_delete=models.PROTECT, related_name="assertions", verbose_name=_("source")
    )
    confidence = models.CharField(
        _("confidence"), max_length=12, choices=Confidence.choices, default=Confidence.VERIFIED
    )
    note = models.CharField(_("note"), max_length=600, blank=True)

    objects: ClassVar[PublishedQuerySet["Assertion"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("disagreeing value")
        verbose_name_plural = _("disagreeing values")
        ordering = ["id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="assertion_record")]

    def __str__(self) -> str:
        return f"{self.field}: {self.value_text}"


@tracked()
class Claim(AboutRecord, Publishable, Timestamped):
    """Something said about the subject of a record, in as many wordings as sources gave it."""

    key = models.SlugField(_("key"), max_length=60)
    subject_en = models.CharField(_("subject in English"), max_length=200)
    subject_ru = models.CharField(_("subject in Russian"), max_length=200, blank=True)
    note_en = models.TextField(_("note in English"), blank=True)
    note_ru = models.TextField(_("note in Russian"), blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[PublishedQuerySet["Claim"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["content_type", "object_id"], name="claim_record")]
        constraints = [
            models.UniqueConstraint(
                fields=["content_type", "object_id", "key"], name="a_record_has_each_claim_once"
            )
        ]

    def __str__(self) -> str:
        return self.subject_en


@tracked()
class ClaimWording(Timestamped):
    """Who words the claim how. The letter's wording and a report's shortening stand side by side."""

    visible_through = ("claim",)

    claim = models.ForeignKey(
        Claim, on_delete=models.CASCADE, related_name="wordings", verbose_name=_("claim")
    )
    said_by = models.CharField(_("said by"), max_length=200)
    wording_en = models.TextField(_("wording in English"))
    wording_ru = models.TextField(_("wording in Russian"), blank=True)
    value = models.IntegerField(_("number, if it is one"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects: ClassVar[PublishedQuerySet["ClaimWording"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("wording of a claim")
        verbose_name_plural = _("wordings of claims")
        ordering = ["position", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "said_by"], name="each_speaker_words_a_claim_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.said_by}: {self.wording_en[:60]}"
