"""Who is told: units without register entry get nothing, a unit without route catches up by itself."""

from __future__ import annotations

from tests.e2e.journal_system import JournalSystem, eventually
from tools.clinician import Clinician
from tools.installation import Installation

ME01 = "SE2321000016-ME01"
VE21 = "SE5565000001-VE21"
STATUS_UPDATE = "urn:riv:clinicalprocess:healthcond:certificate:CertificateStatusUpdateForCareResponder:3"


def test_a_unit_without_register_entry_gets_nothing(place: Installation) -> None:
    journal = JournalSystem(place)
    clinician = Clinician(place.url, "SE2321000016-P001", unit=ME01)
    clinician.login()
    search = clinician.http.get("/search")
    types = clinician.submit(search, action_ends="/search", values={"person_id": "191212121212"})
    draft = clinician.submit(types, button="btn-create-fk7804")
    certificate_id = str(draft.url).rsplit("/", 1)[1].split("?")[0]
    clinician.fill(certificate_id)
    clinician.sign(certificate_id)
    eventually(lambda: journal.stored(certificate_id), because="it is not registered at Intygstjänsten")
    assert journal.events(certificate_id) == []


def test_a_unit_without_route_catches_up_once_the_route_exists(place: Installation) -> None:
    journal = JournalSystem(place)
    certificate_id = journal.new_certificate(person="SE5565000001-P009", unit=VE21, patient="199507038181")
    state = "from delivery.models import Delivery as D; print(D.objects.filter(waiting_for_route=True).count())"
    eventually(lambda: int(place.manage("shell", "-v", "0", "-c", state)) > 0, because="nothing waits for a route")
    assert journal.events(certificate_id) == []
    place.manage(
        "shell", "-v", "0", "-c",
        "from tak.services import save_route; from tak.models import TakRoute;"
        f"save_route(TakRoute(contract_namespace='{STATUS_UPDATE}', logical_address='{VE21}',"
        "url='/simulators/care/CertificateStatusUpdateForCare/3/rivtabp21'))",
    )  # fmt: skip
    assert eventually(lambda: journal.events(certificate_id), because="the waiting update did not come") == ["SKAPAT"]
