"""What the demo's outlets list: read once from `coverage.json`. Standard library only.

The outlets of this folder's `outlets.json` are those that only the coverage names; all others come
with the founding story.
"""

import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
OUTLETS_FILE = FOLDER / "outlets.json"

MARKS = {
    "summary": "Summary by this project's researchers; the outlet's own text is not reproduced.",
    "teaser": "Teaser as an aggregator showed it; the outlet's own text is not reproduced.",
    "aggregator": "The aggregator's own words about this story, quoted from its story page.",
}


@dataclass(frozen=True)
class DemoArticle:
    """An entry of a demo outlet: what is known of a real article, and our summary of it.

    `date` is empty where the source gives none, `original` where the real address is not known.
    """

    outlet: str
    slug: str
    language: str
    title: str
    date: str
    original: str
    kind: str
    paragraphs: tuple[str, ...]
    note: str

    @property
    def mark(self) -> str:
        """Whose words the paragraphs are."""
        return MARKS[self.kind]

    @property
    def path(self) -> str:
        """Its page on the demo server."""
        return f"/outlets/{self.outlet}/{self.slug}"


@dataclass(frozen=True)
class DemoFeed:
    """A feed of a demo outlet: `format` is rss or atom."""

    outlet: str
    format: str
    language: str
    articles: tuple[DemoArticle, ...]

    @property
    def path(self) -> str:
        """Its place on the demo server."""
        return f"/outlets/{self.outlet}/feed.xml"


@cache
def demo_feeds() -> tuple[DemoFeed, ...]:
    """All feeds of the demo with their articles, in the order of the file."""
    told = json.loads((FOLDER / "coverage.json").read_text(encoding="utf-8"))
    articles = [
        DemoArticle(
            outlet=row["outlet"],
            slug=row["slug"],
            language=row["language"],
            title=row["title"],
            date=row["date"] or "",
            original=row["original"] or "",
            kind=row["kind"],
            paragraphs=tuple(row["paragraphs"]),
            note=row["note"],
        )
        for row in told["articles"]
    ]
    return tuple(
        DemoFeed(
            outlet=row["outlet"],
            format=row["format"],
            language=row["language"],
            articles=tuple(one for one in articles if one.outlet == row["outlet"]),
        )
        for row in told["feeds"]
    )


def outlet_names() -> dict[str, str]:
    """Names to show for the outlets that only the coverage names; others show their key."""
    rows = json.loads(OUTLETS_FILE.read_text(encoding="utf-8"))["rows"]
    return {row["key"]: row["name"] for row in rows}
