"""SendMessageToCare as a recipient writes it (spec/integration.md 1.3)."""

from __future__ import annotations

from dataclasses import dataclass

from certificates.models import Certificate
from rivta import oids

_NAMESPACES = (
    'xmlns:m="urn:riv:clinicalprocess:healthcond:certificate:SendMessageToCareResponder:2" '
    'xmlns:c="urn:riv:clinicalprocess:healthcond:certificate:3" '
    'xmlns:t="urn:riv:clinicalprocess:healthcond:certificate:types:3"'
)


@dataclass(frozen=True, kw_only=True)
class Message:
    """The parts of a request that tests vary; by default a question of Försäkringskassan about contact."""

    certificate: Certificate
    message_id: str = "m-1"
    certificate_id: str = ""
    person_id: str = ""
    sent_at: str = "2026-03-01T10:11:12"
    topic: str = "KONTKT"
    text: str = "Kan ni ringa oss?"
    reminds: str = ""
    answers: str = ""
    part: str = "FKASSA"
    contact: tuple[str, ...] = ()
    complements: tuple[tuple[str, str], ...] = ()
    last_day: str = ""

    def body(self) -> bytes:
        reminds = f"<m:paminnelseMeddelande-id>{self.reminds}</m:paminnelseMeddelande-id>" if self.reminds else ""
        answers = f"<m:svarPa><c:meddelande-id>{self.answers}</c:meddelande-id></m:svarPa>" if self.answers else ""
        contact = "".join(f"<m:kontaktInfo>{line}</m:kontaktInfo>" for line in self.contact)
        lines = "".join(
            f"<m:komplettering><m:frage-id>{id_}</m:frage-id><m:instans>0</m:instans><m:text>{text}</m:text>"
            "</m:komplettering>"
            for id_, text in self.complements
        )
        last_day = f"<m:sistaDatumForSvar>{self.last_day}</m:sistaDatumForSvar>" if self.last_day else ""
        return f"""<m:SendMessageToCare {_NAMESPACES}><m:meddelande-id>{self.message_id}</m:meddelande-id>
<m:referens-id>FK-1</m:referens-id><m:skickatTidpunkt>{self.sent_at}</m:skickatTidpunkt>
<m:intygs-id><t:root>{self.certificate.unit_id}</t:root>
<t:extension>{self.certificate_id or self.certificate.pk}</t:extension></m:intygs-id>
<m:patientPerson-id><t:root>{oids.PERSONNUMMER}</t:root>
<t:extension>{self.person_id or self.certificate.person_id}</t:extension></m:patientPerson-id>
<m:logiskAdressMottagare>{self.certificate.unit_id}</m:logiskAdressMottagare>
<m:amne><t:code>{self.topic}</t:code><t:codeSystem>{oids.KV_AMNE}</t:codeSystem></m:amne>
<m:rubrik>Rubrik</m:rubrik><m:meddelande>{self.text}</m:meddelande>{reminds}{answers}
<m:skickatAv><m:part><t:code>{self.part}</t:code><t:codeSystem>{oids.KV_PART}</t:codeSystem></m:part>{contact}
</m:skickatAv>{lines}{last_day}</m:SendMessageToCare>""".encode()
