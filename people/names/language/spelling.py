"""Does a Latin spelling explain what is heard in another alphabet? Johnson, Джонсон, Џонсон, Džonson.

Transliteration gives one letter for another; a practical transcription follows the ear, and one
spelling has many readings: Davis is Дэвис, Дейвис and Девіс. Instead of listing them, the spelling
is walked letter by letter along what is heard (`data/spellings.tsv`), and the walk has a price.
Names of Slavic shape are left alone: their spellings are transliterations, and a Sergeev who is
read as freely as a Seagrave would become Сергиев.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from functools import cache, lru_cache
from typing import Final

from people.names.language.phonetics import sound_key
from people.names.language.scripts import CYRILLIC, script_of
from people.names.language.tables import rows
from people.names.language.transliteration import read_aloud

# A walk may cost this much. The steps: usual, possible and rare readings of a group of letters.
FARTHEST: Final = 0.36
_STEPS: Final = (0.0, 0.09, 0.2)
_LONGEST_GROUP: Final = 5
# Stands behind the consonants of a further key: no key holds it, no reading ends in it, and it is
# as far from any reading as can be.
BY_EAR: Final = "jjj"
MOST_KEYS: Final = 8
WHEN_SHORT: Final = 0.1  # a sound beyond the second
SHORTEST_HEARD: Final = 2
# Cyrillic of other languages than Russian writes Western names by other rules.
_OTHER_CYRILLIC: Final = frozenset({"bg", "mk", "sr", "uk", "be"})
# A form of a text word; the second where the language writes Western names by rules of its own.
FORM_CYRILLIC: Final = 1
FORM_OTHER_CYRILLIC: Final = 2
KEY_PRICE: Final = 0.18
# Outlets of these languages write Asian names by ear, with marks on the letters; English ones not.
_PHONETIC_WITH_MARKS: Final = frozenset({"cs", "sk", "sl", "hr"})
_LETTER_WITH_MARK: Final = re.compile("[áéíóúůýěščřžťďňľćđ]")
# Outlets of these languages write foreign names as they are heard: Džonson, Tramps, Tramp.
_PHONETIC: Final = frozenset({"sr", "lv", "lt", "az", "bs", "mk", "ka", "hy", "el", "uz"})

_SLAVIC: Final = re.compile(
    r".+(?:[oe](?:v|w|va|wa|f|ff)|[iy]na?|i[nń]s?k[aiyáeý]|[sc]k(?:i|y|ij|iy|ii|aya|aia|aja|oy|oi|ý|á)"
    r"|enko|chuk|czuk|čuk|tsch?uk|yuk|iuk|juk|[oe][vw]i[cčć][hz]?|[oe]wicz|shvili|dze|[yij]an|[čć]|ová)"
)
_SLAVIC_CYRILLIC: Final = re.compile(
    r".+(?:[оеё]ва?|[иыії]на?|[сц]ь?к(?:ий|а|ая|ой|и|і|ы)|енко|ко|ук|юк|чик|ич|[ії]в|ец|ян|швили|дзе|ай|ый|ая)"
)
# Endings above that Western names have as well.
_NOT_SLAVIC: Final = re.compile(
    r".*(?:tt|l|w|m|k|rt|dw|dg|st|qu|[aeou]|ai|ob|v|b|ch|sp)in|.*(?:th|ph|ck|oo|ou|gh|wh|qu|x|ll|tt|dd|pp|rr|gg|mm|bb).*"
    r"|.{1,3}in|.{1,2}eff|.{1,3}rew|.*(?:yn|[iy]an|rov|lev|love|[st]cliff?)"
)

_HEARD: Final = str.maketrans(
    {
        "й": "и", "э": "е", "є": "ие", "ё": "ио", "ю": "иу", "я": "иа", "ы": "и", "і": "и", "ї": "и",
        "ґ": "г", "ў": "у", "ј": "и", "љ": "л", "њ": "н", "ћ": "ч", "ђ": "дж", "џ": "дж", "ѓ": "г",
        "ә": "е", "ғ": "г", "қ": "к", "ң": "н", "ө": "о", "ү": "у", "ұ": "у", "һ": "х", "җ": "дж", "ӣ": "и", "ӯ": "у",
        "ҷ": "дж", "ҳ": "х", "ќ": "к", "ѕ": "дз", "щ": "шч", "ь": "", "ъ": "", "-": "", "'": "", "’": "",
    }
)  # fmt: skip
_HEARD_BG: Final = {**_HEARD, ord("щ"): "шт", ord("ъ"): "ъ"}
_SOFT_BEFORE_VOWEL: Final = re.compile("[ьъ](?=[еиоі])")
_SOFT_BEFORE_VOWEL_BG: Final = re.compile("ь(?=о)")
_HEARD_LATIN: Final = str.maketrans(
    {
        **dict(zip("abcdefghijklmnoprstuvz", "абцдефгхииклмнопрстувз", strict=True)),
        "š": "ш", "č": "ч", "ć": "ч", "ž": "ж", "đ": "дж", "ç": "ч", "ş": "ш", "x": "х", "y": "и",
        "ā": "а", "ē": "е", "ī": "и", "ū": "у", "ė": "е", "ą": "а", "ę": "е", "į": "и", "ų": "у",
        "ļ": "л", "ņ": "н", "ķ": "к", "ģ": "г", "ə": "е", "ö": "ио", "ü": "иу", "ı": "и", "ğ": "г",
        "á": "а", "é": "е", "í": "и", "ó": "о", "ú": "у", "ů": "у", "ý": "и", "ě": "е", "ř": "р",
        "ť": "т", "ď": "д", "ň": "н", "ľ": "л", "w": "в", "q": "к", "ṡ": "с", "ẓ": "з",
        "ṅ": "н", "ṃ": "", "ḋ": "д", "ḃ": "б",
        "-": "", "'": "",
    }
)  # fmt: skip
_HEARD_ANYWHERE: Final = (("dž", "дж"), ("ch", "х"))
# Azerbaijani Cons and Uzbek Jons are Jones.
_HEARD_TOGETHER: Final = {
    "az": (("c", "дж"), ("q", "г"), ("j", "ж")),
    "uz": (("sh", "ш"), ("ch", "ч"), ("j", "дж")),
}
_TWICE: Final = re.compile(r"(.)\1+")


def shapes() -> tuple[str, str, str]:
    """Patterns of Latin names of Slavic shape, of those among them that are not, and of Cyrillic ones."""
    return _SLAVIC.pattern, _NOT_SLAVIC.pattern, _SLAVIC_CYRILLIC.pattern


@cache
def heard_groups() -> dict[str, tuple[tuple[str, float], ...]]:
    """Letters -> what may be heard for them, with prices; the cheapest first."""
    found: dict[str, tuple[tuple[str, float], ...]] = {}
    for letters, *cells in rows("spellings"):
        heard: dict[str, float] = {}
        for price, cell in zip(_STEPS, cells, strict=False):
            for sounds in cell.split():
                plain = _TWICE.sub(r"\1", "" if sounds == "-" else sounds.translate(_HEARD_BG))
                heard.setdefault(plain, price)
        found[letters] = tuple(heard.items())
    return found


def is_written_by_ear(soft: str, language: str) -> bool:
    """Whether a softened Latin word in a text of `language` is written as it is heard."""
    return language in _PHONETIC or (
        language in _PHONETIC_WITH_MARKS and _LETTER_WITH_MARK.search(soft) is not None
    )


@lru_cache(maxsize=50_000)
def heard(soft: str, language: str) -> str:
    """A softened word as plain Cyrillic sounds; "" for a spelling that does not follow the ear."""
    if script_of(soft) == CYRILLIC:
        if language == "bg":
            plain = _SOFT_BEFORE_VOWEL_BG.sub("и", soft).translate(_HEARD_BG)
        else:
            plain = _SOFT_BEFORE_VOWEL.sub("и", soft).translate(_HEARD)
    elif is_written_by_ear(soft, language):
        plain = soft
        for letters, sounds in _HEARD_TOGETHER.get(language, _HEARD_ANYWHERE):
            plain = plain.replace(letters, sounds)
        plain = plain.translate(_HEARD_LATIN)
    else:
        return ""
    return _TWICE.sub(r"\1", plain)


def all_heard(cyrillic: Sequence[str], language: str) -> list[str]:
    """`heard` of several Cyrillic words together, in a fraction of the time."""
    lines = "\n".join(cyrillic)
    if lines.count("\n") != len(cyrillic) - 1:
        return [heard(word, language) for word in cyrillic]
    if language == "bg":
        lines = _SOFT_BEFORE_VOWEL_BG.sub("и", lines).translate(_HEARD_BG)
    else:
        lines = _SOFT_BEFORE_VOWEL.sub("и", lines).translate(_HEARD)
    return _TWICE.sub(r"\1", lines).split("\n")


@lru_cache(maxsize=50_000)
def is_freely_read(soft: str) -> bool:
    """Whether a softened word is a Latin spelling that may be transcribed by ear: not a Slavic one."""
    if not soft or script_of(soft) == CYRILLIC or not "a" <= soft[0] <= "ž":
        return False
    return not _SLAVIC.fullmatch(soft) or _NOT_SLAVIC.fullmatch(soft) is not None


@lru_cache(maxsize=50_000)
def is_foreign_in_cyrillic(soft: str) -> bool:
    """Whether a softened Cyrillic word has no Slavic ending, so that another Cyrillic may hear it
    otherwise."""
    return script_of(soft) == CYRILLIC and not _SLAVIC_CYRILLIC.fullmatch(soft)


@lru_cache(maxsize=50_000)
def _steps(letters: str, at_start: bool, at_end: bool) -> tuple[tuple[int, str, float], ...]:
    """From one place in a spelling: how many letters a group has, what is heard for it, its price.

    `letters`: the next `_LONGEST_GROUP` letters; `at_start`, `at_end`: whether the word begins
    with them, and ends with them.
    """
    known = heard_groups()
    found: list[tuple[int, str, float]] = []
    for length in range(1, len(letters) + 1):
        group = letters[:length]
        if at_start:
            found += ((length, heard, price) for heard, price in known.get("^" + group, ()))
        last = known.get(group + "$") if at_end and length == len(letters) else None
        found += ((length, heard, price) for heard, price in last or known.get(group, ()))
    if letters[0] == "-":
        found.append((1, "", 0.0))
    return tuple(found)


@lru_cache(maxsize=50_000)
def walk_price(spelling: str, sounds: str) -> float:
    """The price of hearing `sounds` (of `heard`) in a Latin `spelling`; 9.0 when it cannot be.

    0 is the usual transcription. Linear in practice: hardly more than two places of the sounds are
    reachable from any place of the spelling.
    """
    end = len(spelling)
    reached: list[dict[int, float] | None] = [{0: 0.0}] + [None] * end
    for at in range(end):
        here = reached[at]
        if here is None:
            continue
        steps = _steps(spelling[at : at + _LONGEST_GROUP], at == 0, at + _LONGEST_GROUP >= end)
        for place, paid in here.items():
            before = sounds[place - 1 : place] if place else ""
            for length, piece, price in steps:
                total = paid + price
                if total > FARTHEST:
                    continue
                if sounds.startswith(piece, place):
                    to = place + len(piece)
                elif piece and piece[0] == before and sounds.startswith(piece[1:], place):
                    to = place + len(piece) - 1  # Woo-Yi: one sound where two groups meet
                else:
                    continue
                there = reached[at + length]
                if there is None:
                    reached[at + length] = {to: total}
                elif total < there.get(to, 9.0):
                    there[to] = total
    last = reached[end]
    return last.get(len(sounds), 9.0) if last is not None else 9.0


def price_by_ear(record: str, form: str, language: str) -> float:
    """The price at which one of two softened words writes by ear what the other spells; else 9.0.

    `form` is a word of a text in `language`; a short word may cost less than a long one.
    """
    cyrillic = script_of(form) == CYRILLIC
    if is_freely_read(record):
        spelling, sounds = record, heard(form, language)
    elif not cyrillic:
        if not is_freely_read(form):
            return 9.0
        spelling, sounds = form, heard(record, "")
    elif language in _OTHER_CYRILLIC and is_foreign_in_cyrillic(record):
        spelling, sounds = record, heard(form, language)
    else:
        return 9.0
    if len(sounds) < SHORTEST_HEARD:
        return 9.0
    price = walk_price(spelling, sounds)
    return price if price <= WHEN_SHORT * (len(sounds) - SHORTEST_HEARD) else 9.0


def forms_by_ear(words: Sequence[str], language: str) -> list[tuple[int, str, str]]:
    """What `price_by_ear` asks of each of these forms: kind, spelling, sounds.

    The kind is 0, FORM_CYRILLIC or that with FORM_OTHER_CYRILLIC; the spelling is empty for a word
    that is not read freely, the sounds for one that is not written by ear.
    """
    if all_cyrillic(words):
        kind = kind_in_cyrillic(language)
        return [(kind, "", sounds) for sounds in all_heard(words, language)]
    return [_form_by_ear(word, language) for word in words]


def all_cyrillic(words: Iterable[str]) -> bool:
    """Whether all words are Cyrillic."""
    return all([script_of(word) == CYRILLIC for word in words])


def kind_in_cyrillic(language: str) -> int:
    """The kind (as in `forms_by_ear`) of the Cyrillic forms of texts in a language."""
    return FORM_CYRILLIC | (FORM_OTHER_CYRILLIC if language in _OTHER_CYRILLIC else 0)


def _form_by_ear(word: str, language: str) -> tuple[int, str, str]:
    if script_of(word) == CYRILLIC:
        return forms_by_ear((word,), language)[0]
    may_be_heard = language in _PHONETIC or language in _PHONETIC_WITH_MARKS
    sounds = heard(word, language) if may_be_heard else ""
    return 0, word if is_freely_read(word) else "", sounds


@lru_cache(maxsize=50_000)
def free_keys(soft: str) -> tuple[str, ...]:
    """The sound keys under which a Latin spelling may be heard; empty for Slavic names.

    Keys hold consonants only; `walk_price` judges the vowels.
    """
    if not is_freely_read(soft):
        return ()
    pattern, options = _consonants()
    groups = pattern.findall(soft)
    last = len(groups) - 1
    keys: list[tuple[float, str]] = [(0.0, "")]
    sure = ""  # what stands behind every key, put there when they part
    for place, letters in enumerate(groups):
        different = options.get(letters, _SILENT)
        if place == 0:
            different = options.get("^" + letters, different)
        if place == last:
            different = options.get(letters + "$", different)
        if len(different) == 1:
            run = different[0][1]
            # A vowel behind a silent letter begins the word: Hidalgo.
            if place <= 1 or run != "a":
                sure += run
            continue
        keys = [
            (price + more, key + sure + run)
            for price, key in keys
            for more, run in different
            if price + more <= KEY_PRICE
        ]
        if len(keys) > MOST_KEYS:
            keys = sorted(keys)[:MOST_KEYS]
        sure = ""
    keys.sort()
    return tuple(dict.fromkeys(_whole_keys([key + sure for _, key in keys if key or sure])))


# Consonant classes that are heard as one; native/reader.h has them too.
MELTING: Final = (("ts", "s"), ("tC", "C"), ("ds", "s"), ("SC", "S"))
_MELTS: Final = re.compile("|".join([*dict(MELTING), r"(.)\1"]))
_SILENT: Final = ((0.0, ""),)


def _whole_keys(several: list[str]) -> list[str]:
    """Runs of consonant classes put together as `sound_key` would give them.

    Consonants melt where no vowel parts them, which a key does not tell: it is kept as it is, too.
    """
    keys = [runs[0] + runs[1:].replace("a", "") for runs in several]
    if _MELTS.search("\n".join(keys)) is None:
        return keys
    plain = [_TWICE.sub(r"\1", key) for key in keys]
    return [key for each in plain for key in (each, _melted(each))]


def _melted(key: str) -> str:
    for both, one in MELTING:
        key = key.replace(both, one)
    return _TWICE.sub(r"\1", key)


def free_consonants() -> dict[str, tuple[tuple[float, str], ...]]:
    """The consonant classes that may be heard for each group of letters, with prices."""
    return _consonants()[1]


@cache
def _consonants() -> tuple[re.Pattern[str], dict[str, tuple[tuple[float, str], ...]]]:
    """A pattern of the groups of letters, and the consonant classes that may be heard for each.

    Only what is usual or possible, with prices. A run that begins with a vowel carries "a" in
    front, which counts at the start of a word only.
    """
    table: dict[str, tuple[tuple[float, str], ...]] = {}
    for letters, options in heard_groups().items():
        found: dict[str, float] = {}
        for piece, price in options:
            if price <= _STEPS[1] or not found:
                found.setdefault(sound_key(read_aloud(piece, "cyr")) if piece else "", price)
        table[letters] = tuple((price, run) for run, price in found.items())
    longest_first = sorted(table, key=lambda letters: len(letters.strip("^$")), reverse=True)
    anchored = [
        (r"\A" if letters[0] == "^" else "")
        + re.escape(letters.strip("^$"))
        + (r"\Z" if letters[-1] == "$" else "")
        for letters in longest_first
    ]
    return re.compile("|".join(anchored)), table
