"""A citation quotes what bears the fact, not a paragraph."""

from cases.proposals.quoting import LONGEST_CITED, bounded

LONG = (
    "Как рассказала правозащитникам мать заключённого, которая приехала в город из соседней области и провела у "
    "ворот колонии двое суток, потому что свидания ей не давали, Петра Громова отправили в штрафной изолятор на "
    "пятнадцать суток, хотя врачи предупреждали администрацию о состоянии его здоровья, и передачи с лекарствами у неё "
    "не приняли, сославшись на приказ начальника, которого никто не показал."
)


def _around(words: str) -> str:
    at = LONG.index(words)
    return bounded(LONG, at, at + len(words))


def test_a_short_sentence_is_quoted_whole() -> None:
    assert bounded("Петра Громова отпустили.", 0, 5) == "Петра Громова отпустили."


def test_of_a_long_sentence_the_clauses_around_the_fact_are_quoted_and_the_rest_is_marked() -> None:
    quoted = _around("Петра Громова отправили в штрафной изолятор")
    assert len(quoted) <= LONGEST_CITED
    assert "Петра Громова отправили в штрафной изолятор на пятнадцать суток" in quoted
    assert quoted.startswith("…") or quoted.endswith("…")
    assert quoted.strip("…") in LONG


def test_a_cut_never_stands_within_a_word() -> None:
    words = "слово " * 200
    quoted = bounded(words.strip(), 600, 610)
    assert len(quoted) <= LONGEST_CITED
    assert set(quoted.strip("…").split()) == {"слово"}


def test_the_end_of_a_long_sentence_is_not_cut_off_for_nothing() -> None:
    sentence = "слово " * 50 + "Петра Громова отпустили"
    at = sentence.index("Петра")
    quoted = bounded(sentence, at, len(sentence))
    assert quoted.endswith("Петра Громова отпустили") and quoted.startswith("…слово")


def test_a_name_in_quotation_marks_or_brackets_stays_whole() -> None:
    sentence = "слово " * 60 + "(Петра Громова) " + "слово " * 30 + "отпустили " + "слово " * 40
    at = sentence.index("Петра")
    quoted = bounded(sentence, at, sentence.index("отпустили") + 9)
    assert "Петра Громова" in quoted and "отпустили" in quoted


def test_a_sentence_without_any_space_is_cut_all_the_same() -> None:
    assert len(bounded("а" * 5000, 100, 4000)) <= LONGEST_CITED
    assert len(bounded("а" * 5000, 9000, 1)) <= LONGEST_CITED
