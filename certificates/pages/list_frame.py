"""What the pages of lists share: filter, order, page bar (spec/ui.md 2.5; spec/lifecycle.md 14).

A filter is posted and kept in the session, so that a personal number never stands in an address. Order, page and page
size stand in the address. The bare address, as the menu has it, begins anew with the default filter.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any, Generic, Self, TypeVar
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse

from accounts.redirects import SeeOther
from certificates.queries import Forwarded, Page, PageRequest
from certificates.queries.lists import PAGE_SIZES
from patients.person_id import InvalidPersonId, PersonId
from webcert import clock

KEEP = "f"
"""Query part that says "the filter of the session"; without it the list begins anew."""

PAGES_SHOWN = 10
FORWARDED_CHOICES = ((Forwarded.FORWARDED, "Vidarebefordrade"), (Forwarded.NOT_FORWARDED, "Ej vidarebefordrade"))


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading that sorts. ``next_order`` is what pressing it asks for; ``sorted`` is the value of aria-sort."""

    column: str
    caption: str
    next_order: str
    sorted: str = ""


@dataclass(frozen=True, slots=True)
class Typed:
    """A filter as it was typed; days and the number may be anything. A list adds its own fields."""

    person_id: str = ""
    start: str = ""
    end: str = ""

    @classmethod
    def posted(cls, request: HttpRequest) -> Self:
        return cls(**{one.name: request.POST.get(one.name, "").strip() for one in fields(cls)})

    @property
    def whole_person_id(self) -> str:
        """The number with twelve digits, of a filter without errors."""
        return PersonId.parse(self.person_id).value if self.person_id else ""

    @property
    def first_day(self) -> dt.date | None:
        return _day(self.start)

    @property
    def last_day(self) -> dt.date | None:
        return _day(self.end)


TypedFilter = TypeVar("TypedFilter", bound=Typed)


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

    page: Page[Any]
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


@dataclass(frozen=True, slots=True)
class Asked(Generic[TypedFilter]):
    """What a request asks a list for. ``answer`` is the redirect after a filter that was posted and is right."""

    typed: TypedFilter
    default: TypedFilter
    order: PageRequest
    errors: Errors = Errors()
    answer: HttpResponse | None = None

    @property
    def is_default(self) -> bool:
        return self.typed == self.default

    @property
    def status(self) -> int:
        return 422 if self.errors else 200

    def context(self, page: Page[Any], captions: Mapping[str, str], *, newest_first: str) -> dict[str, Any]:
        """What the shared parts of the templates need; ``newest_first`` is the column of the default order."""
        changed = {
            one.name for one in fields(self.typed) if getattr(self.typed, one.name) != getattr(self.default, one.name)
        }
        return {
            "typed": self.typed,
            "changed": changed,
            "errors": self.errors,
            "headings": _headings(self.order, captions, newest_first=newest_first),
            "paging": _paging(page, self.order),
            "size": self.order.size,
            "sort": _order_parts(self.order).get("sort", ""),
            "forwarded_choices": FORWARDED_CHOICES,
        }


def ask(request: HttpRequest, key: str, *, default: TypedFilter, earliest: dt.date | None = None) -> Asked[TypedFilter]:
    """The filter that holds, kept in the session under ``key``, with the order and the page of the address."""
    order = _page_request(request)
    if request.method == "POST":
        typed = default if "reset" in request.POST else type(default).posted(request)
        errors = _errors(typed, earliest)
        if errors:
            return Asked(typed, default, order, errors=errors)
        request.session[key] = asdict(typed)
        return Asked(typed, default, order, answer=SeeOther(f"{request.path}?{KEEP}=1"))
    if KEEP in request.GET and key in request.session:
        return Asked(type(default)(**request.session[key]), default, order)
    request.session.pop(key, None)
    return Asked(default, default, order)


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


def no_page() -> Page[Any]:
    """Of a list that was not searched, since its filter is wrong."""
    return Page(rows=(), total=0, number=1, size=PAGE_SIZES[0])


def _headings(order: PageRequest, captions: Mapping[str, str], *, newest_first: str) -> list[Heading]:
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


def _paging(page: Page[Any], order: PageRequest) -> Paging:
    group = (page.number - 1) // PAGES_SHOWN * PAGES_SHOWN
    pages = tuple(range(group + 1, min(group + PAGES_SHOWN, page.pages) + 1))
    return Paging(page=page, query=urlencode({KEEP: 1, **_order_parts(order)}), pages=pages)


def _order_parts(order: PageRequest) -> dict[str, str | int]:
    parts: dict[str, str | int] = {"size": order.size} if order.size != PAGE_SIZES[0] else {}
    if order.order_by:
        parts["sort"] = f"{order.order_by}:{'asc' if order.ascending else 'desc'}"
    return parts
