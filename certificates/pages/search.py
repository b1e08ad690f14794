"""Find a patient, choose a type, see earlier certificates (spec/ui.md 2.3, 2.4; spec/lifecycle.md 14.3)."""

from __future__ import annotations

import datetime as dt
import json
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import structlog
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts import landing, preferences
from accounts.landing import require_tab
from accounts.redirects import SeeOther
from accounts.session import unit_required
from accounts.user import CareUser
from certificates import access
from certificates.access import Action
from certificates.lifecycle import listing
from certificates.lifecycle.create import create_draft
from certificates.models import Certificate
from certificates.pages import checks
from certificates.queries import PatientListRow, PatientListStatus, PatientStatusFilter, uniqueness
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patients
from patients.person_id import InvalidPersonId, PersonId
from patients.register import LookupStatus, PatientRecord
from webcert import clock
from webcert.errors import DataNotFound, PuProblem

log = structlog.get_logger(__name__)

_TOKENS = "chosen_patients"
MAX_TOKENS = 20


@dataclass(frozen=True, slots=True)
class SearchProblem:
    """Why a search leads nowhere. ``error_id`` is set for faults that support can look into."""

    text: str
    error_id: str = ""


@dataclass(frozen=True, slots=True)
class TypeRow:
    """A type of the list. ``why_not`` says why it cannot be created; empty when it can, and ``notice`` what to know
    then. ``asks``: a question comes first. ``tells_unit``: the unit of an earlier certificate elsewhere can be told."""

    type_id: str
    name: str
    form_number: str
    is_favourite: bool
    why_not: str
    notice: str
    asks: bool
    tells_unit: bool


@dataclass(frozen=True, slots=True)
class EarlierRow:
    """An earlier certificate. ``look`` and ``icon`` are the badge's; ``renews``: DIALOG, POST or empty."""

    certificate_id: str
    name: str
    form_number: str
    status: str
    look: str
    icon: str
    saved_at: dt.datetime
    by: str
    renews: str = ""


@dataclass(frozen=True, slots=True)
class _Order:
    """A way to sort the earlier certificates."""

    caption: str
    key: Callable[[EarlierRow], Any]
    is_descending: bool = False


_NEWEST_FIRST = "saved:desc"
_SORTS = {
    _NEWEST_FIRST: _Order("Senast sparat först", lambda row: row.saved_at, is_descending=True),
    "saved:asc": _Order("Äldst först", lambda row: row.saved_at),
    "type:asc": _Order("Typ av intyg", lambda row: row.name.casefold()),
    "status:asc": _Order("Status", lambda row: row.status),
    "by:asc": _Order("Sparat/signerat av", lambda row: row.by.casefold()),
}

_LOOKS = {
    PatientListStatus.INCOMPLETE: ("warn", "pen"),
    PatientListStatus.COMPLETE: ("ok", "check"),
    PatientListStatus.LOCKED: ("line", "lock"),
    PatientListStatus.REPLACED: ("line", "replace"),
    PatientListStatus.COMPLEMENTED: ("line", "plus"),
    PatientListStatus.SENT: ("ok", "check"),
    PatientListStatus.REVOKED: ("error", "revoke"),
    PatientListStatus.SIGNED: ("accent", "pen"),
}


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def search(request: HttpRequest) -> HttpResponse:
    """The number is posted; a patient that was found gets an address without the number."""
    require_tab(request.care_user, landing.SEARCH.url)
    if request.method != "POST":
        return render(request, "search/search.html")
    typed = request.POST.get("person_id", "").strip()
    try:
        person_id = PersonId.parse_search(typed)
    except InvalidPersonId as error:
        return render(request, "search/search.html", {"typed": typed, "field_error": error.message}, status=422)
    problem = _problem(person_id)
    if problem is not None:
        return render(request, "search/search.html", {"typed": typed, "problem": problem})
    return SeeOther(f"/create/{_token(request, person_id.value)}")


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def choose_type(request: HttpRequest, token: str) -> HttpResponse:
    """GET: types and earlier certificates of the chosen patient. POST ``type_id``: a new draft."""
    user = request.care_user
    require_tab(user, landing.SEARCH.url)
    person_id = _person_id(request, token)
    if person_id is None:
        return SeeOther(landing.SEARCH.url)
    patient = _patient(person_id)
    if request.method == "POST":
        return _create(request, token, patient)
    chosen = _chosen_status(request)
    way = "POST" if preferences.get(user.hsa_id, preferences.RENEW_WITHOUT_ASKING) else "DIALOG"
    found = listing.show_patient(user, person_id, chosen=chosen)
    sort = request.GET.get("sort", "")
    sort = sort if sort in _SORTS else _NEWEST_FIRST
    context = {
        "token": token,
        "patient": patient,
        "age": PersonId(person_id).age(clock.today()),
        "types": _type_rows(user, patient),
        "earlier": _sorted([_earlier_row(user, patient, row, renewing=way) for row in found], sort),
        "chosen": chosen,
        "sorts": [(value, order.caption) for value, order in _SORTS.items()],
        "sort": sort,
    }
    return render(request, "search/choose_type.html", context)


