"""What a certificate type declares (spec/certificate-types README 2). Types are data; the engine does the rest."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from types import MappingProxyType
from typing import NamedTuple, Protocol

from certificates.expressions import Condition, Facts
from certificates.questions.base import Problem, Question
from certificates.questions.messages import ErrorId, text_for
from certificates.types import openings
from certificates.types.confirmation import ExtraCheck
from certificates.types.paper import PLAIN, Paper
from certificates.types.receiver import ReceiverRules
from hsa.roles import Role

PROTECTED_BY_DEFAULT = frozenset({Role.LAKARE, Role.PRIVATLAKARE, Role.TANDLAKARE})
"""Who handles protected patients where nothing else is said (spec/roles-and-access.md 3.6)."""


class Engine(StrEnum):
    """``MODEL``: the newer certificate service; ``LEGACY``: a type module of the older Webcert (README 1)."""

    MODEL = "MODEL"
    LEGACY = "LEGACY"


class PatientContent(StrEnum):
    """What the XML tells about the patient besides the personal number (spec/status-updates.md 3.3)."""

    IDENTITY_ONLY = "IDENTITY_ONLY"
    WITH_NAME = "WITH_NAME"
    WITH_ADDRESS = "WITH_ADDRESS"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Main receiver: part code and name, and what stands on paper (spec/print.md 3.2).

    ``reader``: who is handed the print, when that is not the receiver itself. ``postal_address``: where to post it when
    it was not sent digitally. ``is_sent_in_heading``: that it was sent is told in a heading, otherwise in a notice.
    """

    id: str
    name: str
    reader: str = ""
    postal_address: tuple[str, ...] = ()
    is_sent_in_heading: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """A problem that a rule over several answers finds, at the question where it is told.

    ``is_secondary``: not told where the answer itself has a fault at the same control.
    """

    question: str
    problem: Problem
    is_secondary: bool = False


class SectionRule(Protocol):
    """A rule over several answers (README 2, ``validation``). It sees the answers of shown questions only."""

    def findings(self, facts: Facts) -> Iterable[Finding]: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class CrossRule:
    """While ``when`` holds, the answer of ``question`` is refused.

    ``part`` is the control to go to (the whole question when left out), ``field`` the field id of the spec.
    """

    question: str
    when: Condition
    error: ErrorId = ErrorId.INCORRECT_COMBINATION
    text: str = ""
    part: str = ""
    field: str = ""

    def findings(self, facts: Facts) -> Iterable[Finding]:
        if self.when.holds(facts):
            problem = Problem(self.error, self.text or text_for(self.error), self.field, self.part)
            yield Finding(self.question, problem)


@dataclass(frozen=True, slots=True)
class FirstOf:
    """Of several rules only what the first that finds something says, and nothing about an answer that is faulty
    already (db.yaml 6.3: only the first that applies is reported).
    """

    rules: tuple[SectionRule, ...]

    def findings(self, facts: Facts) -> Iterable[Finding]:
        found = next((found for rule in self.rules if (found := list(rule.findings(facts)))), ())
        return [replace(finding, is_secondary=True) for finding in found]


@dataclass(frozen=True, slots=True)
class Section:
    """A category of the form. ``short_heading`` stands in the section rail, ``rules`` look at several answers."""

    id: str
    heading: str
    questions: tuple[Question, ...]
    short_heading: str = ""
    help: str = ""
    visible_when: Condition | None = None
    hidden_when: Condition | None = None
    rules: tuple[SectionRule, ...] = ()

    @property
    def name(self) -> str:
        """The short heading, or the whole one."""
        return self.short_heading or self.heading

    def walk(self) -> Iterator[Question]:
        """Every question, each before its children."""
        yield from _walk(self.questions)


class Place(NamedTuple):
    """A question with the section and the question, if any, that it stands below."""

    section: Section
    parent: Question | None
    question: Question


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
    status_updates_to_care: bool = True
    administrative_questions: bool = False
    for_deceased_patient: bool = False
    for_protected_patient: bool = True
    test_patient_may_be_sent: bool = False
    revoke_requires_reason: bool = True
    unique_certificate: bool = False
    unique_certificate_in_provider: bool = False
    unique_draft: bool = False
    replaced_and_deleted_anywhere: bool = False
    """Replaced, and as a draft deleted, from any unit and for a deceased patient (death-certificates.md 5, 6)."""
    locked_draft_printed_when_deceased: bool = True
    srs: bool = False
    fmb: bool = False
    refuses_messages: bool = False
    """SendMessageToCare about it is refused (spec/messages.md 6.1)."""
    legacy_messages: bool = False
    """Its questions come by contracts of their own and are only read and handled (spec/messages.md 11)."""


@dataclass(frozen=True, slots=True)
class SummaryRule:
    """The extra line of lists: one question in short (README 2, summary).

    ``from_signing``: the answer ends a period that begins on the day of signing (fk7210).
    """

    label: str
    question: str
    from_signing: bool = False


@dataclass(frozen=True, slots=True)
class SickLeaveRule:
    """Where the sick-leave register finds its facts. No sick leave while ``unless`` holds (fk7804, sick_leave).

    ``percent``: the question with the level, where ``periods`` is one period without levels. ``always_occupied``: the
    occupation where none is asked for. ``undisclosed``: the code that stands for diagnoses which are kept back.
    ``in_chain`` false: the certificate is no link in a chain of sick leave (ag7804, ag114).
    """

    periods: str
    diagnoses: str
    occupations: str = ""
    unless: Condition | None = None
    percent: str = ""
    always_occupied: str = ""
    undisclosed: str = ""
    in_chain: bool = True


