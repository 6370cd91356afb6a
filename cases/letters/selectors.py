"""Reading of open letters and of who signed them."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Count, OuterRef, Q, QuerySet

from cases.letters.models import (
    Addressee,
    Demand,
    LetterText,
    OpenLetter,
    Signature,
    SignatureRole,
)
from people.models import Person
from tracker.lib.nested_rows import nested, rows_of
from tracker.lib.publishing import published_condition

MOST_SIGNATURES = 1_000


@dataclass(frozen=True)
class LetterPage:
    """A letter with its texts, addressees, demands and signatures."""

    letter: OpenLetter
    addressees: list[Addressee]
    texts: list[LetterText]
    demands: list[Demand]
    signatories: list[Signature]
    supporters: list[Signature]


def letter_page(slug: str, user: Any) -> LetterPage | None:
    """The letter of the address as the user may see it, in four queries."""
    addressees = Addressee.objects.visible_to(user).filter(letter=OuterRef("pk"))
    letter = (
        OpenLetter.objects.visible_to(user)
        .annotate(
            addressee_rows=nested(
                addressees.order_by("position", "id"), ("id", "name_en", "name_ru")
            )
        )
        .filter(slug=slug)
        .first()
    )
    if letter is None:
        return None
    signatures = list(
        Signature.objects.visible_to(user)
        .filter(letter=letter)
        .select_related("person")
        .order_by("role", "position", "id")[:MOST_SIGNATURES]
    )
    return LetterPage(
        letter,
        rows_of(Addressee, letter.addressee_rows),
        list(LetterText.objects.visible_to(user).filter(letter=letter).order_by("language", "id")),
        list(Demand.objects.visible_to(user).filter(letter=letter).order_by("position", "id")),
        [one for one in signatures if one.role == SignatureRole.SIGNATORY],
        [one for one in signatures if one.role == SignatureRole.SUPPORTER],
    )


def shown_person(signature: Signature) -> Person | None:
    """The person on record behind a name under a letter, if their own record is public."""
    person = signature.person
    return person if person is not None and person.is_public else None


def letters_listed(user: Any) -> QuerySet[OpenLetter]:
    """Letters the user may see, newest first, with `signatories` counted from the record."""
    signatures = Q(signatures__role=SignatureRole.SIGNATORY) & published_condition(
        Signature, "signatures__"
    )
    return (
        OpenLetter.objects.visible_to(user)
        .annotate(signatories=Count("signatures", filter=signatures))
        .order_by("-dated_range", "-id")
    )


def signatures_of_person(person_id: int, user: Any) -> list[Signature]:
    """Letters that the person signed or supports, oldest first, in one query."""
    return list(
        Signature.objects.visible_to(user)
        .filter(person_id=person_id)
        .select_related("letter")
        .order_by("letter__dated_range", "id")[:200]
    )
