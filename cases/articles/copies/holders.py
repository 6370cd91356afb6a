"""Which texts hold a key, and which texts share most keys with a new one. Pure; compiled where it can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final, Protocol

from cases.articles.copies import native

# Texts that hold one key are looked at newest first, and no more than these: a footer of a site stands
# in all its articles.
MOST_PER_KEY: Final = 20
MOST_CANDIDATES: Final = 12
# So many keys in common make a candidate.
FEWEST_KEYS: Final = 2


class Holders(Protocol):
    """A table of keys."""

    def hold(self, keys: Sequence[int], text: int) -> list[int]:
        """Note that the text, numbered from 0 as they come, holds the keys (64 bits, signed, each once).

        Returns the texts before it that share at least `FEWEST_KEYS` with it, or its only key: most
        keys first, of equals the newest; at most `MOST_CANDIDATES`.
        """


def make_holders() -> Holders:
    """An empty table."""
    if native.holders_library() is None:
        return HoldersInPython()
    return native.Holders(fewest=FEWEST_KEYS, most_per_key=MOST_PER_KEY, most=MOST_CANDIDATES)


class HoldersInPython:
    """As the compiled table."""

    def __init__(self) -> None:
        # One number, or where several hold the key a list of the newest.
        self._held: dict[int, int | list[int]] = {}

    def hold(self, keys: Sequence[int], text: int) -> list[int]:
        """See `Holders`."""
        held = self._held
        found: list[int] = []
        for key in keys:
            holders = held.get(key)
            if holders is None:
                held[key] = text
            elif isinstance(holders, int):
                found.append(holders)
                held[key] = [holders, text]
            else:
                found += holders
                holders.append(text)
                if len(holders) > MOST_PER_KEY:
                    del holders[0]
        if not found:
            return found
        counts = Counter(found)
        fewest = min(FEWEST_KEYS, len(keys))
        likely = [number for number, count in counts.items() if count >= fewest]
        likely.sort(key=lambda number: (-counts[number], -number))
        return likely[:MOST_CANDIDATES]
