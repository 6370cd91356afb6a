"""Which outcome of a charge may follow which."""

import pytest

from cases.charges.models import ChargeOutcome
from cases.charges.outcomes import ALLOWED_STEPS, FINAL, anybody_convicted, may_follow


def test_every_outcome_of_the_model_has_its_steps() -> None:
    assert set(ALLOWED_STEPS) - {""} == set(ChargeOutcome.values)


@pytest.mark.parametrize(
    ("latest", "outcome", "allowed"),
    [
        ("", "convicted", True),
        ("brought", "requalified", True),
        ("convicted", "acquitted", True),
        ("acquitted", "convicted", True),
        ("convicted", "brought", True),  # sent back for a new trial
        ("requalified", "convicted", False),
        ("dropped", "convicted", False),
        ("convicted", "unknown", False),
        ("no such word", "brought", False),
    ],
)
def test_steps(latest: str, outcome: str, allowed: bool) -> None:
    assert may_follow(latest, outcome) is allowed


def test_being_charged_is_not_being_convicted() -> None:
    assert not anybody_convicted(["brought", "requalified", "unknown"])
    assert anybody_convicted(["brought", "convicted"])
    assert "brought" not in FINAL
