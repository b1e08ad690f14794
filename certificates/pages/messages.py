"""What a certificate's pages say of its messages, which belong to a room above.

The room gives both at start-up: the content of the panel's tab "Ärendekommunikation", and the texts of open requests
for a complement that stand beside the questions of the form (spec/messages.md 9). Without it the tab says that nothing
has been asked.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass

import structlog
from django.db import DatabaseError

from accounts.user import CareUser
from certificates.lifecycle.opening import OpenedCertificate
from certificates.questions.base import Question
from certificates.types.base import CertificateType

log = structlog.get_logger(__name__)

Texts = Mapping[str, tuple[str, ...]]
"""What is asked of the questions of the form, by question id."""


@dataclass(frozen=True, slots=True)
class MessagesTab:
    """The tab's template, what it draws (``tab.content`` there), and how many messages nobody has handled."""

    template: str
    content: object = None
    unhandled: int = 0


PLAIN = MessagesTab("certificates/panel/messages.html")
"""Says only that there is nothing, or that the certificate is not sent."""
UNREADABLE = "certificates/panel/messages_unreadable.html"

TabSource = Callable[[CareUser, OpenedCertificate, Collection[str]], MessagesTab | None]
TextSource = Callable[[CareUser, OpenedCertificate], Texts]

_tab_source: TabSource | None = None
_text_source: TextSource | None = None


def use_tab(source: TabSource) -> None:
    """``source(user, opened, shown)`` gives the tab, or None where the user has none.

    ``shown`` are the ids of the questions on the page.
    """
    global _tab_source
    _tab_source = source


def use_complement_texts(source: TextSource) -> None:
    """``source(user, opened)`` gives what open requests ask of the questions of a certificate or draft."""
    global _text_source
    _text_source = source


def tab(user: CareUser, opened: OpenedCertificate, shown: Collection[str]) -> MessagesTab | None:
    """The tab of one page; none for a type that nobody writes about.

    When the messages cannot be read the tab says so, and the certificate is shown all the same (spec/messages.md 9).
    """
    if not opened.certificate_type.is_asked_about:
        return None
    if _tab_source is None:
        return PLAIN
    try:
        return _tab_source(user, opened, shown)
    except DatabaseError:
        return MessagesTab(UNREADABLE, _told_of_failure(opened))


def complement_texts(user: CareUser, opened: OpenedCertificate) -> Texts:
    """What open requests ask, by question; nothing when it cannot be read."""
    if _text_source is None:
        return {}
    try:
        return _text_source(user, opened)
    except DatabaseError:
        _told_of_failure(opened)
        return {}


def _told_of_failure(opened: OpenedCertificate) -> str:
    """The id under which the log has the failure that is being handled."""
    error_id = str(uuid.uuid4())
    log.exception(
        "questions_not_read",
        code="FETCH_QUESTIONS_PROBLEM",
        certificate_id=opened.certificate.pk,
        error_id=error_id,
    )
    return error_id


def texts_where_shown(certificate_type: CertificateType, texts: Texts, shown: Collection[str]) -> Texts:
    """The same texts, those about a question that is not on the page moved to where it would stand."""
    moved: dict[str, tuple[str, ...]] = {}
    for question_id, asked in texts.items():
        if place := place_of(certificate_type, question_id, shown):
            moved[place] = moved.get(place, ()) + asked
    return moved


def place_of(certificate_type: CertificateType, question_id: str, shown: Collection[str]) -> str:
    """The question itself when it is shown, else the first shown one under it or the nearest above; empty if none."""
    question = certificate_type.question(question_id)
    if question is None:
        return ""
    candidates = (*_with_children(question), *_parents(certificate_type, question_id))
    return next((one.id for one in candidates if one.id in shown), "")


def _with_children(question: Question) -> Iterator[Question]:
    yield question
    for child in question.children:
        yield from _with_children(child)


def _parents(certificate_type: CertificateType, question_id: str) -> Iterator[Question]:
    parent = certificate_type.places[question_id].parent
    while parent is not None:
        yield parent
        parent = certificate_type.places[parent.id].parent
