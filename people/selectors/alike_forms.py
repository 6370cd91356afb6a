"""Forms of names, read from the database in groups that compare alike with a name that is asked for.

Thousands bear a frequent surname. Where no given name is asked for, nothing but the surname, the letters
that the other names begin with and a suffix matter, so SQL gathers the bearers and Python compares
each different name once.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any, Final

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.backends.postgresql.psycopg_any import DateRange
from django.db.models import (
    Case,
    Count,
    F,
    IntegerField,
    Q,
    QuerySet,
    TextField,
    Value,
    When,
)
from django.db.models.expressions import RawSQL
from django.db.models.functions import Left

from people.models import NameForm
from people.names import NameParts
from people.names.finding.middle_words import first_sounds
from people.names.language.folding import soften
from people.names.near_keys import those_one_letter_apart
from people.names.parts import recorded_parts
from people.selectors.by_keys import holding

# Different names compared for one question. Who asks for one with more is told that there are further.
MOST_NAMES: Final = 6_000
MOST_SURNAMES: Final = 2_000
# Letters that nearly all given names on record begin with; others are compared one by one.
_CAPITALS: Final = "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЭЮЯІЇЄҐЎЈABCDEFGHIJKLMNOPQRSTUVWXYZ"
# What a year of birth asked for is to a person's date of birth.
BORN_UNKNOWN, BORN_THEN, BORN_ANOTHER_TIME = range(3)
# Words that may show that the whole name is not in Russian spelling (`kindred.is_not_russian`), by which
# surnames are compared more freely: these are kept whole.
_NOT_RUSSIAN: Final = "[^A-Za-zА-Яа-яЁё -]|ъ|ць|ськ|цьк"
# A text that holds no more than the parts of the name says nothing besides them: no particle, no suffix.
# Written out: Django takes two milliseconds to write it.
_SAID_BESIDES: Final = """
CASE WHEN form.given <> '' AND form.surname <> '' AND (
    form.text = form.given || ' ' || form.surname
    OR form.text = form.surname || ' ' || form.given
    OR form.text = form.given || ' ' || form.patronymic || ' ' || form.surname
    OR form.text = form.surname || ' ' || form.given || ' ' || form.patronymic
) THEN '' ELSE form.text END
""".replace("form.", f"{NameForm._meta.db_table}.")


@dataclass(frozen=True, slots=True)
class AlikeForms:
    """Forms that compare alike with the name asked for, as `parts` do.

    Of each form the person in `people` and its id in `forms`, at the same place, in no order. `born` says
    what a year of birth asked for is to the date on record.
    """

    parts: NameParts
    born: int
    people: list[int]
    forms: list[int]


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a comparison with the name asked for depends on.

    `whole`: on every word; else on surname and suffix, and with `letters` on what the other names
    begin with. No given name that begins with one of `not_with` can meet. `birth_year`: it depends on
    whether the person was born then.
    """

    whole: bool
    letters: bool = False
    not_with: tuple[str, ...] = ()
    birth_year: int | None = None


def wanted_by(readings: Iterable[NameParts], birth_year: int | None) -> Wanted:
    """What comparisons with a name depend on that may be read in these ways."""
    known = list(readings)
    if any(one.given or one.patronymic for one in known):
        return Wanted(whole=True, birth_year=birth_year)
    first = [one.initials[0] for one in known if one.initials]
    not_with = _letters_unlike(frozenset(first)) if len(first) == len(known) else ()
    return Wanted(False, bool(first), not_with, birth_year)


@lru_cache(maxsize=1_000)
def _letters_unlike(initials: frozenset[str]) -> tuple[str, ...]:
    """Letters that no name begins with of which one of the initials is left."""
    sounds = frozenset[str]().union(*(first_sounds(soften(one)) for one in initials))
    return tuple(one for one in _CAPITALS if not sounds & first_sounds(soften(one)))


def alike_forms(forms: QuerySet[NameForm], wanted: Wanted) -> list[AlikeForms]:
    """The forms in groups, at most MOST_NAMES of them, those of most bearers; one query."""
    return list(_read(_grouped(forms, wanted)[:MOST_NAMES], wanted))


def surnames_near(surname: str, keys: Iterable[str]) -> list[str]:
    """Surnames on record with one of the keys and one letter away, whoever bears them; one query.

    There are far fewer surnames than people, so who bears them and may be seen is asked afterwards.
    """
    live = NameForm.objects.live().order_by()
    borne = holding(live, keys).values_list("surname", flat=True)
    most_borne = borne.annotate(bearers=Count("id")).order_by("-bearers", "surname")
    return those_one_letter_apart(surname, most_borne[:MOST_SURNAMES])


def _grouped(forms: QuerySet[NameForm], wanted: Wanted) -> QuerySet[NameForm, tuple[Any, ...]]:
    by: dict[str, Any] = {"said": F("text"), "named": F("given"), "fathers": F("patronymic")}
    if not wanted.whole:
        by["said"] = RawSQL(_SAID_BESIDES, [], output_field=TextField())
        telling = Q(given__regex=_NOT_RUSSIAN) | Q(patronymic__regex=_NOT_RUSSIAN)
        for name, column in (("named", "given"), ("fathers", "patronymic")):
            letter = Left(column, 1) if wanted.letters else Value("")
            by[name] = Case(When(Q(surname="") | telling, then=column), default=letter)
    by["birth"] = _birth(wanted.birth_year)
    if wanted.not_with:
        begins = forms.alias(begins=Left("given", 1))
        forms = begins.filter(~Q(begins__in=wanted.not_with) | Q(surname=""))
    return (
        forms.order_by()
        .annotate(**by)
        .values_list("surname", "language", *by)
        .annotate(people=ArrayAgg("person_id"), ids=ArrayAgg("id"), bearers=Count("id"))
        .order_by("-bearers")
        .values_list("surname", "language", *by, "people", "ids")
    )


def _birth(year: int | None) -> Any:
    if year is None:
        return Value(BORN_UNKNOWN, output_field=IntegerField())
    whole_year = DateRange(date(year, 1, 1), date(year, 12, 31), "[]")
    unknown = Q(person__born_range__isnull=True) | Q(person__born_range=DateRange(None, None))
    return Case(
        When(unknown, then=Value(BORN_UNKNOWN)),
        When(person__born_range__overlap=whole_year, then=Value(BORN_THEN)),
        default=Value(BORN_ANOTHER_TIME),
        output_field=IntegerField(),
    )


def _read(rows: Iterable[tuple[Any, ...]], wanted: Wanted) -> Iterator[AlikeForms]:
    for surname, language, text, given, patronymic, born, people, ids in rows:
        if text or wanted.whole:
            parts = recorded_parts(
                text, language, given=given, patronymic=patronymic, surname=surname
            )
        else:
            parts = NameParts(given=given, patronymic=patronymic, surname=surname)
        yield AlikeForms(parts, born, people, ids)
