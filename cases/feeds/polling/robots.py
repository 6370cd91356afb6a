"""What a site's robots.txt allows us (RFC 9309), and how fast it wants to be asked. Pure."""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

# The name that site owners may address us by; the User-Agent header begins with it.
OUR_TOKEN = "CaseTracker"
LONGEST_TEXT = 500_000  # RFC 9309, section 2.5: parsers must read at least 500 kibibytes
KEPT_FOR = timedelta(hours=24)  # section 2.4
TRIED_AGAIN_AFTER = timedelta(hours=1)
# Section 2.3.1.4: rules read before hold on while the server fails, but not for ever.
OLD_RULES_HOLD = timedelta(days=30)
LONGEST_CRAWL_DELAY = 60.0  # seconds; a feed must be heard within the day


class Verdict(StrEnum):
    """What is known of a site's robots.txt."""

    ALL = "all"  # nothing is forbidden to us
    NONE = "none"  # its server fails on robots.txt, so nothing else is asked
    RULES = "rules"  # its text decides


@dataclass(frozen=True)
class Robots:
    """The answer to robots.txt as it is kept: `text` only where rules decide, `note` for people."""

    verdict: Verdict
    text: str = ""
    note: str = ""
    crawl_delay: float | None = None
    due_after: timedelta = KEPT_FOR


def read_robots(*, status: int, body: bytes, reason: str = "") -> Robots:
    """What an answer means: `status` 0 when none came (then `reason` says why).

    4xx allows everything, 5xx forbids everything until it answers again (RFC 9309, section 2.3.1).
    A site that cannot be reached at all is allowed: its feed will not be reached either, and the
    feed's own failure is the one that people should read.
    """
    if status == 0:
        return Robots(
            Verdict.ALL,
            note=f"robots.txt could not be had: {reason}"[:200],
            due_after=TRIED_AGAIN_AFTER,
        )
    if status >= 500:
        note = f"robots.txt is answered by {status}: nothing is asked until that ends"
        return Robots(Verdict.NONE, note=note, due_after=TRIED_AGAIN_AFTER)
    if status != 200:
        return Robots(Verdict.ALL, note=f"robots.txt is answered by {status}")
    text = body[:LONGEST_TEXT].decode("utf-8", errors="replace").replace("\0", "")
    rules = _rules(text)
    delay = rules.crawl_delay(OUR_TOKEN)
    wait = min(max(float(delay), 0.0), LONGEST_CRAWL_DELAY) if delay is not None else None
    note = "robots.txt is cut at 500 kB" if len(body) > LONGEST_TEXT else ""
    if not _forbids_anything(text):
        return Robots(Verdict.ALL, note=note, crawl_delay=wait)
    return Robots(Verdict.RULES, text=text, note=note, crawl_delay=wait)


def allows(text: str, url: str) -> bool:
    """Whether the rules of `text` let us ask for the address."""
    return bool(_rules(text).can_fetch(url, OUR_TOKEN))


def robots_address(url: str) -> str:
    """Where the rules for an address stand."""
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}/robots.txt"


def _forbids_anything(text: str) -> bool:
    for line in text.splitlines():
        name, _, value = line.partition("#")[0].partition(":")
        if name.strip().lower().replace("-", "") in ("disallow", "dissallow", "disalow"):
            if value.strip():
                return True
    return False


@lru_cache(maxsize=256)
def _rules(text: str) -> Protego:
    return Protego.parse(text)
