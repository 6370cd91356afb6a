"""Groups of copies in memory: what `cases.articles.copying.finding` does with rows. Pure; for tests and figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable
from dataclasses import dataclass
from typing import NamedTuple

from cases.articles.copies.holders import make_holders
from cases.articles.copies.judging import Judgement, judge, kept_apart, speak_of_others
from cases.articles.copies.sketch import Sketch

_OF_OTHERS = Judgement(False, 0.0, ("people",))


@dataclass(slots=True)
class _Member:
    sketch: Sketch
    source: Hashable
    root: int
    direct: bool = True


class _Accepted(NamedTuple):
    direct: bool
    share: float


class CopyIndex:
    """Texts in the order they came. The first of a group is its leader.

    A text joins a group when it is a copy of the leader, or of a member that is itself a copy of the
    leader: no longer chains.
    """

    def __init__(self) -> None:
        self._members: list[_Member] = []
        self._ids: list[Hashable] = []
        self._holders = make_holders()
        self._followers: dict[int, list[int]] = defaultdict(list)

    def add(self, article: Hashable, sketch: Sketch, source: Hashable = None) -> Hashable:
        """Add a text of an outlet (`source`), taking its keys over.

        Returns the article that leads its group, itself where it is alone.
        """
        number = len(self._members)
        own = _Member(sketch, source, number)
        accepted = self._accepted(own, self._holders.hold(sketch.keys, number))
        sketch.keys = ()  # the table has them
        self._members.append(own)
        self._ids.append(article)
        if accepted:
            root = max(accepted, key=lambda one: (accepted[one].direct, accepted[one].share, -one))
            own.root, own.direct = root, accepted[root].direct
            self._followers[root].append(number)
            for other in accepted:
                if other != own.root and own.direct and accepted[other].direct:
                    self._join(other, own.root)
        return self._ids[own.root]

    def leader(self, article_number: int) -> Hashable:
        """Who leads the group of the text that came as this number, from 0."""
        return self._ids[self._members[article_number].root]

    def _join(self, one: int, other: int) -> None:
        """Make two groups one that a newcomer shows to be one, unless their leaders are twins."""
        first, second = min(one, other), max(one, other)
        if self._kept_apart(self._members[second], first):
            return
        for number in [second, *self._followers.pop(second, [])]:
            member = self._members[number]
            if member.root == first:
                continue
            if number != second and self._kept_apart(member, first):
                member.root, member.direct = number, True
                continue
            member.root, member.direct = first, False
            self._followers[first].append(number)

    def _kept_apart(self, own: _Member, number: int) -> bool:
        return kept_apart(own.sketch, self._members[number].sketch, self._judge(own, number))

    def _accepted(self, own: _Member, likely: list[int]) -> dict[int, _Accepted]:
        """Leaders of groups that the text belongs to, and how."""
        accepted: dict[int, _Accepted] = {}
        judged: dict[int, Judgement] = {}
        for number in likely:
            member = self._members[number]
            root = member.root
            if root not in judged:
                judged[root] = self._judge(own, root)
                if judged[root].is_copy:
                    accepted[root] = _Accepted(True, judged[root].share)
            if root in accepted or number == root or not member.direct:
                continue
            if kept_apart(own.sketch, self._members[root].sketch, judged[root]):
                continue
            through = self._judge(own, number)
            if through.is_copy:
                accepted[root] = _Accepted(False, through.share)
        return accepted

    def _judge(self, own: _Member, number: int) -> Judgement:
        other = self._members[number]
        if speak_of_others(own.sketch, other.sketch):  # sooner said than how much is shared
            return _OF_OTHERS
        same = own.source is not None and own.source == other.source
        return judge(own.sketch, other.sketch, same_outlet=same)
