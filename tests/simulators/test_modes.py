"""Each fault mode gives the answer that it promises, for what it is meant for and as often as it is meant."""

from __future__ import annotations

import time

import pytest
from django.db import IntegrityError, transaction

from rivta.client import TransportFailure, TransportKind
from rivta.results import Result
from simulators.modes.models import SimulatorMode
from tests.simulators.messages import STATUS_UPDATE, deliver_to_fk, result_of, store_log, update_status

pytestmark = pytest.mark.django_db
Mode = SimulatorMode.Mode


def switch(mode: SimulatorMode.Mode, simulator: str = "care", **scope: object) -> SimulatorMode:
    return SimulatorMode.objects.create(simulator=simulator, mode=mode, text=scope.pop("text", "provtext"), **scope)


def test_without_a_mode_the_answer_is_ok() -> None:
    assert result_of(update_status()) == Result("OK")


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        (Mode.OK, Result("OK")),
        (Mode.INFO, Result("INFO", "provtext")),
        (Mode.TECHNICAL_ERROR, Result("ERROR", "provtext", "TECHNICAL_ERROR")),
        (Mode.VALIDATION_ERROR, Result("ERROR", "provtext", "VALIDATION_ERROR")),
        (Mode.APPLICATION_ERROR, Result("ERROR", "provtext", "APPLICATION_ERROR")),
        (Mode.REVOKED, Result("ERROR", "provtext", "REVOKED")),
    ],
)
def test_a_result_mode_is_the_result(mode: SimulatorMode.Mode, expected: Result) -> None:
    switch(mode)

    assert result_of(update_status()) == expected


def test_the_fault_carries_the_chosen_text() -> None:
    switch(Mode.SOAP_FAULT, text="Marshalling Error: provtext")

    answer = update_status()

    assert (answer.status, answer.fault) == (500, "Marshalling Error: provtext")


@pytest.mark.parametrize(("mode", "status"), [(Mode.HTTP_500, 500), (Mode.HTTP_503, 503), (Mode.BROKEN_XML, 200)])
def test_an_answer_that_is_no_soap_has_neither_body_nor_fault(mode: SimulatorMode.Mode, status: int) -> None:
    switch(mode)

    answer = update_status()

    assert (answer.status, answer.body, answer.fault) == (status, None, None)


def test_silence_is_a_time_out() -> None:
    switch(Mode.NO_ANSWER)

    with pytest.raises(TransportFailure) as failure:
        update_status()

    assert failure.value.kind == TransportKind.TIMEOUT


def test_a_slow_simulator_answers_ok_after_its_delay() -> None:
    switch(Mode.SLOW, delay_ms=150)
    started = time.monotonic()

    assert result_of(update_status()) == Result("OK")
    assert time.monotonic() - started >= 0.15


def test_a_text_left_empty_names_the_simulator() -> None:
    switch(Mode.INFO, text="")

    assert "simulator" in result_of(update_status()).text.lower()


def test_a_mode_of_another_simulator_does_not_apply() -> None:
    switch(Mode.TECHNICAL_ERROR, simulator="FKASSA")

    assert result_of(update_status()) == Result("OK")
    assert result_of(deliver_to_fk()).code == "ERROR"


@pytest.mark.parametrize(
    ("scope", "code"),
    [
        ({"unit_id": "SE2321000016-VE01"}, "ERROR"),
        ({"unit_id": "se2321000016-ve01"}, "ERROR"),
        ({"unit_id": "SE2321000016-VE02"}, "OK"),
        ({"certificate_id": "0b5e2f0a-0000-4000-8000-000000000001"}, "ERROR"),
        ({"certificate_id": "0b5e2f0a-0000-4000-8000-000000000002"}, "OK"),
        ({"event": "NYFRFM"}, "ERROR"),
        ({"event": "ANDRAT"}, "OK"),
        ({"unit_id": "SE2321000016-VE01", "event": "ANDRAT"}, "OK"),
    ],
)
def test_a_mode_applies_only_within_its_scope(scope: dict[str, str], code: str) -> None:
    switch(Mode.TECHNICAL_ERROR, **scope)

    assert result_of(update_status()).code == code


def test_the_mode_of_a_certificate_beats_that_of_its_unit_and_that_of_all() -> None:
    switch(Mode.APPLICATION_ERROR)
    switch(Mode.TECHNICAL_ERROR, unit_id="SE2321000016-VE01")
    switch(Mode.INFO, certificate_id="0b5e2f0a-0000-4000-8000-000000000001")

    assert result_of(update_status()).code == "INFO"


def test_an_inactive_mode_does_nothing() -> None:
    switch(Mode.TECHNICAL_ERROR, is_active=False)

    assert result_of(update_status()) == Result("OK")


def test_the_first_two_calls_fail_and_the_third_succeeds() -> None:
    switch(Mode.TECHNICAL_ERROR, remaining=2)

    assert [result_of(update_status()).code for _ in range(4)] == ["ERROR", "ERROR", "OK", "OK"]


def test_calls_outside_the_scope_do_not_use_up_the_failures() -> None:
    switch(Mode.TECHNICAL_ERROR, remaining=1, event="ANDRAT")

    update_status()

    assert result_of(update_status(STATUS_UPDATE.replace(b"NYFRFM", b"ANDRAT"))).code == "ERROR"


def test_one_scope_has_one_active_mode() -> None:
    switch(Mode.INFO)

    with pytest.raises(IntegrityError), transaction.atomic():
        switch(Mode.REVOKED)
    switch(Mode.REVOKED, is_active=False)


def test_the_log_service_has_no_error_id() -> None:
    switch(Mode.TECHNICAL_ERROR, simulator="log")

    assert result_of(store_log()) == Result("ERROR", "provtext")
