"""What is special for FK 7800, 7801 and 7802 (spec/certificate-types luse.yaml, luae_na.yaml, luae_fs.yaml)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.types import registry
from certificates.types.base import CertificateType
from certificates.types.luae_fs import TYPES as LUAE_FS
from certificates.types.luae_na import TYPES as LUAE_NA
from certificates.types.luse import TYPES as LUSE
from tests.certificates.engine.world import TODAY, Entry, with_changes
from tests.certificates.types.examples import luae_fs, luae_na, luse
from tests.certificates.types.examples.luse import investigation

COMPLETE = {"luse": luse.COMPLETE, "luae_na": luae_na.COMPLETE, "luae_fs": luae_fs.COMPLETE}
BARE = {"luse": luse.BARE, "luae_na": luae_na.BARE, "luae_fs": luae_fs.BARE}
every = pytest.mark.parametrize("ctype", [LUSE[0], LUAE_NA[0], LUAE_FS[0]], ids=lambda t: t.type_id)
about_work = pytest.mark.parametrize("ctype", [LUSE[0], LUAE_NA[0]], ids=lambda t: t.type_id)


def find(code_system: str, code: str) -> Entry | None:
    return Entry(code, f"Diagnos {code}")


def complete(ctype: CertificateType, **changes: Any) -> dict[str, Any]:
    return with_changes(COMPLETE[ctype.type_id], changes)


def errors(ctype: CertificateType, given: dict[str, Any]) -> list[tuple[str, str, str]]:
    result = engine.validate(ctype, given, today=TODAY, find=find)
    return [(e.question_id, e.type, e.field) for e in result.errors]


def settled(ctype: CertificateType, given: dict[str, Any]) -> dict[str, Any]:
    return engine.with_consequences(ctype, given, today=TODAY)


def further(ctype: CertificateType, given: dict[str, Any]) -> str:
    return next(s.text("25.1") for s in svar_of(ctype, given, today=TODAY, find=find) if s.id == "25")


# --- the basis --------------------------------------------------------------------------------------------------------


@every
@pytest.mark.parametrize(
    ("sources", "is_asked"),
    [
        ({}, False),
        ({"ANHORIG": "2026-01-05"}, True),
        ({"JOURNALUPPGIFTER": "2026-01-05"}, True),
        ({"ANNAT": "2026-01-05"}, True),
        ({"UNDERSOKNING": "2026-01-05", "ANHORIG": "2026-01-05"}, False),
    ],
)
def test_a_motivation_is_asked_for_without_an_examination(
    ctype: CertificateType, sources: dict[str, str], is_asked: bool
) -> None:
    assert engine.is_visible(ctype, {"1": sources}, "1.4", today=TODAY) is is_asked


@every
def test_the_motivation_travels_in_front_of_further_information(ctype: CertificateType) -> None:
    lead = "Motivering till att utlåtandet inte bygger på undersökning: Patienten kunde inte komma."

    assert further(ctype, BARE[ctype.type_id]) == lead
    assert further(ctype, {**BARE[ctype.type_id], "25": "Inget mer."}) == f"{lead}\nInget mer."


@every
@pytest.mark.parametrize("source", ["UNDERSOKNING", "ANHORIG"])
def test_the_doctor_can_not_know_the_patient_since_after_the_basis(ctype: CertificateType, source: str) -> None:
    sources = {source: "2026-01-05", "JOURNALUPPGIFTER": "2020-01-01"}
    same_day, later = (complete(ctype, q1=sources, q1_3=None, q2=day) for day in ("2026-01-05", "2026-01-06"))

    assert errors(ctype, settled(ctype, same_day)) == []
    assert errors(ctype, settled(ctype, later)) == [("2", "OTHER", "kannedomOmPatient")]


@every
def test_other_sources_may_be_older_than_the_acquaintance(ctype: CertificateType) -> None:
    sources = {"JOURNALUPPGIFTER": "2020-01-01", "ANNAT": "2020-01-01"}

    assert errors(ctype, settled(ctype, complete(ctype, q1=sources, q2="2026-01-10"))) == []


@every
def test_no_date_may_lie_ahead(ctype: CertificateType) -> None:
    rows = [investigation("LOGOPED", "2026-01-16", "Kliniken"), investigation(), investigation()]
    given = complete(ctype, q1={"JOURNALUPPGIFTER": "2026-01-16"}, q1_3=None, q2="2026-01-16", q4=rows)

    assert errors(ctype, given) == [
        ("1", "OTHER", "journaluppgifter"),
        ("2", "OTHER", "kannedomOmPatient"),
        ("4", "OTHER", "underlag[0].datum"),
    ]


@every
def test_investigations_are_asked_for_after_a_yes(ctype: CertificateType) -> None:
    assert errors(ctype, complete(ctype, q4=None)) == [("4", "EMPTY", "underlag")]
    assert "4" not in settled(ctype, complete(ctype, q3=False))


@every
def test_each_missing_part_of_an_investigation_is_told(ctype: CertificateType) -> None:
    rows = [investigation("LOGOPED", "", "Kliniken"), investigation("", "2024-01-01"), investigation()]

    assert errors(ctype, complete(ctype, q4=rows)) == [
        ("4", "EMPTY", "underlag[0].datum"),
        ("4", "EMPTY", "underlag[1].typ"),
        ("4", "EMPTY", "underlag[1].hamtasFran"),
    ]


@every
def test_the_first_investigation_is_not_left_empty(ctype: CertificateType) -> None:
    rows = [investigation(), investigation("LOGOPED", "2024-01-01", "Kliniken"), investigation()]

    assert errors(ctype, complete(ctype, q4=rows)) == [("4", "INCORRECT_COMBINATION", "underlag[0]")]


@pytest.mark.parametrize(
    ("ctype", "unknown"),
    [(LUSE[0], {"SKOLHALSOVARD"}), (LUAE_NA[0], set()), (LUAE_FS[0], {"FORETAGSHALSOVARD"})],
    ids=["luse", "luae_na", "luae_fs"],
)
def test_each_form_knows_its_own_kinds_of_investigations(ctype: CertificateType, unknown: set[str]) -> None:
    rows = [{"type": code, "date": "", "source": ""} for code in ("SKOLHALSOVARD", "FORETAGSHALSOVARD")]

    kept = {row["type"] for row in engine.tidied(ctype, {"4": rows})["4"]} - {""}

    assert kept == {"SKOLHALSOVARD", "FORETAGSHALSOVARD"} - unknown


# --- the rest of the form ---------------------------------------------------------------------------------------------


@about_work
def test_one_impairment_is_enough_and_needed(ctype: CertificateType) -> None:
    none = with_changes(BARE[ctype.type_id], {"13": None})

    assert errors(ctype, none) == [("8", "EMPTY", "funktionsnedsattning")]
    assert errors(ctype, {**none, "14": "Trötthet."}) == []
    assert errors(ctype, {**none, "14": "  "}) == [("8", "EMPTY", "funktionsnedsattning")]


@about_work
def test_a_revised_diagnosis_is_named(ctype: CertificateType) -> None:
    assert errors(ctype, complete(ctype, q45_2=None)) == [("45.2", "EMPTY", "diagnosForNyBedomning")]
    assert "45.2" not in settled(ctype, complete(ctype, q45=False))


@every
def test_a_reason_for_contact_is_kept_with_its_box_only(ctype: CertificateType) -> None:
    assert errors(ctype, complete(ctype, q26_2=None)) == []
    assert "26.2" not in settled(ctype, complete(ctype, q26=False))


@every
@pytest.mark.parametrize("question", ["1.3", "25", "26.2"])
def test_a_text_of_blanks_is_saved_as_no_answer(ctype: CertificateType, question: str) -> None:
    posted = engine.parse_element(
        ctype, question, {f"e.{question}.text": " \n "}, answers=COMPLETE[ctype.type_id], find=find
    )

    assert posted.values == {question: None}


@every
def test_prefill_is_not_accepted(ctype: CertificateType) -> None:
    assert not ctype.flags.prefill


@every
def test_renewal_clears_nothing_but_takes_the_address_anew(ctype: CertificateType) -> None:
    given = COMPLETE[ctype.type_id]

    carried = engine.carried_for_renewal(ctype, given, same_unit=True)

    assert carried == {question: value for question, value in given.items() if question != ctype.unit_contact}


@every
def test_the_summary_is_the_first_diagnosis_in_words(ctype: CertificateType) -> None:
    found = engine.summary(ctype, COMPLETE[ctype.type_id], signed_on=TODAY)

    assert found == engine.Summary("Avser diagnos", "Utmattningssyndrom")


@every
def test_no_sick_leave_is_reported(ctype: CertificateType) -> None:
    assert engine.sick_leave(ctype, COMPLETE[ctype.type_id], today=TODAY) is None


def test_the_text_versions_have_their_days_and_revisions() -> None:
    days = {
        t: [(v.version, v.active_from, v.form_revision) for v in registry.by_id(t)]
        for t in ("luse", "luae_na", "luae_fs")
    }

    assert days == {
        "luse": [
            ("1.3", dt.date(2022, 9, 27), "007 F 001"),
            ("1.2", dt.date(2021, 2, 11), "006 F 001"),
            ("1.1", dt.date(2016, 12, 19), "002 F 001"),
            ("1.0", dt.date(2016, 9, 23), "001 F 001"),
        ],
        "luae_na": [
            ("1.2", dt.date(2022, 9, 27), "004 F 001"),
            ("1.1", dt.date(2021, 2, 11), "003 F 001"),
            ("1.0", dt.date(2016, 11, 29), "001 F 001"),
        ],
        "luae_fs": [
            ("1.1", dt.date(2021, 2, 11), "004 F 001"),
            ("1.0", dt.date(2016, 11, 29), "001 F 001"),
        ],
    }
