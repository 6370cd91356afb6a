"""Courts and prisons on record are found in any form, and where several fit nothing is guessed."""

import pytest

from cases.institutions.finding import InstitutionFinder
from cases.institutions.naming import KnownInstitution

MESHCHANSKY, MOSCOW_CITY, SUPREME, TVERSKOY, TVER, WESTERN, CENTRAL = range(1, 8)
POKROV, TORZHOK, VYAZNIKI, SIZO, ARSENALKA, LENINSKY = range(8, 14)
KNOWN = [
    KnownInstitution(
        MESHCHANSKY,
        "court",
        ("Мещанский районный суд Москвы", "Meshchansky District Court of Moscow"),
        ("Москва", "Moscow"),
    ),
    KnownInstitution(
        MOSCOW_CITY, "court", ("Московский городской суд", "Moscow City Court"), ("Москва",)
    ),
    KnownInstitution(SUPREME, "court", ("Верховный суд РФ", "Supreme Court of Russia")),
    KnownInstitution(TVERSKOY, "court", ("Тверской районный суд Москвы",), ("Москва",)),
    KnownInstitution(TVER, "court", ("Тверской областной суд",), ("Тверь",)),
    KnownInstitution(WESTERN, "court", ("2-й Западный окружной военный суд",)),
    KnownInstitution(CENTRAL, "court", ("Центральный районный суд",), ("Челябинск",)),
    KnownInstitution(POKROV, "colony", ("ИК-2",), ("Покров", "Владимирская область", "Vladimir")),
    KnownInstitution(TORZHOK, "colony", ("ИК-4",), ("Торжок",)),
    KnownInstitution(VYAZNIKI, "colony", ("ИК-4",), ("Вязники",)),
    KnownInstitution(SIZO, "remand_prison", ("СИЗО-1", "Remand prison SIZO-1"), ("Тверь",)),
    KnownInstitution(ARSENALKA, "remand_prison", ("СИЗО («Арсеналка»)",)),
]
FINDER = InstitutionFinder(KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("в Мещанском районном суде Москвы", MESHCHANSKY),
        ("решение Мещанского суда", MESHCHANSKY),
        ("Moscow's Meshchansky District Court", MESHCHANSKY),
        ("the Meshchanskiy Court", MESHCHANSKY),
        ("Мосгорсуд отклонил жалобу", MOSCOW_CITY),
        ("в Московском городском суде", MOSCOW_CITY),
        ("Верховным судом РФ", SUPREME),
        ("the Supreme Court of Russia", SUPREME),
        ("Тверской суд Москвы", TVERSKOY),
        ("Тверского областного суда", TVER),
        ("во 2-м Западном окружном военном суде", WESTERN),
        ("Центральный районный суд Челябинска", CENTRAL),
        ("в ИК-2 в Покрове", POKROV),
        ("колонии № 2 во Владимирской области", POKROV),
        ("penal colony No. 2 in the Vladimir region", POKROV),
        ("исправительная колония №4 в Вязниках", VYAZNIKI),
        ("в тверском следственном изоляторе № 1, Тверь", SIZO),
        ("её держат в «Арсеналке»", ARSENALKA),
    ],
)
def test_one_institution_is_found_in_any_form(text: str, expected: int) -> None:
    (span,) = FINDER.find(text)
    assert span.institutions == (expected,)
    assert span.how in ("name", "short", "place")
    assert text[span.start : span.end] == span.surface


@pytest.mark.parametrize(
    ("text", "expected", "how"),
    [
        ("Его перевели в ИК-4.", (TORZHOK, VYAZNIKI), "number"),
        ("из ИК-4 в Соликамске, сам он из Торжка", (TORZHOK, VYAZNIKI), "number"),
        ("«Арсеналка: история района»", (ARSENALKA,), "widespread"),
        ("Тверской суд решил", (TVERSKOY, TVER), "number"),
        ("отправлен в ИК-2", (POKROV,), "number"),
        ("Центральный суд арестовал его", (CENTRAL,), "widespread"),
        ("the U.S. Supreme Court", (SUPREME,), "unnamed"),
    ],
)
def test_what_could_be_another_is_said_to_be_so(
    text: str, expected: tuple[int, ...], how: str
) -> None:
    (span,) = FINDER.find(text)
    assert (span.institutions, span.how) == (expected, how)


