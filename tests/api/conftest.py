"""Each test asks as a new reader: the rate of the one before must not refuse it."""

import pytest
from django.core.cache import cache


@pytest.fixture(autouse=True)
def nobody_has_asked_yet() -> None:
    """Forget how often this address has asked."""
    cache.clear()
