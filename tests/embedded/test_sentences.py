"""What a volunteer reads when a start is not possible: one sentence that says what to do."""

import os
import shlex
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT, clean_environment, free_ports, run_command

RUN = ("-m", "tracker.embedded", "run")


def refusal(environment: dict[str, str]) -> str:
    """What a start that is refused says; fails if it was not refused, or not in plain words."""
    result = run_command(*RUN, environment=environment)
    said = result.stdout + result.stderr
    assert result.returncode == 1, said
    assert "Traceback" not in said
    return said


@pytest.mark.parametrize("variable", ["TRACKER_PORT", "TRACKER_DEMO_PORT"])
def test_a_port_in_use_is_named_with_the_variable_that_changes_it(
    tmp_path: Path, variable: str
) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        said = refusal(clean_environment(tmp_path, **{variable: str(port)}))
    assert f"Port {port} is used by another program" in said
    assert f"{variable}={port + 1} make run" in said


@pytest.mark.parametrize("port", ["80", "65536", "http", "-1", "٨٠٠٠"])
def test_a_port_that_is_none_is_refused(tmp_path: Path, port: str) -> None:
    said = refusal(clean_environment(tmp_path, TRACKER_PORT=port))
    assert "set it to a number from 1024 to 65535" in said


def test_the_same_port_for_site_and_outlets_is_refused(tmp_path: Path) -> None:
    port = str(free_ports(1)[0])
    said = refusal(clean_environment(tmp_path, TRACKER_PORT=port, TRACKER_DEMO_PORT=port))
    assert "are the same" in said


def test_a_file_where_the_folder_should_be(tmp_path: Path) -> None:
    place = tmp_path / "var"
    place.write_text("not a folder")
    said = refusal(clean_environment(place))
    assert f"The folder {place} cannot be written" in said
    assert "set TRACKER_VAR" in said


def test_a_folder_that_may_not_be_written(tmp_path: Path) -> None:
    # Root may write everywhere, except into a file system that is mounted read-only.
    place = tmp_path / "var"
    place.mkdir()
    said = _in_own_mounts(f"mount -t tmpfs -o ro none '{place}'", clean_environment(place))
    assert f"The folder {place} cannot be written (Read-only file system)" in said


def test_a_disk_without_room(tmp_path: Path) -> None:
    place = tmp_path / "var"
    place.mkdir()
    said = _in_own_mounts(f"mount -t tmpfs -o size=20m none '{place}'", clean_environment(place))
    assert f"The disk that holds {place} is full" in said
    assert "free some space" in said


def test_a_disk_that_fills_up_while_the_database_is_made(tmp_path: Path) -> None:
    # A limit on the size of a file stands for a disk that other programs fill meanwhile.
    said = _with_shell(f"ulimit -f 2000; exec {_RUN_WORDS}", clean_environment(tmp_path / "var"))
    assert "is full" in said
    assert not (tmp_path / "var" / "pgdata").exists()


def test_a_data_folder_of_another_postgresql(tmp_path: Path) -> None:
    cluster = tmp_path / "pgdata"
    cluster.mkdir()
    (cluster / "PG_VERSION").write_text("13\n")
    said = refusal(clean_environment(tmp_path))
    assert "was written by PostgreSQL 13" in said
    assert "TRACKER_PG_BIN" in said
    assert "manage.py restore" in said


def test_no_postgresql_to_be_found(tmp_path: Path) -> None:
    said = refusal(clean_environment(tmp_path, TRACKER_PG_BIN=str(tmp_path)))
    assert "No PostgreSQL was found" in said
    assert "DATABASE_URL" in said


def test_a_database_url_that_leads_nowhere(tmp_path: Path) -> None:
    port = free_ports(1)[0]
    url = f"postgres://ann:pass-phrase@127.0.0.1:{port}/tracker"
    said = refusal(clean_environment(tmp_path, DATABASE_URL=url, SECRET_KEY="k" * 40))
    assert f"database tracker on 127.0.0.1:{port}" in said
    assert "Correct DATABASE_URL" in said
    assert "pass-phrase" not in said


def test_a_database_url_of_another_kind(tmp_path: Path) -> None:
    url = "mysql://127.0.0.1/tracker"
    said = refusal(clean_environment(tmp_path, DATABASE_URL=url, SECRET_KEY="k" * 40))
    assert "DATABASE_URL must start with postgres://" in said


def test_a_broker_url_that_leads_nowhere(tmp_path: Path) -> None:
    url = f"redis://127.0.0.1:{free_ports(1)[0]}/0"
    said = refusal(clean_environment(tmp_path, BROKER_URL=url))
    assert "BROKER_URL names a broker that cannot be used" in said


def test_a_line_of_the_env_file_that_makes_no_sense(tmp_path: Path) -> None:
    path = tmp_path / "env"
    path.write_text("# fine\nTRACKER_PORT=8000\nhello\n")
    said = refusal(clean_environment(tmp_path, TRACKER_ENV_FILE=str(path)))
    assert f"Line 3 of {path}" in said


def test_a_var_folder_of_another_user(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        said = refusal(clean_environment(Path("/usr")))
        assert "belongs to root" in said
        return
    place = tmp_path / "var"
    place.mkdir()
    shutil.chown(place, "nobody")
    assert "belongs to nobody" in refusal(clean_environment(place))


def test_a_stop_of_nothing_says_so_and_is_no_error(tmp_path: Path) -> None:
    result = run_command("-m", "tracker.embedded", "stop", environment=clean_environment(tmp_path))
    assert result.returncode == 0
    assert f"Nothing runs on {tmp_path}" in result.stdout


_RUN_WORDS = f"'{sys.executable}' -m tracker.embedded run"


def _in_own_mounts(prepare: str, environment: dict[str, str]) -> str:
    """What a refused start says with other file systems mounted, seen by that start alone."""
    script = f"{prepare} && exec {_RUN_WORDS}"
    as_root = "" if os.geteuid() == 0 else "--map-root-user"
    return _with_shell(f"exec unshare {as_root} --mount sh -c {shlex.quote(script)}", environment)


def _with_shell(script: str, environment: dict[str, str]) -> str:
    result = subprocess.run(
        ["sh", "-c", script], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    said = result.stdout + result.stderr
    assert result.returncode == 1, said
    assert "Traceback" not in said, said
    return said
