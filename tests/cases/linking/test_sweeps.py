"""The sweeps of linking: due articles are handed out, changed people looked for again, once."""

from collections.abc import Callable

import pytest

from cases.articles.models import Article, Stage
from cases.linking import tasks
from tests.factories import make_name_form, make_person

Placed = Callable[..., Article]


@pytest.fixture
def handed_out(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """What the sweep gives to workers."""
    ids: list[int] = []
    monkeypatch.setattr(tasks.link_batch, "delay", ids.extend)
    monkeypatch.setattr(tasks, "_seen", {})
    return ids


@pytest.mark.django_db(transaction=True)
def test_an_article_is_handed_out_once_while_its_lease_runs(
    placed: Placed, handed_out: list[int]
) -> None:
    article = placed("Алексей Горинов выступил.")

    tasks.link_new_articles()
    tasks.link_new_articles()

    assert handed_out == [article.pk]


@pytest.mark.django_db(transaction=True)
def test_articles_wait_again_for_a_person_whose_names_changed_and_only_once(
    placed: Placed, handed_out: list[int]
) -> None:
    person = make_person("Alexei Gorinov", "Алексей Горинов")
    article = placed("Писали о Горинове.")
    tasks.link_batch([article.pk])
    tasks.relink_changed_people()
    tasks.link_batch([article.pk])

    tasks.relink_changed_people()
    article.refresh_from_db()
    assert article.stage == Stage.LINKED

    make_name_form(person, "Лёша Горинов", language="ru")
    tasks.relink_changed_people()
    article.refresh_from_db()
    assert article.stage == Stage.PLACED
