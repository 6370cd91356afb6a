"""Subjects: what linking tells the news, in plain ids, of whom an article speaks."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.articles.models import Article, ArticleSubject
from cases.linking import services
from people.services.merging import merge_people
from tests.factories import make_person

pytestmark = pytest.mark.django_db
Placed = Callable[..., Article]
TEXT = "Политзаключённый Алексей Горинов выступил в суде."


def subjects(article: Article) -> list[tuple[str, int, float]]:
    return list(
        article.subjects.order_by("kind", "record_id").values_list("kind", "record_id", "certainty")
    )


def test_a_linked_article_has_the_person_as_its_subject(placed: Placed) -> None:
    person = make_person("Alexei Gorinov", "Алексей Горинов")
    article = placed(TEXT)
    [candidate] = services.link_article(article.pk) or []
    [(kind, record, certainty)] = subjects(article)
    assert (kind, record) == ("person", person.pk)
    assert certainty == pytest.approx(
        1.0 if candidate.status == "accepted" else candidate.score, abs=0.001
    )


def test_a_decision_of_a_person_changes_the_subject_and_taking_it_back_too(
    placed: Placed, researcher: Any
) -> None:
    person = make_person("Alexei Gorinov", "Алексей Горинов")
    article = placed(TEXT)
    [candidate] = services.link_article(article.pk) or []
    services.reject_link(candidate, by=researcher)
    assert subjects(article) == []
    services.undo_decision(candidate, by=researcher)
    services.accept_link(candidate, by=researcher)
    assert subjects(article) == [("person", person.pk, 1.0)]


def test_an_article_that_no_longer_names_the_person_loses_the_subject(placed: Placed) -> None:
    make_person("Alexei Gorinov", "Алексей Горинов")
    article = placed(TEXT)
    services.link_article(article.pk)
    article.texts.update(text="Ничего.")
    services.link_again(article.pk)
    assert not ArticleSubject.objects.exists()


def test_subjects_follow_a_merge_of_two_people(placed: Placed, researcher: Any) -> None:
    twice = make_person("Alexei Gorinov", "Алексей Горинов")
    other = make_person("Alexei Alexandrovich Gorinov", "Алексей Александрович Горинов")
    article = placed(TEXT)
    for candidate in services.link_article(article.pk) or []:
        if candidate.person_id == twice.pk:
            services.accept_link(candidate, by=researcher)
    merge_people(other, twice, by=researcher, reason="one man")
    assert {record for _kind, record, _certainty in subjects(article)} == {other.pk}
