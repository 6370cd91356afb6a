"""What a person decides on a proposal: into the record with its sources, or away with a reason.

Nothing here is done by the machine. The record is written by the services of its own package; every
article that says it is cited, with its sentence, in the same transaction.
"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils.translation import gettext_noop as _

from cases.articles.keeping.snapshots import cite_page
from cases.articles.models import Article
from cases.changes.telling import gathered
from cases.evidence.models import Citation, Source, SourceKind
from cases.evidence.services import cite, ensure_source
from cases.proposals.models import Proposal, ProposalQuote, ProposalStatus
from cases.proposals.quoting import bounded
from cases.proposals.selectors import published_day, standing_quotes
from cases.proposals.services import compare_again
from tracker.lib import clock
from tracker.lib.errors import Conflict, Refused
from tracker.lib.history import because
from tracker.lib.partial_dates import PartialDate

# How long a proposal whose form somebody has open is shown as taken.
CLAIM = timedelta(minutes=10)
_REASON = 400
_NOTE = "Proposed from this article and accepted by a researcher."


def claim(proposal: Proposal, *, by: Any) -> bool:
    """Note that this person is looking at it; False when somebody else is."""
    now = clock.now()
    free = models.Q(claimed_until__isnull=True) | models.Q(claimed_until__lt=now)
    return bool(
        Proposal.objects.filter(free | models.Q(claimed_by=by), pk=proposal.pk).update(
            claimed_by=by, claimed_until=now + CLAIM
        )
    )


def accept_proposal(
    proposal: Proposal, *, write: Callable[[str], list[models.Model]], by: Any, reason: str = ""
) -> models.Model:
    """Let `write` make the rows (it is given the reason), cite the articles on each, close the question.

    Returns the first row, which is what the proposal became.

    All or nothing. Raises Conflict when somebody has decided meanwhile, Refused when no article
    says it any more, and whatever the service that writes refuses.
    """
    words = _reason_of(proposal, reason)
    with transaction.atomic(), because(words, by=by), gathered():
        locked = _open(proposal, by=by)
        quotes = _quotes(locked)
        rows = write(words)
        if not rows:
            raise Refused(_("Nothing was written."))
        for row in rows:
            _cite(row, quotes)
        _decide(locked, ProposalStatus.ACCEPTED, by=by, reason=reason, record=rows[0])
        compare_again([locked.person_id])
    return rows[0]


def cite_known(proposal: Proposal, *, by: Any, reason: str = "") -> int:
    """Cite the articles on the row that the record has already; returns how many sources it gained.

    Raises Refused when the record holds nothing of the kind, Conflict as `accept_proposal`.
    """
    words = _reason_of(proposal, reason)
    with transaction.atomic(), because(words, by=by), gathered():
        locked = _open(proposal, by=by)
        record = known_record(locked)
        if record is None or locked.standing != "known":
            raise Refused(_("There is nothing on record to cite it for."))
        made = _cite(record, _quotes(locked))
        _decide(locked, ProposalStatus.ACCEPTED, by=by, reason=reason, record=record)
    return made


def reject_proposal(proposal: Proposal, *, by: Any, reason: str) -> Proposal:
    """It did not happen so, or not to this person. Further articles that say the same do not ask again.

    Raises Refused without a reason, Conflict when somebody has decided meanwhile.
    """
    if not reason.strip():
        raise Refused(_("Say why it is rejected."), field="reason")
    with transaction.atomic():
        locked = _open(proposal, by=by)
        _decide(locked, ProposalStatus.REJECTED, by=by, reason=reason.strip())
    return locked


def undo_rejection(proposal: Proposal, *, by: Any) -> Proposal:
    """The question comes back. Raises Refused when it was not rejected."""
    with transaction.atomic():
        locked = Proposal.objects.select_for_update().get(pk=proposal.pk)
        if locked.status != ProposalStatus.REJECTED:
            raise Refused(_("Only a rejection can be taken back here."))
        locked.status, locked.decided_by, locked.decided_at = ProposalStatus.OPEN, None, None
        locked.reason, locked.claimed_by, locked.claimed_until = "", None, None
        locked.save()
        compare_again([locked.person_id])
    return locked


def known_record(proposal: Proposal) -> Any:
    """The row on record that a proposal points at; None when there is none or it is gone."""
    if proposal.record_type is None or proposal.record_id is None:
        return None
    model = proposal.record_type.model_class()
    return model._default_manager.filter(pk=proposal.record_id).first() if model else None


def source_of(article: Article) -> Source:
    """The article as a source, resting on its newest kept page, if one is kept."""
    source = ensure_source(
        kind=SourceKind.WEB_PAGE,
        url=article.url,
        title=article.title,
        publisher=article.outlet.name,
        language=article.language,
    )
    if source.published is None and article.published_on_site_at is not None:
        source.published = PartialDate.parse(published_day(article).isoformat())
        source.save(update_fields=["published", "updated_at"])
    cite_page(source)
    return source


def _cite(record: models.Model, quotes: list[ProposalQuote]) -> int:
    before = _cited(record)
    for quote in quotes:
        cite(record, source=source_of(quote.article), quote=_cited_words(quote), note=_NOTE)
    return _cited(record) - before


def _cited_words(quote: ProposalQuote) -> str:
    """The sentence, or of a long one the part that names the person and says what happened."""
    spans = [one["span"] for one in quote.reasons if isinstance(one, dict) and one.get("span")]
    start = min((span[0] for span in spans), default=quote.start) - quote.start
    end = max((span[1] for span in spans), default=quote.start) - quote.start
    return bounded(quote.quote, start, end)


def _cited(record: models.Model) -> int:
    return Citation.objects.filter(
        content_type=ContentType.objects.get_for_model(record), object_id=record.pk
    ).count()


def _quotes(proposal: Proposal) -> list[ProposalQuote]:
    quotes = list(
        standing_quotes()
        .filter(proposal=proposal)
        .select_related("article__outlet")
        .order_by("-score", "id")
    )
    if not quotes:
        raise Refused(_("No article that is linked to the person says it any more."))
    return quotes


def _open(proposal: Proposal, *, by: Any) -> Proposal:
    if by is None or not getattr(by, "pk", None):
        raise Refused(_("A decision needs the person who makes it."))
    locked = (
        Proposal.objects.select_for_update(of=("self",))
        .select_related("person", "record_type")
        .get(pk=proposal.pk)
    )
    if locked.status != ProposalStatus.OPEN:
        raise Conflict(_("Somebody has decided this proposal meanwhile."))
    return locked


def _decide(
    locked: Proposal,
    status: ProposalStatus,
    *,
    by: Any,
    reason: str,
    record: models.Model | None = None,
) -> None:
    locked.status, locked.decided_by, locked.decided_at = status, by, clock.now()
    locked.reason = reason[:_REASON]
    locked.claimed_by, locked.claimed_until = None, None
    if record is not None:
        locked.record_type = ContentType.objects.get_for_model(record)
        locked.record_id = record.pk
    locked.save()


def _reason_of(proposal: Proposal, reason: str) -> str:
    return (reason.strip() or f"From the news: {proposal}")[:_REASON]
