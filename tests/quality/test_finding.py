"""Floors on the labelled texts: nobody is linked who should not be, and the named are found."""

import json
import random
from collections import defaultdict
from pathlib import Path
from typing import Any

from cases.linking.scoring import name_confidence
from people.names import NameFinder, known_person

SAMPLES = Path(__file__).parents[1] / "samples" / "names"
AUTOMATIC = 0.9
FLOOR = 0.95


def texts() -> list[dict[str, Any]]:
    lines = (SAMPLES / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line) for line in lines if line]


def finder(order: int | None = None) -> NameFinder:
    people = list(json.loads((SAMPLES / "people.json").read_text(encoding="utf-8")).items())
    if order is not None:
        random.Random(order).shuffle(people)
    return NameFinder(known_person(key, names) for key, names in people)


def found_in(known: NameFinder, row: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Who would be linked and who asked about."""
    best: dict[str, float] = defaultdict(float)
    for span in known.find(row["text"], row["lang"]):
        for person in span.persons:
            best[str(person)] = max(best[str(person)], name_confidence(span))
    linked = {person for person, score in best.items() if score >= AUTOMATIC}
    return linked, set(best) - linked


def test_every_strong_text_gives_the_labelled_links_and_questions() -> None:
    known = finder()
    wrong = []
    for row in texts():
        linked, asked = found_in(known, row)
        if row["strength"] == "strong" and (linked, asked) != (set(row["links"]), set(row["ask"])):
            wrong.append(f"{row['lang']} {row['text']}: linked {linked}, asked {asked}")
    assert not wrong, "\n".join(wrong)


def test_nobody_is_linked_without_asking_who_is_not_named_for_certain() -> None:
    known = finder()
    for row in texts():
        linked, _ = found_in(known, row)
        assert linked <= set(row["links"]), row["text"]


def test_each_slice_keeps_its_floor_of_recall() -> None:
    known = finder()
    right: dict[str, list[bool]] = defaultdict(list)
    for row in texts():
        linked, _ = found_in(known, row)
        right[row["slice"]] += [person in linked for person in row["links"]]
    shares = {part: sum(all_) / len(all_) for part, all_ in right.items() if all_}
    assert not {part: share for part, share in shares.items() if share < FLOOR}


def test_the_order_in_which_people_are_entered_changes_nothing() -> None:
    first, second = finder(1), finder(2)
    for row in texts():
        assert found_in(first, row) == found_in(second, row), row["text"]
