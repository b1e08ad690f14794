"""What has happened to a certificate, where it stands, and what it is related to (spec/lifecycle.md 13).

The one read model of all three; pages and interfaces only dress it. Ids of related certificates are told whether or not
the user may open them: opening asks the rules.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from certificates.events import EventKind
from certificates.models import Certificate, CertificateEvent
from certificates.queries.relations import living_children
from certificates.types import registry
from certificates.types.base import CertificateType, Engine

_Relation = Certificate.Relation


class HistoryKind(StrEnum):
    """What an entry is shown as."""

    CREATED = "CREATED"
    CREATED_FROM = "CREATED_FROM"
    LOCKED = "LOCKED"
    SIGNED = "SIGNED"
    AVAILABLE_FOR_PATIENT = "AVAILABLE_FOR_PATIENT"
    SENT = "SENT"
    REVOKED = "REVOKED"
    REPLACES = "REPLACES"
    EXTENDED = "EXTENDED"
    COPIED_FROM = "COPIED_FROM"
    COMPLEMENTS = "COMPLEMENTS"
    REQUEST_FOR_COMPLEMENT = "REQUEST_FOR_COMPLEMENT"
    REPLACED = "REPLACED"
    COPIED_BY = "COPIED_BY"
    COMPLEMENTED = "COMPLEMENTED"


class RelatedStatus(StrEnum):
    """Where a related certificate stands."""

    UNSIGNED = "UNSIGNED"
    SIGNED = "SIGNED"
    REVOKED = "REVOKED"
    LOCKED = "LOCKED"
    LOCKED_REVOKED = "LOCKED_REVOKED"


@dataclass(frozen=True, slots=True)
class Related:
    """A certificate that this one was made from or that was made from it."""

    certificate_id: str
    relation: str
    status: RelatedStatus
    created_at: dt.datetime
    signed_at: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Relations:
    """Both ways; children newest first, deleted ones left out."""

    parent: Related | None
    children: tuple[Related, ...]


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One thing that happened; ``related`` is the other certificate of a relation."""

    kind: HistoryKind
    occurred_at: dt.datetime
    text: str
    related: Related | None = None


class StandingKind(StrEnum):
    """The status line's kinds, in no order: the first that fits is told (13.1)."""

    LOCKED = "LOCKED"
    LOCKED_REVOKED = "LOCKED_REVOKED"
    REVOKED = "REVOKED"
    REPLACED_BY_DRAFT = "REPLACED_BY_DRAFT"
    REPLACED = "REPLACED"
    COMPLEMENTED_BY_DRAFT = "COMPLEMENTED_BY_DRAFT"
    COMPLEMENTED = "COMPLEMENTED"
    COMPLEMENT_REQUESTED = "COMPLEMENT_REQUESTED"
    SENT = "SENT"
    SIGNED = "SIGNED"
    COMPLETE = "COMPLETE"
    INCOMPLETE = "INCOMPLETE"


@dataclass(frozen=True, slots=True)
class Standing:
    """The status line: its text, and the certificate that it links to, if any."""

    kind: StandingKind
    text: str
    related: Related | None = None


def history(certificate: Certificate) -> tuple[HistoryEntry, ...]:
    """Stored and derived entries, oldest first; of the same moment the story's order."""
    certificate_type = _type(certificate)
    both = relations(certificate)
    entries = [
        *_stored(certificate, certificate_type, both.parent),
        *(entry for child in both.children if (entry := _of_child(child)) is not None),
    ]
    return tuple(sorted(entries, key=lambda entry: entry.occurred_at))


def relations(certificate: Certificate) -> Relations:
    """What the certificate was made from, and what was made from it."""
    children = certificate.children.exclude(state=Certificate.State.DELETED).order_by("-created_at", "-pk")
    parent = certificate.parent
    return Relations(
        parent=_related(parent, certificate.relation) if parent is not None else None,
        children=tuple(_related(child, child.relation) for child in children.defer("answers")),
    )


