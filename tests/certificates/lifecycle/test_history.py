"""History, status line and relations (spec/lifecycle.md 13, 13.1)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.db import transaction

from certificates.events import EventKind
from certificates.lifecycle.complement import request_complement
from certificates.lifecycle.recording import append
from certificates.lifecycle.renew import renew
from certificates.lifecycle.replace import replace
from certificates.models import Certificate
from certificates.queries.history import RelatedStatus, history, is_available_to_patient, relations, standing
from certificates.types import registry
from tests.certificates.lifecycle.kinds import death, older
from tests.factories import make_diagnoses, make_draft, make_patient, make_signed, make_user
from webcert import clock

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _world() -> None:
    make_patient()
    make_diagnoses()


def happened(certificate: Certificate, *kinds: EventKind) -> Certificate:
    """Events a minute apart, beginning now."""
    with transaction.atomic():
        for minute, kind in enumerate(kinds):
            append(kind, certificate, user=make_user(), occurred_at=clock.now() + dt.timedelta(minutes=minute))
    return certificate


def kinds(certificate: Certificate) -> list[str]:
    return [entry.kind for entry in history(certificate)]


def test_a_life_is_told_oldest_first_with_what_follows_from_the_signing() -> None:
    certificate = happened(make_signed(), EventKind.SKAPAT, EventKind.SIGNAT, EventKind.SKICKAT, EventKind.MAKULERAT)
    assert kinds(certificate) == ["CREATED", "SIGNED", "AVAILABLE_FOR_PATIENT", "SENT", "REVOKED"]


def test_a_type_that_patients_do_not_see_is_not_told_as_available() -> None:
    with registry.installed(death()):
        certificate = happened(make_signed(type_id="db", type_version="1.0"), EventKind.SIGNAT)
        assert kinds(certificate) == ["SIGNED"]


def test_what_is_for_the_machinery_only_is_hidden() -> None:
    assert kinds(happened(make_signed(), EventKind.KFSIGN, EventKind.RELINTYGMAKULE)) == []


def test_the_recipient_is_named() -> None:
    [entry] = history(happened(make_signed(), EventKind.SKICKAT))
    assert entry.text == "Intyget skickades till Försäkringskassan"


def test_a_request_for_a_complement_is_told() -> None:
    certificate = make_signed()
    request_complement(certificate_id=certificate.pk, message_id="m-1", requested_at=clock.now())
    assert kinds(certificate) == ["REQUEST_FOR_COMPLEMENT"]


def test_locking_is_told_of_the_older_engine_only() -> None:
    assert kinds(happened(make_draft(state="LOCKED"), EventKind.LAST)) == []
    with registry.installed(older()):
        assert kinds(happened(make_draft(type_id="luse", type_version="1.0", state="LOCKED"), EventKind.LAST)) == [
            "LOCKED"
        ]


def test_a_replacement_and_its_parent_tell_of_each_other() -> None:
    parent = make_signed()
    draft = replace(user=make_user(), certificate_id=parent.pk)
    [from_draft], [from_parent] = history(draft), history(parent)
    assert (from_draft.kind, from_draft.related.certificate_id, from_draft.related.status) == (
        "REPLACES",
        parent.pk,
        RelatedStatus.SIGNED,
    )
    assert (from_parent.kind, from_parent.related.certificate_id, from_parent.related.status) == (
        "REPLACED",
        draft.pk,
        RelatedStatus.UNSIGNED,
    )


def test_a_renewal_leaves_no_line_with_the_renewed_certificate() -> None:
    parent = make_signed()
    draft = renew(user=make_user(), certificate_id=parent.pk)
    assert kinds(draft) == ["EXTENDED"]
    assert kinds(parent) == []


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"state": "DRAFT", "signed_at": None}, "UNSIGNED", "utkast"),
        ({}, "SIGNED", "har ersatts"),
        ({"revoked_at": clock.now()}, "REVOKED", "makulerades"),
    ],
)
def test_the_text_about_a_child_follows_its_state(changes: dict[str, object], status: str, word: str) -> None:
    parent = make_signed()
    make_draft(**({"state": "SIGNED", "signed_at": clock.now(), "parent": parent, "relation": "ERSATT"} | changes))
    [entry] = history(parent)
    assert entry.related.status == status
    assert word in entry.text


def test_a_deleted_child_is_forgotten() -> None:
    parent = make_signed()
    make_draft(state="DELETED", parent=parent, relation="ERSATT")
    assert history(parent) == ()
    assert relations(parent).children == ()


def test_revoking_a_child_points_at_its_parent() -> None:
    parent = make_signed()
    child = happened(make_signed(parent=parent, relation="KOMPLT", revoked_at=clock.now()), EventKind.MAKULERAT)
    [entry] = history(child)
    assert entry.related.certificate_id == parent.pk
    assert "också" in entry.text


def test_relations_are_shown_both_ways_newest_child_first() -> None:
    parent = make_signed()
    first = make_draft(parent=parent, relation="FRLANG", created_at=clock.now() - dt.timedelta(days=1))
    second = make_signed(parent=parent, relation="FRLANG")
    assert [child.certificate_id for child in relations(parent).children] == [second.pk, first.pk]
    assert relations(first).parent.certificate_id == parent.pk
    assert relations(parent).parent is None


# --- the status line ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("fields", "kind"),
    [
        ({"state": "DRAFT"}, "INCOMPLETE"),
        ({"state": "DRAFT", "is_complete": True}, "COMPLETE"),
        ({"state": "LOCKED"}, "LOCKED"),
        ({"state": "LOCKED", "revoked_at": clock.now()}, "LOCKED_REVOKED"),
        ({"state": "SIGNED", "signed_at": clock.now()}, "SIGNED"),
        ({"state": "SIGNED", "signed_at": clock.now(), "sent_at": clock.now(), "sent_to": "FKASSA"}, "SENT"),
        (
            {
                "state": "SIGNED",
                "signed_at": clock.now(),
                "sent_at": clock.now(),
                "complement_requested_at": clock.now(),
            },
            "COMPLEMENT_REQUESTED",
        ),
        (
            {
                "state": "SIGNED",
                "signed_at": clock.now(),
                "revoked_at": clock.now(),
                "complement_requested_at": clock.now(),
            },
            "REVOKED",
        ),
    ],
)
def test_the_first_that_fits_is_told(fields: dict[str, object], kind: str) -> None:
    assert standing(make_draft(**fields)).kind == kind


@pytest.mark.parametrize(
    ("relation", "state", "kind"),
    [
        ("ERSATT", "DRAFT", "REPLACED_BY_DRAFT"),
        ("ERSATT", "SIGNED", "REPLACED"),
        ("KOMPLT", "DRAFT", "COMPLEMENTED_BY_DRAFT"),
        ("KOMPLT", "SIGNED", "COMPLEMENTED"),
    ],
)
def test_a_child_stands_before_a_sending(relation: str, state: str, kind: str) -> None:
    parent = make_signed(sent_at=clock.now(), sent_to="FKASSA")
    child = make_draft(
        parent=parent, relation=relation, state=state, signed_at=clock.now() if state == "SIGNED" else None
    )
    line = standing(parent)
    assert (line.kind, line.related.certificate_id) == (kind, child.pk)


def test_a_revoked_child_does_not_stand_in_the_line() -> None:
    parent = make_signed()
    make_signed(parent=parent, relation="ERSATT", revoked_at=clock.now())
    assert standing(parent).kind == "SIGNED"


@pytest.mark.parametrize(
    ("changes", "available"), [({}, True), ({"revoked_at": clock.now()}, False), ({"is_test_certificate": True}, False)]
)
def test_patients_see_signed_certificates_that_are_neither_revoked_nor_tests(
    changes: dict[str, object], available: bool
) -> None:
    assert is_available_to_patient(make_signed(**changes)) is available
