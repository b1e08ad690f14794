"""A draft's page: state of saving, what is missing, who may do what (spec/ui.md 3.2, 3.3, 10.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.conf import settings

from accounts.user import AuthenticationMethod, CareUser
from certificates import engine
from certificates.access import Action
from certificates.lifecycle.opening import OpenedCertificate
from certificates.models import Certificate
from certificates.pages import messages
from certificates.pages.checks import Question
from certificates.pages.icf import IcfPicker, icf_picker
from certificates.pages.presenters import actions, frame
from certificates.pages.presenters.parts import Note, PageFrame, RailStop, StatusItem, anchor
from certificates.pages.presenters.patient import patient_view
from certificates.pages.versions import new_page_name
from webcert import clock

NOT_SENT_TEXT = "Det går inte att ställa frågor, för intyget är inte skickat."


@dataclass(frozen=True, slots=True)
class SummaryItem:
    control_id: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Signing:
    """The bar at the foot of the form (spec/ui.md 3.3 footer, 10.6)."""

    caption: str
    can_sign: bool
    can_sign_at_once: bool
    can_mark_ready: bool
    ready_text: str
    can_forward: bool
    is_forwarded: bool
    missing: int
    state_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftPage(PageFrame):
    """``sections`` hold hidden ones too, so that a save reply can let them appear in their place."""

    version: int
    page_name: str
    is_editable: bool
    shows_missing: bool
    sections: tuple[engine.SectionView, ...]
    summary: tuple[SummaryItem, ...]
    summary_title: str
    signing: Signing
    saved_text: str
    lock_text: str
    notes: tuple[Note, ...]
    shows_responsible_issuer: bool
    picker: IcfPicker | None
    question: Question | None

    @property
    def autosave_delay_ms(self) -> int:
        return settings.AUTOSAVE_DELAY_MS

    @property
    def typeahead_ms(self) -> int:
        return settings.TYPEAHEAD_DELAY_MS

    @property
    def request_limit_ms(self) -> int:
        return settings.REQUEST_LIMIT_MS


def draft_page(
    user: CareUser,
    opened: OpenedCertificate,
    *,
    shows_missing: bool = False,
    came_from: str = "",
    removed: Mapping[str, str] | None = None,
    open_dialog: str = "",
    question: Question | None = None,
    open_picker: str = "",
    validation: engine.ValidationResult | None = None,
    aids: Mapping[str, str] | None = None,
) -> DraftPage:
    """The page of an unsigned draft, locked or not.

    ``question``: what is asked over the page; ``removed``: characters taken out just now, by question id;
    ``open_picker``: the question whose ICF picker is open; ``validation`` is that of the same answers, if known;
    ``aids``: what was typed into fields that only help.
    """
    certificate, ctype = opened.certificate, opened.certificate_type
    is_editable = opened.may(Action.UPDATE)
    result = validation or engine.validate(ctype, certificate.answers, birth=certificate.birth_date)
    sections = engine.section_views(
        ctype,
        certificate.answers,
        result=result,
        show_missing=shows_missing,
        readonly=not is_editable,
        removed=removed,
        complements=messages.complement_texts(user, opened),
        birth=certificate.birth_date,
        aids=aids,
    )
    summary = tuple(_summary(result)) if shows_missing and is_editable else ()
    shows_issuer = certificate.is_draft and user.is_integrated and user.role not in ctype.signing_roles
    return DraftPage(
        url=frame.page_url(opened),
        certificate_id=certificate.pk,
        title=ctype.name,
        form_number=ctype.form_number,
        type_version=ctype.version,
        description=ctype.description,
        back_url=frame.back_url(user, came_from, otherwise="/list/draft"),
        patient=patient_view(user, certificate, opened.patient),
        status=(_main_status(certificate, result, shows_missing=shows_missing), *frame.made_from(certificate)),
        actions=actions.buttons(user, opened),
        bars=tuple(frame.bars(user, opened)),
        rail=_rail(sections),
        panel=frame.panel(messages.tab(user, opened, frozenset(_shown(sections)))),
        messages_text=NOT_SENT_TEXT,
        support_text=frame.support_text(user, opened),
        open_dialog=question.path if question else open_dialog,
        question=question,
        version=certificate.version,
        page_name=new_page_name(),
        is_editable=is_editable,
        shows_missing=shows_missing,
        sections=sections,
        summary=summary,
        summary_title=_summary_title(result, len(summary)),
        signing=_signing(user, opened, result),
        saved_text=_saved_text(certificate) if is_editable else "",
        lock_text=_lock_text(certificate) if certificate.is_draft else "",
        notes=tuple(_notes(user, opened, shows_issuer)),
        shows_responsible_issuer=shows_issuer,
        picker=icf_picker(ctype, certificate.answers, open_picker) if open_picker and is_editable else None,
    )


def _main_status(certificate: Certificate, result: engine.ValidationResult, *, shows_missing: bool) -> StatusItem:
    """Lifecycle 13.1 for what is not signed."""
    if certificate.state == Certificate.State.LOCKED:
        if certificate.is_revoked:
            return StatusItem("status-1", "Utkastet är makulerat", "revoke", "error")
        return StatusItem("status-1", "Utkastet är låst", "lock", "error", dialog="about/locked")
    if result.is_complete:
        return StatusItem("status-1", "Klart att signera", "check-circle", "main")
    if shows_missing:
        return StatusItem("status-1", "Obligatoriska uppgifter saknas", "alert", "error")
    return StatusItem("status-1", "Obligatoriska uppgifter saknas", "pen", "main")


def _notes(user: CareUser, opened: OpenedCertificate, shows_issuer: bool) -> Iterator[Note]:
    if shows_issuer and user.launch is not None:
        name = user.launch.responsible_hosp_name.strip() or "Ej angivet"
        yield Note(
            f"{name}. Du kan fylla i utkastet, {_signer_word(opened)} signerar.",
            "user",
            lead="Ansvarig intygsutfärdare:",
        )
    recipient = opened.certificate_type.recipient
    if opened.certificate.relation == Certificate.Relation.KOMPLT and recipient is not None:
        yield Note(f"{recipient.name} har begärt komplettering. Utkastet skickas dit när det signeras.", "comment")
    updating = opened.decisions[Action.UPDATE]
    if not updating.allowed and opened.certificate.is_draft:
        yield Note(updating.message, "lock", "observe", lead="Utkastet kan inte ändras.")


def _signer_word(opened: OpenedCertificate) -> str:
    return "läkaren" if len(opened.certificate_type.signing_roles) < 4 else "utfärdaren"


def _signing(user: CareUser, opened: OpenedCertificate, result: engine.ValidationResult) -> Signing:
    certificate = opened.certificate
    missing = len({error.question_id for error in result.errors})
    may_sign = opened.may(Action.SIGN) or opened.decisions[Action.SIGN].reason == "UNIQUE_CERTIFICATE"
    is_test_login = settings.TEST_LOGIN_ENABLED and user.authentication_method is AuthenticationMethod.FAKE
    is_ready = certificate.ready_for_sign_at is not None
    return Signing(
        caption="Signera och skicka" if _sends_by_itself(opened) else "Signera intyget",
        can_sign=may_sign,
        can_sign_at_once=may_sign and settings.SIGNING_ONE_CLICK and is_test_login,
        can_mark_ready=opened.may(Action.READY_FOR_SIGN) and not is_ready,
        ready_text="Utkastet är markerat som klart för signering" if is_ready and not may_sign else "",
        can_forward=opened.may(Action.FORWARD_CERTIFICATE),
        is_forwarded=certificate.is_forwarded,
        missing=missing,
        state_text=_missing_text(result, missing) if missing else "Klart att signera",
    )


def _sends_by_itself(opened: OpenedCertificate) -> bool:
    if opened.patient.is_test_person:
        return False
    is_complement = opened.certificate.relation == Certificate.Relation.KOMPLT
    return opened.certificate_type.flags.auto_send_after_sign or is_complement


def _missing_text(result: engine.ValidationResult, count: int) -> str:
    what = "1 uppgift" if count == 1 else f"{count} uppgifter"
    return f"{what} saknas eller behöver rättas" if _has_format_errors(result) else f"{what} saknas"


def _summary_title(result: engine.ValidationResult, count: int) -> str:
    what = "En uppgift" if count == 1 else f"{count} uppgifter"
    fault = "saknas eller behöver rättas" if _has_format_errors(result) else "saknas"
    return f"{what} {fault} innan intyget kan signeras"


def _has_format_errors(result: engine.ValidationResult) -> bool:
    return any(error.is_format for error in result.errors)


def _summary(result: engine.ValidationResult) -> Iterator[SummaryItem]:
    """One link for each question, in form order, to the first control that is wrong."""
    seen: set[str] = set()
    for error in result.errors:
        if error.question_id not in seen:
            seen.add(error.question_id)
            yield SummaryItem(error.control_id, error.line)


def _rail(sections: tuple[engine.SectionView, ...]) -> tuple[RailStop, ...]:
    """A section that a request is about is marked, unless something in it is wrong."""
    return tuple(
        RailStop(anchor(s.id), s.short_heading, "ask" if _is_asked(s) and not s.has_errors else s.state.value)
        for s in sections
        if s.is_visible
    )


def _is_asked(section: engine.SectionView) -> bool:
    return any(element.complements for element in engine.walk(section.elements))


def _shown(sections: tuple[engine.SectionView, ...]) -> Iterator[str]:
    for section in sections:
        if section.is_visible:
            yield from (element.id for element in engine.walk(section.elements) if element.is_visible)


def _saved_text(certificate: Certificate) -> str:
    saved = clock.local(certificate.saved_at)
    if saved.date() == clock.today():
        return f"Utkastet är sparat kl. {saved:%H:%M}"
    return f"Utkastet är sparat {saved:%Y-%m-%d} kl. {saved:%H:%M}"


def _lock_text(certificate: Certificate) -> str:
    """Days until the evening after which the locking job takes the draft (spec/lifecycle.md 3.6)."""
    last_day = clock.local(certificate.created_at).date() + dt.timedelta(days=settings.DRAFT_LOCK_AFTER_DAYS)
    days = (last_day - clock.today()).days
    if days <= 0:
        return "Utkastet låses i natt"
    return f"Utkastet låses om {'1 dag' if days == 1 else f'{days} dagar'}"
