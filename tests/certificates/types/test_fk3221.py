"""What FK 3221 shows, demands, sends and carries (fk3221.yaml); most of it holds for FK 7809 and 7810 too."""

from __future__ import annotations

from typing import Any

import pytest
from lxml import etree

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.types.fk3221 import FK3221
from tests.certificates.engine.world import with_changes
from tests.certificates.engine.xml import cv, forifyllnad, svar
from tests.certificates.types.asking import errors, shown
from tests.certificates.types.examples import Example, fk3221
from tests.certificates.types.opinions import INVESTIGATIONS
from tests.certificates.types.test_every_type import TODAY, body, find

COMPLETE, SHORT = fk3221.COMPLETE, fk3221.SHORT


def changed(**changes: Any) -> dict[str, Any]:
    return with_changes(COMPLETE, changes)


@pytest.mark.parametrize(("row", "detail"), [("ANHORIG", "1.4"), ("ANNAT", "1.3")])
def test_two_rows_of_the_basis_are_explained(row: str, detail: str) -> None:
    answers = {**SHORT, "1": {row: "2026-01-05"}}

    assert detail in shown(FK3221, answers)
    assert detail not in shown(FK3221, SHORT)
    assert errors(FK3221, answers) == [("MISSING_ANSWER", "KAT_1", detail)]


def test_each_explanation_travels_with_its_own_row() -> None:
    first = [one for one in svar_of(FK3221, COMPLETE, today=TODAY, find=find) if one.id == "1"]

    assert [(one.code("1.1"), one.text("1.4"), one.text("1.3"), one.instans) for one in first] == [
        ("FYSISKUNDERSOKNING", "", "", 1),
        ("DIGITALUNDERSOKNING", "", "", 2),
        ("JOURNALUPPGIFTER", "", "", 3),
        ("ANHORIG", "Mamma", "", 4),
        ("ANNAT", "", "Samtal med förskolan", 5),
    ]


def test_a_day_of_the_basis_is_not_after_today() -> None:
    assert errors(FK3221, {**SHORT, "1": {"JOURNALUPPGIFTER": "2026-01-16"}}) == [
        ("DATE_TOO_LATE", "KAT_1", "JOURNALUPPGIFTER")
    ]


def test_documents_are_asked_for_when_there_are_some() -> None:
    assert "4" not in shown(FK3221, {"3": False})
    assert "4" in shown(FK3221, {"3": True})
    assert ("MISSING_ANSWER", "KAT_1", "medicalInvestigation1") in errors(FK3221, changed(q4=None))


def test_a_part_row_of_documents_is_refused() -> None:
    part = {"type": "DIETIST", "date": "", "source": "Dietisten"}

    assert errors(FK3221, changed(q4=[INVESTIGATIONS[0], part])) == [
        ("MISSING_DATE", "KAT_1", "medicalInvestigation2_DATE"),
    ]


def test_who_is_responsible_is_asked_for_when_there_is_a_treatment() -> None:
    assert errors(FK3221, {**SHORT, "50": "Träning"}) == [("MISSING_ANSWER", "KAT_6", "50.2")]
    assert "50.2" not in shown(FK3221, {"50": "  "})


@pytest.mark.parametrize("question", ["1.3", "1.4", "5", "8", "17", "50", "50.2", "39", "25"])
def test_texts_end_at_4000_characters(question: str) -> None:
    assert errors(FK3221, {**COMPLETE, question: "x" * 4000}) == []
    assert [error for error, _, _ in errors(FK3221, {**COMPLETE, question: "x" * 4001})] == ["TEXT_TOO_LONG"]


def test_a_later_diagnosis_needs_the_ones_above() -> None:
    rows = COMPLETE["58"]
    without = {"code": "", "text": ""}

    assert errors(FK3221, changed(q58=[without, *rows[1:]])) == [("DIAG_FIRST_ROW", "KAT_3", "huvuddiagnos")]
    assert errors(FK3221, changed(q58=[rows[0], without, *rows[2:]])) == [
        ("DIAG_CODE_MISSING", "KAT_3", "diagnos2"),
        ("DIAG_TEXT_MISSING", "KAT_3", "diagnos2"),
    ]


def test_the_prognosis_travels_as_its_second_sub_answer() -> None:
    prognosis = next(one for one in svar_of(FK3221, SHORT, today=TODAY, find=find) if one.id == "39")

    assert prognosis.text("39.2") == "Oförändrat."


def test_prefill_reads_an_older_code_of_documents() -> None:
    filled = engine.prefill(
        FK3221,
        forifyllnad(
            svar("3", ("3.1", "true")),
            svar("4", ("4.1", cv("SYNHABILITERING", "KV_FKMU_0005")), ("4.2", "2025-12-01"), ("4.3", "Syncentralen")),
        ),
        today=TODAY,
        find=find,
    )

    assert filled.answers["4"][0] == {"type": "SYNHABILITERINGEN", "date": "2025-12-01", "source": "Syncentralen"}


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (svar("39", ("39.1", "Oförändrat")), "INVALID_SUB_ANSWER_ID"),
        (svar("2", ("2.1", "2026-01-01")), "ANSWER_NOT_FOUND"),
        (svar("3", ("3.1", "ja")), "INVALID_BOOLEAN_VALUE"),
        (svar("4", ("4.1", cv("AUDIONOM", "KV_FKMU_0005")), ("4.2", "2025-12-01"), ("4.3", "X")), "INVALID_FORMAT"),
        (svar("58", ("58.1", "Okänd"), ("58.2", cv("X999", "1.2.3"))), "INVALID_FORMAT"),
    ],
)
def test_prefill_leaves_out_what_it_does_not_understand(given: etree._Element, code: str) -> None:
    result = engine.prefill(FK3221, forifyllnad(given), today=TODAY, find=find)

    assert set(result.answers) == {"funktionsnedsattning"}
    assert code in {entry.code.value for entry in result.log}


def test_renewal_keeps_all_but_the_basis() -> None:
    carried = engine.carried_for_renewal(FK3221, COMPLETE, same_unit=True)

    assert set(COMPLETE) - set(carried) == {"1", "1.3", "1.4"}


def test_the_diagnosis_code_is_named_by_the_clinician() -> None:
    intyg = body(Example("fk3221", ("1.0",), SHORT), FK3221)

    names = intyg.xpath("//*[local-name()='displayName'][../*[local-name()='code']='H919']/text()")
    systems = intyg.xpath("//*[local-name()='codeSystem'][../*[local-name()='code']='H919']/text()")
    assert (names, systems) == (["Nedsatt hörsel"], ["1.2.752.116.1.1.1"])
