"""A court or an article beside a name says who is meant only where its bearer is the accused."""

import pytest

from cases.linking.accused import clause_around, is_accused
from cases.linking.parts_in_case import part_at


def at(text: str, name: str) -> tuple[int, int]:
    start = text.index(name)
    return start, start + len(name)


@pytest.mark.parametrize(
    ("text", "name", "declined"),
    [
        ("Ивана Зарецкого осудили по ст. 275 УК", "Ивана Зарецкого", True),
        ("Ивану Зарецкому предъявили обвинение", "Ивану Зарецкому", True),
        ("Суд арестовал обвиняемого Ивана Зарецкого", "Ивана Зарецкого", True),
        ("Иван Зарецкий осуждён по ст. 275 УК", "Иван Зарецкий", False),
        ("Иван Зарецкий, 64 года, отбывает срок", "Иван Зарецкий", False),
        ("осуждённый Иван Зарецкий написал", "Иван Зарецкий", False),
        ("Ivan Zaretsky was sentenced to six years", "Ivan Zaretsky", False),
        ("the arrest of Ivan Zaretsky", "Ivan Zaretsky", False),
        ("Iwan Sarezki wurde nach Artikel 207.3 verurteilt", "Iwan Sarezki", False),
        ("Ivan Zaretski a été condamné", "Ivan Zaretski", False),
        ("Iwana Zarieckiego skazano z art. 275", "Iwana Zarieckiego", False),
        ("Ивана Зарецкого, которого держат в СИЗО", "Ивана Зарецкого", True),
    ],
)
def test_somebody_is_accused(text: str, name: str, declined: bool) -> None:
    assert is_accused(text, *at(text, name), declined=declined)


@pytest.mark.parametrize(
    ("text", "name", "declined"),
    [
        ("Иван Зарецкий осудил учителя по ст. 275 УК", "Иван Зарецкий", False),
        ("Ivan Zaretsky convicted the blogger", "Ivan Zaretsky", False),
        ("Ivan Zaretsky said that she was convicted", "Ivan Zaretsky", False),
        ("Адвокат Ивана Зарецкого осуждён по ст. 275 УК", "Ивана Зарецкого", True),
        ("Брата Ивана Зарецкого осудили", "Ивана Зарецкого", True),
        ("Ивану Зарецкому написал физик, осуждённый по ст. 275 УК", "Ивану Зарецкому", True),
        ("Мать осуждённого, Мария Ветрова, не верит", "Мария Ветрова", False),
        ("Книгу Ивана Зарецкого читают, а издателя осудили", "Ивана Зарецкого", True),
        ("", "", False),
    ],
)
def test_somebody_else_is_accused(text: str, name: str, declined: bool) -> None:
    assert not is_accused(text, *at(text, name), declined=declined)


def test_a_clause_goes_over_abbreviations_and_ends_at_the_next_sentence() -> None:
    text = "Вчера шёл дождь. Ивана Зарецкого осудили по ч. 2 ст. 207.3 УК РФ. Врача судят."
    first, last = clause_around(text, *at(text, "Ивана Зарецкого"))
    assert text[first:last].strip() == "Ивана Зарецкого осудили по ч. 2 ст. 207.3 УК РФ"


@pytest.mark.parametrize("sign", [". ", ", а ", "ч. ", "осу", "(", "Ы"])
def test_a_text_of_nothing_but_signs_is_read_to_its_end(sign: str) -> None:
    text = sign * 40_000 + "Иван Зарецкий" + sign * 40_000
    assert not is_accused(text, *at(text, "Иван Зарецкий"), declined=False)


@pytest.mark.parametrize(
    ("text", "name", "declined", "office"),
    [
        ("Судья Мещанского районного суда Мария Ветрова", "Мария Ветрова", False, True),
        ("решение судьи Марии Ветровой", "Марии Ветровой", True, True),
        ("Следователь Мария Ветрова", "Мария Ветрова", False, True),
        ("Judge Maria Vetrova", "Maria Vetrova", False, True),
        ("Maria Vetrova, the prosecutor,", "Maria Vetrova", False, True),
        ("His lawyer, Maria Vetrova,", "Maria Vetrova", False, False),
        ("Свидетель Мария Ветрова", "Мария Ветрова", False, False),
    ],
)
def test_the_part_of_somebody_else_is_seen_at_the_name(
    text: str, name: str, declined: bool, office: bool
) -> None:
    part = part_at(text, *at(text, name), "", declined=declined)
    assert part is not None
    assert part.office is office


@pytest.mark.parametrize(
    ("text", "name", "declined", "occupations"),
    [
        ("Адвокат Марии Ветровой", "Марии Ветровой", True, ""),
        ("Судья приговорил Марию Ветрову", "Марию Ветрову", True, ""),
        ("бывший судья Мария Ветрова", "Мария Ветрова", False, ""),
        ("Адвокат Мария Ветрова", "Мария Ветрова", False, "адвокат"),
        ("Судья ушёл. Мария Ветрова осталась", "Мария Ветрова", False, ""),
    ],
)
def test_a_lawyer_of_the_person_or_their_own_occupation_is_no_other_part(
    text: str, name: str, declined: bool, occupations: str
) -> None:
    assert part_at(text, *at(text, name), occupations, declined=declined) is None
