"""Förifyllnad of a model type (spec/certificate-types README 9)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from certificates.engine import PrefillResult, prefill
from certificates.engine.prefill import PrefillLogEntry
from certificates.questions.base import PrefillCode
from certificates.questions.message import Message
from certificates.types.fk7804 import FK7804
from tests.certificates.engine.world import SHARED, TODAY, find, needs_contracts, tiny_type
from tests.certificates.engine.xml import cv, forifyllnad, period, svar

BASIS, OCCUPATION, LEVEL, PROGNOSIS = "KV_FKMU_0001", "KV_FKMU_0002", "KV_FKMU_0003", "KV_FKMU_0006"
ICD = "1.2.752.116.1.1.1"


def fill(*elements: etree._Element) -> PrefillResult:
    return prefill(FK7804, forifyllnad(*elements), today=TODAY, find=find)


def log(*elements: etree._Element) -> list[tuple[str, str, str]]:
    return [(e.code.value, e.svar_id, e.delsvar_id) for e in fill(*elements).log]


@needs_contracts
def test_the_published_example_fills_every_question() -> None:
    path = SHARED / "contracts/samples/from-public-repos/forifyllnad-by-type/FK7804_V2.xml"

    result = prefill(FK7804, etree.parse(str(path)).getroot(), today=TODAY, find=find)

    assert result.log == ()
    assert result.answers == {
        "27": False,
        "1": {"FYSISKUNDERSOKNING": "2025-06-27", "JOURNALUPPGIFTER": "2025-06-27", "ANNAT": "2025-06-27"},
        "1.3": "Annat underlag beskrivning",
        "28": ["NUVARANDE_ARBETE"],
        "29": "Yrke och arbetsuppgifter text",
        "6": [
            {"code": "A78", "text": "Q-feber"},
            {"code": "A25", "text": "Råttbettsfeber"},
            {"code": "", "text": ""},
        ],
        "35": {"terms": [], "text": "Funktionsnedsättning text"},
        "17": {"terms": [], "text": "Aktivitetsbegränsning text"},
        "19": "Medicinsk behandling text",
        "32": {"TRE_FJARDEDEL": {"from": "2025-07-04", "to": "2025-07-10"}},
        "37": "Arbetsförmåga längre än beslutsstöd text",
        "34": True,
        "33": True,
        "33.2": "Medicinska skäl för svarare återgång text",
        "39": "STOR_SANNOLIKHET",
        "44": "Åtgärder som kan främja återgången i arbete text",
        "25": "Övriga upplysningar text",
        "26": True,
        "26.2": "Ange varför du vill ha kontakt text",
    }


@needs_contracts
def test_svar_of_the_older_type_fill_what_both_have_in_common() -> None:
    path = SHARED / "contracts/samples/from-public-repos/register-certificate/lisjp-v1/lisjp.xml"
    (intyg,) = etree.parse(str(path)).getroot().iter("{*}intyg")

    result = prefill(FK7804, intyg, today=TODAY, find=find)

    assert {entry.svar_id for entry in result.log if entry.code is PrefillCode.ANSWER_NOT_FOUND} <= {"20", "40"}
    assert {"28", "29", "17", "35"} <= set(result.answers)


def test_an_unknown_svar_is_logged() -> None:
    assert log(svar("99", ("99.1", "x"))) == [("ANSWER_NOT_FOUND", "99", "")]


def test_a_doubled_svar_is_left_out() -> None:
    result = fill(svar("25", ("25.1", "a")), svar("25", ("25.1", "b")))

    assert result.answers == {}
    assert result.log == (PrefillLogEntry(PrefillCode.WRONG_NUMBER_OF_ANSWERS, "25"),)


def test_a_svar_without_its_delsvar_is_left_out() -> None:
    assert log(svar("27")) == [("WRONG_NUMBER_OF_ANSWERS", "27", "27.1")]


@pytest.mark.parametrize("svar_id", ["27", "28", "1", "29", "35", "32", "33", "39", "6"])
def test_every_kind_tells_a_svar_without_content(svar_id: str) -> None:
    result = fill(svar(svar_id))

    assert result.answers == {}
    assert {entry.code for entry in result.log} == {PrefillCode.WRONG_NUMBER_OF_ANSWERS}


def test_an_unknown_delsvar_is_logged_and_the_rest_used() -> None:
    result = fill(svar("25", ("25.1", "a"), ("25.7", "b")))

    assert result.answers == {"25": "a"}
    assert log(svar("25", ("25.1", "a"), ("25.7", "b"))) == [("INVALID_SUB_ANSWER_ID", "25", "25.7")]


def test_a_doubled_delsvar_is_left_out() -> None:
    found = log(svar("25", ("25.1", "a"), ("25.1", "b")))

    assert found == [("WRONG_NUMBER_OF_ANSWERS", "25", "25.1")]


@pytest.mark.parametrize(
    ("text", "value"), [("true", True), ("false", False), ("1", True), ("0", False), (" true ", True)]
)
def test_booleans_are_read(text: str, value: bool) -> None:
    assert fill(svar("34", ("34.1", text))).answers == {"34": value}


@pytest.mark.parametrize("text", ["ja", "TRUE", ""])
def test_other_spellings_of_a_boolean_are_left_out(text: str) -> None:
    assert log(svar("34", ("34.1", text))) == [("INVALID_BOOLEAN_VALUE", "34", "34.1")]


@pytest.mark.parametrize("content", [cv("OKAND", OCCUPATION), cv("STUDIER", "KV_FKMU_0001"), "STUDIER"])
def test_a_code_needs_code_and_code_system(content: Any) -> None:
    assert log(svar("28", ("28.1", content))) == [("INVALID_FORMAT", "28", "28.1")]


def test_a_code_twice_counts_once() -> None:
    twice = [svar("28", ("28.1", cv("STUDIER", OCCUPATION))) for _ in range(2)]

    assert fill(*twice).answers == {"28": ["STUDIER"]}
    assert log(*twice) == [("WRONG_NUMBER_OF_ANSWERS", "28", "28.1")]


def test_an_unknown_prognosis_is_left_out() -> None:
    assert log(svar("39", ("39.1", cv("ATER_X_ANTAL_DGR", PROGNOSIS)))) == [("INVALID_FORMAT", "39", "39.1")]


def test_a_date_row_without_date_gets_today() -> None:
    assert fill(svar("1", ("1.1", cv("ANNAT", BASIS)))).answers == {"1": {"ANNAT": "2026-01-15"}}


def test_a_date_row_with_a_bad_date_is_left_out() -> None:
    result = fill(
        svar("1", ("1.1", cv("ANNAT", BASIS)), ("1.2", "igår")),
        svar("1", ("1.1", cv("TELEFONKONTAKT", BASIS)), ("1.2", "2026-01-02")),
    )

    assert result.answers == {"1": {"TELEFONKONTAKT": "2026-01-02"}}
    assert [e.code.value for e in result.log] == ["INVALID_FORMAT"]


def test_what_other_basis_there_was_is_read_from_its_own_instance() -> None:
    result = fill(svar("1", ("1.1", cv("ANNAT", BASIS)), ("1.2", "2026-01-02"), ("1.3", "Brev")))

    assert result.answers["1.3"] == "Brev"


def test_what_other_basis_there_was_is_refused_in_another_instance() -> None:
    misplaced = svar("1", ("1.1", cv("TELEFONKONTAKT", BASIS)), ("1.2", "2026-01-02"), ("1.3", "Brev"))

    assert "1.3" not in fill(misplaced).answers
    assert log(misplaced) == [("INVALID_SUB_ANSWER_ID", "1", "1.3")]


@pytest.mark.parametrize("missing", ["32.1", "32.2"])
def test_a_period_row_needs_both_delsvar(missing: str) -> None:
    parts = {"32.1": cv("HALFTEN", LEVEL), "32.2": period("2026-01-15", "2026-01-20")}
    row = svar("32", *((k, v) for k, v in parts.items() if k != missing))

    assert fill(row).answers == {}
    assert log(row) == [("WRONG_NUMBER_OF_ANSWERS", "32", missing)]


@pytest.mark.parametrize(
    ("parts", "delsvar"),
    [
        ({"32.1": cv("DELVIS", LEVEL), "32.2": period("2026-01-15", "2026-01-20")}, "32.1"),
        ({"32.1": cv("HALFTEN", "x"), "32.2": period("2026-01-15", "2026-01-20")}, "32.1"),
        ({"32.1": cv("HALFTEN", LEVEL), "32.2": period("igår", "2026-01-20")}, "32.2"),
        ({"32.1": cv("HALFTEN", LEVEL), "32.2": "2026-01-15"}, "32.2"),
    ],
)
def test_a_period_row_with_a_fault_is_left_out(parts: dict[str, Any], delsvar: str) -> None:
    assert log(svar("32", *parts.items())) == [("INVALID_FORMAT", "32", delsvar)]


def test_the_same_level_twice_counts_once() -> None:
    rows = [
        svar("32", ("32.1", cv("HALFTEN", LEVEL)), ("32.2", period(day, day))) for day in ("2026-01-15", "2026-01-16")
    ]

    assert fill(*rows).answers == {"32": {"HALFTEN": {"from": "2026-01-15", "to": "2026-01-15"}}}
    assert log(*rows) == [("WRONG_NUMBER_OF_ANSWERS", "32", "32.1")]


@pytest.mark.parametrize("system", ["1.2.752.116.1.1.1", "1.2.752.116.1.1.1.1.8", "1.2.752.116.1.1.1.1.3"])
def test_three_code_systems_of_diagnoses_are_read(system: str) -> None:
    result = fill(svar("6", ("6.1", "Min text"), ("6.2", cv("f43.8a", system))))

    assert result.answers["6"][0] == {"code": "F438A", "text": "Min text"}


def test_a_diagnosis_of_another_code_system_is_left_out() -> None:
    assert log(svar("6", ("6.2", cv("F438A", "1.2.752.116.1.3.1.4.1")))) == [("INVALID_FORMAT", "6", "6.2")]


def test_a_diagnosis_that_is_not_in_the_register_is_dropped() -> None:
    row = svar("6", ("6.1", "Okänd"), ("6.2", cv("Q999", ICD)), ("6.3", "Lumbago"), ("6.4", cv("M545", ICD)))

    assert fill(row).answers["6"][0] == {"code": "M545", "text": "Lumbago"}
    assert log(row) == [("INVALID_DIAGNOSIS_CODE", "6", "6.2")]


def test_a_missing_description_comes_from_the_register() -> None:
    assert fill(svar("6", ("6.2", cv("M545", ICD)))).answers["6"][0] == {"code": "M545", "text": "Lumbago"}


def test_a_fourth_diagnosis_is_no_sub_answer() -> None:
    assert log(svar("6", ("6.2", cv("M545", ICD)), ("6.8", cv("A78", ICD)))) == [("INVALID_SUB_ANSWER_ID", "6", "6.8")]


@pytest.mark.parametrize("text", ["tre", "1.5", ""])
def test_months_that_are_no_number_are_left_out(text: str) -> None:
    row = svar("39", ("39.1", cv("ATER_X_ANTAL_MANADER", PROGNOSIS)), ("39.4", text))

    assert fill(row).answers == {"39": "ATER_X_ANTAL_MANADER"}
    assert log(row) == [("INVALID_FORMAT", "39", "39.4")]


def test_a_text_with_elements_is_left_out() -> None:
    assert log(svar("25", ("25.1", cv("STUDIER", OCCUPATION)))) == [("INVALID_FORMAT", "25", "25.1")]


def test_the_whole_icf_text_becomes_free_text() -> None:
    text = "Nedsatta funktioner:\nSömn - Minne\n\nTrött."

    assert fill(svar("35", ("35.1", text))).answers == {"35": {"terms": [], "text": text}}


def test_unsupported_characters_are_removed() -> None:
    assert fill(svar("25", ("25.1", "a – b 😀"))).answers == {"25": "a  b "}


def test_a_text_too_long_is_kept_as_an_invalid_answer() -> None:
    assert len(fill(svar("25", ("25.1", "x" * 5000))).answers["25"]) == 5000


def test_a_kind_that_cannot_be_filled_is_logged() -> None:
    ctype = tiny_type(Message(id="7002", label="En upplysning"))

    result = prefill(ctype, forifyllnad(svar("7002", ("7002.1", "x"))), today=TODAY, find=find)

    assert result.log == (PrefillLogEntry(PrefillCode.MISSING_CONVERTER, "7002"),)


def test_when_reading_fails_the_draft_is_empty() -> None:
    def broken(code_system: str, code: str) -> None:
        raise ConnectionError

    element = forifyllnad(svar("25", ("25.1", "a")), svar("6", ("6.2", cv("M545", ICD))))

    result = prefill(FK7804, element, today=TODAY, find=broken)

    assert result == PrefillResult({}, (PrefillLogEntry(PrefillCode.TECHNICAL_ERROR),))


def test_no_svar_fill_nothing() -> None:
    assert fill() == PrefillResult({}, ())


def test_many_doubled_svar_are_read_in_reasonable_time() -> None:
    result = fill(*(svar(str(number), ("1.1", "x")) for number in range(100, 5100)))

    assert len(result.log) == 5000


IDS = st.sampled_from(["1", "6", "17", "25", "26", "27", "28", "32", "33", "35", "39", "99"])
CONTENT = st.one_of(
    st.text(alphabet="aåÅ1 –:.-", max_size=10),
    st.sampled_from(["true", "2026-01-01", "12"]),
    st.tuples(
        st.just("cv"),
        st.sampled_from(["ANNAT", "HALFTEN", "STUDIER", "M545", "x"]),
        st.sampled_from([BASIS, LEVEL, ICD]),
    ),
    st.tuples(st.just("period"), st.sampled_from(["2026-01-01", "x", ""]), st.sampled_from(["2026-01-02", ""])),
)


@settings(max_examples=400, deadline=None)
@given(data=st.data())
def test_any_svar_give_answers_in_shape(data: st.DataObject) -> None:
    elements = []
    for svar_id in data.draw(st.lists(IDS, max_size=6)):
        numbers = data.draw(st.lists(st.integers(1, 7), max_size=4))
        elements.append(svar(svar_id, *((f"{svar_id}.{n}", data.draw(CONTENT)) for n in numbers)))

    result = fill(*elements)

    assert PrefillCode.TECHNICAL_ERROR not in {entry.code for entry in result.log}
    for question_id, value in result.answers.items():
        question = FK7804.question(question_id)
        assert question.tidy(value) == value
