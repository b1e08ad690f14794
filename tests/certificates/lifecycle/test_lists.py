"""The lists and their numbers (spec/lifecycle.md 14; spec/roles-and-access.md 7.3, 7.6)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates import queries
from certificates.events import DomainEvent, EventKind
from certificates.lifecycle import listing
from certificates.models import Certificate
from certificates.queries import (
    DraftFilter,
    DraftStatus,
    Forwarded,
    Page,
    PageRequest,
    PatientListStatus,
    PatientStatusFilter,
    SignedFilter,
)
from certificates.queries.lists import earliest_day
from certificates.types import registry
from hsa.roles import Role
from patients import services as patient_services
from tests.certificates.engine.world import tiny_type
from tests.factories import (
    ADMIN_ID,
    DOCTOR_ID,
    ME01,
    ME02,
    OTHER_PATIENT,
    PATIENT,
    PROTECTED,
    REGISTER_ERROR,
    UNKNOWN_PERSON,
    VE01,
    VE02,
    VE21,
    make_draft,
    make_patient,
    make_signed,
    make_user,
)
from webcert import clock
from webcert.errors import PuProblem

pytestmark = pytest.mark.django_db
either_register = pytest.mark.usefixtures("either_register")
DAY = dt.timedelta(days=1)
ALL = DraftFilter()


@pytest.fixture(autouse=True)
def _patients() -> None:
    make_patient()
    make_patient(OTHER_PATIENT, is_deceased=True)
    make_patient(PROTECTED)


def ids(page: Page[Certificate]) -> list[str]:
    return [row.listed.pk for row in page.rows]


def drafts(chosen: DraftFilter = ALL, *, user: Any = None, **request: Any) -> Page:
    return queries.list_drafts(user or make_user(), chosen, PageRequest(**request))


# --- unsigned drafts ----------------------------------------------------------------------------------------------
def test_the_draft_list_is_of_the_selected_unit_alone() -> None:
    own = make_draft()
    make_draft(make_user(unit=ME01))
    make_draft(make_user(unit=VE02))
    assert ids(drafts()) == [own.pk]


def test_signed_deleted_and_revoked_ones_are_not_in_the_draft_list() -> None:
    make_signed()
    make_draft(state="DELETED")
    make_draft(state="LOCKED", revoked_at=clock.now())
    locked = make_draft(state="LOCKED")
    assert ids(drafts()) == [locked.pk]


def test_the_latest_saved_stands_first() -> None:
    older = make_draft(saved_at=clock.now() - DAY)
    newer = make_draft()
    assert ids(drafts()) == [newer.pk, older.pk]
    assert ids(drafts(order_by="saved", ascending=True)) == [older.pk, newer.pk]


def test_the_list_can_be_ordered_by_its_columns() -> None:
    b = make_draft(saved_by_name="Bo", is_complete=True)
    a = make_draft(saved_by_name="Ann", is_forwarded=True)
    assert ids(drafts(order_by="saved_by", ascending=True)) == [a.pk, b.pk]
    assert ids(drafts(order_by="status", ascending=True)) == [a.pk, b.pk]
    assert ids(drafts(order_by="forwarded", ascending=True)) == [b.pk, a.pk]


def test_drafts_are_ordered_by_how_far_they_have_come() -> None:
    locked = make_draft(state=Certificate.State.LOCKED, is_complete=True)
    complete, incomplete = make_draft(is_complete=True), make_draft()
    assert ids(drafts(order_by="status", ascending=True)) == [incomplete.pk, complete.pk, locked.pk]


def test_types_are_ordered_by_their_names_not_their_ids() -> None:
    with registry.installed(
        tiny_type(type_id="aaa", name="Övrigt intyg"), tiny_type(type_id="zzz", name="Allmänt intyg")
    ):
        last, first = make_draft(type_id="aaa", type_version="1.0"), make_draft(type_id="zzz", type_version="1.0")
        assert ids(drafts(order_by="type", ascending=True)) == [first.pk, last.pk]
        assert ids(drafts(order_by="type")) == [last.pk, first.pk]


def test_an_unknown_column_orders_by_the_default() -> None:
    older = make_draft(saved_at=clock.now() - DAY)
    newer = make_draft()
    assert ids(drafts(order_by="answers; drop", ascending=True)) == [newer.pk, older.pk]


@pytest.mark.parametrize("status", list(DraftStatus))
def test_the_status_filter_keeps_one_status(status: DraftStatus) -> None:
    by_status = {
        DraftStatus.INCOMPLETE: make_draft(),
        DraftStatus.COMPLETE: make_draft(is_complete=True),
        DraftStatus.LOCKED: make_draft(state="LOCKED", is_complete=True),
    }
    page = drafts(DraftFilter(status=status))
    assert ids(page) == [by_status[status].pk]
    assert DraftStatus.of(page.rows[0].listed) is status
    assert status.label.startswith("Utkast, ")


def test_the_forwarded_filter_keeps_its_half() -> None:
    plain, forwarded = make_draft(), make_draft(is_forwarded=True)
    assert ids(drafts(DraftFilter(forwarded=Forwarded.FORWARDED))) == [forwarded.pk]
    assert ids(drafts(DraftFilter(forwarded=Forwarded.NOT_FORWARDED))) == [plain.pk]


def test_the_saver_and_patient_filters() -> None:
    mine = make_draft()
    theirs = make_draft(make_user(Role.VARDADMINISTRATOR), person_id=OTHER_PATIENT)
    assert ids(drafts(DraftFilter(saved_by=ADMIN_ID))) == [theirs.pk]
    assert ids(drafts(DraftFilter(person_id=PATIENT))) == [mine.pk]


def test_both_days_of_the_date_filter_are_inclusive() -> None:
    day = clock.today() - 10 * DAY
    first = clock.from_local(dt.datetime.combine(day, dt.time(0, 0)))
    last = clock.from_local(dt.datetime.combine(day, dt.time(23, 59, 59)))
    inside = [make_draft(saved_at=first).pk, make_draft(saved_at=last).pk]
    make_draft(saved_at=first - dt.timedelta(seconds=1))
    make_draft(saved_at=last + dt.timedelta(seconds=1))
    assert sorted(ids(drafts(DraftFilter(saved_from=day, saved_to=day)))) == sorted(inside)


def test_the_default_filter_is_the_users_own_three_months_back() -> None:
    chosen = DraftFilter.default_for(make_user())
    assert (chosen.saved_by, chosen.saved_from) == (DOCTOR_ID, earliest_day())


@pytest.mark.parametrize(
    ("today", "expected"),
    [
        ("2025-05-31", "2025-02-28"),
        ("2024-05-31", "2024-02-29"),
        ("2025-01-15", "2024-10-15"),
        ("2025-03-31", "2024-12-31"),
    ],
)
def test_three_months_back_is_a_day_of_the_calendar(today: str, expected: str, monkeypatch) -> None:
    monkeypatch.setattr(clock, "today", lambda: dt.date.fromisoformat(today))
    assert str(earliest_day()) == expected


def test_savers_are_everyone_who_last_saved_here_by_name_and_the_doctor_herself() -> None:
    make_draft(make_user(Role.VARDADMINISTRATOR))
    make_draft(saved_by_hsa_id="SE2321000016-P002", saved_by_name="anders")
    make_draft(make_user(unit=VE02), saved_by_hsa_id="SE2321000016-P003", saved_by_name="Elsewhere")
    assert [saver.name for saver in queries.savers(make_user())] == ["anders", "Leonie Koehl", "Vera Sund"]
    assert [saver.name for saver in queries.savers(make_user(Role.SJUKSKOTERSKA))] == ["anders", "Vera Sund"]


# --- pages --------------------------------------------------------------------------------------------------------
def test_a_page_has_its_rows_and_the_number_of_all() -> None:
    for _ in range(12):
        make_draft()
    page = drafts(number=2)
    assert (len(page.rows), page.total, page.pages, page.number) == (2, 12, 2, 2)
    assert page.is_total_exact


def test_a_page_beyond_the_last_is_the_last() -> None:
    make_draft()
    assert drafts(number=99).number == 1


def test_size_0_shows_all() -> None:
    for _ in range(12):
        make_draft()
    assert len(drafts(size=0).rows) == 12


def test_an_empty_list_is_a_page_of_nothing() -> None:
    page = drafts()
    assert (page.rows, page.total, page.pages) == ((), 0, 1)


def test_counting_stops_at_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("certificates.queries.lists.LISTED_AT_MOST", 3)
    for _ in range(5):
        make_draft()
    page = drafts()
    assert (page.total, page.is_total_exact) == (3, False)


def test_a_page_costs_the_same_number_of_queries_whatever_its_size() -> None:
    costs = []
    for count in (2, 10):
        for _ in range(count):
            make_draft()
        with CaptureQueriesContext(
            connection,
        ) as captured:
            drafts(size=100)
        costs.append(len(captured))
    assert costs[0] == costs[1]


def test_a_row_brings_the_patient_for_its_symbols() -> None:
    make_draft(person_id=OTHER_PATIENT)
    [row] = drafts().rows
    assert row.patient.is_deceased


# --- who is hidden ------------------------------------------------------------------------------------------------
@either_register
@pytest.mark.parametrize("role", [Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA, Role.BARNMORSKA])
def test_protected_patients_are_gone_before_counting_for_who_may_not_see_them(role: Role) -> None:
    make_draft(person_id=PROTECTED)
    visible = make_draft()
    page = drafts(user=make_user(role))
    assert (ids(page), page.total) == ([visible.pk], 1)


@either_register
@pytest.mark.parametrize("role", [Role.LAKARE, Role.TANDLAKARE, Role.PRIVATLAKARE])
def test_protected_patients_are_shown_to_the_roles_of_the_type(role: Role) -> None:
    protected = make_draft(person_id=PROTECTED)
    page = drafts(user=make_user(role))
    assert ids(page) == [protected.pk]
    assert page.rows[0].patient.is_protected


@either_register
@pytest.mark.parametrize("person_id", [REGISTER_ERROR, UNKNOWN_PERSON])
def test_rows_of_unknown_protection_are_hidden(person_id: str) -> None:
    make_patient(REGISTER_ERROR)
    make_draft(person_id=person_id)
    assert drafts().total == 0


@either_register
def test_nothing_is_listed_while_the_register_is_out_of_order() -> None:
    make_draft()
    patient_services.set_unavailable(True)
    assert drafts().total == 0


def test_types_outside_the_role_are_not_listed() -> None:
    make_draft(type_id="unknown-type")
    assert drafts().total == 0


# --- signed -------------------------------------------------------------------------------------------------------
def signed(chosen: SignedFilter | None = None, *, user: Any = None, **request: Any) -> Page:
    return queries.list_signed(user or make_user(), chosen or SignedFilter(), PageRequest(**request))


def test_the_signed_list_holds_what_the_user_has_signed_on_the_units() -> None:
    own, on_clinic = make_signed(), make_signed(make_user(unit=ME01))
    make_signed(make_user(unit=VE02))
    make_signed(issuer_hsa_id="SE2321000016-P002")
    make_draft()
    make_signed(revoked_at=clock.now())
    assert sorted(ids(signed())) == sorted([own.pk, on_clinic.pk])


def test_on_a_clinic_only_what_was_signed_there_is_listed() -> None:
    make_signed()
    on_clinic = make_signed(make_user(unit=ME01))
    assert ids(signed(user=make_user(unit=ME01))) == [on_clinic.pk]


def test_the_signed_list_never_reaches_back_more_than_three_months() -> None:
    make_signed(signed_at=clock.now() - 100 * DAY)
    recent = make_signed(signed_at=clock.now() - 80 * DAY)
    assert ids(signed(SignedFilter(signed_from=clock.today() - 365 * DAY))) == [recent.pk]


def test_the_signed_list_is_filtered_by_patient_and_day() -> None:
    old = make_signed(signed_at=clock.now() - 5 * DAY)
    new = make_signed(person_id=OTHER_PATIENT)
    assert ids(signed(SignedFilter(person_id=PATIENT))) == [old.pk]
    assert ids(signed(SignedFilter(signed_to=clock.today() - DAY))) == [old.pk]
    assert ids(signed(SignedFilter(signed_from=clock.today()))) == [new.pk]


# --- a patient's earlier certificates -----------------------------------------------------------------------------
def earlier(chosen: PatientStatusFilter = PatientStatusFilter.ALL, *, user: Any = None, person_id: str = PATIENT):
    rows = queries.list_for_patient(user or make_user(), person_id, chosen=chosen)
    return {row.certificate.pk: row.status for row in rows}


def test_earlier_certificates_are_those_of_unit_and_clinics() -> None:
    own, on_clinic = make_draft(), make_signed(make_user(unit=ME02))
    make_signed(make_user(unit=VE02))
    make_draft(person_id=OTHER_PATIENT)
    make_draft(state="DELETED")
    assert set(earlier()) == {own.pk, on_clinic.pk}


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({}, PatientListStatus.INCOMPLETE),
        ({"is_complete": True}, PatientListStatus.COMPLETE),
        ({"state": "LOCKED"}, PatientListStatus.LOCKED),
        ({"state": "LOCKED", "revoked_at": clock.now()}, PatientListStatus.REVOKED),
        ({"state": "SIGNED", "signed_at": clock.now()}, PatientListStatus.SIGNED),
        ({"state": "SIGNED", "signed_at": clock.now(), "sent_at": clock.now()}, PatientListStatus.SENT),
        (
            {"state": "SIGNED", "signed_at": clock.now(), "sent_at": clock.now(), "revoked_at": clock.now()},
            PatientListStatus.REVOKED,
        ),
    ],
)
def test_the_status_of_a_row(fields: dict[str, Any], status: PatientListStatus) -> None:
    assert list(earlier().values()) == []
    make_draft(**fields)
    assert list(earlier().values()) == [status]


@pytest.mark.parametrize(
    ("child", "status"),
    [
        ({"relation": "ERSATT", "state": "SIGNED", "signed_at": clock.now()}, PatientListStatus.REPLACED),
        ({"relation": "ERSATT"}, PatientListStatus.SIGNED),
        ({"relation": "KOMPLT", "state": "SIGNED", "signed_at": clock.now()}, PatientListStatus.COMPLEMENTED),
        ({"relation": "KOMPLT"}, PatientListStatus.SENT),
        ({"relation": "FRLANG", "state": "SIGNED", "signed_at": clock.now()}, PatientListStatus.SIGNED),
        (
            {"relation": "ERSATT", "state": "SIGNED", "signed_at": clock.now(), "revoked_at": clock.now()},
            PatientListStatus.SIGNED,
        ),
    ],
)
def test_what_was_made_from_a_certificate_decides_its_status(child: dict[str, Any], status: PatientListStatus) -> None:
    parent = make_signed()
    make_draft(parent=parent, **child)
    assert earlier()[parent.pk] is status


def test_the_three_choices_above_the_list() -> None:
    draft, revoked = make_draft(), make_signed(revoked_at=clock.now())
    assert set(earlier(PatientStatusFilter.CURRENT)) == {draft.pk}
    assert set(earlier(PatientStatusFilter.OTHER)) == {revoked.pk}
    assert set(earlier(PatientStatusFilter.ALL)) == {draft.pk, revoked.pk}


def test_a_protected_patients_certificates_are_not_listed_for_an_administrator() -> None:
    make_draft(person_id=PROTECTED)
    assert earlier(user=make_user(Role.VARDADMINISTRATOR), person_id=PROTECTED) == {}
    assert len(earlier(person_id=PROTECTED)) == 1


def test_unknown_protection_stops_the_patients_list() -> None:
    with pytest.raises(PuProblem):
        earlier(person_id=UNKNOWN_PERSON)


# --- numbers ------------------------------------------------------------------------------------------------------
def test_drafts_are_counted_per_unit_with_locked_ones() -> None:
    make_draft()
    make_draft(state="LOCKED")
    make_draft(make_user(unit=ME01))
    make_draft(make_user(unit=VE21))
    make_signed()
    assert queries.draft_counts(make_user(), [VE01, ME01, VE02]) == {VE01: 2, ME01: 1}


def test_hidden_drafts_are_not_counted() -> None:
    make_draft(person_id=PROTECTED)
    assert queries.draft_counts(make_user(Role.VARDADMINISTRATOR), [VE01]) == {}


# --- what showing a list tells the log ----------------------------------------------------------------------------
def test_each_patient_on_the_page_is_one_reading(heard: list[DomainEvent]) -> None:
    make_draft()
    make_draft()
    make_draft(person_id=OTHER_PATIENT)
    listing.show_drafts(make_user(), ALL, PageRequest())
    assert sorted((event.kind, event.person_id) for event in heard) == [
        (EventKind.LISTED, PATIENT),
        (EventKind.LISTED, OTHER_PATIENT),
    ]
    assert all(event.certificate is None for event in heard)


def test_only_the_shown_page_is_a_reading(heard: list[DomainEvent]) -> None:
    for _ in range(10):
        make_draft()
    make_draft(person_id=OTHER_PATIENT, saved_at=clock.now() - DAY)
    listing.show_drafts(make_user(), ALL, PageRequest())
    assert [event.person_id for event in heard] == [PATIENT]


def test_the_signed_list_is_logged_too(heard: list[DomainEvent]) -> None:
    make_signed()
    listing.show_signed(make_user(), SignedFilter(), PageRequest())
    assert [event.kind for event in heard] == [EventKind.LISTED]


def test_a_patients_list_is_one_reading_even_when_it_is_empty(heard: list[DomainEvent]) -> None:
    listing.show_patient(make_user(), PATIENT)
    assert [(event.kind, event.person_id) for event in heard] == [(EventKind.LISTED, PATIENT)]


LISTS = {"drafts": lambda: drafts(DraftFilter()), "own drafts": lambda: drafts(own()), "signed": lambda: signed()}


def own() -> DraftFilter:
    return DraftFilter(saved_by=make_user().hsa_id, saved_from=earliest_day())


@pytest.mark.parametrize(
    ("name", "index"),
    [
        ("drafts", "certificate_unit_list"),
        ("own drafts", "certificate_saver_list"),
        ("signed", "certificate_signer_list"),
    ],
)
def test_a_list_is_cut_and_counted_in_its_index(name: str, index: str) -> None:
    """A list of one unit must not walk through the certificates of all."""
    if connection.vendor != "sqlite":
        pytest.skip("the plan of a table of one row says nothing on this database")
    make_draft()
    with CaptureQueriesContext(connection) as captured:
        LISTS[name]()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {captured[0]['sql']}")
        plan = " ".join(str(row[-1]) for row in cursor.fetchall())
    assert f"INDEX {index} (" in plan
