"""Provisions, laws, courts, prisons and letters in sentences written by hand: right, wrong, asked.

`python -m tests.quality.citations` prints the figures, `--errors seen` the mistakes of that half.
`tests/samples/citations/README.md` says how the sentences were written and what a label means.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Final

from cases.institutions.finding import InstitutionFinder
from cases.institutions.naming import KnownInstitution
from cases.laws.law_citations import find_law_citations
from cases.laws.references import COMPLETED, ProvisionReference, find_references
from cases.laws.weak_signs import find_weak_signs
from cases.letters.titles import TitledText
from cases.linking.scoring import score_institution, score_law, score_provision
from tests.quality.scoring import AUTOMATIC

SAMPLES: Final = Path(__file__).parents[1] / "samples" / "citations"
_ASKED: Final = 0.1  # LINK_REVIEW_THRESHOLD
_MOST_ASKED_ABOUT: Final = 3  # as in cases.linking.record_links

Answers = dict[str, bool]  # "kind what" -> whether it is certain


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence and what a careful reader takes it to cite; `half`: seen or blind."""

    half: str
    language: str
    text: str
    gold: Mapping[str, bool]


@dataclass(slots=True)
class Figures:
    """What was found of what is labelled.

    right, wrong: linked without asking; missed: certain by the label and not linked; asked, unasked:
    those a reader would ask about; needless: questions about what the sentence does not cite;
    instead: of the missed, how many were asked about.
    """

    right: int = 0
    wrong: int = 0
    missed: int = 0
    instead: int = 0
    asked: int = 0
    unasked: int = 0
    needless: int = 0
    mistakes: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Share of what was linked without asking that is labelled so; 1 where nothing was."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """Share of the certain ones that were linked; 1 where there are none."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def found(self) -> float:
        """Share of all labelled ones that were linked or asked about; 1 where there are none."""
        labelled = self.right + self.missed + self.asked + self.unasked
        return (self.right + self.instead + self.asked) / labelled if labelled else 1.0


@cache
def sentences() -> tuple[Sentence, ...]:
    """The labelled sentences. Raises ValueError on a label of an unknown kind."""
    found = []
    for half, language, text, labels in _rows("texts.tsv"):
        gold = {}
        for label in labels.split("; ") if labels != "-" else ():
            kind, _, _ = label.removeprefix("?").partition(" ")
            if kind not in KINDS:
                raise ValueError(f"unknown kind in {label!r}")
            gold[label.removeprefix("?")] = not label.startswith("?")
        found.append(Sentence(half, language, text, gold))
    return tuple(found)


def read(text: str, language: str) -> Answers:
    """What the program takes `text` to cite, and whether it would link that without asking."""
    found: Answers = {}
    for key, score in (each for kind in KINDS for each in KINDS[kind](text, language)):
        if score >= _ASKED:
            found[key] = found.get(key, False) or score >= AUTOMATIC
    return found


def _provisions(text: str, language: str) -> Iterator[tuple[str, float]]:
    named = {sign.article for sign in find_weak_signs(text)}
    for span in find_references(text):
        for one in span.references:
            score = score_provision(
                cited=span.surface,
                has_code=bool(one.code),
                doubtful=one.doubtful,
                whole=True,
                named=one.article if not one.code and one.article in named else "",
            )
            yield f"provision {_as_label(one)}", score.score


def _as_label(one: ProvisionReference) -> str:
    words = "/".join(part for part in (one.article, one.part, one.point) if part)
    words = f"{one.code} {words}".strip()
    return words if one.stage == COMPLETED else f"{one.stage} {words}"


def _laws(text: str, language: str) -> Iterator[tuple[str, float]]:
    for law in find_law_citations(text):
        score = score_law(cited=law.number, dated=law.signed is not None, others=0, new=False)
        yield f"law {law.number} {law.signed or ''}".rstrip(), score.score


