"""Pure: of whom a sentence says that something happened.

Everybody named in the sentence is a candidate, people who are not on record too: the event of a
stranger is nobody's. Rather nobody than the wrong person.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cases.proposals.found import CHARGED, REQUESTED, SIGNED
from cases.proposals.naming import NameAt, low_before
from cases.proposals.sentences import Clause
from cases.proposals.vocabulary import Trigger, Vocabulary

_HOME: Final = re.compile(
    r"\b(?:у|к|дома у|домой к|квартир\w+|доме?|дача|даче|дачу|домой|офис\w*|мастерск\w+|жиль\w+|комнат\w+|обыскал[аио]?)(?: [а-я]+(?:ого|ой|его|а|ы|и|у|е|ке|ку)){0,3} $"
)
_HOME_OF: Final = re.compile(
    r"^['’]s? (?:[\w.-]+ ){0,3}(?:home|house|apartment|flat|dacha|place)\b"
)
_HOME_BEFORE: Final = re.compile(
    r"\b(?:homes?|houses?|apartments?|flats?|dachas?|place) of (?:[a-z-]+ ){0,4}$"
)
_HER: Final = re.compile(r"\b(?:ее|ей|нее|нею|ней)\b")
_HIM: Final = re.compile(r"\b(?:его|ему|него|нему|ним|нем)\b")
_ASIDE: Final = re.compile(
    r"^, (?:an?|the|one of|\d{2}|who|deputy|former|head|leader)\b[^,]{0,120}(?:, [^,]{2,50}){0,2},(?= (?:was|were|has|had|have|is|are)\b)"
)
# «Sentenced a leader of the community, Nariman Dzhelyal, to»: the name of whom was just told.
_NAMED_AFTER: Final = re.compile(r" (?:an?|the|one of) [^,;:]{3,80}, ")
_LISTED_TITLES: Final = re.compile(
    r" (?:down )?(?:(?:the|a|an|former|fellow|and|his|her|anti-war|opposition|activists?|politicians?|journalists?|dissidents?|defenders?|leader|prisoner|critic|st\.?"
    r"|\w+ist|\d{1,2}-year-old|,|\w+er) ?)*"
)
# Between a verb and its object stand only adjectives and titles.
_NO_TITLE: Final = re.compile(
    r"[,;:()]|\b(?:to|for|in|on|of|by|with|from|at|as|into|over|about|against|after|before|while|who|whom|whose|that|which|and|or|was|were|is|are|has|had"
    r"|his|her|their|its|him|them|it|two|three|four|five|several|people|supporters?|years?|months?|days?|charges?|case|trial|sentence|appeal)\b"
)
# "He led the march, and dozens were detained": a verb, a comma and others, of whom it is said.
_OTHERS_NEXT: Final = re.compile(
    r" \w+ \w[^,]*, (?:(?:and|but|while|as) )?(?:(?:more than|over|about|at least|some) )?(?:dozens|hundreds|thousands|scores"
    r"|\d+|two|three|four|five|six|several|many|most|some)(?: [\w-]+){0,3} "
)
_HAS: Final = re.compile(r" (?:(?:has|had|have|also|then|later|himself|herself) )*")
_MOST_TITLES: Final = 7
_REACH: Final = 90


@dataclass(frozen=True, slots=True)
class Who:
    """Whom a trigger speaks of; how: `named`, `relative` (who), `pronoun` or `role` (the activist)."""

    names: tuple[NameAt, ...]
    how: str


class Chooser:
    """Chooses whom each trigger of one sentence speaks of."""

    def __init__(
        self,
        low: str,
        names: Sequence[NameAt],
        pieces: Sequence[Clause],
        words: Vocabulary,
        triggers_at: Sequence[tuple[int, int]],
        focus: Sequence[NameAt],
    ) -> None:
        """`low`: the folded sentence; `focus`: whom the sentences before named last, if anybody."""
        self._low = low
        self._names = names
        self._pieces = pieces
        self._words = words
        self._at = triggers_at
        self._focus = focus

    def who(self, trigger: Trigger, start: int, end: int) -> Who | None:
        """The people of a trigger at a place, None when nobody can be told."""
        piece = next((i for i, one in enumerate(self._pieces) if one.start <= start < one.end), 0)
        clause = self._pieces[piece]
        if clause.relative:
            return self._relative(trigger, clause, start)
        chosen = self._named(trigger, piece, start, end)
        if chosen is not None:
            return Who(self._with_joined(chosen, trigger), "named")
        if any(
            self._in_reach(name, piece)
            and self._eligible(name, trigger) is not False
            and name.person is None
            for name in self._names
        ):
            return None
        return self._meant(trigger, piece, start, end)

    def _relative(self, trigger: Trigger, clause: Clause, start: int) -> Who | None:
        """«Горинов, которого задержали»: the name that stands right before."""
        inside = [n for n in self._names if clause.start <= n.start < clause.end]
        text = self._low[clause.start : clause.end]
        if self._words.whose.match(text) and not re.match(
            r"^, (?:в )?(?:отношении|против) котор", text
        ):
            if not re.match(r"^, котор\w+ ", text):
                return None
        object_inside = [n for n in inside if n.start > start and self._eligible(n, trigger)]
        if trigger.voice == "either" and object_inside:
            return Who(self._with_joined(object_inside[0], trigger), "named")
        if self._words.others.search(text[: max(0, start - clause.start)]):
            return None
        before = [n for n in self._names if n.end <= clause.start]
        if not before:
            return None
        nearest = before[-1]
        between = self._low[nearest.end : clause.start]
        if len(between) > _REACH or self._words.possessive.match(between):
            return None
        if self._is_of_others(nearest) and not self._words.cased:
            return None
        if self._words.kin.search(self._low[max(0, nearest.start - 60) : nearest.start]):
            return None
        return Who((nearest,), "relative")

    def _named(self, trigger: Trigger, piece: int, start: int, end: int) -> NameAt | None:
        near = [n for n in self._names if self._in_reach(n, piece)]
        if trigger.kind in (SIGNED, REQUESTED) and piece + 1 < len(self._pieces):
            # «... подписали письмо: X, Y», "demanded that X be sentenced".
            clause = self._pieces[piece + 1]
            if self._words.onward.match(self._low[clause.start : clause.end]):
                onward = [n for n in self._names if clause.start <= n.start < clause.end]
                if onward and not near:
                    return onward[0]
        able = [
            n
            for n in near
            if self._eligible(n, trigger)
            and not self._only_reason(n, trigger, piece, start, end)
            and not self._accuses(n, trigger, start)
        ]
        before = [n for n in able if n.end <= start]
        after = [n for n in able if n.start >= end and not self._trigger_between(end, n.start)]
        if trigger.voice == "subject":
            if self._words.cased:
                return self._subject_in_cases(before, after, start, end)
            return self._subject(before, start)
        if trigger.voice == "either":
            direct = [n for n in after if self._is_direct(end, n)]
            if direct:
                return direct[0]
            return self._subject(before, start, bare=True)
        if not self._words.cased and trigger.voice == "object":
            return after[0] if after else None
        same = [
            n
            for n in (*before, *after)
            if "," not in self._low[min(n.end, end) : max(n.start, start)]
        ]
        pool = same or [*before, *after]
        if not pool:
            return None
        if trigger.voice == "home" and not self._words.cased:
            return min(pool, key=lambda n: self._distance(n, start, end))
        return min(pool, key=lambda n: (self._distance(n, start, end), n.start))

    def _accuses(self, name: NameAt, trigger: Trigger, start: int) -> bool:
        """Whether the name is who brings the charges ("Navalny opened an investigation into ...")."""
        if trigger.kind != CHARGED or trigger.voice != "any" or self._words.cased:
            return False
        return _HAS.fullmatch(self._low, name.end, start) is not None

    def _only_reason(
        self, name: NameAt, trigger: Trigger, piece: int, start: int, end: int
    ) -> bool:
        """Whether somebody without a name is acted on for what concerns the name.

        «Учителя оштрафовали за интервью с Петровым».
        """
        if trigger.voice not in ("object", "either") or name.start < end:
            return False
        reason = self._words.accused_of.search(self._low, end, name.start)
        if reason is None:
            return False
        begin = self._pieces[piece].start
        return bool(self._words.people.search(self._low, begin, reason.start()))

    def _subject(self, before: list[NameAt], start: int, *, bare: bool = False) -> NameAt | None:
        """English: the name before the verb, with no other noun of a person in between."""
        if not before:
            return None
        name = before[-1]
        between = self._low[name.end : start]
        # "Navalny, a leading figure in the opposition, has been": what is said of the name itself.
        aside = _ASIDE.match(between)
        if aside is not None and not bare and not self._words.others.search(aside.group()):
            between = between[aside.end() :]
        if len(between) > _REACH or self._words.others.search(between):
            return None
        if _OTHERS_NEXT.fullmatch(between):
            return None
        if bare and re.search(
            r"\b(?:court|police|officers?|judge|authorities|fsb|ministry|investigators?|they|was|were|is|has|have|been|putin)\b",
            between,
        ):
            return None
        if bare and between.strip() == ",":
            return None  # "Gorinov, jailed for seven years, ...": what is known of him, no news
        if (
            bare
            and re.search(r"\w", re.sub(r"^,[^,]*,", "", between))
            and not re.fullmatch(
                r",? ?(?:\d+, ?)?(?:and [a-z ]+)?(?:also |again |reportedly )?", between
            )
        ):
            return None
        return name

    def _subject_in_cases(
        self, before: list[NameAt], after: list[NameAt], start: int, end: int
    ) -> NameAt | None:
        """Russian: the nearest nominative before the verb, else right behind it (списки, «подписали X»)."""
        for name in reversed(before):
            between = self._low[name.end : start]
            if len(between) > _REACH + 60:
                break
            if self._words.others.search(re.sub(r",[^,]*,", ",", between)):
                return None
            return name
        if after and self._distance(after[0], start, end) <= _REACH:
            between = self._low[end : after[0].start]
            if not self._words.others.search(between):
                return after[0]
        return None

    def _is_direct(self, end: int, name: NameAt) -> bool:
        """Whether the name is what the English verb is done to: only titles stand in between."""
        between = self._low[end : name.start]
        if _LISTED_TITLES.fullmatch(between):
            return True
        if (
            _NAMED_AFTER.fullmatch(between)
            and self._low[name.end : name.end + 1] == ","
            and not self._words.others.search(between)
        ):
            return True
        words = between.split()
        return (
            len(words) <= _MOST_TITLES
            and not _NO_TITLE.search(between)
            and not self._words.others.search(between)
        )

    def _in_reach(self, name: NameAt, piece: int) -> bool:
        """Whether the name stands in the clause, or in the one that a relative clause interrupted."""
        index = piece
        while True:
            clause = self._pieces[index]
            if clause.start <= name.start < clause.end:
                return True
            if index >= 2 and self._pieces[index - 1].relative and not self._pieces[index].relative:
                index -= 2
                continue
            return False

    def _eligible(self, name: NameAt, trigger: Trigger) -> bool:
        before = self._low[max(0, name.start - 70) : name.start]
        behind = self._low[name.end : name.end + 60]
        words = self._words
        if trigger.voice == "home":
            if words.kin.search(before) or re.search(
                r"\b(?:адвоката|жены|матери|родителей|родственников|друзей|соратников|брата|сестры) (?:\w+ )?$",
                before,
            ):
                return False
            if not words.cased:
                return bool(_HOME_OF.match(behind) or _HOME_BEFORE.search(before))
            return name.nominative is not True and bool(_HOME.search(before))
        if words.possessive.match(behind) and trigger.voice != "any":
            return False
        if (
            trigger.voice == "any"
            and words.possessive.match(behind)
            and words.others.match(behind.lstrip("'’s "))
        ):
            return False
        if words.kin.search(before):
            at_case = words.cases_of.search(before)
            subject_himself = words.cased and trigger.voice == "subject" and name.nominative is True
            if not subject_himself and not (trigger.voice == "any" and at_case):
                return False
        if words.speakers.match(behind) and name.nominative is not False:
            return False
        if words.cased:
            if trigger.voice == "subject" and name.nominative is False:
                return False
            if (
                trigger.voice in ("object", "any")
                and name.nominative is True
                and not self._undeclined(name)
            ):
                return False
        if words.before_others.search(before):
            if trigger.voice == "any":
                return bool(words.cases_of.search(before))
            return (
                words.cased
                and trigger.voice == "subject"
                and name.nominative is True
                and not self._undeclined(name)
            )
        return True

    def _undeclined(self, name: NameAt) -> bool:
        """Names that are the same in all cases: Ткаченко, Черных; women's that end in a consonant."""
        last = self._low[: name.end].split(" ")[-1]
        if last.endswith(("ко", "их", "ых", "о", "е", "и", "у", "ю")):
            return True
        return name.sex == "f" and last[-1:] not in "аяйь"

    def _is_of_others(self, name: NameAt) -> bool:
        return bool(
            self._words.before_others.search(self._low[max(0, name.start - 70) : name.start])
        )

    def _trigger_between(self, start: int, end: int) -> bool:
        return any(start <= at and to <= end for at, to in self._at)

    def _distance(self, name: NameAt, start: int, end: int) -> int:
        return start - name.end if name.end <= start else name.start - end

    def _with_joined(self, name: NameAt, trigger: Trigger) -> tuple[NameAt, ...]:
        """The name with those listed beside it («X, Y и Z»)."""
        at = list(self._names).index(name)
        group = [name]
        for step in (-1, 1):
            index = at
            while 0 <= index + step < len(self._names):
                other = self._names[index + step]
                first, second = (
                    (other, self._names[index]) if step < 0 else (self._names[index], other)
                )
                between = self._low[first.end : second.start]
                if not self._words.joined.match(between) or self._words.others.search(between):
                    break
                if other.person is not None and not self._listed(other, trigger):
                    break
                group.append(other)
                index += step
        return tuple(sorted(set(group), key=lambda one: one.start))

    def _listed(self, name: NameAt, trigger: Trigger) -> bool:
        if trigger.voice == "home":
            return name.nominative is not True or self._undeclined(name)
        before = self._low[max(0, name.start - 70) : name.start]
        if self._words.before_others.search(before) and trigger.voice != "any":
            if not (self._words.cased and trigger.voice == "subject" and name.nominative):
                return False
        if self._words.possessive.match(self._low[name.end : name.end + 5]):
            return False
        if self._words.cased and trigger.voice == "subject":
            return name.nominative is not False
        if self._words.cased and trigger.voice in ("object", "any"):
            return name.nominative is not True or self._undeclined(name)
        return True

    def _meant(self, trigger: Trigger, piece: int, start: int, end: int) -> Who | None:
        """Somebody who is not named in the clause: he, her, "the activist"."""
        words = self._words
        clause = self._pieces[piece]
        low = self._low[clause.start : clause.end]
        if words.others.search(low):
            return None
        she, he = bool(words.she.search(low)), bool(words.he.search(low))
        if words.cased and trigger.voice == "object":
            # «Он отпустил горничную»: he acts, and nothing was done to him.
            she, he = she and bool(_HER.search(low)), he and bool(_HIM.search(low))
        role = not words.one_more.search(low) and any(
            not any(0 <= n.start - clause.start - match.end() <= 2 for n in self._names)
            for match in words.somebody.finditer(low)
        )
        if not (she or he or role):
            return None
        sexes = {"f"} if she and not he else {"m"} if he and not she else {"f", "m"}
        if (she or he) and words.others.search(self._low[: clause.start]):
            return None  # "her daughter fell ill ... before she died": not surely the one we know
        earlier = [n for n in self._names if n.end <= clause.start]
        if any(words.kin.search(low_before(self._low, n)) for n in earlier[-1:]):
            return None  # «Знакомый Петрова дал показания; ему назначили»: him or the other
        pool = self._one_person(earlier, sexes) if (she or he) and earlier else ()
        if not pool and not earlier:
            pool = self._one_person(self._focus, sexes)
        return Who(pool, "pronoun" if she or he else "role") if pool else None

    def _one_person(self, names: Sequence[NameAt], sexes: set[str]) -> tuple[NameAt, ...]:
        """The only one of these who may be meant; nobody where there are two."""
        fitting = [n for n in names if not n.sex or n.sex in sexes]
        people = {n.person for n in fitting}
        return (fitting[-1],) if len(people) == 1 and None not in people else ()
