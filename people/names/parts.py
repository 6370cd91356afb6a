"""A name taken apart: surname, given name, patronymic and what stands between them.

Records should hold the parts, because the order of two plain names cannot always be told. Where
only a text is given, patronymic endings, known given names and surname endings decide, in that
order, and `certain` says when none of them did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Final, NamedTuple

from people.names.finding.rulers import CHRIST, ROYAL, UNMISTAKABLE, regnal_number, ruler_kind
from people.names.finding.tokens import LONGEST_WORD, all_words
from people.names.language.equivalents import (
    FORMAL,
    families_of,
    gender_of_given,
    is_given_name,
    is_listed_given_name,
)
from people.names.language.folding import clean, fold, soften
from people.names.language.inflection import ANY_GENDER, FEMALE, MALE
from people.names.language.particles import particle_in, words_of_kind
from people.names.language.scripts import CYRILLIC, LATIN, MIXED, script_of
from people.names.language.written import ARTICLE, initial_is_between, without_additions

_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_INITIAL: Final = re.compile(r"(?:(?<=^)|(?<=[\s.,]))([^\W\d_]|Дж|Дз|Ch|Sh|Yu|Ya|Zh|Ts)\.", re.U)
_PATRONYMIC: Final = re.compile(
    r".{2,}(?:(?:ов|ев|ёв|ь|в|йов|ів|ав)ич|ич|(?:ов|ев|ёв|ич|инич|ів|їв|аў|ёў|еў)на|аўна|еўна"
    r"|[oey]vi[ctčć]h?|owicz|ewicz|owitsch|ewitsch|ovits?ch|[oe](?:v|w)n[ay]|yevna|ivna|ivn[ay]|ichna|inichna|itch|ji[čć]|[oe]vi[čć])",
    re.U,
)
_SURNAME_ENDING: Final = re.compile(
    r".+(?:[оеё]в|[иы]н|ский|цкий|ской|цкой|ской|[оеё]ва|[иы]на|ская|цкая|енко|[чщ]ук|юк|ых|их|швили"
    r"|дзе|янц?|ович|евич|ський|цький|ська|цька|скі|скас|каў|ая|ый|чик|[oe](?:v|w|ff|va|wa)|in[ae]?"
    r"|sk[iyaáý]|sk[iy]y|skii|skij|skaya|skaja|enko|chuk|shvili|dze|y?ian|yan|wicz|vić|vič|ová|sson|sen)"
)
_FEMALE_SURNAME: Final = re.compile(
    r".+(?:[оеё]ва|[иы]на|ская|цкая|ая|яя|ська|цька|ская|[oe]va|[oe]wa|skaya|skaia|skaja|ská|cká|ová|ska|cka)"
)
_MALE_SURNAME: Final = re.compile(r".+(?:[оеё]в|[иы]н|ский|цкий|ой|ый|ський|цький|ски|скі)")


@dataclass(frozen=True, slots=True)
class NameParts:
    """The parts of one name as written (cleaned, case kept).

    given: given names, separated by spaces; patronymic; surname: without its particles; lineage:
    оглы, кызы, Jr; particles: de, van, бен; initials: capital letters in order; script as in
    `scripts.script_of`; certain: whether the order was told by something better than position.
    """

    given: str = ""
    patronymic: str = ""
    surname: str = ""
    lineage: str = ""
    particles: tuple[str, ...] = ()
    initials: tuple[str, ...] = ()
    script: str = ""
    certain: bool = field(default=True, compare=False)
    title: str = ""  # kind of ruler or holy man whose title stands in place of the surname

    @property
    def gender(self) -> int:
        """MALE, FEMALE or ANY_GENDER (of `inflection`), as far as the name itself tells."""
        return gender_of(self)

    @property
    def suffix(self) -> str:
        """What tells a younger bearer of the name from an elder one (Jr, старший); "" for others."""
        return self.lineage if fold(self.lineage) in words_of_kind("suffix") else ""

    def display(self) -> str:
        """The name in the order of speech: given name, patronymic, surname."""
        words = [self.given or " ".join(f"{letter}." for letter in self.initials)]
        words += [self.patronymic, self.lineage, *self.particles, self.surname]
        return " ".join(word for word in words if word)


def looks_like_patronymic(soft: str) -> bool:
    """Whether a softened nominative ends like a patronymic (surnames in -ович do so too)."""
    return _PATRONYMIC.fullmatch(soft) is not None


class WordKind(NamedTuple):
    """What one word of a name looks like: all that the order of a name is told by."""

    formal: bool  # a given name as documents write it
    given: bool  # a given name in any form
    shaped: bool  # ends like a surname
    patronymic: bool
    prefix: bool = False  # Muhammad, Mian, Hafiz: before the name a man is called by


class Order(NamedTuple):
    """Which words of a name are what, as (first, behind the last); and whether that is certain."""

    given: tuple[int, int]
    patronymic: tuple[int, int]
    surname: tuple[int, int]
    certain: bool


@lru_cache(maxsize=50_000)
def word_kind(word: str) -> WordKind:
    """The kind of one cleaned word of a name."""
    soft = soften(word)
    kinds = [kind for _, kind in families_of(soft)]
    return WordKind(
        FORMAL in kinds,
        bool(kinds),
        _SURNAME_ENDING.fullmatch(soft) is not None,
        looks_like_patronymic(soft),
        fold(word) in words_of_kind("muslim_prefix"),
    )


_NOT_PLAIN: Final = -1
_KIND_BITS: Final = 5


@lru_cache(maxsize=50_000)
def _plain_word(word: str) -> str:
    """The script of a word that is but letters and no title or particle; "" for any other word."""
    if not _LETTERS.fullmatch(word) or len(word) > LONGEST_WORD or clean(word) != word:
        return ""
    key = fold(word)
    if any(key in words_of_kind(kind) for kind in ("title", "particle", "lineage", "suffix")):
        return ""
    if ruler_kind(word) or (word.isupper() and regnal_number(word)):
        return ""
    script = script_of(word)
    return script if script in (CYRILLIC, LATIN) else ""


@lru_cache(maxsize=100_000)  # the words of some 100,000 people with two names each
def _plain_kind(word: str) -> int:
    """Script and kind of a plain word as bits; _NOT_PLAIN for any other."""
    script = _plain_word(word)
    if not script:
        return _NOT_PLAIN
    bits = sum(1 << place for place, value in enumerate(word_kind(word)) if value)
    return (script == LATIN) << _KIND_BITS | bits


def plain_script(text: str) -> str:
    """The script of a name of one to four ordinary words; "" where some word is not ordinary."""
    words = text.split(" ")
    scripts = {_plain_word(word) for word in words}
    return scripts.pop() if len(words) <= 4 and len(scripts) == 1 else ""


@lru_cache(maxsize=10_000)
def _plain_order(words: tuple[int, ...], hungarian: bool) -> tuple[Order, str] | None:
    """Order and script of a name of such words; None where one is not plain or of another script."""
    scripts = {word >> _KIND_BITS for word in words}
    if _NOT_PLAIN in words or len(scripts) > 1:
        return None
    kinds = tuple(
        WordKind(*(bool(word >> place & 1) for place in range(_KIND_BITS))) for word in words
    )
    return _order_of(kinds, False, False, hungarian), LATIN if scripts == {1} else CYRILLIC


def plain_parts(text: str, language: str = "") -> tuple[str, str, str, str, bool] | None:
    """(given, patronymic, surname, script, certain) of a name of one to four ordinary words.

    None for every other name (initials, particles, commas, hyphens...): those need `parse_name`,
    which says the same of these, more slowly. Indexes of many thousand names are built by this.
    """
    words = text.split(" ")
    if len(words) > 4:
        return None
    found = _plain_order(tuple(map(_plain_kind, words)), language == "hu")
    if found is None:
        return None
    ((a, b), (c, d), (e, f), certain), script = found
    given = words[a] if b - a == 1 else " ".join(words[a:b])
    surname = words[e] if f - e == 1 else " ".join(words[e:f])
    return given, words[c] if c < d else "", surname, script, certain


def parse_name(text: str, language: str = "") -> NameParts:
    """The parts of a name written in any usual order; never fails, may come back empty.

    Marks that outlets are forced to print («(признан иноагентом)», asterisks) are dropped.
    `language` is a hint for the order: Hungarian puts the surname first.
    """
    plain = plain_parts(text, language)
    if plain is not None:
        given, patronymic, surname, script, certain = plain
        return NameParts(given, patronymic, surname, script=script, certain=certain)
    text = without_additions(text[:500])
    ruler = _ruler(text)
    if ruler is not None:
        return ruler
    initials = tuple(match.group(1).upper() for match in _INITIAL.finditer(text))
    between = initial_is_between(text)
    text = _INITIAL.sub(" ", text)
    before_comma, comma, after_comma = text.partition(",")
    script = script_of(text)
    titles = words_of_kind("title")
    lineage_known, suffixes = words_of_kind("lineage"), words_of_kind("suffix")
    words: list[str] = []
    particles: list[str] = []
    lineage = ""
    fathers_name = ""
    everything = all_words(before_comma) + all_words(after_comma)
    surname_first = bool(comma and after_comma.strip() and all_words(before_comma))
    for position, word in enumerate(everything):
        article = ARTICLE.match(word)
        if article is not None:
            particles.append(article.group(1))
            word = word[article.end() :]
        key = fold(word)
        whole = len(words) == 2 and looks_like_patronymic(soften(words[1]))
        is_particle, shows_order = particle_in(everything, position, whole=whole)
        if key in lineage_known and words:
            lineage, fathers_name = word, words.pop()
        elif key in suffixes and len(words) >= 2:
            lineage = lineage or word
        elif key in titles and not words and len(everything) > 2:
            continue
        elif is_particle:
            particles.append(word)
            surname_first = surname_first or shows_order
        elif len(word) == 1 and len(everything) > 1:
            initials = (*initials, word.upper())
        else:
            words.append(word)
    kinds = tuple(word_kind(word) for word in words)
    order = _order_of(kinds, bool(initials) and not between, surname_first, language == "hu")
    given, patronymic, surname = (
        " ".join(words[first:behind])
        for first, behind in (order.given, order.patronymic, order.surname)
    )
    return NameParts(
        given=given,
        patronymic=fathers_name or patronymic,
        surname=surname,
        lineage=lineage,
        particles=tuple(particles),
        initials=initials,
        script=script,
        certain=order.certain,
    )


def _ruler(text: str) -> NameParts | None:
    """A ruler or holy man: a title or a number, or both, in place of the surname; None for others.

    Queen Elizabeth II, Елизавета II, II Иоанн Павел, Prophet Muhammad, Jesus Christ.
    """
    words = all_words(text)
    numbers = [word for word in words if word.isupper() and regnal_number(word)]
    if len(numbers) > 1 or not 2 <= len(words) <= 4:
        return None
    names = [word for word in words if word not in numbers]
    title, kind = "", ""
    if len(names) > 2 and names[1].islower() and ruler_kind(names[1]) in ROYAL and not numbers:
        # «Чарльз принц Уэльский»: known by the given name and the title.
        names, title, kind = names[:1], names[1], ruler_kind(names[1])
    for at in (0, -1):
        found = ruler_kind(names[at]) if len(names) > 1 else ""
        if found and (found == CHRIST or numbers or (at == 0 and found in UNMISTAKABLE)):
            title, kind = names.pop(at), found
            break
    if not (kind or numbers) or not 1 <= len(names) <= (2 if numbers else 1):
        return None
    # A number beside one word is a ruler whatever the name (Кигели V), unless it may be an initial.
    number = numbers[0] if numbers else ""
    numbered = len(names) == 1 and (len(number) > 1 or bool(number and script_of(text) == MIXED))
    if not numbered and not all(is_listed_given_name(soften(name)) for name in names):
        return None
    return NameParts(
        given=" ".join(names),
        surname=title or numbers[0],
        lineage=numbers[0] if numbers and title else "",
        script=script_of(text),
        title=kind or "ruler",
    )


_NONE: Final = (0, 0)


@lru_cache(maxsize=10_000)
def _order_of(
    kinds: tuple[WordKind, ...], initials: bool, surname_first: bool, hungarian: bool
) -> Order:
    """Which of the plain words of a name are what, told by their kinds alone."""
    count = len(kinds)
    if not kinds:
        return Order(_NONE, _NONE, _NONE, False)
    if count == 1:
        return Order(_NONE, _NONE, (0, 1), initials)
    if initials and count == 2 and not any(kind.formal for kind in kinds):
        return Order(_NONE, _NONE, (0, 2), False)
    if surname_first:
        if count > 2 and kinds[-1].patronymic:
            return Order((1, count - 1), (count - 1, count), (0, 1), True)
        return Order((1, count), _NONE, (0, 1), True)
    if count >= 3:
        found = _with_patronymic(kinds)
        if found is not None:
            return found
    return _by_position(kinds, hungarian)


def _with_patronymic(kinds: tuple[WordKind, ...]) -> Order | None:
    """Surname Given Patronymic or Given Patronymic Surname, when a patronymic is there."""
    count = len(kinds)
    last, second = kinds[-1].patronymic, kinds[1].patronymic
    if last and not (second and kinds[0].formal):
        first = 1
        if count > 3 and not kinds[1].formal:
            first = next((i for i in range(2, count - 1) if kinds[i].formal), 0) or 1
        return Order((first, count - 1), (count - 1, count), (0, first), True)
    if second:
        return Order((0, 1), (1, 2), (2, count), True)
    return None


def _by_position(kinds: tuple[WordKind, ...], hungarian: bool) -> Order:
    count = len(kinds)
    known = [kind.formal for kind in kinds]
    if not any(known):
        known = [kind.given for kind in kinds]
    shaped = [kind.shaped for kind in kinds]
    if hungarian:
        return Order((1, count), _NONE, (0, 1), True)
    if count > 2 and kinds[0].prefix:
        return Order((0, count - 1), _NONE, (count - 1, count), True)
    if known[0] and not known[-1]:
        cut = 2 if count > 2 and known[1] and not shaped[1] else 1
        return Order((0, cut), _NONE, (cut, count), True)
    if known[-1] and not known[0]:
        cut = count - 1
        while cut > 1 and known[cut - 1]:
            cut -= 1
        # García Márquez Gabriel, but Baum Lyman Frank.
        return Order((cut, count), _NONE, (0, cut), cut == 1)
    if shaped[0] and not shaped[-1]:
        return Order((1, count), _NONE, (0, 1), known[-1])
    if count == 2:
        return Order((0, 1), _NONE, (1, 2), shaped[-1] and not shaped[0])
    return Order((0, count - 1), _NONE, (count - 1, count), False)


def gender_of(parts: NameParts) -> int:
    """The gender the parts tell: by patronymic or lineage, given name, surname; else any."""
    patronymic, lineage = soften(parts.patronymic), fold(parts.lineage)
    if lineage in ("оглы", "оглу", "огли", "угли", "уулу", "ogly", "oglu", "oghlu", "uulu"):
        return MALE
    if lineage in ("кызы", "гызы", "кизи", "kyzy", "qizi", "kizi", "gizi"):
        return FEMALE
    surname = soften(parts.surname)
    first = soften(parts.given.split(" ")[0]) if parts.given else ""
    by_given = gender_of_given(first) if first else ANY_GENDER
    if patronymic:
        by_patronymic = FEMALE if patronymic[-1] in "аa" else MALE
        # A record that contradicts itself proves nothing.
        return by_patronymic if by_patronymic & by_given else ANY_GENDER
    if by_given != ANY_GENDER:
        return by_given
    if _FEMALE_SURNAME.fullmatch(surname):
        return FEMALE
    if _MALE_SURNAME.fullmatch(surname):
        return MALE
    if first and first[-1] in "аяa" and not is_given_name(first):
        return FEMALE
    return ANY_GENDER


def recorded_parts(
    text: str, language: str = "", *, given: str = "", patronymic: str = "", surname: str = ""
) -> NameParts:
    """The parts a record holds, completed by what the text tells (initials, particles, script)."""
    parsed = parse_name(text, language)
    if not (given or surname):
        return parsed
    certain = bool(given and surname)
    return replace(parsed, given=given, patronymic=patronymic, surname=surname, certain=certain)
