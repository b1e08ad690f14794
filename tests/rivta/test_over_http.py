"""The same over HTTP: methods, size, callers, WSDL, and zeep as a journal system."""

from __future__ import annotations

import base64

import pytest
import zeep
from django.test import Client
from lxml import etree

from rivta import oids
from rivta.contracts import REGISTER_CERTIFICATE_3
from tests.rivta.conftest import Place, envelope

pytestmark = pytest.mark.urls("tests.rivta.urls")


@pytest.fixture
def http() -> Client:
    return Client(enforce_csrf_checks=True)


def post(http: Client, place: Place, message: bytes | None = None, **extra: str):
    content = envelope(place.body) if message is None else message
    return http.generic("POST", place.path, content, content_type=extra.pop("content_type", "text/xml"), **extra)


def test_a_post_needs_no_csrf_token(http: Client, register_place: Place) -> None:
    response = post(http, register_place)

    assert response.status_code == 200
    assert response["Content-Type"] == "text/xml; charset=utf-8"


def test_a_wrong_soap_action_is_accepted(http: Client, register_place: Place) -> None:
    assert post(http, register_place, headers={"SOAPAction": '"urn:quite:other"'}).status_code == 200


def test_the_charset_of_the_content_type_counts(http: Client, register_place: Place) -> None:
    message = envelope(register_place.body, encoding="iso-8859-1")

    assert post(http, register_place, message, content_type="text/xml; charset=ISO-8859-1").status_code == 200
    assert post(http, register_place, message, content_type="text/xml").status_code == 500


@pytest.mark.parametrize("method", ["get", "put", "delete", "patch", "options", "head"])
def test_every_other_method_is_405(method: str, http: Client, register_place: Place) -> None:
    response = getattr(http, method)(register_place.path)

    assert response.status_code == 405
    assert response["Allow"] == "POST"


def test_a_message_above_the_limit_is_413_and_stored_nowhere(http: Client, register_place: Place, settings) -> None:
    settings.SOAP_MAX_BYTES = 1000

    response = post(http, register_place)

    assert response.status_code == 413
    assert b"Fault" in response.content
    assert register_place.inbox.requests == []


def test_a_message_that_says_it_is_too_large_is_not_read(http: Client, register_place: Place, settings) -> None:
    response = http.generic("POST", register_place.path, b"short", CONTENT_LENGTH=str(settings.SOAP_MAX_BYTES + 1))

    assert response.status_code == 413


def test_the_wsdl_has_the_address_that_was_asked(http: Client, register_place: Place) -> None:
    response = http.get(f"{register_place.path}?wsdl", headers={"Host": "127.0.0.1:4711"})

    assert response.status_code == 200
    assert b'location="http://127.0.0.1:4711/services/test/register"' in response.content


def test_the_wsdl_is_found_in_capitals_too(http: Client, register_place: Place) -> None:
    assert http.get(f"{register_place.path}?WSDL").status_code == 200


def test_each_schema_is_reachable_and_points_to_the_endpoint(http: Client, register_place: Place) -> None:
    for name in REGISTER_CERTIFICATE_3.schema_files():
        response = http.get(f"{register_place.path}?xsd={name}")

        assert response.status_code == 200
        for include in etree.fromstring(response.content).iter("{http://www.w3.org/2001/XMLSchema}import"):
            assert include.get("schemaLocation").startswith(f"http://testserver{register_place.path}?xsd=")


@pytest.mark.parametrize("name", ["nothing.xsd", "../contract.toml", "contract.toml", "/etc/passwd", ""])
def test_no_other_file_is_reachable(name: str, http: Client, register_place: Place) -> None:
    assert http.get(f"{register_place.path}?xsd={name}").status_code == 404


