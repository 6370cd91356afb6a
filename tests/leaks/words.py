"""Words that stand nowhere else, so that a page that prints one says exactly what it let out."""

import re
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models

from tracker.lib.partial_dates import PartialDateField

# What is written for colleagues only, of public records too.
INTERNAL_FIELDS = {
    "person.identity_note",
    "case.note",
    "outlet.note",
    "nameform.note",
    "source.note",
    "feed.provenance",
}
# Models whose rows never reach the public: the watcher's own papers.
INTERNAL_MODELS = {"feed", "feedentry", "articletext", "mention", "partnerorganisation"}
# Columns that carry codes, addresses or keys, where a made-up word does not fit.
_NOT_WORDS = re.compile(
    r"^(slug|key|state|.*sha256|guid|charset|currency|country|language|script|code|part|point|field)$"
)
_WORD = re.compile(r"zq[a-z]{5}zx", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}")
# What a reader types to find every word of ours: no word is found by it that the page only repeats.
SEARCHED = "zq"


@dataclass
class Words:
    """Every word given out, by what it stands for, and whether the public may read it."""

    secret: dict[str, str] = field(default_factory=dict)
    public: dict[str, str] = field(default_factory=dict)
    # Ids of what was public once: the change stream must name them, so that copies can be removed.
    told_ids: set[str] = field(default_factory=set)

    def new(self, about: str, *, secret: bool) -> str:
        """A word that stands for `about`."""
        number, letters = len(self.secret) + len(self.public), ""
        for _place in range(5):
            number, rest = divmod(number, 26)
            letters += chr(ord("a") + rest)
        word = f"zq{letters}zx"
        (self.secret if secret else self.public)[word] = about
        return word

    def fill(self, record: Any, about: str, *, secret: bool) -> Any:
        """Put a word of its own into every text column of the row, in the database and on `record`."""
        model = record._meta.model_name
        values: dict[str, Any] = {}
        for column in record._meta.concrete_fields:
            not_text = column.choices or isinstance(column, PartialDateField)
            if not column.editable or not_text or _NOT_WORDS.match(column.name):
                continue
            what = f"{about}: {model}.{column.name}"
            internal = (
                f"{model}.{column.name}" in INTERNAL_FIELDS
                or model in INTERNAL_MODELS
                or column.name == "state_reason"
            )
            if isinstance(column, models.URLField):
                word = self.new(what, secret=secret or internal)
                values[column.name] = f"https://{word}.example/"
            elif isinstance(column, models.CharField | models.TextField):
                length = getattr(column, "max_length", None)
                if length is None or length >= 16:
                    values[column.name] = self.new(what, secret=secret or internal)
            elif isinstance(column, ArrayField | models.JSONField) and column.name in _LISTS:
                values[column.name] = [self.new(what, secret=secret or internal)]
        if hasattr(record, "slug"):
            values["slug"] = self.new(f"{about}: {model}.slug", secret=secret)
        if hasattr(record, "sort_en"):
            values |= {"sort_en": values["name_en"], "sort_ru": values["name_ru"]}
        type(record)._default_manager.filter(pk=record.pk).update(**values)
        record.refresh_from_db()
        if secret and hasattr(record, "public_id"):
            self.secret[str(record.public_id)] = f"{about}: {model}.public_id"
        return record

    def leaked(self, text: str) -> set[str]:
        """What the text says that it must not, in words."""
        return {self.secret[word] for word in _found(text) if word in self.secret}

    def told(self, text: str) -> set[str]:
        """What the text says that it may, in words."""
        return {self.public[word] for word in _found(text) if word in self.public}


_LISTS = {"unknown_facts", "topics", "labels"}


def _found(text: str) -> set[str]:
    lowered = text.lower()
    return {*_WORD.findall(lowered), *_UUID.findall(lowered)}
