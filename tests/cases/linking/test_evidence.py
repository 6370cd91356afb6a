"""What speaks for and against a person besides the name, and how namesakes are told apart by it."""

from collections.abc import Callable
from typing import Any

import pytest

from cases.articles.models import Article
from cases.linking import services
from cases.linking.models import LinkCandidate, LinkStatus
from people.models import Person
from tests.factories import (
    make_case,
    make_charge,
    make_detention,
    make_event,
    make_institution,
    make_person,
    make_provision,
)
from tracker.lib import clock

pytestmark = pytest.mark.django_db

Placed = Callable[..., Article]
NAME = "Иван Зарецкий"


@pytest.fixture
def namesakes() -> tuple[Person, Person]:
    return (
        make_person("Ivan Zaretsky", NAME, sex="m", born="1961"),
        make_person("Ivan Zaretsky", NAME, sex="m", born="1990"),
    )


def link(article: Article, person: Person) -> LinkCandidate:
    return LinkCandidate.objects.get(article=article, person=person)


def codes(candidate: LinkCandidate, *, against: bool = False) -> set[str]:
    return {reason["code"] for reason in candidate.reasons if reason["against"] is against}


def linked(placed: Placed, text: str, **columns: Any) -> Article:
    article = placed(text, **columns)
    services.link_article(article.pk)
    return article


