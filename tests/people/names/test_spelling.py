"""A Latin spelling of any origin and what another alphabet, or another country, hears in it."""

import pytest

from people.names import NameFinder, known_person
from people.names.language.inflection import nominatives
from people.names.language.reading import record_sounds
from people.names.language.spelling import (
    FARTHEST,
    free_keys,
    heard,
    is_freely_read,
    walk_price,
)


def linked(names: list[str], text: str, language: str) -> bool:
    """Whether the one person on record is named in full, without anything against it."""
    spans = NameFinder([known_person(1, names)]).find(text, language)
    return any(span.kind == "full" and span.score >= 0.9 for span in spans)


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("Hilary Wakefield", "bg", "Каза Хилари Уейкфийлд."),
        ("Graham Thornbury", "uk", "Сказав Грем Торнбері."),
        ("Joyce Whitcombe", "ru", "Об этом сказала Джойс Уиткомб."),
        ("Jürgen Schönfeld", "ru", "Написал Юргену Шёнфельду."),
        ("Étienne Beaumont", "ru", "По словам Этьена Бомона, суд закрыт."),
        ("Giuseppe Bianchini", "bg", "Каза Джузепе Бианкини."),
        ("Rodrigo Quintero", "uk", "Написали Родріго Кінтеро."),
        ("Zhang Wenhao", "ru", "Задержан Чжан Вэньхао."),
        ("Roger Johnston", "sr", "Писали су Роџеру Џонстону."),
        ("Roger Johnston", "lv", "Rodžers Džonstons ieradās."),
    ],
)
def test_a_western_name_is_found_where_it_is_written_as_it_sounds(
    name: str, language: str, text: str
) -> None:
    assert linked([name], text, language)


@pytest.mark.parametrize("apostrophe", "'’‘ʼ´`")
def test_an_irish_name_is_heard_whatever_the_apostrophe_is(apostrophe: str) -> None:
    assert linked(["Майкл О'Лири"], f"řekl Michael O{apostrophe}Leary v pátek", "cs")
    assert linked([f"Майкл О{apostrophe}Лири"], "řekl Michael O'Leary v pátek", "cs")


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("Роджер Джонстон", "pl", "Napisali do Rogera Johnstona."),
        ("Юрген Шёнфельд", "de", "Das sagte Jürgen Schönfeld."),
        ("Этьен Бомон", "fr", "Selon Étienne Beaumont, le procès est fini."),
        ("Дэвид Лэнгдон", "bg", "Каза Дейвид Лангдън."),
    ],
)
def test_a_record_in_cyrillic_alone_finds_the_spelling_of_the_country(
    name: str, language: str, text: str
) -> None:
    assert linked([name], text, language)


@pytest.mark.parametrize(
    ("name", "language", "text"),
    [
        ("Grigory Sergeev", "ru", "Приехал Григорий Сергиев."),
        ("Denise Martel", "ru", "Приехал Денис Мартель."),
        ("Roger Johnston", "bg", "Каза Роджър Джонсън."),
        ("Paul Hill", "sl", "A Paul je rekel."),
        ("Anna Kozyreva", "ru", "Приехала Анна Козарева."),
    ],
)
def test_what_sounds_otherwise_is_another_name(name: str, language: str, text: str) -> None:
    assert not linked([name], text, language)


def test_a_slavic_name_is_transliterated_and_never_read_by_ear() -> None:
    assert not is_freely_read("sergeev")
    assert not is_freely_read("kowalski")
    assert free_keys("kozyreva") == ()
    assert is_freely_read("seagrave")


def test_further_keys_of_a_spelling_are_no_readings_of_it() -> None:
    readings = [sounds for sounds, _ in record_sounds("wright")]
    assert walk_price("wright", heard("райт", "ru")) <= FARTHEST
    assert readings[0] == "vrigt"
    assert all(reading.endswith("jjj") for reading in readings[-1:])


@pytest.mark.parametrize(
    ("language", "form", "name"),
    [
        ("sr", "горинову", "горинов"),
        ("sr", "козиреве", "козирева"),
        ("fi", "gorinovista", "gorinov"),
        ("fi", "virtasen", "virtanen"),
        ("et", "gorinoviga", "gorinov"),
        ("hu", "kovácsnak", "kovács"),
        ("hu", "gorinovval", "gorinov"),
        ("tt", "гориновның", "горинов"),
        ("lt", "grinius", "grinius"),
        ("sk", "georgea", "george"),
    ],
)
def test_endings_of_further_languages_lead_back_to_the_name(
    language: str, form: str, name: str
) -> None:
    assert name in {found.word for found in nominatives(form, language)}


def test_in_finnish_only_the_last_word_of_a_name_is_declined() -> None:
    assert linked(["Алексей Горинов"], "Aleksei Gorinoville annettiin tuomio.", "fi")


def test_either_half_of_a_double_given_name_may_be_declined() -> None:
    assert linked(["Jean Claude Renard"], "Spotkał się z Jean-Claude'em Renardem.", "pl")
    assert linked(["Jean Claude Renard"], "Srečal se je z Jean-Claudom Renardom.", "sl")


def test_a_given_name_in_the_vocative_of_another_is_no_doubt() -> None:
    assert linked(["Antonio Bellini"], "Antonio Bellini przyjechał.", "pl")


def test_both_halves_of_a_double_given_name_are_heard_in_another_alphabet() -> None:
    assert linked(["Жан-Клод Ренар"], "Spotkał się z Jean-Claude'em Renardem.", "pl")
    assert not linked(["Жан-Клод Ренар"], "Selon Jean-Paul Renard, non.", "fr")


@pytest.mark.parametrize("record", ["Гувер Джон Эдгар", "Гувер Джон"])
def test_a_consonant_at_the_end_is_heard(record: str) -> None:
    assert not linked([record], "Former prime minister John Howard spoke.", "en")
    assert linked([record], "The director, John Hoover, spoke.", "en")
    assert linked(["Эдмунд Уинсорт"], "The director, Edmund Windsorth, spoke.", "en")
