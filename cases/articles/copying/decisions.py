"""What a person says of copies: "copy of" and "not a copy". The machine respects it ever after."""

from typing import Any

from django.db import transaction

from cases.articles.copying.finding import LOCK
from cases.articles.models import Article, CopyOf
from cases.changes.models import ChangeKind
from cases.changes.telling import gathered, tell
from tracker.lib import clock
from tracker.lib.errors import Refused
from tracker.lib.locks import advisory_lock


def say_copy(article: Article, *, of: Article, by: Any, reason: str) -> CopyOf:
    """Make the article a copy of the other for good, and that one the original of its group.

    Where the other is itself a copy by the machine, it becomes the first of its group. Raises Refused
    for an article and itself, and where a person said that the other is a copy of something.
    """
    if article.pk == of.pk:
        raise Refused("An article is no copy of itself.", field="original")
    with transaction.atomic(), gathered(), advisory_lock(LOCK, wait=True):
        own, original = _locked(article), _locked(of)
        said = CopyOf.objects.filter(article=original, is_copy=True, by_person=True).first()
        if said is not None:
            raise Refused(
                f"“{original}” is itself a copy of “{said.original}”, as a person said: choose that one.",
                field="original",
            )
        if original.derived_from_id is not None:
            _lead(original, by=by, reason=reason)
        _follow(own, original, by=by, reason=reason)
        CopyOf.objects.filter(article=own, is_copy=True).delete()
        row, _created = CopyOf.objects.update_or_create(
            article=own,
            original=original,
            defaults=_said(by, reason) | {"is_copy": True, "compared_with": original},
        )
        _derive(own, original, by=by, reason=reason)
    return row


def say_no_copy(article: Article, *, of: Article, by: Any, reason: str) -> CopyOf:
    """Take the article out of the group of the other for good: neither is a copy of the other.

    Where the article leads the group, the other leaves it.
    """
    if article.pk == of.pk:
        raise Refused("An article is no copy of itself.", field="original")
    with transaction.atomic(), gathered(), advisory_lock(LOCK, wait=True):
        own, other = _locked(article), _locked(of)
        if other.derived_from_id == own.pk:
            own, other = other, own
        CopyOf.objects.filter(article=own, is_copy=True).exclude(original=other).delete()
        row, _created = CopyOf.objects.update_or_create(
            article=own,
            original=other,
            defaults=_said(by, reason) | {"is_copy": False, "compared_with": None},
        )
        if own.derived_from_id is not None:
            _derive(own, None, by=by, reason=reason)
    return row


def _said(by: Any, reason: str) -> dict[str, Any]:
    return {
        "by_person": True,
        "said_by": by if getattr(by, "pk", None) else None,
        "said_why": reason[:400],
        "share": None,
        "reasons": [],
    }


def _lead(article: Article, *, by: Any, reason: str) -> None:
    """The article, a copy so far, leads its group from now on."""
    leader = article.derived_from
    assert leader is not None
    CopyOf.objects.filter(article=article, is_copy=True).delete()
    _derive(article, None, by=by, reason=reason)
    _follow(leader, article, by=by, reason=reason)
    CopyOf.objects.create(article=leader, original=article, compared_with=article)
    _derive(leader, article, by=by, reason=reason)


def _follow(leader: Article, to: Article, *, by: Any, reason: str) -> None:
    """Copies of `leader` that the machine found, and those that a person named, turn to `to`."""
    for copy in Article.objects.filter(derived_from=leader).exclude(pk=to.pk):
        refused = CopyOf.objects.filter(article=copy, original=to, is_copy=False).exists()
        if refused:
            CopyOf.objects.filter(article=copy, is_copy=True).delete()
        else:
            CopyOf.objects.filter(article=copy, is_copy=True).update(original=to)
        _derive(copy, None if refused else to, by=by, reason=reason)


def _derive(article: Article, original: Article | None, *, by: Any, reason: str) -> None:
    if article.derived_from_id == (original.pk if original else None):
        return
    article.derived_from, article.updated_at = original, clock.now()
    article.save(update_fields=["derived_from", "updated_at"])
    tell(ChangeKind.UPDATED, article, fields=["derived_from"], by=by, reason=reason)


def _locked(article: Article) -> Article:
    return Article.objects.select_for_update(of=("self",)).get(pk=article.pk)
