"""`python -m tests.bench.health [SOURCES]`: how long judging takes, first for all that turn, then for all that stay."""

import sys
import time
from datetime import timedelta


def print_figures(sources: int) -> None:
    """Make so many sources with twelve weeks of days and twenty entries, judge them, print CPU and clock."""
    import django

    django.setup()
    from django.db import connection, reset_queries
    from django.test.utils import CaptureQueriesContext

    from cases.feeds.health.assessing import judge_sources
    from cases.feeds.models import Feed, Outlet
    from cases.feeds.tasks import JUDGED_BATCH
    from tracker.lib import clock

    now = clock.now()
    outlet = Outlet.objects.create(name="Bench", slug=f"bench-health-{now.timestamp()}")
    Feed.objects.bulk_create(
        Feed(
            outlet=outlet,
            url=f"https://bench.example/{now.timestamp()}/{number}",
            active=False,
            last_success_at=now,
        )
        for number in range(sources)
    )
    Feed.objects.filter(outlet=outlet).update(created_at=now - timedelta(days=100))
    with connection.cursor() as cursor:
        cursor.execute(_DAYS, [outlet.pk])
        cursor.execute(_ENTRIES, [outlet.pk])
        cursor.execute("ANALYZE cases_feed, cases_feedday, cases_feedentry")
    ids = list(Feed.objects.filter(outlet=outlet).order_by("pk").values_list("pk", flat=True))
    for title in ("first time, every verdict new", "again, nothing changed"):
        reset_queries()
        wall, cpu, asked, turned = time.perf_counter(), time.process_time(), 0, 0
        for start in range(0, len(ids), JUDGED_BATCH):
            with CaptureQueriesContext(connection) as captured:
                turned += len(judge_sources(ids[start : start + JUDGED_BATCH]))
            asked = max(asked, len(captured))
        print(
            f"judging {sources:,} sources, {title}: {time.process_time() - cpu:.1f} s of CPU here, "
            f"{time.perf_counter() - wall:.1f} s in all, {turned:,} turns, at most {asked} queries "
            f"for {JUDGED_BATCH}"
        )
    Feed.objects.filter(outlet=outlet).delete()
    outlet.delete()


# Five in six write six a day; the others have been silent for five days.
_DAYS = """
INSERT INTO cases_feedday (feed_id, day, polls, unchanged, failures, entries_seen, entries_new)
SELECT feed.id, (now() AT TIME ZONE 'utc')::date - back, 48, 42, 0, 120,
       CASE WHEN feed.id %% 6 = 0 AND back < 5 THEN 0 ELSE 3 + (feed.id + back) %% 7 END
FROM cases_feed feed, generate_series(0, 83) back WHERE feed.outlet_id = %s
"""
_ENTRIES = """
INSERT INTO cases_feedentry (feed_id, guid, guid_sha256, url, title, summary, author, language,
    image_url, published_at, published_claim, content_sha256, earlier, details, first_seen_at,
    last_seen_at, attempts, parked_reason)
SELECT feed.id, 'g' || n, md5('g' || n), 'https://bench.example/' || n, 'Title', '', '', '', '',
       seen, '', '', '[]', '{}', seen, seen, 0, ''
FROM cases_feed feed, generate_series(1, 20) n,
     LATERAL (SELECT now() - CASE WHEN feed.id %% 6 = 0 THEN interval '5 days' ELSE interval '1 hour' END
              AS seen) AS moment
WHERE feed.outlet_id = %s
"""

if __name__ == "__main__":
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tracker.settings")
    print_figures(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
