"""Refusing a row whose values its own columns do not allow, with the field named."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models

from tracker.lib.errors import Refused


def refuse_bad_fields(record: models.Model, *, skip: Iterable[str] = ()) -> None:
    """Raise Refused naming the first field whose value its column does not allow.

    Asks the database nothing: foreign keys and uniqueness are left to constraints and services.
    """
    left_out = {
        field.name
        for field in record._meta.fields
        if field.is_relation or isinstance(field, models.GeneratedField)
    }
    try:
        record.clean_fields(exclude=left_out | set(skip))
    except ValidationError as error:
        field, messages = next(iter(error.message_dict.items()))
        raise Refused(f"{field}: {messages[0]}", field=field) from error


def changed_fields(record: models.Model, changes: dict[str, Any]) -> list[str]:
    """Set the values on the record (not saved); return the names of those that differ, sorted.

    Raises Refused naming the field whose value is of the wrong shape.
    """
    different = []
    for name, value in changes.items():
        field: Any = record._meta.get_field(name)
        if field.is_relation:
            # Compared by id: asking the row itself for its relation would be a query each.
            if getattr(record, field.attname) == (None if value is None else value.pk):
                continue
        elif isinstance(field, models.Field):
            try:
                value = field.to_python(value)
            except ValidationError as error:
                raise Refused(f"{name}: {error.messages[0]}", field=name) from error
        if field.is_relation or getattr(record, name) != value:
            setattr(record, name, value)
            different.append(name)
    return sorted(different)
