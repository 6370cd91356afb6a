"""Sockets: their folder for any path, and a server that answers there."""

import sys
from pathlib import Path

import pytest

from tests.support.processes import clean_environment, run_command
from tracker.embedded import addresses

ASK = """
import psycopg
from kombu import Connection
from tracker.embedded.addresses import broker_url, database_url
with psycopg.connect(database_url()) as connection:
    print("database", connection.execute("SELECT 41 + 1").fetchone()[0])
with Connection(broker_url()) as broker:
    broker.ensure_connection(max_retries=1)
    print("broker answers")
"""


@pytest.mark.parametrize("name", ["plain", "with spaces & more", "папка", "long" * 40])
def test_both_servers_answer_wherever_the_var_folder_is(tmp_path: Path, name: str) -> None:
    environment = clean_environment(tmp_path / name)
    words = ("-m", "tracker.embedded", "with", sys.executable, "-c", ASK)
    result = run_command(*words, environment=environment)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "database 42" in result.stdout
    assert "broker answers" in result.stdout
    ask = "from tracker.embedded.addresses import socket_folder; print(socket_folder())"
    folder = Path(run_command("-c", ask, environment=environment).stdout.strip())
    assert not folder.exists() or folder.is_relative_to(tmp_path), "something stayed in /tmp"


def test_a_relative_var_folder_is_the_same_from_every_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TRACKER_VAR", "data/../var2")
    monkeypatch.chdir(tmp_path)
    assert addresses.var_folder() == addresses.PROJECT_ROOT / "var2"


def test_a_socket_folder_that_somebody_else_made_is_refused(tmp_path: Path) -> None:
    # In /tmp anybody can make the name first: here, a link to a place of theirs.
    environment = clean_environment(tmp_path / "with spaces")
    ask = "from tracker.embedded.addresses import socket_folder; print(socket_folder())"
    folder = Path(run_command("-c", ask, environment=environment).stdout.strip())
    folder.symlink_to(tmp_path)
    try:
        result = run_command("-m", "tracker.embedded", "with", "true", environment=environment)
    finally:
        folder.unlink()
    assert result.returncode == 1
    assert f"{folder} exists and is not ours" in result.stderr


def test_the_sockets_are_closed_to_other_users(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path / "var")
    list_it = f"stat -c '%a %n' '{tmp_path}/var/run'"
    result = run_command(
        "-m", "tracker.embedded", "with", "sh", "-c", list_it, environment=environment
    )
    assert result.stdout.startswith("700 ")


def test_a_port_of_the_environment_does_not_move_the_embedded_server(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path / "var", PGPORT="5999", PGHOST="192.0.2.1")
    words = ("-m", "tracker.embedded", "with", sys.executable, "-c", ASK)
    result = run_command(*words, environment=environment)
    assert "database 42" in result.stdout, result.stdout + result.stderr
