"""Stories: articles of many outlets about one event, with a lasting identity."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.articles.models import Article
from tracker.lib.history import tracked
from tracker.lib.publishing import Publishable, PublishedQuerySet, PublishingState
from tracker.lib.records import PublicIdentity, Timestamped


@tracked(exclude=("articles_count", "first_at", "last_at"))
class Story(Publishable, PublicIdentity, Timestamped):
    """One event in the news. The machine names it by its first article until a person does."""

    state = models.CharField(
        _("state"),
        max_length=12,
        choices=PublishingState.choices,
        default=PublishingState.PUBLISHED,
    )
    title = models.CharField(_("title"), max_length=500)
    title_en = models.CharField(_("title in English"), max_length=500, blank=True)
    title_ru = models.CharField(_("title in Russian"), max_length=500, blank=True)
    language = models.CharField(_("language of the title"), max_length=12, blank=True)
    summary_en = models.TextField(_("summary in English"), blank=True)
    summary_ru = models.TextField(_("summary in Russian"), blank=True)
    named_by_person = models.BooleanField(_("named by a person"), default=False)
    locked = models.BooleanField(
        _("locked"), default=False, help_text=_("The machine adds nothing to a locked story.")
    )
    first_at = models.DateTimeField(_("first article"), null=True, blank=True)
    last_at = models.DateTimeField(_("last article"), null=True, blank=True)
    articles_count = models.PositiveIntegerField(_("articles"), default=0)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="absorbed",
    )

    objects: ClassVar[PublishedQuerySet["Story"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["-last_at", "-id"]
        indexes = [models.Index(fields=["state", "-last_at", "-id"], name="story_state_newest")]

    def __str__(self) -> str:
        return self.title_en or self.title


class StoryMembership(models.Model):
    """An article in a story: by which score and reasons, by the machine or by a person."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="memberships")
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="membership")
    score = models.FloatField(_("score"), null=True, blank=True)
    reasons = models.JSONField(_("reasons"), default=list)
    placed_by_person = models.BooleanField(_("placed by a person"), default=False)
    placed_at = models.DateTimeField(_("placed"), auto_now=True)

    class Meta:
        verbose_name = _("article in a story")
        verbose_name_plural = _("articles in stories")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.article_id} in {self.story_id}"


class ArticleFingerprint(models.Model):
    """The words by which an article is compared with others; candidates are found by overlap."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="fingerprint")
    at = models.DateTimeField(db_index=True)
    # Script-independent terms: folded names, stems, numbers; see cases.stories.fingerprints.
    terms = ArrayField(models.CharField(max_length=60), default=list)
    names = ArrayField(models.CharField(max_length=60), default=list)

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")
        indexes = [
            GinIndex(fields=["names"], name="fingerprint_names"),
            GinIndex(fields=["terms"], name="fingerprint_terms"),
        ]

    def __str__(self) -> str:
        return str(self.article_id)
