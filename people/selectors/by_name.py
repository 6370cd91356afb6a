"""Who is this? A name in any alphabet in, people on record with reasons out."""

from dataclasses import dataclass

from django.db.models import QuerySet

from people.models import NameForm, NameKind, Person
from people.names import NameMatch, compare_names, name_keys, parse_name
from people.names.keys import surname_keys
from people.names.parts import recorded_parts

# Rows read for one question. A surname that more people bear needs a given name beside it.
MOST_FORMS = 2_000
LEAST_SCORE = 0.3


@dataclass(frozen=True)
class PersonMatch:
    """A person whose name may be the one asked for, by which form, and why."""

    person: Person
    form: NameForm
    match: NameMatch


def persons_matching(
    name: str,
    *,
    language: str = "",
    limit: int = 20,
    people: "QuerySet[Person] | None" = None,
) -> list[PersonMatch]:
    """People whose name on record can be `name`, best first, at most `limit`; two queries.

    `people` narrows who may be found (`Person.objects.visible_to(user)`); by default everybody
    who was not merged into another record. Misspellings on record find their person; never-match
    forms do not. Empty for a text without a name in it.
    """
    asked = parse_name(name, language)
    keys = name_keys(asked, language)
    if not asked.given:
        keys = surname_keys(asked, language)
    else:
        keys = frozenset(key for key in keys if key.startswith("p:"))
    if not keys:
        return []
    found = people if people is not None else Person.objects.not_merged()
    forms = (
        NameForm.objects.live()
        .filter(keys__overlap=sorted(keys), person__in=found)
        .exclude(kind=NameKind.NEVER_MATCH)
        .order_by("id")[:MOST_FORMS]
    )
    best: dict[int, tuple[NameForm, NameMatch]] = {}
    for form in forms:
        parts = recorded_parts(
            form.text,
            form.language,
            given=form.given,
            patronymic=form.patronymic,
            surname=form.surname,
        )
        match = compare_names(asked, parts)
        known = best.get(form.person_id)
        if match.score >= LEAST_SCORE and (known is None or match.score > known[1].score):
            best[form.person_id] = (form, match)
    chosen = sorted(best.items(), key=lambda item: (-item[1][1].score, item[0]))[:limit]
    rows = Person.objects.in_bulk([person_id for person_id, _ in chosen])
    return [PersonMatch(rows[person_id], form, match) for person_id, (form, match) in chosen]
