"""AG7804 Läkarintyg om arbetsförmåga till arbetsgivaren."""

from __future__ import annotations

from tests.certificates.engine.world import CARRIER, COMPLETE
from tests.certificates.types.examples import Example

ANSWERS = {
    **{question: value for question, value in COMPLETE.items() if question not in {"26", "26.2"}},
    "100": True,
    "35": "Uttalad trötthet.",
    "17": "Orkar inte hela pass.",
    "103": True,
    "103.2": "Frågor om planen. Chefen Kim Ek, 0770123456.",
}
UNDISCLOSED = {
    **{question: value for question, value in ANSWERS.items() if question not in {"6", "39.4"}},
    "100": False,
    "39": "PROGNOS_OKLAR",
    "39.2": "Oklart svar på behandlingen.",
}
INFECTIOUS = {**CARRIER, "100": True}

EXAMPLES = (
    Example("ag7804", ("2.0",), ANSWERS),
    Example("ag7804", ("2.0",), UNDISCLOSED, "undisclosed"),
    Example("ag7804", ("2.0",), INFECTIOUS, "carrier"),
)
