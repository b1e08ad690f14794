"""What a receiver accepts (spec/certificate-types README 12, fk7804 transport)."""

from __future__ import annotations

import datetime as dt
from copy import deepcopy
from typing import Any

import pytest
from lxml import etree

from certificates.receiver_rules import birth_date, check, check_rules
from certificates.transport import intyg_element
from certificates.types.fk7804 import FK7804
from certificates.types.receiver import BIRTH, DATE, ONCE, TODAY, NotAfter, ReceiverRules, Rule, singles
from rivta.namespaces import CERT, TYPES
from tests.certificates.engine.world import CARRIER, COMPLETE, certificate, complete, find, tiny_type
from tests.certificates.engine.xml import cv, period, svar
from webcert import clock

NS = {"c": CERT, "t": TYPES}
LEVEL, ICD = "KV_FKMU_0003", "1.2.752.116.1.1.1"


def sent(answers: dict[str, Any]) -> etree._Element:
    return intyg_element(certificate(answers), find=find)


def without(element: etree._Element, *paths: str) -> etree._Element:
    changed = deepcopy(element)
    for path in paths:
        for one in changed.findall(path, NS):
            one.getparent().remove(one)
    return changed


def plus(element: etree._Element, *more: etree._Element) -> etree._Element:
    changed = deepcopy(element)
    changed.extend(more)
    return changed


def with_text(element: etree._Element, path: str, text: str) -> etree._Element:
    changed = deepcopy(element)
    changed.find(path, NS).text = text
    return changed


def own(svar_id: str, *delsvar: tuple[str, Any], instans: int | None = None) -> etree._Element:
    return svar(svar_id, *delsvar, instans=instans, ns=CERT)


WHOLE = sent(complete(q27=False))


@pytest.mark.parametrize(
    "answers",
    [
        COMPLETE, CARRIER, complete(q27=False), complete(q39="PROGNOS_OKLAR", q39_2="Oklart"), complete(q33=False),
        complete(q26=False), complete(q28=["STUDIER"]),
        complete(q32={"HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"}}),
    ],
)  # fmt: skip
def test_what_the_form_lets_through_is_accepted(answers: dict[str, Any]) -> None:
    assert check(FK7804, sent(answers)) == []


def test_the_order_of_svar_does_not_matter() -> None:
    turned = deepcopy(WHOLE)
    for one in reversed(turned.findall("c:svar", NS)):
        turned.append(one)

    assert check(FK7804, turned) == []


@pytest.mark.parametrize("svar_id", ["6", "32"])
def test_diagnosis_and_periods_are_always_needed(svar_id: str) -> None:
    assert check(FK7804, without(WHOLE, f"c:svar[@id='{svar_id}']"))[0] == f"Svar {svar_id} saknas"


@pytest.mark.parametrize("svar_id", ["1", "35", "17", "39"])
def test_27_sent_as_false_asks_for_the_rest(svar_id: str) -> None:
    assert check(FK7804, without(WHOLE, f"c:svar[@id='{svar_id}']")) == [f"Svar {svar_id} saknas"]


@pytest.mark.parametrize("svar_id", ["1", "35", "17", "39"])
def test_without_27_the_rest_is_not_asked_for(svar_id: str) -> None:
    assert check(FK7804, without(WHOLE, "c:svar[@id='27']", f"c:svar[@id='{svar_id}']")) == []


def test_27_sent_as_zero_is_false_too() -> None:
    zero = with_text(without(WHOLE, "c:svar[@id='35']"), "c:svar[@id='27']/c:delsvar", "0")

    assert check(FK7804, zero) == ["Svar 35 saknas"]


@pytest.mark.parametrize("svar_id", ["6", "29", "35", "17", "19", "37", "34", "33", "39", "44", "25", "26", "27"])
def test_svar_that_do_not_repeat_stand_once(svar_id: str) -> None:
    twice = plus(WHOLE, deepcopy(WHOLE.find(f"c:svar[@id='{svar_id}']", NS)))

    assert f"Svar {svar_id} får finnas högst en gång" in check(FK7804, twice)


@pytest.mark.parametrize(("svar_id", "most"), [("1", 5), ("28", 4), ("32", 4)])
def test_repeated_svar_have_an_upper_bound(svar_id: str, most: int) -> None:
    many = plus(WHOLE, *(deepcopy(WHOLE.find(f"c:svar[@id='{svar_id}']", NS)) for _ in range(most)))

    assert f"Svar {svar_id} får finnas högst {most} gånger" in check(FK7804, many)


