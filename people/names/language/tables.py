"""Reading the tables under `../data/`: plain tab-separated lines, `#` begins a comment."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

_FOLDER: Final = Path(__file__).parents[1] / "data"


def rows(name: str) -> Iterator[list[str]]:
    """The rows of `data/<name>.tsv` as lists of cells, in file order.

    Raises `FileNotFoundError` for an unknown table: the tables are part of the program.
    """
    with open(_FOLDER / f"{name}.tsv", encoding="utf-8") as lines:
        for line in lines:
            if line.strip() and not line.startswith("#"):
                yield line.rstrip("\n").split("\t")
