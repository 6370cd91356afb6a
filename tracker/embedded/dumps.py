"""Dumps of a whole database with PostgreSQL's own tools: written, checked, restored in one go."""

import os
import re
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO

from tracker.embedded.postgres import binary_folders, major_of
from tracker.embedded.problems import CannotStart

Say = Callable[[str], None]
Words = list[str | Path]
_TOOLS = ("pg_dump", "pg_restore", "psql")
_TELL_EVERY = 2.0  # seconds

# Everything of ours goes, whichever version made it; what belongs to an extension stays with it.
_EMPTY_THE_DATABASE = """
DO $empty$
DECLARE found record;
BEGIN
  FOR found IN
    SELECT format('DROP %s IF EXISTS %s CASCADE',
                  CASE relkind WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW'
                               WHEN 'S' THEN 'SEQUENCE' ELSE 'TABLE' END, c.oid::regclass) AS drop
    FROM pg_class c
    WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p', 'v', 'm', 'S')
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = c.oid AND deptype IN ('e', 'i', 'a'))
  LOOP EXECUTE found.drop; END LOOP;
  FOR found IN
    SELECT format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure) AS drop
    FROM pg_proc p
    WHERE pronamespace = 'public'::regnamespace
      AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = p.oid AND deptype = 'e')
  LOOP EXECUTE found.drop; END LOOP;
END $empty$;
"""


@dataclass(frozen=True)
class Database:
    """Where a database is, for the tools: a libpq connection text, and the password beside it."""

    place: str
    password: str
    server_major: int


def find_tools(least_major: int) -> Path:
    """The folder of the newest pg_dump, pg_restore and psql of at least this major version.

    An older pg_dump refuses a newer server. CannotStart says what to install.
    """
    folders = [f for f in binary_folders() if all((f / tool).exists() for tool in _TOOLS)]
    fitting = [(major_of(folder), folder) for folder in folders]
    fitting = [(major, folder) for major, folder in fitting if major >= least_major]
    if fitting:
        return min(fitting)[1]  # the nearest version writes what the server itself can read
    raise CannotStart(
        f"No pg_dump of PostgreSQL {least_major} or newer was found: install "
        f"postgresql-client-{least_major}, or set TRACKER_PG_BIN to the bin folder of one."
    )


