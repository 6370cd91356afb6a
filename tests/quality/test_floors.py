"""Each slice keeps its floor: of the samples written by hand, and of the real texts."""

from tests.quality.floors import below_floor, read_floors


def test_no_slice_of_the_pairs_of_names_falls_below_its_floor() -> None:
    assert below_floor("pairs of the slice") == []


def test_no_slice_of_the_texts_falls_below_its_floor() -> None:
    assert below_floor("texts of the slice") == []


def test_no_language_of_the_texts_falls_below_its_floor() -> None:
    assert below_floor("texts in the language") == []


def test_precision_and_recall_of_all_texts_keep_their_floors() -> None:
    assert below_floor("all texts") == []


def test_real_political_news_keep_their_floors() -> None:
    assert below_floor("factrueval") == []


def test_no_kind_or_language_of_the_citations_falls_below_its_floor() -> None:
    assert below_floor("citations") == []


def test_no_floor_is_nought() -> None:
    assert min(read_floors().values()) > 0
