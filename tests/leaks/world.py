"""A record of everything, in every state, each hanging on the others.

A graph has roots (person, case, law, provision, institution, letter, outlet, article, story, count
of laws) and parts that hang on them. Graphs are made with public roots and parts, with hidden roots under public parts,
with public roots under hidden parts; and hidden roots are tied to public ones in every way there is.
"""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from uuid import uuid4

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import F

from cases.articles.models import Article, ArticleText
from cases.casefile.models import CaseEvent, Party
from cases.changes.models import Change, ChangeKind
from cases.changes.services import record_change
from cases.charges.models import Charge, ChargeUpdate
from cases.detention.models import Release, Transfer
from cases.evidence.models import Assertion, Citation, Claim, ClaimWording, Source
from cases.feeds.models import OutletRating
from cases.laws.models import LawCount, ProvisionEdition
from cases.letters.models import Addressee, Demand, LetterText, Signature
from cases.linking.models import LinkCandidate, Mention
from cases.stories.models import StoryMembership
from people.models import Affiliation, ExternalId, Organisation, Person
from tests.factories import people as people_factories
from tests.factories import records as make
from tests.leaks.proposals import propose
from tests.leaks.words import Words
from tracker.lib import clock


@dataclass(frozen=True)
class Standing:
    """A state a record can be in, and whether it was public before."""

    name: str
    state: str
    embargoed: bool = False
    once_public: bool = False

    @property
    def hidden(self) -> bool:
        """Whether the public may not see it."""
        return self.state != "published" or self.embargoed


PUBLISHED = Standing("published", "published", once_public=True)
HIDDEN = (
    Standing("draft", "draft"),
    Standing("in review", "in_review"),
    Standing("embargoed", "published", embargoed=True),
    Standing("withdrawn", "withdrawn", once_public=True),
    Standing("withdrawn draft", "withdrawn"),
    Standing("taken back to draft", "draft", once_public=True),
    Standing("embargoed later", "published", embargoed=True, once_public=True),
)


@dataclass
class Graph:
    """One of everything; `roots` by name, `parts` in the order they were made."""

    about: str
    standing: Standing
    roots: dict[str, Any] = field(default_factory=dict)
    parts: list[Any] = field(default_factory=list)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["roots"][name]
        except KeyError:
            raise AttributeError(name) from None


@dataclass
class World:
    """All graphs, and the words in them."""

    words: Words
    public: Graph
    hidden: list[Graph] = field(default_factory=list)


@transaction.atomic
def build_world(words: Words, *, by: Any) -> World:
    """Everything in every state."""
    public = _graph(words, "published", PUBLISHED, PUBLISHED, by)
    world = World(words, public)
    for standing in HIDDEN:
        # Published parts of a hidden record, and hidden parts of a published one.
        graph = _graph(words, f"{standing.name} roots", standing, PUBLISHED, by)
        _graph(words, f"{standing.name} parts", PUBLISHED, standing, by)
        _tie(words, public, graph)
        world.hidden.append(graph)
    _undecided(words, public)
    # As `settle_changes` does once this transaction is over.
    Change.objects.filter(position__isnull=True).update(position=F("id"))
    return world


def _graph(words: Words, about: str, roots: Standing, parts: Standing, by: Any) -> Graph:
    graph = Graph(about, roots)
    graph.roots = _make_roots(words, about, hidden=roots.hidden)
    graph.parts = _make_parts(words, graph, about, hidden=roots.hidden or parts.hidden)
    rows = [*graph.roots.values(), *graph.parts]
    # What was public once has told the world its titles; the rest told nobody.
    if roots.once_public and parts.once_public:
        _tell(words, about, rows, by)
    for row in graph.roots.values():
        _set(row, roots)
    for row in graph.parts:
        _set(row, parts)
    if not (roots.once_public and parts.once_public):
        _tell(words, about, rows, by)
    if roots.state == "withdrawn" and roots.once_public:
        for row in graph.roots.values():
            record_change(ChangeKind.WITHDRAWN, row, public=True, by=by, reason="told to partners")
    return graph


def _tell(words: Words, about: str, rows: list[Any], by: Any) -> None:
    for row in rows:
        reason = words.new(f"{about}: reason of a change", secret=True)
        summary = words.new(f"{about}: summary of a change", secret=True)
        row.refresh_from_db()  # a title is made of dates too, as the database gives them back
        change = record_change(
            ChangeKind.CREATED, row, by=by, reason=reason, summary=summary, fields=["state"]
        )
        if change.public and change.record_public_id:
            words.told_ids.add(str(change.record_public_id))


def _set(row: models.Model, standing: Standing) -> None:
    if not hasattr(row, "state"):
        return
    now = clock.now()
    type(row)._default_manager.filter(pk=row.pk).update(
        state=standing.state,
        published_at=now - timedelta(days=1) if standing.once_public else None,
        embargo_until=now + timedelta(days=30) if standing.embargoed else None,
    )


