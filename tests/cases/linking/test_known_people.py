"""The finder over the database: every write of people is seen by every process at its next text."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import connection, transaction

from cases.linking import known_people, people_writes
from cases.linking.known_people import forget_people, index_file, people_finder
from people.models import NameForm, Person
from tests.factories import make_name_form, make_person
from tests.support.processes import ROOT

TEXT = "Алексей Горинов и Вера Лисова, Пётр Сомов и Иван Зубров."


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, settings: object) -> Path:
    """Each test keeps its index by itself."""
    settings.NAME_INDEX_FOLDER = tmp_path  # type: ignore[attr-defined]
    return tmp_path


def found() -> set[str]:
    """Who the finder of this thread finds now, by English name."""
    ids = {person for span in people_finder().find(TEXT, "ru") for person in span.persons}
    return set(Person.objects.filter(pk__in=ids).values_list("name_en", flat=True))


def person(name_en: str, name_ru: str) -> Person:
    return make_person(name_en, name_ru)


@pytest.fixture
def gorinov(db: None) -> Person:
    return person("Gorinov", "Алексей Горинов")


def test_a_new_person_is_found_at_the_next_text(gorinov: Person) -> None:
    assert found() == {"Gorinov"}
    person("Lisova", "Вера Лисова")
    assert found() == {"Gorinov", "Lisova"}


def test_a_renamed_person_is_found_by_the_new_name_only(gorinov: Person) -> None:
    assert found() == {"Gorinov"}
    gorinov.name_forms.filter(language="ru").update(
        text="Пётр Сомов", given="Пётр", surname="Сомов"
    )
    (span,) = people_finder().find(TEXT, "ru")
    assert (span.surface, span.persons) == ("Пётр Сомов", (gorinov.pk,))


def test_a_retired_name_is_not_found_any_more(gorinov: Person) -> None:
    make_name_form(gorinov, "Иван Зубров", language="ru")
    assert len(people_finder().find(TEXT, "ru")) == 2
    gorinov.name_forms.filter(text="Иван Зубров").update(retired_at="2026-01-01T00:00Z")
    assert [span.surface for span in people_finder().find(TEXT, "ru")] == ["Алексей Горинов"]


def test_who_was_merged_or_withdrawn_vanishes_and_may_come_back(gorinov: Person) -> None:
    other = person("Lisova", "Вера Лисова")
    assert found() == {"Gorinov", "Lisova"}
    Person.objects.filter(pk=other.pk).update(merged_into=gorinov)
    assert found() == {"Gorinov"}
    Person.objects.filter(pk=gorinov.pk).update(state="withdrawn")
    assert found() == set()
    Person.objects.filter(pk=other.pk).update(merged_into=None)
    assert found() == {"Lisova"}


def test_deleted_rows_vanish_although_they_leave_no_time_behind(gorinov: Person) -> None:
    other = person("Lisova", "Вера Лисова")
    last = person("Somov", "Пётр Сомов")
    assert found() == {"Gorinov", "Lisova", "Somov"}
    NameForm.objects.filter(person=other).delete()
    assert found() == {"Gorinov", "Somov"}
    last.delete()
    assert found() == {"Gorinov"}


def test_a_name_moved_to_another_person_leaves_the_first(gorinov: Person) -> None:
    other = person("Lisova", "Вера Лисова")
    assert found() == {"Gorinov", "Lisova"}
    gorinov.name_forms.filter(language="ru").update(person=other, preferred=False)
    assert found() == {"Lisova"}


def test_plain_sql_is_seen_too(gorinov: Person) -> None:
    assert found() == {"Gorinov"}
    with connection.cursor() as cursor:
        cursor.execute("UPDATE people_person SET state = 'withdrawn' WHERE id = %s", [gorinov.pk])
    assert found() == set()


def test_nothing_written_costs_one_query_and_no_more(
    gorinov: Person, django_assert_num_queries: object
) -> None:
    people_finder()
    with django_assert_num_queries(1):  # type: ignore[operator]
        people_finder()


def test_what_a_rolled_back_transaction_wrote_is_not_kept(gorinov: Person) -> None:
    with transaction.atomic():
        person("Lisova", "Вера Лисова")
        assert found() == {"Gorinov", "Lisova"}
        transaction.set_rollback(True)
    assert found() == {"Gorinov"}
    forget_people()
    assert found() == {"Gorinov"}


def test_the_file_is_used_by_the_next_process_and_brought_up_to_date(
    gorinov: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert found() == {"Gorinov"}
    person("Lisova", "Вера Лисова")
    forget_people()  # as a new process begins
    monkeypatch.setattr(known_people, "packed", lambda *_: pytest.fail("built again"))
    assert found() == {"Gorinov", "Lisova"}


@pytest.mark.parametrize("damage", ["cut", "bit", "empty", "text", "label"])
def test_a_damaged_file_is_made_anew_and_the_log_says_so(
    gorinov: Person, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert found() == {"Gorinov"}
    path = index_file()
    good = path.read_bytes()
    middle = len(good) // 2
    bad = {
        "cut": good[:middle],
        "bit": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "empty": b"",
        "text": b"names of people\n" * 50,
        "label": known_people.packed([], "[7]"),
    }[damage]
    path.unlink()
    path.write_bytes(bad)
    forget_people()
    assert found() == {"Gorinov"}
    assert "is made anew" in caplog.text
    assert path.read_bytes() == good


def test_without_a_folder_to_write_the_index_is_kept_in_memory_and_the_log_says_so(
    gorinov: Person, own_folder: Path, settings: object, caplog: pytest.LogCaptureFixture
) -> None:
    (own_folder / "file").write_text("not a folder")
    settings.NAME_INDEX_FOLDER = own_folder / "file" / "index"  # type: ignore[attr-defined]
    assert found() == {"Gorinov"}
    person("Lisova", "Вера Лисова")
    assert found() == {"Gorinov", "Lisova"}
    assert "kept in memory only" in caplog.text


def test_after_many_changes_the_file_is_made_anew(
    gorinov: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(known_people, "_MOST_CHANGES", 3)
    assert found() == {"Gorinov"}
    first = index_file().read_bytes()
    for number in range(4):
        person(f"Lisova {number}", "Вера Лисова")
        found()
    assert found() == {"Gorinov", *(f"Lisova {number}" for number in range(4))}
    assert index_file().read_bytes() != first


@pytest.mark.django_db(transaction=True)
def test_a_slow_transaction_is_seen_when_it_commits() -> None:
    """Its rows carry lower numbers and earlier times than rows already seen."""
    person("Gorinov", "Алексей Горинов")
    assert found() == {"Gorinov"}
    written, go_on = threading.Event(), threading.Event()

    def slow() -> None:
        try:
            with transaction.atomic():
                person("Lisova", "Вера Лисова")
                written.set()
                go_on.wait(60)
        finally:
            connection.close()

    thread = threading.Thread(target=slow)
    thread.start()
    assert written.wait(60)
    person("Somov", "Пётр Сомов")
    assert found() == {"Gorinov", "Somov"}
    forget_people()  # a file made meanwhile must not hide it either
    assert found() == {"Gorinov", "Somov"}
    go_on.set()
    thread.join()
    assert found() == {"Gorinov", "Somov", "Lisova"}


@pytest.mark.django_db(transaction=True)
def test_writes_are_forgotten_once_no_slow_transaction_can_be_among_them(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(people_writes, "_MANY", 5)
    person("Gorinov", "Алексей Горинов")
    seen = people_writes.seen_now()
    for number in range(6):
        person(f"Lisova {number}", "Вера Лисова")
    # Transactions of other tests in the cluster may be the slow ones: they are waited for.
    rounds = 0
    while rounds < 3 or len(seen.since) >= 5:
        answer = people_writes.written_since(seen)
        assert answer is not None
        seen = answer[1]
        rounds += 1
        time.sleep(0.05)
    lisova = person("Somov", "Пётр Сомов")
    answer = people_writes.written_since(seen)
    assert answer is not None
    assert answer[0] == {lisova.pk}


_WORKER = """
import json, os, sys
import django
from django.conf import settings
settings.DATABASES["default"]["NAME"] = sys.argv[1]
settings.NAME_INDEX_FOLDER = sys.argv[2]
django.setup()
from cases.linking.known_people import people_finder
for text in sys.stdin:
    spans = people_finder().find(text, "ru")
    print(json.dumps(sorted(s.surface for s in spans)), flush=True)
