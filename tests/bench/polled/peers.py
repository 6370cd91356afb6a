"""The peers: the `reader` library and newsboat, each with a store of its own, two passes each."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from tests.bench.polled.cpu import Watch

NEWSBOAT = "/usr/bin/newsboat"
READER_WORKERS = 20
NEWSBOAT_THREADS = 100


def reader_passes(urls: list[str], folder: Path, watch: Watch) -> Iterator[Watch]:
    """The watch after each pass over the feeds; the caller changes the feeds between them."""
    import feedparser_sgmllib

    # reader brings a feedparser of its own, which looks for this package under its old name.
    sys.modules.setdefault("sgmllib", feedparser_sgmllib)
    from reader import make_reader

    reader = make_reader(str(folder / "reader.sqlite"))
    for url in urls:
        reader.add_feed(url)
    while True:
        with watch:
            reader.update_feeds(workers=READER_WORKERS, scheduled=False)
        yield watch
        assert reader.get_feed_counts().broken == 0


def newsboat_passes(urls: list[str], folder: Path, watch: Watch) -> Iterator[Watch]:
    """The watch after each pass; nothing where newsboat is not installed."""
    if not shutil.which(NEWSBOAT):
        return
    home = folder / "newsboat"
    home.mkdir()
    (home / "urls").write_text("\n".join(urls) + "\n")
    (home / "config").write_text(f"reload-threads {NEWSBOAT_THREADS}\nsuppress-first-reload yes\n")
    command = [NEWSBOAT, "-u", home / "urls", "-c", home / "cache.db", "-C", home / "config"]
    while True:
        with watch:
            subprocess.run([*command, "-x", "reload"], check=True, capture_output=True)
        yield watch
