"""A researcher decides while the article is searched again: both are kept, and neither is broken off."""

import threading
from collections.abc import Callable
from typing import Any

import pytest

from cases.articles.models import Article, Stage
from cases.linking import decisions, keeping, services
from cases.linking.models import LinkCandidate, LinkStatus
from cases.linking.selectors import anything_kept
from cases.linking.subjects import note_subjects
from tests.factories import make_person
from tests.support.race import race

Placed = Callable[..., Article]


@pytest.mark.django_db(transaction=True)
def test_a_decision_made_while_the_article_is_searched_again_stands(
    placed: Placed, researcher: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = make_person("Darya Kozyreva", "Дарья Козырева", sex="f")
    article = placed("Darya Kozyrev was jailed.", language="en")
    services.link_article(article.pk)
    Article.objects.filter(pk=article.pk).update(stage=Stage.PLACED)
    question = LinkCandidate.objects.get(article=article, person=person)
    searching, deciding = threading.Event(), threading.Event()

    def wait_with_the_article_locked(ids: Any) -> set[int]:
        searching.set()
        deciding.wait(10)
        return anything_kept(ids)

    def note_then_go_on(ids: Any) -> int:
        number = note_subjects(ids)
        deciding.set()
        return number

    monkeypatch.setattr(keeping, "anything_kept", wait_with_the_article_locked)
    monkeypatch.setattr(decisions, "note_subjects", note_then_go_on)

    def decide() -> None:
        searching.wait(30)
        services.accept_link(question, by=researcher, reason="the case is hers")

    race(lambda: services.link_article(article.pk), decide)

    question.refresh_from_db()
    assert (question.status, question.automatic) == (LinkStatus.ACCEPTED, False)
    article.refresh_from_db()
    assert article.stage == Stage.LINKED