def test_the_charge_tells_namesakes_apart_and_the_other_is_only_asked_about(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    meant, other = namesakes
    make_charge(meant, make_provision("207.3", "2"))

    article = linked(placed, "Ивана Зарецкого осудили по ч. 2 ст. 207.3 УК РФ.")

    assert link(article, meant).status == LinkStatus.ACCEPTED
    assert {"told_apart", "charged_provision"} <= codes(link(article, meant))
    assert link(article, other).status == LinkStatus.UNDECIDED
    assert "namesake_fits" in codes(link(article, other), against=True)


def test_an_age_tells_namesakes_apart(placed: Placed, namesakes: tuple[Person, Person]) -> None:
    old, young = namesakes
    when = clock.now().replace(year=2029, month=3, day=1)

    article = linked(placed, "67-летний Иван Зарецкий выступил.", published_on_site_at=when)

    assert link(article, old).status == LinkStatus.ACCEPTED
    assert "age_agrees" in codes(link(article, old))
    assert not LinkCandidate.objects.filter(article=article, person=young).exists()


def test_namesakes_of_whom_both_have_evidence_are_asked_about(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    for person in namesakes:
        make_charge(person, make_provision("207.3", "2"))

    article = linked(placed, "Ивана Зарецкого осудили по ч. 2 ст. 207.3 УК РФ.")

    assert {link(article, person).status for person in namesakes} == {LinkStatus.UNDECIDED}


def test_a_weak_sign_does_not_tell_namesakes_apart(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    make_charge(namesakes[0], make_provision("207.3", "2"))

    article = linked(placed, "Ивана Зарецкого обвинили в фейках об армии.")

    assert {link(article, person).status for person in namesakes} == {LinkStatus.UNDECIDED}
    assert "suggested_provision" in codes(link(article, namesakes[0]))


def test_evidence_that_is_contradicted_tells_nobody_apart(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    old, young = namesakes
    make_charge(young, make_provision("207.3", "2"))
    when = clock.now().replace(year=2029, month=3, day=1)

    article = linked(
        placed,
        "67-летний Иван Зарецкий осуждён по ч. 2 ст. 207.3 УК РФ.",
        published_on_site_at=when,
    )

    assert {link(article, person).status for person in namesakes} == {LinkStatus.UNDECIDED}


def test_another_age_keeps_a_person_without_namesakes_from_an_automatic_link(
    placed: Placed,
) -> None:
    person = make_person("Ivan Zaretsky", NAME, sex="m", born="1990-05-01")
    when = clock.now().replace(year=2029, month=3, day=1)

    article = linked(placed, "67-летний Иван Зарецкий выступил.", published_on_site_at=when)

    assert link(article, person).status == LinkStatus.UNDECIDED
    assert "age_differs" in codes(link(article, person), against=True)


def test_a_charge_cited_elsewhere_in_a_digest_tells_no_namesakes_apart(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    charged, _other = namesakes
    make_charge(charged, make_provision("207.3", "2"))
    between = "Погода будет ясной. " * 30

    article = linked(
        placed, f"Петра Лугового судят по ч. 2 ст. 207.3 УК РФ.\n{between}\nИван Зарецкий пришёл."
    )

    assert {link(article, person).status for person in namesakes} == {LinkStatus.UNDECIDED}
    assert "provision_elsewhere" in codes(link(article, charged))


def test_of_namesakes_the_plainest_of_several_spans_is_weighed(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    meant, _other = namesakes
    make_charge(meant, make_provision("207.3", "2"))
    # A headline cut off in the middle of the name.
    article = linked(
        placed,
        "Ивана Зарецкого осудили по ч. 2 ст. 207.3 УК РФ.",
        title="Зачитан приговор Ивану Зарецко",
    )
    assert link(article, meant).status == LinkStatus.ACCEPTED


def test_the_words_of_a_reason_are_those_of_the_text(placed: Placed) -> None:
    person = make_person("Ivan Zaretsky", NAME, sex="m")
    make_event(make_case(person=person), court=make_institution("Городской суд", place_ru="Мирный"))
    article = linked(placed, "В Мирном приговорили Ивана Зарецкого.")
    details = {reason["code"]: reason["detail"] for reason in link(article, person).reasons}
    assert (details["place"], details["subject"]) == ("Мирном", "приговорили")


def test_a_word_like_a_place_is_no_place(placed: Placed) -> None:
    person = make_person("Ivan Zaretsky", NAME, sex="m")
    make_event(make_case(person=person), court=make_institution("Городской суд", place_ru="Мирный"))
    article = linked(placed, "Иван Зарецкий вышел на мирный протест.")
    assert "place" not in codes(link(article, person))


def test_an_adjective_of_the_place_speaks_for_the_person(placed: Placed) -> None:
    person = make_person("Ivan Zaretsky", NAME, sex="m")
    make_event(make_case(person=person), court=make_institution("Городской суд", place_ru="Самара"))
    article = linked(placed, "Иван Зарецкий, самарский активист.")
    assert "place" in codes(link(article, person))


def test_the_court_in_any_case_form_and_the_town_speak_for_the_person(placed: Placed) -> None:
    person = make_person("Andrei Trofimov", "Андрей Трофимов", sex="m")
    court = make_institution("Конаковский городской суд", place_ru="Конаково")
    make_event(make_case(person=person), court=court)

    in_court = linked(placed, "Андрей Трофимов сказал это в Конаковском городском суде.")
    in_town = linked(placed, "Андрей Трофимов живёт в Конакове.")
    nowhere = linked(placed, "Андрей Трофимов забил два мяча.")

    assert "institution" in codes(link(in_court, person))
    assert link(in_court, person).status == LinkStatus.ACCEPTED
    assert "place" in codes(link(in_town, person))
    assert link(nowhere, person).status == LinkStatus.UNDECIDED


def test_the_prison_speaks_for_whom_it_holds(placed: Placed) -> None:
    person = make_person("Andrei Trofimov", "Андрей Трофимов", sex="m")
    make_detention(person, institution=make_institution("ИК-4", kind="colony", place_ru="Торжок"))

    article = linked(placed, "Письмо Андрея Трофимова пришло из колонии № 4.")

    assert "institution" in codes(link(article, person))


def test_a_court_of_one_defendant_says_nothing_of_the_others(placed: Placed) -> None:
    case = make_case()
    court = make_institution("Конаковский городской суд", place_ru="Конаково")
    tried = make_person("Andrei Trofimov", "Андрей Трофимов", sex="m")
    other = make_person("Anna Arkhipova", "Анна Архипова", sex="f")
    party = case.parties.create(person=tried, state="published")
    case.parties.create(person=other, state="published")
    make_event(case, court=court, party=party)

    article = linked(placed, "Анна Архипова пришла в Конаковский городской суд.")

    assert "institution" not in codes(link(article, other))


def test_a_footballer_of_the_same_name_is_doubted(placed: Placed) -> None:
    person = make_person("Andrei Trofimov", "Андрей Трофимов", sex="m", occupation_ru="инженер")

    article = linked(placed, "Суд оштрафовал: футболист Андрей Трофимов опоздал.")

    assert "other_occupation" in codes(link(article, person), against=True)


def test_what_is_said_of_somebody_else_tells_no_namesakes_apart(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    make_charge(namesakes[0], make_provision("207.3", "2"))

    for text in (
        "Иван Зарецкий болеет.\n\nВрача осудили по ч. 2 ст. 207.3 УК РФ.",
        "Иван Зарецкий рассказал о деле по ч. 2 ст. 207.3 УК РФ.",
        "Адвокат Иван Зарецкий сообщил: клиента судят по ч. 2 ст. 207.3 УК РФ.",
    ):
        article = linked(placed, text)
        assert {link(article, person).status for person in namesakes} == {LinkStatus.UNDECIDED}


def test_a_court_where_only_one_of_two_was_tried_tells_them_apart(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    court = make_institution("Конаковский городской суд", place_ru="Конаково")
    make_event(make_case(person=namesakes[0]), court=court)

    article = linked(placed, "Конаковский городской суд арестовал Ивана Зарецкого.")

    assert link(article, namesakes[0]).status == LinkStatus.ACCEPTED


def test_a_court_where_both_were_tried_says_nothing_and_the_charge_decides(
    placed: Placed, namesakes: tuple[Person, Person]
) -> None:
    court = make_institution("Конаковский городской суд", place_ru="Конаково")
    for person in namesakes:
        make_event(make_case(person=person), court=court)
    make_charge(namesakes[1], make_provision("207.3", "2"))

    article = linked(
        placed, "Конаковский городской суд осудил Ивана Зарецкого по ч. 2 ст. 207.3 УК РФ."
    )

    assert link(article, namesakes[1]).status == LinkStatus.ACCEPTED


def test_a_judge_who_bears_the_name_of_a_person_on_record_is_a_question(placed: Placed) -> None:
    person = make_person("Ivan Zaretsky", NAME, sex="m")

    article = linked(placed, "Приговор огласил судья Мещанского районного суда Иван Зарецкий.")

    assert link(article, person).status == LinkStatus.UNDECIDED
    assert "other_office" in codes(link(article, person), against=True)
