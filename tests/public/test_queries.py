"""A page costs the same number of queries whatever hangs on its record."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.factories import make_case, make_law, make_outlet, make_person, make_story
from tests.factories.pages import make_full_letter, make_full_person, make_full_story

Bound = Callable[..., Any]


@pytest.fixture
def bound(read: Callable[..., str], django_assert_max_num_queries: Any) -> Callable[..., None]:
    """Assert that a page answers within so many queries, after content types are known."""

    def check(address: str, most: int) -> None:
        read(address)  # a process looks up content types once in its life
        with django_assert_max_num_queries(most):
            read(address)

    return check


def test_a_person_with_everything_takes_at_most_twelve_queries(bound: Callable[..., None]) -> None:
    full = make_full_person("Alexei Gorinov", "Алексей Горинов", size=5)
    bound(f"/people/{full.person.slug}/", 12)
    bound(f"/ru/people/{full.person.slug}/", 12)


def test_a_case_with_everything_takes_at_most_twelve_queries(bound: Callable[..., None]) -> None:
    full = make_full_person("Alexei Gorinov", size=5)
    bound(f"/cases/{full.case.slug}/", 12)


def test_a_letter_with_everything_takes_at_most_twelve_queries(bound: Callable[..., None]) -> None:
    bound(f"/letters/{make_full_letter('The letter', size=12).slug}/", 12)


def test_a_story_with_everything_takes_at_most_twelve_queries(bound: Callable[..., None]) -> None:
    bound(f"/stories/{make_full_story('The story', size=20).slug}/", 12)


def test_provision_law_and_outlet_pages_take_at_most_twelve_queries(
    bound: Callable[..., None],
) -> None:
    full = make_full_person("Alexei Gorinov", size=5)
    bound(f"/provisions/{full.charges[0].provision.slug}/", 12)
    bound(f"/laws/{make_law().slug}/", 12)
    story = make_full_story("The story", size=5)
    outlet = story.memberships.select_related("article__outlet")[0].article.outlet
    bound(f"/outlets/{outlet.slug}/", 12)


def test_lists_take_at_most_eight_queries(bound: Callable[..., None]) -> None:
    for number in range(4):
        make_full_person(f"Name Surname{number}", size=2)
        make_full_story(f"Story {number}", size=3)
    for _number in range(60):
        make_person(), make_case(), make_law(), make_outlet(), make_story()
    make_full_letter("The letter")
    for address in (
        "/",
        "/people/",
        "/people/?q=Surname&status=imprisoned",
        "/cases/",
        "/provisions/",
        "/laws/",
        "/letters/",
        "/stories/",
        "/outlets/",
        "/changes/",
        "/changes.atom",
        "/stories.atom",
    ):
        bound(address, 8)


def test_filtering_people_by_a_provision_takes_at_most_eight_queries(
    bound: Callable[..., None],
) -> None:
    full = make_full_person("Alexei Gorinov", size=2)
    bound(f"/people/?provision={full.charges[0].provision.slug}&q=gorinov", 8)
