"""What articles say becomes questions: one for each event, asked once, by all articles together."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction

from cases.articles.models import Article, ArticleSighting
from cases.detention.services import record_arrest
from cases.linking.models import LinkCandidate
from cases.linking.services import reject_link
from cases.linking.subjects import note_subjects
from cases.proposals import services
from cases.proposals.accepting import reject_proposal
from cases.proposals.models import Proposal, ProposalQuote, ProposalReading
from cases.proposals.selectors import open_proposals, proposals_listed
from people.models import Account, Person
from tests.cases.proposals.conftest import give_text, read_all
from tests.factories import (
    make_article,
    make_case,
    make_detention,
    make_event,
    make_feed,
    make_feed_entry,
    make_link,
    make_person,
    make_sentence,
)
from tests.support.race import race
from tracker.lib.partial_dates import PartialDate

Told = Callable[..., Article]
SENTENCE = "Во вторник суд приговорил Ивана Тестова к семи годам колонии общего режима."


@pytest.fixture
def ivan(db: None) -> Person:
    return make_person(name_en="Ivan Testov", name_ru="Иван Тестов")


def test_a_linked_article_that_tells_of_a_sentence_asks_one_question(
    told: Told, ivan: Person
) -> None:
    article = told(SENTENCE, ivan, surface="Ивана Тестова")
    proposal = Proposal.objects.get()
    assert (proposal.person, proposal.kind, str(proposal.on)) == (ivan, "sentenced", "2025-07-01")
    assert proposal.values == {"months": 84, "regime": "general", "punishment": "imprisonment"}
    quote = proposal.quotes.get()
    text = quote.text
    assert text is not None and quote.article == article
    assert text.text[quote.start : quote.end] == SENTENCE == quote.quote
    who = next(one for one in quote.reasons if one["code"] == "who_named")
    assert text.text[slice(*who["span"])] == "Ивана Тестова"


def test_a_link_that_nobody_accepted_asks_nothing(told: Told, ivan: Person) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова", status="undecided")
    assert not Proposal.objects.exists()


def test_words_of_the_demo_are_no_words_of_the_outlet(told: Told, ivan: Person) -> None:
    article = told(SENTENCE, ivan, surface="Ивана Тестова", read=False)
    entry = make_feed_entry(make_feed(article.outlet, is_demo=True))
    ArticleSighting.objects.create(article=article, entry=entry)
    read_all()
    assert ProposalReading.objects.get().read_at is not None
    assert not Proposal.objects.exists()


def test_several_articles_about_one_event_ask_one_question(told: Told, ivan: Person) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    told("Ивана Тестова приговорили к семи годам колонии.", ivan, surface="Ивана Тестова")
    told(
        "A court sentenced Ivan Testov to seven years on 1 July.",
        ivan, surface="Ivan Testov", language="en",
    )  # fmt: skip
    proposal = Proposal.objects.get()
    assert proposal.quotes.count() == 3
    assert proposal.values["regime"] == "general"
    assert proposal.languages == " en ru "


def test_another_term_is_another_question(told: Told, ivan: Person) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    told("Ивана Тестова приговорили к восьми годам колонии.", ivan, surface="Ивана Тестова")
    assert Proposal.objects.count() == 2


def test_reading_twice_changes_nothing(told: Told, ivan: Person) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    before = list(ProposalQuote.objects.values())
    ProposalReading.objects.update(next_attempt_at="2025-01-01T00:00Z")
    read_all()
    assert list(ProposalQuote.objects.values()) == before
    assert services.read_article_for_proposals(ProposalReading.objects.get().pk) is None


def test_what_the_record_knows_is_not_asked_again(told: Told, ivan: Person) -> None:
    case = make_case(person=ivan)
    sentence = make_sentence(
        case.parties.get(), prison_months=84, regime="general", pronounced="2025-07-01"
    )
    told(SENTENCE, ivan, surface="Ивана Тестова")
    proposal = Proposal.objects.get()
    assert (proposal.standing, proposal.record_id) == ("known", sentence.pk)
    assert not open_proposals().exists()


def test_a_sentence_of_another_length_on_the_day_contradicts_the_record(
    told: Told, ivan: Person
) -> None:
    case = make_case(person=ivan)
    make_sentence(case.parties.get(), prison_months=72, regime="general", pronounced="2025-07-01")
    told(SENTENCE, ivan, surface="Ивана Тестова")
    assert Proposal.objects.get().standing == "contradicts"


def test_an_arrest_on_record_answers_the_question_at_once(told: Told, ivan: Person) -> None:
    told("Ивана Тестова задержали 1 июля.", ivan, surface="Ивана Тестова")
    assert Proposal.objects.get().standing == "new"
    make_detention(ivan, since="2025-07-01")
    services.compare_again([ivan.pk])
    assert Proposal.objects.get().standing == "known"


def test_a_hunger_strike_of_years_ago_does_not_answer_the_news_of_another(
    told: Told, ivan: Person
) -> None:
    case = make_case(person=ivan)
    event = make_event(case, party=case.parties.get(), kind="hunger_strike", happened="2023-02-01")
    told("Иван Тестов объявил голодовку.", ivan, surface="Иван Тестов")
    assert Proposal.objects.get().standing == "new"
    event.happened = PartialDate.parse("2025-07-02")
    event.save()
    services.compare_again([ivan.pk])
    assert Proposal.objects.get().standing == "known"


def test_the_end_of_a_hunger_strike_does_not_contradict_its_beginning(
    told: Told, ivan: Person
) -> None:
    case = make_case(person=ivan)
    make_event(case, party=case.parties.get(), kind="hunger_strike", happened="2025-07-01")
    told("2 июля Иван Тестов прекратил голодовку.", ivan, surface="Иван Тестов")
    assert Proposal.objects.get().standing == "new"


def test_what_a_researcher_writes_answers_open_questions_without_reading_again(
    told: Told, ivan: Person
) -> None:
    told("Ивана Тестова задержали 1 июля.", ivan, surface="Ивана Тестова")
    record_arrest(ivan, since="2025-07-01", reason="test")
    assert Proposal.objects.get().standing == "known"


def test_a_sentence_taken_out_of_the_article_takes_its_question_back(
    told: Told, ivan: Person
) -> None:
    article = told(SENTENCE, ivan, surface="Ивана Тестова")
    article.mentions.all().delete()
    give_text(article, "Ивана Тестова ждёт суд.")
    note_subjects([article.pk])
    read_all()
    assert Proposal.objects.get().status == "superseded"
    assert not ProposalQuote.objects.exists()


def test_a_link_that_is_rejected_takes_its_questions_from_the_queue(
    told: Told, ivan: Person, researcher: object
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    reject_link(LinkCandidate.objects.get(), by=researcher, reason="a namesake")
    assert not proposals_listed().exists()
    read_all()
    assert Proposal.objects.get().status == "superseded"


def test_a_fault_of_the_reader_is_tried_again_and_then_parked(
    told: Told, ivan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова", read=False)
    reading = ProposalReading.objects.get()

    def fail(*_args: object) -> None:
        raise RuntimeError("a fault")

    monkeypatch.setattr(services, "read_events", fail)
    for _attempt in range(3):
        with pytest.raises(RuntimeError):
            services.read_article_for_proposals(reading.pk)
    reading.refresh_from_db()
    assert reading.next_attempt_at is None
    assert "RuntimeError: a fault" in reading.parked_reason
    monkeypatch.undo()
    note_subjects([reading.article_id])
    read_all()
    assert Proposal.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_decision_waits_while_an_article_that_says_it_is_read(
    told: Told, ivan: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    place, free = services._place, []

    def open_to_decide() -> int:
        with transaction.atomic():
            return len(Proposal.objects.select_for_update(skip_locked=True))

    def while_reading(*arguments: Any) -> None:
        free.extend(race(open_to_decide))
        place(*arguments)

    monkeypatch.setattr(services, "_place", while_reading)
    told("Ивана Тестова приговорили к семи годам колонии.", ivan, surface="Ивана Тестова")
    assert free == [0] and open_to_decide() == 1


def test_comparing_again_leaves_what_was_decided_meanwhile(
    told: Told, ivan: Person, researcher: Account, monkeypatch: pytest.MonkeyPatch
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    party = make_case(person=ivan).parties.get()
    make_sentence(party, prison_months=84, regime="general", pronounced="2025-07-01")
    Proposal.objects.update(standing="new", record_type=None, record_id=None)
    facts = services.facts_on_record

    def decided_meanwhile(people: Any) -> Any:
        reject_proposal(Proposal.objects.get(), by=researcher, reason="another Testov")
        return facts(people)

    monkeypatch.setattr(services, "facts_on_record", decided_meanwhile)
    assert services.compare_again([ivan.pk]) == 0
    proposal = Proposal.objects.get()
    assert (proposal.status, proposal.standing, proposal.record_id) == ("rejected", "new", None)


def test_an_open_question_is_never_certain_however_high_its_score(db: None, ivan: Person) -> None:
    candidate = make_link(make_article(), ivan, status="undecided", score=0.9999)
    note_subjects([candidate.article_id])
    assert candidate.article.subjects.get().certainty < 1.0
    assert not ProposalReading.objects.exists()
