"""The history of a certificate as sentences (spec/lifecycle.md 13)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from certificates.events import EventKind
from certificates.lifecycle.opening import OpenedCertificate
from certificates.models import Certificate, CertificateEvent

_PLAIN = {
    EventKind.SKAPAT: "Utkastet skapades",
    EventKind.SKAPATFRAN: "Utkastet skapades från ett annat intyg",
    EventKind.LAST: "Utkastet låstes",
    EventKind.SIGNAT: "Intyget signerades",
}
_FROM_PARENT = {
    EventKind.ERSATTER: "Utkastet skapades för att ersätta ett tidigare intyg.",
    EventKind.FORLANGER: "Utkastet skapades för att förnya ett tidigare intyg.",
    EventKind.KOPIERATFRAN: "Utkastet är en kopia av ett låst utkast.",
    EventKind.KOMPLETTERAR: "Utkastet skapades för att komplettera ett tidigare intyg.",
}
_BY_CHILD = {
    Certificate.Relation.ERSATT: (
        "Ett utkast skapades för att ersätta intyget.",
        "Intyget har ersatts av ett annat intyg.",
    ),
    Certificate.Relation.KOMPLT: ("En komplettering påbörjades.", "Intyget har kompletterats av ett annat intyg."),
    Certificate.Relation.KOPIA: ("Utkastet kopierades.", "Utkastet kopierades."),
}


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One line of the history, perhaps with a link to the other certificate."""

    occurred_at: dt.datetime
    text: str
    link_url: str = ""
    link_text: str = ""


def history(opened: OpenedCertificate) -> tuple[HistoryEntry, ...]:
    """Newest first; of entries at the same moment the later one in the story stands first."""
    entries = [*_own(opened), *_of_children(opened.certificate)]
    entries.sort(key=lambda entry: entry.occurred_at)
    return tuple(reversed(entries))


def _own(opened: OpenedCertificate) -> Iterator[HistoryEntry]:
    for event in opened.certificate.events.order_by("occurred_at", "id"):
        yield from _entries(event, opened)


def _entries(event: CertificateEvent, opened: OpenedCertificate) -> Iterator[HistoryEntry]:
    """Kinds that are not named here leave no line."""
    kind, at = EventKind(event.kind), event.occurred_at
    parent_id = opened.certificate.parent_id
    if kind in _PLAIN:
        yield HistoryEntry(at, _PLAIN[kind])
    elif kind in _FROM_PARENT:
        link = (f"/certificate/{parent_id}", "Öppna intyget") if parent_id else ("", "")
        yield HistoryEntry(at, _FROM_PARENT[kind], *link)
    elif kind is EventKind.SKICKAT:
        recipient = opened.certificate_type.recipient
        yield HistoryEntry(at, f"Intyget skickades till {recipient.name}" if recipient else "Intyget skickades")
    elif kind is EventKind.MAKULERAT:
        what = "Intyget" if opened.certificate.is_signed else "Utkastet"
        yield HistoryEntry(at, f"{what} makulerades")
    if kind is EventKind.SIGNAT and opened.certificate_type.flags.available_to_patient:
        yield HistoryEntry(at, "Intyget blev tillgängligt för patienten")


def _of_children(certificate: Certificate) -> Iterator[HistoryEntry]:
    """What was made from this certificate."""
    children = certificate.children.exclude(state=Certificate.State.DELETED).filter(relation__in=list(_BY_CHILD))
    for child in children.only("id", "state", "relation", "created_at", "signed_at"):
        started, done = _BY_CHILD[Certificate.Relation(child.relation)]
        word = "Öppna intyget" if child.is_signed else "Öppna utkastet"
        at = child.signed_at if child.is_signed else child.created_at
        yield HistoryEntry(at, done if child.is_signed else started, f"/certificate/{child.pk}", word)
