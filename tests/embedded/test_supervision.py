"""Who dies with whom, who is started again. Real processes, toy work."""

import json
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from tests.support.processes import (
    Running,
    clean_environment,
    is_alive,
    run_command,
    running,
    wait_until,
)
from tracker.embedded.processes import leftovers
from tracker.embedded.supervisor import delay_before_restart

Start = Callable[..., Running]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts toy trackers on one var folder."""
    with ExitStack() as stack:

        def start_one(until: str = "up\n", **extra: str) -> Running:
            environment = clean_environment(tmp_path / "var", **extra)
            # Not two runs into one log: a word of the first would be taken for one of the second.
            log = tmp_path / f"{len(list(tmp_path.glob('*.out')))}.out"
            toy = stack.enter_context(
                running(["-m", "tests.embedded.toy_tracker"], environment, log)
            )
            toy.wait_for_words(until)
            return toy

        yield start_one


def family(toy: Running, name: str) -> tuple[int, int]:
    """The process ids of a part and of its child."""
    part, child = (toy.var / "run" / name).read_text().split()
    return int(part), int(child)


def everybody(toy: Running) -> list[int]:
    return [*family(toy, "worker"), *family(toy, "beat")]


def supervisor_of(toy: Running) -> int:
    return int(json.loads((toy.var / "run" / "processes.json").read_text())["supervisor"])


def test_ctrl_c_ends_every_process_and_is_no_failure(start: Start) -> None:
    toy = start()
    members = everybody(toy)
    assert all(is_alive(member) for member in members)
    assert toy.stop() == 0
    assert not any(is_alive(member) for member in members)


def test_a_killed_part_is_started_again_and_its_old_children_are_gone(start: Start) -> None:
    toy = start()
    worker, child = family(toy, "worker")
    os.kill(worker, signal.SIGKILL)
    wait_until(lambda: family(toy, "worker")[0] != worker, "a new worker")
    assert not is_alive(child)
    assert is_alive(family(toy, "worker")[0])
    assert "worker ended (by SIGKILL): started again now" in toy.output()


def test_when_the_supervisor_is_killed_no_process_lives_on(start: Start) -> None:
    toy = start()
    members = everybody(toy)
    os.kill(supervisor_of(toy), signal.SIGKILL)
    assert toy.process.wait() == 1
    assert not any(is_alive(member) for member in members)


def test_when_the_watcher_is_killed_no_process_lives_on(start: Start) -> None:
    toy = start()
    members = [*everybody(toy), supervisor_of(toy)]
    toy.process.kill()
    wait_until(lambda: not any(is_alive(member) for member in members), "everyone's end")


def test_what_is_left_when_all_parents_are_killed_at_once_is_ended_by_the_next_start(
    start: Start,
) -> None:
    toy = start()
    before = everybody(toy)
    # The watcher stopped, so that it can end nothing before it is killed itself.
    toy.process.send_signal(signal.SIGSTOP)
    os.kill(supervisor_of(toy), signal.SIGSTOP)
    toy.process.kill()
    os.kill(supervisor_of(toy), signal.SIGKILL)
    wait_until(lambda: len(leftovers(toy.var)) <= 2, "the end of the direct children")
    again = start()
    assert not any(is_alive(process) for process in before)
    assert all(is_alive(process) for process in everybody(again))


def test_a_second_start_is_refused_with_the_place_of_the_first(start: Start) -> None:
    first = start()
    second = run_command("-m", "tracker.embedded", "run", environment=first.environment)
    assert second.returncode == 1
    assert "already runs" in second.stderr
    assert f"process {first.process.pid}, toy" in second.stderr
    assert "Traceback" not in second.stderr
    assert all(is_alive(member) for member in everybody(first))


def test_a_part_that_cannot_live_ends_the_start_with_its_last_words(start: Start) -> None:
    toy = start(until="ended again and again (out of luck)", TOY_FAILS="1")
    assert toy.process.wait() == 1
    assert leftovers(toy.var) == []


def test_a_worker_without_heartbeat_is_started_again_with_its_clock(start: Start) -> None:
    toy = start(TOY_SILENCE="1")
    before = everybody(toy)
    wait_until(lambda: "No heartbeat" in toy.output(), "the silence to be noticed")
    wait_until(
        lambda: not set(everybody(toy)) & set(before), "a new worker and a new clock process"
    )
    assert not any(is_alive(process) for process in before)


def test_restarts_come_at_once_and_then_ever_later() -> None:
    delays = [delay_before_restart(deaths) for deaths in (1, 2, 3, 4, 20)]
    assert delays == [0, 1, 2, 4, 30]
