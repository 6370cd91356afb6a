"""How well copies are found in the labelled sample: floors for the continuous build."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from cases.articles.copies.index import CopyIndex
from cases.articles.copies.judging import judge
from cases.articles.copies.sketch import make_sketch

SAMPLE = Path(__file__).parents[1] / "samples" / "copies" / "labelled.jsonl"
PRECISION, RECALL = 0.99, 0.95


def _sample() -> list[dict[str, Any]]:
    return [json.loads(line) for line in SAMPLE.read_text().splitlines()]


def _pairs(sizes: Counter[Any]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def test_pairs_of_copies_are_found_and_twins_kept_apart() -> None:
    articles = _sample()
    index = CopyIndex()
    for article in articles:
        sketch = make_sketch(article["title"], article["text"])
        assert sketch is not None
        index.add(article["id"], sketch)
    leaders = [index.leader(place) for place in range(len(articles))]
    labels = [article["group"] for article in articles]
    right = _pairs(Counter(zip(labels, leaders, strict=True)))
    precision = right / _pairs(Counter(leaders))
    recall = right / _pairs(Counter(labels))
    print(f"\ncopies: {len(articles)} articles, precision {precision:.3f}, recall {recall:.3f}")
    assert precision >= PRECISION
    assert recall >= RECALL


def test_the_twins_of_the_sample_would_be_copies_but_for_their_people() -> None:
    articles = _sample()
    sketches = [make_sketch("", article["text"]) for article in articles]
    vetoed = 0
    for at, one in enumerate(sketches):
        for other, label in zip(sketches[:at], articles[:at], strict=True):
            if label["group"] != articles[at]["group"] and one is not None and other is not None:
                vetoed += "people" in judge(one, other).against
    assert vetoed > 100
