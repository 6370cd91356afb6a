"""From what an article names to the records it may be linked with, each with score and reasons."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
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
from cases.linking.scoring import score_letter, score_people
from cases.linking.subject_words import speaks_of_letter

_NEAR_LETTER = timedelta(days=31)
_LETTERS_LOOKED_AT = 200
_SHORTEST_TITLE = 4  # words; "An appeal" is not the name of a letter
# An article headed by a letter's title is about it, whenever it appeared. Written out: it is asked
# for each article, and most are near no letter.
_NEAR = """
SELECT id FROM cases_openletter
WHERE id = ANY(%(signed)s::bigint[])
    OR dated_range && daterange(%(first)s, %(end)s)
    OR upper(title_en) = upper(%(title)s) OR upper(title_ru) = upper(%(title)s)
    OR id IN (SELECT letter_id FROM cases_lettertext WHERE upper(title) = upper(%(title)s))
ORDER BY id DESC LIMIT %(most)s
"""


def find_links(article: Article, read: ReadArticle) -> list[FoundLink]:
    """Everything the article may be linked with, people first; a bounded number of queries."""
    people = people_links(read, published_on(article))
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


def people_links(read: ReadArticle, published: date) -> list[FoundLink]:
    """One link per person named, with the evidence of their records."""
    by_person: dict[int, list[FoundMention]] = defaultdict(list)
    for mention in read.mentions:
        if mention.name is not None:
            for person_id in mention.name.persons:
                by_person[int(person_id)].append(mention)
    if not by_person:
        return []
    spans = {
        person_id: [mention.name for mention in mentions if mention.name is not None]
        for person_id, mentions in by_person.items()
    }
    scores = score_people(spans, evidence_for(read, by_person, published))
    return [
        FoundLink("person", person_id, scores[person_id], tuple(mentions))
        for person_id, mentions in by_person.items()
    ]


def letter_links(
    article: Article, read: ReadArticle, people: Sequence[FoundLink]
) -> list[FoundLink]:
    """Letters whose title stands in the text, or whose signatories are named in it together."""
    when = published_on(article)
    sure = {link.record_id: link for link in people if link.score.score >= 0.9}
    signed: dict[int, set[int]] = defaultdict(set)
    if sure:
        signatures = Signature.objects.filter(person_id__in=list(sure))
        for letter_id, person_id in signatures.values_list("letter_id", "person_id"):
            if person_id is not None:
                signed[letter_id].add(person_id)
    near = _letters_near(list(signed), when, article.title)
    if not near:
        return []
    letters = list(OpenLetter.objects.filter(pk__in=near).order_by("-id"))
    titles: dict[int, set[str]] = {
        letter.pk: {letter.title_en, letter.title_ru} for letter in letters
    }
    for letter_id, title in LetterText.objects.filter(letter_id__in=list(titles)).values_list(
        "letter_id", "title"
    ):
        titles[letter_id].add(title)
    names = {link.record_id: link.mentions[0].surface for link in people}
    about_letter = speaks_of_letter(read.whole)
    text = TitledText(read.whole)
    found = []
    for letter in letters:
        place = _title_place(text, titles[letter.pk])
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


def _letters_near(signed: list[int], when: date, title: str) -> list[int]:
    """Letters that are looked at: signed by who is named, written about then, or of this title."""
    with connection.cursor() as cursor:
        cursor.execute(
            _NEAR,
            {
                "signed": signed,
                "first": when - _NEAR_LETTER,
                "end": when + timedelta(days=1),
                "title": title,
                "most": _LETTERS_LOOKED_AT,
            },
        )
        return [letter for (letter,) in cursor.fetchall()]


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
