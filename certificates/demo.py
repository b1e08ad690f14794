"""Certificates of the demo world (spec/demo-world.md "Certificates at start"), made by the real services.

The clock stands in the past while each is made, so that signatures and times agree. Nothing is told or sent: history is
written, and what would have gone to Intygstjänsten counts as delivered.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from accounts.login import build_care_user, build_private_practitioner
from accounts.user import CareUser, Origin
from certificates import engine
from certificates.lifecycle.create import new_draft, store_draft
from certificates.lifecycle.recording import unheard
from certificates.lifecycle.send import send
from certificates.models import Certificate, SigningTicket
from certificates.outgoing import settled
from certificates.signing import services as signing
from certificates.types import registry
from patients import queries as patient_queries
from webcert import clock

DOCTOR, DOCTOR_OF_TWO_UNITS, ADMINISTRATOR = "SE2321000016-P001", "SE2321000016-P003", "SE2321000016-P005"
PRIVATE_DOCTOR, PRACTITIONER = "SE5565000001-P009", "197705232382"
VE01, ME01, VE02, VE22 = "SE2321000016-VE01", "SE2321000016-ME01", "SE2321000016-VE02", "SE5565000001-VE22"
PRACTICE = "SE165565594230-WEBCERT00001"
SESSION = "demo-world"
WRITING, SENDING = dt.timedelta(minutes=25), dt.timedelta(minutes=4)
"""How long a certificate took to write, and until it was sent."""


@dataclass(frozen=True, slots=True)
class Story:
    """One certificate: who wrote it for whom, ``days`` ago, and how far it came."""

    number: int
    person_id: str
    author: str
    unit: str
    days: int
    diagnosis: tuple[str, str] = ("F430", "Akut stressreaktion")
    sick_days: int = 28
    is_complete: bool = True
    is_signed: bool = True
    is_sent: bool = False

    @property
    def certificate_id(self) -> str:
        return f"de300000-0000-4000-8000-{self.number:012}"


STORIES = (
    Story(1, "195401232540", DOCTOR, VE01, 20, ("I639", "Hjärninfarkt"), 60, is_sent=True),
    Story(2, "192703104329", DOCTOR, VE01, 3, ("J069", "Akut övre luftvägsinfektion"), 12),
    Story(3, "199103172608", ADMINISTRATOR, VE01, 1, is_complete=False, is_signed=False),
    Story(4, "199103172608", DOCTOR, VE01, 1, ("M545", "Ländryggssmärta"), is_signed=False),
    Story(5, "199507038181", DOCTOR_OF_TWO_UNITS, VE02, 14, is_sent=True),
    Story(6, "199507038181", PRIVATE_DOCTOR, VE22, 40, ("S822", "Underbensfraktur"), 42, is_sent=True),
    Story(7, "194712180100", DOCTOR, VE01, 6, ("M545", "Ländryggssmärta")),
    Story(8, "198706160291", DOCTOR, ME01, 10, is_sent=True),
    Story(14, "199103172608", PRACTITIONER, PRACTICE, 30, ("M545", "Ländryggssmärta"), 14),
)


def load() -> None:
    """Make every certificate; for an empty database, after HSA, patients, terminology and accounts."""
    with unheard(), settled():
        for story in sorted(STORIES, key=lambda story: -story.days):
            _make(story, _author(story))
    SigningTicket.objects.filter(session_key=SESSION).delete()


def _author(story: Story) -> CareUser:
    if story.author == PRACTITIONER:
        return build_private_practitioner(story.author).on_unit(story.unit)
    return build_care_user(story.author, origin=Origin.NORMAL).on_unit(story.unit)


def _make(story: Story, user: CareUser) -> None:
    with clock.moved(-dt.timedelta(days=story.days) - WRITING):
        draft = _draft(story, user)
    if not story.is_signed:
        return
    with clock.moved(-dt.timedelta(days=story.days)):
        signing.sign_at_once(user=user, session_key=SESSION, certificate_id=draft.pk, version=draft.version)
    if story.is_sent:
        with clock.moved(-dt.timedelta(days=story.days) + SENDING):
            send(user=user, certificate_id=draft.pk)


def _draft(story: Story, user: CareUser) -> Certificate:
    patient = patient_queries.look_up(story.person_id).patient
    if patient is None:
        raise ValueError(f"The patient of demo certificate {story.number} is not in the register")
    draft = new_draft(
        user=user,
        certificate_type=registry.get("fk7804", "2.0"),
        patient=patient,
        way_in=Certificate.WayIn.DEMO,
        prefill=engine.PrefillResult(_answers(story), ()),
    )
    if draft.is_complete is not story.is_complete:
        raise ValueError(f"Demo certificate {story.number} is not {'complete' if story.is_complete else 'incomplete'}")
    draft.pk = story.certificate_id
    store_draft(draft, user=user)
    return draft


def _answers(story: Story) -> dict[str, Any]:
    """A patient examined today and away from work from today on; an incomplete draft stops after the diagnosis."""
    today = clock.today()
    code, title = story.diagnosis
    empty_row = {"code": "", "text": ""}
    begun: dict[str, Any] = {
        "1": {"FYSISKUNDERSOKNING": str(today)},
        "28": ["NUVARANDE_ARBETE"],
        "29": "Undersköterska, arbetar dag och kväll",
        "6": [{"code": code, "text": title}, empty_row, empty_row],
    }
    if not story.is_complete:
        return begun
    last_day = today + dt.timedelta(days=story.sick_days - 1)
    return begun | {
        "35": {"terms": [], "text": "Nedsatt uthållighet och koncentration, sover dåligt."},
        "17": {"terms": [], "text": "Klarar inte att lyfta, gå långa sträckor eller hålla flera uppgifter i huvudet."},
        "19": "Vila och egenvård, återbesök bokat.",
        "32": {"HELT_NEDSATT": {"from": str(today), "to": str(last_day)}},
        "39": "STOR_SANNOLIKHET",
    }
