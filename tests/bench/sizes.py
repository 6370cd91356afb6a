"""How large the generated database is."""

from dataclasses import dataclass, fields, replace


@dataclass(frozen=True)
class Size:
    """Rows per table; the full size is the one the figures are promised for."""

    people: int = 100_000
    cases: int = 120_000
    charges: int = 150_000
    events: int = 450_000
    detentions: int = 110_000
    recognitions: int = 40_000
    laws: int = 400
    articles_of_codes: int = 250
    institutions: int = 1_500
    letters: int = 200
    signatures_of_largest: int = 2_000
    outlets: int = 2_000
    feeds: int = 3_000
    entries: int = 300_000
    polls: int = 300_000
    articles: int = 1_000_000
    texts: int = 300_000
    stories: int = 350_000
    links: int = 1_000_000
    mentions: int = 300_000
    sources: int = 120_000
    citations: int = 400_000
    changes: int = 500_000

    def scaled(self, factor: float) -> "Size":
        """The same in another size; never so small that something is missing."""
        return replace(
            self,
            **{one.name: max(12, round(getattr(self, one.name) * factor)) for one in fields(self)},
        )


FULL = Size()
