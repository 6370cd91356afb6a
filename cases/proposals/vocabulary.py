"""Pure: what the reader must know of a language. Each language is one module of tables.

To add a language write a module that makes a `Vocabulary` (see `english.py`) and name it in
`vocabulary_of`. All patterns see the sentence in lower case, with ё as е.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final, Literal

# Where the person stands: who acts or of whom it is said (subject), who is acted on (object), either
# side, whichever fits (either), in any case form and also as "the case of X" (any), or as "at X's
# home" (home).
Voice = Literal["subject", "object", "either", "any", "home"]


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that say that something happened.

    needs: what the clause must also hold; never: what it must not. term: a term or a fine must be
    given. values: what is known from the words alone.
    """

    kind: str
    voice: Voice
    pattern: re.Pattern[str]
    needs: re.Pattern[str] | None = None
    never: re.Pattern[str] | None = None
    term: bool = False
    values: dict[str, Any] = field(default_factory=dict)


def trigger(
    kind: str,
    voice: Voice,
    pattern: str,
    *,
    needs: str = "",
    never: str = "",
    term: bool = False,
    **values: Any,
) -> Trigger:
    """A trigger from texts of patterns."""
    return Trigger(
        kind,
        voice,
        re.compile(pattern),
        re.compile(needs) if needs else None,
        re.compile(never) if never else None,
        term,
        values,
    )


@dataclass(frozen=True, slots=True)
class DateWords:
    """The words of dates: patterns to numbers; `unless` stands before a date that is not the event's."""

    months: tuple[tuple[str, int], ...]
    weekdays: tuple[tuple[str, int], ...]
    seasons: tuple[tuple[str, int], ...]
    patterns: tuple[tuple[str, re.Pattern[str]], ...]
    unless: re.Pattern[str]
    about: re.Pattern[str]
    numbers: dict[str, float]


@dataclass(frozen=True, slots=True)
class TermWords:
    """The words of terms, punishments and fines.

    bare: a number alone, where years were said before («просил десять лет, суд дал восемь»).
    """

    term: re.Pattern[str]
    no_term_before: re.Pattern[str]
    no_term_after: re.Pattern[str]
    elliptic: re.Pattern[str]
    respectively: re.Pattern[str]
    row: re.Pattern[str]
    bare: re.Pattern[str]
    regimes: tuple[tuple[str, re.Pattern[str]], ...]
    punishments: tuple[tuple[str, re.Pattern[str]], ...]
    suspended: re.Pattern[str]
    in_absentia: re.Pattern[str]
    life: re.Pattern[str]
    fine: re.Pattern[str]
    thousand: re.Pattern[str]
    million: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A language.

    hedges stop a trigger when they stand before it in its clause; doubts when they stand anywhere in
    the sentence. kin: nouns after which a name only says whose lawyer or wife it is. speakers:
    words behind a name that make it a source of the news. people: nouns of people without a name;
    one_more: words that make such a noun somebody new.
    attribute: a participle before a date that belongs to it («задержанная в марте»). cased: the form
    of a name tells who acts.
    """

    language: str
    cased: bool
    triggers: tuple[Trigger, ...]
    breaks: re.Pattern[str]
    relative: re.Pattern[str]
    whose: re.Pattern[str]
    hedges: re.Pattern[str]
    behind: re.Pattern[str]
    doubts: re.Pattern[str]
    background: re.Pattern[str]
    kin: re.Pattern[str]
    before_others: re.Pattern[str]
    cases_of: re.Pattern[str]
    speakers: re.Pattern[str]
    possessive: re.Pattern[str]
    onward: re.Pattern[str]
    joined: re.Pattern[str]
    she: re.Pattern[str]
    he: re.Pattern[str]
    somebody: re.Pattern[str]
    one_more: re.Pattern[str]
    attribute: re.Pattern[str]
    people: re.Pattern[str]
    others: re.Pattern[str]
    not_names: frozenset[str]
    measures: tuple[tuple[str, re.Pattern[str]], ...]
    registers: tuple[tuple[str, re.Pattern[str]], ...]
    releases: tuple[tuple[str, re.Pattern[str]], ...]
    places: re.Pattern[str]
    from_place: re.Pattern[str]
    place_labels: tuple[tuple[str, re.Pattern[str]], ...]
    accused_of: re.Pattern[str]
    to_provision: re.Pattern[str]
    dates: DateWords
    terms: TermWords


LANGUAGES: Final = ("ru", "en")


@cache
def vocabulary_of(language: str) -> Vocabulary | None:
    """The tables of a language (an ISO 639 code, perhaps with a region); None where there are none."""
    code = language.replace("_", "-").partition("-")[0].lower()
    if code == "ru":
        from cases.proposals.russian import RUSSIAN

        return RUSSIAN
    if code == "en":
        from cases.proposals.english import ENGLISH

        return ENGLISH
    return None
