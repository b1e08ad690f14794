"""A code chosen from a list (spec/certificate-types fk7810.yaml 2, lisjp.yaml 39.3)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certificates.engine import section_views
from certificates.engine.forms import parse_element, with_consequences
from certificates.expressions import equals, not_
from certificates.questions.base import Autofill
from certificates.questions.code_dropdown import CodeDropdown
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.svar import Cv, Delsvar, Svar, Text
from tests.certificates.engine.world import TODAY, tiny_type
from tests.certificates.questions.asking import NOW, around, faults, places, posted, sent_and_read, texts

KNOWN = CodeDropdown(
    id="2",
    label="Kännedom om patienten",
    required=True,
    sub_answer_id="2.2",
    options=options("KV_FKMU_0010", INGEN_TIDIGARE="Ingen tidigare kännedom", MINDRE_AN_ETT_AR="Mindre än ett år"),
)
IN_TIME = equals("39", "ATER_X_ANTAL_DGR")
PROGNOSIS = CodeRadio(
    id="39",
    label="Prognos",
    options=options("KV_FKMU_0006", ATER_X_ANTAL_DGR="Inom vald tid", PROGNOS_OKLAR="Oklar"),
    children=(
        CodeDropdown(
            id="39.3",
            label="Tid till återgång",
            under_option="ATER_X_ANTAL_DGR",
            required=True,
            validated_when=IN_TIME,
            disabled_when=not_(IN_TIME),
            autofill=(Autofill(not_(IN_TIME), ""),),
            options=options("KV_FKMU_0007", TRETTIO_DGR="1 månad", SEXTIO_DGR="2 månader"),
        ),
    ),
)


@pytest.mark.parametrize(
    ("typed", "kept"), [("INGEN_TIDIGARE", "INGEN_TIDIGARE"), ("", ""), ("INGEN", ""), ("ingen_tidigare", "")]
)
def test_only_a_code_of_the_list_is_kept(typed: str, kept: str) -> None:
    assert posted(KNOWN, {"value": typed}) == kept


def test_an_option_must_be_chosen() -> None:
    assert places(KNOWN, "") == [("MISSING_OPTION", "2.2", "value")]


def test_the_first_row_of_the_list_holds_no_code() -> None:
    view = KNOWN.edit_view("", around(KNOWN))

    assert view.empty_text == "Välj…"
    assert [o.code for o in view.options] == ["INGEN_TIDIGARE", "MINDRE_AN_ETT_AR"]
    assert (view.control.id, view.control.value) == ("c-2-value", "")


def test_the_label_is_read() -> None:
    assert KNOWN.read_view("MINDRE_AN_ETT_AR").text == "Mindre än ett år"
    assert KNOWN.in_short("MINDRE_AN_ETT_AR") == "Mindre än ett år"
    assert KNOWN.read_view("").is_missing


def test_the_code_travels_in_the_declared_sub_answer() -> None:
    cv = Cv("MINDRE_AN_ETT_AR", "KV_FKMU_0010", "Mindre än ett år")

    assert texts(KNOWN.to_svar("MINDRE_AN_ETT_AR", NOW)) == [("2", None, [("2.2", cv)])]
    assert sent_and_read(KNOWN, "MINDRE_AN_ETT_AR") == "MINDRE_AN_ETT_AR"


@pytest.mark.parametrize(
    ("delsvar", "fault"),
    [
        ((), "WRONG_NUMBER_OF_ANSWERS"),
        ((Delsvar("2.2", Cv("INGEN_TIDIGARE", "KV_FKMU_0009")),), "INVALID_FORMAT"),
        ((Delsvar("2.2", Cv("NAGON_ANNAN", "KV_FKMU_0010")),), "INVALID_FORMAT"),
        ((Delsvar("2.2", Text("INGEN_TIDIGARE")),), "INVALID_FORMAT"),
    ],
)
def test_prefill_leaves_out_other_codes(delsvar: tuple[Delsvar, ...], fault: str) -> None:
    reading = KNOWN.from_svar([Svar("2", delsvar)], NOW)

    assert (reading.value, faults(reading)) == ("", [(fault, "2.2")])


def test_a_locked_list_keeps_nothing_and_asks_nothing() -> None:
    ctype = tiny_type(PROGNOSIS)
    answers = with_consequences(ctype, {"39": "PROGNOS_OKLAR", "39.3": "SEXTIO_DGR"}, today=TODAY)
    element = section_views(ctype, answers, show_missing=True, today=TODAY)[0].elements[0].children[0]

    assert answers == {"39": "PROGNOS_OKLAR"}
    assert (element.is_visible, element.is_disabled, element.is_mandatory, element.errors) == (True, True, False, ())


def test_a_locked_list_cannot_be_posted_to() -> None:
    form = parse_element(tiny_type(PROGNOSIS), "39.3", {"e.39.3.value": "SEXTIO_DGR"}, answers={}, today=TODAY)

    assert form.values == {}


def test_a_list_that_its_option_opened_must_be_answered() -> None:
    ctype = tiny_type(PROGNOSIS)
    element = section_views(ctype, {"39": "ATER_X_ANTAL_DGR"}, show_missing=True, today=TODAY)[0].elements[0]

    assert [(e.error_id, e.field) for e in element.children[0].errors] == [("MISSING_OPTION", "39.3")]
    assert element.children[0].is_mandatory


def test_without_a_condition_the_list_is_open() -> None:
    assert not section_views(tiny_type(replace(KNOWN)), {}, today=TODAY)[0].elements[0].is_disabled
