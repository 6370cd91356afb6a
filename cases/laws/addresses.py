"""Pure: the address and the place of a provision in its code.

Point letters are Cyrillic and go over by sound, never by their position in an alphabet: «д» is the
fifth point of a part and becomes "d"; who counts a b c d e would send the reader to another crime.
"""

import re

CODE_ADDRESSES = {"УК": "uk", "КоАП": "koap", "УПК": "upk", "УИК": "uik"}
POINT_ADDRESSES = {
    "а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e",
    "ж": "zh", "з": "z", "и": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p",
}  # fmt: skip
_NUMBER = re.compile(r"\d+(?:\.\d+){0,3}\Z")


class BadReference(ValueError):
    """The parts do not make a reference; `field` says which of them."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field


def check_parts(code: str, article: str, part: str, point: str) -> None:
    """Raise BadReference naming the part that is not as courts write it."""
    if code not in CODE_ADDRESSES:
        raise BadReference(f"“{code}” is not a code on record: УК, КоАП, УПК or УИК.", "code")
    if not _NUMBER.match(article):
        raise BadReference(f"“{article}” is not an article: write 207.3.", "article")
    if part and not _NUMBER.match(part):
        raise BadReference(f"“{part}” is not a part: write 2 or 1.1.", "part")
    if point and point not in POINT_ADDRESSES:
        raise BadReference(f"“{point}” is not a point: write one Cyrillic letter, а to п.", "point")
    if point and not part:
        raise BadReference("A point belongs to a part.", "part")


def provision_slug(code: str, article: str, part: str = "", point: str = "") -> str:
    """The address of a provision.

    >>> provision_slug("УК", "207.3", "2", "д")
    'uk-207_3-2-d'
    """
    check_parts(code, article, part, point)
    # An address holds no dots, and a hyphen for them would make ст. 207.3 of ч. 3 ст. 207.
    words = [CODE_ADDRESSES[code], article.replace(".", "_")]
    if part:
        words.append(part.replace(".", "_"))
    if point:
        words.append(POINT_ADDRESSES[point])
    return "-".join(words)


def sort_key(article: str, part: str = "", point: str = "") -> str:
    """Digits that sort as the code does in every collation: 20.3, 20.3.1, 20.3.3, 128, 128.1."""
    letter = f"{ord(point):04d}" if point else "0000"
    return _digits(article, 4) + _digits(part, 2) + letter


def _digits(number: str, places: int) -> str:
    parts = [int(one) for one in number.split(".")] if number else []
    padded = [*parts, *[0] * places][:places]
    return "".join(f"{one:04d}" for one in padded)
