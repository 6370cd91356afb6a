"""The founding story as it is loaded: what is public, on which sources, and what is not."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.test import Client

from cases.casefile.models import Case, CaseEvent, Party, Recognition, RecognitionStatus
from cases.changes.models import Change
from cases.charges.models import Charge, ChargeUpdate, Sentence
from cases.demo.load import attach_story_claims, load_founding_story
from cases.detention.models import Detention, Release, Transfer
from cases.evidence.models import Assertion, Citation, Claim, ClaimWording, Confidence
from cases.feeds.models import Feed
from cases.imports.models import ImportBatch, ImportRow, RowPlan
from cases.laws.models import Law, LawCount, Provision, ProvisionEdition
from cases.letters.models import OpenLetter, Signature
from people.models import NameForm, Person
from tests.factories import make_story
from tracker.lib.partial_dates import PartialDate
from tracker.lib.publishing import Publishable

GOOD = (Confidence.VERIFIED, Confidence.INFERRED)
# Written by the machine from what outlets publish; not facts of the founding story.
NEWS = {"article", "story"}


@pytest.fixture(scope="module")
def story(django_db_setup: None, django_db_blocker: Any) -> Iterator[list[str]]:
    """The founding story, loaded once for all tests of this file; what the loader said."""
    from django.db import transaction

    said: list[str] = []
    with django_db_blocker.unblock():
        outer = transaction.atomic()
        outer.__enter__()
        try:
            load_founding_story(said.append)
            yield said
        finally:
            transaction.set_rollback(True)
            outer.__exit__(None, None, None)


@pytest.fixture(autouse=True)
def _story_and_its_own_transaction(story: list[str], db: None) -> None:
    """Every test sees the loaded story and undoes what it writes itself."""


def publishable_models() -> list[Any]:
    return [
        model
        for label in ("people", "cases")
        for model in apps.get_app_config(label).get_models()
        if issubclass(model, Publishable) and model._meta.model_name not in NEWS
    ]


def published_rows() -> Iterator[models.Model]:
    for model in publishable_models():
        yield from model.objects.published()


def sources_of(record: models.Model) -> list[str]:
    type_id = ContentType.objects.get_for_model(record).pk
    rows = Citation.objects.filter(content_type_id=type_id, object_id=record.pk)
    return list(rows.values_list("confidence", flat=True))


def person(slug: str) -> Person:
    return Person.objects.get(slug=slug)


def test_every_public_row_has_a_source_that_was_read() -> None:
    rows = [row for row in published_rows() if not isinstance(row, Assertion)]
    assert len(rows) > 400
    bare = [f"{row._meta.model_name} {row}" for row in rows if not set(sources_of(row)) & set(GOOD)]
    assert bare == []


def test_nothing_that_is_only_remembered_is_public() -> None:
    memory = Citation.objects.filter(confidence=Confidence.MEMORY, field="")
    public = {(type(row), row.pk) for row in published_rows()}
    leaked = [
        str(citation.record)
        for citation in memory
        if (type(citation.record), citation.record.pk) in public
    ]
    assert memory.count() > 200
    assert leaked == []
    assert not Assertion.objects.published().filter(confidence=Confidence.MEMORY).exists()


def test_a_draft_says_why_it_is_one() -> None:
    silent = [
        f"{model._meta.model_name} {row}"
        for model in publishable_models()
        for row in model.objects.filter(state="draft", state_reason="")
    ]
    assert silent == []


def test_the_story_has_the_counts_of_its_facts() -> None:
    assert Person.objects.published().count() == 11
    assert Signature.objects.published().filter(role="signatory").count() == 11
    assert list(Signature.objects.filter(role="supporter").values_list("name_en", "person")) == [
        ("Dmitry Muratov", None)
    ]
    assert (Law.objects.count(), Law.objects.published().count()) == (105, 25)
    assert ImportRow.objects.filter(batch__file_name="outlets.json").count() == 49
    assert Provision.objects.filter(part="", point="").count() == 72
    assert OpenLetter.objects.get().signatories_stated == 11


def test_the_two_laws_marked_not_to_be_loaded_are_not_loaded() -> None:
    assert not Law.objects.filter(number__in=["100-ФЗ", "103-ФЗ"], signed="2025-04-21").exists()
    assert Law.objects.filter(number="103-ФЗ", signed="2022-04-16").exists()


def test_signing_conviction_and_recognition_are_three_facts() -> None:
    convicted = {
        update.charge.party.person.slug
        for update in ChargeUpdate.objects.published().filter(outcome="convicted")
    }
    recognised = {
        one.person.slug
        for one in Recognition.objects.published().filter(
            status=RecognitionStatus.POLITICAL_PRISONER
        )
    }
    assert "anna-arkhipova" not in convicted and "anna-arkhipova" in recognised
    assert "andrei-trofimov" in convicted and "andrei-trofimov" not in recognised
    assert "boris-kagarlitsky" in convicted and "boris-kagarlitsky" not in recognised
    assert len(convicted) == 8
    assert person("andrei-trofimov").recognitions.get().status == RecognitionStatus.WIDER_LIST
    assert person("boris-kagarlitsky").recognitions.get().status == RecognitionStatus.DOSSIER


def test_who_is_on_trial_has_charges_and_no_sentence() -> None:
    charges = Charge.objects.published().filter(party__person=person("anna-arkhipova"))
    outcomes = set(
        ChargeUpdate.objects.filter(charge__in=charges).values_list("outcome", flat=True)
    )
    assert charges.count() == 8
    assert outcomes == {"brought"}
    assert not Sentence.objects.filter(party__person=person("anna-arkhipova")).exists()
    assert person("anna-arkhipova").status == "in_custody"


def test_the_case_of_a_namesake_is_not_shown_as_that_of_the_signatory(client: Client) -> None:
    domnin = person("vladimir-domnin")
    assert domnin.is_public
    assert not Party.objects.published().filter(person=domnin).exists()
    assert not Charge.objects.published().filter(party__person=domnin).exists()
    assert not Recognition.objects.published().filter(person=domnin).exists()
    assert Charge.objects.filter(party__person=domnin).count() == 4
    assert Signature.objects.get(person=domnin).identity == "unconfirmed"
    assert "probable" in domnin.summary_en and "вероятно" in domnin.summary_ru
    case = Case.objects.get(slug="domnin-2019")
    assert not case.is_public and "must not be shown as his" in case.state_reason
    answer = client.get("/people/vladimir-domnin/")
    page = answer.content.decode()
    assert answer.status_code == 200 and "Vladimir Domnin" in page
    assert "282.2" not in page and "Donbas" not in page


def test_a_sentence_is_a_conviction_where_the_articles_were_not_read(client: Client) -> None:
    assert not Charge.objects.published().filter(party__person__slug="alexander-shestun").exists()
    page = client.get("/people/alexander-shestun/").content.decode()
    assert "No conviction on record" not in page
    assert "By a court; the articles are not on record." in page
    letter = client.get("/letters/letter-2025-07-03-eleven-prisoners/").content.decode()
    assert "sentenced; the articles are not on record" in letter


def test_a_charge_that_became_another_one_names_it() -> None:
    first = Charge.objects.get(
        provision__slug="uk-282-2-a", party__person=person("artyom-kamardin")
    )
    last = first.updates.order_by("position").last()
    assert last is not None and last.outcome == "requalified"
    assert last.requalified_to is not None
    assert last.requalified_to.provision.reference == "п. «в» ч. 2 ст. 282 УК РФ"


def test_an_attempt_and_a_preparation_are_told_apart() -> None:
    stages = {
        (charge.party.person.slug, charge.provision.article): charge.stage
        for charge in Charge.objects.published().exclude(stage="completed")
    }
    assert stages == {
        ("dmitry-pchelintsev", "167"): "attempt",
        ("andrei-trofimov", "208"): "preparation",
    }


def test_values_that_disagree_stand_beside_the_accepted_one() -> None:
    fine = Sentence.objects.get(fine=600_000)
    beside = Assertion.objects.published().filter(object_id=fine.pk, field="fine")
    assert set(beside.values_list("value_text", flat=True)) == {"609 000 RUB"}
    remand = CaseEvent.objects.get(kind="remand")
    assert remand.happened == PartialDate("2024-02-27/2024-02-28")
    days = Assertion.objects.published().filter(object_id=remand.pk, field="happened")
    assert days.count() == 2
    speech = CaseEvent.objects.get(kind="statement", happened="2022-03-15")
    assert Assertion.objects.published().get(object_id=speech.pk).value_text == "2023-03"


def test_an_inferred_year_is_marked_and_an_unknown_date_stays_unknown() -> None:
    release = Release.objects.published().get(kind="served")
    assert release.on == PartialDate("2026-03-18?") and release.on.is_uncertain
    assert set(sources_of(release)) == {Confidence.INFERRED}
    cassation = CaseEvent.objects.get(kind="cassation", case__slug__startswith="kagarlitsky")
    assert cassation.happened is not None and cassation.happened.is_unknown
    remembered = Assertion.objects.get(object_id=cassation.pk, field="happened")
    assert (remembered.value_text, remembered.state) == ("2024-06-05", "draft")
    assert person("darya-kozyreva").born is None


def test_a_remembered_place_is_kept_from_the_public() -> None:
    public = {str(one.institution.place_en) for one in Transfer.objects.published()}
    assert "Rubtsovsk" in public
    assert "Dimitrovgrad" not in public
    assert Transfer.objects.filter(institution__place_en="Dimitrovgrad", state="draft").exists()


def test_terms_and_regimes_are_read_from_the_sentences() -> None:
    by_person = {
        (one.party.person.slug, str(one.pronounced)): (
            one.prison_months,
            one.regime,
            one.cumulative,
        )
        for one in Sentence.objects.published()
    }
    assert by_person["alexei-gorinov", "2022-07-08"] == (84, "general", False)
    assert by_person["alexei-gorinov", "2022-09"] == (83, "", False)
    assert by_person["alexei-gorinov", "2024-11-29"] == (60, "strict", True)
    assert by_person["ilya-shakursky", "2020-02-10"] == (192, "strict", False)
    assert by_person["azat-miftakhov", "2024-03-28"] == (48, "prison", False)


def test_nobody_is_held_twice_at_once() -> None:
    kozyreva = Detention.objects.filter(person=person("darya-kozyreva")).order_by("id")
    assert list(kozyreva.values_list("kind", flat=True)) == [
        "custody",
        "restriction",
        "imprisonment",
    ]
    release = kozyreva[0].release
    assert release.kind == "measure_changed"


def test_spellings_of_machines_are_misspellings_and_of_languages_are_not() -> None:
    forms = {
        form.text: (form.kind, form.language)
        for form in NameForm.objects.filter(person__slug__in=["darya-kozyreva", "ilya-shakursky"])
    }
    assert forms["Darya Kozyrev"] == ("misspelling", "en")
    assert forms["Ilya Shkursky"] == ("misspelling", "en")
    assert forms["Daria Kozyriewa"] == ("transliteration", "pl")
    assert forms["Дарья Козырева"] == ("known_as", "ru")
    assert not [text for text in forms if "(" in text or "/" in text]
    legal = NameForm.objects.get(person__slug="alexei-gorinov", kind="legal")
    assert (legal.given, legal.patronymic, legal.surname) == ("Алексей", "Александрович", "Горинов")


def test_the_letter_and_the_news_page_word_the_count_of_laws_differently() -> None:
    claim = Claim.objects.get(key="repressive-laws")
    wordings = {one.said_by: one.wording_en for one in claim.wordings.all()}
    assert "at least 50" in wordings["The letter"]
    assert "over 100" in wordings["Ground News, summary of the story"]
    counts = {(one.counted_by, one.period): one.value_text for one in LawCount.objects.published()}
    assert counts["The open letter of 3 July 2025", "since 24 February 2022"] == "over 60"
    assert not LawCount.objects.published().filter(counted_by="OVD-Info").exists()


def test_the_coverage_claims_are_attached_to_the_story_once() -> None:
    news = make_story("Jailed Russian dissidents call for mass prisoner release")
    assert attach_story_claims(news)
    assert not attach_story_claims(news)
    values = ClaimWording.objects.filter(said_by="Ground News").values_list("value", flat=True)
    assert sorted(value for value in values if value) == [12, 57]
    assert Change.objects.filter(record_type="story", record_id=news.pk).count() == 1


def test_real_feeds_are_on_record_and_none_is_watched() -> None:
    assert Feed.objects.filter(is_demo=False).count() == 56
    assert not Feed.objects.filter(is_demo=False, active=True).exists()
    assert not Feed.objects.filter(is_demo=False, provenance="").exists()


def test_loading_again_changes_nothing_and_tells_nothing(story: list[str]) -> None:
    changes = Change.objects.count()
    again: list[str] = []
    load_founding_story(again.append)
    assert again == ["The founding story is loaded already."]
    ImportBatch.objects.update(sha256="another file")
    load_founding_story(again.append)
    assert Change.objects.count() == changes
    latest = ImportBatch.objects.order_by("-id")[:8]
    plans = ImportRow.objects.filter(batch__in=[one.pk for one in latest])
    assert set(plans.values_list("plan", flat=True)) == {RowPlan.SAME}


def test_a_record_that_a_researcher_corrected_is_left_alone(researcher: Any) -> None:
    from people.services.persons import update_person

    gorinov = person("alexei-gorinov")
    update_person(
        gorinov, changes={"occupation_en": "municipal deputy"}, by=researcher, reason="shorter"
    )
    ImportBatch.objects.update(sha256="another file")
    load_founding_story(lambda _line: None)
    assert person("alexei-gorinov").occupation_en == "municipal deputy"
    row = ImportRow.objects.filter(key="alexei-gorinov").order_by("-id").first()
    assert row is not None and row.plan == RowPlan.UNCLEAR


def test_one_change_tells_of_each_record_however_many_parts_it_has() -> None:
    told = Change.objects.filter(
        public=True, record_type="case", people=[person("alexei-gorinov").pk]
    )
    assert {change.kind for change in told} == {"created"}
    assert told.count() == 2
    assert "events" in told[0].fields and "sentences" in told[0].fields


def test_editions_hold_terms_in_months() -> None:
    edition = ProvisionEdition.objects.published().get(provision__slug="uk-207_3-2")
    assert (edition.prison_months_min, edition.prison_months_max) == (60, 120)
    points = Provision.objects.published().filter(article="207.3", part="2").exclude(point="")
    assert [one.point for one in points.order_by("sort_key")] == list("абвгд")
