"""The page Ej hanterade ärenden and its numbers in the menu (spec/ui.md 2.2, 2.5; spec/lifecycle.md 14.4, 14.5)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from arenden.models import Arende
from arenden.services import receive, set_handled
from certificates.models import Certificate
from hsa.roles import Role
from tests.arenden.conftest import make_sent, message
from tests.factories import (
    ADMIN_ID,
    ME01,
    OTHER_PATIENT,
    VE01,
    VE02,
    VE21,
    make_draft,
    make_integrated_user,
    make_patient,
    make_user,
)
from tests.pages.certificate.sessions import log_in

pytestmark = pytest.mark.django_db
LIST = "/list/unhandledcertificates"


def asked(number: int = 1, *, unit: str = VE01, **changes: Any) -> Arende:
    """A question about a certificate of the doctor on the unit."""
    certificate = make_sent(user=make_user(unit=unit), **changes)
    return receive(message(certificate, message_id=f"m-{number}"))


def shown(page: str) -> list[str]:
    """Ids of the certificates in the order of their rows."""
    return re.findall(r'href="/certificate/([0-9a-f-]{36})/questions">Öppna', page)


def get(client: Client, address: str = LIST) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def search(client: Client, **filters: str) -> str:
    """Post a filter, follow to the list."""
    answer = client.post(LIST, filters)
    assert (answer.status_code, answer["Location"]) == (303, f"{LIST}?f=1")
    return get(client, answer["Location"])


@pytest.fixture
def doctor() -> Client:
    return log_in(make_user())


@pytest.fixture
def care_admin() -> Client:
    return log_in(make_user(Role.VARDADMINISTRATOR))


def test_a_unit_that_was_never_asked_anything_says_so(doctor: Client) -> None:
    page = get(doctor)
    assert "Det finns inga ärenden på" in page and "<table" not in page


def test_handled_questions_can_be_found_where_nothing_waits(doctor: Client) -> None:
    question = asked()
    set_handled(user=make_user(), question_id=question.pk)
    assert "Inga resultat att visa." in get(doctor)
    page = search(doctor, handling="HANDLED")
    assert shown(page) == [question.certificate_id] and "Inget</span>" in page


def test_a_row_tells_what_to_do_who_asked_and_leads_to_the_questions(doctor: Client) -> None:
    question = asked()
    page = get(doctor)
    assert shown(page) == [question.certificate_id]
    for words in ("Svara</span>", "Försäkringskassan</td>", "19121212-1212", "Leonie Koehl</td>"):
        assert words in page
    assert f'href="/certificate/{question.certificate_id}/questions/forward"' in page


def test_a_reminder_is_told_before_what_to_do(doctor: Client) -> None:
    question = asked()
    receive(message(question.certificate, message_id="m-2", topic="PAMINN", reminds="m-1"))
    assert "Påminnelse: Svara</span>" in get(doctor)


def test_forwarded_questions_have_a_tick(doctor: Client) -> None:
    asked()
    assert '<span class="wc-vh">Nej</span>' in get(doctor)
    Arende.objects.update(is_forwarded=True)
    assert '<span class="wc-vh">Ja</span>' in get(doctor)


def test_a_doctor_begins_with_the_own_certificates(doctor: Client) -> None:
    own = asked()
    other = asked(2, issuer_hsa_id=ADMIN_ID, issuer_name="Vera Sund")
    assert shown(get(doctor)) == [own.certificate_id]
    assert shown(search(doctor, signed_by=ADMIN_ID)) == [other.certificate_id]
    assert set(shown(search(doctor))) == {own.certificate_id, other.certificate_id}


def test_a_care_administrator_begins_with_everybody_s(care_admin: Client) -> None:
    question = asked()
    assert shown(get(care_admin)) == [question.certificate_id]


def test_units_are_offered_with_what_waits_on_each(doctor: Client) -> None:
    asked(1)
    asked(2, unit=ME01)
    below = asked(3, unit=ME01)
    page = get(doctor)
    offered = re.findall(r'<option value="([^"]*)"[^>]*>((?:&nbsp;)*)([^<]*) \((\d)\)</option>', page)
    assert [(unit, bool(indent), int(n)) for unit, indent, _, n in offered] == [
        ("", False, 3),
        (VE01, False, 1),
        (ME01, True, 2),
        ("SE2321000016-ME02", True, 0),
    ]
    assert below.certificate_id in shown(search(doctor, unit=ME01)) and len(shown(search(doctor, unit=ME01))) == 2


def test_a_private_practitioner_has_no_choice_of_unit() -> None:
    asked()
    page = get(log_in(make_user(Role.PRIVATLAKARE)))
    assert 'name="unit"' not in page


def test_a_patient_is_found_without_the_number_in_the_address(doctor: Client) -> None:
    make_patient(OTHER_PATIENT)
    asked(1)
    other = asked(2, person_id=OTHER_PATIENT)
    page = search(doctor, person_id=OTHER_PATIENT)
    assert shown(page) == [other.certificate_id]
    assert not re.search(rf'(?:href|action)="[^"]*{OTHER_PATIENT[-4:]}', page)


def test_pages_and_order_keep_the_filter(doctor: Client) -> None:
    for number in range(12):
        asked(number)
    assert "Visar 1 - 10 av 12 träffar" in get(doctor)
    assert "Visar 11 - 12 av 12 träffar" in get(doctor, f"{LIST}?f=1&page=2&sort=changed:asc")
    assert re.search(r'aria-sort="descending"><button[^>]*value="changed:asc">Skickat/mottaget', get(doctor))


def test_a_wrong_filter_is_said_and_not_searched(doctor: Client) -> None:
    asked()
    answer = doctor.post(LIST, {"person_id": "191212121213", "start": "2026-05-02", "end": "2026-05-01"})
    page = answer.content.decode()
    assert answer.status_code == 422 and shown(page) == []
    assert "Slutdatum får inte vara före startdatum" in page and "<title>Fel: " in page


@pytest.mark.parametrize("name", ["unit", "handling", "sender", "signed_by", "forwarded"])
def test_nonsense_in_a_filter_is_no_error(doctor: Client, name: str) -> None:
    asked()
    assert "träffar" in search(doctor, **{name: "nonsens"})


def test_numbers_of_the_tab_and_of_other_units(doctor: Client) -> None:
    for number, unit in enumerate((VE01, ME01, VE02)):
        asked(number, unit=unit)
    make_draft()
    make_draft(make_user(unit=VE21))
    page = get(doctor, "/search")
    assert re.search(r'Ej hanterade ärenden <span class="wc-count">2</span>', page)
    assert re.search(r'Ej signerade utkast <span class="wc-count">1</span>', page)
    assert "3 ej hanterade ärenden och ej signerade utkast på andra vårdenheter" in page


def test_the_unit_choice_tells_questions_and_drafts(doctor: Client) -> None:
    asked(1)
    asked(2, unit=ME01)
    make_draft(make_user(unit=ME01))
    page = get(doctor, "/unit")
    assert "<td>1 (totalt 2)</td><td>0 (totalt 1)</td>" in page and "<td>1</td><td>1</td>" in page


def test_only_a_certificate_that_may_be_forwarded_has_the_button(doctor: Client) -> None:
    question = asked()
    Certificate.objects.filter(pk=question.certificate_id).update(sent_at=None, sent_to="")
    assert "/questions/forward" not in get(doctor)


def test_the_list_needs_a_login(client: Client) -> None:
    assert client.get(LIST)["Location"] == "/error?reason=auth-exception-resource"


def test_the_list_is_for_who_works_beside_the_journal_system() -> None:
    assert log_in(make_integrated_user()).get(LIST).status_code == 403
