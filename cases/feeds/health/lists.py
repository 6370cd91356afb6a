"""Reads for the page of sources: worst first, counts by health, the last weeks of each."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Value, When

from cases.feeds.models import Feed, FeedDay, Health
from cases.feeds.selectors import switched_on, switched_on_feeds
from tracker.lib import clock

NOT_WATCHED = "off"
WORST_FIRST = (Health.BROKEN, Health.SILENT, Health.QUIET, Health.NEW, Health.WELL)


def sources_worst_first(
    *, health: str = "", outlet: str = "", kind: str = "", language: str = ""
) -> QuerySet[Feed]:
    """Sources by how they do; within one health the newest turn first. `outlet` is part of a name.

    `health` may also be "off": sources that nobody watches, which otherwise come last.
    """
    on = switched_on()
    found = Feed.objects.select_related("outlet")
    if health == NOT_WATCHED:
        found = found.exclude(on)
    elif health:
        found = found.filter(on, health=health)
    if outlet:
        found = found.filter(
            Q(outlet__name__icontains=outlet)
            | Q(outlet__name_ru__icontains=outlet)
            | Q(url__icontains=outlet)
        )
    if kind:
        found = found.filter(kind=kind)
    if language:
        found = found.filter(Q(language=language) | Q(language="", outlet__languages=[language]))
    rank = Case(
        *(When(on & Q(health=one), then=Value(number)) for number, one in enumerate(WORST_FIRST)),
        default=Value(len(WORST_FIRST)),
        output_field=IntegerField(),
    )
    return found.annotate(rank=rank).order_by("rank", "-health_since", "pk")


def health_counts() -> dict[str, int]:
    """How many watched sources there are of each health; every health is a key."""
    counts = dict(
        switched_on_feeds().order_by().values_list("health").annotate(Count("pk")).order_by()
    )
    return {one.value: counts.get(one.value, 0) for one in WORST_FIRST}


def watched_and(health: Health) -> QuerySet[Feed]:
    """Watched sources of one health."""
    return switched_on_feeds().filter(health=health)


def languages_of_sources() -> list[str]:
    """The languages that sources are set to, in order."""
    rows = Feed.objects.exclude(language="").order_by("language")
    return list(rows.values_list("language", flat=True).distinct())


def last_days(feeds: Sequence[int], *, days: int) -> dict[int, list[FeedDay | None]]:
    """The rows of the last `days` days of each feed, oldest first; None where there is no row."""
    today = clock.today()
    first = today - timedelta(days=days - 1)
    found: defaultdict[int, dict[date, FeedDay]] = defaultdict(dict)
    for row in FeedDay.objects.filter(feed_id__in=feeds, day__gte=first):
        found[row.feed_id][row.day] = row
    calendar = [first + timedelta(days=number) for number in range(days)]
    return {pk: [found[pk].get(day) for day in calendar] for pk in feeds}
