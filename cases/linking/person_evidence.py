"""Pure: what text and record say about one person besides the name, and how much each piece weighs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from cases.linking.reasons import WeighedReason

# What a piece of evidence adds to the log of the odds, and why so much. Set by judgement and held
# against `tests/samples/namesakes`, where they link nobody wrongly; decisions of researchers will
# replace them by measurement.
EVIDENCE: Final[dict[str, float]] = {
    "co_named": 0.8,  # each of two at most: co-defendants and co-signatories are named together
    "charged_provision": 1.2,  # one of some hundred provisions, and the right one
    "provision_elsewhere": 0.6,  # it may be somebody else's: hundreds are charged under 207.3
    "suggested_provision": 0.5,  # «фейки об армии»: hundreds are charged with the same
    "institution": 1.2,  # of two people of one name the one tried or held there
    "place": 0.4,  # a town or region; the capital says nothing and is left out
    "age_agrees": 1.2,  # one namesake in forty is of the same age
    "occupation": 0.4,
    "subject": 0.3,  # words of prosecution: not a sports page
    "age_differs": -3.0,  # by more than two years; ages are told of several days
    "other_office": -2.0,  # judges are not the ones on trial; a question only
    "other_part": -0.2,  # lawyers, witnesses and deputies are prosecuted too
    "other_occupation": -0.7,  # people have several, and lists of them are never complete
    "other_place": -0.4,  # people move, and are moved
    "namesake_fits": -2.0,  # the evidence points to another bearer of the name
}
_MOST_CO_NAMED: Final = 2
# What stands away from the name may be about somebody else whom the article names: this much of it
# counts when namesakes are told apart.
_AWAY: Final = 0.4
_LISTS: Final = ("co_named", "suggested", "institutions", "places")


@dataclass(frozen=True, slots=True)
class PersonEvidence:
    """What text and record say about one person besides the name.

    co_named: names of people found in the same text who share a case or letter with this one;
    provisions: ones the person is charged under, cited near the name; provisions_elsewhere: in
    other parts of the text; suggested: words of such an offence;
    institutions: named ones of their cases; places: where those are; age_agrees, age_differs,
    occupation, other_occupation, other_place: words beside the name; office, part: somebody else's in
    a case, at the name (judge; lawyer, witness); subject: words of prosecution; frequent: whether
    many people bear the name; away: codes of what stands nowhere near the name.
    """

    co_named: Sequence[str] = field(default=())
    provisions: Sequence[str] = field(default=())
    provisions_elsewhere: Sequence[str] = field(default=())
    suggested: Sequence[str] = field(default=())
    institutions: Sequence[str] = field(default=())
    places: Sequence[str] = field(default=())
    age_agrees: str = ""
    age_differs: str = ""
    occupation: str = ""
    other_occupation: str = ""
    other_place: str = ""
    office: str = ""
    part: str = ""
    subject: Sequence[str] = field(default=())
    frequent: bool = False
    away: frozenset[str] = frozenset()

    @property
    def contradicted(self) -> bool:
        """Whether something beside the name speaks of another person."""
        return bool(
            self.age_differs
            or self.other_occupation
            or self.other_place
            or self.office
            or self.part
        )

    def pointing(self) -> float:
        """How much points to this person and not to anybody of the name, as log-odds.

        What speaks against is left out: evidence on both sides is for a person to weigh.
        """
        away = {*self.away, "provision_elsewhere"}
        return sum(
            reason.weight * (_AWAY if reason.code in away else 1.0)
            for reason in evidence_reasons(self)
            if reason.code != "subject" and not reason.against
        )

    def without(self, other: PersonEvidence) -> PersonEvidence:
        """What is left when all is taken out that points to the other as much: it says nothing."""
        cited = {*other.provisions, *other.provisions_elsewhere}
        theirs = {name: set(getattr(other, name)) for name in _LISTS}
        left = {
            name: [one for one in getattr(self, name) if one not in theirs[name]] for name in _LISTS
        }
        return replace(
            self,
            co_named=left["co_named"],
            provisions=[one for one in self.provisions if one not in cited],
            provisions_elsewhere=[one for one in self.provisions_elsewhere if one not in cited],
            suggested=left["suggested"],
            institutions=left["institutions"],
            places=left["places"],
            age_agrees="" if other.age_agrees else self.age_agrees,
            occupation="" if other.occupation == self.occupation else self.occupation,
        )


def evidence_reasons(evidence: PersonEvidence) -> list[WeighedReason]:
    """Each piece of evidence as a reason with its words and weight."""
    elsewhere = evidence.provisions_elsewhere
    cited = evidence.provisions or elsewhere
    words: dict[str, str] = {
        "co_named": ", ".join(list(evidence.co_named)[:4]),
        "charged_provision": ", ".join(list(evidence.provisions)[:3]),
        "provision_elsewhere": "" if evidence.provisions else ", ".join(list(elsewhere)[:3]),
        # Words of an offence whose number is cited too say nothing more.
        "suggested_provision": "" if cited else ", ".join(evidence.suggested[:2]),
        "institution": ", ".join(list(evidence.institutions)[:2]),
        # A court or prison is named with its place; that is one piece of evidence.
        "place": "" if evidence.institutions else ", ".join(list(evidence.places)[:3]),
        "age_agrees": evidence.age_agrees,
        "occupation": evidence.occupation,
        "subject": ", ".join(list(evidence.subject)[:3]),
        "age_differs": evidence.age_differs,
        "other_occupation": evidence.other_occupation,
        "other_place": evidence.other_place,
        "other_office": evidence.office,
        "other_part": "" if evidence.office else evidence.part,
    }
    reasons = []
    for code, detail in words.items():
        if detail:
            times = min(len(evidence.co_named), _MOST_CO_NAMED) if code == "co_named" else 1
            weight = EVIDENCE[code] * times
            reasons.append(WeighedReason(code, detail, weight, weight < 0))
    return reasons
