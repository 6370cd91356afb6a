"""Import files: what is wrong with them, what they would do, and that they do it whole or not."""

import json
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError

from cases.changes.models import Change
from cases.evidence.models import Assertion, Citation, Source
from cases.imports.columns import Problem, choice, number, problems_of, rows, text
from cases.imports.files import ImportFile, read_bytes
from cases.imports.models import BatchState, ImportBatch, ImportRow, RowPlan
from cases.imports.services import apply_batch, plan_batch, summary_of
from cases.laws.models import Law
from cases.laws.services import update_law
from cases.publishing.services import withdraw
from people.models import Account, Person
from tracker.lib.errors import Refused

SOURCES = {"hrw": {"url": "https://hrw.example/timeline", "title": "Timeline", "publisher": "HRW"}}
LAW = {
    "number": "65-ФЗ",
    "signed": "2012-06-08",
    "summary_en": "higher fines",
    "topics": ["assembly"],
    "sources": ["hrw"],
}
OTHER_LAW = {"number": "121-ФЗ", "signed": "2012-07-20", "sources": ["hrw"]}


def file_of(
    *given: Any, kind: str = "laws", name: str = "laws.json", sources: Any = SOURCES
) -> ImportFile:
    content = json.dumps({"kind": kind, "sources": sources, "rows": list(given)})
    return read_bytes(content.encode(), name=name)


def changed(row: dict[str, Any], **values: Any) -> dict[str, Any]:
    return deepcopy(row) | values


def nothing_was_written() -> bool:
    return not (
        Law.objects.exists()
        or Person.objects.exists()
        or Change.objects.exists()
        or Citation.objects.exists()
    )


@pytest.mark.django_db
def test_a_file_becomes_records_with_sources_and_one_change_each() -> None:
    batch = apply_batch(file_of(LAW, OTHER_LAW), reason="HRW timeline")
    assert summary_of(batch) == "2 new"
    law = Law.objects.get(number="65-ФЗ")
    assert law.is_public and law.slug == "65-fz-2012-06-08"
    assert Citation.objects.get(object_id=law.pk).source.publisher == "HRW"
    assert Source.objects.filter(kind="web_page").count() == 1
    assert Change.objects.filter(record_type="law", public=True).count() == 2
    row = ImportRow.objects.get(batch=batch, number=1)
    assert (row.key, row.record_type, row.record_id) == ("65-ФЗ 2012-06-08", "law", law.pk)


@pytest.mark.django_db
def test_loading_the_same_file_again_tells_nothing() -> None:
    apply_batch(file_of(LAW, OTHER_LAW))
    before = Change.objects.count(), Citation.objects.count(), Source.objects.count()
    assert summary_of(apply_batch(file_of(LAW, OTHER_LAW))) == "2 the same"
    assert (Change.objects.count(), Citation.objects.count(), Source.objects.count()) == before


@pytest.mark.django_db
def test_a_changed_file_updates_only_the_row_that_changed() -> None:
    apply_batch(file_of(LAW, OTHER_LAW))
    batch = apply_batch(file_of(changed(LAW, summary_en="much higher fines"), OTHER_LAW))
    assert summary_of(batch) == "1 changed, 1 the same"
    assert Law.objects.get(number="65-ФЗ").summary_en == "much higher fines"
    told = Change.objects.latest("id")
    assert (told.kind, told.fields) == ("updated", ["summary_en"])


@pytest.mark.django_db
def test_a_new_source_alone_is_a_change_of_the_row_and_no_news() -> None:
    apply_batch(file_of(LAW))
    told = Change.objects.count()
    more = SOURCES | {"ap": {"url": "https://ap.example/timeline"}}
    batch = apply_batch(file_of(changed(LAW, sources=["hrw", "ap"]), sources=more))
    assert summary_of(batch) == "1 changed"
    assert Citation.objects.count() == 2
    assert Change.objects.count() == told


@pytest.mark.django_db
def test_the_dry_run_says_what_applying_then_does_and_writes_nothing() -> None:
    planned = plan_batch(file_of(LAW, OTHER_LAW))
    assert nothing_was_written()
    assert not Source.objects.exists()
    applied = apply_batch(file_of(LAW, OTHER_LAW))
    plans = [
        list(ImportRow.objects.filter(batch=one).values_list("number", "key", "plan"))
        for one in (planned, applied)
    ]
    assert plans[0] == plans[1]
    assert (planned.state, applied.state) == (BatchState.PLANNED, BatchState.APPLIED)


