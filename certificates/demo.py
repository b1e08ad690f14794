"""Certificates of the demo world (spec/demo-world.md "Certificates at start"), made by the real services.

The clock stands in the past while each is made, so that signatures and times agree. Nothing is told or sent: history is
written, and what would have gone to Intygstjänsten counts as delivered.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from accounts.login import build_care_user, build_private_practitioner
from accounts.user import CareUser, Origin
from certificates import engine
from certificates.events import EventKind
from certificates.lifecycle.create import new_draft
from certificates.lifecycle.lock import lock_old_drafts
from certificates.lifecycle.recording import append, unheard
from certificates.lifecycle.revoke import RevocationReason, revoke
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
SESSION, MUNICIPALITY = "demo-world", "Uppsala"
WRITING, SENDING = dt.timedelta(minutes=25), dt.timedelta(minutes=4)
"""How long a certificate took to write, and how long it was signed until it was sent."""
DAYS_TO_REVOCATION = 1


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
    is_revoked: bool = False
    replaces: int = 0
    type: tuple[str, str] = ("fk7804", "2.0")

    @property
    def certificate_id(self) -> str:
        return certificate_id(self.number)


def certificate_id(number: int) -> str:
    return f"de300000-0000-4000-8000-{number:012}"


STORIES = (
    Story(1, "195401232540", DOCTOR, VE01, 20, ("I639", "Hjärninfarkt"), 60, is_sent=True),
    Story(2, "192703104329", DOCTOR, VE01, 3, ("J069", "Akut övre luftvägsinfektion"), 12),
    Story(3, "199103172608", ADMINISTRATOR, VE01, 1, is_complete=False, is_signed=False),
    Story(4, "199103172608", DOCTOR, VE01, 1, ("M545", "Ländryggssmärta"), is_signed=False),
    Story(5, "199507038181", DOCTOR_OF_TWO_UNITS, VE02, 14, is_sent=True),
    Story(6, "199507038181", PRIVATE_DOCTOR, VE22, 40, ("S822", "Underbensfraktur"), 42, is_sent=True),
    Story(7, "194712180100", DOCTOR, VE01, 6, ("M545", "Ländryggssmärta")),
    Story(8, "198706160291", DOCTOR, ME01, 10, is_sent=True),
    Story(9, "197902289342", DOCTOR, VE01, 25, is_revoked=True),
    Story(10, "197902289342", DOCTOR, VE01, 12, ("J069", "Akut övre luftvägsinfektion"), 14),
    Story(11, "197902289342", DOCTOR, VE01, 11, ("J069", "Akut övre luftvägsinfektion"), 10, replaces=10),
    Story(12, "198706160291", DOCTOR, VE01, 15, is_complete=False, is_signed=False, type=("luse", "1.3")),
    Story(13, "194605291535", DOCTOR, VE01, 5, type=("db", "1.0")),
    Story(14, "199103172608", PRACTITIONER, PRACTICE, 30, ("M545", "Ländryggssmärta"), 14),
)


def load() -> None:
    """Make every certificate; for an empty database, after HSA, patients, terminology and accounts."""
    with unheard(), settled():
        for story in sorted(STORIES, key=lambda story: -story.days):
            _make(story, _author(story))
        with clock.moved(clock.midnight(clock.today()) - clock.now()):
            lock_old_drafts()
    SigningTicket.objects.filter(session_key=SESSION).delete()


def _author(story: Story) -> CareUser:
    if story.author == PRACTITIONER:
        return build_private_practitioner(story.author).on_unit(story.unit)
    return build_care_user(story.author, origin=Origin.NORMAL).on_unit(story.unit)


def _make(story: Story, user: CareUser) -> None:
    with clock.moved(clock.days_back(story.days) - WRITING):
        draft = _draft(story, user)
    if not story.is_signed:
        return
    with clock.moved(clock.days_back(story.days)):
        signing.sign_at_once(user=user, session_key=SESSION, certificate_id=draft.pk, version=draft.version)
    if story.is_sent:
        with clock.moved(clock.days_back(story.days) + SENDING):
            send(user=user, certificate_id=draft.pk)
    if story.is_revoked:
        with clock.moved(clock.days_back(story.days - DAYS_TO_REVOCATION)):
            revoke(user=user, certificate_id=draft.pk, reason=RevocationReason.FEL_PATIENT)


def _draft(story: Story, user: CareUser) -> Certificate:
    patient = patient_queries.look_up(story.person_id).patient
    if patient is None:
        raise ValueError(f"The patient of demo certificate {story.number} is not in the register")
    draft = new_draft(
        user=user,
        certificate_type=registry.get(*story.type),
        patient=patient,
        way_in=Certificate.WayIn.DEMO,
        prefill=engine.PrefillResult(ANSWERS[story.type[0]](story), ()),
    )
    if draft.is_complete is not story.is_complete:
        raise ValueError(f"Demo certificate {story.number} is not {'complete' if story.is_complete else 'incomplete'}")
    draft.pk = story.certificate_id
    if story.replaces:
        draft.relation, draft.parent_id = Certificate.Relation.ERSATT, certificate_id(story.replaces)
    draft.save(force_insert=True)
    begun = EventKind.ERSATTER if story.replaces else EventKind.SKAPAT
    append(begun, draft, user=user, occurred_at=draft.created_at)
    return draft


def _sick_leave(story: Story) -> dict[str, Any]:
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


def _pension(_: Story) -> dict[str, Any]:
    """Begun after an examination, and left alone."""
    today = clock.today()
    return {
        "1": {"UNDERSOKNING": str(today)},
        "2": str(today - dt.timedelta(days=700)),
        "3": False,
        "5": "Besvären började efter ett fall i hemmet. Upprepade försök att återgå i arbete har inte lyckats.",
        "13": "Kan sitta högst en halvtimme i taget.",
    }


def _death(_: Story) -> dict[str, Any]:
    """The patient died at the hospital the day before."""
    yesterday = clock.today() - dt.timedelta(days=1)
    return {
        "1": "Personligt känd av läkaren",
        "2.1": True,
        "2.2": str(yesterday),
        "3.1": MUNICIPALITY,
        "3.2": "SJUKHUS",
        "4": False,
        "5": False,
        "6": "UNDERSOKNING_GJORT_KORT_FORE_DODEN",
        "6.3": str(yesterday - dt.timedelta(days=2)),
        "7": False,
    }


ANSWERS: dict[str, Callable[[Story], dict[str, Any]]] = {"fk7804": _sick_leave, "luse": _pension, "db": _death}
