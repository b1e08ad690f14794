"""What the certificates for the employer, AG7804 and AG1-14, share (ag7804.yaml, ag114.yaml)."""

from __future__ import annotations

from certificates.expressions import Condition
from certificates.questions.base import Autofill
from certificates.questions.radio_boolean import RadioBoolean
from certificates.types.base import Section
from certificates.types.sick_leave_v2 import diagnoses

UNKNOWN_DIAGNOSIS = "X"
"""What the sick-leave register is told of diagnoses that are kept from the employer."""

SICK_PAY_PERIOD = "Det gäller sjuklöneperioden, de första 14 dagarna av sjukdomen."
_PATIENT_DECIDES = "Patienten lämnar själv en utskrift till arbetsgivaren och bestämmer om diagnosen ska synas."
AFTER_TWO_WEEKS = (
    "Intyget är till för arbetsgivaren när en sjukdom varar längre än 14 dagar. Det beskriver hur sjukdomen påverkar "
    f"arbetsförmågan och vad som kan underlätta återgången till arbetet. {_PATIENT_DECIDES}"
)
FIRST_TWO_WEEKS = (
    "Intyget är till för arbetsgivaren under de första 14 dagarna av en sjukdom, när arbetsgivaren betalar sjuklön. "
    f"Det beskriver hur mycket och hur länge arbetsförmågan är nedsatt. {_PATIENT_DECIDES}"
)
"""What the last page tells the employer."""
ALWAYS_DISCLOSED = "Diagnosen kan inte döljas när intyget gäller avstängning enligt smittskyddslagen."


def diagnosis_section(
    section_id: str, *, disclosure: str, diagnosis: str, always_when: Condition | None = None
) -> Section:
    """Whether the employer may know the diagnoses, and which they are; ``always_when``: there is no choice."""
    return Section(
        id=section_id,
        heading="Diagnos",
        short_heading="Diagnos",
        questions=(
            RadioBoolean(
                id=disclosure,
                label="Ska diagnosen förmedlas till arbetsgivaren?",
                short_label="Förmedla diagnos",
                help="Patienten bestämmer själv om arbetsgivaren ska få veta diagnosen. Arbetsgivaren kan behöva den "
                "för att bedöma rätten till sjuklön och för att anpassa arbetet.",
                required=True,
                disabled_when=always_when,
                autofill=(Autofill(always_when, value=True),) if always_when else (),
            ),
            diagnoses(diagnosis, disclosed_by=disclosure),
        ),
    )
