"""Keyset pages: any depth costs what the first page costs, and nothing is ever counted."""

import base64
import binascii
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.core.exceptions import ValidationError
from django.db import DataError
from django.db.models import Model, Q, QuerySet
from django.http import Http404

M = TypeVar("M", bound=Model)

_LONGEST_TOKEN = 600
_LARGEST_NUMBER = 2**63 - 1


@dataclass(frozen=True)
class KeysetPage(Generic[M]):
    """A page of rows with tokens for the pages beside it ("" when there is none)."""

    rows: list[M]
    next: str = ""
    previous: str = ""

    @property
    def is_first(self) -> bool:
        """Whether nothing comes before this page."""
        return not self.previous


def keyset_page(
    rows: QuerySet[M], *, keys: Sequence[str], token: str = "", size: int = 50
) -> KeysetPage[M]:
    """The page of `rows` at the token, ordered by `keys` ("-last_at", "-id"), in one query.

    All keys go the same way, are never NULL, and the last one is unique. Raises Http404 for a token that
    this site did not make.
    """
    names = [key.lstrip("-") for key in keys]
    backwards, values = _read(token, len(names)) if token else (False, [])
    descending = keys[0].startswith("-")
    ascending_walk = descending == backwards  # towards larger values?
    order = [name if ascending_walk else f"-{name}" for name in names]
    try:
        if values:
            rows = rows.filter(_beyond(names, values, "gt" if ascending_walk else "lt"))
        found = list(rows.order_by(*order)[: size + 1])
    except (ValidationError, ValueError, TypeError, DataError) as error:
        raise Http404 from error
    more, found = len(found) > size, found[:size]
    if backwards:
        found.reverse()
    has_previous = more if backwards else bool(values)
    has_next = bool(values) if backwards else more
    return KeysetPage(
        found,
        next=_token(found[-1], names, backwards=False) if found and has_next else "",
        previous=_token(found[0], names, backwards=True) if found and has_previous else "",
    )


def _beyond(names: Sequence[str], values: Sequence[Any], comparison: str) -> Q:
    """(a, b) > (x, y), written so that the index on a is used: a >= x and (a > x or b > y)."""
    condition = Q()
    for name, value in reversed(list(zip(names, values, strict=True))):
        strictly = Q(**{f"{name}__{comparison}": value})
        condition = strictly | (Q(**{name: value}) & condition) if condition else strictly
    if len(names) > 1:
        condition &= Q(**{f"{names[0]}__{comparison}e": values[0]})
    return condition


def _token(row: Model, names: Sequence[str], *, backwards: bool) -> str:
    values: list[Any] = [getattr(row, name) for name in names]
    plain = [value.isoformat() if isinstance(value, datetime) else value for value in values]
    text = json.dumps([int(backwards), *plain], ensure_ascii=False, separators=(",", ":"))
    return base64.urlsafe_b64encode(text.encode()).rstrip(b"=").decode()


def _read(token: str, length: int) -> tuple[bool, list[Any]]:
    """The direction and the values of a token. Raises Http404 for anything else."""
    if len(token) > _LONGEST_TOKEN:
        raise Http404
    try:
        padded = token.encode("ascii") + b"=" * (-len(token) % 4)
        values = json.loads(base64.b64decode(padded, altchars=b"-_", validate=True))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise Http404 from error
    if not isinstance(values, list) or len(values) != length + 1:
        raise Http404
    for value in values:
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise Http404
        if isinstance(value, str) and "\x00" in value:
            raise Http404
        if isinstance(value, int) and abs(value) > _LARGEST_NUMBER:
            raise Http404
    return bool(values[0]), values[1:]
