"""Which texts are copies, and what speaks against it."""

from datetime import UTC, datetime, timedelta

import pytest

from cases.articles.copies.first import Dated, first_of, sources_named
from cases.articles.copies.judging import Judgement, judge, kept_apart, titles_alike
from cases.articles.copies.sketch import Sketch, make_sketch
from tests.cases.articles.copies.wire import CUT, ENGLISH, OTHER, TWIN, WIRE, edited

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)


def sketch(text: str, title: str = "") -> Sketch:
    made = make_sketch(title, text)
    assert made is not None
    return made


def judged(one: str, other: str, **known: bool) -> Judgement:
    answer = judge(sketch(one), sketch(other), **known)
    assert judge(sketch(other), sketch(one), **known) == answer
    return answer


def test_an_edited_reprint_is_a_copy() -> None:
    answer = judged(WIRE, edited(WIRE))
    assert answer.is_copy and 0.5 < answer.share < 0.9


def test_a_version_cut_to_a_third_with_a_footer_is_a_copy() -> None:
    footer = " Подписывайтесь на наш канал и поддержите редакцию, оформив пожертвование."
    answer = judged(WIRE, edited(CUT, 12) + footer)
    assert answer.is_copy


def test_two_reports_of_different_things_are_none() -> None:
    assert judged(WIRE, OTHER) == Judgement(False, 0.0)


def test_the_same_template_about_another_person_is_no_copy() -> None:
    answer = judged(WIRE, TWIN)
    assert answer.share > 0.6
    assert (answer.is_copy, answer.against) == (False, ("people",))


def test_people_on_record_tell_twins_apart_whatever_the_names() -> None:
    assert judged(WIRE, edited(WIRE), same_people=False).against == ("people",)


def test_another_case_number_and_other_years_speak_against() -> None:
    one = WIRE + " Дело номер 1-417/2026, статья 207.3, штраф 450 тысяч рублей."
    other = WIRE + " Дело номер 1-902/2025, статья 280.4, штраф 120 тысяч рублей."
    assert judged(one, other) == Judgement(False, judged(one, other).share, ("numbers",))


def test_a_paragraph_of_a_digest_is_no_reprint() -> None:
    digest = " ".join(f"Слово{number} о событии{number} дня." for number in range(400)) + WIRE
    assert judged(WIRE, digest).against == ("length",)


def test_short_texts_are_copies_only_when_equal_with_their_headline() -> None:
    short = "Подробности уточняются, сообщили в пресс-службе суда."
    one = sketch(short, "Суд отменил приговор")
    assert judge(one, sketch(short.upper(), "Суд отменил приговор!")).is_copy
    assert not judge(one, sketch(short, "Пожар на складе потушен")).is_copy
    assert not judge(one, sketch(WIRE)).is_copy


def test_an_outlets_own_articles_must_be_more_alike() -> None:
    assert judged(WIRE, edited(WIRE, 6)).is_copy
    assert not judged(WIRE, edited(WIRE, 6), same_outlet=True).is_copy
    assert judged(WIRE, edited(WIRE, 40), same_outlet=True).is_copy


def test_a_copy_in_a_script_without_spaces_is_found() -> None:
    text = "法院將記者的羈押期限延長了兩個月律師表示將會上訴檢察官反對保釋並稱被告可能潛逃家屬在庭外等候多時"
    copy = text[:20] + text[22:]
    assert judge(sketch(text), sketch(copy)).is_copy
    assert not judge(sketch(text), sketch(text[::-1])).is_copy


def test_english_twins_are_told_apart() -> None:
    twin = ENGLISH.replace("Anna Vereskova", "Ivan Petrenko").replace("Vereskova", "Petrenko")
    answer = judge(sketch(ENGLISH), sketch(twin))
    assert (answer.is_copy, answer.against) == (False, ("people",))


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("Суд продлил арест Вересковой", "Суд продлил арест библиотекарю", True),
        ("Оформите подписку", "Суд продлил арест Вересковой", False),
        ("", "", False),
    ],
)
def test_headlines_of_one_outlet(one: str, other: str, alike: bool) -> None:
    assert titles_alike(one, other) is alike


def dated(minutes: int, number: int, outlet: str, text: str = "") -> Dated:
    return Dated(NOON + timedelta(minutes=minutes), number, (outlet,), text)


def test_the_earlier_one_is_first() -> None:
    one, other = dated(0, 2, "Вестник"), dated(300, 1, "Курьер", "Об этом сообщает Вестник.")
    assert first_of(one, other) == (one, "clock")
    assert first_of(other, one) == (one, "clock")


def test_within_an_hour_the_outlet_that_is_named_as_source_is_first() -> None:
    agency, reprint = (
        dated(20, 2, "Медиазона"),
        dated(0, 1, "Курьер", "Как пишет «Медиазона», суд…"),
    )
    assert first_of(reprint, agency) == (agency, "named_source")


def test_of_two_at_one_minute_the_one_seen_first_is_taken_and_that_is_told() -> None:
    one, other = dated(0, 1, "Вестник"), dated(0, 2, "Курьер")
    assert first_of(other, one) == (one, "seen_first")


def test_agencies_are_known_by_name() -> None:
    assert sources_named("МОСКВА (Рейтер) — Суд решил. По данным ОВД-Инфо, их трое.") == (
        "Reuters",
        "OVD-Info",
    )
    assert sources_named("WASHINGTON (AP) — A court ruled") == ("Associated Press",)
    assert sources_named("A map of the apparatus") == ()


def test_what_speaks_against_a_pair_speaks_against_it_by_way_of_a_third_too() -> None:
    one, twin, cut = sketch(WIRE), sketch(TWIN), sketch(CUT)
    assert kept_apart(one, twin, judge(one, twin))
    assert not kept_apart(one, cut, judge(one, cut))
    of_one_site = Judgement(False, 0.0, ("headline",))
    assert not kept_apart(one, cut, of_one_site)
    assert kept_apart(one, twin, of_one_site)
