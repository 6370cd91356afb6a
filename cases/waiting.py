"""Every stage's waiting rows in one list: for health, stuck_work and the admin."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models

from cases.articles.models import Article
from cases.articles.models import Stage as ArticleStage
from cases.articles.selectors import (
    articles_to_extract,
    articles_to_fetch,
    articles_to_recheck,
    entries_to_take,
    parked_articles,
)
from cases.feeds.health.assessing import sources_to_judge
from cases.feeds.models import FeedEntry
from cases.feeds.selectors import parked_feeds, watched_feeds
from cases.proposals.selectors import parked_readings, readings_to_do


@dataclass(frozen=True)
class Stage:
    """One stage: its name, its waiting rows, and the column that says since when they are due."""

    name: str
    waiting: Callable[[], "models.QuerySet[Any]"]
    due_field: str

    def oldest(self) -> datetime | None:
        """When the oldest due row became due; None when nothing waits."""
        value = (
            self.waiting()
            .filter(**{f"{self.due_field}__isnull": False})
            .order_by(self.due_field)
            .values_list(self.due_field, flat=True)
            .first()
        )
        return value if isinstance(value, datetime) else None


# Stages and parked rows of packages above this one, which put themselves here (`cases.receivers`).
further_stages: list[Stage] = []
further_parked: list[tuple[str, Callable[[], "models.QuerySet[Any]"]]] = []


def stages() -> list[Stage]:
    """All stages in the order an article passes them.

    A feed always waits for its next poll, and a row that failed for its next attempt: overdue is
    what lies in the past.
    """
    return [
        Stage("poll feeds", watched_feeds, "next_poll_at"),
        Stage("judge sources", sources_to_judge, "judge_at"),
        Stage("take entries", entries_to_take, "next_attempt_at"),
        Stage("fetch pages", articles_to_fetch, "next_attempt_at"),
        Stage("read pages", articles_to_extract, "next_attempt_at"),
        Stage("link to records", _articles_to_link, "next_attempt_at"),
        Stage("place in stories", _articles_to_place, "next_attempt_at"),
        Stage("read for proposals", readings_to_do, "next_attempt_at"),
        Stage("visit pages again", articles_to_recheck, "next_attempt_at"),
        *further_stages,
    ]


def parked() -> "list[tuple[str, models.QuerySet[Any]]]":
    """What was given up and waits for a person: a name and the rows, each with a `parked_reason`."""
    return [
        ("feeds", parked_feeds()),
        (
            "entries",
            FeedEntry.objects.filter(taken_at__isnull=True)
            .exclude(parked_reason="")
            .order_by("-id"),
        ),
        ("articles", parked_articles()),
        ("readings for proposals", parked_readings()),
        *((name, rows()) for name, rows in further_parked),
    ]


def _articles_to_place() -> "models.QuerySet[Article]":
    return Article.objects.filter(stage=ArticleStage.NAMED)


def _articles_to_link() -> "models.QuerySet[Article]":
    return Article.objects.filter(stage__in=[ArticleStage.EXTRACTED, ArticleStage.PLACED])
