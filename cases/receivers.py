"""What the records do when a person changes or is merged (`people.signals`)."""

from typing import Any

from django.dispatch import receiver

from cases.changes.models import ChangeKind
from cases.changes.telling import tell
from people.models import Person
from people.signals import person_changed


@receiver(person_changed, dispatch_uid="cases.tell_of_changed_person")
def tell_of_changed_person(
    sender: Any,
    *,
    person: Person,
    kind: str,
    fields: list[str],
    by: Any = None,
    reason: str = "",
    was_public: bool = False,
    **_further: Any,
) -> None:
    """Write the Change. That a public person is no longer public is told too: copies must go."""
    tell(
        ChangeKind(kind),
        person,
        fields=fields,
        people=[person.pk],
        was_public=was_public,
        by=by,
        reason=reason,
    )
