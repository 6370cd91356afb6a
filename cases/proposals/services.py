"""Writes of proposals: articles noted, read, and what they say gathered into questions."""

import json
import logging
from collections.abc import Collection, Iterable
from datetime import timedelta
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.db.models import F, Q

from cases.articles.models import Article, ArticleText, SubjectKind
from cases.articles.selectors import newest_text, stand_ins
from cases.proposals.comparing import CONTRADICTS, SAME, Fact, beside_record, same_event
from cases.proposals.found import RECURRING, FoundEvent
from cases.proposals.models import (
    Proposal,
    ProposalQuote,
    ProposalReading,
    ProposalStatus,
    Standing,
)
from cases.proposals.on_record import Facts, fact, facts_on_record
from cases.proposals.reading import LONGEST_TEXT, RULES, read_events
from cases.proposals.selectors import named_people, published_day
from people.models import Person
from tracker.lib import clock
from tracker.lib.partial_dates import PartialDate
from tracker.lib.retry_times import MAX_PARSER_ATTEMPTS, next_attempt_at

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
_QUOTE = 2_000
# Which proposal a further quote joins, where several say the same.
_ORDER = [
    ProposalStatus.OPEN,
    ProposalStatus.ACCEPTED,
    ProposalStatus.REJECTED,
    ProposalStatus.SUPERSEDED,
]
_Key = tuple[int, str, str, str]
# Written out: it is asked for each article that is linked, and the answer mostly is none.
_KNOWN_OR_NAMING = """
SELECT article_id, true FROM cases_proposalreading WHERE article_id = ANY(%(ids)s)
UNION ALL
SELECT article_id, false FROM cases_articlesubject
WHERE article_id = ANY(%(ids)s) AND kind = %(person)s AND certainty >= 1.0
"""


def note_articles(article_ids: Iterable[int]) -> int:
    """Let the articles be read for proposals: those that name people on record, and those that did.

    Called when links or texts changed, in that transaction. Returns how many wait now. Doing it
    twice changes nothing.
    """
    ids = set(article_ids)
    if not ids:
        return 0
    now = clock.now()
    known, naming = _read_or_naming(ids)
    if not known and not naming:
        return 0
    again = ProposalReading.objects.filter(article__in=known).update(
        next_attempt_at=now, attempts=0, parked_reason=""
    )
    new = sorted(naming - known)
    ProposalReading.objects.bulk_create(
        [ProposalReading(article_id=pk, next_attempt_at=now) for pk in new], ignore_conflicts=True
    )
    return again + len(new)


def _read_or_naming(ids: Iterable[int]) -> tuple[set[int], set[int]]:
    """Which of the articles were read for proposals, and which name people for certain. One query."""
    known: set[int] = set()
    naming: set[int] = set()
    with connection.cursor() as cursor:
        cursor.execute(_KNOWN_OR_NAMING, {"ids": list(ids), "person": SubjectKind.PERSON.value})
        for article, was_read in cursor.fetchall():
            (known if was_read else naming).add(article)
    return known, naming


def read_article_for_proposals(reading_id: int) -> int | None:
    """Read what the article says happened; returns how many quotes it has now.

    None when nothing waits. The attempt is counted and committed before the work; an error moves
    the due time on, the third parks the reading with its reason. Doing it twice changes nothing.
    """
    begun = ProposalReading.objects.filter(pk=reading_id, next_attempt_at__isnull=False).update(
        attempts=F("attempts") + 1, next_attempt_at=clock.now() + LEASE
    )
    if not begun:
        return None
    reading = ProposalReading.objects.select_related("article__outlet").get(pk=reading_id)
    try:
        return _read(reading)
    except Exception as error:
        _step_aside(reading, error)
        raise


