"""Which part of an address one owner holds, by the public suffix list. Pure; asks nobody."""

from urllib.parse import urlsplit

from tld import get_fld  # the public suffix list, with the package; asks nobody

from tracker.lib.web_urls import canonical_url


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
