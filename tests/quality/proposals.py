"""`python -m tests.quality.proposals`: how well events are read, beside a matcher of keywords.

An answer is right when kind, person, date and every value are as labelled.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from cases.proposals import found as kinds
from cases.proposals.found import NamedSpan
from cases.proposals.naming import stands_as_on_record
from cases.proposals.reading import read_events
from people.names import NameFinder, known_person

FOLDER: Final = Path(__file__).parents[1] / "samples" / "proposals"
SETS: Final = ("ru-tuned", "en-tuned", "ru-held", "en-held")
# Written later, in the manner of newsrooms, before a rule had read a line of it (README.md there). The
# mistakes in `seen` lines were looked at and mended, those in `blind` lines never.
UNSEEN: Final = ("ru-unseen", "en-unseen")
HALVES: Final = tuple(f"{name}/{half}" for name in UNSEEN for half in ("seen", "blind"))
# The invented people of the samples: letter, names, sex.
CAST: Final = {
    "A": (("Антон Веретенников", "Anton Veretennikov"), "m"),
    "B": (("Марина Скворцова", "Marina Skvortsova"), "f"),
    "C": (("Руслан Ибрагимов", "Ruslan Ibragimov"), "m"),
    "D": (("Ольга Ткаченко", "Olga Tkachenko"), "f"),
    "E": (("Глеб Заречный", "Gleb Zarechny"), "m"),
    "F": (("Вера Полонская", "Vera Polonskaya"), "f"),
    # Of the unseen sets: surnames that do not decline, or that are not of Russian make.
    "G": (("Тимур Хасанов", "Timur Khasanov"), "m"),
    "H": (("Евгения Шульга", "Evgenia Shulga"), "f"),
    "I": (("Эльдар Ганиев", "Eldar Ganiev"), "m"),
    "J": (("Наталья Черных", "Natalya Chernykh"), "f"),
    "K": (("Павел Дятленко", "Pavel Dyatlenko"), "m"),
    "L": (("Виктория Зубарева", "Viktoria Zubareva"), "f"),
    "M": (("Степан Ковальчук", "Stepan Kovalchuk"), "m"),
    "N": (("Айше Сейтаблаева", "Aishe Seitablayeva"), "f"),
    "O": (("Максим Рузавин", "Maxim Ruzavin"), "m"),
    "P": (("Ирина Вольф", "Irina Volf"), "f"),
}
Answer = tuple[str, str, str, tuple[tuple[str, Any], ...]]
_NUMBERS: Final = ("months", "days", "fine", "by_months")
_SHORT: Final = {
    "susp": ("suspended", True),
    "absentia": ("in_absentia", True),
    "life": ("life", True),
}


@dataclass(frozen=True)
class Sample:
    """A sentence with its context, and what it says of whom."""

    set: str
    slice: str
    published: date
    text: str
    expected: frozenset[Answer]

    @property
    def language(self) -> str:
        """Of the text."""
        return self.set[:2]


@dataclass
class Counts:
    """Answers given, labelled, and right."""

    given: int = 0
    labelled: int = 0
    right: int = 0

    def add(self, given: frozenset[Answer], labelled: frozenset[Answer]) -> None:
        """Count one sample."""
        self.given += len(given)
        self.labelled += len(labelled)
        self.right += len(given & labelled)

    @property
    def precision(self) -> float:
        """Of the answers given, the share that is right; 1 when none was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Of the labelled, the share that was found; 1 when there is none."""
        return self.right / self.labelled if self.labelled else 1.0


def samples(name: str) -> list[Sample]:
    """The samples of a set, each line of its file, or every second one for a half of it.

    Raises ValueError, naming the line, for a bad one.
    """
    name, _slash, half = name.partition("/")
    rows = []
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    for number, line in enumerate(lines[1:] if lines[0].startswith("#") else lines, start=1):
        try:
            topic, published, text, events = line.split("\t")
            expected = frozenset(_labelled(one) for one in events.split("; ") if one != "-")
            rows.append(Sample(name, topic, date.fromisoformat(published), text, expected))
        except (ValueError, KeyError) as error:
            raise ValueError(f"{name}, line {number}: {error}") from error
    return rows[{"": slice(None), "seen": slice(0, None, 2), "blind": slice(1, None, 2)}[half]]


def _labelled(text: str) -> Answer:
    kind, person, *rest = text.split(" ")
    assert kind in kinds.KINDS and person in CAST, text
    on = rest.pop(0) if rest and re.match(r"\d{4}", rest[0]) else ""
    values: dict[str, Any] = {}
    # Values may hold spaces: «provisions=ч. 2 ст. 205.2 УК РФ».
    for part in re.split(r" (?=[a-z_]+=|susp\b|absentia\b|life\b)", " ".join(rest)) if rest else ():
        if part in _SHORT:
            key, value = _SHORT[part]
            values[key] = value
            continue
        key, _equals, word = part.partition("=")
        if key == "pun":
            values["punishment"] = word
        elif key == "provisions":
            values[key] = tuple(word.split(" + "))
        else:
            values[key] = int(word) if key in _NUMBERS else word
    if kind in (kinds.SENTENCED, kinds.REQUESTED):
        values.setdefault("punishment", "imprisonment")
    return kind, person, on, tuple(sorted(values.items()))


@cache
def _finder() -> NameFinder:
    return NameFinder([known_person(key, names) for key, (names, _sex) in CAST.items()])


def spans_of(sample: Sample) -> list[NamedSpan]:
    """The people of the cast in the sample, as linking would find them."""
    return [
        NamedSpan(
            span.start,
            span.end,
            span.persons[0],
            stands_as_on_record(span.surface, CAST[str(span.persons[0])][0]),
            CAST[str(span.persons[0])][1],
        )
        for span in _finder().find(sample.text, sample.language)
        if len(span.persons) == 1
    ]


def own_answer(sample: Sample) -> frozenset[Answer]:
    """What the reader says."""
    events = read_events(sample.text, sample.language, sample.published, spans_of(sample))
    return frozenset(
        (
            event.kind,
            str(event.person),
            event.on,
            tuple(
                sorted(
                    (key, tuple(value) if isinstance(value, list) else value)
                    for key, value in event.values.items()
                )
            ),
        )
        for event in events
    )


_KEYWORDS: Final = {
    kinds.DETAINED: r"задержа|detained|arrested",
    kinds.SEARCHED: r"обыск|search|raid",
    kinds.CHARGED: r"обвин|возбу|charged|charges|case against",
    kinds.MEASURE: r"арест|страж|custody|house arrest|detention",
    kinds.SENTENCED: r"приговор|осужд|осудил|sentenced|jailed",
    kinds.REQUESTED: r"запрос|попросил|потребовал|prosecut",
    kinds.APPEAL: r"апелляц|кассац|appeal|upheld|overturned",
    kinds.TRANSFERRED: r"этап|перев[её]|transferred|moved",
    kinds.HOSPITALISED: r"больниц|госпитализ|hospital",
    kinds.RELEASED: r"освобо|на свобод|отпусти|released|freed",
    kinds.EXCHANGED: r"обмен|swap|exchanged",
    kinds.DIED: r"\bумер|сконча|\bdied|\bdead",
    kinds.REGISTERED: r"переч|реестр|розыск|foreign agent|list of",
    kinds.SIGNED: r"подпис|signed",
}


def by_keywords(sample: Sample) -> frozenset[Answer]:
    """The baseline: a keyword and a name in one text make an event of that person, without values."""
    people = {str(span.person) for span in spans_of(sample)}
    low = sample.text.lower()
    return frozenset(
        (kind, person, "", ())
        for kind, pattern in _KEYWORDS.items()
        if re.search(pattern, low)
        for person in people
    )


def _kind_and_person(answers: Iterable[Answer]) -> frozenset[Answer]:
    return frozenset((kind, person, "", ()) for kind, person, _on, _values in answers)


def counted(
    names: Iterable[str], answer: Callable[[Sample], frozenset[Answer]], *, whole: bool = True
) -> Counts:
    """All samples of these sets; `whole` False asks for kind and person only."""
    counts = Counts()
    for name in names:
        for sample in samples(name):
            given, labelled = answer(sample), sample.expected
            if not whole:
                given, labelled = _kind_and_person(given), _kind_and_person(labelled)
            counts.add(given, labelled)
    return counts


def by_slice(names: Iterable[str]) -> dict[str, Counts]:
    """The reader's counts by slice."""
    found: dict[str, Counts] = defaultdict(Counts)
    for name in names:
        for sample in samples(name):
            found[sample.slice].add(own_answer(sample), sample.expected)
    return dict(found)


