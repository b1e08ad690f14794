"""Every rule of the form of FK 7804 (spec/certificate-types/fk7804.yaml, README 5-7)."""

from __future__ import annotations

from typing import Any

import pytest

from certificates.engine import validate
from certificates.engine.validation import AnswerError
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import CARRIER, COMPLETE, TODAY, UNIT_CONTACT, complete, find, with_changes

LONG = "x" * 4001


def errors(answers: dict[str, Any]) -> tuple[AnswerError, ...]:
    return validate(FK7804, answers, today=TODAY, find=find).errors


def ids(answers: dict[str, Any]) -> list[tuple[str, str, str]]:
    return [(e.question_id, e.field, e.error_id) for e in errors(answers)]


def test_a_complete_certificate_has_no_errors() -> None:
    assert ids(COMPLETE) == []
    assert validate(FK7804, COMPLETE, today=TODAY, find=find).is_complete


def test_smittbararpenning_needs_only_diagnosis_period_and_address() -> None:
    assert ids(CARRIER) == []


def test_a_new_draft_lacks_every_mandatory_answer_in_form_order() -> None:
    assert ids({}) == [
        ("1", "1.1", "MISSING_MULTI_OPTION"),
        ("28", "28.1", "MISSING_MULTI_OPTION"),
        ("6", "6.1", "DIAG_MISSING"),
        ("35", "35.1", "MISSING_ANSWER"),
        ("17", "17.1", "MISSING_ANSWER"),
        ("32", "32.1", "MISSING_MULTI_OPTION"),
        ("39", "39.1", "MISSING_OPTION"),
        (UNIT_CONTACT, "grunddata.skapadAv.vardenhet.postadress", "MISSING_ANSWER"),
        (UNIT_CONTACT, "grunddata.skapadAv.vardenhet.postnummer", "MISSING_ANSWER"),
        (UNIT_CONTACT, "grunddata.skapadAv.vardenhet.postort", "MISSING_ANSWER"),
        (UNIT_CONTACT, "grunddata.skapadAv.vardenhet.telefonnummer", "MISSING_ANSWER"),
    ]


def test_what_is_missing_waits_until_it_is_asked_for() -> None:
    result = validate(FK7804, {}, today=TODAY, find=find)

    assert result.shown(show_missing=False) == ()
    assert len(result.shown(show_missing=True)) == 11


@pytest.mark.parametrize("optional", ["19", "37", "34", "44", "25", "26", "26.2", "37"])
def test_an_optional_question_may_be_left_out(optional: str) -> None:
    assert ids({k: v for k, v in COMPLETE.items() if k != optional}) == []


@pytest.mark.parametrize(
    ("question", "error"),
    [
        ("1.3", "MISSING_ANSWER"),
        ("29", "MISSING_ANSWER"),
        ("33", "MISSING_OPTION"),
        ("33.2", "MISSING_ANSWER"),
        ("39.4", "MISSING_ANSWER"),
    ],
)
def test_a_mandatory_nested_question_must_be_answered_while_shown(question: str, error: str) -> None:
    answers = {k: v for k, v in COMPLETE.items() if k != question}

    assert [(q, e) for q, _, e in ids(answers)] == [(question, error)]


def test_the_ground_of_an_unclear_prognosis_must_be_given() -> None:
    assert ids(complete(q39="PROGNOS_OKLAR")) == [("39.2", "39.2", "MISSING_ANSWER")]


def test_a_hidden_answer_is_not_checked() -> None:
    assert ids(complete(q39="STOR_SANNOLIKHET", q39_4=500)) == []
    assert ids(complete(q27=True, q29=LONG, q25="")) == []


@pytest.mark.parametrize("question", ["29", "19", "37", "33.2", "44", "25", "26.2"])
def test_a_text_of_4000_characters_is_the_longest(question: str) -> None:
    assert ids({**COMPLETE, question: "x" * 4000}) == []
    assert [(q, e) for q, _, e in ids({**COMPLETE, question: LONG})] == [(question, "TEXT_TOO_LONG")]


