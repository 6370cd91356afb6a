"""The bench's own generator: its small database is sound, and pages on it stay within their bounds."""

import random

import pytest
from django.apps import apps
from django.db import connection
from django.db.models import ForeignKey
from django.test import Client
from django.test.utils import CaptureQueriesContext

from people.models import NameForm, Person
from people.names import name_keys, parse_name
from people.names.sorting import sort_key
from tests.bench.generator import fill_database
from tests.bench.invented import invented_people
from tests.bench.records import CROWDED_PERSON
from tests.bench.sizes import FULL

pytestmark = pytest.mark.django_db
SMALL = FULL.scaled(0.001)


def test_a_small_database_is_whole_and_its_crowded_person_has_a_page() -> None:
    said: list[str] = []
    fill_database(SMALL, say=said.append)
    assert Person.objects.count() == SMALL.people
    assert any("cases_article " in line for line in said)
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            # The load went past the foreign keys' triggers: none may point at nothing.
            if isinstance(field, ForeignKey) and model._meta.app_label in ("people", "cases"):
                assert isinstance(field.related_model, type)
                known = field.related_model._default_manager.values("pk")
                lost = model._default_manager.exclude(**{f"{field.name}__isnull": True})
                lost = lost.exclude(**{f"{field.name}__in": known})
                assert not lost.exists(), f"{model.__name__}.{field.name} points at nothing"
    with CaptureQueriesContext(connection) as queries:
        answer = Client().get(f"/people/person-{CROWDED_PERSON}/")
    assert answer.status_code == 200
    assert len(queries) <= 12
    # Triggers and table defaults are as before: a save of an ordinary row writes its version.
    person = Person.objects.get(pk=CROWDED_PERSON)
    person.occupation_en = "teacher"
    person.save()
    assert person.versions.count() == 1  # type: ignore[attr-defined]
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = "
            "'public' AND column_default IN ('now()', 'gen_random_uuid()', '''''::character varying')"
        )
        assert cursor.fetchall() == []


def test_keys_and_sort_keys_put_together_from_pieces_are_those_of_the_whole_name() -> None:
    for one in invented_people(40, random.Random(7)):
        for text, language in ((one.ru, "ru"), (one.en, "en")):
            whole = name_keys(parse_name(text, language), language)
            pieces = set(NameForm(keys=one.keys(language)[1:-1].replace('"', "").split(",")).keys)
            # A name that could be read in two orders has more keys; never fewer.
            assert pieces <= whole, text
        assert one.sort_ru == sort_key(one.ru, "ru")


def test_a_database_with_people_is_left_alone(person_in_the_way: Person) -> None:
    with pytest.raises(ValueError, match="holds people already"):
        fill_database(SMALL, say=lambda _line: None)
    assert Person.objects.get() == person_in_the_way


@pytest.fixture
def person_in_the_way() -> Person:
    """Somebody who is there already."""
    from tests.factories.people import make_person

    return make_person()
