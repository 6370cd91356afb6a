"""Articles taken through the stages one after the other: `python -m tests.bench.whole_way.stages ARTICLES SOURCES`.

CPU time is counted of this process, of the parser's child and of the server behind the connection, so the
sum is what one core does. The first third of the articles is of sources not known yet; by the last
third the sources' selectors have been learned.
"""

import gzip
import hashlib
import os
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

_PEOPLE = 300
_BATCH = 50  # as sweeps hand them out
_TICKS = os.sysconf("SC_CLK_TCK")


def print_figures(number: int, sources: int) -> None:
    """Make pages, take the articles through extraction, linking and placing, print the shares."""
    import django

    django.setup()
    from django.core.management import call_command

    from cases.articles import extracting
    from cases.articles.copying import finding as copying
    from cases.linking.services import link_articles
    from cases.stories import placing

    call_command("migrate", verbosity=0)
    _load(number, sources)
    copied = _Timed(copying.note_copies_of)
    placing.note_copies_of = copied  # type: ignore[assignment]
    stages: dict[str, Callable[[Sequence[int]], object]] = {
        "extraction": extracting.store_extractions,
        "linking": link_articles,
        "placing": placing.place_articles,
    }
    for service in stages.values():  # what is read once for each process
        service([1])
    thirds = [range(2, number // 3), range(number // 3, 2 * number // 3)]
    thirds.append(range(2 * number // 3, number + 1))
    print(f"The whole way of {number:,} articles of {sources} sources, {_PEOPLE} people on record")
    names = ("new sources", "in between", "known sources")
    for name, ids in zip(names, thirds, strict=True):
        spent = dict.fromkeys([*stages, "copies"], 0.0)
        copied.spent = 0.0
        began = time.perf_counter()
        for first in range(0, len(ids), _BATCH):
            for stage, service in stages.items():
                before = cpu()
                service(ids[first : first + _BATCH])
                spent[stage] += cpu() - before
        wall = time.perf_counter() - began
        spent["copies"] = copied.spent
        spent["placing"] -= copied.spent
        whole = sum(spent.values())
        parts = ", ".join(
            f"{stage} {seconds / len(ids) * 1000:.1f} ms ({seconds / whole:.0%})"
            for stage, seconds in spent.items()
        )
        print(
            f"  {name:<14} {len(ids) / whole:6.1f} articles/s of CPU time, "
            f"{len(ids) / wall:6.1f} by the clock: {parts}",
            flush=True,
        )
    _print_outcome()


class _Timed:
    """A service that counts its CPU time."""

    def __init__(self, service: Callable[[Sequence[int]], int]) -> None:
        self._service = service
        self.spent = 0.0

    def __call__(self, articles: Sequence[int]) -> int:
        before = cpu()
        try:
            return self._service(articles)
        finally:
            self.spent += cpu() - before


def cpu() -> float:
    """Seconds of CPU time used by this process, its children and the server's process for it."""
    return time.process_time() + sum(map(_of_process, [_backend(), *_children(os.getpid())]))


_known_backend: list[int] = []


def _backend() -> int:
    from django.db import connection

    if not _known_backend:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            _known_backend.append(cursor.fetchone()[0])
    return _known_backend[0]


def _children(process: int) -> list[int]:
    found: list[int] = []
    for listed in Path(f"/proc/{process}/task").glob("*/children"):
        for child in map(int, listed.read_text().split()):
            found += [child, *_children(child)]
    return found


def _of_process(process: int) -> float:
    """To the nanosecond where the kernel says so, else in ticks of a hundredth."""
    try:
        return int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
    except (OSError, IndexError, ValueError):
        words = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
        return (int(words[11]) + int(words[12])) / _TICKS


def _load(number: int, sources: int) -> None:
    from cases.articles.identity import article_key
    from cases.articles.models import Article, ArticlePage, Stage
    from cases.feeds.models import Outlet
    from tests.bench.copies.invented import articles
    from tests.bench.names.invented import invented_people
    from tests.bench.whole_way.pages import page_of, published_at
    from tests.factories import make_person
    from tracker.lib import clock

    for person in invented_people(5_000, 7)[:_PEOPLE]:
        make_person(" ".join(person.latin), f"{person.given[0]} {person.surname[0]}")
    outlets = Outlet.objects.bulk_create(
        Outlet(name=f"Site {site}", slug=f"site-{site}", state="published")
        for site in range(sources)
    )
    now = clock.now()
    for place, written in enumerate(articles(number), 1):
        site = written.site % sources
        url = f"https://site{site}.example/news/{place}"
        article = Article.objects.create(
            pk=place,
            outlet=outlets[site],
            url=url,
            key=article_key(url),
            title=written.title,
            language=written.language,
            stage=Stage.FETCHED,
            first_seen_at=now,
            ordered_at=published_at(place),
            published_on_site_at=published_at(place),
            next_attempt_at=now,
        )
        body = page_of(place, written, site)
        ArticlePage.objects.create(
            article=article,
            url=url,
            fetched_at=now,
            status=200,
            content_type="text/html",
            charset="utf-8",
            sha256=hashlib.sha256(body).hexdigest(),
            body_gzip=gzip.compress(body, 5),
        )


def _print_outcome() -> None:
    from cases.articles.models import Article, ArticleText
    from cases.linking.models import LinkCandidate
    from cases.stories.models import Story

    print(
        f"  stored: {ArticleText.objects.count():,} texts, "
        f"{Article.objects.filter(derived_from__isnull=False).count():,} copies, "
        f"{Story.objects.filter(merged_into__isnull=True).count():,} stories, "
        f"{LinkCandidate.objects.count():,} links; "
        f"{Article.objects.filter(stage='linked').count():,} articles linked"
    )


if __name__ == "__main__":
    print_figures(int(sys.argv[1]), int(sys.argv[2]))
