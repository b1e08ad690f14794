"""FK 7804 Läkarintyg för sjukpenning."""

from __future__ import annotations

from tests.certificates.engine.world import CARRIER, COMPLETE
from tests.certificates.types.examples import Example

EXAMPLES = (
    Example("fk7804", ("2.0",), COMPLETE),
    Example("fk7804", ("2.0",), {**COMPLETE, "39": "PROGNOS_OKLAR", "39.2": "Oklart svar på behandlingen."}, "unclear"),
    Example("fk7804", ("2.0",), CARRIER, "carrier"),
)
