"""`python -m tests.quality`: how well people are found and linked, with baselines of the same run."""

from __future__ import annotations

import argparse
import json
from collections.abc import Callable, Sequence
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any, Final

from tests.quality.baselines import by_entities, by_likeness, by_word
from tests.quality.citations import citation_lines
from tests.quality.decisions import decision_lines
from tests.quality.floors import write_floors
from tests.quality.labelled import (
    LabelledSet,
    Record,
    factrueval,
    sample_pairs,
    sample_texts,
    sets_in,
)
from tests.quality.report import (
    SetFigures,
    baseline_lines,
    measured,
    mistake_lines,
    pair_lines,
    set_lines,
)
from tests.quality.running import (
    Finder,
    OwnFinder,
    Run,
    part_of,
    run_command,
    run_finder,
    without_language,
)

_OWN: Final = "this project"
_RUSSIAN_ONLY: Final = "natasha, names and morphology"
_BASELINES: Final[dict[str, Callable[[Sequence[Record]], Finder]]] = {
    "exact full name": by_word.exact,
    "stem prefix": by_word.stem_prefix,
    "lemma (pymorphy3, simplemma)": by_word.lemma_match,
    "rapidfuzz, capitalised spans": by_likeness.LikeNames,
    _RUSSIAN_ONLY: by_entities.EntityFinder,
}


def main() -> None:
    """Measures what the options ask for and prints it, set by set."""
    options = _options()
    if options.floors:
        write_floors()
        return
    sets = sets_in(options.sets) if options.sets else []
    if not options.no_samples:
        print(*pair_lines(sample_pairs()), sep="\n", flush=True)
        print(*citation_lines(), sep="\n", flush=True)
        sets = [sample_texts(), factrueval(), *sets]
    kept: dict[str, Any] = {}
    for labelled in sets:
        labelled = part_of(labelled, options.limit)
        shown = without_language(labelled) if options.hide_language else labelled
        run = run_finder(OwnFinder, shown) if shown.written else run_command(shown)
        figures = measured(labelled, run)
        print(*set_lines(figures, labelled.written), sep="\n", flush=True)
        if options.errors:
            print(*mistake_lines(labelled, figures, options.errors), sep="\n", flush=True)
        rows = _baselines(labelled, options, run)
        if rows:
            print("baselines, and this project on the same texts:")
            print(*baseline_lines(rows), sep="\n", flush=True)
        kept[labelled.name] = {"figures": asdict(figures)} | {
            name: asdict(reached) for name, _, reached in rows
        }
    if options.decisions:
        print(*decision_lines(options.decisions), sep="\n", flush=True)
    if options.json:
        options.json.write_text(json.dumps(kept, indent=1, default=str), encoding="utf-8")


def _baselines(
    labelled: LabelledSet, options: argparse.Namespace, whole: Run
) -> list[tuple[str, int, SetFigures]]:
    """This project and each baseline on the same documents: (name, documents, figures).

    `whole` is this project's run over the set: what it answered on a part of it need not be run
    again, since an archive is the whole set wherever the baselines stop. Where a baseline knows
    only Russian, this project stands beside it on the same texts once more.
    """
    if options.no_baselines:
        return []
    part = part_of(labelled, options.baseline_texts)
    rows = [_own_row(_OWN, part, whole)]
    for name, make in _BASELINES.items():
        chosen = part
        if name == _RUSSIAN_ONLY:
            if not by_entities.installed():
                print(by_entities.WHY_ABSENT)
                continue
            russian = [each for each in part.documents if each.language == "ru"]
            chosen = part_of(replace(part, documents=tuple(russian)), options.natasha_texts)
            if not chosen.documents:
                continue
            if len(chosen.documents) < len(part.documents):
                rows.append(_own_row(f"{_OWN}, Russian texts", chosen, whole))
        run = run_finder(make, chosen)
        rows.append((name, len(chosen.documents), measured(chosen, run)))
    return rows


def _own_row(name: str, part: LabelledSet, whole: Run) -> tuple[str, int, SetFigures]:
    """What this project's run over the whole set says of a part of it."""
    answers = {document.id: whole.answers[document.id] for document in part.documents}
    share = len(answers) / max(len(whole.answers), 1)
    run = replace(whole, answers=answers, finding=whole.finding * share)
    return name, len(answers), measured(part, run)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.quality", description=__doc__)
    parser.add_argument("--sets", type=Path, help="folder of labelled sets, *.docs.*.jsonl")
    parser.add_argument("--json", type=Path, help="also write the figures to this file")
    parser.add_argument("--decisions", type=Path, help="what `manage.py export_decisions` wrote")
    parser.add_argument("--limit", type=int, help="at most so many texts of each set")
    parser.add_argument("--errors", type=int, default=0, help="show so many mistakes of each set")
    parser.add_argument("--floors", action="store_true", help="write floors.tsv anew, only that")
    parser.add_argument("--hide-language", action="store_true", help="tell no text's language")
    parser.add_argument("--no-baselines", action="store_true")
    parser.add_argument("--no-samples", action="store_true", help="with --sets: these only")
    parser.add_argument(
        "--baseline-texts", type=int, help="at most so many texts of a set for the baselines"
    )
    parser.add_argument(
        "--natasha-texts", type=int, help="of these, at most so many Russian ones for natasha"
    )
    return parser.parse_args()


if __name__ == "__main__":
    main()
