"""The thirteen access rules of the older engine, in their order (spec/lifecycle.md 7.1-7.2; roles-and-access.md 3.5).

A ``Check`` is one row of the table: which of the rules an action has, and how strictly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from accounts.features import ActiveFeatures, FeatureName
from certificates.access import rules as r
from certificates.access.actions import Action
from certificates.access.decision import Denial
from certificates.access.facts import Facts
from certificates.access.privileges import Privilege, has_privilege
from certificates.access.rules import Rule, rule
from certificates.access.scopes import Scope, is_within, user_scope
from certificates.queries import uniqueness
from certificates.queries.uniqueness import Earlier
from certificates.types import registry
from certificates.types.base import CertificateType
from webcert import clock
from webcert.errors import AuthorizationProblem


class Mode(Enum):
    """When a condition of patient or launch denies: never, only away from the certificate's own unit, always."""

    UNCHECKED = auto()
    ELSEWHERE = auto()
    ALWAYS = auto()


class Reach(Enum):
    """Where the certificate must lie: anywhere, where the user may read (perhaps by ``sjf``), on the own unit."""

    ANYWHERE = auto()
    READING_SJF = auto()
    READING = auto()
    WRITING = auto()


class Unique(Enum):
    """What stands in the way of a type that a patient has only one of."""

    UNCHECKED = auto()
    CERTIFICATE = auto()
    DRAFT_AND_CERTIFICATE = auto()


Exempt = Callable[[Facts], bool]


def nobody(_facts: Facts) -> bool:
    return False


def for_deceased(facts: Facts) -> bool:
    """The type may be made for a deceased patient: a switch of the administration, delivered for doi."""
    return facts.features.covers(FeatureName.HANTERA_INTYGSUTKAST_AVLIDEN, facts.certificate_type.type_id)


def handled_anywhere(facts: Facts) -> bool:
    return facts.certificate_type.flags.replaced_and_deleted_anywhere


def with_questions(facts: Facts) -> bool:
    """Types with questions by declaration: theirs are read whatever has happened to patient or unit."""
    return facts.certificate_type.flags.administrative_questions