def standing(certificate: Certificate) -> Standing:
    """Where the certificate stands, in one line."""
    if certificate.state == Certificate.State.LOCKED:
        kind = StandingKind.LOCKED_REVOKED if certificate.is_revoked else StandingKind.LOCKED
    elif certificate.is_revoked:
        kind = StandingKind.REVOKED
    elif not certificate.is_signed:
        kind = StandingKind.COMPLETE if certificate.is_complete else StandingKind.INCOMPLETE
    else:
        return _of_signed(certificate)
    return Standing(kind, _STANDING[kind])


def is_available_to_patient(certificate: Certificate) -> bool:
    """Beside the status line: signed, not revoked, no test, of a type that patients see."""
    return (
        certificate.is_signed
        and not certificate.is_revoked
        and not certificate.is_test_certificate
        and _type(certificate).flags.available_to_patient
    )


def _of_signed(certificate: Certificate) -> Standing:
    for relation, by_draft, by_signed in _BY_CHILD:
        child = living_children(certificate).filter(relation=relation).exclude(state=Certificate.State.LOCKED)
        if newest := child.order_by("-created_at").defer("answers").first():
            kind = by_signed if newest.is_signed else by_draft
            return Standing(kind, _STANDING[kind], _related(newest, newest.relation))
    if certificate.complement_requested_at is not None:
        text = f"{_recipient_name(certificate)} har begärt komplettering"
        return Standing(StandingKind.COMPLEMENT_REQUESTED, text)
    if certificate.is_sent:
        return Standing(StandingKind.SENT, f"Intyget är skickat till {_recipient_name(certificate)}")
    return Standing(StandingKind.SIGNED, _STANDING[StandingKind.SIGNED])


_BY_CHILD = (
    (_Relation.ERSATT, StandingKind.REPLACED_BY_DRAFT, StandingKind.REPLACED),
    (_Relation.KOMPLT, StandingKind.COMPLEMENTED_BY_DRAFT, StandingKind.COMPLEMENTED),
)
_STANDING = {
    StandingKind.LOCKED: "Utkastet är låst",
    StandingKind.LOCKED_REVOKED: "Utkastet är makulerat",
    StandingKind.REVOKED: "Intyget är makulerat",
    StandingKind.REPLACED_BY_DRAFT: "Det finns ett utkast som ersätter intyget.",
    StandingKind.REPLACED: "Intyget har ersatts av ett annat intyg.",
    StandingKind.COMPLEMENTED_BY_DRAFT: "En komplettering är påbörjad.",
    StandingKind.COMPLEMENTED: "Intyget har kompletterats av ett annat intyg.",
    StandingKind.SIGNED: "Intyget är signerat",
    StandingKind.COMPLETE: "Klart att signera",
    StandingKind.INCOMPLETE: "Obligatoriska uppgifter saknas",
}


# --- entries ------------------------------------------------------------------------------------------------------
_PLAIN = {
    EventKind.SKAPAT: (HistoryKind.CREATED, "Utkastet skapades"),
    EventKind.SKAPATFRAN: (HistoryKind.CREATED_FROM, "Utkastet skapades från ett annat intyg"),
    EventKind.LAST: (HistoryKind.LOCKED, "Utkastet låstes"),
    EventKind.SIGNAT: (HistoryKind.SIGNED, "Intyget signerades"),
}
_FROM_PARENT = {
    EventKind.ERSATTER: (HistoryKind.REPLACES, "Utkastet skapades för att ersätta ett tidigare intyg."),
    EventKind.FORLANGER: (HistoryKind.EXTENDED, "Utkastet skapades för att förnya ett tidigare intyg."),
    EventKind.KOPIERATFRAN: (HistoryKind.COPIED_FROM, "Utkastet är en kopia av ett låst utkast."),
    EventKind.KOMPLETTERAR: (HistoryKind.COMPLEMENTS, "Utkastet skapades för att komplettera ett tidigare intyg."),
}
_OF_CHILD = {
    _Relation.ERSATT: (
        HistoryKind.REPLACED,
        {
            RelatedStatus.UNSIGNED: "Ett utkast skapades för att ersätta intyget.",
            RelatedStatus.SIGNED: "Intyget har ersatts av ett annat intyg.",
            RelatedStatus.REVOKED: "Intyget ersattes av ett intyg som sedan makulerades.",
        },
    ),
    _Relation.KOMPLT: (
        HistoryKind.COMPLEMENTED,
        {
            RelatedStatus.UNSIGNED: "En komplettering påbörjades.",
            RelatedStatus.SIGNED: "Intyget har kompletterats av ett annat intyg.",
            RelatedStatus.REVOKED: "Intyget kompletterades av ett intyg som sedan makulerades.",
        },
    ),
    _Relation.KOPIA: (
        HistoryKind.COPIED_BY,
        {
            RelatedStatus.UNSIGNED: "Utkastet kopierades.",
            RelatedStatus.SIGNED: "Utkastet kopierades till ett utkast som sedan signerades.",
            RelatedStatus.REVOKED: "Utkastet kopierades till ett intyg som sedan makulerades.",
        },
    ),
}
"""A locked draft has lost its relations, so a child is never locked."""


