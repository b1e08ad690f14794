"""One certificate per patient (spec/death-certificates.md 3; spec/lifecycle.md 5.8)."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections

from certificates.lifecycle.copy import copy_locked
from certificates.lifecycle.create import create_draft
from certificates.lifecycle.replace import replace
from certificates.lifecycle.revoke import revoke
from certificates.models import Certificate
from certificates.queries import uniqueness
from certificates.queries.uniqueness import Place
from certificates.types import registry
from certificates.types.base import CertificateType
from patients import queries as patient_queries
from tests.certificates.engine.world import UNIT_CONTACT
from tests.certificates.lifecycle.kinds import CONTACT, cause, death
from tests.certificates.lifecycle.signed import sign
from tests.factories import ME01, PATIENT, VE01, VE21, make_draft, make_patient, make_signed, make_user, unit_node
from webcert import clock
from webcert.errors import AuthorizationProblem, WebcertError

DEATH, CAUSE = death(), cause()
HERE = unit_node(VE01)


@pytest.fixture(autouse=True)
def _world(request: pytest.FixtureRequest) -> Iterator[None]:
    request.getfixturevalue("transactional_db" if "transactional_db" in request.fixturenames else "db")
    make_patient()
    with registry.installed(DEATH, CAUSE):
        yield


def values(ctype: CertificateType) -> dict[str, object]:
    return {"type_id": ctype.type_id, "type_version": ctype.version, "answers": {UNIT_CONTACT: CONTACT}}


def draft(ctype: CertificateType, unit: str = VE01, **changes: object) -> Certificate:
    return make_draft(make_user(unit=unit), **(values(ctype) | {"is_complete": True} | changes))


def signed(ctype: CertificateType, unit: str = VE01, **changes: object) -> Certificate:
    return make_signed(make_user(unit=unit), **(values(ctype) | changes))


def create(ctype: CertificateType, unit: str = VE01) -> Certificate:
    patient = patient_queries.look_up(PATIENT).patient
    assert patient is not None
    return create_draft(
        user=make_user(unit=unit), certificate_type=ctype, patient=patient, way_in=Certificate.WayIn.BROWSER
    )


def refusal(ctype: CertificateType) -> tuple[str, str]:
    with pytest.raises(AuthorizationProblem) as raised:
        create(ctype)
    return raised.value.reason, raised.value.message


# --- what there is ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("unit", "place"), [(VE01, Place.SAME_UNIT), (ME01, Place.SAME_PROVIDER), (VE21, Place.OTHER_PROVIDER)]
)
def test_an_earlier_one_is_placed_by_its_unit(unit: str, place: Place) -> None:
    certificate = signed(DEATH, unit)
    found = uniqueness.earlier(DEATH, PATIENT, unit=HERE)
    assert found.signed is not None
    assert (found.signed.certificate, found.signed.place, found.draft) == (certificate, place, None)


def test_the_own_care_providers_comes_before_a_newer_one_elsewhere() -> None:
    own = signed(CAUSE)
    signed(CAUSE, VE21)
    assert uniqueness.earlier(CAUSE, PATIENT, unit=HERE).signed.certificate == own


def test_revoked_certificates_locked_and_deleted_drafts_do_not_count() -> None:
    signed(DEATH, revoked_at=clock.now())
    draft(DEATH, state="LOCKED")
    draft(DEATH, state="DELETED")
    assert uniqueness.earlier(DEATH, PATIENT, unit=HERE) == uniqueness.Found()


def test_a_replaced_certificate_still_counts() -> None:
    old = signed(DEATH)
    draft(DEATH, parent=old, relation="ERSATT")
    assert uniqueness.earlier(DEATH, PATIENT, unit=HERE).signed.certificate == old


# --- create -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("ctype", [DEATH, CAUSE], ids=["db", "doi"])
def test_a_draft_in_the_care_provider_stops_the_next(ctype: CertificateType) -> None:
    draft(ctype, ME01)
    reason, text = refusal(ctype)
    assert reason == "UNIQUE_DRAFT"
    assert "på en annan enhet" in text


@pytest.mark.parametrize("ctype", [DEATH, CAUSE], ids=["db", "doi"])
def test_a_draft_at_another_care_provider_stops_nothing(ctype: CertificateType) -> None:
    draft(ctype, VE21)
    assert create(ctype).is_draft


@pytest.mark.parametrize("ctype", [DEATH, CAUSE], ids=["db", "doi"])
def test_a_signed_one_in_the_care_provider_stops_a_draft(ctype: CertificateType) -> None:
    signed(ctype)
    reason, text = refusal(ctype)
    assert reason == "UNIQUE_CERTIFICATE"
    assert "ersättas" in text


def test_a_signed_one_elsewhere_stops_where_one_is_allowed_in_the_country() -> None:
    signed(DEATH, VE21)
    assert refusal(DEATH)[0] == "UNIQUE_CERTIFICATE"


def test_a_signed_one_elsewhere_stops_nothing_where_each_care_provider_has_one() -> None:
    signed(CAUSE, VE21)
    assert create(CAUSE).is_draft


def test_the_draft_is_named_by_the_code_and_the_signed_one_by_the_text() -> None:
    signed(DEATH)
    draft(DEATH)
    reason, text = refusal(DEATH)
    assert reason == "UNIQUE_DRAFT"
    assert text.startswith("Dödsbevis finns redan")


def test_after_a_revocation_a_new_one_may_be_made() -> None:
    certificate = signed(DEATH)
    revoke(user=make_user(), certificate_id=certificate.pk)
    assert create(DEATH).is_draft


def test_a_signed_one_may_be_replaced() -> None:
    assert replace(user=make_user(), certificate_id=signed(DEATH).pk).is_draft


def test_a_locked_draft_is_not_copied_beside_another() -> None:
    locked = draft(DEATH, state="LOCKED")
    signed(DEATH)
    with pytest.raises(AuthorizationProblem):
        copy_locked(user=make_user(), certificate_id=locked.pk)


# --- sign ---------------------------------------------------------------------------------------------------------
def test_a_signed_one_elsewhere_stops_a_signature() -> None:
    mine = draft(DEATH)
    signed(DEATH, VE21)
    with pytest.raises(AuthorizationProblem) as raised:
        sign(mine)
    assert raised.value.reason == "UNIQUE_CERTIFICATE"
    assert Certificate.objects.get(pk=mine.pk).is_draft


def test_a_draft_elsewhere_stops_no_signature() -> None:
    draft(DEATH, VE21)
    assert sign(draft(DEATH)).is_signed


def test_a_replacement_is_signed_although_the_replaced_one_stands() -> None:
    old = signed(DEATH)
    assert sign(draft(DEATH, parent=old, relation="ERSATT")).sent_to == "SKV"


def test_before_signing_a_signed_one_elsewhere_is_told_then_a_draft() -> None:
    mine = draft(CAUSE)
    assert uniqueness.before_signing(CAUSE, mine, unit=HERE) is None
    begun = draft(CAUSE, VE21)
    assert uniqueness.before_signing(CAUSE, mine, unit=HERE).certificate == begun
    other = signed(CAUSE, VE21)
    assert uniqueness.before_signing(CAUSE, mine, unit=HERE).certificate == other


def test_before_signing_a_replacement_nothing_is_told() -> None:
    signed(DEATH, VE21)
    assert uniqueness.before_signing(DEATH, draft(DEATH, parent=signed(DEATH), relation="ERSATT"), unit=HERE) is None


@pytest.mark.usefixtures("transactional_db")
def test_of_two_who_sign_at_once_one_wins() -> None:
    ready = [(draft(DEATH, unit), make_user(unit=unit)) for unit in (VE01, VE21)]
    results: list[str] = []
    start = threading.Barrier(2)

    def run(certificate: Certificate, user: object) -> None:
        try:
            start.wait()
            sign(certificate, user=user)
            results.append("signed")
        except WebcertError as refused:
            results.append(refused.reason)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=one) for one in ready]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["UNIQUE_CERTIFICATE", "signed"]
    assert Certificate.objects.filter(state="SIGNED").count() == 1


@pytest.mark.usefixtures("transactional_db")
def test_of_two_who_create_at_once_one_wins() -> None:
    results: list[str] = []
    start = threading.Barrier(2)

    def run() -> None:
        try:
            start.wait()
            create(DEATH)
            results.append("created")
        except WebcertError as refused:
            results.append(refused.reason)
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(results) == ["UNIQUE_DRAFT", "created"]


# --- what to tell -------------------------------------------------------------------------------------------------
def test_a_missing_first_certificate_is_told() -> None:
    assert uniqueness.notice(CAUSE, PATIENT, unit=HERE) == (
        "Patienten har inget signerat dödsbevis. Dödsorsaksintyg bör utfärdas efter det."
    )
    signed(DEATH, VE21)
    assert uniqueness.notice(CAUSE, PATIENT, unit=HERE) == ""


def test_an_earlier_one_elsewhere_is_told_before_the_missing_first() -> None:
    draft(CAUSE, VE21)
    assert "senast skapade" in uniqueness.notice(CAUSE, PATIENT, unit=HERE)


def test_whether_the_first_is_signed_can_be_asked_about_one_care_provider() -> None:
    signed(DEATH, VE21)
    assert uniqueness.has_signed("db", PATIENT)
    assert not uniqueness.has_signed("db", PATIENT, care_provider_id=HERE.care_provider_id)
