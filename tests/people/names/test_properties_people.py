"""Properties of finding: the order of people, further people, and people who go, change nothing else."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any, Final

from hypothesis import given, settings
from hypothesis import strategies as st

from people.names import KnownPerson, NameFinder, NameSpan, known_person

STEADY: Final = settings(max_examples=40, deadline=None, derandomize=True)
_SAMPLES: Final = Path(__file__).parents[2] / "samples" / "names"

PEOPLE: Final = [
    known_person(key, names)
    for key, names in json.loads((_SAMPLES / "people.json").read_text(encoding="utf-8")).items()
]
ROWS: Final[list[dict[str, Any]]] = [
    json.loads(line) for line in (_SAMPLES / "texts.jsonl").read_text(encoding="utf-8").splitlines()
]
TEXTS: Final = [(row["text"], row["lang"]) for row in ROWS]


@given(st.permutations(range(len(PEOPLE))), st.sampled_from(TEXTS))
@STEADY
def test_the_order_of_the_people_changes_no_span(order: list[int], text: tuple[str, str]) -> None:
    shuffled = NameFinder(PEOPLE[number] for number in order)
    assert _comparable(shuffled.find(*text)) == _comparable(IN_ORDER.find(*text))


def _comparable(spans: list[NameSpan]) -> list[tuple[object, ...]]:
    return [
        (frozenset(s.persons), s.start, s.end, s.kind, s.exact, s.score, frozenset(s.reasons))
        for s in spans
    ]


IN_ORDER: Final = NameFinder(PEOPLE)


@st.composite
def relatives_and_namesakes(draw: st.DrawFn) -> KnownPerson:
    """Somebody not on record, of a name put together from names that are."""
    one, other = draw(st.sampled_from(PEOPLE)), draw(st.sampled_from(PEOPLE))
    first, second = one.names[0].text.split(), other.names[0].text.split()
    text = draw(
        st.sampled_from(
            [
                f"{first[0]} {second[-1]}",
                f"{second[0]} {first[-1]}",
                " ".join(first),
                f"{first[-1]} {second[0]}",
                f"{first[0]} {first[-1]}а",
            ]
        )
    )
    return known_person("further", [text])


@given(relatives_and_namesakes(), st.lists(st.sampled_from(TEXTS), min_size=10, max_size=10))
@STEADY
def test_a_further_person_changes_the_spans_of_others_only_by_a_stated_conflict(
    further: KnownPerson, texts: list[tuple[str, str]]
) -> None:
    finder = NameFinder([*PEOPLE, further])
    stems = [word[:4] for word in further.names[0].text.split()]
    texts += [text for text in TEXTS if any(stem in text[0] for stem in stems)]
    for text in texts:
        before, after = IN_ORDER.find(*text), finder.find(*text)
        theirs = [span for span in after if further.id in span.persons]
        if not theirs:
            assert after == before, (text, further.names[0].text)
            continue
        for span in before:
            if span in after:
                continue
            # The further person stands at that very place, or a reason says what was weighed.
            met = [other for other in after if other.start < span.end and span.start < other.end]
            assert any(
                further.id in other.persons
                or any(reason.against and reason not in span.reasons for reason in other.reasons)
                for other in met
            ), (text, further.names[0].text, span, met)


@given(st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=6), st.sampled_from(TEXTS))
@STEADY
def test_people_who_come_and_go_leave_nothing_behind(
    guests: list[KnownPerson], text: tuple[str, str]
) -> None:
    away = {guest.id for guest in guests}
    finder = NameFinder(person for person in PEOPLE if person.id not in away)
    before = finder.find(*text)
    for guest in guests:
        finder.replace(guest)
    assert _comparable(finder.find(*text)) == _comparable(IN_ORDER.find(*text))
    for person in away:
        finder.remove(person)
    assert finder.find(*text) == before
    assert len(finder) == len(PEOPLE) - len(away)


_JUNK: Final = st.text("аЯёQz’-.,*«»()[]\n\t \u00ad\u200b\u202e\ud800́", max_size=12)
_PIECES: Final = st.one_of(
    _JUNK,
    st.sampled_from([row["text"] for row in ROWS]),
    st.sampled_from([name.text for person in PEOPLE for name in person.names]),
)


@given(st.lists(_PIECES, max_size=7).map("".join), st.sampled_from(["ru", "en", "pl", "uk", ""]))
@settings(max_examples=150, deadline=None, derandomize=True)
def test_places_give_the_words_and_scores_are_shares_with_reasons(text: str, lang: str) -> None:
    spans = IN_ORDER.find(text, lang)
    for span in spans:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end] == span.surface
        assert 0 <= span.score <= 1
        assert span.reasons
        assert span.persons
        assert len(set(span.persons)) == len(span.persons)
    assert spans == sorted(spans, key=lambda span: (span.start, span.end))
    assert IN_ORDER.find(text, lang) == spans


def test_a_finder_that_has_read_other_texts_answers_as_a_new_one() -> None:
    well_read = NameFinder(PEOPLE)
    shuffled = random.Random(3).sample(TEXTS, len(TEXTS))
    for text, language in shuffled:
        well_read.find(text, language)
    for text, language in TEXTS[::20]:
        assert well_read.find(text, language) == NameFinder(PEOPLE).find(text, language)
