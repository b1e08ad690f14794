"""Printing a certificate: may it be, set it, log it, hand it out (spec/print.md 1.1, 7.1)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from accounts.user import CareUser
from certificates.lifecycle.printing import Printable, announce_printed, get_printable
from certificates.print import renderer
from certificates.print.document import print_document
from certificates.print.employer_copy import check_withheld
from certificates.print.file_name import file_name
from certificates.types import registry
from webcert import clock
from webcert.errors import DataNotFound


@dataclass(frozen=True, slots=True)
class Printout:
    """A PDF and the name it is saved under."""

    name: str
    content: bytes


def print_certificate(*, user: CareUser, type_id: str, certificate_id: str) -> Printout:
    """The certificate as PDF; exactly one PDL record, written before the bytes are handed out (7.1.7).

    It is set first, so that a print that fails leaves no record. Raises ``DataNotFound`` (also when the type is another
    than the certificate's), the access errors (for a revoked one too) and ``ModuleProblem``.
    """
    return _printout(user, _printable(user, type_id, certificate_id), withheld=())


def print_employer_copy(
    *, user: CareUser, type_id: str, certificate_id: str, withheld: Collection[str] = ()
) -> Printout:
    """The copy for the employer, without the answers of the questions ``withheld`` (4).

    Asks what every print asks, not ``Action.PRINT_FOR_EMPLOYER``: the real system's feature for that is off for every
    type, and ours are the types that declare such a copy (4, "Ours").

    Raises as ``print_certificate``, and an explained ``AuthorizationProblem`` for a type that has no such copy,
    ``InvalidInput`` for a question that cannot be kept back and ``InvalidState`` when none can, by the answers.
    """
    printable = _printable(user, type_id, certificate_id)
    check_withheld(printable.certificate, withheld)
    return _printout(user, printable, withheld=withheld)


def _printable(user: CareUser, type_id: str, certificate_id: str) -> Printable:
    printable = get_printable(user, certificate_id)
    if printable.certificate.type_id.casefold() != type_id.casefold():
        raise DataNotFound
    return printable


def _printout(user: CareUser, printable: Printable, *, withheld: Collection[str]) -> Printout:
    certificate = printable.certificate
    printed_at = clock.now().replace(microsecond=0)
    document = print_document(
        certificate, printed_at=printed_at, withheld=withheld, is_protected=printable.is_protected
    )
    content = renderer.render(document.as_json(), timestamp=int(printed_at.timestamp()))
    announce_printed(user, certificate)
    ctype = registry.get(certificate.type_id, certificate.type_version)
    return Printout(file_name(ctype, printed_at=printed_at, is_adapted=bool(withheld)), content)
