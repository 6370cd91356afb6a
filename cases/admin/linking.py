"""Mentions, candidates and decisions, to read; deciding is done in the review queue."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.linking.models import (
    LINKED_RECORDS,
    LinkCalibration,
    LinkCandidate,
    LinkDecision,
    Mention,
)
from tracker.lib.admin.lists import ReadOnlyAdmin


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    """Names, provisions, laws, institutions and letters found in texts."""

    list_display = ("surface", "kind", "reading", "article", "in_title", "status")
    list_filter = ("kind", "status")
    list_select_related = ("article",)
    str_needs = ("article",)
    ordering = ("-id",)
    sortable_by = ()
    exclude = ("text",)


@admin.register(LinkCandidate)
class LinkCandidateAdmin(ReadOnlyAdmin):
    """Articles that may speak of a record."""

    list_display = ("article", *LINKED_RECORDS, "score", "status", "automatic")
    list_filter = ("status", "automatic")
    list_select_related = ("article", *LINKED_RECORDS)
    str_needs = ("article", *LINKED_RECORDS)
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "article",
        LINKED_RECORDS,
        ("status", "automatic", "score"),
        "reasons",
        ("created_at", "updated_at"),
    )


@admin.register(LinkDecision)
class LinkDecisionAdmin(ReadOnlyAdmin):
    """Who decided what, when, why, on which reasons."""

    list_display = (
        "candidate_article",
        "candidate_record",
        "verdict",
        "decided_by",
        "decided_at",
        "superseded_at",
        "reason",
    )
    list_filter = ("verdict",)
    list_select_related = (
        "candidate__article",
        *(f"candidate__{record}" for record in LINKED_RECORDS),
        "decided_by",
    )
    ordering = ("-id",)
    sortable_by = ()

    @admin.display(description=_("article"))
    def candidate_article(self, decision: LinkDecision) -> str:
        """The article's title."""
        return str(decision.candidate.article)

    @admin.display(description=_("record"))
    def candidate_record(self, decision: LinkDecision) -> str:
        """The person, letter, provision, law or institution."""
        return str(decision.candidate.record)


@admin.register(LinkCalibration)
class LinkCalibrationAdmin(ReadOnlyAdmin):
    """Which scores were set right by decisions, from when to when; made by `calibrate_links`."""

    list_display = ("created_at", "decisions", "active", "ended_at", "created_by", "reason")
    list_select_related = ("created_by",)
    ordering = ("-id",)
    sortable_by = ()
