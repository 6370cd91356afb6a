"""Lists of feeds as OPML (opml.org, 1.0 to 2.0), in and out. Pure.

Readers of feeds differ in what they write: `text` or `title`, nested folders or `category`, types in
any case. Two attributes are ours, so that every kind of source comes back as it went out: `kind`
and `selector`.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from cases.feeds.formats.charset import decode_feed
from cases.feeds.formats.parsed import NotAFeed
from cases.feeds.formats.sniff import root_of_xml
from cases.feeds.formats.telegram import channel_preview
from cases.feeds.formats.watched_page import wrong_selector
from tracker.lib.html_text import clean_line
from tracker.lib.web_urls import absolute_url, canonical_url
from tracker.lib.xml_guard import DangerousDocument, checked_xml

MOST_BYTES = 1_000_000
MOST_OUTLINES = 5_000
KINDS = frozenset({"feed", "sitemap", "telegram", "page"})
_LONGEST_URL = 1_000
_LONGEST_FOLDER = 500


class NotOpml(ValueError):
    """The file is no list of feeds that we read; `reason` says what is wrong, and on which line."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Subscription:
    """One source of a list. `line` is that of the file; `problem` says why it cannot be taken."""

    line: int
    url: str
    title: str = ""
    site_url: str = ""
    kind: str = "feed"
    selector: str = ""
    language: str = ""
    folder: str = ""
    problem: str = ""
    field: str = ""


def read_opml(body: bytes) -> list[Subscription]:
    """The sources of an OPML file in its order, each once; folders are outlines without an address.

    Raises NotOpml for what is no OPML, for files over 1 MB or 5,000 outlines, for broken XML (with
    the line) and for XML with entities of its own.
    """
    if len(body) > MOST_BYTES:
        raise NotOpml(f"The file is larger than {MOST_BYTES // 1_000_000} MB.")
    try:
        text = decode_feed(body).text
        if root_of_xml(text) != "opml":
            raise NotOpml("The file is not OPML.")
        # As bytes without a declaration, line for line as it was.
        root = etree.fromstring(checked_xml(text.encode(), "utf-8"), _PARSER)
    except NotAFeed as error:
        raise NotOpml(f"The file is not OPML: {error.reason}.") from None
    except DangerousDocument as error:
        raise NotOpml(f"The file is dangerous XML: {error.reason}.") from None
    except etree.XMLSyntaxError as error:
        raise NotOpml(f"Line {error.lineno}: broken XML.") from None
    found: list[Subscription] = []
    folders: dict[Any, str] = {}
    for number, outline in enumerate(root.iter("{*}outline", "outline")):
        if number >= MOST_OUTLINES:
            raise NotOpml(f"The file has more than {MOST_OUTLINES:,} outlines.")
        if (subscription := _subscription(outline, folders)) is not None:
            found.append(subscription)
    return found


_PARSER = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)


def _subscription(outline: Any, folders: dict[Any, str]) -> Subscription | None:
    attributes = {name.rpartition("}")[2].lower(): text for name, text in outline.attrib.items()}
    written = attributes.get("xmlurl", "").strip()
    if not written and attributes.get("type", "").lower() in ("link", "include"):
        return None  # a bookmark, not a source
    if not written and ("type" not in attributes or len(outline)):
        return None  # a folder
    kind = attributes.get("kind", "").lower().strip()
    preview = channel_preview(written)
    given: dict[str, Any] = {
        "line": outline.sourceline or 0,
        "title": clean_line(attributes.get("title") or attributes.get("text") or "", 200),
        "site_url": _web(attributes.get("htmlurl", "")),
        "selector": attributes.get("selector", "").strip(),
        "language": clean_line(attributes.get("language", ""), 12),
        "folder": _folder(outline.getparent(), folders),
        "kind": kind if kind in KINDS else "telegram" if preview else "feed",
        "url": preview or _web(written),
    }
    problem, field = source_problem(given["kind"], given["url"] or written, given["selector"])
    if kind and kind not in KINDS:
        problem, field = f"unknown kind of source “{kind[:30]}”", "kind"
    if not given["url"]:
        problem, field = f"“{clean_line(written, 80)}” is not a web address", "xmlUrl"
    return Subscription(**given, problem=problem, field=field)


def source_problem(kind: str, url: str, selector: str) -> tuple[str, str]:
    """Why a source of this kind cannot be read, and the field that is wrong; ("", "") if it can."""
    if len(url) > _LONGEST_URL:
        return f"longer than {_LONGEST_URL:,} characters", "url"
    if not _web(url):
        return "not a web address", "url"
    if kind == "telegram" and not channel_preview(url):
        return "not the address of a public Telegram channel (https://t.me/s/name)", "url"
    if kind == "page" and (fault := wrong_selector(selector)):
        return fault, "selector"
    if kind != "page" and selector:
        return "only web pages have a selector", "selector"
    return "", ""


def _web(text: str) -> str:
    """The address, or "" for what is none. The spelling stays: servers may mean something by it."""
    address = text.strip()
    if address.startswith("feed:"):  # an old scheme of readers
        address = address.removeprefix("feed:").removeprefix("//")
        address = address if "://" in address else f"http://{address}"
    try:
        canonical_url(address)
    except ValueError:
        return ""
    return absolute_url(address, "")


def _folder(parent: Any, folders: dict[Any, str]) -> str:
    """The names from the outermost folder to `parent`, cut at `_LONGEST_FOLDER`.

    `folders` holds those that were read: thousands of sources in one deep folder read it once.
    """
    if parent is None or etree.QName(parent).localname != "outline":
        return ""
    if parent not in folders:
        name = clean_line(parent.get("title") or parent.get("text") or "", 100)
        above = _folder(parent.getparent(), folders)
        folders[parent] = " / ".join(filter(None, (above, name)))[:_LONGEST_FOLDER]
    return folders[parent]


def write_opml(subscriptions: Iterable[Subscription], *, title: str) -> str:
    """An OPML 2.0 document, one folder for each `folder` in the order given."""
    folders: dict[str, list[str]] = {}
    for one in subscriptions:
        attributes = {
            "type": "rss" if one.kind == "feed" else one.kind,
            "text": one.title or one.url,
            "title": one.title or one.url,
            "xmlUrl": one.url,
            "htmlUrl": one.site_url,
            "language": one.language,
            "kind": "" if one.kind == "feed" else one.kind,
            "selector": one.selector,
        }
        written = " ".join(f"{name}={_quoted(text)}" for name, text in attributes.items() if text)
        folders.setdefault(one.folder, []).append(f"<outline {written}/>")
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"<head><title>{_quoted(title)[1:-1]}</title></head>", "<body>"]
    for folder, rows in folders.items():
        if folder:
            lines.append(f"<outline text={_quoted(folder)}>")
        lines += rows
        if folder:
            lines.append("</outline>")
    return "\n".join([*lines, "</body>", "</opml>", ""])


def _quoted(text: str) -> str:
    """An attribute in double quotes, whatever it holds."""
    clean = "".join(character for character in text if character.isprintable())
    return quoteattr(clean.replace('"', "\x00")).replace("\x00", "&quot;")
