"""The words on record that a word of a text meets, found in one call of the compiled ear.

`words._search` is the twin in Python, where the rules are said. It is also asked where people added
since the index was stored have words of a spelling or sound key under which the word is looked for,
and for forms whose spelling lost a sound (`lost_sounds`).
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from functools import cache
from itertools import accumulate
from typing import Final, NamedTuple

from people.names.evidence import EXACT, INFLECTED, NEAR, SAME_NAME, TRANSLITERATED
from people.names.language.equivalents import family_tables
from people.names.language.folding import fold_soft
from people.names.language.lost_sounds import lost_sounds
from people.names.language.reading import is_readable, reader
from people.names.native.hearing import TELL_FORMS, Meetings, Met, StoredTable
from people.names.on_record.hearing import ear
from people.names.on_record.hits import STRENGTH, Analysis, Hit, new_hit
from people.names.on_record.index import WordTable
from people.names.on_record.packing import table_of_keys
from people.names.on_record.text_words import beginnings, may_be_told, unread_word

_OTHER_GENDER: Final = 8
# How a word was met, and whether as another gender's form, by the number that tells both.
_WAYS: Final = {
    STRENGTH[how] | other: (how, bool(other))
    for how in (EXACT, INFLECTED, SAME_NAME, TRANSLITERATED, NEAR)
    for other in (0, _OTHER_GENDER)
}


class Found(NamedTuple):
    """The hits of a word among surnames and among given names and their families.

    `reached`: where it was looked for, as in `TextWord.reaches`.
    """

    surnames: dict[int, Hit]
    given: dict[int, Hit]
    reached: set[str]


def met_on_record(
    surnames: WordTable | None,
    given: WordTable | None,
    soft: str,
    forms: tuple[Analysis, ...],
    language: str,
    *,
    related: bool = False,
) -> Found | None:
    """What a softened word with these forms meets among surnames, given names (either may be left out)
    and, where `related`, families of given names.

    None where the compiled ear and reader are not built or cannot tell.
    """
    if not may_be_told(soft, forms) or not is_readable(soft):
        return None
    words = list(dict.fromkeys([form[0] for form in forms]))
    if any(map(lost_sounds, words)):  # which Python alone knows
        return None
    folded = list(map(fold_soft, words))
    tables = (
        surnames.stored if surnames is not None else None,
        given.stored if given is not None else None,
    )
    told = unread_word(soft, forms, language, words, folded, ear=False)
    found = ear().meet(tables, _families(), reader(), told, related=related)
    if found == TELL_FORMS:
        told = unread_word(soft, forms, language, words, folded, ear=True)
        found = ear().meet(tables, _families(), reader(), told, related=related)
    if not isinstance(found, Meetings):
        return None
    for table in (surnames, given):
        if table is not None and not _is_stored(table, folded, found.keys):
            return None
    reached = beginnings(folded, found.keys)
    if not found.forms:
        return Found({}, {}, reached)
    met = [forms[number] for number in found.forms]
    known: dict[int, tuple[Analysis, ...]] = {}
    return Found(_hits(found.surnames, met, known), _hits(found.given, met, known), reached)


def _is_stored(table: WordTable, folded: list[str], keys: list[str]) -> bool:
    """Whether nothing added since the index was stored stands under these spellings and keys."""
    spelled, sounding = table.exact.added, table.by_sound.added
    return (not spelled or spelled.keys().isdisjoint(folded)) and (
        not sounding or sounding.keys().isdisjoint(keys)
    )


def _hits(
    met: list[Met], forms: list[Analysis], known: dict[int, tuple[Analysis, ...]]
) -> dict[int, Hit]:
    """`known`: forms by where they begin, which several hits may share."""
    ways = _WAYS
    found: dict[int, Hit] = {}
    for distance, number, told, first, count in met:
        how, other_gender = ways[told]
        analyses = known.get(first)
        if analyses is None:
            analyses = known[first] = tuple(forms[first : first + count])
        found[number] = new_hit((how, distance, analyses, other_gender, False))
    return found


@cache
def _families() -> StoredTable:
    """Given names and sounds to families, in the form of the tables of a stored index."""
    texts: dict[str, int] = {}
    sections: dict[str, array[int]] = {}
    for table, families in zip(("exact", "by_sound"), family_tables(), strict=True):
        numbers = [texts.setdefault(key, len(texts)) for key in families]
        sections[f"{table}.slots"] = table_of_keys(list(families))
        sections[f"{table}.keys"] = array("I", numbers)
        sections[f"{table}.values_at"] = array("I", _starts(map(len, families.values())))
        sections[f"{table}.values"] = array("I", [n for each in families.values() for n in each])
    encoded = [text.encode("utf-8", "surrogatepass") for text in texts]
    sections["texts_at"] = array("I", _starts(map(len, encoded)))
    sections["soft"] = sections["heard"] = array("I")
    sections["traits"] = array("B")
    views = {name: memoryview(numbers) for name, numbers in sections.items()}
    return StoredTable(views | {"texts": memoryview(b"".join(encoded))})


def _starts(lengths: Iterable[int]) -> Iterable[int]:
    return accumulate(lengths, initial=0)
