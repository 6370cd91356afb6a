"""Who is in the news ranks the bearers of a surname that stands alone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.articles.models import Article
from cases.linking import services
from cases.linking.models import LinkCandidate, LinkStatus
from cases.linking.recent_people import RecentPeople
from tests.factories import make_person

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]


def test_a_surname_alone_is_asked_about_for_the_bearer_who_was_named_lately(
    placed: Placed,
) -> None:
    bearers = [
        make_person(f"{given} Zubrova", f"{russian} Зуброва", sex="f")
        for given, russian in (
            ("Olga", "Ольга"),
            ("Vera", "Вера"),
            ("Nina", "Нина"),
            ("Anna", "Анна"),
        )
    ]
    services.link_article(placed("Веру Зуброву отпустили.").pk)
    article = placed("Зуброва вернулась домой.")

    services.link_article(article.pk)

    (asked,) = LinkCandidate.objects.filter(article=article)
    assert (asked.person, asked.status) == (bearers[1], LinkStatus.UNDECIDED)
    assert "recently_named" in [reason["code"] for reason in asked.reasons]


def test_the_database_is_asked_once_however_many_people_are_looked_up() -> None:
    recent = RecentPeople()
    with CaptureQueriesContext(connection) as queries:
        recent.get(1)
        recent.get(2)
    assert len(queries) == 1
