"""Writes of linking: an article searched once for all records, and searched again when people change."""

import hashlib
import logging
import re
from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from cases.articles.models import Article, ArticleText, Stage
from cases.articles.steps import begin_step, lock_in_stage, move_to
from cases.changes.models import ChangeKind
from cases.linking.calibrating import calibrated_reason, calibrated_score
from cases.linking.candidates import find_links
from cases.linking.decisions import (
    accept_link,
    choose_link,
    claim_next,
    defer_link,
    reject_link,
    reject_links,
    tell_of_link,
    undo_decision,
)
from cases.linking.known_institutions import institution_finder
from cases.linking.known_people import people_finder
from cases.linking.mentions import FoundMention, ReadArticle, read_article
from cases.linking.models import (
    LINKED_RECORDS,
    Asked,
    LinkCalibration,
    LinkCandidate,
    LinkDecision,
    LinkStatus,
    Mention,
)
from cases.linking.recent_people import RecentPeople
from cases.linking.record_links import FoundLink
from cases.linking.selectors import (
    WAITING_FOR_LINKS,
    active_calibration,
    anything_kept,
    newest_text,
)
from cases.linking.signals import links_changed
from cases.linking.subjects import note_subjects
from people.models import NameForm
from people.names.language.folding import fold
from people.names.parts import parse_name
from tracker.lib import clock
from tracker.lib.retry_times import next_attempt_at

__all__ = [
    "accept_link",
    "choose_link",
    "claim_next",
    "defer_link",
    "link_article",
    "link_again",
    "reject_link",
    "reject_links",
    "relink_articles",
    "relink_person",
    "undo_decision",
]

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# How far back a new or changed name is looked for, and in how many articles at most.
RELINK_DAYS = 60
MOST_RELINKED = 5_000
_BY_MACHINE = "by the machine"
_STEM = 5


def link_article(article_id: int) -> list[LinkCandidate] | None:
    """Find whom and what the article names, and link it. Returns its candidates as they stand.

    None when the article does not wait for this: doing it twice does nothing the second time. The
    attempt is counted and committed before the work; an error moves the due time on before it is
    raised.
    """
    article = begin_step(article_id, WAITING_FOR_LINKS, lease=LEASE)
    if article is None:
        return None
    try:
        return _link(article, still=WAITING_FOR_LINKS)
    except Exception as error:
        _step_aside(article_id, error)
        raise


def link_again(article_id: int) -> list[LinkCandidate] | None:
    """Search a linked article anew, after a change of rules or names; None if it is not linked yet.

    What a person has decided stays as it is.
    """
    article = Article.objects.filter(pk=article_id, stage=Stage.LINKED).first()
    return _link(article, still=(Stage.LINKED,)) if article is not None else None


def relink_person(person_id: int) -> int:
    """Have recent articles that may name this person searched again; returns how many will be.

    Looks for the beginning of the surname in any form on record, of old and new names alike.
    """
    return relink_articles([person_id])


def relink_articles(person_ids: Iterable[int]) -> int:
    """As `relink_person` for several people at once."""
    stems = set()
    forms = NameForm.objects.filter(person_id__in=list(person_ids))
    for text, surname in forms.values_list("text", "surname"):
        name = surname or parse_name(text).surname
        words = [word for word in fold(name).split() if len(word) > 1]
        stems |= {re.escape(word[:_STEM]).replace("е", "[её]") for word in words[-1:]}
    if not stems:
        return 0
    now = clock.now()
    pattern = "|".join(sorted(stems))
    recent = Article.objects.filter(
        stage__in=(Stage.NAMED, Stage.LINKED), ordered_at__gte=now - timedelta(days=RELINK_DAYS)
    )
    naming = recent.filter(Q(title__iregex=pattern) | Q(texts__text__iregex=pattern))
    known = recent.filter(link_candidates__person_id__in=list(person_ids))
    ids = set(naming.order_by("-ordered_at").values_list("pk", flat=True)[:MOST_RELINKED])
    ids |= set(known.values_list("pk", flat=True)[:MOST_RELINKED])
    again = {Stage.NAMED: Stage.EXTRACTED, Stage.LINKED: Stage.PLACED}
    return sum(
        Article.objects.filter(pk__in=ids, stage=stage).update(
            stage=before, next_attempt_at=now, attempts=0
        )
        for stage, before in again.items()
    )


