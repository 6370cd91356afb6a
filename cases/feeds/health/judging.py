"""How a source does, judged by its own history. Pure: everything it depends on is an argument.

A source is *broken* when asking it fails, *silent* when it answers but brings nothing for longer
than its own rhythm can explain, *quiet* when it brings much less than it used to, *new* while too
little is known of it, else *well*. The cause is a code with figures; `health_words` says it.

Silence is a question of probability. Each weekday has its own usual number, over the eight weeks
before the last new entry; days scatter more than chance alone (negative binomial, its spread taken
from the same weeks). A source is silent when so many days without an entry would be a matter of one
in ten thousand, and are longer than any pause of those weeks. A daily with twelve articles is missed
after a day, one that rests at weekends is not missed on Sunday, one that writes twice a month not
before the window ends.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import fmean, median

from cases.feeds.health.volume import (
    ENOUGH_DAYS,
    Day,
    Usual,
    chance_of_pause,
    lower_tail,
    midnight,
    usual_of,
)

WINDOW_DAYS = 84  # days of history that the judge is given
IMPROBABLE = 1e-4
PAUSES_LONGER = 1.25  # than the longest pause on record
# Sources of a steady rhythm are missed sooner than chance allows: four times their longest pause.
STEADY_PAUSES = 4
SHORTEST_SILENCE = timedelta(days=1)
EMPTY_AFTER = timedelta(days=3)
QUIET_SHARE = 0.4
QUIET_IMPROBABLE = 1e-3
QUIET_LEAST_A_WEEK = 7
MEANT_AFTER = timedelta(hours=6)
TEMPORARY_AFTER = timedelta(hours=12)
TEMPORARY_AT_LATEST = timedelta(hours=24)
UNSTEADY_SHARE = 0.3
MOST_DUPLICATES = 0.98
ENOUGH_FOR_DUPLICATES = 10
WRONG_CLOCK_SHARE = 0.5

Figure = int | float | str


@dataclass(frozen=True)
class SourceFacts:
    """What is known of a source at the moment of judging.

    `days` are its rows of the last WINDOW_DAYS, in any order. `shared` is the share of its newest
    entries whose article another source listed too, `recent` how many those were, and
    `wrong_dates` the share of them whose date could not be true. `was`, `was_since` and `was_usual`
    are the last verdict: a silence that outlasts the window is still the same silence.
    """

    watched_since: datetime
    failures: float = 0.0
    outcome: str = ""
    reason: str = ""
    status: int = 0
    parked_at: datetime | None = None
    parked_reason: str = ""
    last_success_at: datetime | None = None
    last_new_at: datetime | None = None
    moved_to: str = ""
    validators_lie: bool = False
    recent: int = 0
    shared: float = 0.0
    wrong_dates: float = 0.0
    was: str = ""
    was_since: datetime | None = None
    was_usual: float | None = None
    days: Sequence[Day] = ()


@dataclass(frozen=True)
class Verdict:
    """How the source does, since when, and why. `remarks` are codes of lesser matters."""

    health: str
    code: str
    since: datetime
    figures: Mapping[str, Figure] = field(default_factory=dict)
    remarks: tuple[str, ...] = ()

    def as_cause(self) -> dict[str, object]:
        """The cause as it is kept: code, figures, remarks."""
        return {
            "code": self.code,
            "figures": dict(self.figures),
            "remarks": list(self.remarks),
        }


def judge(facts: SourceFacts, *, now: datetime) -> Verdict:
    """Decide how the source does. Answers the same for the same facts and moment."""
    days = sorted(facts.days, key=lambda day: day.day)
    remarks = _remarks(facts, days, now)
    figures: dict[str, Figure] = {"shared": round(facts.shared, 3), "recent": facts.recent}
    known = usual_of(days, watched_since=facts.watched_since, last_new_at=facts.last_new_at)
    if known is not None:
        figures["usual"] = round(known.mean, 3)
    found = _broken(facts, days, now) or _silent(facts, days, known, now)
    if found is None and known is not None:
        found = _quiet(days, now)
    if found is None:
        observed = sum(day.answered for day in days)
        health = "well" if observed >= ENOUGH_DAYS else "new"
        found = Verdict(health, health, now)
    return Verdict(found.health, found.code, found.since, figures | dict(found.figures), remarks)


# ---- broken

_BY_STATUS = {
    401: "login",
    402: "login",
    403: "forbidden",
    404: "missing",
    407: "login",
    410: "gone",
    429: "throttled",
    451: "forbidden",
    511: "login",
}
# By the phrases of `tracker.lib.http_outcomes`, of the parser and of the poll, first match wins.
_BY_PHRASE: tuple[tuple[str, str], ...] = (
    (r"robots\.txt .*(allow|forbid)", "robots"),
    (r"robots\.txt", "robots_fails"),
    (r"fault of this installation", "ours"),
    (r"to be reached through .* not set", "route"),
    (r"CSS selector", "selector"),
    (r"Telegram", "telegram"),
    (r"web page \(HTML\)|page \(HTML\)", "web_page"),
    (r"document is empty", "blank"),
    (r"kills its parser|parser failed", "parser"),
    (
        r"not a feed|sitemap|an index that|gzip|a web page|neither XML|XML of another kind|JSON|dangerous XML|cut off",
        "not_feed",
    ),
    (r"certificate|secure connection", "certificate"),
    (r"host name", "no_host"),
    (r"too large|compressed", "too_large"),
    (r"redirects", "redirects"),
    (r"address not allowed", "blocked"),
    (r"in time", "timeout"),
    (r"connection|hung up|broke off", "no_connection"),
)
_BEFORE_STATUS = 7  # so many of them say more than the status does
_TEMPORARY = frozenset(
    {"throttled", "server", "robots_fails", "no_host", "timeout", "no_connection", "ours"}
)


def cause_of_failure(*, status: int, reason: str, parked: bool = False) -> str:
    """The code of what goes wrong, from the HTTP status (0 for none) and the poll's own phrase."""
    if parked and status != 410 and "410" not in reason:
        return "parked"
    if "(410)" in reason:
        return "gone"
    for phrase, code in _BY_PHRASE[:_BEFORE_STATUS]:
        if re.search(phrase, reason, re.IGNORECASE):
            return code
    if status in _BY_STATUS:
        return _BY_STATUS[status]
    if 500 <= status <= 599:
        return "server"
    for phrase, code in _BY_PHRASE[_BEFORE_STATUS:]:
        if re.search(phrase, reason, re.IGNORECASE):
            return code
    return "refused" if 400 <= status <= 499 else "other"


