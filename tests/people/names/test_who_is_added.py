"""Who is added is found at once, in words that were read before too; other words stay remembered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.names import NameFinder, known_person
from people.names.finding.scanning import CompiledVocabulary, Vocabulary
from people.names.native import is_built
from people.names.on_record.index import NameIndex
from people.names.on_record.words import WordResolver

KINDS = [Vocabulary, CompiledVocabulary] if is_built() else [Vocabulary]
_SURNAMES = """Иванов Козырева Джонсон Дэвис Смит Мэй Шувакина Кличко Макрон Малук Ын Ли Петрова-Водкина Johnson
    Davis Smith May Macron Malook Mulúk Schwarz Xi Wu Woo-Yi Džonsons Tramps Trump Wałęsa Sergeev O'Neil""".split()
_GIVEN = "Иван Ivan John Jonas Денис Denise Anne-Marie Анна Мэри Mary Jānis".split()
names = st.builds("{} {}".format, st.sampled_from(_GIVEN), st.sampled_from(_SURNAMES))
_ENDINGS = ("", "", "а", "у", "ом", "’s", "s", "\u0301")
texts = st.lists(
    st.builds("{}{}".format, st.sampled_from(_GIVEN + _SURNAMES), st.sampled_from(_ENDINGS)),
    min_size=2,
    max_size=12,
).map(" ".join)


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=60, deadline=None)
@given(
    known=st.lists(names, max_size=6),
    added=st.lists(names, min_size=1, max_size=4),
    read=st.lists(texts, min_size=1, max_size=3),
    language=st.sampled_from(["ru", "en", "lv", "uk", ""]),
)
def test_who_is_added_is_found_as_if_always_known(
    kind: type[Vocabulary], known: list[str], added: list[str], read: list[str], language: str
) -> None:
    people = [known_person(number, [name]) for number, name in enumerate(known)]
    more = [known_person(100 + number, [name]) for number, name in enumerate(added)]
    finder = NameFinder(people, scanner=kind)
    for person in more:
        for text in read:
            finder.find(text, language)
            finder.places(text, language)
        finder.add(person)
    fresh = NameFinder(people, scanner=kind)
    for person in more:
        fresh.add(person)
    for text in read:
        assert finder.find(text, language) == fresh.find(text, language)
        assert finder.places(text, language) == fresh.places(text, language)


def test_only_words_that_a_new_name_may_explain_are_forgotten() -> None:
    index = NameIndex([known_person(1, ["Иван Горинов"])])
    words = WordResolver(index)
    for word in ("Кагарлицкого", "Kagarlitsky", "Москва", "Горинову", "Wright"):
        words.resolve(word, "ru" if word > "z" else "en")
    index.add(known_person(2, ["Борис Кагарлицкий"]))
    assert words.forget_reached(*index.take_new_keys()) == {
        ("Кагарлицкого", "ru"),
        ("Kagarlitsky", "en"),
    }
    index.add(known_person(3, ["Борис Горинов"]))
    assert words.forget_reached(*index.take_new_keys()) == set()
    assert words.resolve("Kagarlitsky", "en").surnames
