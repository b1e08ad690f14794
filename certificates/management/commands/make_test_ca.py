"""``manage.py make_test_ca``: make the test CA beforehand, and tell where it is (spec/signing.md 12.1.1)."""

from __future__ import annotations

from typing import Any

from cryptography.hazmat.primitives import hashes
from django.conf import settings
from django.core.management.base import BaseCommand

from certificates.signing import test_ca


class Command(BaseCommand):
    help = "Skapar testutfärdaren för underskrifter om den saknas, och skriver ut var den finns."

    def handle(self, *args: Any, **options: Any) -> None:
        authority = test_ca.authority()
        self.stdout.write(f"Testutfärdaren finns i {settings.SIGNING_DIR / 'ca'}")
        for name, certificate in (("Rot", authority.root), ("Utfärdare", authority.issuing)):
            fingerprint = certificate.fingerprint(hashes.SHA256()).hex(":").upper()
            self.stdout.write(f"{name}: {certificate.subject.rfc4514_string()}\n  SHA-256 {fingerprint}")
