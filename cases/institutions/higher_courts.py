"""Pure: courts before which the cases of other courts come, as a text names them."""

from __future__ import annotations

import re
from typing import Final

from cases.institutions.court_words import translated
from cases.institutions.naming import generic_sign, words_of

_OF_ALL: Final = frozenset(("supreme", "appeal", "cassation"))
_OF_REGION: Final = frozenset(("regional", "territorial"))
_JOINED: Final = re.compile(r"(?<!\w)(?:мос|спб)?(?:гор|обл|край)суд\w{0,2}(?!\w)", re.IGNORECASE)


def is_court_of_all(court: str) -> bool:
    """Whether appeals from everywhere come before it: «Верховный суд РФ»."""
    return any(generic_sign(word) in _OF_ALL for word in words_of(court))


def is_court_of_region(court: str) -> bool:
    """Whether the cases of a whole region come before it: a regional court, Мосгорсуд."""
    if _JOINED.search(court) is not None:
        return True
    signs = {generic_sign(word) for word in words_of(court)}
    # The city courts of Moscow and Petersburg are courts of regions.
    cities = "city" in signs and any(translated(word) for word in words_of(court))
    return bool(signs & _OF_REGION) or cities