@pytest.mark.parametrize(
    "text",
    [
        "Верховный суд Татарстана",
        "Басманный суд Москвы",
        "подсудимый и рассудок",
        "Мещанский район",
        "ИК-99",
        "колония поселенцев",
        "Ленинский районный суд",
        "суд " * 50,
    ],
)
def test_what_is_not_on_record_is_not_found(text: str) -> None:
    assert FINDER.find(text) == []


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("be", "Мяшчанскі раённы суд Масквы", MESHCHANSKY),
        ("bg", "в Мещанския районен съд в Москва", MESHCHANSKY),
        ("de", "das Meschtschanski-Bezirksgericht in Moskau", MESHCHANSKY),
        ("fr", "le tribunal Mechtchanski de Moscou", MESHCHANSKY),
        ("pl", "Mieszczański Sąd Rejonowy w Moskwie", MESHCHANSKY),
        ("cs", "u Meščanského obvodního soudu", MESHCHANSKY),
        ("lt", "Maskvos Meščianskio rajono teismas", MESHCHANSKY),
        ("de", "das Moskauer Stadtgericht", MOSCOW_CITY),
        ("it", "il tribunale cittadino di Mosca", MOSCOW_CITY),
        ("es", "el Tribunal de la Ciudad de Moscú", MOSCOW_CITY),
        ("lv", "Maskavas pilsētas tiesa", MOSCOW_CITY),
        ("en", "Russia's Supreme Court", SUPREME),
        ("pl", "Sąd Najwyższy Rosji", SUPREME),
        ("lt", "Rusijos Aukščiausiasis Teismas", SUPREME),
        ("en", "the Second Western District Military Court", WESTERN),
        ("ru", "Второй Западный окружной военный суд", WESTERN),
        ("pl", "w kolonii karnej nr 2 w Pokrowie", POKROV),
        ("es", "la colonia penal número 2 de Pokrov", POKROV),
        ("uk", "у слідчому ізоляторі «Арсеналка»", ARSENALKA),
    ],
)
def test_courts_and_prisons_are_found_in_the_words_of_other_languages(
    language: str, text: str, expected: int
) -> None:
    (span,) = FINDER.find(text, language)
    assert span.institutions == (expected,)
    assert span.how in ("name", "short", "place")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Moscow court sentenced him", MOSCOW_CITY),
        ("Судья Центрального районного суда", CENTRAL),
        ("выставка на Арсеналке", ARSENALKA),
    ],
)
def test_what_may_be_another_court_of_the_town_or_a_district_is_asked_about(
    text: str, expected: int
) -> None:
    (span,) = FINDER.find(text)
    assert (span.institutions, span.how) == ((expected,), "widespread")


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("pl", "Sąd Rejonowy w Gdańsku"),
        ("fr", "la Cour suprême des États-Unis"),
        ("it", "la Corte suprema di Cassazione"),
        ("ru", "Южнокорейский суд"),
        ("ru", "Центральный районный суд Саранска. Судья приехал из Челябинска"),
        ("de", "Nachgericht in Moskau"),
        ("en", "parties to the course"),
    ],
)
def test_courts_of_other_countries_are_not_taken_for_ours(language: str, text: str) -> None:
    assert FINDER.find(text, language) == []


def test_without_institutions_on_record_nothing_is_found() -> None:
    assert InstitutionFinder([]).find("Мещанский суд, ИК-2") == []


def test_a_text_of_nothing_but_courts_is_read_to_its_end() -> None:
    assert len(FINDER.find("Мещанский суд. " * 2_000)) == 2_000
