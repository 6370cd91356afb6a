"""Every address of the site that can be asked, found by asking the URL resolver."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape
from html.parser import HTMLParser
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from django.db import models
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver
from django_filters import rest_framework as filters

from cases.casefile.models import Case
from cases.feeds.models import Outlet
from cases.institutions.models import Institution
from cases.laws.models import Law, Provision
from cases.letters.models import OpenLetter
from cases.stories.models import Story
from people.models import Person
from tests.leaks.words import SEARCHED, Words

LANGUAGES = ("", "ru/")
# Which record stands behind the slug of a page. A new page with a slug is named here.
PAGE_MODELS: dict[str, type[models.Model]] = {
    "public:person": Person,
    "public:case": Case,
    "public:provision": Provision,
    "public:law": Law,
    "public:letter": OpenLetter,
    "public:story": Story,
    "public:outlet": Outlet,
}
SITEMAP_KINDS = ("people", "cases", "laws", "provisions", "letters", "stories", "outlets")


@dataclass(frozen=True)
class Route:
    """One pattern of the URL configuration, without its language prefix."""

    name: str
    path: str
    converters: tuple[str, ...]
    view: Any


@dataclass(frozen=True)
class Answer:
    """What an address said."""

    path: str
    status: int
    text: str


@dataclass
class Walk:
    """Asks addresses, each once, and keeps what the answers let out and what they told."""

    client: Client
    words: Words
    headers: dict[str, str] = field(default_factory=dict)
    leaks: set[str] = field(default_factory=set)
    told: dict[str, set[str]] = field(default_factory=dict)
    answers: dict[str, Answer] = field(default_factory=dict)
    broken: list[str] = field(default_factory=list)

    def ask(self, path: str, *, method: str = "GET") -> Answer:
        """Ask the address. What the asker wrote himself is taken out of the answer first."""
        response = self.client.generic(method, path, headers=self.headers)
        body = b"".join(response) if response.streaming else response.content
        heads = "\n".join(f"{name}: {value}" for name, value in response.items())
        text = unescape(f"{heads}\n{body.decode(response.charset or 'utf-8')}")
        said = text
        for known in re.split(r"[/?&=]", path):
            if len(known) > 5:
                said = said.replace(known, "")
        allowed = self.words.told_ids if "/api/v1/changes" in path else set()
        leaked = {
            f"{what} at {method} {path} ({response.status_code})"
            for what in self.words.leaked(re.sub("|".join(allowed) or "$^", "", said))
        }
        self.leaks |= leaked
        place = "API" if path.startswith("/api/") else "pages"
        self.told.setdefault(place, set()).update(self.words.told(said))
        answer = Answer(path, response.status_code, text)
        self.answers[f"{method} {path}"] = answer
        if response.status_code >= 500:
            self.broken.append(f"{method} {path}: {response.status_code}")
        return answer

    def ask_all(self, paths: "Iterator[str]") -> None:
        """Ask each address and every address of this site that the answers link to."""
        waiting = list(dict.fromkeys(paths))
        while waiting:
            path = waiting.pop()
            if f"GET {path}" in self.answers:
                continue
            answer = self.ask(path)
            waiting += [link for link in links_in(answer) if f"GET {link}" not in self.answers]
            waiting += list(searches_of(answer))


def routes() -> list[Route]:
    """Every route of the site once, whatever the language."""
    found: list[Route] = []

    def look(resolver: URLResolver, prefix: str, namespace: str) -> None:
        for pattern in resolver.url_patterns:
            path = prefix + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = pattern.namespace or ""
                look(pattern, path, f"{namespace}{inner}:" if inner else namespace)
            elif isinstance(pattern, URLPattern):
                kinds = tuple(pattern.pattern.converters)
                found.append(Route(f"{namespace}{pattern.name}", path, kinds, pattern.callback))

    look(get_resolver(), "", "")
    return found


def page_paths() -> Iterator[str]:
    """Every public page in every language, of every record there is, whatever its state."""
    for route in routes():
        if route.path.startswith(("admin/", "api/")):
            continue
        for filled in _filled(route):
            yield from (
                [f"/{filled}"]
                if route.name.startswith("health") or not route.name.startswith("public:")
                else [f"/{language}{filled}" for language in LANGUAGES]
            )


def api_paths() -> Iterator[str]:
    """Every API route: lists, records by id, and each filter with values of every kind of record."""
    for route in routes():
        if not route.path.startswith("api/") or "<drf_format_suffix" in route.path:
            continue
        for filled in _filled(route):
            yield f"/{filled}"
        view = getattr(route.view, "cls", None)
        if view is not None and "public_id" not in route.converters:
            for query in _filters(view):
                yield f"/{route.path}?{urlencode(query)}"


def admin_paths() -> Iterator[str]:
    """Every address of the admin, with the id of some row where one is asked for."""
    for route in routes():
        if route.path.startswith("admin/"):
            yield "/" + re.sub(r"<[^>]*>|\(\?P<[^)]*\)\$?", "1", route.path).replace("\\Z", "")


def _filled(route: Route) -> list[str]:
    """The route's path with every value its parameters can take."""
    if not route.converters:
        return [route.path]
    if route.name in PAGE_MODELS and route.converters == ("slug",):
        slugs = PAGE_MODELS[route.name]._default_manager.values_list("slug", flat=True)
        return [route.path.replace("<slug:slug>", slug) for slug in slugs]
    if route.name == "public:sitemap-part":
        return [
            route.path.replace("<slug:kind>", kind).replace("<int:number>", "1")
            for kind in SITEMAP_KINDS
        ]
    if route.converters == ("public_id",):
        ids = route.view.cls.model._default_manager.values_list("public_id", flat=True)
        return [route.path.replace("<uuid:public_id>", str(one)) for one in ids]
    raise AssertionError(
        f"The leak test does not know what to put into {route.path} ({route.name}): tell it in "
        "tests/leaks/walk.py."
    )


