"""What outgoing requests may reach: public addresses on the web's own ports, and nothing else.

Two doors stand one behind the other. `check_url` refuses an address before any byte is sent, from
its text alone. `is_public_address` is asked again for every socket, with the very address that
socket is about to use (see `http_exchange`), so a name that changes its answer after the check
gains nothing. Both close on doubt: an address that two parsers might read differently is refused,
not repaired.
"""

from __future__ import annotations

import functools
import ipaddress
import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

import idna

IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

MAX_URL_LENGTH = 2048

# The IANA special-purpose registries, written out: what Python's `is_global` means has changed
# between patch releases, and a guard must not change with them. `is_global` is asked as well.
_CLOSED_V4 = tuple(
    ipaddress.IPv4Network(block)
    for block in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier NAT; 100.100.100.200 is a cloud's metadata service
        "127.0.0.0/8",
        "169.254.0.0/16",  # link-local; 169.254.169.254 is the other metadata service
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/4",
        "240.0.0.0/4",
    )
)
# Only 2000::/3 is handed out to the public; these parts of it lead elsewhere (6to4 and Teredo carry
# an IPv4 address inside, so 2002:7f00:1:: would be 127.0.0.1). Mapped, NAT64 and IPv4-compatible
# forms lie outside 2000::/3 and are refused with the rest.
_OPEN_V6 = ipaddress.IPv6Network("2000::/3")
_CLOSED_V6 = tuple(
    ipaddress.IPv6Network(block)
    for block in ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
)

# Names that by agreement never lead to the public web (RFC 6761, 6762, 7686, 8375, ICANN
# `internal`).
_CLOSED_SUFFIXES = (
    "localhost",
    "local",
    "localdomain",
    "internal",
    "intranet",
    "private",
    "corp",
    "home",
    "lan",
    "arpa",
    "onion",
    "i2p",
)

_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?\Z")
_PORT = re.compile(r"[0-9]{1,5}\Z")
# What urlsplit and yarl would drop, fold or cut at: controls, spaces of all kinds, and backslash
# (which browsers read as a slash). Lone surrogates come from undecodable bytes in a header.
_ODD_CHARACTER = re.compile(
    r"[\x00-\x20\x7f-\xa0\\\u1680\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ud800-\udfff\ufeff]"
)
_PATH_SAFE = "%/:=&?~+!$,;'@()*[]"


class AddressRefused(ValueError):
    """An address that we do not ask for; `reason` is one of a few fixed phrases."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class FetchPolicy:
    """What the settings say about outgoing requests.

    `allowed_addresses` are literal addresses with a port ("127.0.0.1:8099", "[::1]:8099") that may
    be asked although they are not public: the demo's outlets, a test's server. Names are not
    accepted there, since a name could come to mean something else. `own_hosts` are this site's
    public names, which we never fetch from (a redirect to ourselves would let a stranger press our
    buttons). `proxy` is a proxy that understands HTTP CONNECT ("http://127.0.0.1:8118"): then every
    request goes through it, names are looked up there, and only names are asked for, since an
    address cannot be judged by us at the moment that the proxy connects to it.
    """

    user_agent: str
    allowed_addresses: frozenset[str] = frozenset()
    own_hosts: frozenset[str] = frozenset()
    ports: frozenset[int] = frozenset({80, 443})
    proxy: str = ""

    def __post_init__(self) -> None:
        """Refuse settings that would open more than they say."""
        if not self.user_agent.strip() or not self.user_agent.isprintable():
            raise ValueError("the user agent is empty or holds control characters")
        if self.proxy:
            proxy_address(self.proxy)
        for entry in self.allowed_addresses:
            host, _, port = entry.rpartition(":")
            try:
                ipaddress.ip_address(host.strip("[]"))
            except ValueError:
                host = ""
            if not host or not _PORT.match(port):
                raise ValueError(
                    f"{entry!r} is not a literal address with a port, such as 127.0.0.1:8099"
                )

    def allows(self, ip: IPAddress | str, port: int) -> bool:
        """Whether exactly this literal address and port is on the list of exceptions."""
        return _address_and_port(ip, port) in self.allowed_addresses


def proxy_address(proxy: str) -> tuple[str, int]:
    """Host and port of a proxy named as http://host:port; ValueError for anything else."""
    parts = urlsplit(proxy)
    try:
        port = parts.port
    except ValueError:
        port = None
    if (
        parts.scheme != "http"
        or not parts.hostname
        or port is None
        or parts.username is not None
        or parts.path not in ("", "/")
        or parts.query
        or parts.fragment
    ):
        raise ValueError(f"{proxy!r} does not name a proxy as http://host:port")
    return parts.hostname, port


def is_public_address(ip: IPAddress | str) -> bool:
    """Whether an IP address belongs to the public internet.

    False for anything that is not an address, and for every form that carries another address
    inside (mapped, NAT64, 6to4, Teredo), whatever that other address is.
    """
    return _is_public(ip)


@functools.lru_cache(maxsize=8192)
def _is_public(ip: IPAddress | str) -> bool:
    """The judgment on one address, which never changes: a sweep asks it of thousands of sockets."""
    try:
        address = ipaddress.ip_address(ip)
    except ValueError:
        return False
    if isinstance(address, ipaddress.IPv4Address):
        return address.is_global and not any(address in block for block in _CLOSED_V4)
    if address.scope_id is not None or address not in _OPEN_V6:
        return False
    return address.is_global and not any(address in block for block in _CLOSED_V6)


