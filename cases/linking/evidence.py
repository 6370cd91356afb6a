"""What the records say of the people an article may name, compared with what the article says."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

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
from cases.linking.mentions import FoundMention, ReadArticle
from cases.linking.records_of_people import RecordsOfPeople
from cases.linking.scoring import PersonEvidence
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
    subject = subject_words(read.whole)
    companions = _companions(by_person, records)
    provisions, elsewhere, suggested = _charged_provisions(read, by_person, records)
    institutions, homes = _institutions(read, by_person, records)
    head = read.whole[:_PLACES_LOOKED_THROUGH]
    folded = fold_text(head)
    found = {}
    for person_id, mentions in by_person.items():
        person = people.get(person_id)
        names = [person.name_ru, person.name_en] if person is not None else []
        stems = homes.get(person_id, ())
        named = (place_word(head, folded, stem) for stem in stems if stem not in _SAYS_NOTHING)
        places = list(dict.fromkeys(word for word in named if word))
        agrees, differs = _birth(read, mentions, person, published)
        occupation, other = _occupation(read, mentions, person)
        found[person_id] = PersonEvidence(
            co_named=[str(people[other]) for other in companions[person_id] if other in people],
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
            subject=subject,
            frequent=any(is_frequent_name(parse_name(name)) for name in names if name),
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


def _charged_provisions(
    read: ReadArticle, by_person: ByPerson, records: RecordsOfPeople
) -> tuple[dict[int, list[str]], dict[int, list[str]], dict[int, list[str]]]:
    """For each person, what is among their charges: citations near their name, others, words of offences."""
    cited: dict[tuple[str, str], str] = {}
    where: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for mention in read.mentions:
        for reference in mention.references:
            as_cited = format_reference(reference, "ru")
            cited[reference.article, reference.part] = as_cited
            where[as_cited].append(read.place_of(mention))
    hinted = {m.suggested: m.surface for m in read.mentions if m.suggested}
    near: dict[int, list[str]] = defaultdict(list)
    elsewhere: dict[int, list[str]] = defaultdict(list)
    weak: dict[int, list[str]] = defaultdict(list)
    if not cited and not hinted:
        return near, elsewhere, weak
    charges = (
        (person_id, *charge)
        for person_id in by_person
        for charge in records.charges.get(person_id, ())
    )
    for person_id, article, part in charges:
        words = cited.get((article, part)) or cited.get((article, ""))
        if words:
            names = [read.place_of(mention) for mention in by_person[person_id]]
            found = near if _stand_near(names, where[words]) else elsewhere
            if words not in found[person_id]:
                found[person_id].append(words)
        hint = hinted.get(article)
        if hint and hint not in weak[person_id]:
            weak[person_id].append(hint)
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
    read: ReadArticle, by_person: ByPerson, records: RecordsOfPeople
) -> tuple[dict[int, list[str]], dict[int, tuple[str, ...]]]:
    """For each person, courts and prisons of their cases that the text names, and all their places."""
    named = {
        one: mention.surface
        for mention in read.mentions
        if mention.institution is not None
        for one in mention.institution.institutions
    }
    surfaces: dict[int, list[str]] = defaultdict(list)
    places: dict[int, dict[str, None]] = defaultdict(dict)
    for person_id in by_person:
        for institution_id, where in records.institutions.get(person_id, ()):
            places[person_id].update(dict.fromkeys(place for place in where if place))
            surface = named.get(institution_id) if institution_id is not None else None
            if surface is not None and surface not in surfaces[person_id]:
                surfaces[person_id].append(surface)
    return surfaces, {one: place_stems(tuple(sorted(where))) for one, where in places.items()}


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
