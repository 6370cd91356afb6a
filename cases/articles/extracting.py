"""Reading kept pages and storing what was read, a batch together. Each is done once, however often called.

The attempt of every article is counted and committed before a parser sees its page; pages are read
outside any transaction; what came of them is stored in one, for those that nobody else has stored
meanwhile. Where that transaction fails, each article is stored by itself, so that one harms nobody.
"""

import logging
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest

from cases.articles.extracted import NotAnArticle
from cases.articles.models import Article, Stage
from cases.articles.reading import PageReader
from cases.articles.selectors import KeptPage, newest_pages
from cases.articles.steps import begin_in_lots, lock_many_in_stage
from cases.articles.texts import Kept, keep_extracted
from cases.articles.ways_out import count_failure, give_up_page, step_aside
from cases.changes.models import ChangeKind
from cases.changes.telling import gathered, tell
from tracker.lib import clock
from tracker.lib.contained import ParserDied, ParserRefused, ParserTimedOut, ParserUnavailable

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# Well within the lease: what was not read by then is left to the next sweep.
_READ_FOR = 30.0  # seconds
_PAGES_AT_ONCE = 10  # in memory
# What a page may add to an article that outsiders are told.
_PUBLIC_FACTS = (
    "title",
    "summary",
    "author",
    "language",
    "published_on_site_at",
    "modified_on_site_at",
)


def store_extraction(article_id: int) -> Article | None:
    """Read the newest page of the article in the contained child and keep its text as a version.

    Returns the article as it stands after, None where there was nothing to do. A page that kills
    its parser, or the worker itself, is tried three times, then the article is parked with the reason.
    """
    batch = _Batch()
    batch.work_on([article_id])
    for error in batch.faults.values():
        raise error
    return batch.done.get(article_id)


def store_extractions(article_ids: Sequence[int]) -> int:
    """The same for a batch, stored in one transaction. Returns how many articles went on.

    An article that fails is set aside with its reason, and the others are stored. One that was tried
    before is read alone, after the others. Raises ParserUnavailable, once what was read is stored,
    where no parser can be started.
    """
    batch = _Batch()
    batch.work_on(article_ids)
    for article_id, error in batch.faults.items():
        if isinstance(error, ParserUnavailable):
            raise error
        logger.error("Article %s was set aside", article_id, exc_info=error)
    return len(batch.done)


@dataclass
class _Batch:
    """What became of the articles of a batch: `faults` are errors of ours, by article."""

    done: dict[int, Article] = field(default_factory=dict)
    faults: dict[int, Exception] = field(default_factory=dict)
    _reader: PageReader = field(default_factory=PageReader)
    _until: float = field(default_factory=lambda: time.monotonic() + _READ_FOR)
    _begun: bool = False
    # When those that are not looked at any more are due; None as long as the work goes on.
    _rest_due: datetime | None = None

    def work_on(self, article_ids: Sequence[int]) -> None:
        # What was read of a lot is stored before the next one is begun: it may kill the worker.
        for lot in begin_in_lots(article_ids, (Stage.FETCHED,), lease=LEASE):
            self._store(self._read(lot))
        for article_id, error in self.faults.items():
            step_aside(article_id, Stage.FETCHED, error)
        self._reader.remember()

    def _read(self, lot: Sequence[Article]) -> list[Kept]:
        """Read the pages, as long as there is time; what gives no text is seen to at once."""
        read: list[Kept] = []
        pages: dict[int, KeptPage] = {}
        for place, article in enumerate(lot):
            if self._begun and self._rest_due is None and time.monotonic() > self._until:
                self._rest_due = clock.now()
            if self._rest_due is not None:
                _leave(lot[place:], due=self._rest_due)
                break
            self._begun = True
            if place % _PAGES_AT_ONCE == 0:
                pages = newest_pages([one.pk for one in lot[place : place + _PAGES_AT_ONCE]])
                self._reader.recall(page.url for page in pages.values())
            try:
                outcome = _outcome(article, pages.get(article.pk), self._reader)
            except ParserUnavailable as error:
                self._rest_due = article.next_attempt_at
                _leave(lot[place:], due=self._rest_due)
                self.faults[article.pk] = error
                break
            except Exception as error:
                self.faults[article.pk] = error
                continue
            if isinstance(outcome, Kept):
                read.append(outcome)
            elif outcome is not None:
                self.done[article.pk] = outcome
        return read

    def _store(self, read: Sequence[Kept]) -> None:
        try:
            self.done |= _stored(read)
        except Exception as error:
            if len(read) == 1:
                self.faults[read[0].article_id] = error
                return
            logger.warning("A batch is stored one by one, since it could not be as one: %r", error)
            for one in read:
                self._store([one])


def _outcome(article: Article, page: KeptPage | None, reader: PageReader) -> Kept | Article | None:
    """What was read; the article where it goes on, waits or is parked without; None if it went on."""
    if page is None:
        return give_up_page(article.pk, Stage.FETCHED, "no page was kept")
    try:
        return Kept(article.pk, page.id, reader.read(page, language=article.language))
    except NotAnArticle as error:
        return give_up_page(article.pk, Stage.FETCHED, error.reason, error.status)
    except (ParserDied, ParserTimedOut) as error:
        return count_failure(article.pk, f"the page kills its parser: {error}")
    except ParserRefused as error:
        reason = f"the parser failed on the page: {error.kind}: {error}"
        logger.error("Article %s: %s", article.pk, reason)
        return count_failure(article.pk, reason)


def _leave(articles: Sequence[Article], *, due: datetime | None) -> None:
    """Take back the attempt of articles whose pages were not looked at."""
    ids = [article.pk for article in articles]
    # A person who let one be tried again meanwhile has set the count to 0.
    Article.objects.filter(pk__in=ids, stage=Stage.FETCHED).update(
        attempts=Greatest(F("attempts") - 1, 0), next_attempt_at=due
    )


def _stored(read: Sequence[Kept]) -> dict[int, Article]:
    """Store what was read in one transaction; the articles for which nobody else has done it."""
    if not read:
        return {}
    by_id = {one.article_id: one for one in read}
    with transaction.atomic(), gathered():
        # As the rows are now: what a person wrote meanwhile is not written over.
        locked = lock_many_in_stage(list(by_id), (Stage.FETCHED,))
        told = [[getattr(article, name) for name in _PUBLIC_FACTS] for article in locked]
        keep_extracted([(article, by_id[article.pk]) for article in locked])
        for article, before in zip(locked, told, strict=True):
            learnt = [
                name
                for name, value in zip(_PUBLIC_FACTS, before, strict=True)
                if getattr(article, name) != value
            ]
            if learnt:
                tell(
                    ChangeKind.UPDATED,
                    article,
                    fields=learnt,
                    reason="read from the article's page",
                )
    return {article.pk: article for article in locked}
