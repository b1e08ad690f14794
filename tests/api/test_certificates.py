"""GET /certificates/{id}, its XML, and the launch (spec/integration.md 3, 4.3)."""

from __future__ import annotations

import pytest
from lxml import etree

from accounts.launch import PARAMETER_NAMES
from api.requests import LaunchRequest
from certificates.models import Certificate, SignedDocument
from pdllog.models import PdlRecord
from rivta.contracts import REGISTER_CERTIFICATE_3
from tests.api.conftest import System
from tests.factories import PATIENT, PROTECTED, VE01, VE21, make_draft, make_signed, make_user
from webcert import clock

pytestmark = pytest.mark.django_db
UNKNOWN_ID = "00000000-0000-4000-8000-000000000000"


def launch(system: System, certificate_id: str, **parameters: object) -> dict[str, object]:
    reply = system.post(f"/certificates/{certificate_id}/launch", parameters)
    assert reply.status == 200, reply.content
    return reply.body


def test_a_draft_is_told_with_type_patient_unit_and_reference(region: System, draft_id: str) -> None:
    body = region.get(f"/certificates/{draft_id}").body
    assert (body["id"], body["state"], body["ref"]) == (draft_id, "DRAFT", "min-referens")
    assert (body["type"]["id"], body["type"]["code"], body["type"]["version"]) == ("fk7804", "LISJP", "2.0")
    assert body["patient"]["personId"] == PATIENT
    assert (body["unit"]["hsaId"], body["careProvider"]["hsaId"]) == (VE01, "SE2321000016-VG01")
    assert body["recipients"] == [{"id": "FKASSA", "name": "Försäkringskassan", "sentAt": None}]
    assert body["questions"]["received"] == {"total": 0, "unanswered": 0, "answered": 0, "handled": 0}


def test_times_of_a_signed_and_revoked_one_have_their_zone(region: System) -> None:
    now = clock.now()
    certificate = make_signed(sent_at=now, sent_to="FKASSA", revoked_at=now)
    body = region.get(f"/certificates/{certificate.pk}").body
    assert body["state"] == "SIGNED"
    assert body["revokedAt"] == body["recipients"][0]["sentAt"] == now.isoformat().replace("+00:00", "Z")


def test_relations_name_the_parent_and_the_children_that_are_left(region: System) -> None:
    parent = make_signed()
    child = make_draft(parent=parent, relation=Certificate.Relation.ERSATT)
    make_draft(parent=parent, relation=Certificate.Relation.FRLANG, state=Certificate.State.DELETED)
    assert region.get(f"/certificates/{parent.pk}").body["relations"] == [
        {"role": "CHILD", "kind": "ERSATT", "certificateId": child.pk}
    ]
    assert region.get(f"/certificates/{child.pk}").body["relations"] == [
        {"role": "PARENT", "kind": "ERSATT", "certificateId": parent.pk}
    ]


def test_a_protected_patients_certificate_is_told_to_the_system(region: System) -> None:
    certificate = make_draft(person_id=PROTECTED)
    assert region.get(f"/certificates/{certificate.pk}").status == 200


def test_a_systems_reading_is_no_record_of_the_pdl_log(region: System, draft_id: str) -> None:
    before = PdlRecord.objects.count()
    region.get(f"/certificates/{draft_id}")
    region.get(f"/certificates/{draft_id}/xml")
    assert PdlRecord.objects.count() == before


def test_the_id_may_be_written_in_capitals(region: System, draft_id: str) -> None:
    assert region.get(f"/certificates/{draft_id.upper()}").body["id"] == draft_id
    assert launch(region, draft_id.upper())["action"] == launch(region, draft_id)["action"]


@pytest.mark.parametrize("certificate_id", [UNKNOWN_ID, "no-uuid"])
def test_one_that_is_unknown_is_not_found(region: System, certificate_id: str) -> None:
    assert region.get(f"/certificates/{certificate_id}").status == 404


def test_a_deleted_draft_is_not_found(region: System) -> None:
    certificate = make_draft(state=Certificate.State.DELETED)
    assert region.get(f"/certificates/{certificate.pk}").status == 404


def test_the_xml_of_a_draft_agrees_with_the_contract(region: System, draft_id: str) -> None:
    reply = region.get(f"/certificates/{draft_id}/xml")
    assert reply.headers["Content-Type"] == "application/xml; charset=utf-8"
    assert REGISTER_CERTIFICATE_3.validate(etree.fromstring(reply.content)) == []


def test_the_xml_of_a_signed_one_is_the_signed_bytes(region: System) -> None:
    certificate = make_signed()
    SignedDocument.objects.create(
        certificate=certificate,
        xml=b"<signed  at='noon'/>",
        signature_type=SignedDocument.SignatureType.XMLDSIG,
        digest="abc=",
        signer_hsa_id=certificate.issuer_hsa_id,
        created_at=clock.now(),
    )
    assert region.get(f"/certificates/{certificate.pk}/xml").content == b"<signed  at='noon'/>"


# --- launch -------------------------------------------------------------------------------------------------------
def test_the_launch_is_a_form_that_posts_the_parameters(region: System, draft_id: str) -> None:
    body = launch(region, draft_id, enhet=VE01, sjf=True, efternamn='Åk"e<')
    assert (body["method"], body["action"]) == ("POST", f"http://127.0.0.1:8000/visa/intyg/{draft_id}")
    assert body["fields"] == [
        {"name": "enhet", "value": VE01},
        {"name": "efternamn", "value": 'Åk"e<'},
        {"name": "sjf", "value": "true"},
    ]
    form = etree.fromstring(str(body["html"]).encode(), etree.HTMLParser(encoding="utf-8")).find(".//form")
    assert [(e.get("name"), e.get("value")) for e in form.findall("input")] == [
        (field["name"], field["value"]) for field in body["fields"]
    ]


def test_a_link_is_offered_when_nothing_of_it_tells_of_the_patient(region: System, draft_id: str) -> None:
    body = launch(region, draft_id, enhet=VE01, kopieringOK=False)
    assert body["url"] == f"http://127.0.0.1:8000/visa/intyg/{draft_id}?enhet={VE01}&kopieringOK=false"


@pytest.mark.parametrize(
    "parameters",
    [{"fornamn": "Tolvan"}, {"alternatePatientSSn": PATIENT}, {"launchId": UNKNOWN_ID}],
)
def test_no_link_is_offered_otherwise(region: System, draft_id: str, parameters: dict[str, str]) -> None:
    assert launch(region, draft_id, **parameters)["url"] is None


@pytest.mark.parametrize(
    ("parameters", "status"),
    [({"sjf": "kanske"}, 422), ({"launchId": "x"}, 422), ({"patientId": PATIENT}, 422), ({"enhet": VE21}, 404)],
)
def test_a_parameter_that_the_launch_would_not_take_is_refused(
    region: System, draft_id: str, parameters: dict[str, str], status: int
) -> None:
    assert region.post(f"/certificates/{draft_id}/launch", parameters).status == status


def test_every_parameter_of_a_launch_can_be_given() -> None:
    assert set(LaunchRequest().fields) == PARAMETER_NAMES


def test_another_care_providers_certificate_is_not_launched(private: System, draft_id: str) -> None:
    assert private.post(f"/certificates/{draft_id}/launch", {}).status == 404


def test_a_user_of_another_provider_made_one_that_its_own_system_sees(region: System, private: System) -> None:
    certificate = make_draft(make_user(unit=VE21))
    assert private.get(f"/certificates/{certificate.pk}").status == 200
    assert region.get(f"/certificates/{certificate.pk}").status == 404
