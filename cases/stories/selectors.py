"""Reads for placing: which stories an article may belong to, how common its terms are."""

from collections import defaultdict
from datetime import datetime, timedelta

from django.db import connection
from django.db.models import Count, F, Q, QuerySet, Window
from django.db.models.functions import Coalesce, RowNumber

from cases.articles.models import Article, Stage
from cases.stories.fingerprints import Fingerprint
from cases.stories.models import ArticleFingerprint, StoryMembership
from cases.stories.similarity import Member, TermWeights, best_terms

# Bounds of one placement, so that a name in every second article cannot slow it down.
SAMPLE = 2_000  # newest fingerprints by which terms are weighed
LOOKED_UP = 16  # terms by which candidates are found
MOST_HITS = 400
MOST_STORIES = 15
MOST_MEMBERS = 60  # of a story's articles are compared, the newest

_COUNT_TERMS = """
SELECT term, count(*) FROM (
    SELECT names || terms AS all_terms FROM cases_articlefingerprint ORDER BY at DESC LIMIT %s
) AS newest, unnest(newest.all_terms) AS term
WHERE term = ANY(%s) GROUP BY term
UNION ALL
SELECT '', count(*) FROM (
    SELECT 1 FROM cases_articlefingerprint ORDER BY at DESC LIMIT %s
) AS newest
"""


def articles_to_place() -> QuerySet[Article]:
    """Articles that were read and searched for names, and wait for their story."""
    return Article.objects.filter(stage=Stage.NAMED)


def term_weights(article: Fingerprint) -> TermWeights:
    """How common each of the article's terms is among the newest articles. One query."""
    terms = [*article.names, *article.terms]
    with connection.cursor() as cursor:
        cursor.execute(_COUNT_TERMS, [SAMPLE, terms, SAMPLE])
        counts = dict(cursor.fetchall())
    return TermWeights(counts.pop("", 0), counts)


def story_of_copies(article_id: int) -> int | None:
    """The story that holds most of the article's original and its copies; None without any.

    Locked stories and those merged into others are left out. One query.
    """
    article = Article.objects.filter(pk=article_id)
    root = article.values_list(Coalesce("derived_from_id", "pk"))
    return (
        StoryMembership.objects.filter(Q(article__in=root) | Q(article__derived_from__in=root))
        .exclude(article=article_id)
        .filter(story__locked=False, story__merged_into__isnull=True)
        .values("story_id")
        .annotate(number=Count("pk"))
        .order_by("-number", "story_id")
        .values_list("story_id", flat=True)
        .first()
    )


def candidate_stories(
    article: Fingerprint,
    *,
    article_id: int,
    at: datetime,
    dated: bool,
    window: timedelta,
    weights: TermWeights,
) -> dict[int, list[Member]]:
    """Stories whose articles share rare terms with the article, with their members. Two queries.

    Within the window around `at`. Where the article or a member gives no date, `at` is only when
    we first saw it, and it may be about anything older. Locked and merged stories are left out.
    """
    terms = best_terms(article, weights, LOOKED_UP)
    if not terms:
        return {}
    undated = Q(article__published_on_site_at__isnull=True)
    in_time = (
        Q(at__range=(at - window, at + window)) | (undated & Q(at__gte=at - window))
        if dated
        else Q(at__lte=at + window)
    )
    hits = (
        ArticleFingerprint.objects.filter(in_time)
        .filter(Q(names__overlap=terms) | Q(terms__overlap=terms))
        .filter(
            article__membership__story__locked=False,
            article__membership__story__merged_into__isnull=True,
        )
        .exclude(article=article_id)
        .order_by("-at")
        .values_list("article__membership__story_id", "names", "terms")[:MOST_HITS]
    )
    wanted = set(terms)
    promise: dict[int, float] = defaultdict(float)
    for story_id, names, others in hits:
        shared = wanted.intersection([*names, *others])
        promise[story_id] = max(promise[story_id], sum(map(weights.of, shared)))
    best = sorted(promise, key=lambda story: (-promise[story], story))[:MOST_STORIES]
    return members_of(best, without=article_id)


def members_of(story_ids: list[int], *, without: int | None = None) -> dict[int, list[Member]]:
    """The fingerprints of the stories' articles, the newest `MOST_MEMBERS` of each. One query."""
    rows = (
        ArticleFingerprint.objects.filter(article__membership__story__in=story_ids)
        .exclude(article=without)
        .annotate(
            story=F("article__membership__story_id"),
            nth=Window(
                RowNumber(),
                partition_by=F("article__membership__story_id"),
                order_by=(F("at").desc(), F("pk").desc()),
            ),
        )
        .filter(nth__lte=MOST_MEMBERS)
        .values_list(
            "story", "names", "terms", "article__language", "article__published_on_site_at"
        )
    )
    found: dict[int, list[Member]] = defaultdict(list)
    for story, names, terms, language, published in rows:
        print_ = Fingerprint(frozenset(names), frozenset(terms), language[:2].lower())
        found[story].append(Member(print_, published))
    return dict(found)
