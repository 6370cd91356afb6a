"""What changed between two versions is shown word by word."""

from cases.articles.rechecking.wording import Piece, compare, figures

BEFORE = "The court kept Vereskova in custody until January.\n\nHer lawyer will appeal.\n\nThe end."


def changed(before: str, after: str) -> list[list[tuple[str, str]]]:
    return [
        [(piece.kind, piece.text) for piece in passage.pieces if piece.kind != "same"]
        for passage in compare(before, after)
        if passage.changed
    ]


def test_the_same_text_has_no_changes() -> None:
    passages = compare(BEFORE, BEFORE)
    assert len(passages) == 3 and not any(passage.changed for passage in passages)
    assert figures(passages) == (0, 0)


def test_one_word_in_another_paragraphs_place_is_one_word() -> None:
    after = BEFORE.replace("January", "March")
    assert changed(BEFORE, after) == [[("removed", "January"), ("added", "March")]]
    assert figures(compare(BEFORE, after)) == (1, 1)


def test_a_paragraph_that_went_and_one_that_came_are_shown_whole() -> None:
    after = "The court kept Vereskova in custody until January.\n\nThe end.\n\nA note was added."
    assert changed(BEFORE, after) == [
        [("removed", "Her lawyer will appeal.")],
        [("added", "A note was added.")],
    ]


def test_russian_words_and_their_endings_are_whole_words() -> None:
    assert changed("Суд продлил арест.", "Суд отменил арест.") == [
        [("removed", "продлил"), ("added", "отменил")]
    ]


def test_every_word_of_both_versions_is_there_in_order() -> None:
    after = "Новое начало.\n\n" + BEFORE.replace("appeal", "not appeal").replace("The end.", "")
    passages = compare(BEFORE, after)
    old = " ".join(p.text for one in passages for p in one.pieces if p.kind != "added")
    new = " ".join(p.text for one in passages for p in one.pieces if p.kind != "removed")
    assert old.split() == BEFORE.split() and "".join(new.split()) == "".join(after.split())


def test_texts_of_any_size_are_compared() -> None:
    before = "\n\n".join(f"word{n} " * 10 for n in range(2_500))
    passages = compare(before, before.replace("word7 ", "other "))
    assert figures(passages)[0] > 0
    assert Piece("same", "x").kind == "same"
