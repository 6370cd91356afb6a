"""The front page, lists, letters, laws, provisions, cases and outlets."""

import re
from collections.abc import Callable

import pytest
from django.core.cache import cache

from cases.evidence.services import add_claim, word_claim
from cases.feeds.models import OutletRating
from cases.laws.models import LawCount, ProvisionEdition
from cases.letters.models import Signature
from people.services.persons import create_person, publish_person
from tests.factories import (
    make_article,
    make_case,
    make_charge,
    make_event,
    make_law,
    make_letter,
    make_link,
    make_outlet,
    make_party,
    make_person,
    make_provision,
    make_sentence,
    make_source,
    make_story,
)
from tests.public.test_person_page import section, words_of

Read = Callable[..., str]
pytestmark = pytest.mark.django_db


def test_figures_of_the_front_page_count_published_records(read: Read) -> None:
    for number in range(3):
        make_person(f"Person {number}")
    make_person("Hidden", state="draft")
    make_story("A story", articles=(make_article(), make_article(state="withdrawn")))
    figures = re.findall(r"<dt>.*?>?(\w+)(?:</a>)?</dt><dd>\s*(\d+)", read("/"))
    assert ("people", "3") in figures and ("articles", "1") in figures
    assert ("stories", "1") in figures
    cache.clear()
    make_person("Another")
    assert ("people", "4") in re.findall(r">(\w+)</a></dt><dd>\s*(\d+)", read("/"))


def test_people_are_found_by_part_of_a_name_in_either_script(read: Read) -> None:
    make_person("Alexei Gorinov", "Алексей Горинов")
    make_person("Darya Kozyreva", "Дарья Козырева")
    for text in ("gorin", "ГОРИНОВ", "горин"):
        page = read(f"/people/?q={text}")
        assert "Alexei Gorinov" in page and "Kozyreva" not in page, text
    assert "Nobody on record fits" in read("/people/?q=nobody")


def test_a_whole_name_is_found_in_another_spelling_and_case(read: Read) -> None:
    names = (("Alexei Gorinov", "Алексей Горинов"), ("Anna Petrova", "Анна Петрова"))
    for name_en, name_ru in names:
        publish_person(create_person(name_en=name_en, name_ru=name_ru), by=None)
    for text in ("Aleksiej Gorinow", "Алексею Горинову", "Gorinov Alexei"):
        page = read(f"/people/?q={text}")
        assert "Alexei Gorinov" in page and "Petrova" not in page, text


def test_people_are_listed_by_surname(read: Read) -> None:
    for name in ("Zoya Aronova", "Anna Yashina", "Boris Mironov"):
        make_person(name)
    found = re.findall("Aronova|Mironov|Yashina", words_of(read("/people/")))
    assert found == ["Aronova", "Mironov", "Yashina"]


def test_a_provision_finds_people_charged_under_its_parts_and_points_too(read: Read) -> None:
    article = make_provision("207.3", slug="uk-207-3")
    part = make_provision("207.3", "2", parent=article, slug="uk-207-3-2")
    make_charge(make_person("By Point"), make_provision("207.3", "2", "д", parent=part))
    make_charge(make_person("By Other"), make_provision("207.3", "1", parent=article))
    make_charge(make_person("Not Public"), article, state="draft")
    make_charge(make_person("Elsewhere Charged"), make_provision("280"))
    page = words_of(read("/people/?provision=uk-207-3"))
    assert "By Point" in page and "By Other" in page
    assert "Not Public" not in page and "Elsewhere Charged" not in page
    page = words_of(read("/people/?provision=uk-207-3-2"))
    assert "By Point" in page and "By Other" not in page
    assert "Nobody on record fits" in read("/people/?provision=unknown")


def test_a_provision_page_shows_its_editions_and_who_is_charged(read: Read) -> None:
    law = make_law("32-ФЗ", slug="fz-32")
    hidden_law = make_law("1-ФЗ", slug="fz-1", state="draft")
    article = make_provision("207.3", slug="uk-207-3", introduced_by=hidden_law)
    part = make_provision("207.3", "1", parent=article, slug="uk-207-3-1")
    for low, state in ((None, "published"), (99 * 12, "draft")):
        ProvisionEdition.objects.create(
            provision=part, in_force_from="2022-03-04", enacted_by=law, state=state,
            prison_months_min=low, prison_months_max=low or 36,
        )  # fmt: skip
    make_charge(make_person("Some Person"), part, outcome="convicted")
    page = read("/provisions/uk-207-3/")
    assert "up to 3 years of imprisonment" in page and "99 years" not in page
    assert "/laws/fz-32/" in page and "fz-1" not in page
    assert "Some Person" in section(page, "Charged under it")
    assert ">1</a>" in read("/provisions/")


