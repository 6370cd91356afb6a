"""Provisions: one row per article, with its parts, their points, and editions of each."""

from functools import partial
from typing import Any

from django.db import models

from cases.imports.columns import choice, flag, number, one, rows, text
from cases.imports.kinds.base import EVIDENCE, Entry, Kind, date
from cases.imports.kinds.laws import laws_on_record
from cases.laws.models import Code, Law, Provision, ProvisionEdition
from cases.laws.services import (
    add_edition,
    add_provision,
    find_provision,
    update_edition,
    update_provision,
)
from tracker.lib.errors import Refused

LAW = {"number": text(40).needed(), "signed": date().needed()}
EDITION = {
    "in_force_from": date(),
    "in_force_to": date(),
    "enacted_by": one(LAW),
    "text_ru": text(),
    "summary_en": text(),
    "summary_ru": text(),
    "prison_months_min": number(least=1),
    "prison_months_max": number(least=1),
    "life": flag(),
    "other_sanction_en": text(400),
    "other_sanction_ru": text(400),
    **EVIDENCE,
}
TITLES = {"title_en": text(500), "title_ru": text(1000), **EVIDENCE}
POINT = {"point": text(8).needed(), **TITLES}
PART = {"part": text(8).needed(), "points": rows(POINT), "editions": rows(EDITION), **TITLES}
SHAPE = {
    "code": choice(Code.values).needed(),
    "article": text(16).needed(),
    "theme": text(60),
    "introduced_by": one(LAW),
    "administrative_twin": one({"article": text(16).needed()}),
    "parts": rows(PART),
    "editions": rows(EDITION),
    **TITLES,
}


def _law(entry: Entry, name: str) -> Law | None:
    given = entry[name]
    if given is None:
        return None
    law: Law | None = entry.context.known.get((given["number"], given["signed"]))
    if law is None:
        raise Refused(
            f"The law {given['number']} of {given['signed']} is not on record.", field=name
        )
    return law


def _node(
    entry: Entry, where: dict[str, str], values: dict[str, Any], parent: Provision | None = None
) -> Provision:
    context = entry.context
    code_place: dict[str, Any] = dict(where)
    found: Provision | None = context.known.get(tuple(where.values()))
    if found is None and parent is not None:
        values = values | {"parent": parent}
    provision = context.keep(
        found,
        values | entry.values("title_en", "title_ru") | entry.state(),
        add=partial(add_provision, **code_place),
        amend=update_provision,
    )
    return entry.done(provision)


def _editions(entry: Entry, provision: Provision) -> None:
    known = ProvisionEdition.objects.filter(provision=provision).order_by("id")
    on_record = list(entry.context.among(provision, known))
    for position, below in enumerate(entry.below("editions")):
        # Editions have no name of their own: the file's order is the order they were first loaded in.
        found = on_record[position] if position < len(on_record) else None
        values = below.values(
            "in_force_from",
            "in_force_to",
            "text_ru",
            "summary_en",
            "summary_ru",
            "prison_months_min",
            "prison_months_max",
            "life",
            "other_sanction_en",
            "other_sanction_ru",
        )
        edition = entry.context.keep(
            found,
            values | {"enacted_by": _law(below, "enacted_by")} | below.state(),
            add=lambda **given: add_edition(provision, **given),
            amend=update_edition,
        )
        below.done(edition)


def _apply(entry: Entry) -> models.Model:
    where = {"code": entry["code"], "article": entry["article"]}
    values: dict[str, Any] = {
        "theme": entry["theme"],
        "introduced_by": _law(entry, "introduced_by"),
    }
    if entry["administrative_twin"] is not None:
        twin = find_provision(code=Code.ADMINISTRATIVE, **entry["administrative_twin"])
        if twin is None:
            raise Refused(
                "The administrative provision is not on record.", field="administrative_twin"
            )
        values["administrative_twin"] = twin
    # The tie to the administrative twin is no column of a new node, so it is set in a second step.
    twin_value = values.pop("administrative_twin", None)
    article = _node(entry, where, values)
    if twin_value is not None and article.administrative_twin_id != twin_value.pk:
        changes = {"administrative_twin": twin_value}
        if update_provision(article, changes=changes, **entry.context.told):
            entry.context.changed = True
    _editions(entry, article)
    for part in entry.below("parts"):
        node = _node(part, where | {"part": part["part"]}, {}, article)
        _editions(part, node)
        for point in part.below("points"):
            _node(point, where | {"part": part["part"], "point": point["point"]}, {}, node)
    return article


def _known(rows: list[Any]) -> dict[Any, Any]:
    """Laws by number and date, and nodes by their place, of all the articles of the file."""
    nodes = Provision.objects.filter(article__in={row["article"] for row in rows})
    known: dict[Any, Any] = {
        tuple(filter(None, (node.code, node.article, node.part, node.point))): node
        for node in nodes
    }
    numbers = [
        law["number"]
        for row in rows
        for one in (row, *_all_editions(row))
        if (law := one.get("introduced_by") or one.get("enacted_by"))
    ]
    return known | laws_on_record(numbers)


def _all_editions(row: dict[str, Any]) -> list[dict[str, Any]]:
    places = [row, *(row.get("parts") or [])]
    return [edition for place in places for edition in place.get("editions") or []]


KIND = Kind(
    "provisions",
    SHAPE,
    lambda row: f"ст. {row.get('article', '')} {row.get('code', '')}",
    _apply,
    _known,
)