def failing_since(
    days: Sequence[Day], last_success_at: datetime | None, watched_since: datetime
) -> datetime:
    """When the failures in a row began: to the moment or, where days are all we have, to the day."""
    floor = last_success_at or watched_since
    failed = [day.day for day in days if day.failures and day.day >= floor.date()]
    return max(floor, midnight(min(failed))) if failed else floor


def _broken(facts: SourceFacts, days: Sequence[Day], now: datetime) -> Verdict | None:
    figures: dict[str, Figure] = {"status": facts.status, "reason": facts.reason}
    if facts.parked_at is not None:
        code = cause_of_failure(status=facts.status, reason=facts.parked_reason, parked=True)
        figures["reason"] = facts.parked_reason
        return Verdict("broken", code, facts.parked_at, figures)
    if facts.failures <= 0:
        return None
    since = failing_since(days, facts.last_success_at, facts.watched_since)
    failed = sum(day.failures for day in days if day.day >= since.date())
    code = cause_of_failure(status=facts.status, reason=facts.reason)
    age = now - since
    if code in _TEMPORARY:
        is_broken = age >= TEMPORARY_AT_LATEST or age >= TEMPORARY_AFTER and failed >= 2
    else:
        is_broken = age >= MEANT_AFTER
    figures["polls"] = failed
    return Verdict("broken", code, since, figures) if is_broken else None


# ---- silent and quiet


def _silent(
    facts: SourceFacts, days: Sequence[Day], known: Usual | None, now: datetime
) -> Verdict | None:
    if facts.failures > 0 and facts.last_success_at is None:
        return None
    since = facts.last_new_at or facts.watched_since
    pause = now - since
    figures: dict[str, Figure] = {"days": pause.days}
    read = [day for day in days if day.was_read]
    if read and read[-1].seen == 0 and pause >= EMPTY_AFTER:
        return Verdict("silent", "empty", since, figures)
    if facts.last_new_at is None or pause < SHORTEST_SILENCE:
        return None
    if facts.was == "silent" and facts.was_since == since:
        if known is None and facts.was_usual is not None:
            figures["usual"] = facts.was_usual
        return Verdict("silent", "silent", since, figures)
    if known is None:
        # Nothing within the window, or too little to know a rhythm: only age counts.
        if pause >= timedelta(days=WINDOW_DAYS):
            return Verdict("quiet", "long_quiet", since, figures)
        return None
    elapsed = pause / timedelta(days=1)
    steady = known.is_steady and elapsed > STEADY_PAUSES * (known.longest_pause + 1)
    if elapsed > 1 + PAUSES_LONGER * known.longest_pause and (
        steady or chance_of_pause(known, days, since, now) < IMPROBABLE
    ):
        return Verdict("silent", "silent", since, figures)
    return None


def _quiet(days: Sequence[Day], now: datetime) -> Verdict | None:
    """The last seven whole days against the weeks before them."""
    by_day = {day.day: day for day in days}
    weeks = []
    for week in range(9):
        of_week = [
            by_day[day]
            for back in range(7)
            if (day := now.date() - timedelta(days=1 + 7 * week + back)) in by_day
        ]
        if sum(day.answered for day in of_week) >= 6:
            weeks.append(sum(day.new for day in of_week))
        elif week == 0:
            return None
    last, before = weeks[0], weeks[1:]
    if len(before) < 4:
        return None
    most = 2 * median(before) + 5  # a burst long ago makes no ordinary week quiet
    before = [min(count, round(most)) for count in before]
    mean = fmean(before)
    if mean < QUIET_LEAST_A_WEEK or last > QUIET_SHARE * mean:
        return None
    variance = sum((count - mean) ** 2 for count in before) / (len(before) - 1)
    if lower_tail(last, mean=mean, variance=variance) >= QUIET_IMPROBABLE:
        return None
    figures: dict[str, Figure] = {"week": last, "usual_week": round(mean, 1)}
    return Verdict("quiet", "quiet", midnight(now.date() - timedelta(days=7)), figures)


# ---- lesser matters


def _remarks(facts: SourceFacts, days: Sequence[Day], now: datetime) -> tuple[str, ...]:
    found = []
    if facts.moved_to:
        found.append("moved")
    if facts.validators_lie:
        found.append("validators_lie")
    if facts.recent >= ENOUGH_FOR_DUPLICATES and facts.shared >= MOST_DUPLICATES:
        found.append("only_duplicates")
    if facts.recent >= ENOUGH_FOR_DUPLICATES and facts.wrong_dates >= WRONG_CLOCK_SHARE:
        found.append("wrong_dates")
    week = [day for day in days if day.day > now.date() - timedelta(days=7)]
    polls, failures = sum(day.polls for day in week), sum(day.failures for day in week)
    if facts.failures <= 0 and failures >= 5 and failures >= UNSTEADY_SHARE * polls:
        found.append("unsteady")
    return tuple(found)