@pytest.mark.parametrize("svar_id", ["20", "40", "9001"])
def test_other_svar_are_refused(svar_id: str) -> None:
    assert check(FK7804, plus(WHOLE, own(svar_id, (f"{svar_id}.1", "x")))) == [
        f"Svar {svar_id} ingår inte i intygstypen"
    ]


@pytest.mark.parametrize("svar_id", ["1", "28", "32"])
def test_repeated_svar_need_their_instans(svar_id: str) -> None:
    assert f"Svar {svar_id} saknar instans" in check(FK7804, without(WHOLE, f"c:svar[@id='{svar_id}']/c:instans"))


def test_an_instans_is_one_or_more() -> None:
    assert check(FK7804, with_text(WHOLE, "c:svar[@id='1']/c:instans", "0")) == ["Svar 1 har en instans under 1"]


def test_instans_need_not_follow_each_other() -> None:
    assert check(FK7804, with_text(WHOLE, "c:svar[@id='1']/c:instans", "7")) == []


@pytest.mark.parametrize("delsvar", ["1.1", "1.2", "32.1", "32.2", "29.1", "35.1", "27.1"])
def test_needed_sub_answers_stand_exactly_once(delsvar: str) -> None:
    svar_id = delsvar.partition(".")[0]

    faults = check(FK7804, without(WHOLE, f"c:svar/c:delsvar[@id='{delsvar}']"))

    assert f"Delsvar {delsvar} ska finnas exakt en gång i svar {svar_id}" in faults


def test_an_unknown_sub_answer_is_refused() -> None:
    changed = without(WHOLE, "c:svar[@id='25']")

    assert check(FK7804, plus(changed, own("25", ("25.1", "a"), ("25.2", "b")))) == [
        "Delsvar 25.2 ingår inte i svar 25"
    ]


def test_an_optional_sub_answer_stands_once_at_most() -> None:
    changed = without(WHOLE, "c:svar[@id='26']")

    faults = check(FK7804, plus(changed, own("26", ("26.1", "true"), ("26.2", "b"), ("26.2", "c"))))

    assert faults == ["Delsvar 26.2 får finnas högst en gång i svar 26"]


# --- values -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["", "  \n"])
def test_a_text_is_never_blank(text: str) -> None:
    assert check(FK7804, with_text(WHOLE, "c:svar[@id='25']/c:delsvar", text)) == [
        "Delsvar 25.1 ska vara en text som inte är tom"
    ]


def test_a_text_holds_no_elements() -> None:
    changed = plus(without(WHOLE, "c:svar[@id='25']"), own("25", ("25.1", cv("x", "y"))))

    assert check(FK7804, changed) == ["Delsvar 25.1 ska vara en text som inte är tom"]


@pytest.mark.parametrize(("text", "accepted"), [("1", True), (" true ", True), ("TRUE", False), ("ja", False)])
def test_spellings_of_a_boolean(text: str, accepted: bool) -> None:
    assert (check(FK7804, with_text(WHOLE, "c:svar[@id='34']/c:delsvar", text)) == []) is accepted


@pytest.mark.parametrize(
    ("text", "accepted"),
    [("2026-01-05", True), ("2026-01-05  ", True), (" 2026-01-05", False), ("2026-02-30", False), ("20260105", False)],
)
def test_form_of_a_date(text: str, accepted: bool) -> None:
    assert (check(FK7804, with_text(WHOLE, "c:svar[@id='1']/c:delsvar[@id='1.2']", text)) == []) is accepted


def test_a_date_after_today_is_not_looked_at() -> None:
    assert check(FK7804, with_text(WHOLE, "c:svar[@id='1']/c:delsvar[@id='1.2']", "2090-01-01")) == []


@pytest.mark.parametrize(
    ("tag", "text", "accepted"),
    [
        ("code", " STUDIER ", True),
        ("code", "studier", False),
        ("codeSystem", " KV_FKMU_0002", False),
        ("displayName", "vad som helst", True),
    ],
)
def test_code_and_code_system_are_compared_the_name_is_not(tag: str, text: str, accepted: bool) -> None:
    changed = with_text(WHOLE, f"c:svar[c:instans='2'][@id='28']/c:delsvar/t:cv/t:{tag}", text)

    assert (check(FK7804, changed) == []) is accepted


