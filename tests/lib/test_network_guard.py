"""Which addresses are refused before any byte is sent. Numbers: the list of bad inputs."""

from __future__ import annotations

import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.network_guard import (
    AddressRefused,
    FetchPolicy,
    ascii_host,
    check_url,
    is_public_address,
    redirect_target,
)

REFUSED = [
    ("01-loopback", "http://127.0.0.1"),
    ("01-loopback-elsewhere", "http://127.8.9.10/"),
    ("02-loopback-v6", "http://[::1]"),
    ("03-mapped-v6", "http://[::ffff:127.0.0.1]"),
    ("03-mapped-v6-hex", "http://[::ffff:7f00:1]/"),
    ("03-mapped-v6-of-a-public-address", "http://[::ffff:93.184.216.34]/"),
    ("04-zero", "http://0/"),
    ("04-zeros", "http://0.0.0.0/"),
    ("05-decimal", "http://2130706433/"),
    ("06-hex", "http://0x7f.1/"),
    ("06-hex-whole", "http://0x7f000001/"),
    ("06-short", "http://127.1/"),
    ("07-octal", "http://0177.0.0.1/"),
    ("07-octal-last", "http://10.0.0.010/"),
    ("08-metadata", "http://169.254.169.254/latest/meta-data/"),
    ("08-link-local-v6", "http://[fe80::1]/"),
    ("08-link-local-v6-with-scope", "http://[fe80::1%25eth0]/"),
    ("09-ten", "http://10.1.2.3/"),
    ("09-172", "http://172.16.0.1/"),
    ("09-192", "http://192.168.1.1/"),
    ("09-unique-local-v6", "http://[fc00::1]/"),
    ("09-unique-local-v6-fd", "http://[fd12:3456::1]/"),
    ("10-carrier-nat", "http://100.100.100.200/"),
    ("11-nat64", "http://[64:ff9b::7f00:1]/"),
    ("11-nat64-local", "http://[64:ff9b:1::7f00:1]/"),
    ("11-6to4", "http://[2002:7f00:1::]/"),
    ("11-teredo", "http://[2001::1]/"),
    ("11-v4-compatible", "http://[::7f00:1]/"),
    ("15-file", "file:///etc/passwd"),
    ("15-gopher", "gopher://127.0.0.1:6379/_x"),
    ("15-ftp", "ftp://outlet.example/"),
    ("15-data", "data:text/html,x"),
    ("15-javascript", "javascript:alert(1)"),
    ("15-no-scheme", "//outlet.example/"),
    ("16-userinfo", "http://good@127.0.0.1"),
    ("16-userinfo-of-a-public-host", "http://user:secret@outlet.example/"),
    ("16-empty-userinfo", "http://@outlet.example/"),
    ("17-ssh", "http://outlet.example:22/"),
    ("17-postgres", "http://outlet.example:5432/"),
    ("17-redis", "http://outlet.example:6379/"),
    ("17-port-zero", "http://outlet.example:0/"),
    ("17-port-too-high", "http://outlet.example:65536/"),
    ("17-port-of-letters", "http://outlet.example:8o/"),
    ("17-port-empty", "http://outlet.example:/"),
    ("17-port-in-other-digits", "http://outlet.example:８０/"),
    ("18-full-width", "http://１２７.０.０.１/"),
    ("18-circled", "http://①②⑦.⓪.⓪.①/"),
    ("18-full-width-letters", "http://ｌocalhost.example/"),
    ("18-ideographic-stop", "http://127。0。0。1/"),
    ("19-crlf", "http://outlet.example/\r\nX: y"),
    ("19-newline", "http://outlet.example/\nx"),
    ("19-nul", "http://outlet.example/\x00"),
    ("19-tab-in-scheme", "ht\ttp://outlet.example/"),
    ("19-space", "http://outlet.example/a b"),
    ("19-no-break-space", "http://outlet.example/\u00a0"),
    ("19-backslash", "http://outlet.example\\@127.0.0.1/"),
    ("19-lone-surrogate", "http://outlet.example/\udcff"),
    ("20-localhost", "http://localhost/"),
    ("20-localhost-dot", "http://localhost./"),
    ("20-localhost-name", "http://a.localhost/"),
    ("20-internal", "http://metadata.google.internal/"),
    ("20-onion", "http://abcdef.onion/"),
    ("20-single-label", "http://intranet/"),
    ("20-local", "http://printer.local/"),
    ("20-reverse", "http://1.0.0.127.in-addr.arpa/"),
    ("21-long", "http://outlet.example/" + "a" * 10_000),
    ("xx-multicast", "http://224.0.0.1/"),
    ("xx-broadcast", "http://255.255.255.255/"),
    ("xx-documentation", "http://203.0.113.7/"),
    ("xx-documentation-v6", "http://[2001:db8::1]/"),
    ("xx-no-host", "http:///path"),
    ("xx-open-bracket", "http://[::1/"),
    ("xx-after-bracket", "http://[2606:4700::1111]x/"),
    ("xx-empty-label", "http://outlet..example/"),
    ("xx-hyphen", "http://-outlet.example/"),
    ("xx-percent-in-host", "http://outlet%2eexample/"),
    ("xx-empty", ""),
]


