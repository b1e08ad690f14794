"""The sections of TS8071 in display order, with what one version has of its own (ts8071.yaml, sections)."""

from __future__ import annotations

from certificates.types.base import Section
from certificates.types.ts8071.form_diseases import heart_to_sleep, last_sections, substances
from certificates.types.ts8071.form_first import first_sections, hearing_and_movement, vision
from certificates.types.ts8071.variant import Variant


def sections(variant: Variant) -> tuple[Section, ...]:
    return (
        *first_sections(),
        *vision(variant),
        *hearing_and_movement(variant),
        *heart_to_sleep(variant),
        substances(variant),
        *last_sections(variant),
    )
