"""What CreateDraftCertificate is asked in every way that it is asked: users, faults, earlier certificates."""

from __future__ import annotations

import pytest

from certificates.models import Certificate
from tests.factories import ME01, VE01, VE21, make_draft, make_user
from webcert import clock

ADMINISTRATOR, DENTIST = "SE2321000016-P005", "SE2321000016-P004"
SIGNED = {"state": "SIGNED", "signed_at": clock.now()}
FIELD_FAULTS = [
    pytest.param({"last_name": " "}, "Patient last name is required", id="no last name"),
    pytest.param({"first_name": ""}, "At least one patient first name is required", id="no first name"),
    pytest.param(
        {"person_id": "191212121213"},
        "The check digit of the personal identity number is wrong",
        id="a wrong check digit",
    ),
    pytest.param(
        {"person_id": "181212121212"},
        "The personal identity number is not a personnummer or samordningsnummer",
        id="a number that does not parse",
    ),
    pytest.param({"creator_name": " "}, "The full name of the creator is required", id="no name of the creator"),
    pytest.param(
        {"creator_name": "n" * 256},
        "The full name of the creator is longer than 255 characters",
        id="a long name of the creator",
    ),
    pytest.param({"unit_name": ""}, "The name of the unit is required", id="no name of the unit"),
    pytest.param({"reference": "r" * 256}, "The reference is longer than 255 characters", id="a long reference"),
]
"""Step 3: the request, and what is told."""
IN_THE_WAY = [
    pytest.param("DB", VE01, SIGNED, "kan ersättas", id="DB signed on the unit"),
    pytest.param("DB", ME01, SIGNED, "på en annan enhet", id="DB signed on another unit"),
    pytest.param("DB", VE21, SIGNED, "hos en annan vårdgivare", id="DB signed at another care provider"),
    pytest.param("DOI", VE01, SIGNED, "kan ersättas", id="DOI signed on the unit"),
    pytest.param("DOI", ME01, SIGNED, "på en annan enhet", id="DOI signed on another unit"),
    pytest.param("DB", VE01, {}, "Fortsätt", id="DB draft on the unit"),
    pytest.param("DB", ME01, {}, "på en annan enhet", id="DB draft on another unit"),
    pytest.param("DOI", VE01, {}, "Fortsätt", id="DOI draft on the unit"),
    pytest.param("DOI", ME01, {}, "på en annan enhet", id="DOI draft on another unit"),
]
"""An earlier one of the same type that ends the call: type, unit, state, and what is told."""
ELSEWHERE = [
    pytest.param("DOI", SIGNED, id="DOI signed"),
    pytest.param("DB", {}, id="DB draft"),
    pytest.param("DOI", {}, id="DOI draft"),
]
"""An earlier one at another care provider that is only told about."""


def earlier(type_id: str, unit: str, **changes: object) -> Certificate:
    """One of Tolvan's that is there already, a draft by default."""
    values = {"type_id": type_id, "type_version": "1.0", "answers": {}}
    return make_draft(make_user(unit=unit), **(values | changes))