def test_basic_authentication_lets_the_right_caller_in(http: Client, register_place: Place, settings) -> None:
    settings.SOAP_BASIC_AUTH = "journal:lösen"
    right = base64.b64encode("journal:lösen".encode()).decode()
    wrong = base64.b64encode(b"journal:other").decode()

    assert post(http, register_place).status_code == 401
    assert post(http, register_place, headers={"Authorization": f"Basic {wrong}"}).status_code == 401
    assert post(http, register_place, headers={"Authorization": "Basic !"}).status_code == 401
    assert post(http, register_place, headers={"Authorization": "Basic \xff"}).status_code == 401
    assert post(http, register_place, headers={"Authorization": f"Basic {right}"}).status_code == 200
    assert [request.caller for request in register_place.inbox.requests] == ["journal"]


def test_a_refused_caller_is_told_how_to_authenticate(http: Client, register_place: Place, settings) -> None:
    settings.SOAP_BASIC_AUTH = "journal:password"

    assert post(http, register_place)["WWW-Authenticate"].startswith("Basic ")


@pytest.mark.parametrize(
    ("allowed", "address", "status"),
    [
        (["10.1.0.0/16"], "10.1.2.3", 200),
        (["10.1.0.0/16"], "10.2.2.3", 403),
        (["192.0.2.7", "2001:db8::/32"], "2001:db8::1", 200),
        (["192.0.2.7"], "192.0.2.7", 200),
        (["192.0.2.7"], "", 403),
    ],
)
def test_only_allowed_addresses_may_call(
    allowed: list[str], address: str, status: int, http: Client, register_place: Place, settings
) -> None:
    settings.SOAP_ALLOWED_CLIENTS = allowed

    assert post(http, register_place, REMOTE_ADDR=address).status_code == status


def test_a_forwarded_address_counts_only_behind_our_own_proxy(http: Client, register_place: Place, settings) -> None:
    settings.SOAP_ALLOWED_CLIENTS = ["192.0.2.7"]
    forwarded = {"X-Forwarded-For": "10.0.0.1, 192.0.2.7"}

    settings.SECURE_PROXY_SSL_HEADER = None
    assert post(http, register_place, headers=forwarded).status_code == 403
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert post(http, register_place, headers=forwarded).status_code == 200


def test_the_subject_of_the_client_certificate_is_needed_and_is_the_caller(
    http: Client, register_place: Place, settings
) -> None:
    settings.SOAP_CLIENT_CERTIFICATE_HEADER = "X-Client-Subject"

    assert post(http, register_place).status_code == 403
    assert post(http, register_place, headers={"X-Client-Subject": "CN=journal.test"}).status_code == 200
    assert register_place.inbox.requests[0].caller == "CN=journal.test"


@pytest.mark.django_db(transaction=True)
def test_zeep_calls_a_running_server_like_a_journal_system(live_server, draft_place: Place) -> None:
    client = zeep.Client(f"{live_server.url}{draft_place.path}?wsdl")
    draft = {
        "typAvIntyg": {"code": "LISJP", "codeSystem": oids.KV_INTYGSTYP},
        "patient": {
            "person-id": {"root": oids.PERSONNUMMER, "extension": "191212121212"},
            "fornamn": "Tolvan",
            "efternamn": "Åström",
            "postadress": "",
            "postnummer": "",
            "postort": "",
        },
        "skapadAv": {
            "personal-id": {"root": oids.HSA_ID, "extension": "SE2321000016-P001"},
            "fullstandigtNamn": "Lisa Läkare",
            "enhet": {"enhets-id": {"root": oids.HSA_ID, "extension": "SE2321000016-VE01"}, "enhetsnamn": "Enhet"},
        },
    }

    answer = client.service.CreateDraftCertificate(intyg=draft, _soapheaders={"LogicalAddress": "SE1"})

    assert answer.result.resultCode == "OK"
    (received,) = draft_place.inbox.requests
    assert received.logical_address == "SE1"
    assert received.body.findtext(".//{*}efternamn") == "Åström"


@pytest.mark.django_db(transaction=True)
def test_zeep_raises_our_fault(live_server, register_place: Place) -> None:
    client = zeep.Client(f"{live_server.url}{register_place.path}?wsdl")

    with pytest.raises(zeep.exceptions.Fault, match="Unmarshalling Error"):
        client.service.RegisterCertificate(intyg=zeep.xsd.SkipValue, _soapheaders={"LogicalAddress": "SE1"})