def write_dump(database: Database, target: Path, say: Say) -> None:
    """Write all of the database into `target`; it appears there whole or not at all.

    CannotStart with the tool's words if it fails.
    """
    tools = find_tools(database.server_major)
    part = target.with_name(target.name + ".part")
    part.unlink(missing_ok=True)
    # It holds unpublished records and the accounts' password hashes.
    os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    words: Words = [
        tools / "pg_dump",
        "--format=custom",
        "--no-owner",
        "--no-privileges",
        "--verbose",
    ]
    words += [f"--file={part}", f"--dbname={database.place}"]
    try:
        process = subprocess.Popen(
            words,
            env=_environment(database),
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        assert process.stderr is not None
        tables, told, last = 0, time.monotonic(), ""
        for line in process.stderr:
            last = line.strip() or last
            tables += "dumping contents of table" in line
            if time.monotonic() - told > _TELL_EVERY:
                told = time.monotonic()
                say(f"  {tables} tables, {part.stat().st_size / 1e6:.1f} MB ...")
        if process.wait() != 0:
            raise CannotStart(f"The backup failed: {last}")
        describe_dump(part)  # a file that cannot be read back is no backup
        with part.open("rb") as stream:
            os.fsync(stream.fileno())
        part.replace(target)
    finally:
        part.unlink(missing_ok=True)


def describe_dump(file: Path) -> dict[str, str]:
    """What the dump says of itself: "Archive created at", "Dumped from database version" and so on.

    CannotStart if it is no dump, is damaged at its head, or was written by a newer version.
    """
    tools = find_tools(_newest_tools())
    result = subprocess.run(
        [tools / "pg_restore", "--list", file], capture_output=True, text=True, errors="replace"
    )
    if result.returncode != 0:
        raise CannotStart(f"{file} is no backup that can be read: {result.stderr.strip()}")
    pairs = re.findall(r"^; +([^:\n]+): (.*)$", result.stdout, re.MULTILINE)
    head = {name.strip(): value.strip() for name, value in pairs}
    if made := re.search(r"^; Archive created at (.*)$", result.stdout, re.MULTILINE):
        head["Archive created at"] = made[1].strip()
    return head


def restore_dump(database: Database, file: Path, say: Say) -> None:
    """Replace everything in the database by what the dump holds, in one transaction.

    CannotStart with the server's words if it fails; the database is then as it was.
    """
    head = describe_dump(file)
    written_by = int((re.match(r"\d+", head.get("Dumped by pg_dump version", "")) or ["0"])[0])
    tools = find_tools(max(database.server_major, written_by))
    total = int(head.get("TOC Entries", "0"))
    reader_words: Words = [tools / "pg_restore", "--no-owner", "--no-privileges", "--file=-", file]
    writer_words: Words = [tools / "psql", "--no-psqlrc", "--quiet", "--single-transaction"]
    writer_words += ["--set=ON_ERROR_STOP=1", "--output=/dev/null", f"--dbname={database.place}"]
    with TemporaryFile() as read_errors, TemporaryFile() as write_errors:
        reader = subprocess.Popen(reader_words, stdout=subprocess.PIPE, stderr=read_errors)
        writer = subprocess.Popen(
            writer_words,
            env=_environment(database),
            stdin=subprocess.PIPE,
            stderr=write_errors,
        )
        assert reader.stdout is not None and writer.stdin is not None
        say(f"  {total} objects to restore ...")
        with _broken_pipe_is_no_news():
            writer.stdin.write(_EMPTY_THE_DATABASE.encode())
            for line in _statements(reader.stdout, say):
                writer.stdin.write(line)
        reader.stdout.close()
        read_code = reader.wait()
        if read_code != 0:
            # Half a dump must not be committed at the end of the input.
            writer.kill()
        with _broken_pipe_is_no_news():
            writer.stdin.close()
        write_code = writer.wait()
        if write_code != 0 and read_code in (0, -13):
            raise CannotStart(f"Nothing was restored: {_first_error(write_errors)}")
        if read_code != 0:
            raise CannotStart(f"Nothing was restored: {_first_error(read_errors)}")


def _statements(lines: IO[bytes], say: Say) -> Iterator[bytes]:
    """The dump's lines without those that an older server does not know, telling progress."""
    table, told = "", time.monotonic()
    for line in lines:
        if not table and line.startswith(b"COPY ") and line.rstrip().endswith(b"FROM stdin;"):
            table = line.split()[1].decode(errors="replace")
            if time.monotonic() - told > _TELL_EVERY:
                told = time.monotonic()
                say(f"  {table} ...")
        elif line.rstrip() == b"\\.":
            table = ""
        elif not table and line.startswith(b"SET transaction_timeout"):
            continue  # new in PostgreSQL 17, and 0 (none) anyway
        yield line


@contextmanager
def _broken_pipe_is_no_news() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        return  # psql ended early and says why in its own words, which are read next


def _first_error(stream: IO[bytes]) -> str:
    stream.seek(0)
    lines = stream.read().decode(errors="replace").splitlines()
    telling = [line for line in lines if "ERROR" in line or "error" in line] or lines
    return telling[0].strip() if telling else "the tool gave no reason"


def _newest_tools() -> int:
    majors = [major_of(f) for f in binary_folders() if all((f / tool).exists() for tool in _TOOLS)]
    return max(majors, default=0)


def _environment(database: Database) -> dict[str, str]:
    environment = {"PATH": os.environ.get("PATH", "/usr/bin:/bin"), "LC_ALL": "C.UTF-8"}
    if "HOME" in os.environ:
        environment["HOME"] = os.environ["HOME"]  # client certificates lie there
    return environment | ({"PGPASSWORD": database.password} if database.password else {})
