"""Parsers of foreign bytes run in a child process that may die without taking anybody along.

`call_contained` hands a document to a child that serves one function, and waits. What holds the
child, and what is guaranteed:

- 10 s of CPU per document and 1 GB of address space (RLIMIT_CPU, RLIMIT_AS), 15 s on the clock;
  past any of them the child is gone and the caller gets an exception.
- It starts with an empty environment (no secrets, no proxies), no standard streams, no core dumps;
  it may write no files and start no processes (RLIMIT_FSIZE, RLIMIT_NPROC; the latter does not bind
  root, so an audit hook refuses both as well).
- No network: a network namespace of its own where the kernel allows one (`isolated` in the
  greeting). Everywhere, an audit hook refuses sockets made from Python. Where namespaces are
  forbidden, a hole in a C parser that makes system calls of its own is not held back by this.
- It may still read files that its user may read. Do not give a parser names of files.
- It dies with the process, and with the thread, that started it (PR_SET_PDEATHSIG).

A child serves many documents and goes away by itself when it has served its number, has grown, or
has been idle; the next call starts another. Each process and each thread has its own children, so
forked workers share nothing.
"""

from __future__ import annotations

import json
import os
import signal
import socket
import struct
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

WALL_SECONDS = 15.0
CPU_SECONDS = 10
ADDRESS_SPACE = 1 << 30
START_SECONDS = 60.0
MAX_PAYLOAD = 20_000_000
MAX_ANSWER = 64_000_000

# The functions that a child may be asked to run, as "package.module:function". Each takes the bytes
# of a document and a dict of options, and returns what JSON can carry.
CONTAINED = {
    "cases.feeds.formats.sources:parse_source_json",
    "cases.feeds.subscribing.discovery:offers_of_page_json",
    "cases.articles.extraction:extract_json",
}

_ROOT = Path(__file__).resolve().parents[2]
_REQUEST = struct.Struct("!II")
_ANSWER = struct.Struct("!cI")


class ContainmentError(Exception):
    """A contained parser gave no result."""


class ParserDied(ContainmentError):
    """The document killed its parser: a crash, too much memory or too much CPU."""


class ParserTimedOut(ContainmentError):
    """The parser was not done when the clock ran out."""


class ParserRefused(ContainmentError):
    """The parser raised an error; its text is the message, `kind` the name of its class."""

    def __init__(self, message: str, kind: str = "") -> None:
        super().__init__(message)
        self.kind = kind


class ParserUnavailable(ContainmentError):
    """No child could be started: a fault of this installation, never of the document."""


class _Gone(Exception):
    """The child closed the line."""


@dataclass
class _Child:
    """One child and the line to it."""

    process: subprocess.Popen[bytes]
    line: socket.socket
    owner: int
    isolated: bool = False

    def send(self, data: bytes, deadline: float) -> None:
        if not data:
            # Nothing is waited for: a child may have answered, and left after its last document.
            return
        self.line.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            self.line.sendall(data)
        except TimeoutError:
            raise
        except OSError as error:
            raise _Gone from error

    def receive(self, length: int, deadline: float) -> bytes:
        parts = bytearray()
        while len(parts) < length:
            self.line.settimeout(max(0.001, deadline - time.monotonic()))
            try:
                part = self.line.recv(min(length - len(parts), 1 << 20))
            except TimeoutError:
                raise
            except OSError as error:
                raise _Gone from error
            if not part:
                raise _Gone
            parts += part
        return bytes(parts)

    def end(self) -> int:
        """Make sure that it is gone; returns how it ended (negative: the signal)."""
        self.line.close()
        try:
            # A child that is on its way out gets the moment it needs to say why.
            return self.process.wait(0.2)
        except subprocess.TimeoutExpired:
            # Its own session: whatever it may have started goes with it. Not yet waited for, so the
            # number cannot have passed to another process.
            os.killpg(self.process.pid, signal.SIGKILL)
            return self.process.wait()


_children = threading.local()


