"""Pure: what a text says happened to the people it names, sentence by sentence.

>>> from datetime import date
>>> text = "Суд приговорил Алексея Горинова к семи годам колонии общего режима."
>>> [event.kind for event in read_events(text, "ru", date(2022, 7, 8), [NamedSpan(15, 32, 1, False)])]
['sentenced']
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from cases.proposals import found as kinds
from cases.proposals.dates import DateAt, find_dates
from cases.proposals.found import FoundEvent, NamedSpan, Reason
from cases.proposals.naming import NameAt, names_in, stranger_stems
from cases.proposals.sentences import Clause, SentenceAt, clauses, folded, sentences, without_speech
from cases.proposals.subjects import Chooser, Who
from cases.proposals.values import shared_out, values_of
from cases.proposals.vocabulary import Trigger, Vocabulary, vocabulary_of

# The rules' version: rows remember under which they were read.
RULES: Final = 2
LONGEST_TEXT: Final = 400_000
# An event that happened so long before publication is background.
_NEWS_DAYS: Final = 45
_SCORES: Final = {"named": 0.95, "relative": 0.85, "pronoun": 0.8, "role": 0.7}
# Kinds of which a text seldom says two different things of one person in one sentence.
_MOST_EVENTS: Final = 60


@dataclass(frozen=True, slots=True)
class _Hit:
    trigger: Trigger
    start: int
    end: int


def read_events(
    text: str, language: str, published: date, people: Sequence[NamedSpan]
) -> list[FoundEvent]:
    """Everything the text says happened to these people, in order.

    published: the day of publication at the outlet's place; relative dates count from it. Empty for
    languages without tables. The time grows with the length of the text; what lies behind the first
    400,000 signs is not read.
    """
    words = vocabulary_of(language)
    if words is None or not people:
        return []
    text = text[:LONGEST_TEXT]
    stems = stranger_stems(text, words) - _own_stems(text, people, words)
    spans = sorted(people, key=lambda span: span.start)
    focus: list[NameAt] = []
    events: list[FoundEvent] = []
    for sentence in sentences(text):
        reading = _SentenceReading(sentence, words, published, spans, stems, focus)
        events += reading.events()
        if reading.names:
            focus = reading.names
        if len(events) >= _MOST_EVENTS:
            break
    return _once(events)


def _own_stems(text: str, people: Sequence[NamedSpan], words: Vocabulary) -> set[str]:
    """Beginnings of the known people's surnames as written, which are no strangers'."""
    written = " ".join(text[span.start : span.end] for span in people)
    return {stem for stem in stranger_stems(written, words)} | {
        part[:-1] if words.cased and part[-1:] in "аяуюые" else part
        for part in written.split()
        if part
    }


def _once(events: list[FoundEvent]) -> list[FoundEvent]:
    """The same said twice counts once: the plainest sentence stays."""
    best: dict[tuple[Any, ...], FoundEvent] = {}
    for event in events:
        key = (event.kind, event.person, event.on, repr(sorted(event.values.items())))
        if key not in best or best[key].score < event.score:
            best[key] = event
    return list(best.values())


class _SentenceReading:
    """One sentence with everything that was found in it."""

    def __init__(
        self,
        sentence: SentenceAt,
        words: Vocabulary,
        published: date,
        spans: Sequence[NamedSpan],
        stems: set[str],
        focus: Sequence[NameAt],
    ) -> None:
        self.sentence, self.words, self.published = sentence, words, published
        self.open = folded(without_speech(sentence.text))
        self.low = folded(sentence.text)
        self.names = names_in(sentence.text, sentence.start, spans, words, stems)
        self.focus = focus

    def events(self) -> list[FoundEvent]:
        """What the sentence says, of each person by themselves."""
        if self.sentence.asks or not (self.names or self.focus):
            return []
        hits = list(self._hits())
        if not hits or self.words.doubts.search(self.open):
            return []
        pieces = clauses(self.open, self.words.breaks, self.words.relative)
        places = [(hit.start, hit.end) for hit in hits]
        chooser = Chooser(self.open, self.names, pieces, self.words, places, self.focus)
        dates = find_dates(self.open, self.words.dates, self.published)
        found: list[FoundEvent] = []
        for at, hit in enumerate(hits):
            clause = next((one for one in pieces if one.start <= hit.start < one.end), pieces[0])
            if self._hedged(hit, clause, pieces):
                continue
            limit = hits[at + 1].start if at + 1 < len(hits) else len(self.open)
            if hit.trigger.kind == kinds.REQUESTED:
                limit = len(self.open)  # "asked to sentence him to ...": one thing, not two
            found += self._of_hit(hit, clause, chooser, dates, limit, len(hits))
        return _fewest(found)

    def _hits(self) -> Iterator[_Hit]:
        taken: list[tuple[int, int]] = []
        all_hits = [
            _Hit(trigger, match.start(), match.end())
            for trigger in self.words.triggers
            for match in trigger.pattern.finditer(self.open)
        ]
        for hit in sorted(all_hits, key=lambda one: one.start):
            around = self._around(hit)
            if hit.trigger.needs is not None and not hit.trigger.needs.search(around):
                continue
            if hit.trigger.never is not None and hit.trigger.never.search(around):
                continue
            if any(hit.start < end and start < hit.end for start, end in taken):
                continue
            if any(one.start <= hit.start < one.end for one in self.names):
                continue  # «Сальвадора Дали» gives nothing to anybody
            if hit.trigger.term and not self._has_term(hit):
                continue
            taken.append((hit.start, hit.end))
            yield hit

    def _has_term(self, hit: _Hit) -> bool:
        """Whether the sentence tells a punishment at all, without which the words may be others'."""
        return (
            values_of(
                hit.trigger, self.open, self.open, hit.start, hit.end, len(self.open), self.words
            )
            is not None
        )

    def _around(self, hit: _Hit) -> str:
        """The clause in which the words stand, as far as a semicolon or a contrast."""
        before = [m.end() for m in re.finditer(r"; |, (?:а|но|but|while) ", self.open[: hit.start])]
        behind = re.search(r"; |, (?:а|но|but|while) ", self.open[hit.end :])
        return self.open[before[-1] if before else 0 : hit.end + behind.start() if behind else None]

    def _hedged(self, hit: _Hit, clause: Clause, pieces: Sequence[Clause]) -> bool:
        before = self.open[clause.start : hit.start]
        comma = max(before.rfind(","), before.rfind(" и "), before.rfind(" and "))
        # What is denied or wished stands near; a wish also holds for the verbs joined to the first.
        if self.words.hedges.search(before[-70:]):
            if (
                comma < 0
                or self.words.hedges.search(before[comma:])
                or self._governs(before, comma)
            ):
                return True
        # Some triggers end with the space before what they must be followed by.
        end = hit.end - self.open[hit.start : hit.end].endswith(" ")
        if self.words.behind.match(self.open[end : end + 12]):
            return True
        return "\x01" in self.open[hit.start : hit.end]

    def _governs(self, before: str, comma: int) -> bool:
        """Whether a hedge before the comma still holds: only when joined by "and" to its verb."""
        return before[comma : comma + 1] == " " and bool(self.words.hedges.search(before[:comma]))

    def _of_hit(
        self,
        hit: _Hit,
        clause: Clause,
        chooser: Chooser,
        dates: list[DateAt],
        limit: int,
        hits: int,
    ) -> Iterator[FoundEvent]:
        who = chooser.who(hit.trigger, hit.start, hit.end)
        if who is None:
            return
        when = self._when(hit, clause, dates, limit)
        on = when.edtf if when is not None else ""
        if on and _first_day(on) > self.published + timedelta(days=1):
            return
        background = self._is_background(hit, clause, on)
        if background and not on:
            return
        stretch = self.open[hit.start if hits > 1 else 0 : max(limit, hit.end)]
        values = values_of(hit.trigger, self.open, stretch, hit.start, hit.end, limit, self.words)
        if values is None:
            return
        for name, own in shared_out(
            hit.trigger,
            who,
            values,
            self.open,
            hit.start,
            limit,
            self.names,
            self.words,
            alone=hits == 1,
        ):
            if name.person is None:
                continue
            yield self._event(hit, who, name, own, on, when, background)

    def _event(
        self,
        hit: _Hit,
        who: Who,
        name: NameAt,
        values: dict[str, Any],
        on: str,
        when: DateAt | None,
        background: bool,
    ) -> FoundEvent:
        base, kind = self.sentence.start, hit.trigger.kind
        if values.get("how") == "exchange":
            kind, values = kinds.EXCHANGED, {}
        reasons = [self._reason("words", hit.start, hit.end)]
        here = who.how in ("named", "relative") or name in self.names
        if here:
            reasons.append(self._reason(f"who_{who.how}", name.start, name.end))
        else:
            reasons.append(Reason(f"who_{who.how}"))
        if when is not None:
            code = "date_relative" if when.relative else "date"
            reasons.append(self._reason(code, when.start, when.end))
        else:
            reasons.append(Reason("no_date"))
        if background:
            reasons.append(Reason("background"))
        score = _SCORES[who.how] - (0.1 if background else 0.0)
        return FoundEvent(
            kind=kind,
            person=name.person,
            start=base,
            end=self.sentence.end,
            quote=self.sentence.text,
            on=on,
            values=values,
            reasons=tuple(reasons),
            background=background,
            score=round(score, 2),
        )

    def _reason(self, code: str, start: int, end: int) -> Reason:
        base = self.sentence.start
        return Reason(code, self.sentence.text[start:end], base + start, base + end)

    def _when(self, hit: _Hit, clause: Clause, dates: list[DateAt], limit: int) -> DateAt | None:
        """The date beside the words; behind "for" and "over" it is the date of something else."""
        usable = []
        for one in dates:
            if one.start >= hit.end and one.start < limit:
                between = self.open[hit.end : one.start]
                if self.words.accused_of.search(between) or not self._same_clause(clause, one):
                    continue
                usable.append((one.start - hit.end, one))
            elif one.end <= hit.start:
                between = self.open[one.end : hit.start]
                if self.words.attribute.search(self.open[clause.start : one.start]):
                    continue
                if self.words.accused_of.search(self.open[max(clause.start, 0) : one.start]):
                    continue
                if not self._same_clause(clause, one) and not self._leads(one):
                    continue
                commas = between.count(",")
                usable.append((len(between) + 60 * commas, one))
        return min(usable, key=lambda pair: pair[0])[1] if usable else None

    def _same_clause(self, clause: Clause, one: DateAt) -> bool:
        return clause.start <= one.start < clause.end

    def _leads(self, one: DateAt) -> bool:
        """Whether the date begins the sentence and so holds for all of it."""
        return one.start <= 12

    def _is_background(self, hit: _Hit, clause: Clause, on: str) -> bool:
        if on and _last_day(on) < self.published - timedelta(days=_NEWS_DAYS):
            return True
        before = self.open[max(clause.start, hit.start - 60) : hit.start + 14]
        said = self.words.background.search(before)
        if said is not None:
            return not (on and _last_day(on) >= self.published - timedelta(days=7))
        return clause.relative