def _link(article: Article, *, still: tuple[Stage, ...]) -> list[LinkCandidate] | None:
    """Read outside the transaction, write inside it; None when the stage moved meanwhile."""
    text = newest_text(article)
    read = read_article(article, text, people_finder(), institution_finder(), recent=RecentPeople())
    links = find_links(article, read)
    calibration = active_calibration() if links else None
    with transaction.atomic():
        locked = lock_in_stage(article.pk, still)
        if locked is None:
            return None
        # A new article of which nothing is on record and nothing was found: most of them.
        empty = not (read.mentions or links or anything_kept(locked.pk))
        standing = [] if empty else _keep(locked, text, read, links, calibration)
        if empty:
            links_changed.send(sender=LinkCandidate, article_ids=[locked.pk])
        # A new article gets its story next; one that has it is done.
        fresh = locked.stage == Stage.EXTRACTED
        move_to(locked, Stage.NAMED if fresh else Stage.LINKED, due=clock.now() if fresh else None)
        return standing


def _keep(
    locked: Article,
    text: ArticleText | None,
    read: ReadArticle,
    links: list[FoundLink],
    calibration: LinkCalibration | None,
) -> list[LinkCandidate]:
    """Keep what was found, let go of what is found no more; returns the candidates that stand."""
    kept = _keep_mentions(locked, text, read, links)
    candidates = [_keep_link(locked, link, kept, calibration) for link in links]
    standing = [candidate for candidate in candidates if candidate is not None]
    _drop_others(locked, standing)
    note_subjects([locked.pk])
    return standing


def _keep_mentions(
    article: Article, text: ArticleText | None, read: ReadArticle, links: list[FoundLink]
) -> dict[tuple[bool, str, int, int], Mention]:
    """The article's mentions as they are now. Those of earlier versions of the text go."""
    wanted: dict[tuple[bool, str, int, int], FoundMention] = {}
    for found in (*read.mentions, *(mention for link in links for mention in link.mentions)):
        wanted[found.key] = found  # a link knows more of the mention than the text alone
    kept: dict[tuple[bool, str, int, int], Mention] = {}
    gone = []
    for mention in article.mentions.all():
        key = (mention.in_title, mention.kind, mention.start, mention.end)
        same_text = mention.text_id == (text.pk if text is not None else None)
        found_now = wanted.get(key)
        if found_now is None or not same_text or key in kept:
            gone.append(mention.pk)
            continue
        kept_words = (mention.status, mention.surface, mention.reading)
        if kept_words != (found_now.status, found_now.surface, found_now.reading):
            mention.status, mention.surface = found_now.status, found_now.surface
            mention.reading = found_now.reading
            mention.sentence, mention.sentence_start = found_now.sentence, found_now.sentence_start
            mention.save()
        kept[key] = mention
    Mention.objects.filter(pk__in=gone).delete()
    new = [
        Mention(
            article=article,
            text=text,
            kind=found.kind,
            in_title=found.in_title,
            start=found.start,
            end=found.end,
            surface=found.surface,
            sentence=found.sentence,
            sentence_start=found.sentence_start,
            status=found.status,
            reading=found.reading,
        )
        for key, found in wanted.items()
        if key not in kept
    ]
    for mention in Mention.objects.bulk_create(new):
        kept[mention.in_title, mention.kind, mention.start, mention.end] = mention
    return kept


def _keep_link(
    article: Article,
    link: FoundLink,
    kept: dict[tuple[bool, str, int, int], Mention],
    calibration: LinkCalibration | None,
) -> LinkCandidate | None:
    """The candidate for a found link with its score now; None below the threshold of the queue.

    The machine accepts at or above the automatic threshold, and takes back what it accepted when
    the score has fallen. It never touches what a person has decided.
    """
    which: dict[str, Any] = {f"{link.kind}_id": link.record_id}
    candidate = (
        LinkCandidate.objects.select_for_update(of=("self",))
        .filter(article=article, **which)
        .first()
    )
    raw, reasons = link.score.score, [reason.as_json() for reason in link.score.reasons]
    score = calibrated_score(link.kind, raw, calibration)
    if score != raw:
        reasons.append(calibrated_reason(raw, score))
    if candidate is None:
        if raw < settings.LINK_REVIEW_THRESHOLD:
            return None
        candidate = LinkCandidate.objects.create(
            article=article, score=score, raw_score=raw, reasons=reasons, **which
        )
    elif (candidate.score, candidate.raw_score, candidate.reasons) != (score, raw, reasons):
        candidate.score, candidate.raw_score, candidate.reasons = score, raw, reasons
        candidate.save(update_fields=["score", "raw_score", "reasons", "updated_at"])
    candidate.mentions.set([kept[mention.key] for mention in link.mentions])
    standing = candidate.decisions.filter(superseded_at__isnull=True).first()
    if standing is None or standing.decided_by_id is None:
        _decide_by_machine(candidate, standing)
    return candidate


