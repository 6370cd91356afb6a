"""The public pages in a real browser: nothing breaks the policy, overflows, or is hard to read."""

from urllib.parse import urlsplit

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from cases.laws.models import LawCount
from tests.factories import make_law
from tests.factories.pages import make_full_letter, make_full_person, make_full_story

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

# WCAG 2.2, 1.4.3: 4.5 to 1 for text, 3 to 1 for large text. Text that is out of sight is left out.
FAINT_TEXT = """() => {
  const light = c => { const [r, g, b] = c.map(v => v / 255).map(
      v => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
  const parts = text => text.match(/[\\d.]+/g).map(Number);
  const ground = node => { for (let e = node; e; e = e.parentElement) {
      const c = parts(getComputedStyle(e).backgroundColor);
      if (c.length < 4 || c[3] > 0) return c.slice(0, 3); }
    return [255, 255, 255]; };
  const faint = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node; node = walker.nextNode();) {
    const e = node.parentElement, style = getComputedStyle(e), box = e.getBoundingClientRect();
    if (!node.data.trim() || style.visibility === 'hidden' || box.right < 0 || !box.width) continue;
    const a = light(parts(style.color).slice(0, 3)), b = light(ground(e));
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    const size = parseFloat(style.fontSize), bold = parseInt(style.fontWeight) >= 700;
    if (ratio < (size >= 24 || (bold && size >= 18.66) ? 3 : 4.5))
      faint.add(`${ratio.toFixed(2)} <${e.tagName} ${e.className}> ${node.data.trim().slice(0, 40)}`);
  }
  return [...faint];
}"""
WIDER_THAN_THE_SCREEN = """() => [...document.querySelectorAll('body *')]
  .filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('svg'))
  .map(e => `<${e.tagName} ${e.className}> ${e.textContent.trim().slice(0, 40)}`).slice(0, 5)"""


@pytest.fixture
def addresses() -> list[str]:
    """Every kind of public page, with long names and many children."""
    cache.clear()
    full = make_full_person(
        "Aleksandra Konstantinopolskaya-Preobrazhenskaya",
        "Александра Константинопольская-Преображенская",
        size=2,
        occupation_ru="муниципальный депутат",
    )
    letter = make_full_letter("Open letter to world leaders from jailed dissidents", size=2)
    story = make_full_story("Jailed dissidents call for mass release", size=4)
    law = make_law("32-ФЗ", summary_en="introduced articles 207.3 and 280.3")
    LawCount.objects.create(counted_by="FIDH", period="2012–2018", value=50, state="published")
    outlet = story.memberships.select_related("article__outlet")[0].article.outlet
    return [
        "/", "/about/", "/people/", f"/people/{full.person.slug}/", "/cases/",
        f"/cases/{full.case.slug}/", "/provisions/",
        f"/provisions/{full.charges[0].provision.slug}/", "/laws/", f"/laws/{law.slug}/",
        "/letters/", f"/letters/{letter.slug}/", "/stories/", f"/stories/{story.slug}/",
        "/outlets/", f"/outlets/{outlet.slug}/", "/changes/",
    ]  # fmt: skip


def visitor(browser: Browser, *, width: int, dark: bool = False) -> tuple[Page, list[str]]:
    """A page of a browser, and a list of its complaints and of requests to other hosts."""
    context = browser.new_context(
        viewport={"width": width, "height": 900}, color_scheme="dark" if dark else "light"
    )
    page = context.new_page()
    complaints: list[str] = []
    page.on(
        "console",
        lambda message: complaints.append(message.text) if message.type == "error" else None,
    )
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on(
        "request",
        lambda request: (
            complaints.append(request.url)
            if urlsplit(request.url).hostname not in ("localhost", "127.0.0.1")
            else None
        ),
    )
    return page, complaints


@pytest.mark.parametrize(("width", "dark"), [(320, False), (1280, True)])
def test_every_page_is_readable_in_both_languages(
    browser: Browser, live_server: LiveServer, addresses: list[str], width: int, dark: bool
) -> None:
    page, complaints = visitor(browser, width=width, dark=dark)
    for prefix in ("", "/ru"):
        for address in addresses:
            answer = page.goto(f"{live_server.url}{prefix}{address}")
            assert answer is not None and answer.ok, address
            assert page.evaluate(WIDER_THAN_THE_SCREEN) == [], (prefix, address)
            assert page.evaluate(FAINT_TEXT) == [], (prefix, address)
    assert complaints == []


def test_a_reader_goes_from_the_front_page_to_a_source(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page, complaints = visitor(browser, width=390)
    page.goto(f"{live_server.url}/ru/")
    page.fill("#q", "константинопольск")
    page.click("form.search button")
    page.click("ul.people a")
    assert page.inner_text("h1") == "Александра Константинопольская-Преображенская"
    page.click(".person-head .refs a")
    assert page.url.endswith("#source-1")
    assert page.locator("#source-1").is_visible()
    page.click("nav.languages a")
    assert page.get_attribute("html", "lang") == "en"
    assert page.inner_text("h1") == "Aleksandra Konstantinopolskaya-Preobrazhenskaya"
    assert complaints == []


def test_the_first_key_offers_to_skip_to_the_content(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page, _complaints = visitor(browser, width=1280)
    page.goto(f"{live_server.url}{addresses[3]}")
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    box = skip.bounding_box()
    assert box is not None and box["x"] >= 0, "the focused skip link is out of sight"
    assert skip.evaluate("e => getComputedStyle(e).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_the_bars_of_a_story_are_drawn_under_the_policy(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page, complaints = visitor(browser, width=1280)
    page.goto(f"{live_server.url}{addresses[13]}")
    widths = page.evaluate(
        "[...document.querySelectorAll('.bars tr')].map(row => ["
        "row.querySelector('rect').getBoundingClientRect().width /"
        "row.querySelector('svg').getBoundingClientRect().width,"
        "parseInt(row.querySelector('.number').textContent) / 100])"
    )
    assert widths
    for drawn, told in widths:
        assert drawn == pytest.approx(told, abs=0.02)
    assert complaints == []


def test_the_menu_is_left_out_in_print(
    browser: Browser, live_server: LiveServer, addresses: list[str]
) -> None:
    page, _complaints = visitor(browser, width=1280)
    page.goto(f"{live_server.url}{addresses[3]}")
    page.emulate_media(media="print")
    assert not page.locator("nav.sections").is_visible()
    assert page.locator("h1").is_visible() and page.locator(".sources").is_visible()
