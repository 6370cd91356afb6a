"""A page as places and blocks of text: what all rules of reading look at."""

from dataclasses import dataclass, field

from selectolax.lexbor import LexborNode


@dataclass(slots=True)
class Place:
    """An element that may hold an article: its tag, its words for itself, its place in the tree.

    `chars` and `links` count the text below it and the part of it inside links.
    """

    tag: str
    label: str
    parent: int
    depth: int
    verdict: int
    itemprop: str = ""
    role: str = ""
    chars: int = 0
    links: int = 0
    prose: int = 0
    node: LexborNode | None = None

    @property
    def furniture(self) -> bool:
        """Whether it stands around an article or inside it without being its text."""
        return self.verdict == 2


@dataclass(slots=True)
class Block:
    """A run of text between two boundaries of blocks; `place` is the innermost element around it."""

    text: str
    tag: str
    place: int
    links: int
    prose: int = 0


@dataclass(slots=True)
class Page:
    """The places and blocks of a page in the order of the document."""

    places: list[Place] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    def path(self, place: int) -> tuple[int, ...]:
        """The places from `place` up to the outermost one."""
        steps = []
        while place >= 0:
            steps.append(place)
            place = self.places[place].parent
        return tuple(steps)
