"""Actions of the older engine: what the state must be (spec/lifecycle.md 6), then what access demands (7.3).

The state comes first, as in the real system's two filters; the first rule that fails decides.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import partial

from accounts.features import FeatureName
from certificates.access import rules as r
from certificates.access.actions import Action
from certificates.access.classic_checks import (
    NOT_A_TEST_CERTIFICATE,
    NOT_A_TEST_PERSON,
    TYPE_NOT_CLOSED,
    UNIQUE,
    Check,
    Mode,
    Reach,
    Unique,
    authorisation,
    for_deceased,
    handled_anywhere,
    printed_when_deceased,
    with_questions,
)
from certificates.access.decision import Denial
from certificates.access.facts import Facts, Status
from certificates.access.privileges import Privilege
from certificates.access.rules import Rule, rule
from certificates.models import Certificate
from certificates.types.base import CertificateType
from hsa.roles import Role

ELSEWHERE, ALWAYS = Mode.ELSEWHERE, Mode.ALWAYS
LOCKED_STATE = Certificate.State.LOCKED

# --- states -------------------------------------------------------------------------------------------------------
DRAFT, LOCKED, SIGNED = r.status(Status.DRAFT), r.status(Status.LOCKED), r.status(Status.SIGNED)
NOT_DELETED = r.status(Status.DRAFT, Status.LOCKED, Status.SIGNED, Status.REVOKED)
PRINTABLE = r.status(Status.DRAFT, Status.LOCKED, Status.SIGNED)
REVOCABLE = r.status(Status.LOCKED, Status.SIGNED)
WAS_SIGNED = r.state_rule(
    "signed, perhaps revoked",
    lambda facts: facts.certificate is not None and facts.certificate.is_signed,
    r.NOT_IN_THIS_STATE,
)
SHOWS_QUESTIONS = r.state_rule(
    "signed and sent, or a complementing draft",
    lambda facts: (
        facts.certificate is not None
        and (
            (facts.certificate.is_signed and facts.is_sent)
            or (facts.status is Status.DRAFT and facts.certificate.relation == r.Relation.KOMPLT)
        )
    ),
    "Ärenden visas först när intyget är skickat.",
)
SHOWS_RELATED = (r.status(Status.DRAFT, Status.SIGNED), r.RELATED)
NOT_A_DOCTOR = rule(
    "neither LAKARE nor PRIVATLAKARE",
    lambda facts: facts.user.role not in (Role.LAKARE, Role.PRIVATLAKARE),
    "AUTHORIZATION_VALIDATION",
    "Läkare signerar själva och har inte den här åtgärden.",
)
TARGET_IS_OPEN = rule(
    "the type to be made is open",
    lambda facts: facts.for_target is not None,
    "INACTIVE_CERTIFICATE_TYPE",
    "Intygstypen som skulle skapas är inte öppen.",
)


# --- access: the rows of 7.3 --------------------------------------------------------------------------------------
# Work on what the own unit has: a death, an inactive unit and kopieringOK=false stop only those from elsewhere.
_on_own_unit = partial(Check, deceased=ELSEWHERE, inactive_unit=ELSEWHERE, copying=ELSEWHERE, unit=Reach.WRITING)
# A new certificate: the type must be in use, the patient alive and the unit active, wherever the user stands.
_anew = partial(
    Check,
    inactive_type=True,
    blocked=True,
    latest_major=True,
    deceased=ALWAYS,
    inactive_unit=ALWAYS,
    subscription=True,
)


def _drafting(*privileges: Privilege, copying: Mode = ELSEWHERE, unique: Unique = Unique.UNCHECKED) -> tuple[Rule, ...]:
    """Work on a draft."""
    return _on_own_unit(
        feature=FeatureName.HANTERA_INTYGSUTKAST,
        privileges=privileges,
        inactive_type=True,
        latest_major=True,
        copying=copying,
        unique=unique,
        subscription=True,
    ).rules()


def _asking(*privileges: Privilege, is_complement: bool = False) -> tuple[Rule, ...]:
    """Writing questions and answers; answering a request for a complement is checked for two things more."""
    return _on_own_unit(
        feature=FeatureName.HANTERA_FRAGOR,
        privileges=privileges,
        blocked=is_complement,
        latest_major=is_complement,
        test_person=ALWAYS,
        test_certificate=True,
        subscription=True,
    ).rules()


def _making(*, latest_major: bool) -> tuple[Rule, ...]:
    """A new draft, from nothing or from a template; for a template of the type that is made."""
    return _anew(
        feature=FeatureName.HANTERA_INTYGSUTKAST,
        privileges=(Privilege.SKRIVA_INTYG,),
        latest_major=latest_major,
        deceased_exempt=for_deceased,
        copying=ALWAYS,
        unique=Unique.DRAFT_AND_CERTIFICATE,
    ).rules()


def _reading(feature: FeatureName, privilege: Privilege, unit: Reach) -> tuple[Rule, ...]:
    return Check(feature=feature, privileges=(privilege,), unit=unit).rules()


READ = _reading(FeatureName.HANTERA_INTYGSUTKAST, Privilege.VISA_INTYG, Reach.READING_SJF)
READ_LOCKED = _reading(FeatureName.HANTERA_INTYGSUTKAST, Privilege.SKRIVA_INTYG, Reach.READING_SJF)
PRINT = _reading(FeatureName.UTSKRIFT, Privilege.VISA_INTYG, Reach.READING)
PRINT_LOCKED = Check(
    feature=FeatureName.UTSKRIFT,
    privileges=(Privilege.VISA_INTYG,),
    deceased=ALWAYS,
    deceased_exempt=printed_when_deceased,
    unit=Reach.READING,
).rules()
DELETE = _on_own_unit(
    feature=FeatureName.HANTERA_INTYGSUTKAST,
    privileges=(Privilege.SKRIVA_INTYG,),
    deceased_exempt=handled_anywhere,
    test_person=ELSEWHERE,
    copying_exempt=handled_anywhere,
    unit_exempt=handled_anywhere,
).rules()
COPY_LOCKED = _anew(
    feature=FeatureName.HANTERA_INTYGSUTKAST,
    privileges=(Privilege.SKRIVA_INTYG, Privilege.KOPIERA_LAST_UTKAST),
    deceased_exempt=for_deceased,
    unit=Reach.READING_SJF,
).rules()
REVOKE = _on_own_unit(feature=FeatureName.MAKULERA_INTYG, privileges=(Privilege.MAKULERA_INTYG,)).rules()
REPLACE = _anew(
    privileges=(Privilege.ERSATTA_INTYG,),
    deceased_exempt=handled_anywhere,
    copying=ELSEWHERE,
    copying_exempt=handled_anywhere,
    unit=Reach.WRITING,
    unit_exempt=handled_anywhere,
).rules()
RENEW = _anew(
    feature=FeatureName.FORNYA_INTYG,
    privileges=(Privilege.FORNYA_INTYG,),
    copying=ALWAYS,
    unit=Reach.READING_SJF,
).rules()
SEND = _on_own_unit(
    feature=FeatureName.SKICKA_INTYG,
    latest_major=True,
    test_person=ALWAYS,
    test_certificate=True,
    subscription=True,
).rules()
APPROVE_RECIPIENTS = _on_own_unit(
    privileges=(Privilege.GODKANNA_MOTTAGARE,),
    latest_major=True,
    deceased=ALWAYS,
    test_person=ALWAYS,
    test_certificate=True,
    subscription=True,
).rules()
READ_QUESTIONS = Check(
    feature=FeatureName.HANTERA_FRAGOR,
    privileges=(Privilege.LASA_FRAGA,),
    deceased=ELSEWHERE,
    deceased_exempt=with_questions,
    inactive_unit=ELSEWHERE,
    inactive_exempt=with_questions,
    copying=ELSEWHERE,
    copying_exempt=with_questions,
    unit=Reach.READING_SJF,
).rules()
HAS_QUESTIONS = (authorisation(FeatureName.HANTERA_FRAGOR, ()),)
WITH_CERTIFICATE = _asking(Privilege.BESVARA_KOMPLETTERINGSFRAGA, Privilege.SVARA_MED_NYTT_INTYG, is_complement=True)
WITH_MESSAGE = _asking(Privilege.BESVARA_KOMPLETTERINGSFRAGA, is_complement=True)


def _of_target(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules before the type that a template gives."""

    def moved(one: Rule) -> Rule:
        def check(facts: Facts, action: Action) -> Denial | None:
            return one.check(facts.for_target or facts, action)

        return Rule(one.name, check)

    return (TARGET_IS_OPEN, *map(moved, rules))


