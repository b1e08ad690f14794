"""The lists of the menu: drafts, signed certificates, questions (spec/ui.md 2.5; spec/lifecycle.md 14).

A filter is posted and kept in the session, so that a personal number never stands in an address. Order, page and page
size stand in the address. The bare address, as the menu has it, begins anew with the default filter.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from accounts import landing
from accounts.redirects import SeeOther
from accounts.session import unit_required
from accounts.user import CareUser
from certificates import access, queries
from certificates.access import Action
from certificates.lifecycle import listing
from certificates.queries import DraftFilter, DraftStatus, Forwarded, ListRow, Page, PageRequest, SignedFilter
from certificates.queries.lists import PAGE_SIZES, earliest_day
from certificates.types import registry
from patients.person_id import InvalidPersonId, PersonId
from webcert import clock

KEEP = "f"
"""Query part that says "the filter of the session"; without it the list begins anew."""

PAGES_SHOWN = 10
_LOOKS = {
    DraftStatus.INCOMPLETE: ("warn", "pen"),
    DraftStatus.COMPLETE: ("ok", "check"),
    DraftStatus.LOCKED: ("line", "lock"),
}


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that sorts. ``next_order`` is what pressing it asks for; ``sorted`` is the value of aria-sort."""

    column: str
    caption: str
    next_order: str
    sorted: str = ""


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
    person_id: str
    is_protected: bool
    is_deceased: bool
    is_test_person: bool
    by: str = ""
    is_forwarded: bool = False
    can_forward: bool = False


@dataclass(frozen=True, slots=True)
class Typed:
    """The filter as it was typed; days and the number may be anything."""

    status: str = ""
    forwarded: str = ""
    saved_by: str = ""
    person_id: str = ""
    start: str = ""
    end: str = ""

    @classmethod
    def posted(cls, request: HttpRequest) -> Typed:
        return cls(**{name: request.POST.get(name, "").strip() for name in cls.__slots__})


@dataclass(frozen=True, slots=True)
class Errors:
    """What is wrong with a typed filter, per field; empty texts when nothing is."""

    person_id: str = ""
    period: str = ""

    def __bool__(self) -> bool:
        return bool(self.person_id or self.period)


