"""A researcher's afternoon with the review queue."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from cases.admin.reason_words import WORDS, reason_in_words
from cases.admin.review_items import marked
from cases.changes.models import Change
from cases.linking import reasons
from cases.linking.models import LinkCandidate, LinkDecision, Mention
from people.models import Account, Person
from people.names import evidence
from tests.factories import make_article, make_charge, make_link, make_person, make_provision

QUEUE = "/admin/review/"


def _offer(person: Person, *, score: float, title: str = "") -> LinkCandidate:
    article = make_article(title or f"About somebody, {score}")
    candidate = make_link(
        article,
        person,
        status="undecided",
        score=score,
        reasons=[
            {"code": "full_inflected", "detail": "Алексея Горинова", "weight": 1.0},
            {"code": "namesakes", "detail": "", "weight": -1.0, "against": True},
        ],
    )
    sentence = "Суд отказал Алексею Горинову <b>снова</b>."
    mention = Mention.objects.create(
        article=article,
        kind="person",
        start=12,
        end=28,
        surface="Алексею Горинову",
        sentence=sentence,
        sentence_start=12,
    )
    candidate.mentions.add(mention)
    return candidate


def _decide(browser: Client, candidate: LinkCandidate, verdict: str, **more: str) -> str:
    address = reverse("admin:review_decide", args=[candidate.pk])
    answer = browser.post(address, {"verdict": verdict, **more})
    assert answer.status_code == 302
    return str(answer.headers["Location"])


def _shown(browser: Client, query: str = "") -> LinkCandidate | None:
    item = browser.get(QUEUE + query).context["item"]
    return item.candidate if item is not None else None


def test_the_best_item_comes_first_with_what_is_needed_to_decide(
    researcher_client: Client,
) -> None:
    person = make_person(
        "Aleksei Gorinov", "Алексей Горинов", born="1961-07-26", occupation_en="Municipal deputy"
    )
    make_charge(person, make_provision("207.3", "2", "д"))
    _offer(person, score=0.4)
    best = _offer(person, score=0.834, title="Court refuses <i>again</i>")
    page = researcher_client.get(QUEUE)
    assert page.context["item"].candidate == best
    text = page.content.decode()
    for words in (
        "Court refuses &lt;i&gt;again&lt;/i&gt;",
        "<mark>Алексею Горинову</mark> &lt;b&gt;снова&lt;/b&gt;",
        "83 %",
        "the full name in another grammatical case: Алексея Горинова",
        "several people on record bear this name",
        "1961-07-26",
        "Municipal deputy",
        "п. «д» ч. 2 ст. 207.3 УК РФ",
        'rel="noopener noreferrer nofollow"',
    ):
        assert words in text, words


def test_accepted_and_rejected_items_leave_the_queue_and_are_told(
    researcher_client: Client, researcher: Account
) -> None:
    person = make_person()
    first, second = _offer(person, score=0.8), _offer(person, score=0.7)
    assert _decide(researcher_client, first, "accept", reason="his full name") == QUEUE
    assert _shown(researcher_client) == second
    _decide(researcher_client, second, "reject")
    assert _shown(researcher_client) is None
    decided = LinkDecision.objects.order_by("id").values_list("verdict", "reason", "decided_by")
    assert list(decided) == [
        ("accepted", "his full name", researcher.pk),
        ("rejected", "", researcher.pk),
    ]
    change = Change.objects.get()
    assert (change.kind, change.people, change.public) == ("linked", [person.pk], True)


def test_an_item_put_off_gives_way_to_the_next(researcher_client: Client) -> None:
    person = make_person()
    first, second = _offer(person, score=0.8), _offer(person, score=0.7)
    _decide(researcher_client, first, "later")
    assert _shown(researcher_client) == second


def test_the_last_decision_is_taken_back_and_only_that_one(researcher_client: Client) -> None:
    person = make_person()
    first, second = _offer(person, score=0.8), _offer(person, score=0.7)
    _decide(researcher_client, first, "accept")
    _decide(researcher_client, second, "reject")
    last = researcher_client.get(QUEUE).context["last"]
    undo = reverse("admin:review_undo")
    researcher_client.post(undo, {"decision": last.pk})
    # A second click on the same page must not take back the decision before it.
    researcher_client.post(undo, {"decision": last.pk})
    statuses = dict(LinkCandidate.objects.values_list("pk", "status"))
    assert statuses == {first.pk: "accepted", second.pk: "undecided"}
    assert _shown(researcher_client) == second


def test_nobody_takes_back_what_another_decided(
    researcher_client: Client, make_account: Callable[..., Account]
) -> None:
    candidate = _offer(make_person(), score=0.8)
    _decide(researcher_client, candidate, "accept")
    other = Client()
    other.force_login(make_account("roman", "researcher"))
    assert other.get(QUEUE).context["last"] is None
    decision = LinkDecision.objects.get()
    other.post(reverse("admin:review_undo"), {"decision": decision.pk})
    candidate.refresh_from_db()
    assert candidate.status == "accepted"


def test_two_researchers_see_different_items_and_each_keeps_theirs(
    researcher_client: Client, make_account: Callable[..., Account]
) -> None:
    person = make_person()
    first, second = _offer(person, score=0.8), _offer(person, score=0.7)
    other = Client()
    other.force_login(make_account("roman", "researcher"))
    assert _shown(researcher_client) == first
    assert _shown(other) == second
    assert _shown(researcher_client) == first
    _decide(other, second, "reject")
    page = other.get(QUEUE)
    assert page.context["item"] is None
    assert "being looked at by somebody else" in page.content.decode()


def test_a_decision_that_came_too_late_is_a_sentence(
    researcher_client: Client, make_account: Callable[..., Account]
) -> None:
    candidate = _offer(make_person(), score=0.8)
    other = Client()
    other.force_login(make_account("roman", "researcher"))
    _decide(researcher_client, candidate, "reject")
    _decide(other, candidate, "accept")
    assert "Somebody has decided this link meanwhile" in other.get(QUEUE).content.decode()
    candidate.refresh_from_db()
    assert candidate.status == "rejected"


def test_the_queue_of_one_person_stays_with_that_person(researcher_client: Client) -> None:
    one, two = make_person(), make_person()
    _offer(one, score=0.9)
    wanted = _offer(two, score=0.5)
    assert _shown(researcher_client, f"?person={two.pk}") == wanted
    back = _decide(researcher_client, wanted, "accept", person_filter=str(two.pk))
    assert back == f"{QUEUE}?person={two.pk}"
    assert _shown(researcher_client, f"?person={two.pk}") is None


@pytest.mark.parametrize("query", ["?person=x", "?person=999999999999999999999", "?person=-1"])
def test_a_filter_that_names_nobody_shows_the_whole_queue(
    researcher_client: Client, query: str
) -> None:
    candidate = _offer(make_person(), score=0.9)
    assert _shown(researcher_client, query) == candidate


def test_an_empty_queue_is_a_friendly_page(researcher_client: Client) -> None:
    assert "Every link was decided" in researcher_client.get(QUEUE).content.decode()


def test_only_who_decides_links_may_open_or_decide(
    make_account: Callable[..., Account], stranger_client: Client
) -> None:
    candidate = _offer(make_person(), score=0.9)
    decide = reverse("admin:review_decide", args=[candidate.pk])
    reader = Client()
    reader.force_login(make_account("rita", "reader"))
    assert reader.get(QUEUE).status_code == 403
    assert reader.post(decide, {"verdict": "accept"}).status_code == 403
    assert stranger_client.get(QUEUE).headers["Location"].startswith("/admin/login/")
    assert stranger_client.post(decide, {"verdict": "accept"}).status_code == 302
    assert reader.get(decide).status_code in (403, 405)
    candidate.refresh_from_db()
    assert candidate.status == "undecided"


def test_a_decision_without_the_page_s_token_is_refused(researcher: Account) -> None:
    candidate = _offer(make_person(), score=0.9)
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(researcher)
    decide = reverse("admin:review_decide", args=[candidate.pk])
    assert browser.post(decide, {"verdict": "accept"}).status_code == 403
    page = browser.get(QUEUE)
    token = page.context["csrf_token"]
    answer = browser.post(decide, {"verdict": "accept", "csrfmiddlewaretoken": str(token)})
    assert answer.status_code == 302


def test_the_page_asks_as_many_questions_for_a_long_queue(researcher_client: Client) -> None:
    person = make_person()
    _offer(person, score=0.9)

    def questions() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert researcher_client.get(QUEUE).status_code == 200
        return len(captured)

    questions()
    few = questions()
    for number in range(30):
        _offer(person, score=0.5)
        make_charge(person, make_provision(f"{300 + number}"))
    assert questions() <= few


def test_what_waits_is_on_the_first_page(researcher_client: Client) -> None:
    _offer(make_person(state="draft"), score=0.9)
    page = researcher_client.get("/admin/").content.decode()
    assert f'<a href="{QUEUE}">Links to decide: <strong>1</strong></a>' in page
    assert "People in draft: <strong>" in page


def test_every_reason_the_machine_gives_has_words_of_its_own() -> None:
    assert {**evidence.WORDS, **reasons.WORDS} == WORDS
    assert reason_in_words({"code": "extra_name", "detail": "{0} {detail}"}).endswith(
        "{0} {detail}"
    )
    assert reason_in_words({"code": "newer", "text": "as it was kept"}) == "as it was kept"


def test_a_sentence_whose_offset_is_wrong_is_marked_by_its_words() -> None:
    mention = Mention(surface="Горинов", sentence="Вчера Горинов молчал.", sentence_start=3)
    shown = marked(mention)
    assert (shown.before, shown.found, shown.after) == ("Вчера ", "Горинов", " молчал.")
    lost = marked(Mention(surface="Горинов", sentence="Nothing here.", sentence_start=0))
    assert (lost.before, lost.found, lost.after) == ("", "Горинов", "")
