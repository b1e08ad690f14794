"""``manage.py verify_signature`` (spec/signing.md 12.1.9), and signing while the clock is moved."""

from __future__ import annotations

import datetime as dt
import io
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.user import CareUser
from certificates.models import Certificate, SignedDocument
from certificates.signing import services, verification
from tests.certificates.signing.conftest import SESSION
from webcert import clock


def sign(user: CareUser, draft: Certificate) -> SignedDocument:
    services.sign_at_once(user=user, session_key=SESSION, certificate_id=draft.pk, version=draft.version)
    return SignedDocument.objects.get(pk=draft.pk)


def run(source: str) -> str:
    out = io.StringIO()
    call_command("verify_signature", source, stdout=out)
    return out.getvalue()


def test_a_stored_certificate_is_judged_check_by_check(doctor: CareUser, draft: Certificate) -> None:
    told = run(sign(doctor, draft).pk)
    assert told.count("OK  ") == 7
    assert doctor.hsa_id in told
    assert told.strip().endswith("Underskriften är giltig.")


def test_a_file_is_judged_too(doctor: CareUser, draft: Certificate, tmp_path: Path) -> None:
    file = tmp_path / "signed.xml"
    file.write_bytes(bytes(sign(doctor, draft).xml))
    assert "Underskriften är giltig." in run(str(file))


def test_a_changed_file_is_refused_and_what_follows_is_not_judged(
    doctor: CareUser, draft: Certificate, tmp_path: Path
) -> None:
    file = tmp_path / "changed.xml"
    file.write_bytes(bytes(sign(doctor, draft).xml).replace(b"Akut stressreaktion", b"Akut gastroenterit"))
    out = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_signature", str(file), stdout=out)
    lines = out.getvalue().splitlines()
    assert lines[4].startswith(f"FEL  {verification.VALUE}")
    assert [line[0] for line in lines[5:]] == ["–", "–"]


def test_a_name_of_nothing_is_an_error(db: None) -> None:
    with pytest.raises(CommandError):
        run("nothing")


@pytest.mark.parametrize("days", [-10, 700])
def test_a_certificate_signed_while_the_clock_was_moved_is_valid_then_and_later(
    days: int, doctor: CareUser, draft: Certificate
) -> None:
    with clock.moved(dt.timedelta(days=days)):
        document = sign(doctor, draft)
        moment = clock.now()
    assert abs(document.certificate.signed_at - moment) < dt.timedelta(minutes=1)
    assert verification.verify_document(document).is_valid
    assert verification.verify(bytes(document.xml)).is_valid
