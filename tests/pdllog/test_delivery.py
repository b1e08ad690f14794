"""From waiting record to acknowledged record (spec/pdl-logging.md 1, 6, 10, 11)."""

import datetime as dt

import pytest
from lxml import etree

from certificates.events import EventKind
from delivery import hints, queries
from delivery import services as outbox
from delivery.models import Delivery
from pdllog import batches, services, store_log
from pdllog.models import PdlRecord
from rivta.contracts import STORE_LOG_2 as CONTRACT
from rivta.namespaces import LOG
from tak.models import TakRoute
from tak.services import save_route
from tests.contracts.official import accepts, needs_official
from tests.delivery.receiver import Answer
from tests.delivery.test_claiming import in_threads
from tests.factories import PATIENT, VE21, make_draft, make_patient, make_signed, make_user
from tests.pdllog.conftest import batch_of, happens, is_valid, log_answer, log_ids, sjf
from webcert import clock

pytestmark = pytest.mark.django_db
State = PdlRecord.State
SECOND, MINUTE, HOUR = dt.timedelta(seconds=1), dt.timedelta(minutes=1), dt.timedelta(hours=1)


def read(times: int) -> None:
    """So many openings of a draft."""
    certificate = make_draft()
    for _ in range(times):
        happens(EventKind.OPENED, certificate)


def states() -> list[str]:
    return list(PdlRecord.objects.order_by("id").values_list("state", flat=True))


def test_twenty_five_accesses_go_in_batches_of_10_10_and_5_within_a_minute(log_service):
    read(25)
    outbox.deliver_due()
    assert [len(log_ids(r)) for r in log_service.received] == [10, 10]

    outbox.deliver_due(now=clock.now() + 60 * SECOND)

    assert [len(log_ids(r)) for r in log_service.received] == [10, 10, 5]
    assert states() == [State.DELIVERED] * 25


def test_records_leave_in_the_order_they_were_made(log_service):
    read(12)
    outbox.deliver_due(now=clock.now() + 60 * SECOND)

    sent = [log_id for received in log_service.received for log_id in log_ids(received)]
    assert sent == [str(pk) for pk in PdlRecord.objects.order_by("id").values_list("log_id", flat=True)]


@needs_official
def test_what_is_sent_is_valid_and_names_nobody(log_service):
    make_patient()
    other = make_signed(make_user(unit=VE21))
    happens(EventKind.SKICKAT, other, sjf(make_user()), recipient="FKASSA", recipient_name="Försäkringskassan")
    happens(EventKind.OPENED, other)
    outbox.deliver_due(now=clock.now() + 60 * SECOND)

    (received,) = log_service.received
    assert is_valid(received)
    assert accepts(batch_of(received))
    text = received.body.decode()
    assert not any(name in text for name in ("Leonie", "Koehl", "Tolvan"))
    assert batch_of(received).find(f".//{{{LOG}}}patientName") is None


def test_a_record_is_written_as_the_contract_says(settings):
    happens(EventKind.OPENED, make_draft())
    log = store_log.store_log(PdlRecord.objects.all())[0]

    def text(path: str) -> str | None:
        return log.findtext("/".join(f"{{{LOG}}}{name}" for name in path.split("/")))

    assert text("system/systemId") == "SE5565594230-B8N"
    assert text("system/systemName") == "Webcert"
    assert text("activity/activityType") == "Läsa"
    assert text("activity/purpose") == "Vård och behandling"
    assert text("activity/startDate") == clock.riv_timestamp(PdlRecord.objects.get().start_date)
    assert text("user/userId") == "SE2321000016-P001"
    assert text("user/careUnit/careUnitId") == "SE2321000016-VE01"
    assert text("resources/resource/resourceType") == "Intyg"
    assert text("resources/resource/patient/patientId/root") == "1.2.752.129.2.1.3.1"
    assert text("resources/resource/patient/patientId/extension") == PATIENT


def test_a_samordningsnummer_has_its_own_root():
    happens(EventKind.OPENED, make_draft(person_id="198001919011"))
    log = store_log.store_log(PdlRecord.objects.all())

    assert log.find(f".//{{{LOG}}}patientId")[0].text == "1.2.752.129.2.1.3.3"


def test_blank_texts_are_left_out_and_long_ones_cut():
    happens(EventKind.OPENED, make_draft())
    PdlRecord.objects.update(user_title="  ", user_assignment="x" * 256, owner_care_unit_name="y" * 256)
    log = store_log.store_log(PdlRecord.objects.all())

    assert CONTRACT.validate(log) == []
    assert log.find(f".//{{{LOG}}}title") is None


def test_info_counts_as_stored(log_service):
    log_service.standard = log_answer("INFO", "redan mottagen")
    read(10)
    outbox.deliver_due()

    assert states() == [State.DELIVERED] * 10


