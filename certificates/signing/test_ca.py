"""The test certificate authority: a root, an issuing CA and a leaf per signature (spec/signing.md 12.1).

It lives in ``SIGNING_DIR`` and is made on first use. Everything is built in a folder beside and renamed into place, so
that two processes that start at once agree on one authority. Names and object identifiers of SITHS are never used.

A leaf of the signing service has an EC key of its own. The one-click way needs RSA-2048, whose keys take some hundred
milliseconds to make: there the process keeps one key pair and issues a new certificate on it for each signature.
"""

from __future__ import annotations

import datetime as dt
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from threading import Lock

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.x509.oid import NameOID
from django.conf import settings

PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey
PublicKey = ec.EllipticCurvePublicKey | rsa.RSAPublicKey

ORGANISATION = "Open Webcert (test)"
LEAF_BEFORE = dt.timedelta(minutes=15)
"""How long before its making a leaf is valid: the signing time is fixed when the ticket is made (7.1, 12.1)."""
LEAF_AFTER = dt.timedelta(minutes=45)
NOT_BEFORE = dt.datetime(2015, 1, 1, tzinfo=dt.UTC)
NOT_AFTER = dt.datetime(2049, 12, 31, tzinfo=dt.UTC)
"""The authority outlives any movement of the clock."""

_rsa_lock = Lock()


@dataclass(frozen=True, slots=True)
class Authority:
    """The CA of this installation."""

    root: x509.Certificate
    issuing: x509.Certificate
    issuing_key: ec.EllipticCurvePrivateKey

    @property
    def bundle(self) -> bytes:
        """Root and issuing CA as PEM, in that order."""
        return pem(self.root) + pem(self.issuing)


@dataclass(frozen=True, slots=True)
class Credential:
    """A private key and its certificate."""

    key: PrivateKey
    certificate: x509.Certificate


@dataclass(frozen=True, slots=True)
class Signer:
    """Who a leaf certificate names."""

    hsa_id: str
    name: str

    @property
    def given_name(self) -> str:
        return self.name.rpartition(" ")[0] or self.name

    @property
    def surname(self) -> str:
        return self.name.rpartition(" ")[2]


def pem(certificate: x509.Certificate) -> bytes:
    return certificate.public_bytes(serialization.Encoding.PEM)


def authority() -> Authority:
    """The authority in ``SIGNING_DIR``, made when missing."""
    return _authority(Path(settings.SIGNING_DIR) / "ca")


def issue_ec(signer: Signer, *, at: dt.datetime) -> Credential:
    """A leaf with a fresh P-256 key, as the signing service makes them; valid one hour around ``at``."""
    key = ec.generate_private_key(ec.SECP256R1())
    return Credential(key, _issue_leaf(signer, key.public_key(), at))


def issue_rsa(signer: Signer, *, at: dt.datetime) -> Credential:
    """A leaf on the process's RSA-2048 key, for the one-click way; valid one hour around ``at``."""
    with _rsa_lock:
        key = _process_rsa_key()
    return Credential(key, _issue_leaf(signer, key.public_key(), at))


def function_credential(name: str) -> Credential:
    """The lasting RSA credential of a system (``webcert-client``, ``signing-service``), made on first use."""
    return _function_credential(Path(settings.SIGNING_DIR), name)


@lru_cache(maxsize=1)
def _process_rsa_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@lru_cache(maxsize=8)
def _authority(folder: Path) -> Authority:
    if not folder.is_dir():
        _create_atomically(folder, _authority_files())
    issuing_key = serialization.load_pem_private_key((folder / "issuing.key").read_bytes(), None)
    if not isinstance(issuing_key, ec.EllipticCurvePrivateKey):
        raise ValueError("The issuing CA's key is not an EC key")
    return Authority(
        root=x509.load_pem_x509_certificate((folder / "root.pem").read_bytes()),
        issuing=x509.load_pem_x509_certificate((folder / "issuing.pem").read_bytes()),
        issuing_key=issuing_key,
    )


@lru_cache(maxsize=16)
def _function_credential(base: Path, name: str) -> Credential:
    folder = base / name
    if not folder.is_dir():
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        subject = _name(f"Open Webcert Test {name}")
        certificate = _sign(_builder(subject, key.public_key(), is_ca=False), by=_authority(base / "ca"))
        _create_atomically(folder, {"key.pem": _key_pem(key), "certificate.pem": pem(certificate)})
    key = serialization.load_pem_private_key((folder / "key.pem").read_bytes(), None)
    return Credential(key, x509.load_pem_x509_certificate((folder / "certificate.pem").read_bytes()))


def _create_atomically(folder: Path, files: dict[str, bytes]) -> None:
    """Put a folder of files in place by one rename; whoever comes second keeps the first one's."""
    folder.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        for name, content in files.items():
            handle = os.open(draft / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "wb") as file:
                file.write(content)
        draft.rename(folder)
    except OSError:
        if not folder.is_dir():
            raise
    finally:
        shutil.rmtree(draft, ignore_errors=True)


def _authority_files() -> dict[str, bytes]:
    root_key = ec.generate_private_key(ec.SECP256R1())
    issuing_key = ec.generate_private_key(ec.SECP256R1())
    root_name = _name("Open Webcert Test Root CA")
    root = (
        _builder(root_name, root_key.public_key(), is_ca=True, path_length=1)
        .issuer_name(root_name)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    issuing = (
        _builder(_name("Open Webcert Test Issuing CA"), issuing_key.public_key(), is_ca=True, path_length=0)
        .issuer_name(root_name)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(root_key.public_key()), critical=False)
        .sign(root_key, hashes.SHA256())
    )
    return {
        "root.key": _key_pem(root_key),
        "root.pem": pem(root),
        "issuing.key": _key_pem(issuing_key),
        "issuing.pem": pem(issuing),
    }


def _issue_leaf(signer: Signer, public_key: PublicKey, at: dt.datetime) -> x509.Certificate:
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
            x509.NameAttribute(NameOID.COMMON_NAME, signer.name[:64]),
            x509.NameAttribute(NameOID.GIVEN_NAME, signer.given_name[:64]),
            x509.NameAttribute(NameOID.SURNAME, signer.surname[:64]),
            x509.NameAttribute(NameOID.SERIAL_NUMBER, signer.hsa_id),
        ]
    )
    moment = at.replace(microsecond=0)
    builder = _builder(subject, public_key, is_ca=False, not_before=moment - LEAF_BEFORE, not_after=moment + LEAF_AFTER)
    return _sign(builder, by=authority())


def _sign(builder: x509.CertificateBuilder, *, by: Authority) -> x509.Certificate:
    key_id = by.issuing.extensions.get_extension_for_class(x509.SubjectKeyIdentifier).value
    return (
        builder.issuer_name(by.issuing.subject)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(key_id), critical=False)
        .sign(by.issuing_key, hashes.SHA256())
    )


def _builder(
    subject: x509.Name,
    public_key: PublicKey,
    *,
    is_ca: bool,
    path_length: int | None = None,
    not_before: dt.datetime = NOT_BEFORE,
    not_after: dt.datetime = NOT_AFTER,
) -> x509.CertificateBuilder:
    usage = x509.KeyUsage(
        digital_signature=not is_ca,
        content_commitment=not is_ca,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=is_ca,
        crl_sign=is_ca,
        encipher_only=False,
        decipher_only=False,
    )
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(not_before)
        .not_valid_after(not_after)
        .add_extension(x509.BasicConstraints(ca=is_ca, path_length=path_length), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "SE"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, ORGANISATION),
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
        ]
    )


def _key_pem(key: PrivateKey) -> bytes:
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
