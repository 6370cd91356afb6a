"""`find_copies` goes through articles that were read before."""

from io import StringIO

from django.core.management import call_command

from tests.cases.articles.copies.conftest import Write
from tests.cases.articles.copies.test_note_copies import originals
from tests.cases.articles.copies.wire import OTHER, WIRE, edited


def test_articles_read_before_are_looked_at_and_it_can_go_on(write: Write) -> None:
    first, other, copy = write(WIRE), write(OTHER, 10), write(edited(WIRE), 60)
    out = StringIO()
    call_command("find_copies", after=copy.pk, stdout=out)
    assert "Done: 0 articles" in out.getvalue()
    assert originals(copy) == [None]
    call_command("find_copies", stdout=out)
    assert "Done: 3 articles, 1 changed." in out.getvalue()
    assert originals(first, other, copy) == [None, None, first]
