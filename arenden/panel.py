"""The tab "Ärendekommunikation" of a certificate's page, as values (spec/messages.md 9; spec/ui.md 3.5)."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from enum import StrEnum

from django.conf import settings

from accounts.user import CareUser
from arenden import queries, texts
from arenden.models import new_message_id
from arenden.queries import AnsweringCertificate, AskedPoint, Link, Question
from arenden.services import topics_of
from certificates import access
from certificates import queries as certificate_queries
from certificates.access import Action, Decision
from certificates.lifecycle.opening import OpenedCertificate
from certificates.models import Certificate
from certificates.pages.messages import PLAIN, MessagesTab, Texts, place_of
from certificates.pages.presenters.actions import is_explained
from certificates.pages.presenters.parts import ActionButton
from certificates.types.base import CertificateType
from webcert.errors import WebcertError

TEMPLATE = "arenden/panel.html"
FOLDED_AFTER = 230
"""Characters of a request for a complement that are shown before the rest is folded."""


class Part(StrEnum):
    """The two parts of the tab."""

    COMPLEMENTS = "complements"
    ADMINISTRATIVE = "administrative"


@dataclass(frozen=True, slots=True)
class Typed:
    """What a user sent that could not be taken, with what is wrong by field; ``question_id`` 0: a question of care."""

    question_id: int = 0
    topic: str = ""
    text: str = ""
    faults: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class MessageForm:
    """A question or an answer that is being written."""

    id: str
    url: str
    label: str
    text: str = ""
    faults: dict[str, str] = field(default_factory=dict)
    topics: tuple[tuple[str, str, bool], ...] = ()
    message_id: str = ""
    is_begun: bool = False
    is_saved: bool = False

    @property
    def longest(self) -> int:
        return texts.LONGEST_MESSAGE

    @property
    def counter(self) -> str:
        return f"{len(self.text)} av {self.longest} tecken"

    @property
    def autosave_delay_ms(self) -> int:
        return settings.AUTOSAVE_DELAY_MS


@dataclass(frozen=True, slots=True)
class GoTo:
    """A way from a request to the place in the form that it is about."""

    anchor: str
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """One question. ``text`` is what always shows, ``rest`` what is folded behind it.

    ``points``: what is asked about no question of the form, so that it can be read nowhere else.
    """

    question: Question
    url: str
    text: str
    rest: str = ""
    initials: str = ""
    places: tuple[GoTo, ...] = ()
    points: tuple[AskedPoint, ...] = ()
    answer_form: MessageForm | None = None
    answer_refusal: str = ""
    is_handled_freely: bool = False
    is_handled_for_good: bool = False
    handle_refusal: str = ""
    has_focus: bool = False

    @property
    def is_answered_by_message(self) -> bool:
        return self.question.is_complement_request and self.question.is_answered


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The whole tab. Without ``has_parts``, on a draft, it holds the requests that the draft answers."""

    url: str
    complements: tuple[Card, ...]
    administrative: tuple[Card, ...] = ()
    has_parts: bool = True
    has_administrative: bool = True
    chosen: Part = Part.COMPLEMENTS
    question_form: MessageForm | None = None
    question_refusal: str = ""
    begun_complement: AnsweringCertificate | None = None
    complement: ActionButton | None = None
    buttons: tuple[ActionButton, ...] = ()

    @property
    def unhandled_complements(self) -> int:
        return _unhandled(self.complements)

    @property
    def unhandled_administrative(self) -> int:
        return _unhandled(self.administrative)


def tab(user: CareUser, opened: OpenedCertificate, shown: Collection[str]) -> MessagesTab | None:
    """The tab as a page comes with it; registered with ``certificates.pages.messages``."""
    if not opened.certificate.is_signed:
        return _tab_of_draft(user, opened, shown)
    if not opened.certificate.is_sent:
        return PLAIN
    return tab_of(user, opened, shown) if opened.may(Action.MESSAGES) else None


def complement_texts(user: CareUser, opened: OpenedCertificate) -> Texts:
    """What is asked about the certificate, or for a complementing draft about the one that it complements."""
    if opened.certificate.is_signed:
        asked = opened.certificate if opened.may(Action.MESSAGES) else None
    else:
        asked = _complemented(user, opened)
    if asked is None or asked.complement_requested_at is None:
        return {}
    return queries.complement_texts(asked)


