"""FK 7426 and FK 7427, opinions about a sick child (spec/certificate-types/fk7426.yaml, fk7427.yaml)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest

from certificates import engine
from certificates.types.base import CertificateType
from certificates.types.fk7426 import FK7426
from certificates.types.fk7427 import FK7427
from tests.certificates.engine.world import TODAY, find
from tests.certificates.engine.xml import cv, forifyllnad, period, svar
from tests.certificates.types.checking import changed, refusals, shown
from tests.certificates.types.examples import fk7426, fk7427

DIAGNOSED = [{"code": "M545", "text": "Ont i ryggen"}, {"code": "", "text": ""}, {"code": "", "text": ""}]
SERIOUS = {**fk7426.ANSWERS, "58": DIAGNOSED}
TEENAGER = {**fk7427.ANSWERS, "58": DIAGNOSED}

both = pytest.mark.parametrize(("ctype", "answers"), [(FK7426, SERIOUS), (FK7427, TEENAGER)])


def diagnoses(*rows: tuple[str, str]) -> list[dict[str, str]]:
    given = [*rows, ("", ""), ("", ""), ("", "")][:3]
    return [{"code": code, "text": text} for code, text in given]


@pytest.mark.parametrize(
    ("ctype", "missing"),
    [
        (
            FK7426,
            [
                ("1", "1.1", "MISSING_MULTI_OPTION"),
                ("58", "KAT_2", "CATEGORY_MIN_ONE"),
                ("71", "KAT_3", "CATEGORY_MIN_ONE"),
                ("60", "60.1", "MISSING_ANSWER"),
                ("61", "61.1", "MISSING_PERIOD"),
                ("61.2", "61.2", "MISSING_ANSWER"),
                ("62", "62.1", "MISSING_OPTION"),
                ("62.3", "62.3", "MISSING_OPTION"),
            ],
        ),
        (
            FK7427,
            [
                ("1", "1.1", "MISSING_MULTI_OPTION"),
                ("58", "KAT_2", "CATEGORY_MIN_ONE"),
                ("59", "59.1", "MISSING_ANSWER"),
                ("62", "62.5", "MISSING_ANSWER"),
                ("62.6", "62.6", "MISSING_PERIOD"),
                ("62.1", "62.1", "MISSING_OPTION"),
            ],
        ),
    ],
)
def test_a_new_draft_lacks_every_mandatory_answer(ctype: CertificateType, missing: list[tuple[str, str, str]]) -> None:
    assert refusals(ctype, {}) == missing


@both
@pytest.mark.parametrize("left_out", ["58", "55"])
def test_either_diagnosis_or_symptoms_is_enough(
    ctype: CertificateType, answers: Mapping[str, Any], left_out: str
) -> None:
    assert refusals(ctype, changed(answers, {left_out: None})) == []


@both
def test_symptoms_of_blanks_are_no_answer(ctype: CertificateType, answers: Mapping[str, Any]) -> None:
    assert refusals(ctype, changed(answers, {"58": None, "55": "  "})) == [("58", "KAT_2", "CATEGORY_MIN_ONE")]


@pytest.mark.parametrize("left_out", ["71", "72"])
def test_one_side_of_the_childs_health_is_enough(left_out: str) -> None:
    assert refusals(FK7426, changed(SERIOUS, {left_out: None})) == []


def test_both_sides_of_the_childs_health_must_not_be_left_out() -> None:
    assert refusals(FK7426, changed(SERIOUS, {"71": None, "72": None})) == [("71", "KAT_3", "CATEGORY_MIN_ONE")]


@both
@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("", "Ont"), ("M545", "Ont i ryggen")], [("58", "huvuddiagnos", "DIAG_CODE_MISSING")]),
        ([("M545", ""), ("F430", "Stress")], [("58", "huvuddiagnos", "DIAG_TEXT_MISSING")]),
        ([("X999", "Okänd")], [("58", "huvuddiagnos", "DIAG_INVALID")]),
        ([("M545", "x" * 82)], []),
    ],
)
def test_diagnosis_rows_are_whole_and_known(
    ctype: CertificateType,
    answers: Mapping[str, Any],
    rows: list[tuple[str, str]],
    found: list[tuple[str, str, str]],
) -> None:
    assert refusals(ctype, changed(answers, {"58": diagnoses(*rows)})) == found


@both
def test_a_basis_has_a_day_that_is_not_to_come(ctype: CertificateType, answers: Mapping[str, Any]) -> None:
    rows = {"FORALDER": "2026-01-16", "JOURNALUPPGIFTER": ""}

    assert refusals(ctype, changed(answers, {"1": rows, "1.3": None})) == [
        ("1", "journaluppgifter", "MISSING_DATE"),
        ("1", "foraldersBeskrivning", "DATE_TOO_LATE"),
    ]


@both
def test_another_basis_is_told_in_words(ctype: CertificateType, answers: Mapping[str, Any]) -> None:
    assert "1.3" not in shown(ctype, changed(answers, {"1": {"FORALDER": "2026-01-10"}}))
    assert refusals(ctype, changed(answers, {"1.3": None})) == [("1.3", "1.3", "MISSING_ANSWER")]


@pytest.mark.parametrize(
    ("ctype", "answers", "asked", "its_period"),
    [(FK7426, SERIOUS, "62", "62.2"), (FK7426, SERIOUS, "62.3", "62.4"), (FK7427, TEENAGER, "62.1", "62.2")],
)
def test_the_period_of_a_stay_is_asked_for_after_yes(
    ctype: CertificateType, answers: Mapping[str, Any], asked: str, its_period: str
) -> None:
    assert refusals(ctype, changed(answers, {its_period: None})) == [(its_period, its_period, "MISSING_PERIOD")]
    assert refusals(ctype, changed(answers, {asked: False, its_period: None})) == []
    assert its_period not in shown(ctype, changed(answers, {asked: False}))
    assert its_period not in shown(ctype, changed(answers, {asked: None}))


@pytest.mark.parametrize(
    ("ctype", "answers", "question", "field"),
    [
        (FK7426, SERIOUS, "61", "61.1"),
        (FK7426, SERIOUS, "62.2", "62.2"),
        (FK7426, SERIOUS, "62.4", "62.4"),
        (FK7427, TEENAGER, "62.6", "62.6"),
        (FK7427, TEENAGER, "62.2", "62.2"),
    ],
)
@pytest.mark.parametrize(
    ("start", "end", "place", "error"),
    [
        ("2026-01-20", "", "to", "MISSING_DATE"),
        ("", "2026-01-20", "from", "MISSING_DATE"),
        ("2026-01-20", "2026-01-19", "range", "END_BEFORE_START"),
    ],
)
def test_a_period_is_whole_and_in_order(
    ctype: CertificateType,
    answers: Mapping[str, Any],
    question: str,
    field: str,
    start: str,
    end: str,
    place: str,
    error: str,
) -> None:
    found = refusals(ctype, changed(answers, {question: {"from": start, "to": end}}))

    assert found == [(question, f"{field}.{place}", error)]


@pytest.mark.parametrize(
    ("ctype", "answers", "cleared"),
    [
        (FK7426, SERIOUS, {"1", "1.3", "61", "61.2", "62", "62.2", "62.3", "62.4"}),
        (FK7427, TEENAGER, {"1", "1.3", "62.6", "62.1", "62.2"}),
    ],
)
def test_a_renewal_drops_basis_and_periods(
    ctype: CertificateType, answers: Mapping[str, Any], cleared: set[str]
) -> None:
    carried = engine.carried_for_renewal(ctype, answers, same_unit=True)

    assert set(answers) - set(carried) == cleared
    assert ctype.renewal_cleared == cleared


def test_care_and_supervision_share_one_svar() -> None:
    """The second question of the svar comes first in the form (fk7427.yaml, 62)."""
    care = svar(
        "62",
        ("62.5", "Behöver tillsyn"),
        ("62.6", period("2026-01-12", "2026-01-30")),
        ("62.1", "true"),
        ("62.2", period("2026-01-12", "2026-01-14")),
    )
    result = engine.prefill(FK7427, forifyllnad(care), today=TODAY, find=find)

    assert result.log == ()
    assert result.answers == {
        "62": "Behöver tillsyn",
        "62.6": {"from": "2026-01-12", "to": "2026-01-30"},
        "62.1": True,
        "62.2": {"from": "2026-01-12", "to": "2026-01-14"},
    }


@both
def test_prefill_tells_what_it_leaves_out(ctype: CertificateType, answers: Mapping[str, Any]) -> None:
    result = engine.prefill(
        ctype,
        forifyllnad(
            svar("1", ("1.1", cv("TELEFONKONTAKT", "KV_FKMU_0001")), ("1.2", "2026-01-10")),
            svar("58", ("58.1", "Ont"), ("58.2", cv("X999", "1.2.752.116.1.1.1")), instans=1),
            svar("62", ("62.1", "ja")),
            svar("100", ("100.1", "true")),
        ),
        today=TODAY,
        find=find,
    )

    assert {(entry.code, entry.svar_id) for entry in result.log} >= {
        ("INVALID_FORMAT", "1"),
        ("INVALID_DIAGNOSIS_CODE", "58"),
        ("INVALID_BOOLEAN_VALUE", "62"),
        ("ANSWER_NOT_FOUND", "100"),
    }
    assert not {"1", "58", "62.1"} & set(result.answers)
