"""ReceiveMedicalCertificateQuestion and -Answer as Försäkringskassan writes them (spec/integration.md 1.6)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest

from rivta import oids
from tests.factories import REGION, VE01

NOON = "2026-03-01T12:00:00"
_NAMESPACES = (
    'xmlns:h="urn:riv:insuranceprocess:healthreporting:2" '
    'xmlns:qa="urn:riv:insuranceprocess:healthreporting:medcertqa:1" '
    'xmlns:m="urn:riv:insuranceprocess:healthreporting:ReceiveMedicalCertificate{}Responder:1"'
)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What tests vary in both contracts; by default everything is as it should be."""

    certificate_id: str
    reference: str = "FK-1"
    topic: str = "Kontakt"
    text: str = "Kan ni ringa oss?"
    sent_at: str = NOON
    staff_root: str = oids.HSA_ID
    staff_id: str = "SE2321000016-P001"
    staff_name: str = "Leonie Koehl"
    unit_root: str = oids.HSA_ID
    unit_name: str = "Enheten"
    provider_root: str = oids.HSA_ID
    provider_name: str = "Regionen"
    patient_root: str = oids.PERSONNUMMER
    patient_name: str = "Tolvan Tolvansson"
    number: str = "1"
    further: str = ""

    def question(self) -> bytes:
        return f"""<m:ReceiveMedicalCertificateQuestion {_NAMESPACES.format("Question")}><m:Question>
<m:fkReferens-id>{self.reference}</m:fkReferens-id><m:amne>{self.topic}</m:amne>{self._content("fraga")}
<m:avsantTidpunkt>{self.sent_at}</m:avsantTidpunkt><m:fkKontaktInfo><qa:kontakt>010-000 00 00</qa:kontakt>
</m:fkKontaktInfo>{self._address()}<m:fkMeddelanderubrik>Rubrik</m:fkMeddelanderubrik>{self.further}
{self._certificate()}</m:Question></m:ReceiveMedicalCertificateQuestion>""".encode()

    def answer(self) -> bytes:
        reference = f"<m:fkReferens-id>{self.reference}</m:fkReferens-id>" if self.reference else ""
        return f"""<m:ReceiveMedicalCertificateAnswer {_NAMESPACES.format("Answer")}><m:Answer>
<m:vardReferens-id>{self.number}</m:vardReferens-id>{reference}<m:amne>{self.topic}</m:amne>
<m:fraga><qa:meddelandeText>Vem ringer?</qa:meddelandeText><qa:signeringsTidpunkt>{NOON}</qa:signeringsTidpunkt>
</m:fraga>{self._content("svar")}<m:avsantTidpunkt>{self.sent_at}</m:avsantTidpunkt>
{self._address()}{self._certificate()}</m:Answer></m:ReceiveMedicalCertificateAnswer>""".encode()

    def _content(self, name: str) -> str:
        return f"""<m:{name}><qa:meddelandeText>{self.text}</qa:meddelandeText>
<qa:signeringsTidpunkt>{NOON}</qa:signeringsTidpunkt></m:{name}>"""

    def _address(self) -> str:
        return f"""<m:adressVard><qa:hosPersonal><h:personal-id root="{self.staff_root}" extension="{self.staff_id}"/>
<h:fullstandigtNamn>{self.staff_name}</h:fullstandigtNamn><h:enhet>
<h:enhets-id root="{self.unit_root}" extension="{VE01}"/><h:enhetsnamn>{self.unit_name}</h:enhetsnamn>
<h:vardgivare><h:vardgivare-id root="{self.provider_root}" extension="{REGION}"/>
<h:vardgivarnamn>{self.provider_name}</h:vardgivarnamn></h:vardgivare></h:enhet></qa:hosPersonal></m:adressVard>"""

    def _certificate(self) -> str:
        return f"""<m:lakarutlatande><qa:lakarutlatande-id>{self.certificate_id}</qa:lakarutlatande-id>
<qa:signeringsTidpunkt>{NOON}</qa:signeringsTidpunkt><qa:patient>
<h:person-id root="{self.patient_root}" extension="19121212-1212"/>
<h:fullstandigtNamn>{self.patient_name}</h:fullstandigtNamn></qa:patient></m:lakarutlatande>"""


FAULTS = [
    pytest.param({"text": " "}, "The message has no text", id="no text"),
    pytest.param({"certificate_id": " "}, "lakarutlatande-id is empty", id="no certificate"),
    pytest.param({"staff_root": "1.2.3"}, "personal-id is not an HSA-id", id="no HSA-id of the staff"),
    pytest.param({"staff_id": " "}, "personal-id is not an HSA-id", id="an empty id of the staff"),
    pytest.param({"staff_name": ""}, "The name of the staff is missing", id="no name of the staff"),
    pytest.param({"unit_root": "1.2.3"}, "enhets-id is not an HSA-id", id="no HSA-id of the unit"),
    pytest.param({"unit_name": ""}, "The name of the unit is missing", id="no name of the unit"),
    pytest.param({"provider_root": "1.2.3"}, "vardgivare-id is not an HSA-id", id="no HSA-id of the care provider"),
    pytest.param({"provider_name": ""}, "The name of the care provider is missing", id="no name of the care provider"),
    pytest.param({"patient_root": "1.2.3"}, "person-id is not a personal number", id="no personal number"),
    pytest.param({"patient_name": ""}, "The name of the patient is missing", id="no name of the patient"),
]
"""Of either message: what is wrong, and what is told."""
