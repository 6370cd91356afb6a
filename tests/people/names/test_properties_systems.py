"""A name written by any transliteration system leads back to its Cyrillic record."""

from __future__ import annotations

from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from people.names import KnownName, KnownPerson, NameFinder, known_person
from tests.people.names.spelling_systems import SYSTEMS, language_of, written

FEW: Final = settings(max_examples=15, deadline=None, derandomize=True)
LINKED: Final = 0.9
# It writes "ц" as a bare "c", and nothing else in such a word may show that it is no English one.
READ_OTHERWISE: Final = frozenset({"ISO 9"})

_SYLLABLES: Final = "ба ве жи го ду за ко ло му ни пе ра су та фе ша чу щи хо лю мя рё цу".split()
_ENDINGS: Final = {
    "Борис": "ов ин ский енко ук ев ян".split(),
    "Юрий": "ов ин енко ич ский".split(),
    "Евгений": "ев ин ов ук".split(),
    "Михаил": "ов ский ян енко".split(),
    "Пётр": "ов ев ин ук".split(),
    "Яков": "ин ский енко".split(),
    "Мария": "ова ская ина енко".split(),
    "Ольга": "ова ская енко ук".split(),
    "Наталья": "ова ина енко".split(),
    "Юлия": "ова ская ина".split(),
}


@st.composite
def russian_names(draw: st.DrawFn) -> str:
    """A given name and a made-up surname with the letters that systems write differently."""
    given_name = draw(st.sampled_from(sorted(_ENDINGS)))
    syllables = draw(st.lists(st.sampled_from(_SYLLABLES), min_size=2, max_size=3))
    stem = "".join(syllables) + draw(st.sampled_from("бдлмнрт"))
    return f"{given_name} {stem.capitalize()}{draw(st.sampled_from(_ENDINGS[given_name]))}"


def linked(people: list[KnownPerson], text: str, language: str) -> set[int | str]:
    return {
        person
        for span in NameFinder(people).find(text, language)
        for person in span.persons
        if span.score >= LINKED
    }


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_name_written_by_a_system_is_linked_to_the_cyrillic_record(system: str) -> None:
    @FEW
    @given(russian_names())
    def found_again(name: str) -> None:
        assume("ц" not in name or system not in READ_OTHERWISE)
        text = f"2024: {written(name, system)}, 2025."
        assert linked([known_person(1, [name])], text, language_of(system)) == {1}, (name, text)

    found_again()


@pytest.mark.parametrize("system", sorted(SYSTEMS.keys() - READ_OTHERWISE))
def test_the_letter_ц_is_read_in_every_system_that_writes_it_unlike_a_bare_c(system: str) -> None:
    for name in ("Игорь Молодцов", "Юрий Цаплин", "Борис Куницын", "Мария Немцова"):
        text = f"2024: {written(name, system)}, 2025."
        assert linked([known_person(1, [name])], text, language_of(system)) == {1}, (name, text)


@pytest.mark.parametrize("system", SYSTEMS)
def test_a_cyrillic_text_finds_the_record_that_holds_only_a_systems_spelling(system: str) -> None:
    for name in ("Михаил Журавченко", "Юлия Шахова", "Борис Пчельников", "Евгений Щепкин"):
        spelling = KnownName(written(name, system), language=language_of(system))
        spans = NameFinder([KnownPerson(1, (spelling,))]).find(f"2024: {name}, 2025.", "ru")
        assert {person for span in spans for person in span.persons} == {1}, (system, name)


@FEW
@given(russian_names(), russian_names(), st.sampled_from(sorted(SYSTEMS)))
def test_a_spelling_links_nobody_of_another_name(name: str, other: str, system: str) -> None:
    people = [known_person(name, [name]), known_person(other, [other])]
    text = f"2024: {written(name, system)}, 2025."
    assert linked(people, text, language_of(system)) <= {name}
