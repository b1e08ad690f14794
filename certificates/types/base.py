"""What a certificate type declares (spec/certificate-types README 2). Types are data; the engine does the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from certificates.expressions import Condition
from certificates.questions.base import Question
from certificates.types.receiver import ReceiverRules
from hsa.roles import Role


class Engine(StrEnum):
    """``MODEL``: the newer certificate service; ``LEGACY``: a type module of the older Webcert (README 1)."""

    MODEL = "MODEL"
    LEGACY = "LEGACY"


class PatientContent(StrEnum):
    """What the XML tells about the patient besides the personal number (spec/status-updates.md 3.3)."""

    IDENTITY_ONLY = "IDENTITY_ONLY"
    WITH_NAME = "WITH_NAME"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Main receiver: part code and name."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class Section:
    """A category of the form. ``short_heading`` stands in the section rail."""

    id: str
    heading: str
    questions: tuple[Question, ...]
    short_heading: str = ""
    help: str = ""
    visible_when: Condition | None = None
    hidden_when: Condition | None = None

    @property
    def name(self) -> str:
        """The short heading, or the whole one."""
        return self.short_heading or self.heading

    def walk(self) -> Iterator[Question]:
        """Every question, each before its children."""
        yield from _walk(self.questions)


@dataclass(frozen=True, slots=True, kw_only=True)
class Flags:
    """What can be done with certificates of the type (README 2, Flags). Off unless said otherwise."""

    sendable: bool = False
    auto_send_after_sign: bool = False
    auto_send_after_complement: bool = False
    renewable: bool = False
    replaceable: bool = False
    complementable: bool = False
    copy_locked_draft: bool = False
    available_to_patient: bool = False
    prefill: bool = False
    employer_copy: bool = False
    status_updates_to_care: bool = True
    administrative_questions: bool = False
    for_deceased_patient: bool = False
    for_protected_patient: bool = True
    test_patient_may_be_sent: bool = False
    revoke_requires_reason: bool = True
    unique_certificate: bool = False
    unique_draft: bool = False
    srs: bool = False
    fmb: bool = False


@dataclass(frozen=True, slots=True)
class SummaryRule:
    """The extra line of lists: one question in short (README 2, summary)."""

    label: str
    question: str


@dataclass(frozen=True, slots=True)
class SickLeaveRule:
    """Where the sick-leave register finds its facts. No sick leave while ``unless`` holds (fk7804, sick_leave)."""

    periods: str
    diagnoses: str
    occupations: str
    unless: Condition | None = None


@dataclass(frozen=True, slots=True)
class Topics:
    """Subjects of questions that care may open and may receive (KV Ämne)."""

    may_open: tuple[str, ...] = ()
    may_receive: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateType:
    """One version of one type. ``type_id`` is the internal id, ``code`` the code of ``typ`` in the XML."""

    type_id: str
    version: str
    engine: Engine
    code: str
    code_system: str
    code_display_name: str
    type_name: str
    name: str
    description: str
    form_number: str
    recipient: Recipient | None
    active_from: dt.date
    signing_roles: frozenset[Role]
    draft_roles: frozenset[Role]
    protected_roles: frozenset[Role]
    flags: Flags
    sections: tuple[Section, ...]
    receiver_rules: ReceiverRules
    form_revision: str = ""
    scan_id: str = ""
    patient_content: PatientContent = PatientContent.IDENTITY_ONLY
    unit_contact: str = "UNIT_CONTACT_INFORMATION"
    summary: SummaryRule | None = None
    sick_leave: SickLeaveRule | None = None
    topics: Topics = field(default_factory=Topics)
    replaces: tuple[str, ...] = ()
    template_for: tuple[str, ...] = ()
    """Ids of types that a draft can be made of from a signed certificate of this type."""

    @property
    def key(self) -> tuple[str, str]:
        return self.type_id, self.version

    @property
    def allowed_roles(self) -> frozenset[Role]:
        """Roles that may read, create and edit."""
        return self.signing_roles | self.draft_roles

    @property
    def renewal_cleared(self) -> frozenset[str]:
        """Ids of questions whose answers are dropped on renewal."""
        return frozenset(q.id for q in self.questions() if not q.renew)

    def is_active(self, at: dt.date) -> bool:
        """A model is active from its day on (README 1)."""
        return self.active_from <= at

    def questions(self) -> Iterator[Question]:
        """Every question in form order, each before its children."""
        for section in self.sections:
            yield from section.walk()

    def question(self, question_id: str) -> Question | None:
        return next((q for q in self.questions() if q.id == question_id), None)


def version_number(version: str) -> tuple[int, ...]:
    """``major.minor`` for comparison."""
    return tuple(int(part) for part in version.split("."))


def _walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _walk(question.children)
