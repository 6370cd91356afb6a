"""How well articles are grouped into stories, beside simple baselines: `python -m tests.quality.stories`."""
