"""People who share one surname: «Дмитрий и Илья Пчелинцевы», "Arkady and Boris Rotenberg"."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from people.names.evidence import EXACT, INFLECTED, NEAR, Reason
from people.names.finding.context import BREAK, SPACE
from people.names.finding.full_names import Bans
from people.names.finding.reading import Reading
from people.names.finding.spans import FULL, MOST_NAMESAKES, NAMESAKE_SCORE, NameSpan
from people.names.language.equivalents import FORMAL, same_family
from people.names.language.folding import soften
from people.names.language.grammar import agreement
from people.names.language.inflection import ANY_GENDER, FEMALE, UNDECLINED
from people.names.language.tables import rows
from people.names.on_record.index import NameEntry, pair_key
from people.names.on_record.words import Hit

_PLURAL_SCORE: Final = 0.95
_SHARED_SCORE: Final = 0.93
# "Sergei and Ivan Petrov" may be Sergei Somebody and Ivan Petrov.
_DOUBTFUL_SCORE: Final = 0.6
_MOST_GIVEN: Final = 5
_LONGEST_GAP: Final = 30
_WHOSE: Final = (
    r"(?:(?:его|её|ее|його|її|яго|яе|his|her|jego|jej|jeho|její|njegov\w*|njen\w*)\s+\w+\s+)?"
)
_AND: Final = re.compile(
    r"\s+(?:и|й|і|та|або|или|und|and|et|y|e|i|a|oraz|in|ir|un|ja|și|&|och|og|en|ve|ta)\s+" + _WHOSE
)
_COMMA: Final = re.compile(r",\s+")
_NEVER_DECLINES: Final = "оеиуюэыіouiyéeх"
_CONSONANTS: Final = "бвгджзклмнпрстфхцчшщbcčćdfghjklmnprsśštvwxzžźż"


@dataclass(frozen=True, slots=True)
class Group:
    """Given names joined with "and" beside one surname, as places among the words of a text."""

    surname_at: int
    givens: tuple[int, ...]


@cache
def _plural_endings(language: str) -> dict[str, tuple[str, ...]]:
    """Plural ending -> endings of the singular; "C" for a bare stem that ends in a consonant."""
    found: dict[str, dict[str, None]] = {}
    for code, singular, plurals in rows("plurals"):
        if code == language:
            for plural in plurals.split():
                found.setdefault(plural, {})[singular] = None
    return {plural: tuple(singulars) for plural, singulars in found.items()}


def singulars(soft: str, language: str) -> list[str]:
    """The surnames whose plural a softened word may be, in the masculine; [] if it is none.

    >>> singulars("пчелинцевы", "ru")
    ['пчелинцев']
    """
    table = _plural_endings(language)
    found: dict[str, None] = {}
    for length in range(min(6, len(soft) - 2), 0, -1):
        for singular in table.get(soft[-length:], ()):
            stem = soft[:-length]
            if singular != "C":
                found[stem + singular] = None
            elif stem[-1] in _CONSONANTS:
                found[stem] = None
    return list(found)


def joint_groups(reading: Reading) -> list[Group]:
    """Every "A and B Surname" or "Surname A and B" of the text; its words are joined no further.

    Without that "and" would pass for a particle, and A for a further given name of B.
    """
    tokens, joins, text = reading.place.tokens, reading.place.joins, reading.place.text
    groups: list[Group] = []
    at = -1
    while at + 2 < len(tokens):
        at += 1
        start, end = tokens[at].end, tokens[at + 1].start
        if end - start > _LONGEST_GAP or not reading.hits[at].given:
            continue
        if not reading.hits[at + 1].given or not _AND.fullmatch(text, start, end):
            continue
        first = at
        while first > 0 and at - first < _MOST_GIVEN and reading.hits[first - 1].given:
            before = tokens[first - 1].end, tokens[first].start
            if before[1] - before[0] > 4 or not _COMMA.fullmatch(text, *before):
                break
            first -= 1
        givens = tuple(range(first, at + 2))
        left, right = first - 1, at + 2
        if right < len(tokens) and joins[at + 1] == SPACE and not _continues(reading, left):
            groups.append(Group(right, givens))
        elif left >= 0 and joins[left] == SPACE:
            groups.append(Group(left, givens))
        else:
            continue
        joins[at] = BREAK
    return groups


def _continues(reading: Reading, left: int) -> bool:
    """Whether the word before the first given name is a surname it belongs to."""
    return left >= 0 and reading.place.joins[left] == SPACE and bool(reading.hits[left])


def plural_names(reading: Reading, groups: list[Group]) -> list[NameSpan]:
    """The people of groups whose surname stands in the plural: everybody in it is meant."""
    found: list[NameSpan] = []
    language = reading.place.language or "ru"
    for group in groups:
        token = reading.place.tokens[group.surname_at]
        beside = group.givens[-1] if group.surname_at > group.givens[0] else group.givens[0]
        if _is_singular(reading, beside, group.surname_at):
            continue
        surnames: dict[int, Hit] = {}
        for singular in singulars(soften(token.text), language):
            for number, hit in reading.resolve(singular, language).surnames.items():
                if hit.how != NEAR:
                    surnames.setdefault(number, hit)
        if surnames:
            found += _named(reading, group, group.givens, surnames, _PLURAL_SCORE)
    return found


def _is_singular(reading: Reading, given_at: int, surname_at: int) -> bool:
    """Whether the surname agrees in the singular with the given name beside it, as on record."""
    for given, given_hit in reading.hits[given_at].given.items():
        for surname, hit in reading.hits[surname_at].surnames.items():
            if hit.how in (EXACT, INFLECTED) and pair_key(given, surname) in reading.index.pairs:
                if not agreement(given_hit, hit, ANY_GENDER):
                    return True
    return False


def shared_names(
    reading: Reading, groups: list[Group], spans: list[NameSpan], banned: Bans
) -> list[NameSpan]:
    """The first people of groups whose surname has no plural of its own: by language, or Лукашенко.

    "Sergei and Ivan Petrov" may be Sergei Somebody. It is certain enough when both are on record
    and the last one was found in full; else a question.
    """
    found: list[NameSpan] = []
    whole = {span.end: span for span in spans if len(span.persons) == 1 and span.kind == FULL}
    for group in groups:
        if group.surname_at < group.givens[0]:
            continue
        hits = reading.hits[group.surname_at].surnames
        surnames = {number: hit for number, hit in hits.items() if hit.how != NEAR}
        if surnames and _does_not_decline(reading, surnames):
            last = whole.get(reading.place.tokens[group.surname_at].end)
            sure = last is not None and last.score >= _SHARED_SCORE
            score = _SHARED_SCORE if sure else _DOUBTFUL_SCORE
            found += _named(reading, group, group.givens[:-1], surnames, score, banned)
    return found


def _does_not_decline(reading: Reading, surnames: dict[int, Hit]) -> bool:
    if reading.place.language in UNDECLINED:
        return True
    words = [reading.index.surnames.words[number].soft for number in surnames]
    return all(word[-1] in _NEVER_DECLINES for word in words)


def _named(
    reading: Reading,
    group: Group,
    givens: tuple[int, ...],
    surnames: dict[int, Hit],
    score: float,
    banned: Bans = frozenset(),
) -> list[NameSpan]:
    tokens, text = reading.place.tokens, reading.place.text
    surname_at = group.surname_at
    first, last = min(group.givens[0], surname_at), max(group.givens[-1], surname_at)
    words = text[tokens[first].start : tokens[last].end]
    doubtful = score == _DOUBTFUL_SCORE
    found: list[NameSpan] = []
    for given_at in givens:
        if given_at in reading.taken:
            continue
        persons: dict[int | str, NameEntry] = {}
        for given, given_hit in reading.hits[given_at].given.items():
            if given_hit.how == NEAR:
                continue
            forms = [analysis.word for analysis in given_hit.analyses]
            for surname, hit in surnames.items():
                for number in reading.index.pairs.get(pair_key(given, surname), ()):
                    entry = reading.index.entries[number]
                    if entry.never or entry.misspelling or (entry.person, surname_at) in banned:
                        continue
                    if given < 0 and not _is_formal(reading, entry, forms):
                        continue
                    if hit.other_gender and not entry.gender & FEMALE:
                        continue
                    persons.setdefault(entry.person, entry)
        if not persons:
            continue
        beside = given_at == surname_at - 1
        start = tokens[given_at].start
        end = tokens[surname_at if beside else given_at].end
        reading.taken.update({given_at, surname_at})
        reasons = [Reason("joint", words, against=doubtful)]
        own = score
        if len(persons) > 1:
            own = min(score, NAMESAKE_SCORE)
            reasons.append(Reason("namesakes", against=True))
        found.append(
            NameSpan(
                persons=tuple(persons)[:MOST_NAMESAKES],
                start=start,
                end=end,
                surface=text[start:end],
                kind=FULL,
                exact=False,
                misspelling=False,
                score=own,
                reasons=tuple(reasons),
            )
        )
    return found


def _is_formal(reading: Reading, entry: NameEntry, forms: list[str]) -> bool:
    """Whether a given name of one family is the name on record, not a short form of it."""
    record = reading.index.given_names.words[entry.given].soft
    return any(same_family(record, form) == FORMAL for form in forms)
