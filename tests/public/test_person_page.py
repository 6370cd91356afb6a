"""What a person's page says and how it says it."""

import re
from collections.abc import Callable

import pytest

from cases.evidence.services import assert_otherwise, cite, retract
from cases.letters.models import Signature
from tests.factories import (
    make_article,
    make_case,
    make_charge,
    make_citation,
    make_event,
    make_institution,
    make_letter,
    make_link,
    make_name_form,
    make_party,
    make_person,
    make_provision,
    make_recognition,
    make_sentence,
    make_source,
    make_story,
)
from tests.factories.pages import make_update

Read = Callable[..., str]
pytestmark = pytest.mark.django_db


def words_of(html: str) -> str:
    """The page as a reader hears it: tags dropped, white space single."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def section(html: str, heading: str) -> str:
    """The words under a heading, up to the next one of the same rank."""
    match = re.search(rf"<h2[^>]*>{heading}</h2>(.*?)(?=<h2|</main>)", html, re.S)
    assert match, f"no section {heading}"
    return words_of(match[1])


def test_an_accusation_is_told_as_what_others_state(read: Read) -> None:
    person = make_person("Anna Arkhipova")
    article = make_provision("207.3", title_en="Public spreading of false information")
    part = make_provision("207.3", "2", parent=article, title_en="")
    make_charge(person, make_provision("207.3", "2", "д", parent=part, title_en=""))
    text = section(read(f"/people/{person.slug}/"), "Accusations")
    assert "charged" in text and "п. «д» ч. 2 ст. 207.3 УК РФ" in text
    assert "Public spreading of false information" in text
    assert "not what this site states" in text
    assert "guilty" not in text and "convicted" not in text


def test_signed_convicted_and_recognised_are_three_separate_facts(read: Read) -> None:
    signatory = make_person("Only Signed")
    make_letter("The letter", signed_by=(signatory,))
    page = read(f"/people/{signatory.slug}/")
    assert "The letter" in section(page, "Signed")
    assert "No conviction on record." in section(page, "Convicted")
    assert "No recognition as a political prisoner on record." in section(page, "Recognised")

    convicted = make_person("Only Convicted")
    make_charge(convicted, make_provision("205.2", "1"), outcome="convicted")
    page = read(f"/people/{convicted.slug}/")
    assert "No signature on record." in section(page, "Signed")
    assert "ч. 1 ст. 205.2 УК РФ" in section(page, "Convicted")
    assert "No recognition" in section(page, "Recognised")


@pytest.mark.parametrize("status", ["wider_list", "dossier", "campaign", "not_recognised"])
def test_a_wider_list_or_a_dossier_is_not_recognition(read: Read, status: str) -> None:
    person = make_person("Andrei Trofimov")
    make_recognition(person, by_en="Memorial", status=status)
    text = section(read(f"/people/{person.slug}/"), "Recognised")
    assert "No recognition as a political prisoner on record." in text and "Memorial:" in text


def test_an_acquittal_after_a_conviction_is_not_a_conviction(read: Read) -> None:
    person = make_person("Free Person")
    charge = make_charge(person, make_provision("280"))
    make_update(charge, "acquitted", on="2024-05")
    make_update(charge, "convicted", on="2023-01-10", position=1)
    page = read(f"/people/{person.slug}/")
    assert "No conviction on record." in section(page, "Convicted")
    assert "convicted by a court, 10 January 2023 acquitted, May 2024" in section(
        page, "Accusations"
    )


def test_an_undated_verdict_comes_after_a_dated_charge_by_its_position(read: Read) -> None:
    person = make_person("Some Person")
    charge = make_charge(person, make_provision("280"))
    make_update(charge, "convicted", position=2)
    make_update(charge, "brought", on="2020-01", position=1)
    assert "ст. 280 УК РФ" in section(read(f"/people/{person.slug}/"), "Convicted")


def test_points_of_one_part_are_cited_together_as_courts_do(read: Read) -> None:
    person = make_person("Alexei Gorinov")
    case = make_case()
    for point in "абд":
        make_charge(person, make_provision("207.3", "2", point), case=case, outcome="convicted")
    text = section(read(f"/people/{person.slug}/"), "Convicted")
    assert "п. «а» , «б» , «д» ч. 2 ст. 207.3 УК РФ" in text


def test_where_the_person_is_now_says_as_of_when(read: Read) -> None:
    person = make_person("Alexei Gorinov", status="imprisoned", status_on="2025-12")
    assert "imprisoned as of December 2025" in words_of(read(f"/people/{person.slug}/"))


def test_dates_are_told_as_far_as_they_are_known(read: Read) -> None:
    person = make_person("Darya Kozyreva", born="2005~")
    case = make_case(person=person)
    for date in ("2024-02-27/2024-02-28", "../2023-12", "2024-21", None):
        make_event(case, happened=date)
    page = read(f"/people/{person.slug}/")
    assert "about 2005" in words_of(page)
    text = section(page, "What happened")
    assert [text.find(words) >= 0 for words in (
        "27 or 28 February 2024", "December 2023 or earlier", "spring 2024", "date not on record"
    )] == [True] * 4  # fmt: skip
    russian = read(f"/ru/people/{person.slug}/")
    assert "не позднее декабря 2023" in russian and "около 2005" in russian


def test_events_stand_in_the_order_they_happened(read: Read) -> None:
    person = make_person("Some Person")
    case = make_case(person=person)
    for date, text in (("2023", "third"), ("2022-07-08", "second"), ("2022-04", "first")):
        make_event(case, happened=date, text_en=f"the {text} event")
    found = re.findall("the (first|second|third) event", read(f"/people/{person.slug}/"))
    assert found == ["first", "second", "third"]


def test_values_that_disagree_stand_side_by_side_with_their_sources(read: Read) -> None:
    person = make_person("Boris Kagarlitsky")
    case = make_case(person=person)
    sentence = make_sentence(case.parties.get(), fine="600000", prison_months=None, regime="")
    make_citation(sentence, source=make_source("https://one.example/600"))
    assert_otherwise(
        sentence, field="fine", value_text="609,000", source=make_source("https://two.example/609")
    )
    text = section(read(f"/people/{person.slug}/"), "Accusations")
    assert "fine of 600 000 RUB [1]" in text
    assert "Sources disagree Fine: other value “609,000” [2]" in text


def test_each_source_is_listed_once_and_every_reference_leads_to_it(read: Read) -> None:
    person = make_person("Alexei Gorinov", status="imprisoned", born="1961-07-26")
    shared = make_source("https://memorial.example/gorinov", title="Dossier")
    make_citation(person, field="status", source=shared)
    make_citation(person, field="born", source=shared, quote="born on 26 July")
    make_citation(person, field="born", source=make_source())
    page = read(f"/people/{person.slug}/")
    assert page.count("https://memorial.example/gorinov") == 1
    references = set(re.findall(r'href="#(source-\d+)"', page))
    assert references == set(re.findall(r'id="(source-\d+)"', page)) == {"source-1", "source-2"}
    assert "born on 26 July" in section(page, "Sources")


def test_a_retracted_citation_is_not_shown(read: Read) -> None:
    person = make_person("Alexei Gorinov", born="1961")
    citation = cite(person, source=make_source("https://wrong.example/"), field="born")
    retract(citation)
    assert "wrong.example" not in read(f"/people/{person.slug}/")


def test_what_was_looked_for_and_not_found_is_listed(read: Read) -> None:
    person = make_person("Darya Kozyreva", unknown_facts=["patronymic", "date of birth"])
    assert "patronymic date of birth" in section(read(f"/people/{person.slug}/"), "Not known")


def test_a_signatory_who_is_only_probably_the_person_is_told_so(read: Read) -> None:
    person = make_person("Vladimir Domnin")
    letter = make_letter("The letter", signed_by=(person,))
    Signature.objects.update(identity="unconfirmed")
    assert "probable; no source says so" in read(f"/people/{person.slug}/")
    assert "Identity probable; no source says so." in read(f"/letters/{letter.slug}/")


def test_coverage_is_grouped_by_story_and_leads_to_the_outlet(read: Read) -> None:
    person = make_person("Alexei Gorinov")
    articles = (make_article("First report"), make_article("Second report"))
    make_story("The event", articles=articles)
    for article in articles:
        make_link(article, person)
    make_link(make_article("Stands alone"), person)
    make_link(make_article("Not decided yet"), person, status="undecided")
    make_link(make_article("Another man"), person, status="rejected")
    text = section(read(f"/people/{person.slug}/"), "In the news")
    assert text.index("The event") < text.index("First report") < text.index("Articles outside")
    assert "Stands alone" in text
    assert "Not decided yet" not in text and "Another man" not in text


def test_long_coverage_is_read_page_by_page_and_no_article_is_left_out(
    read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.public.coverage.LINKS_A_PAGE", 2)
    person = make_person("Alexei Gorinov")
    for number in range(5):
        make_link(make_article(f"Report {number}"), person)
    address, pages = f"/people/{person.slug}/", []
    while address:
        html = read(address)
        pages.append(re.findall(r"Report \d", section(html, "In the news")))
        older = re.search(r'rel="next" href="(\?news=[^"#]+)#coverage"', html)
        address = f"/people/{person.slug}/{older[1]}" if older else ""
    assert [sorted(page) for page in pages] == [
        ["Report 3", "Report 4"],
        ["Report 1", "Report 2"],
        ["Report 0"],
    ]
    assert "Newer articles" in html and "Older articles" not in html


def test_a_court_that_is_not_published_is_left_out_of_a_public_event(read: Read) -> None:
    person = make_person("Some Person")
    case = make_case(person=person)
    make_event(case, court=make_institution("Открытый суд"))
    make_event(case, court=make_institution("Скрытый суд", state="draft"))
    page = read(f"/people/{person.slug}/")
    assert "Открытый суд" in page and "Скрытый суд" not in page


def test_events_of_another_defendant_stay_off_the_page(read: Read) -> None:
    person, other = make_person("Some Person"), make_person("Other Person")
    case = make_case()
    make_party(case, person)
    make_event(case, party=make_party(case, other), text_en="happened to the other")
    make_event(case, text_en="happened to both")
    page = read(f"/people/{person.slug}/")
    assert "happened to both" in page and "happened to the other" not in page


def test_former_names_and_misspellings_are_not_displayed(read: Read) -> None:
    person = make_person("Darya Kozyreva")
    make_name_form(person, "Daria Kozyriewa", language="pl", kind="transliteration")
    make_name_form(person, "Darya Kozyrev", kind="misspelling")
    make_name_form(person, "Old Name", kind="former")
    page = read(f"/people/{person.slug}/")
    assert "Daria Kozyriewa" in section(page, "Names in other spellings")
    assert "Darya Kozyrev<" not in page and "Old Name" not in page


def test_a_text_that_exists_in_one_language_is_marked_in_the_other(read: Read) -> None:
    person = make_person("Alexei Gorinov", "Алексей Горинов", occupation_ru="муниципальный депутат")
    page = read(f"/people/{person.slug}/")
    assert '<span lang="ru">муниципальный депутат</span>' in page
    assert "(only in Russian)" in page
    assert "(only in Russian)" not in read(f"/ru/people/{person.slug}/")


def test_names_and_titles_from_outside_are_text_never_markup(read: Read) -> None:
    person = make_person("<script>alert(1)</script>", occupation_en='"><img src=x onerror=y>')
    article = make_article("<b>Title</b>", url="javascript:alert(1)")
    make_link(article, person)
    page = read(f"/people/{person.slug}/")
    assert "<script" not in page and "<img" not in page and "javascript:" not in page
    assert "&lt;b&gt;Title&lt;/b&gt;" in page
