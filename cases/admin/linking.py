"""Mentions, candidates and decisions, to read; deciding is done in the review queue."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from cases.linking.models import LinkCandidate, LinkDecision, Mention
from tracker.lib.admin.lists import ReadOnlyAdmin


@admin.register(Mention)
class MentionAdmin(ReadOnlyAdmin):
    """Names, provisions and letters found in texts."""

    list_display = ("surface", "kind", "article", "in_title", "status")
    list_filter = ("kind",)
    list_select_related = ("article",)
    str_needs = ("article",)
    ordering = ("-id",)
    sortable_by = ()
    exclude = ("text",)


@admin.register(LinkCandidate)
class LinkCandidateAdmin(ReadOnlyAdmin):
    """Articles that may speak of a record."""

    list_display = ("article", "person", "letter", "provision", "score", "status", "automatic")
    list_filter = ("status", "automatic")
    list_select_related = ("article", "person", "letter", "provision")
    str_needs = ("article", "person", "letter", "provision")
    ordering = ("-id",)
    sortable_by = ()
    fields = (
        "article",
        ("person", "letter", "provision"),
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
        "candidate__person",
        "candidate__letter",
        "candidate__provision",
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
        """The person, letter or provision."""
        candidate = decision.candidate
        return str(candidate.person or candidate.letter or candidate.provision)
