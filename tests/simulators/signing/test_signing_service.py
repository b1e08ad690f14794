"""Signing by the signing service, the whole way, and its faults (spec/signing.md 8.1, 12.1.2, 12.7)."""

from __future__ import annotations

import base64
import datetime as dt
from pathlib import Path

import pytest
import time_machine
from cryptography import x509
from django.conf import settings
from django.test import Client

from accounts.user import CareUser
from certificates.events import DomainEvent, EventKind
from certificates.models import Certificate, SignedDocument, SigningTicket
from certificates.signing import test_ca
from certificates.signing.dss import request as sign_request
from certificates.signing.dss.parties import parties
from simulators.signing.models import SigningFault, SigningOrder
from tests.certificates.signing.judges import xmlsec1_accepts
from tests.simulators.signing.journey import Journey, fields, message
from webcert import clock


@pytest.fixture
def journey(doctor: CareUser, draft: Certificate) -> Journey:
    return Journey.of(doctor, draft)


def assert_error(journey: Journey, location: str, status: str = SigningTicket.Status.ERROR) -> None:
    assert location == f"/certificate/{journey.draft.pk}/sign/error"
    assert Certificate.objects.get(pk=journey.draft.pk).is_draft
    assert SigningTicket.objects.get().status == status


def test_the_doctor_signs_and_comes_back_to_the_certificate(
    journey: Journey, heard: list[DomainEvent], tmp_path: Path
) -> None:
    response = journey.sign()
    assert (response.status_code, response["Location"]) == (303, f"/certificate/{journey.draft.pk}")
    xml = bytes(SignedDocument.objects.get(pk=journey.draft.pk).xml)
    assert b"xmldsig-more#ecdsa-sha256" in xml
    assert xmlsec1_accepts(xml, tmp_path)
    assert [event.kind for event in heard] == [EventKind.SIGNAT]


def test_the_page_that_leaves_works_without_script(journey: Journey) -> None:
    page = journey.webcert.post(f"/certificate/{journey.draft.pk}/sign/service", {"version": 3}).content.decode()
    assert 'action="/simulators/signing/"' in page
    assert '<button class="nhsuk-button" type="submit">Fortsätt</button>' in page
    assert page.count("js/signing/auto-submit.js") == 1


def test_the_service_may_post_its_answer_to_the_address_of_its_client(journey: Journey) -> None:
    answer = journey.choose(journey.start(), "SIGN")
    policy = answer["Content-Security-Policy"]
    (form_action,) = [part.strip() for part in policy.split(";") if part.strip().startswith("form-action")]
    assert form_action.split() == ["form-action", "'self'", settings.BASE_URL]
    assert f'action="{settings.BASE_URL}/' in answer.content.decode()


def test_the_service_shows_whose_certificate_is_signed(journey: Journey) -> None:
    page = journey.service.get(journey.bring(journey.start())["Location"]).content.decode()
    assert "Läkarintyg för sjukpenning" in page
    assert "19121212-1212" in page
    assert journey.draft.pk in page
    for caption in ("Signera", "Avbryt", "Misslyckas", "Vänta 30 s"):
        assert f">{caption}</button>" in page


@pytest.mark.django_db
def test_the_message_to_the_signer_cannot_bring_markup_of_its_own(doctor: CareUser) -> None:
    task = sign_request.Task(
        ticket_id="t", signer_hsa_id=doctor.hsa_id, to_be_signed=b"x", message="<p>hej</p><script>alert(1)</script>"
    )
    form = sign_request.form(task, parties())
    client = Client()
    posted = {"Binding": form.binding, "RelayState": form.relay_state, "EidSignRequest": form.request}
    page = client.get(client.post("/simulators/signing/", posted)["Location"]).content.decode()
    assert "<p>hej</p>" in page
    assert "alert(1)" not in page


@pytest.mark.parametrize(
    ("choice", "status"), [("CANCEL", SigningTicket.Status.AVBRUTEN), ("FAIL", SigningTicket.Status.ERROR)]
)
def test_cancelled_and_failed_lead_to_the_error_page_and_it_can_be_signed_again(
    journey: Journey, choice: str, status: str
) -> None:
    assert_error(journey, journey.sign(choice)["Location"], status)
    SigningTicket.objects.all().delete()
    assert journey.sign()["Location"] == f"/certificate/{journey.draft.pk}"


def test_the_error_page_exists(journey: Journey) -> None:
    assert journey.webcert.get(journey.sign("CANCEL")["Location"]).status_code == 200


def test_waiting_answers_after_thirty_seconds(journey: Journey) -> None:
    now = clock.wall_now()
    with time_machine.travel(now, tick=False):
        waiting = journey.choose(journey.start(), "WAIT")
        assert waiting["Refresh"] == "30"
        assert not fields(waiting)
    with time_machine.travel(now + dt.timedelta(seconds=31)):
        answer = fields(journey.service.get(f"/simulators/signing/orders/{SigningOrder.objects.get().pk}/answer"))
        assert journey.come_back(answer)["Location"] == f"/certificate/{journey.draft.pk}"


@pytest.mark.parametrize(
    "fault",
    [
        SigningFault.Kind.EXPIRED_REQUEST,
        SigningFault.Kind.WRONG_MESSAGE_SIGNATURE,
        SigningFault.Kind.TAMPERED_VALUE,
        SigningFault.Kind.DER_VALUE,
        SigningFault.Kind.OTHER_SIGNER,
    ],
)
def test_a_fault_of_the_service_never_signs(journey: Journey, fault: str) -> None:
    SigningFault.objects.create(kind=fault)
    assert_error(journey, journey.sign()["Location"])


