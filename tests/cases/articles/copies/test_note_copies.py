"""Copies found by the machine, with a real database."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.articles.copying.finding import note_copies, note_copies_of
from cases.articles.models import Article, ArticleSketch, ArticleSubject, CopyKey, CopyOf
from cases.changes.models import Change
from tests.cases.articles.copies.conftest import Write, rewrite
from tests.cases.articles.copies.wire import CUT, OTHER, TWIN, WIRE, edited
from tests.factories import make_outlet
from tests.support.race import race


def originals(*articles: Article) -> list[Article | None]:
    """What each is a copy of, as the database says."""
    for article in articles:
        article.refresh_from_db()
    return [article.derived_from for article in articles]


def test_a_reprint_is_derived_from_the_first_publisher_with_share_and_reasons(write: Write) -> None:
    first, reprint = write(WIRE), write(edited(WIRE) + " По данным ОВД-Инфо.", 90)
    assert note_copies(first.pk) is None
    assert note_copies(reprint.pk) == first
    row = CopyOf.objects.get(article=reprint)
    assert (row.original, row.compared_with, row.by_person) == (first, first, False)
    assert row.share is not None and 0.5 < row.share < 0.9
    assert row.reasons == [
        ["first_by", "clock"],
        ["names_source", "OVD-Info"],
    ]
    change = Change.objects.get(record_type="article", record_id=reprint.pk)
    assert change.fields == ["derived_from"] and change.public


def test_doing_it_twice_changes_nothing(write: Write) -> None:
    first, reprint = write(WIRE), write(edited(WIRE), 90)
    assert note_copies_of([first.pk, reprint.pk]) == 1
    before = list(CopyOf.objects.values())
    assert note_copies_of([reprint.pk, first.pk]) == 0
    assert list(CopyOf.objects.values()) == before
    assert Change.objects.count() == 1


def test_copies_within_one_batch_are_found_whatever_their_order(write: Write) -> None:
    articles = [write(edited(WIRE, every), 10 * every) for every in (7, 9, 12)]
    other = write(OTHER, 300)
    assert note_copies_of([articles[2].pk, other.pk, articles[0].pk, articles[1].pk]) == 2
    assert originals(*articles, other) == [None, articles[0], articles[0], None]


def test_when_an_earlier_one_comes_later_the_group_turns_to_it(write: Write) -> None:
    second, third = write(edited(WIRE), 100), write(edited(WIRE, 12), 200)
    note_copies(second.pk)
    note_copies(third.pk)
    first = write(WIRE, 0)
    assert note_copies(first.pk) is None
    assert originals(first, second, third) == [None, first, first]
    assert CopyOf.objects.filter(original=first).count() == 2
    assert CopyOf.objects.get(article=third).compared_with == second


def test_a_whole_text_joins_two_halves(write: Write) -> None:
    sentences = WIRE.split(". ")
    head, tail = write(". ".join(sentences[:4]), 0), write(". ".join(sentences[4:]), 50)
    whole = write(WIRE, 100)
    note_copies_of([head.pk, tail.pk, whole.pk])
    assert originals(head, tail, whole) == [None, head, head]


def test_the_same_template_about_another_person_is_no_copy(write: Write) -> None:
    first, twin = write(WIRE), write(TWIN, 60)
    note_copies_of([first.pk, twin.pk])
    assert originals(first, twin) == [None, None]
    assert not CopyOf.objects.exists()


def test_people_on_record_tell_texts_apart(write: Write) -> None:
    first, other = write(WIRE), write(edited(WIRE), 60)
    for number, article in enumerate((first, other)):
        ArticleSubject.objects.create(
            article=article, kind="person", record_id=number + 1, certainty=1.0
        )
    note_copies_of([first.pk, other.pk])
    assert originals(first, other) == [None, None]


def test_a_doubtful_person_tells_nothing(write: Write) -> None:
    first, other = write(WIRE), write(edited(WIRE), 60)
    for number, article in enumerate((first, other)):
        ArticleSubject.objects.create(
            article=article, kind="person", record_id=number + 1, certainty=0.5
        )
    note_copies_of([first.pk, other.pk])
    assert originals(first, other) == [None, first]


def test_one_outlet_that_publishes_a_text_twice_makes_a_copy_but_not_its_pay_wall(
    write: Write,
) -> None:
    outlet = make_outlet("Курьер")
    first = write(WIRE, title="Вересковой продлили арест", outlet=outlet)
    again = write(WIRE, 30, title="Арест Вересковой продлили", outlet=outlet)
    walls = [
        write(OTHER, n, title=title, outlet=outlet)
        for n, title in enumerate(("Мост открыт", "Пожар потушен", "Погода ухудшится"))
    ]
    note_copies_of([article.pk for article in (first, again, *walls)])
    assert originals(first, again, *walls) == [None, first, None, None, None]


def test_within_an_hour_the_agency_that_a_reprint_names_is_the_first(write: Write) -> None:
    agency = write(WIRE, 20, outlet=make_outlet("Медиазона"))
    reprint = write(edited(WIRE) + " Об этом пишет Медиазона.", 0)
    note_copies_of([reprint.pk, agency.pk])
    assert originals(agency, reprint) == [None, agency]
    assert ["first_by", "named_source"] in CopyOf.objects.get(article=reprint).reasons


def test_a_text_that_was_rewritten_is_no_copy_any_more(write: Write) -> None:
    first, reprint = write(WIRE), write(edited(WIRE), 90)
    note_copies_of([first.pk, reprint.pk])
    rewrite(reprint, OTHER)
    assert note_copies(reprint.pk) is None
    assert originals(reprint) == [None]
    assert not CopyOf.objects.exists()
    keys = CopyKey.objects.filter(article_id=reprint.pk).count()
    assert 0 < keys <= 40
    assert ArticleSketch.objects.get(article=reprint).version == 2
    # And the old text leads nobody to it.
    late = write(WIRE, 200)
    assert note_copies(late.pk) == first


def test_a_cut_version_that_came_first_leads(write: Write) -> None:
    cut, whole = write(CUT), write(WIRE, 60)
    note_copies(cut.pk)
    assert note_copies(whole.pk) == cut


def test_an_article_without_text_is_passed_over(write: Write) -> None:
    bare = write("", title="…")
    assert note_copies(bare.pk) is None
    assert note_copies(10**9) is None
    assert not ArticleSketch.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_with_two_reprints_see_each_other(write: Write) -> None:
    one, other = write(WIRE), write(edited(WIRE), 30)
    race(lambda: note_copies(one.pk), lambda: note_copies(other.pk))
    assert originals(one, other) == [None, one]


def test_a_batch_asks_as_many_queries_as_one_article(
    write: Write, django_assert_max_num_queries: Any
) -> None:
    note_copies(write(WIRE).pk)
    asked = []
    for size in (1, 6):
        ids = [write(edited(WIRE, 7 + n), 10 * n).pk for n in range(size)]
        with CaptureQueriesContext(connection) as queries:
            note_copies_of(ids)
        asked.append(len(queries))
    # One more for each text whose source is asked about; writing is done for all together.
    assert asked[1] <= asked[0] + 2, asked
    alone = write(OTHER, 500)
    with django_assert_max_num_queries(10):
        note_copies(alone.pk)
