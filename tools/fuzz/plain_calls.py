"""Valid calls that are no SOAP: the JSON API, what simulators hold, links of other systems, the readiness.

To add an address is to add a line to ``CALLS``. In path, body and headers ``$certificate``, ``$person``, ``$unit`` and
``$unique`` stand for what differs from call to call. An address that this installation does not have is not called.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from string import Template

from django.urls import Resolver404, resolve

from tools.fuzz.wire import Request
from tools.fuzz.world import subject

API = "/api/integration/v1"
SESSIONS = {"normal": "NORMAL", "integrated": "DJUPINTEGRATION"}
"""The sessions of a run by name, with the way in of each."""
_DRAFT = """{"type": {"code": "LISJP", "codeSystem": "b64ea353-e8f6-4832-b563-fc7d46f29548"},
"patient": {"personId": "$person"}, "createdBy": {"hsaId": "SE2321000016-P001", "name": "Testa Testsson",
"unitHsaId": "SE2321000016-VE01"}, "ref": "journal-1", "prefill": [{"id": "27", "instance": 1, "subAnswers":
[{"id": "27.1", "value": "true"}]}, {"id": "6", "subAnswers": [{"id": "6.2", "value": {"code": "F430",
"codeSystem": "1.2.752.116.1.1.1.1.3", "displayName": "Text"}}, {"id": "6.1", "value": "Text"}]}]}"""
_SEARCH = '{"personId": "$person", "units": ["$unit"], "from": "2026-01-01T00:00:00", "to": "2027-01-01T00:00:00"}'
_LAUNCH = '{"enhet": "$unit", "fornamn": "Testa", "sjf": true, "ref": "journal-1", "launchId": "$unique"}'
_UNIT = '{"integrated": true, "endpoint": null, "receiver": {"mode": "INFO", "text": "Prov", "every": 2}}'
_WRITTEN = """{"topic": "KOMPLT", "heading": "Rubrik", "text": "Vad menas?", "contact": ["Kundcenter"],
"lastAnswerDate": "2027-03-15", "complements": [{"questionId": "6", "text": "Vilken?", "instance": 1}]}"""
_HOOK = '{"url": "http://127.0.0.1:9/hook/$unique", "units": ["$unit"]}'
_MESSAGE = """{"certificateId": "$certificate", "topic": "KOMPLT", "heading": "Rubrik", "text": "Vad menas?",
"contact": ["Kundcenter"], "lastDay": "2027-03-15",
"complements": [{"questionId": "6", "text": "Vilken?", "instance": 1}]}"""
_FORM = (
    "enhet=SE2321000016-VE01&ref=journal-1&fornamn=Testa&efternamn=Testsson&postadress=Gatan+1&postnummer=99001"
    "&postort=Norrvik&sjf=true&kopieringOK=false&inaktivEnhet=false&avliden=false&responsibleHospName=Testa"
)


@dataclass(frozen=True, slots=True)
class Call:
    """``session`` is "" or one of ``SESSIONS``; ``is_key`` sends the demo world's key of the JSON API."""

    method: str
    path: str
    content_type: str = ""
    body: str = ""
    session: str = ""
    is_key: bool = False


def _json(method: str, path: str, body: str = "", *, is_key: bool = False) -> Call:
    return Call(method, path, "application/json" if body else "", body, is_key=is_key)


def _form(path: str, body: str, session: str = "") -> Call:
    return Call("POST", path, "application/x-www-form-urlencoded", body, session)


