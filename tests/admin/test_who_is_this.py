"""“Who is this?” in the admin: before a person is added twice."""

import pytest
from django.test import Client

from people.services.name_forms import rebuild_name_keys
from tests.factories import make_person

PAGE = "/admin/who/"


@pytest.mark.parametrize(
    "language, words",
    [("en", "given name: Alexei – Алексей"), ("ru", "имя: Alexei – Алексей")],
)
def test_candidates_come_with_reasons_in_the_readers_language(
    researcher_client: Client, language: str, words: str
) -> None:
    person = make_person("Aleksey Gorinov", "Алексей Горинов", state="draft")
    make_person("Darya Kozyreva", "Дарья Козырева")
    person.name_forms.filter(language="en").delete()
    rebuild_name_keys()
    researcher_client.cookies["django_language"] = language

    text = researcher_client.get(PAGE, {"name": "Alexei Gorinow"}).content.decode()

    assert words in text
    assert f"/admin/people/person/{person.pk}/change/" in text
    assert "Козырева" not in text


def test_nobody_found_leads_to_the_form_with_the_name_filled_in(researcher_client: Client) -> None:
    page = researcher_client.get(PAGE, {"name": "Лев Зеленцов"}).content.decode()
    assert "Nobody on record bears this name" in page
    address = "/admin/people/person/add/?name_ru=%D0%9B%D0%B5%D0%B2"
    assert address in page
    assert (
        'value="Лев Зеленцов"'
        in researcher_client.get("/admin/people/person/add/?name_ru=Лев Зеленцов").content.decode()
    )


def test_the_list_of_people_and_the_form_for_a_new_one_lead_there(
    researcher_client: Client,
) -> None:
    for address in ("/admin/people/person/", "/admin/people/person/add/"):
        assert f'href="{PAGE}"' in researcher_client.get(address).content.decode()


def test_a_year_that_is_none_is_told_and_the_name_answered(researcher_client: Client) -> None:
    page = researcher_client.get(PAGE, {"name": "Lev Zelentsov", "birth_year": "19x"})
    assert "A year has four digits" in page.content.decode()


def test_strangers_are_sent_to_sign_in(stranger_client: Client) -> None:
    assert stranger_client.get(PAGE, {"name": "Orlov"}).status_code == 302
