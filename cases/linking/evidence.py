"""What the records say of the people an article may name, compared with what the article says."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date

from cases.institutions.higher_courts import is_court_of_all, is_court_of_region
from cases.institutions.naming import place_stems
from cases.institutions.places import fold_text, holds, place_word
from cases.laws.references import format_reference
from cases.linking.beside_names import (
    birth_agrees,
    occupation_named,
    other_occupation,
    stated_birth,
    stated_home,
)
from cases.linking.mentions import FOUND, FoundMention, ReadArticle
from cases.linking.nearness import Nearness
from cases.linking.parts_in_case import PartInCase, part_at
from cases.linking.person_evidence import PersonEvidence
from cases.linking.records_of_people import RecordsOfPeople
from cases.linking.subject_words import subject_words
from people.models import Person
from people.names import parse_name
from people.names.finding.spans import SURNAME
from people.names.language.frequency import is_frequent_name

ByPerson = Mapping[int, Sequence[FoundMention]]
# Named in most articles, whoever they are about.
_SAYS_NOTHING = frozenset(("москв", "moscow"))
_PLACES_LOOKED_THROUGH = 50_000
_NAMES_LOOKED_AT = 4
# A few sentences: a digest tells of several people, each with the articles of their case.
_NEAR_PROVISION = 400


def evidence_for(
    read: ReadArticle, by_person: ByPerson, published: date, records: RecordsOfPeople
) -> dict[int, PersonEvidence]:
    """What speaks for and against each person that a name of the article may mean."""
    people = records.people
    called = {person_id: str(person) for person_id, person in people.items()}
    subject = subject_words(read.whole)
    companions = _companions(by_person, records)
    nearness = {
        person_id: Nearness(read.whole, [m.name for m in mentions if m.name is not None])
        for person_id, mentions in by_person.items()
    }
    away: dict[int, set[str]] = defaultdict(set)
    provisions, elsewhere, suggested = _charged_provisions(read, by_person, records, nearness, away)
    institutions, homes = _institutions(read, by_person, records, nearness, away)
    _companions_away(read, by_person, companions, away)
    head = read.whole[:_PLACES_LOOKED_THROUGH]
    folded = fold_text(head)
    found = {}
    for person_id, mentions in by_person.items():
        person = people.get(person_id)
        names = [person.name_ru, person.name_en] if person is not None else []
        stems = homes.get(person_id, ())
        saying = [stem for stem in stems if stem not in _SAYS_NOTHING]
        named = (place_word(head, folded, stem) for stem in saying)
        places = list(dict.fromkeys(word for word in named if word))
        if not any(nearness[person_id].says(stem, folded) for stem in saying):
            away[person_id].add("place")
        agrees, differs = _birth(read, mentions, person, published)
        occupation, other = _occupation(read, mentions, person)
        part = _part(read, mentions, person)
        found[person_id] = PersonEvidence(
            co_named=[called[other] for other in companions[person_id] if other in called],
            provisions=provisions[person_id],
            provisions_elsewhere=elsewhere[person_id],
            suggested=suggested[person_id],
            institutions=institutions[person_id],
            places=places,
            age_agrees=agrees,
            age_differs=differs,
            occupation=occupation,
            other_occupation=other,
            other_place=_other_home(read, mentions, stems),
            office=part.word if part is not None and part.office else "",
            part=part.word if part is not None and not part.office else "",
            subject=subject,
            frequent=any(is_frequent_name(parse_name(name)) for name in names if name),
            away=frozenset(away[person_id]),
        )
    return found


def _companions(by_person: ByPerson, records: RecordsOfPeople) -> dict[int, list[int]]:
    """For each person, the others named in the text who share a letter or a case.

    Beside a full name only full names count; "from Gorinov to Kamardin", two surnames of one letter
    and nobody named in full, speak for each other.
    """
    names = {
        person_id: max((m.name for m in mentions if m.name), key=lambda name: name.score)
        for person_id, mentions in by_person.items()
    }
    alone = {person_id for person_id, name in names.items() if len(name.persons) == 1}
    sure = {person_id for person_id in alone if names[person_id].score >= 0.9}
    groups: dict[tuple[str, int], set[int]] = defaultdict(set)
    for person_id in by_person:
        for letter_id in records.letters.get(person_id, ()):
            groups["letter", letter_id].add(person_id)
        for case_id in records.cases.get(person_id, ()):
            groups["case", case_id].add(person_id)
    found: dict[int, list[int]] = defaultdict(list)
    for members in groups.values():
        for person_id in members:
            counted = sure if person_id in sure else alone
            found[person_id] += sorted((members & counted) - {person_id} - set(found[person_id]))
    return found


def _companions_away(
    read: ReadArticle,
    by_person: ByPerson,
    companions: Mapping[int, Sequence[int]],
    away: Mapping[int, set[str]],
) -> None:
    """Notes whose companions stand in other paragraphs, or in a list of many who are none."""
    line_ends = [found.start() for found in re.finditer("\n", read.whole)]
    paragraphs = {
        person_id: {
            bisect_left(line_ends, mention.name.start)
            for mention in mentions
            if mention.name is not None
        }
        for person_id, mentions in by_person.items()
    }
    standing: dict[int, set[int]] = defaultdict(set)
    for person_id, places in paragraphs.items():
        for place in places:
            standing[place].add(person_id)
    named = {
        person_id
        for person_id, mentions in by_person.items()
        if any(m.name is not None and len(m.name.persons) == 1 for m in mentions)
    }
    for person_id, companions_of in companions.items():
        others = set(companions_of)
        beside = any(not standing[place].isdisjoint(others) for place in paragraphs[person_id])
        if not beside or len(named - others - {person_id}) > len(others):
            away[person_id].add("co_named")


def _charged_provisions(
    read: ReadArticle,
    by_person: ByPerson,
    records: RecordsOfPeople,
    nearness: Mapping[int, Nearness],
    away: Mapping[int, set[str]],
) -> tuple[dict[int, list[str]], dict[int, list[str]], dict[int, list[str]]]:
    """For each person, what is among their charges: citations near their name, others, words of offences."""
    cited: dict[tuple[str, str], list[tuple[int, int]]] = defaultdict(list)
    as_cited: dict[tuple[str, str], str] = {}
    hinted: dict[str, list[FoundMention]] = defaultdict(list)
    for mention in read.mentions:
        for reference in mention.references:
            key = reference.article, reference.part
            cited[key].append(read.place_of(mention))
            as_cited[key] = format_reference(reference, "ru")
        if mention.suggested:
            hinted[mention.suggested].append(mention)
    near: dict[int, list[str]] = defaultdict(list)
    elsewhere: dict[int, list[str]] = defaultdict(list)
    weak: dict[int, list[str]] = defaultdict(list)
    if not cited and not hinted:
        return near, elsewhere, weak
    for person_id, mentions in by_person.items():
        charges = records.charges.get(person_id, ())
        names = [read.place_of(mention) for mention in mentions] if charges else []
        beside: set[str] = set()
        clauses = nearness[person_id]
        for article, part in charges:
            key = (article, part) if (article, part) in cited else (article, "")
            if key in cited:
                found = near if _stand_near(names, cited[key]) else elsewhere
                if as_cited[key] not in found[person_id]:
                    found[person_id].append(as_cited[key])
                if any(clauses.holds(*place) for place in cited[key]):
                    beside.add("charged_provision")
            for mention in hinted.get(article, ()):
                if mention.surface not in weak[person_id]:
                    weak[person_id].append(mention.surface)
                if clauses.holds(*read.place_of(mention)):
                    beside.add("suggested_provision")
        away[person_id].update({"charged_provision", "suggested_provision"} - beside)
    return near, elsewhere, weak


def _stand_near(names: Sequence[tuple[int, int]], places: Sequence[tuple[int, int]]) -> bool:
    """Whether one of the places is within a few sentences of one of the names. One pass over both."""
    spans = sorted([(*name, True) for name in names] + [(*place, False) for place in places])
    last: dict[bool, int] = {}
    for start, end, is_name in spans:
        if start - last.get(not is_name, -_NEAR_PROVISION - 1) <= _NEAR_PROVISION:
            return True
        last[is_name] = max(end, last.get(is_name, end))
    return False


def _institutions(
    read: ReadArticle,
    by_person: ByPerson,
    records: RecordsOfPeople,
    nearness: Mapping[int, Nearness],
    away: Mapping[int, set[str]],
) -> tuple[dict[int, list[str]], dict[int, tuple[str, ...]]]:
    """For each person, courts and prisons of their cases that the text names, and all their places."""
    named: dict[int, list[FoundMention]] = defaultdict(list)
    for mention in read.mentions:
        for one in mention.institution.institutions if mention.institution is not None else ():
            named[one].append(mention)
    surfaces: dict[int, list[str]] = defaultdict(list)
    places: dict[int, dict[str, None]] = defaultdict(dict)
    beside: dict[int, list[tuple[str, tuple[str, ...]]]] = defaultdict(list)
    for person_id in by_person:
        for institution_id, where in records.institutions.get(person_id, ()):
            places[person_id].update(dict.fromkeys(place for place in where if place))
            for mention in named.get(institution_id, ()) if institution_id is not None else ():
                if mention.surface not in surfaces[person_id]:
                    surfaces[person_id].append(mention.surface)
                # A number without its place is that of other prisons too.
                at = read.place_of(mention)
                if mention.status == FOUND and nearness[person_id].holds(*at):
                    beside[person_id].append((mention.surface, where))
    for person_id, mentions in by_person.items():
        rivals = _namesakes(person_id, mentions)
        theirs = {place for rival in rivals for place in places[rival]}
        if not any(_tells(court, where, theirs) for court, where in beside[person_id]):
            away[person_id].add("institution")
    return surfaces, {one: place_stems(tuple(sorted(where))) for one, where in places.items()}


def _namesakes(person_id: int, mentions: Sequence[FoundMention]) -> set[int]:
    """The others whom the same words may mean."""
    names = (mention.name for mention in mentions if mention.name is not None)
    return {int(other) for name in names for other in name.persons} - {person_id}


def _tells(court: str, where: Sequence[str], theirs: Collection[str]) -> bool:
    """Whether a court or prison tells namesakes apart: those of whole regions hear every appeal there."""
    if is_court_of_all(court):
        return False
    return not (is_court_of_region(court) and any(place in theirs for place in where if place))


def _part(
    read: ReadArticle, mentions: Sequence[FoundMention], person: Person | None
) -> PartInCase | None:
    """The part in somebody else's case at the first full mentions of the name."""
    own = "" if person is None else f"{person.occupation_ru} {person.occupation_en}"
    for mention in mentions:
        name = mention.name
        if name is None or (name.start, name.end) not in _places(mentions):
            continue
        declined = any(reason.code == "full_inflected" for reason in name.reasons)
        part = part_at(read.whole, name.start, name.end, own, declined=declined)
        if part is not None:
            return part
    return None


