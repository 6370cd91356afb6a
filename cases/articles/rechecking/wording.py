"""What changed between two versions of a text, word by word, for a reader. Pure.

Paragraphs are matched first, then the words of those that changed, so that a long article with one
new sentence shows that sentence.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Kind = Literal["same", "removed", "added"]
_TOKENS = re.compile(r"\s+|[^\s\w]|\w+")
# Beyond this many words a pair of paragraphs is shown as one removed and one added.
_MOST_WORDS = 4_000
_MOST_PARAGRAPHS = 2_000


@dataclass(frozen=True)
class Piece:
    """A run of text that stayed, went or came."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Passage:
    """A paragraph of the newer text or one that went, in pieces; `changed` where it is not the same."""

    pieces: tuple[Piece, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it came or went."""
        return any(piece.kind != "same" for piece in self.pieces)


def compare(before: str, after: str) -> list[Passage]:
    """The paragraphs of both texts in the order of the newer one. Paragraphs are parted by blank lines."""
    old, new = _paragraphs(before), _paragraphs(after)
    if max(len(old), len(new)) > _MOST_PARAGRAPHS:
        old, new = [before], [after]
    passages: list[Passage] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            passages += [Passage((Piece("same", text),)) for text in new[j1:j2]]
        else:
            passages += _changed(old[i1:i2], new[j1:j2])
    return passages


def figures(passages: list[Passage]) -> tuple[int, int]:
    """How many words went and how many came."""
    words = {"removed": 0, "added": 0, "same": 0}
    for passage in passages:
        for piece in passage.pieces:
            words[piece.kind] += len(re.findall(r"\w+", piece.text))
    return words["removed"], words["added"]


def _paragraphs(text: str) -> list[str]:
    return [part for part in (part.strip() for part in text.split("\n\n")) if part]


def _changed(old: list[str], new: list[str]) -> Iterator[Passage]:
    """Paragraphs that were replaced: each new one against the likeliest of the old ones in order."""
    waiting = list(old)
    for text in new:
        best = next((one for one in waiting if _alike(one, text)), None)
        if best is None:
            yield Passage((Piece("added", text),))
            continue
        # Those before it have no successor any more.
        while waiting[0] != best:
            yield Passage((Piece("removed", waiting.pop(0)),))
        waiting.pop(0)
        yield Passage(tuple(_words(best, text)))
    for text in waiting:
        yield Passage((Piece("removed", text),))


def _alike(one: str, other: str) -> bool:
    matcher = SequenceMatcher(None, one.split(), other.split(), autojunk=False)
    return matcher.real_quick_ratio() > 0.3 and matcher.quick_ratio() > 0.3


def _words(before: str, after: str) -> Iterator[Piece]:
    old, new = _TOKENS.findall(before), _TOKENS.findall(after)
    if max(len(old), len(new)) > _MOST_WORDS:
        yield Piece("removed", before)
        yield Piece("added", after)
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(new[j1:j2]))
            continue
        if i2 > i1:
            yield Piece("removed", "".join(old[i1:i2]))
        if j2 > j1:
            yield Piece("added", "".join(new[j1:j2]))
