"""Saving a draft: one element, or the whole form (spec/lifecycle.md 3.1, 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from accounts.user import CareUser
from certificates import access, engine, queries
from certificates.access import Action
from certificates.events import EventKind
from certificates.lifecycle.opening import OpenedCertificate
from certificates.lifecycle.recording import announce
from certificates.lifecycle.snapshots import issuer_fields, saved_fields, with_patient_address
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patient_queries
from patients.register import Lookup, PatientRecord
from webcert.errors import ConcurrentModification


@dataclass(frozen=True, slots=True)
class SendingPage:
    """The page that a save comes from: its random name, and a digest of what it posts. Empty where there is none.

    A page whose answer was lost does not know the version that it made itself. Its next save is no conflict, and the
    same one once more changes nothing.
    """

    name: str = ""
    post: str = ""

    def saved_last(self, certificate: Certificate) -> bool:
        return bool(self.name) and certificate.saved_from_page == self.name

    def has_saved_this(self, certificate: Certificate) -> bool:
        return self.saved_last(certificate) and bool(self.post) and certificate.saved_post == self.post


NO_PAGE = SendingPage()


@dataclass(frozen=True, slots=True)
class SaveResult:
    """The draft as it now stands, its validation, the ids of the answers that changed, by question id the unsupported
    characters that were taken out of what was posted, and what the register said of the patient."""

    certificate: Certificate
    validation: engine.ValidationResult
    changed: frozenset[str]
    removed: Mapping[str, str]
    patient: PatientRecord | Lookup


def save_element(
    *,
    user: CareUser,
    certificate_id: str,
    version: int,
    question_id: str,
    post: Mapping[str, Any],
    first_save_in_session: bool,
    opened: OpenedCertificate | None = None,
    page: SendingPage = NO_PAGE,
) -> SaveResult:
    """Save one question's answer; the others stay. ``opened``: the draft, when the caller has just read it.

    A save that changes no answer leaves version, saver and history as they were and tells nobody. A version that is not
    the stored one raises ``ConcurrentModification`` even then, with who saved last, unless it was ``page`` itself.
    """
    draft = _editable(user, certificate_id, version, page, opened)
    parsed = engine.parse_element(
        draft.certificate_type, question_id, post, answers=draft.answers, birth=draft.certificate.birth_date
    )
    return _store(user, draft, parsed, page, first_save_in_session)


def save_form(
    *,
    user: CareUser,
    certificate_id: str,
    version: int,
    post: Mapping[str, Any],
    first_save_in_session: bool,
    page: SendingPage = NO_PAGE,
) -> SaveResult:
    """Save the whole form at once, as a browser without script posts it. Otherwise as ``save_element``."""
    draft = _editable(user, certificate_id, version, page)
    parsed = engine.parse_form(draft.certificate_type, post, answers=draft.answers, birth=draft.certificate.birth_date)
    return _store(user, draft, parsed, page, first_save_in_session)


@dataclass(frozen=True, slots=True)
class _Editable:
    """A draft that the user may change, as it was read.

    ``answers`` are those that the user saw: with the patient's address as it is told now, if the type has it.
    """

    certificate: Certificate
    certificate_type: CertificateType
    patient: PatientRecord | Lookup
    answers: dict[str, Any]


def _editable(
    user: CareUser, certificate_id: str, version: int, page: SendingPage, opened: OpenedCertificate | None = None
) -> _Editable:
    """A draft that another one changes from now on is found out by the conditional UPDATE."""
    patient: PatientRecord | Lookup
    if opened is None:
        certificate = queries.get_certificate(user, certificate_id)
        patient = patient_queries.look_up(certificate.person_id)
    else:
        certificate, patient = copy(opened.certificate), opened.patient
    access.require(user, Action.UPDATE, certificate=certificate, patient=patient)
    if certificate.version != version and not page.saved_last(certificate):
        raise ConcurrentModification(certificate.saved_by_name, certificate.saved_at)
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    record = patient if isinstance(patient, PatientRecord) else patient.patient
    answers = with_patient_address(certificate_type, certificate.answers, record, user.launch)
    return _Editable(certificate, certificate_type, patient, answers)


def _with(answers: Mapping[str, Any], new: Mapping[str, Any]) -> dict[str, Any]:
    """An answer that has become empty leaves no key behind."""
    return {key: value for key, value in {**answers, **new}.items() if value is not None}


def _store(
    user: CareUser, draft: _Editable, parsed: engine.ParsedForm, page: SendingPage, first_save_in_session: bool
) -> SaveResult:
    """Keep what was posted, if it was not kept already."""
    certificate, birth = draft.certificate, draft.certificate.birth_date
    if page.has_saved_this(certificate):
        validation = engine.validate(draft.certificate_type, draft.answers, birth=birth)
        return SaveResult(certificate, validation, frozenset(), parsed.removed, draft.patient)
    answers = engine.with_consequences(draft.certificate_type, _with(draft.answers, parsed.values), birth=birth)
    validation = engine.validate(draft.certificate_type, answers, birth=birth)
    changed = frozenset(
        key for key in answers.keys() | certificate.answers.keys() if answers.get(key) != certificate.answers.get(key)
    )
    if not changed:
        return SaveResult(certificate, validation, changed, parsed.removed, draft.patient)
    fields = {
        "answers": answers,
        "is_complete": validation.is_complete,
        **saved_fields(user, certificate),
        **issuer_fields(user),
        "saved_from_page": page.name,
        "saved_post": page.post,
    }
    with transaction.atomic():
        _update_if_unchanged(user, certificate, fields)
        announce(EventKind.ANDRAT, user=user, certificate=certificate, first_save_in_session=first_save_in_session)
    return SaveResult(certificate, validation, changed, parsed.removed, draft.patient)


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