@dataclass(frozen=True, slots=True)
class Paging:
    """The page bar. ``pages`` are the numbers of the group of ten that the page is in."""

    page: Page
    query: str
    pages: tuple[int, ...] = field(default=())

    @property
    def first(self) -> int:
        return (self.page.number - 1) * self.page.size + 1 if self.page.total else 0

    @property
    def last(self) -> int:
        return min(self.page.number * self.page.size, self.page.total)

    @property
    def previous(self) -> int | None:
        return self.page.number - 1 if self.page.number > 1 else None

    @property
    def next(self) -> int | None:
        return self.page.number + 1 if self.page.number < self.page.pages else None

    @property
    def fewer(self) -> int | None:
        """The last page of the group before."""
        return self.pages[0] - 1 if self.pages and self.pages[0] > 1 else None

    @property
    def more(self) -> int | None:
        """The first page of the group after."""
        return self.pages[-1] + 1 if self.pages and self.pages[-1] < self.page.pages else None

    @property
    def sizes(self) -> tuple[int, ...]:
        """Page sizes to offer, besides all; none when everything fits in the smallest."""
        if self.page.total <= PAGE_SIZES[0]:
            return ()
        return tuple(size for size in PAGE_SIZES if size <= self.page.total)

    @property
    def shows_all(self) -> bool:
        return self.page.size >= self.page.total


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def drafts(request: HttpRequest) -> HttpResponse:
    """Ej signerade utkast: drafts of the selected unit itself (spec/lifecycle.md 14.1)."""
    user = request.care_user
    landing.require_tab(user, landing.DRAFTS.url)
    savers = queries.savers(user)
    default = _default_drafts(user, {saver.hsa_id for saver in savers})
    typed, errors, answer = _filter(request, "draft_filter", default=default)
    if answer is not None:
        return answer
    order = _page_request(request)
    page = _no_page() if errors else listing.show_drafts(user, _draft_filter(typed), order)
    headings = _headings(
        order,
        {"type": "Typ av intyg", "status": "Status", "saved": "Senast sparat", "patient": "Patient"}
        | {"saved_by": "Sparat av", "forwarded": "Vidarebefordrad"},
        newest_first="saved",
    )
    context = {
        "rows": [_draft_row(user, row) for row in page.rows],
        "savers": savers,
        "statuses": [("INCOMPLETE", "Uppgifter saknas"), ("COMPLETE", "Kan signeras"), ("LOCKED", "Låsta")],
        "forwarded_choices": [("FORWARDED", "Vidarebefordrade"), ("NOT_FORWARDED", "Ej vidarebefordrade")],
        "is_nothing_there": not page.total and typed == default and not queries.draft_counts(user).selected,
        **_common(typed, default=default, errors=errors, headings=headings, paging=_paging(page, order), order=order),
    }
    return render(request, "lists/drafts.html", context, status=422 if errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def signed(request: HttpRequest) -> HttpResponse:
    """Signerade intyg: what the user has signed, three months back (spec/lifecycle.md 14.2)."""
    user = request.care_user
    landing.require_tab(user, landing.SIGNED.url)
    default = Typed(start=earliest_day().isoformat())
    typed, errors, answer = _filter(request, "signed_filter", default=default, earliest=earliest_day())
    if answer is not None:
        return answer
    order = _page_request(request)
    page = _no_page() if errors else listing.show_signed(user, _signed_filter(typed), order)
    headings = _headings(
        order,
        {"type": "Typ av intyg", "status": "Status", "signed": "Signerad", "patient": "Patient"},
        newest_first="signed",
    )
    context = {
        "rows": [_signed_row(row) for row in page.rows],
        "earliest": earliest_day().isoformat(),
        "is_nothing_there": not page.total and typed == default,
        **_common(typed, default=default, errors=errors, headings=headings, paging=_paging(page, order), order=order),
    }
    return render(request, "lists/signed.html", context, status=422 if errors else 200)


@require_safe
@unit_required
def unhandled(request: HttpRequest) -> HttpResponse:
    """Ej hanterade ärenden: empty, since this version receives no questions."""
    landing.require_tab(request.care_user, landing.QUESTIONS.url)
    return render(request, "lists/unhandled.html")


def _filter(
    request: HttpRequest, key: str, *, default: Typed, earliest: dt.date | None = None
) -> tuple[Typed, Errors, HttpResponse | None]:
    """The filter that holds, what is wrong with it, and the redirect after a filter that was posted and is right."""
    if request.method == "POST":
        typed = default if "reset" in request.POST else Typed.posted(request)
        errors = _errors(typed, earliest)
        if errors:
            return typed, errors, None
        request.session[key] = asdict(typed)
        return typed, errors, SeeOther(f"{request.path}?{KEEP}=1")
    if KEEP in request.GET and key in request.session:
        return Typed(**request.session[key]), Errors(), None
    request.session.pop(key, None)
    return default, Errors(), None


def _errors(typed: Typed, earliest: dt.date | None) -> Errors:
    return Errors(person_id=_person_error(typed.person_id), period=_period_error(typed, earliest))


def _person_error(text: str) -> str:
    if not text:
        return ""
    try:
        PersonId.parse_search(text)
    except InvalidPersonId as error:
        return error.message
    return ""


def _period_error(typed: Typed, earliest: dt.date | None) -> str:
    try:
        start, end = _day(typed.start), _day(typed.end)
    except ValueError:
        return "Ange datum som åååå-mm-dd."
    if any(day is not None and day > clock.today() for day in (start, end)):
        return "Datum får inte ligga i framtiden."
    if earliest is not None and any(day is not None and day < earliest for day in (start, end)):
        return f"Tidigaste datum är {earliest.isoformat()}."
    if start is not None and end is not None and end < start:
        return "Slutdatum får inte vara före startdatum."
    return ""


def _day(text: str) -> dt.date | None:
    """``yyyy-mm-dd`` or ``yyyymmdd``; ValueError for anything else."""
    return dt.date.fromisoformat(text) if text else None


def _default_drafts(user: CareUser, saver_ids: set[str]) -> Typed:
    default = DraftFilter.default_for(user)
    return Typed(
        saved_by=default.saved_by if default.saved_by in saver_ids else "",
        start=default.saved_from.isoformat() if default.saved_from else "",
    )


def _draft_filter(typed: Typed) -> DraftFilter:
    return DraftFilter(
        forwarded=Forwarded(typed.forwarded) if typed.forwarded in set(Forwarded) else None,
        status=DraftStatus(typed.status) if typed.status in set(DraftStatus) else None,
        saved_by=typed.saved_by,
        person_id=PersonId.parse(typed.person_id).value if typed.person_id else "",
        saved_from=_day(typed.start),
        saved_to=_day(typed.end),
    )


def _signed_filter(typed: Typed) -> SignedFilter:
    return SignedFilter(
        person_id=PersonId.parse(typed.person_id).value if typed.person_id else "",
        signed_from=_day(typed.start),
        signed_to=_day(typed.end),
    )


def _page_request(request: HttpRequest) -> PageRequest:
    """``page``, ``size`` (0 = all) and ``sort`` = column:asc|desc of the address; nonsense gives the default."""
    column, _, direction = request.GET.get("sort", "").partition(":")
    size = _number(request.GET.get("size", ""), default=PAGE_SIZES[0])
    return PageRequest(
        number=_number(request.GET.get("page", ""), default=1),
        size=size if size in (0, *PAGE_SIZES) else PAGE_SIZES[0],
        order_by=column,
        ascending=direction == "asc",
    )


def _number(text: str, *, default: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 7 else default


def _no_page() -> Page:
    return Page(rows=(), total=0, number=1, size=PAGE_SIZES[0])


def _headings(order: PageRequest, captions: dict[str, str], *, newest_first: str) -> list[Heading]:
    """Pressing a heading sorts by it; pressing it again reverses. Days begin with the newest."""
    current = order.order_by if order.order_by in captions else newest_first
    ascending = order.ascending if order.order_by in captions else False
    headings = []
    for column, caption in captions.items():
        is_current = column == current
        next_ascending = not ascending if is_current else column != newest_first
        direction = "asc" if next_ascending else "desc"
        sorted_word = ("ascending" if ascending else "descending") if is_current else ""
        headings.append(Heading(column, caption, f"{column}:{direction}", sorted_word))
    return headings


def _paging(page: Page, order: PageRequest) -> Paging:
    group = (page.number - 1) // PAGES_SHOWN * PAGES_SHOWN
    pages = tuple(range(group + 1, min(group + PAGES_SHOWN, page.pages) + 1))
    return Paging(page=page, query=urlencode({KEEP: 1, **_order_parts(order)}), pages=pages)


def _order_parts(order: PageRequest) -> dict[str, str | int]:
    parts: dict[str, str | int] = {"size": order.size} if order.size != PAGE_SIZES[0] else {}
    if order.order_by:
        parts["sort"] = f"{order.order_by}:{'asc' if order.ascending else 'desc'}"
    return parts


def _common(
    typed: Typed,
    *,
    default: Typed,
    errors: Errors,
    headings: list[Heading],
    paging: Paging,
    order: PageRequest,
) -> dict[str, Any]:
    changed = {name for name in Typed.__slots__ if getattr(typed, name) != getattr(default, name)}
    return {
        "typed": typed,
        "changed": changed,
        "errors": errors,
        "headings": headings,
        "paging": paging,
        "size": order.size,
        "sort": _order_parts(order).get("sort", ""),
    }


def _draft_row(user: CareUser, row: ListRow) -> Row:
    certificate = row.certificate
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


def _signed_row(row: ListRow) -> Row:
    certificate = row.certificate
    is_sent = certificate.is_sent
    return _row(
        row,
        status="Skickat" if is_sent else "Ej skickat",
        look="ok" if is_sent else "line",
        icon="check" if is_sent else "circle",
        moment=certificate.signed_at or certificate.saved_at,
    )


def _row(row: ListRow, *, status: str, look: str, icon: str, moment: dt.datetime, **further: Any) -> Row:
    certificate = row.certificate
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    return Row(
        certificate_id=certificate.pk,
        type_name=certificate_type.name,
        form_number=certificate_type.form_number,
        status=status,
        look=look,
        icon=icon,
        moment=moment,
        person_id=certificate.person_id,
        is_protected=row.patient.is_protected,
        is_deceased=row.patient.is_deceased,
        is_test_person=row.patient.is_test_person,
        **further,
    )
