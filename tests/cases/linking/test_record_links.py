"""Laws, courts, prisons and offences named in an article: kept with a status, linked when certain."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.articles.models import Article
from cases.articles.selectors import newest_text
from cases.linking import services
from cases.linking.candidates import find_links
from cases.linking.known_institutions import institution_finder
from cases.linking.known_people import people_finder
from cases.linking.mentions import read_article
from cases.linking.models import LinkCandidate, LinkStatus, Mention
from tests.factories import (
    make_case,
    make_charge,
    make_detention,
    make_event,
    make_institution,
    make_law,
    make_person,
    make_provision,
)

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]
LISTED = [
    f"{first}{last}"
    for first in ("Луг", "Зуб", "Жар", "Тал", "Вер")
    for last in ("овой", "енец", "ницын", "арский")
]


def statuses(kind: str) -> list[tuple[str, str]]:
    return list(
        Mention.objects.filter(kind=kind).order_by("start").values_list("surface", "status")
    )


def test_a_law_cited_with_its_date_is_linked_and_its_namesake_of_another_year_is_not(
    placed: Placed,
) -> None:
    law = make_law("32-ФЗ", signed="2022-03-04")
    make_law("32-ФЗ", signed="2019-03-18")
    article = placed("Федеральный закон от 04.03.2022 № 32-ФЗ ввёл новую статью.")

    services.link_article(article.pk)

    link = LinkCandidate.objects.get()
    assert (link.law, link.status) == (law, LinkStatus.ACCEPTED)
    mention = Mention.objects.get(kind="law")
    assert (mention.status, mention.reading) == ("found", "32-ФЗ 2022-03-04")


def test_a_law_cited_by_number_alone_is_a_question_for_each_year(placed: Placed) -> None:
    make_law("32-ФЗ", signed="2022-03-04")
    make_law("32-ФЗ", signed="2019-03-18")
    article = placed("Закон № 32-ФЗ опять применили.")

    services.link_article(article.pk)

    assert [link.status for link in LinkCandidate.objects.all()] == [LinkStatus.UNDECIDED] * 2
    assert statuses("law") == [("Закон № 32-ФЗ", "ambiguous")]


def test_a_court_in_another_case_is_linked(placed: Placed) -> None:
    court = make_institution("Мещанский районный суд Москвы", place_ru="Москва")
    article = placed("Дело слушали в Мещанском районном суде Москвы.")

    services.link_article(article.pk)

    link = LinkCandidate.objects.get(institution=court)
    assert (link.status, link.record) == (LinkStatus.ACCEPTED, court)
    assert link.mentions.get().surface == "Мещанском районном суде Москвы"


def test_a_prison_of_a_number_that_several_have_is_kept_and_told_apart_by_who_is_held_there(
    placed: Placed,
) -> None:
    torzhok = make_institution("ИК-4", kind="colony", place_ru="Торжок")
    make_institution("ИК-4", kind="colony", place_ru="Вязники")
    gorinov = make_person("Alexei Gorinov", "Алексей Горинов")
    make_detention(gorinov, institution=torzhok)
    alone = placed("Этап прибыл в ИК-4.")
    with_name = placed("Алексей Горинов остаётся в ИК-4.")

    services.link_article(alone.pk)
    services.link_article(with_name.pk)

    assert [m.status for m in alone.mentions.filter(kind="institution")] == ["ambiguous"]
    asked = LinkCandidate.objects.filter(article=alone)
    assert {link.status for link in asked} == {LinkStatus.UNDECIDED}
    link = LinkCandidate.objects.get(article=with_name, institution=torzhok)
    assert link.status == LinkStatus.ACCEPTED
    assert link.mentions.get().status == "found"
    assert "institution_of_person" in [reason["code"] for reason in link.reasons]
    assert (
        not LinkCandidate.objects.filter(article=with_name, institution__isnull=False)
        .exclude(institution=torzhok)
        .exists()
    )


def test_a_court_renamed_while_the_process_runs_is_found_by_its_new_name(placed: Placed) -> None:
    court = make_institution("Старый районный суд", place_ru="Тула")
    services.link_article(placed("Ничего.").pk)  # builds the finder
    court.name_ru = "Заречный районный суд Тулы"
    court.save()
    article = placed("В Заречном районном суде Тулы вынесли приговор.")

    services.link_article(article.pk)

    assert LinkCandidate.objects.get(article=article).institution == court


def test_words_of_an_offence_are_kept_as_ambiguous_and_never_link_by_themselves(
    placed: Placed,
) -> None:
    make_provision("207.3")
    article = placed("Его обвинили в фейках об армии.")

    services.link_article(article.pk)

    assert not LinkCandidate.objects.exists()
    mention = Mention.objects.get()
    assert (mention.status, mention.reading) == ("ambiguous", "ст. 207.3 УК РФ")


def test_words_of_the_offence_confirm_a_citation_without_its_code(placed: Placed) -> None:
    provision = make_provision("207.3", "2")
    article = placed("Дело о фейках об армии: ему вменяют ч. 2 ст. 207.3.")

    services.link_article(article.pk)

    link = LinkCandidate.objects.get(provision=provision)
    assert link.status == LinkStatus.ACCEPTED
    assert "provision_named" in [reason["code"] for reason in link.reasons]


def test_linking_again_changes_nothing(placed: Placed) -> None:
    make_law("32-ФЗ", signed="2022-03-04")
    make_institution("ИК-2", kind="colony", place_ru="Покров")
    article = placed("Закон от 04.03.2022 № 32-ФЗ. ИК-2 в Покрове. Фейки об армии.")
    services.link_article(article.pk)
    before = list(Mention.objects.order_by("pk").values_list("pk", "status"))

    services.link_again(article.pk)

    assert list(Mention.objects.order_by("pk").values_list("pk", "status")) == before
    assert LinkCandidate.objects.count() == 2


def test_the_number_of_queries_does_not_grow_with_the_people_named(
    placed: Placed, django_assert_max_num_queries: Any
) -> None:
    def article_of(number: int) -> Article:
        court = make_institution(f"Заречный{number} районный суд Тулы", place_ru="Тула")
        for one in range(number):
            person = make_person("", f"Иван Зарецк{'аеиоу'[one % 5]}{'вгджз'[one // 5]}ский")
            case = make_case(person=person)
            make_event(case, court=court)
            make_charge(person, make_provision("207.3", "2"), case=case)
            make_detention(person, institution=court)
        names = ", ".join(
            f"Иван Зарецк{'аеиоу'[one % 5]}{'вгджз'[one // 5]}ский" for one in range(number)
        )
        return placed(f"{names}: ч. 2 ст. 207.3 УК, {court.name_ru}, закон № 32-ФЗ.")

    few, many = article_of(2), article_of(20)
    for article in (few, many):
        read = read_article(article, newest_text(article), people_finder(), institution_finder())
        with django_assert_max_num_queries(20):
            find_links(article, read)


def test_of_what_stands_in_every_line_a_hundred_places_are_kept_and_of_a_list_each_name(
    placed: Placed,
) -> None:
    make_institution("ИК-2", kind="colony", place_ru="Покров")
    people = [make_person(name_ru=f"Пётр {name}", sex="m") for name in LISTED]
    article = placed("ИК-2 " * 500 + ". ".join(f"Пётр {name}" for name in LISTED) + ".")

    services.link_article(article.pk)

    assert Mention.objects.filter(article=article, kind="institution").count() == 100
    named = LinkCandidate.objects.filter(article=article, person__isnull=False)
    assert set(named.values_list("person", flat=True)) == {person.pk for person in people}


def test_words_of_an_offence_inside_a_citation_are_no_mention_of_their_own(placed: Placed) -> None:
    article = placed(
        "Фейки об армии. Судят по ч. 2 ст. 207.3 (фейки об армии) УК РФ. И ст. 275 УК РФ. Фейки о российской армии."
    )
    services.link_article(article.pk)
    assert [surface for surface, _ in statuses("provision")] == [
        "Фейки об армии",
        "ч. 2 ст. 207.3 (фейки об армии) УК РФ",
        "ст. 275 УК РФ",
        "Фейки о российской армии",
    ]
