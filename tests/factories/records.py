"""Records for tests: published unless said otherwise, written without services (no Change)."""

from itertools import count
from typing import Any

from django.db import models

from cases.articles.models import Article
from cases.casefile.models import Case, CaseEvent, Party, Recognition
from cases.charges.models import Charge, ChargeUpdate, Sentence
from cases.detention.models import Detention, Transfer
from cases.evidence.models import Citation, Confidence, Source, SourceKind
from cases.evidence.services import cite, ensure_source
from cases.feeds.models import Feed, FeedEntry, Outlet
from cases.institutions.models import Institution, InstitutionKind
from cases.laws.models import Code, Law, Provision
from cases.letters.models import OpenLetter, Signature
from cases.linking.models import LINKED_RECORDS, LinkCandidate, LinkDecision, LinkStatus
from cases.stories.models import Story, StoryMembership
from people.models import Person
from tests.factories.people import make_person
from tracker.lib import clock

_number = count(1)


def _stamps(state: str) -> dict[str, Any]:
    return {"state": state, "published_at": clock.now() if state == "published" else None}


def make_source(url: str = "", *, title: str = "") -> Source:
    """A web page that was read."""
    number = next(_number)
    url = url or f"https://source.example/{number}"
    return ensure_source(kind=SourceKind.WEB_PAGE, url=url, title=title)


def make_citation(
    record: models.Model, *, field: str = "", source: Source | None = None, quote: str = ""
) -> Citation:
    """A verified citation of the field of the record."""
    return cite(
        record,
        source=source or make_source(),
        field=field,
        quote=quote,
        confidence=Confidence.VERIFIED,
    )


def make_law(number: str = "", *, state: str = "published", **columns: Any) -> Law:
    """A law with a number and a date."""
    serial = next(_number)
    columns = {"signed": "2022-03-04", "title_en": f"Test law {serial}"} | columns
    return Law.objects.create(
        number=number or f"{serial}-ФЗ",
        slug=columns.pop("slug", f"test-law-{serial}"),
        **_stamps(state),
        **columns,
    )


def make_provision(
    article: str = "",
    part: str = "",
    point: str = "",
    *,
    code: str = Code.CRIMINAL,
    state: str = "published",
    **columns: Any,
) -> Provision:
    """One node of the tree of a code; found again when the test made it before."""
    serial = next(_number)
    article = article or f"{1000 + serial}"
    found = Provision.objects.filter(code=code, article=article, part=part, point=point).first()
    if found is not None:
        return found
    columns = {"title_en": f"Test provision {serial}"} | columns
    return Provision.objects.create(
        code=code,
        article=article,
        part=part,
        point=point,
        sort_key=f"{article:>10} {part:>4} {point}",
        slug=columns.pop("slug", f"test-provision-{serial}"),
        **_stamps(state),
        **columns,
    )


def make_institution(
    name_ru: str = "",
    *,
    kind: str = InstitutionKind.COURT,
    state: str = "published",
    **columns: Any,
) -> Institution:
    """A court unless said otherwise."""
    serial = next(_number)
    return Institution.objects.create(
        kind=kind,
        name_ru=name_ru or f"Тестовый суд № {serial}",
        slug=columns.pop("slug", f"test-institution-{serial}"),
        **_stamps(state),
        **columns,
    )


def make_case(
    title_en: str = "", *, person: Person | None = None, state: str = "published", **columns: Any
) -> Case:
    """A case; with `person` as its defendant when given."""
    serial = next(_number)
    case = Case.objects.create(
        title_en=title_en or f"Test case {serial}",
        slug=columns.pop("slug", f"test-case-{serial}"),
        **_stamps(state),
        **columns,
    )
    if person is not None:
        make_party(case, person, state=state)
    return case


def make_party(case: Case, person: Person, *, state: str = "published", **columns: Any) -> Party:
    """The person in the case, as a defendant unless said otherwise."""
    return Party.objects.create(case=case, person=person, **_stamps(state), **columns)


def make_event(
    case: Case, *, kind: str = "verdict", state: str = "published", **columns: Any
) -> CaseEvent:
    """A dated event of the case."""
    columns = {"happened": "2022-07-08", "text_en": "It happened."} | columns
    return CaseEvent.objects.create(case=case, kind=kind, **_stamps(state), **columns)


def make_recognition(person: Person, *, state: str = "published", **columns: Any) -> Recognition:
    """Somebody recognises the person as a political prisoner."""
    columns = {"by_en": "Test Memorial", "status": "political_prisoner", "since": "2022"} | columns
    return Recognition.objects.create(person=person, **_stamps(state), **columns)


def make_charge(
    person: Person | None = None,
    provision: Provision | None = None,
    *,
    case: Case | None = None,
    outcome: str = "",
    state: str = "published",
    **columns: Any,
) -> Charge:
    """A charge with all it hangs on; with one update when `outcome` is given."""
    person = person or make_person(state=state)
    case = case or make_case(state=state)
    party = Party.objects.filter(case=case, person=person).first() or make_party(
        case, person, state=state
    )
    charge = Charge.objects.create(
        party=party, provision=provision or make_provision(), **_stamps(state), **columns
    )
    if outcome:
        ChargeUpdate.objects.create(
            charge=charge, outcome=outcome, on="2022-07-08", position=1, **_stamps(state)
        )
    return charge


