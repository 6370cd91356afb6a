"""Many names gathered at once, by the compiled judge and in Python: the stored index is the same, byte for byte."""

import re
import shutil
import warnings
from collections.abc import Iterator
from itertools import product

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from people.names import KnownName, KnownPerson, known_person
from people.names.known import MISSPELLING, NEVER_MATCH
from people.names.language import spelling
from people.names.language.endings import Ending, endings_of
from people.names.native import enrolling, gathering, reading
from people.names.on_record import judge as judging
from people.names.on_record import many_names, many_words
from people.names.on_record.judge import judge
from people.names.on_record.packing import packed
from people.names.parts import NameParts
from people.names.word_order import shapes
from tests.people.names.test_hearing import LANGUAGES
from tracker.lib.compiled import BuildError, build

try:
    for part in (reading, gathering, enrolling):
        build(part.SOURCE)
        part.library.cache_clear()
except BuildError as problem:
    if shutil.which("cc") and "No such file" not in str(problem):
        raise
    warnings.warn(f"Only the gathering in Python is tested: {problem}", stacklevel=1)

judges = pytest.mark.skipif(
    not (gathering.is_built() and enrolling.is_built()), reason="the compiled judge is not built"
)


@pytest.fixture(autouse=True, scope="module")
def _few_words_too() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(judging, "FEWEST", 0)
        yield


PIECES = """а и о у е я ю э й б в г д ж з к л м н п р с т ф х ц ч ш щ ь ъ ђ і ў ов ева ский ская енко ович овна
    джо швили a e i o u y j w h b c d f g k l m n p q r s t v x z sch sh ch th ck oo ee ie tt ll č š ž ł ü ö é ß
    æ þ İ ı son ski ova owicz ová enko vich in - ' ’ ẑ ắ α ა ზე իա د 王 корол II Х""".split()
WHOLE = """Алексей Алексея Олексій Alexei Саша Александр Александра Анна Карл-Хайнц Karl Heinz Борис Вера
    Горинов Горинова Gorinov Gorinova Козырева Козырев Kozyreva Kosyrewa Петров-Водкин Бен аль фон де La van Jr
    Багдади Мороз Правда Алексеевич Борисовна О Ли оглы А. Б. Müller Łukaszenka Šimečka Nováková Ková Muhammad
    Mian Hafiz Король Queen Папа Пророк Ханс XIV ІІ Граф Sir Доктор Младший Wu Xi Schwarzenegger Cholmondeley
    Saiful Milosevic Djindjic Dvorak Hruščov Gorbacheva Хрущёв Брандт Skvernelis Kaczyński Czaputowicz
    Бэкон O'Neil D’Angelo МакКей Ющенко Ґонґадзе Цой გიორგი Նիկոլ Nguyễn Χατζής Straße İnönü""".split()
