"""More than thirty kinds of bad input to CreateDraftCertificate, over HTTP against a running installation.

Each gives the answer that spec/integration.md 0 and 1.1 name; the process survives and nothing is stored.
"""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest
from lxml import etree

from tests.e2e.journal_system import JournalSystem, person_root
from tools.installation import Installation

PATH = "/services/create-draft-certificate/v3.0"
SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
R = "urn:riv:clinicalprocess:healthcond:certificate:CreateDraftCertificateResponder:3"
C = "urn:riv:clinicalprocess:healthcond:certificate:3"


def envelope(
    *,
    number: str = "191212121212",
    root: str = "",
    person: str = "SE2321000016-P001",
    name: str = "Testa Testsson",
    unit: str = "SE2321000016-VE01",
    code: str = "LISJP",
    system: str = "b64ea353-e8f6-4832-b563-fc7d46f29548",
    last_name: str = "Testsson",
    extra: str = "",
    soap: str = SOAP,
    responder: str = R,
) -> str:
    """A valid call, but for what is changed."""
    return f"""<s:Envelope xmlns:s="{soap}" xmlns:r="{responder}" xmlns:c="{C}"
 xmlns:t="urn:riv:clinicalprocess:healthcond:certificate:types:3">
<s:Header><a:LogicalAddress xmlns:a="urn:riv:itintegration:registry:1">{unit}</a:LogicalAddress></s:Header>
<s:Body><r:CreateDraftCertificate><r:intyg>
<r:typAvIntyg><t:code>{code}</t:code><t:codeSystem>{system}</t:codeSystem></r:typAvIntyg>
<r:patient><c:person-id><t:root>{root or person_root(number)}</t:root><t:extension>{number}</t:extension></c:person-id>
<c:fornamn>Test</c:fornamn><c:efternamn>{last_name}</c:efternamn>
<c:postadress/><c:postnummer/><c:postort/></r:patient>
<r:skapadAv><r:personal-id><t:root>1.2.752.129.2.1.4.1</t:root><t:extension>{person}</t:extension></r:personal-id>
<r:fullstandigtNamn>{name}</r:fullstandigtNamn>
<r:enhet><r:enhets-id><t:root>1.2.752.129.2.1.4.1</t:root><t:extension>{unit}</t:extension></r:enhets-id>
<r:enhetsnamn>Enheten</r:enhetsnamn></r:enhet></r:skapadAv>{extra}
</r:intyg></r:CreateDraftCertificate></s:Body></s:Envelope>"""


BOMB = '<!DOCTYPE b [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
OUTSIDE = '<!DOCTYPE b SYSTEM "file:///etc/passwd">'
DECLARED = '<?xml version="1.0" encoding="UTF-8"?>'


@dataclass(frozen=True, slots=True)
class Fault:
    """HTTP status and the end of the SOAP fault code."""

    status: int = 500
    code: str = "Client"


