"""What a person says of copies stays, whatever the machine finds later."""

import pytest

from cases.articles.copying.decisions import say_copy, say_no_copy
from cases.articles.copying.finding import note_copies, note_copies_of
from cases.articles.models import CopyOf
from cases.changes.models import Change
from people.models import Account
from tests.cases.articles.copies.conftest import Write, rewrite
from tests.cases.articles.copies.test_note_copies import originals
from tests.cases.articles.copies.wire import OTHER, WIRE, edited
from tracker.lib.errors import Refused


def test_not_a_copy_stays_so(write: Write, researcher: Account) -> None:
    first, other, third = write(WIRE), write(edited(WIRE), 60), write(edited(WIRE, 12), 90)
    note_copies_of([first.pk, other.pk, third.pk])
    say_no_copy(other, of=first, by=researcher, reason="reported independently")
    assert originals(first, other, third) == [None, None, first]
    rewrite(other, edited(WIRE, 10))
    note_copies_of([other.pk, first.pk, third.pk])
    assert originals(first, other, third) == [None, None, first]
    row = CopyOf.objects.get(article=other)
    assert (row.is_copy, row.by_person, row.said_by) == (False, True, researcher)
    change = Change.objects.filter(record_id=other.pk).latest("id")
    assert (change.by, change.reason) == (researcher, "reported independently")


def test_said_of_the_original_it_holds_too(write: Write, researcher: Account) -> None:
    first, other = write(WIRE), write(edited(WIRE), 60)
    note_copies_of([first.pk, other.pk])
    say_no_copy(first, of=other, by=researcher, reason="two reports")
    note_copies_of([first.pk, other.pk])
    assert originals(first, other) == [None, None]


def test_it_holds_when_the_group_turns_to_an_earlier_article(
    write: Write, researcher: Account
) -> None:
    second, other = write(edited(WIRE), 60), write(edited(WIRE, 12), 90)
    note_copies_of([second.pk, other.pk])
    say_no_copy(other, of=second, by=researcher, reason="two reports")
    first = write(WIRE)
    note_copies(first.pk)
    note_copies(other.pk)
    assert originals(second, other) == [first, None]


def test_copy_of_stays_so_whatever_the_texts(write: Write, researcher: Account) -> None:
    first, other = write(WIRE), write(OTHER, 60)
    say_copy(other, of=first, by=researcher, reason="a translation of a translation")
    rewrite(other, OTHER + " И ещё раз.")
    note_copies_of([first.pk, other.pk])
    assert originals(first, other) == [None, first]


def test_the_original_that_a_person_chose_leads_its_group(
    write: Write, researcher: Account
) -> None:
    first, agency, third = write(WIRE), write(edited(WIRE), 60), write(edited(WIRE, 12), 90)
    note_copies_of([first.pk, agency.pk, third.pk])
    say_copy(first, of=agency, by=researcher, reason="the agency's own report, dated late")
    assert originals(first, agency, third) == [agency, None, agency]
    earliest = write(edited(WIRE, 15), -600)
    note_copies(earliest.pk)
    assert originals(earliest, agency) == [agency, None]


def test_a_copy_of_itself_and_of_a_persons_copy_are_refused(
    write: Write, researcher: Account
) -> None:
    first, second, third = write(WIRE), write(OTHER), write("Три слова здесь")
    with pytest.raises(Refused):
        say_copy(first, of=first, by=researcher, reason="")
    with pytest.raises(Refused):
        say_no_copy(first, of=first, by=researcher, reason="")
    say_copy(second, of=first, by=researcher, reason="")
    with pytest.raises(Refused, match="itself a copy"):
        say_copy(third, of=second, by=researcher, reason="")
    assert originals(third) == [None]


def test_a_decision_can_be_taken_back_by_the_other_one(write: Write, researcher: Account) -> None:
    first, other = write(WIRE), write(edited(WIRE), 60)
    say_no_copy(other, of=first, by=researcher, reason="")
    say_copy(other, of=first, by=researcher, reason="on second thoughts")
    assert originals(other) == [first]
    say_no_copy(other, of=first, by=researcher, reason="no")
    assert originals(other) == [None]
    assert CopyOf.objects.count() == 1
