"""A surname alone becomes a link only in an archive, and only for whom its news name all the time."""

from __future__ import annotations

import json
from typing import Any

import pytest

from people.names import NameFinder, known_person
from people.names.archives import RecentlyNamed, answer_for

PEOPLE = [
    known_person("barnier", ["Michel Barnier"]),
    known_person("other", ["Paul Barnier"]),
    known_person("masz", ["Heiko Masz"]),
]


def asked(news: list[str], text: str) -> list[tuple[str, bool]]:
    """Who is found in the last document, and whether as a link."""
    finder, recent = NameFinder(PEOPLE), RecentlyNamed()
    for number, old in enumerate(news):
        answer_for(finder, json.dumps({"id": number, "lang": "pl", "text": old}), recent)
    answer: dict[str, Any] = answer_for(
        finder, json.dumps({"id": "last", "lang": "pl", "text": text}), recent
    )
    return [(link["person"], link["confidence"] >= 0.9) for link in answer["links"]]


FULL = "Wczoraj mówił o tym Michel Barnier w Brukseli."
ALONE = "To zdaniem Barniera koniec rozmów."


def test_whom_the_news_name_all_the_time_is_linked_by_surname() -> None:
    assert asked([FULL] * 25, ALONE) == [("barnier", True)]


@pytest.mark.parametrize(
    ("news", "text"),
    [
        ([FULL] * 2, ALONE),
        ([FULL] * 25 + ["Przyjechał Paul Barnier z Paryża."] * 4, ALONE),
        ([FULL] * 25, f"W radzie zasiada Adam Barnier. {ALONE}"),
        ([FULL] * 25, "To zdaniem Barniera Wielkiego koniec rozmów."),
        ([FULL] * 25, "Barnier: koniec rozmów."),
        ([], ALONE),
    ],
    ids=[
        "not often enough",
        "another bearer",
        "another bearer in the text",
        "a further name",
        "only at the beginning",
        "no news",
    ],
)
def test_otherwise_a_surname_alone_is_a_question(news: list[str], text: str) -> None:
    assert not any(linked for _, linked in asked(news, text))


@pytest.mark.parametrize(
    ("name", "times", "linked"),
    [
        ("Michel Barnier", 3, True),
        ("Adam Morawiecki", 3, False),
        ("Adam Morawiecki", 10, True),
        ("Lars Rasmussen", 10, False),
        ("Lars Rasmussen", 20, True),
    ],
)
def test_the_more_families_bear_such_a_surname_the_oftener_the_news_must_name_them(
    name: str, times: int, linked: bool
) -> None:
    finder = NameFinder([known_person("one", [name])])
    surname = name.split()[-1]
    found = finder.find(
        f"To zdaniem {surname} koniec.", "pl", recent={"one": times}, often_named=20.0
    )
    assert [span.score >= 0.9 for span in found] == [linked]


def test_one_other_document_does_not_make_a_surname_doubtful() -> None:
    news = [FULL] * 25 + ["Przyjechał Paul Barnier z Paryża."]
    assert asked(news, ALONE) == [("barnier", True)]


@pytest.mark.parametrize(
    ("text", "times", "linked"),
    [
        ("O tym mówił M. Barnier.", 2, True),
        ("O tym mówił M. Barnier.", 1, False),
        ("O tym mówił J. Barnier.", 30, False),
    ],
)
def test_an_initial_beside_the_surname_means_whom_the_news_name(
    text: str, times: int, linked: bool
) -> None:
    finder = NameFinder(PEOPLE)
    found = finder.find(text, "pl", recent={"barnier": times}, often_named=20.0)
    assert any(span.score >= 0.9 for span in found) == linked
    assert not any(span.score >= 0.9 for span in finder.find(text, "pl", recent={"barnier": times}))


def test_a_word_that_begins_a_sentence_is_no_given_name_before_the_surname() -> None:
    assert set(asked([FULL] * 25, f"{ALONE} Ale Barnier milczy.")) == {("barnier", True)}


def test_one_plain_mention_inside_a_sentence_is_enough_among_others() -> None:
    text = f"{ALONE} Szef Barnier milczy. Barnier: koniec rozmów."
    assert set(asked([FULL] * 25, text)) == {("barnier", True)}


def test_a_womans_form_of_a_surname_that_is_a_word_is_the_surname() -> None:
    finder = NameFinder([known_person("may", ["Theresa May"])])
    news = {"may": 30.0}
    text = "Je to podle Mayové konec."
    found = finder.find(text, "cs", recent=news, often_named=20.0)
    assert [(span.surface, span.score >= 0.9) for span in found] == [("Mayové", True)]
    assert finder.find("Je to v May, podle všech.", "cs", recent=news, often_named=20.0) == []


def test_a_record_in_another_alphabet_counts_where_the_letters_say_the_same() -> None:
    finder = NameFinder([known_person("orbanov", ["Виктор Орбанов"])])
    found = finder.find(
        "To zdaniem Orbanova koniec.", "pl", recent={"orbanov": 30.0}, often_named=20.0
    )
    assert [span.score >= 0.9 for span in found] == [True]


def test_a_verb_that_begins_a_sentence_is_nobody_s_surname() -> None:
    news = ["Wczoraj mówił o tym Heiko Masz w Berlinie."] * 25
    assert not any(linked for _, linked in asked(news, "To wszystko. Masz pytania?"))


def test_the_finder_itself_never_links_a_surname_alone() -> None:
    finder = NameFinder(PEOPLE)
    [span] = finder.find(ALONE, "pl", recent={"barnier": 1000.0})
    assert span.score < 0.9
