"""Both ears, the one in Python and the compiled one: the same words on record, as near, for any word."""

import json
import shutil
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from people.names import NameFinder, known_person
from people.names.language import transliteration
from people.names.language.folding import fold_soft, soften
from people.names.language.inflection import nominatives
from people.names.language.lost_sounds import lost_sounds
from people.names.language.phonetics import cost_of, cost_of_leaving_out
from people.names.language.reading import (
    _knows_the_rules,
    is_readable,
    reader,
    readings,
    record_sounds,
    record_sounds_in_python,
)
from people.names.language.scripts import CYRILLIC
from people.names.language.spelling import MELTING
from people.names.language.transliteration import (
    read_all,
    read_aloud,
    same_sound_rules,
    system_tables,
)
from people.names.native import hearing, reading
from people.names.native.hearing import Meetings
from people.names.on_record.hearing import (
    ear,
    rows_by_sound,
    rows_by_spelling,
    sounding,
    spelled,
)
from people.names.on_record.index import NameIndex, WordTable
from people.names.on_record.searching import Found, _families, met_on_record
from people.names.on_record.text_words import TextWord, unread_word
from people.names.on_record.words import WordResolver, met_in_python
from tracker.lib.compiled import BuildError, build

SAMPLES = Path(__file__).parents[2] / "samples" / "names"
try:
    for part in (hearing, reading):
        build(part.SOURCE)
        part.library.cache_clear()
except BuildError as problem:
    if shutil.which("cc") and "No such file" not in str(problem):
        raise
    warnings.warn(f"Only the ear in Python is tested: {problem}", stacklevel=1)

compiled = pytest.mark.skipif(not hearing.is_built(), reason="the compiled ear is not built")
reads = pytest.mark.skipif(not reading.is_built(), reason="the compiled reader is not built")

LANGUAGES = (
    "ru uk be bg sr mk en de pl cs sk sl hr bs lv lt hu tr az fr it es nl ro sv et fi ka hy".split()
    + [""]
)
_SURNAMES = """Иванов Козырева Джонсон Дэвис Смит Мэй Шувакина Кличко Уильямс Макрон Малук Ын Ян Ли Цой
    Ковальский Тимошенко Шевчук Дзюба Ющенко Ђоковић Михајловић Йорданов Щербаков Петрова-Водкина
    Johnson Davis Smith May Williams Macron Malook Mulúk Schwarz Cholmondeley Nagy Szabó Xi Wu Kim
    Milosevic Djindjic Dvorak Hruščov Gorbacheva Хрущёв Брандт Skvernelis Kaczyński Hernández Hollande
    Woo-Yi Džonsons Trump Tramps Wałęsa Čapek Sergeev Kozyreva O'Neil D'Angelo Müller Erdoğan Nguyen"""
PEOPLE = [
    known_person(number, [f"{given} {surname}"])
    for number, surname in enumerate(_SURNAMES.split())
    for given in ("Иван", "John", "Денис", "Denise")
]
ADDED = [known_person(1000, ["Иоганн Джонсен"]), known_person(1001, ["Ivan Davies", "Johan Smit"])]
STORED = NameIndex(PEOPLE)
_PIECES = """а и о у е я ю э й б в г д ж з к л м н п р с т ф х ц ч ш щ ь ъ ђ і ов ев ский енко ович джо
    a e i o u y j w h b c d f g k l m n p q r s t v x z sch sh ch th ck oo ee ie tt ll č š ž ł ü ö é son ski
    ova - ' ’ ა ზე შვ ჭყ ძ ღვ ფ իա ու ծ ջ ե""".split()
words = st.one_of(
    st.sampled_from(_SURNAMES.split()),
    st.lists(st.sampled_from(_PIECES), min_size=1, max_size=7).map("".join),
    st.text(max_size=8),
)


@pytest.fixture(scope="module")
def index() -> Iterator[NameIndex]:
    known = NameIndex(PEOPLE)
    for person in ADDED:
        known.add(person)
    yield known


def heard(word: str, language: str) -> TextWord:
    soft = soften(word)
    return TextWord(soft, nominatives(soft, language), language)


def in_python(table: WordTable, word: TextWord) -> list[list[tuple[float, ...]]]:
    """What the twin hears: words on record without where they stand under their key."""
    return [
        [(*row[:3], *row[4:]) for row in sounding(table, word, table.by_sound.get)],
        [(*row[:3], *row[4:]) for row in spelled(table, word, table.by_sound.get)],
    ]


@pytest.mark.parametrize("section", ["texts_at", "given_names.traits", "given_names.families_at"])
def test_an_index_without_one_of_its_sections_is_not_read(section: str) -> None:
    stored = NameIndex(PEOPLE[:2]).stored
    stored._views[section] = stored._views[section][:0]
    with pytest.raises(ValueError, match="belong together"):
        stored.given_names.compiled()