@pytest.mark.parametrize("code", ["ERROR", "VALIDATION_ERROR"])
def test_of_a_refused_batch_only_the_bad_record_dies(log_service, code):
    read(10)
    bad = PdlRecord.objects.order_by("id")[3]
    log_service.standard = lambda r: log_answer(code, "fel") if str(bad.log_id) in log_ids(r) else log_answer()

    outbox.deliver_due()

    assert states() == [State.DELIVERED] * 3 + [State.DEAD] + [State.DELIVERED] * 6
    assert [len(log_ids(r)) for r in log_service.received] == [10] + [1] * 10
    bad.refresh_from_db()
    assert bad.failure == "fel"


def test_a_dead_record_stays_until_somebody_retries_it(log_service):
    log_service.standard = log_answer("VALIDATION_ERROR", "fel")
    read(1)
    outbox.deliver_due(now=clock.now() + 60 * SECOND)
    outbox.deliver_due(now=clock.now() + 30 * 24 * HOUR)
    assert states() == [State.DEAD]

    log_service.standard = log_answer()
    assert services.retry_dead([PdlRecord.objects.get().pk]) == 1
    outbox.deliver_due()

    assert states() == [State.DELIVERED]
    assert log_ids(log_service.received[0]) == log_ids(log_service.received[-1])


def test_only_dead_records_can_be_retried(log_service):
    read(10)
    outbox.deliver_due()

    assert services.retry_dead(PdlRecord.objects.values_list("pk", flat=True)) == 0


def test_a_record_that_breaks_the_contract_is_set_aside_and_the_others_go(log_service):
    read(9)
    happens(EventKind.OPENED, make_draft())
    PdlRecord.objects.filter(pk=PdlRecord.objects.order_by("id")[2].pk).update(patient_id="TF0000000001")
    outbox.deliver_due()

    assert states() == [State.DELIVERED] * 2 + [State.DEAD] + [State.DELIVERED] * 7
    assert len(log_ids(log_service.received[0])) == 9


@pytest.mark.parametrize("damage", ["user_title", "owner_care_unit_name", "activity_args"])
def test_a_control_character_in_a_text_is_left_out_and_stops_nothing(log_service, damage):
    read(9)
    happens(EventKind.OPENED, make_draft())
    PdlRecord.objects.filter(pk=PdlRecord.objects.order_by("id")[2].pk).update(**{damage: "Över\x0bläkare"})
    outbox.deliver_due()

    assert states() == [State.DELIVERED] * 10
    assert "Överläkare" in log_service.received[0].body.decode()


def test_an_id_that_no_xml_can_hold_is_set_aside_alone(log_service):
    read(9)
    happens(EventKind.OPENED, make_draft())
    PdlRecord.objects.filter(pk=PdlRecord.objects.order_by("id")[2].pk).update(user_id="SE\x0b1")
    outbox.deliver_due()

    assert states() == [State.DELIVERED] * 2 + [State.DEAD] + [State.DELIVERED] * 7


def test_in_compatibility_a_refused_batch_dies_as_a_whole(log_service, settings):
    settings.PDL_COMPATIBILITY = True
    log_service.standard = log_answer("VALIDATION_ERROR", "fel")
    read(10)
    outbox.deliver_due()

    assert states() == [State.DEAD] * 10
    assert len(log_service.received) == 1


def test_in_compatibility_a_record_that_breaks_the_contract_takes_its_batch_with_it(log_service, settings):
    settings.PDL_COMPATIBILITY = True
    read(10)
    PdlRecord.objects.filter(pk=PdlRecord.objects.order_by("id")[2].pk).update(patient_id="TF0000000001")
    outbox.deliver_due()

    assert states() == [State.DEAD] * 10
    assert log_service.received == []


def test_a_dead_record_whose_delivery_is_sent_again_and_taken_is_delivered(log_service):
    log_service.standard = log_answer("VALIDATION_ERROR", "fel")
    read(1)
    outbox.deliver_due(now=clock.now() + 60 * SECOND)
    log_service.standard = log_answer()
    outbox.resend([Delivery.objects.get().pk])
    outbox.deliver_due()

    assert states() == [State.DELIVERED]
    assert PdlRecord.objects.get().failure == ""


TEMPORARY = (
    "ACCESSDENIED",
    "REPORT_ON_QUEUE",
    "REPORT_IN_PROCESS",
    "REPORT_NOT_FOUND",
    "MAX_QUERY_RESULT_EXCEEDED",
)