def tab_of(
    user: CareUser,
    opened: OpenedCertificate,
    shown: Collection[str],
    *,
    chosen: Part | None = None,
    typed: Typed | None = None,
    acted_on: int = 0,
) -> MessagesTab:
    """The tab of a sent certificate.

    ``chosen`` is the part that is open, ``acted_on`` the question that gets the focus.
    """
    certificate, certificate_type = opened.certificate, opened.certificate_type
    found, below = _questions(user, opened)
    read = _Form(certificate_type, shown, is_to_fill=False)
    url = f"/certificate/{certificate.pk}/questions"
    cards = [_card(one, f"{url}{below}", form=read, typed=typed, has_focus=one.id == acted_on) for one in found]
    complements = tuple(card for card in cards if card.question.is_complement_request)
    administrative = tuple(card for card in cards if not card.question.is_complement_request)
    has_administrative = opened.may(Action.MESSAGES_ADMINISTRATIVE)
    asking = opened.decisions[Action.CREATE_MESSAGE]
    panel = Panel(
        url=url,
        complements=complements,
        administrative=administrative,
        has_administrative=has_administrative,
        chosen=chosen or _chosen(complements, administrative),
        question_form=_question_form(certificate, certificate_type, url, typed) if asking.allowed else None,
        question_refusal=_refusal(asking) if has_administrative else "",
        begun_complement=_begun(found),
        complement=_button(found, Link.COMPLEMENT_CERTIFICATE, "Komplettera", f"{url}/complement"),
        buttons=tuple(_buttons(found, url)),
    )
    return MessagesTab(TEMPLATE, panel, _unhandled(cards))


def saved_form(certificate_id: str, typed: Typed) -> MessageForm:
    """What stands beside a message that has just been saved, or could not be."""
    url = f"/certificate/{certificate_id}/questions"
    is_answer = bool(typed.question_id)
    return MessageForm(
        id=f"answer-{typed.question_id}" if is_answer else "question",
        url=f"{url}/{typed.question_id}/answer" if is_answer else f"{url}/new",
        label="Svar" if is_answer else "Fråga",
        faults=typed.faults,
        is_saved=not typed.faults,
    )


def _tab_of_draft(user: CareUser, opened: OpenedCertificate, shown: Collection[str]) -> MessagesTab:
    """On a complementing draft what was asked can be read; it is handled by signing."""
    asked = _complemented(user, opened)
    if asked is None:
        return PLAIN
    requests = (one for one in queries.questions(asked, {}) if one.is_complement_request)
    form = _Form(opened.certificate_type, shown, is_to_fill=True)
    cards = tuple(_card(one, "", form=form, typed=None, has_focus=False) for one in requests)
    return MessagesTab(TEMPLATE, Panel(url="", complements=cards, has_parts=False))


def _complemented(user: CareUser, opened: OpenedCertificate) -> Certificate | None:
    """The certificate that a draft complements, when the user may read what is written about it."""
    certificate = opened.certificate
    if certificate.relation != Certificate.Relation.KOMPLT or not certificate.is_draft or certificate.parent is None:
        return None
    parent = certificate.parent
    try:
        certificate_queries.require_within_reach(user, parent)
    except WebcertError:
        return None
    return parent if access.decide(user, Action.MESSAGES, certificate=parent, patient=opened.patient).allowed else None


def _questions(user: CareUser, opened: OpenedCertificate) -> tuple[tuple[Question, ...], str]:
    """The questions, and where the addresses of each begin below that of them all."""
    if opened.certificate_type.flags.legacy_messages:
        return queries.legacy_questions(user, opened.certificate, opened.decisions), "/legacy"
    return queries.questions(opened.certificate, opened.decisions), ""


def _unhandled(cards: Collection[Card]) -> int:
    return sum(not card.question.is_handled for card in cards)


def _chosen(complements: Collection[Card], administrative: Collection[Card]) -> Part:
    only_administrative = _unhandled(administrative) and not _unhandled(complements)
    return Part.ADMINISTRATIVE if only_administrative else Part.COMPLEMENTS


