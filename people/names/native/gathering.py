"""The compiled judge of many words at once (`gathering.c`), where a C compiler built it.

Its twins in Python are `plain_names.kind_in_python` and `record_words.GatheredWords`; letters, words and
endings are told to it by `on_record/judge.py`.
"""

from __future__ import annotations

import ctypes
from array import array
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, NamedTuple

from people.names.native.reading import CompiledReader
from tracker.lib import compiled

__all__ = ["LETTERS", "CompiledJudge", "Entered", "Letter", "is_built"]

SOURCE: Final = Path(__file__).with_name("gathering.c")
LETTERS: Final = 0x530
# Bits of a letter; `class_` is one of four by which the systems of a word are known.
OF_CYRILLIC_NAMES, OF_LATIN_NAMES, CAPITAL, CYRILLIC_LETTER, LATIN_LETTER = 1, 2, 4, 8, 16
BEGINS_FREELY, NOT_RUSSIAN_LETTER, _CLASS_SHIFT = 32, 64, 8
CLASSES: Final = 4
# What letters are told for.
WHOLE, BEGINNING, _ENDING, _INSIDE, SOUNDING = range(5)
# Bits of whole words and sounds, beside those of a word's kind.
FORMAL, GIVEN, PREFIX, ASIDE = 1, 2, 16, 64
# Patterns of endings.
LIKE_SURNAME, LIKE_PATRONYMIC, SLAVIC, NOT_SLAVIC, SLAVIC_CYRILLIC = 1, 2, 4, 8, 16
_MOST_SYSTEMS: Final = 8
_LONGEST_TOLD: Final = 24


@cache
def library() -> Any:
    """The loaded library, or None where there is none that fits this machine."""
    # It does not let go of the interpreter's lock: the reader has one place to work in.
    loaded = compiled.load(SOURCE)
    if loaded is None:
        return None
    pointer, small, long, text = ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int64, ctypes.c_char_p
    functions = (
        ("judge_new", pointer, [pointer, pointer, text, text]),
        ("judge_free", None, [pointer]),
        ("judge_learn", long, [pointer, small, text, ctypes.c_int32, small]),
        ("judge_group", long, [pointer, small, small, small]),
        (
            "enter_words", pointer,
            [pointer, pointer, small, pointer, long, text, small, pointer, pointer, pointer],
        ),
        ("entered_sizes", None, [pointer, pointer]),
        ("entered", None, [pointer, small, *[pointer] * 6]),
        ("entering_free", None, [pointer]),
    )  # fmt: skip
    compiled.declare(loaded, functions)
    return loaded


def is_built() -> bool:
    """Whether the compiled judge will be used."""
    return library() is not None


class Letter(NamedTuple):
    """What is known of a letter: the soft one, how it is folded, bits, and the class of its systems."""

    soft: str
    folded: str
    bits: int
    class_: int


class Entered(NamedTuple):
    """Words under their sounds and keys; sounds and keys in the order in which they were first entered.

    own: numbers of the sounds of each word, from where `own_at` says; values: under each key, from where
    `values_at` says, the number of a sound and twice the number of a word, one more for its other form.
    """

    sounds: list[str]
    keys: list[str]
    own_at: array[int]
    own: array[int]
    values_at: array[int]
    values: array[int]
    traits: array[int]


class _Lines(ctypes.Structure):
    """`Lines` of gathering.c."""

    _fields_ = [("lines", ctypes.c_char_p), ("bytes", ctypes.c_int64)]


