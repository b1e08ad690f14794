"""Start-up checks of the certificate types: a faulty declaration stops the start, not a user (spec/ui.md 10.4)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from django.core.checks import CheckMessage, Error, register
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from certificates.questions.base import ReadKind
from certificates.types import registry
from certificates.types.base import CertificateType


@register
def check_certificate_types(app_configs: object, **kwargs: object) -> list[CheckMessage]:
    """Ids are unique, conditions name existing questions, and every kind can be shown."""
    return [fault for ctype in registry.all_types() for fault in faults_of(ctype)] + list(_missing_templates())


def faults_of(ctype: CertificateType) -> Iterator[CheckMessage]:
    """What is wrong with one declaration."""
    yield from _doubled_ids(ctype)
    yield from _unknown_ids(ctype)
    yield from _circles(ctype)


def _doubled_ids(ctype: CertificateType) -> Iterator[CheckMessage]:
    for ids in ((q.id for s in ctype.sections for q in s.walk()), (s.id for s in ctype.sections)):
        for name, times in Counter(ids).items():
            if times > 1:
                yield Error(f"{_name(ctype)}: the id {name} is used {times} times", id="certificates.E001")


def _unknown_ids(ctype: CertificateType) -> Iterator[CheckMessage]:
    known = {q.id for q in ctype.questions()}
    named = set().union(*_dependencies(ctype).values()) | {q for s in ctype.sections for q in _of_conditions(s)}
    named |= {ctype.unit_contact} | ({ctype.patient_address} if ctype.patient_address else set())
    named |= {ctype.summary.question} if ctype.summary else set()
    named |= {name for name in (ctype.period_of_parent, ctype.further_information) if name}
    if leave := ctype.sick_leave:
        named |= {leave.periods, leave.diagnoses, *filter(None, (leave.occupations, leave.percent))}
    named |= {ours for _theirs, ours in ctype.filled_from.questions} if ctype.filled_from else set()
    named |= set(ctype.employer_copy.may_withhold) if ctype.employer_copy else set()
    named |= {name for notice in ctype.paper.notices for name in notice.when.questions}
    for name in sorted(named - known):
        yield Error(f"{_name(ctype)}: there is no question {name}", id="certificates.E002")


def _circles(ctype: CertificateType) -> Iterator[CheckMessage]:
    dependencies = _dependencies(ctype)
    for name in dependencies:
        if name in _reachable(name, dependencies):
            yield Error(f"{_name(ctype)}: whether {name} is shown depends on itself", id="certificates.E003")


def _dependencies(ctype: CertificateType) -> dict[str, set[str]]:
    """For each question, the questions that decide whether it is shown."""
    found: dict[str, set[str]] = {}
    for section in ctype.sections:
        for question in section.walk():
            found.setdefault(question.id, set()).update(_of_conditions(section), _of_conditions(question))
            for child in question.children:
                found.setdefault(child.id, set()).add(question.id)
    return found


def _of_conditions(place: object) -> set[str]:
    conditions = (getattr(place, "visible_when", None), getattr(place, "hidden_when", None))
    return {name for condition in conditions if condition for name in condition.questions}


def _reachable(start: str, dependencies: dict[str, set[str]]) -> set[str]:
    reached: set[str] = set()
    waiting = set(dependencies[start])
    while waiting:
        name = waiting.pop()
        reached.add(name)
        waiting |= dependencies.get(name, set()) - reached
    return reached


def _missing_templates() -> Iterator[CheckMessage]:
    kinds = sorted({q.kind for ctype in registry.all_types() for q in ctype.questions()})
    names = [f"certificates/elements/edit/{kind}.html" for kind in kinds]
    names += [f"certificates/elements/view/{kind.value.lower()}.html" for kind in ReadKind]
    for name in names:
        try:
            get_template(name)
        except TemplateDoesNotExist:
            yield Error(f"the template {name} is missing", id="certificates.E004")


def _name(ctype: CertificateType) -> str:
    return f"{ctype.type_id} {ctype.version}"