def make_sentence(party: Party, *, state: str = "published", **columns: Any) -> Sentence:
    """Seven years in a general-regime colony unless said otherwise."""
    columns = {
        "prison_months": 84,
        "regime": "general",
        "pronounced": "2022-07-08",
        "text_en": "7 years in a general-regime colony",
    } | columns
    return Sentence.objects.create(party=party, **_stamps(state), **columns)


def make_detention(
    person: Person,
    *,
    institution: Institution | None = None,
    state: str = "published",
    **columns: Any,
) -> Detention:
    """A detention; with a stay in the institution when given."""
    columns = {"kind": "custody", "since": "2022-04-26"} | columns
    detention = Detention.objects.create(person=person, **_stamps(state), **columns)
    if institution is not None:
        Transfer.objects.create(
            detention=detention, institution=institution, arrived="2022-05", **_stamps(state)
        )
    return detention


def make_letter(
    title_en: str = "",
    *,
    signed_by: tuple[Person, ...] = (),
    state: str = "published",
    **columns: Any,
) -> OpenLetter:
    """An open letter with the people as signatories."""
    serial = next(_number)
    columns = {"dated": "2025-07-03"} | columns
    letter = OpenLetter.objects.create(
        title_en=title_en or f"Test letter {serial}",
        slug=columns.pop("slug", f"test-letter-{serial}"),
        **_stamps(state),
        **columns,
    )
    for position, person in enumerate(signed_by, start=1):
        Signature.objects.create(
            letter=letter,
            person=person,
            name_en=person.name_en,
            name_ru=person.name_ru,
            position=position,
            **_stamps(state),
        )
    return letter


def make_outlet(name: str = "", *, state: str = "published", **columns: Any) -> Outlet:
    """An independent outlet unless said otherwise."""
    serial = next(_number)
    columns = {"ownership": "independent", "site_url": f"https://outlet{serial}.example/"} | columns
    return Outlet.objects.create(
        name=name or f"Test Outlet {serial}",
        slug=columns.pop("slug", f"test-outlet-{serial}"),
        **_stamps(state),
        **columns,
    )


def make_feed(outlet: Outlet | None = None, *, url: str = "", **columns: Any) -> Feed:
    """A feed that is watched and due now unless said otherwise."""
    serial = next(_number)
    columns = {"active": True, "next_poll_at": clock.now()} | columns
    return Feed.objects.create(
        outlet=outlet or make_outlet(), url=url or f"https://feeds.example/{serial}.xml", **columns
    )


def make_feed_entry(feed: Feed | None = None, *, title: str = "", **columns: Any) -> FeedEntry:
    """An entry of a feed that waits to be taken."""
    serial = next(_number)
    now = clock.now()
    columns = {
        "url": f"https://outlet.example/articles/{serial}",
        "first_seen_at": now,
        "last_seen_at": now,
        "next_attempt_at": now,
    } | columns
    guid = columns.pop("guid", f"guid-{serial}")
    return FeedEntry.objects.create(
        feed=feed or make_feed(),
        guid=guid,
        guid_sha256=f"{serial:064x}",
        title=title or f"Test entry {serial}",
        **columns,
    )


def make_article(
    title: str = "", *, outlet: Outlet | None = None, state: str = "published", **columns: Any
) -> Article:
    """An article whose text was read, and that waits for its story."""
    serial = next(_number)
    now = clock.now()
    columns = {
        "url": f"https://outlet.example/articles/{serial}",
        "key": f"{serial:064x}",
        "language": "en",
        "stage": "extracted",
        "first_seen_at": now,
        "ordered_at": columns.get("published_on_site_at") or now,
        "next_attempt_at": now,
    } | columns
    return Article.objects.create(
        outlet=outlet or make_outlet(),
        title=title or f"Test article {serial}",
        **_stamps(state),
        **columns,
    )


def make_story(
    title: str = "", *, articles: tuple[Article, ...] = (), state: str = "published", **columns: Any
) -> Story:
    """A story with the articles in it and its counters right."""
    serial = next(_number)
    columns = {"language": "en"} | columns
    if articles:
        columns = {
            "articles_count": len(articles),
            "first_at": min(article.ordered_at for article in articles),
            "last_at": max(article.ordered_at for article in articles),
        } | columns
    story = Story.objects.create(
        title=title or f"Test story {serial}",
        slug=columns.pop("slug", f"test-story-{serial}"),
        **_stamps(state),
        **columns,
    )
    for article in articles:
        StoryMembership.objects.create(story=story, article=article, score=1.0)
    return story


def make_link(
    article: Article | None = None,
    person: Person | None = None,
    *,
    status: str = LinkStatus.ACCEPTED,
    score: float = 0.97,
    automatic: bool = True,
    **columns: Any,
) -> LinkCandidate:
    """An article linked to a person (or `letter=`, `provision=`), decided unless undecided."""
    if person is None and not set(LINKED_RECORDS) & set(columns):
        person = make_person()
    candidate = LinkCandidate.objects.create(
        article=article or make_article(),
        person=person,
        status=status,
        score=score,
        automatic=automatic and status == LinkStatus.ACCEPTED,
        reasons=columns.pop("reasons", [{"text": "full name", "weight": 0.9}]),
        **columns,
    )
    if status != LinkStatus.UNDECIDED:
        LinkDecision.objects.create(
            candidate=candidate, verdict=status, score=score, reasons=candidate.reasons
        )
    return candidate
