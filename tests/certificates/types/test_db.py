"""DB, and what DOI shares with it: what is shown when, what fills itself, and the rules over several answers."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from certificates import engine
from certificates.engine.answers import Facts
from certificates.print.document import print_document
from certificates.types.base import CertificateType
from certificates.types.db import DB
from certificates.types.doi import DOI
from tests.certificates.engine.world import certificate
from tests.certificates.types.examples.death import (
    CERTAIN,
    DB_COMPLETE,
    DB_POLICE,
    DB_UNCERTAIN,
    DOI_COMPLETE,
    DOI_PLAIN,
    DOI_UNCERTAIN,
)
from tests.certificates.types.forms import Answers, changed, errors, faults, settled, shown
from tests.certificates.types.test_every_type import TODAY
from webcert import clock

SKA_GORAS, GJORT = "UNDERSOKNING_SKA_GORAS", "UNDERSOKNING_GJORT_KORT_FORE_DODEN"
BORN = dt.date(2025, 12, 1)
both_types = pytest.mark.parametrize(
    ("ctype", "certain", "uncertain"),
    [(DB, DB_COMPLETE, DB_UNCERTAIN), (DOI, DOI_PLAIN, DOI_UNCERTAIN)],
    ids=["db", "doi"],
)


def is_locked(ctype: CertificateType, answers: Answers, question: str) -> bool:
    return Facts(ctype, answers, TODAY).is_disabled(question)


def test_a_new_draft_lacks_every_mandatory_answer() -> None:
    fields = [field for field, kind in faults(DB, {}) if kind == "EMPTY" and "vardenhet" not in field]

    assert fields == [
        "grunddata.patient.postadress", "grunddata.patient.postnummer", "grunddata.patient.postort",
        "1.1", "2.1", "3.1", "3.2", "4.1", "5.1", "6.1", "7.1",
    ]  # fmt: skip


@both_types
def test_a_certain_death_is_dated(ctype: CertificateType, certain: Answers, uncertain: Answers) -> None:
    assert shown(ctype, certain) & {"2.2", "2.2.1", "2.3"} == {"2.2"}
    assert shown(ctype, uncertain) & {"2.2", "2.2.1", "2.3"} == {"2.2.1", "2.3"}
    assert faults(ctype, changed(certain, q2_2=None)) == [("2.2", "EMPTY")]


@pytest.mark.parametrize(
    ("death", "kind"),
    [("2026-01-16", "OTHER"), ("1912-12-11", "OTHER"), ("2026-01-32", "INVALID_FORMAT"), ("i fjol", "INVALID_FORMAT")],
)
def test_death_lies_between_birth_and_today(death: str, kind: str) -> None:
    assert ("2.2", kind) in faults(DOI, changed(DOI_PLAIN, q2_2=death))


def test_death_may_be_the_day_of_birth_or_today() -> None:
    assert faults(DOI, changed(DOI_PLAIN, q2_2="2026-01-15")) == []
    assert faults(DOI, changed(DOI_PLAIN, q2_2="1912-12-12", q4=True)) == []


@both_types
def test_an_uncertain_death_has_a_year_a_month_and_a_day_when_found(
    ctype: CertificateType, certain: Answers, uncertain: Answers
) -> None:
    answers = changed(uncertain, q2_2_1=None, q2_3=None)

    assert faults(ctype, answers) == [("2.2.1.year", "EMPTY"), ("2.2.1.month", "EMPTY"), ("2.3", "EMPTY")]


def test_what_is_known_of_an_uncertain_death_is_not_after_today() -> None:
    answers = changed(DB_UNCERTAIN, q2_2_1={"year": "2026", "month": "02"})

    assert ("2.2.1", "OTHER") in faults(DB, answers)


@pytest.mark.parametrize(
    ("year", "month", "found", "expected"),
    [
        ("2025", "12", "2025-11-30", [("2.3", "INCORRECT_COMBINATION")]),
        ("2026", "00", "2025-12-31", [("2.3", "INCORRECT_COMBINATION")]),
        ("2026", "01", "2026-01-09", []),
        ("2025", "00", "2025-02-01", []),
        ("0000", "00", "1990-01-09", []),
    ],
)
def test_nobody_dies_after_the_month_of_being_found(
    year: str, month: str, found: str, expected: list[tuple[str, str]]
) -> None:
    answers = changed(DOI_UNCERTAIN, q2_2_1={"year": year, "month": month}, q2_3=found, q8=[{"text": "Okänd"}])

    assert faults(DOI, answers) == expected


@pytest.mark.parametrize("found", ["2026-01-16", "1912-12-11", "1899-12-31"])
def test_the_day_of_being_found_lies_between_birth_and_today(found: str) -> None:
    assert ("2.3", "OTHER") in faults(DB, changed(DB_UNCERTAIN, q2_3=found, q6="JA", q6_3=None))


def test_other_dates_go_when_the_death_becomes_certain_or_uncertain() -> None:
    mixed = {**CERTAIN, "2.2.1": {"year": "2026", "month": "01"}, "2.3": "2026-01-12"}

    assert settled(DB, mixed).keys() & {"2.2", "2.2.1", "2.3"} == {"2.2"}
    assert settled(DB, {**mixed, "2.1": False}).keys() & {"2.2", "2.2.1", "2.3"} == {"2.2.1", "2.3"}


def test_only_a_municipality_of_the_list_is_accepted() -> None:
    assert faults(DB, changed(DB_COMPLETE, q3_1="Atlantis")) == [("3.1", "INVALID_FORMAT")]


@both_types
@pytest.mark.parametrize(
    ("death", "is_child", "message"), [("2025-12-29", True, "4.1.1"), ("2025-12-30", False, "4.1.2")]
)
def test_a_child_of_28_days_at_most_is_told_by_the_dates(
    ctype: CertificateType, certain: Answers, uncertain: Answers, death: str, is_child: bool, message: str
) -> None:
    answers = settled(ctype, changed(certain, q2_2=death, q4=not is_child), birth=BORN)

    assert answers["4"] is is_child
    assert is_locked(ctype, answers, "4")
    facts = Facts(ctype, answers, TODAY, BORN)
    assert [m for m in ("4.1.1", "4.1.2") if facts.is_visible(m)] == [message]


@both_types
@pytest.mark.parametrize(("death", "is_child"), [("2025-12-29", False), ("2025-12-30", True)])
def test_a_child_cannot_be_told_otherwise_than_by_the_dates(
    ctype: CertificateType, certain: Answers, uncertain: Answers, death: str, is_child: bool
) -> None:
    found = faults(ctype, changed(certain, q2_2=death, q4=is_child), birth=BORN)

    assert ("4.1", "INCORRECT_COMBINATION") in found


@both_types
@pytest.mark.parametrize("is_child", [True, False])
def test_of_an_uncertain_death_the_user_says_whether_it_was_a_child(
    ctype: CertificateType, certain: Answers, uncertain: Answers, is_child: bool
) -> None:
    answers = settled(ctype, {**uncertain, "4": is_child}, birth=BORN)

    assert answers["4"] is is_child
    assert not is_locked(ctype, answers, "4")
    assert "4.1" not in [field for field, _ in faults(ctype, answers, birth=BORN)]


def test_without_a_date_of_birth_the_user_says_whether_it_was_a_child() -> None:
    assert engine.with_consequences(DB, {**DB_COMPLETE, "4": True}, birth=None, today=TODAY)["4"] is True


def test_an_implant_is_removed_or_not() -> None:
    assert faults(DB, changed(DB_COMPLETE, q5_2=None)) == [("5.2", "EMPTY")]
    assert "5.2" not in settled(DB, changed(DB_COMPLETE, q5=False))


@pytest.mark.parametrize(
    ("examined", "expected"),
    [
        (None, [("6.3", "EMPTY")]),
        ("2026-01-", [("6.3", "INVALID_FORMAT")]),
        ("2026-01-16", [("6.3", "INVALID_FORMAT")]),
        ("1899-12-31", [("6.3", "INVALID_FORMAT")]),
        ("2026-01-11", [("6.3", "INCORRECT_COMBINATION")]),
        ("2026-01-10", []),
        ("2025-12-13", []),
        ("2025-12-12", [("6.3", "INCORRECT_COMBINATION")]),
    ],
)
def test_the_body_was_examined_in_the_last_four_weeks_of_life(
    examined: str | None, expected: list[tuple[str, str]]
) -> None:
    assert faults(DB, changed(DB_COMPLETE, q6_3=examined)) == expected


@pytest.mark.parametrize(
    ("examined", "expected"),
    [
        ("2026-01-12", []),
        ("2026-01-13", [("6.3", "INCORRECT_COMBINATION")]),
        ("1990-01-01", []),
        ("1912-12-11", [("6.3", "OTHER")]),
    ],
)
def test_of_an_uncertain_death_the_examination_is_not_after_the_finding(
    examined: str, expected: list[tuple[str, str]]
) -> None:
    assert faults(DB, changed(DB_UNCERTAIN, q6_3=examined)) == expected


def test_each_fault_of_an_examination_says_what_is_wrong() -> None:
    texts = [
        errors(DB, changed(answers, q6_3=day))[0].text
        for answers, day in (
            (DB_COMPLETE, "2026-01-11"),
            (DB_COMPLETE, "2025-12-12"),
            (DB_UNCERTAIN, "2026-01-13"),
            (DB_UNCERTAIN, "1912-12-11"),
        )
    ]

    assert texts == [
        "Ange dödsdatumet eller ett tidigare datum.",
        "Undersökningen får ligga högst fyra veckor före dödsdatumet.",
        "Ange datumet för anträffad död eller ett tidigare datum.",
        "Datumet får inte vara före patientens födelse.",
    ]


def test_the_date_of_examination_goes_with_its_answer() -> None:
    assert "6.3" not in settled(DB, changed(DB_COMPLETE, q6="JA"))


def test_a_forensic_examination_fills_and_locks_the_police_report() -> None:
    answers = settled(DB, changed(DB_COMPLETE, q6=SKA_GORAS, q6_3=None, q7=False))

    assert answers["7"] is True
    assert is_locked(DB, answers, "7")
    assert not is_locked(DB, DB_COMPLETE, "7")
    assert shown(DB, answers) & {"7.1.1", "7.1.2"} == {"7.1.1", "7.1.2"}


def test_a_forensic_examination_demands_a_police_report() -> None:
    assert faults(DB, changed(DB_POLICE, q7=False)) == [("7.1", "INCORRECT_COMBINATION")]


def test_a_police_report_reminds_of_the_print() -> None:
    assert shown(DB, changed(DB_COMPLETE, q7=True)) & {"7.1.1", "7.1.2"} == {"7.1.2"}


@pytest.mark.parametrize(("code", "field"), [("9900", "postnummer"), ("990 021", "postnummer")])
def test_the_postal_code_of_the_deceased_has_five_digits(code: str, field: str) -> None:
    address: dict[str, Any] = {**CERTAIN["patient_address"], "postal_code": code}

    assert faults(DB, {**DB_COMPLETE, "patient_address": address}) == [(f"grunddata.patient.{field}", "INVALID_FORMAT")]


def test_nothing_is_renewed_and_nobody_handles_protected_persons() -> None:
    for ctype in (DB, DOI):
        assert not ctype.flags.renewable
        assert not ctype.flags.complementable
        assert ctype.protected_roles == frozenset()
    assert (DB.flags.for_deceased_patient, DOI.flags.for_deceased_patient) == (False, True)


def test_a_cause_of_death_can_be_made_of_a_death_certificate() -> None:
    assert DB.template_for == ("doi",)
    taken = dict(DOI.filled_from.questions)
    answers = {ours: DB_COMPLETE[theirs] for theirs, ours in taken.items() if theirs in DB_COMPLETE}

    assert {DB.question(theirs).kind for theirs in taken} == {DOI.question(ours).kind for ours in taken.values()}
    assert answers == {question: DOI_COMPLETE[question] for question in ("1", "2.1", "2.2", "3.1", "3.2", "4")}


def test_a_certificate_that_names_the_day_of_an_uncertain_death_is_kept_as_it_is() -> None:
    """Other systems write such ones (death-certificates.md 8)."""
    whole = {"year": "2026", "month": "01", "day": "11"}

    assert faults(DB, changed(DB_UNCERTAIN, q2_2_1=whole)) == []
    assert faults(DB, changed(DB_UNCERTAIN, q2_2_1={"year": "1912", "month": "12", "day": "11"})) == [
        ("2.2.1", "OTHER")
    ]


def test_the_print_of_a_form_without_a_number_goes_by_its_name() -> None:
    document = print_document(certificate(DB_COMPLETE, type_id="db", type_version="1.0"), printed_at=clock.now())

    assert document.form_line == "Dödsbevis - version 1.0 - Fastställd av Socialstyrelsen"
    assert document.title.startswith("Dödsbevis utkast")
