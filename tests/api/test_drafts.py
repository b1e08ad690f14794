"""POST /drafts: CreateDraftCertificate as JSON (spec/integration.md 1.1, 4.3)."""

from __future__ import annotations

import pytest

from certificates.models import Certificate
from notifications.models import IntegratedUnit, StatusUpdate
from pdllog.models import PdlRecord
from tests.api.conftest import KV_INTYGSTYP, System, draft_body
from tests.factories import DECEASED, PROTECTED, REGISTER_ERROR, UNKNOWN_PERSON, VE01, VE21

pytestmark = pytest.mark.django_db
DEATH = {"code": "DB", "codeSystem": KV_INTYGSTYP}
NURSE = "SE2321000016-P006"


def creator(**changes: str) -> dict[str, str]:
    return draft_body()["createdBy"] | changes


def test_the_answer_tells_id_unit_result_and_links(region: System) -> None:
    reply = region.post("/drafts", draft_body())
    certificate = Certificate.objects.get()
    assert reply.status == 201
    assert reply.body == {
        "id": certificate.pk,
        "unitId": VE01,
        "result": "OK",
        "text": "",
        "links": {
            "open": f"http://127.0.0.1:8000/visa/intyg/{certificate.pk}?enhet={VE01}",
            "events": f"http://127.0.0.1:8000/api/integration/v1/events?certificate={certificate.pk}",
        },
    }


def test_the_draft_is_the_one_that_soap_would_have_made(region: System) -> None:
    region.post("/drafts", draft_body(ref=" min-referens "))
    certificate = Certificate.objects.get()
    assert certificate.way_in == Certificate.WayIn.CREATE_DRAFT_CERTIFICATE
    assert (certificate.reference, certificate.issuer_name) == ("min-referens", "Namn Enligt Journalsystemet")
    assert certificate.patient_name == "Tolvan Tolvansson"


def test_the_unit_is_registered_the_event_told_and_the_access_logged(region: System) -> None:
    region.post("/drafts", draft_body())
    assert IntegratedUnit.objects.get().unit_id == VE01
    assert StatusUpdate.objects.get().code == "SKAPAT"
    assert [(r.activity_type, r.user_id) for r in PdlRecord.objects.all()] == [("Skriva", "SE2321000016-P001")]


@pytest.mark.parametrize(
    ("value", "stored"),
    [("true", True), ({"code": "x", "codeSystem": "y"}, None)],
)
def test_prefilled_answers_are_read_as_those_of_soap(region: System, value: object, stored: object) -> None:
    prefill = [{"id": "27", "subAnswers": [{"id": "27.1", "value": value}]}]
    assert region.post("/drafts", draft_body(prefill=prefill)).status == 201
    assert Certificate.objects.get().answers.get("27") == stored


@pytest.mark.parametrize(
    ("changes", "status", "code"),
    [
        ({"patient": {"personId": "191212121213"}}, 422, "VALIDATION_ERROR"),
        ({"createdBy": creator(hsaId="SE0000000000-NOBODY")}, 422, "VALIDATION_ERROR"),
        ({"patient": {"personId": UNKNOWN_PERSON}}, 403, "APPLICATION_ERROR"),
        ({"patient": {"personId": DECEASED}}, 403, "APPLICATION_ERROR"),
        ({"patient": {"personId": PROTECTED}, "createdBy": creator(hsaId=NURSE)}, 403, "APPLICATION_ERROR"),
        ({"type": {"code": "NIX", "codeSystem": "x"}}, 403, "APPLICATION_ERROR"),
        ({"patient": {"personId": REGISTER_ERROR}}, 503, "APPLICATION_ERROR"),
    ],
)
def test_a_refusal_has_the_code_of_soap_and_a_fitting_status(
    region: System, changes: dict[str, object], status: int, code: str
) -> None:
    reply = region.post("/drafts", draft_body(**changes))
    assert (reply.status, reply.code) == (status, code)
    assert not Certificate.objects.exists()


def test_a_second_one_where_there_may_be_only_one_is_a_conflict(region: System) -> None:
    assert region.post("/drafts", draft_body(type=DEATH)).status == 201
    reply = region.post("/drafts", draft_body(type=DEATH))
    assert (reply.status, reply.code) == (409, "APPLICATION_ERROR")


def test_what_is_good_to_know_is_told_as_info(region: System) -> None:
    reply = region.post("/drafts", draft_body(type={"code": "DOI", "codeSystem": KV_INTYGSTYP}))
    assert (reply.status, reply.body["result"]) == (201, "INFO")
    assert "dödsbevis" in reply.body["text"]


def test_a_unit_of_another_care_provider_does_not_exist(region: System) -> None:
    reply = region.post("/drafts", draft_body(createdBy=creator(unitHsaId=VE21)))
    assert (reply.status, reply.code) == (404, "DATA_NOT_FOUND")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (draft_body(typ={}), "typ"),
        (draft_body(patient={"personId": "1912-1212"}), "patient.personId"),
        (draft_body(patient={"personId": 191212121212}), "patient.personId"),
        (draft_body(type={"code": "LISJP"}), "type.codeSystem"),
        (draft_body(ref="x" * 256), "ref"),
        (draft_body(ref="\x01"), "ref"),
        (draft_body(prefill=[{"id": "1", "subAnswers": []}]), "prefill.0.subAnswers"),
        (draft_body(prefill=[{"id": "1", "subAnswers": [{"id": "1.1", "value": {"kod": "x"}}]}]), "prefill.0"),
    ],
)
def test_a_request_that_is_not_as_described_names_the_field(
    region: System, body: dict[str, object], field: str
) -> None:
    reply = region.post("/drafts", body)
    assert (reply.status, reply.code) == (422, "VALIDATION_ERROR")
    assert reply.body["errors"][0]["field"].startswith(field)
