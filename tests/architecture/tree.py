"""The files of the project as a newcomer would clone them."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PACKAGES = ("tracker", "people", "cases")
# What builds, runs and tools leave behind (see .gitignore).
_LEFT_OUT = {".git", ".venv", "var", "__pycache__", "build", "dist", "node_modules"}


def project_files(*suffixes: str) -> Iterator[Path]:
    """Every file of the project with one of the suffixes, or every file without any given."""
    waiting = [ROOT]
    while waiting:
        for path in sorted(waiting.pop().iterdir()):
            if path.name in _LEFT_OUT or path.name.endswith("_cache") or path.is_symlink():
                continue
            if path.is_dir():
                if path.name != ".hypothesis":
                    waiting.append(path)
            elif not suffixes or path.suffix in suffixes:
                yield path


def name_of(path: Path) -> str:
    """The path as people write it, from the project's folder."""
    return str(path.relative_to(ROOT))
