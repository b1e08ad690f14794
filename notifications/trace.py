"""Why was it sent, or why not: the checks behind one status update, in their order (spec/ui.md 14.3)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from certificates.models import Certificate
from certificates.types import registry
from delivery import queries as outbox
from delivery.models import FINAL, Delivery, Hold
from hsa.directory import DirectoryUnavailable
from notifications import integrated_units
from notifications.codes import EventCode
from notifications.integrated_units import Schema
from notifications.models import IntegratedUnit, StatusUpdate
from notifications.services import REBUILD, VERSION_1_TEXT
from rivta.contracts import CERTIFICATE_STATUS_UPDATE_FOR_CARE_3 as CONTRACT
from tak import resolver
from tak.resolver import Route, Trial
from webcert import clock

_COLLAPSING = (EventCode.ANDRAT, EventCode.SIGNAT, EventCode.RADERA)
_STATE = Delivery.State


class Verdict(StrEnum):
    """How a check came out; OPEN: it has not been decided yet, or was never asked."""

    PASSED = "PASSED"
    STOPPED = "STOPPED"
    OPEN = "OPEN"


class Remedy(StrEnum):
    """What would let the update go on."""

    REGISTER_UNIT = "REGISTER_UNIT"
    CHANGE_UNIT = "CHANGE_UNIT"
    RELEASE_UNIT = "RELEASE_UNIT"
    ADD_ROUTE = "ADD_ROUTE"
    LET_CALLS_THROUGH = "LET_CALLS_THROUGH"
    RESEND = "RESEND"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One call, as its row tells it. ``finished_at`` is None while it is under way or when its worker was lost."""

    number: int
    started_at: dt.datetime
    finished_at: dt.datetime | None
    url: str
    verdict: str
    http_status: int | None
    result_code: str
    error_id: str
    text: str


@dataclass(frozen=True, slots=True)
class Check:
    """One line of the trace: a question, its answer, the facts it rests on (Swedish), and what would mend it."""

    question: str
    verdict: Verdict
    text: str
    remedy: Remedy | None = None


@dataclass(frozen=True, slots=True)
class Trace:
    """Everything that is known about the way of one status update.

    ``was_integrated`` is what was decided when the event was made; ``unit``, ``schema``, ``route`` and ``hold`` are as
    things are now. ``collapsed_by`` is the event that made this one needless. ``waits_for`` are the numbers of earlier
    events of the certificate that have to go first.
    """

    update: StatusUpdate
    was_integrated: bool
    unit: IntegratedUnit | None
    schema: Schema | None
    is_built: bool
    collapsed_by: StatusUpdate | None
    hold: Hold | None
    waits_for: tuple[int, ...]
    route: Route | None
    tried: tuple[Trial, ...]
    directory_answers: bool
    rests_until: dt.datetime | None
    attempts: tuple[Attempt, ...]
    next_attempt: dt.datetime | None

    @property
    def checks(self) -> tuple[Check, ...]:
        """The trace as a list, up to and including the check that stopped the update for good."""
        shown: list[Check] = []
        for check in _checks(self):
            shown.append(check)
            if check.verdict is Verdict.STOPPED and self.is_settled:
                break
        return tuple(shown)

    @property
    def is_settled(self) -> bool:
        """Nothing more will happen by itself."""
        return self.update.delivery is None or self.update.delivery.state in FINAL


def trace(update: StatusUpdate) -> Trace:
    """The trace of one event, sent or not."""
    delivery = update.delivery
    unit = IntegratedUnit.objects.filter(unit_id=update.logical_address).first()
    tried, directory_answers = _tried(update.logical_address)
    route = next((trial.route for trial in tried if trial.route), None)
    return Trace(
        update=update,
        was_integrated=update.suppressed_reason != StatusUpdate.Suppressed.NOT_INTEGRATED,
        unit=unit,
        schema=_schema(update, unit),
        is_built=bool(update.payload_sha256),
        collapsed_by=_collapsed_by(update),
        hold=outbox.hold_of(delivery.kind, delivery.logical_address) if delivery else None,
        waits_for=_waits_for(delivery),
        route=route,
        tried=tried,
        directory_answers=directory_answers,
        rests_until=outbox.resting_until(route.url) if route else None,
        attempts=_attempts(delivery),
        next_attempt=delivery.available_at if delivery else None,
    )


def _schema(update: StatusUpdate, unit: IntegratedUnit | None) -> Schema | None:
    """What the unit takes now for the certificate's type; None when one of them is gone."""
    row = Certificate.objects.filter(pk=update.certificate_id).values_list("type_id", "type_version").first()
    if unit is None or row is None:
        return None
    return integrated_units.accepted_schema(unit, registry.get(*row))


def _collapsed_by(update: StatusUpdate) -> StatusUpdate | None:
    """The first later event that takes resting saves away; each of them would have."""
    if update.delivery is None or update.delivery.state != _STATE.SUPERSEDED:
        return None
    later = StatusUpdate.objects.filter(certificate_id=update.certificate_id, seq__gt=update.seq)
    return later.filter(code__in=_COLLAPSING, delivery__isnull=False).defer("payload").order_by("seq").first()


def _waits_for(delivery: Delivery | None) -> tuple[int, ...]:
    if delivery is None or delivery.state in (*FINAL, _STATE.LEASED, _STATE.COALESCING):
        return ()
    earlier = StatusUpdate.objects.filter(delivery__in=outbox.blockers(delivery))
    return tuple(earlier.order_by("seq").values_list("seq", flat=True))


