"""Each fault mode gives the answer that it promises, for what it is meant for and as often as it is meant."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from rivta import envelope
from rivta.client import SoapAnswer, TransportFailure, TransportKind
from rivta.results import Result
from simulators.care.models import ReceivedStatusUpdate
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Scope, choose
from tests.simulators.messages import (
    CARE_PATH,
    STATUS_UPDATE,
    deliver_to_fk,
    result_of,
    store_log,
    update_status,
)

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


@pytest.mark.parametrize(
    ("mode", "status"),
    [(Mode.HTTP_404, 404), (Mode.HTTP_500, 500), (Mode.HTTP_503, 503), (Mode.BROKEN_XML, 200)],
)
def test_an_answer_that_is_no_soap_has_neither_body_nor_fault(mode: SimulatorMode.Mode, status: int) -> None:
    switch(mode)

    answer = update_status()

    assert (answer.status, answer.body, answer.fault) == (status, None, None)


def test_silence_is_a_time_out() -> None:
    switch(Mode.NO_ANSWER)

    with pytest.raises(TransportFailure) as failure:
        update_status()

    assert failure.value.kind == TransportKind.TIMEOUT


@pytest.mark.parametrize(
    ("mode", "kind"),
    [(Mode.CONNECTION_REFUSED, TransportKind.CONNECT), (Mode.CONNECTION_CLOSED, TransportKind.BROKEN)],
)
@pytest.mark.parametrize(
    ("simulator", "call"), [("care", update_status), ("log", store_log), ("FKASSA", deliver_to_fk)]
)
def test_a_connection_is_refused_or_broken_off(
    mode: SimulatorMode.Mode, kind: TransportKind, simulator: str, call: Callable[[], SoapAnswer]
) -> None:
    switch(mode, simulator)

    with pytest.raises(TransportFailure) as failure:
        call()

    assert failure.value.kind == kind


def test_a_refused_connection_leaves_no_trace_at_the_simulator() -> None:
    switch(Mode.CONNECTION_REFUSED)

    with pytest.raises(TransportFailure):
        update_status()

    assert not ReceivedStatusUpdate.objects.exists()


def test_a_refused_connection_may_be_bound_to_a_unit_and_to_the_first_calls() -> None:
    switch(Mode.CONNECTION_REFUSED, unit_id="SE2321000016-VE01", remaining=1)

    with pytest.raises(TransportFailure):
        update_status()
    assert result_of(update_status()) == Result("OK")


def test_a_mode_of_a_certificate_beats_the_refused_connection_of_its_unit() -> None:
    switch(Mode.CONNECTION_REFUSED, unit_id="SE2321000016-VE01")
    switch(Mode.INFO, certificate_id="0b5e2f0a-0000-4000-8000-000000000001")

    assert result_of(update_status()).code == "INFO"


def test_a_caller_from_outside_meets_a_server_that_hangs_up_instead_of_one_that_is_down(client: Client) -> None:
    switch(Mode.CONNECTION_REFUSED)

    answer = client.post(CARE_PATH, envelope.wrap(STATUS_UPDATE, "SE2321000016-VE01"), content_type="text/xml")

    assert len(answer.getvalue()) < int(answer["Content-Length"])


def test_a_slow_simulator_answers_ok_after_its_delay() -> None:
    switch(Mode.SLOW, delay_ms=150)
    started = time.monotonic()

    assert result_of(update_status()) == Result("OK")
    assert time.monotonic() - started >= 0.15


def test_a_delay_is_drawn_from_its_range_and_the_same_seed_draws_the_same() -> None:
    drawn = []
    for _ in range(2):
        mode = switch(Mode.SLOW, delay_ms=10, delay_max_ms=500, seed=7)
        drawn.append([choose("care", Scope()).delay_ms for _ in range(8)])
        mode.delete()

    assert drawn[0] == drawn[1]
    assert len(set(drawn[0])) > 3
    assert all(10 <= delay <= 500 for delay in drawn[0])


def test_every_third_call_fails() -> None:
    switch(Mode.TECHNICAL_ERROR, every=3)

    assert [result_of(update_status()).code for _ in range(6)] == ["OK", "OK", "ERROR"] * 2


def test_every_third_connection_is_refused() -> None:
    switch(Mode.CONNECTION_REFUSED, every=3)

    def is_refused() -> bool:
        try:
            update_status()
        except TransportFailure:
            return True
        return False

    assert [is_refused() for _ in range(6)] == [False, False, True] * 2


def test_a_share_of_the_calls_fails_and_the_same_seed_fails_the_same_ones() -> None:
    drawn = []
    for _ in range(2):
        mode = switch(Mode.TECHNICAL_ERROR, percent=40, seed=3)
        drawn.append([choose("care", Scope()).mode for _ in range(50)])
        mode.delete()

    assert drawn[0] == drawn[1]
    assert 10 < drawn[0].count(Mode.TECHNICAL_ERROR) < 30


def test_every_second_call_fails_for_the_first_two_times_only() -> None:
    switch(Mode.TECHNICAL_ERROR, every=2, remaining=2)

    assert [result_of(update_status()).code for _ in range(6)] == ["OK", "ERROR", "OK", "ERROR", "OK", "OK"]


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
