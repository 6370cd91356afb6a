"""Writes of linking: an article searched once for all records, and searched again when people change."""

import logging
from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from django.db import transaction
from django.db.models import Q

from cases.articles.models import Article, ArticleText, Stage
from cases.articles.selectors import newest_texts
from cases.articles.steps import (
    OUR_FAULT,
    begin_in_lots,
    begin_step,
    lock_many_in_stage,
    move_many_to,
)
from cases.linking.beginnings import beginnings
from cases.linking.candidates import Searched, find_links_of
from cases.linking.decisions import (
    accept_link,
    choose_link,
    claim_next,
    defer_link,
    reject_link,
    reject_links,
    undo_decision,
)
from cases.linking.keeping import Found, keep_found
from cases.linking.known_institutions import institution_finder
from cases.linking.known_people import people_finder
from cases.linking.mentions import named_for_sure, read_article
from cases.linking.models import LinkCandidate
from cases.linking.recent_people import RecentPeople
from cases.linking.selectors import WAITING_FOR_LINKS, active_calibration
from people.models import NameForm
from people.names.parts import parse_name
from tracker.lib import clock
from tracker.lib.retry_times import next_attempt_at

__all__ = [
    "accept_link",
    "choose_link",
    "claim_next",
    "defer_link",
    "link_again",
    "link_article",
    "link_articles",
    "reject_link",
    "reject_links",
    "relink_articles",
    "relink_person",
    "undo_decision",
]

logger = logging.getLogger(__name__)

LEASE = timedelta(seconds=60)
# How far back a new or changed name is looked for, and in how many articles at most.
RELINK_DAYS = 60
MOST_RELINKED = 5_000


def link_article(article_id: int) -> list[LinkCandidate] | None:
    """Find whom and what the article names, and link it. Returns its candidates as they stand.

    None when the article does not wait for this: doing it twice does nothing the second time. The
    attempt is counted and committed before the work; an error moves the due time on before it is
    raised.
    """
    article = begin_step(article_id, WAITING_FOR_LINKS, lease=LEASE)
    if article is None:
        return None
    try:
        return _link([article], still=WAITING_FOR_LINKS).get(article_id)
    except Exception as error:
        _step_aside(article_id, error)
        raise


def link_articles(article_ids: Sequence[int]) -> int:
    """`link_article` for a batch, in one transaction; returns how many were linked.

    An article that fails is set aside with its reason, and the others are linked. One that was tried
    before is linked alone, after the others: it may be the one that killed their worker.
    """
    linked = 0
    for lot in begin_in_lots(article_ids, WAITING_FOR_LINKS, lease=LEASE):
        try:
            linked += len(_link(lot, still=WAITING_FOR_LINKS))
        except Exception as error:
            if len(lot) > 1:
                logger.error("%d articles are linked one by one: %s", len(lot), error)
            linked += _one_by_one(lot, error)
    return linked


def _one_by_one(lot: Sequence[Article], error: Exception) -> int:
    """Link the articles that failed together each by itself; returns how many were linked."""
    if len(lot) == 1:
        _step_aside(lot[0].pk, error)
        return 0
    linked = 0
    for article in lot:
        try:
            linked += len(_link([article], still=WAITING_FOR_LINKS))
        except Exception as fault:
            _step_aside(article.pk, fault)
    return linked


def link_again(article_id: int) -> list[LinkCandidate] | None:
    """Search a linked article anew, after a change of rules or names; None if it is not linked yet.

    What a person has decided stays as it is.
    """
    article = Article.objects.filter(pk=article_id, stage=Stage.LINKED).first()
    if article is None:
        return None
    return _link([article], still=(Stage.LINKED,)).get(article_id)


def relink_person(person_id: int) -> int:
    """Have recent articles that may name this person searched again; returns how many will be.

    Looks for the beginning of the surname in any form on record and any alphabet, of old and new
    names alike.
    """
    return relink_articles([person_id])


def relink_articles(person_ids: Iterable[int]) -> int:
    """As `relink_person` for several people at once."""
    stems: set[str] = set()
    forms = NameForm.objects.filter(person_id__in=list(person_ids))
    for text, surname in forms.values_list("text", "surname"):
        stems |= beginnings(surname or parse_name(text).surname)
    if not stems:
        return 0
    now = clock.now()
    pattern = "|".join(sorted(stems))
    recent = Article.objects.filter(
        stage__in=(Stage.NAMED, Stage.LINKED), ordered_at__gte=now - timedelta(days=RELINK_DAYS)
    )
    naming = recent.filter(Q(title__iregex=pattern) | Q(texts__text__iregex=pattern))
    known = recent.filter(link_candidates__person_id__in=list(person_ids))
    ids = set(naming.order_by("-ordered_at").values_list("pk", flat=True)[:MOST_RELINKED])
    ids |= set(known.values_list("pk", flat=True)[:MOST_RELINKED])
    again = {Stage.NAMED: Stage.EXTRACTED, Stage.LINKED: Stage.PLACED}
    return sum(
        Article.objects.filter(pk__in=ids, stage=stage).update(
            stage=before, next_attempt_at=now, attempts=0
        )
        for stage, before in again.items()
    )


def _link(
    articles: Sequence[Article], *, still: tuple[Stage, ...]
) -> dict[int, list[LinkCandidate]]:
    """Read outside the transaction, write inside it; by article the candidates that stand.

    Articles whose stage moved meanwhile are not in it, nor those whose words changed: they still wait.
    """
    if not articles:
        return {}
    ids = [article.pk for article in articles]
    words = {article.pk: _words(article) for article in articles}
    texts = newest_texts(ids)
    searched = _read(articles, texts)
    found = {
        article.pk: Found(texts.get(article.pk), read, links)
        for (article, read), links in zip(searched, find_links_of(searched), strict=True)
    }
    calibration = active_calibration() if any(one.links for one in found.values()) else None
    with transaction.atomic():
        locked = [
            article
            for article in lock_many_in_stage(ids, still)
            if _words(article) == words[article.pk]
        ]
        standing = keep_found(locked, found, calibration)
        # A new article gets its story next; one that has it is done.
        fresh = [article for article in locked if article.stage == Stage.EXTRACTED]
        done = [article for article in locked if article.stage != Stage.EXTRACTED]
        move_many_to(fresh, Stage.NAMED, due=clock.now())
        move_many_to(done, Stage.LINKED, due=None)
        return standing


def _words(article: Article) -> tuple[str, str]:
    """What the feed may change of an article while it is searched."""
    return article.title, article.summary


def _read(articles: Sequence[Article], texts: Mapping[int, ArticleText]) -> list[Searched]:
    """What each of the articles names."""
    people, institutions, recent = people_finder(), institution_finder(), RecentPeople()
    searched = []
    for article in articles:
        read = read_article(article, texts.get(article.pk), people, institutions, recent)
        recent.note(named_for_sure(read))
        searched.append((article, read))
    return searched


def _step_aside(article_id: int, error: Exception) -> None:
    """Move the row's due time on before an error of ours is raised, so that the others are served."""
    waiting = Article.objects.filter(pk=article_id, stage__in=WAITING_FOR_LINKS)
    article = waiting.first()
    if article is not None:
        due = next_attempt_at(max(article.attempts, 1), clock.now(), key=f"link {article_id}")
        words = f"{OUR_FAULT}: {type(error).__name__}: {error}"
        waiting.update(next_attempt_at=due, parked_reason=words[:400])
        logger.error("Article %s could not be linked: %s", article_id, words)