def _card(question: Question, url: str, *, form: _Form, typed: Typed | None, has_focus: bool) -> Card:
    text, rest = _folded(question.text) if question.is_complement_request else (question.text, "")
    handling, answering = question.links.get(Link.HANDLE_QUESTION), question.links.get(Link.ANSWER_QUESTION)
    may_handle = handling is not None and handling.allowed
    own_url = f"{url}/{question.id}"
    return Card(
        question=question,
        url=own_url,
        text=text,
        rest=rest,
        initials="FK" if question.is_from_recipient else _initials(question.author),
        places=_places(question, form),
        points=tuple(point for point in question.complements if not form.anchor(point)),
        answer_form=_answer_form(question, own_url, typed) if question.may(Link.ANSWER_QUESTION) else None,
        answer_refusal=_refusal(answering),
        is_handled_freely=may_handle and not question.is_complement_request,
        is_handled_for_good=may_handle and question.is_complement_request,
        handle_refusal=_refusal(handling),
        has_focus=has_focus,
    )


def _folded(text: str) -> tuple[str, str]:
    """The text in two, cut between words where it is long."""
    if len(text) <= FOLDED_AFTER:
        return text, ""
    blank = text.rfind(" ", 0, FOLDED_AFTER)
    cut = blank if blank > 0 else FOLDED_AFTER
    return text[:cut], text[cut:].lstrip()


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True, slots=True)
class _Form:
    """The certificate as it stands on the page; ``is_to_fill``: with controls."""

    certificate_type: CertificateType
    shown: Collection[str]
    is_to_fill: bool

    def anchor(self, point: AskedPoint) -> str:
        """The row that is asked about, else the question or what stands for it; empty if nothing does."""
        place = place_of(self.certificate_type, point.question_id, self.shown)
        if not point.row or place != point.question_id:
            return place and f"q-{place}"
        question = self.certificate_type.places[place].question
        return question.control_id(point.row) if self.is_to_fill else question.row_anchor(point.row)


def _places(question: Question, form: _Form) -> tuple[GoTo, ...]:
    """One for each question of the form, or row of it, that is asked about and stands on the page."""
    found = ((form.anchor(point), point.name) for point in question.complements)
    return tuple(dict.fromkeys(GoTo(anchor, name) for anchor, name in found if anchor))


def _answer_form(question: Question, url: str, typed: Typed | None) -> MessageForm:
    sent = typed if typed is not None and typed.question_id == question.id else None
    begun = question.answer.text if question.answer else ""
    return MessageForm(
        id=f"answer-{question.id}",
        url=f"{url}/answer",
        label="Svar",
        text=sent.text if sent else begun,
        faults=sent.faults if sent else {},
        is_begun=bool(begun),
    )


def _question_form(
    certificate: Certificate, certificate_type: CertificateType, url: str, typed: Typed | None
) -> MessageForm:
    """What is begun, or what was sent and is wrong; the id makes two presses one question."""
    begun = queries.begun_question(certificate)
    sent = typed if typed is not None and not typed.question_id else None
    topic = sent.topic if sent else begun.topic if begun else ""
    return MessageForm(
        id="question",
        url=f"{url}/new",
        label="Fråga",
        text=sent.text if sent else begun.text if begun else "",
        faults=sent.faults if sent else {},
        topics=tuple((one.value, str(one.label), one == topic) for one in topics_of(certificate_type)),
        message_id=new_message_id(),
        is_begun=begun is not None and bool(begun.topic or begun.text),
    )


def _begun(questions: Collection[Question]) -> AnsweringCertificate | None:
    """The draft that is to answer an open request."""
    drafts = (one.answered_by for one in questions if one.answered_by is not None and not one.is_handled)
    return next((draft for draft in drafts if not draft.is_signed), None)


def _buttons(questions: Collection[Question], url: str) -> Iterator[ActionButton]:
    for link, caption, address in (
        (Link.CANNOT_COMPLEMENT_CERTIFICATE, "Kan ej komplettera", "cannot-complement"),
        (Link.FORWARD_QUESTION, "Vidarebefordra", "forward"),
    ):
        button = _button(questions, link, caption, f"{url}/{address}")
        if button is not None:
            yield button


def _button(questions: Collection[Question], link: Link, caption: str, url: str) -> ActionButton | None:
    """There when a question has the link; one that cannot be used but is explained says why."""
    decisions = [one.links[link] for one in questions if link in one.links]
    test_id = f"btn-{link.lower().replace('_', '-')}"
    if any(decision.allowed for decision in decisions):
        return ActionButton(caption, test_id, url)
    refusal = next(filter(None, map(_refusal, decisions)), "")
    return ActionButton(caption, test_id, refusal=refusal) if refusal else None


def _refusal(decision: Decision | None) -> str:
    if decision is None or decision.allowed or not is_explained(decision):
        return ""
    return decision.message
