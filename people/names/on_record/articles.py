"""The Arabic article in the middle of a name: Saif ul Malook is Saiful Malook to one paper, Saif Malook to another."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from people.names.known import KnownName, KnownPerson
from people.names.language.vowels import with_article_otherwise

# Few names have one, and those that have not are not taken apart for it.
_MAY_HAVE_ARTICLE: Final = re.compile(r"(?:u[lr]|у[лр]ь?)\b.", re.IGNORECASE)


def with_articles_otherwise(person: KnownPerson) -> KnownPerson:
    """The person, and names with the article joined to the given name or parted from it."""
    further = [
        other
        for name in person.names
        if _MAY_HAVE_ARTICLE.search(name.text) and (other := _otherwise(name)) is not None
    ]
    return person._replace(names=(*person.names, *further)) if further else person


def _otherwise(name: KnownName) -> KnownName | None:
    parts = name.as_parts()
    found = with_article_otherwise(parts.given, parts.particles)
    if found is None or not parts.surname:
        return None
    other = replace(parts, given=found[0], particles=found[1])
    return KnownName(other.display(), other, name.language, name.kind)
