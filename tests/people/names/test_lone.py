"""Surnames with nobody named in full: questions, ranked by who is in the news."""

from people.names import NameFinder, known_person

NAMES = ["Ольга", "Анна", "Вера", "Нина", "Мария"]
GORINOVS = [known_person(n, [f"{name} Зуброва"]) for n, name in enumerate(NAMES, start=1)]
TEXT = "Зуброва не пришла. Зуброву ждали."


def test_a_surname_that_many_bear_asks_nothing_when_nothing_tells_them_apart() -> None:
    assert NameFinder(GORINOVS).find(TEXT, "ru") == []


def test_the_one_who_is_in_the_news_is_asked_about_and_never_linked() -> None:
    spans = NameFinder(GORINOVS).find(TEXT, "ru", recent={3: 5.0, 4: 1.0})
    assert [span.persons for span in spans] == [(3,), (3,)]
    assert all(0.3 < span.score < 0.9 for span in spans)
    assert "recently_named" in [reason.code for reason in spans[0].reasons]


def test_two_who_are_in_the_news_alike_are_both_asked_about() -> None:
    spans = NameFinder(GORINOVS).find(TEXT, "ru", recent={3: 5.0, 4: 4.0})
    assert {span.persons for span in spans} == {(3, 4)}


def test_recent_news_change_nothing_about_a_full_name() -> None:
    finder = NameFinder(GORINOVS)
    text = "Вера Зуброва пришла."
    assert finder.find(text, "ru") == finder.find(text, "ru", recent={1: 9.0})
