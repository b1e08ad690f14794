"""FK 7263, which can no longer be issued."""

from __future__ import annotations

from typing import Any

from tests.certificates.types.examples import UNIT_CONTACT, Example
from tests.certificates.types.examples.lisjp import NO_DIAGNOSIS, diagnosis

COMPLETE: dict[str, Any] = {
    "baseratPa": {"UNDERSOKNING": "2015-01-05"},
    "diagnoser": [diagnosis("M545", "Ont i ryggen"), NO_DIAGNOSIS, NO_DIAGNOSIS],
    "sjukskrivningar": {"HALFTEN": {"from": "2015-01-05", "to": "2015-01-20"}},
    "sjukskrivningstext": "Kan inte lyfta.",
    "arbetstid": "Halva dagar.",
    "upplysningar": "Inget mer.",
    "kontaktMedFk": True,
    "vardenhet": UNIT_CONTACT,
}

EXAMPLES = (Example("fk7263", ("1.0",), COMPLETE),)
