"""Printing a certificate: may it be, set it, log it, hand it out (spec/print.md 1.1, 7.1)."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.user import CareUser
from certificates.lifecycle.printing import announce_printed, get_printable
from certificates.models import Certificate
from certificates.print import renderer
from certificates.print.document import print_document
from certificates.print.file_name import file_name
from certificates.types import registry
from webcert import clock
from webcert.errors import AuthorizationProblem, DataNotFound


@dataclass(frozen=True, slots=True)
class Printout:
    """A PDF and the name it is saved under."""

    name: str
    content: bytes


def print_certificate(*, user: CareUser, type_id: str, certificate_id: str) -> Printout:
    """The certificate as PDF; exactly one PDL record, written before the bytes are handed out (7.1.7).

    It is set first, so that a print that fails leaves no record. Raises ``DataNotFound`` (also when the type is another
    than the certificate's), the access errors, ``InvalidState`` for a revoked one, ``ModuleProblem``.
    """
    certificate = _printable(user, type_id, certificate_id)
    printed_at = clock.now().replace(microsecond=0)
    document = print_document(certificate, printed_at=printed_at)
    content = renderer.render(document.as_json(), timestamp=int(printed_at.timestamp()))
    announce_printed(user, certificate)
    return Printout(file_name(document.name, printed_at=printed_at), content)


def print_employer_copy(*, user: CareUser, type_id: str, certificate_id: str) -> Printout:
    """The employer's copy, for types that declare one; an explained ``AuthorizationProblem`` for others (4)."""
    certificate = _printable(user, type_id, certificate_id)
    ctype = registry.get(certificate.type_id, certificate.type_version)
    if not ctype.flags.employer_copy:
        raise AuthorizationProblem(
            f"{ctype.name} har ingen utskrift för arbetsgivare. Skriv ett intyg som är avsett för arbetsgivaren.",
            reason="NO_EMPLOYER_COPY",
        )
    return print_certificate(user=user, type_id=type_id, certificate_id=certificate_id)


def _printable(user: CareUser, type_id: str, certificate_id: str) -> Certificate:
    certificate = get_printable(user, certificate_id)
    if certificate.type_id.casefold() != type_id.casefold():
        raise DataNotFound
    return certificate
