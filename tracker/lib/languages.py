"""Language codes and scripts; picking a text in the reader's language with an honest fallback."""

from collections import Counter
from typing import Any

# Fallback when a text is missing in the reader's language.
FALLBACKS = {"ru": ("en",), "en": ("ru",)}

_RANGES = (
    ("Cyrl", 0x0400, 0x052F),
    ("Latn", 0x0041, 0x024F),
    ("Latn", 0x1E00, 0x1EFF),
    ("Armn", 0x0530, 0x058F),
    ("Hebr", 0x0590, 0x05FF),
    ("Arab", 0x0600, 0x06FF),
    ("Geor", 0x10A0, 0x10FF),
    ("Grek", 0x0370, 0x03FF),
    ("Hans", 0x4E00, 0x9FFF),
)


def script_of(text: str) -> str:
    """The ISO 15924 code of the script most letters of the text are in; "Zyyy" when there is none."""
    if text.isascii():
        return "Latn" if any(map(str.isalpha, text)) else "Zyyy"
    counts: dict[str, int] = {}
    for character, times in Counter(text).items():
        if not character.isalpha():
            continue
        point = ord(character)
        for script, first, last in _RANGES:
            if first <= point <= last:
                counts[script] = counts.get(script, 0) + times
                break
    return max(counts, key=lambda script: counts[script]) if counts else "Zyyy"


def localized(record: Any, field: str, language: str) -> tuple[str, str]:
    """The text of `field` in the language and the language it is really in.

    Records keep `title_en`, `title_ru` and so on; a missing text falls back to another language, and
    the page says so by the `lang` attribute.
    """
    short = language.split("-")[0]
    for code in (short, *FALLBACKS.get(short, ("en", "ru"))):
        text = getattr(record, f"{field}_{code}", "")
        if text:
            return str(text), code
    return "", short
