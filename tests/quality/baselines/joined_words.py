"""Full names from single words: the part all word-by-word baselines share.

A name is found where a given name and a surname of one person stand side by side, in either order,
with at most one further word (a patronymic, an initial) between. People who cannot be told apart
there are asked about. The surname alone is the person named in full in the same text; without one
it is a question, if only one person on record bears it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Sequence
from typing import Final

from people.names import parse_name
from tests.quality.labelled import Document, Record
from tests.quality.scoring import Link

Keys = Callable[[str, str], Collection[str]]  # (word, language) -> keys

WORD: Final = re.compile(r"[^\W\d_]+(?:['’ʼ-][^\W\d_]+)*")
_APART: Final = re.compile(r"[^\s.]")  # what may not stand between the words of a name
_PATRONYMIC: Final = re.compile(r"(?:ович|евич|ич|овна|евна|ична|инична)(?:а|у|ем|ом|е|ы|ой|ей)?$")
_SURE, _TIED, _SURNAME = 0.95, 0.5, 0.3


class JoinedWords:
    """A finder that joins words; two words are one name when they share a key.

    record_keys: of a word of a record, in language "". text_keys: of a word of a text.
    """

    def __init__(self, people: Sequence[Record], record_keys: Keys, text_keys: Keys) -> None:
        self._text_keys = text_keys
        self._cache: dict[tuple[str, str], frozenset[str]] = {}
        self._given: dict[str, set[str]] = defaultdict(set)
        self._surname: dict[str, set[str]] = defaultdict(set)
        self._patronymics: dict[str, set[str]] = defaultdict(set)
        for person in people:
            for name in person.names:
                parts = parse_name(str(name))
                for part, index in ((parts.given, self._given), (parts.surname, self._surname)):
                    words = WORD.findall(part)
                    # The last word of a surname with particles, the first of two given names.
                    word = words[-1 if index is self._surname else 0] if words else ""
                    for key in record_keys(word, "") if word else ():
                        index[key].add(person.id)
                for word in WORD.findall(parts.patronymic):
                    self._patronymics[person.id] |= set(record_keys(word, ""))

    def find(self, document: Document) -> list[Link]:
        """The links of one document."""
        words = [
            (match.group(), match.start(), match.end())
            for match in WORD.finditer(document.text)
            if match.group()[0].isupper()
        ]
        keys = [self._keys(word, document.language) for word, _, _ in words]
        given = [self._people(each, self._given) for each in keys]
        surnames = [self._people(each, self._surname) for each in keys]
        links, used, named = [], set(), set()
        for one in range(len(words)):
            for other in (one + 1, one + 2):
                if other >= len(words) or not _beside(document.text, words[one], words[other]):
                    continue
                both = (given[one] & surnames[other]) | (surnames[one] & given[other])
                both = self._by_patronymic(both, words[one : other + 2], keys[one : other + 2])
                if both:
                    sure = _SURE if len(both) == 1 else _TIED
                    links += [Link(p, sure, (words[one][1], words[other][2])) for p in both]
                    named |= both if len(both) == 1 else set()
                    used |= {one, other}
                    break
        for number, bearers in enumerate(surnames):
            if number in used or not bearers:
                continue
            place = (words[number][1], words[number][2])
            if len(bearers & named) == 1:
                links.append(Link(next(iter(bearers & named)), _SURE, place))
            elif len(bearers) == 1:
                links.append(Link(next(iter(bearers)), _SURNAME, place))
        return links

    def _keys(self, word: str, language: str) -> frozenset[str]:
        if (word, language) not in self._cache:
            self._cache[word, language] = frozenset(self._text_keys(word, language))
        return self._cache[word, language]

    @staticmethod
    def _people(keys: frozenset[str], index: dict[str, set[str]]) -> set[str]:
        return set().union(*(index[key] for key in keys if key in index))

    def _by_patronymic(
        self,
        people: set[str],
        words: Sequence[tuple[str, int, int]],
        keys: Sequence[frozenset[str]],
    ) -> set[str]:
        """Those whose patronymic stands beside; all when none does."""
        if not people or not any(_PATRONYMIC.search(word) for word, _, _ in words):
            return people
        stands = frozenset().union(*keys)
        return {p for p in people if not self._patronymics[p] or self._patronymics[p] & stands}


def _beside(text: str, one: tuple[str, int, int], other: tuple[str, int, int]) -> bool:
    between = text[one[2] : other[1]]
    return len(between) < 20 and not _APART.search(WORD.sub("", between, count=1))
