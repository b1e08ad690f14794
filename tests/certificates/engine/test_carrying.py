"""Which answers go along (spec/certificate-types README 8, fk7804 renewal)."""

from __future__ import annotations

import pytest

from certificates.engine import carried_for_complement, carried_for_renewal, carried_for_replacement, tidied
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import COMPLETE, UNIT_CONTACT, complete

CLEARED = {"1", "1.3", "26", "26.2", "32", "39", "39.2", "39.4"}


def test_renewal_clears_dates_periods_prognosis_and_contact_only() -> None:
    answers = complete(q27=False, q39_2="Oklart")

    carried = carried_for_renewal(FK7804, answers, same_unit=True)

    assert set(answers) - set(carried) == CLEARED
    assert FK7804.renewal_cleared == CLEARED


def test_the_answer_about_uneven_hours_survives_renewal() -> None:
    carried = carried_for_renewal(FK7804, COMPLETE, same_unit=True)

    assert carried["33"] is True
    assert carried["33.2"] == COMPLETE["33.2"]


@pytest.mark.parametrize("carry", [carried_for_replacement, carried_for_complement])
def test_replacement_and_complement_carry_every_answer(carry: object) -> None:
    assert carry(FK7804, COMPLETE, same_unit=True) == COMPLETE


@pytest.mark.parametrize("carry", [carried_for_renewal, carried_for_replacement, carried_for_complement])
def test_contact_details_stay_on_their_unit(carry: object) -> None:
    assert UNIT_CONTACT in carry(FK7804, COMPLETE, same_unit=True)
    assert UNIT_CONTACT not in carry(FK7804, COMPLETE, same_unit=False)


def test_carried_answers_are_a_copy() -> None:
    carried = carried_for_replacement(FK7804, COMPLETE, same_unit=True)
    carried["32"]["HALFTEN"]["from"] = "1999-01-01"

    assert COMPLETE["32"]["HALFTEN"]["from"] == "2026-01-29"


def test_unknown_and_unanswered_questions_are_not_carried() -> None:
    assert tidied(FK7804, {"20": "gammal fråga", "25": "", "28": [], "44": "x"}) == {"44": "x"}
