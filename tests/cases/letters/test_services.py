"""Open letters and who stands under them."""

import pytest

from cases.changes.models import Change
from cases.letters.services import (
    add_letter,
    confirm_signature,
    sign_letter,
    withdraw_signature,
)
from people.models import Account
from tests.factories import make_letter, make_person
from tracker.lib.errors import Conflict, Refused
from tracker.lib.partial_dates import PartialDate

pytestmark = pytest.mark.django_db


def test_a_letter_needs_a_title() -> None:
    with pytest.raises(Refused) as caught:
        add_letter(title_en="", dated="2025-07-03", reason="read")
    assert caught.value.extra["field"] == "title_en"


def test_nobody_signs_twice() -> None:
    person = make_person("Alexei Gorinov")
    letter = make_letter(signed_by=(person,))
    with pytest.raises(Conflict) as caught:
        sign_letter(letter, name_en="A. Gorinov", person=person, reason="read")
    assert caught.value.extra["field"] == "person"
    with pytest.raises(Conflict) as caught:
        sign_letter(letter, name_en="Alexei Gorinov", reason="read")
    assert caught.value.extra["field"] == "name_en"


def test_a_signature_is_told_of_the_letter_with_its_person() -> None:
    person, letter = make_person(), make_letter()
    sign_letter(letter, name_en=person.name_en, person=person, state="published", reason="read")
    change = Change.objects.get()
    assert (change.record_type, change.fields) == ("openletter", ["signatures"])
    assert (change.people, change.public) == ([person.pk], True)


def test_an_unconfirmed_signature_becomes_that_of_a_person_when_a_source_says_so(
    researcher: Account,
) -> None:
    letter, person = make_letter(), make_person("Vladimir Domnin")
    signature = sign_letter(
        letter,
        name_en="Vladimir Domnin",
        identity="unconfirmed",
        state="published",
        reason="list of names",
    )
    confirm_signature(signature, person=person, by=researcher, reason="interview of 2026")
    signature.refresh_from_db()
    assert (signature.person, signature.identity) == (person, "confirmed")


def test_a_withdrawn_signature_stays_on_record() -> None:
    letter = make_letter(signed_by=(make_person(),))
    signature = letter.signatures.get()
    withdraw_signature(signature, on="2025-08-01", by=None, reason="the signatory asked")
    signature.refresh_from_db()
    assert signature.withdrawn_on == PartialDate("2025-08-01")
    assert signature.is_public
