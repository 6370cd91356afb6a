"""From what an article names to the records it may be linked with, each with score and reasons."""

from collections import defaultdict
from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.db import connection

from cases.articles.models import Article
from cases.letters.models import LetterText, OpenLetter, Signature
from cases.letters.titles import TitledText
from cases.linking.evidence import evidence_for
from cases.linking.mentions import FoundMention, ReadArticle, title_mention
from cases.linking.record_links import (
    FoundLink,
    institution_links,
    law_links,
    provision_links,
)
from cases.linking.records_of_people import RecordsOfPeople, records_of
from cases.linking.scoring import score_letter, score_people
from cases.linking.subject_words import speaks_of_letter

_NEAR_LETTER = timedelta(days=31)
_LETTERS_LOOKED_AT = 200
_SHORTEST_TITLE = 4  # words; "An appeal" is not the name of a letter
# An article headed by a letter's title is about it, whenever it appeared. Written out: it is asked
# for every article, a batch at once, and most are near no letter.
_NEAR = """
SELECT wanted.number, near.id FROM unnest(
    %(signed)s::text[], %(firsts)s::date[], %(ends)s::date[], %(titles)s::text[]
) WITH ORDINALITY AS wanted(signed, first_day, end_day, title, number)
CROSS JOIN LATERAL (
    SELECT id FROM cases_openletter WHERE id = ANY(wanted.signed::bigint[])
    UNION SELECT id FROM cases_openletter
        WHERE dated_range && daterange(wanted.first_day, wanted.end_day)
    UNION SELECT id FROM cases_openletter
        WHERE upper(title_en) = upper(wanted.title) OR upper(title_ru) = upper(wanted.title)
    UNION SELECT letter_id FROM cases_lettertext WHERE upper(title) = upper(wanted.title)
    ORDER BY id DESC LIMIT %(most)s
) AS near
ORDER BY wanted.number, near.id DESC
"""

Searched = tuple[Article, ReadArticle]


def find_links(article: Article, read: ReadArticle) -> list[FoundLink]:
    """Everything the article may be linked with, people first; a bounded number of queries."""
    return find_links_of([(article, read)])[0]


def find_links_of(searched: Sequence[Searched]) -> list[list[FoundLink]]:
    """`find_links` for a batch; an article that names nothing on record costs no query of its own."""
    records = records_of({one for _, read in searched for one in _named_in(read)})
    people = [people_links(read, published_on(article), records) for article, read in searched]
    letters = letter_links(searched, people)
    return [
        [
            *people[number],
            *letters[number],
            *provision_links(read),
            *law_links(read, published_on(article)),
            *institution_links(read, people[number]),
        ]
        for number, (article, read) in enumerate(searched)
    ]


def published_on(article: Article) -> date:
    """The day the article appeared, or was first seen."""
    return (article.published_on_site_at or article.first_seen_at).date()


def people_links(read: ReadArticle, published: date, records: RecordsOfPeople) -> list[FoundLink]:
    """One link per person named, with the evidence of their records."""
    by_person = _named_in(read)
    if not by_person:
        return []
    spans = {
        person_id: [mention.name for mention in mentions if mention.name is not None]
        for person_id, mentions in by_person.items()
    }
    scores = score_people(spans, evidence_for(read, by_person, published, records))
    return [
        FoundLink("person", person_id, scores[person_id], tuple(mentions))
        for person_id, mentions in by_person.items()
    ]


def _named_in(read: ReadArticle) -> dict[int, list[FoundMention]]:
    """The people whom a name of the article may mean, with the mentions of each."""
    by_person: dict[int, list[FoundMention]] = defaultdict(list)
    for mention in read.mentions:
        if mention.name is not None:
            for person_id in mention.name.persons:
                by_person[int(person_id)].append(mention)
    return by_person


