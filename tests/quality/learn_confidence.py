"""Learn the weights of `people/names/data/confidence.tsv` from texts with labelled people.

    python -m tests.quality.learn_confidence --set DOCS.jsonl PEOPLE.jsonl [--set ...] [--cache FILE] [--write]

Documents are {"id", "lang", "text", "gold": [{"person"}], "ignore", "twins"}, people are
{"id", "names"}; a record with names in two alphabets is also tried with each alone, and every
fourth document without its language. A pair of document and person is one example, by its best
span. The weights are those of a logistic regression drawn towards judged priors (Newton's method);
a reason against never counts for, nor the other way round. Calibration is printed for documents, and
for languages, that the weights were not learned from.
"""

from __future__ import annotations

import argparse
import json
import math
import sys
import time
import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from people.names import NameFinder
from people.names.archives import RecentlyNamed, known_person_of
from people.names.finding.confidence import BASE, MENTIONS, features
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.tables import rows

TABLE = Path(__file__).parents[2] / "people" / "names" / "data" / "confidence.tsv"
SPREAD = 1.0  # how far, in log-odds, a weight may leave its prior before it has to be paid for
FOLDS = 5
# A shorter mention is best of its pair only where the full name it rests on is doubtful: such pairs
# would teach that every surname after a full name is. It keeps its prior, and never passes the full name.
RESTING = {"surname_after_full", "initials_after_full"}
# The sets do not say that the Polish Mahomet is Muhammad: what only they call wrong keeps its prior.
UNLABELLED = {"titled_translation"}
FOR = {"patronymic_agrees", "recently_named", MENTIONS}
HEADER = """\
# How much each reason and trait of a name found in a text weighs, in log-odds (people/names/finding/confidence.py).
# feature, learned weight, the judged prior it was drawn towards, examples that showed it, share of them right.
# Written by tests/quality/learn_confidence.py; features that were never seen keep their prior.
"""


@dataclass(frozen=True)
class Example:
    """One person in one document: what was seen, whether it was right, how much it counts."""

    seen: tuple[tuple[str, float], ...]
    right: bool
    weight: float
    document: str
    language: str


def read(path: str) -> list[dict[str, Any]]:
    with open(path, encoding="utf-8") as lines:
        return [json.loads(line) for line in lines if line.strip()]


def variants(people: list[dict[str, Any]]) -> list[list[dict[str, Any]]]:
    """The records as they are, and with the names of one alphabet only where they have two."""
    found = [people]
    for cyrillic in (True, False):
        kept = []
        for row in people:
            names = [
                n
                for n in row["names"]
                if isinstance(n, str) and (script_of(n) == CYRILLIC) == cyrillic
            ]
            kept.append({**row, "names": names or row["names"]})
        if kept != people:
            found.append(kept)
    return found


def examples(docs: str, people: str) -> list[Example]:
    documents = read(docs)
    found: list[Example] = []
    records = variants(read(people))
    for names in records:
        finder = NameFinder([known_person_of(row) for row in names])
        known = {row["id"] for row in names}
        recent = RecentlyNamed()
        for document in documents:
            found += of_document(finder, recent, document, known, 1 / len(records))
    return found


def of_document(
    finder: NameFinder,
    recent: RecentlyNamed,
    document: dict[str, Any],
    known: set[Any],
    weight: float,
) -> list[Example]:
    blank = zlib.crc32(document["id"].encode()) % 4 == 0
    language = "" if blank else document["lang"]
    spans = finder.find(document["text"], language, recent=recent, often_named=recent.often)
    recent.see(spans)
    twins = document.get("twins", {})
    left_out = {*document.get("ignore", ()), *twins, *twins.values()}
    gold = {g["person"] for g in document["gold"] if g["person"] in known}
    mentions: dict[Any, int] = defaultdict(int)
    best: dict[Any, Any] = {}
    for span in spans:
        for person in span.persons:
            mentions[person] += 1
            if person not in best or best[person].score < span.score:
                best[person] = span
    return [
        Example(
            tuple(sorted(features(span, mentions[person], language).items())),
            person in gold,
            weight,
            document["id"],
            document["lang"],
        )
        for person, span in best.items()
        if person not in left_out
    ]


def learn(data: Sequence[Example], prior: dict[str, float]) -> dict[str, float]:
    """Weights that make the examples likeliest, each drawn towards its prior."""
    held: dict[str, float] = {}
    data = [
        example for example in data if not (RESTING | UNLABELLED) & {n for n, _ in example.seen}
    ]
    while True:
        weights = newton(data, prior, held)
        wrong = {
            name: 0.0
            for name, weight in weights.items()
            if name != BASE and name not in held and (weight < 0 if name in FOR else weight > 0)
        }
        if not wrong:
            return weights
        held.update(wrong)


