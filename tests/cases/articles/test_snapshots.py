"""Kept pages: their proof, their way out as WARC, and citations that rest on them."""

import gzip
import io
import os
import zlib
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from warcio.archiveiterator import ArchiveIterator

from cases.articles.identity import article_key
from cases.articles.keeping.snapshots import body_of, export_warc
from cases.articles.keeping.warc import headers_to_keep
from cases.articles.models import Article, ArticlePage, Stage
from cases.articles.services import fetch_article
from people.models import Account
from tests.factories import make_article, make_citation, make_person, make_source
from tests.support.local_site import LocalSite
from tracker.lib.errors import Refused

PAGE = "<html><body><article><p>Анна Верескова остаётся под стражей.</p></article></body></html>"


@pytest.fixture
def article(site: LocalSite, db: None) -> Article:
    site.serve(
        "/a?b=1",
        PAGE,
        headers={"Set-Cookie": "track=me", "Last-Modified": "Tue, 10 Nov 2026 11:05:00 GMT"},
    )
    url = site.url("/a?b=1")
    article = make_article("Vereskova", url=url, key=article_key(url), stage=Stage.LISTED)
    fetch_article(article.pk)
    return article


def test_a_page_goes_out_as_warc_with_request_response_and_right_digests(
    article: Article, tmp_path: Path
) -> None:
    path = tmp_path / "pages.warc.gz"
    call_command("export_snapshots", str(path), str(article.pk))
    with path.open("rb") as file:
        iterator = ArchiveIterator(file, check_digests="raise")
        seen = []
        for record in iterator:
            seen.append((record.rec_type, record.content_stream().read(), record))
    assert [kind for kind, _body, _record in seen] == ["warcinfo", "response", "request"]
    _kind, body, response = seen[1]
    assert body.decode() == PAGE
    assert response.rec_headers.protocol == "WARC/1.1"
    assert response.rec_headers.get_header("WARC-Target-URI") == article.url
    assert response.rec_headers.get_header("WARC-Payload-Digest").startswith("sha1:")
    assert response.http_headers.get_header("Last-Modified") == "Tue, 10 Nov 2026 11:05:00 GMT"
    assert response.http_headers.get_header("Set-Cookie") is None, "no cookies are kept"
    request = seen[2][2]
    assert request.http_headers.to_str().startswith("GET /a?b=1 HTTP/1.1")
    assert "CaseTracker" in request.http_headers.get_header("User-Agent")


def test_each_record_is_a_gzip_member_of_its_own(article: Article, tmp_path: Path) -> None:
    path = tmp_path / "pages.warc.gz"
    call_command("export_snapshots", str(path), article.url)
    members = 0
    with gzip.open(path) as file:
        whole = file.read()
    assert whole.count(b"WARC/1.1\r\n") == 3
    data = path.read_bytes()
    while data:
        unpacker = zlib.decompressobj(wbits=31)
        unpacker.decompress(data)
        data, members = unpacker.unused_data, members + 1
    assert members == 3


def test_98_a_full_disk_leaves_the_old_file_and_no_half_of_a_new_one(
    article: Article, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "pages.warc.gz"
    path.write_bytes(b"yesterday's")

    def full(handle: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("cases.articles.keeping.snapshots.os.fsync", full)
    with pytest.raises(Refused, match="No space left on device"):
        export_warc(path, article.pages.all())
    assert path.read_bytes() == b"yesterday's" and os.listdir(tmp_path) == [path.name]


def test_a_page_whose_bytes_changed_is_found_and_never_exported(
    article: Article, tmp_path: Path
) -> None:
    out = io.StringIO()
    call_command("check_snapshots", stdout=out)
    assert "1 pages are what was read" in out.getvalue()
    ArticlePage.objects.update(body_gzip=gzip.compress(b"something else"))
    with pytest.raises(CommandError, match="1 of 1 pages are not what was read"):
        call_command("check_snapshots", stderr=io.StringIO())
    with pytest.raises(CommandError, match="its hash differs"):
        call_command("export_snapshots", str(tmp_path / "x.warc.gz"), "--all")
    assert not list(tmp_path.iterdir())


def test_torn_bytes_are_refused_with_words(article: Article) -> None:
    ArticlePage.objects.update(body_gzip=gzip.compress(PAGE.encode())[:-9])
    with pytest.raises(Refused, match="cannot be unpacked"):
        body_of(article.pages.get())


def test_a_citation_of_an_article_rests_on_its_page(article: Article) -> None:
    source = make_source(article.url)
    make_citation(make_person(), source=source)
    snapshot = source.snapshots.get()
    page = article.pages.get()
    assert (snapshot.sha256, snapshot.taken_at) == (page.sha256, page.fetched_at)
    assert snapshot.cited_page.page == page


def test_an_article_that_is_fetched_after_it_was_cited_becomes_the_snapshot(
    site: LocalSite, db: None
) -> None:
    site.serve("/later", PAGE)
    source = make_source(site.url("/later"))
    make_citation(make_person(), source=source)
    assert not source.snapshots.exists()
    later = make_article("Later", url=site.url("/later"), stage=Stage.LISTED)
    fetch_article(later.pk)
    assert source.snapshots.get().cited_page.page.article == later


def test_a_page_comes_down_from_the_admin_as_warc(article: Article, administrator: Account) -> None:
    client = Client()
    client.force_login(administrator)
    page = article.pages.get()
    answer = client.get(reverse("admin:cases_articlepage_warc", args=[page.pk]))
    assert answer["Content-Type"] == "application/warc"
    data = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
    kinds = [record.rec_type for record in ArchiveIterator(io.BytesIO(data))]
    assert kinds == ["warcinfo", "response", "request"]
    address = reverse("admin:cases_articlepage_warc", args=[page.pk])
    assert Client().get(address).status_code == 302, "only for staff"


def test_headers_cannot_break_out_of_their_line_and_are_bounded() -> None:
    kept = headers_to_keep(
        [("X-A", "1\r\nSet-Cookie: evil"), ("X-B", "b" * 9_000), ("cookie", "c")]
    )
    assert kept == [("X-A", "1 Set-Cookie: evil")]
