"""When two links are one article. Pure.

The address decides: in its canonical spelling, without the scheme and without "www.", so that a
feed that still says http and a page that says https meet. Entries without an address are told
apart by their feed and guid.
"""

import hashlib
from collections.abc import Sequence
from urllib.parse import urlsplit, urlunsplit

from tracker.lib.web_sites import is_same_site, site_of
from tracker.lib.web_urls import canonical_url, host_of

__all__ = [
    "article_address",
    "article_key",
    "article_key_of_guid",
    "is_mirror",
    "is_same_site",
    "original_of_mirror",
    "site_of",
]


def article_address(url: str) -> str:
    """The address as it is kept and shown: the canonical spelling. Raises ValueError if it is none."""
    return canonical_url(url)


def article_key(url: str) -> str:
    """The identity of the article at `url`: 64 hexadecimal digits, the same for every spelling.

    Raises ValueError for what is not a web address.
    """
    parts = urlsplit(canonical_url(url))
    host = parts.netloc.removeprefix("www.")
    path = parts.path.rstrip("/") or "/"
    return _digest(f"{host}{path}?{parts.query}" if parts.query else f"{host}{path}")


def article_key_of_guid(feed_id: int, guid: str) -> str:
    """The identity of an entry that names no address: its guid counts within its feed only."""
    return _digest(f"guid:{feed_id}:{guid}")


def is_mirror(url: str, mirrors: Sequence[str]) -> bool:
    """Whether the address is on one of the hosts; "*.example.net" means every host below it."""
    host = host_of(url)
    return bool(host) and any(
        host.endswith(mirror[1:]) if mirror.startswith("*.") else host == mirror
        for mirror in (mirror.strip().lower() for mirror in mirrors)
        if mirror
    )


def original_of_mirror(url: str, *, mirrors: Sequence[str], site_url: str) -> str:
    """The same page on the outlet's own site, where `url` is on a mirror of it; else `url`.

    A mirror answers for the paths of the site, so scheme and host are all that changes.
    """
    if not mirrors or not site_url or not is_mirror(url, mirrors):
        return url
    site, parts = urlsplit(site_url), urlsplit(url)
    return urlunsplit((site.scheme, site.netloc, parts.path, parts.query, ""))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
