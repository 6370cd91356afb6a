"""Files stay small enough to be read, and are named for what they are."""

from tests.architecture.tree import ROOT, name_of, project_files

MOST_LINES = 400
# Names that say nothing of what is inside; sooner or later everything is put there.
_EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager2", "data", "tools"}


def test_no_file_is_longer_than_400_lines() -> None:
    long = {
        name_of(path): lines
        for path in project_files(".py", ".html", ".sh", ".js")
        if "migrations" not in path.parts
        and (lines := len(path.read_text().splitlines())) > MOST_LINES
    }
    assert not long, f"Split these before they grow further: {long}"


def test_no_module_is_called_by_a_name_that_says_nothing() -> None:
    empty = [name_of(path) for path in project_files(".py") if path.stem in _EMPTY_NAMES]
    assert not empty


def test_the_walk_over_the_files_sees_the_project() -> None:
    names = {name_of(path) for path in project_files()}
    assert {"manage.py", "README.md", "tracker/celery.py", ".env.example"} <= names
    assert not any(name.startswith((".venv", ".git/", "var/")) for name in names), ROOT
