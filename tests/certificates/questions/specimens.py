"""One question of every kind, and whatever might be posted to it, stored for it or sent to it.

A new kind needs an entry here: ``test_random_input`` asks for it.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from hypothesis import strategies as st

import certificates.questions
from certificates.questions.base import Question
from certificates.questions.boolean_group import BooleanGroup, Box
from certificates.questions.cause_of_death import CauseOfDeath, Specification
from certificates.questions.causes_of_death import CausesInOrder, ContributingCauses
from certificates.questions.checkbox_boolean import CheckboxBoolean
from certificates.questions.code_checkboxes import CodeCheckboxes
from certificates.questions.code_dropdown import CodeDropdown
from certificates.questions.code_radio import CodeRadio
from certificates.questions.codes import options
from certificates.questions.date import Date
from certificates.questions.date_checkboxes import DateCheckboxes
from certificates.questions.date_range import DateRange
from certificates.questions.dated_diagnoses import DatedDiagnoses
from certificates.questions.diagnosis_list import DiagnosisList, DiagnosisRows
from certificates.questions.heading import Heading
from certificates.questions.icf import Icf
from certificates.questions.integer import Integer
from certificates.questions.legacy_diagnosis_list import LegacyDiagnosisList, LegacyDiagnosisRows
from certificates.questions.legacy_sickleave_periods import LegacySickLeavePeriods
from certificates.questions.limits import BIRTH, TODAY
from certificates.questions.mapped_choice import NO, YES, MappedChoice, MappedOption
from certificates.questions.medical_investigations import LEGACY_ROWS, MedicalInvestigations, RowRules
from certificates.questions.message import Message
from certificates.questions.patient_address import PatientAddress
from certificates.questions.percent_periods import PercentPeriods
from certificates.questions.radio_boolean import RadioBoolean
from certificates.questions.sickleave_periods import Degree, SickLeavePeriods
from certificates.questions.svar import Content, Cv, Delsvar, PartialDate, Period, Quantity, Svar, Text, Unreadable
from certificates.questions.text_area import TextArea
from certificates.questions.text_line import TextLine
from certificates.questions.typeahead import Typeahead
from certificates.questions.uncertain_date import UncertainDate
from certificates.questions.unit_contact import UnitContact
from certificates.questions.visual_acuity import Eye, VisualAcuity
from certificates.questions.year import Year

DIAGNOSES = DiagnosisList(id="6", label="Diagnos", required=True)
LETTERS = options("KV_TEST", ALFA="Alfa", BETA="Beta", GAMMA="Gamma")
SPECIFICATIONS = (Specification("ALFA", "Alfa", Cv("1", "KV_TEST", "alfa")),)

SPECIMENS: dict[str, Question] = {
    "checkbox_boolean": CheckboxBoolean(id="27", label="Ruta"),
    "boolean_group": BooleanGroup(
        id="19", label="Grupp", required=True, boxes=(Box("19.1", "Ett"), Box("19.2", "Två", sends_unticked=True))
    ),
    "cause_of_death": CauseOfDeath(id="8", label="Orsak", required=True, options=SPECIFICATIONS),
    "cause_of_death, in order": CausesInOrder(id="9", label="Följd", options=SPECIFICATIONS),
    "cause_of_death, contributing": ContributingCauses(id="10", label="Andra", options=SPECIFICATIONS),
    "code_checkboxes": CodeCheckboxes(id="28", label="Rutor", required=True, options=LETTERS),
    "code_dropdown": CodeDropdown(id="2", label="Lista", required=True, sub_answer_id="2.2", options=LETTERS),
    "code_radio": CodeRadio(id="39", label="Val", required=True, options=LETTERS),
    "date": Date(id="54", label="Datum", required=True, earliest=BIRTH, latest=TODAY),
    "date, partial": Date(id="210", label="Datum", earliest=BIRTH, latest=TODAY, is_partial=True),
    "date_checkboxes": DateCheckboxes(id="1", label="Underlag", required=True, options=LETTERS),
    "date_range": DateRange(id="61", label="Period", required=True),
    "diagnosis_list": DIAGNOSES,
    "diagnosis_list, rows": DiagnosisRows(id="58", label="Diagnoser", required=True),
    "diagnosis_list, legacy": LegacyDiagnosisList(id="6", label="Diagnoser", required=True),
    "diagnosis_list, legacy rows": LegacyDiagnosisRows(id="4", label="Diagnoser", required=True),
    "diagnosis_list, dated": DatedDiagnoses(id="51", label="Diagnoser", required=True),
    "heading": Heading(id="h", label="Rubrik"),
    "icf": Icf(id="35", label="ICF", icf_set="X", collection_label="Valt", diagnosis_question="6"),
    "integer": Integer(id="39", label="Tal", required=True, minimum=1, maximum=18),
    "integer, quantity": Integer(
        id="7", label="Procent", minimum=0, maximum=100, quantity_unit="%", allows_leading_zeros=False
    ),
    "mapped_choice": MappedChoice(
        id="11",
        label="Val",
        required=True,
        options=(MappedOption("ALFA", "Ja", (("11.1", YES),)), MappedOption("BETA", "Nej", (("11.1", NO),))),
    ),
    "medical_investigations": MedicalInvestigations(id="4", label="Underlag", options=LETTERS, max_length=53),
    "medical_investigations, legacy": MedicalInvestigations(
        id="4", label="Underlag", required=True, options=LETTERS, rows=LEGACY_ROWS, row_rules=RowRules.LEGACY
    ),
    "message": Message(id="early", label="Ett meddelande"),
    "patient_address": PatientAddress(id="patient", label="Adress", required=True),
    "percent_periods": PercentPeriods(id="6", label="Perioder", required=True, row_ids=("0",)),
    "radio_boolean": RadioBoolean(id="33", label="Ja eller nej", required=True),
    "sickleave_periods": SickLeavePeriods(
        id="32",
        label="Nedsättning",
        required=True,
        code_system="KV_TEST",
        degrees=(Degree("ALFA", "50 %", 50), Degree("BETA", "100 %", 100)),
    ),
    "sickleave_periods, legacy": LegacySickLeavePeriods(
        id="32",
        label="Nedsättning",
        required=True,
        code_system="KV_TEST",
        degrees=(Degree("ALFA", "50 %", 50), Degree("BETA", "100 %", 100)),
    ),
    "text_area": TextArea(id="25", label="Text", required=True),
    "text_line": TextLine(id="29", label="Rad", required=True),
    "typeahead": Typeahead(id="3.1", label="Kommun", required=True, code_system="KOMMUN", max_length=28),
    "uncertain_date": UncertainDate(id="2.2.1", label="Datum", required=True, sub_answer_id="2.2"),
    "unit_contact": UnitContact(id="UNIT_CONTACT_INFORMATION", label="Adress", required=True),
    "visual_acuity": VisualAcuity(
        id="8", label="Synskärpa", required=True, separate="8.1", eyes=(Eye("Höger öga", "8.2", "8.5", "8.8"),)
    ),
    "year": Year(id="35", label="Årtal", required=True, earliest=BIRTH, latest=TODAY),
}
"""By kind; a further one of the same kind has more words in its name."""


def kinds() -> Iterator[str]:
    """Every kind that a module of ``certificates.questions`` declares."""
    for module in pkgutil.iter_modules(certificates.questions.__path__):
        content = vars(importlib.import_module(f"certificates.questions.{module.name}"))
        for thing in content.values():
            if isinstance(thing, type) and issubclass(thing, Question) and "kind" in vars(thing):
                yield thing.kind


TELLING = (
    "", " ", "true", "false", "1", "0", "on", "ALFA", "BETA", "GAMMA", "DELTA", "KV_TEST", "2026-01-15", "2026-01-20",
    "2026-01-28", "2025-12-31", "2026-02-30", "1950-06-14", "20260110", "idag", "+7", "-9999", "d7", "v2", "m1", "2027",
    "1999", "0000", "2026", "2025", "00", "01", "12", "13", "7", "007", "18", "101", "-0", "70.0", "70.5", "%", "h",
    "2026-01-00", "0000-00-00", "F438A", "f43.8a", "A78", "M54.5", "1.2.752.116.1.1.1", "Uppsala", "Atlantis",
    "Storgatan 1", "990 01", "0770-12 34 56", "rad\r\nrad", "x" * 60, "é—😀", "\ud800", "a\x01b",
)  # fmt: skip
"""Texts that mean something to some kind."""

texts = st.one_of(st.sampled_from(TELLING), st.text(max_size=20))


def posts(question: Question) -> st.SearchStrategy[dict[str, Any]]:
    """Posted fields: parts of the question, of no question, one value or several."""
    suffixes = [*question.parts, *question.parts, "ALFA.quick", "shown", "none", ""]
    names = st.sampled_from([f"e.{question.id}.{part}" for part in suffixes])
    return st.lists(st.tuples(names, texts | st.lists(texts, max_size=3)), max_size=8).map(dict)


def stored_values(question: Question) -> st.SearchStrategy[Any]:
    """JSON values of any shape, those of the kind among them."""
    keys = st.sampled_from([
        *question.parts, "ALFA", "from", "to", "code", "text", "terms", "type", "date", "source", "year", "month",
    ])  # fmt: skip
    leaf = st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | texts
    row = st.lists(st.tuples(keys, leaf), max_size=4).map(dict)
    rows = st.lists(row | leaf, max_size=5)
    by_key = st.lists(st.tuples(keys, leaf | row | rows), max_size=6).map(dict)
    return leaf | rows | by_key


PLAUSIBLE: dict[str, tuple[str, ...]] = {
    "from": ("2026-01-15", "20260116"),
    "to": ("2026-01-20", "v2", "M1", "2026-01-16"),
    "date": ("2026-01-15", "2025-12-31", "idag", "-7"),
    "type": ("ALFA", "BETA", "GAMMA"),
    "code": ("F438A", "a78", "M54.5"),
    "year": ("1999", "2025", "2026", "0000"),
    "month": ("00", "01", "12"),
    "percent": ("100", "50", "007"),
    "value": ("true", "false", "ALFA", "BETA", "7", "18"),
    "visual_acuity value": ("1,2", "0.8"),
}
"""Texts that fit a part of that name, or of that kind and name; a part that is not here is a box or a text."""


@st.composite
def plausible_posts(draw: st.DrawFn, question: Question) -> dict[str, Any]:
    """Posted fields that often make a valid answer."""
    post: dict[str, Any] = {}
    for part in question.parts:
        name = "value" if part.rpartition(".")[2].isdecimal() else part.rpartition(".")[2]
        fitting = (
            PLAUSIBLE.get(f"{question.kind} {name}")
            or PLAUSIBLE.get(name)
            or (("true",) if name in LETTERS else ("Uppsala", "rad\r\nrad", " å ", "x" * 50))
        )
        written = st.sampled_from(("", *fitting, *fitting))
        post[f"e.{question.id}.{part}"] = draw(written | texts if name in {"text", "source"} else written)
    return post


contents: st.SearchStrategy[Content] = st.one_of(
    st.builds(Text, texts),
    st.builds(Cv, texts, texts, texts, st.booleans()),
    st.builds(Period, texts, texts),
    st.builds(PartialDate, st.sampled_from(["YYYY", "YYYY-MM-DD", "YYYY-MM", ""]), texts),
    st.builds(Quantity, texts, texts),
    st.builds(Unreadable, st.just("annat")),
)


def svar_trees(question: Question) -> st.SearchStrategy[list[Svar]]:
    """One or more svar of the question's id, with its sub-answers, foreign ones and doubles."""
    names = st.sampled_from([*(s.id for s in question.sub_answers), f"{question.svar_id}.9", ""])
    delsvar = st.lists(st.builds(Delsvar, names, contents), max_size=8).map(tuple)
    instans = st.one_of(st.none(), st.integers(min_value=-2, max_value=5))
    one = st.builds(Svar, st.just(question.svar_id), delsvar, instans)
    return st.lists(one, min_size=1, max_size=6)


@dataclass(frozen=True, slots=True)
class Entry:
    code: str
    title: str


def find(code_system: str, code: str) -> Entry | None:
    """A register with a few diagnoses and one municipality."""
    known = {"ICD_10_SE": {"F438A", "A78", "M545"}, "KOMMUN": {"Uppsala"}}
    return Entry(code, f"Titel {code}") if code in known.get(code_system, ()) else None
