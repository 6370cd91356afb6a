"""New links of a plain web page, for outlets without a feed: which links, says a CSS selector.

A date is taken only where it is certain: from the link's own address (/2026/11/26/) or from the
one `<time>` that stands with this link and no other watched link.
"""

import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborHTMLParser, LexborNode, SelectolaxError

from cases.feeds.formats.html import attribute, page_tree
from cases.feeds.formats.parsed import NotAFeed
from cases.feeds.formats.shapes import RawEntry, RawFeed
from tracker.lib.web_sites import is_same_site
from tracker.lib.web_urls import absolute_url, canonical_url

LONGEST_SELECTOR = 300
MOST_LINKS = 2_000
_HIGHEST = 4  # steps up from a link in which its <time> is looked for
_DAY_IN_PATH = re.compile(
    r"(?:^|[/_-])(?P<year>20[0-9]{2}|199[0-9])(?P<mark>[/-])(?P<month>0?[1-9]|1[0-2])(?P=mark)"
    r"(?P<day>0?[1-9]|[12][0-9]|3[01])(?=$|[/_.-])"
)
_COMPACT_DAY = re.compile(
    r"/(?P<year>20[0-9]{2})(?P<month>0[1-9]|1[0-2])(?P<day>0[1-9]|[12][0-9]|3[01])(?=$|[/_.-])"
)


def wrong_selector(selector: str) -> str:
    """Why a selector cannot be used, as a phrase; "" where it can."""
    if len(selector) > LONGEST_SELECTOR:
        return f"longer than {LONGEST_SELECTOR} characters"
    if not selector.strip():
        return "empty"
    try:
        LexborHTMLParser("<html></html>").css(selector)
    except SelectolaxError:
        return "not a CSS selector"
    return ""


def date_in_address(url: str) -> str:
    """The day that the path of an address names, as YYYY-MM-DD; "" where it names none."""
    try:
        path = urlsplit(url).path
    except ValueError:
        return ""
    match = _DAY_IN_PATH.search(path) or _COMPACT_DAY.search(path)
    if match is None:
        return ""
    return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"


def read_watched_page(body: bytes, *, charset: str, url: str, selector: str) -> RawFeed:
    """The links that the selector names, in the order of the page; only those of the same site.

    The selector may name the links or what holds them. Raises NotAFeed with the reason where it is
    no selector, where it finds nothing, and where what it finds leads nowhere.
    """
    if fault := wrong_selector(selector):
        raise NotAFeed(f"the CSS selector cannot be used: {fault}")
    tree = page_tree(body, charset)
    links = _links(tree, selector)
    if not links:
        raise NotAFeed("the CSS selector finds no links on the page")
    base = absolute_url(attribute(tree.css_first("base[href]"), "href"), url) or url
    addresses = {link.mem_id: _address(link, base) for link in links}
    neighbours = _Neighbours(links, addresses)
    entries: dict[str, RawEntry] = {}
    for link in links[:MOST_LINKS]:
        address = addresses[link.mem_id]
        if not address or address == url or not is_same_site(address, url):
            continue
        entry = entries.setdefault(
            address, RawEntry(guid=canonical_url(address), link=address)
        )  # a picture and a headline often lead to one article: the longer words are its title
        entry.title = max(entry.title, _title(link), key=len)
        entry.published = entry.published or neighbours.time_beside(link)
    if not entries:
        raise NotAFeed("the links that the CSS selector finds lead to no page of this site")
    for entry in entries.values():
        entry.published = entry.published or date_in_address(entry.link)
    title_node = tree.css_first("title")
    return RawFeed(
        title=title_node.text(strip=True) if title_node else "",
        language=attribute(tree.css_first("html"), "lang"),
        link=url,
        entries=list(entries.values()),
    )


def _links(tree: LexborHTMLParser, selector: str) -> list[LexborNode]:
    links: dict[int, LexborNode] = {}
    for node in tree.css(selector):
        for link in [node] if node.tag == "a" else node.css("a[href]"):
            if attribute(link, "href"):
                links.setdefault(link.mem_id, link)
    return list(links.values())


def _title(link: LexborNode) -> str:
    """The link's words: of a heading inside it, of all of it, of its title, of its picture."""
    heading = link.css_first("h1, h2, h3, h4, h5, h6")
    picture = link.css_first("img[alt]")
    for words in (
        heading.text(separator=" ") if heading else "",
        link.text(separator=" "),
        attribute(link, "title"),
        attribute(link, "aria-label"),
        attribute(picture, "alt"),
    ):
        if words.strip():
            return " ".join(words.split())
    return ""


def _address(link: LexborNode, base: str) -> str:
    """The link's full address without fragment; "" where it leads to no web page."""
    address = absolute_url(attribute(link, "href"), base).partition("#")[0]
    try:
        canonical_url(address)
    except ValueError:
        return ""
    return address


class _Neighbours:
    """Which elements hold one watched address only, and the dates that stand in them.

    Each element is looked at a bounded number of times, however many links it holds.
    """

    def __init__(self, links: list[LexborNode], addresses: dict[int, str]) -> None:
        self._addresses = addresses
        self._held: dict[int, str | None] = {}  # None: more than one address
        self._times: dict[int, set[str]] = {}
        for link in links:
            self._note(link, addresses[link.mem_id])

    def _note(self, link: LexborNode, address: str) -> None:
        """What holds the link holds its address, all the way up to where that is known."""
        holder: LexborNode | None = link
        while holder is not None:
            known = self._held.get(holder.mem_id, "")
            if holder.mem_id not in self._held:
                self._held[holder.mem_id] = address
            elif known is None or known == address:
                return
            else:
                self._held[holder.mem_id] = None
            holder = holder.parent

    def time_beside(self, link: LexborNode) -> str:
        """The date of the one <time> around the link, before another watched address is in sight."""
        holder: LexborNode | None = link
        for _ in range(_HIGHEST):
            if holder is None or holder.tag in ("body", "html"):
                return ""
            if self._held.get(holder.mem_id) != self._addresses[link.mem_id]:
                return ""
            if times := self._times_in(holder):
                return next(iter(times)) if len(times) == 1 else ""
            holder = holder.parent
        return ""

    def _times_in(self, holder: LexborNode) -> set[str]:
        if holder.mem_id not in self._times:
            self._times[holder.mem_id] = {
                attribute(node, "datetime") or node.text(strip=True) for node in holder.css("time")
            }
        return self._times[holder.mem_id]
