"""Words of a text that may belong to names, looked up in what is known of words so far.

What a word may be on record takes a fraction of a millisecond to find out, and texts repeat their
words, so every word of a language is resolved once and remembered as it stands in texts. A text
is then a walk from capital letter to capital letter with a table look-up at each. The walk is done
by `native/scanner.c` where that is built, and by one regular expression where it is not; both give
the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from itertools import repeat
from operator import itemgetter
from typing import Final, NamedTuple, cast, overload

from people.names.finding.context import SPACE, gap_between
from people.names.finding.tokens import Token, word_as_read, word_pattern
from people.names.native import CompiledWords, is_built
from people.names.on_record.words import WordHits

# Words kept for all languages together, some 300 bytes each, before all are forgotten.
_REMEMBERED: Final = 60_000
# A text with more new words than this is no article; its words are not kept.
_MOST_NEW: Final = 20_000
_MOST_LANGUAGES: Final = 100
_COUNTED_EVERY: Final = 256  # texts
_PAIRS_REMEMBERED: Final = 200_000
_LONGEST_GAP: Final = 20
_FURTHEST: Final = 3

SURNAME: Final = 1
GIVEN: Final = 2
DROPPED: Final = 4
INITIAL: Final = 8
_BESIDE: Final = GIVEN | INITIAL
_DROPPED_FLAG: Final = bytes([DROPPED])
_MAY_BE_NAMES: Final = re.compile(rb"[\x01-\x03\x09-\x0b]")
# Flags of words: a given name or initial, and not far behind it a surname; or before it.
_POSSIBLE: Final = re.compile(
    rb"[\x02\x03\x08-\x0b].{0,2}[\x01\x03\x09\x0b]|[\x01\x03\x09\x0b][\x02\x03\x08-\x0b]", re.S
)
_FLAGS_OF: Final = itemgetter(2)


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


Join = Callable[[Known, Known], bool]
Place = tuple[int, int]


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
        self._pairs: dict[tuple[str, str], bool] = {}
        self._raws: dict[str, set[str]] = {}  # words as read that stood otherwise in texts

    def __len__(self) -> int:
        return len(self._known)

    def words(self, text: str) -> Words | None:
        """The words that may belong to a name; None when none of them may be a name."""
        raws, meanings = self._meanings(text)
        if not _MAY_BE_NAMES.search(_flags(meanings)):
            return None
        starts = _starts(text, raws)
        return _words(
            [
                (known, start, start + len(raw) - known.cut)
                for known, start, raw in zip(meanings, starts, raws, strict=True)
                if not known.flags & DROPPED
            ]
        )

    def places(self, text: str, join: Join) -> list[Place]:
        """Where a given name or an initial stands near a surname that `join` says it belongs to.

        `join` is asked about two words, the surname first, and its answers are remembered until
        `forget_pairs`.
        """
        raws, meanings = self._meanings(text)
        flags = _flags(meanings)
        if not _POSSIBLE.search(flags.replace(_DROPPED_FLAG, b"")):
            return []
        starts = _starts(text, raws)
        if DROPPED in flags:
            kept = [at for at, flag in enumerate(flags) if flag != DROPPED]
            raws, meanings = [raws[at] for at in kept], [meanings[at] for at in kept]
            starts, flags = [starts[at] for at in kept], bytes([flags[at] for at in kept])
        found: list[Place] = []
        for at in [number for number, flag in enumerate(flags) if flag & SURNAME]:
            end = starts[at] + len(raws[at]) - meanings[at].cut
            right = starts[at]
            for other in range(at - 1, max(-1, at - 1 - _FURTHEST), -1):
                if right - starts[other] - len(raws[other]) + meanings[other].cut > _LONGEST_GAP:
                    break
                right = starts[other]
                if flags[other] & _BESIDE and self._joined(raws, meanings, at, other, join):
                    found.append((right, end))
            other = at + 1
            if other < len(flags) and flags[other] & _BESIDE:
                if starts[other] - end <= _LONGEST_GAP:
                    if self._joined(raws, meanings, at, other, join):
                        last = starts[other] + len(raws[other]) - meanings[other].cut
                        found.append((starts[at], last))
        return found

    def forget_word(self, word: str) -> None:
        """Have a word, as it was read, looked up again when it is met."""
        for raw in (word, *self._raws.pop(word, ())):
            self._forget_raw(raw)

    def _forget_raw(self, raw: str) -> None:
        self._known.pop(raw, None)

    def forget_pairs(self) -> None:
        """Forget what `join` said: other people are known now."""
        self._pairs.clear()

    def _joined(
        self, raws: list[str], meanings: list[Known], surname: int, other: int, join: Join
    ) -> bool:
        key = (raws[surname], raws[other])
        answer = self._pairs.get(key)
        if answer is None:
            if len(self._pairs) >= _PAIRS_REMEMBERED:
                self._pairs.clear()
            answer = self._pairs[key] = join(meanings[surname], meanings[other])
        return answer

    def _meanings(self, text: str) -> tuple[list[str], list[Known]]:
        """The words of a text as they stand there, and what is known of each."""
        raws = word_pattern(text).findall(text)
        meanings = list(map(self._known.get, raws))
        if None in meanings:
            return raws, [self._known.get(raw) or self._learn(raw) for raw in raws]
        return raws, cast("list[Known]", meanings)

    def _learn(self, raw: str) -> Known:
        if len(self._known) >= _REMEMBERED:
            self._clear()
        known = self._known[raw] = self._look_at(raw)
        return known

    def _clear(self) -> None:
        self._known.clear()
        self._raws.clear()

    def _look_at(self, raw: str) -> Known:
        text, cut = word_as_read(raw)
        if not text:
            return _DROPPED
        if text != raw:
            self._raws.setdefault(text, set()).add(raw)
        hits = self._resolve(text)
        flags = (SURNAME if hits.surnames else 0) | (GIVEN if hits.given else 0)
        if Token(text, 0, 0).is_initial:
            flags |= INITIAL
        return Known(text, hits, flags, cut)


_DROPPED: Final = Known("", WordHits({}, {}), DROPPED, 0)


def _flags(meanings: list[Known]) -> bytes:
    return bytes(map(_FLAGS_OF, meanings))


def _starts(text: str, raws: list[str]) -> list[int]:
    """Where each of the words that `word_pattern` found in a text begins.

    Looking for the words again is quicker than having the pattern tell. A word may stand earlier
    than where the pattern found it only behind a letter ("iPhone").
    """
    starts: list[int] = []
    at = 0
    find = text.find
    for raw in raws:
        at = find(raw, at)
        while at and (before := text[at - 1]) != " " and before.isalnum():
            if before.isdecimal():
                break
            at = find(raw, at + 1)
        starts.append(at)
        at += len(raw)
    return starts


def _words(read: list[tuple[Known, int, int]]) -> Words:
    places = [(known.text, start, end) for known, start, end in read]
    # tuple.__new__ spares a call of Python for every word of a text.
    tokens: list[Token] = list(map(tuple.__new__, repeat(Token), places))
    return Words(tokens, [known.hits for known, _, _ in read])


class CompiledVocabulary(Vocabulary):
    """The same with the walk and the table in C; texts that C does not read are read here."""

    def __init__(self, resolve: Callable[[str], WordHits]) -> None:
        super().__init__(resolve)
        self._table = CompiledWords()
        self._entries: list[Known] = []

    def __len__(self) -> int:
        return len(self._known) + len(self._entries) + len(self._raws)

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
        return _words(list(zip(found, scanned.starts, scanned.ends, strict=True)))

    def places(self, text: str, join: Join) -> list[Place]:
        """As in Vocabulary."""
        answer = self._table.pairs(text)
        if answer is not None and answer[1] and self._enter(answer[1]):
            answer = self._table.pairs(text)
        if answer is None or answer[1]:
            return super().places(text, join)
        found: list[Place] = []
        pieces = iter(answer[0])
        for surname, other, start, end in zip(pieces, pieces, pieces, pieces, strict=True):
            if surname >= 0:
                yes = join(self._entries[surname], self._entries[other])
                self._table.join(surname, other, yes)
                if not yes:
                    continue
            found.append((start, end))
        return found

    def _clear(self) -> None:
        self._known.clear()  # the table still has words that stood otherwise

    def _forget_raw(self, raw: str) -> None:
        super()._forget_raw(raw)
        self._table.forget(raw)

    def forget_pairs(self) -> None:
        """As in Vocabulary."""
        super().forget_pairs()
        self._table.forget_pairs()

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
            if len(self._of) >= _MOST_LANGUAGES:  # whatever the callers take for languages
                self.forget()
            found = self._of[language] = self._kind(partial(self._in_language, language))
        return found

    def forget_words(self, words: Iterable[tuple[str, str]]) -> None:
        """Have words, with the language of their texts, looked up again when they are met."""
        for word, language in words:
            vocabulary = self._of.get(language)
            if vocabulary is not None:
                vocabulary.forget_word(word)

    def forget_pairs(self) -> None:
        """Forget which words are joined in a name."""
        for vocabulary in self._of.values():
            vocabulary.forget_pairs()

    def forget(self) -> None:
        """Forget all words; a reading that is under way keeps those it has."""
        self._of = {}

    def _in_language(self, language: str, word: str) -> WordHits:
        return self._resolve(word, language)
