"""Words of a text that may belong to names, looked up in what is known of words so far.

What a word may be on record takes a fraction of a millisecond to find out, and texts repeat their
words, so every word of a language is resolved once and remembered as it stands in texts. A text
is then a walk from capital letter to capital letter with a table look-up at each. The walk is done
by `native/scanner.c` where that is built, and by one regular expression where it is not; both give
the same.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import repeat
from typing import Final, NamedTuple, overload

from people.names.context import SPACE, gap_between
from people.names.native import CompiledWords, is_built
from people.names.tokens import Token, word_as_read, word_pattern
from people.names.words import WordHits

# Words kept for all languages together, some 300 bytes each, before all are forgotten.
_REMEMBERED: Final = 60_000
# A text with more new words than this is no article; its words are not kept.
_MOST_NEW: Final = 20_000
_COUNTED_EVERY: Final = 256  # texts
_LONGEST_GAP: Final = 20
_FURTHEST: Final = 3

SURNAME: Final = 1
GIVEN: Final = 2
DROPPED: Final = 4
INITIAL: Final = 8


class Known(NamedTuple):
    """A word as it stands in texts: as read, its hits, flags, and characters to cut at its end."""

    text: str
    hits: WordHits
    flags: int
    cut: int


class Words(NamedTuple):
    """The words of one text, in order, with what each may be."""

    tokens: list[Token]
    hits: list[WordHits]


class Pair(NamedTuple):
    """A possible surname and a possible given name or initial near it, with their places."""

    surname: Known
    given: Known
    start: int
    end: int


class Joins(Sequence[str]):
    """What lies between neighbouring words (`context.gap_kind`), found out when it is asked for."""

    def __init__(self, text: str, tokens: Sequence[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._known: list[str | None] = [None] * (len(tokens) - 1)

    def __len__(self) -> int:
        return len(self._known)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        if isinstance(at, slice):
            return [self[i] for i in range(*at.indices(len(self)))]
        known = self._known[at]
        if known is None:
            if at < 0:
                at += len(self._known)
            left, end = self._tokens[at], self._tokens[at + 1].start
            gap = end - left.end
            if gap == 1 and self._text[left.end] == " ":
                known = SPACE
            else:
                known = gap_between(self._text, left.end, end, left.is_initial)
            self._known[at] = known
        return known

    def __setitem__(self, at: int, join: str) -> None:
        self._known[at] = join


class Vocabulary:
    """What the words of texts in one language may be. `resolve` is asked once for each word."""

    def __init__(self, resolve: Callable[[str], WordHits]) -> None:
        self._resolve = resolve
        self._known: dict[str, Known] = {}

    def __len__(self) -> int:
        return len(self._known)

    def words(self, text: str) -> Words | None:
        """The words that may belong to a name; None when none of them may be a name."""
        found: list[Known] = []
        spans: list[tuple[int, int]] = []
        flags = 0
        for known, span in self._walk(text):
            found.append(known)
            spans.append(span)
            flags |= known.flags
        if not flags & (SURNAME | GIVEN):
            return None
        tokens = [
            Token(known.text, start, end - known.cut)
            for known, (start, end) in zip(found, spans, strict=True)
        ]
        return Words(tokens, [known.hits for known in found])

    def pairs(self, text: str) -> list[Pair]:
        """Places where a given name or an initial stands near a possible surname."""
        found: list[Pair] = []
        before: list[tuple[Known, int, int]] = []
        for known, (start, end) in self._walk(text):
            end -= known.cut
            if before and start - before[-1][2] > _LONGEST_GAP:
                before.clear()
            if before and known.flags & (GIVEN | INITIAL):
                last, first, _ = before[-1]
                if last.flags & SURNAME:
                    found.append(Pair(last, known, first, end))
            if before and known.flags & SURNAME:
                for given, first, _ in reversed(before):
                    if given.flags & (GIVEN | INITIAL):
                        found.append(Pair(known, given, first, end))
            before.append((known, start, end))
            if len(before) > _FURTHEST:
                del before[0]
        return found

    def _walk(self, text: str) -> Iterator[tuple[Known, tuple[int, int]]]:
        get = self._known.get
        for match in word_pattern(text).finditer(text):
            raw = match.group()
            known = get(raw) or self._learn(raw)
            if not known.flags & DROPPED:
                yield known, match.span()

    def _learn(self, raw: str) -> Known:
        if len(self._known) >= _REMEMBERED:
            self._known.clear()
        known = self._known[raw] = self._look_at(raw)
        return known

    def _look_at(self, raw: str) -> Known:
        text, cut = word_as_read(raw)
        if not text:
            return _DROPPED
        hits = self._resolve(text)
        flags = (SURNAME if hits.surnames else 0) | (GIVEN if hits.given else 0)
        if Token(text, 0, 0).is_initial:
            flags |= INITIAL
        return Known(text, hits, flags, cut)


_DROPPED: Final = Known("", WordHits({}, {}), DROPPED, 0)


class CompiledVocabulary(Vocabulary):
    """The same with the walk and the table in C; texts that C does not read are read here."""

    def __init__(self, resolve: Callable[[str], WordHits]) -> None:
        super().__init__(resolve)
        self._table = CompiledWords()
        self._entries: list[Known] = []

    def __len__(self) -> int:
        return len(self._known) + len(self._entries)

    def words(self, text: str) -> Words | None:
        """As in Vocabulary."""
        scanned = self._table.scan(text)
        if scanned is not None and scanned.new and self._enter(scanned.new):
            scanned = self._table.scan(text)
        if scanned is None or scanned.new:
            return super().words(text)
        if not scanned.numbers:
            return None
        entries = self._entries
        found = [entries[number] for number in scanned.numbers]
        places = zip([known.text for known in found], scanned.starts, scanned.ends, strict=True)
        # tuple.__new__ spares a call of Python for every word of a text.
        tokens: list[Token] = list(map(tuple.__new__, repeat(Token), places))
        return Words(tokens, [known.hits for known in found])

    def pairs(self, text: str) -> list[Pair]:
        """As in Vocabulary."""
        answer = self._table.pairs(text)
        if answer is not None and answer[1] and self._enter(answer[1]):
            answer = self._table.pairs(text)
        if answer is None or answer[1]:
            return super().pairs(text)
        entries = self._entries
        pieces = iter(answer[0])
        return [
            Pair(entries[surname], entries[given], start, end)
            for surname, given, start, end in zip(pieces, pieces, pieces, pieces, strict=True)
        ]

    def _enter(self, new: list[str]) -> bool:
        """Learn the words; False when there are too many to keep."""
        if len(new) > _MOST_NEW:
            return False
        for raw in new:
            known = self._look_at(raw)
            if self._table.learn(raw, known.flags, known.cut) == len(self._entries):
                self._entries.append(known)
        return True


class Vocabularies:
    """The vocabularies of all languages; all words are forgotten when there are too many."""

    def __init__(
        self, resolve: Callable[[str, str], WordHits], kind: type[Vocabulary] | None = None
    ) -> None:
        """`kind`: which of the two scanners; without it the compiled one where it is built."""
        self._resolve = resolve
        self._kind = kind or (CompiledVocabulary if is_built() else Vocabulary)
        self._of: dict[str, Vocabulary] = {}
        self._until_counted = _COUNTED_EVERY

    def of(self, language: str) -> Vocabulary:
        """The words known of texts in one language (ISO 639-1, "" when it is not known)."""
        self._until_counted -= 1
        if not self._until_counted:
            self._until_counted = _COUNTED_EVERY
            if sum(map(len, self._of.values())) >= _REMEMBERED:
                self.forget()
        found = self._of.get(language)
        if found is None:
            found = self._of[language] = self._kind(partial(self._in_language, language))
        return found

    def forget(self) -> None:
        """Forget all words; a reading that is under way keeps those it has."""
        self._of = {}

    def _in_language(self, language: str, word: str) -> WordHits:
        return self._resolve(word, language)
