"""Stories: articles of many outlets about one event, with a lasting identity."""

from typing import ClassVar

from django.conf import settings
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
        verbose_name=_("merged into"),
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

    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="memberships", verbose_name=_("story")
    )
    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="membership", verbose_name=_("article")
    )
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

    article = models.OneToOneField(
        Article, on_delete=models.CASCADE, related_name="fingerprint", verbose_name=_("article")
    )
    at = models.DateTimeField(_("date"), db_index=True)
    # Script-independent terms: folded names, stems, numbers; see cases.stories.fingerprints.
    terms = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("terms"))
    names = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("names"))
    # Records that linking found in it, such as "=person:7".
    subjects = ArrayField(models.CharField(max_length=60), default=list, verbose_name=_("subjects"))
    # As it was read: a tag that contradicts the alphabet is not believed.
    language = models.CharField(_("language"), max_length=2, blank=True)

    class Meta:
        verbose_name = _("fingerprint")
        verbose_name_plural = _("fingerprints")

    def __str__(self) -> str:
        return str(self.article_id)


class KeptProfile(models.Model):
    """What a story's articles share (`cases.stories.profiles`): an article is compared with this row.

    So comparing costs the same however many articles the story has. Made anew from fingerprints
    when articles leave; never the only place of anything.
    """

    story = models.OneToOneField(
        Story, on_delete=models.CASCADE, related_name="kept_profile", verbose_name=_("story")
    )
    profile = models.JSONField(_("profile"), default=dict)
    # Hashes of the terms by which new articles find the story.
    keys = ArrayField(models.BigIntegerField(), default=list, verbose_name=_("keys"))
    # When its articles say they were published; both null where none says it.
    first_at = models.DateTimeField(_("first article"), null=True)
    last_at = models.DateTimeField(_("last article"), null=True)

    class Meta:
        verbose_name = _("profile of a story")
        verbose_name_plural = _("profiles of stories")
        indexes = [
            GinIndex(fields=["keys"], name="story_profile_keys"),
            models.Index(fields=["last_at"], name="story_profile_last"),
        ]

    def __str__(self) -> str:
        return str(self.story_id)


class KeptApart(models.Model):
    """Two stories that a person said are two events: the machine never merges them.

    What becomes of them later, by merging into others, is kept apart too.
    """

    one = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="apart_before", verbose_name=_("story")
    )
    other = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="apart_after", verbose_name=_("other story")
    )
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("said by"),
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    said_at = models.DateTimeField(_("said"), auto_now_add=True)

    class Meta:
        verbose_name = _("stories kept apart")
        verbose_name_plural = _("stories kept apart")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_is_kept_apart_once"),
            models.CheckConstraint(
                condition=models.Q(one__lt=models.F("other")), name="the_older_story_stands_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} ≠ {self.other_id}"


class EditKind(models.TextChoices):
    """What a person did to a story."""

    NAME = "name", _("named")
    LOCK = "lock", _("locked")
    UNLOCK = "unlock", _("unlocked")
    MOVE = "move", _("article moved")
    SPLIT = "split", _("split")
    MERGE = "merge", _("merged")


class StoryEdit(models.Model):
    """What a person did to a story, who and why, with what is needed to take it back."""

    story = models.ForeignKey(
        Story, on_delete=models.CASCADE, related_name="edits", verbose_name=_("story")
    )
    kind = models.CharField(_("what was done"), max_length=8, choices=EditKind.choices)
    # The story that the articles went into, or the new one of a split.
    other = models.ForeignKey(
        Story, on_delete=models.CASCADE, null=True, related_name="+", verbose_name=_("other story")
    )
    # {"articles": [ids]} of what went; the columns as they were, of a naming.
    before = models.JSONField(default=dict, editable=False)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    done_at = models.DateTimeField(_("when"), auto_now_add=True)
    undone_at = models.DateTimeField(_("taken back"), null=True, blank=True)

    class Meta:
        verbose_name = _("edit of a story")
        verbose_name_plural = _("edits of stories")
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.story_id}"