@reads
@settings(max_examples=800, deadline=None)
@given(word=words, language=st.sampled_from(LANGUAGES))
def test_both_readers_read_the_same_sounds_and_keys(word: str, language: str) -> None:
    assume(word)
    told = heard(word, language)
    plain = [form.word for form in told.forms]
    assert told.readings == read_all(plain, language or ("ru" if told.script == CYRILLIC else ""))
    assert told.keys_told() == told.keys_in_python()
    if told.script != CYRILLIC:
        assert told.free_told() == told.free_in_python()
    for key, ways in enumerate(told.sounds().values()):
        for way, (_, numbers) in enumerate(ways):
            assert told.read_so(key, way) == [told.forms[number] for number in numbers]


@reads
@settings(max_examples=400, deadline=None)
@given(word=words, language=st.sampled_from(LANGUAGES))
def test_a_word_on_record_is_read_alike_by_both(word: str, language: str) -> None:
    soft = soften(word)
    assert readings(soft, language) == transliteration.readings(soft, language)
    assert record_sounds(soft, language) == record_sounds_in_python(soft, language)


@reads
def test_a_rule_that_the_compiled_reader_does_not_know_is_kept_by_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert same_sound_rules() == reading.SAME_SOUND, "teach native/reader.h the new rule as well"
    assert MELTING == reading.MELTING, "teach native/reader.h the new pair as well"
    assert is_readable("schmidt")
    for name in ("SAME_SOUND", "MELTING"):
        known_rules = getattr(reading, name)
        _knows_the_rules.cache_clear()
        monkeypatch.setattr(reading, name, known_rules[:-1])
        assert not is_readable("schmidt")
        monkeypatch.setattr(reading, name, known_rules)
    _knows_the_rules.cache_clear()


@compiled
@settings(max_examples=400, deadline=None)
@given(word=words, language=st.sampled_from(LANGUAGES))
def test_both_ears_hear_the_same_words_at_the_same_distance(
    index: NameIndex, word: str, language: str
) -> None:
    assume(word)
    for table in (index.surnames, index.given_names):
        told = heard(word, language)
        rows = [
            [(*row[:3], *row[4:]) for row in rows_by_sound(table, told)],
            [(*row[:3], *row[4:]) for row in rows_by_spelling(table, told)],
        ]
        assert rows == in_python(table, heard(word, language))


