"""The stored index: the same answers as in memory; damage is seen; writers do not meet."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from people.names import KnownName, KnownPerson, NameFinder, known_person
from people.names.known import MISSPELLING, NEVER_MATCH
from people.names.on_record.index import NameIndex
from people.names.on_record.index_file import UnusableIndex, indexed_people, open_index, write_index
from people.names.on_record.packing import packed
from people.names.on_record.stored import StoredNames

ROOT = Path(__file__).resolve().parents[3]
WORDS = (
    "Алексей Алексея Олексій Alexei Саша Александр Александра Анна Карл-Хайнц Karl Heinz Борис Вера "
    "Горинов Горинова Gorinov Горинову Козырева Козырев Kozyreva Kosyrewa Петров-Водкин Бен аль "
    "Багдади Мороз Правда Алексеевич Борисовна О Ли оглы ван Jr А. Б. Müller Łukaszenka Šimečka"
).split()
NAMES = st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join)
KNOWN_NAMES = st.builds(
    KnownName,
    text=NAMES,
    parts=st.none(),
    language=st.sampled_from(["", "ru", "en", "de"]),
    kind=st.sampled_from(["known", "known", MISSPELLING, NEVER_MATCH]),
    surname=st.sampled_from(["", "", "Горинов", "Петров-Водкин"]),
)
PEOPLE = st.lists(
    st.builds(
        KnownPerson,
        id=st.one_of(st.integers(-5, 40), st.sampled_from(["a", "b", "7"]), st.just(2**70)),
        names=st.lists(KNOWN_NAMES, max_size=3).map(tuple),
        gender=st.integers(0, 2),
    ),
    max_size=12,
    unique_by=lambda person: person.id,
)
TEXTS = st.lists(st.sampled_from([*WORDS, "сказал", "и", ",", "."]), max_size=20).map(" ".join)
GORINOV = known_person(1, ["Алексей Горинов"])


def found(finder: NameFinder, text: str) -> list[object]:
    return [
        (s.start, s.end, s.persons, s.score, s.reasons)
        for language in ("ru", "en", "")
        for s in finder.find(text, language)
    ]


@settings(max_examples=60, deadline=None)
@given(people=PEOPLE, texts=st.lists(TEXTS, max_size=3), cut=st.integers(0, 12))
def test_stored_and_added_people_are_found_alike(
    people: list[KnownPerson], texts: list[str], cut: int
) -> None:
    added = NameFinder()
    mixed = NameFinder(people[:cut])
    for person in people:
        added.add(person)
    for person in people[cut:]:
        mixed.add(person)
    stored = NameFinder(index=NameIndex(stored=StoredNames(packed(people))))
    assert len(added) == len(mixed) == len(stored)
    for text in texts:
        assert found(added, text) == found(stored, text) == found(mixed, text)


@settings(max_examples=50, deadline=None)
@given(people=PEOPLE, others=PEOPLE, texts=st.lists(TEXTS, min_size=1, max_size=3))
def test_an_index_brought_up_to_date_answers_like_a_new_one(
    people: list[KnownPerson], others: list[KnownPerson], texts: list[str]
) -> None:
    """Some are removed, some renamed, some new; who was there before is as if never known.

    But for near spellings: a word of somebody who is gone still explains itself (docs/names.md, limits).
    """
    kept = NameFinder(people)
    for person in people:
        kept.remove(person.id)
    for person in others:
        kept.replace(person)
        kept.replace(person)
    new = NameFinder(others)
    assert len(kept) == len(new)
    for text in texts:
        if not any("near_spelling" in str(span) for span in found(new, text)):
            assert found(kept, text) == found(new, text)


@settings(max_examples=40, deadline=None)
@given(people=PEOPLE)
def test_every_name_is_read_back_as_it_was_given(people: list[KnownPerson]) -> None:
    index = NameIndex(people)
    for person in people:
        parts = {name.as_parts() for name in person.names if name.as_parts().surname}
        stored = {e.parts for e in index.entries_of(person.id) if not e.swapped}
        assert stored == parts
        assert {e.person for e in index.entries_of(person.id)} <= {person.id}


def test_a_person_given_twice_has_both_names() -> None:
    finder = NameFinder([GORINOV, known_person(2, ["Вера Мороз"]), known_person(1, ["Иван Лисов"])])
    assert len(finder) == 2
    spans = finder.find("Алексей Горинов и Иван Лисов", "ru")
    assert [span.persons for span in spans] == [(1,), (1,)]


def test_a_file_is_opened_with_its_label(tmp_path: Path) -> None:
    path = tmp_path / "names"
    write_index(path, packed([GORINOV], "as of today"))
    stored = open_index(path)
    assert stored.label == "as of today"
    assert [s.persons for s in NameFinder(index=NameIndex(stored=stored)).find("Горинов Алексей")]


def test_a_file_with_another_label_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "names"
    indexed_people(path, [GORINOV], "old")
    assert indexed_people(path, [], "new").people_count == 0
    assert indexed_people(path, [GORINOV], "new").people_count == 0  # not even looked at


@pytest.mark.parametrize("length", [0, 1, 23, 24, 31, 32, 200, 1_000, -1])
def test_a_truncated_file_is_not_trusted(tmp_path: Path, length: int) -> None:
    path = tmp_path / "names"
    path.write_bytes(packed([GORINOV])[:length])
    with pytest.raises(UnusableIndex):
        open_index(path)
    assert indexed_people(path, [GORINOV]).people_count == 1


def test_one_changed_bit_anywhere_is_seen(tmp_path: Path) -> None:
    path, good = tmp_path / "names", packed([GORINOV])
    for at in random.Random(1).sample(range(len(good)), 200):
        damaged = bytearray(good)
        damaged[at] ^= 1 << at % 8
        path.write_bytes(damaged)
        with pytest.raises(UnusableIndex):
            open_index(path)


def test_an_index_made_by_other_rules_is_not_trusted(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "names"
    monkeypatch.setattr("people.names.on_record.packing.rules", lambda: "of last year")
    write_index(path, packed([GORINOV]))
    monkeypatch.undo()
    with pytest.raises(UnusableIndex, match="other rules"):
        open_index(path)


def test_a_file_in_the_old_place_is_still_read_by_who_has_it_open(tmp_path: Path) -> None:
    path = tmp_path / "names"
    write_index(path, packed([GORINOV]))
    old = NameFinder(index=NameIndex(stored=open_index(path)))
    write_index(path, packed([known_person(2, ["Вера Лисова"])]))
    assert [s.persons for s in old.find("Алексей Горинов", "ru")] == [(1,)]


def test_without_room_the_old_file_stays_and_no_piece_is_left(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "names"
    write_index(path, packed([GORINOV], "old"))

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_index(path, packed([], "new"))
    assert open_index(path).label == "old"
    assert [file.name for file in tmp_path.iterdir()] == ["names"]


_WRITER = """
import sys
from pathlib import Path
from people.names import known_person
from people.names.on_record.index_file import write_index
from people.names.on_record.packing import packed
data = packed([known_person(n, [f"Иван Лисов{'а' * (n % 7)}"]) for n in range(2000)], sys.argv[2])
print("ready", flush=True)
for _ in range(int(sys.argv[3])):
    write_index(Path(sys.argv[1]), data)
"""


def _writer(path: Path, label: str, times: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path), label, str(times)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_a_writer_killed_at_any_moment_leaves_the_old_or_the_new_file(tmp_path: Path) -> None:
    path = tmp_path / "names"
    write_index(path, packed([GORINOV], "first"))
    writer = _writer(path, "killed", 1_000_000)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "ready\n"
    for _ in range(20):
        assert open_index(path).label in ("first", "killed")
        time.sleep(0.01)
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    assert open_index(path).label == "killed"


def test_two_writers_at_once_leave_one_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "names"
    write_index(path, packed([GORINOV], "first"))
    writers = [_writer(path, label, 30) for label in ("one", "two")]
    while any(writer.poll() is None for writer in writers):
        assert open_index(path).label in ("first", "one", "two")
    assert [writer.returncode for writer in writers] == [0, 0]
    assert open_index(path).people_count == 2000
    assert [file.name for file in tmp_path.iterdir()] == ["names"]
