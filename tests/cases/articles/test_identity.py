"""When two links are one article."""

import pytest

from cases.articles.identity import (
    article_key,
    article_key_of_guid,
    is_mirror,
    is_same_site,
    original_of_mirror,
    site_of,
)


@pytest.mark.parametrize(
    "other",
    [
        "http://vestnik.example/news/1",
        "https://www.vestnik.example/news/1/",
        "https://VESTNIK.example:443/news/1?utm_source=rss&utm_medium=feed#comments",
        "https://vestnik.example/news/./1?fbclid=xyz",
        "https://vestnik.example/news/1/amp/",
    ],
)
def test_spellings_of_one_address_are_one_article(other: str) -> None:
    assert article_key(other) == article_key("https://vestnik.example/news/1")


@pytest.mark.parametrize(
    "other",
    [
        "https://vestnik.example/news/2",
        "https://vestnik.example/News/1",
        "https://vestnik.example/news/1?page=2",
        "https://vestnik.example:8443/news/1",
        "https://en.vestnik.example/news/1",
    ],
)
def test_other_addresses_are_other_articles(other: str) -> None:
    assert article_key(other) != article_key("https://vestnik.example/news/1")


def test_the_order_of_parameters_says_nothing() -> None:
    assert article_key("https://a.example/?x=1&y=2") == article_key("https://a.example/?y=2&x=1")


def test_an_internationalised_name_is_one_name() -> None:
    assert article_key("https://новости.example/a") == article_key(
        "https://xn--b1amnebsh.example/a"
    )


@pytest.mark.parametrize(
    "link", ["", "javascript:x()", "ftp://a.example/", "https://", "a.example/b"]
)
def test_what_is_no_web_address_has_no_key(link: str) -> None:
    with pytest.raises(ValueError):
        article_key(link)


def test_a_guid_counts_within_its_feed_only() -> None:
    assert article_key_of_guid(1, "a") != article_key_of_guid(2, "a")
    assert article_key_of_guid(1, "a") == article_key_of_guid(1, "a")
    assert len(article_key_of_guid(1, "a")) == len(article_key("https://a.example/"))


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("https://news.example.co.uk/a", "https://www.example.co.uk/b", True),
        ("https://one.co.uk/", "https://two.co.uk/", False),
        ("https://ida.blogspot.com/", "https://anna.blogspot.com/", False),
        ("http://127.0.0.1:8099/a", "http://127.0.0.1:8099/b", True),
        ("http://127.0.0.1:8099/a", "http://127.0.0.1:9000/b", False),
        ("https://evil.example/", "https://vestnik.example/", False),
        ("javascript:x", "javascript:x", False),
    ],
)
def test_a_site_is_what_one_owner_holds(one: str, other: str, same: bool) -> None:
    assert is_same_site(one, other) is same


def test_the_site_of_a_subdomain_is_its_registered_name() -> None:
    assert site_of("https://a.b.example.com/x") == "example.com"


MIRRORS = ["*.mirror.example", "d1ab.cloud.example"]


@pytest.mark.parametrize(
    ("address", "original"),
    [
        ("https://d1ab.cloud.example/news/1?id=2#top", "https://www.vestnik.example/news/1?id=2"),
        ("http://a.b.MIRROR.example/news/1", "https://www.vestnik.example/news/1"),
        ("https://mirror.example/news/1", "https://mirror.example/news/1"),
        ("https://badmirror.example/news/1", "https://badmirror.example/news/1"),
        ("https://other.cloud.example/news/1", "https://other.cloud.example/news/1"),
        ("not an address", "not an address"),
    ],
)
def test_a_page_on_a_mirror_is_the_page_of_the_site(address: str, original: str) -> None:
    site = "https://www.vestnik.example/"
    assert original_of_mirror(address, mirrors=MIRRORS, site_url=site) == original


def test_without_a_site_of_its_own_an_outlet_keeps_the_mirrors_address() -> None:
    address = "https://d1ab.cloud.example/news/1"
    assert original_of_mirror(address, mirrors=MIRRORS, site_url="") == address
    assert is_mirror(address, MIRRORS) and not is_mirror(address, [])
