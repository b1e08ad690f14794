"""One question to the real HSA at ``HSA_URL`` (spec/roles-and-access.md 1.5)."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from django.conf import settings

from hsa.errors import DirectoryUnavailable
from rivta import plain
from rivta.contracts import Contract

logger = logging.getLogger(__name__)


def ask(contract: Contract, question: Mapping[str, Any]) -> Mapping[str, Any]:
    """The parts of the answer; raises ``DirectoryUnavailable``. The log says why, and repeats nothing received."""
    try:
        return plain.ask(
            question,
            contract=contract,
            base=settings.HSA_URL,
            logical_address=settings.HSA_LOGICAL_ADDRESS,
            timeout_s=settings.HSA_TIMEOUT_S,
        )
    except plain.NotAnswered as error:
        logger.error("HSA did not answer %s: %s", contract.name, error.reason)
        raise DirectoryUnavailable from error
