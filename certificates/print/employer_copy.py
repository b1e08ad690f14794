"""What can be kept back in the copy for the employer (spec/print.md 4)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from certificates.engine.answers import Facts
from certificates.models import Certificate
from certificates.types import registry
from certificates.types.base import CertificateType, EmployerCopy
from webcert.errors import AuthorizationProblem, InvalidInput, InvalidState


@dataclass(frozen=True, slots=True)
class Choice:
    """A question whose answer can be kept back: ``question`` is what the address of the copy names."""

    question: str
    label: str


@dataclass(frozen=True, slots=True)
class EmployerChoices:
    """What to ask before the copy is printed; ``why_not`` explains that nothing can be kept back."""

    choices: tuple[Choice, ...]
    why_not: str = ""


def employer_choices(certificate: Certificate) -> EmployerChoices:
    """The answers of this certificate that can be kept back. ``AuthorizationProblem``: the type has no such copy."""
    ctype, copy = _copy(certificate)
    facts = _facts(ctype, certificate)
    if copy.unless is not None and copy.unless.holds(facts):
        return EmployerChoices((), copy.why_not)
    return EmployerChoices(
        tuple(
            Choice(question.id, question.label)
            for question in ctype.questions()
            if question.id in copy.may_withhold and facts.is_visible(question.id) and facts.is_answered(question.id)
        )
    )


def check_withheld(certificate: Certificate, withheld: Collection[str]) -> None:
    """Whether a copy without these answers can be printed; the errors are those of ``print_employer_copy``."""
    ctype, copy = _copy(certificate)
    if not set(withheld) <= set(copy.may_withhold):
        raise InvalidInput("Uppgiften kan inte döljas i utskriften.", reason="NOT_WITHHOLDABLE")
    if withheld and copy.unless is not None and copy.unless.holds(_facts(ctype, certificate)):
        raise InvalidState(copy.why_not, reason="ALWAYS_DISCLOSED")


def _copy(certificate: Certificate) -> tuple[CertificateType, EmployerCopy]:
    ctype = registry.get(certificate.type_id, certificate.type_version)
    if ctype.employer_copy is None:
        raise AuthorizationProblem(
            f"{ctype.name} har ingen utskrift för arbetsgivare. Skriv ett intyg som är avsett för arbetsgivaren.",
            reason="NO_EMPLOYER_COPY",
        )
    return ctype, ctype.employer_copy


def _facts(ctype: CertificateType, certificate: Certificate) -> Facts:
    return Facts(ctype, certificate.answers, certificate.judged_on, certificate.birth_date)
