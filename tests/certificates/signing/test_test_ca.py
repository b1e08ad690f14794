"""The test certificate authority (spec/signing.md 12.1.1)."""

from __future__ import annotations

import datetime as dt
import io
import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.management import call_command
from django.test import override_settings

from certificates.signing import test_ca
from webcert import clock

SIGNER = test_ca.Signer("SE1-1001", "Eva Maria Holm")


@pytest.fixture
def signing_dir(tmp_path: Path) -> Iterator[Path]:
    with override_settings(SIGNING_DIR=tmp_path / "signing"):
        yield tmp_path / "signing"


def test_the_authority_is_made_on_first_use_and_then_kept(signing_dir: Path) -> None:
    first = test_ca.authority().root
    test_ca._authority.cache_clear()
    assert test_ca.authority().root == first
    assert not [p for p in signing_dir.iterdir() if p.name.startswith(".")]


def test_private_keys_are_readable_by_their_owner_only(signing_dir: Path) -> None:
    test_ca.authority()
    assert {stat.S_IMODE(p.stat().st_mode) for p in (signing_dir / "ca").glob("*.key")} == {0o600}


def test_whoever_comes_second_keeps_the_first_ones_authority(signing_dir: Path) -> None:
    first = test_ca.authority().root
    test_ca._create_atomically(signing_dir / "ca", test_ca._authority_files())
    test_ca._authority.cache_clear()
    assert test_ca.authority().root == first


def test_two_processes_that_start_at_once_agree(tmp_path: Path) -> None:
    program = (
        "import django; django.setup()\n"
        "from certificates.signing import test_ca; print(test_ca.authority().root.serial_number)"
    )
    environment = {
        "DJANGO_SETTINGS_MODULE": "webcert.settings",
        "WEBCERT_DATA_DIR": str(tmp_path),
        "WEBCERT_READ_DOTENV": "false",
        "PATH": os.defpath,
    }
    started = [
        subprocess.Popen(
            [sys.executable, "-c", program], cwd=settings.BASE_DIR, env=environment, stdout=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    numbers = {process.communicate(timeout=60)[0].strip().splitlines()[-1] for process in started}
    assert len(numbers) == 1


@pytest.mark.parametrize("kind", ["ec", "rsa"])
def test_a_leaf_names_its_signer_and_is_for_signatures_only(kind: str) -> None:
    issue = test_ca.issue_ec if kind == "ec" else test_ca.issue_rsa
    certificate = issue(SIGNER, at=clock.now()).certificate
    named = {attribute.oid: attribute.value for attribute in certificate.subject}
    assert named == {
        NameOID.COUNTRY_NAME: "SE",
        NameOID.COMMON_NAME: "Eva Maria Holm",
        NameOID.GIVEN_NAME: "Eva Maria",
        NameOID.SURNAME: "Holm",
        NameOID.SERIAL_NUMBER: "SE1-1001",
    }
    usage = certificate.extensions.get_extension_for_class(x509.KeyUsage)
    assert usage.critical
    assert usage.value.digital_signature
    assert usage.value.content_commitment
    assert not usage.value.key_cert_sign
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == dt.timedelta(hours=1)


def test_the_signing_service_gets_a_p256_key_of_its_own_each_time() -> None:
    keys = [test_ca.issue_ec(SIGNER, at=clock.now()).key for _ in range(2)]
    assert all(isinstance(key, ec.EllipticCurvePrivateKey) and key.curve.name == "secp256r1" for key in keys)
    assert keys[0].private_numbers() != keys[1].private_numbers()


def test_the_one_click_way_gets_rsa_2048() -> None:
    key = test_ca.issue_rsa(SIGNER, at=clock.now()).key
    assert isinstance(key, rsa.RSAPrivateKey)
    assert key.key_size == 2048


def test_a_leaf_follows_the_emulated_clock() -> None:
    then = dt.datetime(2020, 5, 6, 7, 8, 9, tzinfo=dt.UTC)
    certificate = test_ca.issue_ec(SIGNER, at=then).certificate
    assert certificate.not_valid_before_utc < then < certificate.not_valid_after_utc


def test_the_chain_carries_matching_key_identifiers() -> None:
    authority = test_ca.authority()
    leaf = test_ca.issue_ec(SIGNER, at=clock.now()).certificate
    for subject, issuer in ((leaf, authority.issuing), (authority.issuing, authority.root)):
        subject.verify_directly_issued_by(issuer)
        above = issuer.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value.digest
        named = subject.extensions.get_extension_for_class(x509.AuthorityKeyIdentifier).value.key_identifier
        assert named == above


def test_a_function_credential_lasts(signing_dir: Path) -> None:
    first = test_ca.function_credential("webcert-client")
    test_ca._function_credential.cache_clear()
    again = test_ca.function_credential("webcert-client")
    assert again.certificate == first.certificate
    public = again.key.public_key()
    assert public.public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    ) == first.certificate.public_key().public_bytes(
        serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
    )


def test_the_command_makes_the_authority_and_tells_its_fingerprints(signing_dir: Path) -> None:
    out = io.StringIO()
    call_command("make_test_ca", stdout=out)
    assert (signing_dir / "ca" / "root.pem").is_file()
    assert out.getvalue().count("SHA-256") == 2
