"""The function buttons of a certificate, in their order (spec/ui.md 3.2; spec/lifecycle.md 6)."""

from __future__ import annotations

from collections.abc import Iterator

from accounts import preferences
from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action, Decision
from certificates.lifecycle.opening import OpenedCertificate
from certificates.pages.presenters import frame
from certificates.pages.presenters.parts import ActionButton
from certificates.types import registry
from certificates.types.base import CertificateType
from webcert import clock

_EXPLAINED = frozenset(
    {"TEST_INDICATED_PATIENT", "MISSING_SUBSCRIPTION", "NOT_LATEST_MAJOR_VERSION", "INACTIVE_CERTIFICATE_TYPE"}
)
"""Refusals that a user of the unit can understand or have mended, besides those that access explains itself."""


def is_explained(decision: Decision) -> bool:
    """A refusal that the user can understand or have mended is shown; any other means that the action is not theirs."""
    return decision.is_explained or decision.reason in _EXPLAINED


def buttons(user: CareUser, opened: OpenedCertificate) -> tuple[ActionButton, ...]:
    """What can be done, and what cannot but is explained."""
    return tuple(_buttons(user, opened))


def template_targets(opened: OpenedCertificate) -> tuple[CertificateType, ...]:
    """Types that a draft can be made of from this certificate, as they are installed today."""
    newest = (registry.by_id(type_id) for type_id in opened.certificate_type.template_for)
    return tuple(t for versions in newest for t in versions[:1] if t.is_active(clock.today()))


def template_caption(target: CertificateType) -> str:
    """ "Skapa AG7804", "Skapa dödsorsaksintyg"."""
    return f"Skapa {target.type_name or target.name.lower()}"


def template_decision(user: CareUser, opened: OpenedCertificate, target: CertificateType) -> Decision:
    """Both the certificate at hand and the type that is made have a say."""
    decision = opened.decisions[Action.CREATE_DRAFT_FROM_CERTIFICATE]
    if not decision.allowed:
        return decision
    return access.decide(user, Action.CREATE, certificate_type=target, patient=opened.patient)


def _buttons(user: CareUser, opened: OpenedCertificate) -> Iterator[ActionButton]:
    url = frame.page_url(opened)
    yield from _related(user, opened)
    for target in template_targets(opened):
        decision = template_decision(user, opened, target)
        yield from _button(
            decision, template_caption(target), "btn-create-certificate-from-template", f"{url}/create/{target.type_id}"
        )
    yield from _send(opened)
    for action, caption, test_id, address in (
        (Action.COPY_LOCKED, "Kopiera", "btn-copy-certificate", "copy"),
        (Action.COPY_LOCKED_CONTINUE, "Kopiera", "btn-copy-certificate-continue", "copy"),
    ):
        yield from _button(opened.decisions[action], caption, test_id, f"{url}/{address}")
    if opened.may(Action.PRINT):
        yield frame.print_button(opened)
    yield from _renew(user, opened)
    yield from _button(opened.decisions[Action.REPLACE], "Ersätt", "btn-replace-certificate", f"{url}/replace")
    yield from _button(
        opened.decisions[Action.REPLACE_CONTINUE], "Ersätt", "btn-replace-certificate-continue", f"{url}/replace"
    )
    if opened.may(Action.DELETE):
        yield ActionButton("Radera", "btn-remove-certificate", f"{url}/delete", is_danger=True)
    if opened.may(Action.REVOKE):
        yield ActionButton("Makulera", "btn-revoke-certificate", f"{url}/revoke", is_danger=True)


def _button(decision: Decision, caption: str, test_id: str, url: str) -> Iterator[ActionButton]:
    if decision.allowed:
        yield ActionButton(caption, test_id, url)
    elif is_explained(decision):
        yield ActionButton(caption, test_id, refusal=decision.message)


def _related(user: CareUser, opened: OpenedCertificate) -> Iterator[ActionButton]:
    """The certificate that is made after this one, if the patient has it within the user's reach (lifecycle 5.9)."""
    related = queries.made_after(user, opened.certificate)
    if related is not None and not opened.certificate.is_revoked:
        name = registry.get(related.type_id, related.type_version).name.lower()
        yield ActionButton(
            f"Visa {name}", "btn-show-related-certificate", f"/certificate/{related.pk}", opens=ActionButton.Opens.PAGE
        )


def _send(opened: OpenedCertificate) -> Iterator[ActionButton]:
    recipient = opened.certificate_type.recipient
    certificate = opened.certificate
    is_unsent = certificate.is_signed and not certificate.is_sent and not certificate.is_revoked
    if recipient is not None and opened.certificate_type.flags.sendable and is_unsent:
        yield from _button(
            opened.decisions[Action.SEND],
            f"Skicka till {recipient.name}",
            "btn-send-certificate",
            f"{frame.page_url(opened)}/send",
        )


def _renew(user: CareUser, opened: OpenedCertificate) -> Iterator[ActionButton]:
    """A user who does not want to be asked again renews with the press (spec/ui.md 3.2)."""
    decision = opened.decisions[Action.RENEW]
    url = f"{frame.page_url(opened)}/renew"
    if decision.allowed and preferences.get(user.hsa_id, preferences.RENEW_WITHOUT_ASKING):
        yield ActionButton("Förnya", "btn-renew-certificate", url, opens=ActionButton.Opens.POST)
    else:
        yield from _button(decision, "Förnya", "btn-renew-certificate", url)
