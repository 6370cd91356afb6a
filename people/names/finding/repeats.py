"""Shorter mentions after (or before) the full name: initials, the surname alone, the gender shown."""

from __future__ import annotations

from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, Reason
from people.names.finding.context import DOT, bearer_of_name, is_adjective_of_place
from people.names.finding.full_names import Bans
from people.names.finding.in_news import is_known_with_initial
from people.names.finding.middle_words import first_sounds, second_initials
from people.names.finding.reading import Reading
from people.names.finding.spans import (
    INITIALS,
    MOST_NAMESAKES,
    NAMESAKE_SCORE,
    REPEATED_SCORE,
    SURNAME,
    NameSpan,
    replaced,
)
from people.names.finding.tokens import Token
from people.names.language.folding import soften
from people.names.language.frequency import is_frequent_surname
from people.names.language.grammar import AMBIGUOUS_FORM, other_gender_cases
from people.names.language.inflection import FEMALE, GENITIVE, MALE
from people.names.language.romanization import is_caseless
from people.names.on_record.index import NameEntry, NameIndex
from people.names.on_record.words import Hit

_INITIALS_SCORE: Final = 0.7
_BOTH_INITIALS_SCORE: Final = 0.8
# Where no capital tells names from words a short one alone says nothing.
_SHORTEST_CASELESS: Final = 5


def show_genders(reading: Reading, spans: list[NameSpan]) -> list[NameSpan]:
    """A form of either gender is settled by another mention that only one gender can bear."""
    shown: list[NameSpan] = []
    for span in spans:
        if any(r.code == "ambiguous_form" for r in span.reasons) and len(span.persons) == 1:
            detail = _shown_gender(reading, span.persons[0])
            if detail:
                score = min(REPEATED_SCORE, span.score / AMBIGUOUS_FORM)
                kept = tuple(r for r in span.reasons if r.code != "ambiguous_form")
                reasons = (*kept, Reason("gender_shown", detail))
                span = replaced(span, span.persons, round(score, 4), reasons)
        shown.append(span)
    return shown


def _shown_gender(reading: Reading, person: int | str) -> str:
    """A surname form elsewhere in the text that only this person's gender bears; "" if none."""
    entries = {entry.surname: entry for entry in reading.index.entries_of(person)}
    found = ""
    for at, hits in enumerate(reading.hits):
        if at in reading.taken:
            continue
        letters = _letters_beside(reading, at)[0] if hits.surnames.keys() & entries.keys() else []
        if not letters and reading.belongs_to_another(at):
            continue
        for surname in hits.surnames.keys() & entries.keys():
            if letters and not _initials_agree(reading.index, entries[surname], letters):
                continue
            entry, hit = entries[surname], hits.surnames[surname]
            token = reading.place.tokens[at].text
            other = FEMALE if entry.gender == MALE else MALE
            name = soften(entry.parts.surname.split()[-1])
            if hit.how == NEAR or hit.other_gender or hit.piece:
                return ""
            if not other_gender_cases(soften(token), name, other, reading.place.language):
                found = found or token
    return found


def initials(reading: Reading, named: set[int | str]) -> list[NameSpan]:
    spans: list[NameSpan] = []
    for at, hits in enumerate(reading.hits):
        if not hits.surnames or at in reading.taken:
            continue
        letters, first, last = _letters_beside(reading, at)
        if letters:
            span = _initials_span(reading, at, letters, first, last, named)
            if span is not None:
                reading.taken.update(range(first, last + 1))
                spans.append(span)
    return spans


def _letters_beside(reading: Reading, at: int) -> tuple[list[str], int, int]:
    """The initials directly before the surname at `at`, or directly behind it."""
    tokens, joins = reading.place.tokens, reading.place.joins
    first = at
    while first > 0 and at - first < 3 and tokens[first - 1].is_initial and joins[first - 1]:
        if joins[first - 1] != DOT:
            break
        first -= 1
    if first < at:
        return [soften(tokens[i].text) for i in range(first, at)], first, at
    last = at
    while last + 1 < len(tokens) and last - at < 3 and joins[last] and reading.dotted(last + 1):
        last += 1
    return [soften(tokens[i].text) for i in range(at + 1, last + 1)], at, last


