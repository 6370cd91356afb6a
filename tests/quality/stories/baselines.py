"""What one would write in an afternoon, as a measure: tf-idf leaders, and words shared by titles.

Both see an article once, in order, as the tracker does. They know one language at a time.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from datetime import timedelta

from tests.quality.stories.labelled import Labelled

_WORD = re.compile(r"\w{3,}")
_WINDOW = timedelta(days=7)


def tf_idf_leaders(articles: Sequence[Labelled], *, threshold: float) -> dict[int, int]:
    """Each article joins the story whose centroid is nearest by cosine of tf-idf, of its language."""
    seen: Counter[str] = Counter()
    stories: list[tuple[str, Counter[str], list[Labelled]]] = []
    placed: dict[int, int] = {}
    for number, article in enumerate(articles, 1):
        words = Counter(_WORD.findall(f"{article.title} {article.text}".lower()))
        seen.update(words.keys())
        idf = {word: math.log((number + 1) / seen[word]) + 0.1 for word in words}
        best, home = 0.0, -1
        for index, (language, centroid, members) in enumerate(stories):
            if language != article.language or article.seen - members[-1].seen > _WINDOW:
                continue
            likeness = _cosine(words, centroid, idf)
            if likeness > best:
                best, home = likeness, index
        if best < threshold:
            stories.append((article.language, Counter(), []))
            home = len(stories) - 1
        stories[home][1].update(words)
        stories[home][2].append(article)
        placed[article.id] = home
    return placed


def title_overlap(articles: Sequence[Labelled], *, threshold: float) -> dict[int, int]:
    """Each article joins the newest story that has a title sharing enough words with its own."""
    titles: list[tuple[frozenset[str], Labelled, int]] = []
    placed: dict[int, int] = {}
    for article in articles:
        words = frozenset(_WORD.findall(article.title.lower()))
        home = len(titles)
        for others, other, story in reversed(titles):
            if article.seen - other.seen > _WINDOW:
                break
            together = len(words | others) or 1
            if other.language == article.language and len(words & others) / together >= threshold:
                home = story
                break
        titles.append((words, article, home))
        placed[article.id] = home
    return placed


def _cosine(one: Counter[str], other: Counter[str], idf: dict[str, float]) -> float:
    product = sum(n * other[word] * idf[word] ** 2 for word, n in one.items() if word in other)
    own = math.sqrt(sum((n * idf[word]) ** 2 for word, n in one.items()))
    theirs = math.sqrt(sum((n * idf.get(word, 3.0)) ** 2 for word, n in other.items()))
    return product / (own * theirs) if own and theirs else 0.0