def _tried(logical_address: str) -> tuple[tuple[Trial, ...], bool]:
    """Every level at which a route is looked for, and whether HSA could be asked."""
    try:
        return resolver.explain(
            CONTRACT.namespace, logical_address, known_provider=integrated_units.known_provider(logical_address)
        ), True
    except DirectoryUnavailable:
        return (), False


def _attempts(delivery: Delivery | None) -> tuple[Attempt, ...]:
    """All that were made, also before a resend that counted anew."""
    if delivery is None:
        return ()
    names = ("number", "started_at", "finished_at", "url", "verdict", "http_status", "result_code", "error_id", "text")
    return tuple(Attempt(*row) for row in delivery.attempt_rows.order_by("pk").values_list(*names))


def _checks(found: Trace) -> Iterator[Check]:
    yield _registration(found)
    yield _version(found)
    yield _message(found)
    yield _collapse(found)
    if found.hold is not None and not found.is_settled:
        text = f"Hålls tillbaka sedan {_shown(found.hold.since)} av {found.hold.by or 'okänd'}."
        yield Check("Får enheten statusuppdateringar nu?", Verdict.STOPPED, text, Remedy.RELEASE_UNIT)
    if found.waits_for:
        numbers = ", ".join(str(number) for number in found.waits_for)
        yield Check("Är tidigare händelser skickade?", Verdict.OPEN, f"Väntar på intygets händelse {numbers}.")
    yield _routing(found)
    if found.rests_until is not None and not found.is_settled:
        text = f"Mottagaren går inte att nå. Anropen vilar till {_shown(found.rests_until)}."
        yield Check("Går mottagaren att nå?", Verdict.OPEN, text, Remedy.LET_CALLS_THROUGH)
    yield _outcome(found)


def _registration(found: Trace) -> Check:
    question = "Är enheten registrerad som integrerad?"
    address, unit = found.update.logical_address, found.unit
    if unit is None:
        text = f"{address} finns inte i registret över integrerade enheter."
        verdict = Verdict.PASSED if found.was_integrated else Verdict.STOPPED
        return Check(question, verdict, text, Remedy.REGISTER_UNIT)
    since = f"{address} registrerades {_shown(unit.created_at)} genom {unit.get_registered_by_display()}."
    if not found.was_integrated:
        text = f"Enheten fanns inte i registret när händelsen inträffade. {since}"
        return Check(question, Verdict.STOPPED, text)
    return Check(question, Verdict.PASSED, since)


def _version(found: Trace) -> Check:
    question = f"Tar enheten emot version {CONTRACT.major} av {CONTRACT.name}?"
    delivery = found.update.delivery
    if delivery is None:
        return Check(question, Verdict.OPEN, "Frågades inte.")
    if not found.is_built and delivery.last_text.startswith(VERSION_1_TEXT):
        return Check(question, Verdict.STOPPED, delivery.last_text, Remedy.CHANGE_UNIT)
    now = found.schema.value if found.schema else "okänd"
    return Check(question, Verdict.PASSED, f"Enhetens version för intygstypen är nu {now}.")


def _message(found: Trace) -> Check:
    question = "Gick meddelandet att skapa?"
    delivery = found.update.delivery
    if delivery is None:
        return Check(question, Verdict.OPEN, "Frågades inte.")
    if not found.is_built or (not found.attempts and delivery.metadata.get(REBUILD)):
        return Check(question, Verdict.STOPPED, delivery.last_text, Remedy.RESEND)
    return Check(question, Verdict.PASSED, f"Kondensat (SHA-256) {found.update.payload_sha256[:16]}….")


def _collapse(found: Trace) -> Check:
    question = "Skickas händelsen för sig?"
    delivery, newer = found.update.delivery, found.collapsed_by
    if newer is not None:
        text = f"Ersatt av händelse {newer.seq}, {newer.code} {_shown(newer.occurred_at)}."
        return Check(question, Verdict.STOPPED, text)
    if delivery is not None and delivery.state == _STATE.COALESCING and found.next_attempt:
        return Check(question, Verdict.OPEN, f"Samlas med senare ändringar till {_shown(found.next_attempt)}.")
    return Check(question, Verdict.PASSED, "Ingen senare händelse har ersatt den.")


def _routing(found: Trace) -> Check:
    question = "Finns ett vägval?"
    if not found.directory_answers:
        return Check(question, Verdict.OPEN, "HSA svarar inte, så vägvalet kan inte sökas.")
    if found.route is not None:
        text = f"{found.route.url} genom {found.route.level.label} ({found.route.address})."
        return Check(question, Verdict.PASSED, text)
    searched = ", ".join(f"{trial.candidate.address} ({trial.candidate.level.label})" for trial in found.tried)
    verdict = Verdict.OPEN if found.is_settled else Verdict.STOPPED
    return Check(question, verdict, f"Inget vägval finns nu. Sökte på {searched}.", Remedy.ADD_ROUTE)


def _outcome(found: Trace) -> Check:
    question = "Är den levererad?"
    delivery = found.update.delivery
    if delivery is None:
        return Check(question, Verdict.STOPPED, "Den skickas inte.")
    said = " ".join(p for p in (delivery.last_result, delivery.last_error_id, delivery.last_text) if p)
    made = f"{len(found.attempts)} försök. {said}".strip()
    if delivery.state == _STATE.DELIVERED:
        return Check(question, Verdict.PASSED, made)
    if found.is_settled:
        return Check(question, Verdict.STOPPED, f"{delivery.get_state_display()}. {made}", Remedy.RESEND)
    when = f" Nästa försök {_shown(found.next_attempt)}." if found.next_attempt else " Skickas just nu."
    return Check(question, Verdict.OPEN, made + when)


def _shown(moment: dt.datetime) -> str:
    return f"{clock.local(moment):%Y-%m-%d %H:%M:%S}"
