"""Ej hanterade ärenden, the list of the menu (spec/lifecycle.md 14.4; spec/ui.md 2.5)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from accounts import landing
from accounts.collation import swedish_key
from accounts.session import unit_required
from accounts.user import CareUser
from arenden import queries
from arenden.models import Arende
from arenden.queries import Handling, NextStep, QuestionFilter
from arenden.services.listing import show_questions
from certificates import access
from certificates.access import Action
from certificates.pages.list_frame import Typed, ask, no_page
from certificates.queries import Forwarded, ListRow
from hsa.roles import Role
from patients.register import PatientRecord

SENDERS = ((Arende.Sender.RECIPIENT, "Försäkringskassan"), (Arende.Sender.CARE, "Vårdenheten"))
HANDLINGS = (
    (Handling.UNHANDLED, "Alla ej hanterade"),
    (Handling.HANDLED, "Alla hanterade"),
    (Handling.COMPLEMENT, "Komplettera"),
    (Handling.ANSWER, "Svara"),
    (Handling.READ_ANSWER, "Läs inkommet svar"),
    (Handling.WAIT, "Invänta svar"),
)
CAPTIONS = {
    "step": "Åtgärd",
    "sender": "Avsändare",
    "patient": "Patient",
    "signed_by": "Signerat av",
    "changed": "Skickat/mottaget",
    "forwarded": "Vidarebefordrad",
}
_LOOKS = {
    NextStep.HANDLE: ("warn", "check"),
    NextStep.NOTHING: ("line", "check"),
    NextStep.WAIT: ("line", "clock"),
    NextStep.COMPLEMENT: ("warn", "pen"),
    NextStep.READ_ANSWER: ("warn", "comment"),
    NextStep.ANSWER: ("warn", "comment"),
}


@dataclass(frozen=True, slots=True)
class TypedQuestions(Typed):
    """The filter of questions as it was typed."""

    unit: str = ""
    forwarded: str = ""
    handling: str = ""
    sender: str = ""
    signed_by: str = ""


@dataclass(frozen=True, slots=True)
class UnitChoice:
    """A choice of the filter Enhet with what nobody has handled there; without id, all units together."""

    hsa_id: str
    name: str
    waiting: int
    is_sub_unit: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A question of the list as it is shown."""

    certificate_id: str
    step: str
    look: str
    icon: str
    sender: str
    patient: PatientRecord
    signed_by: str
    moment: dt.datetime
    is_forwarded: bool
    can_forward: bool


@require_http_methods(["GET", "HEAD", "POST"])
@unit_required
def unhandled(request: HttpRequest) -> HttpResponse:
    """Questions of the selected unit and its sub-units, at first those that nobody has handled."""
    user = request.care_user
    landing.require_tab(user, landing.QUESTIONS.url)
    asked = ask(request, "question_filter", default=_default(user))
    if asked.answer is not None:
        return asked.answer
    page = no_page() if asked.errors else show_questions(user, _filter(asked.typed), asked.order)
    context = {
        "rows": [_row(user, row) for row in page.rows],
        "units": _units(user),
        "has_unit_choice": user.role is not Role.PRIVATLAKARE,
        "handlings": HANDLINGS,
        "senders": SENDERS,
        "signers": queries.signers(user, asked.typed.unit),
        "is_nothing_there": not page.total and asked.is_default and not queries.has_questions(user),
        **asked.context(page, CAPTIONS, newest_first="changed"),
    }
    return render(request, "lists/unhandled.html", context, status=asked.status)


def _default(user: CareUser) -> TypedQuestions:
    default = QuestionFilter.default_for(user)
    return TypedQuestions(
        handling=default.handling or "",
        signed_by=default.signed_by,
        start=default.changed_from.isoformat() if default.changed_from else "",
    )


def _filter(typed: TypedQuestions) -> QuestionFilter:
    return QuestionFilter(
        unit_id=typed.unit,
        forwarded=Forwarded(typed.forwarded) if typed.forwarded in set(Forwarded) else None,
        handling=Handling(typed.handling) if typed.handling in set(Handling) else None,
        sender=typed.sender if typed.sender in Arende.Sender else "",
        signed_by=typed.signed_by,
        person_id=typed.whole_person_id,
        changed_from=typed.first_day,
        changed_to=typed.last_day,
    )


def _units(user: CareUser) -> list[UnitChoice]:
    """All together first, then the selected unit, then its sub-units in Swedish order."""
    unit = user.unit
    if unit is None:
        return []
    waiting = queries.unhandled_counts(user, user.unit_ids)
    below = sorted(unit.sub_units, key=lambda sub: swedish_key(sub.name))
    return [
        UnitChoice("", "Visa alla", sum(waiting.values())),
        UnitChoice(unit.hsa_id, unit.name, waiting.get(unit.hsa_id, 0)),
        *(UnitChoice(sub.hsa_id, sub.name, waiting.get(sub.hsa_id, 0), is_sub_unit=True) for sub in below),
    ]


def _row(user: CareUser, row: ListRow[Arende]) -> Row:
    question = row.listed
    step = NextStep(question.next_step)  # type: ignore[attr-defined]
    look, icon = _LOOKS[step]
    may_forward = access.decide(
        user, Action.FORWARD_MESSAGE, certificate=question.certificate, patient=row.patient
    ).allowed
    return Row(
        certificate_id=question.certificate_id,
        step=f"Påminnelse: {step.label}" if question.is_reminded else step.label,  # type: ignore[attr-defined]
        look=look,
        icon=icon,
        sender=dict(SENDERS)[Arende.Sender(question.sender)],
        patient=row.patient,
        signed_by=question.signer_name,
        moment=question.last_event_at,
        is_forwarded=question.is_forwarded,
        can_forward=may_forward,
    )
