"""One text being read: its words, what they may be, and which of them are spoken for."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from people.names.finding.candidate import Place
from people.names.finding.context import BREAK, CONJUNCTION, LINE
from people.names.language.equivalents import is_given_name
from people.names.language.folding import fold_soft, soften
from people.names.language.inflection import nominatives
from people.names.on_record.index import NameIndex
from people.names.on_record.words import WordHits
from people.names.word_order import looks_like_patronymic

# What Czech and Slovak make of every surname for a woman, in all cases.
_WOMENS_ENDING: Final = frozenset({"cs", "sk"})
_OVA: Final = ("ová", "ové", "ovou", "ovej", "ovú")
_SHORTEST_MADE: Final = 6
# Whose ordinary words the table of them holds.
_OF_COMMON_WORDS: Final = frozenset({"ru", "en"})


@dataclass(slots=True)
class Reading:
    """The state of one pass over a text.

    resolve: what a word may be, in a language; recent: how often people were named of late;
    often_named: how often makes a surname alone a link; taken: words that belong to a name already
    found; orders: for a name whose order nobody knew, whether the text showed it the other way round.
    """

    place: Place
    hits: Sequence[WordHits]
    index: NameIndex
    resolve: Callable[[str, str], WordHits]
    recent: Mapping[int | str, float]
    often_named: float = math.inf
    taken: set[int] = field(default_factory=set)
    orders: dict[tuple[int | str, str], bool] = field(default_factory=dict)

    def dotted(self, at: int) -> bool:
        """Whether the word at a place is an initial with its dot."""
        token = self.place.tokens[at]
        return token.is_initial and self.place.text[token.end : token.end + 1] == "."

    def may_be_common_word(self, at: int, surname: int) -> bool:
        """Whether the word at a place may be an ordinary word rather than this surname.

        May and Tusk are words, "Mayová" and "Tusková" are not.
        """
        return self.index.is_common_word(surname) and not self.is_made_for_a_woman(at)

    def is_read_as_common_word(self, at: int, surname: int) -> bool:
        """Whether the text's own language has an ordinary word there: «Правда» is no Pravda."""
        return self.place.language in _OF_COMMON_WORDS and any(
            fold_soft(analysis.word) in self.index.common_words
            for analysis in self.hits[at].surnames[surname].analyses
        )

    def is_made_for_a_woman(self, at: int) -> bool:
        """Whether the word at a place is a surname with the Czech or Slovak ending of women."""
        soft = soften(self.place.tokens[at].text)
        return (
            self.place.language in _WOMENS_ENDING
            and soft.endswith(_OVA)
            and len(soft) >= _SHORTEST_MADE
        )

    def surnames_of_others(self) -> set[int]:
        """Surnames that stand beside a given name or initial in the text, of nobody who was found.

        After «Сергей Орловский» an «Орловский» alone is he.
        """
        return {
            surname
            for at, hits in enumerate(self.hits)
            if hits.surnames and at not in self.taken and self.belongs_to_another(at)
            for surname in hits.surnames
        }

    def belongs_to_another(self, at: int) -> bool:
        """A given name or initial beside the surname that was not this person's: a relative."""
        tokens, joins = self.place.tokens, self.place.joins
        for beside, join in ((at - 1, at - 1), (at + 1, at)):
            if not 0 <= beside < len(tokens) or joins[join] in (BREAK, CONJUNCTION, LINE):
                continue
            token = tokens[beside]
            if beside in self.taken:
                continue
            if token.is_initial:
                if self.dotted(beside):
                    return True
            elif any(
                is_given_name(form.word) or looks_like_patronymic(form.word)
                for form in nominatives(soften(token.text), self.place.language)
            ):
                return True
        return False