def test_the_ground_of_an_unclear_prognosis_has_4000_characters_at_most() -> None:
    assert ids(complete(q39="PROGNOS_OKLAR", **{"39.2": LONG})) == [("39.2", "39.2", "TEXT_TOO_LONG")]


@pytest.mark.parametrize("question", ["35", "17"])
def test_the_limit_of_an_icf_text_does_not_count_the_terms(question: str) -> None:
    terms = ["Sömnfunktioner"] * 5

    assert ids({**COMPLETE, question: {"terms": terms, "text": "x" * 4000}}) == []
    assert ids({**COMPLETE, question: {"terms": terms, "text": LONG}}) == [(question, f"{question}.1", "TEXT_TOO_LONG")]


@pytest.mark.parametrize("question", ["35", "17"])
def test_icf_terms_without_text_do_not_satisfy_the_mandatory_rule(question: str) -> None:
    answers = {**COMPLETE, question: {"terms": ["Sömnfunktioner"], "text": "  "}}

    assert [e for _, _, e in ids(answers)] == ["MISSING_ANSWER"]


def test_what_other_basis_there_was_has_50_characters_at_most() -> None:
    assert ids(complete(q1_3="x" * 50)) == []
    assert ids(complete(q1_3="x" * 51)) == [("1.3", "1.3", "TEXT_TOO_LONG")]


def test_a_text_too_long_is_told_at_once_with_limit_and_excess() -> None:
    (error,) = errors(complete(q25="x" * 4003))

    assert error.is_format
    assert "4000" in error.text
    assert "3" in error.text.removeprefix("Texten får ha högst 4000")


@pytest.mark.parametrize(("question", "blank"), [("29", " \n "), ("33.2", "\t"), ("1.3", "  ")])
def test_blanks_do_not_answer_a_mandatory_text(question: str, blank: str) -> None:
    assert [e for _, _, e in ids({**COMPLETE, question: blank})] == ["MISSING_ANSWER"]


def test_an_optional_text_of_blanks_passes() -> None:
    assert ids(complete(q25="  ")) == []


@pytest.mark.parametrize(
    ("date", "error"),
    [
        ("2026-01-15", None),
        ("2026-01-16", "DATE_TOO_LATE"),
        ("1900-01-01", "DATE_TOO_EARLY"),
        ("", "MISSING_DATE"),
        ("15 januari", "INVALID_FORMAT"),
        ("2026-02-30", "INVALID_FORMAT"),
    ],
)
def test_a_basis_has_a_date_not_after_today(date: str, error: str | None) -> None:
    found = ids(complete(q1={"TELEFONKONTAKT": date}))

    assert found == ([("1", "TELEFONKONTAKT", error)] if error else [])


@pytest.mark.parametrize(("months", "error"), [(1, None), (99, None), (0, "INTEGER_RANGE"), (100, "INTEGER_RANGE")])
def test_months_lie_between_1_and_99(months: int, error: str | None) -> None:
    assert [e for _, _, e in ids(complete(q39_4=months))] == ([error] if error else [])


