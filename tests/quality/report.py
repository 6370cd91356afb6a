"""The report of `make quality`: measured, then printed, and as an object for `--json`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from people.names import compare_names, parse_name
from tests.quality.labelled import Document, LabelledPair, LabelledSet
from tests.quality.reliability import (
    Interval,
    Reliability,
    claims,
    intervals,
    reliability_of,
)
from tests.quality.running import Run
from tests.quality.scoring import (
    Counts,
    Pair,
    Twins,
    count,
    count_places,
    count_questions,
    count_twins,
    pairs_of,
    recall_at_precision,
    share_found,
    share_linked,
)

SAME, ASK = 0.9, 0.3  # of compare_names
# The groups of a set, with the sign they are printed with: by strength, language, topic or slice.
_GROUPINGS: Final[tuple[tuple[str, Callable[[Document], str]], ...]] = (
    ("= ", lambda document: document.strength),
    ("", lambda document: document.language),
    ("- ", lambda document: document.topic),
)


@dataclass(frozen=True, slots=True)
class GroupFigures:
    """The figures of a language, a slice or a whole set. None: nothing to count."""

    group: str
    documents: int
    gold: int
    counts: Counts
    precision: Interval
    recall: Interval
    f1: Interval
    full: float | None
    bare: float | None
    found: float | None
    queue: float
    asked: float | None


@dataclass(frozen=True, slots=True)
class SetFigures:
    """What one finder reached on one set."""

    name: str
    people: int
    groups: tuple[GroupFigures, ...]
    twins: Twins
    places: Counts | None
    questions: float  # a text
    recall_at_99: float
    reliability: Reliability
    building: float
    finding: float
    per_second: float
    first_answer: float | None
    mistakes: tuple[Pair, ...]


def verdict(pair: LabelledPair) -> str:
    """What comparing the two names says: same, ask or different."""
    score = compare_names(parse_name(pair.one), parse_name(pair.other)).score
    return "same" if score >= SAME else "ask" if score >= ASK else "different"


def measured(labelled: LabelledSet, run: Run) -> SetFigures:
    """All figures of a run: the whole set, each language, each topic or slice."""
    known = frozenset(person.id for person in labelled.people)
    pairs = pairs_of(labelled.documents, run.answers, known)
    groups = [_group("all", pairs, len(labelled.documents))]
    for sign, key in _GROUPINGS:
        by_name: dict[str, set[str]] = defaultdict(set)
        for document in labelled.documents:
            by_name[key(document)].add(document.id)
        for name, documents in sorted(by_name.items()) if len(by_name) > 1 else ():
            within = [pair for pair in pairs if pair.document in documents]
            groups.append(_group(sign + (name or "unknown"), within, len(documents)))
    return SetFigures(
        labelled.name,
        len(labelled.people),
        tuple(groups),
        count_twins(labelled.documents, run.answers, known),
        count_places(labelled.documents, run.answers, known),
        count_questions(labelled.documents, run.answers, known) / len(labelled.documents),
        recall_at_precision(pairs, 0.99),
        reliability_of(claims(pairs)),
        run.building,
        run.finding,
        run.per_second,
        run.first_answer,
        tuple(pair for pair in pairs if pair.linked != pair.right),
    )


def _group(name: str, pairs: Sequence[Pair], documents: int) -> GroupFigures:
    precision, recall, f1 = intervals(pairs, documents)
    asked = [pair.queued for pair in pairs if pair.asked]
    return GroupFigures(
        name,
        documents,
        sum(pair.right for pair in pairs),
        count(pairs),
        precision,
        recall,
        f1,
        share_linked(pair for pair in pairs if pair.full),
        share_linked(pair for pair in pairs if not pair.full),
        share_found(pairs),
        sum(pair.queued for pair in pairs) / documents,
        sum(asked) / len(asked) if asked else None,
    )


def set_lines(figures: SetFigures, written: bool) -> list[str]:
    """The lines of one set."""
    head = f"{'':26}{'texts':>6}{'gold':>6}  {'precision':<19}{'recall':<19}{'F1':<19}"
    head += f"{'asked':>7}" if written else f"{'full':>7}{'bare':>7}"
    lines = [
        "",
        f"== {figures.name}: {figures.groups[0].documents} texts, {figures.people} people on record",
        head + f"{'found':>7}{'queue':>7}",
    ]
    for group in figures.groups:
        row = f"{group.group[:25]:26}{group.documents:6}{group.gold:6}  "
        made, there = group.counts.right + group.counts.wrong, group.gold
        for value, interval, counted in (
            (group.counts.precision, group.precision, made),
            (group.counts.recall, group.recall, there),
            (group.counts.f1, group.f1, made and there),
        ):
            shown = f"{value:.3f} {interval.low:.3f}-{interval.high:.3f}" if counted else "-"
            row += f"{shown:<19}"
        row += _share(group.asked) if written else _share(group.full) + _share(group.bare)
        lines.append(row + _share(group.found) + f"{group.queue:7.2f}")
    if not written:
        lines += _further(figures)
    lines.append(
        f"seconds of CPU: {figures.building:.1f} to know the people, {figures.finding:.1f} to find"
        f" them ({figures.per_second:.0f} texts/s)"
        + (
            f"; first answer after {figures.first_answer:.1f} s on the clock"
            if figures.first_answer is not None
            else ""
        )
    )
    return lines


def _further(figures: SetFigures) -> list[str]:
    lines = [
        f"best recall at a precision of .99 or more: {figures.recall_at_99:.3f}",
        f"questions a text, people of one place asked about together: {figures.questions:.2f}",
    ]
    if figures.places is not None:
        places = figures.places
        lines.append(
            f"places in the texts: precision {places.precision:.3f} recall {places.recall:.3f}"
            f" F1 {places.f1:.3f} ({places.right + places.missed} labelled)"
        )
    twins = figures.twins
    if twins.pairs:
        lines.append(
            f"twins: {twins.linked} of {twins.pairs} linked without asking"
            f" ({twins.linked / twins.pairs:.1%}), {twins.offered} offered"
        )
    return lines + reliability_lines(figures.reliability)


def reliability_lines(reliability: Reliability) -> list[str]:
    """Claimed against right by tenths, and the two errors."""
    lines = [
        f"calibration: expected error {reliability.error:.3f}, Brier {reliability.brier:.3f}"
        f" ({reliability.answers} answers)",
        f"    {'confidence':<12}{'answers':>8}{'claimed':>9}{'right':>8}",
    ]
    for tenth in reliability.tenths:
        span = f"{tenth.low:.1f}-{tenth.low + 0.1:.1f}"
        lines.append(f"    {span:<12}{tenth.answers:8}{tenth.claimed:9.3f}{tenth.right:8.3f}")
    return lines


def baseline_lines(rows: Iterable[tuple[str, int, SetFigures]]) -> list[str]:
    """One line for each finder of one set: name, texts it was run on, what it reached."""
    lines = [
        f"{'':34}{'texts':>6}{'prec.':>8}{'recall':>8}{'F1':>7}{'R@P.99':>8}{'full':>7}"
        f"{'found':>7}{'queue':>7}{'twins':>7}{'texts/s':>9}"
    ]
    for name, texts, figures in rows:
        whole, twins = figures.groups[0], figures.twins
        lines.append(
            f"  {name:32}{texts:6}{whole.counts.precision:8.3f}{whole.counts.recall:8.3f}"
            f"{whole.counts.f1:7.3f}{figures.recall_at_99:8.3f}{_share(whole.full)}"
            f"{_share(whole.found)}{whole.queue:7.2f}"
            f"{_share(twins.linked / twins.pairs if twins.pairs else None)}"
            f"{figures.per_second:9.0f}"
        )
    return lines


def pair_lines(pairs: Sequence[LabelledPair]) -> list[str]:
    """The comparison of two names, by slice: right, and called the same that are not."""
    by_slice: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for pair in pairs:
        by_slice[pair.slice].append((pair.expected, verdict(pair)))
    every = [row for rows in by_slice.values() for row in rows]
    lines = ["", f"== {len(pairs)} pairs of names{'':20}pairs  right  wrongly the same"]
    for name, rows in [("all", every), *sorted(by_slice.items())]:
        right = sum(expected == said for expected, said in rows) / len(rows)
        wrong = sum(said == "same" != expected for expected, said in rows)
        lines.append(f"{name[:38]:40}{len(rows):5}{right:7.3f}{wrong:8}")
    return lines


def mistake_lines(labelled: LabelledSet, figures: SetFigures, most: int) -> list[str]:
    """Some of the mistakes, the wrong links first, with the words where the labels have a place."""
    names = {person.id: person.names for person in labelled.people}
    documents = {document.id: document for document in labelled.documents}
    lines = []
    for pair in sorted(figures.mistakes, key=lambda each: each.right)[:most]:
        document = documents[pair.document]
        words = [document.text[m.start : m.end] for m in document.gold if m.person == pair.person]
        kind = "missed" if pair.right else "WRONG"
        score = "-" if pair.confidence is None else f"{pair.confidence:.2f}"
        lines.append(
            f"  {kind} {score} {pair.document} {pair.language}: {names[pair.person]} {words[:3]}"
        )
    return lines


def _share(value: float | None) -> str:
    return f"{'-':>7}" if value is None else f"{value:7.3f}"