def printed_when_deceased(facts: Facts) -> bool:
    return facts.certificate_type.flags.locked_draft_printed_when_deceased


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One row. What is left out is not checked; the protected patient is checked in every row."""

    feature: FeatureName | None = None
    privileges: tuple[Privilege, ...] = ()
    inactive_type: bool = False
    blocked: bool = False
    latest_major: bool = False
    deceased: Mode = Mode.UNCHECKED
    deceased_exempt: Exempt = nobody
    test_person: Mode = Mode.UNCHECKED
    test_certificate: bool = False
    inactive_unit: Mode = Mode.UNCHECKED
    inactive_exempt: Exempt = nobody
    copying: Mode = Mode.UNCHECKED
    copying_exempt: Exempt = nobody
    unit: Reach = Reach.ANYWHERE
    unit_exempt: Exempt = nobody
    unique: Unique = Unique.UNCHECKED
    subscription: bool = False

    def rules(self) -> tuple[Rule, ...]:
        """The rules of the row in the order of evaluation."""
        return tuple(self._rules())

    def _rules(self) -> Iterator[Rule]:
        yield authorisation(self.feature, self.privileges)
        if self.inactive_type:
            yield TYPE_NOT_CLOSED
        if self.blocked:
            yield r.NOT_BLOCKED
        if self.latest_major:
            yield LATEST_MAJOR_VERSION
        if self.deceased is not Mode.UNCHECKED:
            yield _moded(r.PATIENT_ALIVE, self.deceased, self.deceased_exempt)
        if self.test_person is not Mode.UNCHECKED:
            yield _moded(NOT_A_TEST_PERSON, self.test_person, nobody)
        if self.test_certificate:
            yield NOT_A_TEST_CERTIFICATE
        if self.inactive_unit is not Mode.UNCHECKED:
            yield _moded(r.UNIT_NOT_INACTIVE, self.inactive_unit, self.inactive_exempt)
        if self.copying is not Mode.UNCHECKED:
            yield _moded(r.COPY_ALLOWED, self.copying, self.copying_exempt)
        yield PROTECTED_PATIENT
        if self.unit is not Reach.ANYWHERE:
            yield _within(self.unit, self.unit_exempt)
        if self.unique is not Unique.UNCHECKED:
            yield UNIQUE_AT_SIGNING if self.unique is Unique.CERTIFICATE else UNIQUE
        if self.subscription:
            yield r.AGREEMENT


# --- 1 authorisation ----------------------------------------------------------------------------------------------
_FEATURE_OFF = Denial(
    "AUTHORIZATION_VALIDATION", "Funktionen är inte påslagen för den här intygstypen.", AuthorizationProblem
)
_NO_PRIVILEGE = Denial(
    "AUTHORIZATION_VALIDATION",
    "Din roll har inte behörighet till åtgärden för den här intygstypen.",
    AuthorizationProblem,
)


def authorisation(feature: FeatureName | None, privileges: tuple[Privilege, ...]) -> Rule:
    """The feature lists the type, and the role holds every privilege for it by this way in."""

    def check(facts: Facts, _action: Action) -> Denial | None:
        type_id, user = facts.certificate_type.type_id, facts.user
        if feature is not None and not facts.features.covers(feature, type_id):
            return _FEATURE_OFF
        if all(has_privilege(user.role, privilege, type_id, user.origin) for privilege in privileges):
            return None
        return _NO_PRIVILEGE

    return Rule("feature and privileges", check)


# --- 2 and 4 the type ---------------------------------------------------------------------------------------------
def is_deprecated(certificate_type: CertificateType, active: ActiveFeatures) -> bool:
    """Closed by the feature, or by the days that the administration has set."""
    closed = active.covers(FeatureName.INAKTIVERAD_INTYGSTYP, certificate_type.type_id)
    return closed or not certificate_type.is_active(clock.today())


def is_closed_as_older(certificate_type: CertificateType, active: ActiveFeatures) -> bool:
    """Not the latest major version, where the feature closes older ones."""
    closes = active.covers(FeatureName.INAKTIVERA_TIDIGARE_HUVUDVERSION, certificate_type.type_id)
    return closes and not is_latest_major(certificate_type)


def is_latest_major(certificate_type: CertificateType) -> bool:
    """Among the active versions of the same engine."""
    today, engine = clock.today(), certificate_type.engine
    versions = [t.major for t in registry.by_id(certificate_type.type_id) if t.engine is engine and t.is_active(today)]
    return certificate_type.major >= max(versions, default=0)


TYPE_NOT_CLOSED = rule(
    "inactive certificate type",
    lambda facts: not is_deprecated(facts.certificate_type, facts.features),
    "INACTIVE_CERTIFICATE_TYPE",
    "Intygstypen används inte längre.",
)
LATEST_MAJOR_VERSION = rule(
    "latest major version",
    lambda facts: not is_closed_as_older(facts.certificate_type, facts.features),
    "NOT_LATEST_MAJOR_VERSION",
    "Intyget har en äldre version av intygstypen. Åtgärden är stängd för den.",
)


# --- 5 to 9 patient and launch ------------------------------------------------------------------------------------
NOT_A_TEST_PERSON = rule(
    "test-indicated patient",
    lambda facts: not facts.is_test_person,
    "TEST_INDICATED_PATIENT",
    "Patienten är en testperson. Åtgärden är stängd för testpersoner.",
)
NOT_A_TEST_CERTIFICATE = rule(
    "test certificate",
    lambda facts: not facts.is_test_certificate,
    "TEST_CERTIFICATE",
    "Intyget är utfärdat för en testperson. Åtgärden är stängd för sådana intyg.",
)


def _moded(condition: Rule, mode: Mode, exempt: Exempt) -> Rule:
    def check(facts: Facts, action: Action) -> Denial | None:
        denial = condition.check(facts, action)
        if denial is None or exempt(facts):
            return None
        return None if mode is Mode.ELSEWHERE and facts.is_on_own_unit else denial

    return Rule(condition.name, check)


# --- 10 protected patient -----------------------------------------------------------------------------------------
def _protected_patient(facts: Facts, action: Action) -> Denial | None:
    if facts.patient is None:
        return r.PROTECTION_UNKNOWN
    if not facts.patient.is_protected:
        return None
    type_id, user = facts.certificate_type.type_id, facts.user
    if action is Action.CREATE and not facts.features.covers(FeatureName.SEKRETESSMARKERING, type_id):
        return r.TYPE_NOT_FOR_THE_PROTECTED
    privilege = Privilege.HANTERA_SEKRETESSMARKERAD_PATIENT
    if not has_privilege(user.role, privilege, type_id, user.origin):
        return r.NOT_FOR_THE_PROTECTED
    if facts.certificate is not None and not facts.is_on_own_unit:
        return r.PROTECTED_ELSEWHERE
    return None


PROTECTED_PATIENT = Rule("protected patient", _protected_patient)


# --- 11 unit ------------------------------------------------------------------------------------------------------
def _within(reach: Reach, exempt: Exempt) -> Rule:
    """R and W of 7.2: scopes of the newer engine say the same, but that ``sjf`` widens some reading only."""

    def check(facts: Facts, _action: Action) -> Denial | None:
        if exempt(facts) or (facts.certificate is not None and is_within(facts.user, facts.certificate, scope(facts))):
            return None
        return r.OTHER_UNIT

    def scope(facts: Facts) -> Scope:
        if reach is Reach.WRITING:
            return Scope.WITHIN_CARE_UNIT
        return user_scope(facts.user) if reach is Reach.READING_SJF else Scope.WITHIN_CARE_PROVIDER

    return Rule("unit", check)


# --- 12 uniqueness ------------------------------------------------------------------------------------------------
def _covers(facts: Facts, feature: FeatureName) -> bool:
    return facts.features.covers(feature, facts.certificate_type.type_id)


def _hindering_draft(facts: Facts) -> Earlier | None:
    """A draft within the care provider."""
    if not _covers(facts, FeatureName.UNIKT_UTKAST_INOM_VG):
        return None
    draft = facts.earlier.draft
    return draft if draft is not None and draft.is_in_provider else None


def _hindering_certificate(facts: Facts) -> Earlier | None:
    """A signed one, anywhere or within the care provider. A replacing draft meets the one it replaces: it is exempt."""
    anywhere, within = _covers(facts, FeatureName.UNIKT_INTYG), _covers(facts, FeatureName.UNIKT_INTYG_INOM_VG)
    is_replacing = facts.certificate is not None and facts.certificate.relation == r.Relation.ERSATT
    signed = facts.earlier.signed if (anywhere or within) and not is_replacing else None
    return signed if signed is not None and (anywhere or signed.is_in_provider) else None


def _unique(facts: Facts, _action: Action) -> Denial | None:
    """The code tells of the draft first, the message of the signed one (death-certificates.md 3.2)."""
    draft, signed = _hindering_draft(facts), _hindering_certificate(facts)
    hindrance = signed or draft
    if hindrance is None:
        return None
    reason = "UNIQUE_DRAFT" if draft is not None else "UNIQUE_CERTIFICATE"
    return _not_unique(reason, facts, hindrance)


def _unique_at_signing(facts: Facts, _action: Action) -> Denial | None:
    signed = _hindering_certificate(facts)
    return None if signed is None else _not_unique("UNIQUE_CERTIFICATE", facts, signed)


def _not_unique(reason: str, facts: Facts, hindrance: Earlier) -> Denial:
    message = uniqueness.text(facts.certificate_type, hindrance)
    return Denial(reason, message, AuthorizationProblem, is_explained=True)


UNIQUE = Rule("uniqueness", _unique)
UNIQUE_AT_SIGNING = Rule("uniqueness", _unique_at_signing)
