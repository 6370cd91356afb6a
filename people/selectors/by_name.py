"""Who is this? A name in any alphabet in, people on record with reasons out."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from django.db.models import QuerySet

from people.models import NameForm, NameKind, Person
from people.names import NameMatch, NameParts, PartMatch, name_keys, parse_name
from people.names.evidence import DIFFERENT, EXACT
from people.names.keys import surname_keys
from people.names.language.oblique import names_in_the_nominative
from people.names.near_keys import near_keys
from people.names.parts import recorded_parts
from people.selectors.alike_forms import (
    BORN_THEN,
    BORN_UNKNOWN,
    MOST_NAMES,
    AlikeForms,
    Wanted,
    alike_forms,
    surnames_near,
    wanted_by,
)
from people.selectors.by_keys import holding
from people.selectors.name_asked import (
    SURNAME_ONE_LETTER_OFF,
    Reading,
    in_another_case,
)

LONGEST_NAME: Final = 200
# From this score on nobody looks for misspellings any more.
_FOUND: Final = 0.75
BIRTH_YEAR: Final = "birth year"
_BORN_ANOTHER_TIME_WORTH: Final = 0.4
# What a stranger may find people by. A former name may betray what a person left behind.
OPEN_KINDS: Final = (
    NameKind.LEGAL,
    NameKind.KNOWN_AS,
    NameKind.TRANSLITERATION,
    NameKind.MISSPELLING,
)
# Columns of a person that no list of people shows.
_LONG: Final = tuple(
    f"person__{column}"
    for column in ("summary_en", "summary_ru", "identity_note", "unknown_facts", "state_reason")
)


@dataclass(frozen=True)
class PersonMatch:
    """A person whose name may be the one asked for, by which form, and why."""

    person: Person
    form: NameForm
    match: NameMatch


@dataclass(frozen=True)
class WhoIsThis:
    """The answer: how the name was understood, the people, and whether there are further ones."""

    asked: NameParts
    found: list[PersonMatch]
    more: bool


def persons_matching(
    name: str,
    *,
    language: str = "",
    limit: int = 20,
    people: "QuerySet[Person] | None" = None,
    kinds: Iterable[NameKind] | None = None,
) -> list[PersonMatch]:
    """People whose name on record can be `name`, best first, at most `limit`; see `who_is_this`."""
    return who_is_this(name, language=language, limit=limit, people=people, kinds=kinds).found


def who_is_this(
    name: str,
    *,
    language: str = "",
    birth_year: int | None = None,
    limit: int = 20,
    people: "QuerySet[Person] | None" = None,
    kinds: Iterable[NameKind] | None = None,
) -> WhoIsThis:
    """People whose name on record can be `name`, best first, at most `limit`; at most four queries.

    `people` narrows who may be found (`Person.objects.visible_to(user)`), by default everybody who
    was not merged into another record; `kinds` narrows by which forms, by default all but never-match
    ones. A name in another case («Горинову Алексею») is brought back to the nominative. A birth
    year raises who was born then and lowers the others. Where nothing fits well and few fit at all,
    names one letter away are looked through too. Nobody for a text without a name in it.
    """
    asked = parse_name(name[:LONGEST_NAME], language)
    forms = _forms(people, kinds)
    in_other_case = names_in_the_nominative(name[:LONGEST_NAME], language)
    readings = [Reading(asked), *(in_another_case(asked, parts) for parts in in_other_case)]
    wanted = wanted_by((one.parts for one in readings), birth_year)
    keys = {key for one in readings for key in _keys(one.parts, language)}
    names = alike_forms(holding(forms, keys), wanted) if keys else []
    best: dict[int, _Fit] = {}
    for reading in readings:
        _keep_better(best, reading, names, wanted)
    if not _enough(best, limit, birth_year):
        names += _near_names(forms, asked, language, wanted)
        _keep_better(best, Reading(asked, misspelt=True), names, wanted)
    ranked = sorted(best.items(), key=lambda one: (-_weighed(one[1].score, one[1].born), one[0]))
    found = _told([fit for _, fit in ranked[:limit]], birth_year)
    return WhoIsThis(asked, found, len(ranked) > limit or len(names) >= MOST_NAMES)


class _Fit(NamedTuple):
    """How a person fits best: the score by name, the form, how it was read, when they were born."""

    score: float
    form: int
    reading: Reading
    born: int


def _forms(
    people: "QuerySet[Person] | None", kinds: Iterable[NameKind] | None
) -> "QuerySet[NameForm]":
    """The forms that may be found by."""
    found = people if people is not None else Person.objects.not_merged()
    forms = (
        NameForm.objects.live()
        .filter(person__in=found.order_by())
        .exclude(kind=NameKind.NEVER_MATCH)
    )
    if kinds is not None:
        forms = forms.filter(kind__in=list(kinds))
    return forms.order_by()  # ordered and limited, the planner would walk the table by id


def _keys(asked: NameParts, language: str) -> list[str]:
    if not asked.given:
        return sorted(surname_keys(asked, language))
    return sorted(key for key in name_keys(asked, language) if key.startswith("p:"))


def _near_names(
    forms: "QuerySet[NameForm]", asked: NameParts, language: str, wanted: Wanted
) -> list[AlikeForms]:
    """Names one letter away; for a surname alone by way of the surnames, which are far fewer."""
    keys = near_keys(asked, language)
    if not keys:
        return []
    if asked.given:
        return alike_forms(holding(forms, keys), wanted)
    near = surnames_near(asked.surname, keys)
    return alike_forms(forms.filter(surname__in=near), wanted) if near else []


def _keep_better(
    best: dict[int, _Fit], reading: Reading, names: Iterable[AlikeForms], wanted: Wanted
) -> None:
    """Put into `best` who fits better by this reading: of several forms that fit alike the first."""
    known: dict[tuple[object, ...], float] = {}
    mine: dict[int, _Fit] = {}
    for name in names:
        what = () if wanted.whole else _what_matters(name.parts)
        score = known.get(what) if what else None
        if score is None:
            score = known[what] = reading.judge(name.parts).score
        if not score:
            continue
        for person, form in zip(name.people, name.forms, strict=True):
            before = mine.get(person)
            if before is None or (-score, form) < (-before.score, before.form):
                mine[person] = _Fit(score, form, reading, name.born)
    for person, fit in mine.items():
        if person not in best or fit.score > best[person].score:
            best[person] = fit


def _what_matters(parts: NameParts) -> tuple[object, ...]:
    """What a comparison with a name without a given name depends on."""
    initials = () if parts.given else parts.initials
    between = parts.lineage, parts.particles
    return parts.surname, parts.given, parts.patronymic, initials, between, parts.certain


def _enough(best: dict[int, _Fit], limit: int, birth_year: int | None) -> bool:
    """Whether looking for misspellings can add nothing that would be shown.

    Somebody fits well, or more people than the `limit` fit better than a misspelling could.
    """
    top = max((fit.score for fit in best.values()), default=0.0)
    if top >= _FOUND:
        return True
    born = BORN_UNKNOWN if birth_year is None else BORN_THEN
    misspelt = _weighed(top * SURNAME_ONE_LETTER_OFF, born)
    return sum(_weighed(fit.score, fit.born) > misspelt for fit in best.values()) > limit


def _weighed(score: float, born: int) -> float:
    """The score by name, moved by whether the person was born in the year asked for."""
    if born == BORN_UNKNOWN:
        return score
    fits = born == BORN_THEN
    return round(score + (1 - score) / 2 if fits else score * _BORN_ANOTHER_TIME_WORTH, 4)


def _told(fits: list[_Fit], birth_year: int | None) -> list[PersonMatch]:
    """The people with their own forms, compared once more for what explains them; one query."""
    rows = NameForm.objects.select_related("person").defer("keys", *_LONG)
    by_id = rows.in_bulk([fit.form for fit in fits])
    told = []
    for fit in fits:
        form = by_id.get(fit.form)
        if form is None:  # retired or removed since
            continue
        parts = recorded_parts(
            form.text,
            form.language,
            given=form.given,
            patronymic=form.patronymic,
            surname=form.surname,
        )
        match = fit.reading.judge(parts)
        if birth_year is not None and fit.born != BORN_UNKNOWN:
            fits_year = fit.born == BORN_THEN
            born = PartMatch(
                BIRTH_YEAR,
                str(birth_year),
                str(form.person.born),
                EXACT if fits_year else DIFFERENT,
                1.0 if fits_year else _BORN_ANOTHER_TIME_WORTH,
            )
            match = NameMatch(_weighed(match.score, fit.born), (*match.parts, born))
        told.append(PersonMatch(form.person, form, match))
    return told
