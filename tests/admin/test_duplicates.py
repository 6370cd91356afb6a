"""One person twice: an editor looks, keeps apart or merges, and takes it back."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from people.models import Account, MergeRecord, Person
from people.services.name_forms import rebuild_name_keys
from tests.factories import make_person

PAGE = "/admin/duplicates/"


@pytest.fixture
def pair(db: None) -> tuple[Person, Person]:
    found = make_person("Alexei Gorinov", "Алексей Горинов"), make_person("Aleksey Gorinov")
    rebuild_name_keys()
    return found


@pytest.fixture
def editor_client(make_account: Callable[..., Account]) -> Client:
    client = Client()
    client.force_login(make_account("edna", "editor"))
    return client


@pytest.mark.parametrize(
    "language, words", [("en", "One person: merge"), ("ru", "Это один человек")]
)
def test_a_pair_is_shown_side_by_side_and_merged_and_the_merge_is_undone(
    editor_client: Client, pair: tuple[Person, Person], language: str, words: str
) -> None:
    keep, gone = pair
    editor_client.cookies["django_language"] = language
    page = editor_client.get(PAGE).content.decode()
    assert words in page
    address = f"{PAGE}merge/?one={keep.pk}&amp;other={gone.pk}"
    assert address in page
    assert editor_client.get(address.replace("&amp;", "&")).status_code == 200
    form = {"one": keep.pk, "other": gone.pk, "keep": keep.pk, "reason": ""}

    assert editor_client.post(f"{PAGE}merge/", form).status_code == 200
    assert not MergeRecord.objects.exists()
    answer = editor_client.post(f"{PAGE}merge/", {**form, "reason": "one dossier"})
    assert answer.headers["Location"] == f"/admin/people/person/{keep.pk}/change/"
    gone.refresh_from_db()
    assert gone.merged_into == keep

    record = MergeRecord.objects.get()
    undo = f"{PAGE}undo/{record.pk}/"
    assert undo in editor_client.get("/admin/people/mergerecord/").content.decode()
    assert editor_client.get(undo).status_code == 200
    editor_client.post(undo, {"reason": "two dossiers"})
    gone.refresh_from_db()
    assert gone.merged_into is None
    # Undone, they are two people: the pair is not offered again.
    assert editor_client.get(PAGE).context["pairs"] == []


def test_a_researcher_keeps_a_pair_apart_but_does_not_merge(
    researcher_client: Client, pair: tuple[Person, Person]
) -> None:
    one, other = pair
    assert "merge" not in researcher_client.get(PAGE).content.decode().split("content-main")[1]
    form = {"one": one.pk, "other": other.pk, "keep": one.pk, "reason": "x"}
    assert researcher_client.post(f"{PAGE}merge/", form).status_code == 403
    assert researcher_client.post(f"{PAGE}dismiss/", form).status_code == 302
    assert researcher_client.get(PAGE).context["pairs"] == []


def test_the_page_costs_as_many_queries_for_many_pairs_as_for_one_and_leads_on(
    editor_client: Client, pair: tuple[Person, Person], django_assert_max_num_queries: Any
) -> None:
    for _ in range(8):
        make_person("Ivan Orlov", "Иван Орлов")
    rebuild_name_keys()
    with django_assert_max_num_queries(10):
        page = editor_client.get(PAGE)
    assert len(page.context["pairs"]) == 25
    newer, older = page.context["ended"]
    onward = f"?newer={newer}&amp;older={older}"
    assert onward in page.content.decode()
    rest = editor_client.get(PAGE + onward.replace("&amp;", "&"))
    assert len(rest.context["pairs"]) == 8 * 7 // 2 + 1 - 25
    assert rest.context["ended"] is None
    assert editor_client.get(f"{PAGE}?newer=x&older=").context["pairs"]


@pytest.mark.parametrize(
    "query", ["", "?one=1", "?one=x&other=y", "?one=999999999999999999999&other=2"]
)
def test_a_merge_of_nobody_is_not_there(editor_client: Client, query: str) -> None:
    assert editor_client.get(f"{PAGE}merge/{query}").status_code == 404
