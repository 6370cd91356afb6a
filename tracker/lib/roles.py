"""Who may do what, as data. Groups and permissions are made from this table by `people.services.roles`.

reader      sees everything in the admin, changes nothing
researcher  edits records and works through the review queue
editor      the same, and merges, imports and manages outlets and feeds
publisher   the same, and publishes and withdraws
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Role:
    """One role: its name, the actions it may take on every record, and special permissions."""

    name: str
    actions: tuple[str, ...]
    special: tuple[str, ...] = ()


ROLES: tuple[Role, ...] = (
    Role("reader", ("view",)),
    Role("researcher", ("view", "add", "change"), ("decide_links",)),
    Role("editor", ("view", "add", "change"), ("decide_links", "merge_people", "run_imports")),
    Role(
        "publisher",
        ("view", "add", "change"),
        ("decide_links", "merge_people", "run_imports", "publish_records"),
    ),
)
SPECIAL_PERMISSIONS: tuple[tuple[str, str], ...] = (
    ("decide_links", "Can decide links of the review queue"),
    ("merge_people", "Can merge people"),
    ("run_imports", "Can run imports"),
    ("publish_records", "Can publish and withdraw records"),
)
# Models that no role edits by hand: they are written by services, triggers or the machine.
READ_ONLY_MODELS = frozenset(
    {
        "change", "feedpoll", "feedentry", "mention", "linkcandidate", "linkdecision",
        "linkcalibration", "proposal", "proposalquote", "proposalreading", "importrow", "mergedecision", "mergerecord",
        "feedday", "healthchange", "host", "staffdigest",
    }
)  # fmt: skip