def _stored(
    certificate: Certificate, certificate_type: CertificateType, parent: Related | None
) -> Iterator[HistoryEntry]:
    for event in certificate.events.order_by("occurred_at", "id"):
        yield from _entries(event, certificate, certificate_type, parent)


def _entries(
    event: CertificateEvent, certificate: Certificate, certificate_type: CertificateType, parent: Related | None
) -> Iterator[HistoryEntry]:
    """Kinds that are not named here leave no line; types of the newer engine do not tell of the locking."""
    kind, at = EventKind(event.kind), event.occurred_at
    if kind is EventKind.LAST and certificate_type.engine is Engine.MODEL:
        return
    if kind in _PLAIN:
        shown, text = _PLAIN[kind]
        yield HistoryEntry(shown, at, text)
    elif kind in _FROM_PARENT:
        shown, text = _FROM_PARENT[kind]
        yield HistoryEntry(shown, at, text, parent)
    elif kind is EventKind.KOMPLBEGARAN:
        text = f"{_recipient_name(certificate)} begärde komplettering"
        yield HistoryEntry(HistoryKind.REQUEST_FOR_COMPLEMENT, at, text)
    elif kind is EventKind.SKICKAT:
        yield HistoryEntry(HistoryKind.SENT, at, f"Intyget skickades till {_recipient_name(certificate)}")
    elif kind is EventKind.MAKULERAT:
        yield HistoryEntry(HistoryKind.REVOKED, at, _revoked_text(certificate, parent), parent)
    if kind is EventKind.SIGNAT and certificate_type.flags.available_to_patient:
        yield HistoryEntry(HistoryKind.AVAILABLE_FOR_PATIENT, at, "Intyget blev tillgängligt för patienten")


def _revoked_text(certificate: Certificate, parent: Related | None) -> str:
    text = "Intyget makulerades" if certificate.is_signed else "Utkastet makulerades"
    return f"{text}. Kontrollera om intyget som det skapades från också ska makuleras." if parent else text


def _of_child(child: Related) -> HistoryEntry | None:
    """Renewals leave no line with the renewed certificate."""
    if child.relation not in _OF_CHILD:
        return None
    kind, texts = _OF_CHILD[_Relation(child.relation)]
    text = texts.get(child.status)
    return HistoryEntry(kind, child.signed_at or child.created_at, text, child) if text else None


def _related(certificate: Certificate, relation: str) -> Related:
    return Related(
        certificate.pk, relation, _related_status(certificate), certificate.created_at, certificate.signed_at
    )


def _related_status(certificate: Certificate) -> RelatedStatus:
    if certificate.state == Certificate.State.LOCKED:
        return RelatedStatus.LOCKED_REVOKED if certificate.is_revoked else RelatedStatus.LOCKED
    if certificate.is_revoked:
        return RelatedStatus.REVOKED
    return RelatedStatus.SIGNED if certificate.is_signed else RelatedStatus.UNSIGNED


def _recipient_name(certificate: Certificate) -> str:
    recipient = _type(certificate).recipient
    return recipient.name if recipient is not None else certificate.sent_to


def _type(certificate: Certificate) -> CertificateType:
    return registry.get(certificate.type_id, certificate.type_version)
