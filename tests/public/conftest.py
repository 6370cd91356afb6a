"""The ground of the tests of public pages."""

from collections.abc import Callable

import pytest
from django.core.cache import cache
from django.test import Client

Read = Callable[..., str]


@pytest.fixture(autouse=True)
def no_remembered_figures() -> None:
    """Figures are kept for a minute; a test must see its own records."""
    cache.clear()


@pytest.fixture
def read(db: None) -> Read:
    """Read a page as a stranger; the answer must be 200 unless said otherwise."""

    def page(address: str, *, status: int = 200, client: Client | None = None) -> str:
        response = (client or Client()).get(address)
        assert response.status_code == status, (address, response.status_code)
        return response.content.decode()

    return page
