"""Every test of stories begins with a database that holds none."""

from collections.abc import Iterator

import pytest

from cases.stories.commonness import forget_sample


@pytest.fixture(autouse=True)
def terms_as_of_this_test() -> Iterator[None]:
    """The sample of terms lives as long as its process; each test begins without one."""
    forget_sample()
    yield
    forget_sample()
