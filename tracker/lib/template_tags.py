"""Template tags and filters of every page: dates in words, texts in the reader's language, sources.

Loaded as builtins, so templates need no {% load %}. Only shapes are known here, never our models.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django import template
from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.formats import date_format
from django.utils.html import conditional_escape, format_html, format_html_join, linebreaks
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import localtime
from django.utils.translation import get_language, get_language_info, pgettext
from django.utils.translation import gettext as _

from tracker.lib.date_words import Case, date_words
from tracker.lib.languages import localized as text_in
from tracker.lib.partial_dates import PartialDate

register = template.Library()

_CASES: dict[str, Case] = {"since": "genitive", "as of": "accusative"}


def _language() -> str:
    return (get_language() or "en").split("-")[0]


@register.filter
def partial_date(value: PartialDate | None, before: str = "") -> SafeString | str:
    """The date in words of the page's language, as <time> where it is a year, month or day.

    `before` names what stands before it and so the Russian case: "since" or "as of".
    """
    if value is None:
        return ""
    words = date_words(value, _language(), _CASES.get(before, "nominative"))
    if value.precision in ("year", "month", "day") and not (value.is_about or value.is_uncertain):
        return format_html('<time datetime="{}">{}</time>', value.edtf, words)
    return format_html('<span class="partial">{}</span>', words)


@register.filter
def date_in_words(value: PartialDate | None) -> str:
    """The same without markup, for titles and feeds."""
    return "" if value is None else date_words(value, _language())


@register.filter
def moment(value: datetime | None) -> SafeString | str:
    """A moment in UTC, as <time>: "3 July 2025, 14:05 UTC".

    Midnight to the second is how a source that knows only the day writes it: then the day alone.
    """
    if value is None:
        return ""
    utc = localtime(value)
    if (utc.hour, utc.minute, utc.second, utc.microsecond) == (0, 0, 0, 0):
        return day(value)
    words = date_words(PartialDate.of(utc.year, utc.month, utc.day), _language())
    return format_html(
        '<time datetime="{}">{}, {} UTC</time>',
        utc.isoformat(timespec="seconds"),
        words,
        date_format(utc, "H:i"),
    )


@register.filter
def day(value: datetime | None) -> SafeString | str:
    """The day of a moment in UTC, as <time>."""
    if value is None:
        return ""
    utc = localtime(value)
    return partial_date(PartialDate.of(utc.year, utc.month, utc.day))


@register.simple_tag
def localized(record: Any, field: str, note: bool = True) -> SafeString | str:
    """A record's text in the reader's language, or in another one, marked as such.

    With `note` a fallback says "only in Russian"; names go without it and carry only `lang`.
    """
    language = _language()
    text, code = text_in(record, field, language)
    if not text or code == language:
        return conditional_escape(text)
    if not note:
        return format_html('<span lang="{}">{}</span>', code, text)
    return format_html(
        '<span lang="{}">{}</span> <span class="only-in">{}</span>', code, text, _only_in(code)
    )


@register.simple_tag
def localized_text(record: Any, field: str) -> SafeString | str:
    """The same for a longer text: paragraphs, with the note above where it is a fallback."""
    language = _language()
    text, code = text_in(record, field, language)
    if not text:
        return ""
    paragraphs = linebreaks(text, autoescape=True)
    if code == language:
        return mark_safe(paragraphs)
    return format_html(
        '<p class="only-in">{}</p><div lang="{}">{}</div>',
        _only_in(code),
        code,
        mark_safe(paragraphs),
    )


def _only_in(code: str) -> str:
    if code == "ru":
        return _("(only in Russian)")
    return _("(only in English)")


@register.filter
def in_language(record: Any, field: str) -> str:
    """A record's text in the reader's language or the fallback, without markup (for titles)."""
    return text_in(record, field, _language())[0]


@register.filter
def language_words(code: str) -> str:
    """The name of a language in the reader's language; the code itself where we have none."""
    short = code.split("-")[0].lower()
    if not short:
        return ""
    try:
        name = str(get_language_info(short)["name_translated"])
    except KeyError:
        return code
    return name.lower() if _language() == "ru" else name


@register.filter
def web_link(address: str) -> str:
    """The address if a page may link to it (http or https), else ""."""
    try:
        parts = urlsplit(str(address).strip())
    except ValueError:
        return ""
    return str(address).strip() if parts.scheme in ("http", "https") and parts.netloc else ""


@register.filter
def site_of(address: str) -> str:
    """The host of an address without "www.", as readers know a site."""
    try:
        return (urlsplit(str(address)).hostname or "").removeprefix("www.")
    except ValueError:
        return ""


@register.simple_tag(takes_context=True)
def sources_for(context: template.Context, record: Any, *fields: str) -> SafeString | str:
    """Numbered references [1] to the sources of a record, or of some of its fields.

    The page gives `sources` in its context: anything with `numbers_for(record, fields)`.
    """
    sources = context.get("sources")
    numbers = sources.numbers_for(record, fields) if sources is not None else []
    if not numbers:
        return ""
    links = format_html_join(
        "",
        '<a href="#source-{}" aria-label="{}">[{}]</a>',
        ((number, pgettext("reference", "source %d") % number, number) for number in numbers),
    )
    return format_html('<span class="refs">{}</span>', links)


@register.simple_tag(takes_context=True)
def disagreeing(context: template.Context, record: Any, *fields: str) -> list[Any]:
    """Values that sources give otherwise, for a record or some of its fields; use it with `as`."""
    sources = context.get("sources")
    return list(sources.disagreeing(record, fields)) if sources is not None else []


@register.filter
def language_links(request: HttpRequest | str) -> list[tuple[str, str, str, bool]]:
    """The same page in every language: (code, own name, address, whether it is this one)."""
    if not isinstance(request, HttpRequest):
        return []
    current = _language()
    links = []
    for code, _name in settings.LANGUAGES:
        address = request.build_absolute_uri(translate_url(request.get_full_path(), code))
        links.append((code, get_language_info(code)["name_local"], address, code == current))
    return links


@register.simple_tag(takes_context=True)
def here(context: template.Context, address: str) -> SafeString | str:
    """`aria-current` for a link of the menu when the page is the linked one or below it."""
    path = getattr(context.get("request"), "path", "")
    if path == address:
        return mark_safe(' aria-current="page"')
    return mark_safe(' aria-current="true"') if path.startswith(address) else ""
