"""Keys of a name by which SQL finds candidates, whatever alphabet either side is written in.

Two kinds: `s:` the sound of a surname, `p:` the sound of a surname with its given name or the
family of that name. A candidate shares a key; `compare` then says whether it is the name.
"""

from __future__ import annotations

from typing import Final

from people.names.language.equivalents import FORMAL, families_of, head_of_family
from people.names.language.folding import fold_soft, soften
from people.names.language.genders import masculine
from people.names.language.kindred import wide_keys
from people.names.language.phonetics import sound_key
from people.names.language.reading import readings
from people.names.parts import NameParts

_LONGEST: Final = 80


def name_keys(parts: NameParts, language: str = "", *, wide: bool = True) -> frozenset[str]:
    """The keys of a parsed name; empty for a name without a surname and given name.

    wide: also those under which a word may be kept that another language wrote (Gorinovas, Hughes).

    Козырева, Козырев and Kosyrewa share their `s:` key: gender endings are vowels, and the other
    ones are taken off.
    """
    surnames = _sounds(parts.surname, language, wide)
    given = _given_keys(parts.given, language, wide)
    if not parts.certain:
        surnames |= _sounds(parts.given, language, wide=False)
        given |= _given_keys(parts.surname, language, wide=False)
    keys = {f"s:{surname}" for surname in surnames}
    keys |= {f"p:{surname}|{name}" for surname in surnames for name in given}
    return frozenset(key[:_LONGEST] for key in keys)


def surname_keys(parts: NameParts, language: str = "") -> frozenset[str]:
    """Only the `s:` keys: the wider net, for a surname alone or with initials."""
    return frozenset(key for key in name_keys(parts, language) if key.startswith("s:"))


def _sounds(name: str, language: str, wide: bool) -> set[str]:
    words = [soften(word) for word in name.split()]
    forms = [masculine(word) for word in words[-1:]]
    if len(words) > 1:
        forms.append("-".join(words))
    # Čižmárik is also written Cizmarik, without its marks.
    forms += [plain for form in forms if form.isalpha() and (plain := fold_soft(form)) != form]
    own = {
        key for form in forms for sounds in readings(form, language) if (key := sound_key(sounds))
    }
    return own | {key for form in forms[: 2 if wide else 0] for key in wide_keys(form)}


def _given_keys(given: str, language: str, wide: bool) -> set[str]:
    if not given:
        return set()
    first = soften(given.split()[0])
    keys = {key for sounds in readings(first, language) if (key := sound_key(sounds))}
    keys |= set(wide_keys(first)) if wide else set()
    families = families_of(first)
    formal = [number for number, kind in families if kind == FORMAL]
    return keys | {f"f:{head_of_family(n)}" for n in (formal or [n for n, _ in families])}
