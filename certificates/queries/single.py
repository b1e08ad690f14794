"""One certificate, within the reach of the user."""

from __future__ import annotations

from django.db.models import QuerySet

from accounts.user import CareUser
from certificates.access import scopes
from certificates.models import Certificate
from webcert.errors import AuthorizationProblem, DataNotFound


def get_certificate(user: CareUser, certificate_id: str) -> Certificate:
    """Raises ``DataNotFound`` for an unknown or deleted one, ``AuthorizationProblem`` outside the user's reach.

    What may be done with it is for ``certificates.access`` to say.
    """
    return _within_reach(user, Certificate.objects.all(), certificate_id)


def lock_certificate(user: CareUser, certificate_id: str) -> Certificate:
    """The same, its row locked until the end of the transaction, for a change of state."""
    return _within_reach(user, Certificate.objects.select_for_update(), certificate_id)


def _within_reach(user: CareUser, certificates: QuerySet[Certificate], certificate_id: str) -> Certificate:
    try:
        certificate = certificates.exclude(state=Certificate.State.DELETED).get(pk=certificate_id)
    except Certificate.DoesNotExist:
        raise DataNotFound from None
    require_within_reach(user, certificate)
    return certificate


def require_within_reach(user: CareUser, certificate: Certificate) -> None:
    """Raises ``AuthorizationProblem`` for a certificate outside the user's reach."""
    if not scopes.is_within(user, certificate, scopes.user_scope(user)):
        raise AuthorizationProblem(
            "Intyget hör till en annan enhet än den du är inloggad på.", reason="AUTHORIZATION_DIFFERENT_UNIT"
        )
