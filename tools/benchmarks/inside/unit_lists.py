"""Filling a database with certificates, and times of the lists in milliseconds (p95)."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client

from certificates import queries
from certificates.queries import DraftFilter, PageRequest, SignedFilter
from tools.benchmarks.figure import percentile
from tools.benchmarks.inside import actors
from tools.benchmarks.inside.pages import logged_in

BATCH = 100_000
WARM_UP = 3
DRAFT_FILTER = {"status": "", "forwarded": "", "saved_by": "", "person_id": "", "start": "", "end": ""}


def measure(present: str, wanted: str, repeats: str) -> dict[str, Any]:
    """``present`` certificates of an earlier call are there; more are made up to ``wanted``."""
    began = time.perf_counter()
    fill(int(present), int(wanted))
    filling = time.perf_counter() - began
    count = int(repeats)
    user, client = actors.doctor(), logged_in()
    all_drafts, own_signed, first_page = DraftFilter(), SignedFilter(), PageRequest()
    _filter_drafts(client)
    times = {
        "drafts_page": _times(lambda: _fetched(client, "/list/draft?f=1"), count),
        "drafts_query": _times(lambda: queries.list_drafts(user, all_drafts, first_page), count),
        "signed_page": _times(lambda: _fetched(client, "/list/certificate"), count),
        "signed_query": _times(lambda: queries.list_signed(user, own_signed, first_page), count),
    }
    drafts = queries.list_drafts(user, all_drafts, first_page).total
    signed = queries.list_signed(user, own_signed, first_page).total
    totals = {"drafts_page": drafts, "drafts_query": drafts, "signed_page": signed, "signed_query": signed}
    return {**times, "on_list": totals, "filling": filling}


def fill(present: int, wanted: int) -> None:
    """Patients and certificates by one INSERT … SELECT per batch, then fresh statistics for the planner."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.execute("PRAGMA cache_size = -400000")
        for first in range(present, wanted, BATCH):
            last = min(first + BATCH, wanted)
            cursor.execute(_patients(first // 10, last // 10))
            cursor.execute(_certificates(first, last))
        cursor.execute("ANALYZE")


def _series(first: int, last: int) -> str:
    """A table ``numbers`` with the column ``n`` from ``first`` up to below ``last``."""
    if connection.vendor == "postgresql":
        return f"WITH numbers(n) AS (SELECT generate_series({first}, {last - 1}))"
    return f"WITH RECURSIVE numbers(n) AS (SELECT {first} UNION ALL SELECT n + 1 FROM numbers WHERE n < {last - 1})"


def _patients(first: int, last: int) -> str:
    return f"""INSERT INTO patients_patient
        (person_id, first_name, middle_name, last_name, care_of, address_line_1, address_line_2, postal_code, city,
         is_protected, is_deceased, is_test_person, answers_error)
        {_series(first, last)}
        SELECT {_person_id("n")}, 'Förnamn', '', 'Efternamn ' || (n % 5000), '', 'Gatan 1', '', '990 01', 'Norrvik',
         {_false()}, {_false()}, {_false()}, {_false()} FROM numbers"""


def _certificates(first: int, last: int) -> str:
    """Number n lies on unit n % 100 (0 is the doctor's), is signed by doctor n / 100 % 4 there; each tenth of a unit's
    is a draft. Moments go back evenly over 730 days."""
    moment = _days_ago("(n * 7919) % 730000 / 1000.0")
    is_draft = "(n / 100) % 10 = 0"
    doctor = f"CASE WHEN n % 100 = 0 AND (n / 100) % 4 = 0 THEN '{actors.DOCTOR}' ELSE 'SE2321000016-D' || n % 400 END"
    unit = f"CASE WHEN n % 100 = 0 THEN '{actors.UNIT}' ELSE 'SE2321000016-U' || n % 100 END"
    columns = {
        "id": f"{_hexadecimal('n')} || '-0000-4000-8000-000000000000'",
        "type_id": "'fk7804'",
        "type_version": "'2.0'",
        "state": f"CASE WHEN {is_draft} THEN 'DRAFT' ELSE 'SIGNED' END",
        "version": "3",
        "is_complete": _true(),
        "is_test_certificate": _false(),
        "is_forwarded": _false(),
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
        "signed_at": f"CASE WHEN {is_draft} THEN NULL ELSE {moment} END",
        "sent_to": "''",
        "revocation_reason": "''",
    }
    if connection.vendor == "postgresql":
        for name in ("issuer_positions", "issuer_specialities", "issuer_licences", "answers"):
            columns[name] += "::jsonb"
    return (
        f"INSERT INTO certificates_certificate ({', '.join(columns)}) {_series(first, last)} "
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


def _days_ago(days: str) -> str:
    if connection.vendor == "postgresql":
        return f"now() - ({days}) * interval '1 day'"
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || ({days}) || ' days')"


def _true() -> str:
    return "true" if connection.vendor == "postgresql" else "1"


def _false() -> str:
    return "false" if connection.vendor == "postgresql" else "0"


def _filter_drafts(client: Client) -> None:
    """The default filter shows the user's own drafts; this one the whole unit's, all days."""
    page = client.get("/list/draft")
    headers = {"X-CSRFToken": page.cookies["csrftoken"].value if "csrftoken" in page.cookies else ""}
    answer = client.post("/list/draft", DRAFT_FILTER, headers=headers)
    if answer.status_code != 303:
        raise ValueError(f"the filter was answered with HTTP {answer.status_code}")


def _fetched(client: Client, address: str) -> HttpResponse:
    answer = client.get(address)
    if answer.status_code != 200 or b"Efternamn" in answer.content:
        raise ValueError(f"HTTP {answer.status_code} for {address}")
    return answer


def _times(do: Callable[[], Any], count: int) -> float:
    taken = []
    for _ in range(count + WARM_UP):
        began = time.perf_counter()
        do()
        taken.append((time.perf_counter() - began) * 1000)
    return percentile(taken[WARM_UP:], 95)
