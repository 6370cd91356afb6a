"""Pure: terms, regimes, punishments and fines in a folded sentence.

Source of the words: the punishments of art. 44 and the regimes of art. 58 of the Criminal Code.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from cases.proposals.vocabulary import DateWords, TermWords

IMPRISONMENT = "imprisonment"


@dataclass(frozen=True, slots=True)
class TermAt:
    """A term in a sentence: months and days, one of them 0 more often than not."""

    start: int
    end: int
    months: int
    days: int = 0


def number(text: str, numbers: dict[str, float]) -> float | None:
    """A number in figures or words."""
    text = text.strip().replace(",", ".")
    try:
        return float(text)
    except ValueError:
        return numbers.get(text)


def find_terms(low: str, words: TermWords, dates: DateWords) -> list[TermAt]:
    """Terms of punishment in order. Ages, limits ("up to") and bans that come with it are left out."""
    found: list[TermAt] = []
    for match in words.term.finditer(low):
        if words.no_term_before.search(low[max(0, match.start() - 45) : match.start()]):
            continue
        if words.no_term_after.match(low[match.end() :]):
            continue
        term = _term(match, dates.numbers)
        if term is not None:
            found.append(term)
    return found


def _term(match: re.Match[str], numbers: dict[str, float]) -> TermAt | None:
    # A pattern may name a group several times: years, years_, years__.
    parts = {name.rstrip("_"): text for name, text in match.groupdict().items() if text}
    months, days = 0.0, 0
    for name, each in (("years", 12), ("months", 1)):
        if parts.get(name):
            read = number(parts[name] or "", numbers)
            if read is None:
                return None
            months += read * each
    if parts.get("half"):
        months += 6
    if parts.get("days"):
        days = int(number(parts["days"] or "", numbers) or 0)
    if not months and not days or months > 12 * 60:
        return None
    return TermAt(match.start(), match.end(), round(months), days)


def read_punishment(low: str, words: TermWords, numbers: dict[str, float]) -> dict[str, Any]:
    """What a stretch of text says of the punishment beside its length, as values of a sentence."""
    values: dict[str, Any] = {}
    for name, pattern in words.regimes:
        if pattern.search(low):
            values["regime"] = name
            break
    for name, pattern in words.punishments:
        if pattern.search(low):
            values["punishment"] = name
            break
    if words.suspended.search(low):
        values["suspended"] = True
    if words.in_absentia.search(low):
        values["in_absentia"] = True
    if words.life.search(low):
        values["life"] = True
    fine = read_fine(low, words, numbers)
    if fine is not None:
        values["fine"] = fine
    return values


def read_fine(low: str, words: TermWords, numbers: dict[str, float]) -> int | None:
    """A fine in roubles; None where none is named."""
    match = words.fine.search(low)
    if match is None:
        return None
    amount = next((group for group in match.groups() if group), "")
    digits = re.sub(r"[\s,](?=\d{3}(?!\d))", "", amount)
    value = number(digits, numbers)
    if value is None:
        return None
    if words.million.search(match.group()):
        value *= 1_000_000
    elif words.thousand.search(match.group()):
        value *= 1_000
    return round(value) if 0 < value < 10**11 else None
