"""Broken and unusual feeds by feedparser, to our shape: slow, and reads almost anything.

It gets a stream, never a text: a text is first tried as an address and as a file name.
"""

from io import BytesIO
from typing import Any

import feedparser

from cases.feeds.formats.shapes import RawEntry, RawFeed, is_image


def read_leniently(body: bytes, *, url: str) -> RawFeed:
    """The feed in our shape; `body` must be UTF-8, `url` only resolves relative links.

    Never raises for broken markup: what can be read is read, which may be nothing.
    """
    parsed: Any = feedparser.parse(
        BytesIO(body),
        response_headers={
            "content-type": "application/xml; charset=utf-8",
            "content-location": url,
        },
        sanitize_html=False,  # nothing of it is shown before tracker.lib.html_text has cleaned it
        resolve_relative_uris=False,
    )
    about = parsed.feed
    return RawFeed(
        title=_text(about.get("title")),
        language=_text(about.get("language")),
        link=_text(about.get("link")),
        ttl=_text(about.get("ttl")),
        entries=[_entry(entry) for entry in parsed.entries],
    )


def _entry(entry: Any) -> RawEntry:
    content = entry.get("content") or [{}]
    # Asked by key: .get("published") of feedparser answers with other fields where it is missing.
    published = entry["published"] if dict.__contains__(entry, "published") else ""
    updated = entry["updated"] if dict.__contains__(entry, "updated") else ""
    created = entry["created"] if dict.__contains__(entry, "created") else ""
    return RawEntry(
        guid=_text(entry.get("id")),
        link=_text(entry.get("link")),
        title=_text(entry.get("title")),
        summary=_text(entry.get("summary")),
        content=_text(content[0].get("value")),
        author=_text(entry.get("author")),
        published=_text(published or created or updated),
        updated=_text(updated),
        categories=[_text(tag.get("label") or tag.get("term")) for tag in entry.get("tags") or ()],
        image=_image(entry),
    )


def _image(entry: Any) -> str:
    for enclosure in entry.get("enclosures") or ():
        if is_image(_text(enclosure.get("type")), _text(enclosure.get("href"))):
            return _text(enclosure.get("href"))
    for media in entry.get("media_content") or ():
        if media.get("medium") == "image" or is_image(
            _text(media.get("type")), _text(media.get("url"))
        ):
            return _text(media.get("url"))
    for thumbnail in entry.get("media_thumbnail") or ():
        return _text(thumbnail.get("url"))
    return ""


def _text(value: object) -> str:
    return value.strip() if isinstance(value, str) else ""
