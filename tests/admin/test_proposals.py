"""The researcher's page of what the news says happened: shown, accepted into a form, rejected, undone."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.articles.models import Article
from cases.casefile.models import CaseEvent
from cases.charges.models import Charge, ChargeUpdate, Sentence
from cases.detention.models import Detention, Release, Transfer
from cases.evidence.models import Citation
from cases.letters.models import Signature
from cases.proposals.models import Proposal
from people.models import Account, Person
from tests.cases.proposals.conftest import told as told  # the fixture
from tests.factories import (
    make_case,
    make_charge,
    make_detention,
    make_institution,
    make_letter,
    make_link,
    make_person,
    make_provision,
    make_sentence,
)

Told = Callable[..., Article]
SENTENCE = "Во вторник суд приговорил Ивана Тестова к семи годам колонии общего режима."


@pytest.fixture
def ivan(db: None) -> Person:
    return make_person(name_en="Ivan Testov", name_ru="Иван Тестов")


def _queue(client: Client, query: str = "") -> str:
    answer = client.get(reverse("admin:proposals") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def _form(client: Client, proposal: Proposal) -> dict[str, str]:
    """The fields of the form as they are filled in."""
    answer = client.get(reverse("admin:proposal_accept", args=[proposal.pk]))
    assert answer.status_code == 200
    form = answer.context["form"]
    assert not form.missing(), form.missing()
    return {
        name: str(form[name].value() if form[name].value() not in (None, False) else "")
        for name in form.fields
    }


def _save(client: Client, proposal: Proposal, data: dict[str, str]) -> str:
    answer = client.post(
        reverse("admin:proposal_accept", args=[proposal.pk]),
        {name: value for name, value in data.items() if value},
    )
    return answer.content.decode() if answer.status_code == 200 else ""


def test_the_queue_shows_the_sentence_with_person_words_and_date_marked(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    page = _queue(researcher_client)
    assert '<mark class="who">Ивана Тестова</mark>' in page
    assert '<mark class="words">приговорил</mark>' in page
    assert '<mark class="date">Во вторник</mark>' in page
    assert "7 years" in page and "2025-07-01" in page


def test_an_accepted_sentence_is_a_draft_with_the_article_cited(
    told: Told, ivan: Person, researcher_client: Client, researcher: Account
) -> None:
    make_case(person=ivan)
    article = told(SENTENCE, ivan, surface="Ивана Тестова")
    proposal = Proposal.objects.get()
    data = _form(researcher_client, proposal)
    assert (data["pronounced"], data["prison_months"], data["regime"]) == (
        "2025-07-01", "84", "general",
    )  # fmt: skip
    assert _save(researcher_client, proposal, data) == ""
    sentence = Sentence.objects.get()
    assert (sentence.prison_months, sentence.state) == (84, "draft")
    citation = Citation.objects.get(object_id=sentence.pk)
    assert citation.quote == SENTENCE and citation.source.url == article.url
    assert str(citation.source.published) == "2025-07-03"
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by, proposal.record_id) == (
        "accepted", researcher, sentence.pk,
    )  # fmt: skip
    assert "Ивана" not in _queue(researcher_client)


def test_a_field_changed_before_saving_counts_and_a_wrong_one_is_named(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    make_case(person=ivan)
    told(SENTENCE, ivan, surface="Ивана Тестова")
    proposal = Proposal.objects.get()
    data = _form(researcher_client, proposal) | {"pronounced": "31 June"}
    page = _save(researcher_client, proposal, data)
    assert "Pronounced: “31 June” is not a date" in page
    assert not Sentence.objects.exists()
    _save(researcher_client, proposal, data | {"pronounced": "2025-07", "prison_months": "83"})
    assert Sentence.objects.get().prison_months == 83


def test_what_a_service_refuses_is_said_and_nothing_is_written(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    make_detention(ivan, since="2025-06", until=None)
    told("Ивана Тестова задержали 1 июля.", ivan, surface="Ивана Тестова")
    Proposal.objects.update(standing="new")
    proposal = Proposal.objects.get()
    page = _save(researcher_client, proposal, _form(researcher_client, proposal))
    assert "overlaps the detention" in page
    assert Detention.objects.count() == 1
    assert Proposal.objects.get().status == "open"
    assert not Citation.objects.exists()


CASES = [
    ("Ивана Тестова задержали 1 июля.", Detention, {"since": "2025-07-01"}),
    ("Ивана Тестова перевели в ИК-2 1 июля.", Transfer, {"arrived": "2025-07-01"}),
    ("Иван Тестов вышел на свободу по УДО.", Release, {"kind": "parole"}),
    ("Ивана Тестова обменяли 1 июля.", Release, {"kind": "exchange"}),
    ("Иван Тестов умер 1 июля.", Release, {"kind": "death"}),
    ("Ивану Тестову продлили арест.", CaseEvent, {"kind": "remand_extended"}),
    ("Прокурор запросил для Ивана Тестова 9 лет колонии.", CaseEvent, {"kind": "prosecution_request"}),
    ("Приговор Ивану Тестову оставили в силе.", CaseEvent, {"kind": "appeal"}),
    ("Ивана Тестова внесли в перечень экстремистов.", CaseEvent, {"kind": "register"}),
    ("Ивана Тестова госпитализировали.", CaseEvent, {"kind": "hospital"}),
    ("К Ивану Тестову пришли с обыском.", CaseEvent, {"kind": "search"}),
    ("Ивана Тестова отправили в ШИЗО на 15 суток.", CaseEvent, {"kind": "punishment_cell"}),
    ("Иван Тестов объявил голодовку.", CaseEvent, {"kind": "hunger_strike"}),
    ("Иван Тестов прекратил голодовку.", CaseEvent, {"kind": "hunger_strike_ended"}),
    ("Против Ивана Тестова возбудили уголовное дело.", CaseEvent, {"kind": "case_opened"}),
    ("Ивану Тестову предъявили обвинение по ч. 1 ст. 205.2 УК РФ.", Charge, {}),
    ("Обвинение Ивана Тестова переквалифицировали на ч. 2 ст. 205.2 УК РФ.", ChargeUpdate,
     {"outcome": "requalified"}),
    ("Письмо подписал Иван Тестов.", Signature, {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "model", "columns"), CASES)
def test_every_kind_leads_to_its_record(
    text: str, model: type, columns: dict[str, str], told: Told, ivan: Person,
    researcher_client: Client,
) -> None:  # fmt: skip
    case = make_case(person=ivan)
    if model in (Transfer, Release):
        make_detention(ivan, since="2022-04-26")
        make_institution("ИК-2", kind="colony")
    provisions = [make_provision("205.2", part) for part in ("1", "2")]
    if model is ChargeUpdate:
        make_charge(ivan, provisions[0], case=case)
    if model is Signature:
        make_letter()
    surface = next(
        name for name in ("Ивана Тестова", "Ивану Тестову", "Иван Тестов") if name in text
    )
    told(text, ivan, surface=surface)
    proposal = Proposal.objects.get()
    before = model.objects.count()  # type: ignore[attr-defined]
    assert _save(researcher_client, proposal, _form(researcher_client, proposal)) == ""
    row = model.objects.order_by("-pk")[0]  # type: ignore[attr-defined]
    assert model.objects.count() == before + 1  # type: ignore[attr-defined]
    assert {name: str(getattr(row, name)) for name in columns} == columns
    assert Citation.objects.filter(object_id=row.pk, quote=text).exists()
    assert row.state == "draft"


def test_the_court_that_the_sentence_names_is_filled_in_and_no_other_of_the_article(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    make_case(person=ivan)
    named, elsewhere = make_institution("Тверской районный суд"), make_institution("Мосгорсуд")
    text = "Тверской районный суд продлил Ивану Тестову арест. Жалобу рассмотрит Мосгорсуд."
    article = told(text, ivan, surface="Ивану Тестову")
    for court in (named, elsewhere):
        at = text.index(court.name_ru)
        make_link(article, institution=court).mentions.create(
            article=article, text=article.texts.get(), kind="institution", surface=court.name_ru,
            start=at, end=at + len(court.name_ru),
        )  # fmt: skip
    assert _form(researcher_client, Proposal.objects.get())["court"] == named.name_ru


def test_two_courts_in_one_sentence_are_only_suggested(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    make_case(person=ivan)
    text = "Мосгорсуд оставил в силе приговор Ивану Тестову, который вынес Тверской районный суд."
    article = told(text, ivan, surface="Ивану Тестову")
    for name in ("Мосгорсуд", "Тверской районный суд"):
        at = text.index(name)
        make_link(article, institution=make_institution(name)).mentions.create(
            article=article, text=article.texts.get(), kind="institution", surface=name,
            start=at, end=at + len(name),
        )  # fmt: skip
    proposal = Proposal.objects.get()
    assert _form(researcher_client, proposal)["court"] == ""
    address = reverse("admin:proposal_accept", args=[proposal.pk])
    assert "Тверской районный суд" in researcher_client.get(address).content.decode()


def test_a_person_without_a_case_is_told_what_has_to_come_first(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    answer = researcher_client.get(
        reverse("admin:proposal_accept", args=[Proposal.objects.get().pk])
    )
    assert "open the case first" in answer.content.decode()


def test_a_rejection_needs_a_reason_stays_and_can_be_taken_back(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    proposal = Proposal.objects.get()
    address = reverse("admin:proposal_decide", args=[proposal.pk])
    researcher_client.post(address, {"verdict": "reject", "reason": " "})
    assert Proposal.objects.get().status == "open"
    researcher_client.post(address, {"verdict": "reject", "reason": "another Testov"})
    told("Ивана Тестова приговорили к семи годам колонии.", ivan, surface="Ивана Тестова")
    assert Proposal.objects.get().status == "rejected"
    assert "another Testov" in _queue(researcher_client, "?view=rejected")
    researcher_client.post(address, {"verdict": "undo"})
    proposal.refresh_from_db()
    assert (proposal.status, proposal.decided_by) == ("open", None)


def test_a_further_source_is_cited_for_what_is_on_record(
    told: Told, ivan: Person, researcher_client: Client
) -> None:
    case = make_case(person=ivan)
    sentence = make_sentence(case.parties.get(), prison_months=84, pronounced="2025-07-01")
    told(SENTENCE, ivan, surface="Ивана Тестова")
    assert "Ивана" not in _queue(researcher_client)
    assert "Cite as a further source" in _queue(researcher_client, "?view=known")
    address = reverse("admin:proposal_decide", args=[Proposal.objects.get().pk])
    researcher_client.post(address, {"verdict": "cite"})
    assert Citation.objects.get().object_id == sentence.pk
    assert Sentence.objects.count() == 1
    assert Proposal.objects.get().status == "accepted"


def test_two_researchers_cannot_both_accept(
    told: Told, ivan: Person, researcher_client: Client, publisher: Account
) -> None:
    make_case(person=ivan)
    told(SENTENCE, ivan, surface="Ивана Тестова")
    proposal = Proposal.objects.get()
    other = Client()
    other.force_login(publisher)
    data = _form(other, proposal)
    page = researcher_client.get(reverse("admin:proposal_accept", args=[proposal.pk]))
    assert "Somebody else is looking at it now" in page.content.decode()
    _save(researcher_client, proposal, data)
    _save(other, proposal, data)
    assert Sentence.objects.count() == 1


def test_who_may_not_edit_records_neither_sees_nor_decides(
    told: Told, ivan: Person, make_account: Callable[..., Account], stranger_client: Client
) -> None:
    told(SENTENCE, ivan, surface="Ивана Тестова")
    proposal = Proposal.objects.get()
    reader = Client()
    reader.force_login(make_account("rita", "reader"))
    for client, status in ((reader, 403), (stranger_client, 302)):
        assert client.get(reverse("admin:proposals")).status_code == status
        for name in ("proposal_accept", "proposal_decide"):
            address = reverse(f"admin:{name}", args=[proposal.pk])
            assert client.post(address, {"verdict": "reject", "reason": "x"}).status_code == status
    assert Proposal.objects.get().status == "open"


def test_the_queue_asks_as_many_questions_for_many_as_for_few(
    told: Told, administrator: Account
) -> None:
    client = Client()
    client.force_login(administrator)

    def ask() -> int:
        with CaptureQueriesContext(connection) as captured:
            _queue(client)
        return len(captured)

    def add(number: int) -> None:
        for _row in range(number):
            person = make_person(name_ru="Иван Тестов")
            case = make_case(person=person)
            make_sentence(case.parties.get(), pronounced="2001", prison_months=12)
            told(SENTENCE, person, surface="Ивана Тестова")

    add(2)
    few = ask()
    add(20)
    assert ask() <= few
    assert few <= 20
    assert 'rel="next"' in _queue(client)
    assert 'rel="prev"' in _queue(client, "?page=2")
