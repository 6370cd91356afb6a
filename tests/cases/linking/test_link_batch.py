"""A batch searched together: the same links, and an article that fails or kills its worker harms no other."""

from collections.abc import Callable, Sequence
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.articles.models import Article, ArticleSubject, Stage
from cases.changes.models import Change, ChangeKind
from cases.linking import services
from cases.linking.candidates import Searched
from cases.linking.models import LinkCandidate, LinkDecision, Mention
from cases.linking.record_links import FoundLink
from tests.factories import make_letter, make_person
from tracker.lib import clock

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]


class _Killed(BaseException):
    """What no service catches."""


def test_a_batch_is_linked_as_one_by_one(placed: Placed) -> None:
    gorinov = make_person("Alexei Gorinov", "Алексей Горинов", sex="m")
    kozyreva = make_person("Darya Kozyreva", "Дарья Козырева", sex="f")
    make_letter(
        "A letter of eleven people",
        title_ru="Письмо одиннадцати российских политзаключённых",
        signed_by=(gorinov, kozyreva),
    )
    texts = [
        "Суд отказал Алексею Горинову.",
        "Погода в Москве.",
        "Дарья Козырева и Алексей Горинов подписали «Письмо одиннадцати российских политзаключённых».",
        "О Горинове и ст. 207.3 УК РФ.",
    ]
    together = [placed(text) for text in texts]
    apart = [placed(text) for text in texts]

    assert services.link_articles([article.pk for article in together]) == 4
    for article in apart:
        services.link_article(article.pk)

    for one, other in zip(together, apart, strict=True):
        assert _kept(one) == _kept(other)
        one.refresh_from_db()
        assert (one.stage, one.next_attempt_at, one.attempts) == (Stage.LINKED, None, 0)
    told = Change.objects.filter(kind=ChangeKind.LINKED, public=True)
    assert told.filter(record_id=gorinov.pk, record_type="person").count() == 4
    assert told.filter(record_id=kozyreva.pk, record_type="person").count() == 2
    assert services.link_articles([article.pk for article in together]) == 0


def test_of_a_batch_one_that_fails_steps_aside_and_the_others_are_linked(
    placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person("Alexei Gorinov", "Алексей Горинов", sex="m")
    good, bad, last = [placed("Алексей Горинов выступил.") for _ in range(3)]
    _fail_for(bad, RuntimeError("a broken text"), monkeypatch)

    assert services.link_articles([good.pk, bad.pk, last.pk]) == 2

    assert set(LinkCandidate.objects.values_list("article", flat=True)) == {good.pk, last.pk}
    bad.refresh_from_db()
    assert bad.stage == Stage.PLACED and "a broken text" in bad.parked_reason
    assert bad.next_attempt_at is not None and bad.next_attempt_at > clock.now()


def test_an_article_that_kills_its_worker_holds_the_others_up_once(
    placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person("Alexei Gorinov", "Алексей Горинов", sex="m")
    deadly, *others = [placed("Алексей Горинов выступил.") for _ in range(3)]
    ids = [article.pk for article in (deadly, *others)]
    _fail_for(deadly, _Killed(), monkeypatch)
    with pytest.raises(_Killed):
        services.link_articles(ids)
    assert not LinkCandidate.objects.exists()
    newcomer = placed("Алексей Горинов выступил.")

    with pytest.raises(_Killed):
        services.link_articles([deadly.pk, newcomer.pk])
    assert LinkCandidate.objects.get().article == newcomer
    assert services.link_articles([article.pk for article in others]) == 2


def test_an_article_whose_headline_changes_while_it_is_searched_is_searched_again(
    placed: Placed, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_person("Alexei Gorinov", "Алексей Горинов", sex="m")
    article = placed("Суд отказал.", title="Суд отказал")
    real = services.find_links_of

    def meanwhile(searched: Sequence[Searched]) -> list[list[FoundLink]]:
        Article.objects.filter(pk=article.pk).update(title="Суд отказал Алексею Горинову")
        return real(searched)

    monkeypatch.setattr(services, "find_links_of", meanwhile)
    assert services.link_articles([article.pk]) == 0
    article.refresh_from_db()
    assert article.stage == Stage.PLACED and article.next_attempt_at is not None
    monkeypatch.undo()
    assert services.link_articles([article.pk]) == 1
    assert LinkCandidate.objects.get().article == article


def test_articles_that_name_nobody_cost_no_query_of_their_own(placed: Placed) -> None:
    def queries(number: int) -> int:
        ids = [placed(f"Погода в городе {n}.").pk for n in range(number)]
        with CaptureQueriesContext(connection) as asked:
            assert services.link_articles(ids) == number
        return len(asked)

    queries(1)
    assert queries(20) == queries(2)


def test_what_is_on_record_of_the_people_named_is_asked_for_all_articles_together(
    placed: Placed,
) -> None:
    people = [
        make_person(f"Alexei {name}") for name in ("Gorinov", "Barsukov", "Liskin", "Savitsky")
    ]
    assert len(people) == 4

    def asked(number: int) -> int:
        ids = [
            placed(f"The court heard Alexei {name}.", language="en").pk
            for name in ("Gorinov", "Barsukov", "Liskin", "Savitsky")[:number]
        ]
        with CaptureQueriesContext(connection) as queries:
            assert services.link_articles(ids) == number
        return sum(query["sql"].startswith("SELECT") for query in queries.captured_queries)

    asked(1)
    assert asked(4) == asked(1)


def _fail_for(article: Article, error: BaseException, monkeypatch: pytest.MonkeyPatch) -> None:
    find = services.find_links_of

    def failing(searched: Sequence[Any]) -> Any:
        if any(one.pk == article.pk for one, _read in searched):
            raise error
        return find(searched)

    monkeypatch.setattr(services, "find_links_of", failing)


def _kept(article: Article) -> tuple[Any, ...]:
    mentions = Mention.objects.filter(article=article).order_by("start", "kind")
    links = LinkCandidate.objects.filter(article=article).order_by("person", "letter", "pk")
    decisions = LinkDecision.objects.filter(candidate__article=article)
    subjects = ArticleSubject.objects.filter(article=article).order_by("kind", "record_id")
    return (
        [(m.kind, m.start, m.end, m.status, m.surface, m.reading) for m in mentions],
        [
            (
                link.person_id, link.letter_id, link.status, link.automatic, link.score, link.reasons,
                sorted(link.mentions.values_list("start", flat=True)),
            )
            for link in links
        ],
        sorted(decisions.values_list("verdict", "score", "reason")),
        list(subjects.values_list("kind", "record_id", "certainty")),
    )  # fmt: skip
