"""The language of a text by its letters and words, and how far a claim is believed."""

import pytest

from cases.articles.extraction.language import language_of

TEXTS = {
    "ru": "Суд продлил арест обвиняемой до января, сообщила её защита. Это было в закрытом режиме.",
    "uk": "Суд продовжив арешт обвинуваченої до січня, повідомив її захист. Це було в її справі.",
    "be": "Суд працягнуў арышт абвінавачанай да студзеня, паведаміў яе абаронца. Гэта было ў справе.",
    "en": "The court extended the arrest of the librarian until January, her lawyer said on Tuesday.",
    "de": "Das Gericht hat die Haft der Bibliothekarin bis Januar verlängert, und das ist nicht neu.",
    "fr": "Le tribunal a prolongé la détention de la bibliothécaire et une audience est dans un mois.",
    "pl": "Sąd przedłużył areszt bibliotekarki do stycznia i nie jest to nowe, że w roku się odbył.",
    "ka": "სასამართლომ პატიმრობა გაუგრძელა",
    "hy": "Դատարանը երկարացրեց կալանքը",
    "el": "Το δικαστήριο παρέτεινε την κράτηση",
}


@pytest.mark.parametrize(("language", "text"), TEXTS.items(), ids=TEXTS)
def test_a_text_names_its_own_language(language: str, text: str) -> None:
    assert language_of(text) == language
    assert language_of(text, claimed=f"{language}-XX") == language


def test_a_claim_that_the_letters_contradict_is_not_believed() -> None:
    assert language_of(TEXTS["ru"], claimed="en") == "ru"
    assert language_of(TEXTS["en"], claimed="ru") == "en"
    assert language_of(TEXTS["uk"], claimed="ru") == "uk"


def test_a_claim_stands_where_the_text_is_too_short_to_tell() -> None:
    assert language_of("Верескова", claimed="uk") == "uk"
    assert language_of("Vereskova", claimed="sv") == "sv"
    assert language_of("Vereskova") == ""
    assert language_of("12.11.2026", claimed="ru_RU") == "ru"
    assert language_of("") == ""
