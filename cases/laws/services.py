"""Writing of laws, of the tree of provisions with its editions, and of counts of laws."""

from collections.abc import Sequence
from typing import Any

from cases.laws.addresses import BadReference, check_parts, provision_slug, sort_key
from cases.laws.models import Code, Law, LawCount, Provision, ProvisionEdition
from cases.publishing.writing import add_row, amend_row, state_columns
from tracker.lib.errors import Conflict, Refused
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState
from tracker.lib.slugs import free_slug
from tracker.lib.transactions import atomic_step

Draft = PublishingState.DRAFT
DateLike = PartialDate | str | None


@atomic_step
def add_law(
    *,
    number: str,
    signed: DateLike,
    title_en: str = "",
    title_ru: str = "",
    summary_en: str = "",
    summary_ru: str = "",
    kind: str = "",
    topics: Sequence[str] = (),
    in_force: DateLike = None,
    slug: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Law:
    """A new law. Numbers repeat every year: number and date together name it.

    Raises Conflict when the pair is on record, Refused without a date.
    """
    if not signed:
        raise Refused(
            "A law is known by its number and its date; the date is missing.", field="signed"
        )
    date = PartialDate.parse(str(signed))
    if number and Law.objects.filter(number=number, signed=date).exists():
        raise Conflict(f"{number} of {date} is on record already.", field="number")
    return add_row(
        Law(
            number=number,
            signed=date,
            in_force=in_force,
            title_en=title_en,
            title_ru=title_ru,
            summary_en=summary_en,
            summary_ru=summary_ru,
            kind=kind,
            topics=list(topics),
            slug=slug or free_slug(Law, f"{number or 'law'} {date}", otherwise="law"),
            **state_columns(state, state_reason),
        ),
        fields=["number", "signed"],
        by=by,
        reason=reason,
    )


def update_law(law: Law, *, changes: dict[str, Any], by: Any, reason: str) -> list[str]:
    """Set columns of a law; return those that differed."""
    return amend_row(law, changes=changes, by=by, reason=reason)


def find_provision(*, code: str, article: str, part: str = "", point: str = "") -> Provision | None:
    """The node on record, or None."""
    return Provision.objects.filter(code=code, article=article, part=part, point=point).first()


@atomic_step
def add_provision(
    *,
    code: Code | str,
    article: str,
    part: str = "",
    point: str = "",
    title_en: str = "",
    title_ru: str = "",
    theme: str = "",
    introduced_by: Law | None = None,
    parent: Provision | None = None,
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Provision:
    """A new node of the tree of a code; the part and the article above it are made when missing.

    «п. «д» ч. 2 ст. 207.3 УК РФ» is code "УК", article "207.3", part "2", point "д". A caller that
    has the node above at hand gives it as `parent`. Raises Refused, naming the field, for what no
    court writes, and Conflict when the node is on record.
    """
    try:
        check_parts(code, article, part, point)
    except BadReference as error:
        raise Refused(str(error), field=error.field) from error
    if find_provision(code=code, article=article, part=part, point=point):
        raise Conflict("The provision is on record already.", field="article")
    if parent is not None:
        _check_parent(parent, code, article, part if point else "")
    else:
        told = {"by": by, "reason": reason}
        parent = _parent(code, article, part, point, state=state, state_reason=state_reason, **told)
    return add_row(
        Provision(
            code=code,
            article=article,
            part=part,
            point=point,
            parent=parent,
            title_en=title_en,
            title_ru=title_ru,
            theme=theme,
            introduced_by=introduced_by,
            slug=provision_slug(code, article, part, point),
            sort_key=sort_key(article, part, point),
            **state_columns(state, state_reason),
        ),
        fields=["article"],
        by=by,
        reason=reason,
    )


def _check_parent(parent: Provision, code: str, article: str, part: str) -> None:
    if (parent.code, parent.article, parent.part, parent.point) != (code, article, part, ""):
        raise Refused("The parent is another place of the code.", field="parent")


def _parent(code: str, article: str, part: str, point: str, **state: Any) -> Provision | None:
    if not part:
        return None
    above = part if point else ""
    found = find_provision(code=code, article=article, part=above)
    return found or add_provision(code=code, article=article, part=above, **state)


def update_provision(
    provision: Provision, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of a provision; return those that differed. Its place in the code is for ever."""
    fixed = {"code", "article", "part", "point", "parent"} & set(changes)
    if fixed:
        raise Refused("The place of a provision in its code is its name.", field=min(fixed))
    return amend_row(provision, changes=changes, by=by, reason=reason)


def tie_twins(
    criminal: Provision, *, administrative: Provision, by: Any = None, reason: str = ""
) -> list[str]:
    """Note that a penalty under the administrative provision opens the way to the criminal one."""
    return amend_row(
        criminal, changes={"administrative_twin": administrative}, by=by, reason=reason
    )


@atomic_step
def add_edition(
    provision: Provision,
    *,
    in_force_from: DateLike = None,
    in_force_to: DateLike = None,
    enacted_by: Law | None = None,
    text_ru: str = "",
    summary_en: str = "",
    summary_ru: str = "",
    prison_months_min: int | None = None,
    prison_months_max: int | None = None,
    life: bool = False,
    other_sanction_en: str = "",
    other_sanction_ru: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> ProvisionEdition:
    """The text and sanction of a provision between two dates; imprisonment in months.

    Raises Refused when the maximum is below the minimum.
    """
    if None not in (prison_months_min, prison_months_max):
        assert prison_months_min is not None and prison_months_max is not None
        if prison_months_max < prison_months_min:
            raise Refused("The maximum term is below the minimum.", field="prison_months_max")
    return add_row(
        ProvisionEdition(
            provision=provision,
            in_force_from=in_force_from,
            in_force_to=in_force_to,
            enacted_by=enacted_by,
            text_ru=text_ru,
            summary_en=summary_en,
            summary_ru=summary_ru,
            prison_months_min=prison_months_min,
            prison_months_max=prison_months_max,
            life=life,
            other_sanction_en=other_sanction_en,
            other_sanction_ru=other_sanction_ru,
            **state_columns(state, state_reason),
        ),
        whole=provision,
        part="editions",
        summary="edition added",
        by=by,
        reason=reason,
    )


def update_edition(
    edition: ProvisionEdition, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of an edition; return those that differed."""
    return amend_row(
        edition,
        changes=changes,
        whole=edition.provision,
        part="editions",
        summary="edition changed",
        by=by,
        reason=reason,
    )


@atomic_step
def count_laws(
    *,
    counted_by: str,
    period: str = "",
    period_from: DateLike = None,
    period_to: DateLike = None,
    value: int | None = None,
    value_text: str = "",
    method: str = "",
    position: int = 0,
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> LawCount:
    """Note who counts how many repressive laws. The same counter and period again is a correction."""
    values: dict[str, Any] = {
        "period_from": period_from,
        "period_to": period_to,
        "value": value,
        "value_text": value_text,
        "method": method,
        "position": position,
        **state_columns(state, state_reason),
    }
    found = LawCount.objects.filter(counted_by=counted_by, period=period).first()
    if found is not None:
        amend_row(found, changes=values, by=by, reason=reason)
        return found
    return add_row(
        LawCount(counted_by=counted_by, period=period, **values),
        fields=["value"],
        by=by,
        reason=reason,
    )