def main() -> None:
    """Prints the figures; `--errors SET` prints each mistake in a set too."""
    parser = argparse.ArgumentParser(description=__doc__)
    shown = SETS + tuple(one for one in HALVES if one.endswith("/seen"))
    parser.add_argument("--errors", choices=shown, action="append", default=[])
    options = parser.parse_args()
    sizes = Counter({name: len(samples(name)) for name in SETS})
    silent = sum(not one.expected for name in SETS for one in samples(name))
    print(f"proposals: {sizes.total()} samples, {silent} of them say nothing that may be proposed")
    print(f"{'set':28} {'answers':>8} {'precision':>10} {'recall':>8}")
    for name in SETS:
        _line(name, counted([name], own_answer))
    _line("all, kind person date value", counted(SETS, own_answer))
    _line("all, kind and person", counted(SETS, own_answer, whole=False))
    _line("keywords, kind and person", counted(SETS, by_keywords, whole=False))
    print("by slice:")
    for topic, counts in sorted(by_slice(SETS).items()):
        _line(f"  {topic}", counts)
    print("unseen:")
    for name in UNSEEN + HALVES:
        _line(name, counted([name], own_answer))
    _line("unseen, kind and person", counted(UNSEEN, own_answer, whole=False))
    _line("unseen, keywords", counted(UNSEEN, by_keywords, whole=False))
    for name in options.errors:
        for sample in samples(name):
            given = own_answer(sample)
            if given != sample.expected:
                print(f"\n[{sample.slice}] {sample.text}")
                print("  wrong:  ", *sorted(given - sample.expected))
                print("  missing:", *sorted(sample.expected - given))


def _line(name: str, counts: Counts) -> None:
    print(f"{name:28} {counts.given:8} {counts.precision:10.3f} {counts.recall:8.3f}")


if __name__ == "__main__":
    main()
