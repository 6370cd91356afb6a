"""What placing costs, in a throw-away database, by the size of the stories:
`python -m pytest -q -s tests/bench/placing.py`.

Ten events, each with 5 and then 100 articles; what is measured is the next five articles of each,
in batches. Processor time of this process, without the server's.
"""

import time
from datetime import UTC, datetime, timedelta

import pytest

from cases.stories.models import Story
from cases.stories.services import place_articles
from tests.factories import make_article, make_outlet

STORIES = 10
BATCH = 50
ROUNDS = 5


@pytest.mark.django_db
def test_figures_of_placing() -> None:
    """Prints milliseconds of this process and articles a second; no floor: machines differ."""
    made = 0
    for size in (5, 100):
        while made < size:
            _place(_articles(made))
            made += 1
        batches = [_articles(made + number) for number in range(ROUNDS)]
        made += ROUNDS
        began, wall = time.process_time(), time.monotonic()
        placed = sum(_place(ids) for ids in batches)
        spent, waited = time.process_time() - began, time.monotonic() - wall
        print(
            f"stories of {size:3} articles: {1000 * spent / placed:5.1f} ms of this process an article, "
            f"{placed / waited:5.0f} articles a second"
        )
        assert placed == STORIES * ROUNDS
    assert Story.objects.filter(merged_into__isnull=True).count() <= STORIES


def _place(ids: list[int]) -> int:
    return sum(place_articles(ids[start : start + BATCH]) for start in range(0, len(ids), BATCH))


def _articles(round_: int) -> list[int]:
    at = datetime(2031, 3, 3, tzinfo=UTC) + timedelta(minutes=round_)
    outlet = make_outlet()
    return [
        make_article(
            f"Court in {_name(n, 'burg')} sentences Ivan {_name(n, 'kin')} to {n + 2} years",
            summary=(
                f"Ivan {_name(n, 'kin')}, a {_name(n, 'er').lower()} by trade, was convicted in "
                f"{_name(n, 'burg')} under article {200 + n}.3. Report {round_} has {round_ * 7 + 11} "
                f"words about judge {_name(n + 50, 'ski')} and the {_name(n + 90, 'ing').lower()} case."
            ),
            outlet=outlet,
            published_on_site_at=at,
            stage="named",
        ).pk
        for n in range(STORIES)
    ]


def _name(number: int, ending: str) -> str:
    """A word that no other number gives."""
    first, second = divmod(number, 14)
    return f"{'BCDFGKLMNPRSTVZW'[first]}{'aeiou'[number % 5]}{'bdfgklmnprstvz'[second]}o{ending}"
