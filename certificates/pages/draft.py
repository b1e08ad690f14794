"""Saving a draft from the browser, searching for diagnoses, starting to sign (spec/ui.md 10.5, 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import quote, urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.redirects import SeeOther
from accounts.session import unit_required
from certificates import access, engine, queries
from certificates.access import Action
from certificates.lifecycle import edit
from certificates.lifecycle.fill import fill_from_candidate
from certificates.lifecycle.opening import reload_certificate
from certificates.models import Certificate, SigningTicket
from certificates.pages import checks, fragments, opening
from certificates.pages.certificate import OPEN_PICKER, SHOW_MISSING
from certificates.pages.diagnoses import diagnosis_options
from certificates.pages.icf import icf_picker
from certificates.pages.names import name_options
from certificates.pages.presenters import draft_page
from certificates.pages.versions import conflict_page, posted_version, sending_page
from certificates.questions.characters import EXAMPLES_SHOWN
from certificates.questions.diagnosis import DiagnosisQuestion
from certificates.questions.typeahead import Typeahead
from certificates.signing import services as signing
from certificates.signing import views as signing_views
from certificates.types import registry
from certificates.types.base import CertificateType
from terminology.search import asking_once
from webcert.errors import ConcurrentModification, DataNotFound, WebcertError


@require_POST
@unit_required
@asking_once()
def save_element(request: HttpRequest, certificate_id: str, question_id: str) -> HttpResponse:
    """One question, saved and checked: an answer of out-of-band fragments only. A stale version: 409 with a dialog."""
    before = reload_certificate(request.care_user, certificate_id)
    shows_missing = request.POST.get("show_missing") == "1"
    version = posted_version(request.POST)
    try:
        result = edit.save_element(
            user=request.care_user,
            certificate_id=certificate_id,
            version=version,
            question_id=question_id,
            post=request.POST,
            first_save_in_session=opening.is_first_save(request, certificate_id),
            opened=before,
            page=sending_page(request.path, request.POST),
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
    if before.certificate.version == version:
        old_sections = engine.section_views(
            before.certificate_type,
            before.certificate.answers,
            show_missing=shows_missing,
            birth=before.certificate.birth_date,
        )
        changes = fragments.changes(old_sections, page.sections, edited=question_id, posted=request.POST)
    else:
        changes = fragments.whole(page.sections, edited=question_id, posted=request.POST)
    return render(request, "certificates/fragments/reply.html", {"page": page, "changes": changes})


@require_http_methods(["GET", "POST"])
@unit_required
@asking_once()
def save(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """The whole form, as a browser without script posts it: Spara, Visa vad som saknas, quick buttons, Rensa svar, Ta
    hjälp av ICF and its chips.

    The address of a page that was the answer itself, opened anew (GET), leads back to the draft.
    """
    if request.method == "GET":
        return SeeOther(f"/certificate/{certificate_id}")
    post = _cleared(request.POST)
    try:
        _save_form(request, certificate_id, post)
    except ConcurrentModification as error:
        return conflict_page(request, certificate_id, error)
    shows_missing = post.get("show", post.get("show_missing", "")) == "1"
    return _back(request, certificate_id, shows_missing=shows_missing, open_picker=post.get(OPEN_PICKER, ""))


@require_http_methods(["GET", "POST"])
@unit_required
@asking_once()
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
    decision = access.decide(request.care_user, Action.SIGN, certificate=result.certificate, patient=result.patient)
    if not decision.allowed and decision.reason != "UNIQUE_CERTIFICATE":
        raise decision.as_error()
    if not result.validation.is_complete:
        return _back(request, certificate_id, shows_missing=True)
    if (asked := _signing_question(request, result.certificate)) is not None:
        return asked
    if not decision.allowed:
        raise decision.as_error()
    if request.POST.get("method") == SigningTicket.Method.FAKE:
        return _sign_at_once(request, certificate_id, result.certificate.version)
    return signing_views.start_page(request, certificate_id, version=result.certificate.version)


def _signing_question(request: HttpRequest, draft: Certificate) -> HttpResponse | None:
    """The draft's page with what must be confirmed first, or None when everything is."""
    if not checks.may_ask_at_signing(registry.get(draft.type_id, draft.type_version)):
        return None
    opened = reload_certificate(request.care_user, draft.pk)
    post = request.POST
    question = checks.at_signing(
        request.care_user,
        opened,
        step=post.get("step", ""),
        is_ticked=post.get("checked") == "1",
        method=post.get("method", ""),
    )
    if question is None:
        return None
    page = draft_page(request.care_user, opened, question=question)
    return render(request, "certificates/draft.html", {"page": page}, status=422 if question.error else 200)


