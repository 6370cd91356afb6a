"""`make setup` on a Python that has neither pip nor ensurepip, and what it says when it cannot."""

import hashlib
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.processes import ROOT
from tracker.embedded import bootstrap

# The same Python without the virtual environment of these tests; ensurepip is made to be missing.
_BARE = """
import runpy, sys
sys.modules["ensurepip"] = None
sys.modules["pip"] = None
sys.argv = sys.argv[1:]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of what the bootstrap needs, below a path with a space, with lists that need no network."""
    root = tmp_path / "my checkout"
    (root / "tracker" / "embedded").mkdir(parents=True)
    shutil.copy(ROOT / "tracker/embedded/bootstrap.py", root / "tracker/embedded/")
    shutil.copytree(ROOT / "tracker/embedded/wheels", root / "tracker/embedded/wheels")
    (root / "requirements.txt").write_text("# nothing yet\n")
    (root / "requirements-dev.txt").write_text("# nothing yet\n")
    return root


def set_up(checkout: Path, *words: str) -> subprocess.CompletedProcess[str]:
    script = checkout / "tracker/embedded/bootstrap.py"
    return subprocess.run(
        [sys._base_executable, "-c", _BARE, str(script), *words],  # type: ignore[attr-defined]
        capture_output=True,
        text=True,
    )


def test_an_environment_is_made_without_pip_and_ensurepip(checkout: Path) -> None:
    result = set_up(checkout)
    assert result.returncode == 0, result.stdout + result.stderr
    assert "Making the virtual environment" in result.stdout
    python = checkout / ".venv/bin/python"
    assert subprocess.run([python, "-m", "pip", "--version"]).returncode == 0


def test_a_list_is_installed_again_only_when_it_changed(checkout: Path) -> None:
    assert set_up(checkout).returncode == 0
    again = set_up(checkout)
    assert (again.returncode, again.stdout) == (0, "")
    (checkout / "requirements.txt").write_text("# changed\n")
    changed = set_up(checkout)
    assert "requirements.txt" in changed.stdout
    assert "Making" not in changed.stdout
    assert "requirements-dev.txt" in set_up(checkout, "--dev").stdout


def test_a_package_whose_hash_differs_is_not_installed(checkout: Path) -> None:
    (checkout / "requirements.txt").write_text(
        f"pip @ file://{bootstrap.PIP_WHEEL} --hash=sha256:{'0' * 64}\n"
    )
    result = set_up(checkout)
    assert result.returncode == 1
    assert "could not be installed" in result.stderr
    assert "Traceback" not in result.stderr
    # It is tried again next time.
    assert set_up(checkout).returncode == 1


def test_a_moved_checkout_gets_an_environment_of_its_own(checkout: Path, tmp_path: Path) -> None:
    assert set_up(checkout).returncode == 0
    moved = tmp_path / "elsewhere"
    checkout.rename(moved)
    result = set_up(moved)
    assert "Making the virtual environment" in result.stdout


def test_a_damaged_pip_is_refused(checkout: Path) -> None:
    (wheel,) = (checkout / "tracker/embedded/wheels").glob("*.whl")
    wheel.write_bytes(wheel.read_bytes()[:-1])
    result = set_up(checkout)
    assert result.returncode == 1
    assert "is damaged" in result.stderr


def test_the_pip_in_the_repository_is_the_one_whose_hash_is_written_down() -> None:
    content = Path(bootstrap.PIP_WHEEL).read_bytes()
    assert hashlib.sha256(content).hexdigest() == bootstrap.PIP_HASH


def test_an_old_python_is_told_which_one_is_needed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(bootstrap, "OLDEST", (3, 99))
    assert bootstrap.main([]) == 1
    assert "the tracker needs 3.11 or newer" in capsys.readouterr().err


@pytest.mark.parametrize("part", bootstrap.COMPILED)
def test_a_compiled_part_is_tried_once_for_each_version_and_needs_no_compiler(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: str
) -> None:
    assert (ROOT / part).exists() and (ROOT / part).with_name("__main__.py").exists()
    source = tmp_path / part
    source.parent.mkdir(parents=True)
    source.write_text("int first;")
    (tmp_path / ".venv").mkdir()
    asked: list[str] = []
    monkeypatch.setattr(bootstrap, "ROOT", str(tmp_path))
    monkeypatch.setattr(bootstrap, "VENV", str(tmp_path / ".venv"))
    monkeypatch.setattr(shutil, "which", lambda name: asked.append(name))
    for text in ("int first;", "int first;", "int second;"):
        source.write_text(text)
        bootstrap.build_compiled()
    assert asked == ["cc", "cc"]
