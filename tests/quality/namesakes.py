"""Two people of one full name on record, a short text, and what the records say: who is linked.

The texts stand in `tests/samples/namesakes/`, whose README says what a label means. They go through the
real linking, so a database is needed: `pytest tests/quality/test_namesakes.py -s` prints the figures.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from django.db import transaction

from cases.articles.models import Stage
from cases.linking import services
from cases.linking.known_people import forget_people
from cases.linking.models import LinkCandidate, LinkStatus
from people.models import Person
from tests.cases.linking.conftest import give_text
from tests.factories import (
    make_article,
    make_case,
    make_charge,
    make_detention,
    make_event,
    make_institution,
    make_letter,
    make_party,
    make_person,
    make_provision,
)

FILE: Final = Path(__file__).parents[1] / "samples" / "namesakes" / "texts.tsv"
_PUBLISHED: Final = datetime(2026, 3, 1, 12, tzinfo=UTC)
_MEANT: Final = {"a": {"a"}, "b": {"b"}, "both": {"a", "b"}, "neither": set[str]()}


@dataclass(frozen=True, slots=True)
class Text:
    """A text with two records of one name. meant: whom it speaks of; sure: whether that is certain."""

    half: str
    slice: str
    language: str
    name: str
    records: tuple[str, str]
    meant: frozenset[str]
    sure: bool
    text: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a text: who was linked and asked about, with the codes of the evidence."""

    text: Text
    linked: frozenset[str]
    asked: frozenset[str]
    codes: dict[str, frozenset[str]]

    @property
    def verdict(self) -> str:
        """right, wrong, guessed (linked rightly where nobody could know), asked, lost, or left (nobody)."""
        if self.linked - self.text.meant:
            return "wrong"
        if self.linked:
            return "right" if self.text.sure else "guessed"
        if not self.text.meant:
            return "asked" if self.asked else "left"
        return "asked" if self.text.meant <= self.asked else "lost"


def texts() -> list[Text]:
    """The labelled texts."""
    found = []
    for line in FILE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            half, slice_, language, name, one, other, meant, decided, text = line.split("\t")
            found.append(
                Text(
                    half, slice_, language, name, (one, other),
                    frozenset(_MEANT[meant]), decided == "sure", text.replace("¶", "\n\n"),
                )
            )  # fmt: skip
    return found


def outcome_of(text: Text) -> Outcome:
    """Links the text as any new article is linked, and forgets all that was made for it."""
    with transaction.atomic():
        forget_people()
        people = dict(
            zip("ab", (_on_record(text.name, each) for each in text.records), strict=True)
        )
        article = make_article(
            "", language=text.language, stage=Stage.PLACED, published_on_site_at=_PUBLISHED
        )
        give_text(article, text.text, language=text.language)
        services.link_article(article.pk)
        rows = LinkCandidate.objects.filter(article=article)
        kept = {key: rows.filter(person=person).first() for key, person in people.items()}
        transaction.set_rollback(True)
    forget_people()
    offered = {key: row for key, row in kept.items() if row is not None}
    return Outcome(
        text,
        frozenset(k for k, row in offered.items() if row.status == LinkStatus.ACCEPTED),
        frozenset(k for k, row in offered.items() if row.status == LinkStatus.UNDECIDED),
        {k: frozenset(reason["code"] for reason in row.reasons) for k, row in offered.items()},
    )


def _on_record(name: str, facts: str) -> Person:
    """A person of this name with the facts of one record: «born=1961; charge=207.3/2»."""
    pairs = [fact.split("=", 1) for fact in facts.split("; ") if facts != "-"]
    columns: dict[str, Any] = {}
    russian, english, sex = name.split("/")
    for kind, value in pairs:
        if kind == "born":
            columns["born"] = value
        elif kind == "job":
            columns["occupation_ru"], _, columns["occupation_en"] = value.partition("/")
        elif kind == "patronymic":
            given, surname = russian.split(" ", 1)
            russian = f"{given} {value} {surname}"
    person = make_person(english, russian, sex=sex, **columns)
    case = make_case(person=person)
    for kind, value in pairs:
        if kind in _FACTS:
            _FACTS[kind](person, case, value)
    return person


def _charge(person: Person, case: Any, value: str) -> None:
    make_charge(person, make_provision(*value.split("/")), case=case)


def _court(person: Person, case: Any, value: str) -> None:
    make_event(case, court=_institution(value, "court"))


def _prison(person: Person, case: Any, value: str) -> None:
    kind = "remand_prison" if "СИЗО" in value else "colony"
    make_detention(person, institution=_institution(value, kind))


def _with(person: Person, case: Any, value: str) -> None:
    make_party(case, _somebody(value))


def _letter(person: Person, case: Any, value: str) -> None:
    make_letter(signed_by=(person, _somebody(value)))


_FACTS: Final[dict[str, Callable[[Person, Any, str], None]]] = {
    "charge": _charge, "court": _court, "prison": _prison, "with": _with, "letter": _letter,
}  # fmt: skip


def _somebody(name: str) -> Person:
    russian, english, sex = name.split("/")
    return make_person(english, russian, sex=sex)


def _institution(value: str, kind: str) -> Any:
    """«Мещанский районный суд Москвы/Meshchansky District Court of Moscow@Москва/Moscow»; made once."""
    from cases.institutions.models import Institution

    names, _, places = value.partition("@")
    russian, _, english = names.partition("/")
    place_ru, _, place_en = places.partition("/")
    known = Institution.objects.filter(name_ru=russian, place_ru=place_ru).first()
    return known or make_institution(
        russian, kind=kind, name_en=english, place_ru=place_ru, place_en=place_en
    )


def counted(outcomes: Iterable[Outcome]) -> Counter[str]:
    """How many texts came to each verdict; of the certain ones too ("sure", "sure and right")."""
    count: Counter[str] = Counter()
    for outcome in outcomes:
        count[outcome.verdict] += 1
        if outcome.text.sure:
            count["sure"] += 1
            count["sure and right"] += outcome.verdict == "right"
    return count


def namesake_lines(outcomes: list[Outcome]) -> Iterator[str]:
    """The report: all, by half, by slice; then each text that went wrong or was lost or guessed."""
    groups: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        groups["all"].append(outcome)
        groups[f"= {outcome.text.half}"].append(outcome)
        groups[f"- {outcome.text.slice}"].append(outcome)
    yield f"== {len(outcomes)} texts with two people of one name on record"
    yield f"{'':28}{'texts':>6}{'sure':>6}{'linked':>8}{'wrong':>7}{'guessed':>9}{'asked':>7}{'lost':>6}"
    for name, group in groups.items():
        c = counted(group)
        yield (
            f"{name:28}{len(group):6}{c['sure']:6}{c['sure and right']:8}{c['wrong']:7}"
            f"{c['guessed']:9}{c['asked'] + c['left']:7}{c['lost']:6}"
        )


def mistakes(outcomes: Iterable[Outcome], verdicts: Collection[str]) -> list[str]:
    """The texts that came to one of the verdicts, with the evidence that was seen."""
    return [
        f"{each.verdict} ({each.text.half}, {each.text.slice}): {each.text.text!r} means"
        f" {sorted(each.text.meant)}, linked {sorted(each.linked)},"
        f" {[(key, sorted(codes)) for key, codes in each.codes.items()]}"
        for each in outcomes
        if each.verdict in verdicts
    ]