LONG = ["Sch" * 45, "Ый" * 13, "ch" * 12, "Ae" * 31, "о" * 130]
WORDS = st.one_of(
    st.sampled_from(WHOLE),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map("".join),
    st.lists(st.sampled_from(PIECES), min_size=1, max_size=7).map(
        lambda p: "".join(p).capitalize()
    ),
    st.sampled_from(LONG),
    st.text(max_size=8),
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
PARTS = st.one_of(st.just(""), st.just(""), WORDS, NAMES)
KNOWN_NAMES = st.builds(
    KnownName,
    text=NAMES,
    parts=st.none(),
    language=st.sampled_from([*LANGUAGES, *"uz el kk ky az tg tt mn xx".split(), ""]),
    kind=st.sampled_from(["known", "known", "pseudonym", MISSPELLING, NEVER_MATCH]),
    given=PARTS,
    patronymic=PARTS,
    surname=PARTS,
)
PEOPLE = st.lists(
    st.builds(
        KnownPerson,
        id=st.one_of(st.integers(-5, 40), st.sampled_from(["a", "b"]), st.just(2**70)),
        names=st.lists(KNOWN_NAMES, max_size=5).map(tuple),
        gender=st.integers(0, 2),
    ),
    max_size=6,
)


def in_python(people: list[KnownPerson]) -> bytes:
    """The index as it is made where nothing is built."""
    with pytest.MonkeyPatch.context() as changed:
        changed.setattr(gathering, "is_built", lambda: False)
        return packed(people)


@judges
@settings(max_examples=400, deadline=None)
@given(people=PEOPLE)
@example([known_person(1, ["ová Анна", "Анна"])])
@example([KnownPerson(1, (KnownName("Анна", None, "cs", surname="'OVÁ"),))])
@example([known_person(1, ["A\nB C", "Ivan\tPetrov", "\ud800 Petrov"])])
def test_the_stored_index_is_the_same_byte_for_byte(people: list[KnownPerson]) -> None:
    assert packed(people) == in_python(people)


@judges
def test_thousands_of_words_are_gathered_alike() -> None:
    beginnings, middles, ends = ("Ка Бо Ши Jo Wi Sch".split(), "ра ли дэ ro lli ck".split(), 40)
    people = [
        KnownPerson(
            number,
            (
                KnownName(
                    f"Анна {begin}{middle}{middle * (number % 3)}{chr(1072 + number % 30)}ева"
                ),
                KnownName(f"{begin.lower()}{middle}{number % 7}ett Anna-{begin}", None, "en"),
                KnownName(
                    f"Пётр {begin}{middle}{chr(1072 + number % 30)}{number % 2 * 'ко'}в", None, "ru"
                ),
            ),
        )
        for number, (begin, middle, _) in enumerate(product(beginnings, middles, range(ends)))
    ]
    assert packed(people) == in_python(people)


@judges
def test_a_name_in_many_languages_is_entered_once_for_each_sound() -> None:
    people = [
        KnownPerson(number, tuple(KnownName(name, None, language) for language in LANGUAGES))
        for number, name in enumerate(
            ["Jana Schwarzová", "Джон Козырева", "Anna O'Neil", "ĄĄ Nguyễn"]
        )
    ]
    assert packed(people) == in_python(people)


@judges
def test_many_names_of_one_person_are_gathered_alike() -> None:
    names = tuple(
        KnownName(f"Анна Козырев{letter}а") for letter in map(chr, range(1072, 1072 + 300))
    )
    people = [known_person(1, ["Иван Лисов"]), KnownPerson(2, (*names, *names))]
    assert packed(people) == in_python(people)


@judges
@pytest.mark.parametrize(
    "name",
    [
        KnownName("Анна  Козырева"),
        KnownName("Анна\u00a0Козырева", given="Анна\u00a0", surname=" Козырева  Лис\tов"),
        KnownName("Анна Козырева", given="  ", surname="Козырева"),
        KnownName("Анна Козырева", given="Анна", surname=" "),
        KnownName("Анна Козырева", given="Ан\x00на", surname="Козы\x01рева"),
        KnownName("Анна\x01Козырева\x02"),
        KnownName("Сергей Лев Толстой", surname="Лев Толстой"),
        KnownName("Лев Толстой Сергей", surname="Лев Толстой"),
        KnownName("Анна Козырева", language="r\x01u\n"),
        KnownName("Иванов-Петров Карл-Хайнц", given="Карл-Хайнц--Иван", surname="Иванов-Петров"),
        KnownName("Анна Козырева", given="Анна " * 40, surname="Козырева " * 40),
        KnownName("Анна Козырева", given="Анна-" * 400, surname="Я" * 5_000),
        KnownName("Анна " * 3_000),
        KnownName(parts=NameParts("Анна", "", "Козырева Лисова", certain=False)),
        KnownName("\u00ad \u00ad", given="\u00ad", surname="\u00ad"),
    ],
)
def test_an_odd_name_among_others_is_gathered_alike(name: KnownName) -> None:
    people = [
        known_person(1, ["Анна Козырева"]),
        KnownPerson(2, (name,)),
        known_person(3, ["Jan Ková"]),
    ]
    assert packed(people) == in_python(people)


@judges
def test_ordinary_names_are_not_left_to_python(monkeypatch: pytest.MonkeyPatch) -> None:
    names = ("Козырева Анна Алексеевна", "Anna Kozyreva", "Schwarzenegger Müller", "Олег Тимошенко")
    recorded = KnownName("Анна Козырева", None, "ru", "known", "Анна", "", "Козырева")
    people = [known_person(1, names), KnownPerson(2, (recorded,))]
    expected = in_python(people)

    def left(*_: object) -> None:
        raise AssertionError("left to Python")

    for asked in ("_judged", "_ready", "gathered_in_python"):
        monkeypatch.setattr(many_names, asked, left)
    monkeypatch.setattr(many_words, "entered_in_python", left)
    assert packed(people) == expected


@judges
def test_a_pattern_that_cannot_be_told_leaves_all_to_python(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    people = [known_person(1, ["Анна Козырева", "Anna Kozyreva"])]
    expected = packed(people)
    assert judge(1) is not None, "teach language/endings.py the shape of the new pattern"
    judging._judge.cache_clear()
    monkeypatch.setattr(judging, "shapes", lambda: (r".+(?:ov)+", r".+vich"))
    try:
        assert judge(1) is None
        assert packed(people) == expected
    finally:
        judging._judge.cache_clear()


@pytest.mark.parametrize("pattern", [*shapes(), *spelling.shapes()])
@settings(max_examples=300, deadline=None)
@given(word=st.one_of(WORDS, st.text(alphabet="abcdeikmnorstuvwyzčвокенсийац", max_size=9)))
def test_a_pattern_matches_the_words_with_its_endings(pattern: str, word: str) -> None:
    word = word.lower().replace("\n", "")
    matched = any(
        ending.letters in word
        if ending.inside
        else word.endswith(ending.letters)
        and ending.least <= len(word) - len(ending.letters) <= ending.most
        for ending in endings_of(pattern)
    )
    assert matched == (re.fullmatch(pattern, word) is not None)


def test_endings_are_spelled_out() -> None:
    assert endings_of(".+(?:[ab]c|(de)?f)|.{1,3}in|.*x.*") == [
        Ending("ac", 1, 0xFFFF),
        Ending("bc", 1, 0xFFFF),
        Ending("def", 1, 0xFFFF),
        Ending("f", 1, 0xFFFF),
        Ending("in", 1, 3),
        Ending("x", 0, 0xFFFF, inside=True),
    ]


@pytest.mark.parametrize(
    "pattern", ["abc", ".+a+", ".+[a-z]", ".+a.*", ".+(a", ".+[^a]", ".+a{2}", r".+\d"]
)
def test_a_pattern_of_another_shape_is_refused(pattern: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        endings_of(pattern)
