"""Many rows of every kind, for tests that count queries or open every page."""

from datetime import timedelta

from django.contrib.contenttypes.models import ContentType

from cases.access.models import ApiKey, PartnerOrganisation
from cases.articles.keeping.lasting import CitedPage, LearnedSelector, Recheck, WebArchiveCopy
from cases.articles.models import ArticlePage, ArticleSighting, ArticleText
from cases.casefile.models import Case
from cases.changes.models import Change
from cases.charges.models import ChargeUpdate
from cases.detention.models import Release, Transfer
from cases.evidence.models import Assertion, Claim, ClaimWording, Snapshot
from cases.feeds.models import FeedPoll, Host, OutletRating
from cases.imports.models import ImportBatch, ImportRow
from cases.institutions.models import Region
from cases.laws.models import LawCount, ProvisionEdition
from cases.letters.models import Addressee, Demand, LetterText
from cases.linking.models import LinkCalibration, Mention
from cases.notices.models import StaffDigest
from cases.stories.models import ArticleFingerprint
from people.models import (
    Account,
    Affiliation,
    ExternalId,
    MergeDecision,
    MergeRecord,
    Organisation,
    Person,
)
from tests import factories as make
from tracker.lib import clock


def build_world(rows: int) -> None:
    """`rows` of every kind of record, each hanging on its own parent or all on the first."""
    now = clock.now()
    by, _made = Account.objects.get_or_create(username="world")
    outlet = make.make_outlet()
    letter = make.make_letter()
    person = make.make_person()
    case = make.make_case(person=person)
    provision = make.make_provision()
    institution = make.make_institution()
    partner = PartnerOrganisation.objects.create(name=f"Partner {now.timestamp()}")
    batch = ImportBatch.objects.create(kind="people", file_name="people.csv", sha256="0", by=by)
    claim_type = ContentType.objects.get_for_model(letter)
    for number in range(rows):
        mark = f"{number}-{now.timestamp()}"
        other = make.make_person()
        make.make_name_form(person, f"Name {mark}")
        organisation = Organisation.objects.create(name_en=f"Organisation {mark}")
        Affiliation.objects.create(person=person, organisation=organisation)
        ExternalId.objects.create(person=person, register="list", identifier=mark)
        first, second = sorted((person, other), key=lambda one: one.pk)
        MergeDecision.objects.create(first=first, second=second, verdict="different", decided_by=by)
        MergeRecord.objects.create(survivor=person, absorbed=other, merged_by=by)
        _case_rows(case, other, number, institution)
        make.make_recognition(person, by_en=f"Organisation {mark}")
        detention = make.make_detention(person, institution=institution)
        Transfer.objects.create(detention=detention, institution=make.make_institution())
        Release.objects.create(detention=detention, kind="served")
        law = make.make_law()
        ProvisionEdition.objects.create(provision=provision, enacted_by=law)
        LawCount.objects.create(counted_by=f"Counter {mark}", value=number)
        Region.objects.create(name_en=f"Region {mark}")
        LetterText.objects.create(
            letter=letter, language="en", kind="title", published_by=mark, title=mark
        )
        Addressee.objects.create(letter=letter, name_en=mark)
        Demand.objects.create(letter=letter, key=f"d{number}-{letter.pk}", text_en=mark)
        letter.signatures.create(name_en=mark, person=other)
        source = make.make_source()
        Snapshot.objects.create(source=source, taken_at=now, sha256=mark)
        for record in (person, case, letter, provision):
            make.make_citation(record, source=source)
        Assertion.objects.create(
            content_type=claim_type,
            object_id=letter.pk,
            field="dated",
            value_text=mark,
            source=source,
        )
        claim = Claim.objects.create(
            content_type=claim_type, object_id=letter.pk, key=f"c{number}", subject_en=mark
        )
        ClaimWording.objects.create(claim=claim, said_by=mark, wording_en=mark)
        OutletRating.objects.create(outlet=outlet, rater=mark, value="left")
        ApiKey.objects.create(
            partner=partner, name=mark, prefix=f"k{partner.pk}-{number}", digest=mark
        )
        ImportRow.objects.create(batch=batch, number=number, plan="wrong", problem=mark)
        Change.objects.create(kind="created", record_type="person", record_id=person.pk, by=by)
        StaffDigest.objects.create(
            account=by,
            day=now.date() - timedelta(days=StaffDigest.objects.count()),
            covers_from=now,
        )
        _news_rows(outlet, other, number)


def _case_rows(case: Case, person: Person, number: int, institution: object) -> None:
    charge = make.make_charge(person, make.make_provision(), case=case)
    party = charge.party
    event = make.make_event(case, party=party, court=institution)
    make.make_sentence(party, event=event)
    second = make.make_charge(person, make.make_provision(), case=case)
    ChargeUpdate.objects.create(
        charge=charge, outcome="requalified", requalified_to=second, event=event
    )


def _snapshot_of(page: ArticlePage) -> Snapshot:
    return Snapshot.objects.create(
        source=make.make_source(url=page.url), taken_at=page.fetched_at, sha256="1"
    )


def _news_rows(outlet: object, person: Person, number: int) -> None:
    now = clock.now()
    feed = make.make_feed(outlet)  # type: ignore[arg-type]
    FeedPoll.objects.create(feed=feed, started_at=now, milliseconds=5, outcome="ok")
    Host.objects.create(name=f"{feed.pk}.herald.example", robots_verdict="all")
    entry = make.make_feed_entry(feed)
    article = make.make_article(outlet=outlet)  # type: ignore[arg-type]
    ArticleSighting.objects.create(article=article, entry=entry)
    page = ArticlePage.objects.create(
        article=article, url=article.url, fetched_at=now, status=200, sha256="0", body_gzip=b"x"
    )
    text = ArticleText.objects.create(
        article=article, page=page, text="Words", sha256="0", extractor="x", extracted_at=now
    )
    Recheck.objects.create(article=article, next_attempt_at=now)
    WebArchiveCopy.objects.create(article=article, next_attempt_at=now)
    LearnedSelector.objects.create(host=f"{article.pk}.example", selector="article", seen_at=now)
    CitedPage.objects.create(snapshot=_snapshot_of(page), page=page)
    ArticleFingerprint.objects.create(article=article, at=now)
    make.make_story(articles=(article,))
    candidate = make.make_link(article, person, status="undecided", score=0.5)
    sentence = f"Yesterday {person.name_en} was sentenced."
    mention = Mention.objects.create(
        article=article,
        text=text,
        kind="person",
        start=10,
        end=10 + len(person.name_en),
        surface=person.name_en,
        sentence=sentence,
        sentence_start=10,
    )
    candidate.mentions.add(mention)
    make.make_link(article, make.make_person())
    LinkCalibration.objects.create(decisions=200)
