"""The import contracts of pyproject.toml hold, and would be seen to be broken."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.architecture.tree import PACKAGES, ROOT

# File, line added to it, contract that must break, and what the report must name.
FAULTS = [
    ("cases/laws/selectors.py", "import cases.models", "inside cases", "cases.models"),
    ("cases/charges/services.py", "import cases.stories.models", "inside cases", "cases.stories"),
    (
        "cases/feeds/services.py",
        "import cases.casefile.models",
        "news knows no records",
        "cases.casefile",
    ),
    (
        "people/names/language/folding.py",
        "import django.conf",
        "rules know no Django and no Celery",
        "django",
    ),
    (
        "tracker/lib/clock.py",
        "import people.models",
        "packages point one way",
        "people.models",
    ),
    ("cases/letters/services.py", "import celery", "only tasks know Celery", "celery"),
    ("cases/feeds/selectors.py", "import cases.feeds.services", "inside a feature", "services"),
    ("people/selectors/persons.py", "import people.services", "inside people", "services"),
]


def _lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    program = Path(sys.executable).with_name("lint-imports")
    return subprocess.run(
        [program, "--no-cache", "--config", folder / "pyproject.toml"],
        cwd=folder,
        env={"PATH": os.environ["PATH"], "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
    )


def test_every_import_contract_holds() -> None:
    answer = _lint(ROOT)
    assert answer.returncode == 0, answer.stdout[-4000:] + answer.stderr[-2000:]
    assert " 0 broken" in answer.stdout


def test_a_fault_planted_against_each_contract_is_caught_with_its_file(tmp_path: Path) -> None:
    for package in PACKAGES:
        shutil.copytree(
            ROOT / package,
            tmp_path / package,
            ignore=lambda _folder, names: {
                name for name in names if name == "__pycache__" or name.endswith((".whl", ".gz"))
            },
        )
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for file, line, _contract, _named in FAULTS:
        path = tmp_path / file
        path.write_text(f"{path.read_text()}\n{line}\n")
    answer = _lint(tmp_path)
    assert answer.returncode != 0
    report = answer.stdout
    for file, _line, contract, named in FAULTS:
        assert f"{contract} BROKEN" in report, report[:2000]
        module = file.removesuffix(".py").replace("/", ".")
        told = [line for line in report.splitlines() if module in line and named in line]
        assert told, (file, named, report)
