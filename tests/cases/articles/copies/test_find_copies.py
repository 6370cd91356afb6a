"""`find_copies` goes through articles that were read before."""

from io import StringIO

import pytest
from django.core.management import call_command

from cases.articles.models import Article
from cases.changes.models import Change
from cases.management.commands import find_copies
from tests.bench.copies.invented import SITES, articles
from tests.cases.articles.copies.conftest import Write
from tests.cases.articles.copies.test_note_copies import originals
from tests.cases.articles.copies.wire import ENGLISH, OTHER, WIRE, edited
from tests.factories import make_outlet


def test_articles_read_before_are_looked_at_and_it_can_go_on(write: Write) -> None:
    first, other, copy = write(WIRE), write(OTHER, 10), write(edited(WIRE), 60)
    out = StringIO()
    call_command("find_copies", after=copy.pk, stdout=out)
    assert "Done: 0 articles" in out.getvalue()
    assert originals(copy) == [None]
    call_command("find_copies", stdout=out)
    assert "Done: 3 articles, 1 changed." in out.getvalue()
    assert originals(first, other, copy) == [None, None, first]


def test_broken_off_in_the_middle_it_goes_on_where_its_last_line_says(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(find_copies, "BATCH", 2)
    first, _other, _later, copy = (
        write(WIRE),
        write(OTHER, 10),
        write(ENGLISH, 20),
        write(WIRE, 30),
    )
    calls = iter([find_copies.note_copies_of, stopped])
    monkeypatch.setattr(find_copies, "note_copies_of", lambda ids: next(calls)(ids))
    out = StringIO()
    with pytest.raises(KeyboardInterrupt):
        call_command("find_copies", stdout=out)
    assert originals(copy) == [None]
    last = out.getvalue().splitlines()[-1]
    assert last.startswith("2 of 4 articles, ")
    monkeypatch.undo()
    call_command("find_copies", after=int(last.rsplit(" ", 1)[1]), stdout=out)
    assert "Done: 2 articles, 1 changed." in out.getvalue()
    assert originals(copy) == [first]


def test_an_article_that_fails_is_named_and_the_others_are_looked_at(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, bad, copy = write(WIRE), write(OTHER, 10), write(edited(WIRE), 60)
    note = find_copies.note_copies_of

    def failing(ids: list[int]) -> int:
        if bad.pk in ids:
            raise ValueError("a text that no rule foresaw")
        return note(ids)

    monkeypatch.setattr(find_copies, "note_copies_of", failing)
    out, errors = StringIO(), StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("find_copies", stdout=out, stderr=errors)
    assert ended.value.code == 1
    assert f"{bad.pk}: ValueError: a text that no rule foresaw" in errors.getvalue()
    assert originals(first, bad, copy) == [None, None, first]


def test_looked_for_again_nothing_changes_and_nobody_is_told(write: Write) -> None:
    outlets = [make_outlet() for _ in range(SITES)]
    for minute, one in enumerate(articles(500)):
        write(one.text, minute, title=one.title, outlet=outlets[one.site])
    for _time in range(2):
        call_command("find_copies", stdout=StringIO())
    before = list(Article.objects.order_by("pk").values_list("pk", "derived_from_id"))
    told = Change.objects.count()
    assert told > 100
    call_command("find_copies", stdout=StringIO())
    assert list(Article.objects.order_by("pk").values_list("pk", "derived_from_id")) == before
    assert Change.objects.count() == told


def stopped(ids: list[int]) -> int:
    raise KeyboardInterrupt
