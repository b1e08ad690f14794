"""Saving a draft from the browser, searching for diagnoses, starting to sign (spec/ui.md 10.5, 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.redirects import SeeOther
from accounts.session import unit_required
from certificates import access, engine, queries
from certificates.access import Action
from certificates.lifecycle import edit
from certificates.lifecycle.opening import reload_certificate
from certificates.models import SigningTicket
from certificates.pages import fragments, opening
from certificates.pages.diagnoses import diagnosis_options
from certificates.pages.presenters import draft_page
from certificates.pages.versions import conflict_page, posted_version
from certificates.questions.characters import EXAMPLES_SHOWN
from certificates.questions.diagnosis_list import DiagnosisList
from certificates.signing import services as signing
from certificates.signing import views as signing_views
from certificates.types import registry
from certificates.types.base import CertificateType
from webcert.errors import ConcurrentModification, DataNotFound, WebcertError


@require_POST
@unit_required
def save_element(request: HttpRequest, certificate_id: str, question_id: str) -> HttpResponse:
    """One question, saved and checked: an answer of out-of-band fragments only. A stale version: 409 with a dialog."""
    before = reload_certificate(request.care_user, certificate_id)
    shows_missing = request.POST.get("show_missing") == "1"
    try:
        result = edit.save_element(
            user=request.care_user,
            certificate_id=certificate_id,
            version=posted_version(request.POST),
            question_id=question_id,
            post=request.POST,
            first_save_in_session=opening.is_first_save(request, certificate_id),
        )
    except ConcurrentModification as error:
        return render(request, "certificates/dialogs/conflict.html", {"error": error}, status=error.status)
    if result.changed:
        opening.remember_save(request, certificate_id)
    page = draft_page(
        request.care_user,
        replace(before, certificate=result.certificate),
        shows_missing=shows_missing,
        removed=result.removed,
        validation=result.validation,
    )
    old_sections = engine.section_views(before.certificate_type, before.certificate.answers, show_missing=shows_missing)
    changes = fragments.changes(old_sections, page.sections, edited=question_id, posted=request.POST)
    return render(request, "certificates/fragments/reply.html", {"page": page, "changes": changes})


@require_POST
@unit_required
def save(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """The whole form, as a browser without script posts it: Spara, Visa vad som saknas, quick buttons, Rensa svar."""
    post = _cleared(request.POST)
    try:
        _save_form(request, certificate_id, post)
    except ConcurrentModification as error:
        return conflict_page(request, certificate_id, error)
    shows_missing = post.get("show", post.get("show_missing", "")) == "1"
    return _back(request, certificate_id, shows_missing=shows_missing)


@require_http_methods(["GET", "POST"])
@unit_required
def sign(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Save what the form holds, then sign it, or show what is missing (spec/ui.md 3.6, 10.6).

    A reload (GET) of the page that leads to the signing service goes back to the certificate.
    """
    if request.method == "GET":
        return SeeOther(f"/certificate/{certificate_id}")
    try:
        result = _save_form(request, certificate_id, request.POST)
    except ConcurrentModification as error:
        return conflict_page(request, certificate_id, error)
    access.require(request.care_user, Action.SIGN, certificate=result.certificate)
    if not result.validation.is_complete:
        return _back(request, certificate_id, shows_missing=True)
    if request.POST.get("method") == SigningTicket.Method.FAKE:
        return _sign_at_once(request, certificate_id, result.certificate.version)
    request.POST = _with_version(request.POST, result.certificate.version)
    return signing_views.start(request, certificate_id)


@require_safe
@unit_required
def diagnosis(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Options of the diagnosis search as ``<li role="option">`` (spec/ui.md 4.3, 10.7)."""
    certificate = queries.get_certificate(request.care_user, certificate_id)
    access.require(request.care_user, Action.UPDATE, certificate=certificate)
    question = _diagnosis_question(
        registry.get(certificate.type_id, certificate.type_version), request.GET.get("question", "")
    )
    found = diagnosis_options(
        question.terminology,
        request.GET.get("q", ""),
        is_code=request.GET.get("part") == "code",
        taken=frozenset(filter(None, request.GET.get("taken", "").split(","))),
    )
    prefix = f"c-{question.id}-{request.GET.get('row', '')}"
    return render(request, "certificates/fragments/diagnosis_options.html", {"found": found, "prefix": prefix})


def _diagnosis_question(certificate_type: CertificateType, question_id: str) -> DiagnosisList:
    """The named diagnosis question, or the type's only one."""
    questions = [q for q in certificate_type.questions() if isinstance(q, DiagnosisList)]
    question = next((q for q in questions if q.id == question_id), questions[0] if len(questions) == 1 else None)
    if question is None:
        raise DataNotFound("Frågan finns inte i intyget.")
    return question


def _save_form(request: HttpRequest, certificate_id: str, post: QueryDict) -> edit.SaveResult:
    result = edit.save_form(
        user=request.care_user,
        certificate_id=certificate_id,
        version=posted_version(post),
        post=post,
        first_save_in_session=opening.is_first_save(request, certificate_id),
    )
    if result.changed:
        opening.remember_save(request, certificate_id)
    if result.removed:
        messages.warning(request, _removed_text(result.removed))
    return result


def _sign_at_once(request: HttpRequest, certificate_id: str, version: int) -> HttpResponse:
    opening.will_come_back(request, certificate_id)
    try:
        signing.sign_at_once(
            user=request.care_user,
            session_key=request.session.session_key or "",
            certificate_id=certificate_id,
            version=version,
        )
    except ConcurrentModification as error:
        return conflict_page(request, certificate_id, error)
    except WebcertError:
        return SeeOther(f"/certificate/{certificate_id}/sign/error")
    return SeeOther(f"/certificate/{certificate_id}")


def _back(request: HttpRequest, certificate_id: str, *, shows_missing: bool) -> HttpResponse:
    opening.will_come_back(request, certificate_id)
    return SeeOther(f"/certificate/{certificate_id}" + ("?visa=saknas" if shows_missing else ""))


def _with_version(post: QueryDict, version: int) -> QueryDict:
    changed = post.copy()
    changed["version"] = str(version)
    return changed


def _cleared(post: QueryDict) -> QueryDict:
    """The form without the fields of the question whose button "Rensa svar" was pressed; its marker stays."""
    question_id = post.get("clear", "")
    if not question_id:
        return post
    changed = post.copy()
    prefix, marker = f"e.{question_id}.", f"e.{question_id}.shown"
    for name in [name for name in changed if name.startswith(prefix) and name != marker]:
        del changed[name]
    return changed


def _removed_text(removed: Mapping[str, str]) -> str:
    characters = "".join(removed.values())
    shown = [c for c in dict.fromkeys(characters) if c.isprintable() and not c.isspace()][:EXAMPLES_SHOWN]
    examples = f": {' '.join(shown)}" if shown else ""
    return f"{len(characters)} tecken som inte stöds har tagits bort{examples}"
