"""FK 7263 is read, printed and revoked only (spec/certificate-types README 1)."""

from __future__ import annotations

import dataclasses
import datetime as dt

import pytest

from certificates.access import decisions
from certificates.engine.svar import svar_of
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import Flags
from certificates.types.fk7263 import FK7263
from tests import factories
from tests.certificates.engine.world import TODAY
from tests.certificates.types.examples.fk7263 import COMPLETE

OLD_CODE_SYSTEM = "f6fb361a-e31d-48b8-8657-99b63912dd9b"


@pytest.mark.django_db
def test_it_is_never_open_for_drafts() -> None:
    for day in (TODAY, dt.date(2099, 12, 31)):
        assert FK7263 not in registry.active_types(day)
        with pytest.raises(registry.UnknownCertificateType):
            registry.newest_active("FK7263", OLD_CODE_SYSTEM, at=day)


def test_a_stored_certificate_still_finds_its_type() -> None:
    assert registry.get("fk7263", "1.0") is FK7263
    assert registry.by_code("FK7263", OLD_CODE_SYSTEM, "1.0") is FK7263


def test_it_can_not_be_sent_renewed_replaced_complemented_or_copied() -> None:
    flags = dataclasses.asdict(FK7263.flags)

    assert flags == dataclasses.asdict(Flags(refuses_messages=True, legacy_messages=True))
    assert not any(flags[name] for name in ("sendable", "renewable", "replaceable", "complementable"))
    assert not flags["copy_locked_draft"]


def test_none_of_its_answers_travels_as_svar() -> None:
    assert svar_of(FK7263, COMPLETE, today=TODAY) == ()


@pytest.mark.django_db
def test_a_doctor_may_read_print_and_revoke_a_signed_one_and_no_more() -> None:
    user = factories.make_user()
    factories.make_patient("191212121212")
    signed = factories.make_draft(
        user,
        type_id="fk7263",
        type_version="1.0",
        answers=COMPLETE,
        state=Certificate.State.SIGNED,
        signed_at=dt.datetime(2015, 1, 5, 12, 0, tzinfo=dt.UTC),
    )

    allowed = {action.value for action, decision in decisions(user, signed).items() if decision.allowed}

    assert {"READ", "PRINT", "REVOKE"} <= allowed
    assert allowed.isdisjoint({"UPDATE", "SIGN", "SEND", "RENEW", "DELETE", "READY_FOR_SIGN", "FORWARD_CERTIFICATE"})
