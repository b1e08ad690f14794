"""Whether a receiver accepts a certificate's answers (spec/certificate-types README 12).

The rules are those that a type declares in the language of ``certificates.types.receiver``.
"""

from __future__ import annotations

import datetime as dt

from lxml import etree

from certificates.questions.svar import read_svar
from certificates.types.base import CertificateType
from certificates.types.receiver import Received, ReceiverRules
from patients.person_id import InvalidPersonId, PersonId
from rivta.namespaces import CERT, TYPES
from webcert import clock

_PERSON_ID = f"{{{CERT}}}patient/{{{CERT}}}person-id/{{{TYPES}}}extension"


def check(ctype: CertificateType, intyg: etree._Element) -> list[str]:
    """Every rule of the type that the ``intyg`` breaks today, in Swedish; empty when the receiver accepts it."""
    return check_rules(ctype.receiver_rules, intyg, today=clock.today(), birth=birth_date(intyg))


def check_rules(
    rules: ReceiverRules, intyg: etree._Element, *, today: dt.date, birth: dt.date | None = None
) -> list[str]:
    """Every rule that the ``intyg`` breaks, told once each, in Swedish."""
    return list(dict.fromkeys(rules.faults(Received.of(tuple(read_svar(intyg)), today=today, birth=birth))))


def birth_date(intyg: etree._Element) -> dt.date | None:
    """The patient's day of birth by the personal number in the XML, None when that tells no day."""
    try:
        return PersonId.parse(intyg.findtext(_PERSON_ID) or "").birth_date
    except InvalidPersonId:
        return None
