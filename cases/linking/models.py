"""Where news and records meet: mentions in a text, candidates for a link, and decisions."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models.functions import Cast, Floor, Mod
from django.utils.translation import gettext_lazy as _

from cases.articles.models import Article, ArticleText
from cases.institutions.models import Institution
from cases.laws.models import Law, Provision
from cases.letters.models import OpenLetter
from people.models import Person
from tracker.lib.publishing import PublishedQuerySet


class MentionKind(models.TextChoices):
    """What was found in the text."""

    PERSON = "person", _("person")
    PROVISION = "provision", _("provision")
    LETTER = "letter", _("open letter")
    LAW = "law", _("law")
    INSTITUTION = "institution", _("institution")


class Mention(models.Model):
    """A span of an article's title or text. Ambiguous ones are kept with their status, not dropped."""

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="mentions", verbose_name=_("article")
    )
    text = models.ForeignKey(
        ArticleText,
        on_delete=models.CASCADE,
        null=True,
        related_name="mentions",
        verbose_name=_("text of an article"),
    )
    kind = models.CharField(_("kind"), max_length=12, choices=MentionKind.choices)
    in_title = models.BooleanField(_("in the title"), default=False)
    # Code points into the title or the text.
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    surface = models.CharField(_("as written"), max_length=300)
    sentence = models.TextField(_("sentence"), blank=True)
    # Offset of the surface in the sentence, so that a page can mark it.
    sentence_start = models.PositiveIntegerField(_("start in the sentence"), default=0)
    status = models.CharField(_("status"), max_length=12, default="found")
    # What it is read as («ч. 2 ст. 207.3 УК РФ», «32-ФЗ 2022-03-04»); of people nothing.
    reading = models.CharField(_("read as"), max_length=300, blank=True)

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        ordering = ["article", "-in_title", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "text", "in_title", "kind", "start", "end"],
                nulls_distinct=False,
                name="a_mention_is_kept_once",
            )
        ]

    def __str__(self) -> str:
        return self.surface


class LinkStatus(models.TextChoices):
    """Where a candidate stands."""

    UNDECIDED = "undecided", _("undecided")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    DEFERRED = "deferred", _("later")


# The columns of a link to a record; exactly one is set.
LINKED_RECORDS = ("person", "letter", "provision", "law", "institution")


def _exactly_one(columns: tuple[str, ...]) -> models.Q:
    """The condition that one of the columns is set and the others are not."""
    condition = models.Q()
    for chosen in columns:
        others = {f"{column}__isnull": column != chosen for column in columns}
        condition |= models.Q(**others)
    return condition


