"""Merging two records of one person, whatever hangs on them, and undoing it exactly."""

from typing import Any

import pytest
from django.core import serializers
from django.db import connection
from django.test import Client

from cases.casefile.models import Party
from cases.changes.models import Change
from cases.charges.models import Charge
from cases.evidence.models import Citation
from cases.linking.models import LinkCandidate, LinkDecision, LinkStatus
from cases.linking.selectors import review_queue
from people.models import Account, ExternalId, MergeRecord, NameForm, Person
from people.models.affiliation import Affiliation, Organisation
from people.services.merging import (
    decide_different,
    merge_people,
    standing_verdict,
    unmerge_people,
)
from people.services.moving_rows import pointers_to
from tests.factories import (
    make_article,
    make_case,
    make_charge,
    make_citation,
    make_letter,
    make_link,
    make_person,
    make_proposal,
    make_provision,
    make_recognition,
)
from tests.factories.records import make_detention
from tests.support.race import race
from tracker.lib.errors import Conflict, Refused, TrackerError
from tracker.lib.partial_dates import PartialDate


@pytest.fixture
def keep(db: None) -> Person:
    return make_person("Alexei Gorinov", "Алексей Горинов")


@pytest.fixture
def gone(keep: Person) -> Person:
    return make_person("Alexei Gorinov", "Алексей Горинов", born=PartialDate("1961"), sex="m")


def _hang_everything_on(person: Person) -> None:
    """A row of every kind that points at a person, and rows that hang on those."""
    organisation, _made = Organisation.objects.get_or_create(name_en="Council")
    Affiliation.objects.create(person=person, organisation=organisation)
    ExternalId.objects.create(person=person, register="wikidata", identifier=f"Q{person.pk}")
    case = make_case(person=person)
    make_charge(person, make_provision("207.3"), case=case)
    make_recognition(person)
    make_detention(person)
    make_letter(signed_by=(person,))
    make_citation(person, field="born")
    article = make_article()
    make_link(article, person)
    make_proposal(article, person)
    Person.objects.filter(pk=make_person("Earlier Copy").pk).update(merged_into=person)


def _everything() -> dict[str, str]:
    """Every row of people and cases but the log of what was done, as text without write times."""
    found = {}
    for pointer in [*pointers_to(Person), *pointers_to(Party), *pointers_to(LinkCandidate)]:
        rows = pointer.model._base_manager.order_by("pk")
        text = serializers.serialize("python", rows)
        for row in text:
            row["fields"].pop("updated_at", None)
        found[pointer.model._meta.label] = str(text)
    return found


def test_every_way_to_point_at_a_person_is_moved() -> None:
    """A new table that points at a person stands here once somebody has thought of its merge."""
    assert {pointer.name for pointer in pointers_to(Person)} == {
        "cases.Assertion.object_id",
        "cases.Citation.object_id",
        "cases.Claim.object_id",
        "cases.Detention.person",
        "cases.LinkCandidate.person",
        "cases.Party.person",
        "cases.Proposal.person",
        "cases.ProposalQuote.person",
        "cases.Recognition.person",
        "cases.Signature.person",
        "people.Affiliation.person",
        "people.ExternalId.person",
        "people.NameForm.person",
        "people.Person.merged_into",
    }


def test_what_hung_on_the_absorbed_record_hangs_on_the_survivor(
    keep: Person, gone: Person, publisher: Account
) -> None:
    _hang_everything_on(gone)

    merge_people(keep, gone, by=publisher, reason="one dossier")

    for pointer in pointers_to(Person):
        rows = pointer.model._base_manager.filter(**pointer.at(gone.pk))
        if pointer.model is NameForm:
            rows = rows.filter(retired_at__isnull=True)
        left = list(rows)
        if pointer.model is Person:
            left = [row for row in left if row.pk != gone.pk]
        assert left == [], pointer.name
        moved = pointer.model._base_manager.filter(**pointer.at(keep.pk))
        if pointer.name not in ("cases.Assertion.object_id", "cases.Claim.object_id"):
            assert moved.exists(), pointer.name
    gone.refresh_from_db()
    keep.refresh_from_db()
    assert gone.merged_into == keep
    assert (str(keep.born), keep.sex) == ("1961", "m")


def test_undoing_brings_back_exactly_what_was(
    keep: Person, gone: Person, publisher: Account
) -> None:
    for person in (keep, gone):
        _hang_everything_on(person)
    case = make_case(person=keep)
    for person in (keep, gone):
        make_charge(person, make_provision("280.3"), case=case)
    article = make_article()
    for person in (keep, gone):
        make_link(article, person)
    before = _everything()

    record = merge_people(keep, gone, by=publisher, reason="one dossier")
    assert _everything() != before
    assert unmerge_people(record, by=publisher, reason="two dossiers") == 0

    assert _everything() == before
    verdict = standing_verdict(keep, gone)
    assert verdict is not None and verdict.verdict == "different"
    record.refresh_from_db()
    assert record.undone_by == publisher
    with pytest.raises(Conflict):
        unmerge_people(record, by=publisher, reason="again")


def test_charges_of_both_in_one_case_stand_under_one_party(
    keep: Person, gone: Person, publisher: Account
) -> None:
    case = make_case(person=keep)
    one = make_charge(keep, make_provision("207.3"), case=case)
    other = make_charge(gone, make_provision("280.3"), case=case)
    make_citation(other)

    merge_people(keep, gone, by=publisher, reason="one dossier")

    party = Party.objects.get(person=keep, case=case)
    assert set(Charge.objects.filter(party=party)) == {one, other}
    assert Party.objects.published().filter(case=case).count() == 1
    assert Citation.objects.filter(object_id=other.pk).exists()


