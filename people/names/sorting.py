"""The key by which people are listed: folded, surname first, the same in every database."""

from people.names.language.folding import fold
from people.names.parts import parse_name


def sort_key(name: str, language: str = "") -> str:
    """ "surname given" of the name, folded (ё as е, no case, no marks); "" for an empty name.

    Lists are ordered by this plain text, so that an embedded and a server's database with another
    collation sort alike.
    """
    parts = parse_name(name, language)
    words = f"{parts.surname} {parts.given} {parts.patronymic}".split() or name.split()
    return " ".join(fold(word) for word in words)[:200]
