"""What is not public shows on no page, in no feed and to nobody, and what is gone has no name."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.test import Client

from cases.articles.models import Article
from cases.changes.models import Change, ChangeKind
from cases.changes.services import record_change
from cases.publishing.services import withdraw
from cases.stories.models import Story
from people.models import Account, Person
from people.services.persons import create_person, publish_person, update_person, withdraw_person
from tests.factories import (
    make_article,
    make_case,
    make_charge,
    make_law,
    make_letter,
    make_link,
    make_outlet,
    make_person,
    make_provision,
    make_story,
)
from tests.factories.pages import SECRET, make_full_letter, make_full_person, make_full_story
from tracker.lib import clock

Read = Callable[..., str]

LISTS = (
    "/",
    "/people/",
    "/cases/",
    "/provisions/",
    "/laws/",
    "/letters/",
    "/stories/",
    "/outlets/",
    "/changes/",
    "/changes.atom",
    "/stories.atom",
)  # fmt: skip
KINDS = ("people", "cases", "laws", "provisions", "letters", "stories", "outlets")


@pytest.fixture
def full_world() -> list[str]:
    """Records with published and draft children of every kind; the addresses of all their pages."""
    full = make_full_person("Alexei Gorinov", "Алексей Горинов")
    letter, story = make_full_letter("The letter"), make_full_story("The story")
    make_law(title_en=SECRET, state="draft")
    make_outlet(SECRET, state="draft")
    make_story(SECRET, state="draft", articles=(make_article(SECRET, state="withdrawn"),))
    with transaction.atomic():
        record_change(ChangeKind.UPDATED, full.person, fields=["status"], public=True)
        hidden = make_case(SECRET, state="draft")
        record_change(ChangeKind.UPDATED, hidden, fields=["title_en"], summary=SECRET, public=True)
    outlet = story.memberships.select_related("article__outlet")[0].article.outlet
    pages = [
        *LISTS,
        *(f"/sitemap-{kind}-1.xml" for kind in KINDS),
        f"/people/{full.person.slug}/",
        f"/cases/{full.case.slug}/",
        f"/provisions/{full.charges[0].provision.slug}/",
        f"/letters/{letter.slug}/",
        f"/stories/{story.slug}/",
        f"/outlets/{outlet.slug}/",
    ]
    return [*pages, *(f"/ru{page}" for page in pages)]


@pytest.mark.django_db
def test_no_draft_shows_on_any_page_or_feed(read: Read, full_world: list[str]) -> None:
    for address in full_world:
        text = read(address)
        assert SECRET.lower() not in text.lower(), address


@pytest.mark.django_db
def test_signed_in_staff_see_on_public_pages_what_the_public_sees(
    read: Read, full_world: list[str], administrator: Account
) -> None:
    client = Client()
    client.force_login(administrator)
    for address in full_world:
        assert SECRET.lower() not in read(address, client=client).lower(), address


@pytest.mark.django_db
@pytest.mark.parametrize("state", ["draft", "in_review"])
def test_an_unpublished_record_has_no_page(read: Read, state: str) -> None:
    for section, record in (
        ("people", make_person(SECRET, state=state)),
        ("cases", make_case(SECRET, state=state)),
        ("laws", make_law(state=state)),
        ("provisions", make_provision(state=state)),
        ("letters", make_letter(SECRET, state=state)),
        ("stories", make_story(SECRET, state=state)),
        ("outlets", make_outlet(SECRET, state=state)),
    ):
        assert SECRET not in read(f"/{section}/{record.slug}/", status=404)


@pytest.mark.django_db
def test_a_record_under_embargo_has_no_page_until_then(read: Read) -> None:
    person = make_person("Later Person", embargo_until=clock.now() + timedelta(days=1))
    read(f"/people/{person.slug}/", status=404)
    assert "Later Person" not in read("/people/")


@pytest.mark.django_db
def test_a_withdrawn_person_is_gone_everywhere_without_a_name(read: Read) -> None:
    person = create_person(name_en="Wanda Withdrawn", name_ru="Ванда Отозванная", by=None)
    publish_person(person, by=None, reason="checked")
    update_person(person, changes={"occupation_en": "teacher"}, by=None, reason="found")
    article = make_article("An article about somebody")
    make_story("A story", articles=(article,))
    make_link(article, person)
    make_charge(person, make_provision("280.3", "1", slug="uk-280-3-1"))
    letter = make_letter("A letter")
    withdraw_person(person, by=None, reason="Wanda Withdrawn asked for it")

    for prefix in ("", "/ru"):
        gone = read(f"{prefix}/people/{person.slug}/", status=410)
        for address in (*LISTS, "/provisions/uk-280-3-1/", f"/letters/{letter.slug}/",
                        "/sitemap-people-1.xml"):  # fmt: skip
            assert "wanda" not in read(prefix + address).lower(), address
            assert "Отозванная" not in read(prefix + address), address
        assert "wanda" not in gone.lower() and "Отозванная" not in gone
        assert "teacher" not in gone and "asked for it" not in gone
        assert "noindex" in gone


@pytest.mark.django_db
def test_the_withdrawal_itself_is_told_without_the_name(read: Read) -> None:
    person = create_person(name_en="Wanda Withdrawn", by=None)
    publish_person(person, by=None)
    withdraw_person(person, by=None, reason="asked")
    page = read("/changes/")
    assert "Person, withdrawn" in page and "no longer public" in page
    assert "person, withdrawn (no longer public)" in read("/changes.atom")


@pytest.mark.django_db
def test_a_record_withdrawn_before_it_was_ever_public_is_not_admitted_to_exist(read: Read) -> None:
    person = make_person("Never Public", state="draft")
    withdraw_person(person, by=None, reason="a mistake")
    read(f"/people/{person.slug}/", status=404)


@pytest.mark.django_db
def test_a_withdrawn_story_answers_410(read: Read) -> None:
    story = make_story("A story", articles=(make_article(),))
    Story.objects.update(published_at=None)  # as the machine makes them
    withdraw(story, by=None, reason="not a story")
    assert "A story" not in read(f"/stories/{story.slug}/", status=410)


@pytest.mark.django_db
def test_a_merged_person_leads_to_the_survivor(read: Read) -> None:
    survivor = make_person("Right Name")
    between = make_person("Second Name")
    absorbed = make_person("Wrong Name")
    Person.objects.filter(pk=between.pk).update(merged_into=survivor)
    Person.objects.filter(pk=absorbed.pk).update(merged_into=between)
    response = Client().get(f"/ru/people/{absorbed.slug}/")
    assert (response.status_code, response["Location"]) == (301, f"/ru/people/{survivor.slug}/")
    assert "Wrong Name" not in read("/people/")


@pytest.mark.django_db
def test_a_person_merged_into_a_hidden_record_leads_nowhere(read: Read) -> None:
    hidden = make_person("Hidden Name", state="draft")
    absorbed = make_person("Wrong Name")
    Person.objects.filter(pk=absorbed.pk).update(merged_into=hidden)
    text = read(f"/people/{absorbed.slug}/", status=404)
    assert "Hidden Name" not in text and hidden.slug not in text


@pytest.mark.django_db
def test_a_merged_story_leads_to_the_survivor() -> None:
    survivor = make_story("One story", articles=(make_article(),))
    absorbed = make_story("The same story", articles=(make_article(),), merged_into=survivor)
    response = Client().get(f"/stories/{absorbed.slug}/")
    assert (response.status_code, response["Location"]) == (301, f"/stories/{survivor.slug}/")


@pytest.mark.django_db
def test_a_change_of_a_record_hidden_since_shows_neither_title_nor_fields(read: Read) -> None:
    case = make_case("A case with a name")
    with transaction.atomic():
        record_change(ChangeKind.UPDATED, case, fields=["summary_en"], public=True)
    assert "A case with a name" in read("/changes/")
    withdraw(case, by=None, reason="wrong")
    page = read("/changes/")
    assert "A case with a name" not in page and "summary" not in page
    assert Change.objects.count() == 2


@pytest.mark.django_db
def test_the_reason_and_the_person_who_changed_a_record_stay_inside(
    read: Read, administrator: Account
) -> None:
    case = make_case("A case")
    with transaction.atomic():
        record_change(
            ChangeKind.UPDATED, case, fields=["note"], by=administrator, reason="told in confidence"
        )
    page = read("/changes/") + read("/changes.atom")
    assert "in confidence" not in page and administrator.username not in page


@pytest.mark.django_db
def test_notes_for_researchers_are_on_no_page(read: Read) -> None:
    full = make_full_person("Alexei Gorinov", identity_note="maybe another man")
    full.case.note = "internal"
    full.case.save()
    types = ContentType.objects.get_for_models(Person)
    assert types  # a page asks for them too
    page = read(f"/people/{full.person.slug}/") + read(f"/cases/{full.case.slug}/")
    assert "another man" not in page and "internal" not in page


@pytest.mark.django_db
def test_a_change_names_its_article_as_long_as_that_is_public(read: Read) -> None:
    article = make_article("A headline of the outlet")
    with transaction.atomic():
        record_change(ChangeKind.UPDATED, article, fields=["derived_from"], public=True)
    assert "A headline of the outlet" in read("/changes/")
    assert "A headline of the outlet" in read("/ru/changes/")
    Article.objects.filter(pk=article.pk).update(state="withdrawn")
    assert "A headline of the outlet" not in read("/changes/") + read("/changes.atom")
