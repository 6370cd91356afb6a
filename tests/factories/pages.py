"""Records as full as pages can get: every kind of child, many of each, drafts among them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from cases.casefile.models import Case, Party
from cases.charges.models import Charge, ChargeUpdate
from cases.evidence.services import add_claim, assert_otherwise, word_claim
from cases.letters.models import Addressee, Demand, LetterText, OpenLetter
from cases.stories.models import Story
from people.models import Affiliation, Organisation, Person
from tests.factories import (
    make_article,
    make_case,
    make_charge,
    make_citation,
    make_detention,
    make_event,
    make_institution,
    make_letter,
    make_link,
    make_name_form,
    make_outlet,
    make_party,
    make_person,
    make_provision,
    make_recognition,
    make_sentence,
    make_source,
    make_story,
)
from tracker.lib import clock

# Stands in every draft that these makers write: no page may ever show it.
SECRET = "Unpublished-Secret"


@dataclass
class FullPerson:
    """A person with everything, and the records around."""

    person: Person
    case: Case
    party: Party
    charges: list[Charge] = field(default_factory=list)


def make_update(charge: Charge, outcome: str, *, state: str = "published", **columns: Any) -> None:
    """What became of the charge."""
    ChargeUpdate.objects.create(charge=charge, outcome=outcome, state=state, **columns)


def make_full_person(name_en: str, name_ru: str = "", *, size: int = 3, **facts: Any) -> FullPerson:
    """A person with `size` of every kind of child, each cited, and a draft of each kind beside."""
    columns = {
        "occupation_en": "municipal deputy",
        "status": "imprisoned",
        "status_on": "2025-12-23",
        "born": "1961-07-26",
        "unknown_facts": ["date of transfer"],
    } | facts
    person = make_person(name_en, name_ru, **columns)
    shared = make_source(title="A shared source")
    make_citation(person, field="status", source=shared)
    make_citation(person, field="born", quote="He was born in 1961.")
    assert_otherwise(person, field="born", value_text="1962", source=make_source())
    make_name_form(person, f"{name_en} other spelling", language="pl", kind="transliteration")
    _affiliations(person)
    full = FullPerson(person, make_case(), Party())
    for number in range(size):
        case = make_case(f"Case {number} of {name_en}")
        party = make_party(case, person)
        full.case, full.party = case, party
        court = make_institution(f"Районный суд № {number} {name_en}")
        for count in range(size):
            provision = make_provision("207.3", "2", "абвгдежз"[count % 8])
            charge = make_charge(person, provision, case=case, act_on="2022-03-15")
            make_update(charge, "brought", on="2022-04", position=0)
            make_update(charge, "convicted", on="2022-07-08", position=1)
            make_update(charge, "acquitted", on="2023", position=2, state="draft", note_en=SECRET)
            make_citation(charge, source=shared)
            full.charges.append(charge)
            event = make_event(case, party=party, court=court, happened=f"2022-0{count + 1}")
            make_citation(event)
            assert_otherwise(event, field="happened", value_text=f"{count} May", source=shared)
        sentence = make_sentence(party, fine="600000")
        assert_otherwise(sentence, field="fine", value_text="609,000", source=make_source())
        make_event(case, happened=None)
        make_event(case, state="draft", text_en=SECRET)
        make_sentence(party, state="draft", text_en=SECRET, prison_months=None)
        make_charge(person, make_provision(f"9{number}"), case=case, state="draft", note_en=SECRET)
        make_detention(person, institution=make_institution(f"СИЗО-{number} {name_en}"))
        make_detention(person, state="draft", note_en=SECRET)
        make_recognition(person, by_en=f"Organisation {number}")
        make_recognition(person, by_en=f"{SECRET} {number}", state="draft")
        make_letter(f"Letter {number}", signed_by=(person,))
        make_letter(SECRET, signed_by=(person,), state="draft")
        articles = tuple(make_article(f"About {name_en} {one}") for one in range(size))
        make_story(f"Story {number} of {name_en}", articles=articles)
        for article in articles:
            make_link(article, person)
        make_link(make_article(SECRET, state="withdrawn"), person)
        make_link(make_article(f"{SECRET} undecided"), person, status="undecided")
    return full


def _affiliations(person: Person) -> None:
    for name, state in (("Solidarity", "published"), (SECRET, "draft")):
        organisation, _made = Organisation.objects.get_or_create(name_en=name)
        Affiliation.objects.create(
            person=person, organisation=organisation, role_en="member", since="2010", state=state
        )


def make_full_letter(title_en: str, *, size: int = 3, **columns: Any) -> OpenLetter:
    """A letter with `size` signatories, texts, demands and claims, and drafts of each."""
    people = [make_person(f"Signatory Number{number}") for number in range(size)]
    hidden = make_person(f"Hidden {SECRET}", state="draft", occupation_en=SECRET)
    letter = make_letter(title_en, signed_by=tuple(people), **columns)
    case = make_case("Case of the signatories")
    for person in people:
        make_charge(person, make_provision("280.3", "1"), case=case, outcome="convicted")
        make_recognition(person)
    letter.signatures.create(person=hidden, name_en="Signed Name", position=99, state="published")
    letter.signatures.create(name_en="Nobel Laureate", role="supporter", state="published")
    letter.signatures.create(name_en=SECRET, position=100, state="draft")
    for number in range(size):
        for state, word in (("published", "Visible"), ("draft", SECRET)):
            rows = [
                LetterText.objects.create(
                    letter=letter, language="fr", kind="title", title=f"{word} titre",
                    published_by=f"Outlet {word} {number}", state=state,
                ),
                Addressee.objects.create(
                    letter=letter, name_en=f"{word} addressee {number}", state=state
                ),
                Demand.objects.create(
                    letter=letter, key=f"{word}-{number}", text_en=f"{word} demand", state=state
                ),
            ]  # fmt: skip
            for row in rows:
                make_citation(row)
            claim = add_claim(
                letter, key=f"{word}-{number}", subject_en=f"{word} subject", state=state
            )  # type: ignore[arg-type]
            for speaker in ("the letter", "a news page"):
                word_claim(
                    claim,
                    said_by=speaker,
                    wording_en=f"{word} wording by {speaker}",
                    sources=(make_source(),),
                )
        article = make_article(f"On the letter {number}")
        make_story(f"Story of the letter {number}", articles=(article,))
        make_link(article, letter=letter)
    return letter


def make_full_story(title: str, *, size: int = 3, **columns: Any) -> Story:
    """A story with `size` articles of outlets of several kinds, linked to people and provisions."""
    kinds = (("state", "RU"), ("exiled", "LV"), ("independent", "RU"), ("agency", "GB"))
    person, provision, letter = make_person("Named Person"), make_provision(), make_letter()
    articles = []
    for number in range(size):
        ownership, country = kinds[number % 4]
        outlet = make_outlet(f"{title} outlet {number}", ownership=ownership, country=country)
        when: datetime = clock.now() - timedelta(days=2) + timedelta(minutes=number)
        article = make_article(
            f"{title} article {number}", outlet=outlet, published_on_site_at=when, ordered_at=when
        )
        articles.append(article)
        make_link(article, person)
        make_link(article, provision=provision)
        make_link(article, letter=letter)
    story = make_story(title, articles=tuple(articles), **columns)
    hidden = make_article(SECRET, outlet=make_outlet(f"{SECRET} {title}", state="draft"))
    story.memberships.create(article=hidden)
    for number in range(size):
        claim = add_claim(story, key=f"c{number}", subject_en="Coverage")
        word_claim(
            claim, said_by="A news page", wording_en="57 % lean left", sources=(make_source(),)
        )
    add_claim(story, key="draft", subject_en=SECRET, state="draft")  # type: ignore[arg-type]
    return story
