"""The schedule names tasks that exist, tasks carry ids alone, and nothing but tasks enqueues."""

import ast
import inspect
from typing import Any

import pytest

import cases.tasks  # noqa: F401  (as a worker finds them)
from tests.architecture.tree import PACKAGES, name_of, project_files
from tracker.celery import app
from tracker.schedule import SCHEDULE

OURS = {name: task for name, task in app.tasks.items() if name.startswith(("tracker.", "cases."))}


def _parameters(task: Any) -> list[inspect.Parameter]:
    return list(inspect.signature(task.run).parameters.values())


@pytest.mark.parametrize("title, name, seconds", SCHEDULE)
def test_every_line_of_the_schedule_names_a_task_that_needs_nothing_to_run(
    title: str, name: str, seconds: float
) -> None:
    assert name in OURS, f"{title!r} in tracker/schedule.py names no task: {name}"
    assert not _parameters(OURS[name])
    assert 1 <= seconds <= 86_400


def test_a_title_and_a_task_stand_once_in_the_schedule() -> None:
    assert len({title for title, _task, _seconds in SCHEDULE}) == len(SCHEDULE)
    assert len({task for _title, task, _seconds in SCHEDULE}) == len(SCHEDULE)


def test_every_sweep_is_scheduled_and_every_item_task_takes_one_id() -> None:
    scheduled = {task for _title, task, _seconds in SCHEDULE}
    assert len(OURS) >= len(SCHEDULE) >= 5
    for name, task in OURS.items():
        parameters = _parameters(task)
        if name in scheduled:
            continue
        # Rows are the queue: a message is an id or some, so it can be lost or come twice without harm.
        assert len(parameters) == 1, f"{name} is neither scheduled nor takes one id"
        assert parameters[0].name.endswith(("_id", "_ids")), name
        assert parameters[0].annotation in (int, list[int]), name


def test_nothing_but_tasks_puts_work_into_the_queue() -> None:
    enqueuing = []
    for path in project_files(".py"):
        name = name_of(path)
        if not name.startswith(PACKAGES) or path.name == "tasks.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Attribute) and node.attr in (
                "delay",
                "apply_async",
                "send_task",
            ):
                enqueuing.append(f"{name}:{node.lineno}")
    assert not enqueuing, "Leave a row with a due time instead"