"""


class Worker:
    """Another process with a finder, asked by line."""

    def __init__(self, folder: Path) -> None:
        name = str(connection.settings_dict["NAME"])
        environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tracker.settings.testing"}
        self.process = subprocess.Popen(
            [sys.executable, "-c", _WORKER, name, str(folder)],
            cwd=ROOT,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def ask(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write(TEXT + "\n")
        self.process.stdin.flush()

    def answer(self) -> list[str]:
        assert self.process.stdout is not None
        return list(json.loads(self.process.stdout.readline()))

    def finds(self) -> list[str]:
        self.ask()
        return self.answer()


@contextmanager
def workers(folder: Path, number: int) -> Iterator[list[Worker]]:
    started = [Worker(folder) for _ in range(number)]
    try:
        yield started
    finally:
        for worker in started:
            worker.process.kill()
            worker.process.communicate()


@pytest.mark.django_db(transaction=True)
def test_running_workers_see_every_change_at_their_next_text(own_folder: Path) -> None:
    gorinov = person("Gorinov", "Алексей Горинов")
    with workers(own_folder, 2) as (one, two):
        one.ask()
        two.ask()  # both build at once
        assert one.answer() == two.answer() == ["Алексей Горинов"]
        lisova = person("Lisova", "Вера Лисова")
        assert one.finds() == two.finds() == ["Алексей Горинов", "Вера Лисова"]
        gorinov.name_forms.filter(language="ru").update(
            text="Пётр Сомов", given="Пётр", surname="Сомов"
        )
        assert one.finds() == two.finds() == ["Вера Лисова", "Пётр Сомов"]
        Person.objects.filter(pk=lisova.pk).update(merged_into=gorinov)
        assert one.finds() == two.finds() == ["Пётр Сомов"]
        Person.objects.filter(pk=gorinov.pk).update(state="withdrawn")
        assert one.finds() == two.finds() == []
        person("Zubrov", "Иван Зубров").delete()
        assert one.finds() == two.finds() == []
    assert sorted(file.suffix for file in own_folder.iterdir()) == [".index", ".lock"]


@pytest.mark.django_db(transaction=True)
def test_a_builder_that_died_does_not_hold_up_the_next(own_folder: Path) -> None:
    person("Gorinov", "Алексей Горинов")
    leftover = own_folder / f"{index_file().name}.1-aa.tmp"
    leftover.write_bytes(b"half an index")
    with workers(own_folder, 1) as (one,):
        assert one.finds() == ["Алексей Горинов"]
    assert not leftover.exists()
