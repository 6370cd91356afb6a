"""What linking keeps of the articles it searched: mentions, candidates, the machine's own decisions.

A batch is written together: most articles are new, and of a new one nothing is on record that would
have to be compared. What a person has decided stays as it is.
"""

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db import models

from cases.articles.models import Article, ArticleText
from cases.changes.models import ChangeKind
from cases.linking.calibrating import calibrated_reason, calibrated_score
from cases.linking.decisions import tell_of_link, tell_of_links
from cases.linking.mentions import FoundMention, ReadArticle
from cases.linking.models import (
    LINKED_RECORDS,
    Asked,
    LinkCalibration,
    LinkCandidate,
    LinkDecision,
    LinkStatus,
    Mention,
)
from cases.linking.record_links import FoundLink
from cases.linking.selectors import anything_kept
from cases.linking.signals import links_changed
from cases.linking.subjects import note_subjects
from tracker.lib import clock

_BY_MACHINE = "by the machine"

_Place = tuple[bool, str, int, int]  # of a mention: `FoundMention.key`
_Which = tuple[int, str, int]  # article, kind and id of the record


@dataclass(frozen=True, slots=True)
class Found:
    """What was found in an article, and the text it was found in."""

    text: ArticleText | None
    read: ReadArticle
    links: list[FoundLink]


def keep_found(
    articles: Sequence[Article],
    found: Mapping[int, Found],
    calibration: LinkCalibration | None,
) -> dict[int, list[LinkCandidate]]:
    """Keep what was found in the locked articles, let go of what is found no more.

    Returns by article the candidates that stand. Called in the transaction that locked them.
    """
    if not articles:
        return {}
    known = anything_kept([article.pk for article in articles])
    # Nothing on record and nothing found: most articles that are new.
    empty = {
        article.pk
        for article in articles
        if article.pk not in known
        and not found[article.pk].read.mentions
        and not found[article.pk].links
    }
    told = [article for article in articles if article.pk not in empty]
    standing: dict[int, list[LinkCandidate]] = {pk: [] for pk in sorted(empty)}
    if told:
        kept = _Kept(told, known, calibration)
        kept.keep_mentions(found)
        for article in told:
            kept.keep_links(article, found[article.pk].links)
        kept.write()
        standing |= kept.standing
        note_subjects([article.pk for article in told])
    if empty:
        links_changed.send(sender=LinkCandidate, article_ids=sorted(empty))
    return standing


def drawn_for_check(candidate: LinkCandidate) -> bool:
    """Whether a link of the machine is drawn for a person to check: a share of all, by lot.

    The lot is a hash of the pair, so that searching an article again draws the same.
    """
    pair = (candidate.article_id, *(getattr(candidate, f"{name}_id") for name in LINKED_RECORDS))
    lot = int.from_bytes(hashlib.sha256(repr(pair).encode()).digest()[:8], "big") / 2**64
    return lot < float(settings.LINK_AUDIT_SHARE)


@dataclass(slots=True)
class _New:
    """What is to be written of all articles at once."""

    candidates: list[LinkCandidate] = field(default_factory=list)
    mentions: list[tuple[LinkCandidate, list[Mention]]] = field(default_factory=list)
    decisions: list[LinkDecision] = field(default_factory=list)
    accepted: list[LinkCandidate] = field(default_factory=list)


