"""Text search in the admin: every word, in any case, in the newest rows."""

import pytest

from cases.articles.models import Article
from tests.factories import make_article, make_outlet
from tracker.lib.admin import search

pytestmark = pytest.mark.django_db


def titles(found: object) -> list[str]:
    return sorted(article.title for article in found)  # type: ignore[attr-defined]


@pytest.mark.parametrize("order", [("-id",), ("-ordered_at", "-id")])
def test_only_the_newest_rows_of_what_is_filtered_are_searched(
    order: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(search, "SEARCHED_ROWS", 2)
    outlet, other = make_outlet(), make_outlet()
    for number in range(4):
        make_article(f"Суд {number}", outlet=outlet)
        make_article(f"Мост {number}", outlet=other)
    everything = Article.objects.all()
    searched = search.search_newest(everything, ("title",), "суд", newest_first=order)
    assert "Суд 0" not in titles(searched) and "Суд 3" in titles(searched)
    of_outlet = everything.filter(outlet=outlet)
    searched = search.search_newest(of_outlet, ("title",), "СУД", newest_first=order)
    assert "Суд 2" in titles(searched) and "Суд 0" not in titles(searched)


def test_fewer_rows_than_the_bound_are_all_searched() -> None:
    make_article("Суд в Заозёрске")
    make_article("Мост через Волгу")
    searched = search.search_newest(
        Article.objects.all(), ("title",), "заозёрске суд", newest_first=("-id",)
    )
    assert titles(searched) == ["Суд в Заозёрске"]
