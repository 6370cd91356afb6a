"""A name taken apart: surname, given name, patronymic and what stands between them.

Records should hold the parts, because the order of two plain names cannot always be told. Where
only a text is given, patronymic endings, known given names and surname endings decide, in that
order, and `certain` says when none of them did.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Final

from people.names.equivalents import gender_of_given, is_formal_given_name, is_given_name
from people.names.folding import fold, soften
from people.names.inflection import ANY_GENDER, FEMALE, MALE
from people.names.scripts import script_of
from people.names.tables import rows
from people.names.tokens import all_words

_BRACKETS: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\{[^{}]*\}|[*†‡]+")
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


# аль-Багдади, el-Sisi: an Arabic article is a particle, with its hyphen or without.
_ARTICLE: Final = re.compile(
    "((?:[АаЭэУу][лсздртшн]|[АаЭэ]ль|[Аа]ш|[AaEeUu][lzsdnrt]|[Aa]sh))-(?=[^\\W\\d_]{3})"
)


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

    @property
    def gender(self) -> int:
        """MALE, FEMALE or ANY_GENDER (of `inflection`), as far as the name itself tells."""
        return gender_of(self)

    def display(self) -> str:
        """The name in the order of speech: given name, patronymic, surname."""
        words = [self.given or " ".join(f"{letter}." for letter in self.initials)]
        words += [self.patronymic, self.lineage, *self.particles, self.surname]
        return " ".join(word for word in words if word)


@cache
def words_of_kind(kind: str) -> frozenset[str]:
    """The folded words of `data/particles.tsv` of one kind: particle, lineage, suffix, title."""
    return frozenset(fold(word) for row_kind, word in rows("particles") if row_kind == kind)


def looks_like_patronymic(soft: str) -> bool:
    """Whether a softened nominative ends like a patronymic (surnames in -ович do so too)."""
    return _PATRONYMIC.fullmatch(soft) is not None


def parse_name(text: str, language: str = "") -> NameParts:
    """The parts of a name written in any usual order; never fails, may come back empty.

    Marks that outlets are forced to print («(признан иноагентом)», asterisks) are dropped.
    `language` is a hint for the order: Hungarian puts the surname first.
    """
    text = _BRACKETS.sub(" ", text[:500])
    initials = tuple(match.group(1).upper() for match in _INITIAL.finditer(text))
    text = _INITIAL.sub(" ", text)
    before_comma, comma, after_comma = text.partition(",")
    script = script_of(text)
    titles, particles_known = words_of_kind("title"), words_of_kind("particle")
    lineage_known, suffixes = words_of_kind("lineage"), words_of_kind("suffix")
    words: list[str] = []
    particles: list[str] = []
    lineage = ""
    fathers_name = ""
    everything = all_words(before_comma) + all_words(after_comma)
    surname_first = bool(comma and after_comma.strip() and all_words(before_comma))
    for position, word in enumerate(everything):
        article = _ARTICLE.match(word)
        if article is not None:
            particles.append(article.group(1))
            word = word[article.end() :]
        key = fold(word)
        inside = 0 < position < len(everything) - 1
        if key in lineage_known and words:
            lineage, fathers_name = word, words.pop()
        elif key in suffixes and len(words) >= 2:
            lineage = lineage or word
        elif key in titles and not words and len(everything) > 2:
            continue
        elif key in particles_known and (word.islower() or inside) and len(everything) > 2:
            particles.append(word)
        elif len(word) == 1 and len(everything) > 1:
            initials = (*initials, word.upper())
        else:
            words.append(word)
    given, patronymic, surname, certain = _ordered(words, initials, surname_first, language)
    return NameParts(
        given=given,
        patronymic=fathers_name or patronymic,
        surname=surname,
        lineage=lineage,
        particles=tuple(particles),
        initials=initials,
        script=script,
        certain=certain,
    )


def _ordered(
    words: list[str], initials: tuple[str, ...], surname_first: bool, language: str
) -> tuple[str, str, str, bool]:
    """(given, patronymic, surname, certain) of the plain words of a name."""
    if not words:
        return "", "", "", False
    if len(words) == 1:
        return "", "", words[0], bool(initials)
    if initials and len(words) == 2 and not any(is_formal_given_name(soften(w)) for w in words):
        return "", "", " ".join(words), False
    if surname_first:
        rest = words[1:]
        if len(rest) > 1 and looks_like_patronymic(soften(rest[-1])):
            return " ".join(rest[:-1]), rest[-1], words[0], True
        return " ".join(rest), "", words[0], True
    if len(words) >= 3:
        found = _with_patronymic(words)
        if found is not None:
            return found
    return _by_position(words, language)


def _with_patronymic(words: list[str]) -> tuple[str, str, str, bool] | None:
    """Surname Given Patronymic or Given Patronymic Surname, when a patronymic is there."""
    soft = [soften(word) for word in words]
    last, second = looks_like_patronymic(soft[-1]), looks_like_patronymic(soft[1])
    if last and not (second and is_formal_given_name(soft[0])):
        given = words[1:-1]
        if len(words) > 3 and not is_formal_given_name(soft[1]):
            known = [i for i in range(2, len(words) - 1) if is_formal_given_name(soft[i])]
            if known:
                return " ".join(words[known[0] : -1]), words[-1], " ".join(words[: known[0]]), True
        return " ".join(given), words[-1], words[0], True
    if second:
        return words[0], words[1], " ".join(words[2:]), True
    return None


def _by_position(words: list[str], language: str) -> tuple[str, str, str, bool]:
    soft = [soften(word) for word in words]
    known = [is_formal_given_name(word) for word in soft]
    if not any(known):
        known = [is_given_name(word) for word in soft]
    shaped = [_SURNAME_ENDING.fullmatch(word) is not None for word in soft]
    if language == "hu":
        return " ".join(words[1:]), "", words[0], True
    if known[0] and not known[-1]:
        cut = 2 if len(words) > 2 and known[1] and not shaped[1] else 1
        return " ".join(words[:cut]), "", " ".join(words[cut:]), True
    if known[-1] and not known[0]:
        cut = len(words) - 1
        while cut > 1 and known[cut - 1]:
            cut -= 1
        return " ".join(words[cut:]), "", " ".join(words[:cut]), True
    if shaped[0] and not shaped[-1]:
        return " ".join(words[1:]), "", words[0], known[-1]
    if len(words) == 2:
        return words[0], "", words[1], shaped[-1] and not shaped[0]
    return " ".join(words[:-1]), "", words[-1], False


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