def _read(reading: ProposalReading) -> int | None:
    """Read outside the transaction, write inside it; None when it was asked for again meanwhile."""
    article = reading.article
    text = newest_text(article)
    events = _events_of(article, text)
    with transaction.atomic():
        locked = ProposalReading.objects.select_for_update().filter(pk=reading.pk).first()
        if locked is None or locked.next_attempt_at != reading.next_attempt_at:
            return None
        people = sorted({int(str(event.person)) for event in events})
        # In one order for everybody: two articles about one event must not both open a question.
        list(Person.objects.select_for_update(no_key=True).filter(pk__in=people).order_by("pk"))
        # A person's decision waits until this is written, and is not overwritten by it.
        quoted = article.proposal_quotes.values("proposal")
        asked = Proposal.objects.filter(Q(person__in=people) | Q(pk__in=quoted))
        list(asked.select_for_update().order_by("pk"))
        count = _keep_quotes(article, text, events)
        locked.text, locked.rules, locked.read_at = text, RULES, clock.now()
        locked.next_attempt_at, locked.attempts, locked.parked_reason = None, 0, ""
        locked.save()
    return count


def _events_of(article: Article, text: ArticleText | None) -> list[FoundEvent]:
    people = named_people(article)
    if not people:
        return []
    body = (text.text if text is not None else "")[:LONGEST_TEXT]
    if stand_ins().filter(article=article).exists():
        body = ""  # our own words: only the headline is the outlet's
    language = (text.language if text is not None else "") or article.language
    whole = f"{article.title}\n\n{body}"
    return read_events(whole, language, published_day(article), people)


def _key(person: int, kind: str, on: Any, values: dict[str, Any]) -> _Key:
    return person, kind, str(on or ""), json.dumps(values, sort_keys=True)


def _keep_quotes(article: Article, text: ArticleText | None, events: list[FoundEvent]) -> int:
    """The article's quotes as they are now; what it says no longer goes with its open questions."""
    wanted = {_key(int(str(e.person)), e.kind, e.on, e.values): e for e in events}
    touched: dict[int, Proposal] = {}
    for quote in article.proposal_quotes.select_related("proposal"):
        event = wanted.pop(_key(quote.person_id, quote.kind, quote.on, quote.values), None)
        if event is not None:
            _place(quote, article, text, event)
            quote.save()
            touched[quote.proposal_id] = quote.proposal
        elif quote.proposal.status in (ProposalStatus.OPEN, ProposalStatus.SUPERSEDED):
            touched[quote.proposal_id] = quote.proposal
            quote.delete()
        # What somebody decided keeps the words it was decided on.
    facts = facts_on_record({event.person for event in wanted.values()}) if wanted else {}  # type: ignore[misc]
    told = published_day(article)
    for event in wanted.values():
        proposal = _proposal_for(event, told, article, facts)
        quote = ProposalQuote(
            proposal=proposal,
            article=article,
            person_id=proposal.person_id,
            kind=event.kind,
            values=event.values,
            on=event.on or None,
        )
        _place(quote, article, text, event)
        quote.save()
        touched[proposal.pk] = proposal
    _gather(touched.values())
    return article.proposal_quotes.count()


def _place(
    quote: ProposalQuote, article: Article, text: ArticleText | None, event: FoundEvent
) -> None:
    behind = len(article.title) + 2
    in_title = event.start < len(article.title)
    shift = 0 if in_title else behind
    quote.text, quote.in_title = text, in_title
    quote.start, quote.end = event.start - shift, event.end - shift
    quote.quote = event.quote[:_QUOTE].replace("\x00", "\ufffd")
    quote.reasons = [
        one | ({"span": [place - shift for place in one["span"]]} if "span" in one else {})
        for one in (reason.as_json() for reason in event.reasons)
    ]
    quote.score, quote.background = event.score, event.background


def fact_of(proposal: Proposal) -> Fact:
    """The proposal as what it says, to be compared."""
    return fact(proposal.on, proposal.values, told=proposal.told_on)


