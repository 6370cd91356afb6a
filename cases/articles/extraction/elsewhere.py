"""A text that stands beside the page that people see: in the structured data, or for browsers without scripts.

Looked for only where the page itself shows hardly any text: sites that are drawn by a script put it there
for search engines.
"""

from collections.abc import Mapping
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from cases.articles.extraction.blocks import read_blocks
from cases.articles.extraction.container import choose, text_blocks
from tracker.lib.html_text import clean_line, plain_text

LITTLE = 400  # characters: a page that shows more is believed
_LONGEST_LINE = 100_000
_MOST_NOSCRIPTS = 20


def text_elsewhere(tree: LexborHTMLParser, node: Mapping[str, Any]) -> str:
    """The article's paragraphs joined by blank lines, "" where there are none of some length.

    `node` is the article's object in JSON-LD. The tree is a whole one.
    """
    body = node.get("articleBody")
    said = _paragraphs(plain_text(body).split("\n")) if isinstance(body, str) else ""
    found = [said, *(_of_noscript(element) for element in tree.css("noscript")[:_MOST_NOSCRIPTS])]
    longest = max(found, key=len)
    return longest if len(longest) >= LITTLE else ""


def _of_noscript(element: Any) -> str:
    page = read_blocks(element)
    blocks = text_blocks(page, choose(page).place)
    if sum(block.prose > 0 for block in blocks) < 2:
        return ""
    return _paragraphs([block.text for block in blocks])


def _paragraphs(lines: list[str]) -> str:
    return "\n\n".join(filter(None, (clean_line(line, _LONGEST_LINE) for line in lines)))
