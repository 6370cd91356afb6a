"""Feeds of the shapes that outlets serve, with invented words; the same ones at every run."""

from html import escape
from random import Random

_WORDS = (
    "суд долинск заседание адвокат приговор письмо учёные обвинение апелляция решение следствие "
    "журналист правозащитник колония срок свобода статья закон выборы редакция город"
).split()
_LATIN = (
    "court hearing lawyer verdict letter scholars charge appeal decision press law city".split()
)


def invented_feeds() -> dict[str, bytes]:
    """RSS with HTML in CDATA, RSS with bare summaries, Atom, RDF, cp1251, and one that is broken."""
    chance = Random(20261126)
    return {
        "rss_html": _rss(chance, 50, html=True).encode(),
        "rss_plain": _rss(chance, 100, html=False).encode(),
        "rss_latin": _rss(chance, 30, html=True, words=_LATIN).encode(),
        "atom": _atom(chance, 40).encode(),
        "rdf": _rdf(chance, 20).encode(),
        "rss_cp1251": _rss(chance, 30, html=False, encoding="windows-1251").encode("cp1251"),
        "rss_broken": _rss(chance, 10, html=False).replace("</title><link>", "<link>", 1).encode(),
    }


def _sentence(chance: Random, words: list[str], count: int) -> str:
    return " ".join(chance.choices(words, k=count)).capitalize() + "."


def _html(chance: Random, words: list[str]) -> str:
    paragraphs = "".join(
        f"<p>{_sentence(chance, words, 30)} <a href='https://outlet.example/{n}'>ещё</a></p>\n"
        for n in range(6)
    )
    return f'<img src="https://outlet.example/p.jpg" alt="" /><br/>{paragraphs}'


def _day(number: int) -> tuple[int, int]:
    return 1 + number % 24, number % 24


def _rss(
    chance: Random,
    items: int,
    *,
    html: bool,
    words: list[str] = _WORDS,
    encoding: str = "utf-8",
) -> str:
    rows = []
    for number in range(items):
        day, hour = _day(number)
        summary = _html(chance, words) if html else _sentence(chance, words, 25)
        body = f"<![CDATA[{summary}]]>" if html else escape(summary)
        rows.append(
            f"<item><title>{_sentence(chance, words, 8)}</title>"
            f"<link>https://outlet.example/{number}?utm_source=rss&amp;id={number}</link>"
            f"<guid isPermaLink='false'>outlet-{number}</guid><category>{words[0]}</category>"
            f"<description>{body}</description>"
            f"<pubDate>Tue, {day:02} Nov 2026 {hour:02}:30:00 +0300</pubDate></item>"
        )
    return (
        f"<?xml version='1.0' encoding='{encoding}'?>\n<rss version='2.0'><channel>"
        "<title>Вестник</title><link>https://outlet.example/</link><language>ru</language>"
        f"<ttl>30</ttl>{''.join(rows)}</channel></rss>"
    )


def _atom(chance: Random, entries: int) -> str:
    rows = []
    for number in range(entries):
        day, hour = _day(number)
        rows.append(
            f"<entry><title type='html'>{_sentence(chance, _LATIN, 8)}</title>"
            f"<id>tag:outlet.example,2026:{number}</id><updated>2026-11-{day:02}T{hour:02}:00:00Z"
            f"</updated><link rel='alternate' href='https://outlet.example/{number}'/>"
            f"<author><name>A. Author</name></author>"
            f"<summary type='html'>{escape(_html(chance, _LATIN))}</summary></entry>"
        )
    return (
        "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='en'><title>Herald</title>"
        f"<link rel='alternate' href='https://outlet.example/'/>{''.join(rows)}</feed>"
    )


def _rdf(chance: Random, items: int) -> str:
    rows = "".join(
        f"<item rdf:about='https://outlet.example/{number}'>"
        f"<title>{_sentence(chance, _WORDS, 8)}</title>"
        f"<link>https://outlet.example/{number}</link><dc:date>2026-11-{_day(number)[0]:02}</dc:date>"
        f"<description>{_sentence(chance, _WORDS, 20)}</description></item>"
        for number in range(items)
    )
    return (
        "<rdf:RDF xmlns='http://purl.org/rss/1.0/' xmlns:dc='http://purl.org/dc/elements/1.1/' "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><channel><title>Вестник</title>"
        f"<link>https://outlet.example/</link></channel>{rows}</rdf:RDF>"
    )
