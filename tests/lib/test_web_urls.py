"""One spelling for each address."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.lib.web_urls import absolute_url, canonical_url, host_of


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("HTTPS://Outlet.Example/News", "https://outlet.example/News"),
        ("https://outlet.example", "https://outlet.example/"),
        ("https://outlet.example:443/a", "https://outlet.example/a"),
        ("http://outlet.example:80/a", "http://outlet.example/a"),
        ("http://outlet.example:8080/a", "http://outlet.example:8080/a"),
        ("https://user:pw@outlet.example/a", "https://outlet.example/a"),
        ("https://outlet.example./a", "https://outlet.example/a"),
        ("https://outlet.example/a#comments", "https://outlet.example/a"),
        ("https://Овд.Инфо/", "https://xn--b1ae2a.xn--h1akdx/"),
        (
            "https://outlet.example/новости",
            "https://outlet.example/%D0%BD%D0%BE%D0%B2%D0%BE%D1%81%D1%82%D0%B8",
        ),
        ("https://outlet.example/%d0%bd%7Ea", "https://outlet.example/%D0%BD~a"),
        ("https://outlet.example/a/./b/../c", "https://outlet.example/a/c"),
        ("https://outlet.example/a/", "https://outlet.example/a/"),
        ("  https://outlet.example/a ", "https://outlet.example/a"),
        (
            "https://outlet.example/a?utm_source=tg&UTM_Medium=x&fbclid=1&id=7&ysclid=2&_openstat=z",
            "https://outlet.example/a?id=7",
        ),
        ("https://outlet.example/a?utm_source=rss", "https://outlet.example/a"),
        ("https://outlet.example/a?b=2&a=1&b=1", "https://outlet.example/a?a=1&b=2&b=1"),
        ("https://outlet.example/a?empty=&flag", "https://outlet.example/a?empty=&flag"),
        ("https://outlet.example/a?q=a+b%20c", "https://outlet.example/a?q=a+b%20c"),
        ("https://outlet.example/a/amp", "https://outlet.example/a"),
        ("https://outlet.example/a/amp/", "https://outlet.example/a"),
        ("https://outlet.example/a.amp.html", "https://outlet.example/a.html"),
        ("https://outlet.example/a?amp=1&id=2", "https://outlet.example/a?id=2"),
        ("https://outlet.example/a?amp", "https://outlet.example/a"),
        ("https://outlet.example/amp", "https://outlet.example/amp"),
        ("https://outlet.example/camp", "https://outlet.example/camp"),
        (
            "https://www.google.com/amp/s/outlet.example/a/amp/?utm_source=x",
            "https://outlet.example/a",
        ),
        (
            "https://outlet-example.cdn.ampproject.org/c/s/outlet.example/a",
            "https://outlet.example/a",
        ),
        ("http://[2606:4700::1111]:80/a", "http://[2606:4700::1111]/a"),
    ],
)
def test_an_address_has_one_spelling(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical
    assert canonical_url(canonical) == canonical


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://outlet.example/a", "https://outlet.example/A"),
        ("https://outlet.example/a", "https://outlet.example/a/"),
        ("https://outlet.example/?id=1", "https://outlet.example/?id=2"),
        ("https://outlet.example/a%2Fb", "https://outlet.example/a/b"),
        ("https://outlet.example/?a=b%26c", "https://outlet.example/?a=b&c"),
        ("https://outlet.example/?from=rss", "https://outlet.example/"),
    ],
)
def test_addresses_that_may_be_two_pages_stay_two(one: str, other: str) -> None:
    assert canonical_url(one) != canonical_url(other)


@pytest.mark.parametrize(
    "url",
    [
        "",
        "javascript:alert(1)",
        "mailto:a@b.example",
        "/a/b",
        "http://",
        "http://[x/",
        "http://a:x/",
    ],
)
def test_what_is_not_a_web_address_is_an_error(url: str) -> None:
    with pytest.raises(ValueError):
        canonical_url(url)


@given(
    st.text(alphabet="abZ/.%2eE?&=;#+ я~'\"<\\@:ampu_t", max_size=60),
    st.sampled_from(["https://outlet.example/", "http://www.google.com/amp/s/"]),
)
def test_spelling_an_address_twice_changes_nothing(tail: str, base: str) -> None:
    try:
        once = canonical_url(base + tail)
    except ValueError:
        return
    assert once.isascii()
    assert canonical_url(once) == once


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://Outlet.Example:8080/a", "outlet.example"),
        ("http://ОВД.Инфо./", "xn--b1ae2a.xn--h1akdx"),
        ("http://[::1]:80/", "::1"),
        ("not an address", ""),
        ("http://[", ""),
        ("", ""),
    ],
)
def test_the_host_of_an_address(url: str, host: str) -> None:
    assert host_of(url) == host


@pytest.mark.parametrize(
    ("link", "full"),
    [
        ("/b", "https://outlet.example/b"),
        ("c?d=1", "https://outlet.example/a/c?d=1"),
        ("//other.example/x", "https://other.example/x"),
        ("http://other.example/", "http://other.example/"),
        ("javascript:alert(1)", ""),
        ("JaVa\tScript:alert(1)", ""),
        (" \x01javascript:alert(1)", ""),
        ("data:text/html,x", ""),
        ("mailto:a@b.example", ""),
        ("http://[", ""),
        ("http:///x", ""),
    ],
)
def test_74_a_link_on_a_page_is_a_web_address_or_nothing(link: str, full: str) -> None:
    assert absolute_url(link, "https://outlet.example/a/") == full
