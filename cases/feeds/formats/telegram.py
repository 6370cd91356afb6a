"""Posts of a public Telegram channel from its preview page (https://t.me/s/NAME).

Telegram gives every public channel a plain page with its last twenty posts, unless the owner has
turned the preview off. It is HTML without a promise, so every field is taken if it is there, and
a page without a single post is an error with the reason.
"""

import html
import re
from urllib.parse import urlsplit

from selectolax.lexbor import LexborNode

from cases.feeds.formats.html import attribute, page_tree
from cases.feeds.formats.parsed import NotAFeed
from cases.feeds.formats.shapes import RawEntry, RawFeed
from tracker.lib.html_text import plain_text

TELEGRAM_HOSTS = frozenset({"t.me", "telegram.me", "telegram.dog"})
MOST_LINKS = 50  # kept of one post
_POST = re.compile(r"[A-Za-z0-9_]{3,64}/[0-9]{1,12}")
_NAME = re.compile(r"/(?:s/)?(?P<name>[A-Za-z][A-Za-z0-9_]{3,63})/?\Z")
_PREVIEW = re.compile(r"/s/(?P<name>[A-Za-z0-9_]{3,64})/?")
_PICTURE = re.compile(
    r"background-image:\s*url\(\s*['\"]?(https?://[^'\")\s]{1,1000})['\"]?\s*\)", re.IGNORECASE
)
_MESSAGE = "div.tgme_widget_message"
_TEXT = "div.tgme_widget_message_text.js-message_text"


def channel_preview(url: str) -> str:
    """The address of the preview page of the channel that `url` names; "" where it names none.

    "https://t.me/name", "https://t.me/s/name" and "@name" mean the same channel; an invitation
    (t.me/+...) and a single post are no channels.
    """
    text = url.strip()
    if text.startswith("@"):
        text = f"https://t.me/{text[1:]}"
    match = re.match(r"(?:https?://)?(?:www\.)?([a-z.]+)(/[^?#]*)", text, re.IGNORECASE)
    if match is None or match[1].lower() not in TELEGRAM_HOSTS:
        return ""
    name = _NAME.match(match[2])
    if name is None or name["name"].lower() in _NO_CHANNELS:
        return ""
    return f"https://t.me/s/{name['name']}"


# Words that stand where a channel's name would.
_NO_CHANNELS = frozenset(
    "joinchat share addstickers addemoji addlist proxy socks login iv boost contact invoice".split()
)


def read_telegram(body: bytes, *, charset: str, url: str) -> RawFeed:
    """The posts of the page, newest first; only those of the channel that `url` names.

    A page may show posts of others, and they are not what the source says. Raises NotAFeed with the
    reason where there are none.
    """
    tree = page_tree(body, charset)
    shown = [
        node
        for node in tree.css(_MESSAGE)
        if "service_message" not in attribute(node, "class").split()
        and _POST.fullmatch(attribute(node, "data-post"))
    ]
    if not shown:
        raise NotAFeed(_why_empty(tree.html or ""))
    asked = _PREVIEW.fullmatch(urlsplit(url).path)
    channel = asked["name"] if asked else _channel(shown[-1])
    messages = [node for node in shown if _channel(node).lower() == channel.lower()]
    if not messages:
        raise NotAFeed("the page shows posts of another Telegram channel")
    return RawFeed(
        title=_words(tree.css_first("div.tgme_channel_info_header_title")) or channel,
        link=f"https://t.me/s/{channel}",
        entries=[_post(node) for node in reversed(messages)],
    )


def _channel(message: LexborNode) -> str:
    return attribute(message, "data-post").split("/")[0]


def _why_empty(page: str) -> str:
    if "tgme_channel_history" in page or "tgme_channel_info" in page:
        return "the Telegram channel shows no posts"
    if "tgme_page" in page:
        return "Telegram shows no preview of this channel: it is not public, or is no channel"
    return "not a Telegram preview page"


def _post(node: LexborNode) -> RawEntry:
    post = attribute(node, "data-post")
    address = f"https://t.me/{post}"
    text_node = node.css_first(_TEXT)
    markup = (text_node.html or "") if text_node else ""
    preview = _first_text(node, "div.link_preview_title")
    preview = preview or _first_text(node, "div.tgme_widget_message_poll_question")
    forwarded = node.css_first(".tgme_widget_message_forwarded_from_name")
    time = node.css_first("a.tgme_widget_message_date time")
    details: dict[str, object] = {}
    if links := _links(text_node, node):
        details["links"] = links
    if forwarded:
        source = {"name": _words(forwarded)[:200]}
        if (href := attribute(forwarded, "href")).startswith("https://t.me/"):
            source["url"] = href[:500]
        details["forwarded_from"] = source
    if _is_edited(node):
        details["edited"] = True
    return RawEntry(
        guid=address,
        link=address,
        title=html.escape(_title(markup) or preview, quote=False),
        summary=markup or html.escape(preview, quote=False),
        author=_first_text(node, ".tgme_widget_message_from_author"),
        published=attribute(time, "datetime"),
        image=_picture(node),
        details=details,
    )


def _title(markup: str) -> str:
    """The first line of a post: posts have no titles."""
    return next((line for line in plain_text(markup).split("\n") if line), "")


def _links(text: LexborNode | None, message: LexborNode) -> list[str]:
    """Web addresses in the text and of the preview card, without hashtags and Telegram's own."""
    nodes = text.css("a[href]") if text else []
    card = message.css_first("a.tgme_widget_message_link_preview")
    addresses = [attribute(node, "href") for node in [*nodes, *([card] if card else [])]]
    kept = [
        address
        for address in addresses
        if address.startswith(("http://", "https://")) and len(address) <= 1000
    ]
    return list(dict.fromkeys(kept))[:MOST_LINKS]


def _picture(node: LexborNode) -> str:
    for kind in ("photo_wrap", "video_thumb"):
        holder = node.css_first(f".tgme_widget_message_{kind}")
        if match := _PICTURE.search(attribute(holder, "style")):
            return match[1]
    return ""


def _is_edited(node: LexborNode) -> bool:
    """Whether Telegram says so itself: the author's name beside it may hold the word, too."""
    meta = node.css_first(".tgme_widget_message_meta")
    return meta is not None and "edited" in meta.text(deep=False)


def _first_text(node: LexborNode, selector: str) -> str:
    return _words(node.css_first(selector))


def _words(node: LexborNode | None) -> str:
    """The text of an element on one line; "" where there is none."""
    return " ".join(node.text().split()) if node else ""
