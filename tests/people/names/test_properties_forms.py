"""Properties of case forms: a form made from a name leads back to it, in every language.

The paradigms below are written out by hand, apart from the tables the program reads, so that a
wrong table does not confirm itself. The tables are checked as well: each of their cells must read
back to the name it was made from.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from people.names import NameFinder, known_person
from people.names.language.folding import soften
from people.names.language.inflection import nominatives
from people.names.language.tables import rows

STEADY: Final = settings(max_examples=25, deadline=None, derandomize=True)
FEW: Final = settings(max_examples=6, deadline=None, derandomize=True)
LINKED: Final = 0.9
_CYRILLIC: Final = frozenset({"ru", "uk", "be", "tt", "bg", "mk"})


@dataclass(frozen=True)
class Paradigm:
    """One kind of surname beside one given name: the name on record and its oblique cases."""

    language: str
    given: tuple[str, ...]
    surname: tuple[str, ...]  # endings; the first makes the name on record

    def __str__(self) -> str:
        return f"{self.language} {self.given[0]} -{self.surname[0]}"


def paradigm(language: str, given_forms: str, endings: str) -> Paradigm:
    """Forms in the order nominative, then any oblique cases; the same number on both sides."""
    given_words, surname_ends = given_forms.split(), endings.split()
    assert len(given_words) == len(surname_ends), (language, given_forms, endings)
    return Paradigm(language, tuple(given_words), tuple(surname_ends))


PARADIGMS: Final = [
    paradigm("ru", "Борис Бориса Борису Борисом Борисе", "ов ова ову овым ове"),
    paradigm("ru", "Игорь Игоря Игорю Игорем Игоре", "ев ева еву евым еве"),
    paradigm("ru", "Сергей Сергея Сергею Сергеем Сергее", "ин ина ину иным ине"),
    paradigm("ru", "Дмитрий Дмитрия Дмитрию Дмитрием Дмитрии", "ский ского скому ским ском"),
    paradigm("ru", "Пётр Петра Петру Петром Петре", "ук ука уку уком уке"),
    paradigm("ru", "Павел Павла Павлу Павлом Павле", "ян яна яну яном яне"),
    paradigm("ru", "Илья Ильи Илье Илью Ильёй", "енко енко енко енко енко"),
    paradigm("ru", "Лев Льва Льву Львом Льве", "ович овича овичу овичем овиче"),
    paradigm("ru", "Никита Никиты Никите Никиту Никитой", "ов ова ову ова овым"),
    paradigm("ru", "Ирина Ирины Ирине Ирину Ириной", "ова овой овой ову овой"),
    paradigm("ru", "Дарья Дарьи Дарье Дарью Дарьей", "ина иной иной ину иной"),
    paradigm("ru", "Мария Марии Марии Марию Марией", "ская ской ской скую ской"),
    paradigm("ru", "Ольга Ольги Ольге Ольгу Ольгой", "енко енко енко енко енко"),
    paradigm("ru", "Любовь Любови Любови Любовь Любовью", "ук ук ук ук ук"),
    paradigm("uk", "Тарас Тараса Тарасові Тарасом", "енко енка енкові енком"),
    paradigm("uk", "Богдан Богдана Богдану Богданом Богдані", "чук чука чуку чуком чуку"),
    paradigm("uk", "Сергій Сергія Сергієві Сергієм Сергію", "ський ського ському ським ському"),
    paradigm("uk", "Оксана Оксани Оксані Оксану Оксаною", "ська ської ській ську ською"),
    paradigm("uk", "Олена Олени Олені Олену Оленою", "енко енко енко енко енко"),
    paradigm("uk", "Дарія Дарії Дарії Дарію Дарією", "ова ової овій ову овою"),
    paradigm("be", "Алесь Алеся Алесю Алесем", "ук ука уку укам"),
    paradigm("be", "Алена Алены Алене Алену Аленай", "ская скай скай скую скай"),
    paradigm("pl", "Jan Jana Janowi Janem Janie", "ski skiego skiemu skim skim"),
    paradigm("pl", "Adam Adama Adamowi Adamem Adamie", "owicz owicza owiczowi owiczem owiczu"),
    paradigm("pl", "Marek Marka Markowi Markiem Marku", "cki ckiego ckiemu ckim ckim"),
    paradigm("pl", "Paweł Pawła Pawłowi Pawłem Pawle", "czyk czyka czykowi czykiem czyku"),
    paradigm("pl", "Anna Anny Annie Annę Anną", "ska skiej skiej ską ską"),
    paradigm("pl", "Maria Marii Marii Marię Marią", "owicz owicz owicz owicz owicz"),
    paradigm("cs", "Jan Jana Janovi Janem", "ák áka ákovi ákem"),
    paradigm("cs", "Jiří Jiřího Jiřímu Jiřím", "ský ského skému ským"),
    paradigm("cs", "Petr Petra Petrovi Petrem", "ík íka íkovi íkem"),
    paradigm("cs", "Jana Jany Janě Janu Janou", "ová ové ové ovou ovou"),
    paradigm("sk", "Peter Petra Petrovi Petrom", "ák áka ákovi ákom"),
    paradigm("sk", "Zuzana Zuzany Zuzane Zuzanu Zuzanou", "ová ovej ovej ovú ovou"),
    paradigm("sl", "Janez Janeza Janezu Janezom", "nik nika niku nikom"),
    paradigm("hr", "Ivan Ivana Ivanu Ivanom", "ić ića iću ićem"),
    paradigm("hr", "Marina Marine Marini Marinu Marinom", "ić ić ić ić ić"),
    paradigm("sr", "Иван Ивана Ивану Иваном", "ић ића ићу ићем"),
    paradigm("sr", "Ivan Ivana Ivanu Ivanom", "ić ića iću ićem"),
    paradigm("en", "Thomas Thomas", "field field's"),
    paradigm("en", "Helen Helen", "ton ton’s"),
    paradigm("de", "Karl Karl", "mann manns"),
    paradigm("nl", "Pieter Pieter", "stra stra's"),
    paradigm("sv", "Karin Karin", "lund lunds"),
    paradigm("no", "Kari Kari", "land lands"),
    paradigm("da", "Mette Mette", "gaard gaards"),
    paradigm("tr", "Mehmet Mehmet", "oğlu oğlu'nun"),
]  # fmt: skip

_SYLLABLES_CYRILLIC: Final = "ба ве го ду жа зо ка ло му ни по ра су та фе ша".split()
_SYLLABLES_LATIN: Final = "ba ve go du za lo ka mu ni po ra su ta fe".split()
_LAST: Final = {True: "бвдзлмнрт", False: "bdlmnrt"}


def stems(cyrillic: bool) -> st.SearchStrategy[str]:
    """The beginnings of made-up surnames: two or three syllables and a closing consonant."""
    syllables = _SYLLABLES_CYRILLIC if cyrillic else _SYLLABLES_LATIN
    beginnings = st.lists(st.sampled_from(syllables), min_size=2, max_size=3).map("".join)
    return st.tuples(beginnings, st.sampled_from(_LAST[cyrillic])).map("".join)


@pytest.mark.parametrize("kind", PARADIGMS, ids=str)
def test_every_case_form_is_found_in_full_and_then_by_the_surname_alone(kind: Paradigm) -> None:
    @FEW
    @given(stems(kind.given[0][0] > "Ѐ"))
    def found_again(stem: str) -> None:
        stem = stem.capitalize()
        name = f"{kind.given[0]} {stem}{kind.surname[0]}"
        finder = NameFinder([known_person(1, [name])])
        for given_name, ending in zip(kind.given, kind.surname, strict=True):
            full = f"{given_name} {stem}{ending}"
            spans = finder.find(f"2024: {full}, 2025.", kind.language)
            assert [span.persons for span in spans] == [(1,)], full
            assert spans[0].score >= LINKED, (full, spans[0].reasons)
            alone = finder.find(f"2024: {name}. 2025: «{stem}{ending}».", kind.language)
            assert [span.persons for span in alone] == [(1,), (1,)], f"{name} ... {stem}{ending}"

    found_again()


def cells() -> list[tuple[str, str, str]]:
    """(language, ending of the name, ending of the form) of every cell of the table of endings."""
    found = []
    for code, _gender, name, *forms in rows("inflections"):
        base = name.partition(":")[0]
        found += [
            (code, base, ending) for cell in forms for ending in cell.split("/") if ending != "-"
        ]
    return sorted(set(found))


@given(st.sampled_from(cells()), st.data())
@settings(max_examples=400, deadline=None, derandomize=True)
def test_every_cell_of_the_table_of_endings_reads_back_to_its_name(
    cell: tuple[str, str, str], data: st.DataObject
) -> None:
    language, base, ending = cell
    cyrillic = language in _CYRILLIC or any(letter >= "Ѐ" for letter in base + ending)
    stem = data.draw(stems(cyrillic))
    spoken = {"en-s": "de", "sl": "hr"}.get(language, language)
    name = soften(stem + base.removeprefix("C"))
    form = soften(stem + ending)
    # Козырева does not decline like "мама"; a form that is the name itself needs no table.
    assume(form != name and not name.endswith(("ова", "ева", "ёва")))
    assert name in {reading.word for reading in nominatives(form, spoken)}


@given(stems(True), st.sampled_from(["ов", "ев", "ин"]))
@STEADY
def test_a_mans_form_never_links_the_woman_of_that_family_name(stem: str, ending: str) -> None:
    surname = stem.capitalize() + ending
    finder = NameFinder([known_person(1, [f"Дарья {surname}а"])])
    for text in (f"Дарья {surname} пришла.", f"С Дарьей {surname}ым говорили."):
        assert all(span.score < LINKED for span in finder.find(text, "ru")), text


@given(stems(True), st.sampled_from(["ов", "ев", "ин", "ский", "енко"]))
@STEADY
def test_a_relative_is_never_linked_in_any_case(stem: str, ending: str) -> None:
    surname = stem.capitalize() + ending
    finder = NameFinder([known_person(1, [f"Борис {surname}"])])
    for given_name in ("Игорь", "Игоря", "Игорю", "Мария", "Марии", "Кузьма"):
        for word in (surname, f"{surname}а", f"{surname}у"):
            spans = finder.find(f"{given_name} {word} ушёл.", "ru")
            assert all(span.score < LINKED for span in spans), (given_name, word)
