"""Loading the founding story: its import files through the import services, and once only."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import models, transaction

from cases.changes.telling import gathered
from cases.demo.feeds import load_demo_feeds
from cases.demo.misbehaving_sources import load_misbehaving_sources
from cases.imports.citing import cite_all, keep_otherwise, memory_source, sources_of
from cases.imports.columns import Shape, rows, slug
from cases.imports.files import read_file
from cases.imports.kinds.base import Context, Entry
from cases.imports.kinds.claims import CLAIM, keep_claims
from cases.imports.models import BatchState, ImportBatch
from cases.imports.services import apply_batch, summary_of
from tracker.lib.history import because

FACTS = Path(__file__).parent / "facts"
# In this order: each names records of those before it.
FILES = (
    "laws.json",
    "law-counts.json",
    "provisions.json",
    "institutions.json",
    "outlets.json",
    "people.json",
    "cases.json",
    "letter.json",
)
STORY_CLAIMS = FACTS / "story-claims.json"
REASON = "Founding story: see cases/demo/README.md"
_STORY_ROW: Shape = {"letter": slug().needed(), "claims": rows(CLAIM)}


def load_founding_story(say: Callable[[str], None]) -> None:
    """Load every file that was not applied as it stands now, and `say` what is done.

    Loading again changes nothing. Rows that a person changed since are left as they are.
    """
    waiting = _not_applied()
    if not waiting:
        say("The founding story is loaded already.")
    for number, name in enumerate(waiting, start=1):
        batch = apply_batch(read_file(FACTS / name), reason=REASON)
        say(f"Founding story, file {number} of {len(waiting)}: {name}: {summary_of(batch)}")
    load_demo_feeds(say)
    load_misbehaving_sources(say)


def _not_applied() -> list[str]:
    latest: dict[str, str] = dict(
        ImportBatch.objects.filter(file_name__in=FILES, state=BatchState.APPLIED)
        .order_by("file_name", "-id")
        .distinct("file_name")
        .values_list("file_name", "sha256")
    )
    return [name for name in FILES if latest.get(name) != _sha256(FACTS / name)]


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def letter_of_story() -> str:
    """The address of the open letter that the claims about the coverage speak of."""
    return str(_story_file()["rows"][0]["letter"])


def _story_file() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(STORY_CLAIMS.read_text())
    return data


@transaction.atomic
def attach_story_claims(story: models.Model) -> bool:
    """Note on the story what Ground News says of its coverage; whether anything was written.

    Called when the story of the letter exists; calling it again changes nothing.
    """
    data = _story_file()
    context = Context(sources_of(data["sources"]), memory_source(), None, REASON)
    with because(REASON), gathered():
        keep_claims(Entry(context, data["rows"][0], _STORY_ROW), story)
        more = cite_all([(1, context.wanted)]) | keep_otherwise([(1, context.otherwise)])
    return context.changed or bool(more)
