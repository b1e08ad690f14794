"""What tests are arranged with: users on a small tree of units, patients, drafts and signed certificates.

Numbers and HSA-ids are those of the demo world, so that a test reads like the spec. Rows are made directly, past the
services; a test of a service makes only its surroundings here.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from typing import Any

from accounts import features
from accounts.features import FeatureName
from accounts.models import Feature
from accounts.user import CareUser, LaunchParameters, Origin, Position
from certificates.lifecycle.snapshots import issuer_fields, unit_contact, unit_fields
from certificates.models import Certificate
from certificates.types import registry
from hsa.roles import Role
from hsa.tree import ProviderNode, UnitNode
from patients.models import Patient
from terminology.code_systems import ICD_10_SE
from terminology.services import replace_concepts
from terminology.sources import SourceConcept
from webcert import clock

VE01, ME01, ME02, VE02 = "SE2321000016-VE01", "SE2321000016-ME01", "SE2321000016-ME02", "SE2321000016-VE02"
VE21, VE22 = "SE5565000001-VE21", "SE5565000001-VE22"
REGION, PRIVATE = "SE2321000016-VG01", "SE5565000001-VG02"
DOCTOR_ID, ADMIN_ID = "SE2321000016-P001", "SE2321000016-P005"

PATIENT, OTHER_PATIENT, THIRD_PATIENT = "191212121212", "199103172608", "199507038181"
PROTECTED, DECEASED, TEST_PERSON, REGISTER_ERROR = "194712180100", "193502289014", "196507081237", "197201010118"
UNKNOWN_PERSON = "196403219055"


def unit_node(
    hsa_id: str, *, care_unit_id: str = "", care_provider_id: str = REGION, sub_units: tuple[UnitNode, ...] = ()
) -> UnitNode:
    """A unit with every detail filled; its own care unit unless said otherwise."""
    return UnitNode(
        hsa_id=hsa_id,
        name=f"Enhet {hsa_id[-4:]}",
        care_unit_id=care_unit_id or hsa_id,
        care_unit_name=f"Enhet {(care_unit_id or hsa_id)[-4:]}",
        care_provider_id=care_provider_id,
        care_provider_name=f"Vårdgivare {care_provider_id[-4:]}",
        workplace_code="1000001",
        mail="enhet@exempel.test",
        phone="0770-123456",
        address="Storgatan 1",
        postal_code="99001",
        city="Exempelby",
        sub_units=sub_units,
    )


def tree() -> tuple[ProviderNode, ...]:
    """VG01 with VE01 (ME01, ME02) and VE02; VG02 with VE21 and VE22."""
    clinics = tuple(unit_node(hsa_id, care_unit_id=VE01) for hsa_id in (ME01, ME02))
    return (
        ProviderNode(
            hsa_id=REGION,
            name="Vårdgivare VG01",
            org_number="232100-0016",
            ownership="OFFENTLIG",
            care_units=(unit_node(VE01, sub_units=clinics), unit_node(VE02)),
        ),
        ProviderNode(
            hsa_id=PRIVATE,
            name="Vårdgivare VG02",
            org_number="556500-0001",
            ownership="PRIVAT",
            care_units=(unit_node(VE21, care_provider_id=PRIVATE), unit_node(VE22, care_provider_id=PRIVATE)),
        ),
    )


def make_user(role: Role = Role.LAKARE, *, unit: str = VE01, **changes: Any) -> CareUser:
    """A stand-alone user on a unit of ``tree``; by default the doctor P001 on VE01."""
    user = CareUser(
        hsa_id=DOCTOR_ID if role is Role.LAKARE else ADMIN_ID,
        name="Leonie Koehl" if role is Role.LAKARE else "Vera Sund",
        role=role,
        role_type=role.value,
        title="Överläkare" if role is Role.LAKARE else "",
        positions=(Position("201010", "Överläkare"),) if role is Role.LAKARE else (),
        specialities=("Allmänmedicin",) if role is Role.LAKARE else (),
        licences=("Läkare",) if role is Role.LAKARE else (),
        providers=tree(),
        commission_names={VE01: "Vård och behandling VE01"},
        selected_unit_id=unit,
    )
    return replace(user, **changes)


def make_integrated_user(
    role: Role = Role.LAKARE, *, unit: str = VE01, launch: LaunchParameters | None = None, **changes: Any
) -> CareUser:
    """The same, launched from a journal system."""
    launch = launch or LaunchParameters(enhet=unit)
    return make_user(role, unit=unit, origin=Origin.DJUPINTEGRATION, launch=launch, **changes)


def make_patient(person_id: str = PATIENT, **changes: Any) -> Patient:
    """A person of the register; the well-known numbers bring their own flags."""
    flags: dict[str, Any] = {
        PROTECTED: {"is_protected": True},
        DECEASED: {"is_deceased": True},
        TEST_PERSON: {"is_test_person": True},
        REGISTER_ERROR: {"answers_error": True},
    }.get(person_id, {})
    fields = {
        "first_name": "Tolvan",
        "last_name": "Tolvansson",
        "address_line_1": "Svensson, Storgatan 1, PL 1234",
        "postal_code": "12345",
        "city": "Småmåla",
    }
    return Patient.objects.create(person_id=person_id, **(fields | flags | changes))


def open_every_type() -> None:
    """Drafts of every type are handled, those too that the delivered features leave out (af00213 and others)."""
    ids = " ".join(sorted({ctype.type_id for ctype in registry.all_types()}))
    Feature.objects.filter(name=FeatureName.HANTERA_INTYGSUTKAST).update(certificate_types=ids)
    features.changed()


def make_diagnoses() -> None:
    """The diagnosis that ``complete_answers`` names, F43.0."""
    replace_concepts(ICD_10_SE, [SourceConcept("F430", "F43.0", "Akut stressreaktion")], version="test")


def complete_answers(unit: UnitNode | None = None) -> dict[str, Any]:
    """Answers of a complete FK7804: a carrier of infection, the shortest way. Needs ``make_diagnoses``."""
    today = clock.today()
    return {
        "27": True,
        "6": [{"code": "F430", "text": "Akut stressreaktion"}, *({"code": "", "text": ""} for _ in range(2))],
        "32": {"HELT_NEDSATT": {"from": str(today), "to": str(today + dt.timedelta(days=13))}},
        "UNIT_CONTACT_INFORMATION": unit_contact(registry.get("fk7804", "2.0"), unit or unit_node(VE01)),
    }


def make_draft(user: CareUser | None = None, *, person_id: str = PATIENT, **changes: Any) -> Certificate:
    """An FK7804 draft on the user's unit, holding nothing but the unit's contact details."""
    user = user or make_user()
    unit = user.unit
    assert unit is not None, "a draft needs a unit"
    now = clock.now()
    fields: dict[str, Any] = {
        "type_id": "fk7804",
        "type_version": "2.0",
        "person_id": person_id,
        "patient_first_name": "Tolvan",
        "patient_last_name": "Tolvansson",
        "answers": {"UNIT_CONTACT_INFORMATION": unit_contact(registry.get("fk7804", "2.0"), unit)},
        "created_at": now,
        "saved_at": now,
        "saved_by_hsa_id": user.hsa_id,
        "saved_by_name": user.name,
        **unit_fields(unit),
        **issuer_fields(user),
    }
    return Certificate.objects.create(**(fields | changes))


def make_signed(user: CareUser | None = None, *, signed_at: dt.datetime | None = None, **changes: Any) -> Certificate:
    """A signed FK7804 row, without its signed document: enough for rules and lists."""
    return make_draft(
        user,
        state=Certificate.State.SIGNED,
        is_complete=True,
        signed_at=signed_at or clock.now(),
        **changes,
    )
