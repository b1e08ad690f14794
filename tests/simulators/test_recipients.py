"""The simulated recipients."""

from __future__ import annotations

import pytest
from django.test import Client

from rivta import server
from rivta.contracts import REGISTER_CERTIFICATE_3
from rivta.results import Result
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import PARTS
from tests.simulators.messages import CERTIFICATE, ask, deliver_to_fk, listed, result_of

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.simulators.urls")]
CERTIFICATE_ID = "0b5e2f0a-0000-4000-8000-000000000001"


def held(client: Client, recipient: str, kind: str = "certificates") -> list[dict[str, object]]:
    return listed(client, f"/simulators/recipients/{recipient}/{kind}")


@pytest.mark.parametrize("recipient", PARTS)
def test_each_recipient_takes_and_lists_its_own_certificates(recipient: str, client: Client) -> None:
    path = f"/simulators/recipients/{recipient}/RegisterCertificate/3/rivtabp21"

    assert result_of(ask(path, REGISTER_CERTIFICATE_3, CERTIFICATE)) == Result("OK")

    (entry,) = held(client, recipient)
    assert set(entry) == {"certificateId", "typeCode", "receivedAt", "xml", "valid"}
    assert (entry["certificateId"], entry["typeCode"], entry["valid"]) == (CERTIFICATE_ID, "LISJP", True)
    assert CERTIFICATE.decode().strip() in str(entry["xml"])
    for other in set(PARTS) - {recipient}:
        assert held(client, other) == []


def test_revocations_and_messages_have_lists_of_their_own(client: Client) -> None:
    deliver_to_fk()

    assert held(client, "FKASSA", "revocations") == []
    assert held(client, "FKASSA", "messages") == []


@pytest.mark.parametrize("path", ["NOBODY/certificates", "FKASSA/other", "fkassa/certificates"])
def test_an_unknown_recipient_or_list_is_404(path: str, client: Client) -> None:
    assert client.get(f"/simulators/recipients/{path}").status_code == 404


def test_a_certificate_against_the_contract_is_kept_as_invalid_and_refused(client: Client) -> None:
    answer = deliver_to_fk(CERTIFICATE.replace(b"<c:version>1.3</c:version>", b""))

    assert answer.fault
    assert [entry["valid"] for entry in held(client, "FKASSA")] == [False]


@pytest.mark.parametrize(
    ("content", "address"),
    [(CERTIFICATE, "fail-adress"), (CERTIFICATE.replace(CERTIFICATE_ID.encode(), b"fail-adress"), "FKORG")],
)
def test_the_failing_address_and_the_failing_certificate_always_fail(content: bytes, address: str) -> None:
    SimulatorMode.objects.create(simulator="FKASSA", mode="OK")

    assert deliver_to_fk(content, address).fault


def test_delete_empties_one_list_of_one_recipient(client: Client) -> None:
    deliver_to_fk()
    ask("/simulators/recipients/AF/RegisterCertificate/3/rivtabp21", REGISTER_CERTIFICATE_3, CERTIFICATE)

    assert client.delete("/simulators/recipients/FKASSA/certificates").status_code == 204

    assert held(client, "FKASSA") == []
    assert len(held(client, "AF")) == 1


def test_the_simulators_are_open_to_the_installation_itself_when_callers_are_checked(client: Client, settings) -> None:
    settings.SOAP_BASIC_AUTH = "journal:password"

    for path in server.paths():
        status = client.post(path, b"", content_type="text/xml").status_code
        assert status == (500 if path.startswith("/simulators/") else 401), path
