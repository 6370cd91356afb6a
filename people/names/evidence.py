"""What a comparison found, with the words that explain it. A bare number is never handed on."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

# How two words of a name were found to belong together, the strongest first.
EXACT: Final = "exact"
INFLECTED: Final = "inflected"
SAME_NAME: Final = "same name"
TRANSLITERATED: Final = "transliterated"
TRANSLATED: Final = "translated"
OTHER_GENDER: Final = "other gender"
SHORT_FORM: Final = "short form"
INITIAL: Final = "initial"
NEAR: Final = "near"
MISSING: Final = "missing"
DIFFERENT: Final = "different"

WORDS: Final[dict[str, str]] = {
    "full_exact": "the full name as on record: {detail}",
    "full_inflected": "the full name in another grammatical case: {detail}",
    "full_transliterated": "the full name in another spelling or alphabet: {detail}",
    "same_given_name": "the given name in the form of another language: {detail}",
    "translated_given_name": "the given name is a translation, not a transliteration: {detail}",
    "short_given_name": "a short form of the given name: {detail}",
    "initials_only": "initials in place of the given name: {detail}",
    "patronymic_agrees": "the patronymic agrees: {detail}",
    "patronymic_differs": "the patronymic differs: {detail}",
    "misspelling": "a spelling that is known or looks like a mistake: {detail}",
    "near_spelling": "the spelling is close but not the same: {detail}",
    "other_gender": "the surname stands in the form of the other gender: {detail}",
    "case_disagrees": "given name and surname stand in different cases: {detail}",
    "half_declined": "only one of given name and surname is declined: {detail}",
    "ambiguous_form": "the form also fits a person of the other gender: {detail}",
    "gender_shown": "another mention shows the gender: {detail}",
    "namesakes": "several people on record bear this name",
    "better_elsewhere": "another person on record fits these words better",
    "extra_name": "another name stands between or beside: {detail}",
    "titled": "the given name with the title or number on record: {detail}",
    "titled_translation": "the given name beside the title is a translation: {detail}",
    "title_alone": "the title without the number on record: {detail}",
    "spelling_variant": "a foreign surname with a letter doubled or not: {detail}",
    "vowels_differ": "other vowels in a name from a writing that leaves them out: {detail}",
    "second_given_name": "one of several given names on record ({detail}), not the first",
    "shorter_name": "a name without all the words on record ({detail})",
    "part_of_surname": "only a part of the surname on record ({detail}) stands here",
    "part_of_given": "only a part of the given name on record ({detail}) stands here",
    "suffix": "a younger or older bearer of the name is meant: {detail}",
    "organisation": "an organisation or place that bears the name: {detail}",
    "order_doubtful": "the words may belong to two people in a list: {detail}",
    "line_break": "the name runs over the end of a line",
    "surname_after_full": "the surname after the full name in the same text: {detail}",
    "surname_only": "only the surname: {detail}",
    "surname_in_news": "the surname of the only bearer whom recent articles name, and often: {detail}",
    "recently_named": "named in full in recent articles",
    "joint": "given names that share one surname: {detail}",
    "byline": "the author of the text or picture, not its subject: {detail}",
    "patronymic_after_full": "given name and patronymic of whom the text names in full: {detail}",
    "initials_after_full": "initials after the full name in the same text: {detail}",
    "common_word": "the surname is also a common word",
}


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason for or against, as a code with the words of the text it rests on."""

    code: str
    detail: str = ""
    against: bool = False

    def __str__(self) -> str:
        return WORDS[self.code].format(detail=self.detail)


@dataclass(frozen=True, slots=True)
class PartMatch:
    """How one part of a name (surname, given name, patronymic) met its counterpart."""

    part: str
    query: str
    candidate: str
    how: str
    score: float

    def __str__(self) -> str:
        if self.how == MISSING:
            return f"{self.part}: only one side has it ({self.query or self.candidate})"
        return f"{self.part}: {self.query} ~ {self.candidate} ({self.how})"


@dataclass(frozen=True, slots=True)
class NameMatch:
    """The result of comparing two names: a score from 0 to 1 and the parts that explain it."""

    score: float
    parts: tuple[PartMatch, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        """The explanation as sentences, one a part."""
        return tuple(str(part) for part in self.parts)
