"""By which address an article is known, and at which one its page is asked for.

They differ in two cases: the demo's pages stand in for articles elsewhere, and an outlet that is
blocked serves its articles on mirrors. The address that was asked stays in `fetched_via`.
"""

from cases.articles.identity import is_mirror, original_of_mirror
from cases.articles.models import Article
from cases.feeds.models import FeedEntry

_MOST_SIGHTINGS = 10  # of one article that are looked through for a mirror


def own_address(entry: FeedEntry) -> str:
    """The address that the article is known by.

    A demo feed's guid is the real address of an article, if one is known. A link to a mirror of the
    outlet's site is the same page on the site.
    """
    feed = entry.feed
    if feed.is_demo and entry.guid.startswith(("http://", "https://")):
        return entry.guid
    outlet = feed.outlet
    return original_of_mirror(entry.url, mirrors=outlet.mirror_hosts, site_url=outlet.site_url)


def address_to_fetch(article: Article) -> str:
    """The demo's page where the demo lists the article, the mirror where the outlet's feed links to
    one (the site itself may be blocked where we stand), else the article's own address."""
    listed = FeedEntry.objects.filter(sighting__article=article)
    demo = listed.filter(feed__is_demo=True).values_list("url", flat=True).first()
    if demo:
        return demo
    mirrors = article.outlet.mirror_hosts
    if mirrors:
        links = listed.filter(feed__outlet=article.outlet_id).order_by("-id")
        for url in links.values_list("url", flat=True)[:_MOST_SIGHTINGS]:
            if is_mirror(url, mirrors):
                return url
    return article.url