def _proposal_for(event: FoundEvent, told: Any, article: Article, facts: Facts) -> Proposal:
    """The question that this joins, or a new one. What was rejected is not asked a second time."""
    person = int(str(event.person))
    on = PartialDate.parse(event.on) if event.on else None
    mine = fact(on, event.values, told=told)
    fitting = [
        one
        for one in Proposal.objects.filter(person_id=person, kind=event.kind)
        if same_event(mine, fact_of(one))
    ]
    if fitting:
        best = min(fitting, key=lambda one: (_ORDER.index(ProposalStatus(one.status)), one.pk))
        if best.status == ProposalStatus.SUPERSEDED:
            best.status = ProposalStatus.OPEN
            best.save(update_fields=["status", "updated_at"])
        return best
    proposal = Proposal(
        person_id=person,
        kind=event.kind,
        values=event.values,
        on=on,
        background=event.background,
        score=event.score,
        told_on=told,
        languages=f" {article.language[:2]} ",
    )
    _stand(proposal, facts)
    proposal.save()
    return proposal


def _gather(proposals: Iterable[Proposal]) -> None:
    """An open question says what its quotes say together; without any it is superseded."""
    for proposal in proposals:
        if proposal.status not in (ProposalStatus.OPEN, ProposalStatus.SUPERSEDED):
            continue
        quotes = list(proposal.quotes.select_related("article__outlet").order_by("-score", "id"))
        if not quotes:
            proposal.status = ProposalStatus.SUPERSEDED
            proposal.save(update_fields=["status", "updated_at"])
            continue
        dates = [quote.on for quote in quotes if quote.on is not None]
        values: dict[str, Any] = {}
        for quote in quotes:
            values = {**quote.values, **values}
        proposal.values = values
        proposal.on = min(dates, key=_width) if dates else None
        proposal.score = max(quote.score for quote in quotes)
        proposal.background = all(quote.background for quote in quotes)
        proposal.told_on = min(published_day(quote.article) for quote in quotes)
        languages = sorted({quote.article.language[:2] for quote in quotes})
        proposal.languages = f" {' '.join(languages)} "[:60]
        proposal.status = ProposalStatus.OPEN
        proposal.save()
    compare_again({p.person_id for p in proposals})


def _width(on: PartialDate) -> int:
    """Days between the earliest and the latest day: the smaller, the more is known."""
    first, last = on.bounds()
    return (last - first).days if first and last else 100_000


def _stand(proposal: Proposal, facts: Facts) -> bool:
    """Set what the record says beside it; whether that changed."""
    word, known = beside_record(
        fact_of(proposal),
        facts.get((proposal.person_id, proposal.kind), ()),
        recurs=proposal.kind in RECURRING,
    )
    standing = {SAME: Standing.KNOWN, CONTRADICTS: Standing.CONTRADICTS}.get(word, Standing.NEW)
    record_type = (
        ContentType.objects.get_for_model(apps.get_model(known.model))
        if known is not None
        else None
    )
    record_id = known.pk if known is not None else None
    before = (proposal.standing, proposal.record_type, proposal.record_id)
    proposal.standing, proposal.record_type, proposal.record_id = standing, record_type, record_id
    return before != (standing, record_type, record_id)


def compare_again(person_ids: Collection[int]) -> int:
    """Compare the open proposals of these people with the record anew; how many stand otherwise."""
    rows = list(
        Proposal.objects.filter(person__in=person_ids, status=ProposalStatus.OPEN).select_related(
            "record_type"
        )
    )
    if not rows:
        return 0
    facts = facts_on_record({row.person_id for row in rows})
    changed = [row for row in rows if _stand(row, facts)]
    # One that somebody decided meanwhile keeps the record that it became.
    still_open = Proposal.objects.filter(status=ProposalStatus.OPEN)
    return still_open.bulk_update(changed, ["standing", "record_type", "record_id"])


def _step_aside(reading: ProposalReading, error: Exception) -> None:
    """Move the due time on before an error of ours is raised, so that the others are served."""
    words = f"a fault of this installation: {type(error).__name__}: {error}"[:400]
    due = next_attempt_at(max(reading.attempts, 1), clock.now(), key=f"proposals {reading.pk}")
    parked = reading.attempts >= MAX_PARSER_ATTEMPTS
    ProposalReading.objects.filter(pk=reading.pk).update(
        next_attempt_at=None if parked else due, parked_reason=words
    )
    logger.error("Article %s could not be read for proposals: %s", reading.article_id, words)
