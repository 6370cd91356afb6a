"""The child's side of `contained`: serves one function to its parent until told to go.

Started as `python -m tracker.lib.contained_child TARGET FD PARENT`, never imported by anybody.
"""

from __future__ import annotations

import ctypes
import importlib
import json
import os
import resource
import select
import signal
import socket
import sys
from collections.abc import Callable
from typing import Any

from tracker.lib.contained import _ANSWER, _REQUEST, ADDRESS_SPACE, CPU_SECONDS, MAX_ANSWER

Parser = Callable[[bytes, dict[str, Any]], Any]

IDLE_SECONDS = 120
MAX_DOCUMENTS = 500
# Above what the module needed once it was loaded; parsers that cache or leak are started afresh.
MAX_GROWTH = 200_000_000
MAX_MESSAGE = 500

_PR_SET_PDEATHSIG = 1
_PR_SET_NO_NEW_PRIVS = 38
_CLONE_NEWUSER = 0x10000000
_CLONE_NEWNET = 0x40000000

_REFUSED_EVENTS = frozenset(
    {
        "socket.connect",
        "socket.sendto",
        "socket.sendmsg",
        "socket.bind",
        "socket.getaddrinfo",
        "socket.gethostbyname",
        "socket.gethostbyaddr",
        "subprocess.Popen",
        "os.system",
        "os.exec",
        "os.posix_spawn",
        "os.fork",
        "os.forkpty",
        "os.remove",
        "os.rename",
        "os.rmdir",
        "os.truncate",
        "os.chmod",
        "os.chown",
        "os.kill",
        "os.killpg",
        "shutil.rmtree",
    }
)


def main(target: str, descriptor: int, parent: int) -> None:
    """Bind the limits, load the function, serve until the parent hangs up."""
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
    if os.getppid() != parent:
        return  # it died before it could take us along
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    line = socket.socket(fileno=descriptor)
    line.setblocking(True)
    isolated = _leave_the_network(libc)
    _bind_limits()
    try:
        module, _, name = target.partition(":")
        parser: Parser = getattr(importlib.import_module(module), name)
    except Exception as error:  # told to the parent, who raises it
        _reply(line, b"F", _fault(error))
        return
    sys.addaudithook(_refuse)
    _reply(line, b"H", {"isolated": isolated})
    _serve(line, parser)


def _serve(line: socket.socket, parser: Parser) -> None:
    grown = _resident() + MAX_GROWTH
    # Not select: a parent with a thousand connections hands on a line with a higher number than
    # select can wait for.
    waiting = select.poll()
    waiting.register(line, select.POLLIN)
    for _ in range(MAX_DOCUMENTS):
        if not waiting.poll(IDLE_SECONDS * 1000):
            return
        head = _receive(line, _REQUEST.size)
        if not head:
            return
        options_length, payload_length = _REQUEST.unpack(head)
        line.sendall(b"A")  # from here on the document is to blame for what happens
        options = json.loads(_receive(line, options_length))
        payload = _receive(line, payload_length)
        _allow_cpu()
        try:
            result = parser(payload, options)
            answer = json.dumps(result, allow_nan=False).encode()
            if len(answer) > MAX_ANSWER:
                raise ValueError("the parser's answer is too large")
        except MemoryError:
            # What was half-built when memory ran out is not to be trusted: this child ends here.
            del payload
            _reply(line, b"M", {})
            return
        except Exception as error:  # the parent raises it as ParserRefused
            _reply(line, b"E", _fault(error))
        else:
            line.sendall(_ANSWER.pack(b"R", len(answer)) + answer)
        if _resident() > grown:
            return


def _resident() -> int:
    """Bytes of memory in use now. (`ru_maxrss` would begin at the parent's size.)"""
    with open("/proc/self/statm", "rb") as file:
        return int(file.read().split()[1]) * resource.getpagesize()


def _leave_the_network(libc: ctypes.CDLL) -> bool:
    """A network namespace with nothing in it, not even loopback; False where that is forbidden.

    A user namespace comes first also for root: without one, a root child would keep its powers
    over the machine.
    """
    for flags in (_CLONE_NEWUSER | _CLONE_NEWNET, _CLONE_NEWNET):
        if libc.unshare(flags) == 0:
            return True
    return False


def _bind_limits() -> None:
    for kind, most in (
        (resource.RLIMIT_AS, ADDRESS_SPACE),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 128),
        (resource.RLIMIT_NPROC, 0),
    ):
        bound = _within(most, resource.getrlimit(kind)[1])
        resource.setrlimit(kind, (bound, bound))
    _allow_cpu()


def _within(wanted: int, hard: int) -> int:
    """The wanted limit, or the hard one where that is lower already."""
    return wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)


def _allow_cpu() -> None:
    """Another helping of CPU from now on. The limit counts a process's whole life, in seconds."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(usage.ru_utime + usage.ru_stime) + 1
    hard = resource.getrlimit(resource.RLIMIT_CPU)[1]
    resource.setrlimit(resource.RLIMIT_CPU, (_within(spent + CPU_SECONDS, hard), hard))


def _refuse(event: str, args: tuple[Any, ...]) -> None:
    """Audit hook: what a parser has no business doing."""
    if event in _REFUSED_EVENTS:
        raise PermissionError(f"a contained parser may not use {event}")
    if event == "socket.__new__":
        raise PermissionError("a contained parser may not open sockets")
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        raise PermissionError("a contained parser may not write files")


def _fault(error: BaseException) -> dict[str, str]:
    return {"kind": type(error).__name__, "message": str(error)[:MAX_MESSAGE]}


def _reply(line: socket.socket, kind: bytes, content: dict[str, Any]) -> None:
    answer = json.dumps(content).encode()
    line.sendall(_ANSWER.pack(kind, len(answer)) + answer)


def _receive(line: socket.socket, length: int) -> bytes:
    """So many bytes, or none when the parent hung up."""
    parts = bytearray()
    while len(parts) < length:
        part = line.recv(min(length - len(parts), 1 << 20))
        if not part:
            return b""
        parts += part
    return bytes(parts)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))
