"""CreateDraftCertificate as a journal system writes it, and its answer read back."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from rivta import envelope, server, xml
from rivta.results import Result, read_result
from tests.factories import DOCTOR_ID, PATIENT, VE01

PATH = "/services/create-draft-certificate/v3.0"
PLATFORM_PATH = "/clinicalprocess/healthcond/certificate/CreateDraftCertificate/3/rivtabp21"
KV_INTYGSTYP = "b64ea353-e8f6-4832-b563-fc7d46f29548"
PERSONNUMMER, SAMORDNINGSNUMMER = "1.2.752.129.2.1.3.1", "1.2.752.129.2.1.3.3"
_NAMESPACES = """xmlns:d="urn:riv:clinicalprocess:healthcond:certificate:CreateDraftCertificateResponder:3"
 xmlns:c="urn:riv:clinicalprocess:healthcond:certificate:3"
 xmlns:f="urn:riv:clinicalprocess:healthcond:certificate:3.3"
 xmlns:t="urn:riv:clinicalprocess:healthcond:certificate:types:3\""""


@dataclass(frozen=True, kw_only=True)
class Request:
    """The parts of a request that tests vary; by default P001 on VE01 asks for an FK7804 for Tolvan."""

    code: str = "LISJP"
    code_system: str = KV_INTYGSTYP
    person_id: str = PATIENT
    person_root: str = PERSONNUMMER
    first_name: str = "Tolvan"
    last_name: str = "Tolvansson"
    creator: str = DOCTOR_ID
    creator_name: str = "Namn Enligt Journalsystemet"
    unit: str = VE01
    unit_name: str = "Enheten"
    reference: str | None = None
    prefill: str = ""
    extension: str = ""

    def body(self) -> bytes:
        reference = "" if self.reference is None else f"<d:ref>{self.reference}</d:ref>"
        return f"""<d:CreateDraftCertificate {_NAMESPACES}><d:intyg>
<d:typAvIntyg><t:code>{self.code}</t:code><t:codeSystem>{self.code_system}</t:codeSystem></d:typAvIntyg>
<d:patient><c:person-id><t:root>{self.person_root}</t:root><t:extension>{self.person_id}</t:extension></c:person-id>
<c:fornamn>{self.first_name}</c:fornamn><c:efternamn>{self.last_name}</c:efternamn>
<c:postadress/><c:postnummer/><c:postort/></d:patient>
<d:skapadAv><d:personal-id><t:root>1.2.752.129.2.1.4.1</t:root><t:extension>{self.creator}</t:extension></d:personal-id>
<d:fullstandigtNamn>{self.creator_name}</d:fullstandigtNamn>
<d:enhet><d:enhets-id><t:root>1.2.752.129.2.1.4.1</t:root><t:extension>{self.unit}</t:extension></d:enhets-id>
<d:enhetsnamn>{self.unit_name}</d:enhetsnamn></d:enhet>{self.extension}</d:skapadAv>
{reference}{self.prefill}</d:intyg></d:CreateDraftCertificate>""".encode()


@dataclass(frozen=True)
class Answer:
    status: int
    body: etree._Element
    result: Result

    @property
    def certificate_id(self) -> str:
        return self._part("extension")

    @property
    def root(self) -> str:
        return self._part("root")

    def _part(self, name: str) -> str:
        return self.body.findtext(f"{{*}}intygs-id/{{*}}{name}", default="")


def send(request: Request, *, path: str = PATH) -> Answer:
    """Through the dispatch, as over HTTP."""
    status, content = server.answer(path, envelope.wrap(request.body(), ""))
    opened = envelope.open_answer(xml.parse(content))
    assert isinstance(opened, etree._Element), content
    return Answer(status, opened, read_result(opened))


def prefill(*answers: str) -> str:
    return f"<f:forifyllnad>{''.join(answers)}</f:forifyllnad>"


def answer(svar_id: str, delsvar_id: str, value: str) -> str:
    return f'<f:svar id="{svar_id}"><c:delsvar id="{delsvar_id}">{value}</c:delsvar></f:svar>'
