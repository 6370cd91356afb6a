"""The tests' own servers: never the developer's, gone afterwards however the run ends."""

import os
from pathlib import Path

import pytest

from tests.support.processes import Running, clean_environment, running, wait_until

TEST = """
import os, time, psycopg
from tracker.embedded.addresses import database_url

def test_it():
    assert "DATABASE_URL" not in os.environ
    with psycopg.connect(database_url()) as connection:
        fsync = connection.execute("SHOW fsync").fetchone()[0]
    print("var is", os.environ["TRACKER_VAR"], "and fsync", fsync, flush=True)
    time.sleep(float(os.environ["LINGER"]))
"""


def start(tmp_path: Path, linger: int) -> "tuple[list[str], dict[str, str]]":
    (tmp_path / "test_it.py").write_text(TEST)
    mine = tmp_path / "mine"
    environment = clean_environment(
        mine, LINGER=str(linger), DATABASE_URL="postgres://127.0.0.1:1/mine"
    )
    words = ["-m", "pytest", "-q", "-s", "-p", "tests.private_cluster", "-p", "no:django"]
    words += ["-p", "no:cacheprovider", "-c", os.devnull, str(tmp_path / "test_it.py")]
    return words, environment


def folder_of(run: Running) -> Path:
    (line,) = (line for line in run.output().splitlines() if "var is" in line)
    return Path(line.split("var is ")[1].split(" and ")[0])


def test_a_run_uses_servers_of_its_own_and_removes_them(tmp_path: Path) -> None:
    words, environment = start(tmp_path, linger=0)
    with running(words, environment, tmp_path / "out") as run:
        assert run.process.wait() == 0, run.output()
        assert "fsync off" in run.output()
        assert folder_of(run) != tmp_path / "mine"
        assert not folder_of(run).exists()
    assert not (tmp_path / "mine").exists(), "the developer's own folder was touched"


@pytest.mark.parametrize("how", ["kill -9", "Ctrl-C"])
def test_a_run_that_is_ended_leaves_nothing_behind(tmp_path: Path, how: str) -> None:
    words, environment = start(tmp_path, linger=1000)
    with running(words, environment, tmp_path / "out") as run:
        run.wait_for_words("var is")
        folder = folder_of(run)
        assert folder.exists()
        if how == "kill -9":
            run.process.kill()
        else:
            run.stop()
        wait_until(lambda: not folder.exists(), "the folder to be removed")
        wait_until(lambda: not processes_below(folder), "the servers to end")


def processes_below(folder: Path) -> list[str]:
    """Processes that name the folder on their command line."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        try:
            command = (entry / "cmdline").read_bytes()
        except OSError:
            continue
        if os.fsencode(folder) in command and int(entry.name) != os.getpid():
            found.append(command.decode(errors="replace"))
    return found
