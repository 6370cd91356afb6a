"""What the admin shows of a row is called by a name that can be translated."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.core.exceptions import FieldDoesNotExist
from django.db.models import Field, Model
from django.utils.functional import Promise
from django.utils.translation import override

from cases.articles.models import Article

# Called alike in every language, by those who look there.
_TECHNICAL = {"ID"}


def _flat(names: Any) -> Iterator[str]:
    for name in names or ():
        if isinstance(name, str):
            yield name
        elif isinstance(name, (list, tuple)):
            yield from _flat(name)


def _shown(model_admin: Any, model: type[Model]) -> Iterator[Field[Any, Any]]:
    names = {*_flat(getattr(model_admin, "list_display", ())), *_flat(model_admin.readonly_fields)}
    names |= set(_flat(model_admin.fields))
    for _, options in model_admin.fieldsets or ():
        names |= set(_flat(options["fields"]))
    if not model_admin.fields and not model_admin.fieldsets:
        names |= {field.name for field in model._meta.fields if field.editable}
    for name in sorted(names):
        try:
            field = model._meta.get_field(name)
        except FieldDoesNotExist:
            continue
        if isinstance(field, Field):
            yield field


def test_each_field_that_the_admin_shows_has_a_name_that_can_be_translated() -> None:
    unnamed = set()
    for model, model_admin in admin.site._registry.items():
        if model._meta.app_label not in ("people", "cases"):
            continue
        shown = list(_shown(model_admin, model))
        for inline in model_admin.inlines:
            shown += _shown(inline, inline.model)
        for field in shown:
            words = field.verbose_name
            if not isinstance(words, Promise) and words not in _TECHNICAL:
                unnamed.add(f"{field.model.__name__}: {words}")
    assert unnamed == set()


def test_the_outlet_of_an_article_is_called_so_in_russian() -> None:
    with override("ru"):
        assert str(Article._meta.get_field("outlet").verbose_name) == "издание"
        assert str(Article._meta.get_field("attempts").verbose_name) == "попытки"
