"""The form of FK 7802: sections in display order."""

from __future__ import annotations

from certificates.types.base import Section
from certificates.types.compensation import (
    CONTACT_SECTION,
    INVESTIGATIONS,
    basis_section,
    diagnosis_section,
    further_section,
    told,
)
from certificates.types.legacy_parts import UNIT_SECTION

SECTIONS = (
    basis_section("Utlåtandet är baserat på", INVESTIGATIONS.without("FORETAGSHALSOVARD")),
    diagnosis_section(label="Diagnos/diagnoser som orsakar eller har orsakat funktionsnedsättning"),
    Section(
        id="funktionsnedsattning",
        heading="Funktionsnedsättning",
        questions=(
            told(
                "15", "Debut, utveckling och nuvarande bild", "funktionsnedsattningDebut", short="Debut och utveckling"
            ),
            told("16", "Påverkan på skolgången", "funktionsnedsattningPaverkan"),
        ),
    ),
    further_section(length=2850),
    CONTACT_SECTION,
    UNIT_SECTION,
)
