"""Questions and answers on the certificate's page: each works by whole pages, and with script by parts of the page.

What changes the certificate itself (a complement, a request that is handled) leads to its page anew; everything else
comes back as the tab (spec/messages.md 4; spec/ui.md 3.5, 10.8).
"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.redirects import SeeOther
from accounts.session import unit_required
from arenden import panel, queries, services, texts
from arenden.panel import Part, Typed
from certificates.access import Action
from certificates.lifecycle.opening import OpenedCertificate, reload_certificate
from certificates.pages import forwarding, opening
from certificates.pages.asking import dialog, go_to, opened_for
from certificates.pages.presenters import read, shown_questions, signed_page
from certificates.pages.presenters.frame import MESSAGES_TAB
from webcert.errors import InvalidInput

DIALOGS = "arenden/dialogs"
FORWARDED = forwarding.Forwarded(
    "Vidarebefordra ärende", "Ett ärende i Webcert väntar på dig", "ärendet", "/questions", "questions/forward"
)
NO_MORE_TO_TELL, NOBODY_RESPONSIBLE = "NO_FURTHER_MED_INFO", "NO_RESP_MEDICAL_CONTENT"


@require_safe
@unit_required
def administrative(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """The certificate's page with the administrative questions open: where a browser without script comes back to."""
    opened = opening.open_for_page(request, certificate_id)
    if not opened.may(Action.MESSAGES_ADMINISTRATIVE):
        return SeeOther(f"/certificate/{certificate_id}/questions")
    return _whole_page(request, opened)


