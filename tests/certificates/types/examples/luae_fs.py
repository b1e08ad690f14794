"""FK 7802 Läkarutlåtande för aktivitetsersättning vid förlängd skolgång."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.examples.luse import END, START, WITHOUT_EXAMINATION

VERSIONS = ("1.1", "1.0")
SCHOOL = {"15": "Sedan födseln.", "16": "Behöver längre tid."}

COMPLETE: dict[str, Any] = {**START, **SCHOOL, **END}
BARE: dict[str, Any] = {**WITHOUT_EXAMINATION, **SCHOOL, "vardenhet": UNIT_CONTACT}

EXAMPLES = (Example("luae_fs", VERSIONS, COMPLETE), Example("luae_fs", VERSIONS, BARE, "without-examination"))
