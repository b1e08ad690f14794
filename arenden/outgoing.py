"""SendMessageToRecipient: questions and answers on their way to the recipient (spec/messages.md 7)."""

from __future__ import annotations

from django.conf import settings
from lxml import etree

from accounts.user import CareUser
from arenden.models import Arende, Topic
from certificates import outgoing
from delivery.models import Delivery
from rivta import oids
from rivta.build import cv, el, ii, person_id, root
from rivta.namespaces import CERT, MESSAGE_TO_RECIPIENT
from webcert import clock


def enqueue(message: Arende, *, user: CareUser) -> Delivery:
    """Queue a message that ``user`` has sent, written as things are now, behind what waits of its certificate."""
    return outgoing.enqueue_message(message.certificate, body=body(message, user=user))


def body(message: Arende, *, user: CareUser) -> etree._Element:
    """The request. A question has no heading, an answer that of its question."""
    ns = MESSAGE_TO_RECIPIENT
    return root(
        ns,
        "SendMessageToRecipient",
        el(ns, "meddelande-id", message.message_id),
        el(ns, "skickatTidpunkt", clock.riv_timestamp(message.sent_at)),
        ii(ns, "intygs-id", root=message.unit_id, extension=message.certificate_id),
        person_id(ns, "patientPerson-id", message.person_id),
        el(ns, "logiskAdressMottagare", settings.MESSAGE_RECIPIENT_LOGICAL_ADDRESS),
        cv(ns, "amne", message.topic, oids.KV_AMNE, Topic(message.topic).label),
        el(ns, "rubrik", message.heading),
        el(ns, "meddelande", message.text),
        _answered(ns, message),
        outgoing.hos_personal(ns, "skickatAv", user),
    )


def _answered(ns: str, message: Arende) -> etree._Element | None:
    if not message.answers_message_id:
        return None
    reference = el(CERT, "referens-id", message.answers_reference) if message.answers_reference else None
    return el(ns, "svarPa", None, el(CERT, "meddelande-id", message.answers_message_id), reference)
