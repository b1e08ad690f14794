"""Each reason of the error page, reached as a browser reaches it (spec/integration.md 3.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest
from django.http import HttpResponse
from django.test import Client

import accounts.demo
import hsa.demo
import patients.demo
from hsa.roles import Role
from hsa.services import set_unavailable
from patients.models import Patient
from tests.accounts.visits import DOCTOR, log_in
from tests.factories import (
    PROTECTED,
    REGISTER_ERROR,
    VE01,
    VE21,
    make_draft,
    make_integrated_user,
    make_patient,
    make_user,
    tree,
)
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in as with_session

UNKNOWN = "00000000-0000-4000-8000-000000000000"
TECHNICAL = "Intyget kunde inte visas"
NO_ACCESS = "Behörighet saknas"


def _demo() -> None:
    Patient.objects.all().delete()
    hsa.demo.load()
    patients.demo.load()
    accounts.demo.load()


def _by_login(login_id: str, prepare: Callable[[], None] = lambda: None) -> Callable[[Client], HttpResponse]:
    def way(client: Client) -> HttpResponse:
        _demo()
        prepare()
        return log_in(client, login_id)

    return way


def _by_link(
    role: Role = Role.LAKARE, *, person_id: str = "", certificate_id: str = "", query: str = "", **form: str
) -> Callable[[Client], HttpResponse]:
    def way(client: Client) -> HttpResponse:
        if person_id:
            make_patient(person_id)
        draft = make_draft(**({"person_id": person_id} if person_id else {}))
        user = replace(make_integrated_user(role), launch=None, selected_unit_id="")
        address = f"/visa/intyg/{certificate_id or draft.pk}{query}"
        return with_session(user, client=client).post(address, {"enhet": VE01} | form)

    return way


def _by_second_link(client: Client) -> HttpResponse:
    return with_session(make_integrated_user(), client=client).post(f"/visa/intyg/{make_draft().pk}")


def _without_login(client: Client) -> HttpResponse:
    return client.get(f"/certificate/{make_draft().pk}")


def _by_mail_link(client: Client) -> HttpResponse:
    draft = make_draft(make_user(unit=VE21))
    return with_session(make_user(providers=tree()[:1]), client=client).get(f"/maillink/intyg/fk7804/{draft.pk}")


@dataclass(frozen=True, slots=True)
class Case:
    """How a reason is reached, with which status, and what the page then says."""

    way: Callable[[Client], HttpResponse]
    title: str
    words: str
    status: int = 303


CASES = {
    "login.failed": Case(_by_login("SE-INGEN"), "Inloggningen misslyckades", "saknas i katalogen HSA"),
    "login.hsaerror": Case(_by_login(DOCTOR, lambda: set_unavailable(True)), "Tekniskt fel", "HSA svarar inte"),
    "login.medarbetaruppdrag": Case(
        _by_link(enhet="SE2321000016-VE99"), "Medarbetaruppdrag saknas", "ändamålet Vård och behandling"
    ),
    "auth-exception": Case(_by_link(Role.PRIVATLAKARE), NO_ACCESS, "inte behörighet att visa intyget"),
    "auth-exception-sekretessmarkering": Case(
        _by_link(Role.VARDADMINISTRATOR, person_id=PROTECTED), NO_ACCESS, "Patienten har skyddade personuppgifter"
    ),
    "auth-exception-subscription": Case(
        _by_login("198309058710"), "Abonnemang saknas för Webcert", "avtal och ett abonnemang"
    ),
    "auth-exception-resource": Case(_without_login, NO_ACCESS, "inte behörighet att öppna sidan", status=302),
    "auth-exception-user-already-active": Case(
        _by_second_link, TECHNICAL, "Stäng alla fönster med Webcert och öppna intyget"
    ),
    "integration.nocontent": Case(
        _by_link(certificate_id=UNKNOWN), "Intyget gick inte att läsa in", "Utkastet är borttaget"
    ),
    "pu-problem": Case(_by_link(person_id=REGISTER_ERROR), TECHNICAL, "Ett tekniskt fel"),
    "missing-parameter": Case(_by_link(query="?ref=1"), TECHNICAL, "Ett tekniskt fel"),
    "unknown": Case(_by_link(launchId="inget-guid"), TECHNICAL, "Ett tekniskt fel"),
    "enhet.auth.exception": Case(_by_mail_link, TECHNICAL, "Ett tekniskt fel", status=302),
}


@pytest.mark.parametrize("reason", CASES)
def test_the_reason_is_reached_and_told_in_swedish(client: Client, reason: str) -> None:
    case = CASES[reason]
    answer = case.way(client)
    assert answer.status_code == case.status
    assert answer["Location"].split("&")[0] == f"/error?reason={reason}"
    shown = client.get(answer["Location"])
    page = Page(shown)
    assert shown.status_code == 200
    assert page.tree.xpath("string(//h1)") == case.title
    assert case.words in " ".join(page.tree.text_content().split())


def test_a_protected_patient_on_another_unit_is_told_by_the_page_itself(client: Client) -> None:
    """No reason of the address: the certificate's own page refuses, in words of its own."""
    make_patient(PROTECTED)
    draft = make_draft(make_user(unit="SE2321000016-VE02"), person_id=PROTECTED)
    user = replace(make_integrated_user(), launch=None)
    answer = with_session(user, client=client).post(f"/visa/intyg/{draft.pk}", {"enhet": VE01})
    assert (answer.status_code, answer["Location"]) == (303, f"/certificate/{draft.pk}")
    shown = client.get(answer["Location"])
    assert shown.status_code == 403
    assert 'data-error-code="AUTHORIZATION_PROBLEM_SEKRETESSMARKERING_ENHET"' in shown.content.decode()
    assert "inloggad på enheten som utfärdade intyget" in shown.content.decode()
