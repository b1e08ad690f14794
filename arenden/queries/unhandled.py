"""Ej hanterade ärenden, and how many wait on each unit (spec/lifecycle.md 14.4, 14.5)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from django.db.models import Case, Count, Exists, IntegerChoices, OuterRef, Q, QuerySet, Value, When

from accounts.user import CareUser
from arenden.models import Arende, Topic
from certificates.queries.lists import (
    Forwarded,
    Order,
    Page,
    PageRequest,
    Person,
    by_name,
    earliest_day,
    end_of,
    page_of,
)
from certificates.queries.visibility import visible
from hsa.roles import Role
from webcert import clock

Kind, Sender, Status = Arende.Kind, Arende.Sender, Arende.Status
OPEN = tuple(status for status in Status if status is not Status.CLOSED)


class NextStep(IntegerChoices):
    """Åtgärd: what is to be done with a question, in the order of the words."""

    HANDLE = 1, "Hanterat ärende"
    NOTHING = 2, "Inget"
    WAIT = 3, "Invänta svar"
    COMPLEMENT = 4, "Komplettera"
    READ_ANSWER = 5, "Läs inkommet svar"
    ANSWER = 6, "Svara"


class Handling(StrEnum):
    """The filter Åtgärd; without any, all questions."""

    UNHANDLED = "UNHANDLED"
    HANDLED = "HANDLED"
    COMPLEMENT = "COMPLEMENT"
    ANSWER = "ANSWER"
    READ_ANSWER = "READ_ANSWER"
    WAIT = "WAIT"


_ADMINISTRATIVE = [Topic.OVRIGT, Topic.AVSTMN, Topic.KONTKT]
_CONDITIONS: Mapping[Handling | None, Q] = {
    None: Q(status__in=list(Status)),
    Handling.UNHANDLED: Q(status__in=OPEN),
    Handling.HANDLED: Q(status=Status.CLOSED),
    Handling.COMPLEMENT: Q(status=Status.PENDING_INTERNAL_ACTION, topic=Topic.KOMPLT),
    Handling.ANSWER: Q(status=Status.PENDING_INTERNAL_ACTION, topic__in=_ADMINISTRATIVE),
    Handling.READ_ANSWER: Q(status__in=[Status.ANSWERED, Status.PENDING_INTERNAL_ACTION])
    & (Q(status=Status.ANSWERED) | Q(topic=Topic.PAMINN)),
    Handling.WAIT: Q(status=Status.PENDING_EXTERNAL_ACTION),
}
"""Each names its statuses, the third column of the list's index."""


def _next_step() -> Case:
    is_answered = Q(status=Status.ANSWERED) | Q(topic=Topic.PAMINN)
    return Case(
        When(status=Status.CLOSED, then=Value(NextStep.NOTHING)),
        When(is_answered, sender=Sender.RECIPIENT, then=Value(NextStep.HANDLE)),
        When(is_answered, then=Value(NextStep.READ_ANSWER)),
        When(topic=Topic.KOMPLT, then=Value(NextStep.COMPLEMENT)),
        When(status=Status.PENDING_INTERNAL_ACTION, then=Value(NextStep.ANSWER)),
        default=Value(NextStep.WAIT),
    )


COLUMNS: Mapping[str, Order] = {
    "step": _next_step,
    "sender": "sender",
    "patient": "person_id",
    "signed_by": "signer_name",
    "changed": "last_event_at",
    "forwarded": "is_forwarded",
}


@dataclass(frozen=True, slots=True)
class QuestionFilter:
    """An empty part filters nothing, but no unit means the selected one with its sub-units.

    ``person_id`` has twelve digits; both days are inclusive and those of the latest event.
    """

    unit_id: str = ""
    forwarded: Forwarded | None = None
    handling: Handling | None = None
    sender: str = ""
    signed_by: str = ""
    person_id: str = ""
    changed_from: dt.date | None = None
    changed_to: dt.date | None = None

    @classmethod
    def default_for(cls, user: CareUser) -> QuestionFilter:
        """What nobody has handled, three months back; a doctor's own certificates."""
        signed_by = user.hsa_id if user.role is Role.LAKARE else ""
        return cls(handling=Handling.UNHANDLED, signed_by=signed_by, changed_from=earliest_day())


def list_questions(user: CareUser, chosen: QuestionFilter, request: PageRequest) -> Page[Arende]:
    """Questions of a unit, or of the selected unit with its sub-units.

    The rows of the page have ``next_step`` (a value of ``NextStep``), ``is_reminded`` and their certificate.
    """
    questions = visible(_of_units(user, chosen.unit_id), user).filter(_CONDITIONS[chosen.handling])
    if chosen.forwarded is not None:
        questions = questions.filter(is_forwarded=chosen.forwarded is Forwarded.FORWARDED)
    if chosen.sender:
        questions = questions.filter(sender=chosen.sender)
    if chosen.signed_by:
        questions = questions.filter(signer_hsa_id=chosen.signed_by)
    if chosen.person_id:
        questions = questions.filter(person_id=chosen.person_id)
    if chosen.changed_from is not None:
        questions = questions.filter(last_event_at__gte=clock.midnight(chosen.changed_from))
    if chosen.changed_to is not None:
        questions = questions.filter(last_event_at__lt=end_of(chosen.changed_to))
    return page_of(questions, request, columns=COLUMNS, default="changed", rows=_rows())


def has_questions(user: CareUser) -> bool:
    """Whether anything was ever asked on the selected unit or its sub-units."""
    return _questions(user.unit_ids).exists()


def signers(user: CareUser, unit_id: str) -> tuple[Person, ...]:
    """Who has signed certificates that were asked about on the unit, or on the selected unit with its sub-units."""
    signed = _of_units(user, unit_id).order_by().values_list("signer_hsa_id", "signer_name")
    return by_name(signed.distinct(), user)


def unhandled_counts(user: CareUser, unit_ids: Sequence[str]) -> dict[str, int]:
    """Unhandled questions of each of the units itself; a unit without any is not among them."""
    waiting = visible(_questions(unit_ids).filter(status__in=OPEN).exclude(topic=Topic.PAMINN), user)
    return dict(waiting.order_by().values_list("unit_id").annotate(Count("pk")))


def _of_units(user: CareUser, unit_id: str) -> QuerySet[Arende]:
    """A unit that is none of the user's is as no unit."""
    return _questions([unit_id] if unit_id in user.unit_ids else user.unit_ids)


def _questions(unit_ids: Sequence[str]) -> QuerySet[Arende]:
    return Arende.objects.filter(unit_id__in=unit_ids, kind=Kind.QUESTION)


def _rows() -> QuerySet[Arende]:
    reminders = Arende.objects.filter(question=OuterRef("pk"), kind=Kind.REMINDER)
    rows = Arende.objects.select_related("certificate").defer("text", "certificate__answers")
    return rows.annotate(next_step=_next_step(), is_reminded=Exists(reminders))
