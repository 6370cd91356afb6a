"""Pure: what a sentence says beside the bare event: terms, places, provisions, registers, outcomes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from cases.laws.references import find_references, format_reference
from cases.proposals import found as kinds
from cases.proposals.naming import NameAt
from cases.proposals.subjects import Who
from cases.proposals.terms import IMPRISONMENT, TermAt, find_terms, number, read_punishment
from cases.proposals.vocabulary import Trigger, Vocabulary

_TO_LIMIT = 45
_REDUCED_TO = re.compile(r"\b(?:до|to|from \d+[\w ]{0,12} to) $")
# «Заменил условный срок на три года»: one punishment in the place of another.
_REPLACED = re.compile(r"\bзамен\w+|\breplaced\b")
_WITH = re.compile(r"\b(?:на|with)(?: an?)?(?: (?:реальн\w+|real))? $")
_INSTEAD = re.compile(r"^[\w ]{0,12} (?:вместо|instead of|rather than)\b")
# Articles below are those of the code of administrative offences, which news names with its own words.
_FIRST_OF_CRIMINAL_CODE = 105
_CHANGED = re.compile(r"измен|смягч|замен|перев|changed|replaced|moved|transferred|eased|commuted")
_DAYS = re.compile(r"\b([\w-]+)[ -](?:сут\w+|дн\w+|days?)\b")
_BY = re.compile(r"\b(?:на|by) $")


def values_of(
    trigger: Trigger, low: str, stretch: str, start: int, end: int, limit: int, words: Vocabulary
) -> dict[str, Any] | None:
    """The values of an event, JSON-ready; None when the words mean nothing without what is missing.

    `low`: the folded sentence; `stretch`: the part of it that belongs to the trigger; `limit`: where
    the next trigger begins.
    """
    values = dict(trigger.values)
    if trigger.kind in (kinds.SENTENCED, kinds.REQUESTED):
        punishment = read_punishment(stretch, words.terms, words.dates.numbers)
        terms = find_terms(stretch, words.terms, words.dates)
        if not terms and not {"life", "fine", "punishment"} & set(punishment):
            if not _bare_term(low, end, limit, words):
                return None
        return values | punishment
    if trigger.kind == kinds.APPEAL:
        return values | _appeal(values, stretch, words)
    if trigger.kind == kinds.MEASURE:
        return values | _measure(low[start:limit], low, words)
    if trigger.kind == kinds.TRANSFERRED:
        return _places(low, start, end, limit, words)
    if trigger.kind == kinds.REGISTERED:
        for name, pattern in words.registers:
            if pattern.search(stretch) or pattern.search(low):
                return values | {"register": name}
        return None
    if trigger.kind == kinds.RELEASED:
        for name, pattern in words.releases:
            if pattern.search(low):
                return values | {"how": name}
        return values
    if trigger.kind in (kinds.CHARGED, kinds.REQUALIFIED):
        return values | _provisions(low, words, trigger.kind)
    if trigger.kind == kinds.PUNISHMENT_CELL:
        return values | _in_cell(low[start:limit], words)
    return values


def _in_cell(stretch: str, words: Vocabulary) -> dict[str, Any]:
    """How long somebody is put in a cell: days, or months."""
    for match in _DAYS.finditer(stretch):
        days = number(match[1], words.dates.numbers)
        if days and days >= 1:
            return {"days": round(days)}
    terms = find_terms(stretch, words.terms, words.dates)
    if terms and terms[0].months:
        return {"months": terms[0].months}
    return {}


def shared_out(
    trigger: Trigger,
    who: Who,
    values: dict[str, Any],
    low: str,
    start: int,
    limit: int,
    names: Sequence[NameAt],
    words: Vocabulary,
    *,
    alone: bool = True,
) -> Iterator[tuple[NameAt, dict[str, Any]]]:
    """Each person with their own values: «Петров получил 7 лет, Сидоров — 5».

    alone: nothing else happened in the sentence, so all of it may tell the term.
    """
    if trigger.kind not in (kinds.SENTENCED, kinds.REQUESTED):
        yield from ((name, dict(values)) for name in who.names)
        return
    begin = min([start, *(name.start for name in who.names if name in names)])
    terms = _terms_in(low, begin, limit, words)
    if not terms and not {"life", "fine", "punishment"} & set(values):
        terms = _bare_term(low, start, limit, words)
    if not terms and alone:
        # «К семи годам приговорили Петрова»: said before the verb and the name.
        terms, begin = _terms_in(low, 0, begin, words), 0
    pairs = _paired(who, terms, low, begin, limit, names, words)
    for name, term, stretch in pairs:
        own = dict(values)
        if len(pairs) > 1 and stretch:
            for key in ("regime", "suspended", "fine", "punishment"):
                own.pop(key, None)
            own |= read_punishment(stretch, words.terms, words.dates.numbers)
            if "regime" not in own and values.get("regime") and not own.get("punishment"):
                own["regime"] = values["regime"]
        yield name, _with_term(own, term)


def _terms_in(low: str, start: int, end: int, words: Vocabulary) -> list[TermAt]:
    return [
        TermAt(term.start + start, term.end + start, term.months, term.days)
        for term in find_terms(low[start:end], words.terms, words.dates)
    ]


def _bare_term(low: str, start: int, end: int, words: Vocabulary) -> list[TermAt]:
    """A number that means years, as a term in years was told before it: «просил десять, дал восемь»."""
    if not any(term.months >= 12 for term in _terms_in(low, 0, start, words)):
        return []
    match = words.terms.bare.search(low, start, end)
    years = number(match["years"], words.dates.numbers) if match is not None else None
    if match is None or not years:
        return []
    return [TermAt(match.start(), match.end(), round(years * 12) + (6 if match["half"] else 0))]


def _with_term(values: dict[str, Any], term: TermAt | None) -> dict[str, Any]:
    if term is None:
        if "punishment" not in values and "fine" in values:
            values["punishment"] = "fine"
        elif "punishment" not in values:
            values["punishment"] = IMPRISONMENT
        return values
    if term.months:
        values["months"] = term.months
    if term.days:
        values["days"] = term.days
    values.setdefault("punishment", IMPRISONMENT)
    return values


def _paired(
    who: Who,
    terms: list[TermAt],
    low: str,
    begin: int,
    limit: int,
    names: Sequence[NameAt],
    words: Vocabulary,
) -> list[tuple[NameAt, TermAt | None, str]]:
    inside = [n for n in names if begin <= n.start < limit]
    if not terms or who.how in ("pronoun", "role") or len(inside) < 2:
        term = terms[0] if terms else None
        return [(name, term, "") for name in who.names]
    listed = list(who.names)
    if words.terms.respectively.search(low[begin:limit]) and len(listed) > 1:
        terms = [*_in_a_row(terms[0], low, words), *terms]
    if words.terms.respectively.search(low[begin:limit]) and len(terms) >= len(listed) > 1:
        return [(name, term, "") for name, term in zip(listed, terms, strict=False)]
    followers = _followers(who, terms, low, limit, inside, words)
    first = [
        (name, terms[0], low[begin : followers[0][0].start] if followers else "") for name in listed
    ]
    taken = {name.start for name in listed}
    more = []
    for at, (name, term) in enumerate(followers):
        if name.start in taken:
            continue
        end = followers[at + 1][0].start if at + 1 < len(followers) else limit
        more.append((name, term, low[name.start : end]))
    return [*first, *more]


def _in_a_row(first: TermAt, low: str, words: Vocabulary) -> list[TermAt]:
    """Numbers that share the unit of the term behind them: «к 9 и 11 годам»."""
    match = words.terms.row.search(low[max(0, first.start - 60) : first.start])
    if match is None:
        return []
    found = []
    for word in re.findall(r"[\w.-]+", match["row"]):
        years = number(word, words.dates.numbers)
        if years is not None:
            found.append(TermAt(first.start - 1, first.start, round(years * 12)))
    return found


def _followers(
    who: Who, terms: list[TermAt], low: str, limit: int, inside: list[NameAt], words: Vocabulary
) -> list[tuple[NameAt, TermAt]]:
    """People behind the first term with a term of their own: «..., а Сидорова — к пяти»."""
    found: list[tuple[NameAt, TermAt]] = []
    later = [n for n in inside if n.start > terms[0].end]
    for at, name in enumerate(later):
        end = later[at + 1].start if at + 1 < len(later) else limit
        own = next((t for t in terms if name.end <= t.start < end), None)
        if own is not None and len(low[name.end : own.start]) > _TO_LIMIT:
            own = None
        if own is None:
            match = words.terms.elliptic.match(low[name.end : end])
            years = number(match["years"], words.dates.numbers) if match is not None else None
            if match is not None and years:
                months = round(years * 12) + (6 if match["half"] else 0)
                own = TermAt(name.end + match.start("years"), name.end + match.end(), months)
        if own is None and at + 1 < len(later):
            # «Петров и Сидоров получили по пять лет»: the list shares the term behind it.
            between = low[name.end : later[at + 1].start]
            if words.joined.match(between):
                own = next((t for t in terms if later[at + 1].end <= t.start), None)
        if own is not None:
            found.append((name, own))
    return found


def _appeal(values: dict[str, Any], stretch: str, words: Vocabulary) -> dict[str, Any]:
    if values.get("outcome") not in ("reduced", "increased"):
        return {}
    replaced = _REPLACED.search(stretch)
    for match in words.terms.term.finditer(stretch, replaced.end() if replaced else len(stretch)):
        if _WITH.search(stretch[max(0, match.start() - 24) : match.start()]):
            return _length(match, words, "months")
    for match in words.terms.term.finditer(stretch):
        if _REDUCED_TO.search(stretch[max(0, match.start() - 24) : match.start()]):
            return _length(match, words, "months")
    for match in words.terms.term.finditer(stretch):
        if _INSTEAD.match(stretch[match.end() :]):
            return _length(match, words, "months")
    for match in words.terms.term.finditer(stretch):
        if _BY.search(stretch[max(0, match.start() - 12) : match.start()]):
            return _length(match, words, "by_months")
    return {}


def _length(match: re.Match[str], words: Vocabulary, key: str) -> dict[str, Any]:
    terms = find_terms(match.group(), words.terms, words.dates)
    return {key: terms[0].months} if terms and terms[0].months else {}


def _measure(stretch: str, low: str, words: Vocabulary) -> dict[str, Any]:
    """The measure; of two, when one takes the other's place, the one said last: «из СИЗО под домашний арест»."""
    found: dict[str, Any] = {"measure": "custody"}
    changed = _CHANGED.match(stretch) is not None
    for text in (stretch, low):
        said = [
            (match.end() if changed else 0, -at, name)
            for at, (name, pattern) in enumerate(words.measures)
            for match in pattern.finditer(text)
        ]
        if said:
            found["measure"] = max(said)[2]
            break
    if words.terms.in_absentia.search(low):
        found["in_absentia"] = True
    return found


