"""The words on record that a word of a text meets, found in one call of the compiled ear.

`words._search` is the twin in Python, where the rules are said. It is also asked where people added
since the index was stored have words of a spelling or sound key under which the word is looked for.
"""

from __future__ import annotations

from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, TRANSLITERATED
from people.names.language.equivalents import families_heard, families_of
from people.names.language.scripts import CYRILLIC
from people.names.native.hearing import (
    NO_MEETINGS,
    TELL_FAMILIES,
    TELL_FORMS,
    Meetings,
    Met,
)
from people.names.on_record.hearing import ear
from people.names.on_record.hits import STRENGTH, Analysis, Hit, new_hit
from people.names.on_record.index import WordTable
from people.names.on_record.text_words import TextWord

_HOW: Final = {STRENGTH[how]: how for how in (EXACT, INFLECTED, TRANSLITERATED, NEAR)}
_OTHER_GENDER: Final = 8
# How a word was met, and whether as another gender's form, by the number that tells both.
_WAYS: Final = {
    strength | other: (how, bool(other))
    for strength, how in _HOW.items()
    for other in (0, _OTHER_GENDER)
}


def met_on_record(
    surnames: WordTable | None, given: WordTable | None, word: TextWord
) -> tuple[dict[int, Hit], dict[int, Hit]] | None:
    """The hits of a word among surnames and among given names, either of which may be left out.

    None where the compiled ear is not built or cannot tell.
    """
    for table in (surnames, given):
        if table is not None and not _is_stored(table, word):
            return None
    found = _meetings(surnames, given, word)
    if found is None:
        return None
    if found is NO_MEETINGS:
        return {}, {}
    forms = [word.forms[number] for number in found.forms]
    return _hits(found.surnames, forms), _hits(found.given, forms)


def _meetings(
    surnames: WordTable | None, given: WordTable | None, word: TextWord
) -> Meetings | None:
    tables = [table.stored if table is not None else None for table in (surnames, given)]
    forms, families = False, None
    while True:
        told = word.told(forms=forms, free=word.script != CYRILLIC, families=families)
        found = ear().meet(tables[0], tables[1], told) if told is not None else None
        if found == TELL_FORMS and not forms:
            forms = True
        elif found == TELL_FAMILIES and families is None:
            families = _families_told(word)
        else:
            return found if isinstance(found, Meetings) else None


def _is_stored(table: WordTable, word: TextWord) -> bool:
    """Whether nothing added since the index was stored can be met by the word."""
    spelled, sounding = table.exact.added, table.by_sound.added
    return (not spelled or spelled.keys().isdisjoint(word.folded())) and (
        not sounding or sounding.keys().isdisjoint(word.keys())
    )


def _families_told(word: TextWord) -> bytes:
    """The families of each form as a given name, a line each."""
    lines: dict[str, str] = {}
    for each in word.words:
        if word.language:
            families = families_heard(each, word.readings[each])
        else:  # the readings are those of Russian
            families = families_of(each)
        lines[each] = "\t".join([str(number) for number, _ in families])
    return "\n".join([lines[form.word] for form in word.forms]).encode()


def _hits(met: list[Met], forms: list[Analysis]) -> dict[int, Hit]:
    ways = _WAYS
    found: dict[int, Hit] = {}
    for distance, number, told, first, count in met:
        how, other_gender = ways[told]
        analyses = tuple(forms[first : first + count])
        found[number] = new_hit((how, distance, analyses, other_gender, False))
    return found