def _make_roots(words: Words, about: str, *, hidden: bool) -> dict[str, Any]:
    law = make.make_law()
    outlet = make.make_outlet()
    article = make.make_article(outlet=outlet, stage="linked")
    roots = {
        "person": people_factories.make_person(),
        "case": make.make_case(),
        "law": law,
        "provision": make.make_provision(introduced_by=law),
        "institution": make.make_institution(),
        "letter": make.make_letter(),
        "outlet": outlet,
        "article": article,
        "story": make.make_story(articles=(article,)),
        "count": LawCount.objects.create(counted_by=about, value=1, state="published"),
    }
    for row in roots.values():
        words.fill(row, about, secret=hidden)
    return roots


def _make_parts(words: Words, graph: Graph, about: str, *, hidden: bool) -> list[Any]:
    person, case, letter, outlet = graph.person, graph.case, graph.letter, graph.outlet
    provision, article = graph.provision, graph.article
    party = make.make_party(case, person)
    edition = ProvisionEdition.objects.create(
        provision=provision, enacted_by=graph.law, in_force_from="2022-03", state="published"
    )
    charge = Charge.objects.create(
        party=party, provision=provision, edition=edition, state="published"
    )
    event = make.make_event(case, party=party, court=graph.institution)
    detention = make.make_detention(person, case=case)
    published = {"state": "published"}
    parts: list[Any] = [
        party,
        charge,
        edition,
        event,
        detention,
        Affiliation.objects.create(
            person=person, organisation=_organisation(words, about, hidden), **published
        ),
        make.make_event(case, court=graph.institution),
        make.make_recognition(person),
        ChargeUpdate.objects.create(
            charge=charge, outcome="convicted", on="2022-07-08", event=event, **published
        ),
        make.make_sentence(party, event=event),
        Transfer.objects.create(
            detention=detention, institution=graph.institution, arrived="2022-05", **published
        ),
        Release.objects.create(detention=detention, kind="served", on="2024", **published),
        LetterText.objects.create(
            letter=letter, language="ru", kind="full", title="t", text="x", **published
        ),
        Addressee.objects.create(letter=letter, name_en=about, **published),
        Demand.objects.create(letter=letter, key="freedom", text_en="x", **published),
        Signature.objects.create(letter=letter, person=person, name_en=about, **published),
        Signature.objects.create(
            letter=letter, name_en=f"{about} supporter", role="supporter", **published
        ),
        OutletRating.objects.create(outlet=outlet, rater=about, value="v", **published),
    ]
    for record in (graph.letter, graph.story):
        parts.append(_claim(words, about, record, hidden=hidden))
    for record in (person, charge, event, case, letter, provision, outlet):
        parts.append(_assertion(words, about, record, hidden=hidden))
    for row in parts:
        words.fill(row, about, secret=hidden)
    for row in graph.roots.values():
        _cite(words, about, row, secret=graph.standing.hidden)
        _retract(words, about, row)
    for row in parts:
        _cite(words, about, row, secret=hidden)
    # What hangs on a person without a state of its own is as public as the person.
    with_person = graph.standing.hidden
    for kind in ("legal", "transliteration"):
        form = people_factories.make_name_form(person, f"{about} {kind}", kind=kind)
        words.fill(form, about, secret=with_person)
    # Found by the machine, never shown: a former name may betray what somebody left behind.
    for kind in ("former", "misspelling", "never_match"):
        form = people_factories.make_name_form(person, f"{about} {kind}", kind=kind)
        words.fill(form, f"{about} {kind} name", secret=True)
    register = ExternalId.objects.create(person=person, register=about, identifier=about)
    words.fill(register, about, secret=with_person)
    _news_papers(words, about, article, outlet)
    link_words = {"reasons": [{"text": words.new(f"{about}: reason of a link", secret=hidden)}]}
    for record in ({"person": person}, {"letter": letter}, {"provision": provision}):
        # Links and memberships have no state: they are as public as both their ends.
        reasons = link_words if graph.standing.hidden else {}
        make.make_link(article, **record, **reasons)
    return parts


def _organisation(words: Words, about: str, hidden: bool) -> Organisation:
    row = Organisation.objects.create(name_en=about)
    return words.fill(row, about, secret=hidden)  # type: ignore[no-any-return]


def _source(words: Words, about: str, *, secret: bool) -> Source:
    row = Source.objects.create(kind="web_page", key=str(uuid4()))
    return words.fill(row, about, secret=secret)  # type: ignore[no-any-return]


def _cite(words: Words, about: str, record: models.Model, *, secret: bool) -> None:
    name = record._meta.model_name
    citation = Citation.objects.create(
        **_about(record), source=_source(words, f"{about}, source of {name}", secret=secret)
    )
    words.fill(citation, f"{about}, of {name}", secret=secret)


def _retract(words: Words, about: str, record: models.Model) -> None:
    """A citation that was taken back: its source and its quote are not told any more."""
    citation = Citation.objects.create(
        **_about(record),
        source=_source(words, f"{about}, retracted source", secret=True),
        retracted_at=clock.now(),
    )
    words.fill(citation, f"{about} retracted", secret=True)


