"""The whole way of an article: from the bytes of its page to story and links, with the real services."""

import subprocess
import sys
import tempfile
from pathlib import Path

from tests.support.processes import ROOT, clean_environment


def print_figures(number: int = 600, sources: int = 12) -> None:
    """Run it on an embedded server of its own; everything is gone afterwards."""
    with tempfile.TemporaryDirectory(prefix="tracker-bench-") as folder:
        environment = clean_environment(Path(folder) / "var") | {
            "DJANGO_SETTINGS_MODULE": "tracker.settings",
            "STATEMENT_TIMEOUT_MS": "0",
            "TRACKER_DEMO": "0",
            "LOG_LEVEL": "ERROR",
        }
        command = [sys.executable, "-m", "tracker.embedded", "with", sys.executable]
        command += ["-m", "tests.bench.whole_way.stages", str(number), str(sources)]
        subprocess.run(command, cwd=ROOT, env=environment, check=True)
