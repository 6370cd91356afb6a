"""A name taken apart: surname, given name, patronymic and what stands between them.

Records should hold the parts, because the order of two plain names cannot always be told. Where
only a text is given, patronymic endings, known given names and surname endings decide, in that
order, and `certain` says when none of them did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from people.names.finding.rulers import CHRIST, ROYAL, UNMISTAKABLE, regnal_number, ruler_kind
from people.names.finding.tokens import all_words
from people.names.language.equivalents import (
    gender_of_given,
    is_given_name,
    is_listed_given_name,
)
from people.names.language.folding import fold, soften
from people.names.language.inflection import ANY_GENDER, FEMALE, MALE
from people.names.language.particles import particle_in, words_of_kind
from people.names.language.scripts import MIXED, script_of
from people.names.language.written import ARTICLE, initial_is_between, without_additions
from people.names.plain_names import plain_parts
from people.names.word_order import looks_like_patronymic, order_of, word_kind

_INITIAL: Final = re.compile(r"(?:(?<=^)|(?<=[\s.,]))([^\W\d_]|Дж|Дз|Ch|Sh|Yu|Ya|Zh|Ts)\.", re.U)
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
    order = order_of(kinds, bool(initials) and not between, surname_first, language == "hu")
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