@compiled
@settings(max_examples=60, deadline=None)
@given(surnames=st.lists(words, min_size=1, max_size=12), word=words, add=st.booleans())
def test_both_ears_hear_whatever_is_on_record(surnames: list[str], word: str, add: bool) -> None:
    assume(word)
    people = [known_person(number, [f"Иван {name}"]) for number, name in enumerate(surnames)]
    index = NameIndex(people[: len(people) // 2] if add else people)
    for person in people[len(people) // 2 :] if add else ():
        index.add(person)
    for language in ("ru", "en", "lv", "bg"):
        told = heard(word, language)
        rows = [
            [(*row[:3], *row[4:]) for row in rows_by_sound(index.surnames, told)],
            [(*row[:3], *row[4:]) for row in rows_by_spelling(index.surnames, told)],
        ]
        assert rows == in_python(index.surnames, told)


Parts = list[object]


def parts_of(found: Found | None) -> Parts | None:
    """Hits in their order, and where they were looked for."""
    if found is None:
        return None
    return [list(found.surnames.items()), list(found.given.items()), found.reached - {""}]


def met_by(
    search: Callable[..., Found | None], index: NameIndex, word: str, language: str, tables: int = 3
) -> Parts | None:
    """What one of the two searches meets among surnames (1), given names and families (2)."""
    soft = soften(word)
    surnames = index.surnames if tables & 1 else None
    given = index.given_names if tables & 2 else None
    forms = nominatives(soft, language)
    return parts_of(search(surnames, given, soft, forms, language, related=tables > 1))


@compiled
@reads
@settings(max_examples=600, deadline=None)
@given(word=words, language=st.sampled_from(LANGUAGES), tables=st.integers(1, 3))
def test_one_call_meets_the_same_words_as_the_search_in_python(
    word: str, language: str, tables: int
) -> None:
    assume(word and not {"\n", "\t"} & set(word))
    lost = any(lost_sounds(form.word) for form in nominatives(soften(word), language))
    found = met_by(met_on_record, STORED, word, language, tables)
    assert (found is None) == lost
    if found is None:
        return
    assert found == met_by(met_in_python, STORED, word, language, tables)


@compiled
@reads
@settings(max_examples=60, deadline=None)
@given(surnames=st.lists(words, min_size=1, max_size=12), word=words)
def test_one_call_meets_whatever_is_on_record(surnames: list[str], word: str) -> None:
    assume(word)
    names = [f"{given} {name}" for name in surnames for given in ("Иван", "John", word)]
    index = NameIndex(known_person(number, [name]) for number, name in enumerate(names))
    for language in ("ru", "en", "lv", "bg", ""):
        found = met_by(met_on_record, index, word, language)
        assert found is None or found == met_by(met_in_python, index, word, language)


@compiled
@reads
def test_a_given_name_in_any_form_belongs_to_its_families() -> None:
    for word, language in (("Саше", "ru"), ("Georgem", "cs"), ("Жан-Ив", "ru"), ("Johnom", "lv")):
        found = met_by(met_on_record, STORED, word, language)
        assert found == met_by(met_in_python, STORED, word, language)
    hits = WordResolver(STORED).resolve("Ивану", "ru").given
    assert any(number < 0 for number in hits) and any(number >= 0 for number in hits)


@compiled
@pytest.mark.parametrize("word", ["Джонсен", "Davies", "Smit", "Дэвис"])
def test_a_word_that_was_added_is_met_beside_those_that_were_stored(
    index: NameIndex, word: str
) -> None:
    language = "ru" if word > "z" else "en"
    met = WordResolver(index).resolve(word, language).surnames
    assert met_by(met_on_record, index, word, language, 1) is None
    soft = soften(word)
    forms = nominatives(soft, language)
    assert met == met_in_python(index.surnames, None, soft, forms, language).surnames
    first_added = len(index.stored.surnames)
    assert max(met) >= first_added
    assert word in ("Джонсен", "Smit") or min(met) < first_added


@compiled
@reads
def test_thousands_of_words_are_met_in_one_call() -> None:
    vowels = "аеиоуыэюя"
    names = [f"Г{a}р{b}н{c}в{d}" for a in vowels for b in vowels for c in vowels for d in vowels]
    index = NameIndex(known_person(number, [f"Иван {name}"]) for number, name in enumerate(names))
    forms = nominatives("gorinova", "en")
    found = met_on_record(index.surnames, None, "gorinova", forms, "en")
    assert found is not None and len(found.surnames) > 1_024
    assert parts_of(found) == met_by(met_in_python, index, "gorinova", "en", 1)


@compiled
@reads
@settings(max_examples=600, deadline=None)
@given(
    places=st.lists(st.tuples(st.integers(0, 600), st.integers(0, 255)), max_size=4),
    cut=st.integers(0, 300),
    word=st.sampled_from(["Denise", "Дэниса"]),
)
def test_whatever_is_told_of_a_word_nothing_beyond_it_is_read(
    places: list[tuple[int, int]], cut: int, word: str
) -> None:
    soft = soften(word)
    forms = nominatives(soft, "lv")
    several = list(dict.fromkeys(form.word for form in forms))
    told = bytearray(
        unread_word(soft, forms, "lv", several, list(map(fold_soft, several)), ear=True)
    )
    for place, value in places:
        told[place % len(told)] = value
    tables = STORED.surnames.stored, STORED.given_names.stored
    broken = bytes(told[: len(told) - cut])
    answer = ear().meet(tables, _families(), reader(), broken, related=True)
    assert answer is None or isinstance(answer, (Meetings, int))
    for by_spelling in (False, True):
        rows = ear().rows(STORED.surnames.stored, broken, spelled=by_spelling)
        assert rows is None or isinstance(rows, list)


@compiled
@pytest.mark.parametrize("word", ["Ж" * 300, "sch" * 120, "Иван\tИ", "Иван\nИ", "a\ud800b", "\x00"])
def test_words_too_long_or_broken_are_heard_in_python(index: NameIndex, word: str) -> None:
    told = heard(word, "ru")
    assert [(*row[:3], *row[4:]) for row in rows_by_sound(index.surnames, told)] == in_python(
        index.surnames, told
    )[0]


@compiled
def test_a_key_with_thousands_of_words_is_heard_whole() -> None:
    vowels = "аеиоуыэюя"
    names = [f"Г{a}р{b}н{c}в{d}" for a in vowels for b in vowels for c in vowels for d in vowels]
    index = NameIndex(known_person(number, [f"Иван {name}"]) for number, name in enumerate(names))
    told = heard("Gorinova", "en")
    rows = list(rows_by_sound(index.surnames, told))
    assert len(rows) > 2_000
    assert rows == list(sounding(index.surnames, told, index.surnames.by_sound.get))


@compiled
def test_the_samples_are_answered_alike_by_both_ears(monkeypatch: pytest.MonkeyPatch) -> None:
    people = json.loads((SAMPLES / "people.json").read_text(encoding="utf-8"))
    known = [known_person(id_, names) for id_, names in people.items()]
    lines = (SAMPLES / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in lines if line.strip()]
    assert rows
    answers = [NameFinder(known).find(row["text"], row.get("lang", "")) for row in rows]
    monkeypatch.setattr(hearing, "is_built", lambda: False)
    monkeypatch.setattr(reading, "is_built", lambda: False)
    finder = NameFinder(known)
    assert [finder.find(row["text"], row.get("lang", "")) for row in rows] == answers


def test_every_sound_is_a_letter_that_the_compiled_ear_has_room_for() -> None:
    letters = "".join(map(chr, range(0x20, 0x530)))
    for system in system_tables():
        assert read_aloud(letters, system).isascii()
    assert cost_of("s", "s") == 0.0 < cost_of("s", "z") < cost_of("s", "k") == 1.0
    assert cost_of_leaving_out("i") < cost_of_leaving_out("k")
