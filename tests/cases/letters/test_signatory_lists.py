"""A pasted list becomes signatories with notes, and nobody is lost unseen."""

from cases.letters.signatory_lists import read_signatories


def test_numbers_bullets_marks_and_descriptions_are_told_from_names() -> None:
    pasted = """Подписали:
    1. Алексей Горинов, бывший муниципальный депутат
    2) Дарья Козырева* — активистка (Санкт-Петербург)
    • Кагарлицкий Борис (признан иноагентом), социолог
    """
    read = read_signatories(pasted)

    assert [(s.name, s.description) for s in read.signatories] == [
        ("Алексей Горинов", "бывший муниципальный депутат"),
        ("Дарья Козырева", "активистка, Санкт-Петербург"),
        ("Кагарлицкий Борис", "социолог"),
    ]
    assert [s.parts.surname for s in read.signatories] == ["Горинов", "Козырева", "Кагарлицкий"]
    assert "a forced mark was left out" in read.signatories[1].notes
    assert read.unread == ()


def test_names_in_a_row_are_taken_apart_and_a_turned_name_is_not() -> None:
    read = read_signatories(
        "Владимир Домнин, Дмитрий Пчелинцев и Илья Шакурский\nШестун, Александр Вячеславович"
    )
    assert [s.parts.surname for s in read.signatories] == [
        "Домнин",
        "Пчелинцев",
        "Шакурский",
        "Шестун",
    ]
    assert read.signatories[3].parts.patronymic == "Вячеславович"


def test_a_name_that_stands_twice_is_kept_once_with_a_note() -> None:
    read = read_signatories("Alexei Gorinov\nDarya Kozyreva\nAlexei Gorinov")
    assert [s.name for s in read.signatories] == ["Alexei Gorinov", "Darya Kozyreva"]
    assert read.signatories[0].notes == ("stands again on line 3",)


def test_doubts_are_noted_and_lines_without_a_name_handed_back() -> None:
    read = read_signatories("А. Горинов\nстр. 2\nАлексей")
    assert [s.notes for s in read.signatories] == [("initials only",), ("only one name",)]
    assert read.unread == ((2, "стр. 2"),)
