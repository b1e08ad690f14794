"""All that a receiver demands of one type (spec/certificate-types README 12)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from certificates.types.receiver.certificate import Received
from certificates.types.receiver.rules import ReceiverRule
from certificates.types.receiver.structure import (
    REFUSED,
    Expected,
    OtherSvar,
    extra_question_faults,
    is_extra_question,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiverRules:
    """The block ``transport`` or ``schematron_*`` of a type's file.

    ``instans_required``: svar that must be numbered. ``instans_from_one``: a number that is given is 1 or more.
    """

    svar: tuple[Expected, ...] = ()
    other_svar: OtherSvar = REFUSED
    extra_questions: bool = False
    instans_required: tuple[str, ...] = ()
    instans_from_one: bool = True
    rules: tuple[ReceiverRule, ...] = ()

    def faults(self, certificate: Received) -> Iterator[str]:
        """Every broken rule, in Swedish."""
        yield from self._unknown(certificate)
        for expected in self.svar:
            yield from expected.faults(certificate)
        yield from self._instances(certificate)
        for rule in self.rules:
            yield from rule.faults(certificate)

    def _unknown(self, certificate: Received) -> Iterator[str]:
        known = {expected.id for expected in self.svar}
        for svar_id, group in certificate.by_id.items():
            if svar_id in known:
                continue
            if self.extra_questions and is_extra_question(svar_id):
                yield from extra_question_faults(svar_id, group)
            elif not self.other_svar.accepts(svar_id):
                yield f"Svar {svar_id} ingår inte i intygstypen"

    def _instances(self, certificate: Received) -> Iterator[str]:
        for one in certificate.everything():
            if one.instans is None and one.id in self.instans_required:
                yield f"Svar {one.id} saknar instans"
            elif self.instans_from_one and one.instans is not None and one.instans < 1:
                yield f"Svar {one.id} har en instans under 1"