def _institutions(text: str, language: str) -> Iterator[tuple[str, float]]:
    finder, keys = _on_record()
    for span in finder.find(text, language):
        if len(span.institutions) > _MOST_ASKED_ABOUT:
            continue
        score = score_institution(
            named=span.surface, how=span.how, others=len(span.institutions) - 1, person=""
        )
        for one in span.institutions:
            yield f"institution {keys[one]}", score.score


def _letters(text: str, language: str) -> Iterator[tuple[str, float]]:
    words = TitledText(text)
    for key, titles in _rows("letters.tsv"):
        if any(words.place_of(title) is not None for title in titles.split("; ")):
            yield f"letter {key}", 0.97


KINDS: Final[dict[str, Callable[[str, str], Iterator[tuple[str, float]]]]] = {
    "provision": _provisions,
    "law": _laws,
    "institution": _institutions,
    "letter": _letters,
}


@cache
def _on_record() -> tuple[InstitutionFinder, dict[int, str]]:
    keys: dict[int, str] = {}
    known = []
    for number, (key, kind, names, places) in enumerate(_rows("institutions.tsv"), start=1):
        keys[number] = key
        known.append(
            KnownInstitution(number, kind, tuple(names.split("; ")), tuple(places.split("; ")))
        )
    return InstitutionFinder(known), keys


def _rows(name: str) -> list[list[str]]:
    lines = (SAMPLES / name).read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


def measured(of: Iterable[Sentence]) -> dict[tuple[str, str], Figures]:
    """Figures by (grouping, name): of the kind, in the language, of the half, and ("all", "")."""
    groups: dict[tuple[str, str], Figures] = defaultdict(Figures)
    for sentence in of:
        answers = read(sentence.text, sentence.language)
        for key in sorted({*answers, *sentence.gold}):
            names = (
                ("all", ""),
                ("kind", key.partition(" ")[0]),
                ("language", sentence.language),
                ("half", sentence.half),
            )
            for name in names:
                _count(groups[name], sentence, key, answers.get(key))
    return dict(groups)


def _count(figures: Figures, sentence: Sentence, key: str, answer: bool | None) -> None:
    gold = sentence.gold.get(key)
    right = answer is gold
    if answer and gold:
        figures.right += 1
    elif answer:
        figures.wrong += 1
    if gold and not answer:
        figures.missed += 1
        figures.instead += answer is not None
    elif gold is False:
        figures.asked += answer is not None
        figures.unasked += answer is None
    elif gold is None and answer is False:
        figures.needless += 1
    if not right:
        said = {None: "nothing", True: "linked", False: "asked"}
        figures.mistakes.append(
            f"{key}: {said[answer]}, labelled {said[gold]} | {sentence.half}"
            f" {sentence.language} | {sentence.text}"
        )


def citation_lines() -> list[str]:
    """The report: all, by kind, by language, by half."""
    groups = measured(sentences())
    lines = [
        "",
        f"== {len(sentences())} sentences that cite provisions, laws, institutions, letters",
        f"{'':26}{'linked':>7}{'prec.':>8}{'recall':>8}{'found':>8}{'needless':>10}",
    ]
    for (grouping, name), figures in sorted(groups.items(), key=lambda row: _ORDER[row[0][0]]):
        lines.append(
            f"{' '.join((grouping, name)):26}{figures.right + figures.wrong:7}"
            f"{figures.precision:8.3f}{figures.recall:8.3f}{figures.found:8.3f}"
            f"{figures.needless:10}"
        )
    return lines


_ORDER: Final = {"all": 0, "kind": 1, "language": 2, "half": 3}


def main() -> None:
    """Prints the report, and the mistakes of a half where they are asked for."""
    parser = argparse.ArgumentParser(prog="python -m tests.quality.citations", description=__doc__)
    parser.add_argument(
        "--errors", choices=("seen", "blind", "later"), help="show the mistakes of this half"
    )
    options = parser.parse_args()
    print(*citation_lines(), sep="\n")
    if options.errors:
        chosen = [each for each in sentences() if each.half == options.errors]
        print(*measured(chosen)["all", ""].mistakes, sep="\n")


if __name__ == "__main__":
    main()
