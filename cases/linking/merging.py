"""What a merge of two people must know of links: two links of one article become one."""

from typing import Any

from cases.linking.models import LinkCandidate, LinkDecision, LinkStatus
from people.merge_rules import Writer, rules
from tracker.lib import clock


def fold_link(writer: Writer, row: LinkCandidate, twin: LinkCandidate) -> None:
    """The article was linked with both records: what a person decided counts, else what was accepted.

    Where people decided both ways, the link is asked about anew. The absorbed link leaves the queue and
    the lists.
    """
    of_row, of_twin = _standing(row), _standing(twin)
    decided_row, decided_twin = _by_person(of_row), _by_person(of_twin)
    if decided_row and decided_twin and row.status != twin.status:
        _supersede(writer, of_row, of_twin)
        writer.set(LinkCandidate, [twin.pk], {"status": LinkStatus.UNDECIDED.value})
    elif not decided_twin and (decided_row or (row.status == LinkStatus.ACCEPTED != twin.status)):
        _supersede(writer, of_twin)
        columns = {"status": row.status, "automatic": row.automatic, "to_check": False}
        writer.set(LinkCandidate, [twin.pk], columns)
    writer.set(
        LinkCandidate,
        [row.pk],
        {"status": LinkStatus.REJECTED.value, "automatic": False, "to_check": False},
    )


def _standing(candidate: LinkCandidate) -> LinkDecision | None:
    return candidate.decisions.filter(superseded_at__isnull=True).first()


def _by_person(decision: LinkDecision | None) -> bool:
    return (
        decision is not None
        and decision.decided_by_id is not None
        and decision.verdict != LinkStatus.DEFERRED
    )


def _supersede(writer: Writer, *decisions: LinkDecision | None) -> None:
    pks = [decision.pk for decision in decisions if decision is not None]
    writer.set(LinkDecision, pks, {"superseded_at": clock.now()})


def _give_way() -> dict[str, Any]:
    return {"superseded_at": clock.now()}


rules.fold["cases.LinkCandidate"] = fold_link
rules.give_way["one_standing_decision_per_link"] = _give_way
