"""Georgian, Armenian and Greek letters as Latin ones: a letter is a sound, so nothing is lost.

Words are read so from the first step on (`folding.soften`); places in a text stay where they were.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from people.names.language.tables import rows

# Georgian letters begin words as they go on: the script has no capitals in running text.
CASELESS: Final = "\u10d0-\u10fa\u10fd-\u10ff"
_OTHER: Final = re.compile(f"[{CASELESS}\u0561-\u0587\u0390\u03ac-\u03ce]")
_CASELESS: Final = re.compile(f"[{CASELESS}]")


def is_caseless(letter: str) -> bool:
    """Whether a letter may begin a name although it is no capital."""
    return _CASELESS.match(letter) is not None


def caseless_letters() -> list[str]:
    """Every letter that is caseless."""
    return _CASELESS.findall("".join(map(chr, range(0x10000))))


@cache
def _letters() -> tuple[re.Pattern[str], dict[str, str]]:
    table = {letters: latin for _, letters, latin in rows("romanization")}
    longest_first = sorted(
        table, key=lambda letters: (-len(letters.lstrip("^")), "^" not in letters)
    )
    pattern = "|".join(
        rf"\b{letters[1:]}" if letters.startswith("^") else letters for letters in longest_first
    )
    return re.compile(pattern), table


def romanized(soft: str) -> str:
    """A lower-case word with Georgian, Armenian and Greek letters in Latin; any other word as it is."""
    if _OTHER.search(soft) is None:
        return soft
    pattern, table = _letters()

    def latin(found: re.Match[str]) -> str:
        begins = not found.start() or not soft[found.start() - 1].isalpha()
        return table.get(f"^{found[0]}" if begins else found[0], table.get(found[0], found[0]))

    return pattern.sub(latin, soft)
