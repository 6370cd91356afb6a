"""Pure: who is named in a sentence, on record or not, and whether a name stands as on record.

In Russian that tells who acts from who is acted on.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cases.proposals.found import NamedSpan
from cases.proposals.sentences import folded
from cases.proposals.vocabulary import Vocabulary

_CAPITALISED: Final = re.compile(r"[A-ZА-ЯЁ][a-zа-яё]+(?:-[A-ZА-ЯЁ][a-zа-яё]+)?")
_NAME_PAIR: Final = re.compile(rf"{_CAPITALISED.pattern}(?: {_CAPITALISED.pattern}){{1,2}}")


@dataclass(frozen=True, slots=True)
class NameAt:
    """A name in a sentence; person None is a stranger. Places count from the sentence's beginning."""

    start: int
    end: int
    person: Hashable | None
    nominative: bool | None = None
    sex: str = ""


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


def names_in(
    sentence: str,
    start: int,
    spans: Sequence[NamedSpan],
    words: Vocabulary,
    strangers: Iterable[str] = (),
) -> list[NameAt]:
    """Everybody named in a sentence that begins at `start` of the text, in order."""
    end = start + len(sentence)
    known = [
        NameAt(span.start - start, span.end - start, span.person, span.nominative, span.sex)
        for span in spans
        if start <= span.start and span.end <= end
    ]
    others = [
        NameAt(at, to, None)
        for at, to in _strangers(sentence, words, strangers)
        if not any(at < one.end and one.start < to for one in known)
    ]
    return sorted([*known, *others], key=lambda one: one.start)


def _strangers(sentence: str, words: Vocabulary, stems: Iterable[str]) -> Iterable[tuple[int, int]]:
    for match in _NAME_PAIR.finditer(sentence):
        if words.cased and match.group().isascii():
            continue  # «Hermitage Capital»: among Russian words no person's name
        parts = [part.lower() for part in re.split(r"[ ]", match.group())]
        start = match.start()
        while parts and _no_name(parts[0], words):
            start += len(parts[0]) + 1
            parts = parts[1:]
        if len(parts) >= 2 and not any(_no_name(part, words) for part in parts):
            yield start, match.end()
    for stem in stems:
        for match in re.finditer(rf"\b{re.escape(stem)}\w{{0,3}}\b", sentence):
            yield match.start(), match.end()


def _no_name(word: str, words: Vocabulary) -> bool:
    if word in words.not_names:
        return True
    # «Мещанского районного суда»: an adjective of a place or an office in any form.
    return words.cased and any(
        word.startswith(stem[:-2]) for stem in words.not_names if len(stem) > 5
    )


def low_before(low: str, name: NameAt) -> str:
    """What stands before a name, as far as rules look back."""
    return low[max(0, name.start - 70) : name.start]


def stranger_stems(text: str, words: Vocabulary) -> set[str]:
    """Beginnings of the surnames of people named in full in a text, to know them again when alone."""
    found = set()
    for match in _NAME_PAIR.finditer(text):
        parts = match.group().split(" ")
        if words.cased and match.group().isascii():
            continue
        if not any(_no_name(part.lower(), words) for part in parts):
            last = parts[-1]
            found.add(last[:-1] if words.cased and last[-1] in "аяуюые" else last)
    return {stem for stem in found if len(stem) > 3}