class CompiledJudge:
    """Letters, words and endings in C; the same for all threads."""

    def __init__(
        self, reader: CompiledReader, letters: Sequence[Letter], systems: Sequence[str], by_ear: str
    ) -> None:
        """`systems`: of words in no known language, as the reader is told them, by class.

        Raises MemoryError when there is none, and RuntimeError when nothing is built.
        """
        self._library = library()
        if self._library is None:
            raise RuntimeError("the compiled judge is not built")
        self._reader: Final = reader  # it must live as long
        numbers = array("I")
        for letter in letters:
            folded = [*map(ord, letter.folded), 0, 0][:2]
            numbers.extend((ord(letter.soft), *folded, letter.bits | letter.class_ << _CLASS_SHIFT))
        self._judge = self._library.judge_new(
            reader.address, compiled.address(numbers), _systems(systems), by_ear.encode("ascii")
        )
        if not self._judge:
            raise MemoryError

    def __del__(self) -> None:
        judge, self._judge = getattr(self, "_judge", None), None
        if judge:
            self._library.judge_free(judge)

    @property
    def address(self) -> int:
        """Where the judge is, for another compiled part that judges with it."""
        return int(self._judge)

    def learn(self, space: int, words: Iterable[str], bits: int) -> None:
        """Know whole words, their beginnings or sounds."""
        for word in words:
            # No longer word is judged here.
            if 0 < len(word) <= _LONGEST_TOLD:
                self._learn(space, word, bits)

    def _learn(self, space: int, word: str, bits: int) -> None:
        code = word.encode("utf-32-le")
        if self._library.judge_learn(self._judge, space, code, len(word), bits) < 0:
            raise MemoryError

    def learn_endings(self, pattern: int, endings: Iterable[tuple[str, int, int, bool]]) -> None:
        """Know what a pattern ends in or has inside: `endings.Ending`. Raises ValueError for too much."""
        groups: dict[tuple[int, int], int] = {}
        for letters, least, most, inside in endings:
            if len(letters) > _LONGEST_TOLD:
                raise ValueError(letters)
            if inside:
                self._learn(_INSIDE, letters, pattern)
                continue
            group = groups.get((least, most))
            if group is None:
                group = self._library.judge_group(self._judge, pattern, least, most)
                if group < 0:
                    raise ValueError("too many kinds of endings")
                groups[least, most] = group
            self._learn(_ENDING, letters[::-1], 1 << group)

    def entered(
        self,
        forms: tuple[Sequence[str], Sequence[str]],
        pairs: array[int],
        systems: Sequence[str],
        answer: Callable[[int, int], tuple[str, str]],
        not_for_judge: Iterable[int] = (),
    ) -> Entered | None:
        """Softened words, and their other forms ("" for none), under sounds and keys, in the order of `pairs`.

        pairs: number of a word and of a language, in turn; systems: of each language, by class;
        `answer(word, language)`: sounds and keys in turn, between tabs, of both forms of a word that is not
        for this judge: those of `not_for_judge` and others that it finds. Traits of such words are 0. None where
        Python has to do all.
        """
        words = len(forms[0])
        lines = [
            "".join([f"{word}\n" for word in several]).encode("utf-8", "surrogatepass")
            for several in forms
        ]
        if any(each.count(b"\n") != words for each in lines):
            return None
        told = (_Lines * 2)(*[_Lines(each, len(each)) for each in lines])
        asked = compiled.zeros("B", words)
        for word in not_for_judge:
            asked[word] = 1
        traits = compiled.zeros("B", words)
        while True:
            answers = "".join(
                f"{line}\n"
                for at in range(0, len(pairs), 2)
                if asked[pairs[at]]
                for line in answer(pairs[at], pairs[at + 1])
            ).encode("ascii")
            for word in range(words):
                asked[word] = asked[word] and 1
            rest = _Lines(answers, len(answers))
            entering = self._library.enter_words(
                self._judge, told, words, compiled.address(pairs), len(pairs) // 2, _systems(systems),
                len(systems) // CLASSES, ctypes.byref(rest), compiled.address(asked), compiled.address(traits),
            )  # fmt: skip
            if not entering:
                return None
            try:
                if 2 not in asked:
                    return self._told(entering, words, traits)
            finally:
                self._library.entering_free(entering)

    def _told(self, entering: int, words: int, traits: array[int]) -> Entered:
        sizes = compiled.zeros("Q", 5)
        self._library.entered_sizes(entering, compiled.address(sizes))
        sounds, sound_bytes, keys, key_bytes, entries = sizes
        texts = (
            ctypes.create_string_buffer(sound_bytes + 1),
            ctypes.create_string_buffer(key_bytes + 1),
        )
        own_at, own = compiled.zeros("I", words + 1), compiled.zeros("I", entries)
        values_at, values = compiled.zeros("I", keys + 1), compiled.zeros("I", 2 * entries)
        numbers = (own_at, own, values_at, values)
        self._library.entered(
            entering, words, *map(ctypes.addressof, texts), *map(compiled.address, numbers)
        )
        del own[own_at[-1] :]
        heard, under = [text.raw[:-1].decode("ascii").split("\n")[:-1] for text in texts]
        return Entered(heard, under, own_at, own, values_at, values, traits)


def _systems(systems: Sequence[str]) -> bytes:
    return b"".join(each.encode("ascii").ljust(_MOST_SYSTEMS, b"\0") for each in systems)