def _first_day(on: str) -> date:
    return _bound(on.partition("/")[0], last=False)


def _last_day(on: str) -> date:
    return _bound(on.rpartition("/")[2], last=True)


def _bound(text: str, *, last: bool) -> date:
    """The first or last day of a year, month, season or day as `dates` writes them."""
    parts = [int(part) for part in text.rstrip("~").split("-")]
    if len(parts) == 3:
        return date(*parts)
    if len(parts) == 2 and parts[1] > 12:
        start = date(parts[0], (parts[1] - 20) * 3, 1)
        return start + timedelta(days=91) if last else start
    if len(parts) == 2:
        month = date(parts[0], parts[1], 1)
        return (month + timedelta(days=31)).replace(day=1) - timedelta(days=1) if last else month
    return date(parts[0], 12, 31) if last else date(parts[0], 1, 1)


def _within(few: dict[str, Any], many: dict[str, Any]) -> bool:
    return all(key in many and many[key] == value for key, value in few.items())


def _fewest(events: list[FoundEvent]) -> list[FoundEvent]:
    """Of a person one event of a kind per sentence, unless dates or terms tell two apart."""
    kept: list[FoundEvent] = []
    for event in events:
        same = [one for one in kept if (one.kind, one.person) == (event.kind, event.person)]
        poorer = [
            one
            for one in same
            if one.on in ("", event.on) and one.values and _within(one.values, event.values)
        ]
        if poorer and event.kind == kinds.TRANSFERRED:
            kept = [one for one in kept if one not in poorer] + [event]
            continue
        if any(
            not event.values or one.values == event.values or not (one.on and event.on)
            for one in same
        ):
            if all(one.values == event.values for one in same) or not event.values:
                continue
        kept.append(event)
    exchanged = {one.person for one in kept if one.kind == kinds.EXCHANGED}
    requalified = {one.person for one in kept if one.kind == kinds.REQUALIFIED}
    return [
        one
        for one in kept
        if not (one.kind == kinds.RELEASED and one.person in exchanged)
        and not (one.kind == kinds.CHARGED and one.person in requalified)
    ]
