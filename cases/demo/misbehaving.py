"""Demo sources that misbehave, each in one way of the wild, so that the page of sources has something to show.

All are invented and named as such. Standard library only: the demo's server plays them.
"""

from dataclasses import dataclass
from http import HTTPStatus
from itertools import count

PLACE = "/misbehaving/"


@dataclass(frozen=True)
class Misbehaving:
    """A source: how it is named, what it used to bring a day, and for how many days it has not.

    `titles` are what its document lists; their entries are known from the start, so that none of
    them becomes an article.
    """

    key: str
    name: str
    name_ru: str
    usual: int
    days_without: int
    fails: bool = False
    titles: tuple[str, ...] = ()
    charset: str = "utf-8"
    kind: str = "feed"  # as of `cases.feeds.models.SourceKind`
    selector: str = ""
    page: str = ""  # what stands in the body of its web page, where it answers with one

    @property
    def path(self) -> str:
        """Its place on the demo server."""
        return f"{PLACE}{self.key}.xml"

    def link(self, number: int) -> str:
        """The address of its article number so-and-so, on a name that leads nowhere (RFC 2606)."""
        return f"https://{self.key}.demo.invalid/{number}"


SOURCES = (
    Misbehaving(
        "web-page",
        "Demo: a web page instead of a feed",
        "Демо: веб-страница вместо ленты",
        usual=6,
        days_without=2,
        fails=True,
        page="<p>We have a new site!</p>",
    ),
    Misbehaving(
        "silent",
        "Demo: fallen silent",
        "Демо: замолчавший источник",
        usual=12,
        days_without=4,
        titles=("The last thing it said", "The last but one"),
    ),
    Misbehaving(
        "lying-etag",
        "Demo: an ETag that lies",
        "Демо: лживый ETag",
        usual=3,
        days_without=0,
        titles=("Always the same ETag",),
    ),
    Misbehaving(
        "overloaded",
        "Demo: an overloaded server",
        "Демо: перегруженный сервер",
        usual=20,
        days_without=2,
        fails=True,
    ),
    Misbehaving(
        "wrong-charset",
        "Demo: a wrong charset",
        "Демо: неверная кодировка",
        usual=4,
        days_without=0,
        titles=("Заголовок в windows-1251",),
        charset="windows-1251",
    ),
    Misbehaving(
        "closed-channel",
        "Demo: a Telegram channel that shows no preview",
        "Демо: телеграм-канал без предпросмотра",
        usual=9,
        days_without=3,
        fails=True,
        kind="telegram",
        page='<div class="tgme_page"><div class="tgme_page_title">Demo</div></div>',
    ),
    Misbehaving(
        "rebuilt-page",
        "Demo: a watched page that was rebuilt",
        "Демо: перестроенная страница",
        usual=2,
        days_without=6,
        fails=True,
        kind="page",
        selector="ul.news a",
        page='<section><h2><a href="/misbehaving/1">The same news, in another element</a></h2></section>',
    ),
)
_BY_PATH = {source.path: source for source in SOURCES}
_visits = count(1)


@dataclass(frozen=True)
class Answer:
    """A status, headers and a body."""

    status: HTTPStatus
    headers: dict[str, str]
    body: bytes


def answer_to(path: str) -> Answer | None:
    """What the source at this path answers; None where none is there."""
    source = _BY_PATH.get(path)
    if source is None:
        return None
    if source.page:
        page = f"<!doctype html><html><title>{source.name}</title>{source.page}</html>"
        return Answer(HTTPStatus.OK, {"Content-Type": "text/html; charset=utf-8"}, page.encode())
    if source.key == "overloaded":
        return Answer(
            HTTPStatus.SERVICE_UNAVAILABLE,
            {"Content-Type": "text/plain", "Retry-After": "900"},
            b"too many visitors\n",
        )
    headers = {"Content-Type": "application/rss+xml"}
    if source.key == "lying-etag":
        headers["ETag"] = '"never-changed"'
    return Answer(HTTPStatus.OK, headers, _document(source))


def _document(source: Misbehaving) -> bytes:
    """RSS. That of the lying source differs at each visit; a wrong charset is declared as UTF-8."""
    visit = f"<!-- visit {next(_visits)} -->" if source.key == "lying-etag" else ""
    items = "".join(
        f"<item><title>{title}</title><link>{source.link(number)}</link>"
        f"<guid>{source.link(number)}</guid></item>"
        for number, title in enumerate(source.titles)
    )
    text = (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel>'
        f"<title>{source.name}</title>{visit}{items}</channel></rss>"
    )
    return text.encode(source.charset)
