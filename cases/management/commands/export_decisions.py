"""Decisions of researchers on links as labelled data: JSON lines, one a decision, streaming."""

import json
import sys
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Prefetch

from cases.linking.models import LINKED_RECORDS, LinkDecision, Mention
from cases.linking.selectors import decisions_of_people

_BATCH = 1_000


class Command(BaseCommand):
    """`manage.py export_decisions [--since 2026-01-31] [--with-text] > decisions.jsonl`.

    Of each standing decision: article, language, kind of record and its id, score and reasons as they
    stood, verdict, how it came about (`question`, `check`, `unasked`), when. Not who decided.
    """

    help = "Write the decisions of researchers on links as JSON lines."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--since", default="", help="only decisions from this day on: 2026-01-31"
        )
        parser.add_argument(
            "--with-text", action="store_true", help="with the sentences that name the record"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        decisions = decisions_of_people(since=day(options["since"])).select_related(
            "candidate__article", *(f"candidate__{record}" for record in LINKED_RECORDS)
        )
        if options["with_text"]:
            mentions = Mention.objects.order_by("-in_title", "start")
            decisions = decisions.prefetch_related(Prefetch("candidate__mentions", mentions))
        number = 0
        for decision in decisions.iterator(_BATCH):
            row = labelled(decision, with_text=options["with_text"])
            sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
            number += 1
            if number % _BATCH == 0:
                self.stderr.write(f"{number} decisions")
        self.stderr.write(f"{number} decisions written")


def day(text: str) -> datetime | None:
    """The beginning of the day in UTC; None for an empty text. Raises CommandError for another."""
    if not text:
        return None
    try:
        return datetime.fromisoformat(text).replace(tzinfo=UTC)
    except ValueError as error:
        raise CommandError(f"“{text}” is not a day such as 2026-01-31.") from error


def labelled(decision: LinkDecision, *, with_text: bool = False) -> dict[str, Any]:
    """One decision as a row of labelled data."""
    candidate = decision.candidate
    record = candidate.record
    row: dict[str, Any] = {
        "article": str(candidate.article.public_id),
        "language": candidate.article.language,
        "kind": record._meta.model_name if record is not None else "",
        "record": str(getattr(record, "public_id", "")),
        "score": decision.score,
        "score_of_rules": decision.score if decision.raw_score is None else decision.raw_score,
        "reasons": decision.reasons,
        "verdict": decision.verdict,
        "asked": decision.asked,
        "decided_at": decision.decided_at.isoformat(),
    }
    if with_text:
        row["mentions"] = [
            {
                "sentence": mention.sentence,
                "start": mention.sentence_start,
                "surface": mention.surface,
                "in_title": mention.in_title,
            }
            for mention in candidate.mentions.all()
        ]
    return row
