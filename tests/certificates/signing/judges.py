"""The two judges of a signed document: the project's own verification, and Debian's xmlsec1 as an independent one."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from certificates.signing import test_ca, verification
from tests.certificates.signing.documents import SIGNER
from webcert import clock


def python_accepts(xml: bytes) -> bool:
    return verification.verify(xml, signer_hsa_id=SIGNER.hsa_id, at=clock.now()).is_valid


def xmlsec1_accepts(xml: bytes, folder: Path, *, root: bytes | None = None) -> bool:
    """Exit status of ``xmlsec1 --verify`` as spec/signing.md 12.5 gives it."""
    if shutil.which("xmlsec1") is None:
        pytest.skip("xmlsec1 is not installed")
    authority = test_ca.authority()
    files = {
        "signed.xml": xml,
        "root.pem": root or test_ca.pem(authority.root),
        "issuing.pem": test_ca.pem(authority.issuing),
    }
    for name, content in files.items():
        (folder / name).write_bytes(content)
    command = ["xmlsec1", "--verify", "--enabled-reference-uris", "empty", "--trusted-pem", "root.pem"]
    command += ["--untrusted-pem", "issuing.pem", "signed.xml"]
    return subprocess.run(command, cwd=folder, capture_output=True, check=False).returncode == 0