def test_months_that_are_no_number_are_told_at_once() -> None:
    (error,) = errors(complete(q39_4="tre"))

    assert error.error_id == "INTEGER_RANGE"
    assert error.is_format
    assert "1 och 99" in error.text


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([("", ""), ("M545", "Lumbago"), ("", "")], [("huvuddiagnos", "DIAG_FIRST_ROW")]),
        ([("M545", "Lumbago"), ("", "Lumbago"), ("", "")], [("diagnos2", "DIAG_CODE_MISSING")]),
        ([("", "Lumbago"), ("M545", "x"), ("", "")], [("huvuddiagnos", "DIAG_CODE_MISSING")]),
        ([("M545", ""), ("M545", "x"), ("", "")], [("huvuddiagnos", "DIAG_TEXT_MISSING")]),
        ([("M545", "  "), ("", ""), ("", "")], [("huvuddiagnos", "DIAG_TEXT_MISSING")]),
        ([("Q999", "Okänd"), ("", ""), ("", "")], [("huvuddiagnos", "DIAG_INVALID")]),
        ([("M545", "x"), ("M545", "y"), ("Q999", "z")], [("diagnos3", "DIAG_INVALID")]),
        ([("F43", "x"), ("", ""), ("", "")], [("huvuddiagnos", "DIAG_INVALID")]),
        ([("Z73", "x"), ("", ""), ("", "")], [("huvuddiagnos", "DIAG_INVALID")]),
        ([("A78", "x"), ("", ""), ("", "")], []),
        ([("F438A", "x" * 251), ("", ""), ("", "")], [("huvuddiagnos", "TEXT_TOO_LONG")]),
        (
            [("M545", "x"), ("", ""), ("M545", "y")],
            [("diagnos2", "DIAG_CODE_MISSING"), ("diagnos2", "DIAG_TEXT_MISSING")],
        ),
    ],
)
def test_diagnoses_are_filled_from_the_top_with_code_and_text(
    rows: list[tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    answers = complete(q6=[{"code": code, "text": text} for code, text in rows])

    assert [(field, error) for _, field, error in ids(answers)] == expected


def test_a_diagnosis_error_leads_to_the_faulty_field() -> None:
    (error,) = errors(complete(q6=[{"code": "M545", "text": ""}]))

    assert error.control_id == "c-6-huvuddiagnos-text"


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ({"HALFTEN": ("", "2026-01-20")}, [("HALFTEN.from", "MISSING_DATE")]),
        ({"HALFTEN": ("2026-01-20", "")}, [("HALFTEN.to", "MISSING_DATE")]),
        ({"HALFTEN": ("", "")}, [("HALFTEN.from", "MISSING_DATE"), ("HALFTEN.to", "MISSING_DATE")]),
        ({"HALFTEN": ("2026-01-20", "2026-01-19")}, [("HALFTEN.range", "END_BEFORE_START")]),
        ({"HALFTEN": ("2026-01-20", "2026-01-20")}, []),
        ({"HALFTEN": ("igår", "2026-01-20")}, [("HALFTEN.from", "INVALID_FORMAT")]),
        ({"HALFTEN": ("2026-01-20", "v3")}, [("HALFTEN.to", "INVALID_FORMAT")]),
        ({"HALFTEN": ("1899-01-01", "2026-01-20")}, [("HALFTEN.from", "DATE_TOO_EARLY")]),
        ({"HALFTEN": ("2026-01-20", "2100-01-01")}, [("HALFTEN.to", "DATE_TOO_LATE")]),
        (
            {"HALFTEN": ("2026-01-15", "2026-01-20"), "HELT_NEDSATT": ("2026-01-20", "2026-01-25")},
            [("32.1", "PERIOD_OVERLAP")],
        ),
        ({"HALFTEN": ("2026-01-15", "2026-01-20"), "HELT_NEDSATT": ("2026-01-21", "2026-01-25")}, []),
        (
            {"HALFTEN": ("2026-01-15", "2026-01-20"), "HELT_NEDSATT": ("2026-01-15", "2026-01-15")},
            [("32.1", "PERIOD_OVERLAP")],
        ),
        (
            {
                "EN_FJARDEDEL": ("2026-01-15", "2026-03-20"),
                "HALFTEN": ("2026-01-16", "2026-01-20"),
                "HELT_NEDSATT": ("2026-01-17", "2026-01-25"),
            },
            [("32.1", "PERIOD_OVERLAP")],
        ),
        (
            {"HALFTEN": ("2026-01-15", "2026-01-20"), "HELT_NEDSATT": ("2026-01-20", "")},
            [("HELT_NEDSATT.to", "MISSING_DATE")],
        ),
    ],
)
def test_periods_have_both_days_in_order_and_share_none(
    rows: dict[str, tuple[str, str]], expected: list[tuple[str, str]]
) -> None:
    answers = complete(q32={level: {"from": start, "to": end} for level, (start, end) in rows.items()})

    assert [(field, error) for question, field, error in ids(answers) if question == "32"] == expected