# --- care asks ----------------------------------------------------------------------------------------------------
@require_POST
@unit_required
def save_question(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """What is written so far; with script the answer is what stands beside the field."""
    typed = _typed(request)
    try:
        services.save_question(
            user=request.care_user, certificate_id=certificate_id, topic=typed.topic, text=typed.text
        )
    except InvalidInput as error:
        return _after_saving(request, certificate_id, _refused(typed, {"text": error.message}))
    return _after_saving(request, certificate_id, typed)


@require_POST
@unit_required
def send_question(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Skicka (spec/messages.md 4.3). What is missing is told at its field."""
    typed = _typed(request)
    opened = reload_certificate(request.care_user, certificate_id)
    faults = services.question_faults(opened.certificate_type, topic=typed.topic, text=typed.text)
    if faults:
        return _tab(request, certificate_id, typed=_refused(typed, faults))
    question = services.send_question(
        user=request.care_user,
        certificate_id=certificate_id,
        topic=typed.topic,
        text=typed.text,
        message_id=_message_id(request.POST.get("message_id", "")),
    )
    return _tab(request, certificate_id, acted_on=question.pk, notice="Frågan är skickad")


@require_http_methods(["GET", "POST"])
@unit_required
def delete_question(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Radera påbörjad fråga."""
    if request.method == "GET":
        opened = opened_for(request, certificate_id, Action.DELETE_MESSAGE)
        return _deletion(request, opened, "Radera påbörjad fråga", "Frågan", "new/delete")
    services.delete_question(user=request.care_user, certificate_id=certificate_id)
    return _back(request, certificate_id, "/administrative")


# --- care answers -------------------------------------------------------------------------------------------------
@require_POST
@unit_required
def save_answer(request: HttpRequest, certificate_id: str, question_id: int) -> HttpResponse:
    """What is written so far; with script the answer is what stands beside the field."""
    queries.require_question(certificate_id, question_id)
    typed = _typed(request, question_id)
    try:
        services.save_answer(user=request.care_user, question_id=question_id, text=typed.text)
    except InvalidInput as error:
        return _after_saving(request, certificate_id, _refused(typed, {"text": error.message}))
    return _after_saving(request, certificate_id, typed)


@require_POST
@unit_required
def send_answer(request: HttpRequest, certificate_id: str, question_id: int) -> HttpResponse:
    """Skicka (spec/messages.md 4.4)."""
    queries.require_question(certificate_id, question_id)
    typed = _typed(request, question_id)
    try:
        services.send_answer(user=request.care_user, question_id=question_id, text=typed.text)
    except InvalidInput as error:
        return _tab(request, certificate_id, typed=_refused(typed, {"text": error.message}))
    return _tab(request, certificate_id, acted_on=question_id, notice="Svaret är skickat")


@require_http_methods(["GET", "POST"])
@unit_required
def delete_answer(request: HttpRequest, certificate_id: str, question_id: int) -> HttpResponse:
    """Radera påbörjat svar."""
    queries.require_question(certificate_id, question_id)
    if request.method == "GET":
        opened = opened_for(request, certificate_id, Action.DELETE_ANSWER)
        return _deletion(request, opened, "Radera påbörjat svar", "Svaret", f"{question_id}/answer/delete")
    services.delete_answer(user=request.care_user, question_id=question_id)
    return _back(request, certificate_id, "/administrative", question_id)


# --- handled, forwarded -------------------------------------------------------------------------------------------
@require_POST
@unit_required
def handle(request: HttpRequest, certificate_id: str, question_id: int) -> HttpResponse:
    """The box Hanterad of an administrative question, both ways (spec/messages.md 4.6)."""
    queries.require_question(certificate_id, question_id)
    change = services.set_handled if request.POST.get("handled") == "1" else services.set_unhandled
    change(user=request.care_user, question_id=question_id)
    return _tab(request, certificate_id, acted_on=question_id, keeps_focus=True)


@require_http_methods(["GET", "POST"])
@unit_required
def handle_for_good(request: HttpRequest, certificate_id: str, question_id: int) -> HttpResponse:
    """A request for a complement is handled once and for all, so it is asked first."""
    queries.require_question(certificate_id, question_id)
    if request.method == "GET":
        return _ask_before_handling(request, certificate_id, str(question_id))
    services.set_handled(user=request.care_user, question_id=question_id)
    return _back(request, certificate_id, question_id=question_id)


@require_POST
@unit_required
def handle_legacy(request: HttpRequest, certificate_id: str, number: int) -> HttpResponse:
    """The same box of a question about FK 7263 (spec/messages.md 11)."""
    queries.require_legacy_question(certificate_id, number)
    is_handled = request.POST.get("handled") == "1"
    change = services.set_legacy_handled if is_handled else services.set_legacy_unhandled
    change(user=request.care_user, number=number)
    return _tab(request, certificate_id, acted_on=number, keeps_focus=True)


@require_http_methods(["GET", "POST"])
@unit_required
def handle_legacy_for_good(request: HttpRequest, certificate_id: str, number: int) -> HttpResponse:
    """The same of a request for a complement of FK 7263."""
    queries.require_legacy_question(certificate_id, number)
    if request.method == "GET":
        return _ask_before_handling(request, certificate_id, f"legacy/{number}")
    services.set_legacy_handled(user=request.care_user, number=number)
    return _back(request, certificate_id, question_id=number)


@require_http_methods(["GET", "POST"])
@unit_required
def forward(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Vidarebefordra: text for the user's own mail, and the mark (spec/messages.md 4.7)."""
    if request.method == "POST":
        services.forward(user=request.care_user, certificate_id=certificate_id)
        return _back(request, certificate_id)
    opened = opened_for(request, certificate_id, Action.FORWARD_MESSAGE)
    waiting = [one for one in queries.questions(opened.certificate, opened.decisions) if not one.is_handled]
    is_forwarded = bool(waiting) and all(one.is_forwarded for one in waiting)
    return forwarding.question(request, opened, FORWARDED, is_forwarded=is_forwarded)


# --- complements --------------------------------------------------------------------------------------------------
@require_POST
@unit_required
def complement(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Komplettera: on to the new draft (spec/messages.md 4.5)."""
    draft = services.begin_complement(user=request.care_user, certificate_id=certificate_id)
    return go_to(request, f"/certificate/{draft.pk}")


@require_http_methods(["GET", "POST"])
@unit_required
def cannot_complement(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Kan ej komplettera: why, and with that a draft to sign or a message (spec/messages.md 4.5)."""
    if request.method == "GET":
        return _why_not(request, certificate_id)
    user, reason, text = request.care_user, request.POST.get("reason", ""), _text(request)
    try:
        if reason == NO_MORE_TO_TELL:
            draft = services.begin_commented_complement(user=user, certificate_id=certificate_id, text=text)
            return go_to(request, f"/certificate/{draft.pk}")
        if reason == NOBODY_RESPONSIBLE:
            services.answer_complement(user=user, certificate_id=certificate_id, text=text)
            return _back(request, certificate_id)
    except InvalidInput as error:
        return _why_not(request, certificate_id, chosen=reason, text=text, text_error=error.message)
    return _why_not(request, certificate_id, text=text, reason_error="Välj varför intyget inte kan kompletteras.")


def _why_not(
    request: HttpRequest,
    certificate_id: str,
    *,
    chosen: str = "",
    text: str = "",
    text_error: str = "",
    reason_error: str = "",
) -> HttpResponse:
    opened = opened_for(request, certificate_id, Action.CANNOT_COMPLEMENT)
    reasons = (
        (NO_MORE_TO_TELL, "Ingen ytterligare medicinsk information", "Texten läggs till i ett nytt intyg."),
        (
            NOBODY_RESPONSIBLE,
            "Ingen på vårdenheten kan ansvara för det medicinska innehållet",
            f"Texten skickas till {queries.RECIPIENT}.",
        ),
    )
    context = {
        "reasons": [(value, label, hint, value == chosen) for value, label, hint in reasons],
        "text": text,
        "text_error": text_error,
        "reason_error": reason_error,
        "max_length": texts.LONGEST_COMPLEMENT_ANSWER,
    }
    status = 422 if text_error or reason_error else 200
    return dialog(request, opened, "cannot_complement", "Kan ej komplettera", context, status=status, folder=DIALOGS)


# --- what the views share -----------------------------------------------------------------------------------------
def _typed(request: HttpRequest, question_id: int = 0) -> Typed:
    return Typed(question_id, request.POST.get("topic", ""), _text(request))


def _text(request: HttpRequest) -> str:
    """As it was typed: a browser posts line breaks as CR LF."""
    return request.POST.get("text", "").replace("\r\n", "\n")


def _refused(typed: Typed, faults: dict[str, str]) -> Typed:
    return Typed(typed.question_id, typed.topic, typed.text, faults)


def _message_id(posted: str) -> str:
    """The id that the form was made with; a new one for anything else than a UUID."""
    try:
        return str(uuid.UUID(posted))
    except ValueError:
        return ""


def _deletion(request: HttpRequest, opened: OpenedCertificate, title: str, thing: str, address: str) -> HttpResponse:
    to = f"/certificate/{opened.certificate.pk}/questions/{address}"
    return dialog(request, opened, "delete", title, {"thing": thing, "to": to}, folder=DIALOGS)


def _ask_before_handling(request: HttpRequest, certificate_id: str, address: str) -> HttpResponse:
    opened = opened_for(request, certificate_id, Action.HANDLE_COMPLEMENT, Action.HANDLE_MESSAGE)
    to = f"/certificate/{certificate_id}/questions/{address}/handle-for-good"
    return dialog(request, opened, "handle", "Markera som hanterad", {"to": to}, folder=DIALOGS)


def _back(request: HttpRequest, certificate_id: str, ending: str = "", question_id: int = 0) -> HttpResponse:
    """To the certificate's page with the tab open; a browser that loads it anew by script stays where it is."""
    opening.will_come_back(request, certificate_id)
    place = f"#question-{question_id}" if question_id and not request.htmx else ""
    return go_to(request, f"/certificate/{certificate_id}/questions{ending}{place}")


def _after_saving(request: HttpRequest, certificate_id: str, typed: Typed) -> HttpResponse:
    if not request.htmx:
        if typed.faults:
            return _tab(request, certificate_id, typed=typed)
        return _back(request, certificate_id, "/administrative", typed.question_id)
    form = panel.saved_form(certificate_id, typed)
    return render(request, "arenden/saved.html", {"form": form})


def _tab(
    request: HttpRequest,
    certificate_id: str,
    *,
    typed: Typed | None = None,
    acted_on: int = 0,
    keeps_focus: bool = False,
    notice: str = "",
) -> HttpResponse:
    """The administrative questions after something was done, or with what is wrong."""
    if not request.htmx and typed is None:
        if notice:
            messages.success(request, notice)
        return _back(request, certificate_id, "/administrative", acted_on)
    opened = reload_certificate(request.care_user, certificate_id)
    if not request.htmx:
        return _whole_page(request, opened, typed)
    tab = panel.tab_of(
        request.care_user,
        opened,
        shown_questions(read(opened)),
        chosen=Part.ADMINISTRATIVE,
        typed=typed,
        acted_on=0 if keeps_focus else acted_on,
    )
    status = 422 if typed is not None else 200
    return render(request, "arenden/reply.html", {"tab": tab, "notice": notice}, status=status)


def _whole_page(request: HttpRequest, opened: OpenedCertificate, typed: Typed | None = None) -> HttpResponse:
    user, shown = request.care_user, shown_questions(read(opened))
    tab = panel.tab_of(user, opened, shown, chosen=Part.ADMINISTRATIVE, typed=typed)
    page = signed_page(user, opened, opens_panel=MESSAGES_TAB, tab=tab)
    status = 422 if typed is not None else 200
    return render(request, "certificates/certificate.html", {"page": page}, status=status)