@pytest.mark.parametrize(
    "answer",
    [*(log_answer(code) for code in TEMPORARY), Answer(status=503), Answer(reset=True)],
    ids=[*TEMPORARY, "503", "reset"],
)
def test_what_may_pass_is_tried_again_without_end_with_the_same_log_ids(log_service, answer, settings):
    settings.DELIVERY_BREAKER_FAILURES = 100
    log_service.standard = answer
    read(10)
    now = clock.now()
    for wait in (0 * MINUTE, MINUTE, 5 * MINUTE, 30 * MINUTE, HOUR, HOUR, HOUR):
        now += wait
        outbox.deliver_due(now=now)
    assert len(log_service.received) == 7
    assert states() == [State.BATCHED] * 10

    log_service.standard = log_answer()
    outbox.deliver_due(now=now + HOUR)

    assert states() == [State.DELIVERED] * 10
    assert len({tuple(log_ids(r)) for r in log_service.received}) == 1


def test_after_ten_minutes_without_a_receiver_everything_is_delivered_under_its_first_log_id(log_service, settings):
    settings.PDL_URL = "http://127.0.0.1:9/down"
    read(20)
    start = clock.now()
    outbox.deliver_due(now=start)
    settings.PDL_URL = log_service.url

    outbox.deliver_due(now=start + 10 * MINUTE)

    sent = [log_id for received in log_service.received for log_id in log_ids(received)]
    assert sorted(sent) == sorted(str(pk) for pk in PdlRecord.objects.values_list("log_id", flat=True))
    assert states() == [State.DELIVERED] * 20


def test_killed_between_call_and_acknowledgement_sends_the_same_log_ids_again(log_service):
    from pdllog import sending

    read(10)
    batches.form_batches(clock.now())
    lease = outbox.claim(Delivery.objects.get().pk)
    sending.deliver(lease.delivery)
    Delivery.objects.update(lease_until=clock.wall_now() - MINUTE)

    outbox.deliver_due()

    first, second = log_service.received
    assert log_ids(first) == log_ids(second)
    assert states() == [State.DELIVERED] * 10


def test_lost_workers_never_make_it_give_up(log_service):
    read(10)
    batches.form_batches(clock.now())
    delivery = Delivery.objects.get()
    for _ in range(7):
        outbox.claim(delivery.pk)
        Delivery.objects.update(lease_until=clock.wall_now() - MINUTE)
        outbox.expire_leases()

    outbox.deliver_due()

    assert states() == [State.DELIVERED] * 10


def test_the_address_is_the_route_of_the_log_services_logical_address(log_service, settings):
    settings.PDL_URL = ""
    read(10)
    outbox.deliver_due()
    assert Delivery.objects.get().last_text.startswith("VP004")

    save_route(
        TakRoute(
            contract_namespace=CONTRACT.namespace,
            logical_address=settings.PDL_LOGICAL_ADDRESS,
            url=log_service.url,
        )
    )
    outbox.deliver_due()

    assert states() == [State.DELIVERED] * 10
    assert f">{settings.PDL_LOGICAL_ADDRESS}</itr:LogicalAddress>" in log_service.received[0].body.decode()


def test_whoever_watches_the_installation_is_warned_of_waiting_and_of_dead_records(monkeypatch):
    monkeypatch.setattr(hints, "counts", hints.Counts())
    read(1)
    assert queries.health().warnings == ()

    PdlRecord.objects.update(start_date=clock.now() - 2 * HOUR)
    assert queries.health().warnings == ("Loggposter har väntat över en timme på att levereras.",)

    PdlRecord.objects.update(state=State.DEAD)
    (warning,) = queries.health().warnings
    assert warning.startswith("1 PDL-loggposter togs inte emot")


def test_records_are_kept_for_ever_unless_the_installation_says_how_long(log_service, settings):
    read(10)
    outbox.deliver_due()
    read(1)
    PdlRecord.objects.update(start_date=clock.now() - 400 * 24 * HOUR)
    Delivery.objects.update(finished_at=clock.now() - 400 * 24 * HOUR)
    assert services.forget_old() == 0

    settings.PDL_RETENTION_DAYS = 365
    assert services.forget_old() == 10
    assert states() == [State.WAITING]
    assert not Delivery.objects.exists()


def test_forgetting_leaves_fresh_records_and_batches(log_service, settings):
    settings.PDL_RETENTION_DAYS = 365
    read(10)
    outbox.deliver_due()

    assert services.forget_old() == 0
    assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_simultaneous_sweeps_never_put_a_record_in_two_batches():
    read(40)

    in_threads(4, lambda _index: batches.form_batches(clock.now() + HOUR))

    sent = [
        element.text
        for delivery in Delivery.objects.all()
        for element in etree.fromstring(delivery.payload).iter(f"{{{LOG}}}logId")
    ]
    assert sorted(sent) == sorted(str(pk) for pk in PdlRecord.objects.values_list("log_id", flat=True))
    assert states() == [State.BATCHED] * 40
