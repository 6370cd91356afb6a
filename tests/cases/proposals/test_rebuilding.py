"""The sweep and the command: each article is read once, and goes on where it was broken off."""

from collections.abc import Callable
from io import StringIO

import pytest
from django.core.management import call_command

from cases.articles.models import Article
from cases.demo.coverage import demo_feeds
from cases.proposals import services, tasks
from cases.proposals.models import Proposal, ProposalReading
from cases.proposals.selectors import readings_to_do
from tests.factories import make_person
from tracker.lib import clock
from tracker.lib.claiming import claim_batch

Told = Callable[..., Article]
SENTENCE = "Ивана Тестова задержали 1 июля."


@pytest.mark.django_db(transaction=True)
def test_an_article_claimed_by_a_worker_that_died_is_read_when_the_lease_ends(told: Told) -> None:
    told(SENTENCE, make_person(), surface="Ивана Тестова", read=False)
    claimed = claim_batch(readings_to_do(), limit=9, lease=tasks.LEASE)
    assert len(claimed) == 1
    # Killed here: nothing was read, and nobody else gets it before the lease ends.
    assert claim_batch(readings_to_do(), limit=9, lease=tasks.LEASE) == []
    ProposalReading.objects.update(next_attempt_at=clock.now())
    for reading_id in claim_batch(readings_to_do(), limit=9, lease=tasks.LEASE):
        tasks.read_one_article(reading_id)
    assert Proposal.objects.get().quotes.count() == 1
    assert not readings_to_do().exists()


def test_the_command_reads_what_older_rules_read_and_leaves_the_rest(told: Told) -> None:
    told(SENTENCE, make_person(), surface="Ивана Тестова")
    old = told("Ивана Тестова отпустили.", make_person(), surface="Ивана Тестова", read=False)
    ProposalReading.objects.filter(article=old).delete()
    out = StringIO()
    call_command("rebuild_proposals", stdout=out, stderr=StringIO())
    assert out.getvalue() == "1 articles read for proposals, 0 failed.\n"
    assert set(Proposal.objects.values_list("kind", flat=True)) == {"detained", "released"}
    out = StringIO()
    call_command("rebuild_proposals", stdout=out, stderr=StringIO())
    assert out.getvalue() == "0 articles read for proposals, 0 failed.\n"


def test_the_command_names_an_article_that_fails_and_goes_on(
    told: Told, monkeypatch: pytest.MonkeyPatch
) -> None:
    articles = [
        told(SENTENCE, make_person(), surface="Ивана Тестова", read=False) for _one in range(2)
    ]
    real, calls = services.read_events, []

    def fail_once(*args: object) -> object:
        calls.append(args)
        if len(calls) == 1:
            raise RuntimeError("a fault")
        return real(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(services, "read_events", fail_once)
    errors = StringIO()
    with pytest.raises(SystemExit):
        call_command("rebuild_proposals", stdout=StringIO(), stderr=errors)
    assert "RuntimeError: a fault" in errors.getvalue()
    assert Proposal.objects.count() == 1 and len(articles) == 2


def test_the_demo_has_an_article_that_says_who_signed(told: Told) -> None:
    """Green Left names all eleven: each signature is on record and gains a source."""
    texts = {
        article.outlet: article.paragraphs[0] for feed in demo_feeds() for article in feed.articles
    }
    gorinov = make_person(name_en="Alexei Gorinov")
    told(texts["greenleft"], gorinov, surface="Alexei Gorinov", language="en")
    assert Proposal.objects.get().kind == "signed"