class _Kept:
    """What is on record of the articles of a batch, and what becomes of it."""

    def __init__(
        self, articles: Sequence[Article], known: set[int], calibration: LinkCalibration | None
    ) -> None:
        self._articles = articles
        self._calibration = calibration
        self._mentions: dict[int, dict[_Place, Mention]] = defaultdict(dict)
        self._new = _New()
        self.standing: dict[int, list[LinkCandidate]] = {article.pk: [] for article in articles}
        before = [article.pk for article in articles if article.pk in known]
        self._old_mentions: dict[int, list[Mention]] = defaultdict(list)
        self._old: dict[_Which, LinkCandidate] = {}
        self._decisions: dict[int, LinkDecision] = {}
        if before:
            for mention in Mention.objects.filter(article__in=before):
                self._old_mentions[mention.article_id].append(mention)
            self._read_candidates(before)

    def _read_candidates(self, articles: list[int]) -> None:
        """Locked in one order, as whoever decides on several does it."""
        locked = LinkCandidate.objects.select_for_update(of=("self",)).order_by("pk")
        by_pk = {article.pk: article for article in self._articles}
        for candidate in locked.filter(article__in=articles):
            candidate.article = by_pk[candidate.article_id]
            for kind in LINKED_RECORDS:
                record = getattr(candidate, f"{kind}_id")
                if record is not None:
                    self._old[candidate.article_id, kind, record] = candidate
        standing = LinkDecision.objects.filter(
            candidate__article__in=articles, superseded_at__isnull=True
        )
        self._decisions = {decision.candidate_id: decision for decision in standing}

    def keep_mentions(self, found: Mapping[int, Found]) -> None:
        """The articles' mentions as they are now. Those of earlier versions of the text go."""
        gone: list[int] = []
        new: list[Mention] = []
        for article in self._articles:
            own = found[article.pk]
            wanted: dict[_Place, FoundMention] = {}
            linked = (mention for link in own.links for mention in link.mentions)
            for one in (*own.read.mentions, *linked):
                wanted[one.key] = one  # a link knows more of the mention than the text alone
            kept = self._mentions[article.pk]
            for mention in self._old_mentions.get(article.pk, ()):
                place = (mention.in_title, mention.kind, mention.start, mention.end)
                same_text = mention.text_id == (own.text.pk if own.text is not None else None)
                now = wanted.get(place)
                if now is None or not same_text or place in kept:
                    gone.append(mention.pk)
                    continue
                _read_anew(mention, now)
                kept[place] = mention
            new += [
                _mention(article, own.text, one)
                for place, one in wanted.items()
                if place not in kept
            ]
        if gone:
            Mention.objects.filter(pk__in=gone).delete()
        for mention in Mention.objects.bulk_create(new):
            place = (mention.in_title, mention.kind, mention.start, mention.end)
            self._mentions[mention.article_id][place] = mention

    def keep_links(self, article: Article, links: Iterable[FoundLink]) -> None:
        """The candidates of an article's links with their scores now; the others are let go.

        Below the threshold of the queue there are none.
        """
        standing = self.standing[article.pk]
        for link in links:
            candidate = self._keep_link(article, link)
            if candidate is not None and candidate not in standing:
                standing.append(candidate)
        stay = {id(candidate) for candidate in standing}
        for (of, _kind, _record), candidate in self._old.items():
            if of == article.pk and id(candidate) not in stay:
                self._drop(candidate)

    def _keep_link(self, article: Article, link: FoundLink) -> LinkCandidate | None:
        which: dict[str, Any] = {f"{link.kind}_id": link.record_id}
        raw, reasons = link.score.score, [reason.as_json() for reason in link.score.reasons]
        score = calibrated_score(link.kind, raw, self._calibration)
        if score != raw:
            reasons.append(calibrated_reason(raw, score))
        mentions = [self._mentions[article.pk][mention.key] for mention in link.mentions]
        candidate = self._old.get((article.pk, link.kind, link.record_id))
        if candidate is None:
            if raw < settings.LINK_REVIEW_THRESHOLD:
                return None
            candidate = LinkCandidate(
                article=article, score=score, raw_score=raw, reasons=reasons, **which
            )
            self._new.candidates.append(candidate)
            self._new.mentions.append((candidate, mentions))
            if _sure(candidate):
                self._accept(candidate)
            return candidate
        if (candidate.score, candidate.raw_score, candidate.reasons) != (score, raw, reasons):
            candidate.score, candidate.raw_score, candidate.reasons = score, raw, reasons
            candidate.save(update_fields=["score", "raw_score", "reasons", "updated_at"])
        candidate.mentions.set(mentions)
        decision = self._decisions.get(candidate.pk)
        if decision is None or decision.decided_by_id is None:
            self._decide_again(candidate, decision)
        return candidate

    def _accept(self, candidate: LinkCandidate) -> None:
        """The machine links, and says so once all is written."""
        candidate.status, candidate.automatic = LinkStatus.ACCEPTED, True
        candidate.to_check = drawn_for_check(candidate)
        self._new.decisions.append(
            LinkDecision(
                candidate=candidate,
                verdict=LinkStatus.ACCEPTED,
                reason=_BY_MACHINE,
                score=candidate.score,
                raw_score=candidate.raw_score,
                reasons=candidate.reasons,
                asked=Asked.UNASKED,
            )
        )
        self._new.accepted.append(candidate)

    def _decide_again(self, candidate: LinkCandidate, standing: LinkDecision | None) -> None:
        """The machine accepts, or takes back what it accepted when the score has fallen."""
        sure = _sure(candidate)
        if sure and candidate.status != LinkStatus.ACCEPTED:
            _supersede(standing)
            self._accept(candidate)
            candidate.save(update_fields=["status", "automatic", "to_check", "updated_at"])
        elif not sure and candidate.status in (LinkStatus.ACCEPTED, LinkStatus.REJECTED):
            _take_back(candidate, standing, LinkStatus.UNDECIDED, "no longer sure enough")

    def _drop(self, candidate: LinkCandidate) -> None:
        """Found no more: an undecided one goes, the machine's own link is taken back."""
        decision = self._decisions.get(candidate.pk)
        if decision is not None and decision.decided_by_id is not None:
            return
        if candidate.status == LinkStatus.ACCEPTED:
            _take_back(candidate, decision, LinkStatus.REJECTED, "no longer found in the article")
        elif not candidate.decisions.exists():
            candidate.delete()
        elif candidate.status == LinkStatus.UNDECIDED:
            candidate.status = LinkStatus.REJECTED
            candidate.save(update_fields=["status", "updated_at"])

    def write(self) -> None:
        """Write what is new of all articles, and tell of the links made."""
        new = self._new
        LinkCandidate.objects.bulk_create(new.candidates)
        named = LinkCandidate.mentions.through
        named.objects.bulk_create(
            named(linkcandidate_id=candidate.pk, mention_id=pk)
            for candidate, mentions in new.mentions
            for pk in dict.fromkeys(mention.pk for mention in mentions)
        )
        LinkDecision.objects.bulk_create(new.decisions)
        _read_records(new.accepted)
        tell_of_links(ChangeKind.LINKED, new.accepted, by=None, reason=_BY_MACHINE)


