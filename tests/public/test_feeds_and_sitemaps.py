"""Atom feeds with stable ids, sitemaps in parts, robots."""

import re
from collections.abc import Callable
from xml.etree import ElementTree

import pytest
from django.db import transaction
from django.test import override_settings

from cases.changes.models import ChangeKind
from cases.changes.services import record_change
from people.models import Person
from tests.factories import make_article, make_charge, make_person, make_story

Read = Callable[..., str]
pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(text: str) -> list[dict[str, str]]:
    """The entries of a feed: id, title, link, updated."""
    found = []
    for entry in ElementTree.fromstring(text).iter(f"{ATOM}entry"):
        link = entry.find(f"{ATOM}link")
        assert link is not None
        facts = {name: entry.findtext(f"{ATOM}{name}", "") for name in ("id", "title", "updated")}
        found.append(facts | {"link": link.get("href", "")})
    return found


def test_public_changes_are_a_feed_newest_first_with_lasting_ids(read: Read) -> None:
    person = make_person("Alexei Gorinov", "Алексей Горинов")
    charge = make_charge(person)
    with transaction.atomic():
        record_change(ChangeKind.UPDATED, person, fields=["status"])
        record_change(ChangeKind.CREATED, charge, people=[person.pk])
    first = entries(read("/changes.atom"))
    assert [one["title"] for one in first] == [
        "charge, created: Alexei Gorinov",
        "person, updated: Alexei Gorinov",
    ]
    assert all(one["link"].endswith("/people/alexei-gorinov/") for one in first)
    assert all(one["id"].startswith("urn:uuid:") and one["updated"] for one in first)
    russian = entries(read("/ru/changes.atom"))
    assert [one["id"] for one in russian] == [one["id"] for one in first]
    assert "Алексей Горинов" in russian[0]["title"]


def test_stories_are_a_feed_that_survives_foreign_titles(read: Read) -> None:
    article = make_article()
    story = make_story("A \x0b title & <markup>", articles=(article,))
    [entry] = entries(read("/stories.atom"))
    assert entry["title"] == "A  title & <markup>"
    assert entry["id"] == story.public_id.urn
    assert entry["link"].endswith(f"/stories/{story.slug}/")


def test_a_feed_without_entries_is_still_a_feed(read: Read) -> None:
    assert entries(read("/changes.atom")) == entries(read("/stories.atom")) == []


def test_the_sitemap_names_each_page_in_both_languages(read: Read) -> None:
    person = make_person("Alexei Gorinov")
    part_address = f"/sitemap-people-{-(-person.pk // 5000)}.xml"
    assert f"http://testserver{part_address}" in read("/sitemap.xml")
    page = read(part_address)
    locations = re.findall("<loc>([^<]+)</loc>", page)
    assert locations == [
        "http://testserver/people/alexei-gorinov/",
        "http://testserver/ru/people/alexei-gorinov/",
    ]
    assert page.count('hreflang="ru"') == 2
    ElementTree.fromstring(page)


def test_merged_people_are_not_in_the_sitemap(read: Read) -> None:
    survivor, absorbed = make_person("Right Name"), make_person("Wrong Name")
    Person.objects.filter(pk=absorbed.pk).update(merged_into=survivor)
    page = read(f"/sitemap-people-{-(-survivor.pk // 5000)}.xml")
    assert "right-name" in page and "wrong-name" not in page


def test_a_part_that_does_not_exist_is_not_found(read: Read) -> None:
    read("/sitemap-nothing-1.xml", status=404)
    read("/sitemap-people-0.xml", status=404)
    read("/sitemap-people-99999999999999999999.xml", status=404)


@override_settings(SITE_URL="https://tracker.example")
def test_feeds_and_sitemaps_use_the_sites_own_address(read: Read) -> None:
    make_person("Alexei Gorinov")
    assert "https://tracker.example/sitemap-people-" in read("/sitemap.xml")
    assert "Sitemap: https://tracker.example/sitemap.xml" in read("/robots.txt")
    assert 'href="https://tracker.example/changes.atom"' in read("/changes.atom")
