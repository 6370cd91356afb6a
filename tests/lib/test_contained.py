"""A document may kill its parser; nobody else notices. Numbers as in the list of bad inputs."""

from __future__ import annotations

import os
import resource
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.lib import contained_samples
from tracker.lib import contained
from tracker.lib.contained import (
    ParserDied,
    ParserRefused,
    ParserTimedOut,
    ParserUnavailable,
    call_contained,
    living_children,
)

TARGET = "tests.lib.contained_samples:behave"
_MOST_FILES = resource.getrlimit(resource.RLIMIT_NOFILE)


@pytest.fixture(autouse=True)
def sample_parsers(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The sample parsers are on the list; children end with the test."""
    missing = "tests.lib.contained_samples:not_there"
    monkeypatch.setattr(contained, "CONTAINED", {TARGET, missing, "tests.no_module:parse"})
    contained.close_children()
    yield
    contained.close_children()


def ask(do: str, payload: bytes = b"", **options: Any) -> Any:
    return call_contained(TARGET, payload, {"do": do, **options})


def child_pid() -> int:
    return living_children()[TARGET].pid


def until(condition: Callable[[], bool]) -> None:
    """Wait for something that happens in another process."""
    while not condition():
        time.sleep(0.01)


def is_alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def test_a_result_comes_back_and_the_child_serves_many() -> None:
    assert ask("echo", b"x" * 12_000_000) == {"length": 12_000_000, "text": "x" * 20}
    first = child_pid()
    for number in range(50):
        assert ask("echo", b"y" * number)["length"] == number
    assert child_pid() == first


def test_the_child_is_another_process_without_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "very secret")
    monkeypatch.setenv("DATABASE_URL", "postgres://secret@db/x")
    told = ask("pid")
    assert told["pid"] != os.getpid()
    assert told["session"] == told["pid"]
    assert told["environment"] == ["LANG", "PATH", "PYTHONUTF8"]
    assert told["core"] == 0


def test_an_error_of_the_parser_comes_back_as_its_text() -> None:
    with pytest.raises(ParserRefused, match="^this is not a feed$") as caught:
        ask("raise")
    assert caught.value.kind == "ValueError"
    survivor = child_pid()
    assert ask("echo")["length"] == 0
    assert child_pid() == survivor


def test_51_a_crash_kills_the_child_and_nobody_else() -> None:
    ask("echo")
    first = child_pid()
    with pytest.raises(ParserDied, match="signal 11"):
        ask("crash")
    assert not is_alive(first)
    assert ask("echo")["length"] == 0
    assert child_pid() != first


def test_a_parser_that_ends_its_process_is_told_as_dead() -> None:
    with pytest.raises(ParserDied, match="code 7"):
        ask("exit")


def test_55_a_parser_that_spins_is_stopped_by_its_cpu_limit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    # The clock is kept away, so that it is the CPU limit that is seen.
    monkeypatch.setattr(contained, "WALL_SECONDS", 120.0)
    with pytest.raises(ParserDied, match="10 s of CPU"):
        ask("spin")


def test_a_parser_that_sleeps_is_stopped_by_the_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    ask("echo")
    first = child_pid()
    monkeypatch.setattr(contained, "WALL_SECONDS", 0.3)
    with pytest.raises(ParserTimedOut):
        ask("sleep", seconds=600)
    assert not is_alive(first)
    monkeypatch.undo()


def test_a_parser_that_takes_all_memory_is_stopped_by_its_limit() -> None:
    with pytest.raises(ParserDied, match="memory"):
        ask("hog")


def test_54_a_parser_cannot_reach_the_network() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        where = {"host": "127.0.0.1", "port": listener.getsockname()[1]}
        assert contained_samples.behave(b"", {"do": "connect", **where}) == "connected"
        with pytest.raises(ParserRefused, match="may not"):
            ask("connect", **where)


def test_54_a_hole_in_a_c_parser_cannot_reach_the_network_where_the_kernel_helps() -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        where = {"host": "127.0.0.1", "port": listener.getsockname()[1]}
        direct = contained_samples.behave(b"", {"do": "connect_by_system_call", **where})
        assert direct == 0
        inside = ask("connect_by_system_call", **where)
        # Where the kernel forbids namespaces the child says so, and the call gets through.
        assert (inside != 0) == living_children()[TARGET].isolated


def test_a_parser_cannot_write_files_or_start_processes(tmp_path: Path) -> None:
    path = tmp_path / "written"
    with pytest.raises(ParserRefused, match="may not write"):
        ask("write", path=str(path))
    with pytest.raises(ParserRefused, match="may not use subprocess"):
        ask("start_process")
    assert not path.exists()


def test_what_a_parser_prints_does_not_get_into_its_answer() -> None:
    assert ask("print") == "printed"


def test_lone_surrogates_survive_the_way() -> None:
    assert ask("surrogate") == "\ud800"


def test_a_result_that_json_cannot_carry_is_an_error() -> None:
    with pytest.raises(ParserRefused, match="JSON"):
        ask("unfit_for_json")


def test_only_functions_on_the_list_are_called() -> None:
    with pytest.raises(ValueError, match="not on the list"):
        call_contained("os:system", b"", {})


@pytest.mark.parametrize(
    "target", ["tests.no_module:parse", "tests.lib.contained_samples:not_there"]
)
def test_a_parser_that_is_not_there_is_our_fault_and_not_the_documents(target: str) -> None:
    with pytest.raises(ParserUnavailable, match="Error"):
        call_contained(target, b"", {})


def test_a_document_over_the_cap_is_not_sent() -> None:
    with pytest.raises(ParserRefused, match="too large"):
        call_contained(TARGET, bytes(contained.MAX_PAYLOAD + 1), {"do": "echo"})


def test_a_child_that_was_killed_between_two_documents_is_replaced_unnoticed() -> None:
    ask("echo")
    first = child_pid()
    os.kill(first, signal.SIGKILL)
    until(lambda: not is_alive(first))
    assert ask("echo", b"abc")["length"] == 3
    assert child_pid() != first


def test_a_child_is_changed_after_its_number_of_documents(tmp_path: Path) -> None:
    pids = {ask("pid")["pid"] for _ in range(501)}
    assert len(pids) == 2


def test_an_interrupted_call_does_not_leave_its_answer_for_the_next_one() -> None:
    ask("echo")

    class TimeLimit(Exception):
        pass

    def interrupt(number: int, frame: object) -> None:
        raise TimeLimit

    before = signal.signal(signal.SIGALRM, interrupt)
    signal.setitimer(signal.ITIMER_REAL, 0.2)
    try:
        with pytest.raises(TimeLimit):
            ask("sleep", seconds=2)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    assert ask("echo", b"mine")["text"] == "mine"


def test_a_forked_worker_gets_a_child_of_its_own() -> None:
    ask("echo")
    ours = child_pid()
    reader, writer = os.pipe()
    pid = os.fork()
    if pid == 0:
        try:
            os.write(writer, str(ask("pid")["pid"]).encode())
        finally:
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        theirs = int(pipe.read())
    os.waitpid(pid, 0)
    assert theirs != ours
    assert ask("pid")["pid"] == ours
    until(lambda: not is_alive(theirs))


def test_each_thread_has_its_own_child_and_takes_it_along() -> None:
    pids: list[int] = []
    threads = [threading.Thread(target=lambda: pids.append(ask("pid")["pid"])) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(pids)) == 3
    until(lambda: not any(is_alive(pid) for pid in pids))


def test_93_a_child_dies_with_a_parent_that_is_killed_even_while_it_works() -> None:
    code = (
        "import threading\n"
        "from tracker.lib import contained\n"
        f"contained.CONTAINED.add({TARGET!r})\n"
        f"call = lambda **o: contained.call_contained({TARGET!r}, b'', o)\n"
        "print(call(do='pid')['pid'], flush=True)\n"
        "call(do='sleep', seconds=600)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    child = int(parent.stdout.readline())
    assert is_alive(child)
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until(lambda: not is_alive(child))


def test_a_caller_with_thousands_of_open_connections_is_served() -> None:
    """Its lines have numbers beyond what select() can wait for."""
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(4_096, _MOST_FILES[1]), _MOST_FILES[1]))
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1_100)]
    try:
        contained.close_children()
        assert ask("echo", b"x")["length"] == 1
        assert ask("echo", b"xy")["length"] == 2
    finally:
        for descriptor in opened:
            os.close(descriptor)
        resource.setrlimit(resource.RLIMIT_NOFILE, _MOST_FILES)
