"""Parts written in C beside a twin in Python: built where there is a compiler, loaded with ctypes.

A part is an ordinary shared library beside its source, named after the source it was built from (with
the headers beside it), so that a stale one is never loaded. Without it the twin in Python is used, and
gives the same answers.
"""

from __future__ import annotations

import ctypes
import hashlib
import platform
import subprocess
import sys
import tempfile
from array import array
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any


class BuildError(Exception):
    """Why a part was not built, as a sentence."""


def library_path(source: Path) -> Path:
    """Where the library for this source and machine stands or would stand."""
    texts = [part.read_bytes() for part in (source, *sorted(source.parent.glob("*.h")))]
    digest = hashlib.sha256(b"".join(texts)).hexdigest()[:16]
    return source.with_name(f"{source.stem}-{digest}-{sys.platform}-{platform.machine()}.so")


def build(source: Path, target: Path | None = None, *, compiler: str = "cc") -> Path:
    """Build the library with the C compiler and return its path; at once when it is there.

    Raises BuildError when there is no compiler, the source does not compile, or the folder cannot
    be written. Two processes may build at once: the file is put in place whole.
    """
    target = target or library_path(source)
    if target.exists():
        return target
    try:
        with tempfile.TemporaryDirectory(dir=target.parent, prefix=f".{source.stem}") as folder:
            made = Path(folder) / target.name
            words = [compiler, "-O2", "-std=c99", "-shared", "-fPIC", "-o", str(made), str(source)]
            done = subprocess.run(words, capture_output=True, text=True, timeout=120, check=False)
            if done.returncode != 0:
                raise BuildError(f"{compiler} said: {done.stderr.strip()[-500:]}")
            made.replace(target)
    except OSError as error:
        raise BuildError(str(error)) from error
    except subprocess.TimeoutExpired as error:
        raise BuildError(f"{compiler} took longer than two minutes") from error
    return target


def load(source: Path) -> ctypes.PyDLL | None:
    """The loaded library, or None where there is none that fits this machine.

    Its calls do not let go of the interpreter's lock: they take microseconds.
    """
    path = library_path(source)
    if not path.exists():
        return None
    try:
        return ctypes.PyDLL(str(path))
    except OSError:  # built for another machine or C library: as good as not built
        return None


def declare(loaded: ctypes.PyDLL, functions: Iterable[tuple[str, Any, Sequence[Any]]]) -> None:
    """Tell ctypes what functions of a loaded library give and take: name, type of the result, types of the rest."""
    for name, result, arguments in functions:
        function = getattr(loaded, name)
        function.restype, function.argtypes = result, arguments


def address(numbers: array[int]) -> int:
    """Where the numbers lie; it holds until the array grows or is gone."""
    return numbers.buffer_info()[0]


def zeros(code: str, count: int) -> array[int]:
    """So many zeros of a type of `array`, as room for a library's answers."""
    return array(code, bytes(array(code).itemsize * count))
