"""Addresses that people can read: plain ASCII from a title in any of our scripts."""

import re
import unicodedata
from typing import Any

from django.db import models

# Readable, not reversible: an address needs no more. Names themselves are compared elsewhere.
_CYRILLIC = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ё": "e", "ж": "zh", "з": "z",
    "и": "i", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r",
    "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch",
    "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya", "і": "i", "ї": "yi", "є": "ye",
    "ґ": "g", "ў": "u", "ł": "l", "ø": "o", "ß": "ss", "æ": "ae", "œ": "oe", "đ": "d", "ı": "i",
}  # fmt: skip
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_LENGTH = 120


def ascii_slug(text: str) -> str:
    """The text in small ASCII letters, digits and hyphens, at most 120; "" when none are left.

    >>> ascii_slug("Дело «Весны»")
    'delo-vesny'
    """
    latin = "".join(_CYRILLIC.get(letter, letter) for letter in text.casefold())
    plain = unicodedata.normalize("NFKD", latin).encode("ascii", "ignore").decode()
    return _NOT_SLUG.sub("-", plain).strip("-")[:_LENGTH].strip("-")


def free_slug(model: type[models.Model], text: str, *, otherwise: str) -> str:
    """An address for the text that no row of the model has yet: `name`, `name-2`, `name-3`...

    `otherwise` is used when nothing of the text is left in ASCII.
    """
    wanted = ascii_slug(text) or otherwise
    manager: Any = model._default_manager
    taken = set(manager.filter(slug__startswith=wanted).values_list("slug", flat=True))
    if wanted not in taken:
        return wanted
    number = 2
    while f"{wanted}-{number}" in taken:
        number += 1
    return f"{wanted}-{number}"