@pytest.mark.parametrize(
    ("row", "field", "said"),
    [
        (changed(LAW, signed="08.06.2012"), "signed", "is not a date"),
        (changed(LAW, signed=None), "signed", "is required"),
        (changed(LAW, signed=2012), "signed", "must be text"),
        (changed(LAW, colour="red"), "colour", "no such column"),
        (changed(LAW, topics="assembly"), "topics", "must be a list"),
        (changed(LAW, topics=["a", 7]), "topics[1]", "must be text"),
        (changed(LAW, confidence="certain"), "confidence", "is none of"),
        (changed(LAW, kind="x" * 41), "kind", "40 fit"),
        (changed(LAW, sources=["nobody"]), "sources", "defines no source"),
        (changed(LAW, sources=[]), "sources", "names its source"),
        (
            changed(LAW, field_sources={"in_force": {"sources": ["nobody"]}}),
            "field_sources.in_force",
            "defines no source",
        ),
        (["not", "an", "object"], "", "a row is an object"),
    ],
)
@pytest.mark.django_db
def test_a_wrong_row_names_file_row_and_field_and_nothing_is_written(
    row: Any, field: str, said: str
) -> None:
    with pytest.raises(Refused) as caught:
        apply_batch(file_of(OTHER_LAW, row))
    assert "laws.json, row 2" in caught.value.message and said in caught.value.message
    assert caught.value.extra["field"] == field
    assert nothing_was_written()
    batch = ImportBatch.objects.get()
    kept = ImportRow.objects.get(batch=batch, number=2)
    assert (batch.state, kept.plan, kept.field) == (BatchState.REFUSED, RowPlan.WRONG, field)
    assert said in kept.problem


@pytest.mark.django_db
def test_all_problems_of_a_file_are_found_at_once() -> None:
    wrong = [
        changed(LAW, signed="soon"),
        changed(OTHER_LAW, topics="x"),
        changed(LAW, signed="2012-31"),
    ]
    batch = plan_batch(file_of(*wrong, OTHER_LAW))
    assert list(ImportRow.objects.filter(batch=batch).values_list("number", flat=True)) == [1, 2, 3]


@pytest.mark.django_db
def test_two_rows_of_one_key_are_refused() -> None:
    with pytest.raises(Refused, match="row 1 has this key already"):
        apply_batch(file_of(LAW, changed(LAW, summary_en="another")))
    assert nothing_was_written()


PARTY_LINE = {"person": "nobody-here"}
CASE = {
    "key": "case-one",
    "title_en": "A case",
    "sources": ["hrw"],
    "parties": [PARTY_LINE],
}


@pytest.mark.django_db
def test_a_row_that_the_services_refuse_is_rolled_back_with_the_whole_file() -> None:
    with pytest.raises(Refused) as caught:
        apply_batch(file_of(CASE, kind="cases", name="cases.json"))
    assert "cases.json, row 1 (case-one), person: No person" in caught.value.message
    assert nothing_was_written()


@pytest.mark.django_db
def test_what_only_the_database_refuses_is_a_problem_of_the_row_in_words() -> None:
    people = [
        {"key": "one", "name_en": "Person One", "sources": ["hrw"],
         "names": [{"text": "P. One", "preferred": True, "language": "en"}]},
    ]  # fmt: skip
    apply_batch(file_of(*people, kind="people"))
    outlet = {
        "key": "o",
        "name": "O",
        "sources": ["hrw"],
        "feeds": [{"url": "https://o.example/" + "x" * 900}],
    }
    assert summary_of(apply_batch(file_of(outlet, kind="outlets"))) == "1 new"
    count = {"counted_by": "X", "value": 10**12, "sources": ["hrw"]}
    with pytest.raises(Refused, match="row 1") as caught:
        apply_batch(file_of(count, kind="law_counts"))
    assert "Nothing was imported" in caught.value.message


@pytest.mark.django_db
def test_memory_loads_as_a_draft_that_says_so_and_stays_beside_what_was_read() -> None:
    remembered = {
        "number": "141-ФЗ",
        "signed": "2012-07-28",
        "confidence": "memory",
        "certainty": "high",
    }
    mixed = changed(LAW, remembered={"in_force": {"value": "2012-06-09", "certainty": "low"}})
    apply_batch(file_of(remembered, mixed))
    draft = Law.objects.get(number="141-ФЗ")
    assert not draft.is_public and "memory" in draft.state_reason.lower()
    assert Citation.objects.get(object_id=draft.pk).note == "certainty: high"
    beside = Assertion.objects.get(field="in_force")
    assert (beside.value_text, beside.state) == ("2012-06-09", "draft")
    assert Law.objects.get(number="65-ФЗ").in_force is None
    assert not Change.objects.filter(public=True, record_id=draft.pk).exists()


