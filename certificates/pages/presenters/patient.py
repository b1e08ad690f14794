"""The patient band: who it is, and what one must know (spec/ui.md 3.2; spec/integration.md 3.5)."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.user import CareUser, LaunchParameters
from certificates.models import Certificate
from certificates.pages.presenters.parts import Badge, PatientView
from patients.person_id import InvalidPersonId, PersonId
from patients.register import PatientRecord

DECEASED = Badge("Patienten är avliden", "patient-deceased")
PROTECTED = Badge("Skyddade personuppgifter", "patient-protected", "lock", "about/protected-patient")
TEST_PERSON = Badge("Valideringsperson", "patient-test", "info", "about/test-patient")
CHANGED_NUMBER = Badge("Personnumret har ändrats", "patient-number-changed")
RESERVE_NUMBER = Badge(
    "Samordningsnummer kopplat till reservnummer", "patient-reserve-number", "info", "about/reserve-number"
)
OTHER_NAME = Badge("Namnet skiljer sig från journalen", "patient-other-name", "warning", "about/other-name")


def patient_view(user: CareUser, certificate: Certificate, patient: PatientRecord) -> PatientView:
    """The number shown first is the patient's present one; a former one stands beside it."""
    launch = user.launch or LaunchParameters()
    present, former = _numbers(certificate, launch)
    return PatientView(
        name=patient.full_name if patient.has_name else "Namn okänt",
        number=_dashed(present),
        former_number=_dashed(former) if former else "",
        badges=tuple(_badges(patient, launch, has_former=bool(former))),
    )


def _numbers(certificate: Certificate, launch: LaunchParameters) -> tuple[str, str]:
    """Present and former number: a draft has been changed already, a signed certificate never is."""
    if launch.before_alternate_ssn:
        return certificate.person_id, launch.before_alternate_ssn
    alternate = _parsed(launch.alternate_patient_ssn)
    if alternate and alternate != certificate.person_id:
        return alternate, certificate.person_id
    return certificate.person_id, ""


def _badges(patient: PatientRecord, launch: LaunchParameters, *, has_former: bool) -> Iterator[Badge]:
    if patient.is_deceased:
        yield DECEASED
    if patient.is_protected:
        yield PROTECTED
    if has_former:
        yield CHANGED_NUMBER
    if patient.is_test_person:
        yield TEST_PERSON
    if launch.alternate_patient_ssn.strip() and not _parsed(launch.alternate_patient_ssn):
        yield RESERVE_NUMBER
    if _is_other_name(patient, launch):
        yield OTHER_NAME


def _is_other_name(patient: PatientRecord, launch: LaunchParameters) -> bool:
    given = (launch.fornamn, launch.mellannamn, launch.efternamn)
    if not any(part.strip() for part in given) or not patient.has_name:
        return False
    known = (patient.first_name, patient.middle_name, patient.last_name)
    return any(g.strip() and g.strip().casefold() != k.strip().casefold() for g, k in zip(given, known, strict=True))


def _parsed(text: str) -> str:
    try:
        return PersonId.parse(text).value
    except InvalidPersonId:
        return ""


def _dashed(number: str) -> str:
    return f"{number[:8]}-{number[8:]}"
