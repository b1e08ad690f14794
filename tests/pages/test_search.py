"""Find a patient, choose a type, earlier certificates (spec/ui.md 2.3, 2.4, S-05 to S-08)."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts import preferences
from certificates.events import DomainEvent, EventKind, domain_event
from certificates.models import Certificate
from patients.services import set_unavailable
from tests.accounts.visits import NO_SUBSCRIPTION, log_in
from tests.factories import make_draft, make_signed
from tests.pages.people import doctor_user
from webcert import clock

PATIENT, DECEASED, PROTECTED, TEST_PERSON = "191212121212", "193502289014", "194712180100", "196507081237"


def find(client: Client, number: str) -> HttpResponse:
    return client.post("/search", {"person_id": number})


def choose(client: Client, number: str = PATIENT) -> str:
    """The address of the chosen patient."""
    answer = find(client, number)
    assert answer.status_code == 303, answer.content.decode()
    return answer["Location"]


@contextmanager
def heard(kind: EventKind) -> Iterator[list[DomainEvent]]:
    """The events of a kind that rooms above hear inside the block."""
    events: list[DomainEvent] = []

    def listen(sender: object, event: DomainEvent, **kwargs: object) -> None:
        if event.kind is kind:
            events.append(event)

    domain_event.connect(listen)
    try:
        yield events
    finally:
        domain_event.disconnect(listen)


@pytest.mark.parametrize("number", ["19121212-1212", "191212121212", "19800191-9011"])
def test_a_patient_that_is_found_gets_an_address_without_the_number(doctor: Client, number: str) -> None:
    address = choose(doctor, number)
    assert re.fullmatch(r"/create/[\w-]{20,}", address)
    assert not re.search(r"\d{6}", address)
    page = doctor.get(address).content.decode()
    assert 'data-testid="patient-header"' in page
    assert not re.search(r"\d{8}", re.search(r"<title>(.*?)</title>", page).group(1))


@pytest.mark.parametrize(
    "number",
    ["", "19121212121", "191212121213", "9912121212", "20991212-1212", "18800101-1234", "SE2321000016-P001", "x" * 500],
)
def test_a_number_that_is_none_has_one_error_tied_to_the_field(doctor: Client, number: str) -> None:
    answer = find(doctor, number)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert page.count('aria-describedby="person_id-error"') == 1 and 'aria-invalid="true"' in page
    assert 'id="person_id-error" hidden' not in page
    assert "<title>Fel: " in page


@pytest.mark.parametrize(
    ("number", "text", "has_error_id"),
    [
        ("196403219055", "reservnummer", False),
        ("196209103412", "saknar namn", False),
        ("197201010118", "svarar inte", True),
    ],
)
def test_a_search_that_leads_nowhere_says_why(doctor: Client, number: str, text: str, has_error_id: bool) -> None:
    page = find(doctor, number).content.decode()
    assert text in page and ("Fel-id" in page) is has_error_id


def test_a_register_that_is_away_is_said_with_an_error_id(doctor: Client) -> None:
    set_unavailable(True)
    assert "Fel-id" in find(doctor, PATIENT).content.decode()


def test_the_address_means_nothing_in_another_session(doctor: Client) -> None:
    address = choose(doctor)
    other = Client()
    log_in(other)
    assert other.get(address)["Location"] == "/search"
    assert other.post(address, {"type_id": "fk7804"})["Location"] == "/search"
    assert not Certificate.objects.exists()


def test_the_same_patient_keeps_the_address(doctor: Client) -> None:
    assert choose(doctor) == choose(doctor)


def test_only_the_latest_patients_are_kept(doctor: Client) -> None:
    from certificates.pages.search import MAX_TOKENS

    doctor.get("/search")
    session = doctor.session
    session["chosen_patients"] = {f"t{n}": "191212121212" for n in range(MAX_TOKENS)}
    session.save()
    choose(doctor, "192703104329")
    tokens = doctor.session["chosen_patients"]
    assert len(tokens) == MAX_TOKENS and "t0" not in tokens


@pytest.mark.parametrize(
    ("number", "mark"),
    [(DECEASED, "Avliden"), (PROTECTED, "Skyddade personuppgifter"), (TEST_PERSON, "Valideringsperson")],
)
def test_the_band_says_what_is_special_with_the_patient(doctor: Client, number: str, mark: str) -> None:
    band = (
        doctor.get(choose(doctor, number))
        .content.decode()
        .split('data-testid="patient-header"')[1]
        .split("</div>\n</div>")[0]
    )
    assert mark in band


def test_creating_makes_a_draft_from_the_browser_and_opens_it(doctor: Client) -> None:
    answer = doctor.post(choose(doctor), {"type_id": "fk7804"})
    certificate = Certificate.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, f"/certificate/{certificate.pk}")
    assert (certificate.way_in, certificate.person_id, certificate.unit_id) == (
        Certificate.WayIn.BROWSER,
        PATIENT,
        "SE2321000016-VE01",
    )


def test_a_type_that_does_not_exist_makes_nothing(doctor: Client) -> None:
    assert doctor.post(choose(doctor), {"type_id": "nonsense"}).status_code == 404
    assert not Certificate.objects.exists()


def test_a_deceased_patient_has_no_button_but_a_reason(doctor: Client) -> None:
    address = choose(doctor, DECEASED)
    row = doctor.get(address).content.decode().split('<li class="wc-type">')[1].split("</li>")[0]
    assert "btn-create-fk7804" not in row and "wc-note" in row
    assert doctor.post(address, {"type_id": "fk7804"}).status_code == 403
    assert not Certificate.objects.exists()


def test_without_subscription_nothing_can_be_created(demo_people: None, client: Client) -> None:
    log_in(client, NO_SUBSCRIPTION)
    address = choose(client)
    assert "btn-create-" not in client.get(address).content.decode()
    assert client.post(address, {"type_id": "fk7804"}).status_code == 403


def test_a_favourite_comes_first_now_and_after_a_new_login(doctor: Client) -> None:
    address = choose(doctor)
    token = address.rpartition("/")[2]
    assert doctor.post(f"/create/{token}/favourite", {"type_id": "fk7804"})["Location"] == address
    assert 'aria-pressed="true"' in doctor.get(address).content.decode()
    log_in(doctor)
    assert 'aria-pressed="true"' in doctor.get(choose(doctor)).content.decode()


def test_a_favourite_can_be_taken_away(doctor: Client) -> None:
    address = choose(doctor)
    for _ in range(2):
        doctor.post(f"{address}/favourite", {"type_id": "fk7804"})
    assert 'aria-pressed="true"' not in doctor.get(address).content.decode()


def test_the_type_explains_itself_in_a_dialog_and_on_a_page(doctor: Client) -> None:
    address = choose(doctor)
    page = doctor.get(f"{address}/about/fk7804").content.decode()
    assert "<html" in page and "Om Läkarintyg för sjukpenning" in page
    fragment = doctor.get(f"{address}/about/fk7804", headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment and "Om Läkarintyg för sjukpenning" in fragment


def test_earlier_certificates_are_the_current_ones_until_asked_otherwise(doctor: Client) -> None:
    user = doctor_user()
    current = make_signed(user)
    revoked = make_signed(user, revoked_at=clock.now())
    address = choose(doctor)
    page = doctor.get(address).content.decode()
    assert current.pk in page and revoked.pk not in page
    other = doctor.get(f"{address}?status=OTHER").content.decode()
    assert revoked.pk in other and current.pk not in other
    everything = doctor.get(f"{address}?status=ALL").content.decode()
    assert revoked.pk in everything and current.pk in everything


def test_a_draft_stands_among_them_with_its_status(doctor: Client) -> None:
    make_draft(doctor_user())
    assert "Utkast, uppgifter saknas" in doctor.get(choose(doctor)).content.decode()


def test_reading_a_patient_s_list_is_told_once(doctor: Client) -> None:
    address = choose(doctor)
    with heard(EventKind.LISTED) as events:
        doctor.get(address)
    assert [event.person_id for event in events] == [PATIENT]


def test_an_integrated_user_has_no_search(demo_people: None, client: Client) -> None:
    log_in(client, origin="DJUPINTEGRATION")
    assert client.get("/search").status_code == 403


def test_the_search_needs_a_csrf_token(demo_people: None) -> None:
    strict = Client(enforce_csrf_checks=True)
    log_in(strict)
    assert find(strict, PATIENT)["Location"] == "/error?reason=auth-exception-resource"


def buttons(page: str) -> list[str]:
    return re.findall(r'data-testid="btn-renew-([\w-]+)"', page)


def test_a_signed_certificate_can_be_renewed_from_the_list_and_a_draft_cannot(doctor: Client) -> None:
    signed = make_signed(doctor_user())
    make_draft(doctor_user())
    page = doctor.get(choose(doctor)).content.decode()
    assert buttons(page) == [signed.pk]
    assert f'hx-get="/certificate/{signed.pk}/renew"' in page


def test_who_does_not_want_to_be_asked_renews_from_the_list_with_the_press(doctor: Client) -> None:
    signed = make_signed(doctor_user())
    preferences.put(doctor_user().hsa_id, preferences.RENEW_WITHOUT_ASKING, value="true")
    page = doctor.get(choose(doctor)).content.decode()
    assert f'formaction="/certificate/{signed.pk}/renew"' in page


def test_a_replaced_certificate_cannot_be_renewed_from_the_list(doctor: Client) -> None:
    replaced = make_signed(doctor_user())
    new = make_signed(doctor_user(), parent=replaced, relation="ERSATT")
    page = doctor.get(choose(doctor), {"status": "ALL"}).content.decode()
    assert buttons(page) == [new.pk]


def test_earlier_certificates_can_be_sorted(doctor: Client) -> None:
    now = clock.now()
    first = make_draft(doctor_user(), saved_at=now - dt.timedelta(days=2), saved_by_name="Bo")
    second = make_draft(doctor_user(), saved_at=now - dt.timedelta(days=1), saved_by_name="Ann")
    address = choose(doctor)

    def order(sort: str) -> list[str]:
        page = doctor.get(address, {"sort": sort}).content.decode()
        found = re.findall(r'href="/certificate/([\w-]+)" aria-label="Öppna', page)
        return [pk for pk in found if pk in {first.pk, second.pk}]

    assert order("") == order("nonsense") == [second.pk, first.pk]
    assert order("saved:asc") == [first.pk, second.pk]
    assert order("by:asc") == [second.pk, first.pk]