CALLS = (
    _json("POST", f"{API}/drafts", _DRAFT, is_key=True),
    _json("POST", f"{API}/certificates/search", _SEARCH, is_key=True),
    _json("GET", f"{API}/certificates/$certificate", is_key=True),
    _json("GET", f"{API}/certificates/$certificate/xml", is_key=True),
    _json("POST", f"{API}/certificates/$certificate/launch", _LAUNCH, is_key=True),
    _json("POST", f"{API}/certificates/$certificate/messages", _WRITTEN, is_key=True),
    _json("GET", f"{API}/events?unit=$unit&certificate=$certificate&after=0", is_key=True),
    _json("POST", f"{API}/events/1/resend", is_key=True),
    _json("GET", f"{API}/units/$unit", is_key=True),
    _json("PUT", f"{API}/units/$unit", _UNIT, is_key=True),
    _json("GET", f"{API}/webhooks", is_key=True),
    _json("POST", f"{API}/webhooks", _HOOK, is_key=True),
    _json("DELETE", f"{API}/webhooks/$unique", is_key=True),
    _json("GET", f"{API}/openapi.json"),
    _json("GET", "/simulators/care/status-updates?certificateId=$certificate&unitId=$unit"),
    _json("GET", "/simulators/recipients/FKASSA/messages"),
    _json("POST", "/simulators/recipients/FKASSA/messages", _MESSAGE),
    _json("GET", "/simulators/recipients/TRANSP/certificates"),
    _json("GET", "/simulators/recipients/SKV/revocations"),
    _json("GET", "/simulators/log/entries?patientId=1"),
    _json("GET", "/simulators/intygstjanst/certificates?id=$certificate"),
    _json("GET", "/simulators/tak/connectionPoints?platform=NTJP&environment=DEV"),
    _json("GET", "/simulators/tak/serviceContracts?namespace=urn:riv:x:1"),
    _json("GET", "/simulators/tak/logicalAddresss?logicalAdress=$unit&connectionPointId=1&serviceContractId=1"),
    _json("GET", "/simulators/modes"),
    _json("POST", "/simulators/modes", '{"simulator": "CARE", "mode": "ERROR"}'),
    _json("GET", "/internalapi/integratedUnits/$unit"),
    _json("GET", "/internalapi/integratedUnits/all"),
    _json("POST", "/internalapi/notification/certificates", '{"certificateIds": ["$certificate"]}'),
    Call("POST", "/simulators/signing/", "application/x-www-form-urlencoded", "EidSignRequest=PGEvPg&RelayState=1"),
    Call("GET", "/readyz"),
    Call("GET", "/healthz"),
    Call("GET", "/error?reason=unknown"),
    _form("/visa/intyg/$certificate", _FORM),
    _form("/v2/visa/intyg/$certificate", _FORM),
    _form("/visa/intyg/$certificate", _FORM, "integrated"),
    _form("/v2/visa/intyg/$certificate", _FORM + "&alternatePatientSSn=$person&launchId=$unique", "integrated"),
    Call("GET", "/visa/intyg/lisjp/$certificate?enhet=$unit", session="integrated"),
    Call("GET", "/visa/intyg/$certificate/saved", session="integrated"),
    Call("GET", "/visa/intyg/$certificate/resume", session="integrated"),
    Call("GET", "/maillink/intyg/lisjp/$certificate", session="normal"),
    Call("GET", "/webcert/web/user/launch/certificate/$certificate?origin=x", session="normal"),
    Call("GET", "/webcert/web/user/certificate/$certificate/questions?enhet=$unit", session="normal"),
    Call("GET", "/certificate/$certificate", session="normal"),
    Call("GET", "/moduleapi/intyg/lisjp/$certificate/pdf", session="normal"),
    Call("GET", "/list/draft?page=1&order=asc", session="normal"),
    Call("GET", "/list/certificate?page=2", session="normal"),
    Call("GET", "/list/unhandledcertificates?page=1", session="normal"),
    Call("GET", "/api/session-auth-check/ping", session="normal"),
    _json("POST", "/api/v1/session/invalidate", '{"launchId": "$unique", "userHsaId": "SE2321000016-P001"}'),
    _form("/welcome", "hsa_id=SE2321000016-P001&unit=$unit&origin=NORMAL"),
)  # fmt: skip
_ID = "00000000-0000-4000-8000-000000000000"
_KEY = ("Authorization", "Bearer demo-vg01")


class PlainCalls:
    """The calls of ``CALLS`` that this installation answers; ``Cookie`` holds the name of the session."""

    def __init__(self) -> None:
        self._calls: dict[str, list[Call]] = {}
        for call in CALLS:
            if _is_answered(call.path):
                self._calls.setdefault(call.path.partition("?")[0], []).append(call)

    def paths(self) -> list[str]:
        return list(self._calls)

    def draw(self, random: Random, path: str) -> Request:
        call = random.choice(self._calls[path])
        values = subject(random).values()
        headers = []
        if call.content_type:
            headers.append(("Content-Type", call.content_type))
        if call.is_key:
            headers.append(_KEY)
        if call.session:
            headers.append(("Cookie", call.session))
        body = Template(call.body).substitute(values).encode()
        return Request(call.method, Template(call.path).substitute(values), tuple(headers), body)


def _is_answered(path: str) -> bool:
    try:
        resolve(Template(path.partition("?")[0]).substitute(certificate=_ID, unique=_ID, unit="VE01", person="1"))
    except Resolver404:
        return False
    return True
