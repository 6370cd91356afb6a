"""Laws by number and date, the tree of provisions, editions, counts."""

import pytest

from cases.changes.models import Change
from cases.laws.addresses import BadReference, provision_slug, sort_key
from cases.laws.models import LawCount, Provision
from cases.laws.services import (
    add_edition,
    add_law,
    add_provision,
    count_laws,
    update_provision,
)
from tests.factories import make_provision
from tracker.lib.errors import Conflict, Refused


@pytest.mark.django_db
def test_one_number_names_two_laws_of_two_dates() -> None:
    add_law(number="58-ФЗ", signed="2021-04-05", reason="read")
    add_law(number="58-ФЗ", signed="2023-03-18", reason="read")
    with pytest.raises(Conflict) as caught:
        add_law(number="58-ФЗ", signed="2023-03-18", reason="again")
    assert caught.value.extra["field"] == "number"
    with pytest.raises(Refused) as caught_too:
        add_law(number="58-ФЗ", signed="", reason="no date")
    assert caught_too.value.extra["field"] == "signed"


@pytest.mark.django_db
def test_a_point_makes_the_part_and_the_article_above_it() -> None:
    point = add_provision(code="УК", article="207.3", part="2", point="д", reason="read")
    assert point.slug == "uk-207_3-2-d"
    assert point.reference == "п. «д» ч. 2 ст. 207.3 УК РФ"
    assert point.parent is not None and point.parent.parent is not None
    assert [point.parent.slug, point.parent.parent.slug] == ["uk-207_3-2", "uk-207_3"]
    with pytest.raises(Conflict):
        add_provision(code="УК", article="207.3", part="2", reason="again")


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        (("УКРФ", "207.3", "", ""), "code"),
        (("УК", "207,3", "", ""), "article"),
        (("УК", "207.3", "два", ""), "part"),
        (("УК", "207.3", "2", "d"), "point"),
        (("УК", "207.3", "", "д"), "part"),
    ],
)
@pytest.mark.django_db
def test_what_no_court_writes_is_refused_with_its_part(
    parts: tuple[str, str, str, str], field: str
) -> None:
    code, article, part, point = parts
    with pytest.raises(Refused) as caught:
        add_provision(code=code, article=article, part=part, point=point, reason="typo")
    assert caught.value.extra["field"] == field
    assert not Provision.objects.exists()


def test_a_point_goes_over_by_sound_never_by_its_place_in_the_alphabet() -> None:
    letters = [provision_slug("УК", "105", "2", point)[-2:].strip("-") for point in "абвгдежзи"]
    assert letters == ["a", "b", "v", "g", "d", "e", "zh", "z", "i"]
    with pytest.raises(BadReference):
        provision_slug("УК", "105", "2", "e")  # a Latin letter


def test_an_article_with_a_dot_and_a_part_of_another_have_two_addresses() -> None:
    assert provision_slug("УК", "207.3") != provision_slug("УК", "207", "3")
    assert provision_slug("УК", "212", "1.1") == "uk-212-1_1"


def test_provisions_sort_as_the_code_does() -> None:
    order = [("20.3", "", ""), ("20.3.1", "", ""), ("20.3.3", "", ""), ("20.29", "", "")]
    order += [("128", "", ""), ("128.1", "", ""), ("212", "1", ""), ("212", "1.1", "")]
    order += [("212", "2", "а"), ("212", "2", "д"), ("1000", "", "")]
    keys = [sort_key(*place) for place in order]
    assert keys == sorted(keys)
    assert {len(key) for key in keys} == {28}


@pytest.mark.django_db
def test_the_place_of_a_provision_does_not_change() -> None:
    provision = make_provision("280.3", "1")
    with pytest.raises(Refused) as caught:
        update_provision(provision, changes={"part": "2"}, by=None, reason="typo")
    assert caught.value.extra["field"] == "part"


@pytest.mark.django_db
def test_a_sanction_is_at_least_its_minimum_and_is_told_of_the_provision() -> None:
    provision = make_provision()
    with pytest.raises(Refused) as caught:
        add_edition(provision, prison_months_min=60, prison_months_max=36)
    assert caught.value.extra["field"] == "prison_months_max"
    add_edition(provision, prison_months_max=36, state="published", reason="read")
    change = Change.objects.get()
    assert (change.record_type, change.fields) == ("provision", ["editions"])


@pytest.mark.django_db
def test_counting_again_corrects_the_count() -> None:
    count_laws(counted_by="FIDH", period="2012 to 2018", value=49, reason="read")
    count_laws(counted_by="FIDH", period="2012 to 2018", value=50, reason="read again")
    assert LawCount.objects.get().value == 50
