"""All writes of stories: placing by the machine, editing by a person."""

from cases.stories.editing import (
    WORDS,
    change_story,
    keep_apart,
    lock_story,
    merge_stories,
    move_article,
    move_articles,
    name_story,
    split_story,
    undo_edit,
)
from cases.stories.figures import refresh_story
from cases.stories.kept import keep_missing_profiles
from cases.stories.placing import LOCK, place_again, place_article, place_articles, tell_of_growth

__all__ = [
    "LOCK",
    "WORDS",
    "change_story",
    "keep_apart",
    "keep_missing_profiles",
    "lock_story",
    "merge_stories",
    "move_article",
    "move_articles",
    "name_story",
    "place_again",
    "place_article",
    "place_articles",
    "refresh_story",
    "split_story",
    "tell_of_growth",
    "undo_edit",
]