def call_contained(target: str, payload: bytes, options: dict[str, Any]) -> Any:
    """Run `target` on a document in a contained child; returns its result, as JSON carries it.

    `target` is one of `CONTAINED`; anything else is a ValueError. Raises `ParserRefused` when the
    function raised, `ParserDied` and `ParserTimedOut` when the document was too much for it, and
    `ParserUnavailable` when no child could be started. All are `ContainmentError`.
    """
    if target not in CONTAINED:
        raise ValueError(f"{target!r} is not on the list of contained functions")
    if len(payload) > MAX_PAYLOAD:
        raise ParserRefused("the document is too large for its parser")
    # A child may have left between two calls (idle, grown, killed). That it took the document is
    # told by a first byte; without it, the document is not to blame and a fresh child is asked.
    for _ in range(3):
        child = _child_for(target)
        try:
            return _exchange(child, payload, options)
        except _NotTaken:
            _forget(target)
        except ParserRefused:
            raise
        except BaseException:
            # Includes a task's time limit raised in mid-exchange: the line is out of step, and the
            # next document must not get this one's answer.
            _forget(target)
            raise
    raise ParserUnavailable("the parser's process ends before it takes a document")


def close_children() -> None:
    """End this thread's children; they come back when needed."""
    for target in list(getattr(_children, "by_target", {})):
        _forget(target)


@dataclass(frozen=True)
class ChildStatus:
    """What a health page may want to know of a child."""

    pid: int
    isolated: bool


def living_children() -> dict[str, ChildStatus]:
    """This thread's children by target; `isolated`: the kernel holds them off the network."""
    return {
        target: ChildStatus(child.process.pid, child.isolated)
        for target, child in getattr(_children, "by_target", {}).items()
        if child.owner == os.getpid()
    }


class _NotTaken(Exception):
    """The child left before it took the document."""


def _exchange(child: _Child, payload: bytes, options: dict[str, Any]) -> Any:
    deadline = time.monotonic() + WALL_SECONDS
    wanted = json.dumps(options).encode()
    taken = False
    try:
        child.send(_REQUEST.pack(len(wanted), len(payload)), deadline)
        child.receive(1, deadline)
        taken = True
        child.send(wanted, deadline)
        child.send(payload, deadline)
        kind, length = _ANSWER.unpack(child.receive(_ANSWER.size, deadline))
        if length > MAX_ANSWER:
            raise ParserDied("the parser's answer is too large")
        answer = child.receive(length, deadline)
    except _Gone as error:
        if not taken:
            raise _NotTaken from error
        raise ParserDied(_manner_of_death(child.end())) from error
    except TimeoutError as error:
        raise ParserTimedOut(f"no result within {WALL_SECONDS:g} s") from error
    if kind == b"R":
        return json.loads(answer)
    fault = json.loads(answer)
    if kind == b"M":
        raise ParserDied("the parser ran out of memory")
    raise ParserRefused(fault["message"], fault["kind"])


def _manner_of_death(code: int) -> str:
    if code == -signal.SIGXCPU:
        return f"the parser used more than {CPU_SECONDS} s of CPU"
    if code < 0:
        return f"the parser was killed by signal {-code}"
    return f"the parser ended with code {code}"


def _child_for(target: str) -> _Child:
    children: dict[str, _Child] = _children.__dict__.setdefault("by_target", {})
    child = children.get(target)
    if child is not None and child.owner == os.getpid():
        return child
    if child is not None:
        # Made before a fork: it belongs to the other process, we only hold a copy of the line.
        child.line.close()
    children[target] = _start(target)
    return children[target]


def _forget(target: str) -> None:
    child: _Child | None = _children.by_target.pop(target, None)
    if child is not None and child.owner == os.getpid():
        child.end()


def _start(target: str) -> _Child:
    ours, theirs = socket.socketpair()
    try:
        process = subprocess.Popen(
            [
                sys.executable,
                "-B",  # it may write no files
                "-m",
                "tracker.lib.contained_child",
                target,
                str(theirs.fileno()),
                str(os.getpid()),
            ],
            cwd=_ROOT,
            env={"PATH": os.defpath, "LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            pass_fds=(theirs.fileno(),),
            start_new_session=True,
        )
    except OSError as error:
        ours.close()
        raise ParserUnavailable(f"no process for the parser: {error}") from error
    finally:
        theirs.close()
    child = _Child(process, ours, os.getpid())
    try:
        deadline = time.monotonic() + START_SECONDS
        kind, length = _ANSWER.unpack(child.receive(_ANSWER.size, deadline))
        greeting = json.loads(child.receive(length, deadline))
    except (_Gone, TimeoutError) as error:
        code = child.end()
        raise ParserUnavailable(f"the parser's process did not start (ended {code})") from error
    except BaseException:
        child.end()
        raise
    if kind != b"H":
        child.end()
        raise ParserUnavailable(f"{greeting['kind']}: {greeting['message']}")
    child.isolated = bool(greeting["isolated"])
    return child
