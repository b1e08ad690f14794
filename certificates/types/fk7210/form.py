"""The form of FK 7210 version 1.0."""

from __future__ import annotations

from certificates.questions.date import Date
from certificates.questions.limits import TODAY, years_ahead
from certificates.types.base import Section
from certificates.types.unit_section import UNIT_SECTION

SECTIONS = (
    Section(
        id="KAT_1",
        heading="Beräknat födelsedatum",
        short_heading="Födelsedatum",
        questions=(
            Date(
                id="54",
                label="Datum",
                hint="Tidigast i dag och senast ett år framåt.",
                required=True,
                earliest=TODAY,
                latest=years_ahead(1),
            ),
        ),
    ),
    UNIT_SECTION,
)
