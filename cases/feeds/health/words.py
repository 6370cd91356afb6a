"""The health of a source in plain words: what is wrong, since when, and what to do about it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from tracker.lib import clock


def health_in_words(cause: Mapping[str, Any], since: datetime | None) -> str:
    """One or two sentences on the cause (`Verdict.as_cause`), in the reader's language."""
    code = str(cause.get("code", "new"))
    figures = dict(cause.get("figures", {}))
    say = _SENTENCES.get(code, _SENTENCES["other"])
    sentence = say() % {
        "since": since_in_words(since),
        "status": figures.get("status") or "–",
        "reason": figures.get("reason") or "–",
        "usual": usual_in_words(figures.get("usual")),
        "week": figures.get("week", 0),
        "usual_week": round(float(figures.get("usual_week", 0))),
    }
    return sentence


def remarks_in_words(cause: Mapping[str, Any]) -> list[str]:
    """A sentence for each lesser matter of the cause."""
    return [_REMARKS[code]() for code in cause.get("remarks", ()) if code in _REMARKS]


def since_in_words(since: datetime | None) -> str:
    """“since Tuesday”, “since 3 November”: as a part of a sentence, nearer moments more exactly."""
    if since is None:
        return _("for some time")
    local, now = timezone.localtime(since), timezone.localtime(clock.now())
    age = now.date() - local.date()
    if age <= timedelta(0):
        return _("since %(time)s today") % {"time": date_format(local, "H:i")}
    if age < timedelta(days=7):
        return _WEEKDAYS[local.weekday()]()
    pattern = "j E" if local.year == now.year else "j E Y"
    return _("since %(day)s") % {"day": date_format(local, pattern)}


def outcome_in_words(outcome: str) -> str:
    """How a poll ended (`tracker.lib.http_outcomes.Outcome`), in the reader's language; “–” for none."""
    say = _OUTCOMES.get(outcome)
    return say() if say is not None else outcome or "–"


def usual_in_words(usual: float | int | str | None) -> str:
    """How much a source usually brings, from its mean a day."""
    if not isinstance(usual, int | float) or usual <= 0:
        return _("an unknown number of articles")
    if usual >= 0.95:
        count = round(usual)
        text = ngettext("about %(count)d article a day", "about %(count)d articles a day", count)
    elif usual * 7 >= 0.95:
        count = round(usual * 7)
        text = ngettext("about %(count)d article a week", "about %(count)d articles a week", count)
    else:
        count = max(round(usual * 30), 1)
        text = ngettext(
            "about %(count)d article a month", "about %(count)d articles a month", count
        )
    return text % {"count": count}


_Say = Callable[[], str]

_WEEKDAYS: tuple[_Say, ...] = (
    lambda: _("since Monday"),
    lambda: _("since Tuesday"),
    lambda: _("since Wednesday"),
    lambda: _("since Thursday"),
    lambda: _("since Friday"),
    lambda: _("since Saturday"),
    lambda: _("since Sunday"),
)

_OUTCOMES: dict[str, _Say] = {
    "ok": lambda: _("read"),
    "unchanged": lambda: _("nothing new"),
    "throttled": lambda: _("asked to come later"),
    "temporary": lambda: _("no answer this time"),
    "soft": lambda: _("not to be read today"),
    "hard": lambda: _("of no use as it is"),
    "refused": lambda: _("not allowed"),
}

_SENTENCES: dict[str, _Say] = {
    "well": lambda: _("It writes as usual: %(usual)s."),
    "new": lambda: _("It has been watched for too short a time to know its rhythm."),
    "silent": lambda: _("Usually %(usual)s, but nothing new %(since)s."),
    "empty": lambda: _(
        "The server answers, but has listed no articles %(since)s. Do they appear elsewhere now?"
    ),
    "quiet": lambda: _(
        "%(week)s new in the last seven days, where about %(usual_week)s are usual."
    ),
    "long_quiet": lambda: _(
        "Nothing new %(since)s. It has always written seldom, so this may be its rhythm."
    ),
    "gone": lambda: _(
        "The server says that the source was removed for good (410). Look for its new address."
    ),
    "parked": lambda: _(
        "Set aside %(since)s, because reading it failed again and again: %(reason)s"
    ),
    "web_page": lambda: _(
        "The server has answered with a web page instead of a feed %(since)s. "
        "Has the address changed?"
    ),
    "blank": lambda: _("The server has answered with an empty document %(since)s."),
    "not_feed": lambda: _("What the server has sent %(since)s is not a feed: %(reason)s."),
    "login": lambda: _("The server has asked for a login %(since)s (%(status)s)."),
    "forbidden": lambda: _(
        "The server has refused us %(since)s (%(status)s). It may keep out our network or country; "
        "another route may help."
    ),
    "refused": lambda: _("The server has refused the request %(since)s (%(status)s)."),
    "missing": lambda: _("There has been nothing at the address %(since)s (404). Has it moved?"),
    "throttled": lambda: _(
        "The server has asked us to come less often %(since)s. A longer interval may help."
    ),
    "server": lambda: _("The server has been failing %(since)s (%(status)s). We go on asking."),
    "certificate": lambda: _(
        "No secure connection to the site could be made %(since)s: %(reason)s."
    ),
    "robots": lambda: _(
        "The site’s robots.txt has forbidden this address %(since)s, so it is not asked."
    ),
    "robots_fails": lambda: _(
        "The server has failed on its robots.txt %(since)s; until it answers, nothing else may be asked."
    ),
    "route": lambda: _("It cannot be asked %(since)s: %(reason)s."),
    "selector": lambda: _(
        "The page has not had the links that its CSS selector means %(since)s: %(reason)s. "
        "Has the page been rebuilt?"
    ),
    "telegram": lambda: _(
        "Telegram has shown no posts of the channel %(since)s: %(reason)s. Is it still public?"
    ),
    "no_host": lambda: _(
        "The name of the site could not be found %(since)s. Is the domain still theirs?"
    ),
    "timeout": lambda: _("The server has not answered in time %(since)s."),
    "no_connection": lambda: _("No connection to the server has held %(since)s: %(reason)s."),
    "redirects": lambda: _("The address has led in a circle %(since)s: %(reason)s."),
    "blocked": lambda: _(
        "The address leads into a network that is closed to the watcher: %(reason)s."
    ),
    "too_large": lambda: _("The document has been too large to read %(since)s: %(reason)s."),
    "parser": lambda: _(
        "Reading the document has failed %(since)s; a developer should look at it: %(reason)s."
    ),
    "ours": lambda: _(
        "A fault of this installation has kept the source from being read %(since)s: %(reason)s"
    ),
    "other": lambda: _("The source could not be read %(since)s: %(reason)s."),
}

_REMARKS: dict[str, _Say] = {
    "moved": lambda: _("The server says that the source has moved to another address."),
    "validators_lie": lambda: _(
        "The server calls the document unchanged when it has changed (ETag, Last-Modified), so "
        "all of it is fetched every time."
    ),
    "only_duplicates": lambda: _(
        "Every article of late was listed by another source too: it may be a mirror."
    ),
    "wrong_dates": lambda: _(
        "Half of its dates or more cannot be true, so articles are dated by when they were first seen."
    ),
    "unsteady": lambda: _("It fails often: at least every third time within the last week."),
}
