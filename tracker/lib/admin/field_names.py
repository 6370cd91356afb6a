"""Names in the reader's language for fields of models that were given none.

Django calls such a field by its English name in the code, in every language: relations mostly, whose
name says it all. Here is what the admin shows of them; no migration is needed for a word.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from django.apps import apps
from django.db.models import Field
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

_OUR_APPS: Final = ("people", "cases")

# By the name that Django makes of the one in the code.
NAMES: Final[dict[str, _StrPromise]] = {
    "absorbed": _("absorbed"),
    "account": _("account"),
    "article": _("article"),
    "at": pgettext_lazy("moment", "at"),
    "attempts": _("attempts"),
    "batch": _("batch"),
    "by": _("by"),
    "candidate": _("candidate"),
    "case": _("case"),
    "charge": _("charge"),
    "charset": _("charset"),
    "claim": _("claim"),
    "content type": _("content type"),
    "court": _("court"),
    "created at": _("created at"),
    "created by": _("created by"),
    "decided by": _("decided by"),
    "details": _("details"),
    "detention": pgettext_lazy("time held", "detention"),
    "earlier": _("earlier"),
    "edition": _("edition"),
    "enacted by": _("enacted by"),
    "end": pgettext_lazy("place in a text", "end"),
    "entry": _("entry"),
    "event": _("event"),
    "extracted at": _("extracted at"),
    "extractor": _("extractor"),
    "feed": _("feed"),
    "fetched at": _("fetched at"),
    "fields": _("fields"),
    "first": pgettext_lazy("record", "first"),
    "image url": _("image url"),
    "institution": _("institution"),
    "introduced by": _("introduced by"),
    "labels": _("labels"),
    "language": _("language"),
    "languages": _("languages"),
    "law": _("law"),
    "letter": _("letter"),
    "merged by": _("merged by"),
    "names": _("names"),
    "next attempt at": _("next attempt at"),
    "object id": _("object id"),
    "ordered at": _("ordered at"),
    "organisation": _("organisation"),
    "outlet": _("outlet"),
    "page": _("page"),
    "parent": _("parent"),
    "partner": _("partner"),
    "party": _("party"),
    "path": _("path"),
    "people": _("people"),
    "person": _("person"),
    "provision": _("provision"),
    "record id": _("record id"),
    "record public id": _("record public id"),
    "record type": _("record type"),
    "region": _("region"),
    "requalified to": _("requalified to"),
    "scopes": _("scopes"),
    "second": pgettext_lazy("record", "second"),
    "seen at": _("seen at"),
    "sentence start": _("sentence start"),
    "snapshot": _("snapshot"),
    "source": _("source"),
    "start": pgettext_lazy("place in a text", "start"),
    "status": _("status"),
    "story": _("story"),
    "subjects": _("subjects"),
    "survivor": _("survivor"),
    "terms": _("terms"),
    "text": _("text"),
    "title": _("title"),
    "topics": _("topics"),
    "undone by": _("undone by"),
    "updated at": _("updated at"),
    "url": _("url"),
    "version": _("version"),
}


def name_fields() -> None:
    """Give our models' fields without a name of their own the one of NAMES, before forms are made of them."""
    for app in _OUR_APPS:
        for model in apps.get_app_config(app).get_models():
            for field in model._meta.local_fields:
                if not is_named(field) and str(field.verbose_name) in NAMES:
                    # Migrations go by what was given in the code, and see nothing of this.
                    field.verbose_name = NAMES[str(field.verbose_name)]


def is_named(field: Field[object, object]) -> bool:
    """Whether the code gives the field a name for people."""
    return getattr(field, "_verbose_name", None) is not None
