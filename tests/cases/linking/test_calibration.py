"""Scores set right by decisions: the fit, the command, and what it may never do."""

import io
import json
import random
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.linking.calibrating import calibrated_score
from cases.linking.calibration import NO_CHANGE, Calibration, brier, fit, on_held_back, reliability
from cases.linking.models import LinkCalibration, LinkDecision, Mention
from people.models import Account, Person
from tests.factories import make_article, make_link, make_person


def _decisions(number: int, *, said: float, right: float) -> list[tuple[float, bool]]:
    return [(said, index < number * right) for index in range(number)]


def test_scores_that_were_right_are_left_nearly_as_they_are() -> None:
    chance = random.Random(1)
    pairs = [(p, chance.random() < p) for p in (chance.uniform(0.1, 0.9) for _ in range(2_000))]
    fitted = fit(pairs)
    assert all(abs(fitted.apply(score) - score) < 0.04 for score in (0.2, 0.5, 0.8))


def test_scores_that_promise_too_much_are_lowered_to_what_was_right() -> None:
    pairs = _decisions(400, said=0.8, right=0.5) + _decisions(400, said=0.3, right=0.1)
    fitted = fit(pairs)
    assert fitted.apply(0.8) == pytest.approx(0.5, abs=0.05)
    assert fitted.apply(0.3) == pytest.approx(0.1, abs=0.05)
    assert brier(on_held_back(pairs)) < brier(pairs) - 0.05


def test_few_decisions_move_little_and_none_nothing() -> None:
    assert fit([]) == NO_CHANGE
    few = fit(_decisions(4, said=0.8, right=0.0))
    many = fit(_decisions(400, said=0.8, right=0.0))
    assert many.apply(0.8) < 0.1 < 0.5 < few.apply(0.8) < 0.8


@pytest.mark.parametrize("right", [True, False])
def test_decisions_that_all_agree_give_bounded_numbers(right: bool) -> None:
    fitted = fit([(score / 100, right) for score in range(101)])
    assert abs(fitted.shift) < 12
    assert 0 < fitted.slope < 12
    scores = [fitted.apply(score / 10) for score in range(11)]
    assert scores == sorted(scores)


def test_a_higher_score_never_becomes_the_lower_one_whatever_was_decided() -> None:
    fitted = fit(_decisions(300, said=0.8, right=0.0) + _decisions(300, said=0.2, right=1.0))
    assert fitted.slope > 0


def test_reliability_is_by_tenths_with_the_last_one_closed() -> None:
    tenths = reliability([(0.3, True), (0.35, False), (1.0, True)])
    assert [(t.low, t.number, t.right) for t in tenths] == [(0.3, 2, 0.5), (0.9, 1, 1.0)]


def test_what_the_rules_only_ask_about_never_becomes_automatic() -> None:
    generous = LinkCalibration(parameters={"person": {"slope": 1.0, "shift": 5.0}})
    assert calibrated_score("person", 0.8, generous) == 0.85
    assert calibrated_score("person", 0.88, generous) == 0.88
    strict = LinkCalibration(parameters={"person": {"slope": 1.0, "shift": -3.0, "checked": 20}})
    assert calibrated_score("person", 0.95, strict) < 0.5
    assert calibrated_score("letter", 0.95, strict) == 0.95
    assert Calibration(1.0, 0.0).apply(0.37) == 0.37


def _decide(number: int, person: Person, by: Account, *, said: float, right: float) -> None:
    article = make_article(language="en")
    for index in range(number):
        link = make_link(
            article if index == 0 else make_article(),
            person,
            status="accepted" if index < number * right else "rejected",
            score=said,
        )
        LinkDecision.objects.filter(candidate=link).update(decided_by=by)


