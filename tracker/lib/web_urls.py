"""One spelling for each web address, so that an article reached by two links is one article.

Nothing here asks the network, and nothing here says that an address may be asked: see
`network_guard` for that.
"""

from __future__ import annotations

import re
from urllib.parse import quote, unquote_to_bytes, urljoin, urlsplit

from tracker.lib.network_guard import AddressRefused, ascii_host

# Parameters that say where a reader came from, never what the page is.
_TRACKING = frozenset(
    {
        "_openstat",
        "at_campaign",
        "at_medium",
        "cmpid",
        "dclid",
        "efid",
        "fbclid",
        "gad_source",
        "gbraid",
        "gclid",
        "gclsrc",
        "igsh",
        "igshid",
        "mc_cid",
        "mc_eid",
        "mibextid",
        "mkt_tok",
        "msclkid",
        "ocid",
        "oly_anon_id",
        "oly_enc_id",
        "smid",
        "srsltid",
        "twclid",
        "ttclid",
        "vero_id",
        "wbraid",
        "wickedid",
        "wt_mc",
        "wt.mc_id",
        "yclid",
        "ymclid",
        "ysclid",
    }
)
_TRACKING_PREFIXES = ("utm_", "pk_", "mtm_", "hsa_", "at_custom")

_UNRESERVED = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~"
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_AMP_CACHE_PATH = re.compile(r"/(?:[acirv]/)?(s/)?([^/]+\.[^/]+/.*)\Z")
_AMP_VIEWER_PATH = re.compile(r"/amp/(s/)?([^/]+\.[^/]+/.*)\Z")
_AMP_TAIL = re.compile(r"(?<=[^/])/amp(?:/index\.html)?/?\Z|(?<=[^/])\.amp(?=(?:\.html)?\Z)")
_AMP_PARAMETERS = frozenset({"amp", "outputtype=amp", "_amp=true", "amp_js_v", "usqp"})
_DEFAULT_PORTS = {"http": 80, "https": 443}


def canonical_url(url: str) -> str:
    """The one spelling of an article's address, in ASCII; applying it twice changes nothing.

    Lower-case scheme and host (IDNA), no user name, default port, fragment, tracking parameters or
    AMP wrapping, one way of percent-encoding, parameters sorted. The scheme itself, `www.` and a
    trailing slash are kept: servers may mean something by them. Raises ValueError for what is not
    a web address.
    """
    text = url.strip()
    for _ in range(3):  # an AMP cache may wrap an address that is an AMP page itself
        spelled = _canonical_once(text)
        if spelled == text:
            break
        text = spelled
    return text


def host_of(url: str) -> str:
    """The lower-case ASCII host of an address, without port; "" when there is none."""
    try:
        host = urlsplit(url.strip()).hostname or ""
        return host if ":" in host else ascii_host(host) if host else ""
    except ValueError:
        return ""


def absolute_url(link: str, base: str) -> str:
    """The full http(s) address of a link found on a page; "" for every other scheme.

    "javascript:", "data:", "mailto:" and broken links give "", however they are spelled.
    """
    # Browsers drop these inside a scheme, so "java\tscript:" is one; so do we, before judging. Lone
    # surrogates, which JSON may hold, can be stored nowhere.
    text = re.sub(r"[\x00-\x1f\ud800-\udfff]", "", link).strip()
    try:
        joined = urljoin(base, text)
        parts = urlsplit(joined)
        host = parts.hostname
    except ValueError:
        return ""
    return joined if parts.scheme in ("http", "https") and host else ""


def _canonical_once(text: str) -> str:
    parts = urlsplit(text)
    scheme = parts.scheme.lower()
    if scheme not in _DEFAULT_PORTS:
        raise ValueError("not an http or https address")
    if not parts.hostname:
        raise ValueError("the address names no host")
    host = _host(parts.hostname)
    port = parts.port
    unwrapped = _amp_target(host, parts.path)
    if unwrapped is not None:
        return f"{unwrapped}?{parts.query}" if parts.query else unwrapped
    if port is not None and port != _DEFAULT_PORTS[scheme]:
        host = f"{host}:{port}"
    path = _AMP_TAIL.sub("", _path(parts.path)) or "/"
    query = _query(parts.query)
    return f"{scheme}://{host}{path}{'?' if query else ''}{query}"


def _host(host: str) -> str:
    if ":" in host:
        return f"[{host.lower()}]"
    try:
        return ascii_host(host)
    except AddressRefused as error:
        raise ValueError(error.reason) from error


def _path(path: str) -> str:
    """Dot segments resolved, one way of percent-encoding."""
    kept: list[str] = []
    segments = path.split("/")[1:] if path.startswith("/") else path.split("/")
    for number, segment in enumerate(segments):
        last = number == len(segments) - 1
        plain = segment.replace("%2e", ".").replace("%2E", ".")
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(_encoded(segment, safe="!$&'()*+,;=:@"))
        if plain in (".", "..") and last:
            kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    """Parameters sorted by name, without tracking; those of one name keep their order."""
    kept = []
    for pair in query.split("&"):
        name = pair.partition("=")[0].lower()
        if not pair or name in _TRACKING or name.startswith(_TRACKING_PREFIXES):
            continue
        if name in _AMP_PARAMETERS or pair.lower() in _AMP_PARAMETERS:
            continue
        kept.append(_encoded(pair, safe="!$'()*+,;=:@/?"))
    return "&".join(sorted(kept, key=lambda pair: pair.partition("=")[0]))


def _encoded(text: str, *, safe: str) -> str:
    """Upper-case escapes, unreserved characters in clear, the rest as UTF-8 escapes."""

    def settle(match: re.Match[str]) -> str:
        byte = unquote_to_bytes(match.group())
        return byte.decode("ascii") if byte in _UNRESERVED else match.group().upper()

    return quote(_ENCODED.sub(settle, text), safe=safe + "%")


def _amp_target(host: str, path: str) -> str | None:
    """The address inside a link to an AMP cache or viewer, or None."""
    if host.endswith(".cdn.ampproject.org") or host == "cdn.ampproject.org":
        match = _AMP_CACHE_PATH.match(path)
    elif host.startswith("www.google."):
        match = _AMP_VIEWER_PATH.match(path)
    else:
        return None
    if match is None:
        return None
    return f"{'https' if match.group(1) else 'http'}://{match.group(2)}"
