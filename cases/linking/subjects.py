"""What an article speaks of, told to the news in plain ids: news knows no records (`ArticleSubject`)."""

from collections.abc import Iterable

from cases.articles.models import ArticleSubject
from cases.linking.models import LINKED_RECORDS, LinkCandidate, LinkStatus
from cases.linking.signals import links_changed


def note_subjects(article_ids: Iterable[int]) -> int:
    """Make the subjects of the articles what their links say; returns how many rows changed.

    A link that stands is certain (1.0), a question counts by its score, a link that was rejected
    not at all. Called in the transaction that changed the links. Three queries at most,
    and those of who listens to `links_changed`.
    """
    ids = list(article_ids)
    wanted: dict[tuple[int, str, int], float] = {}
    links = LinkCandidate.objects.filter(article__in=ids).exclude(status=LinkStatus.REJECTED)
    columns = [f"{kind}_id" for kind in LINKED_RECORDS]
    for article, status, score, *records in links.values_list(
        "article_id", "status", "score", *columns
    ):
        # Rounding makes no question certain.
        question = min(round(float(score), 3), 0.999)
        certainty = 1.0 if status == LinkStatus.ACCEPTED else question
        for kind, record in zip(LINKED_RECORDS, records, strict=True):
            if record is not None:
                key = (article, kind, record)
                wanted[key] = max(certainty, wanted.get(key, 0.0))
    gone, changed = [], []
    for row in ArticleSubject.objects.filter(article__in=ids):
        certain = wanted.pop((row.article_id, row.kind, row.record_id), None)
        if certain is None:
            gone.append(row.pk)
        elif certain != row.certainty:
            row.certainty = certain
            changed.append(row)
    if gone:
        ArticleSubject.objects.filter(pk__in=gone).delete()
    if changed:
        ArticleSubject.objects.bulk_update(changed, ["certainty"])
    if wanted:
        ArticleSubject.objects.bulk_create(
            [
                ArticleSubject(article_id=article, kind=kind, record_id=record, certainty=certainty)
                for (article, kind, record), certainty in wanted.items()
            ],
            ignore_conflicts=True,
        )
    links_changed.send(sender=LinkCandidate, article_ids=ids)
    return len(gone) + len(changed) + len(wanted)