def newton(
    data: Sequence[Example], prior: dict[str, float], held: dict[str, float]
) -> dict[str, float]:
    names = [name for name in prior if name not in held]
    place = {name: at for at, name in enumerate(names)}
    patterns: dict[tuple[tuple[str, float], ...], list[float]] = defaultdict(lambda: [0.0, 0.0])
    for example in data:
        kept = tuple((n, v) for n, v in example.seen if n in place)
        patterns[kept][example.right] += example.weight
    weights = [prior[name] for name in names]
    for _ in range(40):
        size = len(names)
        slope = [(prior[n] - w) / SPREAD**2 for n, w in zip(names, weights, strict=True)]
        bend = [[1 / SPREAD**2 if i == j else 0.0 for j in range(size)] for i in range(size)]
        for pattern, (wrong, right) in patterns.items():
            p = logistic(sum(weights[place[n]] * v for n, v in pattern))
            total = wrong + right
            for n, v in pattern:
                slope[place[n]] += (right - total * p) * v
                for m, u in pattern:
                    bend[place[n]][place[m]] += total * p * (1 - p) * v * u
        step = solve(bend, slope)
        weights = [w + max(-1.0, min(1.0, s)) for w, s in zip(weights, step, strict=True)]
        if max(abs(s) for s in step) < 1e-6:
            break
    return {**dict(zip(names, weights, strict=True)), **held}


def solve(matrix: list[list[float]], right: list[float]) -> list[float]:
    """The solution of a symmetric positive system, by elimination."""
    size = len(right)
    m = [[*row, right[i]] for i, row in enumerate(matrix)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda r: abs(m[r][i]))
        m[i], m[pivot] = m[pivot], m[i]
        for r in range(i + 1, size):
            factor = m[r][i] / m[i][i]
            if factor:
                for c in range(i, size + 1):
                    m[r][c] -= factor * m[i][c]
    found = [0.0] * size
    for i in reversed(range(size)):
        rest = sum(m[i][j] * found[j] for j in range(i + 1, size))
        found[i] = (m[i][size] - rest) / m[i][i]
    return found


def logistic(odds: float) -> float:
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, odds))))


def say_calibration(
    title: str, parts: Iterable[tuple[Sequence[Example], dict[str, float]]]
) -> None:
    """How often each tenth of confidence was right, on examples the weights have not seen."""
    tenths: dict[int, list[float]] = defaultdict(lambda: [0.0, 0.0, 0.0])
    loss = total = 0.0
    for unseen, weights in parts:
        for example in unseen:
            p = logistic(sum(weights.get(n, 0.0) * v for n, v in example.seen))
            cell = tenths[min(9, int(p * 10))]
            cell[0] += example.weight
            cell[1] += example.weight * p
            cell[2] += example.weight * example.right
            loss -= example.weight * math.log(max(1e-9, p if example.right else 1 - p))
            total += example.weight
    print(f"{title}: {total:.0f} pairs, log loss {loss / max(total, 1):.4f}")
    for tenth, (number, said, right) in sorted(tenths.items()):
        print(
            f"  {tenth / 10:.1f}-{tenth / 10 + 0.1:.1f}: {number:7.0f} pairs,"
            f" said {said / number:.3f}, right {right / number:.3f}"
        )


def cross_validate(data: Sequence[Example], prior: dict[str, float]) -> None:
    def fold(example: Example) -> int:
        return zlib.crc32(example.document.encode()) % FOLDS

    parts = []
    for number in range(FOLDS):
        weights = learn([e for e in data if fold(e) != number], prior)
        parts.append(([e for e in data if fold(e) == number], weights))
    say_calibration(f"unseen documents ({FOLDS} folds)", parts)
    for language in sorted({example.language for example in data}):
        weights = learn([e for e in data if e.language != language], prior)
        unseen = [e for e in data if e.language == language]
        say_calibration(f"unseen language {language}", [(unseen, weights)])


def write(data: Sequence[Example], prior: dict[str, float], weights: dict[str, float]) -> None:
    seen: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
    for example in data:
        for name, _ in example.seen:
            seen[name][0] += example.weight
            seen[name][1] += example.weight * example.right
    lines = [
        f"{name}\t{weights[name]:.3f}\t{prior[name]:g}\t{seen[name][0]:.0f}"
        f"\t{seen[name][1] / seen[name][0] if seen[name][0] else 0:.3f}"
        for name in prior
    ]
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument(
        "--set", nargs=2, action="append", required=True, metavar=("DOCS", "PEOPLE")
    )
    parser.add_argument("--cache", help="keep the examples in this file, and use it if it is there")
    parser.add_argument("--write", action="store_true", help="write the table of weights")
    options = parser.parse_args()
    begun = time.process_time()
    data: list[Example] = []
    if options.cache and Path(options.cache).exists():
        for row in read(options.cache):
            row["seen"] = tuple((name, value) for name, value in row["seen"])
            data.append(Example(**row))
    else:
        for docs, people in options.set:
            data += examples(docs, people)
        if options.cache:
            lines = [json.dumps(vars(example)) for example in data]
            Path(options.cache).write_text("\n".join(lines) + "\n", encoding="utf-8")
    prior = {feature: float(judged) for feature, _, judged, *_ in rows("confidence")}
    unknown = {name for example in data for name, _ in example.seen} - prior.keys()
    # A way of finding a name that has no judged prior yet must not pass unseen.
    if unknown - {"full_exact"}:
        print("without a prior:", sorted(unknown - {"full_exact"}), file=sys.stderr)
    print(f"{len(data)} examples after {time.process_time() - begun:.0f} s of computing")
    cross_validate(data, prior)
    weights = learn(data, prior)
    for name in prior:
        print(f"{name:24} {prior[name]:6.2f} -> {weights[name]:6.2f}")
    if options.write:
        write(data, prior, weights)


if __name__ == "__main__":
    main()
