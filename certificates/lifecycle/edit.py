"""Saving a draft: one element, or the whole form (spec/lifecycle.md 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.user import CareUser
from certificates import access, engine, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.recording import announce
from certificates.lifecycle.snapshots import issuer_fields
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from webcert import clock
from webcert.errors import ConcurrentModification


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The draft as it now stands, its validation, the ids of the answers that changed, and by question id the
    unsupported characters that were taken out of what was posted."""

    certificate: Certificate
    validation: engine.ValidationResult
    changed: frozenset[str]
    removed: Mapping[str, str]


def save_element(
    *,
    user: CareUser,
    certificate_id: str,
    version: int,
    question_id: str,
    post: Mapping[str, Any],
    first_save_in_session: bool,
) -> SaveResult:
    """Save one question's answer; the others stay.

    A save that changes no answer leaves version, saver and history as they were and tells nobody. A version that is not
    the stored one raises ``ConcurrentModification`` even then, with who saved last.
    """
    certificate, certificate_type = _editable(user, certificate_id, version)
    parsed = engine.parse_element(certificate_type, question_id, post, answers=certificate.answers)
    return _store(user, certificate, certificate_type, parsed, first_save_in_session)


def save_form(
    *,
    user: CareUser,
    certificate_id: str,
    version: int,
    post: Mapping[str, Any],
    first_save_in_session: bool,
) -> SaveResult:
    """Save the whole form at once, as a browser without script posts it. Otherwise as ``save_element``."""
    certificate, certificate_type = _editable(user, certificate_id, version)
    parsed = engine.parse_form(certificate_type, post, answers=certificate.answers)
    return _store(user, certificate, certificate_type, parsed, first_save_in_session)


def _editable(user: CareUser, certificate_id: str, version: int) -> tuple[Certificate, CertificateType]:
    certificate = queries.get_certificate(user, certificate_id)
    access.require(user, Action.UPDATE, certificate=certificate)
    if certificate.version != version:
        raise ConcurrentModification(certificate.saved_by_name, certificate.saved_at)
    return certificate, registry.get(certificate.type_id, certificate.type_version)


def _with(answers: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that has become empty leaves no key behind."""
    return {key: value for key, value in {**answers, **new}.items() if value is not None}


def _store(
    user: CareUser,
    certificate: Certificate,
    certificate_type: CertificateType,
    parsed: engine.ParsedForm,
    first_save_in_session: bool,
) -> SaveResult:
    answers = _with(certificate.answers, parsed.values)
    validation = engine.validate(certificate_type, answers)
    changed = frozenset(
        key for key in answers.keys() | certificate.answers.keys() if answers.get(key) != certificate.answers.get(key)
    )
    if not changed:
        return SaveResult(certificate, validation, changed, parsed.removed)
    fields = {
        "answers": answers,
        "is_complete": validation.is_complete,
        "version": certificate.version + 1,
        "saved_at": clock.now(),
        "saved_by_hsa_id": user.hsa_id,
        "saved_by_name": user.name,
        **issuer_fields(user),
    }
    with transaction.atomic():
        _update_if_unchanged(user, certificate, fields)
        announce(EventKind.ANDRAT, user=user, certificate=certificate, first_save_in_session=first_save_in_session)
    return SaveResult(certificate, validation, changed, parsed.removed)


def _update_if_unchanged(user: CareUser, certificate: Certificate, fields: dict[str, Any]) -> None:
    """One conditional UPDATE decides between two savers; the loser is told who won."""
    unchanged = Certificate.objects.filter(
        pk=certificate.pk, state=Certificate.State.DRAFT, version=certificate.version
    )
    if unchanged.update(**fields):
        for field, value in fields.items():
            setattr(certificate, field, value)
        return
    current = queries.get_certificate(user, certificate.pk)
    access.require(user, Action.UPDATE, certificate=current)
    raise ConcurrentModification(current.saved_by_name, current.saved_at)
