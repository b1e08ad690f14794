"""Messages about a certificate that are refused, and changes of ``messages.Message`` that make them so."""

from __future__ import annotations

import pytest

from tests.factories import OTHER_PATIENT

UNKNOWN_CODES = [
    pytest.param({"topic": "SVAR"}, id="an unknown subject"),
    pytest.param({"part": "TRANSP"}, id="an unknown part"),
]
UNKNOWN_CERTIFICATES = [
    pytest.param({"certificate_id": "00000000-0000-4000-8000-000000000000"}, id="an unknown certificate"),
    pytest.param({"certificate_id": "inte ett id"}, id="an id that is none"),
]
OTHER_CHANNELS = ["fk7263", "ts-bas", "ts-diabetes"]
MISSED_BY_NEWER = [
    pytest.param({"message_id": " "}, id="no id"),
    pytest.param({"text": " "}, id="no text"),
    pytest.param({"topic": "KOMPLT"}, id="a request that asks of no question"),
    pytest.param({"topic": "KOMPLT", "complements": (("27", " "),)}, id="a request without a text"),
    pytest.param({"topic": "PAMINN"}, id="a reminder of nothing"),
]
NOT_ALLOWED_BY_NEWER = [
    pytest.param({"person_id": OTHER_PATIENT}, id="another patient"),
    pytest.param({"topic": "KOMPLT", "complements": (("9999", "Vad?"),)}, id="only unknown questions"),
    pytest.param({"topic": "PAMINN", "reminds": "okänd"}, id="a reminder of an unknown message"),
    pytest.param({"answers": "okänd"}, id="an answer to an unknown message"),
]
TOO_LONG = [
    pytest.param({"message_id": "m" * 256}, id="the id"),
    pytest.param({"answers": "m" * 256}, id="the id that is answered"),
    pytest.param({"reminds": "m" * 256}, id="the id that is reminded of"),
    pytest.param({"topic": "KOMPLT", "complements": (("1" * 21, "Vad?"),)}, id="a frage-id"),
]
NO_MOMENT = [
    pytest.param({"sent_at": "2026-02-30T10:00:00"}, id="a day that does not exist"),
    pytest.param({"sent_at": "2026-03-01T24:00:00"}, id="an hour that does not exist"),
    pytest.param({"sent_at": "0001-01-01T00:00:00"}, id="before the calendar"),
    pytest.param({"sent_at": "2026-03-01T10:00:00Z"}, id="a time with a zone"),
    pytest.param({"last_day": "2026-02-30"}, id="a last day that does not exist"),
    pytest.param({"last_day": "2026-13-01"}, id="a month that does not exist"),
]
