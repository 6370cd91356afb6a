"""Who is this? answers as if everybody on record had been compared one by one, with the same order."""

from dataclasses import dataclass
from typing import Any

import pytest

from people.models import NameForm, NameKind, Person
from people.names import NameMatch, NameParts, name_keys, parse_name
from people.names.language.oblique import names_in_the_nominative
from people.names.near_keys import near_keys
from people.names.parts import recorded_parts
from people.selectors.by_name import OPEN_KINDS, who_is_this
from people.selectors.name_asked import Reading, in_another_case
from people.services.name_forms import rebuild_name_keys
from tests.factories import make_person
from tests.factories.people import make_name_form

pytestmark = pytest.mark.django_db

_PEOPLE = (
    "Антон Петрович Козырев|Anton Kozyrev|1961-07-26",
    "Алексей Павлович Козырев|Alexei Kozyrev|1961",
    "Анна Петровна Козырева|Anna Kozyreva|1990-12-31",
    "Алина Козырева|Alina Kozyreva|XXXX",
    "Борис Козырев|Boris Kozyrev|../1950",
    "Козырев Борис Борисович|Boris Kozyrev|1990/..",
    "Антон Кадырев|Anton Kadyrev|1961~",
    "Козырев Антон Павлович младший|Anton Kozyrev Jr|1990",
    "А. П. Козырев|A. P. Kozyrev|",
    "Козырев|Kozyrev|1961",
    "Павел Козыреф|Pavel Kosyreff|",
    "Пётр Лозырев|Pyotr Lozyrev|1961",
    "Анна Позырева|Anna Pozyreva|",
    "Рустам Мамед оглы Козырев|Rustam Mamed oglu Kozyrev|",
    "Алиса фон Козырев|Alisa von Kozyrev|1989-12-31",
    "Козырев-Лисин Андрей|Andrei Kozyrev-Lisin|1961",
    "Козырь Андрей|Andrei Kozyr|",
    "Андрей Торинов|Andrei Torinov|",
    "Андрей Горинов|Andrei Gorinov|1961-07-26",
    "Алексей Горинов|Alexei Gorinov|1961-07-26",
    "Олексій Козирев|Oleksii Lysenko|",
    "Олекса Козирев|Oleksa Lysenko|",
    "Олексій Олександрович Козирев|Ivan Lysenko|1990",
)
_QUESTIONS = (
    "Козырев", "Козырева", "Kozyrev", "Козырев А. П.", "А. Козырев", "A. Kozyreva", "Козырев Б.",
    "Козыреву", "Козырев мл.", "Kozyrev Jr", "Козырев А. А.", "Кузырев", "Козырен", "Бозырев А.",
    "Антон Козырев", "Anton Kozyrev", "Козырев Антон Павлович", "Антоном Козыревым", "Антон Козырен",
    "Тоня Козырева", "Anna Kozyrev", "Горинов", "Горинов А.", "Алексей Торинов", "Андрей Гориков",
    "Козирев", "Козирев О.", "Козырев О. А.", "Козирів",
    "Рустам Козырев", "фон Козырев", "Козырев Мамед оглы", "Никто Несуществующий", "Андрей",
)  # fmt: skip


@dataclass(frozen=True)
class _Fit:
    match: NameMatch
    form: NameForm


@pytest.fixture
def everybody() -> list[Person]:
    people = []
    for number, row in enumerate(_PEOPLE):
        russian, english, born = row.split("|")
        state = "draft" if number % 7 == 6 else "published"
        person = make_person(english, russian, state=state, born=born or None)
        if number % 3 == 0:
            make_name_form(person, english, language="de", kind=NameKind.TRANSLITERATION)
        if number % 5 == 0:
            # As imports bring them: parts told apart by hand, and a text that holds something else.
            make_name_form(person, f"{english}s (ps.)", kind=NameKind.FORMER)
            make_name_form(person, russian.split()[0], language="ru", given="", surname="Козырев")
        if number % 4 == 1:
            make_name_form(person, "Антон Козырев", language="ru", kind=NameKind.NEVER_MATCH)
        people.append(person)
    rebuild_name_keys()
    return people


@pytest.mark.parametrize("question", _QUESTIONS)
@pytest.mark.parametrize("limit, year", [(50, None), (3, None), (50, 1961), (4, 1990)])
def test_the_answer_is_that_of_comparing_everybody(
    everybody: list[Person], question: str, limit: int, year: int | None
) -> None:
    for people, kinds in ((Person.objects.not_merged(), None), (_seen_by_strangers(), OPEN_KINDS)):
        answer = who_is_this(question, limit=limit, birth_year=year, people=people, kinds=kinds)
        expected = _everybody_compared(
            question, list(people), kinds, year, limit if year is None else None
        )
        found = [(one.person, one.form, one.match.score) for one in answer.found]
        assert found == [(fit.form.person, fit.form, score) for fit, score in expected[:limit]]
        assert answer.more == (len(expected) > limit)
        for one, (fit, _score) in zip(answer.found, expected, strict=False):
            assert one.match.parts[: len(fit.match.parts)] == fit.match.parts


def _seen_by_strangers() -> Any:
    return Person.objects.visible_to(None).not_merged()


def _everybody_compared(
    question: str, people: list[Person], kinds: Any, year: int | None, limit: int
) -> list[tuple[_Fit, float]]:
    """Every form that shares a key, by every reading; misspelt names where the others are not enough.

    For a name with a given name the keys are those of both words: who is on record by a surname alone
    is not offered for each of its bearers.
    """
    asked = parse_name(question)
    forms = list(NameForm.objects.live().filter(person__in=people).order_by("pk"))
    forms = [form for form in forms if form.kind in (kinds or set(NameKind) - {"never_match"})]
    others = names_in_the_nominative(question)
    best: dict[int, _Fit] = {}
    readings = [Reading(asked), *(in_another_case(asked, parts) for parts in others)]
    kind = "p:" if asked.given else "s:"
    keys = {k for one in readings for k in name_keys(one.parts) if k.startswith(kind)}
    near = [form for form in forms if keys & set(form.keys)]
    for reading in readings:
        _keep_better(best, reading, near)
    scores = [fit.match.score for fit in best.values()]
    top = max(scores, default=0.0)
    # Misspelt names come behind more than are asked for: whether they were looked for is not seen.
    many = year is None and sum(score > 0.7 * top for score in scores) > limit
    if top < 0.75 and not many:
        keys |= near_keys(asked)
        near = [form for form in forms if keys & set(form.keys)]
        _keep_better(best, Reading(asked, misspelt=True), near)
    weighed = [(fit, _weighed(fit, year)) for fit in best.values()]
    return sorted(weighed, key=lambda one: (-one[1], one[0].form.person_id))


def _keep_better(best: dict[int, _Fit], reading: Reading, forms: list[NameForm]) -> None:
    for form in forms:
        match = reading.judge(_parts(form))
        known = best.get(form.person_id)
        if match.score and (known is None or match.score > known.match.score):
            best[form.person_id] = _Fit(match, form)


def _parts(form: NameForm) -> NameParts:
    return recorded_parts(
        form.text,
        form.language,
        given=form.given,
        patronymic=form.patronymic,
        surname=form.surname,
    )


def _weighed(fit: _Fit, year: int | None) -> float:
    first, last = fit.form.person.born.bounds() if fit.form.person.born else (None, None)
    if year is None or not (first or last):
        return fit.match.score
    then = (first is None or first.year <= year) and (last is None or year <= last.year)
    score = fit.match.score
    return round(score + (1 - score) / 2 if then else score * 0.4, 4)