def test_links_of_the_machine_keep_their_scores_until_enough_of_them_were_checked() -> None:
    """Hundreds of questions that were wrong say nothing of what nobody was asked about."""
    parameters: dict[str, float] = {"slope": 0.1, "shift": 0.0, "decisions": 300, "checked": 19}
    assert (
        calibrated_score("person", 0.99, LinkCalibration(parameters={"person": parameters})) == 0.99
    )
    parameters["checked"] = 20
    assert (
        calibrated_score("person", 0.99, LinkCalibration(parameters={"person": parameters})) < 0.9
    )


@pytest.mark.django_db
def test_too_few_decisions_are_refused_with_their_number(researcher: Account) -> None:
    _decide(3, make_person(), researcher, said=0.8, right=1.0)
    with pytest.raises(
        CommandError, match="There are 3 decisions by people; calibrating needs 200"
    ):
        call_command("calibrate_links")


@pytest.mark.django_db
def test_a_calibration_is_in_force_only_when_applied_and_can_be_turned_back(
    researcher: Account,
) -> None:
    person = make_person()
    _decide(120, person, researcher, said=0.8, right=0.5)
    _decide(100, person, researcher, said=0.4, right=0.2)
    said = io.StringIO()

    call_command("calibrate_links", stdout=said)
    assert not LinkCalibration.objects.exists()
    assert "person: 220 decisions" in said.getvalue()
    assert "0.8–0.9     120 decisions  said 0.800  right 0.500" in said.getvalue()

    call_command("calibrate_links", apply=True, by="rosa", reason="the first year", stdout=said)
    row = LinkCalibration.objects.get(active=True)
    assert (row.decisions, row.created_by, row.reason) == (220, researcher, "the first year")
    assert row.figures["person"]["after"] < row.figures["person"]["before"]
    assert calibrated_score("person", 0.8, row) == pytest.approx(0.5, abs=0.06)

    call_command("calibrate_links", turn_back=True, reason="too strict", stdout=said)
    assert not LinkCalibration.objects.filter(active=True).exists()
    row.refresh_from_db()
    assert row.ended_at is not None
    with pytest.raises(CommandError, match="No calibration is in force"):
        call_command("calibrate_links", turn_back=True, reason="again", stdout=said)


@pytest.mark.django_db
def test_decisions_nobody_asked_for_are_no_sample(researcher: Account) -> None:
    _decide(200, make_person(), researcher, said=0.95, right=0.0)
    LinkDecision.objects.update(asked="unasked")
    with pytest.raises(CommandError, match="There are 0 decisions"):
        call_command("calibrate_links")


@pytest.mark.django_db
def test_exported_decisions_carry_what_stood_and_not_who_decided(
    researcher: Account, capsys: pytest.CaptureFixture[str]
) -> None:
    person = make_person("Alexei Gorinov")
    link = make_link(make_article(language="en"), person, status="rejected", score=0.42)
    make_link()  # the machine's own decision is no label
    link.mentions.add(
        Mention.objects.create(
            article=link.article, kind="person", start=0, end=7, surface="Gorinov",
            sentence="Gorinov sang.",
        )
    )  # fmt: skip
    LinkDecision.objects.filter(candidate=link).update(decided_by=researcher, raw_score=0.5)

    call_command("export_decisions", with_text=True)

    (line,) = capsys.readouterr().out.splitlines()
    row = json.loads(line)
    assert (row["record"], row["kind"], row["language"]) == (str(person.public_id), "person", "en")
    assert (row["score"], row["score_of_rules"], row["verdict"]) == (0.42, 0.5, "rejected")
    assert row["mentions"][0]["sentence"] == "Gorinov sang."
    assert researcher.username not in line


@pytest.mark.django_db
def test_an_export_since_a_day_leaves_earlier_decisions_out_and_a_wrong_day_is_told(
    researcher: Account, capsys: pytest.CaptureFixture[Any]
) -> None:
    _decide(2, make_person(), researcher, said=0.5, right=1.0)
    call_command("export_decisions", since="2999-01-01")
    assert capsys.readouterr().out == ""
    with pytest.raises(CommandError, match="not a day"):
        call_command("export_decisions", since="yesterday")