def test_counts_of_laws_stand_beside_the_sites_own(read: Read) -> None:
    for date in ("2006-07", "2013", "2018-07-03", "2022-02-23", "2022-03-04", "2025-07-31"):
        make_law(signed=date)
    make_law(signed="2024", state="draft")
    LawCount.objects.create(
        counted_by="the open letter", value_text="at least 50 + over 60", state="published"
    )
    LawCount.objects.create(counted_by="someone hidden", value=1, state="draft")
    text = section(read("/laws/"), "How many\\? It depends on who counts")
    assert "the open letter" in text and "at least 50 + over 60" in text
    assert "someone hidden" not in text
    for period, number in (
        ("since 2012", 5), ("2018 to 2022", 3), ("signed since 24 February 2022", 2), ("all years", 6)
    ):  # fmt: skip
        assert f"{period} {number} " in text


def test_a_laws_page_shows_who_writes_of_it(read: Read) -> None:
    law = make_law("32-ФЗ")
    make_link(make_article("A law against words"), law=law)
    make_link(make_article("A guess"), law=law, status="undecided", automatic=False)
    text = section(read(f"/laws/{law.slug}/"), "In the news")
    assert "A law against words" in text and "A guess" not in text


def test_a_claim_keeps_a_wording_per_source(read: Read) -> None:
    letter = make_letter("The letter")
    claim = add_claim(letter, key="laws", subject_en="repressive laws")
    word_claim(
        claim, said_by="the letter", wording_en="at least 50 from 2018 to 2022, over 60 since",
        sources=(make_source("https://letter.example/"),),
    )  # fmt: skip
    word_claim(claim, said_by="a news page", wording_en="over 100 since 2012")
    page = read(f"/letters/{letter.slug}/")
    text = section(page, "What it says, and how others word it")
    assert "at least 50 from 2018 to 2022, over 60 since [1]" in text
    assert "a news page over 100 since 2012" in text
    assert "https://letter.example/" in section_html(page, "Sources")


def section_html(html: str, heading: str) -> str:
    """The markup under a heading."""
    return html.split(f">{heading}</h2>")[1]


def test_a_letter_tells_what_became_of_its_signatories(read: Read) -> None:
    convicted = make_person("Alexei Gorinov", status="imprisoned", status_on="2025-12-23")
    on_trial = make_person("Anna Arkhipova", status="in_custody")
    make_charge(convicted, make_provision("205.2", "1"), outcome="convicted")
    make_charge(on_trial, make_provision("282.1", "1"))
    letter = make_letter("The letter", signed_by=(convicted, on_trial), signatories_stated=11)
    Signature.objects.create(
        letter=letter, name_en="Signed By Somebody", state="published",
        person=make_person("Hidden Name", state="draft", slug="hidden-name"),
    )  # fmt: skip
    page = read(f"/letters/{letter.slug}/")
    text = section(page, "Who signed, and where they are today")
    assert "imprisoned as of 23 December 2025 ч. 1 ст. 205.2 УК РФ" in text
    assert "charged, no verdict on record" in text
    assert "3 on record; the sources say 11" in words_of(page)
    assert "Signed By Somebody" in text
    assert "Hidden Name" not in page and "hidden-name" not in page


def test_a_case_page_shows_defendants_and_keeps_hidden_ones_out(read: Read) -> None:
    case = make_case("The Vesna case")
    shown = make_party(case, make_person("Anna Arkhipova"))
    make_sentence(shown, prison_months=83, regime="strict")
    hidden = make_party(case, make_person("Hidden Name", state="draft"))
    make_event(case, party=hidden, text_en="about the hidden one")
    make_sentence(hidden, text_en="hidden sentence")
    page = read(f"/cases/{case.slug}/")
    assert "6 years 11 months of imprisonment, strict-regime colony" in page
    assert "Hidden Name" not in page and "about the hidden one" not in page
    assert "hidden sentence" not in page
    assert "Hidden Name" not in read("/cases/")


def test_an_outlets_ratings_carry_rater_scale_and_date(read: Read) -> None:
    outlet = make_outlet(
        "Meduza", name_ru="Медуза", ownership="exiled", country="LV", labels=["blocked-in-russia"]
    )
    OutletRating.objects.create(
        outlet=outlet, rater="MBFC", value="Left", scale="US left–right", rated_on="2023",
        state="published",
    )  # fmt: skip
    OutletRating.objects.create(outlet=outlet, rater="Hidden rater", value="x", state="draft")
    page = words_of(read(f"/outlets/{outlet.slug}/"))
    assert "MBFC Left US left–right 2023" in page and "Hidden rater" not in page
    assert "independent, in exile" in page and "Latvia" in page and "blocked in Russia" in page
    assert "Медуза" in read(f"/ru/outlets/{outlet.slug}/")


def test_about_says_how_to_read_the_pages(read: Read) -> None:
    assert "An accusation is not guilt" in read("/about/")
