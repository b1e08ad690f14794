"""FK 7472 Intyg om tillfällig föräldrapenning (spec/certificate-types/fk7472.yaml)."""

from __future__ import annotations

import pytest

from certificates import engine
from certificates.types.fk7472 import FK7472
from tests.certificates.engine.world import needs_contracts
from tests.certificates.types.checking import changed, element, published_prefill, refusals
from tests.certificates.types.examples.fk7472 import ANSWERS


def of_periods(rows: dict[str, tuple[str, str]]) -> list[tuple[str, str]]:
    answers = changed(ANSWERS, {"56": {code: {"from": start, "to": end} for code, (start, end) in rows.items()}})
    return [(field, error) for _, field, error in refusals(FK7472, answers)]


def test_diagnosis_and_period_are_mandatory() -> None:
    assert refusals(FK7472, changed(ANSWERS, {"55": "  ", "56": None})) == [
        ("55", "55.1", "MISSING_ANSWER"),
        ("56", "56.1", "MISSING_MULTI_OPTION"),
    ]


@pytest.mark.parametrize(("length", "found"), [(318, []), (319, [("55", "55.1", "TEXT_TOO_LONG")])])
def test_the_diagnosis_is_short(length: int, found: list[tuple[str, str, str]]) -> None:
    assert refusals(FK7472, changed(ANSWERS, {"55": "x" * length})) == found


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ({"HALVA": ("2025-10-17", "2025-10-17")}, []),
        (
            {"HALVA": ("2025-10-16", "2025-10-16")},
            [("HALVA.from", "DATE_TOO_EARLY"), ("HALVA.to", "DATE_TOO_EARLY")],
        ),
        ({"HALVA": ("2025-10-16", "2026-01-20")}, [("HALVA.from", "DATE_TOO_EARLY")]),
        ({"HELA": ("2026-01-15", "")}, [("HELA.to", "MISSING_DATE")]),
        ({"HELA": ("2026-01-15", "2026-01-14")}, [("HELA.range", "END_BEFORE_START")]),
        (
            {"EN_ATTONDEL": ("2026-01-10", "2026-01-15"), "HELA": ("2026-01-15", "2026-01-20")},
            [("56.1", "PERIOD_OVERLAP")],
        ),
    ],
)
def test_periods_lie_apart_and_not_more_than_90_days_back(
    rows: dict[str, tuple[str, str]], found: list[tuple[str, str]]
) -> None:
    assert of_periods(rows) == found


def test_the_rows_are_called_shares_and_there_is_no_help_with_hours() -> None:
    view = element(FK7472, ANSWERS, "56").view

    assert view.degree_name == "Andel"
    assert view.rows[0].tick.label == "12,5 procent"
    assert [bar.label for bar in view.timeline.bars] == ["100 %", "12,5 %"]
    assert view.work_hours is None


def test_a_renewal_drops_the_periods_and_tells_of_the_last() -> None:
    carried = engine.carried_for_renewal(FK7472, ANSWERS, same_unit=True)

    assert set(ANSWERS) - set(carried) == {"56"}
    assert element(FK7472, carried, "56", renewed_from=ANSWERS).view.previous_period == (
        "Det förnyade intyget slutar 2026-01-25 med andelen 100 procent."
    )


@needs_contracts
def test_the_published_example_has_no_real_dates() -> None:
    """Its periods are written as "today+7"; everything else is read."""
    result = published_prefill(FK7472, "FK7472.xml")

    assert result.answers == {"55": "Symptom och diagnos"}
    assert {(entry.code, entry.delsvar_id) for entry in result.log} == {("INVALID_FORMAT", "56.2")}
