"""Writing of charges, of what becomes of them, and of sentences."""

from decimal import Decimal
from typing import Any

from cases.casefile.models import CaseEvent, Party
from cases.charges.models import (
    Charge,
    ChargeOutcome,
    ChargeUpdate,
    OffenceStage,
    Regime,
    Sentence,
)
from cases.charges.outcomes import may_follow
from cases.charges.selectors import in_order
from cases.laws.models import Provision, ProvisionEdition
from cases.publishing.writing import add_row, amend_row, state_columns
from tracker.lib.errors import Conflict, Refused
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState
from tracker.lib.transactions import atomic_step

Draft = PublishingState.DRAFT
DateLike = PartialDate | str | None


@atomic_step
def bring_charge(
    party: Party,
    *,
    provision: Provision,
    stage: OffenceStage = OffenceStage.COMPLETED,
    count: int = 1,
    edition: ProvisionEdition | None = None,
    act_on: DateLike = None,
    note_en: str = "",
    note_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Charge:
    """One provision the person is charged under in the case: an accusation, no more.

    `stage` is preparation or attempt by art. 30 of the Criminal Code. Raises Conflict when the
    charge is on record, Refused when the edition is of another provision.
    """
    if edition is not None and edition.provision_id != provision.pk:
        raise Refused("The edition is of another provision.", field="edition")
    same = Charge.objects.filter(party=party, provision=provision, stage=stage, count=count)
    if same.exists():
        raise Conflict("The charge is on record already.", field="provision")
    charge = Charge(
        party=party,
        provision=provision,
        stage=stage,
        count=count,
        edition=edition,
        act_on=act_on,
        note_en=note_en,
        note_ru=note_ru,
        **state_columns(state, state_reason),
    )
    return add_row(charge, fields=["provision"], people=[party.person_id], by=by, reason=reason)


def correct_charge(charge: Charge, *, changes: dict[str, Any], by: Any, reason: str) -> list[str]:
    """Set columns of the charge itself; return those that differed."""
    people = [charge.party.person_id]
    return amend_row(charge, changes=changes, people=people, by=by, reason=reason)


@atomic_step
def update_charge(
    charge: Charge,
    *,
    outcome: ChargeOutcome,
    on: DateLike = None,
    event: CaseEvent | None = None,
    requalified_to: Charge | None = None,
    position: int | None = None,
    note_en: str = "",
    note_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> ChargeUpdate:
    """What became of the charge on a date.

    Raises Refused for a step that `cases.charges.outcomes` does not allow after the latest one, for
    a successor of a charge that was not re-qualified, and for a successor of another person.
    """
    earlier = list(charge.updates.all())
    ordered = in_order(earlier)
    latest = ordered[-1].outcome if ordered else ""
    if not may_follow(latest, outcome):
        raise Refused(f"“{outcome}” cannot follow “{latest}”.", field="outcome")
    if requalified_to is not None:
        if outcome != ChargeOutcome.REQUALIFIED:
            raise Refused("Only a re-qualified charge has a successor.", field="requalified_to")
        if requalified_to.party_id != charge.party_id:
            raise Refused("The successor is a charge of somebody else.", field="requalified_to")
    if position is None:
        position = max((one.position for one in earlier), default=0) + 1
    update = ChargeUpdate(
        charge=charge,
        outcome=outcome,
        on=on,
        event=event,
        requalified_to=requalified_to,
        position=position,
        note_en=note_en,
        note_ru=note_ru,
        **state_columns(state, state_reason),
    )
    return add_row(
        update,
        whole=charge,
        part="updates",
        summary=str(update),
        people=[charge.party.person_id],
        by=by,
        reason=reason,
    )


def correct_charge_update(
    update: ChargeUpdate, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of an update that was recorded wrongly; return those that differed."""
    return amend_row(
        update,
        changes=changes,
        whole=update.charge,
        part="updates",
        summary=f"corrected: {update}",
        people=[update.charge.party.person_id],
        by=by,
        reason=reason,
    )


@atomic_step
def pass_sentence(
    party: Party,
    *,
    pronounced: DateLike,
    event: CaseEvent | None = None,
    prison_months: int | None = None,
    life: bool = False,
    regime: Regime = Regime.UNKNOWN,
    fine: Decimal | int | None = None,
    currency: str = "RUB",
    cumulative: bool = False,
    text_en: str = "",
    text_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Sentence:
    """A sentence as pronounced, imprisonment in months. `cumulative` counts earlier terms in (art. 70).

    A higher court that changes it passes a new one. Raises Refused for a term below one month or an
    event of another case.
    """
    if prison_months is not None and prison_months < 1:
        raise Refused("A term is at least one month.", field="prison_months")
    if event is not None and event.case_id != party.case_id:
        raise Refused("The event belongs to another case.", field="event")
    sentence = Sentence(
        party=party,
        pronounced=pronounced,
        event=event,
        prison_months=prison_months,
        life=life,
        regime=regime,
        fine=fine,
        currency=currency,
        cumulative=cumulative,
        text_en=text_en,
        text_ru=text_ru,
        **state_columns(state, state_reason),
    )
    return add_row(
        sentence,
        whole=party.case,
        part="sentences",
        summary=f"{party.person}: {sentence}",
        people=[party.person_id],
        by=by,
        reason=reason,
    )


def correct_sentence(
    sentence: Sentence, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of a sentence that was recorded wrongly; return those that differed."""
    party = sentence.party
    return amend_row(
        sentence,
        changes=changes,
        whole=party.case,
        part="sentences",
        summary=f"{party.person}: sentence corrected",
        people=[party.person_id],
        by=by,
        reason=reason,
    )
