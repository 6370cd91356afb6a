"""The ground for tests of the pipeline: a site on loopback that the settings let us ask."""

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from cases.articles import reading as article_reading
from cases.feeds.polling import reading as feed_reading
from tests.support.local_site import LocalSite
from tracker.lib import contained

DEADLY = "tests.cases.deadly_parsers:die"
FAULTY = "tests.cases.deadly_parsers:fail"


@pytest.fixture
def site(settings: Settings) -> Iterator[LocalSite]:
    """An outlet's server; the settings open exactly its address."""
    with LocalSite() as server:
        settings.FETCH_ALLOWED_ADDRESSES = frozenset({server.address})
        yield server


@pytest.fixture
def deadly_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document kills the process that parses it, as a chain of entities kills expat."""
    _parse_by(DEADLY, monkeypatch)


@pytest.fixture
def faulty_parser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every document makes the parser raise an error that nobody foresaw."""
    _parse_by(FAULTY, monkeypatch)


def _parse_by(target: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(contained, "CONTAINED", {*contained.CONTAINED, target})
    monkeypatch.setattr(feed_reading, "PARSER", target)
    monkeypatch.setattr(article_reading, "PARSER", target)