def _initials_span(
    reading: Reading, at: int, letters: list[str], first: int, last: int, named: set[int | str]
) -> NameSpan | None:
    found: dict[int | str, tuple[float, Hit]] = {}
    for surname, hit in reading.hits[at].surnames.items():
        if hit.how == NEAR or hit.other_gender or hit.piece:
            continue
        for number in reading.index.by_surname.get(surname, ()):
            entry = reading.index.entries[number]
            if entry.never or entry.misspelling or entry.title:
                continue
            if not _initials_agree(reading.index, entry, letters):
                continue
            if not any(a.gender & entry.gender for a in hit.analyses):
                continue
            both = len(letters) > 1 and len(entry.initials) > 1
            score = _BOTH_INITIALS_SCORE if both else _INITIALS_SCORE
            if entry.person not in found or found[entry.person][0] < score:
                found[entry.person] = (score, hit)
    known = [person for person in found if person in named]
    persons = known if len(known) == 1 else list(found)
    if not persons:
        return None
    score, hit = found[persons[0]]
    tokens = reading.place.tokens
    start, end = tokens[first].start, tokens[last].end
    if reading.place.text[end : end + 1] == "." and last > at:
        end += 1
    surface = reading.place.text[start:end]
    if known:
        score, reasons = REPEATED_SCORE, [Reason("initials_after_full", surface)]
    else:
        both = len(persons) == 1 and score == _BOTH_INITIALS_SCORE
        sure = both and reading.place.nobody_to_ask and _is_rare(hit)
        in_news = len(persons) == 1 and is_known_with_initial(reading, persons[0], hit)
        reasons = [Reason("initials_only", surface, against=not (sure or in_news))]
        if in_news:
            reasons.append(Reason("recently_named"))
    if len(persons) > 1:
        score = min(score, NAMESAKE_SCORE)
        reasons.append(Reason("namesakes", against=True))
    persons = persons[:MOST_NAMESAKES]
    return NameSpan(
        tuple(persons), start, end, surface, INITIALS, False, False, score, tuple(reasons)
    )


def _is_rare(hit: Hit) -> bool:
    """Whether a surname stands as on record and is not so frequent that two initials say little."""
    word = hit.analyses[0].word
    return hit.how in (EXACT, INFLECTED) and len(word) > 2 and not is_frequent_surname(word)


def surnames(
    reading: Reading,
    spans: list[NameSpan],
    named: set[int | str],
    banned: Bans,
) -> list[NameSpan]:
    """The surname alone, where its bearer is named in full somewhere in the same text."""
    bearers: dict[int, list[NameEntry]] = {}
    by_score = sorted(spans, key=lambda span: span.score)
    best = {person: span for span in by_score for person in span.persons}
    for person in [person for person in best if person in named]:  # a set has no order of its own
        for entry in reading.index.entries_of(person):
            # Of a name whose order is not known only the reading that the text showed.
            order = reading.orders.get((person, entry.parts.script))
            if order is None or entry.parts.certain or entry.swapped == order:
                bearers.setdefault(entry.surname, []).append(entry)
    never = {
        (entry.person, entry.surname)
        for entries in bearers.values()
        for entry in entries
        if entry.never and entry.given < 0
    }
    found: list[NameSpan] = []
    for at, hits in enumerate(reading.hits):
        if at in reading.taken or not hits.surnames:
            continue
        word = reading.place.tokens[at].text
        if is_caseless(word[0]) and len(word) < _SHORTEST_CASELESS:
            continue
        persons: dict[int | str, Hit] = {}
        for surname, hit in hits.surnames.items():
            if (
                hit.how == NEAR
                or hit.other_gender
                or hit.piece
                or reading.may_be_common_word(at, surname)
            ):
                continue
            for entry in bearers.get(surname, ()):
                if entry.never or entry.misspelling or (entry.person, surname) in never:
                    continue
                if (entry.person, at) in banned:
                    continue
                if any(a.gender & entry.gender for a in hit.analyses):
                    persons.setdefault(entry.person, hit)
        if persons and not reading.belongs_to_another(at):
            span = _surname_span(reading, at, persons, best)
            if span is not None:
                found.append(span)
    return found


def _surname_span(
    reading: Reading, at: int, persons: dict[int | str, Hit], best: dict[int | str, NameSpan]
) -> NameSpan | None:
    token: Token = reading.place.tokens[at]
    hit = next(iter(persons.values()))
    genitive = any(a.cases & GENITIVE for a in hit.analyses)
    if bearer_of_name(
        reading.place.text, token.start, token.end, reading.place.language, genitive=genitive
    ) or is_adjective_of_place(reading.place.text, token.start, token.end):
        return None
    surface = reading.place.text[token.start : token.end]
    reasons = [Reason("surname_after_full", surface)]
    score = min(REPEATED_SCORE, max(best[person].score for person in persons))
    if len(persons) > 1:
        score = min(score, NAMESAKE_SCORE)
        reasons.append(Reason("namesakes", against=True))
    return NameSpan(
        persons=tuple(persons)[:MOST_NAMESAKES],
        start=token.start,
        end=token.end,
        surface=surface,
        kind=SURNAME,
        exact=False,
        misspelling=False,
        score=round(score, 4),
        reasons=tuple(reasons),
    )


def _initials_agree(index: NameIndex, entry: NameEntry, letters: list[str]) -> bool:
    if not entry.initials or not first_sounds(letters[0]) & first_sounds(entry.initials[0]):
        return False
    known = second_initials(index, entry) if len(letters) > 1 else []
    return not known or any(first_sounds(letters[1]) & first_sounds(one) for one in known)
