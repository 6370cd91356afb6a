"""Pure: the reasons of a score, each with its words, its weight and its place in the text."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from people.names import Reason

WORDS: Final[dict[str, str]] = {
    "co_named": "named together with people of the same case or letter: {detail}",
    "charged_provision": "the text cites a provision the person is charged under: {detail}",
    "provision_elsewhere": "the text cites such a provision, away from the name: {detail}",
    "institution": "the text names a court or prison of the person's case: {detail}",
    "subject": "the text is about prosecution: {detail}",
    "frequent_name": "many people bear this name and nothing else points to this one",
    "suggested_provision": "the text names the offence the person is charged with: {detail}",
    "place": "the text names a place of the person's case: {detail}",
    "age_agrees": "the age or year of birth agrees: {detail}",
    "age_differs": "the age or year of birth is another: {detail}",
    "occupation": "the text names the person's occupation: {detail}",
    "other_occupation": "another occupation stands beside the name: {detail}",
    "other_office": "the name of a judge, prosecutor or investigator: {detail}",
    "other_part": "another part in the case stands beside the name: {detail}",
    "other_place": "another place stands beside the name: {detail}",
    "told_apart": "of the namesakes only this one fits: {detail}",
    "namesake_fits": "a namesake fits the text, this person does not",
    "letter_title": "the title of the letter: {detail}",
    "letter_signatories": "signatories of the letter named together: {detail}",
    "letter_words": "the text speaks of a letter or an appeal",
    "letter_date": "published within a month of the letter",
    "provision_cited": "the provision is cited: {detail}",
    "provision_without_code": "the text does not say which code: {detail}",
    "provision_point_doubtful": "the letter of the point may be meant by its place: {detail}",
    "provision_named": "the text names the offence: {detail}",
    "law_cited": "the law is cited: {detail}",
    "law_without_date": "the text gives no date, and numbers begin anew every year: {detail}",
    "law_new": "the law was signed shortly before",
    "institution_named": "the court or prison is named: {detail}",
    "institution_of_person": "a person named here was tried or held there: {detail}",
    "institution_shortened": "only a part of the name stands here: {detail}",
    "institution_number_only": "other places have one of this name or number: {detail}",
    "several_fit": "several on record fit: {detail}",
    "provision_part_unknown": "cited more exactly than the record knows it: {detail}",
    "calibrated": "set right by earlier decisions: {detail}",
}


@dataclass(frozen=True, slots=True)
class WeighedReason:
    """A reason with its weight (log-odds, negative when it speaks against) and its place."""

    code: str
    detail: str = ""
    weight: float = 0.0
    against: bool = False
    span: tuple[int, int] | None = None

    def as_json(self) -> dict[str, Any]:
        """What is kept with a candidate and a decision: code and detail, and the words in English."""
        sentence = WORDS.get(self.code)
        text = (
            sentence.replace("{detail}", self.detail)
            if sentence is not None
            else str(Reason(self.code, self.detail))
        )
        kept: dict[str, Any] = {
            "code": self.code,
            "detail": self.detail,
            "text": text,
            "weight": round(self.weight, 3),
            "against": self.against,
        }
        if self.span is not None:
            kept["span"] = list(self.span)
        return kept