def test_a_code_without_system_is_refused() -> None:
    changed = without(WHOLE, "c:svar[c:instans='2'][@id='28']/c:delsvar/t:cv/t:codeSystem")

    assert check(FK7804, changed) == ["Delsvar 28.1 ska vara en kod ur KV_FKMU_0002"]


@pytest.mark.parametrize(("svar_id", "delsvar"), [("28", "28.1"), ("1", "1.1"), ("32", "32.1")])
def test_the_same_code_twice_is_refused(svar_id: str, delsvar: str) -> None:
    twice = plus(WHOLE, deepcopy(WHOLE.find(f"c:svar[@id='{svar_id}']", NS)))

    assert f"Samma kod finns flera gånger i delsvar {delsvar}" in check(FK7804, twice)


# --- periods ----------------------------------------------------------------------------------------------------------


def periods(*rows: tuple[str, str, str]) -> etree._Element:
    base = without(sent(complete(q32={"HELT_NEDSATT": {"from": "2026-01-15", "to": "2026-01-28"}})), "c:svar[@id='32']")
    return plus(
        base,
        *(
            own("32", ("32.1", cv(level, LEVEL)), ("32.2", period(start, end)), instans=number)
            for number, (level, start, end) in enumerate(rows, start=1)
        ),
    )


@pytest.mark.parametrize(
    ("rows", "fault"),
    [
        ([("HELT_NEDSATT", "2026-01-15", "")], "Delsvar 32.2 ska vara en period med start och slut"),
        ([("HELT_NEDSATT", "", "2026-01-15")], "Delsvar 32.2 ska vara en period med start och slut"),
        (
            [("HELT_NEDSATT", "2026-01-16", "2026-01-15")],
            "Delsvar 32.2 ska vara en period som inte slutar före sin början",
        ),
        (
            [("HELT_NEDSATT", "2026-01-10", "2026-01-16"), ("HALFTEN", "2026-01-15", "2026-01-20")],
            "Perioder i delsvar 32.2 överlappar",
        ),
    ],
)
def test_faulty_periods_are_refused(rows: list[tuple[str, str, str]], fault: str) -> None:
    assert check(FK7804, periods(*rows)) == [fault]


def test_periods_that_meet_on_one_day_are_accepted() -> None:
    meeting = periods(("HELT_NEDSATT", "2026-01-10", "2026-01-15"), ("HALFTEN", "2026-01-15", "2026-01-20"))

    assert check(FK7804, meeting) == []


# --- diagnoses --------------------------------------------------------------------------------------------------------


def diagnoses(*delsvar: tuple[str, Any]) -> etree._Element:
    return plus(without(WHOLE, "c:svar[@id='6']"), own("6", *delsvar))


@pytest.mark.parametrize(
    ("code", "accepted"),
    [
        ("M545", True), ("m545", True), (" M54 ", True), ("A78", True), ("F43", False), ("F430", True), ("Z73", False),
        ("Z730", True), ("Z74", True), ("F438AB", False), ("M5", False), ("54M", False), ("M54.5", False),
    ],
)  # fmt: skip
def test_form_of_a_diagnosis_code(code: str, accepted: bool) -> None:
    assert (check(FK7804, diagnoses(("6.1", "x"), ("6.2", cv(code, ICD)))) == []) is accepted


def test_existence_in_the_register_is_not_looked_at() -> None:
    assert check(FK7804, diagnoses(("6.1", "x"), ("6.2", cv("Q999", ICD)))) == []


def test_a_diagnosis_of_an_unknown_code_system_is_refused() -> None:
    (fault,) = check(FK7804, diagnoses(("6.1", "x"), ("6.2", cv("M545", "1.2.3"))))

    assert fault.startswith("Delsvar 6.2 ska vara en diagnoskod ur 1.2.752.116.1.1.1 eller")


def test_code_and_text_of_a_row_belong_together() -> None:
    lone = diagnoses(("6.1", "x"), ("6.2", cv("M545", ICD)), ("6.3", "y"))

    assert check(FK7804, lone) == ["Diagnoskod och beskrivning hör ihop i svar 6"]


