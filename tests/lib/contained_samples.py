"""Well-behaved and badly behaved parsers for the tests of `tracker.lib.contained`."""

from __future__ import annotations

import ctypes
import os
import resource
import socket
import subprocess
import time
from typing import Any


def behave(payload: bytes, options: dict[str, Any]) -> Any:
    """Does what the options ask for."""
    return _BEHAVIOURS[options["do"]](payload, options)


def _echo(payload: bytes, options: dict[str, Any]) -> Any:
    return {"length": len(payload), "text": payload[:20].decode("utf-8", "replace")}


def _pid(payload: bytes, options: dict[str, Any]) -> Any:
    return {
        "pid": os.getpid(),
        "session": os.getsid(0),
        "environment": sorted(os.environ),
        "core": resource.getrlimit(resource.RLIMIT_CORE)[0],
    }


def _raise(payload: bytes, options: dict[str, Any]) -> Any:
    raise ValueError("this is not a feed")


def _crash(payload: bytes, options: dict[str, Any]) -> Any:
    return ctypes.string_at(0)


def _spin(payload: bytes, options: dict[str, Any]) -> Any:
    while True:
        pass


def _sleep(payload: bytes, options: dict[str, Any]) -> Any:
    time.sleep(options["seconds"])
    return "awake"


def _hog(payload: bytes, options: dict[str, Any]) -> Any:
    kept = []
    while True:
        kept.append(bytearray(50_000_000))


def _exit(payload: bytes, options: dict[str, Any]) -> Any:
    os._exit(7)


def _connect(payload: bytes, options: dict[str, Any]) -> Any:
    with socket.create_connection((options["host"], options["port"]), timeout=2):
        return "connected"


def _connect_by_system_call(payload: bytes, options: dict[str, Any]) -> Any:
    """As a hole in a C parser would: past Python, straight to the kernel."""
    libc = ctypes.CDLL(None, use_errno=True)
    handle = libc.socket(socket.AF_INET, socket.SOCK_STREAM, 0)
    address = (
        socket.AF_INET.to_bytes(2, "little")
        + int(options["port"]).to_bytes(2, "big")
        + socket.inet_aton(options["host"])
        + bytes(8)
    )
    return libc.connect(handle, address, len(address))


def _write(payload: bytes, options: dict[str, Any]) -> Any:
    with open(options["path"], "w") as file:
        file.write("x")


def _start_process(payload: bytes, options: dict[str, Any]) -> Any:
    return subprocess.run(["/bin/true"]).returncode


def _print(payload: bytes, options: dict[str, Any]) -> Any:
    print("noise on the line", flush=True)
    return "printed"


def _surrogate(payload: bytes, options: dict[str, Any]) -> Any:
    return "\ud800"


def _unfit_for_json(payload: bytes, options: dict[str, Any]) -> Any:
    return {1, 2}


_BEHAVIOURS = {
    "echo": _echo,
    "pid": _pid,
    "raise": _raise,
    "crash": _crash,
    "spin": _spin,
    "sleep": _sleep,
    "hog": _hog,
    "exit": _exit,
    "connect": _connect,
    "connect_by_system_call": _connect_by_system_call,
    "write": _write,
    "start_process": _start_process,
    "print": _print,
    "surrogate": _surrogate,
    "unfit_for_json": _unfit_for_json,
}
