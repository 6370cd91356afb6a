"""The first page of the admin: groups of models, and what waits for a person."""

from collections.abc import Iterator
from typing import Any

from axes.admin import AccessAttemptAdmin
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from cases.articles.models import Article, Stage
from cases.casefile.models import Case
from cases.feeds.health.lists import watched_and
from cases.feeds.models import FeedEntry, Health
from cases.feeds.selectors import parked_feeds, switched_on_feeds
from cases.letters.models import OpenLetter
from cases.linking.selectors import review_queue
from cases.proposals.selectors import known_proposals, open_proposals
from people.models import Person
from tracker.lib.admin.hooks import WaitingLine, connected
from tracker.lib.publishing import PublishingState

# The first page counts no further: "100+" says enough.
COUNTED = 100

GROUPS: list[tuple[Any, tuple[str, ...]]] = [
    (
        _("People"),
        (
            "people.Person",
            "people.NameForm",
            "people.Organisation",
            "people.Affiliation",
            "people.ExternalId",
            "cases.Recognition",
            "people.MergeDecision",
            "people.MergeRecord",
        ),
    ),
    (
        _("Cases"),
        (
            "cases.Case",
            "cases.Party",
            "cases.CaseEvent",
            "cases.Charge",
            "cases.ChargeUpdate",
            "cases.Sentence",
        ),
    ),
    (
        _("Detention"),
        (
            "cases.Detention",
            "cases.Transfer",
            "cases.Release",
            "cases.Institution",
            "cases.Region",
        ),
    ),
    (_("Law"), ("cases.Law", "cases.Provision", "cases.ProvisionEdition", "cases.LawCount")),
    (
        _("Open letters"),
        (
            "cases.OpenLetter",
            "cases.LetterText",
            "cases.Addressee",
            "cases.Demand",
            "cases.Signature",
        ),
    ),
    (
        _("Evidence"),
        (
            "cases.Source",
            "cases.Citation",
            "cases.Assertion",
            "cases.Claim",
            "cases.ClaimWording",
            "cases.Snapshot",
            "cases.CitedPage",
            "cases.WebArchiveCopy",
        ),
    ),
    (
        _("News"),
        (
            "cases.Outlet",
            "cases.OutletRating",
            "cases.Feed",
            "cases.FeedPoll",
            "cases.Host",
            "cases.FeedEntry",
            "cases.Article",
            "cases.ArticleText",
            "cases.ArticlePage",
            "cases.ArticleSighting",
            "cases.Recheck",
            "cases.LearnedSelector",
            "cases.Story",
            "cases.StoryMembership",
            "cases.ArticleFingerprint",
        ),
    ),
    (
        _("Links"),
        ("cases.LinkCandidate", "cases.LinkDecision", "cases.LinkCalibration", "cases.Mention"),
    ),
    (
        _("What leaves and comes in"),
        ("cases.Change", "cases.StaffDigest", "cases.ImportBatch", "cases.ImportRow"),
    ),
    (
        _("Access"),
        (
            "people.Account",
            "auth.Group",
            "cases.PartnerOrganisation",
            "cases.ApiKey",
            "axes.AccessAttempt",
            "axes.AccessFailureLog",
            "axes.AccessLog",
        ),
    ),
]

# Words of django-axes that it has in no Russian: named here, they are collected and translated.
_WORDS_OF_AXES = (_("Locked Out"), _("Attempt Remaining"), _("Not set"))
# Its columns would be called by the names of their functions.
for _column, _label in (("status", _("status")), ("expiration", _("expires"))):
    getattr(AccessAttemptAdmin, _column).short_description = _label


def _line(queryset: QuerySet[Any], text: Any, url: str, *, urgent: bool = False) -> WaitingLine:
    count = queryset.order_by()[: COUNTED + 1].count()
    return WaitingLine(str(text), min(count, COUNTED), count > COUNTED, url, urgent)


def _lists(model: str, query: str) -> str:
    return f"{reverse(f'admin:{model}_changelist')}?{query}"


def _lines(request: HttpRequest) -> Iterator[WaitingLine]:
    user: Any = request.user
    if user.has_perm("people.decide_links"):
        yield _line(
            review_queue(),
            _("links to decide"),
            reverse("admin:review_queue"),
        )
        yield _line(
            open_proposals(),
            _("things the news says happened"),
            reverse("admin:proposals"),
        )
        yield _line(
            known_proposals(),
            _("further sources for what is on record"),
            f"{reverse('admin:proposals')}?view=known",
        )
    if user.has_perm("cases.view_feed"):
        sources = reverse("admin:source_health")
        for health, text in (
            (Health.BROKEN, _("sources broken")),
            (Health.SILENT, _("sources silent")),
            (Health.QUIET, _("sources quieter than usual")),
        ):
            yield _line(
                watched_and(health),
                text,
                f"{sources}?health={health.value}",
                urgent=health != Health.QUIET,
            )
        yield _line(switched_on_feeds(), _("sources watched"), sources)
        yield _line(
            parked_feeds(), _("feeds parked"), _lists("cases_feed", "health=parked"), urgent=True
        )
        yield _line(
            FeedEntry.objects.filter(taken_at__isnull=True, next_attempt_at__isnull=True),
            _("feed entries parked"),
            _lists("cases_feedentry", "way=parked"),
            urgent=True,
        )
    if user.has_perm("cases.view_article"):
        yield _line(
            Article.objects.filter(stage=Stage.PARKED),
            _("articles parked"),
            _lists("cases_article", "work=parked"),
            urgent=True,
        )
    drafts = Q(state=PublishingState.DRAFT)
    review = Q(state=PublishingState.IN_REVIEW)
    for model, name, words in (
        (Person, "people_person", _("people")),
        (Case, "cases_case", _("cases")),
        (OpenLetter, "cases_openletter", _("open letters")),
    ):
        if not user.has_perm(f"{model._meta.app_label}.view_{model._meta.model_name}"):
            continue
        rows: QuerySet[Any] = model._default_manager.all()
        for condition, state, text in (
            (review, "in_review", _("%(records)s to review")),
            (drafts, "draft", _("%(records)s in draft")),
        ):
            yield _line(
                rows.filter(condition),
                text % {"records": words},
                _lists(name, f"state__exact={state}"),
            )


def what_waits(request: HttpRequest) -> list[WaitingLine]:
    """The lines of the first page of which there is at least one row; each count is bounded."""
    return [line for line in _lines(request) if line.count]


connected.groups = GROUPS
connected.waiting = what_waits