class LinkCandidate(models.Model):
    """An article that may speak of a record, with a score and the reasons for and against."""

    visible_through = ("article", "person", "letter", "provision", "law", "institution")

    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="link_candidates", verbose_name=_("article")
    )
    person = models.ForeignKey(
        Person,
        on_delete=models.CASCADE,
        null=True,
        related_name="link_candidates",
        verbose_name=_("person"),
    )
    letter = models.ForeignKey(
        OpenLetter,
        on_delete=models.CASCADE,
        null=True,
        related_name="link_candidates",
        verbose_name=_("open letter"),
    )
    provision = models.ForeignKey(
        Provision,
        on_delete=models.CASCADE,
        null=True,
        related_name="link_candidates",
        verbose_name=_("provision"),
    )
    law = models.ForeignKey(
        Law,
        on_delete=models.CASCADE,
        null=True,
        related_name="link_candidates",
        verbose_name=_("law"),
    )
    institution = models.ForeignKey(
        Institution,
        on_delete=models.CASCADE,
        null=True,
        related_name="link_candidates",
        verbose_name=_("institution"),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=LinkStatus.choices, default=LinkStatus.UNDECIDED
    )
    automatic = models.BooleanField(_("decided by the machine"), default=False)
    score = models.FloatField(_("score"))
    # Before the calibration by decisions; the same where there is none.
    raw_score = models.FloatField(_("score of the rules"), null=True, editable=False)
    # A link of the machine drawn by lot, for a person to say whether it is right.
    to_check = models.BooleanField(_("drawn for a check"), default=False, editable=False)
    # The order of the review queue: how likely the link is right, in twentieths, so that equals come
    # newest first. Checks are strewn among the questions: at their score they would all come first.
    priority = models.GeneratedField(
        expression=models.Case(
            models.When(
                to_check=True,
                then=Cast(Mod(models.F("article") * 7919, 17), models.SmallIntegerField()),
            ),
            default=Cast(Floor(models.F("score") * 20), models.SmallIntegerField()),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
        verbose_name=_("order in the queue"),
    )
    # [{"text": "...", "weight": 0.4, "span": [start, end]}], strongest first.
    reasons = models.JSONField(_("reasons"), default=list)
    mentions = models.ManyToManyField(
        Mention, related_name="candidates", verbose_name=_("mentions")
    )
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    claimed_until = models.DateTimeField(_("taken until"), null=True)
    created_at = models.DateTimeField(_("created"), auto_now_add=True)
    updated_at = models.DateTimeField(_("updated"), auto_now=True)

    objects: ClassVar[PublishedQuerySet["LinkCandidate"]] = PublishedQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("link candidate")
        verbose_name_plural = _("link candidates")
        ordering = ["-priority", "-id"]
        indexes = [
            models.Index(
                fields=["-priority", "-id"],
                condition=models.Q(status__in=["undecided", "deferred"]) | models.Q(to_check=True),
                name="link_queue",
            ),
            models.Index(fields=["person", "status", "-id"], name="link_of_person"),
        ]
        constraints = [
            models.CheckConstraint(
                name="a_link_names_exactly_one_record", condition=_exactly_one(LINKED_RECORDS)
            ),
            models.UniqueConstraint(
                fields=["article", *LINKED_RECORDS],
                nulls_distinct=False,
                name="a_pair_is_offered_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.article_id} → {getattr(self.record, 'pk', None)}"

    @property
    def record(self) -> models.Model | None:
        """The person, letter, provision, law or institution the link is to."""
        for name in LINKED_RECORDS:
            if getattr(self, f"{name}_id") is not None:
                record: models.Model = getattr(self, name)
                return record
        return None


class Asked(models.TextChoices):
    """How a decision came about. Who overrules unasked picks the wrong ones: no sample of anything."""

    QUESTION = "question", _("asked in the queue")
    CHECK = "check", _("a link of the machine drawn by lot")
    UNASKED = "unasked", _("not asked")


class LinkDecision(models.Model):
    """Accepted, rejected or put off: by whom, when, why, and the score and reasons as they stood."""

    candidate = models.ForeignKey(
        LinkCandidate,
        on_delete=models.CASCADE,
        related_name="decisions",
        verbose_name=_("link candidate"),
    )
    verdict = models.CharField(_("verdict"), max_length=12, choices=LinkStatus.choices)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    score = models.FloatField(_("score as it stood"))
    raw_score = models.FloatField(_("score of the rules as it stood"), null=True, editable=False)
    asked = models.CharField(
        _("how it came about"), max_length=8, choices=Asked.choices, default=Asked.QUESTION
    )
    # Several people offered for one name: choosing one decides on all, and undoing too.
    together_with = models.ForeignKey(
        "self",
        on_delete=models.SET_NULL,
        null=True,
        editable=False,
        related_name="others",
        verbose_name=_("decided together with"),
    )
    reasons = models.JSONField(_("reasons as they stood"), default=list)
    superseded_at = models.DateTimeField(_("superseded"), null=True, blank=True)

    class Meta:
        verbose_name = _("link decision")
        verbose_name_plural = _("link decisions")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["candidate"],
                condition=models.Q(superseded_at__isnull=True),
                name="one_standing_decision_per_link",
            )
        ]

    def __str__(self) -> str:
        return f"{self.candidate_id}: {self.verdict}"


class LinkCalibration(models.Model):
    """Parameters by which scores are set right, fitted on what researchers decided. One is active."""

    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("made by"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    decisions = models.PositiveIntegerField(_("decisions"))
    # {"person": {"slope": 0.9, "shift": -0.2, "decisions": 312}}
    parameters = models.JSONField(_("parameters"), default=dict)
    # {"person": {"before": 0.12, "after": 0.10}}: Brier scores, the second on decisions held back.
    figures = models.JSONField(_("figures"), default=dict)
    active = models.BooleanField(_("in force"), default=False)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("calibration of links")
        verbose_name_plural = _("calibrations of links")
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["active"],
                condition=models.Q(active=True),
                name="one_calibration_is_in_force",
            )
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d}: {self.decisions}"
