"""What speaks against an article's belonging to a story: each a factor, 1.0 where nothing does. Pure."""

from __future__ import annotations

from collections.abc import Set
from datetime import timedelta
from typing import Final

from cases.stories.fingerprints import EVENT, SPELLED, Fingerprint
from cases.stories.profiles import StoryProfile

_OTHER_PEOPLE: Final = 0.35
# A letter of many people, an exchange: each report names others of them.
_OTHER_PEOPLE_SAME_WORDS: Final = 0.7
_OF_MANY_PEOPLE: Final = frozenset({EVENT + "letter", EVENT + "exchange"})
_OTHER_EVENT: Final = 0.65
_OTHER_KIND: Final = 0.55
_DIGEST: Final = 0.4
_NO_NAME: Final = 0.7
_SEVERAL_NAMES: Final = 2
_MANY_PEOPLE: Final = 4
_FEW_PEOPLE: Final = 2
_FAR_IN_TIME: Final = 0.6


def other_people(
    article: Fingerprint, story: StoryProfile, their_people: Set[str], signals: Set[str]
) -> float:
    """Lower where both name people and none is the same."""
    if article.subjects and story.subjects:
        if article.subjects & story.subjects.keys():
            return 1.0
    if not article.people or not their_people:
        return 1.0
    if (article.people & story.names.keys()) or (their_people & article.names):
        return 1.0
    if len(article.starting(SPELLED) & story.terms.keys()) >= _SEVERAL_NAMES:
        return 1.0
    many = of_many_people(article, story) and "many concepts" in signals
    return _OTHER_PEOPLE_SAME_WORDS if many else _OTHER_PEOPLE


def of_many_people(article: Fingerprint, story: StoryProfile) -> bool:
    """Whether both tell of a letter or an exchange, and a headline says that this is the news."""
    told = {EVENT + kind[1:] for kind in (*article.kinds, *story.kinds)}
    return bool(_OF_MANY_PEOPLE & told & article.terms & story.terms.keys())


def no_name_shared(article: Fingerprint, story: StoryProfile, *, a_name_is_shared: bool) -> float:
    """Lower where both name several people or places and not one is the same."""
    if a_name_is_shared:
        return 1.0
    if of_many_people(article, story):
        return 1.0
    least = story.articles / 4
    theirs = sum(n >= least and name[0].isalpha() for name, n in story.names.items())
    return _NO_NAME if min(len(article.rare_names), theirs) >= _SEVERAL_NAMES else 1.0


def digest(article: Fingerprint, story: StoryProfile, their_people: Set[str]) -> float:
    """Lower where one names many people and the other one or two: a survey of the week is no event."""
    mine, theirs = len(article.people), len(their_people)
    few, many = sorted((mine, theirs))
    if many < _MANY_PEOPLE or not 0 < few <= _FEW_PEOPLE:
        return 1.0
    surveys = mine > theirs and not article.kinds
    return _DIGEST if surveys and not of_many_people(article, story) else 1.0


def other_event(article: Fingerprint, story: StoryProfile) -> float:
    """Lower where the headlines tell of other steps of a case, or the texts of other events."""
    kinds, their_kinds = article.kinds, story.kinds
    if kinds and their_kinds:
        return 1.0 if kinds & their_kinds.keys() else _OTHER_KIND
    events = article.starting(EVENT)
    theirs = story.starting(EVENT).keys()
    return _OTHER_EVENT if events and theirs and not events & theirs else 1.0


def nearness(gap: timedelta, window: timedelta) -> float:
    """1.0 within a day of the story, falling to `_FAR_IN_TIME` at the window's end."""
    beyond = (gap - timedelta(days=1)) / max(window - timedelta(days=1), timedelta(hours=1))
    return 1.0 - (1.0 - _FAR_IN_TIME) * min(max(beyond, 0.0), 1.0)
