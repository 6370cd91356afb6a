"""The compiled clerk that takes the names of many people as numbers (`enrolling.c`), where a C compiler built it.

Its twin in Python is `on_record/gathering.GatheredNames`; `on_record/many_names.py` asks it.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from people.names.native.gathering import CompiledJudge
from tracker.lib import compiled

__all__ = ["APART", "BROKEN", "RECORDED", "CompiledClerk", "Enrolled", "Ready", "is_built"]

SOURCE: Final = Path(__file__).with_name("enrolling.c")
# How a name is given: a text to be taken apart, or with parts beside it.
APART, RECORDED = 0, 1
BROKEN: Final = -3  # the kind of what is not one word
# What is said of a name that was taken apart in Python, beside its script in the lowest bits.
CERTAIN, SWAPPED, BEHIND, NONE = 8, 16, 32, 64
_MOST_ORDERS: Final = 1 << 14
_NO_LANGUAGE: Final = 0xFFFFFFFF
# Signs that no name may hold: they stand behind names, parts and words.
_LINE, _PART, _WORD = "\0", "\1", "\2"
_NUMBERS: Final = 5


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    loaded = compiled.load(SOURCE)
    if loaded is None:
        return None
    pointer, small, long, text = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int64, ctypes.c_char_p
    functions = (
        ("enrolling_new", pointer, [pointer, text, long, pointer, small, text, long, small, small]),
        ("enrolling_free", None, [pointer]),
        ("enrol_words", long, [pointer, pointer]),
        ("enrol_asked", None, [pointer, pointer]),
        ("enrol_answer", long, [pointer, pointer, text, long]),
        ("enrol_orders", long, [pointer, pointer]),
        ("enrol_left", long, [pointer, pointer]),
        ("enrol", long, [pointer, pointer, pointer, pointer]),
        ("enrolled_sizes", None, [pointer, pointer, pointer]),
        ("enrolled_numbers", None, [pointer, ctypes.c_int32, pointer]),
        ("enrolled_words", None, [pointer, ctypes.c_int32, pointer]),
        ("enrolled_bearers", None, [pointer, pointer, pointer]),
        ("enrol_text", long, [pointer, text, ctypes.c_int32]),
        ("enrol_texts", long, [pointer, text, long, pointer, long]),
        ("enrolled_texts", None, [pointer, pointer, pointer]),
    )
    compiled.declare(loaded, functions)
    return loaded


def is_built() -> bool:
    """Whether the compiled clerk will be used."""
    return library() is not None


class Ready(NamedTuple):
    """A name that Python took apart, with its softened words; `said`: its script and the bits above."""

    given: str
    patronymic: str
    surname: str
    rest: str
    swapped_given: str
    swapped_surname: str
    surname_softs: Sequence[str]
    given_softs: Sequence[str]
    said: int


class Enrolled(NamedTuple):
    """Names as numbers: `GatheredNames` says what each is. People and languages by the numbers given.

    pairs: of each role, word and language in turn; softs: the words of each role.
    """

    people: array[int]
    first_names: array[int]
    records: array[int]
    bearers: array[int]
    bearers_at: array[int]
    softs: tuple[list[str], list[str]]
    pairs: tuple[array[int], array[int]]


class _Ready(ctypes.Structure):
    """`Ready` of enrolling.c."""

    _fields_ = [
        ("lines", ctypes.c_char_p),
        ("bytes", ctypes.c_int64),
        ("flags", ctypes.c_void_p),
    ]


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")


class CompiledClerk:
    """The names of many people in C, and all texts that are kept once with them."""

    def __init__(
        self,
        judge: CompiledJudge,
        lines: Sequence[str],
        numbers: array[int],
        languages: Sequence[str],
    ) -> None:
        """A text for each name, or text, given name, patronymic and surname as `parts_of_line` joins them.

        numbers: of each name five: APART or RECORDED, the person, flags, the language, and what kind of
        name it is. Raises ValueError for texts with signs that no name has and for what there is no room
        for, and RuntimeError when nothing is built.
        """
        self._library = library()
        self._clerk = None
        if self._library is None:
            raise RuntimeError("the compiled clerk is not built")
        told = "".join([f"{line}{_LINE}" for line in lines])
        spoken = "".join([f"{language}{_PART}" for language in languages])
        if (
            told.count(_LINE) != len(lines)
            or told.count(_PART) != 3 * sum(numbers[::_NUMBERS])
            or spoken.count(_PART) != len(languages)
            or "\n" in spoken
        ):
            raise ValueError("a sign that no name has")
        # The library reads these as long as it lives.
        self._kept: Final = (judge, numbers, _encoded(told), _encoded(spoken))
        _, _, names, tongues = self._kept
        hungarian = languages.index("hu") if "hu" in languages else _NO_LANGUAGE
        self._clerk = self._library.enrolling_new(
            judge.address, names, len(names), compiled.address(numbers), len(lines),
            tongues, len(tongues), len(languages), hungarian,
        )  # fmt: skip
        if not self._clerk:
            raise ValueError("no room for these names")

    def __del__(self) -> None:
        clerk, self._clerk = getattr(self, "_clerk", None), None
        if clerk:
            self._library.enrolling_free(clerk)

    def enrol(
        self,
        judged: Callable[[str], tuple[int, str]],
        order: Callable[[int], int],
        scripts: tuple[int, int],
        ready: Callable[[int], Ready],
    ) -> Enrolled:
        """Enter all names; the callables are asked for what is not ordinary.

        judged(word): its kind and what it is softened to; order(kinds): of a combination of kinds as
        enrolling.c joins them; ready(name): a name that is not ordinary, by its place. Raises
        ValueError where Python has to do all.
        """
        self._answer_words(judged)
        asked = compiled.zeros("I", _MOST_ORDERS)
        count = _checked(self._library.enrol_orders(self._clerk, compiled.address(asked)))
        orders = array("I", [0, *map(order, asked[:count])])
        left = compiled.zeros("I", self._library.enrol_left(self._clerk, None))
        self._library.enrol_left(self._clerk, compiled.address(left))
        names = [ready(number) for number in left]
        lines = "".join(map(_line_of, names))
        words = sum(len(name.surname_softs) + len(name.given_softs) for name in names)
        if [lines.count(sign) for sign in (_LINE, _PART, _WORD)] != [
            len(names),
            7 * len(names),
            words,
        ]:
            raise ValueError("a sign that no name has")
        said = array("I", [0, *(name.said for name in names)])
        told, bits = _encoded(lines), array("I", scripts)
        _checked(
            self._library.enrol(
                self._clerk, compiled.address(orders) + orders.itemsize, compiled.address(bits),
                ctypes.byref(_Ready(told, len(told), compiled.address(said) + said.itemsize)),
            )
        )  # fmt: skip
        return self._enrolled()

    def _answer_words(self, judged: Callable[[str], tuple[int, str]]) -> None:
        size = compiled.zeros("Q", 1)
        count = _checked(self._library.enrol_words(self._clerk, compiled.address(size)))
        room = ctypes.create_string_buffer(size[0] + 1)
        self._library.enrol_asked(self._clerk, ctypes.addressof(room))
        words = room.raw[:-1].decode("utf-8", "surrogatepass").split(_LINE)[:-1]
        answers = [judged(word) for word in words]
        kinds = array("i", [0, *(kind for kind, _ in answers)])
        softs = _encoded("".join([f"{soft}{_LINE}" for _, soft in answers]))
        if softs.count(b"\0") != count:
            raise ValueError("a sign that no word has")
        at_kinds = compiled.address(kinds) + kinds.itemsize
        _checked(self._library.enrol_answer(self._clerk, at_kinds, softs, len(softs)))

    def _enrolled(self) -> Enrolled:
        counts, strings = compiled.zeros("Q", 6), compiled.zeros("Q", 6)
        self._library.enrolled_sizes(
            self._clerk, compiled.address(counts), compiled.address(strings)
        )
        told = [compiled.zeros("I", count) for count in counts[:5]]
        for which, numbers in enumerate(told):
            self._library.enrolled_numbers(self._clerk, which, compiled.address(numbers))
        bearers, bearers_at = (
            compiled.zeros("I", counts[5] // 3 * 2),
            compiled.zeros("I", strings[2] + 1),
        )
        self._library.enrolled_bearers(
            self._clerk, compiled.address(bearers_at), compiled.address(bearers)
        )
        softs: list[list[str]] = []
        for which in (1, 2):
            room = ctypes.create_string_buffer(strings[2 * which] + strings[2 * which + 1] + 1)
            self._library.enrolled_words(self._clerk, which, ctypes.addressof(room))
            softs.append(room.raw[:-1].decode("utf-8", "surrogatepass").split("\n")[:-1])
        if [len(words) for words in softs] != [strings[2], strings[4]]:
            raise ValueError("a sign that no word has")
        records, first_names, people, surnames, given_names = told
        return Enrolled(
            people, first_names, records, bearers, bearers_at,
            (softs[0], softs[1]), (surnames, given_names),
        )  # fmt: skip

    def number(self, text: str) -> int:
        """The number of a text, kept once."""
        told = _encoded(text)
        return _checked(self._library.enrol_text(self._clerk, told, len(told)))

    def numbers(self, texts: Sequence[str]) -> array[int]:
        """The numbers of several texts."""
        told = "".join([f"{text}\n" for text in texts])
        if told.count("\n") != len(texts):
            return array("I", map(self.number, texts))
        lines, numbers = _encoded(told), compiled.zeros("I", len(texts))
        _checked(
            self._library.enrol_texts(
                self._clerk, lines, len(lines), compiled.address(numbers), len(texts)
            )
        )
        return numbers

    def packed(self) -> tuple[bytes, array[int]]:
        """All texts in the order of their numbers, and where each begins, with the end of the last."""
        counts, strings = compiled.zeros("Q", 6), compiled.zeros("Q", 6)
        self._library.enrolled_sizes(
            self._clerk, compiled.address(counts), compiled.address(strings)
        )
        room, starts = (
            ctypes.create_string_buffer(strings[1] + 1),
            compiled.zeros("I", strings[0] + 1),
        )
        self._library.enrolled_texts(self._clerk, ctypes.addressof(room), compiled.address(starts))
        return room.raw[:-1], starts


def parts_of_line(text: str, given: str, patronymic: str, surname: str) -> str:
    """The line of a name that is RECORDED."""
    return f"{text}{_PART}{given}{_PART}{patronymic}{_PART}{surname}"


def _line_of(name: Ready) -> str:
    softs = ["".join([f"{soft}{_WORD}" for soft in words]) for words in name[6:8]]
    return _PART.join((*name[:6], *softs)) + _LINE


def _checked(done: int) -> int:
    if done < 0:
        raise ValueError("names that Python has to gather")
    return int(done)
