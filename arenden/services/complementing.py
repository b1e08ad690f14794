"""A request for a complement is answered by a new certificate (spec/messages.md 4.5)."""

from __future__ import annotations

from django.db import transaction

from accounts.user import CareUser
from arenden import texts
from arenden.models import Complement
from arenden.services.rows import open_complements
from certificates import queries
from certificates.lifecycle.complement import complement
from certificates.models import Certificate


@transaction.atomic
def begin_complement(*, user: CareUser, certificate_id: str) -> Certificate:
    """A new draft with every answer, opened where the open requests ask for more.

    Raises ``InvalidState`` when no request is open, or the error of the COMPLEMENT rule that fails.
    """
    return complement(user=user, certificate_id=certificate_id, asked=_asked(user, certificate_id))


@transaction.atomic
def begin_commented_complement(*, user: CareUser, certificate_id: str, text: str) -> Certificate:
    """There is no more to tell: the same draft with ``text``, at most 500 characters, last in the free text.

    Raises ``InvalidInput`` for the text, ``InvalidState`` when no request is open, or the error of the
    CANNOT_COMPLEMENT rule that fails.
    """
    comment = texts.required(text, longest=texts.LONGEST_COMPLEMENT_ANSWER)
    asked = _asked(user, certificate_id)
    return complement(user=user, certificate_id=certificate_id, asked=asked, comment=comment)


def _asked(user: CareUser, certificate_id: str) -> set[str]:
    """Ids of the questions of the form that the open requests are about."""
    certificate = queries.lock_certificate(user, certificate_id)
    lines = Complement.objects.filter(arende__in=open_complements(certificate.pk))
    return set(lines.values_list("question_id", flat=True))
