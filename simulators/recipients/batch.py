"""Many messages at once: mixed questions, spread over the units (spec/ui.md 14.4; spec/demo-world.md "Scenarios")."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from itertools import cycle

from simulators.recipients import acting, queries
from simulators.recipients.models import SentMessage
from simulators.recipients.orders import Complement, Order, usual_last_day
from simulators.recipients.queries import Held
from simulators.topics import Topic
from webcert.errors import InvalidInput

USUAL_NUMBER = 20
MOST = 100
TEXTS = {
    Topic.KONTKT: "Vi behöver tala med den som har skrivit intyget. Vilken tid passar att ringa?",
    Topic.AVSTMN: "Vi vill kalla till ett avstämningsmöte med patienten och arbetsgivaren. Kan ni vara med?",
    Topic.OVRIGT: "Har patienten fått någon ny planering sedan intyget skrevs?",
    Topic.KOMPLT: "Uppgifterna räcker inte för att bedöma ärendet. Komplettera intyget.",
}
"""What is sent, in the order in which the subjects take turns."""
POINT = "Beskriv utförligare."


def ask_mixed(*, recipient: str, number: int = USUAL_NUMBER, unit_ids: Collection[str] = ()) -> list[SentMessage]:
    """Send so many questions and requests, each unit and each subject taking its turn.

    ``unit_ids``: the units to ask, all from which the recipient has certificates when empty. Raises ``InvalidInput``
    for a number out of bounds, or when there is no certificate to ask about.
    """
    if not 1 <= number <= MOST:
        raise InvalidInput(f"Antalet ska vara 1 till {MOST}.")
    units = queries.held_by_unit(recipient, unit_ids)
    if not units:
        raise InvalidInput("Mottagaren har inga intyg att fråga om från enheterna.")
    turns = _Turns()
    return [
        _ask(recipient, units[unit_id], turns, unit_id=unit_id, lap=turn // len(units))
        for turn, unit_id in zip(range(number), cycle(units), strict=False)
    ]


@dataclass(frozen=True, slots=True)
class _Turns:
    """How often each subject has been used, and how often at each unit."""

    used: Counter[str] = field(default_factory=Counter)
    used_at: Counter[tuple[str, str]] = field(default_factory=Counter)

    def next(self, about: Held, unit_id: str) -> Topic:
        """The subject of the type that has waited longest."""
        topics = (topic for topic in TEXTS if topic in about.topics)
        topic = min(topics, key=lambda topic: (self.used[topic], self.used_at[unit_id, topic]))
        self.used[topic] += 1
        self.used_at[unit_id, topic] += 1
        return topic


def _ask(recipient: str, held: list[Held], turns: _Turns, *, unit_id: str, lap: int) -> SentMessage:
    about = held[lap % len(held)]
    topic = turns.next(about, unit_id)
    order = Order(
        topic=topic,
        text=TEXTS[topic],
        last_day=usual_last_day(),
        complements=_points(about, lap) if topic == Topic.KOMPLT else (),
    )
    return acting.act(recipient=recipient, certificate_id=about.certificate_id, order=order)


def _points(about: Held, lap: int) -> tuple[Complement, ...]:
    answered = queries.answered_questions(about.intyg)
    item = answered[lap % len(answered)]
    return (Complement(item.question_id, POINT, item.instance),)