def _mention(article: Article, text: ArticleText | None, found: FoundMention) -> Mention:
    return Mention(
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


def _read_anew(mention: Mention, found: FoundMention) -> None:
    """Save a mention whose place stays, where it is read in another way now."""
    now = (found.status, found.surface, found.reading)
    if (mention.status, mention.surface, mention.reading) != now:
        mention.status, mention.surface, mention.reading = now
        mention.sentence, mention.sentence_start = found.sentence, found.sentence_start
        mention.save()


def _read_records(candidates: Sequence[LinkCandidate]) -> None:
    """The records of the candidates, one query for each kind."""
    for kind in LINKED_RECORDS:
        own = [one for one in candidates if getattr(one, f"{kind}_id") is not None]
        if own:
            model: Any = LinkCandidate._meta.get_field(kind).related_model
            rows: dict[int, models.Model] = model._default_manager.in_bulk(
                {getattr(one, f"{kind}_id") for one in own}
            )
            for one in own:
                setattr(one, kind, rows[getattr(one, f"{kind}_id")])


def _sure(candidate: LinkCandidate) -> bool:
    return candidate.score >= float(settings.LINK_AUTOMATIC_THRESHOLD)


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


def _supersede(standing: LinkDecision | None) -> None:
    if standing is not None:
        standing.superseded_at = clock.now()
        standing.save(update_fields=["superseded_at"])
