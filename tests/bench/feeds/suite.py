"""Feedparser's own tests as questions to us: title, link, id, date and summary.

Each file says in its first comment what feedparser must answer. Only comparisons of those fields
with a literal are asked, and only those that feedparser itself passes count: it is the measure.
We keep plain text, so an expected text with markup is compared as the plain text that it is.
"""

import ast
import re
import warnings
from calendar import timegm
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from typing import Any

import feedparser

from cases.feeds.formats.parsed import NotAFeed, ParsedFeed
from cases.feeds.formats.parsing import parse_feed
from tracker.lib.html_text import clean_line, plain_text

BASE = "http://127.0.0.1:8097/"
_COMMENT = re.compile(rb"<!--(.*?)-->", re.DOTALL)
_EXPECT = re.compile(r"Expect:\s*(.*)")
_HEADER = re.compile(r"Header:\s*([A-Za-z-]+):\s*(.*)")
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)
_NOW = datetime(2026, 11, 26, tzinfo=UTC)
_OF_ENTRIES = {
    "title": "title",
    "link": "link",
    "id": "id",
    "guid": "id",
    "summary": "summary",
    "description": "summary",
    "published_parsed": "date",
    "updated_parsed": "date",
    "created_parsed": "date",
}
_OF_FEED = {"title": "title", "link": "link"}


@dataclass(frozen=True)
class Check:
    """One comparison: `index` is that of the entry, None for the feed itself."""

    file: Path
    index: int | None
    key: str
    field: str
    expected: Any


@dataclass(frozen=True)
class Verdict:
    """A check that feedparser passes, and what we answered."""

    check: Check
    passed: bool
    answer: Any


def verdicts(folder: Path) -> list[Verdict]:
    """All checks of a folder that feedparser passes, with our answers."""
    found = []
    for path in sorted(folder.rglob("*.xml")):
        body = path.read_bytes()
        checks, headers = _checks(path, body)
        if not checks:
            continue
        theirs = _feedparsed(body, headers)
        checks = [check for check in checks if _theirs(theirs, check) == check.expected]
        if checks:
            ours = _ours(body, headers)
            found += [Verdict(check, *_judged(ours, check)) for check in checks]
    return found


def _checks(path: Path, body: bytes) -> tuple[list[Check], dict[str, str]]:
    match = _COMMENT.search(body.replace(b"\x00", b""))
    comment = match[1].decode("utf-8", "replace") if match else ""
    headers = {name.lower(): value.strip() for name, value in _HEADER.findall(comment)}
    expectation = _EXPECT.search(comment)
    return list(_comparisons(path, expectation[1])) if expectation else [], headers


def _comparisons(path: Path, expression: str) -> Iterator[Check]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            tree = ast.parse(expression.strip(), mode="eval")
        except SyntaxError:
            return
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare) or not isinstance(node.ops[0], ast.Eq):
            continue
        try:
            expected = ast.literal_eval(node.comparators[0])
        except ValueError:
            try:  # texts that are put together from pieces
                expected = eval(ast.unparse(node.comparators[0]), {"__builtins__": {}})
            except Exception:
                continue
        match ast.unparse(node.left):
            case str(text) if found := re.fullmatch(r"entries\[(\d+)\]\['(\w+)'\]", text):
                index, key = int(found[1]), found[2]
                if key in _OF_ENTRIES:
                    yield Check(path, index, key, _OF_ENTRIES[key], expected)
            case str(text) if found := re.fullmatch(r"feed\['(\w+)'\]", text):
                if found[1] in _OF_FEED:
                    yield Check(path, None, found[1], _OF_FEED[found[1]], expected)


def _feedparsed(body: bytes, headers: dict[str, str]) -> Any:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return feedparser.parse(
            BytesIO(body), response_headers={"content-location": BASE, **headers}
        )


def _theirs(parsed: Any, check: Check) -> Any:
    try:
        holder = parsed.feed if check.index is None else parsed.entries[check.index]
        answer = holder[check.key]
    except (KeyError, IndexError):
        return None
    return tuple(answer) if check.field == "date" and answer else answer


def _ours(body: bytes, headers: dict[str, str]) -> ParsedFeed | None:
    charset = _CHARSET.search(headers.get("content-type", ""))
    base = headers.get("content-location", BASE)
    try:
        return parse_feed(body, charset=charset[1] if charset else "", url=base, now=_NOW)
    except NotAFeed:
        return None


def _judged(feed: ParsedFeed | None, check: Check) -> tuple[bool, Any]:
    if feed is None:
        return False, "not a feed"
    if check.index is None:
        answer: Any = feed.title if check.field == "title" else feed.site_url
    elif check.index >= len(feed.entries):
        return False, "no such entry"
    else:
        entry = feed.entries[check.index]
        if check.field == "date":
            moment = entry.updated if check.key == "updated_parsed" else entry.published
            moment = moment or entry.published
            same = bool(moment) and timegm(check.expected) == int(moment.timestamp())
            return same, entry.published_claim
        answer = {
            "title": entry.title,
            "link": entry.url,
            "id": entry.guid,
            "summary": entry.summary,
        }[check.field]
    expected = str(check.expected)
    kept = clean_line(plain_text(expected), 500) if check.field == "title" else plain_text(expected)
    return answer in (expected, kept, plain_text(kept)), answer
