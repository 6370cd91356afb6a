"""natasha: a neural tagger finds people in Russian texts and its morphology names them.

natasha is no pinned dependency: it wants pymorphy2, which Python 3.11 cannot run, and docopt, which
has no wheel. Beside pymorphy3 this is enough for it: `pip install --no-deps natasha slovnet navec
razdel yargy ipymarkup intervaltree sortedcontainers numpy`. Without it the report leaves it out and
says so. Its small news models are part of its wheel; nothing is fetched.
"""

from __future__ import annotations

import sys
from bisect import bisect_right
from collections.abc import Sequence
from importlib.util import find_spec
from typing import Any

from tests.quality.baselines.joined_words import JoinedWords
from tests.quality.labelled import Document, Record
from tests.quality.scoring import Link

WHY_ABSENT = "natasha: left out, not installed (see tests/quality/baselines/by_entities.py)"


def installed() -> bool:
    """Whether natasha and what it needs can be imported."""
    return all(find_spec(name) is not None for name in ("natasha", "slovnet", "pymorphy3"))


class EntityFinder:
    """Spans of the tagger, in their normal form, matched word by word with given name and surname."""

    def __init__(self, people: Sequence[Record]) -> None:
        import pymorphy3
        import pymorphy3.analyzer

        # The same analyser under its maintained name.
        sys.modules.setdefault("pymorphy2", pymorphy3)
        sys.modules.setdefault("pymorphy2.analyzer", pymorphy3.analyzer)
        sys.modules.setdefault("pymorphy2.units.base", pymorphy3.units.base)
        import natasha

        self._natasha: Any = natasha
        embedding = natasha.NewsEmbedding()
        self._segmenter = natasha.Segmenter()
        self._vocabulary = natasha.MorphVocab()
        self._morphology = natasha.NewsMorphTagger(embedding)
        self._tagger = natasha.NewsNERTagger(embedding)
        self._names = JoinedWords(people, _itself, _itself)

    def find(self, document: Document) -> list[Link]:
        """The links of one document."""
        parsed = self._natasha.Doc(document.text)
        parsed.segment(self._segmenter)
        parsed.tag_morph(self._morphology)
        parsed.tag_ner(self._tagger)
        spans = [span for span in parsed.spans if span.type == "PER"]
        # One text of all names in their normal form, so that a surname finds the full name.
        normal, starts = "", []
        for span in spans:
            span.normalize(self._vocabulary)
            starts.append(len(normal))
            normal += span.normal.title() + " | "
        links = []
        for link in self._names.find(Document(document.id, "ru", "", "", normal)):
            assert link.place is not None
            span = spans[bisect_right(starts, link.place[0]) - 1]
            links.append(Link(link.person, link.confidence, (span.start, span.stop)))
        return links


def _itself(word: str, language: str) -> tuple[str, ...]:
    return (word.lower(),)