@dataclass(frozen=True, slots=True)
class EmployerCopy:
    """A print for the employer, without the answers that the patient keeps back (spec/print.md 4).

    ``may_withhold``: the questions that can be kept back, except while ``unless`` holds: ``why_not`` explains that.
    """

    may_withhold: tuple[str, ...]
    unless: Condition | None = None
    why_not: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class FilledFrom:
    """Another type that drafts of this one take answers from (spec/lifecycle.md 5.6).

    ``questions`` are pairs of ids, the other type's first. The newest certificate of the patient is offered to an
    untouched draft: integrated users always, stand-alone users when ``offered_stand_alone`` says so; from the user's
    care unit, or with ``from_care_provider`` from the whole care provider.
    """

    type_id: str
    major: int
    questions: tuple[tuple[str, str], ...]
    offered_stand_alone: bool = False
    from_care_provider: bool = False


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
    named_by_register_only: bool = False
    """Of the types of the older engine: no name of a launch stands in for one that the register lacks."""
    patient_address: str = ""
    """The question that holds the patient's address, where the type asks for it."""
    missing_workplace_code: str = ""
    """What the XML says of a unit without a workplace code, when it is not what the engine says otherwise."""
    summary: SummaryRule | None = None
    sick_leave: SickLeaveRule | None = None
    topics: Topics = field(default_factory=Topics)
    replaces: tuple[str, ...] = ()
    template_for: tuple[str, ...] = ()
    """Ids of types that a draft can be made of from a signed certificate of this type."""
    filled_from: FilledFrom | None = None
    made_after: str = ""
    """Id of the type of which the patient should have a signed certificate first (doi: db)."""
    period_of_parent: str = ""
    """The question about periods above which a renewal tells how the renewed certificate's last one ended."""
    extra_check: ExtraCheck | None = None
    """Asked before a stand-alone user's draft is made, and when a journal system's user opens one (spec/ui.md 6.3)."""
    signing_check: ExtraCheck | None = None
    """Asked at every signing."""
    further_information: str = ""
    """The free text that takes the comment of a complement (spec/lifecycle.md 5.4)."""
    employer_copy: EmployerCopy | None = None
    related: str = ""
    """Id of the type whose latest certificate of the same patient is shown from this one (spec/lifecycle.md 5.9)."""
    paper: Paper = PLAIN
    places: Mapping[str, Place] = field(init=False, repr=False, compare=False)
    """Where each question stands, by its id, in form order."""

    def __post_init__(self) -> None:
        places = (
            Place(section, parent, question)
            for section in self.sections
            for top in section.questions
            for parent, question in _with_parents(top)
        )
        object.__setattr__(self, "places", MappingProxyType({place.question.id: place for place in places}))

    @property
    def key(self) -> tuple[str, str]:
        return self.type_id, self.version

    @property
    def major(self) -> int:
        return version_number(self.version)[0]

    @property
    def allowed_roles(self) -> frozenset[Role]:
        """Roles that may read, create and edit."""
        return self.signing_roles | self.draft_roles

    @property
    def renewal_cleared(self) -> frozenset[str]:
        """Ids of questions whose answers are dropped on renewal."""
        return frozenset(q.id for q in self.questions() if not q.renew)

    @property
    def may_be_named_by_launch(self) -> bool:
        """Name from the register, else from the journal system's launch (spec/integration.md 3.5)."""
        return self.engine is Engine.LEGACY and not self.named_by_register_only

    def goes_by(self, code: str) -> bool:
        """Named by its code or, a type of the older engine, by its internal id in any case (ts_bas.yaml, code_note)."""
        is_legacy = self.engine is Engine.LEGACY
        return code == self.code or (is_legacy and code.casefold() == self.type_id.casefold())

    def is_asked_for_as(self, code: str) -> bool:
        """The code or the internal id, in capital or small letters (CreateDraftCertificate, README 1)."""
        return code.casefold() in (self.code.casefold(), self.type_id.casefold())

    def is_active(self, at: dt.date) -> bool:
        """A model is active from its day on (README 1), unless the administration says other days."""
        return openings.is_open(self.key, self.active_from, at=at, periods=openings.periods())

    def questions(self) -> Iterator[Question]:
        """Every question in form order, each before its children."""
        return (place.question for place in self.places.values())

    @property
    def is_asked_about(self) -> bool:
        """The receiver writes about it, in one way or the other."""
        return bool(self.topics.may_receive) or self.flags.legacy_messages

    def question(self, question_id: str) -> Question | None:
        place = self.places.get(question_id)
        return place.question if place else None


def text_versions(ctype: CertificateType, *versions: tuple[str, dt.date, str]) -> tuple[CertificateType, ...]:
    """The same model under several minor versions, which differ in texts only (README 3).

    Each is (version, first day, revision of the printed form).
    """
    return tuple(
        replace(ctype, version=version, active_from=first_day, form_revision=revision)
        for version, first_day, revision in versions
    )


def version_number(version: str) -> tuple[int, ...]:
    """``major.minor`` for comparison."""
    return tuple(int(part) for part in version.split("."))


def _with_parents(question: Question, parent: Question | None = None) -> Iterator[tuple[Question | None, Question]]:
    yield parent, question
    for child in question.children:
        yield from _with_parents(child, question)


def _walk(questions: tuple[Question, ...]) -> Iterator[Question]:
    for question in questions:
        yield question
        yield from _walk(question.children)
