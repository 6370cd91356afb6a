"""Sets of pages with the text that a reader should find, in the layouts in which they are published."""

import gzip
import json
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from lxml import html as lxml_html

SAMPLES = Path(__file__).parents[2] / "samples" / "pages" / "news"
_BLOCKS = frozenset(
    "p div li td th br h1 h2 h3 h4 h5 h6 tr blockquote pre figcaption section dd dt".split()
)


@dataclass(frozen=True)
class Case:
    """A page and its text; of some sets only segments that must and must not be there."""

    name: str
    markup: str
    text: str = ""
    wanted: tuple[str, ...] = ()
    unwanted: tuple[str, ...] = ()

    @cached_property
    def body(self) -> bytes:
        """The page as it would come."""
        return self.markup.encode()


def read_set(folder: Path) -> list[Case]:
    """The cases of a folder, in one of four layouts:

    - `NAME.html` beside `NAME.txt` (ours);
    - folders with `source.html` and `expected.html` (Mozilla's Readability);
    - `ground-truth.json` ({id: {articleBody}}) beside `html/ID.html.gz` (zyte's benchmark);
    - `evaldata.json` ({address: {file, with, without}}) beside the files or a folder `cache` or
      `eval` with them (trafilatura's evaluation data as JSON).

    Raises ValueError for a folder with none of them.
    """
    if (folder / "ground-truth.json").exists():
        return _zyte(folder)
    if (folder / "evaldata.json").exists():
        return _evaldata(folder)
    if any(folder.glob("*/expected.html")):
        return [
            Case(
                path.parent.name,
                (path.parent / "source.html").read_bytes().decode("utf-8", "replace"),
                _text_of(path.read_bytes().decode("utf-8", "replace")),
            )
            for path in sorted(folder.glob("*/expected.html"))
        ]
    cases = [
        Case(path.stem, path.read_text(), path.with_suffix(".txt").read_text())
        for path in sorted(folder.glob("*.html"))
        if path.with_suffix(".txt").exists()
    ]
    if not cases:
        raise ValueError(f"{folder} holds no pages with expected texts")
    return cases


def _zyte(folder: Path) -> list[Case]:
    truth = json.loads((folder / "ground-truth.json").read_text())
    return [
        Case(
            name,
            gzip.decompress((folder / "html" / f"{name}.html.gz").read_bytes()).decode(
                "utf-8", "replace"
            ),
            str(answer.get("articleBody") or ""),
        )
        for name, answer in sorted(truth.items())
    ]


def _evaldata(folder: Path) -> list[Case]:
    cases = []
    for address, answer in json.loads((folder / "evaldata.json").read_text()).items():
        places = [folder / part / answer["file"] for part in (".", "cache", "eval")]
        path = next((place for place in places if place.exists()), None)
        if path is not None:
            markup = path.read_bytes().decode("utf-8", "replace")
            cases.append(
                Case(
                    address, markup, wanted=tuple(answer["with"]), unwanted=tuple(answer["without"])
                )
            )
    return cases


def _text_of(markup: str) -> str:
    tree = lxml_html.fromstring(markup)
    for element in tree.iter():
        if element.tag in _BLOCKS:
            element.tail = f" {element.tail or ''}"
    return str(tree.text_content())
