"""The review queue and the admin's forms in a real browser: no policy is broken, a link is decided."""

import pytest
from django.contrib.auth.models import Group
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from cases.linking.models import LinkCandidate, LinkDecision, Mention
from people.models import Account, Person
from people.services.roles import ensure_roles
from tests.factories import make_article, make_case, make_link, make_outlet, make_person

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def rosa(db: None) -> str:
    """A researcher's name; the password is the one of the cast."""
    ensure_roles()
    account = Account.objects.create_user("rosa", password="a-long-password-1", is_staff=True)
    account.groups.add(Group.objects.get(name="researcher"))
    return account.username


def _offer(person: Person, *, score: float) -> LinkCandidate:
    article = make_article(f"A letter from prison, {score}", outlet=make_outlet("The Paper"))
    candidate = make_link(article, person, status="undecided", score=score)
    sentence = "Суд отказал Алексею Горинову."
    candidate.mentions.add(
        Mention.objects.create(
            article=article,
            kind="person",
            start=12,
            end=28,
            surface="Алексею Горинову",
            sentence=sentence,
            sentence_start=12,
        )
    )
    return candidate


def _open(browser: Browser, *, width: int, scripts: bool) -> tuple[Page, list[str]]:
    """A page, and the list that collects what the browser complains of."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, java_script_enabled=scripts
    )
    page = context.new_page()
    complaints: list[str] = []

    def listen(message: object) -> None:
        if getattr(message, "type", "") == "error":
            complaints.append(str(getattr(message, "text", "")))

    page.on("console", listen)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    return page, complaints


def _sign_in(page: Page, site: str, name: str) -> None:
    page.goto(f"{site}/admin/login/")
    page.fill("#id_username", name)
    page.fill("#id_password", "a-long-password-1")
    page.click("#login-form input[type=submit]")
    page.wait_for_url(f"{site}/admin/")


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "without scripts"])
def test_a_researcher_decides_links_on_a_phone_in_both_languages(
    browser: Browser, live_server: LiveServer, rosa: str, scripts: bool
) -> None:
    person = make_person("Aleksei Gorinov", "Алексей Горинов", occupation_ru="Депутат")
    first, second = _offer(person, score=0.8), _offer(person, score=0.5)
    page, complaints = _open(browser, width=390, scripts=scripts)
    _sign_in(page, live_server.url, rosa)
    page.click("a[href='/admin/review/']")
    assert page.inner_text("mark") == "Алексею Горинову"
    assert "Aleksei Gorinov" in page.inner_text("#content")

    page.click("button[lang=ru]")
    assert page.url == f"{live_server.url}/admin/review/"
    assert page.get_attribute("html", "lang") == "ru"
    assert "Депутат" in page.inner_text("#content")

    page.fill("input[name=reason]", "полное имя")
    page.click("button[value=accept]")
    assert "0.5" in page.inner_text(".article-title")
    page.click("button[value=reject]")
    page.click(".undo button")
    page.click("button[lang=en]")
    if scripts:
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    assert complaints == []
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.status, second.status) == ("accepted", "undecided")
    decision = LinkDecision.objects.get(candidate=first, superseded_at__isnull=True)
    assert (decision.reason, str(decision.decided_by)) == ("полное имя", rosa)


def test_links_are_decided_from_the_keyboard(
    browser: Browser, live_server: LiveServer, rosa: str
) -> None:
    put_off = _offer(make_person(), score=0.8)
    candidate = _offer(make_person(), score=0.5)
    page, complaints = _open(browser, width=1280, scripts=True)
    _sign_in(page, live_server.url, rosa)
    page.goto(f"{live_server.url}/admin/review/")
    # Enter in the field must do no harm: it puts the item off.
    page.focus("input[name=reason]")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    put_off.refresh_from_db()
    assert put_off.status == "deferred"

    # As the browser's own input pipeline sends Alt+N; Playwright's `press` sends no text with it.
    alt_n = {"type": "keyDown", "modifiers": 1, "key": "n", "code": "KeyN"}
    text = {"text": "n", "unmodifiedText": "n", "windowsVirtualKeyCode": 78}
    keyboard = page.context.new_cdp_session(page)
    with page.expect_navigation():
        keyboard.send("Input.dispatchKeyEvent", alt_n | text)
    candidate.refresh_from_db()
    assert (candidate.status, complaints) == ("rejected", [])


def test_a_person_is_looked_up_by_typing_and_put_into_a_case(
    browser: Browser, live_server: LiveServer, rosa: str
) -> None:
    case = make_case("The case")
    person = make_person("Aleksei Gorinov", "Алексей Горинов")
    page, complaints = _open(browser, width=1280, scripts=True)
    _sign_in(page, live_server.url, rosa)
    page.goto(f"{live_server.url}/admin/cases/case/{case.pk}/change/")
    page.click("#parties-group .add-row a")
    page.click("#parties-0 .select2-selection")
    page.keyboard.type("горин")
    page.click(".select2-results__option:has-text('Aleksei Gorinov')")
    page.fill("#id_change_reason", "named in the verdict")
    page.click("input[name=_save]")
    page.wait_for_url(f"{live_server.url}/admin/cases/case/")
    assert complaints == []
    assert case.parties.get().person == person


def test_pages_of_the_admin_break_no_policy_of_the_browser(
    browser: Browser, live_server: LiveServer, rosa: str
) -> None:
    case = make_case("The case", person=make_person())
    person = case.parties.get().person
    page, complaints = _open(browser, width=1280, scripts=True)
    _sign_in(page, live_server.url, rosa)
    for address in (
        "/admin/",
        "/admin/people/person/",
        f"/admin/people/person/{person.pk}/change/",
        f"/admin/people/person/{person.pk}/history/",
        f"/admin/cases/case/{case.pk}/change/",
        "/admin/cases/feed/",
        "/admin/cases/article/",
        "/admin/cases/source/add/",
    ):
        page.goto(live_server.url + address)
        assert complaints == [], address
