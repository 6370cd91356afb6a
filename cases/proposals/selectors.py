"""Reads of proposals: what waits to be read, the researchers' queue, the words of an article."""

from datetime import UTC, date, datetime, timedelta, timezone

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from cases.articles.models import Article, ArticleSubject, SubjectKind
from cases.feeds.models import Outlet
from cases.institutions.models import Institution, InstitutionKind
from cases.linking.models import LinkCandidate, LinkStatus
from cases.proposals.found import NamedSpan
from cases.proposals.models import (
    Proposal,
    ProposalQuote,
    ProposalReading,
    ProposalStatus,
    Standing,
)
from cases.proposals.naming import stands_as_on_record
from people.models import NameForm

QUOTES_SHOWN = 8
# Standard time at the seat of outlets, in hours from UTC. Summer time shifts an hour, which matters
# to the date only around midnight.
_HOURS = {
    "RU": 3, "BY": 3, "UA": 2, "LV": 2, "LT": 2, "EE": 2, "FI": 2, "MD": 2, "RO": 2, "BG": 2, "TR": 3,
    "GE": 4, "AM": 4, "AZ": 4, "KZ": 5, "KG": 6, "UZ": 5, "TJ": 5, "PL": 1, "DE": 1, "CZ": 1, "FR": 1,
    "IT": 1, "NL": 1, "ES": 1, "GB": 0, "US": -5, "CA": -5, "BR": -3, "IN": 5.5, "MY": 8, "SG": 8, "AU": 10,
}  # fmt: skip


def readings_to_do() -> QuerySet[ProposalReading]:
    """Articles whose text is to be read for proposals; read ones have no due time."""
    return ProposalReading.objects.filter(next_attempt_at__isnull=False)


def parked_readings() -> QuerySet[ProposalReading]:
    """Readings that were given up, newest first."""
    return (
        ProposalReading.objects.exclude(parked_reason="")
        .filter(next_attempt_at__isnull=True)
        .order_by("-id")
    )


def articles_naming_people(*, since: datetime | None = None) -> QuerySet[Article]:
    """Articles with a link to a person that stands, newest first."""
    certain = ArticleSubject.objects.filter(
        article=OuterRef("pk"), kind=SubjectKind.PERSON, certainty__gte=1.0
    )
    found = Article.objects.filter(Exists(certain))
    if since is not None:
        found = found.filter(ordered_at__gte=since)
    return found.order_by("-ordered_at", "-id")


def courts_said(proposal: Proposal) -> list[Institution]:
    """The courts on record that the quoted sentences themselves name, in order; two queries.

    Only links that stand count: a name that may be any of several courts is none.
    """
    places = proposal.quotes.values_list("article_id", "text_id", "in_title", "start", "end")
    within = Q()
    for article, text, in_title, start, end in places[:QUOTES_SHOWN]:
        place = Q(mentions__text=text) if text is not None else Q(mentions__text__isnull=True)
        within |= place & Q(
            article=article,
            mentions__in_title=in_title,
            mentions__start__gte=start,
            mentions__end__lte=end,
        )
    if not within:
        return []
    links = LinkCandidate.objects.filter(
        within, institution__kind=InstitutionKind.COURT, status=LinkStatus.ACCEPTED
    ).exclude(institution__state="withdrawn")
    found = links.select_related("institution").order_by("mentions__start", "pk")
    return list({one.institution_id: one.institution for one in found if one.institution}.values())


def published_day(article: Article) -> date:
    """The day of publication at the outlet's seat: what "today" means in its text."""
    at = article.published_on_site_at or article.ordered_at
    return at.astimezone(zone_of(article.outlet, article.language)).date()


def zone_of(outlet: Outlet, language: str) -> timezone:
    """The outlet's zone by its country; Moscow's for Russian texts of unknown seat, else UTC."""
    hours = _HOURS.get(outlet.country)
    if hours is None:
        hours = 3 if language.startswith("ru") else 0
    return timezone(timedelta(hours=hours)) if hours else UTC


def named_people(article: Article) -> list[NamedSpan]:
    """The people of accepted links with their places in title and text, read as one.

    Places count from the beginning of «title, empty line, text», as linking reads them. Three
    queries.
    """
    links = list(
        LinkCandidate.objects.filter(
            article=article, person__isnull=False, status=LinkStatus.ACCEPTED
        )
        .select_related("person")
        .prefetch_related("mentions")
    )
    names: dict[int, list[str]] = {}
    forms = NameForm.objects.live().filter(person__in=[link.person_id for link in links])
    for person_id, text in forms.values_list("person_id", "text"):
        names.setdefault(person_id, []).append(text)
    behind = len(article.title) + 2
    spans: dict[tuple[int, int], NamedSpan | None] = {}
    for link in links:
        person = link.person
        assert person is not None
        own = [*names.get(person.pk, ()), person.name_en, person.name_ru]
        for mention in link.mentions.all():
            shift = 0 if mention.in_title else behind
            place = (mention.start + shift, mention.end + shift)
            # A name that two accepted people share at one place tells of neither.
            spans[place] = (
                None
                if place in spans
                else NamedSpan(
                    *place, person.pk, stands_as_on_record(mention.surface, own), person.sex
                )
            )
    return sorted((one for one in spans.values() if one is not None), key=lambda one: one.start)


def standing_quotes() -> QuerySet[ProposalQuote]:
    """Quotes of articles whose link to the person stands; others are not shown."""
    accepted = LinkCandidate.objects.filter(
        article=OuterRef("article"), person=OuterRef("person"), status=LinkStatus.ACCEPTED
    )
    return ProposalQuote.objects.filter(Exists(accepted))


def proposals_listed(
    *,
    status: str = ProposalStatus.OPEN,
    standing: str = "",
    kind: str = "",
    person_id: int | None = None,
    language: str = "",
) -> QuerySet[Proposal]:
    """The queue, newest first, with everything a page of it shows; two queries a page.

    Open ones only while an article that says it is linked to the person.
    """
    found = Proposal.objects.filter(status=status)
    if status == ProposalStatus.OPEN:
        found = found.filter(Exists(standing_quotes().filter(proposal=OuterRef("pk"))))
    if standing:
        found = found.filter(standing=standing)
    if kind:
        found = found.filter(kind=kind)
    if person_id is not None:
        found = found.filter(person_id=person_id)
    if language:
        found = found.filter(languages__contains=f" {language} ")
    quotes = standing_quotes().select_related("article__outlet").order_by("-score", "id")
    return (
        found.select_related("person", "decided_by", "claimed_by", "record_type")
        .prefetch_related(Prefetch("quotes", queryset=quotes, to_attr="shown_quotes"))
        .order_by("-id")
    )


def open_proposals() -> QuerySet[Proposal]:
    """Open proposals that are not on record already: what waits for a researcher."""
    return _said().filter(standing__in=[Standing.NEW, Standing.CONTRADICTS])


def known_proposals() -> QuerySet[Proposal]:
    """Open proposals that the record has already: further sources that may be cited."""
    return _said().filter(standing=Standing.KNOWN)


def _said() -> QuerySet[Proposal]:
    return Proposal.objects.filter(
        Exists(standing_quotes().filter(proposal=OuterRef("pk"))), status=ProposalStatus.OPEN
    )