@require_safe
@unit_required
def about_type(request: HttpRequest, token: str, type_id: str) -> HttpResponse:
    """ "Om intyget": what the type is for. Without script a page with a way back."""
    certificate_type = _active_type(type_id)
    context = {"dialog_title": f"Om {certificate_type.name}", "type": certificate_type, "token": token}
    return render(request, "search/about_type.html", context)


@require_safe
@unit_required
def confirm(request: HttpRequest, token: str, type_id: str) -> HttpResponse:
    """What is asked before a draft of the type is made (spec/ui.md 6.3)."""
    user, certificate_type = request.care_user, _active_type(type_id)
    patient = _chosen_patient(request, token)
    access.require(user, Action.CREATE, certificate_type=certificate_type, patient=patient)
    question = checks.at_creation(user, certificate_type, patient)
    if question is None:
        raise DataNotFound("Det finns inget att bekräfta.")
    context = {"dialog_title": question.title, "question": question, "token": token, "type_id": type_id}
    return render(request, "search/confirm.html", context)


@require_safe
@unit_required
def earlier(request: HttpRequest, token: str, type_id: str) -> HttpResponse:
    """Unit and HSA-id of the certificate elsewhere that the type's message is about (death-certificates 3.2)."""
    certificate_type = _active_type(type_id)
    patient = _chosen_patient(request, token)
    found = listing.show_earlier(request.care_user, certificate_type, patient.person_id)
    if found is None:
        raise DataNotFound("Det finns inget tidigare intyg på en annan enhet.")
    name = certificate_type.name.lower()
    what = f"Signerat {name}" if found.certificate.is_signed else f"Utkast på {name}"
    where = "på en annan enhet" if found.is_in_provider else "hos en annan vårdgivare"
    context = {"dialog_title": f"{what} {where}", "earlier": found, "token": token}
    return render(request, "search/earlier.html", context)


@require_POST
@unit_required
def toggle_favourite(request: HttpRequest, token: str) -> HttpResponse:
    """Marks a type as favourite, or takes the mark away; kept over logins (``wc.favoritIntyg``)."""
    user = request.care_user
    type_id = _active_type(request.POST.get("type_id", "")).type_id
    favourites = _favourites(user)
    changed = [f for f in favourites if f != type_id] if type_id in favourites else [*favourites, type_id]
    preferences.put(user.hsa_id, preferences.FAVOURITE_TYPES, value=json.dumps(changed))
    return SeeOther(f"/create/{token}")


def _problem(person_id: PersonId) -> SearchProblem | None:
    """What stands in the way of a patient with this number (2.3)."""
    lookup = patients.look_up(person_id.value)
    log.info("patient_search", status=lookup.status)
    if lookup.status is LookupStatus.ERROR:
        error_id = str(uuid.uuid4())
        log.warning("patient_search_failed", error_id=error_id)
        return SearchProblem("Befolkningsregistret svarar inte. Försök igen om en stund.", error_id)
    if lookup.patient is None:
        return SearchProblem("Patienten finns inte. Kontrollera numret. Det går inte att använda reservnummer.")
    if not lookup.patient.has_name:
        return SearchProblem("Patienten saknar namn i befolkningsregistret. Det går inte att skriva intyg.")
    return None


def _token(request: HttpRequest, person_id: str) -> str:
    """An address part that means this patient in this session only."""
    tokens: dict[str, str] = request.session.get(_TOKENS, {})
    known = next((token for token, number in tokens.items() if number == person_id), None)
    if known is not None:
        return known
    token = secrets.token_urlsafe(16)
    kept = list(tokens.items())[-(MAX_TOKENS - 1) :]
    request.session[_TOKENS] = dict([*kept, (token, person_id)])
    return token


