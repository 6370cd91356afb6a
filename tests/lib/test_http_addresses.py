"""The guard at work inside the client: names, redirects, proxies. Numbers as in the list."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from tests.lib.conftest import PUBLIC_HERE, Names
from tests.support.local_site import LocalSite
from tracker.lib import http_exchange
from tracker.lib.http_client import PAGE_LIMITS, FetchLimits, FetchPolicy, FetchResult, fetch
from tracker.lib.http_outcomes import Outcome

LIMITS = replace(PAGE_LIMITS, connect=2, read=2, total=5)


def named_policy(*sites: LocalSite, **extra: frozenset[str]) -> FetchPolicy:
    """A policy for names on the sites' ports; opens no literal address."""
    ports = frozenset(int(site.address.rpartition(":")[2]) for site in sites)
    return FetchPolicy("T/1", ports=ports, **extra)


def named(site: LocalSite, name: str, path: str = "/") -> str:
    """The address of a site by a name of ours."""
    return f"http://{name}:{site.address.rpartition(':')[2]}{path}"


def get(url: str, policy: FetchPolicy, limits: FetchLimits = LIMITS) -> FetchResult:
    return fetch(url, policy=policy, limits=limits)


def test_12_a_name_with_one_private_address_is_refused_as_a_whole(
    names: Names, public_site: LocalSite
) -> None:
    public_site.serve("/", b"hello")
    policy = named_policy(public_site)
    names.set("good.example", [PUBLIC_HERE[0]])
    names.set("mixed.example", [PUBLIC_HERE[0], "10.0.0.1"])
    assert get(named(public_site, "good.example"), policy).body == b"hello"

    result = get(named(public_site, "mixed.example"), policy)

    assert result.outcome is Outcome.REFUSED
    assert result.reason.startswith("address not allowed")
    assert len(public_site.requests) == 1


def test_13_a_name_is_looked_up_once_and_the_checked_address_is_connected_to(
    names: Names, public_site: LocalSite, local_site: LocalSite
) -> None:
    names.set("flip.example", [PUBLIC_HERE[0]], ["127.0.0.1"])
    public_site.serve("/", b"public")
    result = get(named(public_site, "flip.example"), named_policy(public_site, local_site))
    assert result.body == b"public"
    assert names.asked == ["flip.example"]
    assert local_site.requests == []


def test_13_a_socket_is_refused_even_when_the_lookup_was_fooled(
    names: Names, local_site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first door is taken away; the second one has to hold alone.
    async def fooled(self: object, host: str, port: int, family: int = 0) -> list[object]:
        return [
            {
                "hostname": host,
                "host": "127.0.0.1",
                "port": port,
                "family": socket.AF_INET,
                "proto": 6,
                "flags": 0,
            }
        ]

    monkeypatch.setattr(http_exchange.GuardedResolver, "resolve", fooled)
    result = get(named(local_site, "fooled.example"), named_policy(local_site))
    assert result.outcome is Outcome.REFUSED
    assert local_site.requests == []


def test_13_the_exception_for_an_address_does_not_serve_a_name_that_leads_there(
    names: Names, local_site: LocalSite
) -> None:
    names.set("sly.example", ["127.0.0.1"])
    policy = named_policy(local_site, allowed_addresses=frozenset({local_site.address}))
    assert get(local_site.url("/"), policy).status == 404
    assert get(named(local_site, "sly.example"), policy).outcome is Outcome.REFUSED
    assert len(local_site.requests) == 1


@pytest.mark.parametrize(
    "target",
    [
        "http://127.0.0.2/",
        "http://169.254.169.254/latest/",
        "http://2130706434/",
        "http://[::ffff:127.0.0.1]/",
        "//127.0.0.2/x",
        "file:///etc/passwd",
        "gopher://127.0.0.1:6379/_x",
        "ftp://outlet.example/",
        "data:text/plain,x",
        "http://user@127.0.0.1/",
        "http://localhost/",
        "java\tscript:alert(1)",
    ],
)
def test_14_15_a_redirect_to_a_forbidden_address_is_refused(
    local_site: LocalSite, target: str
) -> None:
    local_site.serve("/fine", b"fine")
    local_site.redirect("/good", "/fine")
    local_site.redirect("/bad", target)
    assert get(local_site.url("/good"), local_site.policy()).body == b"fine"

    result = get(local_site.url("/bad"), local_site.policy())

    assert result.outcome is Outcome.REFUSED
    assert result.body == b""
    assert len(local_site.requests) == 3


def test_14_a_redirect_to_another_port_on_loopback_is_refused(local_site: LocalSite) -> None:
    with LocalSite() as other:
        local_site.redirect("/", other.url("/"))
        assert get(local_site.url("/"), local_site.policy()).outcome is Outcome.REFUSED
        assert other.requests == []


def test_17_a_name_on_another_port_is_refused_without_a_lookup(names: Names) -> None:
    result = get("http://outlet.example:6379/", FetchPolicy("T/1"))
    assert result.outcome is Outcome.REFUSED
    assert names.asked == []


def test_22_a_redirect_to_our_own_site_is_refused(names: Names, public_site: LocalSite) -> None:
    names.set("outlet.example", [PUBLIC_HERE[0]])
    names.set("tracker.example", [PUBLIC_HERE[0]])
    public_site.redirect("/", named(public_site, "tracker.example", "/admin/"))
    policy = named_policy(public_site, own_hosts=frozenset({"tracker.example"}))
    assert get(named(public_site, "outlet.example"), policy).outcome is Outcome.REFUSED
    assert [request.path for request in public_site.requests] == ["/"]


def test_23_proxies_of_the_environment_are_ignored(
    local_site: LocalSite, monkeypatch: pytest.MonkeyPatch
) -> None:
    local_site.serve("/", b"straight")
    with LocalSite() as proxy:
        for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
            monkeypatch.setenv(name, proxy.url())
        assert get(local_site.url("/"), local_site.policy()).body == b"straight"
        assert proxy.requests == []


@pytest.mark.parametrize(
    ("statuses", "permanent"),
    [((301, 308), True), ((301, 302), False), ((307,), False), ((303,), False), ((), False)],
)
def test_24_only_a_way_of_permanent_redirects_counts_as_permanent(
    local_site: LocalSite, statuses: tuple[int, ...], permanent: bool
) -> None:
    for number, status in enumerate(statuses):
        local_site.redirect(f"/{number}", f"/{number + 1}", status)
    local_site.serve(f"/{len(statuses)}", b"there")
    result = get(local_site.url("/0"), local_site.policy())
    assert result.body == b"there"
    assert result.url == local_site.url("/0")
    assert result.final_url == local_site.url(f"/{len(statuses)}")
    assert result.redirects == tuple(
        local_site.url(f"/{number + 1}") for number in range(len(statuses))
    )
    assert result.permanent is permanent


def test_43_a_name_that_does_not_exist_is_a_named_fault(names: Names) -> None:
    result = get("http://nowhere.example/", FetchPolicy("T/1"))
    assert (result.outcome, result.reason, result.status) == (
        Outcome.TEMPORARY,
        "the host name could not be looked up",
        0,
    )


def test_44_a_dead_ipv6_address_does_not_hide_a_living_ipv4_one(
    names: Names, public_site: LocalSite
) -> None:
    names.set("both.example", ["::1", PUBLIC_HERE[0]])
    public_site.serve("/", b"hello")
    result = get(named(public_site, "both.example"), named_policy(public_site))
    assert result.body == b"hello"
