"""The starter set: common diagnoses and ICF terms in words of our own, replaced by the import commands."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from terminology.code_systems import ICD_10_SE, KSH97_P
from terminology.icf_sources import read_icf
from terminology.services import replace_concepts, replace_icf
from terminology.sources import SourceConcept, read_icd10se, read_ksh97p

HERE = Path(__file__).parent
STARTERS: tuple[tuple[str, Path, Callable[[Path], list[SourceConcept]]], ...] = (
    (ICD_10_SE, HERE / "starter_icd10se.tsv", read_icd10se),
    (KSH97_P, HERE / "starter_ksh97p.txt", read_ksh97p),
)
ICF_TERMS, ICF_SUGGESTIONS = HERE / "starter_icf_terms.tsv", HERE / "starter_icf_suggestions.tsv"
STARTER_VERSION = "startuppsättning"


def load() -> None:
    """Fill every code system with its starter set."""
    for code_system, path, read in STARTERS:
        replace_concepts(code_system, read(path), version=STARTER_VERSION)
    replace_icf(read_icf(ICF_TERMS, ICF_SUGGESTIONS), version=STARTER_VERSION)
