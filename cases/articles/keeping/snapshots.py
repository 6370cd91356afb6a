"""Keeping what was read: the page in the database, its proof, its way out as WARC, its citations."""

import gzip
import hashlib
import os
import tempfile
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO

from django.db import transaction

from cases.articles.asking import Asked
from cases.articles.identity import article_key
from cases.articles.keeping.lasting import CitedPage
from cases.articles.keeping.warc import PageRecord, begin, headers_to_keep, write_page
from cases.articles.models import Article, ArticlePage
from cases.evidence.models import Snapshot, Source
from tracker.lib import clock
from tracker.lib.errors import Refused

SOFTWARE = "CaseTracker/1"


def keep_page(article: Article, asked: Asked) -> ArticlePage:
    """Keep the page that came, once for the same bytes. The article's row is locked by the caller."""
    result = asked.result
    assert result is not None
    page, created = ArticlePage.objects.get_or_create(
        article=article,
        sha256=hashlib.sha256(result.body).hexdigest(),
        defaults={
            "url": result.final_url[:2048],
            "fetched_at": clock.now(),
            "status": result.status,
            "content_type": result.content_type[:200],
            "charset": result.charset[:40],
            "body_gzip": gzip.compress(result.body, compresslevel=5, mtime=0),
            "etag": result.etag[:400],
            "last_modified": result.last_modified[:100],
            "exchange": {
                "request": headers_to_keep(asked.request),
                "response": headers_to_keep(list(result.headers.items())),
            },
        },
    )
    if created:
        _cite_if_a_source(article, page)
    return page


def body_of(page: ArticlePage) -> bytes:
    """The page as it came. Raises Refused where the kept bytes are not those that were read."""
    try:
        body = gzip.decompress(bytes(page.body_gzip))
    except (OSError, EOFError, zlib.error) as error:
        raise Refused(f"Page {page.pk} ({page.url}) cannot be unpacked: {error}") from error
    if hashlib.sha256(body).hexdigest() != page.sha256:
        raise Refused(f"Page {page.pk} ({page.url}) is not what was read: its hash differs.")
    return body


def faults_of(pages: Iterable[ArticlePage]) -> Iterator[tuple[int, str]]:
    """Each page with "" where its bytes still have the hash of when they were read, else what is wrong."""
    for page in pages:
        try:
            body_of(page)
        except Refused as error:
            yield page.pk, str(error)
        else:
            yield page.pk, ""


def write_warc(out: IO[bytes], pages: Iterable[ArticlePage], *, filename: str) -> int:
    """The pages as WARC/1.1; returns how many. Raises Refused for one that is not what was read."""
    writer = begin(out, filename=filename, software=SOFTWARE)
    count = 0
    for page in pages:
        write_page(writer, _record(page))
        count += 1
    return count


def export_warc(path: Path, pages: Iterable[ArticlePage]) -> int:
    """The pages as a file that is whole or not there; returns how many.

    Raises Refused with words for people when the disk is full or the folder cannot be written.
    """
    try:
        handle, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
        try:
            with os.fdopen(handle, "wb") as out:
                count = write_warc(out, pages, filename=path.name)
                out.flush()
                os.fsync(out.fileno())
            os.replace(name, path)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)
        _sync_folder(path.parent)
    except OSError as error:
        raise Refused(
            f"{path} could not be written ({error.strerror or error}): nothing was left there."
        ) from error
    return count


def cite_page(source: Source) -> Snapshot | None:
    """Let the source rest on the newest kept page of its article; None where no page is kept.

    A source that is cited keeps every page that it ever rested on.
    """
    if not source.url:
        return None
    try:
        key = article_key(source.url)
    except ValueError:
        return None
    page = ArticlePage.objects.filter(article__key=key).defer("body_gzip").order_by("-id").first()
    return _cite(source, page) if page is not None else None


def _cite_if_a_source(article: Article, page: ArticlePage) -> None:
    """A page of an address that is cited already is its snapshot."""
    addresses = {article.url, article.fetched_via} - {""}
    for source in Source.objects.filter(url__in=addresses, citations__isnull=False).distinct()[:20]:
        _cite(source, page)


@transaction.atomic
def _cite(source: Source, page: ArticlePage) -> Snapshot:
    snapshot, _made = Snapshot.objects.get_or_create(
        source=source,
        sha256=page.sha256,
        defaults={"taken_at": page.fetched_at, "content_type": page.content_type[:100]},
    )
    CitedPage.objects.get_or_create(snapshot=snapshot, defaults={"page": page})
    return snapshot


def _record(page: ArticlePage) -> PageRecord:
    exchange = page.exchange or {}
    response = [(str(name), str(value)) for name, value in exchange.get("response", [])]
    if not response and page.content_type:
        response = [("Content-Type", page.content_type)]  # kept before headers were
    return PageRecord(
        url=page.url,
        fetched_at=page.fetched_at,
        status=page.status,
        request=[(str(name), str(value)) for name, value in exchange.get("request", [])],
        response=response,
        body=body_of(page),
    )


def _sync_folder(folder: Path) -> None:
    """The new name itself must outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
