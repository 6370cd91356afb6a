"""PostgreSQL refuses to run as root; the tracker runs as root all the same, or says what to do."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.processes import ROOT, clean_environment, run_command
from tracker.embedded.server_user import Way, server_user

# Becomes root of a new user namespace that has all users (the parent writes the map), then forbids
# any further namespace, as some containers do, and goes on as the command given.
_WITHOUT_NAMESPACES = """
import ctypes, os, sys
assert ctypes.CDLL(None, use_errno=True).unshare(0x10000000) == 0
print("unshared", flush=True)
sys.stdin.readline()
os.setgid(0)
os.setuid(0)
open("/proc/sys/user/max_user_namespaces", "w").write("0")
os.execvp(sys.argv[1], sys.argv[1:])
"""


def in_a_container_without_namespaces(environment: dict[str, str], *words: str) -> tuple[int, str]:
    """Run a module of ours as root where PostgreSQL can become another user by setuid alone."""
    with subprocess.Popen(
        [sys.executable, "-c", _WITHOUT_NAMESPACES, sys.executable, *words],
        env=environment,
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        assert process.stdin is not None and process.stdout is not None
        assert process.stdout.readline() == "unshared\n"
        for name in ("uid_map", "gid_map"):
            Path(f"/proc/{process.pid}/{name}").write_text("0 0 65536")
        said, _ = process.communicate("go\n")
    return process.returncode, said


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that every user may enter; pytest's own are closed to others."""
    folder = Path(f"/tmp/tracker-open-{os.getpid()}")
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    yield folder
    subprocess.run(["rm", "-rf", folder], check=True)


WHO_RUNS = "import os, pathlib; print('owner', pathlib.Path(os.environ['TRACKER_VAR'], 'pgdata').stat().st_uid)"


def test_the_server_runs_whoever_starts_it_and_the_files_stay_ours(tmp_path: Path) -> None:
    environment = clean_environment(tmp_path / "var")
    words = ("-m", "tracker.embedded", "with", sys.executable, "-c", WHO_RUNS)
    result = run_command(*words, environment=environment)
    assert result.returncode == 0, result.stdout + result.stderr
    assert f"owner {os.geteuid()}" in result.stdout


def test_root_without_namespaces_hands_the_data_folder_to_another_user(open_folder: Path) -> None:
    if os.geteuid() != 0:
        assert server_user().way is Way.AS_WE_ARE  # an ordinary user needs none of this
        return
    environment = clean_environment(open_folder / "var")
    words = ("-m", "tracker.embedded", "with", sys.executable, "-c", WHO_RUNS)
    for _ in ("first start", "later start"):
        code, said = in_a_container_without_namespaces(environment, *words)
        assert code == 0, said
        assert "owner 0" not in said


def test_root_without_namespaces_and_in_a_closed_folder_is_told_what_to_do(
    open_folder: Path,
) -> None:
    if os.geteuid() != 0:
        assert server_user().way is Way.AS_WE_ARE
        return
    closed = open_folder / "closed"
    closed.mkdir(mode=0o700)
    environment = clean_environment(closed / "var")
    code, said = in_a_container_without_namespaces(environment, "-m", "tracker.embedded", "run")
    assert code == 1
    assert "PostgreSQL refuses to run as root" in said
    assert "Start as an ordinary user" in said
    assert "Traceback" not in said
