"""What a page says of its article in JSON-LD (schema.org). Foreign data: nothing is taken on trust."""

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

_WRAPPING = re.compile(r"(?:/\*\s*|//\s*|<!--\s*)?(?:<!\[CDATA\[|\]\]>|-->)(?:\s*\*/)?")
_LARGEST_SCRIPT = 300_000  # characters
_MOST_SCRIPTS = 20
_MOST_NODES = 500
_DEEPEST = 10  # lists and objects in each other
_ARTICLE_TYPES = frozenset(
    {
        "article",
        "newsarticle",
        "reportagenewsarticle",
        "analysisnewsarticle",
        "opinionnewsarticle",
        "backgroundnewsarticle",
        "blogposting",
        "liveblogposting",
        "report",
        "interview",
    }
)


def article_node(scripts: Sequence[str]) -> dict[str, Any]:
    """The first object in the page's scripts of JSON-LD that says it is an article, or {}.

    Its values may be of any JSON type.
    """
    for script in scripts[:_MOST_SCRIPTS]:
        text = script.strip()
        if not text.startswith(("{", "[")) or not text.endswith(("}", "]")):
            # Sites wrap it in CDATA or comment marks, as was once advised for scripts.
            text = _WRAPPING.sub("", text).strip()
        if not text or len(text) > _LARGEST_SCRIPT:
            continue
        try:
            document = json.loads(text, strict=False)
        except (ValueError, RecursionError):
            continue  # broken JSON-LD is common and says nothing of the page
        for node in _objects(document):
            kinds = node.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and name.lower() in _ARTICLE_TYPES for name in names):
                return node
    return {}


def text_of(value: Any, *, within: int = _DEEPEST) -> str:
    """The text in a JSON-LD value: itself, its name, or those of a list joined by commas.

    `within` so many lists and objects in each other; what lies deeper is no text.
    """
    if isinstance(value, str):
        return value.strip()
    if within and isinstance(value, dict):
        return text_of(value.get("name") or value.get("@value") or "", within=within - 1)
    if within and isinstance(value, list):
        texts = (text_of(item, within=within - 1) for item in value[:10])
        return ", ".join(filter(None, texts))
    return ""


def address_of(value: Any, *, within: int = _DEEPEST) -> str:
    """The address in a JSON-LD value: itself, its url or @id, or that of the first in a list.

    `within` as in `text_of`.
    """
    if isinstance(value, str):
        return value.strip()
    if within and isinstance(value, dict):
        inner = value.get("url") or value.get("contentUrl") or value.get("@id") or ""
        return address_of(inner, within=within - 1)
    if within and isinstance(value, list) and value:
        return address_of(value[0], within=within - 1)
    return ""


def _objects(document: Any) -> Iterator[dict[str, Any]]:
    """The objects at the top, in lists and in @graph, in the order of the document."""
    waiting, seen = [document], 0
    while waiting and seen < _MOST_NODES:
        node = waiting.pop(0)
        seen += 1
        if isinstance(node, list):
            waiting[:0] = node[:_MOST_NODES]
        elif isinstance(node, dict):
            yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity") if key in node)
