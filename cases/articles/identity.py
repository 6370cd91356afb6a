"""When two links are one article. Pure.

The address decides: in its canonical spelling, without the scheme and without "www.", so that a
feed that still says http and a page that says https meet. Entries without an address are told
apart by their feed and guid.
"""

import hashlib
from urllib.parse import urlsplit

from tld import get_fld  # the public suffix list, with the package; asks nobody

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


def site_of(url: str) -> str:
    """The part of an address that one owner holds: `example.co.uk` of `news.example.co.uk`.

    By the public suffix list; under a suffix it does not know, the last two labels. For addresses
    in numbers and names without a dot host and port together. "" for what is not a web address.
    """
    try:
        parts = urlsplit(canonical_url(url))
    except ValueError:
        return ""
    host = parts.hostname or ""
    owned = get_fld(f"http://{host}/", fail_silently=True, search_private=True)
    if owned:
        return str(owned)
    labels = host.split(".")
    return parts.netloc if len(labels) < 2 or labels[-1].isdecimal() else ".".join(labels[-2:])


def is_same_site(one: str, other: str) -> bool:
    """Whether both addresses belong to one owner, as far as addresses can tell."""
    return bool(site_of(one)) and site_of(one) == site_of(other)


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
