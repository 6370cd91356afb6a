"""The demo outlets' feeds and pages as bytes. Every page says what it is and links to the original."""

from datetime import datetime
from html import escape

from cases.demo.coverage import DemoArticle, DemoFeed, demo_feeds, outlet_names

_XML = '<?xml version="1.0" encoding="UTF-8"?>\n'
_DC = "http://purl.org/dc/elements/1.1/"
_NAMES = {
    "reuters": "Reuters",
    "the-insider": "The Insider",
    "novaya-europe": "Novaya Gazeta Europe",
    "pap": "PAP",
    "greenleft": "Green Left",
    "ground-news": "Ground News",
}
STYLE = b"""body{font:18px/1.5 Georgia,serif;max-width:42em;margin:2em auto;padding:0 1em;color:#222}
.label{font:15px/1.4 sans-serif;background:#fff3c4;border:1px solid #b58900;padding:.7em 1em}
.note,footer{font:15px/1.4 sans-serif;color:#555}h1{line-height:1.2}
"""


def feed_bytes(feed: DemoFeed, base: str) -> bytes:
    """The feed as RSS 2.0 or Atom; `base` is the server's address without a slash at the end."""
    return (_atom(feed, base) if feed.format == "atom" else _rss(feed, base)).encode()


def page_bytes(article: DemoArticle) -> bytes:
    """The page of one article."""
    outlet = escape(name_of(article.outlet))
    title = escape(article.title)
    paragraphs = "".join(f"<p>{escape(paragraph)}</p>" for paragraph in article.paragraphs)
    date = f'<p><time datetime="{article.date}">{article.date}</time></p>' if article.date else ""
    canonical = (
        f'<link rel="canonical" href="{escape(article.original)}">' if article.original else ""
    )
    dated = (
        f'<meta property="article:published_time" content="{article.date}">' if article.date else ""
    )
    original = (
        f'<a href="{escape(article.original)}" rel="noopener noreferrer">the original address</a>'
        if article.original
        else "an address that is not known"
    )
    return f"""<!DOCTYPE html>
<html lang="{article.language}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>{title}</title>
<meta property="og:site_name" content="{outlet}">{dated}{canonical}
<link rel="stylesheet" href="/style.css"></head><body>
<aside class="label" lang="en">Demonstration page on this machine, not a page of {outlet}. It stands in
for an article at {original}.</aside>
{date}<article><h1>{title}</h1>{paragraphs}</article>
<footer lang="en"><p>{escape(article.mark)}</p><p class="note">{escape(article.note)}</p>
</footer></body></html>
""".encode()


def index_bytes() -> bytes:
    """The list of all demo outlets with their feeds and articles."""
    sections = []
    for feed in demo_feeds():
        items = "".join(
            f'<li lang="{one.language}"><a href="{one.path}">{escape(one.title)}</a></li>'
            for one in feed.articles
        )
        sections.append(
            f'<h2>{escape(name_of(feed.outlet))}</h2><p><a href="{feed.path}">feed</a></p>'
            f"<ul>{items}</ul>"
        )
    return _plain_page(
        "Demonstration outlets",
        '<p class="label">This server on your own machine plays the outlets of the demo, so that '
        "the watcher has something to poll. No page here is a page of the outlet named.</p>"
        + "".join(sections),
    )


def missing_bytes() -> bytes:
    """The page for an address that is not here."""
    return _plain_page("Not found", '<p>There is no such page. <a href="/">All outlets</a></p>')


def name_of(outlet: str) -> str:
    """The outlet's name as people know it."""
    return _NAMES.get(outlet) or outlet_names().get(outlet, outlet)


def _plain_page(title: str, body: str) -> bytes:
    return (
        f'<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f'<link rel="stylesheet" href="/style.css"></head><body><h1>{title}</h1>{body}</body></html>\n'
    ).encode()


def _summary(article: DemoArticle) -> str:
    return f"{' '.join(article.paragraphs)} [{article.mark}]"


def _identity(article: DemoArticle) -> str:
    """The entry's guid: the original's address, by which the tracker knows the article."""
    return article.original or f"tag:demo,2025:{article.outlet}/{article.slug}"


def _rss(feed: DemoFeed, base: str) -> str:
    name = escape(name_of(feed.outlet))
    items = []
    for one in feed.articles:
        date = f"<dc:date>{one.date}</dc:date>" if one.date else ""
        items.append(
            f"<item><title>{escape(one.title)}</title><link>{base}{one.path}</link>"
            f'<guid isPermaLink="false">{escape(_identity(one))}</guid>{date}'
            f"<description>{escape(_summary(one))}</description></item>"
        )
    return (
        f'{_XML}<rss version="2.0" xmlns:dc="{_DC}"><channel>'
        f"<title>{name} (demonstration)</title><link>{base}/</link>"
        "<description>Demonstration feed; no text of the outlet is reproduced.</description>"
        f"<language>{feed.language}</language>{''.join(items)}</channel></rss>\n"
    )


def _atom(feed: DemoFeed, base: str) -> str:
    name = escape(name_of(feed.outlet))
    entries = []
    for one in feed.articles:
        # Atom wants a moment; only the day is known.
        moment = datetime.fromisoformat(one.date).strftime("%Y-%m-%dT00:00:00Z")
        entries.append(
            f"<entry><title>{escape(one.title)}</title><id>{escape(_identity(one))}</id>"
            f'<link href="{base}{one.path}"/><published>{moment}</published>'
            f"<updated>{moment}</updated><summary>{escape(_summary(one))}</summary></entry>"
        )
    newest = max(one.date for one in feed.articles)
    return (
        f'{_XML}<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{feed.language}">'
        f"<title>{name} (demonstration)</title><id>{base}{feed.path}</id>"
        f"<updated>{newest}T00:00:00Z</updated><author><name>{name}</name></author>"
        f"<rights>Demonstration feed; no text of the outlet is reproduced.</rights>"
        f"{''.join(entries)}</feed>\n"
    )
