"""A name that is asked for, as one of the ways to read it, and how well a name on record meets it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from people.names import NameMatch, NameParts, PartMatch, compare_names
from people.names.evidence import INFLECTED
from people.names.near_keys import one_letter_apart

LEAST_SCORE: Final = 0.3
ONE_LETTER: Final = "one letter off"
_ONE_LETTER_WORTH: Final = 0.5
# The surname alone, half of a name, and that misspelt: still worth showing.
SURNAME_ONE_LETTER_OFF: Final = 0.7
WHOLE_NAME: Final = "name"
_IN_ANOTHER_CASE: Final = 0.98


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read the name: as it stands, brought back from another case, or misspelt.

    `how` is said first of every match and counts; `misspelt` also takes names one letter away.
    """

    parts: NameParts
    how: PartMatch | None = None
    misspelt: bool = False

    def judge(self, recorded: NameParts) -> NameMatch:
        """How well a name on record meets this reading; 0 below LEAST_SCORE: it is another name."""
        match = compare_names(self.parts, recorded)
        if self.misspelt and match.score < LEAST_SCORE:
            match = _one_letter_off(self.parts, recorded)
        if match.score < LEAST_SCORE:
            return NameMatch(0.0)
        if self.how is None:
            return match
        return NameMatch(round(match.score * self.how.score, 4), (self.how, *match.parts))


def in_another_case(asked: NameParts, read_as: NameParts) -> Reading:
    """The reading of a name that somebody copied from the middle of a sentence."""
    words = asked.display(), read_as.display()
    return Reading(read_as, PartMatch(WHOLE_NAME, *words, INFLECTED, _IN_ANOTHER_CASE))


def _one_letter_off(asked: NameParts, recorded: NameParts) -> NameMatch:
    """The comparison as if the one word that is a letter off were written as on record."""
    match = _one_letter_off_as_parsed(asked, recorded)
    if match.score == 0 and asked.given and not asked.certain:
        match = _one_letter_off_as_parsed(
            replace(asked, given=asked.surname, surname=asked.given), recorded
        )
    return match


def _one_letter_off_as_parsed(asked: NameParts, recorded: NameParts) -> NameMatch:
    for part, words in (("surname", "surname"), ("given", "given name")):
        query, candidate = getattr(asked, part), getattr(recorded, part)
        if query and candidate and one_letter_apart(query, candidate):
            match = compare_names(replace(asked, **{part: candidate}), recorded)
            off = PartMatch(words, query, candidate, ONE_LETTER, _ONE_LETTER_WORTH)
            rest = tuple(one for one in match.parts if one.part != words)
            score = match.score * (_ONE_LETTER_WORTH if asked.given else SURNAME_ONE_LETTER_OFF)
            return NameMatch(round(score, 4), (off, *rest))
    return NameMatch(0.0)
