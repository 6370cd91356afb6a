"""Nothing that is not public is told: no page, API answer, feed, search, sitemap or change.

Every text of every record carries a word of its own. The walk asks every address there is and reads the
answers; a word that should not be there names the field that leaked and the address that told it.
"""

from collections.abc import Callable, Iterator

import pytest
from django.core.cache import cache
from django.db import transaction
from django.db.models import Q
from django.test import Client
from pytest_django import DjangoDbBlocker

from cases.access.models import PartnerOrganisation
from cases.access.services import issue_key
from people.models import Account
from tests.leaks.walk import PAGE_MODELS, Walk, admin_paths, api_paths, page_paths, routes
from tests.leaks.words import Words
from tests.leaks.world import Graph, World, build_world
from tracker.lib.api.throttling import ReaderRate

pytestmark = pytest.mark.django_db

# Of the published twin: what somebody must be able to read, and where.
TOLD_EVERYWHERE = (
    "person.name_en", "person.name_ru", "person.summary_en", "person.summary_ru",
    "person.occupation_en", "person.unknown_facts", "case.title_en", "case.title_ru",
    "caseevent.text_en", "caseevent.text_ru", "recognition.by_en", "recognition.by_ru",
    "law.title_en", "law.title_ru", "provision.title_en", "provision.title_ru",
    "openletter.title_en", "openletter.title_ru", "lettertext.text", "addressee.name_en",
    "demand.text_en", "demand.text_ru", "signature.name_en", "claimwording.wording_en",
    "claim.subject_en", "assertion.value_text", "outlet.name", "article.title",
    "citation.quote", "source.title",
)  # fmt: skip
TOLD_ON_PAGES = (
    "sentence.text_en", "sentence.text_ru", "institution.name_en", "institution.name_ru",
    "affiliation.role_en", "organisation.name_en", "outletrating.value", "provisionedition.text_ru",
    "lawcount.counted_by", "nameform.text", "story.title_en", "story.title_ru",
)  # fmt: skip
TOLD_IN_THE_API = ("story.title", "nameform.text")


@pytest.fixture(autouse=True)
def no_rate_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    """The walk asks more in a second than a reader in an hour."""
    rates = {"anonymous": "1000000/min", "partner": "1000000/min"}
    monkeypatch.setattr(ReaderRate, "THROTTLE_RATES", rates)
    cache.clear()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """Everything in every state, built once, written by a colleague whose name is not told either."""
    words = Words()
    with django_db_blocker.unblock(), transaction.atomic():
        name = words.new("name of a colleague", secret=True)
        yield build_world(words, by=Account.objects.create_user(name, is_staff=True))
        transaction.set_rollback(True)


@pytest.fixture
def as_viewer(make_account: Callable[..., Account]) -> Callable[[str, Words], Walk]:
    """A walk in the shoes of somebody."""

    def walk(viewer: str, words: Words) -> Walk:
        client, headers = Client(raise_request_exception=False), {}
        if viewer == "administrator":
            client.force_login(make_account("ada", is_staff=True, is_superuser=True))
        elif viewer == "partner":
            partner = PartnerOrganisation.objects.create(name="Example NGO")
            headers["Authorization"] = f"Bearer {issue_key(partner=partner, name='copy')[1]}"
        return Walk(client, words, headers)

    return walk


def report(leaks: set[str]) -> str:
    """Leaks one a line, the same field once with how often."""
    return f"{len(leaks)} leaks:\n" + "\n".join(sorted(leaks)[:60])


@pytest.mark.parametrize("viewer", ["stranger", "administrator"])
def test_no_page_tells_a_hidden_word_and_the_published_twin_is_told(
    world: World, as_viewer: Callable[[str, Words], Walk], viewer: str
) -> None:
    walk = as_viewer(viewer, world.words)
    walk.ask_all(page_paths())
    assert not walk.leaks, report(walk.leaks)
    assert not walk.broken
    missing = {
        what
        for what in (f"published: {name}" for name in TOLD_EVERYWHERE + TOLD_ON_PAGES)
        if not _told(walk, what, "pages")
    }
    assert not missing


@pytest.mark.parametrize("viewer", ["stranger", "partner", "administrator"])
def test_no_answer_of_the_api_tells_a_hidden_word_and_the_published_twin_is_told(
    world: World, as_viewer: Callable[[str, Words], Walk], viewer: str
) -> None:
    walk = as_viewer(viewer, world.words)
    # The API reads no session: for somebody signed in the addresses without filters will do.
    walk.ask_all(path for path in api_paths() if viewer != "administrator" or "?" not in path)
    for path in list(walk.answers):
        if "?" not in path:
            walk.ask(path.removeprefix("GET "), method="OPTIONS")
    assert not walk.leaks, report(walk.leaks)
    assert not walk.broken
    missing = {
        what
        for what in (f"published: {name}" for name in TOLD_EVERYWHERE + TOLD_IN_THE_API)
        if not _told(walk, what, "API")
    }
    assert not missing


