"""Each answer of ListCertificatesForCareWithQA (spec/integration.md 1.4)."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from zeep.xsd import SkipValue

from arenden.services import send_question
from certificates.events import EventKind
from certificates.models import Certificate
from notifications import soap
from notifications.models import StatusUpdate
from rivta.contracts import LIST_CERTIFICATES_FOR_CARE_WITH_QA_3 as CONTRACT
from tests.contracts.caller import call, fault_of, hsa_id, person_id
from tests.contracts.official import needs_official
from tests.factories import OTHER_PATIENT, PATIENT, PRIVATE, REGION, VE01, VE02
from tests.notifications.conftest import Story, make_story
from tests.notifications.test_listing import NO_MOMENT, NOON, SECOND
from webcert import clock

pytestmark = [needs_official, pytest.mark.django_db]
PATH = soap.PATHS[0]


def question(*units: str, **changes: Any) -> dict[str, Any]:
    """What is known of the patient on the units, unless told otherwise."""
    return {"person-id": person_id(PATIENT), "enhets-id": [hsa_id(unit) for unit in units]} | changes


def items(*units: str, **changes: Any) -> list[Any]:
    answer = call(CONTRACT, PATH, **question(*units, **changes))
    return answer.list.item if answer.list else []


def ids(found: list[Any]) -> list[str]:
    return [item.intyg["intygs-id"].extension for item in found]


def codes(item: Any) -> list[str]:
    return [event.handelsekod.code for event in item.handelser.handelse]


def of_provider(care_provider_id: str) -> dict[str, Any]:
    return {"vardgivar-id": hsa_id(care_provider_id)}


# --- which certificates -------------------------------------------------------------------------------------------
def test_a_draft_is_listed(told: Story) -> None:
    (item,) = items(VE01)

    assert (ids([item]), codes(item)) == ([told.certificate.pk], ["SKAPAT"])
    assert item.intyg.signeringstidpunkt is None


def test_a_locked_draft_is_listed(told: Story) -> None:
    Certificate.objects.update(state=Certificate.State.LOCKED)

    assert ids(items(VE01)) == [told.certificate.pk]


def test_a_signed_certificate_is_listed_with_its_reference(signed: Story) -> None:
    (item,) = items(VE01)

    assert (ids([item]), codes(item), item.ref) == ([signed.certificate.pk], ["SKAPAT", "SIGNAT"], "journal-7")
    assert item.intyg.signeringstidpunkt is not None


def test_a_revoked_certificate_is_listed(signed: Story) -> None:
    Certificate.objects.filter(pk=signed.certificate.pk).update(revoked_at=clock.now())
    signed.happens(EventKind.MAKULERAT)

    assert codes(items(VE01)[0]) == ["SKAPAT", "SIGNAT", "MAKULE"]


def test_questions_are_told_and_counted(signed: Story) -> None:
    Certificate.objects.filter(pk=signed.certificate.pk).update(sent_at=clock.now(), sent_to="FKASSA")
    send_question(user=signed.user, certificate_id=signed.certificate.pk, topic="KONTKT", text="Vem ringer?")
    StatusUpdate.objects.filter(code="NYFRFV").update(
        code="NYFRFM", topic="KOMPLT", last_answer_date=dt.date(2026, 4, 1), handled_by="SE2321000016-P001"
    )

    (item,) = items(VE01)

    event = item.handelser.handelse[-1]
    assert (event.amne.code, str(event.sistaDatumForSvar), event.hanteratAv.extension) == (
        "KOMPLT",
        "2026-04-01",
        "SE2321000016-P001",
    )
    assert (item.skickadeFragor.totalt, item.skickadeFragor.ejBesvarade, item.mottagnaFragor.totalt) == (1, 1, 0)


def test_several_certificates_are_listed(told: Story) -> None:
    other = make_story()
    other.happens(EventKind.SKAPAT)

    assert set(ids(items(VE01))) == {told.certificate.pk, other.certificate.pk}


def test_a_care_provider_is_asked_for(told: Story) -> None:
    assert ids(items(**of_provider(REGION))) == [told.certificate.pk]


def test_units_win_over_the_care_provider(told: Story) -> None:
    assert ids(items(VE01, **of_provider(PRIVATE))) == [told.certificate.pk]
    assert items(VE02, **of_provider(REGION)) == []


# --- which events -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("after", "before", "is_found"),
    [
        pytest.param(NOON, None, False, id="after the moment itself"),
        pytest.param(NOON - SECOND, None, True, id="after the second before"),
        pytest.param(None, NOON, False, id="before the moment itself"),
        pytest.param(None, NOON + SECOND, True, id="before the second after"),
        pytest.param(NOON, NOON, True, id="between the moment and itself"),
    ],
)
def test_a_time_limits_the_events(
    after: dt.datetime | None, before: dt.datetime | None, is_found: bool, told: Story
) -> None:
    StatusUpdate.objects.update(occurred_at=NOON)
    limits = {"fromTidpunkt": after, "tomTidpunkt": before}
    given = {name: clock.riv_timestamp(moment) for name, moment in limits.items() if moment}

    assert bool(items(VE01, **given)) is is_found


# --- what is left out ---------------------------------------------------------------------------------------------
def test_without_an_event_the_list_is_empty(story: Story) -> None:
    assert items(VE01) == []


def test_of_another_patient_the_list_is_empty(told: Story) -> None:
    assert items(VE01, **{"person-id": person_id(OTHER_PATIENT)}) == []


def test_a_deleted_draft_is_left_out(told: Story) -> None:
    told.happens(EventKind.RADERAT)
    Certificate.objects.update(state=Certificate.State.DELETED)

    assert items(VE01) == []


def test_what_cannot_be_written_is_left_out_alone(told: Story) -> None:
    broken = make_story()
    broken.happens(EventKind.SKAPAT)
    Certificate.objects.filter(pk=broken.certificate.pk).update(person_id="12")

    assert ids(items(VE01)) == [told.certificate.pk]


# --- faults -------------------------------------------------------------------------------------------------------
def test_neither_unit_nor_care_provider_is_a_fault(told: Story) -> None:
    assert "enhets-id" in fault_of(CONTRACT, PATH, **question())


@pytest.mark.parametrize("moment", NO_MOMENT)
def test_a_time_that_does_not_exist_is_a_fault(moment: str, told: Story) -> None:
    assert "fromTidpunkt" in fault_of(CONTRACT, PATH, **question(VE01, fromTidpunkt=moment))


def test_a_number_that_is_none_is_a_fault(told: Story) -> None:
    number = person_id(PATIENT) | {"extension": "12"}

    assert "Unmarshalling Error" in fault_of(CONTRACT, PATH, **question(VE01, **{"person-id": number}))


def test_a_question_against_the_schema_is_a_fault(told: Story) -> None:
    assert "Unmarshalling Error" in fault_of(CONTRACT, PATH, **question(VE01, **{"person-id": SkipValue}))


def test_any_other_failure_is_a_fault(told: Story, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_chosen: object) -> list[object]:
        raise RuntimeError("hemligt")

    monkeypatch.setattr(soap, "told_certificates", broken)

    text = fault_of(CONTRACT, PATH, **question(VE01))

    assert "Internal error" in text and "hemligt" not in text