# --- the table ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True, slots=True)
class Row:
    """State, then access; ``when_locked`` and ``when_revoked`` are other rows of access for those states."""

    state: tuple[Rule, ...]
    access: tuple[Rule, ...] = ()
    when_locked: tuple[Rule, ...] | None = None
    when_revoked: tuple[Rule, ...] | None = None

    def rules(self, facts: Facts) -> tuple[Rule, ...]:
        """The rules in the certificate's state; a revoked locked draft is a locked draft."""
        certificate = facts.certificate
        if self.when_locked is not None and certificate is not None and certificate.state == LOCKED_STATE:
            return self.state + self.when_locked
        if self.when_revoked is not None and facts.status is Status.REVOKED:
            return self.state + self.when_revoked
        return self.state + self.access


COMPLEMENTING = (SIGNED, r.SENT, r.OPEN_COMPLEMENT, r.REQUEST_NOT_BEING_ANSWERED)
ASKING = Row((SIGNED, r.SENT, r.NO_COMPLEMENT_BEGUN), _asking(Privilege.SKAPA_NY_FRAGA))
ANSWERING = Row((WAS_SIGNED, r.SENT), _asking(Privilege.BESVARA_FRAGA))
RECEIVING = Row((SIGNED,), HAS_QUESTIONS)
QUESTIONS = Row((SHOWS_QUESTIONS,), READ_QUESTIONS, when_revoked=HAS_QUESTIONS)

