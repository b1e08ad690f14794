"""The service contracts: one folder each, found by scanning; a constant each, named after the folder.

``CreateDraftCertificate_3/`` is ``CREATE_DRAFT_CERTIFICATE_3``. A new contract is a new folder like its neighbours:
a ``contract.toml`` and our own schema text, which must accept and refuse what the official files do.
"""

from __future__ import annotations

import re
from pathlib import Path

from rivta.contracts.contract import Contract, load

__all__ = ["Contract", "all_contracts", "get"]


def _constant_name(folder: str) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", folder).upper()


_CONTRACTS: dict[str, Contract] = {
    _constant_name(declaration.parent.name): load(declaration)
    for declaration in sorted(Path(__file__).parent.glob("*/contract.toml"))
}


def __getattr__(name: str) -> Contract:
    try:
        return _CONTRACTS[name]
    except KeyError:
        raise AttributeError(f"no contract folder for {name}") from None


def all_contracts() -> tuple[Contract, ...]:
    """Every contract that has a folder."""
    return tuple(_CONTRACTS.values())


def get(name: str, major: int) -> Contract:
    """The contract ``name`` of version ``major``; ``KeyError`` when there is no folder."""
    return _CONTRACTS[_constant_name(f"{name}_{major}")]
