"""What was made from what (spec/lifecycle.md 5.1, 6.3)."""

from __future__ import annotations

from django.db.models import QuerySet

from certificates import engine
from certificates.models import Certificate
from certificates.questions.base import PeriodEnd
from certificates.types import registry
from webcert import clock


def living_children(certificate: Certificate) -> QuerySet[Certificate]:
    """What was made from a certificate and still counts: neither revoked nor deleted."""
    return certificate.children.filter(revoked_at__isnull=True).exclude(state=Certificate.State.DELETED)


def period_of_parent(certificate: Certificate) -> PeriodEnd | None:
    """How the last period of the certificate that this one renews ended, for the line above the new ones (5.2).

    The renewed certificate is signed, so this needs no copy of its own (sistaGiltighetsDatum, sistaSjukskrivningsgrad).
    """
    parent = certificate.parent
    if parent is None or certificate.relation != Certificate.Relation.FRLANG:
        return None
    ctype = registry.get(parent.type_id, parent.type_version)
    return engine.last_period(ctype, parent.answers, renewed_on=clock.local(certificate.created_at).date())


def draft_of(certificate: Certificate, relation: Certificate.Relation) -> Certificate | None:
    """The unsigned, unlocked draft that was begun from it, the newest if there are several."""
    drafts = living_children(certificate).filter(relation=relation, state=Certificate.State.DRAFT)
    return drafts.order_by("-created_at").first()
