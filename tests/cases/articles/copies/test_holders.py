"""The compiled table of keys and its twin in Python: the same candidates in the same order."""

import gc
import weakref

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from cases.articles.copies import native
from cases.articles.copies.holders import (
    MOST_CANDIDATES,
    MOST_PER_KEY,
    Holders,
    HoldersInPython,
    make_holders,
)
from tracker.lib.compiled import BuildError, build

try:
    build(native.HOLDERS_SOURCE)
    native.holders_library.cache_clear()
except BuildError:
    pass  # test_reading.py says why

compiled = pytest.mark.skipif(native.holders_library() is None, reason="no C compiler")
TOP = 1 << 63
_keys = st.one_of(st.integers(-TOP, TOP - 1), st.integers(-6, 6), st.sampled_from([-TOP, TOP - 1]))
_texts = st.lists(st.lists(_keys, max_size=12, unique=True), max_size=60)


def held(holders: Holders, texts: list[list[int]]) -> list[list[int]]:
    return [holders.hold(keys, text) for text, keys in enumerate(texts)]


@compiled
@settings(max_examples=300, deadline=None)
@given(_texts)
@example([[1, 2, 3]] * (MOST_PER_KEY + 5))
@example([list(range(text, text + 900)) for text in range(0, 3000, 100)])
def test_both_find_the_same(texts: list[list[int]]) -> None:
    assert held(make_holders(), texts) == held(HoldersInPython(), texts)


@pytest.mark.parametrize("make", [make_holders, HoldersInPython])
def test_who_shares_most_comes_first_and_of_equals_the_newest(make: type[Holders]) -> None:
    found = held(make(), [[1, 2, 3, 4], [1, 2], [1, 9], [3, 4], [1, 2, 3, 4]])
    assert found[-1] == [0, 3, 1]


@pytest.mark.parametrize("make", [make_holders, HoldersInPython])
def test_a_footer_in_every_article_of_a_site_costs_no_more(make: type[Holders]) -> None:
    found = held(make(), [[1, 2]] * 50)
    assert found[-1] == list(range(48, 48 - MOST_CANDIDATES, -1))


@pytest.mark.parametrize("make", [make_holders, HoldersInPython])
def test_a_short_text_of_one_key_finds_its_like(make: type[Holders]) -> None:
    assert held(make(), [[5], [6], [5], []]) == [[], [], [0], []]


@compiled
def test_the_memory_of_a_table_goes_with_it() -> None:
    holders = make_holders()
    holders.hold([1, 2], 0)
    gone = weakref.ref(holders)
    del holders
    gc.collect()
    assert gone() is None
