"""Floors of grouping: no change may fall below them, on either half of the labelled events."""

import pytest

from tests.quality.stories.__main__ import by_our_rules, without_subjects
from tests.quality.stories.baselines import tf_idf_leaders
from tests.quality.stories.labelled import UNSEEN, labelled_articles
from tests.quality.stories.measures import figures

ARTICLES = labelled_articles()


def test_the_set_is_large_enough_and_has_the_hard_cases() -> None:
    assert len(ARTICLES) >= 400
    assert len({article.story for article in ARTICLES}) >= 80
    assert len({article.language for article in ARTICLES if article.language}) >= 5
    assert {name for article in ARTICLES for name in article.slices} >= {
        "a case over weeks",
        "a letter and its answers",
        "digest or guide",
        "famous person twice in a day",
        "general news",
        "one template, other people",
        "short post",
        "two defendants in one court",
        "undated",
        "wrong language",
    }


@pytest.mark.parametrize("half", ["development", "check"])
def test_events_are_found_whole_and_apart(half: str) -> None:
    told = figures(ARTICLES, by_our_rules(ARTICLES), of=lambda article: article.half == half)
    assert told.precision >= 0.92
    assert told.recall >= 0.93
    assert told.f1 >= 0.93
    assert told.split <= 0.18


def test_news_about_nobody_on_record_is_grouped_nearly_as_well() -> None:
    told = figures(ARTICLES, without_subjects(ARTICLES))
    assert told.f1 >= 0.92


@pytest.mark.parametrize("half", ["development", "check"])
def test_articles_in_another_manner_are_grouped_nearly_as_well(half: str) -> None:
    articles = labelled_articles(UNSEEN)
    told = figures(articles, by_our_rules(articles), of=lambda article: article.half == half)
    assert told.precision >= 0.92
    assert told.recall >= 0.90
    assert told.f1 >= 0.91


def test_a_simple_method_does_worse() -> None:
    ours = figures(ARTICLES, by_our_rules(ARTICLES))
    leaders = figures(ARTICLES, tf_idf_leaders(ARTICLES, threshold=0.2))
    assert ours.f1 > leaders.f1 + 0.2
