"""Going through many rows by their number: progress on stderr, and where to go on after a break."""

from collections.abc import Callable, Sequence

from django.core.management.base import BaseCommand, CommandParser

SAID_EVERY = 100


def add_range(parser: CommandParser, *, days: int) -> None:
    """How far back, and after which row; `days` is the default, 0 for all."""
    whole = "all" if not days else f"{days}"
    parser.add_argument("--days", type=int, default=days, help=f"how far back (default {whole})")
    parser.add_argument("--after", type=int, default=0, metavar="ID", help="go on after this row")


def go_through(
    command: BaseCommand, ids: Sequence[int], do: Callable[[int], bool]
) -> tuple[int, int]:
    """Do each in order; returns how many said yes and how many failed.

    A row that fails is named and counted, and the others go on. Broken off (Ctrl-C), it says after
    which row to go on, and ends the command with 130.
    """
    yes = failed = last = 0
    try:
        for number, pk in enumerate(ids, start=1):
            try:
                yes += do(pk)
            except Exception as error:  # one bad row must not end the run
                failed += 1
                command.stderr.write(f"{pk}: {type(error).__name__}: {error}")
            last = pk
            if number % SAID_EVERY == 0 or number == len(ids):
                command.stderr.write(f"{number} of {len(ids)}; last {pk}")
    except KeyboardInterrupt:
        command.stderr.write(f"Broken off. To go on: --after {last}")
        raise SystemExit(130) from None
    return yes, failed
