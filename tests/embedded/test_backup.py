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


def python(environment: dict[str, str], code: str) -> str:
    return with_servers(environment, "manage.py", "shell", "--no-imports", "-c", code)


ACCOUNTS = """
import json
import sys
from people.models import Account
print(json.dumps(sorted(Account.objects.values_list("username", flat=True))))
"""


def accounts(environment: dict[str, str]) -> list[str]:
    names: list[str] = json.loads(python(environment, ACCOUNTS).strip().splitlines()[-1])
    return names


def test_a_restore_brings_back_what_was_there_and_drops_what_came_later(
    environment: dict[str, str], tmp_path: Path
) -> None:
    python(
        environment, "from people.models import Account; Account.objects.create(username='zoya')"
    )
    file = tmp_path / "monday.dump"
    code, said = manage(environment, "backup", str(file))
    assert code == 0, said
    assert file.stat().st_mode & 0o077 == 0, "others could read unpublished records"
    python(
        environment,
        "from django.db import connection\n"
        "from people.models import Account\n"
        "Account.objects.filter(username='zoya').delete()\n"
        "Account.objects.create(username='later')\n"
        "connection.cursor().execute('CREATE TABLE of_a_newer_version (id int)')",
    )
    code, said = manage(environment, "restore", str(file))
    assert code == 1
    assert "add --replace" in said
    assert "later" in accounts(environment), "without --replace nothing may change"

    code, said = manage(environment, "restore", str(file), "--replace")
    assert code == 0, said
    assert accounts(environment) == ["admin", "zoya"]
    tables = "from django.db import connection; print(connection.introspection.table_names())"
    assert "of_a_newer_version" not in python(environment, tables)
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
        "empty": b"",
        "text": b"SELECT 1;",
        "head": whole[:5000],
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
