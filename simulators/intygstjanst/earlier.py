"""What the embedded Intygstjänst tells Webcert of earlier messages about a certificate (spec/messages.md 6.1)."""

from __future__ import annotations

from arenden import central_store
from arenden.central_store import EarlierMessages
from certificates.models import Certificate
from simulators.intygstjanst.models import CertificateState, StoredCertificate, StoredMessage

COMPLEMENT = Certificate.Relation.KOMPLT


@central_store.use
def earlier_messages(certificate_id: str) -> EarlierMessages:
    """Every message that has been passed on, in both directions."""
    certificate = StoredCertificate.objects.filter(pk=certificate_id).first()
    if certificate is None:
        return EarlierMessages()
    messages = StoredMessage.objects.filter(certificate=certificate).order_by("received_at", "pk")
    bodies = tuple(bytes(content) for content in messages.values_list("xml", flat=True))
    return EarlierMessages(bodies, is_complemented=_is_complemented(certificate))


def _is_complemented(certificate: StoredCertificate) -> bool:
    """By a certificate of the same patient that has not been revoked."""
    others = StoredCertificate.objects.filter(person_id=certificate.person_id).exclude(
        states__state=CertificateState.State.CANCELLED
    )
    relations = [relation for found in others.values_list("relations", flat=True) for relation in found]
    return any(
        relation["code"] == COMPLEMENT and relation["to"].lower() == certificate.pk.lower() for relation in relations
    )
