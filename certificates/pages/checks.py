"""Questions that come by themselves: before a draft is made, when it is opened, at signing (spec/ui.md 6.3)."""

from __future__ import annotations

from dataclasses import dataclass, replace

from django.http import HttpRequest

from accounts.user import CareUser
from certificates.access import Action
from certificates.lifecycle.fill import offered_candidate
from certificates.lifecycle.opening import OpenedCertificate
from certificates.models import Certificate
from certificates.queries import uniqueness
from certificates.types import registry
from certificates.types.base import CertificateType
from certificates.types.confirmation import ExtraCheck
from patients.person_id import PersonId
from patients.register import PatientRecord
from webcert import clock

EARLIER, CHECKED = "earlier", "checked"
"""What the user has gone on from at signing; each in its turn."""


@dataclass(frozen=True, slots=True)
class Question:
    """A dialog that opens by itself. ``primary`` is the caption that goes on; empty when there is no going on."""

    template: str
    title: str
    alert: str = ""
    text: str = ""
    confirmation: str = ""
    is_danger: bool = False
    primary: str = ""
    step: str = ""
    method: str = ""
    error: str = ""
    must_be_answered: bool = False
    """It offers no way back, and Esc is none either."""

    @property
    def path(self) -> str:
        return f"certificates/dialogs/{self.template}.html"


def at_creation(user: CareUser, certificate_type: CertificateType, patient: PatientRecord) -> Question | None:
    """The type's own check, else that the certificate which should come first is missing (death-certificates 7)."""
    check = certificate_type.extra_check
    if check is not None and check.concerns(patient.person_id, today=clock.today()):
        return _asking(check, patient, "extra_check", primary="Gå vidare")
    first = certificate_type.made_after
    provider = user.unit.care_provider_id if user.unit else ""
    if not first or uniqueness.has_signed(first, patient.person_id, care_provider_id=provider):
        return None
    names = [t.name.lower() for t in registry.by_id(first)[:1]] or [first]
    return Question(
        "extra_check",
        f"Signerat {names[0]} saknas",
        text=f"{certificate_type.name} bör utfärdas efter {names[0]}, och det finns inget signerat hos vårdgivaren. "
        "Vill du ändå skapa intyget?",
        primary="Skapa intyg",
    )


def at_opening(request: HttpRequest, opened: OpenedCertificate) -> Question | None:
    """The type's own check for a journal system's user, else help with filling in an untouched draft."""
    user, certificate = request.care_user, opened.certificate
    if not certificate.is_draft or not opened.may(Action.UPDATE):
        return None
    check = opened.certificate_type.extra_check
    if check is not None and user.is_integrated and _is_due(check, certificate):
        return replace(_asking(check, opened.patient, "opening_check", primary="Gå vidare"), must_be_answered=True)
    is_filled = opened.certificate_type.filled_from is not None
    candidate = offered_candidate(user=user, draft=certificate) if is_filled else None
    if candidate is None:
        return None
    source = candidate.certificate
    name = registry.get(source.type_id, source.type_version).name
    if candidate.can_be_copied:
        return Question(
            "candidate",
            "Hjälp med ifyllnad?",
            text=f"Patienten har ett signerat intyg, {name}, med uppgifter som också finns i det här utkastet. "
            "Vill du kopiera dem hit?",
            primary="Kopiera",
        )
    return Question(
        "candidate",
        f"Information om {name.lower()}",
        text=f"Patienten har ett signerat {name.lower()} på {source.unit_name}. Uppgifterna där kan inte kopieras hit.",
    )


def may_ask_at_signing(certificate_type: CertificateType) -> bool:
    """Whether ``at_signing`` ever asks about a draft of the type."""
    return certificate_type.signing_check is not None or uniqueness.concerns(certificate_type)


def at_signing(
    user: CareUser, opened: OpenedCertificate, *, step: str, is_ticked: bool, method: str
) -> Question | None:
    """First the other certificate, then the type's own check; None when the user has gone on from both (3.4, 4)."""
    ctype, certificate = opened.certificate_type, opened.certificate
    other = uniqueness.before_signing(ctype, certificate, unit=user.unit) if user.unit else None
    if other is not None and step not in {EARLIER, CHECKED}:
        is_refused = other.certificate.is_signed and uniqueness.hinders_certificate(ctype, other)
        what = f"Signerat {ctype.name.lower()}" if other.certificate.is_signed else f"Utkast på {ctype.name.lower()}"
        where = f"{what} finns hos en annan vårdgivare. "
        return Question(
            "signing_check",
            f"{what} finns",
            text=where
            + ("Det här utkastet går därför inte att signera." if is_refused else "Det senast signerade gäller."),
            primary="" if is_refused else "Fortsätt signering" if ctype.signing_check else "Fortsätt",
            step=EARLIER,
            method=method,
        )
    check = ctype.signing_check
    if check is None or (step == CHECKED and is_ticked):
        return None
    error = "Kryssa i rutan för att signera." if step == CHECKED else ""
    return _asking(check, opened.patient, "signing_check", primary="Signera", step=CHECKED, method=method, error=error)


def _is_due(check: ExtraCheck, certificate: Certificate) -> bool:
    is_of_age = check.concerns(certificate.person_id, today=clock.today())
    return is_of_age and (check.at_each_opening or certificate.version == 0)


def _asking(
    check: ExtraCheck,
    patient: PatientRecord,
    template: str,
    *,
    primary: str,
    step: str = "",
    method: str = "",
    error: str = "",
) -> Question:
    named = f"{patient.full_name} - {PersonId(patient.person_id).dashed}"
    return Question(
        template,
        check.title,
        alert=check.alert.format(patient=named),
        text=check.text,
        confirmation=check.confirmation.format(patient=named),
        is_danger=check.is_danger,
        primary=primary,
        step=step,
        method=method,
        error=error,
    )