def test_two_links_of_one_article_become_one_and_a_persons_word_counts(
    keep: Person, gone: Person, publisher: Account
) -> None:
    article = make_article()
    waiting = make_link(article, keep, status="undecided", score=0.5)
    decided = make_link(article, gone, status="accepted", automatic=False)
    LinkDecision.objects.filter(candidate=decided).update(decided_by=publisher)

    record = merge_people(keep, gone, by=publisher, reason="one dossier")

    waiting.refresh_from_db()
    assert waiting.status == LinkStatus.ACCEPTED
    assert waiting.decisions.get(superseded_at__isnull=True).decided_by == publisher
    accepted = LinkCandidate.objects.filter(article=article, status=LinkStatus.ACCEPTED)
    assert list(accepted) == [waiting]
    assert not review_queue().exists()
    unmerge_people(record, by=publisher, reason="two dossiers")
    assert list(review_queue()) == [waiting]


def test_where_people_decided_both_ways_the_link_is_asked_about_anew(
    keep: Person, gone: Person, publisher: Account
) -> None:
    article = make_article()
    rejected = make_link(article, keep, status="rejected")
    make_link(article, gone, status="accepted")
    LinkDecision.objects.update(decided_by=publisher)

    merge_people(keep, gone, by=publisher, reason="one dossier")

    assert list(review_queue()) == [rejected]
    assert not rejected.decisions.filter(superseded_at__isnull=True).exists()


def test_old_addresses_lead_to_the_survivor_and_partners_are_told(
    client: Client, keep: Person, gone: Person, publisher: Account
) -> None:
    merge_people(keep, gone, by=publisher, reason="one dossier")

    answer = client.get(f"/api/v1/people/{gone.public_id}/")
    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/people/{keep.public_id}/")
    page = client.get(f"/people/{gone.slug}/")
    assert (page.status_code, page.headers["Location"]) == (301, f"/people/{keep.slug}/")
    told = {change.record_id: change for change in Change.objects.all()}
    assert (told[gone.pk].kind, told[gone.pk].public) == ("merged", True)
    assert (told[keep.pk].kind, told[keep.pk].fields) == ("updated", ["merged"])
    listed = client.get("/api/v1/people/").json()["results"]
    assert [row["id"] for row in listed] == [str(keep.public_id)]


def test_parts_of_a_record_that_was_never_public_do_not_come_out_with_the_survivor(
    keep: Person, publisher: Account
) -> None:
    draft = make_person("Alexei Gorinow", state="draft")
    make_recognition(draft)
    merge_people(keep, draft, by=publisher, reason="one dossier")
    recognition = keep.recognitions.get()
    assert recognition.state == "draft"
    assert not Change.objects.filter(record_id=draft.pk, public=True).exists()


def test_what_was_written_since_the_merge_stays_when_it_is_undone(
    keep: Person, gone: Person, publisher: Account
) -> None:
    record = merge_people(keep, gone, by=publisher, reason="one dossier")
    Person.objects.filter(pk=keep.pk).update(born=PartialDate("1962"))
    assert unmerge_people(record, by=publisher, reason="two dossiers") == 1
    keep.refresh_from_db()
    assert (str(keep.born), keep.sex) == ("1962", "")


def test_merges_that_would_do_harm_are_refused(
    keep: Person, gone: Person, publisher: Account
) -> None:
    draft, withdrawn = make_person(state="draft"), make_person(state="withdrawn")
    for survivor, absorbed, reason in (
        (keep, keep, "itself"),
        (keep, gone, " "),
        (draft, keep, "the public one must stay"),
        (keep, withdrawn, "at the family's request"),
    ):
        with pytest.raises(Refused):
            merge_people(survivor, absorbed, by=publisher, reason=reason)
    decide_different(keep, gone, by=publisher, reason="born twenty years apart")
    with pytest.raises(Conflict):
        merge_people(keep, gone, by=publisher, reason="one dossier")
    assert not MergeRecord.objects.exists()


def test_merges_are_undone_last_first(keep: Person, gone: Person, publisher: Account) -> None:
    third = make_person("A. Gorinov")
    first = merge_people(gone, third, by=publisher, reason="one dossier")
    second = merge_people(keep, gone, by=publisher, reason="one dossier")
    third.refresh_from_db()
    assert third.merged_into == keep
    with pytest.raises(Conflict):
        unmerge_people(first, by=publisher, reason="not them")
    unmerge_people(second, by=publisher, reason="not them")
    third.refresh_from_db()
    assert third.merged_into == gone
    unmerge_people(first, by=publisher, reason="not them")
    third.refresh_from_db()
    assert third.merged_into is None


@pytest.mark.django_db(transaction=True)
def test_two_who_merge_a_pair_both_ways_at_once_make_one_merge(
    make_account: Any,
) -> None:
    one, other = make_person("Ivan Orlov"), make_person("Ivan Orlov")
    by = make_account("pavel", "publisher")

    def attempt(survivor: Person, absorbed: Person) -> str:
        try:
            merge_people(survivor, absorbed, by=by, reason="one dossier")
        except TrackerError:
            return "refused"
        return "merged"

    outcomes = race(lambda: attempt(one, other), lambda: attempt(other, one))

    assert sorted(outcomes) == ["merged", "refused"]
    assert MergeRecord.objects.count() == 1
    assert connection.vendor == "postgresql"
