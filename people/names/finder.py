"""Finding every person on record in a text, in one pass, with reasons."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from people.names.context import BREAK, DOT, LINE, bearer_of_name, gap_between
from people.names.equivalents import is_given_name
from people.names.evidence import NEAR, Reason
from people.names.folding import soften
from people.names.index import NameEntry, NameIndex, pair_key
from people.names.inflection import FEMALE, GENITIVE, MALE, nominatives
from people.names.known import KnownPerson
from people.names.matching import (
    AMBIGUOUS_FORM,
    STRONG,
    Candidate,
    Place,
    first_sounds,
    other_gender_cases,
    weigh,
)
from people.names.tokens import Token, name_tokens
from people.names.words import Hit, WordHits, WordResolver

FULL: Final = "full"
INITIALS: Final = "initials"
SURNAME: Final = "surname"

_TIE_DISTANCE: Final = 0.15
_MOST_NAMESAKES: Final = 12
_NAMESAKE_SCORE: Final = 0.5
_INITIALS_SCORE: Final = 0.7
_BOTH_INITIALS_SCORE: Final = 0.8
_REPEATED_SCORE: Final = 0.96


@dataclass(frozen=True, slots=True)
class NameSpan:
    """A place in a text and who it may name.

    persons: several when nothing in the text tells namesakes apart. start, end: code points of
    the text given. kind: `full`, `initials` or `surname`. exact: as on record, letter for letter.
    misspelling: a form for review only. score: 0 to 1, how surely the name on record stands here.
    """

    persons: tuple[int | str, ...]
    start: int
    end: int
    surface: str
    kind: str
    exact: bool
    misspelling: bool
    score: float
    reasons: tuple[Reason, ...]


class NameFinder:
    """All people given, found in texts of any language. Not thread-safe while people are added."""

    def __init__(self, people: Iterable[KnownPerson] = ()) -> None:
        self._index = NameIndex(people)
        self._words = WordResolver(self._index)

    def __len__(self) -> int:
        return len(self._index.entries)

    def add(self, person: KnownPerson) -> None:
        """Know one more person from now on."""
        self._index.add(person)
        self._words.forget()

    def find(self, text: str, language: str = "") -> list[NameSpan]:
        """The spans of all people on record in `text`, in order; empty for a text without any.

        `language` is an ISO 639-1 code or "". Never raises for any string, lone surrogates and
        directional marks included; the time grows linearly with the text.
        """
        tokens = list(name_tokens(text))
        if not tokens:
            return []
        language = language[:2].lower()
        hits = [self._words.resolve(token.text, language) for token in tokens]
        joins = [
            gap_between(text, left.end, right.start, left.is_initial)
            for left, right in zip(tokens, tokens[1:], strict=False)
        ]
        place = Place(text, language, tokens, joins)
        scan = _Scan(place, hits, self._index)
        return scan.run()


class _Scan:
    """One text being read: candidates, their rivalry, and the repeats that follow."""

    def __init__(self, place: Place, hits: list[WordHits], index: NameIndex) -> None:
        self._place = place
        self._hits = hits
        self._index = index
        self._taken: set[int] = set()
        self._orders: dict[tuple[int | str, str], bool] = {}

    def run(self) -> list[NameSpan]:
        candidates = [c for at, hits in enumerate(self._hits) if hits.surnames for c in self._at(at)]
        banned = {(c.entry.person, c.surname_at) for c in candidates if c.entry.never}
        spans = self._settle(
            self._choose([c for c in candidates if (c.entry.person, c.surname_at) not in banned])
        )
        spans = self._show_genders(spans)
        named = {p for s in spans if s.score >= _NAMESAKE_SCORE for p in s.persons}
        spans += self._initials(named)
        if named:
            spans += self._surnames(spans, named, banned)
        return sorted(spans, key=lambda span: (span.start, span.end))

    # -- full names ---------------------------------------------------------------------------

    def _at(self, at: int) -> Iterator[Candidate]:
        """Candidates whose surname is the word at `at`: given name before it or after it."""
        surnames = self._hits[at].surnames
        best: dict[tuple[int, int], Candidate] = {}
        for given_at in self._given_places(at):
            for given, given_hit in self._hits[given_at].given.items():
                for surname, surname_hit in surnames.items():
                    if given_hit.how == NEAR and surname_hit.how == NEAR:
                        continue
                    for number in self._index.pairs.get(pair_key(given, surname), ()):
                        candidate = weigh(
                            self._place,
                            self._index,
                            self._index.entries[number],
                            (at, given_at),
                            (surname_hit, given_hit),
                            given < 0,
                        )
                        if candidate is None:
                            continue
                        known = best.get((number, given_at))
                        if known is None or _rank(candidate) > _rank(known):
                            best[number, given_at] = candidate
        yield from best.values()

    def _given_places(self, at: int) -> Iterator[int]:
        joins, tokens = self._place.joins, self._place.tokens
        for steps in (1, 2, 3):
            left = at - steps
            if left < 0 or not joins[left]:
                break
            if not tokens[left].is_initial:
                yield left
        if at < len(joins) and joins[at] not in (BREAK, DOT):
            if not tokens[at + 1].is_initial:
                yield at + 1

    def _choose(self, candidates: list[Candidate]) -> list[NameSpan]:
        """The best candidate at each place; equals stand together, lesser ones are dropped."""
        groups: list[list[Candidate]] = []
        holder: dict[int, list[Candidate]] = {}
        for candidate in sorted(candidates, key=_rank, reverse=True):
            words = (candidate.surname_at, candidate.given_at)
            rivals = [holder[word] for word in words if word in holder]
            if not rivals:
                group = [candidate]
                groups.append(group)
                for word in words:
                    holder[word] = group
                continue
            first = rivals[0][0]
            if first.surname_at == candidate.surname_at and first.given_at == candidate.given_at:
                if _equal(first, candidate):
                    rivals[0].append(candidate)
            elif first.level == candidate.level and first.entry.person != candidate.entry.person:
                if first.surname_at != candidate.surname_at:
                    words_shared = self._place.tokens[candidate.given_at].text
                    first.lower(0.6, Reason("order_doubtful", words_shared, against=True))
        return [self._span(group) for group in groups]

    def _span(self, group: list[Candidate]) -> NameSpan:
        best = group[0]
        persons = tuple(dict.fromkeys(candidate.entry.person for candidate in group))
        tokens = self._place.tokens
        first = min(candidate.first for candidate in group)
        last = max(candidate.last for candidate in group)
        self._taken.update(range(first, last + 1))
        for candidate in group:
            if not candidate.surname_first:
                key = (candidate.entry.person, candidate.entry.parts.script)
                self._orders.setdefault(key, candidate.entry.swapped)
        reasons = tuple(best.reasons)
        score = best.score
        if len(persons) > 1:
            score = min(score, _NAMESAKE_SCORE)
            reasons = (*reasons, Reason("namesakes", against=True))
        start, end = tokens[first].start, tokens[last].end
        return NameSpan(
            persons=persons[:_MOST_NAMESAKES],
            start=start,
            end=end,
            surface=self._place.text[start:end],
            kind=FULL,
            exact=best.exact,
            misspelling=best.entry.misspelling or best.level < STRONG and _is_slip(best),
            score=round(score, 4),
            reasons=reasons,
        )

    def _settle(self, spans: list[NameSpan]) -> list[NameSpan]:
        """Namesakes told apart elsewhere in the text (by a patronymic) are told apart here too."""
        sure = {s.persons[0] for s in spans if len(s.persons) == 1 and s.score > _NAMESAKE_SCORE}
        settled: list[NameSpan] = []
        for span in spans:
            known = [person for person in span.persons if person in sure]
            if len(span.persons) > 1 and len(known) == 1:
                reasons = tuple(r for r in span.reasons if r.code != "namesakes")
                span = _replaced(span, (known[0],), _REPEATED_SCORE, reasons)
            settled.append(span)
        return settled

    def _show_genders(self, spans: list[NameSpan]) -> list[NameSpan]:
        """A form of either gender is settled by another mention that only one gender can bear."""
        shown: list[NameSpan] = []
        for span in spans:
            if any(r.code == "ambiguous_form" for r in span.reasons) and len(span.persons) == 1:
                detail = self._shown_gender(span.persons[0])
                if detail:
                    score = min(_REPEATED_SCORE, span.score / AMBIGUOUS_FORM)
                    kept = tuple(r for r in span.reasons if r.code != "ambiguous_form")
                    reasons = (*kept, Reason("gender_shown", detail))
                    span = _replaced(span, span.persons, round(score, 4), reasons)
            shown.append(span)
        return shown

    def _shown_gender(self, person: int | str) -> str:
        """A surname form elsewhere in the text that only this person's gender bears; "" if none."""
        entries = {entry.surname: entry for entry in self._index.entries_of(person)}
        found = ""
        for at, hits in enumerate(self._hits):
            if at in self._taken or self._belongs_to_another(at):
                continue
            for surname in hits.surnames.keys() & entries.keys():
                entry, hit = entries[surname], hits.surnames[surname]
                token = self._place.tokens[at].text
                other = FEMALE if entry.gender == MALE else MALE
                name = soften(entry.parts.surname.split()[-1])
                if hit.how == NEAR or hit.other_gender:
                    return ""
                if not other_gender_cases(soften(token), name, other, self._place.language):
                    found = found or token
        return found

    # -- initials and surnames ----------------------------------------------------------------

    def _initials(self, named: set[int | str]) -> list[NameSpan]:
        spans: list[NameSpan] = []
        for at, hits in enumerate(self._hits):
            if not hits.surnames or at in self._taken:
                continue
            letters, first, last = self._letters_beside(at)
            if letters:
                span = self._initials_span(at, letters, first, last, named)
                if span is not None:
                    self._taken.update(range(first, last + 1))
                    spans.append(span)
        return spans

    def _letters_beside(self, at: int) -> tuple[list[str], int, int]:
        """The initials directly before the surname at `at`, or directly behind it."""
        tokens, joins = self._place.tokens, self._place.joins
        first = at
        while first > 0 and at - first < 3 and tokens[first - 1].is_initial and joins[first - 1]:
            if joins[first - 1] != DOT:
                break
            first -= 1
        if first < at:
            return [soften(tokens[i].text) for i in range(first, at)], first, at
        last = at
        while last + 1 < len(tokens) and last - at < 3 and joins[last] and self._dotted(last + 1):
            last += 1
        return [soften(tokens[i].text) for i in range(at + 1, last + 1)], at, last

    def _dotted(self, at: int) -> bool:
        token = self._place.tokens[at]
        return token.is_initial and self._place.text[token.end : token.end + 1] == "."

    def _initials_span(
        self, at: int, letters: list[str], first: int, last: int, named: set[int | str]
    ) -> NameSpan | None:
        found: dict[int | str, tuple[float, Hit]] = {}
        for surname, hit in self._hits[at].surnames.items():
            if hit.how == NEAR or hit.other_gender:
                continue
            for number in self._index.by_surname.get(surname, ()):
                entry = self._index.entries[number]
                if entry.never or entry.misspelling or not _initials_agree(entry, letters):
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
        tokens = self._place.tokens
        start, end = tokens[first].start, tokens[last].end
        if self._place.text[end : end + 1] == "." and last > at:
            end += 1
        surface = self._place.text[start:end]
        if known:
            score, reasons = _REPEATED_SCORE, [Reason("initials_after_full", surface)]
        else:
            reasons = [Reason("initials_only", surface, against=True)]
        if len(persons) > 1:
            score = min(score, _NAMESAKE_SCORE)
            reasons.append(Reason("namesakes", against=True))
        persons = persons[:_MOST_NAMESAKES]
        return NameSpan(
            tuple(persons), start, end, surface, INITIALS, False, False, score, tuple(reasons)
        )

    def _surnames(
        self,
        spans: list[NameSpan],
        named: set[int | str],
        banned: set[tuple[int | str, int]],
    ) -> list[NameSpan]:
        """The surname alone, where its bearer is named in full somewhere in the same text."""
        bearers: dict[int, list[NameEntry]] = {}
        by_score = sorted(spans, key=lambda span: span.score)
        best = {person: span for span in by_score for person in span.persons}
        for person in named:
            for entry in self._index.entries_of(person):
                # Of a name whose order is not known only the reading that the text showed.
                order = self._orders.get((person, entry.parts.script))
                if order is None or entry.parts.certain or entry.swapped == order:
                    bearers.setdefault(entry.surname, []).append(entry)
        never = {
            (entry.person, entry.surname)
            for entries in bearers.values()
            for entry in entries
            if entry.never and entry.given < 0
        }
        found: list[NameSpan] = []
        for at, hits in enumerate(self._hits):
            if at in self._taken or not hits.surnames:
                continue
            persons: dict[int | str, Hit] = {}
            for surname, hit in hits.surnames.items():
                if hit.how == NEAR or hit.other_gender or self._index.is_common_word(surname):
                    continue
                for entry in bearers.get(surname, ()):
                    if entry.never or entry.misspelling or (entry.person, surname) in never:
                        continue
                    if (entry.person, at) in banned:
                        continue
                    if any(a.gender & entry.gender for a in hit.analyses):
                        persons.setdefault(entry.person, hit)
            if persons and not self._belongs_to_another(at):
                span = self._surname_span(at, persons, best)
                if span is not None:
                    found.append(span)
        return found

    def _belongs_to_another(self, at: int) -> bool:
        """A given name or initial beside the surname that was not this person's: a relative."""
        tokens, joins = self._place.tokens, self._place.joins
        for beside, join in ((at - 1, at - 1), (at + 1, at)):
            if not 0 <= beside < len(tokens) or not joins[join] or joins[join] == LINE:
                continue
            token = tokens[beside]
            if beside in self._taken:
                continue
            if token.is_initial:
                if beside < at or self._dotted(beside):
                    return True
            elif any(
                is_given_name(form.word)
                for form in nominatives(soften(token.text), self._place.language)
            ):
                return True
        return False

    def _surname_span(
        self, at: int, persons: dict[int | str, Hit], best: dict[int | str, NameSpan]
    ) -> NameSpan | None:
        token: Token = self._place.tokens[at]
        hit = next(iter(persons.values()))
        genitive = any(a.cases & GENITIVE for a in hit.analyses)
        if bearer_of_name(
            self._place.text, token.start, token.end, self._place.language, genitive=genitive
        ):
            return None
        surface = self._place.text[token.start : token.end]
        reasons = [Reason("surname_after_full", surface)]
        score = min(_REPEATED_SCORE, max(best[person].score for person in persons))
        if len(persons) > 1:
            score = min(score, _NAMESAKE_SCORE)
            reasons.append(Reason("namesakes", against=True))
        return NameSpan(
            persons=tuple(persons)[:_MOST_NAMESAKES],
            start=token.start,
            end=token.end,
            surface=surface,
            kind=SURNAME,
            exact=False,
            misspelling=False,
            score=round(score, 4),
            reasons=tuple(reasons),
        )


def _rank(candidate: Candidate) -> tuple[int, float, bool, float]:
    return (
        candidate.level,
        candidate.score,
        not candidate.surname_first,
        -candidate.distance,
    )


def _equal(first: Candidate, other: Candidate) -> bool:
    """Whether nothing in the text prefers one of two candidates at the same words."""
    if first.entry.person == other.entry.person:
        return False
    if first.level >= STRONG:
        return other.level == first.level and other.distance - first.distance <= _TIE_DISTANCE
    return first.score - other.score <= 0.1


def _is_slip(candidate: Candidate) -> bool:
    return any(r.code in ("near_spelling", "other_gender") for r in candidate.reasons)


def _initials_agree(entry: NameEntry, letters: list[str]) -> bool:
    for letter, expected in zip(letters, entry.initials, strict=False):
        if not first_sounds(letter) & first_sounds(expected):
            return False
    return bool(entry.initials)


def _replaced(
    span: NameSpan, persons: tuple[int | str, ...], score: float, reasons: tuple[Reason, ...]
) -> NameSpan:
    return NameSpan(
        persons, span.start, span.end, span.surface, span.kind, span.exact, span.misspelling,
        score, reasons,
    )  # fmt: skip