@pytest.mark.parametrize("url", [url for _, url in REFUSED], ids=[name for name, _ in REFUSED])
def test_an_address_that_is_not_a_public_web_server_is_refused(url: str) -> None:
    with pytest.raises(AddressRefused):
        check_url(url)


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        ("http://outlet.example", "http://outlet.example/"),
        ("HTTPS://Outlet.Example:443/A?b=1#part", "https://outlet.example/A?b=1"),
        ("http://outlet.example./x", "http://outlet.example/x"),
        ("http://93.184.216.34/", "http://93.184.216.34/"),
        ("http://[2606:4700::1111]/", "http://[2606:4700::1111]/"),
        (
            "https://ОВД.инфо/новости?q=я",
            "https://xn--b1ae2a.xn--h1akdx/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8?q=%D1%8F",
        ),
        ("https://outlet.example/%D0%BF?a=%20&b", "https://outlet.example/%D0%BF?a=%20&b"),
    ],
)
def test_a_public_address_is_spelled_in_one_way(url: str, asked: str) -> None:
    assert check_url(url) == asked


def test_our_own_site_is_refused_by_name_22() -> None:
    policy = FetchPolicy("T/1", own_hosts=frozenset({"tracker.example"}))
    assert check_url("https://other.example/", policy)
    with pytest.raises(AddressRefused, match="our own"):
        check_url("https://Tracker.Example./", policy)


def test_an_exception_opens_exactly_one_address_and_port() -> None:
    policy = FetchPolicy("T/1", allowed_addresses=frozenset({"127.0.0.1:8099", "[::1]:8099"}))
    assert check_url("http://127.0.0.1:8099/feed", policy) == "http://127.0.0.1:8099/feed"
    assert check_url("http://[::1]:8099/", policy) == "http://[::1]:8099/"
    for other in (
        "http://127.0.0.1:8098/",
        "http://127.0.0.1/",
        "http://127.0.0.2:8099/",
        "http://localhost:8099/",
        "http://127.1:8099/",
        "http://[::ffff:127.0.0.1]:8099/",
        "http://outlet.example:8099/",
    ):
        with pytest.raises(AddressRefused):
            check_url(other, policy)


@pytest.mark.parametrize(
    "entry", ["localhost:8099", "127.0.0.1", "127.0.0.0/8:80", "*:80", "", "127.0.0.1:x"]
)
def test_an_exception_that_would_open_more_is_refused_at_the_start(entry: str) -> None:
    with pytest.raises(ValueError, match="literal address"):
        FetchPolicy("T/1", allowed_addresses=frozenset({entry}))


@pytest.mark.parametrize("agent", ["", "  ", "T/1\r\nX: y"])
def test_a_user_agent_that_could_not_be_sent_is_refused_at_the_start(agent: str) -> None:
    with pytest.raises(ValueError, match="user agent"):
        FetchPolicy(agent)


@given(st.ip_addresses())
def test_no_address_that_the_standard_library_calls_private_is_public(
    ip: ipaddress.IPv4Address | ipaddress.IPv6Address,
) -> None:
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_link_local:
        assert not is_public_address(ip)


@given(st.ip_addresses(v=4))
def test_no_ipv6_form_that_carries_an_ipv4_address_is_public(ip: ipaddress.IPv4Address) -> None:
    number = int(ip)
    for form in (
        number,  # compatible
        (0xFFFF << 32) | number,  # mapped
        (0x0064FF9B << 96) | number,  # NAT64
        (0x2002 << 112) | (number << 80),  # 6to4
        (0x20010000 << 96) | number,  # Teredo
    ):
        assert not is_public_address(ipaddress.IPv6Address(form))


@given(st.text(max_size=60))
def test_checking_any_text_ends_in_an_address_or_a_refusal(text: str) -> None:
    for url in (text, f"http://{text}", f"http://outlet.example/{text}"):
        try:
            checked = check_url(url)
        except AddressRefused:
            continue
        assert checked.isascii()
        assert check_url(checked) == checked


def test_what_is_no_address_is_not_public() -> None:
    assert not is_public_address("outlet.example")
    assert not is_public_address("2606:4700::1111%eth0")


def test_a_name_in_cyrillic_becomes_ascii() -> None:
    assert ascii_host("Медуза.РФ") == "xn--80ahcjw8b.xn--p1ai"


@pytest.mark.parametrize("location", ["\tjavascript:x", "/a\x00b", "/" + "a" * 3000, "http://[x/"])
def test_a_redirect_that_would_be_read_in_two_ways_is_refused(location: str) -> None:
    with pytest.raises(AddressRefused):
        redirect_target("https://outlet.example/", location)


def test_spaces_in_a_redirect_are_encoded() -> None:
    assert redirect_target("https://a.example/x/y", " z 1 ") == "https://a.example/x/z%201"
