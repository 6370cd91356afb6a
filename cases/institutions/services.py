"""Writing of regions, courts and places of detention."""

from typing import Any

from cases.institutions.models import Institution, InstitutionKind, Region
from cases.publishing.writing import add_row, amend_row, state_columns
from tracker.lib.history import because
from tracker.lib.publishing import PublishingState
from tracker.lib.slugs import free_slug
from tracker.lib.transactions import atomic_step


@atomic_step
def ensure_region(
    *, name_en: str, name_ru: str = "", country: str = "RU", by: Any = None, reason: str = ""
) -> Region:
    """The region of this name in the country, made when it is new."""
    with because(reason or "region", by=by):
        region, _made = Region.objects.get_or_create(
            country=country, name_en=name_en, defaults={"name_ru": name_ru}
        )
    return region


@atomic_step
def ensure_institution(
    *,
    kind: InstitutionKind,
    name_ru: str,
    name_en: str = "",
    place_en: str = "",
    place_ru: str = "",
    region: Region | None = None,
    slug: str = "",
    state: PublishingState = PublishingState.DRAFT,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Institution:
    """The institution of this kind, Russian name and place, made when it is new.

    One that is there already is returned as it is: a second mention does not overwrite the record.
    """
    found = Institution.objects.filter(kind=kind, name_ru=name_ru, place_ru=place_ru).first()
    if found is not None:
        return found
    words = f"{name_en or name_ru} {place_en or place_ru}"
    return add_row(
        Institution(
            kind=kind,
            name_ru=name_ru,
            name_en=name_en,
            place_en=place_en,
            place_ru=place_ru,
            region=region,
            slug=slug or free_slug(Institution, words, otherwise="institution"),
            **state_columns(state, state_reason),
        ),
        fields=["name_ru"],
        by=by,
        reason=reason,
    )


def update_institution(
    institution: Institution, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of an institution; return those that differed."""
    return amend_row(institution, changes=changes, by=by, reason=reason)
