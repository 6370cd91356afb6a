"""The admin of records, evidence and news; connects what `tracker.lib.admin` asks of the apps."""

from cases.admin import (  # noqa: F401  (they register)
    access,
    casefile,
    changes,
    charges,
    detention,
    evidence,
    feeds,
    imports,
    institutions,
    laws,
    letters,
    linking,
    news,
    pages,
    record,
    review_queue,
    site,
    source_health,
)
