"""Complete answers of every certificate type, one module for each: found by ``EXAMPLES`` like the types themselves.

An example answers every question that it shows. Several examples of a type show the ways through the form.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

UNIT_CONTACT = {"address": "Storgatan 1", "postal_code": "99001", "city": "Exempelby", "phone": "0770123456"}


@dataclass(frozen=True, slots=True)
class Example:
    """``name`` tells the ways through one form apart. Dates are around 2026-01-15, the patient is 191212121212."""

    type_id: str
    versions: tuple[str, ...]
    answers: Mapping[str, Any]
    name: str = "complete"
    person_id: str = "191212121212"


def all_examples() -> list[Example]:
    """The examples of every module of this package."""
    modules = sorted(m.name for m in pkgutil.iter_modules(__path__, f"{__name__}."))
    return [example for name in modules for example in importlib.import_module(name).EXAMPLES]