def check_url(url: str, policy: FetchPolicy | None = None) -> str:
    """The address in the one spelling that may be asked for, in ASCII.

    Raises `AddressRefused` when it names anything but a public web server, as far as the text alone
    can tell; names are checked again once they are resolved. Without a policy there are no
    exceptions and only ports 80 and 443 are open.
    """
    if len(url) > MAX_URL_LENGTH:
        raise AddressRefused("the address is too long")
    if _ODD_CHARACTER.search(url):
        raise AddressRefused("the address holds spaces or control characters")
    try:
        parts = urlsplit(url)
    except ValueError as error:
        raise AddressRefused("the address cannot be read") from error
    scheme = parts.scheme.lower()
    if scheme not in ("http", "https"):
        raise AddressRefused("only http and https addresses are fetched")
    host, port_text = _split_authority(parts.netloc)
    port = int(port_text) if port_text else (443 if scheme == "https" else 80)
    host = _checked_host(host, port, policy)
    if port != (443 if scheme == "https" else 80):
        host = f"{host}:{port}"
    path = quote(parts.path or "/", safe=_PATH_SAFE)
    query = f"?{quote(parts.query, safe=_PATH_SAFE)}" if parts.query else ""
    checked = f"{scheme}://{host}{path}{query}"
    if len(checked) > 4 * MAX_URL_LENGTH:
        raise AddressRefused("the address is too long")
    return checked


def redirect_target(url: str, location: str) -> str:
    """Where a `Location` header leads from an address; not yet checked by `check_url`.

    Spaces are encoded, as browsers do. Raises `AddressRefused` for what urljoin would quietly drop
    (tabs inside a scheme) or cannot read.
    """
    target = location.strip(" ").replace(" ", "%20")
    if len(target) > MAX_URL_LENGTH:
        raise AddressRefused("the address is too long")
    if _ODD_CHARACTER.search(target):
        raise AddressRefused("the address holds spaces or control characters")
    try:
        return urljoin(url, target)
    except ValueError as error:
        raise AddressRefused("the address cannot be read") from error


def ascii_host(host: str) -> str:
    """A host name in lower-case ASCII (IDNA 2008), without a trailing dot.

    Raises `AddressRefused` for names whose letters fold into others: full-width and circled digits
    would turn into an IP address on the way.
    """
    name = host.lower().removesuffix(".")
    if not name.isascii():
        if unicodedata.normalize("NFKC", name) != name or "\u3002" in name:
            raise AddressRefused("the host name holds letters that stand for others")
        try:
            name = idna.encode(name).decode("ascii")
        except idna.IDNAError as error:
            raise AddressRefused("the host name cannot be read") from error
    labels = name.split(".")
    if len(name) > 253 or not all(_LABEL.match(label) for label in labels):
        raise AddressRefused("the host name cannot be read")
    return name


def _split_authority(authority: str) -> tuple[str, str]:
    """Host (with its brackets, if any) and port text of the part between `//` and the path."""
    if "@" in authority:
        raise AddressRefused("the address holds a user name")
    if authority.startswith("["):
        host, bracket, rest = authority.partition("]")
        host += bracket
        if not bracket or (rest and not rest.startswith(":")):
            raise AddressRefused("the address cannot be read")
        port = rest[1:]
        colon = bool(rest)
    else:
        host, separator, port = authority.partition(":")
        colon = bool(separator)
    if not host:
        raise AddressRefused("the address names no host")
    if colon and not (_PORT.match(port) and 0 < int(port) < 65536):
        raise AddressRefused("the port cannot be read")
    return host, port


def _checked_host(host: str, port: int, policy: FetchPolicy | None) -> str:
    """The host as it goes into the request; raises `AddressRefused`."""
    address = _literal_address(host)
    if address is not None:
        if policy is not None and policy.proxy:
            raise AddressRefused("through a proxy only names are asked for")
        if policy is not None and policy.allows(address, port):
            return _bracketed(address)
        if not is_public_address(address):
            raise AddressRefused("the address is not on the public internet")
        name = _bracketed(address)
    else:
        name = ascii_host(host)
        last = name.rpartition(".")[2]
        if "." not in name or last in _CLOSED_SUFFIXES:
            raise AddressRefused("the host name is not on the public internet")
        # Anything that ends in a number is an IPv4 address to some resolver: 127.1, 0x7f.1,
        # 0177.0.0.1, 2130706433. The canonical spelling was read above; the rest is refused.
        if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
            raise AddressRefused("the host name is a number")
        if policy is not None and name in policy.own_hosts:
            raise AddressRefused("the address is our own site")
    if port not in (policy.ports if policy is not None else (80, 443)):
        raise AddressRefused("the port is not one of the web's")
    return name


def _literal_address(host: str) -> IPAddress | None:
    """The IP address that a host spells in canonical form, or None when it is a name."""
    try:
        if host.startswith("["):
            return ipaddress.IPv6Address(host[1:-1])
        if host.isascii():
            return ipaddress.IPv4Address(host)
    except ValueError as error:
        if host.startswith("["):
            raise AddressRefused("the address cannot be read") from error
        if host.isdigit():
            raise AddressRefused("the host name is a number") from error
    return None


def _bracketed(address: IPAddress) -> str:
    return f"[{address}]" if address.version == 6 else str(address)


def _address_and_port(ip: IPAddress | str, port: int) -> str:
    return f"{_bracketed(ipaddress.ip_address(ip))}:{port}"
