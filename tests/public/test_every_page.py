"""What holds for every public page: language, caching, no scripts, nothing from anybody else."""

import re
from collections.abc import Callable

import pytest
from django.test import Client

from cases.laws.models import LawCount, ProvisionEdition
from tests.factories import make_law, make_provision
from tests.factories.pages import make_full_letter, make_full_person, make_full_story

Read = Callable[..., str]
pytestmark = pytest.mark.django_db


@pytest.fixture
def pages() -> list[str]:
    """One address of each kind of page, records present."""
    full = make_full_person("Alexei Gorinov", "Алексей Горинов", size=2)
    letter, story = make_full_letter("The letter", size=2), make_full_story("The story", size=4)
    law, provision = make_law("32-ФЗ"), full.charges[0].provision
    make_provision("20.3.3", code="КоАП", introduced_by=law)
    ProvisionEdition.objects.create(
        provision=provision, enacted_by=law, state="published", prison_months_max=60,
        in_force_from="2022-03-04", text_ru="Текст", other_sanction_en="or a fine",
    )  # fmt: skip
    LawCount.objects.create(counted_by="FIDH", period="2012–2018", value=50, state="published")
    outlet = story.memberships.select_related("article__outlet")[0].article.outlet
    return [
        "/",
        "/about/",
        "/people/",
        f"/people/{full.person.slug}/",
        "/cases/",
        f"/cases/{full.case.slug}/",
        "/provisions/",
        f"/provisions/{provision.slug}/",
        "/laws/",
        f"/laws/{law.slug}/",
        "/letters/",
        f"/letters/{letter.slug}/",
        "/stories/",
        f"/stories/{story.slug}/",
        "/outlets/",
        f"/outlets/{outlet.slug}/",
        "/changes/",
    ]


def test_every_page_answers_in_both_languages(read: Read, pages: list[str]) -> None:
    for address in pages:
        assert '<html lang="en">' in read(address)
        assert '<html lang="ru">' in read(f"/ru{address}")


def test_the_language_switch_leads_to_the_same_page(read: Read, pages: list[str]) -> None:
    for address in [*pages, "/people/?q=gorinov&status=imprisoned"]:
        escaped = address.replace("&", "&amp;")
        assert f'href="http://testserver/ru{escaped}" hreflang="ru"' in read(address)
        assert f'href="http://testserver{escaped}" hreflang="en"' in read(f"/ru{address}")


def test_no_page_needs_a_script_a_style_attribute_or_another_site(
    read: Read, pages: list[str]
) -> None:
    for address in pages:
        page = read(address)
        assert not re.search(r"<script|\sstyle=|\son[a-z]+=|<style|<iframe|@import", page), address
        loaded = re.findall(r'<(?:link|img|source|video|audio)\b[^>]*?(?:href|src)="([^"]+)"', page)
        outside = [link for link in loaded if not link.startswith(("/", "http://testserver/"))]
        assert outside == [], address


def test_links_out_tell_the_outlet_nothing(read: Read, pages: list[str]) -> None:
    for address in pages:
        for link in re.findall(r'<a\b[^>]*href="https?://(?!testserver)[^>]*>', read(address)):
            assert 'rel="noopener noreferrer nofollow"' in link, (address, link)


def test_every_heading_level_begins_with_one_h1(read: Read, pages: list[str]) -> None:
    for address in pages:
        page = read(address)
        assert len(re.findall(r"<h1\b", page)) == 1, address
        ids = re.findall(r'\bid="([^"]+)"', page)
        assert len(ids) == len(set(ids)), address
        for named in re.findall(r'aria-labelledby="([^"]+)"', page):
            assert named in ids, address


def test_pages_are_cacheable_by_everybody_and_set_no_cookie(pages: list[str]) -> None:
    client = Client()
    for address in pages:
        response = client.get(address)
        assert response["Cache-Control"] == "public, max-age=60"
        assert "Vary" not in response or "cookie" not in response["Vary"].lower()
        assert not response.cookies
        policy = response["Content-Security-Policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy


def test_an_unchanged_page_is_answered_with_304(pages: list[str]) -> None:
    client = Client()
    for address in pages:
        first = client.get(address)
        again = client.get(address, headers={"If-None-Match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address


def test_pages_are_for_reading_only(pages: list[str]) -> None:
    client = Client()
    for address in pages:
        assert client.post(address).status_code == 405


@pytest.mark.parametrize(
    "query",
    [
        "page=x",
        "page=" + "A" * 700,
        "page=WzAsMV0",
        "page=W251bGwsbnVsbF0",
        "page=WzAse31d",
        "page=%FF%FE",
        "page=WzAsIjIwMjUiLCJ4Il0",
        "q=%00&status=%27--&provision=../../etc",
        "q=" + "%D1%8F" * 400,
        "provision=nowhere",
        "status=dead&unknown=1",
    ],
)
def test_hostile_parameters_get_a_clear_answer(query: str) -> None:
    make_full_person("Alexei Gorinov", size=1)
    for address in ("/people/", "/cases/", "/laws/", "/stories/", "/outlets/", "/changes/"):
        response = Client().get(f"{address}?{query}")
        assert response.status_code in (200, 400, 404), (address, query)


def test_error_pages_are_readable_and_do_not_repeat_the_address(read: Read) -> None:
    page = read("/people/some-very-private-name/", status=404)
    assert "There is no such page" in page and "private-name" not in page
    assert '<html lang="ru">' in read("/ru/people/nobody/", status=404)
    assert "private-name" not in read("/nowhere/some-very-private-name", status=404)
