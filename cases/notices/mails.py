"""The digest as a mail: plain text with links, in the reader's language."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from cases.feeds.health.words import health_in_words
from cases.feeds.models import Health
from cases.notices.models import StaffDigest
from cases.notices.selectors import COUNTED, MOST_LISTED, News, Told, site_address


@dataclass(frozen=True)
class _Line:
    """A source as the mail lists it."""

    outlet: str
    words: str
    url: str


def digest_mail(digest: StaffDigest, news: News) -> EmailMessage:
    """The mail of the digest. Its Message-ID is the row's own: sent twice, it is known as the same."""
    site = site_address()
    with translation.override(digest.account.language or settings.LANGUAGE_CODE):
        body = render_to_string("notices/staff_digest.txt", _context(news, site))
        subject = _subject(news)
        my_mail = site + reverse("admin:my_mail")
    host = urlsplit(site).hostname or "localhost"
    return EmailMessage(
        subject,
        body,
        to=[digest.account.email],
        headers={
            "Message-ID": f"<staff-digest-{digest.day:%Y%m%d}-{digest.account_id}@{host}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{my_mail}>",
        },
    )


def _subject(news: News) -> str:
    parts = []
    if count := len(news.broke):
        parts.append(
            ngettext("%(count)d source broke", "%(count)d sources broke", count) % {"count": count}
        )
    if count := len(news.fell_silent):
        text = ngettext("%(count)d fell silent", "%(count)d fell silent", count)
        parts.append(text % {"count": count})
    if count := len(news.came_back):
        parts.append(
            ngettext("%(count)d came back", "%(count)d came back", count) % {"count": count}
        )
    if news.stuck:
        parts.append(_("work stands still"))
    return _("Sources: %(news)s") % {"news": ", ".join(parts) or _("what is open this week")}


def _context(news: News, site: str) -> dict[str, Any]:
    return {
        "sections": [
            (_("Broken"), *_lines(news.broke, site)),
            (_("Fallen silent"), *_lines(news.fell_silent, site)),
            (_("Back again"), *_lines(news.came_back, site)),
        ],
        "waits": _what_waits(news),
        "sources_url": site + reverse("admin:source_health"),
        "queue_url": site + reverse("admin:review_queue"),
        "my_mail_url": site + reverse("admin:my_mail"),
        "broken": news.counts.get(Health.BROKEN, 0),
        "silent": news.counts.get(Health.SILENT, 0),
        "watched": sum(news.counts.values()),
    }


def _lines(told: list[Told], site: str) -> tuple[list[_Line], int]:
    lines = [
        _Line(
            one.feed.outlet.name,
            health_in_words(one.change.cause, one.change.since),
            site + reverse("admin:source_health_one", args=[one.feed.pk]),
        )
        for one in told[:MOST_LISTED]
    ]
    return lines, len(told) - len(lines)


def _what_waits(news: News) -> list[str]:
    waits = []
    if news.to_review:
        count = f"{COUNTED}+" if news.to_review > COUNTED else str(news.to_review)
        waits.append(_("Links to decide: %(count)s") % {"count": count})
    waits += [
        _("Parked (%(what)s): %(count)s")
        % {"what": _PARKED.get(name, str)(name), "count": f"{count}"}
        for name, count in news.parked
    ]
    waits += [
        _("Standing still (%(stage)s) since %(time)s UTC")
        % {"stage": _STAGES.get(one.name, str)(one.name), "time": f"{one.since:%Y-%m-%d %H:%M}"}
        for one in news.stuck
    ]
    return waits


_STAGES = {
    "poll feeds": lambda name: pgettext("stage", "polling of sources"),
    "judge sources": lambda name: pgettext("stage", "judging of sources"),
    "take entries": lambda name: pgettext("stage", "taking of entries"),
    "fetch pages": lambda name: pgettext("stage", "fetching of pages"),
    "read pages": lambda name: pgettext("stage", "reading of pages"),
    "place in stories": lambda name: pgettext("stage", "placing in stories"),
    "link to records": lambda name: pgettext("stage", "linking to records"),
    "send staff digests": lambda name: pgettext("stage", "sending of these mails"),
}
_PARKED = {
    "feeds": lambda name: pgettext("parked", "sources"),
    "entries": lambda name: pgettext("parked", "feed entries"),
    "articles": lambda name: pgettext("parked", "articles"),
    "staff digests": lambda name: pgettext("parked", "mails to staff"),
}
