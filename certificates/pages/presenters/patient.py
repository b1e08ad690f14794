"""The patient band: who it is, and what one must know (spec/ui.md 3.2; spec/integration.md 3.5)."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from accounts.user import CareUser, LaunchParameters
from certificates import access
from certificates.models import Certificate
from certificates.pages.presenters.parts import Badge, PatientView
from patients.person_id import valid_number
from patients.register import PatientRecord

DECEASED = Badge("Patienten är avliden", "patient-deceased")
PROTECTED = Badge("Skyddade personuppgifter", "patient-protected", "lock", "about/protected-patient")
TEST_PERSON = Badge("Valideringsperson", "patient-test", "info", "about/test-patient")
CHANGED_NUMBER = Badge("Personnumret har ändrats", "patient-number-changed")
RESERVE_NUMBER = Badge(
    "Samordningsnummer kopplat till reservnummer", "patient-reserve-number", "info", "about/reserve-number"
)
OTHER_NAME = Badge("Namnet skiljer sig från journalen", "patient-other-name", "warning", "about/other-name")


class Numbering(Enum):
    """How the number that the journal has stands to the certificate's."""

    SAME = auto()
    CHANGED = auto()
    RESERVE = auto()


def patient_view(user: CareUser, certificate: Certificate, patient: PatientRecord) -> PatientView:
    """The number shown first is the patient's present one; a former one stands beside it."""
    number, beside, numbering = _numbers(certificate, user.launch_about(certificate.person_id))
    return PatientView(
        name=patient.full_name if patient.has_name else "Namn okänt",
        number=number,
        beside=beside,
        badges=tuple(_badges(user, patient, numbering)),
    )


def _numbers(certificate: Certificate, launch: LaunchParameters) -> tuple[str, str, Numbering]:
    """The number to show, what stands beside it, and why: a draft has been moved, a signed certificate never is."""
    own, former = certificate.person_id, launch.before_alternate_ssn
    if former and former != own:  # it stands on the new one
        return _dashed(own), f"fd. {_dashed(former)}", Numbering.CHANGED
    given = launch.alternate_patient_ssn.strip()
    present = valid_number(given)
    if given and not present:
        return given, f"intygets nummer {_dashed(own)}", Numbering.RESERVE
    if present and present != own:
        return _dashed(present), f"fd. {_dashed(own)}", Numbering.CHANGED
    return _dashed(own), "", Numbering.SAME


def _badges(user: CareUser, patient: PatientRecord, numbering: Numbering) -> Iterator[Badge]:
    if access.is_deceased(user, patient):
        yield DECEASED
    if patient.is_protected:
        yield PROTECTED
    if numbering is Numbering.CHANGED:
        yield CHANGED_NUMBER
    if patient.is_test_person:
        yield TEST_PERSON
    if numbering is Numbering.RESERVE:
        yield RESERVE_NUMBER
    if _is_other_name(patient, user.launch_about(patient.person_id)):
        yield OTHER_NAME


def _is_other_name(patient: PatientRecord, launch: LaunchParameters) -> bool:
    given = (launch.fornamn, launch.mellannamn, launch.efternamn)
    if not any(part.strip() for part in given) or not patient.has_name:
        return False
    known = (patient.first_name, patient.middle_name, patient.last_name)
    return any(g.strip() and g.strip().casefold() != k.strip().casefold() for g, k in zip(given, known, strict=True))


def _dashed(number: str) -> str:
    return f"{number[:8]}-{number[8:]}"
