"""Writing of open letters: texts, addressees, demands, signatures."""

from typing import Any, TypeVar

from cases.letters.models import (
    Addressee,
    Demand,
    LetterText,
    LetterTextKind,
    OpenLetter,
    Signature,
    SignatureIdentity,
    SignatureRole,
)
from cases.publishing.writing import add_row, amend_row, state_columns
from people.models import Person
from tracker.lib.errors import Conflict, Refused
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import PublishingState
from tracker.lib.slugs import free_slug
from tracker.lib.transactions import atomic_step

Draft = PublishingState.DRAFT
DateLike = PartialDate | str | None
LetterPart = LetterText | Addressee | Demand | Signature
Row = TypeVar("Row", LetterText, Addressee, Demand, Signature)


@atomic_step
def add_letter(
    *,
    title_en: str,
    dated: DateLike,
    title_ru: str = "",
    first_published_by: str = "",
    summary_en: str = "",
    summary_ru: str = "",
    context_en: str = "",
    context_ru: str = "",
    signatories_stated: int | None = None,
    slug: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> OpenLetter:
    """A new open letter. `signatories_stated` is what the source says, not what is on record."""
    if not title_en.strip():
        raise Refused("A letter needs a title.", field="title_en")
    return add_row(
        OpenLetter(
            title_en=title_en,
            title_ru=title_ru,
            dated=dated,
            first_published_by=first_published_by,
            summary_en=summary_en,
            summary_ru=summary_ru,
            context_en=context_en,
            context_ru=context_ru,
            signatories_stated=signatories_stated,
            slug=slug or free_slug(OpenLetter, f"{title_en} {dated or ''}", otherwise="letter"),
            **state_columns(state, state_reason),
        ),
        fields=["title_en"],
        by=by,
        reason=reason,
    )


def update_letter(
    letter: OpenLetter, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of a letter; return those that differed."""
    people = list(letter.signatures.exclude(person=None).values_list("person_id", flat=True))
    return amend_row(letter, changes=changes, people=people, by=by, reason=reason)


def add_text(
    letter: OpenLetter,
    *,
    language: str,
    kind: LetterTextKind,
    title: str = "",
    text: str = "",
    published_by: str = "",
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> LetterText:
    """The title, an excerpt or the full text of the letter in a language, as somebody published it."""
    row = LetterText(
        letter=letter,
        language=language,
        kind=kind,
        title=title,
        text=text,
        published_by=published_by,
        **state_columns(state, state_reason),
    )
    return _add(row, "texts", f"text ({language})", by, reason)


def address_to(
    letter: OpenLetter,
    *,
    name_en: str,
    name_ru: str = "",
    position: int = 0,
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Addressee:
    """Whom the letter addresses."""
    row = Addressee(
        letter=letter,
        name_en=name_en,
        name_ru=name_ru,
        position=position,
        **state_columns(state, state_reason),
    )
    return _add(row, "addressees", name_en, by, reason)


def add_demand(
    letter: OpenLetter,
    *,
    key: str,
    text_en: str,
    text_ru: str = "",
    note_en: str = "",
    note_ru: str = "",
    position: int = 0,
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Demand:
    """What the letter asks for."""
    row = Demand(
        letter=letter,
        key=key,
        text_en=text_en,
        text_ru=text_ru,
        note_en=note_en,
        note_ru=note_ru,
        position=position,
        **state_columns(state, state_reason),
    )
    return _add(row, "demands", text_en[:80], by, reason)


@atomic_step
def sign_letter(
    letter: OpenLetter,
    *,
    name_en: str,
    name_ru: str = "",
    person: Person | None = None,
    role: SignatureRole = SignatureRole.SIGNATORY,
    identity: SignatureIdentity = SignatureIdentity.CONFIRMED,
    description_en: str = "",
    description_ru: str = "",
    position: int = 0,
    state: PublishingState = Draft,
    state_reason: str = "",
    by: Any = None,
    reason: str = "",
) -> Signature:
    """A name under the letter, and the person on record it belongs to, if known.

    Raises Conflict when the person or the name stands under the letter already.
    """
    if person is not None and Signature.objects.filter(letter=letter, person=person).exists():
        raise Conflict(f"{person} stands under the letter already.", field="person")
    if Signature.objects.filter(letter=letter, name_en=name_en, role=role).exists():
        raise Conflict(f"“{name_en}” stands under the letter already.", field="name_en")
    row = Signature(
        letter=letter,
        name_en=name_en,
        name_ru=name_ru,
        person=person,
        role=role,
        identity=identity,
        description_en=description_en,
        description_ru=description_ru,
        position=position,
        **state_columns(state, state_reason),
    )
    return _add(row, "signatures", f"signed: {name_en}", by, reason)


def confirm_signature(signature: Signature, *, person: Person, by: Any, reason: str) -> list[str]:
    """A source says that the signatory is this person on record."""
    changes = {"person": person, "identity": SignatureIdentity.CONFIRMED}
    return update_letter_part(signature, changes=changes, by=by, reason=reason)


def withdraw_signature(signature: Signature, *, on: DateLike, by: Any, reason: str) -> list[str]:
    """The signatory took the name back on this date; the signature stays on record as withdrawn."""
    return update_letter_part(signature, changes={"withdrawn_on": on}, by=by, reason=reason)


def update_letter_part(
    row: LetterPart, *, changes: dict[str, Any], by: Any, reason: str
) -> list[str]:
    """Set columns of a text, addressee, demand or signature; return those that differed."""
    return amend_row(
        row,
        changes=changes,
        whole=row.letter,
        part=_part_name(row),
        summary=f"changed: {row}",
        people=_signed_by(row),
        by=by,
        reason=reason,
    )


def _part_name(row: LetterPart) -> str:
    names = {LetterText: "texts", Addressee: "addressees", Demand: "demands"}
    return names.get(type(row), "signatures")


def _signed_by(row: LetterPart) -> list[int]:
    return [row.person_id] if isinstance(row, Signature) and row.person_id else []


def _add(row: Row, part: str, summary: str, by: Any, reason: str) -> Row:
    return add_row(
        row,
        whole=row.letter,
        part=part,
        summary=summary,
        people=_signed_by(row),
        by=by,
        reason=reason,
    )
