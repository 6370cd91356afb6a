"""Words that mean one thing in many languages, from `data/concepts.tsv`. Pure.

A story crosses languages: «письмо», "letter" and "lista" are one concept, «одиннадцать» and "eleven"
one number. The table is small and about this project's subject; what it does not know is compared
within one language only.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from people.names.language.folding import fold

_TABLE: Final = Path(__file__).with_name("data") / "concepts.tsv"
_LONGEST_STEM: Final = 14

EVENT: Final = "event"
TOPIC: Final = "topic"
FAMOUS: Final = "famous"
NUMBER: Final = "number"
THOUSAND: Final = "thousand"
MILLION: Final = "million"
UNIT: Final = "unit"
MONTH: Final = "month"
PLAIN: Final = "plain"


@dataclass(frozen=True, slots=True)
class Concept:
    """What a word means: its kind and key.

    Kinds: event, topic, famous, number, thousand, million, unit (of time), month, plain.
    """

    kind: str
    key: str


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of one language: whole words and beginnings of words."""

    whole: dict[str, tuple[Concept, ...]]
    stems: dict[str, tuple[Concept, ...]]


@cache
def _tables() -> dict[str, _Words]:
    """The table by language; "" joins all languages, for texts whose language is not known."""
    found: dict[str, _Words] = {"": _Words({}, {})}
    with open(_TABLE, encoding="utf-8") as lines:
        for line in lines:
            if line.startswith("#") or not line.strip():
                continue
            kind, key, *cells = line.rstrip("\n").split("\t")
            concept = Concept(kind, key)
            for cell in cells:
                language, _, stems = cell.partition(" ")
                own = found.setdefault(language, _Words({}, {}))
                for stem in stems.split(","):
                    whole = stem.endswith("=")
                    folded = fold(stem.removesuffix("="))
                    for words in (own, found[""]):
                        table = words.whole if whole else words.stems
                        known = table.get(folded, ())
                        if concept not in known:
                            table[folded] = (*known, concept)
    return found


@lru_cache(maxsize=50_000)
def concepts_of(folded: str, language: str) -> tuple[Concept, ...]:
    """The concepts of a word folded by `people.names.language.folding.fold`, in a text of `language`.

    Empty when the table does not know the word; two for a word such as «политзаключённый». The
    longest beginning wins. A language that the table lacks is looked up among all languages.
    """
    tables = _tables()
    words = tables.get(language) or tables[""]
    found = words.whole.get(folded)
    if found is not None:
        return found
    for length in range(min(len(folded), _LONGEST_STEM), 1, -1):
        found = words.stems.get(folded[:length])
        if found is not None:
            return found
    return ()
