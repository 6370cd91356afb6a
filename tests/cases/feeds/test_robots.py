"""What an answer to robots.txt means, without a server."""

from datetime import timedelta

import pytest

from cases.feeds.polling.robots import Verdict, allows, read_robots, robots_address


@pytest.mark.parametrize(
    ("status", "verdict"),
    [(200, Verdict.ALL), (404, Verdict.ALL), (403, Verdict.ALL), (503, Verdict.NONE)],
)
def test_a_status_has_the_meaning_of_rfc_9309(status: int, verdict: Verdict) -> None:
    assert read_robots(status=status, body=b"").verdict is verdict


def test_a_site_that_cannot_be_reached_is_allowed_with_a_note_and_asked_again_soon() -> None:
    robots = read_robots(status=0, body=b"", reason="no connection")
    assert robots.verdict is Verdict.ALL and "no connection" in robots.note
    assert robots.due_after == timedelta(hours=1)


def test_our_own_group_wins_over_that_of_everybody() -> None:
    text = "User-agent: *\nDisallow: /\n\nUser-agent: CaseTracker\nDisallow: /drafts/\n"
    robots = read_robots(status=200, body=text.encode())
    assert robots.verdict is Verdict.RULES
    assert allows(robots.text, "https://outlet.example/feed")
    assert not allows(robots.text, "https://outlet.example/drafts/feed")


@pytest.mark.parametrize("body", [b"Disallow", b"\x00\xff\xfe", b"User-agent: *\nDisallow:\n"])
def test_a_text_that_forbids_nothing_is_not_kept(body: bytes) -> None:
    robots = read_robots(status=200, body=body)
    assert (robots.verdict, robots.text) == (Verdict.ALL, "")


def test_a_crawl_delay_is_bounded() -> None:
    body = b"User-agent: *\nCrawl-delay: 86400\nDisallow: /x"
    assert read_robots(status=200, body=body).crawl_delay == 60.0
    assert read_robots(status=200, body=b"Crawl-delay: soon").crawl_delay is None


def test_rules_stand_at_the_root_of_the_very_host_and_port() -> None:
    assert robots_address("https://a.example:8443/x/feed?y") == "https://a.example:8443/robots.txt"