def _places(low: str, start: int, end: int, limit: int, words: Vocabulary) -> dict[str, Any]:
    """Where from and where to, as labels (ИК-2, СИЗО-1); a colony without a number is none."""
    values: dict[str, Any] = {}
    for match in words.places.finditer(low[:limit]):
        if words.from_place.search(low[max(0, match.start() - 40) : match.start()]):
            key = "from"
        elif match.start() >= end or match.end() <= start:
            key = "to"
        else:
            continue
        label = place_label(match.group(), words)
        if label and key not in values:
            values[key] = label
    return values


def place_label(text: str, words: Vocabulary) -> str:
    """«исправительную колонию № 2» and "IK-2" as ИК-2; empty where no number is given."""
    for form, pattern in words.place_labels:
        match = pattern.search(text)
        if match is not None:
            return form.format(match[1])
    return ""


def _is_criminal(article: str) -> bool:
    """Whether a bare article of a criminal charge is one of the Criminal Code's: 105 and above."""
    first = article.partition(".")[0]
    return first.isdecimal() and int(first) >= _FIRST_OF_CRIMINAL_CODE


def _provisions(low: str, words: Vocabulary, kind: str) -> dict[str, Any]:
    named: list[tuple[int, str]] = []
    for span in find_references(low):
        for reference in span.references:
            if reference.article:
                if not reference.code and _is_criminal(reference.article):
                    reference = replace(reference, code="УК")
                named.append((span.start, format_reference(reference, "ru")))
    if not named:
        return {}
    if kind == kinds.CHARGED:
        return {"provisions": sorted({text for _at, text in named})}
    to = [text for at, text in named if words.to_provision.search(low[max(0, at - 40) : at])]
    rest = [text for _at, text in named if text not in to]
    if not to and len(named) > 1:
        to, rest = [named[-1][1]], [named[0][1]]
    values: dict[str, Any] = {}
    if rest and len(named) > 1:
        values["from"] = rest[0]
    if to:
        values["to"] = to[0]
    elif named:
        values["to"] = named[-1][1]
    return values
