"""Rows that the examples of FK 3221, 3226, 7809 and 7810 share."""

from __future__ import annotations

INVESTIGATIONS = [
    {"type": "LOGOPED", "date": "2025-10-01", "source": "Exempelby logopedmottagning"},
    {"type": "SYNHABILITERINGEN", "date": "2025-10-15", "source": "Region Exempel, syncentralen"},
    {"type": "OVRIGT_UTLATANDE", "date": "2026-01-15", "source": "Kurator, Exempelby vårdcentral"},
]

EMPTY_ROW = {"code": "", "text": ""}
DIAGNOSES = [
    {"code": "G809", "text": "Cerebral pares"},
    {"code": "F700", "text": "Lindrig intellektuell funktionsnedsättning"},
    {"code": "G404", "text": "Epilepsi"},
    {"code": "H919", "text": "Nedsatt hörsel"},
    {"code": "H542", "text": "Nedsatt syn"},
]
ONE_DIAGNOSIS = [{"code": "H919", "text": "Nedsatt hörsel"}, EMPTY_ROW, EMPTY_ROW, EMPTY_ROW, EMPTY_ROW]
