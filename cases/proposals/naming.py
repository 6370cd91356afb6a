"""Pure: whether a name stands in a text as it stands on record, which in Russian tells who acts."""

from __future__ import annotations

from collections.abc import Iterable

from cases.proposals.sentences import folded


def stands_as_on_record(surface: str, names: Iterable[str]) -> bool | None:
    """Whether the words of `surface` are those of a name on record, undeclined.

    None for words in another alphabet than all names of the record: nothing can be told.
    """
    written = folded(surface).split()
    if not written:
        return None
    cyrillic = any("а" <= char <= "я" for char in written[-1])
    known = {
        word
        for name in names
        for word in folded(name).replace(",", " ").split()
        if any("а" <= char <= "я" for char in word) == cyrillic
    }
    if not known:
        return None
    words = [word.strip('«»"“”.,') for word in written]
    long = [word for word in words if len(word) > 2]
    return all(word in known for word in long) if long else None
