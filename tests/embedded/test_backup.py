"""Backup and restore as a volunteer does them: real commands, a real server, a folder of their own."""

import json
import sys
from pathlib import Path

import pytest

from tests.support.processes import clean_environment, run_command, running

pytestmark = pytest.mark.xdist_group("backup")


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """A var folder with a prepared database that nobody uses at the moment."""
    environment = clean_environment(tmp_path_factory.mktemp("backup") / "var", TRACKER_DEMO="0")
    with_servers(environment, "manage.py", "prepare")
    return environment


def with_servers(environment: dict[str, str], *words: str) -> str:
    result = run_command(
        "-m", "tracker.embedded", "with", sys.executable, *words, environment=environment
    )
    assert result.returncode == 0, result.stdout + result.stderr
    return result.stdout


def manage(environment: dict[str, str], *words: str) -> tuple[int, str]:
    result = run_command("manage.py", *words, environment=environment)
    return result.returncode, result.stdout + result.stderr


# Without Django, which takes seconds to start.
_SQL = """
import json, sys, psycopg
from tracker.embedded.addresses import database_url
with psycopg.connect(database_url()) as connection:
    cursor = connection.execute(sys.argv[1])
    print(json.dumps([row[0] for row in cursor] if cursor.description else []))
"""


def sql(environment: dict[str, str], statement: str) -> list[str | None]:
    """The first column of what the statement gives."""
    column: list[str | None] = json.loads(with_servers(environment, "-c", _SQL, statement))
    return column


def make_account(environment: dict[str, str], name: str) -> None:
    sql(
        environment,
        "INSERT INTO people_account (username, password, first_name, last_name, email, "
        "is_superuser, is_staff, is_active, date_joined, language, wants_digest) "
        f"VALUES ('{name}', '', '', '', '', false, false, true, now(), '', true)",
    )


def accounts(environment: dict[str, str]) -> list[str | None]:
    return sql(environment, "SELECT username FROM people_account ORDER BY username")


def test_a_restore_brings_back_what_was_there_and_drops_what_came_later(
    environment: dict[str, str], tmp_path: Path
) -> None:
    make_account(environment, "zoya")
    file = tmp_path / "monday.dump"
    code, said = manage(environment, "backup", str(file))
    assert code == 0, said
    assert file.stat().st_mode & 0o077 == 0, "others could read unpublished records"
    sql(environment, "DELETE FROM people_account WHERE username = 'zoya'")
    make_account(environment, "later")
    sql(environment, "CREATE TABLE of_a_newer_version (id int)")
    code, said = manage(environment, "restore", str(file))
    assert code == 1
    assert "add --replace" in said
    assert "later" in accounts(environment), "without --replace nothing may change"

    code, said = manage(environment, "restore", str(file), "--replace")
    assert code == 0, said
    assert accounts(environment) == ["admin", "zoya"]
    assert sql(environment, "SELECT to_regclass('of_a_newer_version')") == [None]
    assert "up to date" in with_servers(environment, "manage.py", "prepare")

    # What was replaced was saved first, and can be brought back.
    (saved,) = (Path(environment["TRACKER_VAR"]) / "backups").glob("before-restore-*.dump")
    assert manage(environment, "restore", str(saved), "--replace")[0] == 0
    assert accounts(environment) == ["admin", "later"]


def test_a_damaged_backup_changes_nothing(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "whole.dump"
    assert manage(environment, "backup", str(file))[0] == 0
    before = accounts(environment)
    whole = file.read_bytes()
    for name, content in {
        "text": b"SELECT 1;",
        "nearly whole": whole[: -len(whole) // 20],
    }.items():
        damaged = tmp_path / f"{name}.dump"
        damaged.write_bytes(content)
        code, said = manage(environment, "restore", str(damaged), "--replace")
        assert code == 1, name
        assert "Traceback" not in said
        assert "no backup that can be read" in said or "Nothing was restored" in said
    assert accounts(environment) == before


def test_a_restore_under_a_running_tracker_is_refused_and_a_backup_is_not(
    environment: dict[str, str], tmp_path: Path
) -> None:
    file = tmp_path / "while-running.dump"
    # `with` holds the folder as `run` does.
    words = ["-m", "tracker.embedded", "with", "sh", "-c", "echo up; sleep 1000"]
    with running(words, environment, tmp_path / "running.out") as tracker:
        tracker.wait_for_words("up\n")
        code, said = manage(environment, "backup", str(file))
        assert code == 0, said
        code, said = manage(environment, "restore", str(file), "--replace")
        assert code == 1
        assert "stop it with `make stop`" in said


def test_a_backup_does_not_write_over_another(environment: dict[str, str], tmp_path: Path) -> None:
    file = tmp_path / "mine.dump"
    file.write_text("mine")
    code, said = manage(environment, "backup", str(file))
    assert code == 1
    assert "exists" in said
    assert file.read_text() == "mine"


def test_a_backup_that_cannot_be_written_leaves_no_part_behind(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "plain-file").write_text("")
    code, said = manage(environment, "backup", str(tmp_path / "plain-file" / "x.dump"))
    assert code == 1
    assert "cannot be written" in said
    assert [path.name for path in tmp_path.iterdir()] == ["plain-file"]
