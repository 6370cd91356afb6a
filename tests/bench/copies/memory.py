"""One contestant in a process of its own: `python -m tests.bench.copies.memory NAME ARTICLES` prints JSON.

Each reads a text, looks for copies among those before it, and keeps it.
"""

import gc
import json
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from pathlib import Path

from tests.bench.copies.invented import Written, articles

# As `gaoya` was compared with others: runs of three words, 42 bands of 3, Jaccard .35.
_BANDS, _BAND_SIZE, _JACCARD = 42, 3, 0.35
Add = Callable[[int, Written], Iterable[int]]


def measured(name: str, number: int) -> dict[str, float]:
    """Articles a second of CPU time, kilobytes an article, and how well pairs are found."""
    written = articles(number)
    _CONTESTANTS[name]()(0, written[0])  # tables are read at the first text
    add = _CONTESTANTS[name]()
    # Python's search for garbage among a million numbers would be measured for one contestant only.
    gc.disable()
    before = _resident()
    begun = time.process_time()
    found = [add(place, article) for place, article in enumerate(written)]
    seconds = time.process_time() - begun
    kilobytes = (_resident() - before) * 1000 / number
    groups = _groups(found)
    return {"articles/s": number / seconds, "kB/article": kilobytes} | pairs(written, groups)


def pairs(written: list[Written], groups: list[Hashable]) -> dict[str, float]:
    """Precision and recall of pairs of articles in one group."""
    right = _pairs(Counter(zip((one.group for one in written), groups, strict=True)))
    return {
        "precision": right / max(_pairs(Counter(groups)), 1),
        "recall": right / _pairs(Counter(one.group for one in written)),
    }


def _pairs(sizes: Counter[Hashable]) -> int:
    return sum(size * (size - 1) // 2 for size in sizes.values())


def _ours() -> Add:
    from cases.articles.copies.index import CopyIndex
    from cases.articles.copies.sketch import make_sketch

    index = CopyIndex()

    def add(place: int, article: Written) -> Iterable[int]:
        sketch = make_sketch(article.title, article.text)
        assert sketch is not None
        index.add(place, sketch, article.site)
        return _Leader(index, place)

    return add


class _Leader:
    """The leader of a group, asked for when all have come: groups turn."""

    def __init__(self, index: object, place: int) -> None:
        self._index, self._place = index, place

    def __iter__(self):  # type: ignore[no-untyped-def]
        yield self._index.leader(self._place)  # type: ignore[attr-defined]


def _gaoya() -> Add:
    from gaoya.minhash import MinHashStringIndex

    index = MinHashStringIndex(32, _JACCARD, _BANDS, _BAND_SIZE, None, "word", True, (3, 3), "set")

    def add(place: int, article: Written) -> Iterable[int]:
        found = index.query(article.text)
        index.insert_document(place, article.text)
        return found

    return add


_CONTESTANTS: dict[str, Callable[[], Add]] = {"ours": _ours, "gaoya": _gaoya}


def _groups(found: list[Iterable[int]]) -> list[Hashable]:
    """Every text with all that it was found to be a copy of, as one group."""
    leaders = list(range(len(found)))

    def leader(place: int) -> int:
        while leaders[place] != place:
            leaders[place] = leaders[leaders[place]]
            place = leaders[place]
        return place

    for place, others in enumerate(found):
        for other in others:
            one, two = leader(place), leader(other)
            leaders[max(one, two)] = min(one, two)
    return [leader(place) for place in range(len(found))]


def _resident() -> float:
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]))))
