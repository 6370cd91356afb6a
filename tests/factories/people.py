"""People for tests: published unless said otherwise, written without services (no Change)."""

from itertools import count
from typing import Any

from people.models import NameForm, NameKind, Person
from people.names.parts import parse_name
from people.names.sorting import sort_key
from tracker.lib import clock
from tracker.lib.languages import script_of
from tracker.lib.slugs import free_slug

_number = count(1)


def make_person(
    name_en: str = "", name_ru: str = "", *, state: str = "published", **facts: Any
) -> Person:
    """A person with a name form for each name given. Further columns by keyword."""
    number = next(_number)
    name_en = name_en or f"Testname Person{number}"
    person = Person.objects.create(
        name_en=name_en,
        name_ru=name_ru,
        sort_en=sort_key(name_en, "en"),
        sort_ru=sort_key(name_ru, "ru"),
        slug=facts.pop("slug", "") or free_slug(Person, name_en, otherwise=f"person-{number}"),
        state=state,
        published_at=clock.now() if state == "published" else None,
        **facts,
    )
    for language, text in (("en", name_en), ("ru", name_ru)):
        if text:
            make_name_form(person, text, language=language, preferred=True)
    return person


def make_name_form(
    person: Person,
    text: str,
    *,
    language: str = "en",
    kind: str = NameKind.KNOWN_AS,
    **columns: Any,
) -> NameForm:
    """A name form with its parts read from the text."""
    parts = parse_name(text, language)
    columns = {
        "given": parts.given,
        "patronymic": parts.patronymic,
        "surname": parts.surname,
        "script": script_of(text),
    } | columns
    return NameForm.objects.create(
        person=person, text=text, language=language, kind=kind, **columns
    )