def _decide_by_machine(candidate: LinkCandidate, standing: LinkDecision | None) -> None:
    sure = candidate.score >= settings.LINK_AUTOMATIC_THRESHOLD
    if sure and candidate.status != LinkStatus.ACCEPTED:
        _supersede(standing)
        LinkDecision.objects.create(
            candidate=candidate,
            verdict=LinkStatus.ACCEPTED,
            reason=_BY_MACHINE,
            score=candidate.score,
            raw_score=candidate.raw_score,
            reasons=candidate.reasons,
            asked=Asked.UNASKED,
        )
        candidate.status, candidate.automatic = LinkStatus.ACCEPTED, True
        candidate.to_check = drawn_for_check(candidate)
        candidate.save(update_fields=["status", "automatic", "to_check", "updated_at"])
        tell_of_link(ChangeKind.LINKED, candidate, by=None, reason=_BY_MACHINE)
    elif not sure and candidate.status in (LinkStatus.ACCEPTED, LinkStatus.REJECTED):
        _take_back(candidate, standing, LinkStatus.UNDECIDED, "no longer sure enough")


def _drop_others(article: Article, standing: list[LinkCandidate]) -> None:
    """Candidates that are found no more: undecided ones go, the machine's own links are taken back."""
    others = article.link_candidates.exclude(pk__in=[candidate.pk for candidate in standing])
    for candidate in others.select_for_update(of=("self",)):
        decision = candidate.decisions.filter(superseded_at__isnull=True).first()
        if decision is not None and decision.decided_by_id is not None:
            continue
        if candidate.status == LinkStatus.ACCEPTED:
            _take_back(candidate, decision, LinkStatus.REJECTED, "no longer found in the article")
        elif not candidate.decisions.exists():
            candidate.delete()
        elif candidate.status == LinkStatus.UNDECIDED:
            candidate.status = LinkStatus.REJECTED
            candidate.save(update_fields=["status", "updated_at"])


def _take_back(
    candidate: LinkCandidate, standing: LinkDecision | None, status: LinkStatus, reason: str
) -> None:
    """End a decision of the machine; the row and its history stay."""
    was_accepted = candidate.status == LinkStatus.ACCEPTED
    _supersede(standing)
    candidate.status, candidate.automatic, candidate.to_check = status, False, False
    candidate.save(update_fields=["status", "automatic", "to_check", "updated_at"])
    if was_accepted:
        tell_of_link(ChangeKind.UNLINKED, candidate, by=None, reason=reason)


def drawn_for_check(candidate: LinkCandidate) -> bool:
    """Whether a link of the machine is drawn for a person to check: a share of all, by lot.

    The lot is a hash of the pair, so that searching an article again draws the same.
    """
    pair = (candidate.article_id, *(getattr(candidate, f"{name}_id") for name in LINKED_RECORDS))
    lot = int.from_bytes(hashlib.sha256(repr(pair).encode()).digest()[:8], "big") / 2**64
    return lot < float(settings.LINK_AUDIT_SHARE)


def _supersede(standing: LinkDecision | None) -> None:
    if standing is not None:
        standing.superseded_at = clock.now()
        standing.save(update_fields=["superseded_at"])


def _step_aside(article_id: int, error: Exception) -> None:
    """Move the row's due time on before an error of ours is raised, so that the others are served."""
    waiting = Article.objects.filter(pk=article_id, stage__in=WAITING_FOR_LINKS)
    article = waiting.first()
    if article is not None:
        due = next_attempt_at(max(article.attempts, 1), clock.now(), key=f"link {article_id}")
        words = f"a fault of this installation: {type(error).__name__}: {error}"
        waiting.update(next_attempt_at=due, parked_reason=words[:400])
        logger.error("Article %s could not be linked: %s", article_id, words)
