"""How a fetch ended, in seven degrees, with a fixed phrase for people.

Failures have degrees because outlets do: a 404 today may be alive tomorrow, a timeout says nothing
about the address, a 410 is meant. What follows from a degree (how soon to ask again, when to park a
source) is decided by the caller's scheduling rule, not here.
"""

from __future__ import annotations

from enum import StrEnum


class Outcome(StrEnum):
    """How a fetch ended."""

    OK = "ok"  # a new body is here
    UNCHANGED = "unchanged"  # 304: what we have still holds
    THROTTLED = "throttled"  # asked to come later
    TEMPORARY = "temporary"  # says nothing about the address: network, overload, time
    SOFT = "soft"  # wrong today, may be right tomorrow: 404, bad certificate, broken answer
    HARD = "hard"  # meant, or of no use however often it is asked: 410, too large
    REFUSED = "refused"  # we do not ask for this address


_STATUSES = {
    200: Outcome.OK,
    203: Outcome.OK,
    304: Outcome.UNCHANGED,
    408: Outcome.TEMPORARY,
    425: Outcome.TEMPORARY,
    429: Outcome.THROTTLED,
    401: Outcome.SOFT,
    402: Outcome.SOFT,
    403: Outcome.SOFT,
    404: Outcome.SOFT,
    406: Outcome.SOFT,
    409: Outcome.SOFT,
    423: Outcome.SOFT,
    451: Outcome.SOFT,
    501: Outcome.HARD,
    505: Outcome.HARD,
}

# By name along each class's ancestors, so that knowing the outcomes does not cost every process the
# import of the HTTP library. A test imports each name.
_EXCEPTIONS: dict[str, tuple[Outcome, str]] = {
    "tracker.lib.network_guard.AddressRefused": (Outcome.REFUSED, "address not allowed"),
    "aiohttp.client_exceptions.ConnectionTimeoutError": (
        Outcome.TEMPORARY,
        "no connection in time",
    ),
    "aiohttp.client_exceptions.ServerTimeoutError": (Outcome.TEMPORARY, "no answer in time"),
    "aiohttp.client_exceptions.ClientConnectorCertificateError": (
        Outcome.SOFT,
        "the certificate is not valid",
    ),
    "aiohttp.client_exceptions.ClientConnectorSSLError": (
        Outcome.SOFT,
        "no secure connection could be made",
    ),
    "aiohttp.client_exceptions.ClientConnectorDNSError": (
        Outcome.TEMPORARY,
        "the host name could not be looked up",
    ),
    "aiohttp.client_exceptions.ClientConnectorError": (Outcome.TEMPORARY, "no connection"),
    "aiohttp.client_exceptions.ServerDisconnectedError": (
        Outcome.TEMPORARY,
        "the server hung up without an answer",
    ),
    "aiohttp.client_exceptions.ClientPayloadError": (
        Outcome.TEMPORARY,
        "the answer broke off before its end",
    ),
    "aiohttp.client_exceptions.ClientResponseError": (Outcome.SOFT, "the answer is not valid HTTP"),
    "aiohttp.http_exceptions.HttpProcessingError": (Outcome.SOFT, "the answer is not valid HTTP"),
    "aiohttp.client_exceptions.InvalidURL": (Outcome.REFUSED, "address not allowed"),
    "builtins.TimeoutError": (Outcome.TEMPORARY, "not finished in time"),
    "ssl.SSLCertVerificationError": (Outcome.SOFT, "the certificate is not valid"),
    "ssl.SSLError": (Outcome.SOFT, "no secure connection could be made"),
    "socket.gaierror": (Outcome.TEMPORARY, "the host name could not be looked up"),
    "builtins.ConnectionError": (Outcome.TEMPORARY, "the connection broke"),
    "builtins.OSError": (Outcome.TEMPORARY, "no connection"),
    "aiohttp.client_exceptions.ClientError": (Outcome.TEMPORARY, "the connection broke"),
}

# What OpenSSL says of a certificate, in our words (X509_V_ERR_*).
_CERTIFICATE_FAULTS = {
    9: "the certificate is not valid yet",
    10: "the certificate has expired",
    18: "the certificate is signed by itself",
    19: "the certificate's issuer is not trusted",
    20: "the certificate's issuer is not trusted",
    62: "the certificate is for another name",
    64: "the certificate is for another name",
}


class FetchFault(Exception):
    """A fault that our own bounds found; carries its outcome and phrase."""

    def __init__(self, outcome: Outcome, reason: str) -> None:
        super().__init__(reason)
        self.outcome = outcome
        self.reason = reason


def outcome_of_status(status: int) -> Outcome:
    """The degree of an HTTP status that is final (redirects are followed before this is asked).

    An answer that brings no document (204, 206, a redirect without a target) is soft.
    """
    if status in _STATUSES:
        return _STATUSES[status]
    if 500 <= status <= 599:
        return Outcome.TEMPORARY
    if 400 <= status <= 499:
        return Outcome.HARD
    return Outcome.SOFT


def outcome_of_exception(exc: BaseException) -> tuple[Outcome, str]:
    """The degree of a fault, and a fixed phrase for people.

    Knows the faults of the network, of TLS and of the HTTP library. Anything else is a fault of our
    own code and is raised again unchanged.
    """
    for link in _causes(exc):
        if isinstance(link, FetchFault):
            return link.outcome, link.reason
        verify_code = getattr(link, "verify_code", None)
        if verify_code in _CERTIFICATE_FAULTS:
            return Outcome.SOFT, _CERTIFICATE_FAULTS[verify_code]
        if _qualified(type(link)) == "tracker.lib.network_guard.AddressRefused":
            return Outcome.REFUSED, f"address not allowed: {link}"
    for ancestor in type(exc).__mro__:
        known = _EXCEPTIONS.get(_qualified(ancestor))
        if known is not None:
            return known
    raise exc


def _causes(exc: BaseException) -> list[BaseException]:
    """The exception and what it was raised from, outermost first."""
    chain: list[BaseException] = []
    link: BaseException | None = exc
    while link is not None and link not in chain:
        chain.append(link)
        link = link.__cause__
    return chain


def _qualified(kind: type[BaseException]) -> str:
    return f"{kind.__module__}.{kind.__qualname__}"
