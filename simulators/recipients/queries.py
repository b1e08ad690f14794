"""What a recipient knows about a certificate that it was sent."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet
from lxml import etree

from rivta import xml
from rivta.results import ResultCode
from simulators.envelopes import find, find_all, text
from simulators.intygstjanst.models import CertificateState, StoredCertificate
from simulators.intygstjanst.registering import Refused, type_of
from simulators.modes.models import SimulatorMode
from simulators.recipients.models import ReceivedDocument, SentMessage
from simulators.topics import Topic
from webcert.errors import DataNotFound

TAKEN = (SimulatorMode.Mode.OK, SimulatorMode.Mode.INFO, SimulatorMode.Mode.SLOW)
"""Answers with which a recipient has accepted what it was sent."""
MOST_READ = 500
"""Certificates that are looked through for some to ask about."""
_KIND = ReceivedDocument.Kind
_STATE = CertificateState.State


@dataclass(frozen=True, slots=True)
class Askable:
    """A question that can be asked to be completed; ``instance`` only where the certificate answers it repeatedly."""

    question_id: str
    name: str
    instance: int | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """A certificate that the recipient has, and the subjects on which it may ask about its type."""

    certificate_id: str
    intyg: etree._Element
    topics: frozenset[str]


def held_by_unit(recipient: str, unit_ids: Collection[str] = ()) -> dict[str, list[Held]]:
    """Living certificates that can be asked about by unit, the newest first; only of ``unit_ids``, if there are any."""
    revoked = _accepted(recipient).filter(kind=_KIND.REVOCATION).values("certificate_id")
    documents = _accepted(recipient).filter(kind=_KIND.CERTIFICATE).exclude(certificate_id__in=revoked)
    found: dict[str, list[Held]] = {}
    seen: set[str] = set()
    for document in documents.order_by("-pk")[:MOST_READ]:
        held = None if document.certificate_id in seen else _held(document)
        seen.add(document.certificate_id)
        if held is None:
            continue
        unit_id = text(held.intyg, "c:skapadAv/c:enhet/c:enhets-id/t:extension")
        if not unit_ids or unit_id in unit_ids:
            found.setdefault(unit_id, []).append(held)
    return dict(sorted(found.items()))


def _held(document: ReceivedDocument) -> Held | None:
    """None for a type that nobody asks about. Where nothing is answered there is nothing to complement."""
    intyg = intyg_of(document)
    try:
        topics = frozenset(type_of(intyg).topics.may_receive)
    except Refused:
        return None
    if not answered_questions(intyg):
        topics -= {Topic.KOMPLT}
    return Held(document.certificate_id, intyg, topics) if topics else None


def received_certificate(recipient: str, certificate_id: str) -> ReceivedDocument:
    """The latest copy; ``DataNotFound`` when the recipient has not accepted the certificate."""
    rows = ReceivedDocument.objects.filter(
        recipient=recipient, kind=_KIND.CERTIFICATE, certificate_id=certificate_id, is_valid=True, answer__in=TAKEN
    )
    document = rows.order_by("-pk").first()
    if document is None:
        raise DataNotFound("Mottagaren har inte tagit emot intyget.")
    return document


def intyg_of(document: ReceivedDocument) -> etree._Element:
    """The ``intyg`` of a received certificate; ``DataNotFound`` when there is none to be read."""
    try:
        intyg = find(xml.parse(bytes(document.xml)), ".//r:intyg")
    except xml.MalformedXml:
        intyg = None
    if intyg is None:
        raise DataNotFound("Det mottagna intyget går inte att läsa.")
    return intyg


def unsent_certificate(recipient: str, *, like: etree._Element) -> etree._Element | None:
    """The newest living ``intyg`` of the same type that Intygstjänsten holds and has not sent to the recipient."""
    done = CertificateState.objects.filter(certificate=OuterRef("pk"))
    held = StoredCertificate.objects.filter(type_code=text(like, "c:typ/t:code"), version=text(like, "c:version"))
    unsent = held.exclude(Exists(done.filter(state=_STATE.SENT, target=recipient)))
    living = unsent.exclude(Exists(done.filter(state=_STATE.CANCELLED))).filter(is_test=False)
    found = living.filter(is_deleted_by_care=False).first()
    return find(xml.parse(bytes(found.xml)), "r:intyg") if found else None


def askable(intyg: etree._Element) -> tuple[Askable, ...]:
    """The questions of the type in its order, one for each instance of a repeated answer; none of an unknown type."""
    try:
        ctype = type_of(intyg)
    except Refused:
        return ()
    names: dict[str, str] = {}
    for section in ctype.sections:
        for question in section.walk():
            if question.is_sent:
                names.setdefault(question.svar_id, question.name or section.name)
    return tuple(
        Askable(question_id, name, instance)
        for question_id, name in names.items()
        for instance in _offered(intyg, question_id)
    )


def answered_questions(intyg: etree._Element) -> tuple[Askable, ...]:
    """Those that can be asked to be completed and that the certificate answers, in the order of the type."""
    given = {str(svar.get("id")) for svar in find_all(intyg, "c:svar")}
    return tuple(item for item in askable(intyg) if item.question_id in given)


def instances(intyg: etree._Element, question_id: str) -> tuple[int, ...]:
    """The number of each answer to a question."""
    found = [svar for svar in find_all(intyg, "c:svar") if svar.get("id") == question_id]
    return tuple(int(text(svar, "c:instans") or position) for position, svar in enumerate(found, start=1))


def open_messages(recipient: str, certificate_id: str) -> QuerySet[SentMessage]:
    """The recipient's questions and requests that care has not answered, oldest first."""
    return (
        SentMessage.objects.filter(
            recipient=recipient,
            certificate_id=certificate_id,
            fault="",
            answers="",
            result_code__in=(ResultCode.OK, ResultCode.INFO),
        )
        .exclude(topic=Topic.PAMINN)
        .exclude(message_id__in=_accepted(recipient).exclude(answers="").values("answers"))
        .order_by("pk")
    )


def open_questions_of_care(recipient: str, certificate_id: str) -> QuerySet[ReceivedDocument]:
    """Care's questions that the recipient has not answered, oldest first."""
    given = SentMessage.objects.filter(recipient=recipient, result_code__in=(ResultCode.OK, ResultCode.INFO))
    return (
        _accepted(recipient)
        .filter(kind=_KIND.MESSAGE, certificate_id=certificate_id, answers="")
        .exclude(message_id__in=given.exclude(answers="").values("answers"))
        .order_by("pk")
    )


def reference_of(document: ReceivedDocument) -> str:
    """Care's own reference of a question."""
    return text(xml.parse(bytes(document.xml)), ".//mr:referens-id")


def _accepted(recipient: str) -> QuerySet[ReceivedDocument]:
    return ReceivedDocument.objects.filter(recipient=recipient, is_valid=True, answer__in=TAKEN)


def _offered(intyg: etree._Element, question_id: str) -> tuple[int | None, ...]:
    found = instances(intyg, question_id)
    return found if len(found) > 1 else (None,)
