"""Finding an outlet's sources, importing and exporting lists of them, and the form of a source."""

import re
from collections.abc import Iterator
from html import unescape

import pytest
from django.contrib.messages import get_messages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from cases.feeds.models import Feed, Outlet, SourceKind
from cases.feeds.subscribing.opml import read_opml
from tests.admin.forms import save_form
from tests.admin.test_every_page import INLINE
from tests.cases.feeds.test_finding import PAGE, RSS
from tests.factories import make_feed, make_outlet
from tests.support.local_site import LocalSite

pytestmark = pytest.mark.django_db
FIND, ADD = reverse("admin:find_sources"), reverse("admin:add_source")
OPML = reverse("admin:import_opml")
LIST = (
    "<opml><body>\n<outline text='Вестник' xmlUrl='https://new.example/rss' "
    "htmlUrl='https://new.example/'/>\n<outline text='?' xmlUrl='https://t.me/valley_herald'/>"
    "</body></opml>"
)


@pytest.fixture
def outlet_site(settings: Settings) -> Iterator[LocalSite]:
    with LocalSite() as site:
        settings.FETCH_ALLOWED_ADDRESSES = frozenset({site.address})
        site.serve("/", PAGE.replace("https://t.me/valley_herald", "/none"))
        site.serve("/all.rss", RSS, content_type="application/rss+xml")
        yield site


def hidden(page: str) -> dict[str, str]:
    pairs = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', page)
    return {name: value for name, value in pairs if name != "csrfmiddlewaretoken"}


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_candidate_is_found_and_added_to_its_outlet_switched_off(
    researcher_client: Client, outlet_site: LocalSite, language: str
) -> None:
    researcher_client.cookies["django_language"] = language
    outlet = make_outlet("The Herald", site_url=outlet_site.url("/"))
    page = researcher_client.post(FIND, {"address": outlet_site.url("/")}).content.decode()
    assert "All news" in page and not INLINE.search(page)
    assert f'<option value="{outlet.pk}">The Herald</option>' in page
    answer = researcher_client.post(ADD, {**hidden(page), "outlet": outlet.pk})
    feed = Feed.objects.get()
    assert answer.headers["Location"] == reverse("admin:cases_feed_change", args=[feed.pk])
    assert (feed.outlet, feed.url, feed.active) == (outlet, outlet_site.url("/all.rss"), False)
    assert feed.provenance
    again = researcher_client.post(FIND, {"address": outlet_site.url("/")}).content.decode()
    assert (
        reverse("admin:cases_feed_change", args=[feed.pk]) in again and "Add</button" not in again
    )


def test_a_candidate_may_begin_a_new_outlet_and_be_watched_at_once(
    researcher_client: Client, outlet_site: LocalSite
) -> None:
    page = researcher_client.post(FIND, {"address": outlet_site.url("/")}).content.decode()
    form = {**hidden(page), "outlet": "new", "watch": "1"}
    refused = researcher_client.post(ADD, form)
    assert "A new outlet needs a name." in [str(m) for m in get_messages(refused.wsgi_request)]
    assert not Feed.objects.exists() and not Outlet.objects.exists()
    researcher_client.post(ADD, {**form, "name": "The Herald"})
    assert Feed.objects.get().active and Outlet.objects.get().state == "draft"


def test_an_address_that_is_none_or_is_not_allowed_is_answered_in_words(
    researcher_client: Client,
) -> None:
    page = researcher_client.post(FIND, {"address": "nothing"}).content.decode()
    assert "This is not a web address." in page
    page = researcher_client.post(FIND, {"address": "http://127.0.0.1:1/"}).content.decode()
    assert "not allowed" in page


def test_what_is_no_web_address_is_not_added(researcher_client: Client) -> None:
    outlet = make_outlet("The Herald", site_url="https://herald.example/")
    asked = {"url": "javascript:alert(1)", "kind": "feed", "outlet": outlet.pk}
    page = researcher_client.post(ADD, asked, follow=True).content.decode()
    assert not Feed.objects.exists() and "not a web address" in page


def test_the_list_of_outlets_leads_to_the_search(researcher_client: Client) -> None:
    outlet = make_outlet("The Herald", site_url="https://herald.example/")
    answer = researcher_client.post(
        reverse("admin:cases_outlet_changelist"),
        {"action": "find_sources", "_selected_action": [outlet.pk]},
    )
    assert answer.headers["Location"] == f"{FIND}?outlet={outlet.pk}"
    assert (
        "https://herald.example/"
        in researcher_client.get(answer.headers["Location"]).content.decode()
    )


