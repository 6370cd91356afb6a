"""Records that a row refers to by address: they must be on record before the row."""

from cases.casefile.models import CaseEvent
from cases.institutions.models import Institution
from people.models import Person
from tracker.lib.errors import Refused


def person_of(slug: str) -> Person:
    """The person of this address. Raises Refused when there is none."""
    person = Person.objects.filter(slug=slug).first()
    if person is None:
        raise Refused(f"No person with the address “{slug}” is on record.", field="person")
    return person


def institution_of(slug: str) -> Institution | None:
    """The institution of this address; None for an empty one. Raises Refused when there is none."""
    if not slug:
        return None
    institution = Institution.objects.filter(slug=slug).first()
    if institution is None:
        raise Refused(f"No institution with the address “{slug}” is on record.", field="court")
    return institution


def event_of(key: str, events: dict[str, CaseEvent]) -> CaseEvent | None:
    """The event of this key in the same row; None for an empty key."""
    if not key:
        return None
    if key not in events:
        raise Refused(f"No event of this case has the key “{key}”.", field="event")
    return events[key]
