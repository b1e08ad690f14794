"""A text that must be an entry of a list (spec/certificate-types db.yaml 3.1; spec/ui.md 10.7)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from certificates.questions.messages import ErrorId, legacy_type
from certificates.questions.svar import Delsvar, Period, Svar, Text
from certificates.questions.typeahead import Typeahead
from terminology import search
from tests.certificates.questions.asking import NOW, around, faults, places, posted, sent_and_read, texts

PLACE = Typeahead(id="3.1", label="Kommun", required=True, code_system=search.KOMMUN, max_length=28)
KNOWING = replace(NOW, find=search.find)


@pytest.mark.parametrize(
    ("typed", "kept"), [(" Upplands  Väsby ", "Upplands Väsby"), ("Atlantis", "Atlantis"), ("uppsala", "uppsala")]
)
def test_what_was_written_stays(typed: str, kept: str) -> None:
    assert posted(PLACE, {"text": typed}) == kept


@pytest.mark.parametrize("name", ["Uppsala", "Malung-Sälen", "Östra Göinge"])
def test_an_entry_is_accepted(name: str) -> None:
    assert places(PLACE, name, KNOWING) == []


@pytest.mark.parametrize("name", ["Atlantis", "uppsala", "Uppsal"])
def test_only_the_exact_name_is_an_entry(name: str) -> None:
    assert places(PLACE, name, KNOWING) == [("NOT_IN_LIST", "3.1", "text")]


def test_an_unknown_name_is_a_fault_of_form_in_the_older_engine() -> None:
    assert legacy_type(ErrorId.NOT_IN_LIST) == "INVALID_FORMAT"


def test_a_missing_answer_is_told() -> None:
    assert places(PLACE, "", KNOWING) == [("MISSING_ANSWER", "3.1", "text")]
    assert places(replace(PLACE, required=False), "", KNOWING) == []


def test_a_text_that_is_too_long_is_told_once() -> None:
    assert places(PLACE, "x" * 29, KNOWING) == [("TEXT_TOO_LONG", "3.1", "text")]


def test_the_form_knows_which_list_to_offer() -> None:
    view = PLACE.edit_view("Atlantis", around(PLACE))

    assert (view.control.value, view.code_system) == ("Atlantis", "KOMMUN")


def test_the_name_is_read_and_travels_as_text() -> None:
    assert PLACE.read_view("Uppsala").text == "Uppsala"
    assert texts(PLACE.to_svar("Uppsala", NOW)) == [("3", None, [("3.1", Text("Uppsala"))])]
    assert sent_and_read(PLACE, "Uppsala") == "Uppsala"


@pytest.mark.parametrize(
    ("delsvar", "fault"),
    [((), "WRONG_NUMBER_OF_ANSWERS"), ((Delsvar("3.1", Period("", "")),), "INVALID_FORMAT")],
)
def test_prefill_leaves_out_what_is_no_text(delsvar: tuple[Delsvar, ...], fault: str) -> None:
    reading = PLACE.from_svar([Svar("3", delsvar)], NOW)

    assert (reading.value, faults(reading)) == ("", [(fault, "3.1")])
