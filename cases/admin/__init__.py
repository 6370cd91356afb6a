"""The admin of records, evidence and news; connects what `tracker.lib.admin` asks of the apps."""

from cases.admin import (  # noqa: F401  (they register)
    access,
    casefile,
    changes,
    charges,
    detention,
    evidence,
    feeds,
    finding_sources,
    imports,
    institutions,
    laws,
    letters,
    linking,
    news,
    opml,
    pages,
    record,
    review_queue,
    site,
    source_health,
)