def test_an_overlap_names_both_rows_and_is_told_at_once() -> None:
    (error,) = errors(
        complete(
            q32={
                "HALFTEN": {"from": "2026-01-15", "to": "2026-01-20"},
                "HELT_NEDSATT": {"from": "2026-01-20", "to": "2026-01-25"},
            }
        )
    )

    assert "50 procent" in error.text
    assert "100 procent" in error.text
    assert error.is_format


def test_a_period_far_back_does_not_stop_signing() -> None:
    assert ids(complete(q32={"HELT_NEDSATT": {"from": "2025-01-01", "to": "2026-01-20"}})) == []


@pytest.mark.parametrize(
    ("part", "field"),
    [("address", "postadress"), ("postal_code", "postnummer"), ("city", "postort"), ("phone", "telefonnummer")],
)
def test_each_missing_part_of_the_address_is_its_own_error(part: str, field: str) -> None:
    (error,) = errors(with_changes(COMPLETE, {UNIT_CONTACT: {**COMPLETE[UNIT_CONTACT], part: " "}}))

    assert error.field == f"grunddata.skapadAv.vardenhet.{field}"
    assert error.category == "vardenhet"
    assert error.section_id == "UNIT_CONTACT"
    assert not error.is_format


def test_the_form_of_the_postal_code_is_not_checked() -> None:
    assert ids(with_changes(COMPLETE, {UNIT_CONTACT: {**COMPLETE[UNIT_CONTACT], "postal_code": "9"}})) == []


def test_a_long_postal_address_is_refused() -> None:
    contact = {**COMPLETE[UNIT_CONTACT], "address": "x" * 210}

    assert [e for _, _, e in ids(with_changes(COMPLETE, {UNIT_CONTACT: contact}))] == ["TEXT_TOO_LONG"]


def test_an_error_says_where_it_is_and_leads_there() -> None:
    (error,) = errors(complete(q29=None))

    assert (error.section_id, error.section_heading, error.category) == ("KAT_3", "Sysselsättning", "KAT_3")
    assert error.line == "Sysselsättning: Yrke och arbetsuppgifter – ange ett svar"
    assert error.control_id == "c-29-text"


def test_a_summary_line_does_not_repeat_a_name() -> None:
    (error,) = errors(complete(q6=None))

    assert error.line == "Diagnos – ange minst en diagnos"


def test_errors_are_grouped_by_section_in_form_order() -> None:
    result = validate(FK7804, {"1": {"ANNAT": "igår"}}, today=TODAY, find=find)

    assert list(result.by_section()) == [
        "KAT_2", "KAT_3", "KAT_4", "KAT_5", "KAT_6", "KAT_8", "KAT_9", "UNIT_CONTACT",
    ]  # fmt: skip
    assert list(result.by_section(show_missing=False)) == ["KAT_2"]


@pytest.mark.parametrize("garbage", [5, "text", [1, 2], {"a": {"b": []}}, True, None, [None], {"HALFTEN": 3}])
def test_stored_values_of_any_shape_are_checked_as_empty(garbage: Any) -> None:
    answers = {q.id: garbage for q in FK7804.questions()}

    assert not validate(FK7804, answers, today=TODAY, find=find).is_complete


@pytest.mark.django_db
def test_without_a_register_given_the_terminology_is_asked() -> None:
    found = validate(FK7804, COMPLETE, today=TODAY).errors

    assert [(e.field, e.error_id) for e in found] == [("huvuddiagnos", "DIAG_INVALID"), ("diagnos2", "DIAG_INVALID")]