def _told(walk: Walk, what: str, place: str) -> bool:
    about, _colon, column = what.partition(": ")
    return any(
        told.startswith(about) and told.endswith(f": {column}") for told in walk.told.get(place, ())
    )


def test_the_walk_would_see_a_leak(
    world: World, as_viewer: Callable[[str, Words], Walk], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tracker.lib.publishing.published_condition", lambda *_a, **_k: Q())
    walk = as_viewer("stranger", world.words)
    person = world.hidden[0].person
    for path in (
        "/people/", "/cases/", "/laws/", "/letters/", "/stories/", "/outlets/",
        f"/people/{person.slug}/", f"/ru/people/{person.slug}/", f"/api/v1/people/{person.public_id}/",
        "/api/v1/people/", "/api/v1/changes/", "/api/v1/links/", "/stories.atom",
        "/sitemap-people-1.xml",
    ):  # fmt: skip
        walk.leaks.clear()
        walk.ask(path)
        assert walk.leaks, path


def _addresses_of(graph: Graph) -> list[str]:
    """Pages and API addresses of the graph's roots."""
    names = {"person", "case", "provision", "law", "letter", "story", "outlet"}
    plural = {"story": "stories", "person": "people"}
    return [
        address
        for name, row in graph.roots.items()
        for address in (
            *(
                f"/{language}{plural.get(name, f'{name}s')}/{row.slug}/"
                for language in ("", "ru/")
                if name in names
            ),
            *(
                [f"/api/v1/{plural.get(name, f'{name}s')}/{row.public_id}/"]
                if name in names | {"article"}
                else []
            ),
        )
    ]


def test_a_draft_is_not_found_and_what_was_public_is_gone_without_its_name(
    world: World, client: Client
) -> None:
    assert set(PAGE_MODELS) == {route.name for route in routes() if route.converters == ("slug",)}
    for graph in [world.public, *world.hidden]:
        standing = graph.standing
        gone = standing.state == "withdrawn" and standing.once_public
        expected = 410 if gone else 404 if standing.hidden else 200
        for address in _addresses_of(graph):
            for answer in (client.get(address), client.head(address)):
                assert answer.status_code == expected, (standing.name, address)
                said = answer.content.decode().replace(address, "")
                own = {what for what in world.words.leaked(said) if not what.endswith(".slug")}
                assert not own or not standing.hidden, (address, own)


def test_a_search_for_a_hidden_name_looks_like_a_search_for_nonsense(
    world: World, client: Client
) -> None:
    for path in ("/people/", "/ru/people/", "/cases/"):
        nonsense = client.get(path, {"q": "xyxyxyxyxy"}).content.decode()
        for graph in world.hidden:
            for name in (graph.person.name_en, graph.person.name_ru, graph.case.title_en):
                answer = client.get(path, {"q": name}).content.decode()
                assert answer.replace(name, "xyxyxyxyxy") == nonsense, (path, graph.about)
    found = client.get("/people/", {"q": world.public.person.name_en})
    assert world.public.person.slug in found.content.decode()


def test_a_filter_by_something_hidden_finds_nothing(world: World, client: Client) -> None:
    tied = [
        ("people", "provision"), ("people", "letter"), ("cases", "person"), ("charges", "person"),
        ("charges", "case"), ("charges", "provision"), ("articles", "outlet"), ("links", "person"),
        ("links", "article"), ("links", "letter"), ("links", "provision"),
    ]  # fmt: skip
    for route, name in tied:
        for graph in world.hidden:
            value = graph.roots[name].public_id
            answer = client.get(f"/api/v1/{route}/", {name: value}).json()
            assert answer["results"] == [], (route, name, graph.about)
        value = world.public.roots[name].public_id
        assert client.get(f"/api/v1/{route}/", {name: value}).json()["results"], (route, name)


def test_the_admin_tells_nothing_to_strangers_and_to_partners(
    world: World, as_viewer: Callable[[str, Words], Walk]
) -> None:
    for viewer in ("stranger", "partner"):
        walk = as_viewer(viewer, world.words)
        for path in sorted(set(admin_paths())):
            answer = walk.ask(path)
            # Without signing in: the login page, a redirect to it, or the words of its scripts.
            assert answer.status in (302, 301, 404, 200), path
        assert not walk.leaks, report(walk.leaks)
        assert len(walk.answers) > 100
