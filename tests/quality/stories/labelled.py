"""The labelled articles in the order in which they came, and which half each event belongs to."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

SAMPLES = Path(__file__).parents[2] / "samples" / "stories"
FILES = ("labelled.jsonl", "courts.jsonl", "general.jsonl")
# Written later and in another manner, before a rule had read it; a stream of its own.
UNSEEN = ("unseen.jsonl",)


@dataclass(frozen=True, slots=True)
class Labelled:
    """One article: its event, its text, when it was published (None: it does not say) and seen."""

    id: int
    story: str
    language: str
    title: str
    text: str
    at: datetime | None
    seen: datetime
    subjects: tuple[tuple[str, int], ...]
    slices: tuple[str, ...]

    @property
    def half(self) -> str:
        """`development` or `check`, drawn by the event's name: whole events, never single articles."""
        lot = hashlib.sha256(self.story.encode()).digest()[0]
        return "development" if lot % 2 else "check"


def labelled_articles(files: Sequence[str] = FILES) -> list[Labelled]:
    """All labelled articles of these files, first seen first."""
    found = []
    for name in files:
        for line in (SAMPLES / name).read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            found.append(
                Labelled(
                    id=row["id"],
                    story=row["story"],
                    language=row["language"],
                    title=row["title"],
                    text=row["summary"],
                    at=datetime.fromisoformat(row["at"]) if row["at"] else None,
                    seen=datetime.fromisoformat(row.get("seen") or row["at"]),
                    subjects=tuple((kind, key) for kind, key in row.get("subjects", ())),
                    slices=tuple(row.get("slices", ())),
                )
            )
    return sorted(found, key=lambda article: (article.seen, article.id))