def test_a_fault_that_is_switched_off_does_nothing(journey: Journey) -> None:
    SigningFault.objects.create(kind=SigningFault.Kind.TAMPERED_VALUE, is_active=False)
    assert journey.sign()["Location"] == f"/certificate/{journey.draft.pk}"


def test_a_silent_service_gives_no_form_to_post(journey: Journey) -> None:
    SigningFault.objects.create(kind=SigningFault.Kind.NO_ANSWER)
    assert not fields(journey.choose(journey.start(), "SIGN"))


def test_an_answer_brought_by_another_users_session_is_refused(journey: Journey, doctor: CareUser) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    stranger = Journey.of(doctor.on_unit("SE2321000016-VE02"), journey.draft).webcert
    response = journey.come_back(answer, client=stranger)
    assert response.status_code == 403
    assert Certificate.objects.get(pk=journey.draft.pk).is_draft
    assert journey.come_back(answer)["Location"] == f"/certificate/{journey.draft.pk}"


def test_an_answer_without_a_session_is_refused(journey: Journey) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    assert journey.come_back(answer, client=Client()).status_code in {302, 401, 403}
    assert Certificate.objects.get(pk=journey.draft.pk).is_draft


def test_an_answer_posted_twice_is_refused_the_second_time(journey: Journey, heard: list[DomainEvent]) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    journey.come_back(answer)
    assert journey.come_back(answer)["Location"] == f"/certificate/{journey.draft.pk}/sign/error"
    assert SigningTicket.objects.get().status == SigningTicket.Status.SIGNERAD
    assert len(heard) == 1


def test_an_unknown_ticket_is_not_found(journey: Journey) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    assert journey.come_back({**answer, "RelayState": "unknown"}).status_code == 404


def test_an_expired_ticket_is_not_found(journey: Journey) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    SigningTicket.objects.update(expires_at=clock.wall_now())
    assert journey.come_back(answer).status_code == 404


def test_a_draft_saved_in_between_is_not_signed(journey: Journey) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    Certificate.objects.filter(pk=journey.draft.pk).update(version=4)
    assert_error(journey, journey.come_back(answer)["Location"])
    assert SigningTicket.objects.get().failure == "CONCURRENT_MODIFICATION"


@pytest.mark.parametrize("rubbish", ["", "not base64!", base64.b64encode(b"<not-xml").decode()])
def test_an_answer_that_cannot_be_read_leads_to_the_error_page(journey: Journey, rubbish: str) -> None:
    answer = fields(journey.choose(journey.start(), "SIGN"))
    assert_error(journey, journey.come_back({**answer, "EidSignResponse": rubbish})["Location"])


def test_the_answer_to_another_ticket_is_refused(journey: Journey) -> None:
    first = fields(journey.choose(journey.start(), "SIGN"))
    SigningTicket.objects.all().delete()
    second = fields(journey.choose(journey.start(), "SIGN"))
    mixed = {**second, "EidSignResponse": first["EidSignResponse"]}
    assert_error(journey, journey.come_back(mixed)["Location"])


# --- the service's own checks ---


def test_a_request_that_was_changed_is_refused(journey: Journey) -> None:
    form = journey.start()
    root = base64.b64decode(form["EidSignRequest"]).replace(b"SE2321000016-P001", b"SE2321000016-P002")
    response = journey.bring({**form, "EidSignRequest": base64.b64encode(root).decode()})
    assert response.status_code == 400
    assert "inte undertecknad av en känd klient" in response.content.decode()


@pytest.mark.parametrize(
    "change",
    [{"Binding": "POST/XML/2.0"}, {"EidSignRequest": "%"}, {"EidSignRequest": base64.b64encode(b"<x").decode()}],
)
def test_a_form_that_cannot_be_read_is_refused(journey: Journey, change: dict[str, str]) -> None:
    assert journey.bring({**journey.start(), **change}).status_code == 400


def test_a_request_past_its_time_is_refused(journey: Journey) -> None:
    now = clock.wall_now()
    with time_machine.travel(now):
        form = journey.start()
    with time_machine.travel(now + dt.timedelta(minutes=8, seconds=5)):
        response = journey.bring(form)
    assert response.status_code == 400
    assert "gått ut" in response.content.decode()


def test_an_unknown_choice_is_refused(journey: Journey) -> None:
    order = journey.bring(journey.start())["Location"]
    assert journey.service.post(order, {"choice": "NONSENSE"}).status_code == 400


def test_an_order_has_no_answer_before_a_choice(journey: Journey) -> None:
    order = journey.bring(journey.start())["Location"]
    assert journey.service.get(f"{order}/answer").status_code == 404


def test_old_orders_are_thrown_away(journey: Journey) -> None:
    journey.bring(journey.start())
    SigningOrder.objects.update(created_at=clock.wall_now() - dt.timedelta(hours=2))
    journey.bring(journey.start())
    assert SigningOrder.objects.count() == 1


def test_the_answer_names_the_request_and_holds_the_chain(journey: Journey) -> None:
    form = journey.start()
    root = message(fields(journey.choose(form, "SIGN"))["EidSignResponse"])
    assert root.get("RequestID") == form["RelayState"]
    chain = root.findall(".//{*}SignatureCertificateChain/{*}X509Certificate")
    certificates = [x509.load_der_x509_certificate(base64.b64decode(c.text)) for c in chain]
    assert certificates[1] == test_ca.authority().issuing
    certificates[0].verify_directly_issued_by(certificates[1])


@pytest.mark.django_db
def test_the_authority_is_published() -> None:
    response = Client().get("/simulators/signing/ca.pem")
    root, issuing = x509.load_pem_x509_certificates(response.content)
    assert (root, issuing) == (test_ca.authority().root, test_ca.authority().issuing)
    alone = Client().get("/simulators/signing/issuing.pem")
    assert x509.load_pem_x509_certificate(alone.content) == issuing
