"""rapidfuzz: spans of capitalised words, in Latin letters, against every name on record."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from tests.quality.baselines.joined_words import WORD
from tests.quality.labelled import Document, Record
from tests.quality.scoring import Link

_LETTERS: Final = dict(
    pair.split("=")
    for pair in (
        "а=a б=b в=v г=g ґ=g д=d е=e ё=e є=e ж=zh з=z и=i і=i ї=i й=i к=k л=l м=m н=n о=o п=p р=r"
        " с=s т=t у=u ў=u ф=f х=kh ц=ts ч=ch ш=sh щ=sch ъ= ы=y ь= э=e ю=yu я=ya"
        " ђ=dj ј=j љ=lj њ=nj ћ=c џ=dz"
    ).split()
)
_LOOK, _SURE, _LINKED = 80.0, 89.0, 0.95


class LikeNames:
    """The best name of `token_sort_ratio` from a limit on; equally good people are asked about."""

    def __init__(self, people: Sequence[Record]) -> None:
        rows = [(_latin(str(name)), person.id) for person in people for name in person.names]
        self._names = [name for name, _ in rows]
        self._people = [person for _, person in rows]
        self._best = lru_cache(maxsize=100_000)(self._best_of)

    def find(self, document: Document) -> list[Link]:
        """The links of one document."""
        links = []
        for run in _runs(document.text):
            for size in (2, 3):
                for first in range(len(run) - size + 1):
                    words = run[first : first + size]
                    place = (words[0].start(), words[-1].end())
                    people, likeness = self._best(" ".join(_latin(w.group()) for w in words))
                    sure = likeness >= _SURE and len(people) == 1
                    links += [
                        Link(person, _LINKED if sure else likeness / 120, place)
                        for person in people
                    ]
        return links

    def _best_of(self, words: str) -> tuple[tuple[str, ...], float]:
        from rapidfuzz import fuzz, process

        found = process.extract(
            words, self._names, scorer=fuzz.token_sort_ratio, score_cutoff=_LOOK, limit=4
        )
        if not found:
            return (), 0.0
        best = found[0][1]
        people = {self._people[number] for _, likeness, number in found if likeness == best}
        return tuple(sorted(people)), best


def _runs(text: str) -> list[list[re.Match[str]]]:
    """Capitalised words with nothing but spaces between, two or more."""
    runs: list[list[re.Match[str]]] = [[]]
    for word in WORD.finditer(text):
        if not word.group()[0].isupper():
            runs.append([])
            continue
        if runs[-1] and text[runs[-1][-1].end() : word.start()].strip(" \u00a0\n"):
            runs.append([])
        runs[-1].append(word)
    return [run for run in runs if len(run) > 1]


def _latin(text: str) -> str:
    plain = "".join(_LETTERS.get(letter, letter) for letter in text.lower())
    marks = unicodedata.normalize("NFKD", plain.replace("ł", "l").replace(".", ""))
    return "".join(letter for letter in marks if not unicodedata.combining(letter))
