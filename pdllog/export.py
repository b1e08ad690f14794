"""The log as files: CSV and StoreLog XML (spec/pdl-logging.md 9)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from lxml import etree

from pdllog.models import PdlRecord
from pdllog.store_log import store_log
from webcert import clock

MAX_RECORDS = 100_000
COLUMNS = {
    "tidpunkt": lambda record: clock.riv_timestamp(record.start_date),
    "aktivitet": lambda record: record.activity_type,
    "beskrivning": lambda record: record.activity_args,
    "nivå": lambda record: record.activity_level,
    "användare": lambda record: record.user_id,
    "titel": lambda record: record.user_title,
    "uppdrag": lambda record: record.user_assignment,
    "användarens enhet": lambda record: record.user_care_unit_id,
    "användarens vårdgivare": lambda record: record.user_care_provider_id,
    "ägarens enhet": lambda record: record.owner_care_unit_id,
    "ägarens vårdgivare": lambda record: record.owner_care_provider_id,
    "personnummer": lambda record: record.patient_id,
    "leverans": lambda record: record.get_state_display(),
    "logId": lambda record: str(record.log_id),
}


def as_csv(records: Iterable[PdlRecord]) -> bytes:
    """Semicolons, UTF-8 with BOM; a text that a spreadsheet would take for a formula is written as text."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";")
    writer.writerow(COLUMNS)
    writer.writerows([_harmless(read(record)) for read in COLUMNS.values()] for record in records)
    return text.getvalue().encode("utf-8-sig")


def as_xml(records: Iterable[PdlRecord]) -> bytes:
    """One StoreLog, valid against the contract when there is at least one record."""
    return etree.tostring(store_log(records), encoding="UTF-8", xml_declaration=True)


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text
