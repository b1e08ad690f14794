"""Whole lives of certificates over HTTP: draft over SOAP, filled in, signed and sent in the pages, delivered.

``live`` survives an installation that dies under it: each step is tried again until it is known to be done.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import TypeVar

import httpx
from lxml import etree, html

from tools.clinician import Clinician, FormMissing

PATIENTS = ("191212121212", "198706160291", "199103172608", "199507038181", "197902289342", "192703104329")
CERT = "urn:riv:clinicalprocess:healthcond:certificate:3"
TYPES = "urn:riv:clinicalprocess:healthcond:certificate:types:3"
RESPONDER = "urn:riv:clinicalprocess:healthcond:certificate:CreateDraftCertificateResponder:3"
REACHED = {
    "complete": ("Klart att signera", "Intyget är signerat", "Intyget är skickat"),
    "signed": ("Intyget är signerat", "Intyget är skickat"),
    "sent": ("Intyget är skickat",),
}
Result = TypeVar("Result")


def create_draft_envelope(patient: str, *, unit: str, person: str, reference: str) -> bytes:
    """A CreateDraftCertificate call for FK 7804."""
    return f"""<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:r="{RESPONDER}" xmlns:c="{CERT}"
 xmlns:t="{TYPES}"><s:Header><a:LogicalAddress xmlns:a="urn:riv:itintegration:registry:1">{unit}</a:LogicalAddress>
</s:Header><s:Body><r:CreateDraftCertificate><r:intyg><r:typAvIntyg><t:code>LISJP</t:code>
<t:codeSystem>b64ea353-e8f6-4832-b563-fc7d46f29548</t:codeSystem></r:typAvIntyg><r:patient><c:person-id>
<t:root>1.2.752.129.2.1.3.1</t:root><t:extension>{patient}</t:extension></c:person-id><c:fornamn>Test</c:fornamn>
<c:efternamn>Testsson</c:efternamn><c:postadress/><c:postnummer/><c:postort/></r:patient><r:skapadAv><r:personal-id>
<t:root>1.2.752.129.2.1.4.1</t:root><t:extension>{person}</t:extension></r:personal-id>
<r:fullstandigtNamn>Testa Testsson</r:fullstandigtNamn><r:enhet><r:enhets-id><t:root>1.2.752.129.2.1.4.1</t:root>
<t:extension>{unit}</t:extension></r:enhets-id><r:enhetsnamn>Enheten</r:enhetsnamn></r:enhet></r:skapadAv>
<r:ref>{reference}</r:ref></r:intyg></r:CreateDraftCertificate></s:Body></s:Envelope>""".encode()


@dataclass(slots=True)
class Driver:
    """Lives many lives with ``workers`` clinicians at once. ``survives``: a failed step is tried again."""

    url: str
    workers: int = 4
    person: str = "SE2321000016-P001"
    unit: str = "SE2321000016-VE01"
    survives: bool = False
    signs_by_service: bool = False
    retries: int = 0
    certificates: list[str] = field(default_factory=list)
    _local: threading.local = field(default_factory=threading.local)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def run(self, count: int, *, on_done: Callable[[int], None] | None = None) -> float:
        """Live ``count`` lives up to the send; the seconds it took."""
        began = time.monotonic()
        with ThreadPoolExecutor(self.workers) as pool:
            for _ in pool.map(self.live, range(count)):
                if on_done is not None:
                    on_done(len(self.certificates))
        return time.monotonic() - began

    def live(self, number: int) -> str:
        """One life; returns the certificate id."""
        certificate_id = self._until(lambda: self._create(number))
        for step, done in (("fill", "complete"), ("sign", "signed"), ("send", "sent")):
            self._until(lambda step=step, done=done: self._step(certificate_id, step, done))
        with self._lock:
            self.certificates.append(certificate_id)
        return certificate_id

    def _create(self, number: int) -> str:
        reference = f"life-{number}"
        envelope = create_draft_envelope(
            PATIENTS[number % len(PATIENTS)], unit=self.unit, person=self.person, reference=reference
        )
        answer = self._clinician().http.post(
            "/services/create-draft-certificate/v3.0", content=envelope, headers={"Content-Type": "text/xml"}
        )
        answer.raise_for_status()
        extension = etree.fromstring(answer.content).findtext(f".//{{{TYPES}}}extension")
        if not extension:
            raise RuntimeError(answer.text)
        return extension

    def _step(self, certificate_id: str, step: str, done: str) -> bool:
        """Do one step unless the page says that it is done already."""
        clinician = self._clinician()
        if self.survives and self._state(certificate_id, done):
            return True
        if step == "fill":
            clinician.fill(certificate_id)
        elif step == "send":
            clinician.send(certificate_id)
        elif self.signs_by_service:
            clinician.sign(certificate_id)
        else:
            clinician.sign_at_once(certificate_id)
        if self.survives and not self._state(certificate_id, done):
            raise RuntimeError(f"{certificate_id} is not {done}")
        return True

    def _state(self, certificate_id: str, state: str) -> bool:
        """Whether the certificate has come as far as ``state``, by the status line of its page."""
        page = html.fromstring(self._clinician().open(certificate_id).content)
        status = " ".join(page.xpath('string(//*[@data-testid="status-1"])').split())
        return status.startswith(REACHED[state])

    def _clinician(self) -> Clinician:
        if not hasattr(self._local, "clinician"):
            clinician = Clinician(self.url, self.person, unit=self.unit)
            clinician.login()
            self._local.clinician = clinician
        return self._local.clinician

    def _until(self, do: Callable[[], Result]) -> Result:
        """Do it once, or again and again for five minutes when the installation may die in between."""
        deadline = time.monotonic() + 300
        while True:
            try:
                return do()
            except (httpx.HTTPError, FormMissing, RuntimeError, etree.XMLSyntaxError):
                if not self.survives or time.monotonic() > deadline:
                    raise
                self.retries += 1
                self._forget_login()
                time.sleep(0.3)

    def _forget_login(self) -> None:
        if hasattr(self._local, "clinician"):
            self._local.clinician.close()
            del self._local.clinician
