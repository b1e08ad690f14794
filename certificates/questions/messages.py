"""Every text that an answer can be refused with, by error id (spec/certificate-types README 5).

``shown_at_once`` tells a wrong format from a missing answer: what is missing waits until the user asks for it
or tries to sign (spec/ui.md 10.6).
"""

from __future__ import annotations

from enum import StrEnum


class ErrorId(StrEnum):
    MISSING_ANSWER = "MISSING_ANSWER"
    MISSING_OPTION = "MISSING_OPTION"
    MISSING_MULTI_OPTION = "MISSING_MULTI_OPTION"
    MISSING_DATE = "MISSING_DATE"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    INVALID_FORMAT = "INVALID_FORMAT"
    DATE_TOO_LATE = "DATE_TOO_LATE"
    DATE_TOO_EARLY = "DATE_TOO_EARLY"
    INTEGER_RANGE = "INTEGER_RANGE"
    END_BEFORE_START = "END_BEFORE_START"
    PERIOD_OVERLAP = "PERIOD_OVERLAP"
    DIAG_MISSING = "DIAG_MISSING"
    DIAG_FIRST_ROW = "DIAG_FIRST_ROW"
    DIAG_CODE_MISSING = "DIAG_CODE_MISSING"
    DIAG_TEXT_MISSING = "DIAG_TEXT_MISSING"
    DIAG_INVALID = "DIAG_INVALID"


_WAITS = frozenset(
    {
        ErrorId.MISSING_ANSWER,
        ErrorId.MISSING_OPTION,
        ErrorId.MISSING_MULTI_OPTION,
        ErrorId.MISSING_DATE,
        ErrorId.DIAG_MISSING,
        ErrorId.DIAG_FIRST_ROW,
        ErrorId.DIAG_CODE_MISSING,
        ErrorId.DIAG_TEXT_MISSING,
    }
)

TEXTS: dict[ErrorId, str] = {
    ErrorId.MISSING_ANSWER: "Ange ett svar.",
    ErrorId.MISSING_OPTION: "Välj ett alternativ.",
    ErrorId.MISSING_MULTI_OPTION: "Välj minst ett alternativ.",
    ErrorId.MISSING_DATE: "Ange ett datum.",
    ErrorId.TEXT_TOO_LONG: "Texten får ha högst {limit} tecken, ta bort {excess}.",
    ErrorId.INVALID_FORMAT: "Skriv datumet som åååå-mm-dd.",
    ErrorId.DATE_TOO_LATE: "Datumet får inte vara senare än {limit}.",
    ErrorId.DATE_TOO_EARLY: "Datumet får inte vara tidigare än {limit}.",
    ErrorId.INTEGER_RANGE: "Ange ett heltal mellan {minimum} och {maximum}.",
    ErrorId.END_BEFORE_START: "Slutdatum får inte vara före startdatum.",
    ErrorId.PERIOD_OVERLAP: "Perioderna {first} och {second} får inte ha någon dag gemensam.",
    ErrorId.DIAG_MISSING: "Ange minst en diagnos.",
    ErrorId.DIAG_FIRST_ROW: "Fyll i den första raden före de andra.",
    ErrorId.DIAG_CODE_MISSING: "Ange diagnoskod.",
    ErrorId.DIAG_TEXT_MISSING: "Ange diagnosbeskrivning.",
    ErrorId.DIAG_INVALID: "Diagnoskoden finns inte i kodverket.",
}

MISSING_ADDRESS_PART = {
    "address": "Ange postadress.",
    "postal_code": "Ange postnummer.",
    "city": "Ange postort.",
    "phone": "Ange telefonnummer.",
}

NOT_STATED = "Ej angivet"
"""Shown for a question without an answer (spec/ui.md 3.4)."""


def shown_at_once(error: ErrorId) -> bool:
    """True for a faulty answer, false for a missing one."""
    return error not in _WAITS


def text_for(error: ErrorId, **values: object) -> str:
    """The Swedish text, with the limits of the question put in."""
    return TEXTS[error].format(**values)
