"""Who is this? A name in any alphabet in, people on record with reasons out."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Final

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from people.models import NameForm, NameKind, Person
from people.names import NameMatch, NameParts, PartMatch, compare_names, name_keys, parse_name
from people.names.evidence import DIFFERENT, EXACT, INFLECTED
from people.names.keys import surname_keys
from people.names.language.oblique import names_in_the_nominative
from people.names.near_keys import near_keys, one_letter_apart
from people.names.parts import recorded_parts

# Rows read for one question. Who asks for a surname that more forms bear is told so.
MOST_FORMS: Final = 6_000
MOST_SURNAMES: Final = 2_000
LEAST_SCORE: Final = 0.3
LONGEST_NAME: Final = 200
# From this score on nobody looks for misspellings any more.
_FOUND: Final = 0.75
ONE_LETTER: Final = "one letter off"
_ONE_LETTER_WORTH: Final = 0.5
# The surname alone, half of a name, and that misspelt: still worth showing.
_SURNAME_ONE_LETTER_OFF: Final = 0.7
BIRTH_YEAR: Final = "birth year"
WHOLE_NAME: Final = "name"
_IN_ANOTHER_CASE: Final = 0.98
# What a stranger may find people by. A former name may betray what a person left behind.
OPEN_KINDS: Final = (
    NameKind.LEGAL,
    NameKind.KNOWN_AS,
    NameKind.TRANSLITERATION,
    NameKind.MISSPELLING,
)
_ROW = ("id", "person_id", "text", "language", "given", "patronymic", "surname")
_Form = tuple[int, int, str, str, str, str, str]
# A value that the planner does not see: shown a thousand keys, most of which nobody has, it expects far
# too many rows and reads the whole table instead of the index.
_HIDDEN: Final = "SELECT %s::varchar[]"


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
    """People whose name on record can be `name`, best first, at most `limit`; at most five queries.

    `people` narrows who may be found (`Person.objects.visible_to(user)`), by default everybody who
    was not merged into another record; `kinds` narrows by which forms, by default all but never-match
    ones. A name in another case («Горинову Алексею») is brought back to the nominative. A birth
    year raises who was born then and lowers the others. Where nothing fits well and few fit at all,
    names one letter away are looked through too. Nobody for a text without a name in it.
    """
    asked = parse_name(name[:LONGEST_NAME], language)
    found = people if people is not None else Person.objects.not_merged()
    forms = (
        NameForm.objects.live()
        .filter(person__in=found.order_by())
        .exclude(kind=NameKind.NEVER_MATCH)
    )
    if kinds is not None:
        forms = forms.filter(kind__in=list(kinds))
    forms = forms.order_by()  # ordered and limited, the planner would walk the table by id
    in_other_case = names_in_the_nominative(name[:LONGEST_NAME], language)
    keys = {key for parts in (asked, *in_other_case) for key in _keys(parts, language)}
    rows = _rows(forms, sorted(keys))
    best = _scored(asked, rows, near=False)
    for parts in in_other_case:
        _keep_better(best, _scored(parts, rows, near=False), _in_another_case(asked, parts))
    if not _enough(best, limit if birth_year is None else None):
        rows = [*rows, *_near_rows(forms, asked, language)]
        _keep_better(best, _scored(asked, rows, near=True))
    ranked = sorted(best.items(), key=lambda item: (-item[1][1].score, item[0]))
    if birth_year is not None:
        ranked = _by_birth_year(ranked, birth_year)
    chosen = [(form_id, match) for _, (form_id, match) in ranked[:limit]]
    by_id = NameForm.objects.select_related("person").in_bulk([form_id for form_id, _ in chosen])
    matches = [
        PersonMatch(by_id[form_id].person, by_id[form_id], match)
        for form_id, match in chosen
        if form_id in by_id
    ]
    return WhoIsThis(asked, matches, len(ranked) > limit or len(rows) >= MOST_FORMS)


def _enough(best: dict[int, tuple[int, NameMatch]], limit: int | None) -> bool:
    """Whether looking for misspellings can add nothing that would be shown.

    Somebody fits well, or more people than the `limit` fit better than a misspelling could.
    """
    scores = [match.score for _, match in best.values()]
    top = max(scores, default=0.0)
    if top >= _FOUND:
        return True
    return limit is not None and sum(s > top * _SURNAME_ONE_LETTER_OFF for s in scores) > limit


def _in_another_case(asked: NameParts, read_as: NameParts) -> PartMatch:
    return PartMatch(WHOLE_NAME, asked.display(), read_as.display(), INFLECTED, _IN_ANOTHER_CASE)


def _keep_better(
    best: dict[int, tuple[int, NameMatch]],
    more: dict[int, tuple[int, NameMatch]],
    how: PartMatch | None = None,
) -> None:
    """Put into `best` what fits better there, `how` said first and counted."""
    for person_id, (form_id, match) in more.items():
        if how is not None:
            match = NameMatch(round(match.score * how.score, 4), (how, *match.parts))
        known = best.get(person_id)
        if known is None or match.score > known[1].score:
            best[person_id] = (form_id, match)


def _keys(asked: NameParts, language: str) -> list[str]:
    if not asked.given:
        return sorted(surname_keys(asked, language))
    return sorted(key for key in name_keys(asked, language) if key.startswith("p:"))


def _rows(forms: "QuerySet[NameForm]", keys: Iterable[str]) -> list[_Form]:
    wanted = list(keys)
    if not wanted:
        return []
    return list(_holding(forms, wanted).values_list(*_ROW)[:MOST_FORMS])


def _holding(forms: "QuerySet[NameForm]", keys: list[str]) -> "QuerySet[NameForm]":
    """Of the forms those that have one of the keys."""
    return forms.filter(keys__overlap=RawSQL(_HIDDEN, [keys]))


def _near_rows(forms: "QuerySet[NameForm]", asked: NameParts, language: str) -> list[_Form]:
    """Forms one letter away; for a surname alone by way of the surnames, which are far fewer."""
    keys = sorted(near_keys(asked, language))
    if not keys or asked.given:
        return _rows(forms, keys)
    borne = _holding(forms, keys).values_list("surname", flat=True).distinct()
    near = [name for name in borne[:MOST_SURNAMES] if one_letter_apart(asked.surname, name)]
    return _rows(forms.filter(surname__in=near), keys) if near else []


def _scored(
    asked: NameParts, rows: Iterable[_Form], *, near: bool
) -> dict[int, tuple[int, NameMatch]]:
    """Person to the form that fits best and how; each different name is compared once."""
    known: dict[tuple[str, ...], NameMatch] = {}
    best: dict[int, tuple[int, NameMatch]] = {}
    for form_id, person_id, text, language, given, patronymic, surname in rows:
        key = (text, language, given, patronymic, surname)
        alike = None if near else _alike(asked, text, language, given, patronymic, surname)
        match = known.get(alike or key)
        if match is None:
            parts = recorded_parts(
                text, language, given=given, patronymic=patronymic, surname=surname
            )
            match = compare_names(asked, parts)
            if near and match.score < LEAST_SCORE:
                match = _one_letter_off(asked, parts)
            known[alike or key] = match
        before = best.get(person_id)
        if match.score >= LEAST_SCORE and (
            before is None or (-match.score, form_id) < (-before[1].score, before[0])
        ):
            best[person_id] = (form_id, match if alike is None else _with_given(match, given))
    return best


def _alike(
    asked: NameParts, text: str, language: str, given: str, patronymic: str, surname: str
) -> tuple[str, ...] | None:
    """What a comparison depends on when a surname alone or with initials is asked for; else None.

    Thousands bear a frequent surname, and only the letters that names begin with matter then. Names
    whose text holds more than their parts (particles, lineage) are compared one by one.
    """
    if asked.given or asked.patronymic or not (given and surname):
        return None
    if sorted(text.split()) != sorted(f"{given} {patronymic} {surname}".split()):
        return None
    letters = (given[:1], patronymic[:1]) if asked.initials else ("", "")
    return ("alike", surname, language, *letters)


def _with_given(match: NameMatch, given: str) -> NameMatch:
    """The comparison with a namesake's, as that of a person with another given name."""
    return NameMatch(
        match.score,
        tuple(
            replace(part, candidate=given) if part.part == "given name" else part
            for part in match.parts
        ),
    )


