"""What the calls answer: described by the classes, filled by the functions below (spec/integration.md 4.3)."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from rest_framework import serializers

from api import outside
from api.models import Webhook
from api.serializer import Declared
from arenden.models import Topic
from arenden.queries import Counts, QuestionCounts
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from notifications.codes import EventCode
from notifications.models import EXTERNAL_STATUS, IntegratedUnit, StatusUpdate
from rivta.results import ResultCode
from tak.resolver import Level

BASE = "/api/integration/v1"


class Links(Declared):
    open = serializers.URLField(help_text="Djupintegrationslänk till intyget.")
    events = serializers.URLField(help_text="Intygets händelser.")


class DraftAnswer(Declared):
    id = serializers.UUIDField()
    unitId = serializers.CharField()
    result = serializers.ChoiceField([ResultCode.OK.value, ResultCode.INFO.value])
    text = serializers.CharField(help_text="Det som är bra att veta när result är INFO.")
    links = Links()


class TypeAnswer(Declared):
    id = serializers.CharField()
    code = serializers.CharField()
    codeSystem = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()


class PatientAnswer(Declared):
    personId = serializers.CharField()
    firstName = serializers.CharField()
    middleName = serializers.CharField()
    lastName = serializers.CharField()


class Named(Declared):
    hsaId = serializers.CharField()
    name = serializers.CharField()


class RelationAnswer(Declared):
    role = serializers.ChoiceField(["PARENT", "CHILD"], help_text="Vad det andra intyget är för det här.")
    kind = serializers.ChoiceField(Certificate.Relation.values)
    certificateId = serializers.UUIDField()


class RecipientAnswer(Declared):
    id = serializers.CharField()
    name = serializers.CharField()
    sentAt = serializers.DateTimeField(allow_null=True)


class CountsAnswer(Declared):
    total = serializers.IntegerField()
    unanswered = serializers.IntegerField()
    answered = serializers.IntegerField()
    handled = serializers.IntegerField()


class QuestionsAnswer(Declared):
    sent = CountsAnswer()
    received = CountsAnswer()


class CertificateAnswer(Declared):
    id = serializers.UUIDField()
    state = serializers.ChoiceField(["DRAFT", "LOCKED", "SIGNED"])
    isComplete = serializers.BooleanField()
    isTest = serializers.BooleanField()
    type = TypeAnswer()
    patient = PatientAnswer()
    unit = Named()
    careUnit = Named()
    careProvider = Named()
    issuer = Named()
    ref = serializers.CharField(allow_null=True)
    createdAt = serializers.DateTimeField()
    savedAt = serializers.DateTimeField()
    readyForSignAt = serializers.DateTimeField(allow_null=True)
    signedAt = serializers.DateTimeField(allow_null=True)
    revokedAt = serializers.DateTimeField(allow_null=True)
    relations = RelationAnswer(many=True)
    recipients = RecipientAnswer(many=True)
    questions = QuestionsAnswer()
    links = Links()


class DeliveryAnswer(Declared):
    status = serializers.ChoiceField(sorted(set(EXTERNAL_STATUS.values())))
    attempts = serializers.IntegerField()
    nextAttemptAt = serializers.DateTimeField(allow_null=True)
    finishedAt = serializers.DateTimeField(allow_null=True)
    lastResult = serializers.CharField()
    lastErrorId = serializers.CharField()
    lastText = serializers.CharField()


class EventFactsAnswer(Declared):
    """What is told of an event without any patient data; the body of a webhook."""

    id = serializers.IntegerField()
    correlationId = serializers.UUIDField()
    certificateId = serializers.UUIDField()
    certificateType = serializers.CharField()
    typeVersion = serializers.CharField()
    number = serializers.IntegerField(help_text="1, 2, 3 … för varje intyg.")
    code = serializers.ChoiceField(EventCode.values)
    name = serializers.CharField()
    occurredAt = serializers.DateTimeField()
    unitId = serializers.CharField()
    careProviderId = serializers.CharField()
    ref = serializers.CharField(allow_null=True)
    handledBy = serializers.CharField(allow_null=True)
    topic = serializers.CharField(allow_null=True)
    lastAnswerDate = serializers.DateField(allow_null=True)


class EventAnswer(EventFactsAnswer):
    xml = serializers.CharField(allow_null=True, help_text="Meddelandet som det skickas; null om det aldrig skickas.")
    suppressed = serializers.CharField(allow_null=True, help_text="Varför händelsen inte skickas.")
    delivery = DeliveryAnswer(allow_null=True)


class EventsAnswer(Declared):
    events = EventAnswer(many=True)
    hasMore = serializers.BooleanField(help_text="Finns det fler efter den sista? Fråga med after = dess id.")


class FoundCertificate(Declared):
    certificate = CertificateAnswer()
    events = EventFactsAnswer(many=True)


class SearchAnswer(Declared):
    items = FoundCertificate(many=True)
    cursor = serializers.CharField(allow_null=True, help_text="Till nästa sida; null på den sista.")


class ResendAnswer(Declared):
    id = serializers.IntegerField()
    resent = serializers.BooleanField()


class LaunchField(Declared):
    name = serializers.CharField()
    value = serializers.CharField()


class LaunchAnswer(Declared):
    method = serializers.ChoiceField(["POST"])
    action = serializers.URLField()
    fields_ = LaunchField(many=True)
    html = serializers.CharField(help_text="Formuläret, färdigt att visa och skicka.")
    url = serializers.URLField(
        allow_null=True, help_text="Länk att öppna i stället; null när en uppgift inte får stå i en adress."
    )

    def get_fields(self) -> dict[str, Any]:
        """``fields`` is a name that the framework uses itself."""
        return {name.rstrip("_"): field for name, field in super().get_fields().items()}


class RouteAnswer(Declared):
    url = serializers.CharField()
    level = serializers.ChoiceField([level.value for level in Level])
    logicalAddress = serializers.CharField()


class MessageAnswer(Declared):
    id = serializers.CharField(help_text="meddelande-id.")
    certificateId = serializers.UUIDField()
    topic = serializers.ChoiceField(Topic.choices)
    result = serializers.ChoiceField([ResultCode.OK.value, ResultCode.INFO.value])
    text = serializers.CharField()


class ReceiverAnswer(Declared):
    mode = serializers.ChoiceField([mode.value for mode in outside.Mode])
    text = serializers.CharField()
    delayMs = serializers.IntegerField()
    delayMaxMs = serializers.IntegerField(allow_null=True)
    remaining = serializers.IntegerField(allow_null=True)
    every = serializers.IntegerField(allow_null=True)
    percent = serializers.IntegerField(allow_null=True)
    seed = serializers.IntegerField()


class UnitAnswer(Declared):
    hsaId = serializers.CharField()
    name = serializers.CharField()
    careUnitId = serializers.CharField(allow_null=True)
    integrated = serializers.BooleanField()
    registeredAt = serializers.DateTimeField(allow_null=True)
    registeredBy = serializers.ChoiceField(IntegratedUnit.RegisteredBy.values, allow_null=True)
    route = RouteAnswer(allow_null=True, help_text="Vart CertificateStatusUpdateForCare går; null utan vägval.")
    receiver = ReceiverAnswer(
        allow_null=True, help_text="Enhetens eget testläge i det simulerade journalsystemet; null: inget."
    )


class WebhookAnswer(Declared):
    id = serializers.UUIDField()
    url = serializers.CharField()
    units = serializers.ListField(child=serializers.CharField())
    createdAt = serializers.DateTimeField()


class NewWebhookAnswer(WebhookAnswer):
    secret = serializers.CharField(help_text="Visas bara nu. Underskrifterna görs med den.")


class WebhooksAnswer(Declared):
    webhooks = WebhookAnswer(many=True)


class FaultAnswer(Declared):
    field = serializers.CharField()
    text = serializers.CharField()


class Problem(Declared):
    """RFC 9457."""

    type = serializers.CharField()
    title = serializers.CharField()
    status = serializers.IntegerField()
    code = serializers.CharField(help_text="errorId, eller fältets felkod.")
    detail = serializers.CharField()
    errors = FaultAnswer(many=True, required=False)


def moment(value: dt.datetime | None) -> str | None:
    return value.astimezone(dt.UTC).isoformat().replace("+00:00", "Z") if value else None


def links(certificate: Certificate) -> dict[str, str]:
    """No parameter but the unit: patient data never stand in an address."""
    return {
        "open": f"{settings.BASE_URL}/visa/intyg/{certificate.pk}?enhet={certificate.unit_id}",
        "events": f"{settings.BASE_URL}{BASE}/events?certificate={certificate.pk}",
    }


def draft(certificate: Certificate, notice: str) -> dict[str, Any]:
    return {
        "id": certificate.pk,
        "unitId": certificate.unit_id,
        "result": (ResultCode.INFO if notice else ResultCode.OK).value,
        "text": notice,
        "links": links(certificate),
    }


def certificate(row: Certificate, counts: QuestionCounts) -> dict[str, Any]:
    """Of a row with its parent and children, and its questions counted."""
    certificate_type = registry.get(row.type_id, row.type_version)
    return {
        "id": row.pk,
        "state": row.state,
        "isComplete": row.is_complete,
        "isTest": row.is_test_certificate,
        "type": _type(certificate_type),
        "patient": {
            "personId": row.person_id,
            "firstName": row.patient_first_name,
            "middleName": row.patient_middle_name,
            "lastName": row.patient_last_name,
        },
        "unit": {"hsaId": row.unit_id, "name": row.unit_name},
        "careUnit": {"hsaId": row.care_unit_id, "name": row.care_unit_name},
        "careProvider": {"hsaId": row.care_provider_id, "name": row.care_provider_name},
        "issuer": {"hsaId": row.issuer_hsa_id, "name": row.issuer_name},
        "ref": row.reference or None,
        "createdAt": moment(row.created_at),
        "savedAt": moment(row.saved_at),
        "readyForSignAt": moment(row.ready_for_sign_at),
        "signedAt": moment(row.signed_at),
        "revokedAt": moment(row.revoked_at),
        "relations": _relations(row),
        "recipients": _recipients(row, certificate_type),
        "questions": {"sent": _counts(counts.sent), "received": _counts(counts.received)},
        "links": links(row),
    }


def event_facts(update: StatusUpdate) -> dict[str, Any]:
    """What a webhook is told; nothing of the patient."""
    return {
        "id": update.pk,
        "correlationId": str(update.correlation_id),
        "certificateId": update.certificate_id,
        "certificateType": update.certificate_type,
        "typeVersion": update.type_version,
        "number": update.seq,
        "code": str(update.code),
        "name": EventCode(update.code).label,
        "occurredAt": moment(update.occurred_at),
        "unitId": update.logical_address,
        "careProviderId": update.care_provider_id,
        "ref": update.reference or None,
        "handledBy": update.handled_by or None,
        "topic": update.topic or None,
        "lastAnswerDate": update.last_answer_date.isoformat() if update.last_answer_date else None,
    }


def event(update: StatusUpdate) -> dict[str, Any]:
    """With the message, which holds the whole certificate, and how it has gone."""
    return event_facts(update) | {
        "xml": bytes(update.payload).decode("utf-8") or None,
        "suppressed": update.suppressed_reason or None,
        "delivery": _delivery(update),
    }


def webhook(row: Webhook) -> dict[str, Any]:
    return {"id": str(row.pk), "url": row.url, "units": row.units, "createdAt": moment(row.created_at)}


def _type(certificate_type: CertificateType) -> dict[str, str]:
    return {
        "id": certificate_type.type_id,
        "code": certificate_type.code,
        "codeSystem": certificate_type.code_system,
        "name": certificate_type.name,
        "version": certificate_type.version,
    }


def _relations(row: Certificate) -> list[dict[str, str]]:
    """What it was made from, and what was made from it and is still there."""
    parent = [("PARENT", row.relation, row.parent_id)] if row.parent_id and row.relation else []
    children = [
        ("CHILD", child.relation, child.pk)
        for child in row.children.all()
        if child.relation and child.state != Certificate.State.DELETED
    ]
    return [{"role": role, "kind": kind, "certificateId": other} for role, kind, other in parent + children]


def _recipients(row: Certificate, certificate_type: CertificateType) -> list[dict[str, Any]]:
    recipient = certificate_type.recipient
    if recipient is None:
        return []
    return [{"id": recipient.id, "name": recipient.name, "sentAt": moment(row.sent_at)}]


def _counts(counts: Counts) -> dict[str, int]:
    return {
        "total": counts.total,
        "unanswered": counts.unanswered,
        "answered": counts.answered,
        "handled": counts.handled,
    }


def _delivery(update: StatusUpdate) -> dict[str, Any] | None:
    delivery = update.delivery
    if delivery is None:
        return None
    return {
        "status": update.external_status,
        "attempts": delivery.attempts,
        "nextAttemptAt": moment(delivery.available_at),
        "finishedAt": moment(delivery.finished_at),
        "lastResult": delivery.last_result,
        "lastErrorId": delivery.last_error_id,
        "lastText": delivery.last_text,
    }
