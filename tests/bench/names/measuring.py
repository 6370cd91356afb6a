"""One contestant measured in a process of its own: `python -m tests.bench.names.measuring NAME PEOPLE ARTICLES`."""

import gc
import json
import resource
import statistics
import sys
import time
from pathlib import Path

from tests.bench.names.engines import OfForms, Ours, engine
from tests.bench.names.invented import Article, articles, invented_people, surface_forms

_PASSES = 3


def measured(name: str, number: int, how_many: int) -> dict[str, float]:
    """The figures of one contestant, by name; times are CPU seconds of this process."""
    people = invented_people(number)
    texts = articles(people, how_many)
    size = sum(len(article.text.encode()) for article in texts) / 1e6
    before = resident()
    begun = time.process_time()
    with engine(name, people) as contestant:
        figures = {"build s": time.process_time() - begun, "RSS MB": resident() - before}
        # The invented people are of the bench: whoever maps an index has no such heap to search for
        # garbage in circles.
        gc.collect()
        gc.freeze()
        passes = [scanned(contestant, texts) for _ in range(_PASSES + 1)]
        # Words are looked up at first sight, so the first pass over new texts is told apart.
        figures["first pass MB/s"] = size / passes[0]
        figures["MB/s"] = size / statistics.median(passes[1:])
        figures["recall"] = recall(contestant, texts)
        if isinstance(contestant, Ours):
            finder = contestant.start()
            for key in ("first pass articles/s", "articles/s"):
                begun = time.process_time()
                for article in texts:
                    finder.find(article.text, article.language)
                figures[key] = how_many / (time.process_time() - begun)
        figures["RSS MB after"] = resident() - before
        # A name that nobody bears yet.
        (person,) = [p for p in invented_people(1, 77) if p.on_record]
        text = f"Вчера {surface_forms(person)[0]} пришёл."
        begun = time.process_time()
        contestant.add(person)
        contestant.places(text, "ru")
        figures["add s"] = time.process_time() - begun
        begun = time.process_time()
        started = contestant.start()
        started.places(text, "ru")
        figures["start s"] = time.process_time() - begun
    figures["peak MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return figures


def scanned(contestant: Ours | OfForms, texts: list[Article]) -> float:
    """CPU seconds to go through all texts once."""
    begun = time.process_time()
    for article in texts:
        contestant.places(article.text, article.language)
    return time.process_time() - begun


def recall(contestant: Ours | OfForms, texts: list[Article]) -> float:
    """The share of planted names that a place covers, or lies within, but for initials."""
    hit = total = 0
    for article in texts:
        places = contestant.places(article.text, article.language)
        total += len(article.planted)
        hit += sum(
            any(start < last and first < end for first, last in places)
            for start, end in article.planted
        )
    return hit / total


def resident() -> float:
    """Megabytes of memory this process holds now."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * resource.getpagesize() / 1e6


if __name__ == "__main__":
    print(json.dumps(measured(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))))
