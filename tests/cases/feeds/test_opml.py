"""Lists of feeds in and out: nothing is written that a plan did not say, and wrong files are refused."""

from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from cases.feeds.models import Feed, Outlet, SourceKind
from cases.feeds.subscribing import opml
from cases.feeds.subscribing.opml import NotOpml, Subscription, read_opml, write_opml
from cases.feeds.subscribing.plans import (
    Plan,
    apply_subscriptions,
    plan_subscriptions,
    subscriptions_of,
)
from tests.factories import make_feed, make_outlet
from tracker.lib.errors import Refused
from tracker.lib.html_text import clean_line

LIST = """<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.1"><head><title>Mine</title></head><body>
<outline text="Russia"><outline title="Regions" text="r">
<outline title="The Herald" xmlUrl="https://herald.example/f" htmlUrl="https://herald.example/" language="ru"/>
</outline></outline>
<outline text="Channel" type="rss" xmlUrl="https://t.me/valley_herald"/>
<outline text="Page" type="page" kind="page" selector="h2 a" xmlUrl="https://page.example/news" htmlUrl="https://page.example/"/>
<outline text="A bookmark" type="link" url="https://x.example/"/>
</body></opml>
"""


def test_nested_outlines_are_read_with_their_lines_and_folders() -> None:
    herald, channel, page = read_opml(LIST.encode())
    assert herald == Subscription(
        line=4,
        url="https://herald.example/f",
        title="The Herald",
        site_url="https://herald.example/",
        language="ru",
        folder="Russia / Regions",
    )
    assert (channel.kind, channel.url) == ("telegram", "https://t.me/s/valley_herald")
    assert (page.kind, page.selector, page.line) == ("page", "h2 a", 7)


