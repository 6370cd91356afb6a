"""Answers against labels: precision, recall, queue, twins, places.

A pair is a document and a person; the confidence of a pair is the highest of its links. From
`AUTOMATIC` on a link is made without asking; below, and above nought, it is in the queue. Twins
(people whom only a patronymic tells apart) are counted by themselves and in no other figure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from tests.quality.labelled import Document

AUTOMATIC: Final = 0.9


@dataclass(frozen=True, slots=True)
class Link:
    """An answer: a person at a place in a text; place is None when only the document is meant."""

    person: str
    confidence: float
    place: tuple[int, int] | None = None


Answers = Mapping[str, Sequence[Link]]  # by the document's id


@dataclass(frozen=True, slots=True)
class Pair:
    """A document and a person of whom the labels or the answers speak. confidence None: not found."""

    document: str
    language: str
    person: str
    confidence: float | None
    right: bool
    full: bool
    asked: bool = False

    @property
    def linked(self) -> bool:
        """Whether it would be linked without asking."""
        return self.confidence is not None and self.confidence >= AUTOMATIC

    @property
    def queued(self) -> bool:
        """Whether it would be in the review queue."""
        return self.confidence is not None and 0 < self.confidence < AUTOMATIC


@dataclass(frozen=True, slots=True)
class Counts:
    """Links that are right, wrong, and those that were missed."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.right + other.right, self.wrong + other.wrong, self.missed + other.missed
        )

    @property
    def precision(self) -> float:
        """Share of the links that are right; 1 when none was made."""
        made = self.right + self.wrong
        return self.right / made if made else 1.0

    @property
    def recall(self) -> float:
        """Share of what is there that was linked; 1 when there was nothing."""
        there = self.right + self.missed
        return self.right / there if there else 1.0

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0


@dataclass(frozen=True, slots=True)
class Twins:
    """Documents that name a person with a twin on record; in how many one was linked or offered."""

    pairs: int = 0
    linked: int = 0
    offered: int = 0


def best_confidences(links: Iterable[Link]) -> dict[str, float]:
    """The highest confidence of each person in one document."""
    best: dict[str, float] = {}
    for link in links:
        best[link.person] = max(link.confidence, best.get(link.person, 0.0))
    return best


def pairs_of(documents: Iterable[Document], answers: Answers, known: frozenset[str]) -> list[Pair]:
    """All pairs that count; people who are not on record and twins are left out."""
    found = []
    for document in documents:
        best = best_confidences(answers[document.id])
        gold = {mention.person for mention in document.gold} & known
        for person in sorted((gold | set(best)) - _not_counted(document, known)):
            found.append(
                Pair(
                    document.id,
                    document.language,
                    person,
                    best.get(person),
                    person in gold,
                    person in document.full,
                    person in document.asked,
                )
            )
    return found


def count(pairs: Iterable[Pair]) -> Counts:
    """Counts at the automatic threshold."""
    right = wrong = missed = 0
    for pair in pairs:
        right += pair.right and pair.linked
        wrong += pair.linked and not pair.right
        missed += pair.right and not pair.linked
    return Counts(right, wrong, missed)


def share_linked(pairs: Iterable[Pair]) -> float | None:
    """Share of the right pairs that are linked; None when there are none."""
    linked = [pair.linked for pair in pairs if pair.right]
    return sum(linked) / len(linked) if linked else None


def share_found(pairs: Iterable[Pair]) -> float | None:
    """Share of the right pairs that are linked or queued; None when there are none."""
    found = [bool(pair.confidence) for pair in pairs if pair.right]
    return sum(found) / len(found) if found else None


def recall_at_precision(pairs: Sequence[Pair], least: float) -> float:
    """The best recall of any threshold whose precision is at least this; 0 when there is none."""
    there = sum(pair.right for pair in pairs)
    by_confidence: dict[float, list[int]] = {}
    for pair in pairs:
        if pair.confidence is not None:
            by_confidence.setdefault(pair.confidence, [0, 0])[0 if pair.right else 1] += 1
    best, right, wrong = 0.0, 0, 0
    for confidence in sorted(by_confidence, reverse=True):
        right += by_confidence[confidence][0]
        wrong += by_confidence[confidence][1]
        if right >= least * (right + wrong) and there:
            best = max(best, right / there)
    return best


def count_twins(documents: Iterable[Document], answers: Answers, known: frozenset[str]) -> Twins:
    """How many twins were linked without asking, or offered at all. Fewer links is better."""
    pairs = linked = offered = 0
    for document in documents:
        best = best_confidences(answers[document.id])
        for one, other in _twins(document, known).items():
            highest = max(best.get(one, 0.0), best.get(other, 0.0))
            pairs += 1
            linked += highest >= AUTOMATIC
            offered += highest > 0
    return Twins(pairs, linked, offered)


def count_questions(documents: Iterable[Document], answers: Answers, known: frozenset[str]) -> int:
    """How many questions the queue holds when people of one place in a text are one question."""
    questions = 0
    for document in documents:
        links = answers[document.id]
        left_out = _not_counted(document, known)
        queued = {p for p, sure in best_confidences(links).items() if 0 < sure < AUTOMATIC}
        queued -= left_out
        at_place: dict[tuple[int, int] | None, set[str]] = {}
        for link in links:
            if link.person in queued:
                at_place.setdefault(link.place, set()).add(link.person)
        groups: list[set[str]] = []
        for people in at_place.values():
            together = [group for group in groups if group & people]
            groups = [group for group in groups if not group & people]
            groups.append(people.union(*together))
        questions += len(groups)
    return questions


def count_places(
    documents: Iterable[Document], answers: Answers, known: frozenset[str]
) -> Counts | None:
    """Counts of places instead of documents; a link is right that overlaps a place of its person.

    None where no document has all its places labelled, or an answer has no place.
    """
    total = Counts()
    for document in documents:
        if not document.mentions_complete:
            continue
        counted = _places_in(document, answers[document.id], known)
        if counted is None:
            return None
        total += counted
    return total if total != Counts() else None


def _places_in(document: Document, links: Iterable[Link], known: frozenset[str]) -> Counts | None:
    left_out = _not_counted(document, known)
    gold = [m for m in document.gold if m.person in known and m.person not in left_out]
    hit: set[int] = set()
    wrong = 0
    for link in links:
        if link.confidence < AUTOMATIC or link.person in left_out:
            continue
        if link.place is None:
            return None
        start, end = link.place
        over = {
            number
            for number, mention in enumerate(gold)
            if mention.person == link.person and start < mention.end and mention.start < end
        }
        hit |= over
        wrong += not over
    return Counts(len(hit), wrong, len(gold) - len(hit))


def _twins(document: Document, known: frozenset[str]) -> dict[str, str]:
    return {one: other for one, other in document.twins.items() if {one, other} <= known}


def _not_counted(document: Document, known: frozenset[str]) -> frozenset[str]:
    twins = _twins(document, known)
    return document.ignored | twins.keys() | frozenset(twins.values())
