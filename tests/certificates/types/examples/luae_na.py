"""FK 7801 Läkarutlåtande för aktivitetsersättning vid nedsatt arbetsförmåga."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.examples.luse import BARE_WORK_ABILITY, END, START, WITHOUT_EXAMINATION, WORK_ABILITY

VERSIONS = ("1.2", "1.1", "1.0")

COMPLETE: dict[str, Any] = {**START, **WORK_ABILITY, "24": "Lugn arbetsplats.", **END}
BARE: dict[str, Any] = {**WITHOUT_EXAMINATION, **BARE_WORK_ABILITY, "vardenhet": UNIT_CONTACT}

EXAMPLES = (Example("luae_na", VERSIONS, COMPLETE), Example("luae_na", VERSIONS, BARE, "without-examination"))