def test_the_third_row_needs_the_second() -> None:
    gap = diagnoses(("6.1", "x"), ("6.2", cv("M545", ICD)), ("6.5", "y"), ("6.6", cv("A78", ICD)))

    assert check(FK7804, gap) == ["Diagnoser i svar 6 ska anges uppifrån"]


# --- across questions -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("element", "faults"),
    [
        (without(WHOLE, "c:svar/c:delsvar[@id='1.3']"), ["Delsvar 1.3 saknas"]),
        (without(WHOLE, "c:svar[@id='29']"), ["Svar 29 saknas"]),
        (without(WHOLE, "c:svar/c:delsvar[@id='33.2']"), ["Delsvar 33.2 saknas"]),
        (with_text(WHOLE, "c:svar/c:delsvar[@id='33.1']", "false"), ["Delsvar 33.2 får inte finnas"]),
        (without(WHOLE, "c:svar/c:delsvar[@id='39.4']"), ["Delsvar 39.4 saknas"]),
        (
            with_text(WHOLE, "c:svar/c:delsvar[@id='39.1']/t:cv/t:code", "STOR_SANNOLIKHET"),
            ["Delsvar 39.4 får inte finnas"],
        ),
        (
            with_text(WHOLE, "c:svar/c:delsvar[@id='39.1']/t:cv/t:code", "PROGNOS_OKLAR"),
            ["Delsvar 39.4 får inte finnas", "Delsvar 39.2 saknas"],
        ),
        (with_text(WHOLE, "c:svar/c:delsvar[@id='26.1']", "false"), ["Delsvar 26.2 får inte finnas"]),
        (without(WHOLE, "c:svar[c:instans='1'][@id='28']"), ["Svar 29 får inte finnas"]),
    ],
)
def test_rules_across_questions(element: etree._Element, faults: list[str]) -> None:
    assert check(FK7804, element) == faults


def test_what_other_basis_there_was_stands_only_with_its_code() -> None:
    misplaced = plus(
        without(WHOLE, "c:svar[c:instans='1'][@id='1']"),
        own("1", ("1.1", cv("TELEFONKONTAKT", "KV_FKMU_0001")), ("1.2", "2026-01-01"), ("1.3", "x"), instans=3),
    )

    assert check(FK7804, misplaced) == ["Delsvar 1.3 får inte finnas"]


def test_every_broken_rule_is_told() -> None:
    faults = check(FK7804, without(WHOLE, "c:svar[@id='6']", "c:svar[@id='32']", "c:svar[@id='35']"))

    assert faults == ["Svar 6 saknas", "Svar 32 saknas", "Svar 35 saknas"]


# --- the two days that rules compare with -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("number", "born"),
    [
        ("191212121212", dt.date(1912, 12, 12)),
        ("197005612391", dt.date(1970, 5, 1)),
        ("191302301212", None),
        ("17", None),
        ("", None),
    ],
)
def test_the_birth_date_comes_from_the_number_in_the_certificate(number: str, born: dt.date | None) -> None:
    intyg = with_text(WHOLE, "c:patient/c:person-id/t:extension", number)

    assert birth_date(intyg) == born


def test_a_certificate_without_patient_tells_no_birth_date() -> None:
    assert birth_date(without(WHOLE, "c:patient")) is None


def test_a_type_is_judged_by_the_clock_and_by_the_number() -> None:
    rules = ReceiverRules(svar=singles(ONCE, DATE, "1"), rules=(NotAfter(BIRTH, "1.1"), NotAfter("1.1", TODAY)))
    ctype = tiny_type(receiver_rules=rules)
    alone = without(WHOLE, "c:svar")

    assert check(ctype, plus(alone, own("1", ("1.1", clock.today().isoformat())))) == []
    assert check(ctype, plus(alone, own("1", ("1.1", "1912-12-11")))) == [
        "Datumet i delsvar 1.1 får inte vara före patientens födelsedatum"
    ]
    assert check(ctype, plus(alone, own("1", ("1.1", "2199-01-01")))) == [
        "Datumet i delsvar 1.1 får inte vara senare än dagens datum"
    ]


def test_a_broken_rule_is_told_once() -> None:
    rules = ReceiverRules(rules=(Rule(present=("1",)), Rule(present=("1",))))

    assert check_rules(rules, WHOLE, today=clock.today()).count("Svar 1 saknas") == 0
    assert check_rules(rules, without(WHOLE, "c:svar"), today=clock.today()) == ["Svar 1 saknas"]
