"""The whole tracker as processes, watching a site of the test: for flows and for faults.

Everything is real: the supervisor, PostgreSQL, Valkey, web server, worker and beat, each a process,
on a var folder of the test's own. What the test wants to know it asks over HTTP, as an outsider, or
of the database, as a colleague.
"""

import json
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.support.local_site import LocalSite
from tests.support.processes import ROOT, Running, clean_environment, running
from tracker.embedded import kernel

# Only so that a hang ends with a message; nothing here is expected to take this long.
PATIENCE = 900.0


class WholeTracker:
    """A running tracker and the site that it watches."""

    def __init__(self, run: Running, site: LocalSite) -> None:
        self.run = run
        self.site = site
        self.base = f"http://127.0.0.1:{run.environment['TRACKER_PORT']}"

    def get(self, path: str) -> str:
        """The body of a page of the tracker. Raises urllib's HTTPError for an error status."""
        with urllib.request.urlopen(self.base + path, timeout=30) as answer:
            return str(answer.read().decode())

    def api(self, path: str) -> Any:
        """An answer of the API."""
        return json.loads(self.get(f"/api/v1/{path}"))

    def is_ready(self) -> bool:
        """Whether the web server answers and finds its database."""
        try:
            return bool(self.get("/health/ready"))
        except OSError:
            return False

    def manage(self, program: str) -> str:
        """Run lines of Python inside Django, beside the running tracker; what they print."""
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", program],
            env=self.run.environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        """The answer of the tracker's own database."""
        with psycopg.connect(
            host=str(self.socket_folder()), user="tracker", dbname="tracker"
        ) as connection:
            return list(connection.execute(query.encode()))

    def number(self, query: str) -> int:
        """The answer of a query that counts."""
        return int(self.rows(query)[0][0])

    def socket_folder(self) -> Path:
        """Where the sockets of PostgreSQL and Valkey are."""
        words = Path(f"/proc/{self.process('postgres')}/cmdline").read_bytes().split(b"\0")
        (folder,) = (word for word in words if word.startswith(b"unix_socket_directories="))
        return Path(folder.decode().split("=")[1])

    def process(self, name: str) -> int:
        """The process of a part: web, worker, beat, valkey, postgres."""
        return int(json.loads((self.run.var / "run" / "processes.json").read_text())[name])

    def children(self, name: str) -> list[int]:
        """The processes that a part itself has started."""
        return kernel.children_of(self.process(name))

    def logs(self) -> str:
        """The ends of all logs, for the message of a test that fails."""
        texts = []
        for path in sorted((self.run.var / "log").glob("*.log")):
            texts.append(f"== {path.name}\n{path.read_text(errors='replace')[-3000:]}")
        return "\n".join([self.run.output(), *texts])

    def wait_until(self, condition: Callable[[], bool], what: str) -> float:
        """Wait for the condition; the seconds it took. Fails, with the logs, if it never holds."""
        began = time.monotonic()
        while not condition():
            if time.monotonic() - began > PATIENCE:
                raise AssertionError(f"Waited {PATIENCE:.0f} s for {what}\n{self.logs()}")
            if self.run.process.poll() is not None:
                raise AssertionError(f"The tracker ended; waited for {what}\n{self.logs()}")
            time.sleep(0.1)
        return time.monotonic() - began


@contextmanager
def whole_tracker(folder: Path, *, demo: bool = False) -> Iterator[WholeTracker]:
    """Start everything on `folder`; nothing is left at the end of the block.

    With the demo: as `make run` does it, the demo's own outlets included, and the site unwatched.
    """
    with LocalSite() as site:
        environment = clean_environment(folder / "var")
        if not demo:
            environment |= {
                "TRACKER_DEMO": "0",
                "TRACKER_TEST_SITE": site.address,
                "DJANGO_SETTINGS_MODULE": "tests.flows.settings",
            }
        command = ["-m", "tracker.embedded", "run"]
        with running(command, environment, folder / "tracker.out") as run:
            run.wait_for_words("The tracker runs.")
            yield WholeTracker(run, site)


def rss(site: LocalSite, name: str, items: list[tuple[str, str, str]], language: str) -> str:
    """An RSS feed of (path, title, summary) of the site."""
    entries = "".join(
        f"<item><title>{title}</title><link>{site.url(path)}</link>"
        f'<guid isPermaLink="false">{path}</guid><description>{summary}</description></item>'
        for path, title, summary in items
    )
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{name}</title>'
        f"<link>{site.url('/')}</link><language>{language}</language>{entries}</channel></rss>"
    )


def page(title: str, paragraphs: list[str], language: str) -> str:
    """A page of an article."""
    text = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
        f"<title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
    )


# Run inside the tracker: a person on record and an outlet with feeds that are watched.
PREPARE = """
from cases.feeds.models import Feed
from cases.feeds.outlets import add_feed, add_outlet
from cases.feeds.services import watch_feed
from people.services.persons import create_person
person = create_person(name_en="Alexei Gorinov", name_ru="Алексей Горинов", state="published")
outlet = add_outlet(name="Test Courier", languages=["ru"], state="published", reason="test")
for url in {urls!r}:
    feed = add_feed(outlet, url=url, language="ru", reason="test")
    Feed.objects.filter(pk=feed.pk).update(interval=10)
    watch_feed(feed, by=None, reason="test")
print(person.slug, person.public_id)
"""
