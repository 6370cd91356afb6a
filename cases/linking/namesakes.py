"""Pure: which of several people of one name a text means, by what it says beside the name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Final

from cases.linking.person_evidence import PersonEvidence
from people.names import NameSpan, Reason
from people.names.finding.spans import FULL, replaced

# Of namesakes one is meant when this much points to them, and nothing to the others.
CLEAR_EVIDENCE: Final = 1.2
# A name that many bear has bearers who are not on record: one piece of evidence is chance.
_CLEAR_OF_FREQUENT: Final = 2.0
# A full name that its bearer shares with others on record, once they are told apart.
_TOLD_APART: Final = 0.9
NAMESAKES_TOLD: Final = "told_apart"


def meant_among(
    people: Collection[int], best: NameSpan, evidence: Mapping[int, PersonEvidence]
) -> list[int]:
    """Those of one name whom the text means: the evidence is clear, and for no other anything speaks.

    What points to two of them alike (a court where both were tried) is left out on both sides.
    """
    if best.kind != FULL:
        return []
    return [one for one in people if _is_meant(one, people, evidence)]


def _is_meant(
    person_id: int, people: Collection[int], evidence: Mapping[int, PersonEvidence]
) -> bool:
    own = evidence[person_id]
    if own.contradicted:
        return False
    left = own
    for other in people:
        if other != person_id:
            left = left.without(evidence[other])
            if evidence[other].without(own).pointing() > 0:
                return False
    return left.pointing() >= (_CLEAR_OF_FREQUENT if own.frequent else CLEAR_EVIDENCE)


def told_apart(span: NameSpan, person_id: int) -> NameSpan:
    """The span of a name that several bear, as one of this person alone."""
    reasons = [reason for reason in span.reasons if reason.code != "namesakes"]
    return replaced(
        span, (person_id,), _TOLD_APART, (*reasons, Reason(NAMESAKES_TOLD, span.surface))
    )
