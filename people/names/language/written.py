"""A name as somebody wrote it down, without what is added to it: marks, ranks, joined articles."""

from __future__ import annotations

import re
from typing import Final

_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|[*†‡]+")
# "Meghan Markle Duchess of Sussex", "Hastings Ismay 1st Baron Ismay"; "Brendan O Leary".
_RANK: Final = re.compile(
    r"(?<=[^\W\d_]{2}),?\s+(?:\d+(?:st|nd|rd|th)\s+[A-Z]|"
    r"(?:Duke|Duchess|Earl|Count|Countess|Viscount|Marquess|Marquis|Baron|Baroness|Prince|Princess)"
    r"\s+of\s).*$"
)
_IRISH: Final = re.compile(r"\bO['’ ](?=[A-Z][a-z])")
# The hyphen stands before its look behind, so that the text is searched for hyphens only.
_JOINED_ARTICLE: Final = re.compile(
    r"-(?<=[^\W\d_]-)([UuAaEe][lrdLRD]|[УуАаЭэ]ль?|[Уу][рд])-(?=[^\W\d_])"
)


def without_joined_articles(text: str) -> str:
    """Saif-ul-Malook as three words; every place stays where it was."""
    return _JOINED_ARTICLE.sub(r" \1 ", text)


def without_additions(text: str) -> str:
    """A name without brackets, asterisks and a rank of nobility behind it; O Leary is O'Leary."""
    plain = _RANK.sub("", without_joined_articles(_BRACKETS.sub(" ", text)))
    return _IRISH.sub("O'", plain)