def _birth(
    read: ReadArticle, mentions: Sequence[FoundMention], person: Person | None, published: date
) -> tuple[str, str]:
    """Words about age or birth that agree with the record, and words that do not."""
    if person is None or person.born is None:
        return "", ""
    first, last = person.born.bounds()
    if first is None or last is None:
        return "", ""
    differs = ""
    for start, end in _places(mentions):
        stated = stated_birth(read.whole, start, end, published)
        if stated is None:
            continue
        verdict = birth_agrees(stated, first.year, last.year)
        if verdict:
            return stated.words, ""
        if verdict is False:
            differs = stated.words
    return "", differs


def _occupation(
    read: ReadArticle, mentions: Sequence[FoundMention], person: Person | None
) -> tuple[str, str]:
    """A word of the person's occupation beside the name, and one of another occupation."""
    own = [person.occupation_ru, person.occupation_en] if person is not None else []
    own = [words for words in own if words]
    other = ""
    for start, end in _places(mentions):
        named = occupation_named(read.whole, start, end, own)
        if named:
            return named, ""
        other = other or other_occupation(read.whole, start, end, own)
    return "", other


def _other_home(read: ReadArticle, mentions: Sequence[FoundMention], stems: Sequence[str]) -> str:
    """The home the text gives the name, where the record knows places and not this one."""
    if not stems:
        return ""
    for start, end in _places(mentions):
        home = stated_home(read.whole, start, end)
        if home and not any(holds(fold_text(home), stem) for stem in stems):
            return home
    return ""


def _places(mentions: Sequence[FoundMention]) -> list[tuple[int, int]]:
    """Where in the whole text the first full mentions of a name stand."""
    names = [mention.name for mention in mentions if mention.name is not None]
    full = [name for name in names if name.kind != SURNAME] or names
    return [(name.start, name.end) for name in full[:_NAMES_LOOKED_AT]]