ROWS: dict[Action, Row] = {
    Action.LIST_CERTIFICATE_TYPE: Row(
        (), (authorisation(FeatureName.HANTERA_INTYGSUTKAST, (Privilege.SKRIVA_INTYG,)), TYPE_NOT_CLOSED)
    ),
    Action.CREATE: Row((), _making(latest_major=False)),
    Action.READ: Row((NOT_DELETED,), READ, when_locked=READ_LOCKED),
    Action.PRINT: Row((PRINTABLE,), PRINT, when_locked=PRINT_LOCKED),
    Action.PRINT_FOR_EMPLOYER: Row(
        (SIGNED,), _reading(FeatureName.ARBETSGIVARUTSKRIFT, Privilege.VISA_INTYG, Reach.READING)
    ),
    Action.SHOW_RELATED: Row(SHOWS_RELATED, READ),
    Action.FMB: Row((DRAFT,)),
    Action.SRS_DRAFT: Row((DRAFT,), (authorisation(FeatureName.SRS, ()),)),
    Action.SRS_SIGNED: Row((SIGNED,), (authorisation(FeatureName.SRS, ()),)),
    Action.UPDATE: Row((DRAFT,), _drafting(Privilege.SKRIVA_INTYG)),
    Action.DELETE: Row((DRAFT,), DELETE),
    Action.SIGN: Row((DRAFT,), _drafting(Privilege.SIGNERA_INTYG, unique=Unique.CERTIFICATE)),
    Action.SIGN_CONFIRMATION: Row((DRAFT,), _drafting(Privilege.SIGNERA_INTYG)),
    Action.READY_FOR_SIGN: Row((DRAFT, NOT_A_DOCTOR), _drafting(Privilege.NOTIFIERING_UTKAST)),
    Action.FORWARD_CERTIFICATE: Row((DRAFT, NOT_A_DOCTOR), _drafting(Privilege.VIDAREBEFORDRA_UTKAST)),
    Action.FORWARD_CERTIFICATE_FROM_LIST: Row((DRAFT,), _drafting(Privilege.VIDAREBEFORDRA_UTKAST)),
    Action.UPDATE_DRAFT_FROM_CERTIFICATE: Row(
        (DRAFT, r.UNTOUCHED), _drafting(Privilege.SKRIVA_INTYG, Privilege.KOPIERA_FRAN_KANDIDAT, copying=Mode.UNCHECKED)
    ),
    Action.COPY_LOCKED: Row((LOCKED, r.NO_COPY_BEGUN, UNIQUE), COPY_LOCKED),
    Action.COPY_LOCKED_CONTINUE: Row((LOCKED, r.COPY_BEGUN), COPY_LOCKED),
    Action.SEND: Row((SIGNED, r.NOT_SENT, r.NOT_REPLACED_BY_SIGNED), SEND),
    Action.SEND_AFTER_SIGN: Row(
        (SIGNED, r.NOT_SENT),
        (authorisation(FeatureName.SIGNERA_SKICKA_DIREKT, ()), NOT_A_TEST_PERSON, NOT_A_TEST_CERTIFICATE),
    ),
    Action.SEND_AFTER_COMPLEMENT: Row(
        (r.IS_COMPLEMENT, SIGNED, r.NOT_SENT), (NOT_A_TEST_PERSON, NOT_A_TEST_CERTIFICATE)
    ),
    Action.REVOKE: Row((REVOCABLE,), REVOKE),
    Action.RENEW: Row((SIGNED, r.NOT_REPLACED_OR_COMPLEMENTED), RENEW),
    Action.REPLACE: Row((SIGNED, r.NOT_REPLACED, r.NOT_COMPLEMENTED_BY_SIGNED, r.NO_OPEN_COMPLEMENT), REPLACE),
    Action.REPLACE_CONTINUE: Row((SIGNED, r.REPLACEMENT_BEGUN), REPLACE),
    Action.CREATE_DRAFT_FROM_CERTIFICATE: Row(
        (SIGNED, r.STAND_ALONE, r.NOT_REPLACED_OR_COMPLEMENTED), _of_target(_making(latest_major=True))
    ),
    Action.APPROVE_RECIPIENTS: Row((SIGNED,), APPROVE_RECIPIENTS),
    Action.COMPLEMENT: Row(COMPLEMENTING, WITH_CERTIFICATE),
    Action.CANNOT_COMPLEMENT: Row(COMPLEMENTING, WITH_CERTIFICATE),
    Action.CANNOT_COMPLEMENT_ONLY_MESSAGE: Row(COMPLEMENTING, WITH_MESSAGE),
    Action.HANDLE_COMPLEMENT: Row((WAS_SIGNED, r.SENT), _asking(Privilege.MARKERA_KOMPLETTERING_SOM_HANTERAD)),
    Action.MESSAGES: QUESTIONS,
    Action.MESSAGES_ADMINISTRATIVE: QUESTIONS,
    Action.QUESTIONS_NOT_AVAILABLE: Row((WAS_SIGNED, r.NOT_SENT), HAS_QUESTIONS),
    Action.CREATE_MESSAGE: ASKING,
    Action.SAVE_MESSAGE: ASKING,
    Action.DELETE_MESSAGE: ASKING,
    Action.SEND_MESSAGE: ASKING,
    Action.ANSWER_MESSAGE: ANSWERING,
    Action.SAVE_ANSWER: ANSWERING,
    Action.DELETE_ANSWER: ANSWERING,
    Action.SEND_ANSWER: ANSWERING,
    Action.HANDLE_MESSAGE: Row((WAS_SIGNED, r.SENT), _asking(Privilege.MARKERA_FRAGA_SOM_HANTERAD)),
    Action.FORWARD_MESSAGE: Row((WAS_SIGNED, r.SENT), _asking(Privilege.VIDAREBEFORDRA_FRAGASVAR)),
    Action.RECEIVE_COMPLEMENT: RECEIVING,
    Action.RECEIVE_QUESTION: RECEIVING,
    Action.RECEIVE_ANSWER: RECEIVING,
    Action.RECEIVE_REMINDER: RECEIVING,
}


def exists_for(certificate_type: CertificateType, action: Action) -> bool:
    """Features and privileges say what a type may do; the declaration, what there would be nothing to do with."""
    optional = {
        Action.FMB: certificate_type.flags.fmb,
        Action.SRS_DRAFT: certificate_type.flags.srs,
        Action.SRS_SIGNED: certificate_type.flags.srs,
        Action.SHOW_RELATED: bool(certificate_type.related),
        Action.CREATE_DRAFT_FROM_CERTIFICATE: bool(certificate_type.template_for),
        Action.UPDATE_DRAFT_FROM_CERTIFICATE: certificate_type.filled_from is not None,
    }
    return action in ROWS and optional.get(action, True)
