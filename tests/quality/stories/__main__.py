"""`python -m tests.quality.stories`: B-cubed figures by half, language and hard case, beside baselines.

Tune on the development half only (`--development` prints nothing else, with `--errors` what went
wrong there); the check half says how it does on events that nobody looked at.
"""

from __future__ import annotations

import argparse
import time
from collections import defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import timedelta

from cases.stories.fingerprints import fingerprint
from cases.stories.grouping import group
from tests.quality.stories.baselines import tf_idf_leaders, title_overlap
from tests.quality.stories.labelled import FILES, UNSEEN, Labelled, labelled_articles
from tests.quality.stories.measures import Figures, figures

THRESHOLD = 0.32  # STORY_THRESHOLD's default
WINDOW = timedelta(hours=168)
_OF_HALF: dict[str, Callable[[Labelled], bool]] = {
    half: (lambda article, half=half: article.half == half) for half in ("development", "check")
}


def by_our_rules(articles: Sequence[Labelled]) -> dict[int, int]:
    """As the tracker groups them, with the subjects that linking would have told."""
    prints = [
        (
            article.id,
            fingerprint(
                article.title,
                article.text,
                article.language,
                [f"{kind}:{key}" for kind, key in article.subjects],
            ),
            article.at,
        )
        for article in articles
    ]
    return group(prints, threshold=THRESHOLD, window=WINDOW)


def without_subjects(articles: Sequence[Labelled]) -> dict[int, int]:
    """The same for news about nobody on record."""
    prints = [
        (article.id, fingerprint(article.title, article.text, article.language), article.at)
        for article in articles
    ]
    return group(prints, threshold=THRESHOLD, window=WINDOW)


METHODS: dict[str, Callable[[Sequence[Labelled]], Mapping[int, Hashable]]] = {
    "ours": by_our_rules,
    "ours, no subjects": without_subjects,
    "tf-idf leaders .20": lambda articles: tf_idf_leaders(articles, threshold=0.2),
    "title overlap .20": lambda articles: title_overlap(articles, threshold=0.2),
}


def main() -> None:
    """Print the figures."""
    options = _options()
    articles = labelled_articles(UNSEEN if options.unseen else FILES)
    halves = ["development"] if options.development else list(_OF_HALF)
    print(
        f"{len(articles)} articles of {len({one.story for one in articles})} events in "
        f"{len({one.language for one in articles if one.language})} languages"
    )
    found: dict[str, Mapping[int, Hashable]] = {}
    for name, method in METHODS.items():
        began = time.process_time()
        found[name] = method(articles)
        spent = (time.process_time() - began) / len(articles) * 1000
        for half in halves:
            told = figures(articles, found[name], of=_OF_HALF[half])
            print(f"{name:20} {half:12} {_line(told)}  {spent:6.2f} ms/article")
    ours = found["ours"]
    judged = [one for one in articles if one.half in halves]
    _print_groups("language", articles, ours, judged, lambda one: [one.language or "none"])
    _print_groups("hard case", articles, ours, judged, lambda one: list(one.slices))
    if options.errors:
        _print_errors(articles, ours)


def _line(told: Figures) -> str:
    return (
        f"P {told.precision:.3f}  R {told.recall:.3f}  F1 {told.f1:.3f}  "
        f"split {told.split:.2f}  mixed {told.mixed:.2f}"
    )


def _print_groups(
    title: str,
    articles: Sequence[Labelled],
    ours: Mapping[int, Hashable],
    judged: Sequence[Labelled],
    names_of: Callable[[Labelled], list[str]],
) -> None:
    chosen: dict[str, set[int]] = defaultdict(set)
    for article in judged:
        for name in names_of(article):
            chosen[name].add(article.id)
    print(f"\nby {title}:")
    for name, ids in sorted(chosen.items(), key=lambda one: -len(one[1])):
        told = figures(articles, ours, of=lambda one, ids=ids: one.id in ids)
        print(f"  {name:32} {told.articles:4} articles  {_line(told)}")


def _print_errors(articles: Sequence[Labelled], ours: Mapping[int, Hashable]) -> None:
    """What went wrong in the development half; of the other half nothing is shown."""
    stories: dict[Hashable, list[Labelled]] = defaultdict(list)
    for article in articles:
        if article.half == "development":
            stories[ours[article.id]].append(article)
    print("\ndevelopment half, stories of several events and events of several stories:")
    homes: dict[str, set[Hashable]] = defaultdict(set)
    for story, members in stories.items():
        for member in members:
            homes[member.story].add(story)
    for story, members in stories.items():
        events = {member.story for member in members}
        if len(events) > 1 or len(homes[members[0].story]) > 1:
            print(f"  story {story}:")
            for member in members:
                print(f"    {member.story:24} {member.language:3} {member.title[:80]}")


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--development", action="store_true", help="only the development half")
    parser.add_argument("--unseen", action="store_true", help="the set that nobody tuned on")
    parser.add_argument("--errors", action="store_true", help="what went wrong in that half")
    return parser.parse_args()


if __name__ == "__main__":
    main()
