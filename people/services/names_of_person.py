"""Keeping one way a person is named: the text, its parts, and the keys SQL finds it by."""

from typing import Any

from people.models import NameForm, Person
from people.names import NameParts, name_keys, parse_name
from people.names.parts import recorded_parts
from tracker.lib.checks_of_fields import changed_fields, refuse_bad_fields
from tracker.lib.history import because
from tracker.lib.languages import script_of
from tracker.lib.transactions import atomic_step

PARTS = ("given", "patronymic", "surname")


def parts_of_form(form: NameForm) -> NameParts:
    """The parts of a form: what a person wrote down, completed by what the text tells."""
    return recorded_parts(
        form.text,
        form.language,
        given=form.given,
        patronymic=form.patronymic,
        surname=form.surname,
    )


@atomic_step
def keep_name_form(
    person: Person,
    *,
    text: str,
    kind: str,
    values: dict[str, Any],
    by: Any = None,
    reason: str = "",
) -> tuple[NameForm, bool]:
    """The person's live form of this text with these values, and whether anything was written.

    A form is known by its text; a new `kind` for the same text corrects the form. Parts that are
    not given are read from the text. A preferred form takes the place of the one before in its
    language.
    """
    form = NameForm.objects.live().filter(person=person, text=text).order_by("id").first()
    values = dict(values) | {"kind": kind, "script": script_of(text)}
    if not any(values.get(name) for name in PARTS):
        parsed = parse_name(text, values.get("language", ""))
        values |= {name: getattr(parsed, name)[:100] for name in PARTS}
    made = form is None
    if form is None:
        form = NameForm(person=person, text=text)
    changed = changed_fields(form, values)
    if not made and not changed:
        return form, False
    form.keys = sorted(name_keys(parts_of_form(form), form.language))
    refuse_bad_fields(form, skip=["keys"])
    with because(reason or "name form", by=by):
        if form.preferred:
            others = NameForm.objects.live().filter(person=person, language=form.language)
            others.filter(preferred=True).exclude(pk=form.pk).update(preferred=False)
        form.save()
    return form, True