@pytest.mark.django_db
def test_another_value_of_the_same_source_takes_the_place_of_the_one_before() -> None:
    for value in ("300,000 RUB", "300 000 RUB"):
        disagreeing = [{"field": "summary_en", "value": value, "sources": ["hrw"]}]
        batch = apply_batch(file_of(changed(LAW, disagreeing=disagreeing)))
    assert Assertion.objects.get().value_text == "300 000 RUB"
    assert summary_of(batch) == "1 changed"


@pytest.mark.django_db
def test_a_draft_is_published_by_a_file_that_has_read_the_source() -> None:
    apply_batch(
        file_of({k: v for k, v in LAW.items() if k != "sources"} | {"confidence": "memory"})
    )
    apply_batch(file_of(LAW))
    assert Law.objects.get().is_public
    assert Change.objects.latest("id").kind == "published"


@pytest.mark.django_db
def test_a_file_does_not_bring_back_what_a_person_withdrew(publisher: Account) -> None:
    apply_batch(file_of(LAW))
    withdraw(Law.objects.get(), by=publisher, reason="wrong number")
    batch = apply_batch(file_of(LAW))
    assert not Law.objects.get().is_public
    assert summary_of(batch) == "1 the same"


@pytest.mark.django_db
def test_a_row_that_a_person_changed_since_is_left_alone_and_the_rest_goes_on(
    researcher: Account,
) -> None:
    apply_batch(file_of(LAW, OTHER_LAW))
    update_law(
        Law.objects.get(number="65-ФЗ"),
        changes={"summary_en": "fines of up to 300,000 RUB"},
        by=researcher,
        reason="read the act",
    )
    both = file_of(changed(LAW, summary_en="fines"), changed(OTHER_LAW, summary_en="agents"))
    assert summary_of(apply_batch(both)) == "1 changed, 1 left alone"
    assert Law.objects.get(number="65-ФЗ").summary_en == "fines of up to 300,000 RUB"
    assert Law.objects.get(number="121-ФЗ").summary_en == "agents"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\xff\xfe", "is not UTF-8"),
        (b"{", "is not JSON"),
        (b"[" * 100_000, "is not JSON"),
        (b"[]", "must hold an object"),
        (b'{"kind": "laws"}', "must hold kind"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(content: bytes, said: str) -> None:
    with pytest.raises(Refused, match="facts.json") as caught:
        read_bytes(content, name="facts.json")
    assert said in caught.value.message


@pytest.mark.django_db
def test_a_kind_that_does_not_exist_is_refused_with_those_that_do() -> None:
    with pytest.raises(Refused, match="known are cases, institutions"):
        apply_batch(file_of(kind="recipes"))


def test_a_problem_names_the_place_inside_nested_rows() -> None:
    shape = {
        "events": rows({"kind": choice(["verdict"]).needed(), "months": number(least=1)}),
        "note": text(3),
    }
    row = {
        "events": [{"kind": "verdict"}, {"kind": "party", "months": True}, {"months": 0}],
        "note": "long",
    }
    found = {(one.field, one.row) for one in problems_of(row, shape, number=4)}
    assert found == {
        ("events[1].kind", 4),
        ("events[1].months", 4),
        ("events[2].kind", 4),
        ("events[2].months", 4),
        ("note", 4),
    }
    assert str(Problem(4, "note", "is wrong.", "k")) == "row 4 (k), note: is wrong."


@pytest.mark.django_db
def test_the_command_plans_first_and_applies_when_told(tmp_path: Path, capsys: Any) -> None:
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(json.dumps({"kind": "laws", "sources": SOURCES, "rows": [LAW]}))
    bad.write_text(
        json.dumps({"kind": "laws", "sources": SOURCES, "rows": [changed(LAW, signed="?")]})
    )
    call_command("import_facts", str(good))
    assert not Law.objects.exists()
    call_command("import_facts", "--apply", "--reason", "HRW", str(good))
    assert Law.objects.count() == 1
    assert "good.json applied: 1 new" in capsys.readouterr().out
    with pytest.raises(CommandError, match="1 rows are wrong"):
        call_command("import_facts", str(bad))
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_facts", str(tmp_path / "missing.json"))
