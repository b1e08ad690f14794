"""Rules over several answers, and questions that write the same sub-answer."""

from __future__ import annotations

from typing import Any

from certificates.engine import validate
from certificates.engine.answers import situation
from certificates.engine.svar import read, svar_of
from certificates.expressions import day, equals, later
from certificates.questions.date import Date
from certificates.questions.limits import TODAY as LAST
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.svar import Delsvar, Svar, Text
from certificates.questions.uncertain_date import UncertainDate
from certificates.types.base import CertificateType, CrossRule, FirstOf, Section
from tests.certificates.engine.world import TODAY, find, tiny_type

LIMITED = Section(
    id="LIMITED",
    heading="Datum",
    questions=(
        Date(id="1", label="Den ena"),
        Date(id="2", label="Den andra"),
        Date(id="3", label="Efter båda", latest=LAST),
    ),
    rules=(
        FirstOf(
            (
                CrossRule(question="3", when=later(day("1"), day("3")), text="Före den ena."),
                CrossRule(question="3", when=later(day("2"), day("3")), text="Före den andra."),
            )
        ),
    ),
)
VARIANTS = tiny_type(
    RadioBoolean(id="2.1", label="Säkert"),
    Date(id="2.2", label="Datum", visible_when=equals("2.1", True)),
    UncertainDate(id="2.2.1", label="Ungefär", sub_answer_id="2.2", visible_when=equals("2.1", False)),
)


def texts(ctype: CertificateType, answers: dict[str, Any]) -> list[str]:
    found = validate(ctype, answers, today=TODAY, find=find).errors
    return [error.text for error in found if error.section_id == "LIMITED"]


def read_2(*delsvar: tuple[str, str]) -> tuple[dict[str, Any], list[str]]:
    svar = Svar("2", tuple(Delsvar(id_, Text(text)) for id_, text in delsvar))
    reading = read(VARIANTS, [svar], situation(TODAY, find))
    return reading.answers, [f"{fault.code} {fault.delsvar_id}" for fault in reading.faults]


def test_of_several_rules_only_the_first_that_finds_something_is_told() -> None:
    ctype = tiny_type(sections=(LIMITED,))

    assert texts(ctype, {"1": "2026-01-03", "2": "2026-01-03", "3": "2026-01-02"}) == ["Före den ena."]
    assert texts(ctype, {"1": "2026-01-01", "2": "2026-01-03", "3": "2026-01-02"}) == ["Före den andra."]
    assert texts(ctype, {"1": "2026-01-01", "2": "2026-01-01", "3": "2026-01-02"}) == []


def test_such_a_rule_is_silent_about_an_answer_that_is_faulty_already() -> None:
    ctype = tiny_type(sections=(LIMITED,))

    assert texts(ctype, {"1": "2026-01-20", "3": "2026-01-16"}) == ["Datumet får inte vara senare än 2026-01-15."]


def test_of_two_questions_with_one_sub_answer_the_shown_one_is_read() -> None:
    assert read_2(("2.1", "true"), ("2.2", "2026-01-10")) == ({"2.1": True, "2.2": "2026-01-10"}, [])
    assert read_2(("2.1", "false"), ("2.2", "2026-01-00")) == (
        {"2.1": False, "2.2.1": {"year": "2026", "month": "01"}},
        [],
    )


def test_the_shown_one_refuses_what_only_the_other_could_read() -> None:
    assert read_2(("2.1", "true"), ("2.2", "2026-01-00")) == ({"2.1": True}, ["INVALID_FORMAT 2.2"])
    assert read_2(("2.1", "false"), ("2.2", "2026-13-00")) == ({"2.1": False}, ["INVALID_FORMAT 2.2"])


def test_while_neither_is_shown_the_sub_answer_is_left_out() -> None:
    assert read_2(("2.2", "2026-01-10")) == ({}, ["INVALID_SUB_ANSWER_ID 2.2"])


def test_only_the_shown_one_is_written() -> None:
    both = {"2.2": "2026-01-10", "2.2.1": {"year": "2026", "month": "01"}}

    written = [svar_of(VARIANTS, {"2.1": is_certain, **both}, today=TODAY) for is_certain in (True, False)]

    assert [svar.text("2.2") for (svar,) in written] == ["2026-01-10", "2026-01-00"]
