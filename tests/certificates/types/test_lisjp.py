"""What is special for FK 7804 version 1 (spec/certificate-types/lisjp.yaml)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.questions.svar import Text
from certificates.types import registry
from certificates.types.fk7804 import FK7804
from certificates.types.lisjp import TYPES
from tests.certificates.engine.world import SHARED, TODAY, Entry, needs_contracts, with_changes
from tests.certificates.engine.xml import cv, forifyllnad, period, svar
from tests.certificates.types.examples.lisjp import CARRIER, COMPLETE, NO_DIAGNOSIS, WITHOUT_EXAMINATION, diagnosis

LISJP = TYPES[0]
BASIS, LEVEL, PROGNOSIS, DAYS = "KV_FKMU_0001", "KV_FKMU_0003", "KV_FKMU_0006", "KV_FKMU_0007"
ICD, KSH = "1.2.752.116.1.1.1.1.3", "1.2.752.116.1.3.1.4.1"
SAMPLES = SHARED / "contracts/samples/from-public-repos/create-draft-certificate/v3-lisjp-prefill"


def find(code_system: str, code: str) -> Entry | None:
    return Entry(code, f"Diagnos {code}")


def answers(**changes: Any) -> dict[str, Any]:
    return with_changes(COMPLETE, changes)


def errors(given: dict[str, Any]) -> list[tuple[str, str, str]]:
    result = engine.validate(LISJP, given, today=TODAY, find=find)
    return [(e.question_id, e.type, e.field) for e in result.errors]


def visible(given: dict[str, Any]) -> frozenset[str]:
    return engine.visible_ids(LISJP, given, today=TODAY)


def settled(given: dict[str, Any]) -> dict[str, Any]:
    return engine.with_consequences(LISJP, given, today=TODAY)


def sent(given: dict[str, Any]) -> dict[str, list[tuple[str, ...]]]:
    """Ids of the sub-answers of each svar."""
    found: dict[str, list[tuple[str, ...]]] = {}
    for one in svar_of(LISJP, given, today=TODAY, find=find):
        found.setdefault(one.id, []).append(tuple(d.id for d in one.delsvar))
    return found


def text_of(given: dict[str, Any], delsvar_id: str) -> str:
    contents = (one.get(delsvar_id) for one in svar_of(LISJP, given, today=TODAY, find=find))
    return next(c.value for c in contents if isinstance(c, Text))


def fill(*elements: etree._Element) -> engine.PrefillResult:
    return engine.prefill(LISJP, forifyllnad(*elements), today=TODAY, find=find)


# --- what is asked ----------------------------------------------------------------------------------------------------


def test_an_empty_draft_lacks_what_is_always_asked() -> None:
    assert errors({}) == [
        ("1", "EMPTY", "baseratPa"),
        ("28", "EMPTY", "sysselsattning"),
        ("6", "EMPTY", "diagnoser[0].row"),
        ("35", "EMPTY", "funktionsnedsattning"),
        ("17", "EMPTY", "aktivitetsbegransning"),
        ("32", "EMPTY", "sjukskrivningar"),
        ("39", "EMPTY", "prognos"),
        ("40", "EMPTY", "arbetslivsinriktadeAtgarder"),
        *(
            ("vardenhet", "EMPTY", f"grunddata.skapadAv.vardenhet.{part}")
            for part in ("postadress", "postnummer", "postort", "telefonnummer")
        ),
    ]


def test_smittbararpenning_leaves_diagnosis_periods_and_further_information() -> None:
    assert {q for q in visible(CARRIER) if q.isdecimal()} == {"27", "6", "32", "25"}


def test_no_working_hours_are_asked_for_with_smittbararpenning() -> None:
    assert "33" not in visible(CARRIER)
    assert "33" in visible(with_changes(CARRIER, {"27": False}))


@pytest.mark.parametrize(
    ("sources", "is_asked"),
    [
        ({}, False),
        ({"TELEFONKONTAKT": "2026-01-05"}, True),
        ({"JOURNALUPPGIFTER": "2026-01-05"}, True),
        ({"ANNAT": "2026-01-05"}, True),
        ({"UNDERSOKNING": "2026-01-05", "ANNAT": "2026-01-05"}, False),
    ],
)
def test_a_motivation_is_asked_for_without_an_examination(sources: dict[str, str], is_asked: bool) -> None:
    assert ("1.2-motivering" in visible({"1": sources})) is is_asked


@pytest.mark.parametrize(("start", "is_asked"), [("2026-01-09", False), ("2026-01-08", True), ("2025-12-01", True)])
def test_an_early_start_is_asked_about_from_the_seventh_day(start: str, is_asked: bool) -> None:
    periods = {"HELT_NEDSATT": {"from": start, "to": "2026-01-20"}}

    assert ("32.1-motivering" in visible({"32": periods})) is is_asked


def test_the_motivations_may_be_left_out() -> None:
    assert errors(with_changes(WITHOUT_EXAMINATION, {"1.2-motivering": None, "32.1-motivering": None})) == []


def test_a_date_of_the_basis_may_not_lie_ahead() -> None:
    assert errors(answers(q1={"UNDERSOKNING": "2026-01-16"}, q1_3=None)) == [("1", "OTHER", "undersokningAvPatienten")]


def test_time_to_return_is_locked_and_emptied_with_another_prognosis() -> None:
    given = answers(q39="PROGNOS_OKLAR")

    assert engine.Facts(LISJP, given, TODAY).is_disabled("39.3")
    assert "39.3" not in settled(given)
    assert errors(settled(given)) == []


def test_time_to_return_is_needed_with_its_prognosis() -> None:
    assert errors(answers(q39_3=None)) == [("39.3", "EMPTY", "prognos.dagarTillArbete")]


def test_no_measure_can_stand_beside_inte_aktuellt() -> None:
    assert errors(answers(q40=["EJ_AKTUELLT", "HJALPMEDEL"])) == [
        ("40", "INCORRECT_COMBINATION", "arbetslivsinriktadeAtgarder")
    ]


def test_what_a_hidden_question_held_is_not_kept() -> None:
    given = answers(q1={"UNDERSOKNING": "2026-01-05"}, q28=["STUDIER"], q33=False, q40=["EJ_AKTUELLT"], q26=False)

    assert {"1.3", "29", "33.2", "44", "26.2"}.isdisjoint(settled(given))


def test_full_sick_leave_keeps_no_answer_about_working_hours() -> None:
    full = {"HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"}}

    assert {"33", "33.2"}.isdisjoint(settled(answers(q32=full)))


@pytest.mark.parametrize("question", ["1.3", "19", "20", "37", "25", "26.2"])
def test_a_text_of_blanks_is_saved_as_no_answer(question: str) -> None:
    posted = engine.parse_element(LISJP, question, {f"e.{question}.text": " \n "}, answers=COMPLETE, find=find)

    assert posted.values == {question: None}


@pytest.mark.parametrize(
    ("row", "type_", "field"),
    [
        (diagnosis("F43", "Stress"), "INVALID_FORMAT", "diagnoskod"),
        (diagnosis("Z73", "Problem"), "INVALID_FORMAT", "diagnoskod"),
        (diagnosis("M5", "Rygg"), "INVALID_FORMAT", "diagnoskod"),
        (diagnosis("M54500", "Rygg"), "INVALID_FORMAT", "diagnoskod"),
        (diagnosis("M545", ""), "EMPTY", "diagnosbeskrivning"),
        (diagnosis("", "Rygg"), "EMPTY", "diagnoskod"),
    ],
)
def test_a_diagnosis_is_refused_by_the_rules_of_the_older_engine(row: dict[str, str], type_: str, field: str) -> None:
    assert errors(answers(q6=[row, NO_DIAGNOSIS, NO_DIAGNOSIS])) == [("6", type_, f"diagnoser[0].{field}")]


# --- what is sent -----------------------------------------------------------------------------------------------------


def test_the_motivations_travel_in_front_of_further_information() -> None:
    given = with_changes(WITHOUT_EXAMINATION, {"25": "Inget mer."})

    assert text_of(given, "25.1") == (
        "Motivering till att underlaget inte bygger på undersökning: Patienten kunde inte komma.\n"
        "Orsak till att sjukskrivningen börjar mer än 7 dagar tillbaka: Besöket blev försenat.\n"
        "Inget mer."
    )


def test_further_information_may_be_a_motivation_alone() -> None:
    given = with_changes(WITHOUT_EXAMINATION, {"32.1-motivering": None})

    assert text_of(given, "25.1").endswith(": Patienten kunde inte komma.")


def test_working_hours_are_sent_without_reason_when_the_answer_is_no() -> None:
    assert sent(settled(answers(q33=False)))["33"] == [("33.1",)]


def test_a_row_with_an_invalid_code_is_not_sent() -> None:
    rows = [diagnosis("M545", "Rygg"), diagnosis("F43", "Stress"), diagnosis("J22", "Luftvägar")]

    assert sent(answers(q6=rows))["6"] == [("6.1", "6.2", "6.3", "6.4")]


# --- renewal ----------------------------------------------------------------------------------------------------------


def test_renewal_clears_what_the_specification_says() -> None:
    assert LISJP.renewal_cleared == {
        "1", "1.3", "1.2-motivering", "26", "26.2", "32", "32.1-motivering", "33", "33.2", "39", "39.3",
    }  # fmt: skip


def test_a_renewal_into_fk7804_takes_what_both_forms_ask() -> None:
    written = svar_of(LISJP, COMPLETE, today=TODAY, find=find)

    read = engine.answers_from_svar(FK7804, written, today=TODAY, find=find)
    renewed = engine.carried_for_renewal(FK7804, read.answers, same_unit=True)

    assert renewed == {
        "28": COMPLETE["28"],
        "29": COMPLETE["29"],
        "6": [
            {"code": "F438A", "text": "Utmattningssyndrom"},
            {"code": "M545", "text": "Ont i ryggen"},
            {"code": "", "text": ""},
        ],
        "35": {
            "terms": [],
            "text": "Nedsatta funktioner:\nSömnfunktioner - Uppmärksamhet\n\nUttalad trötthet.",
        },
        "17": COMPLETE["17"],
        "19": COMPLETE["19"],
        "37": COMPLETE["37"],
        "34": True,
        "33": True,
        "33.2": COMPLETE["33.2"],
        "44": COMPLETE["44"],
        "25": COMPLETE["25"],
    }
    assert {(e.code.value, e.svar_id) for e in read.log} == {
        ("INVALID_FORMAT", "1"),
        ("ANSWER_NOT_FOUND", "20"),
        ("INVALID_FORMAT", "39"),
        ("INVALID_SUB_ANSWER_ID", "39"),
        ("ANSWER_NOT_FOUND", "40"),
    }


def test_a_renewal_into_fk7804_has_no_diagnosis_of_ksh97() -> None:
    written = svar_of(LISJP, WITHOUT_EXAMINATION, today=TODAY, find=find)

    assert "6" not in engine.answers_from_svar(FK7804, written, today=TODAY, find=find).answers


# --- prefill ----------------------------------------------------------------------------------------------------------


def sample(name: str) -> engine.PrefillResult:
    element = next(etree.parse(str(Path(SAMPLES, name))).getroot().iter("{*}forifyllnad"))
    return engine.prefill(LISJP, element, today=TODAY, find=find)


@needs_contracts
def test_the_published_example_fills_every_question_that_prefill_may() -> None:
    result = sample("lisjp-full.xml")

    assert result.log == ()
    assert set(result.answers) == {
        q.id for q in LISJP.questions() if q.is_sent or q.id in {"1", "6", "32"}
    } - {"vardenhet"}  # fmt: skip
    assert result.answers["6"][0] == diagnosis("J22", "Icke specificerad akut infektion i nedre luftvägarna")
    assert result.answers["39.3"] == "NITTIO_DGR"
    assert len(result.answers["32"]) == 4


@needs_contracts
def test_of_published_doubles_the_first_counts() -> None:
    assert sample("lisjp-duplicated-values.xml").answers == sample("lisjp-full.xml").answers


@needs_contracts
def test_a_published_diagnosis_without_description_gets_that_of_the_register() -> None:
    rows = sample("lisjp-defaulting-diagnose-beskrivning.xml").answers["6"]

    assert all(row["text"] for row in rows if row["code"])


@needs_contracts
def test_a_published_diagnosis_of_another_code_system_is_left_out() -> None:
    result = sample("lisjp-ignored-diagnose-code.xml")

    assert [(e.code.value, e.svar_id) for e in result.log] == [("INVALID_FORMAT", "6")]


def test_of_a_doubled_answer_the_first_counts() -> None:
    result = fill(svar("19", ("19.1", "a")), svar("19", ("19.1", "b")), svar("20", ("20.1", "c"), ("20.1", "d")))

    assert result.answers == {"19": "a", "20": "c"}
    assert [(e.code.value, e.svar_id) for e in result.log] == [
        ("WRONG_NUMBER_OF_ANSWERS", "19"),
        ("WRONG_NUMBER_OF_ANSWERS", "20"),
    ]


@pytest.mark.parametrize("question", ["19", "35", "17", "25", "37", "44", "29"])
def test_a_text_over_4000_characters_is_left_out(question: str) -> None:
    longest, longer = (svar(question, (f"{question}.1", "x" * n)) for n in (4000, 4001))

    assert set(fill(longest).answers) == {question}
    assert fill(longer).answers == {}
    assert [(e.code.value, e.svar_id) for e in fill(longer).log] == [("INVALID_FORMAT", question)]


@pytest.mark.parametrize(
    ("element", "code"),
    [
        (svar("99", ("99.1", "a")), "ANSWER_NOT_FOUND"),
        (svar("19", ("19.7", "a")), "INVALID_SUB_ANSWER_ID"),
        (svar("27", ("27.1", "ja")), "INVALID_BOOLEAN_VALUE"),
        (svar("39", ("39.1", cv("OKAND", PROGNOSIS))), "INVALID_FORMAT"),
        (svar("39", ("39.3", cv("NITTIO_DGR", PROGNOSIS))), "INVALID_FORMAT"),
        (svar("1", ("1.1", cv("ANNAT", LEVEL))), "INVALID_FORMAT"),
        (svar("1", ("1.1", cv("ANNAT", BASIS)), ("1.2", "2026-02-30")), "INVALID_FORMAT"),
        (svar("6", ("6.1", "Rygg"), ("6.2", cv("M54-", KSH))), "INVALID_FORMAT"),
        (svar("32", ("32.1", cv("HALFTEN", LEVEL)), ("32.2", period("igår", ""))), "INVALID_FORMAT"),
    ],
)
def test_a_bad_answer_is_skipped_and_noted(element: etree._Element, code: str) -> None:
    result = fill(element)

    assert result.answers == {}
    assert code in [e.code.value for e in result.log]


def test_a_description_that_is_too_long_gives_way_to_that_of_the_register() -> None:
    result = fill(svar("6", ("6.1", "x" * 82), ("6.2", cv("M545", ICD))))

    assert result.answers["6"][0] == diagnosis("M545", "Diagnos M545")
    assert [(e.code.value, e.delsvar_id) for e in result.log] == [("INVALID_FORMAT", "6.1")]


def test_a_basis_without_a_date_is_of_today() -> None:
    assert fill(svar("1", ("1.1", cv("ANNAT", BASIS)))).answers == {"1": {"ANNAT": "2026-01-15"}}


def test_a_period_row_without_dates_starts_today() -> None:
    assert fill(svar("32", ("32.1", cv("HALFTEN", LEVEL)))).answers == {
        "32": {"HALFTEN": {"from": "2026-01-15", "to": ""}}
    }


# --- lists and registers ----------------------------------------------------------------------------------------------


def test_the_summary_is_the_first_and_last_day() -> None:
    found = engine.summary(LISJP, COMPLETE, signed_on=TODAY)

    assert found == engine.Summary("Gäller intygsperiod", "2026-01-15 - 2026-02-11")


def test_the_register_hears_of_the_sick_leave_unless_it_is_smittbararpenning() -> None:
    found = engine.sick_leave(LISJP, COMPLETE, today=TODAY)

    assert found is not None
    assert found.diagnoses == ("F438A", "M545")
    assert [p.percent for p in found.periods] == [100, 50]
    assert found.occupations == ("NUVARANDE_ARBETE", "STUDIER")
    assert engine.sick_leave(LISJP, CARRIER, today=TODAY) is None


def test_the_text_versions_differ_in_version_day_and_revision_only() -> None:
    assert [(t.version, t.active_from, t.form_revision) for t in registry.by_id("lisjp")] == [
        ("1.3", dt.date(2022, 2, 1), "005 F 001"),
        ("1.2", dt.date(2021, 3, 22), "003 F 001"),
        ("1.1", dt.date(2020, 2, 17), "003 F 001"),
        ("1.0", dt.date(2016, 10, 25), "001 F 001"),
    ]
    assert {id(t.sections) for t in TYPES} == {id(LISJP.sections)}
