"""Reading feeds: how fast and how rightly, beside feedparser and fastfeedparser."""

from tests.bench.feeds.figures import print_figures

__all__ = ["print_figures"]
