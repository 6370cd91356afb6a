"""The names of many people at once, for an index that is stored.

They are gathered by the compiled clerk, where it is built, and else name after name, as those that are added
to an index in use. The numbers are the same.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, Protocol

from people.names.known import KnownName, KnownPerson
from people.names.language.folding import soften
from people.names.language.scripts import CYRILLIC, LATIN
from people.names.native import enrolling as native
from people.names.native.enrolling import APART, RECORDED, CompiledClerk, Ready, parts_of_line
from people.names.native.gathering import CompiledJudge
from people.names.on_record.articles import with_articles_otherwise
from people.names.on_record.gathering import (
    SCRIPTS,
    GatheredNames,
    flags_of,
    is_behind,
    may_be_swapped,
    swapped,
    taken_apart,
)
from people.names.on_record.judge import judge
from people.names.on_record.many_words import NumberedWords, WordsOfRole
from people.names.plain_names import KIND_BITS, kind_in_python, plain_order


class Texts(Protocol):
    """Texts kept once, by number."""

    def number(self, text: str) -> int:
        """The number of a text."""
        ...

    def numbers(self, texts: Sequence[str]) -> array[int]:
        """The numbers of several texts."""
        ...

    def packed(self) -> tuple[bytes, array[int]]:
        """All texts in the order of their numbers, and where each begins, with the end of the last."""
        ...


class Gathered(NamedTuple):
    """Names as numbers, as `GatheredNames` has them; bearers of each surname from where `bearers_at` says."""

    ids: list[int | str]
    first_names: array[int]
    records: array[int]
    bearers: array[int]
    bearers_at: array[int]
    surnames: WordsOfRole
    given_names: WordsOfRole
    texts: Texts


def gathered(people: Iterable[KnownPerson]) -> Gathered:
    """Every name of these people; a name without a surname word is passed over."""
    people = list(people)
    known = judge(len(people))
    compiled = _gathered_by(known, people) if known is not None and native.is_built() else None
    return compiled or gathered_in_python(people)


def gathered_in_python(people: Sequence[KnownPerson]) -> Gathered:
    """The same, one name after the other."""
    names = GatheredNames(NumberedWords(), NumberedWords())
    names.add(people)
    bearers, bearers_at = array("I"), array("I", (0,))
    for number in range(len(names.surnames)):
        bearers.extend(names.bearers.get(number, ()))
        bearers_at.append(len(bearers))
    return Gathered(
        names.ids, names.first_names, names.records, bearers, bearers_at,
        names.surnames.of_role(surnames=True), names.given_names.of_role(surnames=False),
        _Texts(names),
    )  # fmt: skip


class _Texts:
    def __init__(self, names: GatheredNames[NumberedWords]) -> None:
        self._texts: Final = names.texts
        self.number: Final = names.text

    def numbers(self, texts: Sequence[str]) -> array[int]:
        return array("I", map(self.number, texts))

    def packed(self) -> tuple[bytes, array[int]]:
        encoded = [text.encode("utf-8", "surrogatepass") for text in self._texts]
        starts = array("I", (0,))
        for text in encoded:
            starts.append(starts[-1] + len(text))
        return b"".join(encoded), starts


def _gathered_by(known: CompiledJudge, people: Sequence[KnownPerson]) -> Gathered | None:
    names: list[KnownName] = []
    lines: list[str] = []
    numbers = array("I")
    languages: dict[str, int] = {}
    kinds: dict[str, int] = {}
    flags: dict[tuple[int, str], int] = {}
    for number, person in enumerate(map(with_articles_otherwise, people)):
        gender = person.gender
        for name in person.names:
            text, parts, language, kind, given, patronymic, surname = name
            mode, line = APART, text
            if given or surname:
                mode, line = RECORDED, parts_of_line(text, given, patronymic, surname)
                text += given + patronymic + surname
            if parts is not None or not text.isprintable():
                mode, line = APART, ""  # no ordinary name: it comes ready
            told = flags.get((gender, kind))
            if told is None:
                told = flags[gender, kind] = flags_of(gender, kind)
                kinds.setdefault(kind, len(kinds))
            spoken = languages.setdefault(language, len(languages))
            names.append(name)
            lines.append(line)
            numbers.extend((mode, number, told, spoken, kinds[kind]))
    scripts = SCRIPTS.index(CYRILLIC), SCRIPTS.index(LATIN)
    try:
        clerk = CompiledClerk(known, lines, numbers, list(languages))
        del lines
        enrolled = clerk.enrol(_judged, _order, scripts, lambda number: _ready(names[number]))
    except ValueError:
        return None
    surnames, given_names = (
        WordsOfRole(softs, list(languages), pairs, is_surname)
        for softs, pairs, is_surname in zip(
            enrolled.softs, enrolled.pairs, (True, False), strict=True
        )
    )
    return Gathered(
        [people[number].id for number in enrolled.people], enrolled.first_names, enrolled.records,
        enrolled.bearers, enrolled.bearers_at, surnames, given_names, clerk,
    )  # fmt: skip


def _judged(word: str) -> tuple[int, str]:
    if not word:
        return -1, ""  # between two blanks
    if word.split() != [word]:
        return native.BROKEN, ""  # of other blanks
    return kind_in_python(word), soften(word)


def _order(joined: int) -> int:
    """The order of words of such kinds, as enrolling.c joins and reads it."""
    size = KIND_BITS + 1
    count, hungarian = (joined >> 24 & 3) + 1, bool(joined >> 26)
    words = tuple(joined >> size * place & (1 << size) - 1 for place in range(count))
    found = plain_order(words, hungarian)
    if found is None:
        raise ValueError("no plain words")
    (*places, certain), _ = found
    bounds = [bound for place in places for bound in place]
    return sum(bound << 3 * at for at, bound in enumerate(bounds)) | certain << 3 * len(bounds)


def _ready(name: KnownName) -> Ready:
    given, patronymic, surname, script, certain, rest = taken_apart(name)
    said = SCRIPTS.index(script)
    swapped_given = swapped_surname = ""
    if not surname or surname.isspace():
        said |= native.NONE
    elif not certain and may_be_swapped(given, patronymic):
        said |= native.SWAPPED | native.BEHIND * is_behind(name.text, surname)
        swapped_given, swapped_surname = swapped(name.text, given, surname)
    return Ready(
        given, patronymic, surname, rest, swapped_given, swapped_surname,
        [soften(word) for word in surname.split()], [soften(word) for word in given.split()],
        said | native.CERTAIN * certain,
    )  # fmt: skip
