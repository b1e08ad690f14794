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
    MISSING_PERIOD = "MISSING_PERIOD"
    MISSING_YEAR = "MISSING_YEAR"
    CATEGORY_MIN_ONE = "CATEGORY_MIN_ONE"
    TEXT_TOO_LONG = "TEXT_TOO_LONG"
    INVALID_FORMAT = "INVALID_FORMAT"
    DATE_TOO_LATE = "DATE_TOO_LATE"
    DATE_TOO_EARLY = "DATE_TOO_EARLY"
    INTEGER_RANGE = "INTEGER_RANGE"
    DECIMAL_RANGE = "DECIMAL_RANGE"
    END_BEFORE_START = "END_BEFORE_START"
    PERIOD_OVERLAP = "PERIOD_OVERLAP"
    INVALID_YEAR = "INVALID_YEAR"
    YEAR_RANGE = "YEAR_RANGE"
    ROWS_ORDER = "ROWS_ORDER"
    NOT_IN_LIST = "NOT_IN_LIST"
    ONLY_BLANKS = "ONLY_BLANKS"
    INCORRECT_COMBINATION = "INCORRECT_COMBINATION"
    NOT_ALONE = "NOT_ALONE"
    TOO_MANY_OPTIONS = "TOO_MANY_OPTIONS"
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
        ErrorId.MISSING_PERIOD,
        ErrorId.MISSING_YEAR,
        ErrorId.CATEGORY_MIN_ONE,
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
    ErrorId.MISSING_PERIOD: "Ange en period.",
    ErrorId.MISSING_YEAR: "Ange ett årtal med fyra siffror.",
    ErrorId.CATEGORY_MIN_ONE: "Besvara minst en fråga i avsnittet.",
    ErrorId.TEXT_TOO_LONG: "Texten får ha högst {limit} tecken, ta bort {excess}.",
    ErrorId.INVALID_FORMAT: "Skriv datumet som åååå-mm-dd.",
    ErrorId.DATE_TOO_LATE: "Datumet får inte vara senare än {limit}.",
    ErrorId.DATE_TOO_EARLY: "Datumet får inte vara tidigare än {limit}.",
    ErrorId.INTEGER_RANGE: "Ange ett heltal mellan {minimum} och {maximum}.",
    ErrorId.DECIMAL_RANGE: "Ange ett värde mellan {minimum} och {maximum} med högst en decimal.",
    ErrorId.END_BEFORE_START: "Slutdatum får inte vara före startdatum.",
    ErrorId.PERIOD_OVERLAP: "Perioderna {first} och {second} får inte ha någon dag gemensam.",
    ErrorId.INVALID_YEAR: "Ange ett årtal med fyra siffror.",
    ErrorId.YEAR_RANGE: "Årtalet måste ligga mellan {minimum} och {maximum}.",
    ErrorId.ROWS_ORDER: "Fyll i raderna uppifrån.",
    ErrorId.NOT_IN_LIST: "Välj ett alternativ i listan.",
    ErrorId.ONLY_BLANKS: "Skriv något annat än blanktecken, eller lämna fältet tomt.",
    ErrorId.INCORRECT_COMBINATION: "Svaren går inte ihop.",
    ErrorId.NOT_ALONE: "Alternativet kan inte väljas tillsammans med andra.",
    ErrorId.TOO_MANY_OPTIONS: "Välj högst {limit} alternativ.",
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

NO_SUCH_DAY = "Datumet finns inte i kalendern."
BEFORE_BIRTH = "Datumet får inte vara före patientens födelse."
CHOOSE_YEAR = "Välj år."
CHOOSE_MONTH = "Välj månad."

MISSING_INVESTIGATION_PART = {
    "type": "Ange typ av utredning eller underlag.",
    "date": "Ange datum för utredningen eller underlaget.",
    "source": "Ange vilken vårdgivare underlaget kommer från.",
}

WRONG_POSTAL_CODE = "Skriv postnumret med fem siffror."

LEGACY_TYPES = {
    ErrorId.MISSING_ANSWER: "EMPTY",
    ErrorId.MISSING_OPTION: "EMPTY",
    ErrorId.MISSING_MULTI_OPTION: "EMPTY",
    ErrorId.MISSING_DATE: "EMPTY",
    ErrorId.MISSING_PERIOD: "EMPTY",
    ErrorId.MISSING_YEAR: "EMPTY",
    ErrorId.CATEGORY_MIN_ONE: "EMPTY",
    ErrorId.INVALID_FORMAT: "INVALID_FORMAT",
    ErrorId.INVALID_YEAR: "INVALID_FORMAT",
    ErrorId.NOT_IN_LIST: "INVALID_FORMAT",
    ErrorId.ONLY_BLANKS: "BLANK",
    ErrorId.INTEGER_RANGE: "INVALID_FORMAT",
    ErrorId.DECIMAL_RANGE: "INVALID_FORMAT",
    ErrorId.END_BEFORE_START: "INCORRECT_COMBINATION",
    ErrorId.INCORRECT_COMBINATION: "INCORRECT_COMBINATION",
    ErrorId.ROWS_ORDER: "INCORRECT_COMBINATION",
    ErrorId.PERIOD_OVERLAP: "PERIOD_OVERLAP",
    ErrorId.DIAG_MISSING: "EMPTY",
    ErrorId.DIAG_FIRST_ROW: "EMPTY",
    ErrorId.DIAG_CODE_MISSING: "EMPTY",
    ErrorId.DIAG_TEXT_MISSING: "EMPTY",
    ErrorId.DIAG_INVALID: "INVALID_FORMAT",
}
"""The kinds of error of the older engine (README 5); what is not listed is OTHER."""

NOT_STATED = "Ej angivet"
"""Shown for a question without an answer (spec/ui.md 3.4)."""


def shown_at_once(error: ErrorId) -> bool:
    """True for a faulty answer, false for a missing one."""
    return error not in _WAITS


def legacy_type(error: ErrorId) -> str:
    """EMPTY, INVALID_FORMAT, INCORRECT_COMBINATION, PERIOD_OVERLAP, BLANK or OTHER."""
    return LEGACY_TYPES.get(error, "OTHER")


def text_for(error: ErrorId, **values: object) -> str:
    """The Swedish text, with the limits of the question put in."""
    return TEXTS[error].format(**values)


def year_range_text(minimum: int | None, maximum: int | None) -> str:
    """What is said of a year outside its limits; one of them may be unknown."""
    if minimum is None:
        return f"Årtalet får inte vara senare än {maximum}."
    if maximum is None:
        return f"Årtalet får inte vara tidigare än {minimum}."
    return text_for(ErrorId.YEAR_RANGE, minimum=minimum, maximum=maximum)