def test_the_names_of_a_deep_folder_are_read_once_for_all_its_sources(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []

    def counting(text: str, limit: int) -> str:
        read.append(text)
        return clean_line(text, limit)

    monkeypatch.setattr(opml, "clean_line", counting)
    folders = "".join(f"<outline text='folder {number}'>" for number in range(100))
    sources = "<outline xmlUrl='https://a.example/'/>" * 300
    rows = read_opml(f"<opml><body>{folders}{sources}{'</outline>' * 100}</body></opml>".encode())
    assert len(rows) == 300 and rows[-1].folder.startswith("folder 0 / folder 1 / ")
    assert len(rows[-1].folder) <= 500
    assert sum(text.startswith("folder") for text in read) == 100


@pytest.mark.parametrize(
    ("attributes", "field"),
    [
        ('xmlUrl="javascript:alert(1)"', "xmlUrl"),
        ('xmlUrl="" type="rss"', "xmlUrl"),
        ('xmlUrl="https://a.example/" kind="page" selector="h2["', "selector"),
        ('xmlUrl="https://a.example/" kind="pigeon"', "kind"),
        ('xmlUrl="https://a.example/" selector="a"', "selector"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_field_and_line(attributes: str, field: str) -> None:
    (row,) = read_opml(f"<opml><body>\n<outline text='x' {attributes}/></body></opml>".encode())
    assert (row.field, row.line) == (field, 2)
    assert row.problem


@pytest.mark.parametrize(
    ("document", "reason"),
    [
        (b"<rss><channel/></rss>", "not OPML"),
        (b"", "not OPML"),
        (b"%PDF-1.4", "not OPML"),
        (b"<opml>\n<body>\n<outline></body></opml>", "Line 3: broken XML"),
        (b"<!DOCTYPE opml [<!ENTITY a 'b'>]><opml><body/></opml>", "dangerous XML"),
        (b"<opml>" + b"<outline>" * 300 + b"</outline>" * 300 + b"</opml>", "dangerous XML"),
        (b"<opml>" + b" " * 1_000_001 + b"</opml>", "1 MB"),
        (b"<opml><body>" + b"<outline text='a'/>" * 5_001 + b"</body></opml>", "5,000"),
    ],
)
def test_what_is_no_list_of_feeds_is_refused_with_the_reason(document: bytes, reason: str) -> None:
    with pytest.raises(NotOpml) as refusal:
        read_opml(document)
    assert reason in refusal.value.reason


def test_what_goes_out_comes_back_the_same() -> None:
    rows = [
        Subscription(0, "https://a.example/f?a=1&b=2", 'The "A" & <B>', "https://a.example/"),
        Subscription(0, "https://t.me/s/valley_herald", "Канал", kind="telegram", language="ru"),
        Subscription(
            0, "https://p.example/", "P", kind="page", selector='a[href^="/n"]', folder="Папка"
        ),
    ]
    back = read_opml(write_opml(rows, title="Источники & Co").encode())
    assert [vars(row) | {"line": 0} for row in back] == [vars(row) for row in rows]


@pytest.mark.django_db
def test_the_plan_says_what_is_new_known_unclear_and_wrong_and_writes_nothing() -> None:
    herald = make_outlet("The Herald", site_url="https://www.herald.example/")
    make_feed(herald, url="http://www.herald.example/known.xml")
    make_outlet("One", site_url="https://twice.example/one")
    make_outlet("Two", site_url="https://twice.example/two")
    rows = [
        Subscription(1, "https://herald.example/feed.xml", "Herald"),
        Subscription(2, "https://herald.example/known.xml"),
        Subscription(3, "https://new.example/rss", "New", "https://new.example/"),
        Subscription(4, "https://twice.example/rss", "Twice"),
        Subscription(5, "https://t.me/s/valley_herald", "Channel", kind="telegram"),
        Subscription(6, "x", problem="not a web address", field="xmlUrl"),
        Subscription(7, "https://herald.example/feed.xml", "Herald again"),
    ]
    before = (Feed.objects.count(), Outlet.objects.count())
    plans = plan_subscriptions(rows)
    assert [one.plan for one in plans] == [
        Plan.NEW,
        Plan.KNOWN,
        Plan.NEW_OUTLET,
        Plan.UNCLEAR,
        Plan.UNCLEAR,
        Plan.WRONG,
        Plan.KNOWN,
    ]
    assert plans[0].outlet == herald
    assert (Feed.objects.count(), Outlet.objects.count()) == before
    with pytest.raises(Refused, match="Line 6"):
        apply_subscriptions(rows, provenance="x", by=None, reason="x")
    assert (Feed.objects.count(), Outlet.objects.count()) == before


@pytest.mark.django_db
def test_applying_adds_sources_switched_off_and_outlets_in_draft_once() -> None:
    rows = [
        Subscription(1, "https://new.example/rss", "New", "https://new.example/", language="ru"),
        Subscription(2, "https://new.example/sport", "New: sport", "https://new.example/"),
        Subscription(3, "https://t.me/s/valley_herald", "Channel", kind="telegram"),
    ]
    done = apply_subscriptions(rows, provenance="OPML file mine.opml", by=None, reason="import")
    assert (done.feeds, done.outlets, done.left) == (2, 1, 1)
    outlet = Outlet.objects.get()
    assert (outlet.name, outlet.state, outlet.languages) == ("New", "draft", ["ru"])
    feed = outlet.feeds.get(url="https://new.example/rss")
    assert not feed.active and feed.provenance == "OPML file mine.opml"
    assert apply_subscriptions(rows, provenance="x", by=None, reason="import").feeds == 0


@pytest.mark.django_db
def test_the_commands_plan_apply_and_export(tmp_path: Path) -> None:
    file = tmp_path / "mine.opml"
    file.write_text(LIST)
    out = StringIO()
    call_command("import_opml", str(file), stdout=out)
    assert "line 4: new_outlet The Herald" in out.getvalue() and not Feed.objects.exists()
    call_command("import_opml", str(file), "--apply", stdout=out)
    assert "2 sources and 2 outlets were added." in out.getvalue()
    assert Feed.objects.get(kind=SourceKind.PAGE).selector == "h2 a"
    exported = StringIO()
    call_command("export_opml", stdout=exported)
    back = read_opml(exported.getvalue().encode())
    assert (
        [row.url for row in back]
        == [row.url for row in subscriptions_of(Feed.objects.all())]
        == ["https://page.example/news", "https://herald.example/f"]
    )
    assert all(one.plan is Plan.KNOWN for one in plan_subscriptions(back))
    file.write_text(LIST.replace("https://herald.example/f", "mailto:a@b.example"))
    with pytest.raises(CommandError, match="Some rows are wrong"):
        call_command("import_opml", str(file), "--apply", stdout=out)
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_opml", str(tmp_path / "missing.opml"))