# Values of filters that take no id.
_TEXTS = {"number": SEARCHED, "article": SEARCHED, "language": "en", "country": SEARCHED}


def _filters(view: Any) -> Iterator[dict[str, str]]:
    declared = getattr(view, "filterset_class", None)
    for name, one in (declared.base_filters if declared else {}).items():
        if isinstance(one, filters.UUIDFilter):
            yield from ({name: str(value)} for value in _ids_for(name))
        elif isinstance(one, filters.ChoiceFilter):
            yield from ({name: str(value)} for value, _label in one.extra["choices"])
        elif isinstance(one, filters.BooleanFilter):
            yield from ({name: value} for value in ("true", "false"))
        elif isinstance(one, filters.IsoDateTimeFilter):
            yield {name: "2020-01-01T00:00:00Z"}
        elif name == "record_type":
            yield from ({name: model} for model in ("person", "case", "charge", "openletter"))
        else:
            yield {name: _TEXTS.get(name, SEARCHED)}
    yield {"cursor": "", "page_size": "200"}


def _ids_for(name: str) -> list[Any]:
    from cases.articles.models import Article

    known: dict[str, list[type[models.Model]]] = {
        "person": [Person],
        "case": [Case],
        "provision": [Provision],
        "letter": [OpenLetter],
        "law": [Law],
        "institution": [Institution],
        "outlet": [Outlet],
        "story": [Story],
        "article": [Article],
        "record": [Person, Case, Story],
    }
    if name not in known:
        raise AssertionError(f"The leak test does not know whose ids the filter {name!r} takes.")
    return [
        value
        for model in known[name]
        for value in model._default_manager.values_list("public_id", flat=True)
    ]


class _Addresses(HTMLParser):
    """Links of a page, and the questions its search forms can ask."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.fields: list[tuple[str, str]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        if tag in ("a", "link") and found.get("href"):
            self.links.append(found["href"])
        elif tag == "input" and found.get("type", "text") in ("text", "search"):
            self.fields.append((found.get("name", ""), SEARCHED))
        elif tag == "select":
            self._select = found.get("name", "")
        elif tag == "option" and self._select and found.get("value"):
            self.fields.append((self._select, found["value"]))


def links_in(answer: Answer) -> list[str]:
    """Addresses of this site that the answer links to: hrefs, `next` of the API, locs of a sitemap."""
    parser = _Addresses()
    if "text/html" in answer.text[:2000]:
        parser.feed(answer.text)
    found = parser.links
    found += re.findall(r'"(?:next|previous)": ?"([^"]+)"', answer.text)
    found += re.findall(r"<loc>([^<]+)</loc>", answer.text)
    paths = []
    for link in found:
        parts = urlsplit(link)
        if parts.netloc not in ("", "testserver") or not parts.path.startswith("/"):
            continue
        if parts.path.startswith(("/admin", "/static")):
            continue
        paths.append(quote(parts.path, safe="/%") + (f"?{parts.query}" if parts.query else ""))
    return paths


def searches_of(answer: Answer) -> Iterator[str]:
    """The page's own forms, asked for our words and for each choice."""
    path, _mark, query = answer.path.partition("?")
    if query or "<form" not in answer.text:
        return
    parser = _Addresses()
    parser.feed(answer.text)
    for name, value in parser.fields:
        if name:
            yield f"{path}?{urlencode({name: value})}"
            yield f"{path}?{urlencode({'q': SEARCHED, name: value})}"
