"""The lists of certificates in the menu: drafts, signed certificates (spec/ui.md 2.5; spec/lifecycle.md 14)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import landing
from accounts.session import unit_required
from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.lifecycle import listing
from certificates.models import Certificate
from certificates.pages.list_frame import Typed, ask, no_page
from certificates.queries import DraftFilter, DraftStatus, Forwarded, ListRow, SignedFilter
from certificates.queries.lists import earliest_day
from certificates.types import registry
from patients.register import PatientRecord

_LOOKS = {
    DraftStatus.INCOMPLETE: ("warn", "pen"),
    DraftStatus.COMPLETE: ("ok", "check"),
    DraftStatus.LOCKED: ("line", "lock"),
}


@dataclass(frozen=True, slots=True)
class TypedDrafts(Typed):
    """The filter of drafts as it was typed."""

    status: str = ""
    forwarded: str = ""
    saved_by: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A certificate of a list as it is shown."""

    certificate_id: str
    type_name: str
    form_number: str
    status: str
    look: str
    icon: str
    moment: dt.datetime
    patient: PatientRecord
    by: str = ""
    is_forwarded: bool = False
    can_forward: bool = False


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def drafts(request: HttpRequest) -> HttpResponse:
    """Ej signerade utkast: drafts of the selected unit itself (spec/lifecycle.md 14.1)."""
    user = request.care_user
    landing.require_tab(user, landing.DRAFTS.url)
    savers = queries.savers(user)
    asked = ask(request, "draft_filter", default=_default_drafts(user, {saver.hsa_id for saver in savers}))
    if asked.answer is not None:
        return asked.answer
    page = no_page() if asked.errors else listing.show_drafts(user, _draft_filter(asked.typed), asked.order)
    captions = {
        "type": "Typ av intyg",
        "status": "Status",
        "saved": "Senast sparat",
        "patient": "Patient",
        "saved_by": "Sparat av",
        "forwarded": "Vidarebefordrad",
    }
    is_empty = not page.total and asked.is_default
    context = {
        "rows": [_draft_row(user, row) for row in page.rows],
        "savers": savers,
        "statuses": [("INCOMPLETE", "Uppgifter saknas"), ("COMPLETE", "Kan signeras"), ("LOCKED", "Låsta")],
        "is_nothing_there": is_empty and not queries.draft_counts(user, [user.selected_unit_id]),
        **asked.context(page, captions, newest_first="saved"),
    }
    return render(request, "lists/drafts.html", context, status=asked.status)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def signed(request: HttpRequest) -> HttpResponse:
    """Signerade intyg: what the user has signed, three months back (spec/lifecycle.md 14.2)."""
    user = request.care_user
    landing.require_tab(user, landing.SIGNED.url)
    default = Typed(start=earliest_day().isoformat())
    asked = ask(request, "signed_filter", default=default, earliest=earliest_day())
    if asked.answer is not None:
        return asked.answer
    page = no_page() if asked.errors else listing.show_signed(user, _signed_filter(asked.typed), asked.order)
    captions = {"type": "Typ av intyg", "status": "Status", "signed": "Signerad", "patient": "Patient"}
    context = {
        "rows": [_signed_row(row) for row in page.rows],
        "earliest": earliest_day().isoformat(),
        "is_nothing_there": not page.total and asked.is_default,
        **asked.context(page, captions, newest_first="signed"),
    }
    return render(request, "lists/signed.html", context, status=asked.status)


def _default_drafts(user: CareUser, saver_ids: set[str]) -> TypedDrafts:
    default = DraftFilter.default_for(user)
    return TypedDrafts(
        saved_by=default.saved_by if default.saved_by in saver_ids else "",
        start=default.saved_from.isoformat() if default.saved_from else "",
    )


def _draft_filter(typed: TypedDrafts) -> DraftFilter:
    return DraftFilter(
        forwarded=Forwarded(typed.forwarded) if typed.forwarded in set(Forwarded) else None,
        status=DraftStatus(typed.status) if typed.status in set(DraftStatus) else None,
        saved_by=typed.saved_by,
        person_id=typed.whole_person_id,
        saved_from=typed.first_day,
        saved_to=typed.last_day,
    )


def _signed_filter(typed: Typed) -> SignedFilter:
    return SignedFilter(person_id=typed.whole_person_id, signed_from=typed.first_day, signed_to=typed.last_day)


def _draft_row(user: CareUser, row: ListRow[Certificate]) -> Row:
    certificate = row.listed
    status = DraftStatus.of(certificate)
    look, icon = _LOOKS[status]
    may_forward = access.decide(
        user, Action.FORWARD_CERTIFICATE_FROM_LIST, certificate=certificate, patient=row.patient
    ).allowed
    return _row(
        row,
        status=status.label,
        look=look,
        icon=icon,
        moment=certificate.saved_at,
        by=certificate.saved_by_name,
        is_forwarded=certificate.is_forwarded,
        can_forward=may_forward,
    )


def _signed_row(row: ListRow[Certificate]) -> Row:
    certificate = row.listed
    is_sent = certificate.is_sent
    return _row(
        row,
        status="Skickat" if is_sent else "Ej skickat",
        look="ok" if is_sent else "line",
        icon="check" if is_sent else "circle",
        moment=certificate.signed_at or certificate.saved_at,
    )


def _row(row: ListRow[Certificate], *, status: str, look: str, icon: str, moment: dt.datetime, **further: Any) -> Row:
    certificate = row.listed
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    return Row(
        certificate_id=certificate.pk,
        type_name=certificate_type.name,
        form_number=certificate_type.form_number,
        status=status,
        look=look,
        icon=icon,
        moment=moment,
        patient=row.patient,
        **further,
    )
