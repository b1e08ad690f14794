"""The official contracts beside the repository, for comparison only."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from django.conf import settings
from lxml import etree

from rivta.contracts import Contract

SHARED = Path(settings.BASE_DIR).parent / "shared" / "contracts"
SAMPLES = SHARED / "samples"
RICH = Path(__file__).parent / "rich"

needs_official = pytest.mark.skipif(not SHARED.is_dir(), reason="the official contracts are not beside the repository")


@cache
def schema_for(namespace: str) -> etree.XMLSchema:
    """The official schema of a responder namespace, newest file version."""
    newest: tuple[tuple[int, ...], Path] | None = None
    for path in SHARED.rglob("*Responder_*.xsd"):
        if path.stem.endswith("_ext") or etree.parse(str(path)).getroot().get("targetNamespace") != namespace:
            continue
        version = tuple(int(part) for part in re.findall(r"\d+", path.stem.rpartition("_")[2]))
        newest = max(newest or (version, path), (version, path))
    assert newest, f"no official schema for {namespace}"
    return etree.XMLSchema(etree.parse(str(newest[1])))


@cache
def wsdl_for(contract: Contract) -> Path:
    """The official WSDL of a contract, newest file version."""
    start, end = f"{contract.name}Interaction_{contract.major}.", f"_{contract.profile.name}.wsdl"
    found = [path for path in SHARED.rglob("*.wsdl") if path.name.startswith(start) and path.name.lower().endswith(end)]
    return max(found, key=lambda path: path.name)


def accepts(element: etree._Element) -> bool:
    return schema_for(str(etree.QName(element).namespace)).validate(element)