@pytest.mark.parametrize("language", ["en", "ru"])
def test_a_list_is_planned_then_applied_and_what_is_unclear_is_left(
    researcher_client: Client, language: str
) -> None:
    researcher_client.cookies["django_language"] = language
    upload = SimpleUploadedFile("mine.opml", LIST.encode("utf-8"))
    page = researcher_client.post(OPML, {"file": upload}).content.decode()
    assert "https://new.example/rss" in page and "Вестник" in page and not INLINE.search(page)
    assert not Feed.objects.exists()
    form = {name: unescape(value) for name, value in hidden(page).items()}
    answer = researcher_client.post(OPML, form)
    assert answer.status_code == 302
    feed = Feed.objects.get()
    assert (feed.url, feed.outlet.name, feed.active) == (
        "https://new.example/rss",
        "Вестник",
        False,
    )
    assert "mine.opml" in feed.provenance
    assert len(list(get_messages(answer.wsgi_request))) == 2


def test_a_wrong_row_is_named_with_its_line_and_nothing_can_be_applied(
    researcher_client: Client,
) -> None:
    text = LIST.replace("https://t.me/valley_herald", "ftp://x.example/f")
    upload = SimpleUploadedFile("mine.opml", text.encode())
    page = researcher_client.post(OPML, {"file": upload}).content.decode()
    assert "Some rows are wrong." in page and "xmlUrl: " in page
    assert 'name="step"' not in page
    answer = researcher_client.post(OPML, {"step": "apply", "text": text, "name": "mine.opml"})
    assert "Line 3" in "".join(str(one) for one in get_messages(answer.wsgi_request))
    assert not Feed.objects.exists()


@pytest.mark.parametrize("body", [b"", b"<rss/>", b"%PDF-1.4", b"x" * 1_000_001])
def test_a_file_that_is_no_list_is_refused_in_words(researcher_client: Client, body: bytes) -> None:
    upload = SimpleUploadedFile("mine.opml", body or b" ")
    page = researcher_client.post(OPML, {"file": upload}).content.decode()
    assert "errornote" in page and "The file is" in page


def test_sources_are_exported_all_watched_or_chosen(researcher_client: Client) -> None:
    on = make_feed(url="https://a.example/rss")
    make_feed(url="https://b.example/rss", active=False)
    export = reverse("admin:export_opml")
    assert len(read_opml(researcher_client.get(export).content)) == 2
    watched = read_opml(researcher_client.get(export, {"watched": "1"}).content)
    assert [row.url for row in watched] == [on.url]
    chosen = researcher_client.post(
        reverse("admin:cases_feed_changelist"),
        {"action": "export_opml", "_selected_action": [on.pk]},
    )
    assert [row.url for row in read_opml(chosen.content)] == [on.url]
    assert "attachment" in chosen.headers["Content-Disposition"]


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"kind": "page", "selector": "h2["}, "selector"),
        ({"kind": "page", "selector": ""}, "selector"),
        ({"kind": "feed", "selector": "h2 a"}, "selector"),
        ({"kind": "telegram", "selector": ""}, "url"),
        ({"kind": "page", "selector": "h2 a"}, ""),
        ({"kind": "telegram", "url": "https://t.me/valley_herald"}, ""),
    ],
)
def test_a_source_that_could_not_be_read_is_refused_naming_the_field(
    researcher_client: Client, fields: dict[str, str], wrong: str
) -> None:
    feed = make_feed(url="https://herald.example/news")
    address = reverse("admin:cases_feed_change", args=[feed.pk])
    answer = save_form(researcher_client, address, **fields, reason="the site has no feed")
    feed.refresh_from_db()
    if not wrong:
        assert answer.status_code == 302 and feed.kind == fields["kind"]
        if feed.kind == SourceKind.TELEGRAM:
            assert feed.url == "https://t.me/s/valley_herald"
        return
    assert answer.status_code == 200 and feed.kind == SourceKind.FEED
    page = answer.content.decode()  # type: ignore[attr-defined]
    assert f'id="id_{wrong}_error"' in page and "This source cannot be read" in page


def test_who_may_not_add_sources_sees_none_of_these_pages(client: Client) -> None:
    for address in (FIND, OPML, reverse("admin:export_opml")):
        assert client.get(address).status_code in (302, 403)
    assert client.post(ADD, {}).status_code in (302, 403)
