"""Finding copies by the machine: reprints, wire copy, cut versions. A person's word is in `copy_decisions`.

An article that is a copy is `derived_from` the first of its group, and a `CopyOf` row says how much
of the text it shares and why that one is first. When an earlier one comes later, the group turns to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from cases.articles.copies.first import Dated, first_of, sources_named
from cases.articles.copies.judging import (
    Judgement,
    judge,
    kept_apart,
    titles_alike,
)
from cases.articles.copies.quoting import MOST_BY_QUOTING, has_quotations, only_quotes
from cases.articles.copying.chains import straighten
from cases.articles.copying.rows import (
    Known,
    Read,
    Said,
    candidates,
    keep_copies,
    keep_originals,
    keep_sketches,
    known_articles,
    leaders_among,
    people_of,
    read_articles,
    said_of,
)
from cases.articles.models import Article, ArticleText, CopyOf
from cases.changes.models import ChangeKind
from cases.changes.telling import gathered, tell
from tracker.lib import clock
from tracker.lib.locks import advisory_lock

LOCK = "copies"
# More at once would hold the lock too long.
MOST_AT_ONCE = 200
REASON = "nearly the same text"


def note_copies(article_id: int) -> Article | None:
    """Say of one article whether it is a copy; returns its original, None if it is none.

    Doing it again changes nothing; after its text was read anew, what the new text says counts.
    """
    note_copies_of([article_id])
    article = Article.objects.select_related("derived_from").filter(pk=article_id).first()
    return article.derived_from if article is not None else None


def note_copies_of(article_ids: Sequence[int]) -> int:
    """The same for up to `MOST_AT_ONCE` articles in one transaction. Returns how many articles changed.

    One at a time: the others wait, since two reprints looked at at once would not see each other.
    """
    ids = list(article_ids)[:MOST_AT_ONCE]
    read = read_articles(ids)
    with transaction.atomic(), gathered(), advisory_lock(LOCK, wait=True):
        keep_sketches(read)
        straighten(ids)
        found = candidates(read)
        return _Groups(read, found).settle()


@dataclass(slots=True)
class _Accepted:
    """A group that an article belongs to: by comparison with which of its members."""

    judgement: Judgement
    compared_with: int


@dataclass(slots=True)
class _Verdict:
    """What is to be written of an article."""

    original: int
    compared_with: int | None
    share: float | None
    reasons: list[list[str]] = field(default_factory=list)


class _Groups:
    """The groups that a batch of articles touches, as they are and as they become."""

    def __init__(self, read: Sequence[Read], found: dict[int, list[int]]) -> None:
        self._read = {one.article: one for one in read}
        self._candidates = found
        involved = {*self._read, *(one for many in found.values() for one in many)}
        self._known = known_articles(involved)
        roots = {known.root for known in self._known.values()}
        roots |= {known.compared_with for known in self._known.values() if known.compared_with}
        self._known |= known_articles(roots - set(self._known))
        everybody = list(self._known)
        alone = not found
        self._people = {} if alone else people_of(everybody)
        said = Said(set(), set()) if alone else said_of(everybody)
        self._refused, self._chosen = said.refused, said.chosen
        self._leading = set() if alone else leaders_among(self._read)
        self._texts: dict[int, str] = {}
        self._changed: dict[int, _Verdict | None] = {}
        self._seen: set[int] = set()

    def settle(self) -> int:
        """Decide on each article, the earliest first, and write what changed; returns how much."""
        batch = [self._known[article] for article in self._read if article in self._known]
        for own in sorted(batch, key=lambda known: (known.at, known.article)):
            self._decide(own)
            self._seen.add(own.article)
        if self._changed:
            self._write()
        return len(self._changed)

    def _decide(self, own: Known) -> None:
        if own.by_person or own.article in self._chosen:
            return
        accepted = self._accepted(own)
        if not accepted:
            self._leave(own)
            return
        # Where it is fits still: looked at again, it does not move, whatever came since.
        best = own.root
        if best not in accepted:
            best = max(accepted, key=lambda root: (self._is_direct(accepted, root),
                                                   accepted[root].judgement.share, -root))  # fmt: skip
        self._join(own, best, accepted[best])
        if not self._is_direct(accepted, best):
            return
        for other in accepted:
            if other != best and self._is_direct(accepted, other):
                self._unite(own, other)

    def _is_direct(self, accepted: dict[int, _Accepted], root: int) -> bool:
        return accepted[root].compared_with == root

    def _accepted(self, own: Known) -> dict[int, _Accepted]:
        """Groups that the article belongs to by its text, by their leaders."""
        accepted: dict[int, _Accepted] = {}
        judged: dict[int, Judgement] = {}
        likely = self._candidates.get(own.article, [])
        if own.compared_with is not None and own.compared_with not in likely:
            likely = [*likely, own.compared_with]  # what brought it where it is
        for number in likely:
            member = self._known.get(number)
            if member is None or (number in self._read and number not in self._seen):
                continue  # a later one of the same batch looks at this one
            root = self._known.get(member.root)
            if root is None or root.article == own.article or self._is_refused(own, root, member):
                continue
            if root.article not in judged:
                judged[root.article] = self._judge(own, root)
                if judged[root.article].is_copy:
                    accepted[root.article] = _Accepted(judged[root.article], root.article)
            if root.article in accepted or member is root or not member.is_direct:
                continue
            if not self._kept_apart(own, root, judged[root.article]):
                through = self._judge(own, member)
                if through.is_copy:
                    accepted[root.article] = _Accepted(through, number)
        return accepted

    def _judge(self, a: Known, b: Known) -> Judgement:
        if a.sketch is None or b.sketch is None:
            return Judgement(False, 0.0)
        people, others = self._people.get(a.article), self._people.get(b.article)
        same_people = False if people and others and not people & others else None
        same_outlet = a.outlet == b.outlet
        if same_outlet and not titles_alike(a.title, b.title):
            return Judgement(False, 0.0, ("headline",))
        judgement = judge(a.sketch, b.sketch, same_people=same_people, same_outlet=same_outlet)
        if judgement.is_copy and judgement.share < MOST_BY_QUOTING and self._only_quote(a, b):
            return Judgement(False, judgement.share, ("quotes",))
        return judgement

    def _only_quote(self, a: Known, b: Known) -> bool:
        """Whether two texts share a statement that both quote, and nothing else."""
        assert a.sketch is not None and b.sketch is not None
        read = self._read.get(a.article)
        if read is not None and not has_quotations(read.text):
            return False  # most do not, and no text has to be fetched
        shorter, longer = (a, b.sketch) if a.sketch.size <= b.sketch.size else (b, a.sketch)
        return only_quotes(self._text(shorter), longer)

    def _kept_apart(self, a: Known, b: Known, judgement: Judgement | None = None) -> bool:
        """Whether the two must not come into one group through a third. One rule for every way into a
        group, or looking again would take articles out that the next one brings back."""
        if a.sketch is None or b.sketch is None:
            return True
        people, others = self._people.get(a.article), self._people.get(b.article)
        if people and others and not people & others:
            return True
        return kept_apart(a.sketch, b.sketch, judgement or self._judge(a, b))

    def _is_refused(self, *articles: Known) -> bool:
        own, *others = (known.article for known in articles)
        return any(frozenset((own, other)) in self._refused for other in others)

    def _leave(self, own: Known) -> None:
        """No copy by its text. What only the page's canonical address says stays."""
        if own.root != own.article and own.compared_with is not None:
            self._set(own, None)

    def _join(self, own: Known, root_id: int, how: _Accepted) -> None:
        root = self._known[root_id]
        first, by = self._first(own, root)
        judgement = how.judgement
        reasons = [["first_by", by]]
        reasons += [["names_source", name] for name in sources_named(self._text(own))[:3]]
        reasons += [["although", what] for what in judgement.against]
        if first is root:
            if own.root == own.article:
                # It may lead a group itself, when its text was read anew.
                self._turn(own, root, _Verdict(root.article, how.compared_with,
                                               judgement.share, reasons))  # fmt: skip
            else:
                verdict = _Verdict(root.article, how.compared_with, judgement.share, reasons)
                self._set(own, verdict)
            return
        if own.root != own.article:
            self._set(own, None)
        compared = own.article if how.compared_with == root.article else how.compared_with
        self._turn(root, own, _Verdict(own.article, compared, judgement.share, reasons))

    def _unite(self, own: Known, other_id: int) -> None:
        """The article shows that two groups are one, unless their leaders are twins of one template."""
        mine, other = self._known[own.root], self._known[other_id]
        if mine is other or other.root != other.article:
            return
        if self._is_refused(mine, other) or self._kept_apart(mine, other):
            return
        first, by = self._first(mine, other)
        goes = other if first is mine else mine
        if goes.article in self._chosen:
            first, goes = goes, first
        if goes.article in self._chosen:
            return  # a person chose both
        self._turn(goes, first, _Verdict(first.article, own.article, None, [["first_by", by]]))

    def _first(self, one: Known, other: Known) -> tuple[Known, str]:
        """Which was first; who was named an original by a person stays one."""
        for known in (one, other):
            if known.article in self._chosen:
                return known, "person"
        near = abs(one.at - other.at).total_seconds() <= 3600
        texts = [self._text(known) if near else "" for known in (one, other)]
        dated = [
            Dated(known.at, known.article, known.outlet_names, text)
            for known, text in zip((one, other), texts, strict=True)
        ]
        first, by = first_of(dated[0], dated[1])
        return (one if first is dated[0] else other), by

    def _text(self, known: Known) -> str:
        if known.article in self._read:
            return self._read[known.article].text
        if known.article not in self._texts:
            newest = ArticleText.objects.filter(article=known.article).order_by("-version")
            text = newest.values_list("text", flat=True).first()
            self._texts[known.article] = text or ""
        return self._texts[known.article]

    def _turn(self, leader: Known, to: Known, verdict: _Verdict) -> None:
        """A leader becomes a copy, and its group turns to the new one."""
        ids: set[int] = set()
        if leader.article in self._leading or leader.article not in self._read:
            following = Article.objects.filter(derived_from=leader.article)
            ids = set(following.values_list("pk", flat=True))
        ids |= {known.article for known in self._known.values() if known.root == leader.article}
        ids -= {leader.article, to.article}
        self._known |= known_articles(ids - set(self._known))
        for number in sorted(ids):
            member = self._known[number]
            if member.root != leader.article:
                continue  # moved away within this batch
            if frozenset((number, to.article)) in self._refused or (
                not member.by_person and self._kept_apart(member, to)
            ):
                self._set(member, None)
            else:
                self._set(member, _Verdict(to.article, member.compared_with, member.share))
        self._set(leader, verdict)

    def _set(self, known: Known, verdict: _Verdict | None) -> None:
        root = verdict.original if verdict else known.article
        same = known.root == root and known.compared_with is not None
        if same and verdict and known.article not in self._changed:
            return  # said before; how far is not measured anew
        known.root = root
        known.compared_with = verdict.compared_with if verdict else None
        known.share = verdict.share if verdict else None
        earlier = self._changed.get(known.article)
        if verdict and not verdict.reasons and earlier:
            verdict.reasons = earlier.reasons
        self._changed[known.article] = verdict

    def _write(self) -> None:
        ids = list(self._changed)
        machine = CopyOf.objects.filter(article__in=ids, is_copy=True, by_person=False)
        kept = dict(machine.values_list("article_id", "reasons"))
        machine.delete()
        rows = []
        articles = Article.objects.in_bulk(ids)
        told: list[Article] = []
        for number, verdict in self._changed.items():
            article = articles[number]
            original = verdict.original if verdict else None
            if verdict is not None:
                rows.append(
                    CopyOf(
                        article_id=number,
                        original_id=verdict.original,
                        compared_with_id=verdict.compared_with,
                        share=round(verdict.share, 3) if verdict.share is not None else None,
                        reasons=verdict.reasons or kept.get(number, []),
                    )
                )
            if article.derived_from_id != original:
                article.derived_from_id = original
                article.updated_at = clock.now()
                told.append(article)
        keep_copies(rows)
        keep_originals({article.pk: article.derived_from_id for article in told})
        for article in told:
            tell(ChangeKind.UPDATED, article, fields=["derived_from"], reason=REASON)


def canonical_copy(article: Article, original: Article) -> None:
    """Note that the article's page names the original's address as its own."""
    defaults: dict[str, Any] = {"reasons": [["canonical_address", original.url[:200]]]}
    if not CopyOf.objects.filter(article=article, is_copy=True).exists():
        CopyOf.objects.get_or_create(article=article, original=original, defaults=defaults)
