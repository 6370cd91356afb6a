"""What a format's reader hands on: strings as the feed wrote them, nothing judged yet."""

from dataclasses import dataclass, field

MOST_ENTRIES = 500  # that are kept of one document
LONGEST_SUMMARY = 2_000


@dataclass(slots=True)
class RawEntry:
    """One item of a feed. HTML is still HTML, dates are still text, links may be relative."""

    guid: str = ""
    link: str = ""
    title: str = ""
    summary: str = ""
    content: str = ""
    author: str = ""
    published: str = ""
    updated: str = ""
    categories: list[str] = field(default_factory=list)
    image: str = ""
    details: dict[str, object] | None = None


@dataclass
class RawFeed:
    """A feed before judgement; `ttl` is in minutes as text, as RSS has it."""

    title: str = ""
    language: str = ""
    link: str = ""
    ttl: str = ""
    entries: list[RawEntry] = field(default_factory=list)
    follow: tuple[str, ...] = ()
    skip_hours: tuple[int, ...] = ()
    skip_days: tuple[int, ...] = ()
    # How many items the document has, where not all of them are in `entries`.
    total: int = 0
    # Whether the summaries are text already, of at most LONGEST_SUMMARY characters.
    has_texts: bool = False


# Media types and file endings by which an enclosure is a picture.
def is_image(media_type: str, address: str) -> bool:
    """Whether an enclosure is an image by its declared type or, where none is given, its name."""
    if media_type:
        return media_type.startswith("image")
    path = address.split("?", 1)[0].lower()
    return path.endswith((".jpg", ".jpeg", ".png", ".webp", ".gif", ".avif"))
