"""Förifyllnad: a draft's first answers from the journal system (spec/certificate-types README 9, model engine)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import structlog
from lxml import etree

from certificates.engine import svar as svar_of_type
from certificates.engine.answers import situation
from certificates.questions.base import FindConcept, PrefillCode
from certificates.questions.svar import Svar, read_svar
from certificates.types.base import CertificateType

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class PrefillLogEntry:
    """One thing that was left out; ids only, never content."""

    code: PrefillCode
    svar_id: str = ""
    delsvar_id: str = ""


@dataclass(frozen=True, slots=True)
class PrefillResult:
    """Answers of the draft (ordinary ones, and perhaps invalid), and what was left out."""

    answers: dict[str, Any]
    log: tuple[PrefillLogEntry, ...]


def prefill(
    ctype: CertificateType,
    forifyllnad: etree._Element,
    *,
    birth: dt.date | None = None,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> PrefillResult:
    """The answers in ``forifyllnad``. Faults never fail; when reading fails altogether the draft is empty."""
    try:
        return answers_from_svar(ctype, tuple(read_svar(forifyllnad)), birth=birth, today=today, find=find)
    except Exception as error:
        log.warning("prefill_failed", type_id=ctype.type_id, error=type(error).__name__)
        return PrefillResult({}, (PrefillLogEntry(PrefillCode.TECHNICAL_ERROR),))


def answers_from_svar(
    ctype: CertificateType,
    svar: Sequence[Svar],
    *,
    birth: dt.date | None = None,
    today: dt.date | None = None,
    find: FindConcept | None = None,
) -> PrefillResult:
    """The answers in these svar, by the rules of prefill; also for renewing a certificate of an older type (1)."""
    reading = svar_of_type.read(ctype, svar, situation(today, find, fill_gaps=True, birth=birth))
    entries = tuple(PrefillLogEntry(f.code, f.svar_id, f.delsvar_id) for f in reading.faults)
    return PrefillResult(reading.answers, entries)
