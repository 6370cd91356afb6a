"""When two links are one article. Pure.

The address decides: in its canonical spelling, without the scheme and without "www.", so that a
feed that still says http and a page that says https meet. Entries without an address are told
apart by their feed and guid.
"""

import hashlib
from urllib.parse import urlsplit

from tracker.lib.web_sites import is_same_site, site_of
from tracker.lib.web_urls import canonical_url

__all__ = ["article_address", "article_key", "article_key_of_guid", "is_same_site", "site_of"]


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


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
