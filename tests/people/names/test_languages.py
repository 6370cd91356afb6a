"""The language of a text by its words, and what it is good for: names in cases are found."""

import pytest

from people.names import NameFinder, known_person
from people.names.language.languages import language_of

TEXTS = {
    "ru": "Суд оставил его под стражей, так как он, по словам следователя, может скрыться от суда.",
    "uk": "Суд залишив його під вартою, бо він, за словами слідчого, може втекти, якщо вийде.",
    "be": "Суд пакінуў яго пад вартай, бо ён, як кажа следчы, можа ўцячы, калі выйдзе на волю.",
    "bg": "Съдът го остави в ареста, защото според следователя той може да се укрие, ако бъде пуснат.",
    "pl": "Sąd pozostawił go w areszcie, ponieważ zdaniem śledczych może on uciec, jeśli wyjdzie.",
    "cs": "Soud ho ponechal ve vazbě, protože podle vyšetřovatele může uprchnout, když ho propustí.",
    "sl": "Sodišče ga je pustilo v priporu, ker bi po mnenju preiskovalca lahko pobegnil, če bi bil zunaj.",
    "en": "The court left him in custody, since he might flee from the trial if he were released.",
    "de": "Das Gericht ließ ihn in Haft, weil er nach Ansicht der Ermittler fliehen könnte.",
    "fr": "Le tribunal l'a laissé en prison, car il pourrait fuir s'il était libéré avant le procès.",
    "lt": "Teismas jį paliko suimtą, nes tyrėjas sako, kad jis gali pabėgti, jei bus paleistas iš ten.",
}


@pytest.mark.parametrize("language", TEXTS)
def test_two_lines_of_prose_tell_their_language(language: str) -> None:
    assert language_of(TEXTS[language] * 2) == language


@pytest.mark.parametrize("told", ["", "xx", "zz-ZZ"])
def test_a_name_alone_tells_nothing_and_what_was_told_stays(told: str) -> None:
    assert language_of("Aleksej Gorinov", told) == told


def test_the_language_told_is_believed_when_a_text_quotes_another() -> None:
    text = "Он сказал: «The court left him in custody and that was it», и это все, что он сказал."
    assert language_of(text, "ru") == "ru"


def test_a_text_that_is_plainly_in_another_language_than_told_is_read_by_its_own() -> None:
    assert language_of(TEXTS["pl"] * 5, "ru") == "pl"


@pytest.mark.parametrize("text", ["", " ", "\ud800", "1234 !?", "a" * 100_000])
def test_what_is_no_prose_has_no_language(text: str) -> None:
    assert language_of(text) == ""


@pytest.mark.parametrize("told", ["", "cs", "cs-CZ", "ru"])
def test_a_czech_case_form_is_found_whatever_was_told(told: str) -> None:
    finder = NameFinder([known_person(1, ["Petr Dvořáček"])])
    text = TEXTS["cs"] * 4 + " Advokát navštívil Petra Dvořáčka."
    (span,) = finder.find(text, told)
    assert span.surface == "Petra Dvořáčka"
    assert span.score >= 0.9
