"""The embedded servers for the length of one command, when the tracker may not be running."""

from collections.abc import Generator
from contextlib import contextmanager

from tracker.embedded import broker, postgres, processes
from tracker.embedded.folders import (
    current_folders,
    is_locked,
    make_folders,
    note_holder,
    remove_socket_folder,
    take_lock,
)
from tracker.embedded.parts import plan_from_environment


@contextmanager
def servers_running(purpose: str) -> Generator[None]:
    """Within this block the servers of the environment answer.

    Uses those of a running tracker; else starts the embedded ones, and stops them afterwards. Where
    DATABASE_URL and BROKER_URL are given it does nothing. CannotStart says what is wrong.
    """
    folders = current_folders()
    plan = plan_from_environment(folders)
    if not (plan.own_database or plan.own_broker) or is_locked(folders):
        yield
        return
    make_folders(folders)
    with take_lock(folders) as lock:
        note_holder(lock, purpose)
        processes.end_leftovers(folders.var)
        running = []
        try:
            if plan.own_broker:
                process = broker.Broker(folders).start_and_wait()
                running.append((process, broker.STOP_SIGNAL))
            if plan.own_database:
                process = postgres.Postgres(folders).start_and_wait()
                running.append((process, postgres.STOP_SIGNAL))
            yield
        finally:
            for process, stop_signal in running:
                processes.end_process(process, stop_signal, within=10)
            remove_socket_folder(folders)
