"""Invented pages of invented outlets: each site has a frame of its own around its articles."""

import html
import json
import random
from datetime import UTC, datetime, timedelta

from tests.bench.copies.invented import Written

BEGIN = datetime(2026, 3, 1, tzinfo=UTC)
_BODIES = ("article-body", "post__text", "entry-content", "story-text", "news-detail")


def published_at(number: int) -> datetime:
    """When the article of this number came out: one every two minutes."""
    return BEGIN + timedelta(minutes=2 * number)


def page_of(number: int, written: Written, site: int) -> bytes:
    """The page of an article in the frame of its site, with what sites put around: some 30 kB."""
    chance = random.Random(site)
    name = _BODIES[site % len(_BODIES)]
    menu = "".join(
        f'<li class="menu-item"><a href="/section-{n}/">Section {n}</a></li>' for n in range(40)
    )
    teasers = "".join(
        f'<div class="teaser"><a href="/news/{chance.randrange(10**6)}"><img src="/t/{n}.jpg" alt="">'
        f"<span>{html.escape(written.title)} {n}</span></a><time>{n}.03.2026</time></div>"
        for n in range(60)
    )
    script = "<script>" + "window.dataLayer=window.dataLayer||[];" * 60 + "</script>"
    facts = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "headline": written.title,
        "datePublished": published_at(number).isoformat(),
    }
    sentences = written.text.split(". ")
    paragraphs = "".join(
        f"<p>{html.escape('. '.join(sentences[at : at + 3]))}.</p>"
        for at in range(0, len(sentences), 3)
    )
    return (
        f'<!doctype html><html lang="{written.language}"><head><meta charset="utf-8">'
        f"<title>{html.escape(written.title)} | Site {site}</title>"
        f'<script type="application/ld+json">{json.dumps(facts, ensure_ascii=False)}</script>'
        f'{script}</head><body><header><nav><ul>{menu}</ul></nav></header><main class="page">'
        f"<h1>{html.escape(written.title)}</h1><div class='{name}'>{paragraphs}</div></main>"
        f"<aside>{teasers}</aside><footer><p>Site {site}. All rights reserved.</p>{script}</footer>"
        "</body></html>"
    ).encode()
