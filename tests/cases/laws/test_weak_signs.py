"""Words by which the press names an offence without its number."""

import pytest

from cases.laws.weak_signs import find_weak_signs


@pytest.mark.parametrize(
    ("text", "article", "words"),
    [
        ("Его обвинили в фейках об армии.", "207.3", "фейках об армии"),
        ("дело о военных фейках", "207.3", "военных фейках"),
        ("spreading fakes about the army", "207.3", "fakes about the army"),
        ("arrested for false information about the Russian military", "207.3", None),
        ("informazioni false sull'esercito russo", "207.3", None),
        ("повторная дискредитация российской армии", "280.3", "дискредитация российской армии"),
        ("discrediting the Russian armed forces", "280.3", None),
        ("Diskreditierung der Armee", "280.3", "Diskreditierung der Armee"),
        ("осуждён за госизмену", "275", "госизмену"),
        ("charged with treason", "275", "charged with treason"),
        ("публичное оправдание терроризма", "205.2", "оправдание терроризма"),
        ("accused of justifying terrorism", "205.2", "justifying terrorism"),
        ("участие в экстремистском сообществе", "282.2", None),
    ],
)
def test_words_of_an_offence_suggest_its_article(
    text: str, article: str, words: str | None
) -> None:
    (sign,) = find_weak_signs(text)
    assert sign.article == article
    assert words is None or text[sign.start : sign.end] == words


@pytest.mark.parametrize(
    "text",
    [
        "Он изменил закон об армии",
        "fake news about football",
        "борьба с терроризмом",
        "измена мужа",
        "",
    ],
)
def test_other_words_suggest_nothing(text: str) -> None:
    assert find_weak_signs(text) == []


def test_a_capital_letter_that_grows_in_lower_case_does_not_move_the_place() -> None:
    text = "İİİ дискредитация армии"
    (sign,) = find_weak_signs(text)
    assert text[sign.start : sign.end] == "дискредитация армии"
