"""From what an article names to the records it may be linked with, each with score and reasons."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta

from django.db.models import Q

from cases.articles.models import Article
from cases.casefile.models import CaseEvent, Party
from cases.charges.models import Charge
from cases.detention.models import Transfer
from cases.laws.references import format_reference
from cases.letters.models import LetterText, OpenLetter, Signature
from cases.linking.mentions import FoundMention, ReadArticle, title_mention
from cases.linking.record_links import (
    FoundLink,
    institution_links,
    law_links,
    provision_links,
)
from cases.linking.scoring import PersonEvidence, score_letter, score_person
from cases.linking.subject_words import speaks_of_letter, subject_words
from people.models import Person
from people.names import parse_name
from people.names.folding import fold
from people.names.frequency import is_frequent_name

_NEAR_LETTER = timedelta(days=31)
_LETTERS_LOOKED_AT = 200
_SHORTEST_TITLE = 4  # words; "An appeal" is not the name of a letter
_SHORTEST_INSTITUTION = 8


def find_links(article: Article, read: ReadArticle) -> list[FoundLink]:
    """Everything the article may be linked with, people first; a bounded number of queries."""
    people = people_links(read)
    return [
        *people,
        *letter_links(article, read, people),
        *provision_links(read),
        *law_links(read, published_on(article)),
        *institution_links(read, people),
    ]


def published_on(article: Article) -> date:
    """The day the article appeared, or was first seen."""
    return (article.published_on_site_at or article.first_seen_at).date()


def people_links(read: ReadArticle) -> list[FoundLink]:
    """One link per person named, with the evidence of their records."""
    by_person: dict[int, list[FoundMention]] = defaultdict(list)
    for mention in read.mentions:
        if mention.name is not None:
            for person_id in mention.name.persons:
                by_person[int(person_id)].append(mention)
    if not by_person:
        return []
    evidence = _evidence(read, by_person)
    links = []
    for person_id, mentions in by_person.items():
        spans = [mention.name for mention in mentions if mention.name is not None]
        score = score_person(spans, evidence[person_id])
        links.append(FoundLink("person", person_id, score, tuple(mentions)))
    return links


def _evidence(
    read: ReadArticle, by_person: dict[int, list[FoundMention]]
) -> dict[int, PersonEvidence]:
    people = Person.objects.in_bulk(list(by_person))
    subject = subject_words(read.whole)
    companions = _companions(by_person)
    provisions = _charged_provisions(read, by_person)
    institutions = _named_institutions(read, by_person)
    found = {}
    for person_id in by_person:
        person = people.get(person_id)
        names = [person.name_ru, person.name_en] if person is not None else []
        found[person_id] = PersonEvidence(
            co_named=[str(people[other]) for other in companions[person_id] if other in people],
            provisions=provisions[person_id],
            institutions=institutions[person_id],
            subject=subject,
            frequent=any(is_frequent_name(parse_name(name)) for name in names if name),
        )
    return found


def _companions(by_person: dict[int, list[FoundMention]]) -> dict[int, list[int]]:
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
    signed = Signature.objects.filter(person_id__in=list(by_person))
    for letter_id, person_id in signed.values_list("letter_id", "person_id"):
        if person_id is not None:
            groups["letter", letter_id].add(person_id)
    parties = Party.objects.filter(person_id__in=list(by_person))
    for case_id, person_id in parties.values_list("case_id", "person_id"):
        groups["case", case_id].add(person_id)
    found: dict[int, list[int]] = defaultdict(list)
    for members in groups.values():
        for person_id in members:
            counted = sure if person_id in sure else alone
            found[person_id] += sorted((members & counted) - {person_id} - set(found[person_id]))
    return found


def _charged_provisions(
    read: ReadArticle, by_person: dict[int, list[FoundMention]]
) -> dict[int, list[str]]:
    """For each person, the citations in the text of provisions they are charged under."""
    cited = {
        (reference.article, reference.part): format_reference(reference, "ru")
        for mention in read.mentions
        for reference in mention.references
    }
    found: dict[int, list[str]] = defaultdict(list)
    if not cited:
        return found
    charges = Charge.objects.filter(
        party__person_id__in=list(by_person),
        provision__article__in={article for article, _ in cited},
    ).values_list("party__person_id", "provision__article", "provision__part")
    for person_id, article, part in charges:
        words = cited.get((article, part)) or cited.get((article, ""))
        if words and words not in found[person_id]:
            found[person_id].append(words)
    return found


def _named_institutions(
    read: ReadArticle, by_person: dict[int, list[FoundMention]]
) -> dict[int, list[str]]:
    """For each person, courts and prisons of their cases whose name on record stands in the text."""
    people = list(by_person)
    rows: set[tuple[int, str, str]] = set()
    events = CaseEvent.objects.filter(case__parties__person_id__in=people, court__isnull=False)
    rows |= set(events.values_list("case__parties__person_id", "court__name_ru", "court__name_en"))
    held = Transfer.objects.filter(detention__person_id__in=people)
    rows |= set(
        held.values_list("detention__person_id", "institution__name_ru", "institution__name_en")
    )
    found: dict[int, list[str]] = defaultdict(list)
    if not rows:
        return found
    text = fold(read.whole[:50_000])
    for person_id, *names in sorted(rows):
        for name in names:
            if len(name) >= _SHORTEST_INSTITUTION and fold(name) in text:
                if name not in found[person_id]:
                    found[person_id].append(name)
    return found


def letter_links(
    article: Article, read: ReadArticle, people: Sequence[FoundLink]
) -> list[FoundLink]:
    """Letters whose title stands in the text, or whose signatories are named in it together."""
    when = published_on(article)
    sure = {link.record_id: link for link in people if link.score.score >= 0.9}
    signed: dict[int, set[int]] = defaultdict(set)
    signatures = Signature.objects.filter(person_id__in=list(sure))
    for letter_id, person_id in signatures.values_list("letter_id", "person_id"):
        if person_id is not None:
            signed[letter_id].add(person_id)
    near = Q(pk__in=list(signed)) | Q(
        dated_range__overlap=(when - _NEAR_LETTER, when + timedelta(days=1))
    )
    # An article headed by a letter's title is about it, whenever it appeared.
    headed = LetterText.objects.filter(title__iexact=article.title).values("letter_id")
    near |= Q(title_en__iexact=article.title) | Q(title_ru__iexact=article.title)
    near |= Q(pk__in=headed)
    letters = list(OpenLetter.objects.filter(near).order_by("-id")[:_LETTERS_LOOKED_AT])
    if not letters:
        return []
    titles: dict[int, set[str]] = {
        letter.pk: {letter.title_en, letter.title_ru} for letter in letters
    }
    for letter_id, title in LetterText.objects.filter(letter_id__in=list(titles)).values_list(
        "letter_id", "title"
    ):
        titles[letter_id].add(title)
    names = {link.record_id: link.mentions[0].surface for link in people}
    about_letter = speaks_of_letter(read.whole)
    found = []
    for letter in letters:
        place = _title_place(read.whole, titles[letter.pk])
        members = signed.get(letter.pk, set())
        score = score_letter(
            title=read.whole[place[0] : place[1]] if place else "",
            signatories=[names[person_id] for person_id in sorted(members)],
            speaks_of_letter=about_letter,
            near_in_time=_near(letter, when),
        )
        if score.score > 0:
            mentions: Iterable[FoundMention] = (
                [title_mention(read, article, *place)]
                if place
                else [sure[person_id].mentions[0] for person_id in sorted(members)]
            )
            found.append(FoundLink("letter", letter.pk, score, tuple(mentions)))
    return found


def _near(letter: OpenLetter, when: date) -> bool:
    if letter.dated is None:
        return False
    first, last = letter.dated.bounds()
    if first is None or last is None:
        return False
    return first - timedelta(days=1) <= when <= last + _NEAR_LETTER


def _title_place(text: str, titles: Iterable[str]) -> tuple[int, int] | None:
    """Where one of the titles stands in the text, letter for letter but for case."""
    lowered = text.lower()
    if len(lowered) != len(text):
        return None  # offsets would not be those of the text (İ and the like)
    for title in sorted(titles, key=len, reverse=True):
        if len(title.split()) >= _SHORTEST_TITLE:
            start = lowered.find(title.lower())
            if start >= 0:
                return start, start + len(title)
    return None
