"""Keyset pages: every row once, forwards and backwards, whatever appears meanwhile."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.http import Http404

from cases.public.paging import keyset_page
from cases.stories.models import Story
from people.models import Person
from tests.factories import make_article, make_person, make_story
from tracker.lib import clock

pytestmark = pytest.mark.django_db
KEYS = ("sort_en", "id")


def names(token: str = "", size: int = 3) -> tuple[list[str], str, str]:
    page = keyset_page(Person.objects.all(), keys=KEYS, token=token, size=size)
    return [person.name_en for person in page.rows], page.next, page.previous


def test_walking_forwards_and_back_meets_everybody_once() -> None:
    for number in range(8):
        make_person(f"Same Surname{number // 3}")
    expected = [person.pk for person in Person.objects.order_by("sort_en", "id")]
    forwards, token, previous, steps = [], "", "", 0
    while True:
        page = keyset_page(Person.objects.all(), keys=KEYS, token=token, size=3)
        forwards += [person.pk for person in page.rows]
        previous, steps = page.previous, steps + 1
        if not page.next:
            break
        token = page.next
    assert forwards == expected and steps == 3
    back = []
    while previous:
        page = keyset_page(Person.objects.all(), keys=KEYS, token=previous, size=3)
        back = [person.pk for person in page.rows] + back
        previous = page.previous
    assert back == expected[:6]


def test_the_first_page_has_no_previous_and_the_last_no_next() -> None:
    for number in range(3):
        make_person(f"Name {number}")
    assert names(size=3)[1:] == ("", "")
    assert keyset_page(Person.objects.none(), keys=KEYS).rows == []


def test_a_row_that_appears_meanwhile_shifts_nobody() -> None:
    for surname in ("Bykov", "Danilov", "Fomin"):
        make_person(f"Ivan {surname}")
    first, token, _previous = names(size=2)
    make_person("Ivan Aronov")
    assert first == ["Ivan Bykov", "Ivan Danilov"]
    assert names(token, size=2)[0] == ["Ivan Fomin"]


def test_newest_first_pages_go_by_time_then_id() -> None:
    now = clock.now()
    for number in range(5):
        make_story(f"Story {number}", articles=(make_article(ordered_at=now),))
    Story.objects.filter(title="Story 4").update(last_at=now + timedelta(hours=1))
    stories = Story.objects.all()
    page = keyset_page(stories, keys=("-last_at", "-id"), size=2)
    second = keyset_page(stories, keys=("-last_at", "-id"), size=2, token=page.next)
    assert [one.title for one in [*page.rows, *second.rows]] == [
        "Story 4", "Story 3", "Story 2", "Story 1"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "token", ["!", "AAAA", "W10", "WzAsMSwyLDNd", "я", "WzAsWzFdLDJd", "A" * 999]
)
def test_a_token_this_site_did_not_make_is_not_found(token: str) -> None:
    make_person("Name A")
    with pytest.raises(Http404):
        names(token)


def test_the_pager_keeps_the_filters(read: Callable[..., str]) -> None:
    for number in range(60):
        make_person(f"Ivan Surname{number:02}", status="wanted")
    make_person("Ivan Free", status="at_liberty")
    page = read("/people/?status=wanted&q=ivan")
    link = re.search(r'rel="next" href="([^"]+)"', page)
    assert link and "Ivan Free" not in page and "Surname49" in page
    second = read("/people/" + link[1].replace("&amp;", "&"))
    assert "Surname50" in second and "Surname49" not in second and "Ivan Free" not in second