def _one_letter_off(asked: NameParts, recorded: NameParts) -> NameMatch:
    """The comparison as if the one word that is a letter off were written as on record."""
    match = _one_letter_off_as_parsed(asked, recorded)
    if match.score == 0 and asked.given and not asked.certain:
        match = _one_letter_off_as_parsed(
            replace(asked, given=asked.surname, surname=asked.given), recorded
        )
    return match


def _one_letter_off_as_parsed(asked: NameParts, recorded: NameParts) -> NameMatch:
    for part, words in (("surname", "surname"), ("given", "given name")):
        query, candidate = getattr(asked, part), getattr(recorded, part)
        if query and candidate and one_letter_apart(query, candidate):
            match = compare_names(replace(asked, **{part: candidate}), recorded)
            off = PartMatch(words, query, candidate, ONE_LETTER, _ONE_LETTER_WORTH)
            rest = tuple(one for one in match.parts if one.part != words)
            score = match.score * (_ONE_LETTER_WORTH if asked.given else _SURNAME_ONE_LETTER_OFF)
            return NameMatch(round(score, 4), (off, *rest))
    return NameMatch(0.0)


def _by_birth_year(
    ranked: list[tuple[int, tuple[int, NameMatch]]], year: int
) -> list[tuple[int, tuple[int, NameMatch]]]:
    born = dict(
        Person.objects.filter(pk__in=[pk for pk, _ in ranked[:MOST_FORMS]], born__isnull=False)
        .order_by()
        .values_list("pk", "born")
    )
    weighed = []
    for person_id, (form_id, match) in ranked:
        date = born.get(person_id)
        first, last = date.bounds() if date is not None else (None, None)
        if date is not None and (first or last):
            fits = (first is None or first.year <= year) and (last is None or year <= last.year)
            score = match.score + (1 - match.score) / 2 if fits else match.score * 0.4
            how = EXACT if fits else DIFFERENT
            part = PartMatch(BIRTH_YEAR, str(year), str(date), how, 1.0 if fits else 0.4)
            match = NameMatch(round(score, 4), (*match.parts, part))
        weighed.append((person_id, (form_id, match)))
    return sorted(weighed, key=lambda item: (-item[1][1].score, item[0]))
