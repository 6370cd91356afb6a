"""What the news says happened, as questions for a researcher. Internal: never public, never a fact.

A `Proposal` is one question about one person, with the sentences of all articles that say it
(`ProposalQuote`). `ProposalReading` is the waiting work: an article whose text is to be read.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.articles.models import Article, ArticleText
from people.models import Person
from tracker.lib.partial_dates import PartialDateField, partial_date_range
from tracker.lib.records import Timestamped


def values_key(values: dict[str, Any]) -> str:
    """The same for the same values, whatever the order of their names: a sha256 in hex."""
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()


class ProposalKind(models.TextChoices):
    """What may have happened; the values are those of `cases.proposals.found`."""

    DETAINED = "detained", _("detained")
    SEARCHED = "searched", _("searched")
    CHARGED = "charged", _("charged")
    REQUALIFIED = "requalified", _("charge re-qualified")
    MEASURE = "measure", _("pre-trial measure")
    SENTENCED = "sentenced", _("sentenced")
    REQUESTED = "requested", _("prosecution's request")
    APPEAL = "appeal", _("appeal decided")
    TRANSFERRED = "transferred", _("transferred")
    HOSPITALISED = "hospitalised", _("taken to hospital")
    RELEASED = "released", _("released")
    EXCHANGED = "exchanged", _("exchanged")
    DIED = "died", _("died")
    REGISTERED = "registered", _("added to a register")
    SIGNED = "signed", _("signed a letter")
    PUNISHMENT_CELL = "punishment_cell", _("punishment cell")
    HUNGER_STRIKE = "hunger_strike", _("hunger strike")


class ProposalStatus(models.TextChoices):
    """Where a proposal stands. Superseded: no article says it any more."""

    OPEN = "open", _("open")
    ACCEPTED = "accepted", _("accepted")
    REJECTED = "rejected", _("rejected")
    SUPERSEDED = "superseded", _("superseded")


class Standing(models.TextChoices):
    """What the record says beside a proposal."""

    NEW = "new", _("not on record")
    KNOWN = "known", _("on record already: a further source")
    CONTRADICTS = "contradicts", _("the record says otherwise")


class Proposal(Timestamped):
    """One thing that articles say happened to one person; a person decides what becomes of it."""

    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="proposals", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ProposalKind.choices)
    # JSON of `cases.proposals.values`: months, regime, to, outcome, register...
    values = models.JSONField(_("values"), default=dict)
    on = PartialDateField(_("date it speaks of"))
    on_range = partial_date_range("on")
    background = models.BooleanField(_("recalled, not new"), default=False)
    score = models.FloatField(_("score"), default=0.0)
    status = models.CharField(
        _("status"), max_length=12, choices=ProposalStatus.choices, default=ProposalStatus.OPEN
    )
    standing = models.CharField(
        _("beside the record"), max_length=12, choices=Standing.choices, default=Standing.NEW
    )
    # The row on record that says the same or otherwise, or the one that was made of it.
    record_type = models.ForeignKey(
        ContentType,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("kind of record"),
    )
    record_id = models.BigIntegerField(_("number of the record"), null=True)
    told_on = models.DateField(_("first told"), null=True)
    languages = models.CharField(_("languages"), max_length=60, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.CharField(_("reason"), max_length=400, blank=True)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("taken by"),
    )
    claimed_until = models.DateTimeField(_("taken until"), null=True)

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["standing", "-id"],
                condition=models.Q(status="open"),
                name="proposal_queue",
            ),
            models.Index(fields=["person", "kind"], name="proposal_person_kind"),
            models.Index(fields=["status", "-id"], name="proposal_status"),
        ]
        constraints = [
            models.CheckConstraint(
                name="who_decides_a_proposal_is_named",
                condition=~models.Q(status__in=["accepted", "rejected"])
                | models.Q(decided_at__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.on or ''}".strip()


class ProposalQuote(models.Model):
    """The sentence of an article that says it, where it stands, and why it was read so."""

    proposal = models.ForeignKey(
        Proposal, on_delete=models.CASCADE, related_name="quotes", verbose_name=_("proposal")
    )
    article = models.ForeignKey(
        Article, on_delete=models.CASCADE, related_name="proposal_quotes", verbose_name=_("article")
    )
    text = models.ForeignKey(
        ArticleText,
        on_delete=models.SET_NULL,
        null=True,
        related_name="proposal_quotes",
        verbose_name=_("text of an article"),
    )
    # Repeated from the proposal, so that one article asks one question once.
    person = models.ForeignKey(
        Person, on_delete=models.CASCADE, related_name="+", verbose_name=_("person")
    )
    kind = models.CharField(_("kind"), max_length=16, choices=ProposalKind.choices)
    values = models.JSONField(_("values"), default=dict)
    # The hash of the values: rows are told apart by it (a merge of people compares such columns).
    values_key = models.CharField(_("key of the values"), max_length=64, default="", editable=False)
    on = PartialDateField(_("date it speaks of"))
    on_range = partial_date_range("on")
    background = models.BooleanField(_("recalled, not new"), default=False)
    in_title = models.BooleanField(_("in the title"), default=False)
    # Code points into the title or the text.
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    quote = models.TextField(_("quote"))
    # [{"code": "who_named", "text": "...", "span": [start, end]}], spans counted like `start`.
    reasons = models.JSONField(_("reasons"), default=list)
    score = models.FloatField(_("score"))
    created_at = models.DateTimeField(_("created"), auto_now_add=True)

    class Meta:
        verbose_name = _("quote of a proposal")
        verbose_name_plural = _("quotes of proposals")
        ordering = ["proposal", "id"]
        indexes = [models.Index(fields=["article"], name="proposal_quote_article")]
        constraints = [
            models.UniqueConstraint(
                fields=["article", "person", "kind", "on", "values_key"],
                nulls_distinct=False,
                name="an_article_proposes_a_thing_once",
            )
        ]

    def __str__(self) -> str:
        return self.quote[:80]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save, with the key of the values as they are now."""
        self.values_key = values_key(self.values)
        super().save(*args, **kwargs)


class ProposalReading(models.Model):
    """An article that names people on record: when its text is to be read, and what came of it."""

    article = models.OneToOneField(
        Article,
        on_delete=models.CASCADE,
        related_name="proposal_reading",
        verbose_name=_("article"),
    )
    text = models.ForeignKey(
        ArticleText,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("text of an article"),
    )
    rules = models.PositiveSmallIntegerField(_("version of the rules"), default=0)
    read_at = models.DateTimeField(_("read"), null=True)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    parked_reason = models.CharField(_("why it is parked"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("reading for proposals")
        verbose_name_plural = _("readings for proposals")
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="proposal_reading_waiting",
            )
        ]

    def __str__(self) -> str:
        return str(self.article_id)
