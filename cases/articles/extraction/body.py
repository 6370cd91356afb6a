"""The main text of a page: what trafilatura finds, and a plainer rule for very short articles."""

import trafilatura
from lxml.html import HtmlElement

from tracker.lib.html_text import clean_line

# Below this many characters the extractor gives up on finding the article and takes the whole
# page, menus and all (its MIN_EXTRACTED_SIZE).
SHORT = 250
LONGEST_TEXT = 500_000  # characters
_PIECES = "self::p or self::h2 or self::h3 or self::li or self::blockquote"


def main_text(tree: HtmlElement, *, title: str = "") -> str:
    """The article's paragraphs joined by blank lines, without its headline; "" where there is none."""
    short = _short_article(tree)
    if short:
        return _paragraphs(short, title)
    found = trafilatura.extract(
        tree,
        fast=True,
        include_comments=False,
        include_tables=True,
        include_images=False,
        include_links=False,
        with_metadata=False,
        output_format="txt",
    )
    return _paragraphs((found or "").split("\n"), title)


def _short_article(tree: HtmlElement) -> list[str]:
    """The paragraphs of a page whose only <article> is too short for the extractor, else []."""
    bodies = tree.xpath("//*[@itemprop='articleBody']") or tree.xpath("//article")
    if len(bodies) != 1:
        return []
    pieces = [
        " ".join(str(piece.text_content()).split())
        for piece in bodies[0].xpath(
            f".//*[({_PIECES}) and not(ancestor::nav or ancestor::aside or ancestor::footer"
            " or ancestor::form or ancestor::figure)]"
        )
    ]
    pieces = [piece for piece in pieces if piece]
    length = sum(map(len, pieces))
    whole = len(" ".join(str(bodies[0].text_content()).split()))
    # Where much of the article stands outside of its paragraphs they do not tell it.
    return pieces if whole < 3 * SHORT and length >= 0.6 * whole > 0 else []


def _paragraphs(lines: list[str], title: str) -> str:
    kept: list[str] = []
    for line in lines:
        cleaned = clean_line(line, LONGEST_TEXT)
        if cleaned and not (kept and cleaned == kept[-1]):
            kept.append(cleaned)
    if kept and title and kept[0].casefold() == title.casefold():
        del kept[0]
    return "\n\n".join(kept)[:LONGEST_TEXT]
