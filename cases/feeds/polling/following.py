"""From an index and the documents it names to one document. Pure: the fetching is the caller's."""

from collections.abc import Callable
from dataclasses import replace

from cases.feeds.formats.parsed import NotAFeed, ParsedEntry, ParsedFeed
from cases.feeds.formats.shapes import MOST_ENTRIES


def with_followed(index: ParsedFeed, read_one: Callable[[str], ParsedFeed]) -> ParsedFeed:
    """The index with the entries of the documents it names to follow, at most 500, newest first.

    `read_one` fetches and reads one address, and raises NotAFeed with the reason where that fails:
    the reason becomes a remark, as long as one of the documents was read. Raises NotAFeed with the
    first reason where none was.
    """
    read: list[ParsedFeed] = []
    faults: list[str] = []
    for address in index.follow:
        try:
            read.append(read_one(address))
        except NotAFeed as fault:
            faults.append(f"{address}: {fault.reason}")
    if not read:
        raise NotAFeed(faults[0] if faults else "an index that names nothing to read")
    entries: dict[str, ParsedEntry] = {}
    for document in read:
        for entry in document.entries:
            entries.setdefault(entry.guid, entry)
    # Stable, and entries without a date stay behind those with one.
    kept = sorted(
        entries.values(),
        key=lambda entry: entry.published.timestamp() if entry.published else 0.0,
        reverse=True,
    )[:MOST_ENTRIES]
    return replace(
        index,
        title=index.title or next((document.title for document in read if document.title), ""),
        language=index.language
        or next((document.language for document in read if document.language), ""),
        entries=tuple(kept),
        remarks=(*index.remarks, *faults),
    )