FAULTS: dict[str, tuple[bytes, Fault]] = {
    "an entity bomb": ((BOMB + envelope(last_name="&b;")).encode(), Fault()),
    "an external entity": (
        ('<!DOCTYPE b [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + envelope(last_name="&x;")).encode(),
        Fault(),
    ),
    "an external document type": ((OUTSIDE + envelope()).encode(), Fault()),
    "a harmless document type": (("<!DOCTYPE s>" + envelope()).encode(), Fault()),
    "more than a hundred levels": (envelope(extra="<x>" * 120 + "</x>" * 120).encode(), Fault()),
    "bytes that are not the declared encoding": ((DECLARED + envelope(name="Åsa")).encode("latin-1"), Fault()),
    "an unknown encoding": (('<?xml version="1.0" encoding="klingon"?>' + envelope()).encode(), Fault()),
    "a NUL byte": (envelope(name="A\0B").encode(), Fault()),
    "a truncated message": (envelope().encode()[:700], Fault()),
    "no body at all": (b"", Fault()),
    "JSON": (b'{"intyg": {}}', Fault()),
    "an envelope of SOAP 1.2": (envelope(soap="http://www.w3.org/2003/05/soap-envelope").encode(), Fault(code="")),
    "an envelope without Body": (f'<s:Envelope xmlns:s="{SOAP}"/>'.encode(), Fault()),
    "an empty Body": (f'<s:Envelope xmlns:s="{SOAP}"><s:Body/></s:Envelope>'.encode(), Fault()),
    "the contract's retired version": (envelope(responder=R[:-1] + "1").encode(), Fault()),
    "a contract of another endpoint": (
        f'<s:Envelope xmlns:s="{SOAP}"><s:Body><StoreLog '
        'xmlns="urn:riv:informationsecurity:auditing:log:StoreLogResponder:2"/></s:Body></s:Envelope>'.encode(),
        Fault(),
    ),
    "a body above two megabytes": (envelope(extra=f"<!--{'x' * 2_200_000}-->").encode(), Fault(413)),
}

ARCHIVED = "SE2321000016-VE09"
RESULTS: dict[str, tuple[str, str]] = {
    "an element too many": (envelope(extra="<r:enhet/>"), "VALIDATION_ERROR"),
    "an element missing": (envelope().replace("<r:enhetsnamn>Enheten</r:enhetsnamn>", ""), "VALIDATION_ERROR"),
    "elements in another order": (
        envelope().replace("<c:postnummer/><c:postort/>", "<c:postort/><c:postnummer/>"),
        "VALIDATION_ERROR",
    ),
    "a child in the wrong namespace": (envelope().replace("c:fornamn", "r:fornamn"), "VALIDATION_ERROR"),
    "a number of ten digits": (envelope(number="1212121212"), "VALIDATION_ERROR"),
    "a number with a dash": (envelope(number="19121212-1212"), "VALIDATION_ERROR"),
    "a reserve number's root": (envelope(root="1.2.752.97.3.1.3"), "VALIDATION_ERROR"),
    "a wrong check digit": (envelope(number="191212121213"), "VALIDATION_ERROR"),
    "a day that does not exist": (envelope(number="191213121212"), "VALIDATION_ERROR"),
    "a blank last name": (envelope(last_name=" "), "VALIDATION_ERROR"),
    "a blank creator": (envelope(name=" "), "VALIDATION_ERROR"),
    "a reference of 256 characters": (envelope(extra=f"<r:ref>{'x' * 256}</r:ref>"), "VALIDATION_ERROR"),
    "an unknown person": (envelope(person="SE2321000016-P999"), "VALIDATION_ERROR"),
    "a person without the right commission": (envelope(person="SE2321000016-P008"), "VALIDATION_ERROR"),
    "an unknown unit": (envelope(unit="SE2321000016-VE99"), "VALIDATION_ERROR"),
    "a unit of somebody else": (envelope(unit="SE5565000001-VE21"), "VALIDATION_ERROR"),
    "an archived unit": (envelope(person="SE2321000016-P013", unit=ARCHIVED), "VALIDATION_ERROR"),
    "a patient not in the register": (envelope(number="196403219055"), "APPLICATION_ERROR"),
    "a register that does not answer": (envelope(number="197201010118"), "APPLICATION_ERROR"),
    "an unknown type": (envelope(code="NOSUCHTYPE"), "APPLICATION_ERROR"),
    "a type under the wrong code system": (envelope(system="1.2.3"), "APPLICATION_ERROR"),
    "a deceased patient": (envelope(number="193502289014"), "APPLICATION_ERROR"),
    "a protected patient and an administrator": (
        envelope(number="194712180100", person="SE2321000016-P005"),
        "APPLICATION_ERROR",
    ),
}


@pytest.fixture(scope="module")
def http(place: Installation) -> httpx.Client:
    return httpx.Client(base_url=place.url, timeout=30)


def certificates_stored(place: Installation) -> str:
    """How many certificates, messages and PDL records. A batch of PDL records goes when its time comes: not counted."""
    return place.manage(
        "shell", "-v", "0", "-c",
        "from certificates.models import Certificate as C; from delivery.models import Delivery as D;"
        "from pdllog.models import PdlRecord as P;"
        "print(C.objects.count(), D.objects.exclude(queue='pdl').count(), P.objects.count())",
    ).strip()  # fmt: skip


def post(http: httpx.Client, data: bytes) -> httpx.Response:
    return http.post(PATH, content=data, headers={"Content-Type": "text/xml", "SOAPAction": '""'})


def test_bad_input_is_answered_and_leaves_nothing_behind(place: Installation, http: httpx.Client) -> None:
    """All kinds in one run, so that "nothing is stored" is judged over all of them."""
    before = certificates_stored(place)
    wrong: list[str] = []
    for kind, (data, fault) in FAULTS.items():
        answer = post(http, data)
        if (problem := judge_fault(answer, fault)) is not None:
            wrong.append(f"{kind}: {problem}")
    for kind, (text, error_id) in RESULTS.items():
        answer = post(http, text.encode())
        if (problem := judge_result(answer, error_id)) is not None:
            wrong.append(f"{kind}: {problem}")
    assert wrong == []
    assert len(FAULTS) + len(RESULTS) >= 30
    assert certificates_stored(place) == before
    assert JournalSystem(place).new_certificate(patient="198706160291")


def test_a_connection_lives_on_after_a_body_that_was_not_wanted(http: httpx.Client) -> None:
    """Its sender is told and goes on over the same connection, as often as it likes."""
    content = FAULTS["a body above two megabytes"][0]
    for _ in range(40):
        assert post(http, content).status_code == 413
        assert post(http, b"").status_code == 500


def judge_fault(answer: httpx.Response, expected: Fault) -> str | None:
    """None when the answer is the fault that was expected, otherwise what it is."""
    if answer.status_code != expected.status:
        return f"HTTP {answer.status_code}: {answer.text[:200]}"
    fault = etree.fromstring(answer.content).find(f".//{{{SOAP}}}Fault")
    if fault is None:
        return "no fault"
    code = fault.findtext("faultcode") or ""
    text = fault.findtext("faultstring") or ""
    if not code.endswith(expected.code) or not text or "Traceback" in text or "/etc/" in text or len(text) > 1000:
        return f"{code}: {text[:200]}"
    return None


def judge_result(answer: httpx.Response, error_id: str) -> str | None:
    """None when the answer is result ERROR with this errorId, otherwise what it is."""
    if answer.status_code != 200:
        return f"HTTP {answer.status_code}: {answer.text[:200]}"
    root = etree.fromstring(answer.content)
    got = [root.findtext(f".//{{{C}}}{name}") for name in ("resultCode", "errorId", "resultText")]
    if got[:2] != ["ERROR", error_id] or not got[2]:
        return str(got)
    return None


def test_other_methods_than_post_are_refused(http: httpx.Client) -> None:
    assert http.get(PATH).status_code == 405
    assert http.put(PATH, content=b"x").status_code == 405


def test_a_wrong_soap_action_does_not_matter(http: httpx.Client) -> None:
    text = envelope(person="SE2321000016-P999")
    answer = http.post(PATH, content=text.encode(), headers={"Content-Type": "text/xml", "SOAPAction": '"urn:wrong"'})
    assert judge_result(answer, "VALIDATION_ERROR") is None
