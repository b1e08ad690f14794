"""Filling a database with certificates, and times of the lists in milliseconds."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.db import connection
from django.test import Client

from certificates import queries
from certificates.queries import DraftFilter, Page, PageRequest, SignedFilter
from tools.benchmarks.inside import actors, bulk
from tools.benchmarks.inside.pages import fetched, logged_in, token_of
from tools.benchmarks.timing import WARM_UP, Times

UNITS = {
    "same": ("SE2321000016-VE01", "SE2321000016-P001"),
    "larger": ("SE2321000016-VE02", "SE2321000016-P013"),
}
"""A unit that does not grow with the database, and one that does; a doctor of each."""
FIRST = 10_000
EMPTY_FILTER = {"status": "", "forwarded": "", "saved_by": "", "person_id": "", "start": "", "end": ""}


def measure(present: str, wanted: str, repeats: str) -> dict[str, Any]:
    """``present`` certificates of an earlier call are there; more are made up to ``wanted``. By unit and list: times of
    the page and of the query below it, and how many rows are on the list."""
    fill(int(present), int(wanted))
    bulk.settle()
    return {size: _of_unit(unit, doctor, int(repeats)) for size, (unit, doctor) in UNITS.items()}


def _of_unit(unit: str, doctor: str, repeats: int) -> dict[str, Any]:
    user, client = actors.doctor(doctor, unit=unit), logged_in(doctor, unit=unit)
    _show_whole_unit(client)
    first_page = PageRequest()
    lists: dict[str, tuple[str, Callable[[], Page]]] = {
        "drafts": ("/list/draft?f=1", lambda: queries.list_drafts(user, DraftFilter(), first_page)),
        "signed": ("/list/certificate", lambda: queries.list_signed(user, SignedFilter(), first_page)),
    }
    found = {}
    for name, (address, query) in lists.items():
        pages, alone = Times(), Times()
        for _ in range(repeats + WARM_UP):
            pages.of(partial(fetched, client, address))
            page = alone.of(query)
        found[name] = {"page": pages.summary(), "query": alone.summary(), "rows": page.total}
    return found


def fill(present: int, wanted: int) -> None:
    """Patients and certificates by one INSERT … SELECT per batch."""
    with connection.cursor() as cursor:
        bulk.make_room(cursor)
        for first, last in bulk.batches(present, wanted):
            cursor.execute(_patients(first // 10, last // 10))
            cursor.execute(_certificates(first, last))


def _patients(first: int, last: int) -> str:
    return f"""INSERT INTO patients_patient
        (person_id, first_name, middle_name, last_name, care_of, address_line_1, address_line_2, postal_code, city,
         is_protected, is_deceased, is_test_person, answers_error)
        {bulk.series(first, last)}
        SELECT {_person_id("n")}, 'Förnamn', '', 'Efternamn ' || (n % 5000), '', 'Gatan 1', '', '990 01', 'Norrvik',
         {bulk.false()}, {bulk.false()}, {bulk.false()}, {bulk.false()} FROM numbers"""


def _certificates(first: int, last: int) -> str:
    """Number n lies on unit n % 100: 0 is the unit that grows no more after the first ten thousand, 1 the one that
    does; both have one doctor. One in ten of a unit's is a draft. Moments go back evenly over two years."""
    moment = bulk.days_ago("(n * 7919) % 730000 / 1000.0")
    is_draft = "(n / 100) % 10 = 0"
    (same, same_doctor), (larger, larger_doctor) = UNITS["same"], UNITS["larger"]
    is_same, is_larger = f"n % 100 = 0 AND n < {FIRST}", "n % 100 = 1"
    unit = f"CASE WHEN {is_same} THEN '{same}' WHEN {is_larger} THEN '{larger}' ELSE 'SE2321000016-U' || n % 100 END"
    doctor = (
        f"CASE WHEN {is_same} THEN '{same_doctor}' WHEN {is_larger} THEN '{larger_doctor}' "
        "ELSE 'SE2321000016-D' || n % 400 END"
    )
    columns = {
        "id": f"{_hexadecimal('n')} || '-0000-4000-8000-000000000000'",
        "type_id": "'fk7804'",
        "type_version": "'2.0'",
        "state": f"CASE WHEN {is_draft} THEN 'DRAFT' ELSE 'SIGNED' END",
        "version": "3",
        "is_complete": bulk.true(),
        "is_test_certificate": bulk.false(),
        "is_forwarded": bulk.false(),
        "way_in": "'CREATE_DRAFT_CERTIFICATE'",
        "person_id": _person_id("n / 10"),
        "patient_first_name": "'Förnamn'",
        "patient_middle_name": "''",
        "patient_last_name": "'Efternamn'",
        "unit_id": unit,
        "unit_name": "'Enheten'",
        "care_unit_id": unit,
        "care_unit_name": "'Enheten'",
        "care_provider_id": "'SE2321000016-VG01'",
        "care_provider_name": "'Region Norrvik'",
        "workplace_code": "''",
        "unit_mail": "''",
        "issuer_hsa_id": doctor,
        "issuer_name": "'Läkare Läkarsson'",
        "issuer_title": "''",
        "issuer_positions": "'[]'",
        "issuer_specialities": "'[]'",
        "issuer_licences": "'[]'",
        "answers": """'{"29": "Undersköterska på särskilt boende."}'""",
        "reference": "''",
        "relation": "''",
        "created_at": moment,
        "saved_at": moment,
        "saved_by_hsa_id": doctor,
        "saved_by_name": "'Läkare Läkarsson'",
        "saved_from_page": "''",
        "saved_post": "''",
        "signed_at": f"CASE WHEN {is_draft} THEN NULL ELSE {moment} END",
        "sent_to": "''",
        "revocation_reason": "''",
        "revocation_message": "''",
        "complement_message_id": "''",
        "complement_reference": "''",
    }
    if connection.vendor == "postgresql":
        for name in ("issuer_positions", "issuer_specialities", "issuer_licences", "answers"):
            columns[name] += "::jsonb"
    return (
        f"INSERT INTO certificates_certificate ({', '.join(columns)}) {bulk.series(first, last)} "
        f"SELECT {', '.join(columns.values())} FROM numbers"
    )


def _person_id(number: str) -> str:
    """Twelve digits that no person has: month 01, day 01 and a running number below a year of the last century."""
    running = f"({number})"
    year, rest = f"(1900 + {running} / 10000)", f"({running} % 10000)"
    if connection.vendor == "postgresql":
        return f"({year})::text || '0101' || lpad(({rest})::text, 4, '0')"
    return f"printf('%04d0101%04d', {year}, {rest})"


def _hexadecimal(number: str) -> str:
    return f"lpad(to_hex({number}), 8, '0')" if connection.vendor == "postgresql" else f"printf('%08x', {number})"


def _show_whole_unit(client: Client) -> None:
    """The default filter shows the user's own drafts of three months; this one the whole unit's."""
    headers = token_of(client, "/list/draft")
    answer = client.post("/list/draft", EMPTY_FILTER, headers=headers)
    if answer.status_code != 303:
        raise ValueError(f"the filter was answered with HTTP {answer.status_code}")
