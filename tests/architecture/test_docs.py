"""What the documents name exists: files, commands, targets; and nothing names what only we have."""

import re
from pathlib import Path

import pytest
from django.core.management import call_command, get_commands
from django.utils import translation

from tests.architecture.tree import ROOT, name_of, project_files

DOCUMENTS = sorted(project_files(".md"))
_LINK = re.compile(r"\]\(([^)\s]+)\)")
_PATH = re.compile(r"`((?:tracker|people|cases|tests|docs|templates|locale|\.ci)/[\w./-]+)`")
_COMMAND = re.compile(r"manage\.py (?!help\b)([a-z_]{3,})")
_TARGET = re.compile(r"`make ([a-z-]+)")


@pytest.mark.parametrize("path", DOCUMENTS, ids=name_of)
def test_a_document_names_only_files_commands_and_targets_that_exist(path: Path) -> None:
    text = path.read_text()
    missing = []
    for link in _LINK.findall(text):
        file = link.split("#")[0]
        if file and "://" not in file and not file.startswith(("mailto:", "/")):
            if not (path.parent / file).exists():
                missing.append(link)
    missing += [name for name in _PATH.findall(text) if not (ROOT / name.rstrip("/.")).exists()]
    missing += [
        f"manage.py {name}" for name in _COMMAND.findall(text) if name not in get_commands()
    ]
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    missing += [f"make {name}" for name in _TARGET.findall(text) if name not in targets]
    assert not missing


def test_no_file_names_a_place_outside_the_project() -> None:
    # Written in pieces, so that this file does not name them either.
    outside = ["/" + "work/", "../" + "shared", "/" + "root/", "/" + "home/", "pypi" + ".org"]
    outside += ["files.python" + "hosted.org", "/tmp/" + "brief"]
    named = []
    for path in project_files():
        try:
            text = path.read_text()
        except UnicodeDecodeError:
            continue
        named += [f"{name_of(path)}: {place}" for place in outside if place in text]
    assert not named


@pytest.mark.django_db
def test_the_committed_openapi_file_is_what_the_code_serves(tmp_path: Path) -> None:
    fresh = tmp_path / "openapi.yaml"
    # A test before this one may have left the process in Russian.
    with translation.override("en"):
        call_command("spectacular", file=str(fresh), validate=True, fail_on_warn=True)
    committed = ROOT / "docs" / "openapi.yaml"
    assert fresh.read_text() == committed.read_text(), (
        "Write it anew with: .venv/bin/python manage.py spectacular --validate "
        "--file docs/openapi.yaml"
    )
