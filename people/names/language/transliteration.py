"""Spelling to sound: how the letters of a name are read in each language that writes it.

One name is written Козырева, Kozyreva, Kosyrewa, Kozyriewa and Kozyreva' by different systems.
Instead of listing spellings, each is read back to the same string of sounds. The tables are in
`data/transliteration.tsv`; the systems follow domain notes on BGN/PCGN, ICAO Doc 9303, ISO 9,
ALA-LC and the practice of German, Polish, Czech, French, Italian and Spanish newspapers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import Final

from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.tables import rows

_SYSTEM_OF: Final = {
    "de": "lat-de", "pl": "lat-pl", "fr": "lat-fr", "it": "lat-it", "es": "lat-es", "en": "lat-en",
    "cs": "lat-cs", "sk": "lat-cs", "sl": "lat-cs", "hr": "lat-sr", "sr": "lat-sr", "bs": "lat-sr",
    "lt": "lat-cs", "lv": "lat-cs", "et": "lat-et", "fi": "lat-fi", "hu": "lat-hu", "ro": "lat-ro",
    "nl": "lat-nl", "sv": "lat-sv", "no": "lat-sv", "nb": "lat-sv", "nn": "lat-sv", "da": "lat-sv",
    "tr": "lat-tr", "az": "lat-tr", "uz": "lat-uz",
}  # fmt: skip
# Systems that read otherwise than another only here and there.
_BUILT_ON: Final = {"lat-sr": ("lat-cs",)}
# A Latin name whose language nobody noted may follow any of these.
_ANY_LATIN: Final = ("lat", "lat-pl", "lat-de", "lat-cs", "lat-fr", "lat-en")
# Letters of other alphabets, which `romanization` has written in Latin ones.
_ROMANIZED: Final = {
    "ka": ("lat-ka", "lat-kp"),
    "hy": ("lat-ka",),
    "el": tuple(f"lat-el{number}" for number in range(1, 7)),
}
_READ_TWICE: Final = re.compile("[ўәө]")  # Рөстәм is Рустам, Гүзәл is Гузель
_HACEK: Final = re.compile("[šžčřěŝẑ]")
# Polish names keep their spelling in every language that writes Latin letters.
_POLISH: Final = re.compile("[łńśźąę]|rz|szcz|cz(?!ak$)|w(?:icz|ska|ski|ską)$")
_KEEPS_POLISH: Final = frozenset("en cs sk sl hr bs lt fr it es ro sv no da fi et tr".split())

# What every system leaves different although the ear does not, in this order. Each rule is tried
# only where a sound of its own is there: this is the hottest code of the finder.
_SAME_SOUND: Final = tuple(
    (signs, re.compile(pattern, re.MULTILINE), sound)
    for signs, pattern, sound in (
        ("ij", r"[ij]+([aA])", "A"),
        ("ij", r"[ij]+([oO])", "O"),
        ("ij", r"[ij]+([uU])", "U"),
        ("ij", r"[ij]+e", "e"),
        ("j", r"j", "i"),
        ("", r"([a-zA-Z])\1+", r"\1"),
        ("i", r"ii", "i"),
        ("A", r"([ck])aA$", r"\1a"),
        ("A", r"aA$", "a"),
        ("C", r"tC", "C"),
        ("c", r"dc", "c"),
        ("C", r"SC", "Q"),
        ("u", r"ou$", "ov"),
    )
)


# Most words need none of them. The one with a back reference stands first, where its number holds.
_MAY_BE_SAME: Final = re.compile(
    "|".join(
        sorted((rule.pattern for _, rule, _ in _SAME_SOUND), key=lambda rule: "\\1" not in rule)
    ),
    re.MULTILINE,
)


@cache
def _tables() -> dict[str, dict[str, str]]:
    """What each system reads in its own way: letters and their sounds."""
    found: dict[str, dict[str, str]] = {}
    for row in rows("transliteration"):
        found.setdefault(row[0], {})[row[1]] = "" if row[2] == "-" else row[2]
    return found


@cache
def _rules(system: str) -> tuple[re.Pattern[str], dict[str, str]]:
    table = _letters_of(system)
    longest_first = sorted(table, key=len, reverse=True)
    return re.compile("|".join(map(re.escape, longest_first))), table


def _letters_of(system: str) -> dict[str, str]:
    table: dict[str, str] = {}
    base = "cyr" if system.startswith("cyr") else "lat"
    for wanted in (base, *_BUILT_ON.get(system, ()), system):
        table.update(_tables().get(wanted, {}))
    return table


@cache
def _rules_for_lines(system: str) -> tuple[re.Pattern[str], dict[str, str]]:
    """`_rules` that leave the ends of lines where they are."""
    pattern, table = _rules(system)
    return re.compile(pattern.pattern + "|\n"), {**table, "\n": "\n"}


@cache
def _own_letters(system: str) -> re.Pattern[str] | None:
    """What a system reads otherwise than its base; None for the base itself."""
    systems = (*_BUILT_ON.get(system, ()), system)
    own = [re.escape(row[1]) for row in rows("transliteration") if row[0] in systems]
    return re.compile("|".join(own)) if "-" in system and own else None


@lru_cache(maxsize=20_000)
def read_aloud(soft: str, system: str) -> str:
    """The sounds of a softened word as `system` reads it; "" when nothing in it can be read."""
    own = _own_letters(system)
    if own is not None and own.search(soft) is None:
        return read_aloud(soft, system.partition("-")[0])
    pattern, table = _rules(system)
    return _as_heard("".join([table[letters] for letters in pattern.findall(soft)]))


def _as_heard(sounds: str) -> str:
    """Sounds, a word a line, without the differences that the ear does not hear."""
    if _MAY_BE_SAME.search(sounds) is None:
        return sounds
    for signs, rule, sound in _SAME_SOUND:
        if not signs or signs[0] in sounds or signs[-1] in sounds:
            sounds = rule.sub(sound, sounds)
    return sounds


def same_sound_rules() -> tuple[tuple[str, str], ...]:
    """What the ear does not hear: patterns and what they become, in their order."""
    return tuple((rule.pattern, sound) for _, rule, sound in _SAME_SOUND)


def system_tables() -> dict[str, dict[str, str]]:
    """Every system that `systems_for` may name, with its letters and their sounds."""
    romanized = [system for systems in _ROMANIZED.values() for system in systems]
    systems = (
        "cyr",
        "cyr-be",
        "cyr-bg",
        "cyr-uz",
        *_ANY_LATIN,
        *_SYSTEM_OF.values(),
        *romanized,
    )
    return {system: _letters_of(system) for system in dict.fromkeys(systems)}


def systems_for(soft: str, language: str) -> tuple[str, ...]:
    """Which systems may have spelled this word: its language's own, then the general one.

    An empty `language` means that it is not known.
    """
    if script_of(soft) == CYRILLIC:
        if language == "uz":
            return ("cyr-uz", "cyr")
        if language == "be" or _READ_TWICE.search(soft):
            return ("cyr", "cyr-be")
        return ("cyr-bg", "cyr") if language == "bg" else ("cyr",)
    if language in _ROMANIZED:
        return _ROMANIZED[language]
    own = _SYSTEM_OF.get(language)
    if own is None:
        return ("lat",) if language else _ANY_LATIN
    # Italian papers write Slavic names in the scholars' way, which reads like Czech: Archipov, Cygankov.
    if (language == "it" or _HACEK.search(soft)) and own not in ("lat-cs", "lat-sr"):
        return (own, "lat", "lat-cs")
    if language in _KEEPS_POLISH and is_spelled_in_polish(soft):
        return (own, "lat", "lat-pl")
    return (own, "lat")


_AFTER_HARD: Final = re.compile("(?<=[rZSCcQ])e")
_UNSTRESSED: Final = str.maketrans({"o": "a", "A": "e"})


def same_when_unstressed(record: str, form: str) -> bool:
    """Whether a softened Belarusian word spells as it is heard a name that others spell with о, е.

    Лапцёнак is Лаптёнок, Сакалоўская is Соколовская, Козырава is Козырева.
    """
    one, other = (
        _AFTER_HARD.sub("a", read_aloud(word, system).translate(_UNSTRESSED))
        for word, system in ((form, "cyr-be"), (record, "cyr"))
    )
    return one == other


def is_spelled_in_polish(soft: str) -> bool:
    """Whether a softened Latin word shows Polish spelling, which other languages keep."""
    return _POLISH.search(soft) is not None


def readings(soft: str, language: str = "") -> tuple[str, ...]:
    """The distinct sound strings of a softened word, the most likely first."""
    found = (read_aloud(soft, system) for system in systems_for(soft, language))
    return tuple(dict.fromkeys(sound for sound in found if sound))


def read_all(words: Sequence[str], language: str) -> dict[str, tuple[str, ...]]:
    """`readings` of several softened words, for the many forms that one word of a text may be.

    They are read together, a word a line, which takes a fraction of the time.
    """
    alike: dict[tuple[str, ...], list[str]] = {}
    for word in words:
        alike.setdefault(systems_for(word, language), []).append(word)
    found: dict[str, tuple[str, ...]] = {}
    for systems, group in alike.items():
        lines = "\n".join(group)
        if lines.count("\n") != len(group) - 1:
            found.update((word, readings(word, language)) for word in group)
            continue
        columns = []
        for system in systems:
            own = _own_letters(system)
            if own is not None and own.search(lines) is None:
                base = system.partition("-")[0]
                if base in systems:
                    continue  # it reads them as its base does
                system = base
            pattern, table = _rules_for_lines(system)
            sounds = "".join([table[letters] for letters in pattern.findall(lines)])
            columns.append(_as_heard(sounds).split("\n"))
        if len(columns) == 1:
            found.update(zip(group, [(s,) if s else () for s in columns[0]], strict=True))
            continue
        for word, *heard in zip(group, *columns, strict=True):
            found[word] = tuple(dict.fromkeys([sounds for sounds in heard if sounds]))
    return found