def _about(record: models.Model) -> dict[str, Any]:
    return {
        "content_type": ContentType.objects.get_for_model(type(record)),
        "object_id": record.pk,
    }


def _claim(words: Words, about: str, record: models.Model, *, hidden: bool) -> Claim:
    claim = Claim.objects.create(**_about(record), key="said", subject_en="s", state="published")
    wording = ClaimWording.objects.create(claim=claim, said_by="x", wording_en="x")
    words.fill(wording, about, secret=hidden)
    return claim


def _assertion(words: Words, about: str, record: models.Model, *, hidden: bool) -> Assertion:
    return Assertion.objects.create(
        **_about(record),
        value_text="v",
        source=_source(words, f"{about}, source of a disagreeing value", secret=hidden),
        state="published",
    )


def _news_papers(words: Words, about: str, article: Article, outlet: Any) -> None:
    """Bodies, sentences, feeds and entries: kept for the machine and for researchers."""
    feed = words.fill(make.make_feed(outlet), about, secret=True)
    words.fill(make.make_feed_entry(feed), about, secret=True)
    text = ArticleText.objects.create(
        article=article, sha256=about[:64], extractor="x", extracted_at=clock.now()
    )
    words.fill(text, about, secret=True)
    mention = Mention.objects.create(article=article, text=text, kind="person", start=0, end=1)
    words.fill(mention, about, secret=True)
    propose(words, about, article)


def _tie(words: Words, public: Graph, hidden: Graph) -> None:
    """Published rows that hang on a public record and on a hidden one, in every way there is."""
    about = f"tie of published and {hidden.about}"
    published = {"state": "published"}
    party = Party.objects.get(case=public.case, person=public.person)
    detention = public.person.detentions.first()
    secret: list[Any] = [
        make.make_party(public.case, hidden.person, role="defendant"),
        make.make_party(hidden.case, public.person, role="defendant"),
        Charge.objects.create(party=party, provision=hidden.provision, **published),
        make.make_detention(public.person, case=hidden.case),
        Transfer.objects.create(
            detention=detention, institution=hidden.institution, arrived="2023", **published
        ),
        make.make_article(outlet=hidden.outlet, stage="linked"),
    ]
    hidden_party, charge = secret[0], secret[2]
    secret += [
        make.make_event(public.case, party=hidden_party),
        make.make_sentence(hidden_party),
        ChargeUpdate.objects.create(charge=charge, outcome="dropped", **published),
        LinkCandidate.objects.create(
            article=public.article, person=hidden.person, status="accepted", score=1
        ),
        LinkCandidate.objects.create(
            article=public.article, letter=hidden.letter, status="accepted", score=1
        ),
        LinkCandidate.objects.create(
            article=public.article, provision=hidden.provision, status="accepted", score=1
        ),
        LinkCandidate.objects.create(
            article=secret[5], person=public.person, status="accepted", score=1
        ),
    ]
    StoryMembership.objects.create(story=public.story, article=secret[5])
    merged = people_factories.make_person()
    Person.objects.filter(pk=merged.pk).update(merged_into=hidden.person)
    secret.append(merged)
    for row in secret:
        words.fill(row, about, secret=True)
        if isinstance(row, LinkCandidate):
            reason = words.new(f"{about}: reason of a link", secret=True)
            LinkCandidate.objects.filter(pk=row.pk).update(reasons=[{"text": reason}])
        _cite(words, about, row, secret=True)
    open_to_all: list[Any] = [
        CaseEvent.objects.create(
            case=public.case, kind="verdict", court=hidden.institution, **published
        ),
        ProvisionEdition.objects.create(
            provision=public.provision, enacted_by=hidden.law, **published
        ),
        make.make_provision(
            parent=hidden.provision,
            administrative_twin=hidden.provision,
            introduced_by=hidden.law,
        ),
        Signature.objects.create(
            letter=public.letter, person=hidden.person, name_en=about, **published
        ),
        make.make_article(outlet=public.outlet, derived_from=hidden.article, stage="linked"),
        make.make_story(merged_into=hidden.story, last_at=clock.now()),
    ]
    # In a hidden story: the article is public, where it stands is not.
    StoryMembership.objects.create(story=hidden.story, article=open_to_all[4])
    own_charge = Charge.objects.get(party=party, provision=public.provision)
    open_to_all.append(
        ChargeUpdate.objects.create(
            charge=own_charge, outcome="requalified", requalified_to=charge, **published
        )
    )
    for row in open_to_all:
        words.fill(row, f"{about} (open)", secret=False)


def _undecided(words: Words, public: Graph) -> None:
    """What waits in the review queue or was refused is not public, whatever it ties together."""
    for status in ("undecided", "rejected", "deferred"):
        article = make.make_article(outlet=public.outlet, stage="linked")
        words.fill(article, f"{status} article", secret=False)
        make.make_link(
            article,
            public.person,
            status=status,
            reasons=[{"text": words.new(f"{status} link: reason", secret=True)}],
        )