def letter_links(
    searched: Sequence[Searched], people: Sequence[Sequence[FoundLink]]
) -> list[list[FoundLink]]:
    """For each article, letters whose title stands in it, or whose signatories it names together.

    `people` are the links with people of each. Four queries at most, one where no letter is near.
    """
    sure = [{link.record_id: link for link in links if link.score.score >= 0.9} for links in people]
    signed = _signed_by({person_id for links in sure for person_id in links})
    by_article = [_of_whom(signed, links) for links in sure]
    near = _letters_near(
        [
            (list(letters), published_on(article), article.title)
            for letters, (article, _) in zip(by_article, searched, strict=True)
        ]
    )
    wanted = {letter_id for letters in near for letter_id in letters}
    letters = OpenLetter.objects.in_bulk(wanted) if wanted else {}
    titles = _titles_of(letters)
    return [
        _links_with(
            [letters[letter_id] for letter_id in near[number] if letter_id in letters],
            titles,
            by_article[number],
            people[number],
            *one,
        )
        for number, one in enumerate(searched)
    ]


def _signed_by(people: set[int]) -> dict[int, set[int]]:
    """The letters that some of the people signed, with which of them did."""
    signed: dict[int, set[int]] = defaultdict(set)
    if people:
        signatures = Signature.objects.filter(person_id__in=people)
        for letter_id, person_id in signatures.values_list("letter_id", "person_id"):
            if person_id is not None:
                signed[letter_id].add(person_id)
    return signed


def _of_whom(signed: Mapping[int, set[int]], people: Container[int]) -> dict[int, set[int]]:
    """The same of the people of one article."""
    own = {
        letter_id: {person_id for person_id in members if person_id in people}
        for letter_id, members in signed.items()
    }
    return {letter_id: members for letter_id, members in own.items() if members}


def _titles_of(letters: Mapping[int, OpenLetter]) -> dict[int, set[str]]:
    titles = {pk: {letter.title_en, letter.title_ru} for pk, letter in letters.items()}
    if titles:
        texts = LetterText.objects.filter(letter_id__in=list(titles))
        for letter_id, title in texts.values_list("letter_id", "title"):
            titles[letter_id].add(title)
    return titles


def _links_with(
    letters: Sequence[OpenLetter],
    titles: Mapping[int, set[str]],
    signed: Mapping[int, set[int]],
    people: Sequence[FoundLink],
    article: Article,
    read: ReadArticle,
) -> list[FoundLink]:
    """The links of one article with the letters that are near to it."""
    if not letters:
        return []
    when = published_on(article)
    mentioned = {link.record_id: link.mentions[0] for link in people}
    about_letter = speaks_of_letter(read.whole)
    text = TitledText(read.whole)
    found = []
    for letter in letters:
        place = _title_place(text, titles[letter.pk])
        members = sorted(signed.get(letter.pk, ()))
        score = score_letter(
            title=read.whole[place[0] : place[1]] if place else "",
            signatories=[mentioned[person_id].surface for person_id in members],
            speaks_of_letter=about_letter,
            near_in_time=_near(letter, when),
        )
        if score.score > 0:
            mentions = (
                [title_mention(read, article, *place)]
                if place
                else [mentioned[person_id] for person_id in members]
            )
            found.append(FoundLink("letter", letter.pk, score, tuple(mentions)))
    return found


def _letters_near(wanted: Sequence[tuple[list[int], date, str]]) -> list[list[int]]:
    """For each article, letters that are looked at, newest first, at most `_LETTERS_LOOKED_AT`.

    Signed by who is named, written about then, or of this title. One query.
    """
    near: list[list[int]] = [[] for _ in wanted]
    with connection.cursor() as cursor:
        cursor.execute(
            _NEAR,
            {
                "signed": [f"{{{','.join(map(str, signed))}}}" for signed, _, _ in wanted],
                "firsts": [when - _NEAR_LETTER for _, when, _ in wanted],
                "ends": [when + timedelta(days=1) for _, when, _ in wanted],
                "titles": [title for _, _, title in wanted],
                "most": _LETTERS_LOOKED_AT,
            },
        )
        for number, letter in cursor.fetchall():
            near[number - 1].append(letter)
    return near


def _near(letter: OpenLetter, when: date) -> bool:
    if letter.dated is None:
        return False
    first, last = letter.dated.bounds()
    if first is None or last is None:
        return False
    return first - timedelta(days=1) <= when <= last + _NEAR_LETTER


def _title_place(text: TitledText, titles: Iterable[str]) -> tuple[int, int] | None:
    """Where one of the titles stands in the text, in any case form and quotation marks."""
    for title in sorted(titles, key=len, reverse=True):
        if len(title.split()) >= _SHORTEST_TITLE:
            place = text.place_of(title)
            if place is not None:
                return place
    return None
