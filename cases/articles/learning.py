"""When a source's selector is trusted, compared again, forgotten. Pure.

A selector is learned per host, from pages on which the whole reading and trafilatura were asked too.
After `TRUSTED_AFTER` pages in a row on which all said the same, the source's pages are read by it
alone; every `COMPARED_EVERY` pages it is compared once more, and one page on which it does not hold
the text sets it back to the beginning.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

TRUSTED_AFTER = 20  # pages in a row
COMPARED_EVERY = 25  # uses
MOST_SELECTORS = 5  # of one host: a site has a template for news and some for other things
# Pages of a host of which nothing is known yet that are compared: one of so many.
_TRIED_ONE_OF = 4
_PROMISING = 2  # pages in a row


@dataclass(frozen=True)
class Known:
    """What is kept of one selector of a host."""

    selector: str
    agreed: int = 0
    uses: int = 0


@dataclass(frozen=True)
class Plan:
    """How to read the next page of a host: `known` selectors are used, `watched` compared.

    `compare` asks all readers, so that what is seen counts.
    """

    known: tuple[str, ...] = ()
    watched: tuple[str, ...] = ()
    compare: bool = False


def learned_host(url: str) -> str:
    """The host that selectors are learned for: in lower case, without "www."; "" for no address."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")[:260]


def plan_for(kept: Sequence[Known], *, lot: int) -> Plan:
    """The plan for a page of a host with these selectors; `lot` is any number of the page's own."""
    best = sorted(kept, key=lambda one: -one.agreed)
    trusted = [one for one in best if one.agreed >= TRUSTED_AFTER]
    due = any(one.uses >= COMPARED_EVERY for one in trusted)
    if trusted and not due:
        rest = tuple(one.selector for one in best if one not in trusted)
        return Plan(tuple(one.selector for one in trusted), rest, False)
    # Once could be by chance: ways to an element that differ from page to page hold each time anew.
    growing = any(one.agreed >= _PROMISING for one in best)
    everything = tuple(one.selector for one in best)
    return Plan((), everything, due or growing or lot % _TRIED_ONE_OF == 0)


def after_page(
    kept: Sequence[Known], *, read_by: str, compared: bool, seen: Iterable[tuple[str, bool]]
) -> list[Known]:
    """What is to be kept after a page; selectors that the page did not touch stay as they were.

    `seen`: selectors that found an element, and whether it held the text. Of a page that was read by
    a selector alone it is that one.
    """
    by_name = {one.selector: one for one in kept}
    for selector, agreed in seen:
        before = by_name.get(selector, Known(selector))
        if read_by == "known":
            by_name[selector] = Known(selector, before.agreed, before.uses + 1)
        elif not agreed and selector in by_name:
            by_name[selector] = Known(selector, 0, 0)
        elif agreed and compared:
            by_name[selector] = Known(selector, before.agreed + 1, 0)
    new = [
        one for one in by_name.values() if one.agreed or one.selector in {k.selector for k in kept}
    ]
    return sorted(new, key=lambda one: -one.agreed)[:MOST_SELECTORS]
