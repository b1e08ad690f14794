"""What a print says around the answers: state, notices, whether it was sent, where to post it (spec/print.md 3)."""

from __future__ import annotations

from collections.abc import Iterator

from certificates.engine.answers import Facts
from certificates.models import Certificate
from certificates.types.base import CertificateType, Recipient

ELECTRONIC = (
    "Det här är en utskrift av ett elektroniskt intyg. Intyget är elektroniskt undertecknat av den som utfärdade det."
)
ADAPTED = "Utskriften är anpassad: uppgifter som patienten har valt att inte visa är utelämnade."
HANDLE_WITH_CARE = "Patienten har skyddade personuppgifter. Hantera utskriften varsamt."

_STATE_IN_TITLE = {
    Certificate.State.DRAFT: "utkast",
    Certificate.State.LOCKED: "låst utkast",
    Certificate.State.DELETED: "raderat utkast",
    Certificate.State.SIGNED: "",
}


def title(certificate: Certificate, ctype: CertificateType) -> str:
    """Name, form and state; nothing about the patient (design: no personal number in a title)."""
    return " ".join(filter(None, (ctype.name, code(ctype), _STATE_IN_TITLE[Certificate.State(certificate.state)])))


def code(ctype: CertificateType) -> str:
    """What the type is called for short; empty for a form without a number."""
    return ctype.form_number or ctype.type_name


def form_line(ctype: CertificateType) -> str:
    """Form with its revision, version, and whose form it is. A form without a number goes by its name."""
    form = code(ctype) or ctype.name
    revision = f"{form} ({ctype.form_revision})" if ctype.form_revision else form
    owner = ctype.paper.form_owner or (ctype.recipient.name if ctype.recipient else "")
    return " - ".join(filter(None, (revision, f"version {ctype.version}", f"Fastställd av {owner}" if owner else "")))


def state(certificate: Certificate) -> str:
    """The state in words: a watermark is not read aloud (7.1.4)."""
    if certificate.is_revoked:
        return "Makulerat"
    if certificate.is_signed:
        return "Signerat intyg"
    return "Låst utkast" if certificate.state == Certificate.State.LOCKED else "Utkast"


def watermark(certificate: Certificate) -> str:
    """Makulerat before locked before draft (3.1)."""
    return "" if certificate.is_signed and not certificate.is_revoked else state(certificate).upper()


def notices(
    certificate: Certificate, ctype: CertificateType, *, facts: Facts, is_adapted: bool, is_protected: bool
) -> Iterator[str]:
    """The lines of the frame below the name. ``is_adapted``: answers are kept back."""
    if certificate.is_signed:
        yield from _of_signed(certificate, ctype, facts=facts)
    else:
        reader = (ctype.recipient.reader or ctype.recipient.name) if ctype.recipient else "mottagaren"
        yield f"Det här är en utskrift av ett utkast och ska INTE skickas till {reader}."
    if is_adapted:
        yield ADAPTED
    if is_protected:
        yield HANDLE_WITH_CARE


def sent_heading(certificate: Certificate, ctype: CertificateType) -> str:
    """That it was sent, for the receivers of which that is the heading of the print."""
    recipient = ctype.recipient
    return _was_sent(recipient) if recipient and recipient.is_sent_in_heading and certificate.is_sent else ""


def sent_note(certificate: Certificate, ctype: CertificateType) -> str:
    return (
        "Patienten kan läsa intyget på 1177.se."
        if sent_heading(certificate, ctype) and ctype.flags.available_to_patient
        else ""
    )


def postal_address(certificate: Certificate, ctype: CertificateType) -> tuple[str, ...]:
    """Where to post it: only for a valid certificate that has not been sent."""
    is_to_be_posted = certificate.is_signed and not certificate.is_sent and not certificate.is_revoked
    return ctype.recipient.postal_address if is_to_be_posted and ctype.recipient is not None else ()


def _of_signed(certificate: Certificate, ctype: CertificateType, *, facts: Facts) -> Iterator[str]:
    recipient = ctype.recipient
    yield ELECTRONIC
    if ctype.paper.purpose:
        yield ctype.paper.purpose
    if recipient and not recipient.is_sent_in_heading and certificate.is_sent:
        yield f"{_was_sent(recipient)}."
    if not certificate.is_revoked:
        yield from (notice.text for notice in ctype.paper.notices if notice.when.holds(facts))


def _was_sent(recipient: Recipient) -> str:
    return f"Intyget har skickats digitalt till {recipient.name}"