def _person_id(request: HttpRequest, token: str) -> str | None:
    return request.session.get(_TOKENS, {}).get(token)


def _patient(person_id: str) -> PatientRecord:
    lookup = patients.look_up(person_id)
    if lookup.patient is None:
        raise PuProblem
    return lookup.patient


def _chosen_patient(request: HttpRequest, token: str) -> PatientRecord:
    require_tab(request.care_user, landing.SEARCH.url)
    person_id = _person_id(request, token)
    if person_id is None:
        raise DataNotFound("Välj en patient först.")
    return _patient(person_id)


def _create(request: HttpRequest, token: str, patient: PatientRecord) -> HttpResponse:
    """What must be asked first is asked first, also when the button was pressed without script."""
    user, certificate_type = request.care_user, _active_type(request.POST.get("type_id", ""))
    question = checks.at_creation(user, certificate_type, patient)
    is_ticked = question is None or not question.confirmation or request.POST.get("checked") == "1"
    if question is not None and not (request.POST.get("confirmed") == "1" and is_ticked):
        return SeeOther(f"/create/{token}/confirm/{certificate_type.type_id}")
    certificate = create_draft(
        user=user, certificate_type=certificate_type, patient=patient, way_in=Certificate.WayIn.BROWSER
    )
    return SeeOther(f"/certificate/{certificate.pk}")


def _active_type(type_id: str) -> CertificateType:
    for certificate_type in registry.active_types(clock.today()):
        if certificate_type.type_id == type_id:
            return certificate_type
    raise DataNotFound("Intygstypen finns inte.")


def _chosen_status(request: HttpRequest) -> PatientStatusFilter:
    asked = request.GET.get("status", "")
    return PatientStatusFilter(asked) if asked in set(PatientStatusFilter) else PatientStatusFilter.CURRENT


def _favourites(user: CareUser) -> list[str]:
    stored = preferences.get(user.hsa_id, preferences.FAVOURITE_TYPES)
    return json.loads(stored) if stored else []


def _type_rows(user: CareUser, patient: PatientRecord) -> list[TypeRow]:
    """Favourites first, otherwise by name."""
    favourites = _favourites(user)
    rows = [
        _type_row(user, patient, certificate_type, decision, is_favourite=certificate_type.type_id in favourites)
        for certificate_type, decision in access.creatable_types(user, patient)
    ]
    return sorted(rows, key=lambda row: not row.is_favourite)


def _type_row(
    user: CareUser,
    patient: PatientRecord,
    certificate_type: CertificateType,
    decision: access.Decision,
    *,
    is_favourite: bool,
) -> TypeRow:
    unit = user.unit
    notice = ""
    if decision.allowed and unit is not None:
        notice = uniqueness.notice(certificate_type, patient.person_id, unit=unit)
    elsewhere = uniqueness.elsewhere(certificate_type, patient.person_id, unit=unit) if unit else None
    return TypeRow(
        type_id=certificate_type.type_id,
        name=certificate_type.name,
        form_number=certificate_type.form_number,
        is_favourite=is_favourite,
        why_not=decision.message,
        notice=notice,
        asks=decision.allowed and checks.at_creation(user, certificate_type, patient) is not None,
        tells_unit=elsewhere is not None,
    )


_RENEWABLE = frozenset({PatientListStatus.SIGNED, PatientListStatus.SENT})


def _may_renew(user: CareUser, patient: PatientRecord, row: PatientListRow) -> bool:
    if row.status not in _RENEWABLE:
        return False
    return access.decide(user, Action.RENEW, certificate=row.certificate, patient=patient).allowed


def _sorted(rows: list[EarlierRow], sort: str) -> list[EarlierRow]:
    """Rows that are alike keep the newest first."""
    order = _SORTS[sort]
    return sorted(rows, key=order.key, reverse=order.is_descending)


def _earlier_row(user: CareUser, patient: PatientRecord, row: PatientListRow, *, renewing: str) -> EarlierRow:
    certificate = row.certificate
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    look, icon = _LOOKS[row.status]
    return EarlierRow(
        certificate_id=certificate.pk,
        name=certificate_type.name,
        form_number=certificate_type.form_number,
        status=row.status,
        look=look,
        icon=icon,
        saved_at=certificate.saved_at,
        by=certificate.issuer_name if certificate.is_signed else certificate.saved_by_name,
        renews=renewing if _may_renew(user, patient, row) else "",
    )