@require_POST
@unit_required
def checked(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """The user goes on to the draft from what was asked when it was opened."""
    opening.will_come_back(request, certificate_id)
    return SeeOther(f"/certificate/{certificate_id}")


@require_POST
@unit_required
def fill(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Hjälp med ifyllnad: the candidate's answers come into the draft (spec/lifecycle.md 5.6)."""
    try:
        fill_from_candidate(user=request.care_user, certificate_id=certificate_id, version=posted_version(request.POST))
    except ConcurrentModification as error:
        return conflict_page(request, certificate_id, error)
    opening.remember_save(request, certificate_id)
    return checked(request, certificate_id)


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
        question.terminology_named(request.GET.get("terminology", "")).key,
        request.GET.get("q", ""),
        is_code=request.GET.get("part") == "code",
        taken=frozenset(filter(None, request.GET.get("taken", "").split(","))),
    )
    prefix = f"c-{question.id}-{request.GET.get('row', '')}"
    return render(request, "certificates/fragments/diagnosis_options.html", {"found": found, "prefix": prefix})


@require_safe
@unit_required
def icf(request: HttpRequest, certificate_id: str, question_id: str) -> HttpResponse:
    """Content of the ICF picker of one question, for the diagnoses as they are saved (spec/ui.md 4.4)."""
    certificate = queries.get_certificate(request.care_user, certificate_id)
    access.require(request.care_user, Action.UPDATE, certificate=certificate)
    certificate_type = registry.get(certificate.type_id, certificate.type_version)
    picker = icf_picker(certificate_type, certificate.answers, question_id)
    return render(request, "certificates/fragments/icf_picker.html", {"picker": picker})


def _diagnosis_question(certificate_type: CertificateType, question_id: str) -> DiagnosisQuestion:
    """The named diagnosis question, or the type's only one."""
    questions = [q for q in certificate_type.questions() if isinstance(q, DiagnosisQuestion)]
    question = next((q for q in questions if q.id == question_id), questions[0] if len(questions) == 1 else None)
    if question is None:
        raise DataNotFound("Frågan finns inte i intyget.")
    return question


@require_safe
@unit_required
def names(request: HttpRequest, certificate_id: str) -> HttpResponse:
    """Names of a fixed list as ``<li role="option">`` (spec/ui.md 4.5, 10.7)."""
    certificate = queries.get_certificate(request.care_user, certificate_id)
    access.require(request.care_user, Action.UPDATE, certificate=certificate)
    question = registry.get(certificate.type_id, certificate.type_version).question(request.GET.get("question", ""))
    if not isinstance(question, Typeahead):
        raise DataNotFound("Frågan finns inte i intyget.")
    found = name_options(question.code_system, request.GET.get("q", ""))
    prefix = question.control_id("text")
    return render(request, "certificates/fragments/name_options.html", {"found": found, "prefix": prefix})


def _save_form(request: HttpRequest, certificate_id: str, post: QueryDict) -> edit.SaveResult:
    result = edit.save_form(
        user=request.care_user,
        certificate_id=certificate_id,
        version=posted_version(post),
        post=post,
        first_save_in_session=opening.is_first_save(request, certificate_id),
        page=sending_page(request.path, post),
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


def _back(request: HttpRequest, certificate_id: str, *, shows_missing: bool, open_picker: str = "") -> HttpResponse:
    """To the draft's page. With an aid filled in the page itself is the answer, for nothing keeps aids meanwhile."""
    if aids := engine.typed_aids(request.POST):
        opened = reload_certificate(request.care_user, certificate_id)
        page = draft_page(request.care_user, opened, shows_missing=shows_missing, open_picker=open_picker, aids=aids)
        return render(request, "certificates/draft.html", {"page": page})
    opening.will_come_back(request, certificate_id)
    query = {SHOW_MISSING: "saknas"} if shows_missing else {}
    place = ""
    if open_picker:
        query[OPEN_PICKER] = open_picker
        place = f"#q-{quote(open_picker)}"
    return SeeOther(f"/certificate/{certificate_id}" + (f"?{urlencode(query)}" if query else "") + place)


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
