"""What differs in FK 7809 from its sisters (fk7809.yaml); the rest is in test_fk3221 and test_areas."""

from __future__ import annotations

from certificates import engine
from certificates.engine.svar import svar_of
from certificates.types.fk7809 import FK7809
from tests.certificates.types.asking import errors
from tests.certificates.types.examples import Example
from tests.certificates.types.examples.fk7809 import COMPLETE, SHORT
from tests.certificates.types.test_every_type import TODAY, body, find


def test_hearing_and_sight_have_texts_of_their_own() -> None:
    answers = {**SHORT, "funktionsnedsattning": ["HORSELFUNKTION", "SYNFUNKTION", "Sinnesfunktion"]}

    assert [field for _, _, field in errors(FK7809, answers)] == ["49.1", "12.1"]


def test_activities_may_be_left_out() -> None:
    assert "17" not in SHORT
    assert errors(FK7809, SHORT) == []


def test_the_prognosis_is_svar_51() -> None:
    sent = {one.id: one for one in svar_of(FK7809, SHORT, today=TODAY, find=find)}

    assert sent["51"].text("51.1") == "Långsam försämring."
    assert "39" not in sent


def test_diagnoses_are_written_under_the_newer_code_system() -> None:
    intyg = body(Example("fk7809", ("1.0",), SHORT), FK7809)

    systems = intyg.xpath("//*[local-name()='codeSystem'][../*[local-name()='code']='H919']/text()")
    assert systems == ["1.2.752.116.1.1.1.1.8"]


def test_it_is_sent_by_the_user_only() -> None:
    assert FK7809.flags.sendable
    assert not FK7809.flags.auto_send_after_sign


def test_lists_tell_the_first_diagnosis() -> None:
    told = engine.summary(FK7809, COMPLETE, signed_on=TODAY)

    assert (told.label, told.value) == ("Avser diagnos", "Cerebral pares")
