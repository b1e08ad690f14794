"""Whole lives of certificates per second, from the journal system's call to the last delivery.

Four clients at once live N lives: CreateDraftCertificate over HTTP, the draft page, a save of the whole form, the
one-click signature (which saves once more), the sending. The clock stops when every status update, registration,
sending and PDL record has been acknowledged by its receiver, which is a simulator of the same installation. It is
started as `make run` does, with a web process for each processor and one worker (its clock is counted with it);
clients, receivers and database share the same processors. Redirects after a post are not followed.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from urllib.parse import urlencode

from lxml import etree

from tools.benchmarks.figure import Aim, Bound, Row, Unmeasured
from tools.benchmarks.place import Place, Run
from tools.benchmarks.wire import Answer, Connection, request
from tools.clinician import Clinician, todays_answers
from tools.lives import PATIENTS, TYPES, create_draft_envelope

NAME = "lives"
CLIENTS = 4
COUNTRY_PER_SECOND = 62.5
"""January 2022, the whole country's 225 111 certificates, within one hour."""
TOLD = {"SKAPAT", "SIGNAT", "SKICKA"}
"""What a journal system hears of a life at least; ANDRAT rests in its window and SIGNAT makes it needless."""
DOCTOR, UNIT = "SE2321000016-P001", "SE2321000016-VE01"


def measure(run: Run) -> list[Row]:
    place = run.place()
    place.start()
    live(place, count=CLIENTS)
    place.wait_until_delivered()
    before = _cost(place)
    began = time.perf_counter()
    lived = live(place, count=run.lives)
    accepted = time.perf_counter() - began
    place.wait_until_delivered()
    seconds = time.perf_counter() - began
    told = _check(place, lived)
    cost = {what: used - before.get(what, 0) for what, used in _cost(place).items()}
    return [
        Row(
            "Whole lives",
            run.lives / seconds,
            "per s",
            COUNTRY_PER_SECOND,
            "the country's January 2022 in an hour",
            Aim(Bound.AT_LEAST, COUNTRY_PER_SECOND),
            f"{run.lives} lives in {seconds:.1f} s, the last one sent by its clinician after {accepted:.1f} s "
            f"({run.lives / accepted:.1f} per s), {told}. Processor time per life: {_shown(cost, run.lives)}.",
        )
    ]


def live(place: Place, *, count: int) -> list[str]:
    """Live so many lives; the ids of the certificates."""
    clients = _Clients(place.url)
    with ThreadPoolExecutor(CLIENTS) as pool:
        return list(pool.map(clients.live, range(count)))


@dataclass(slots=True)
class _Clients:
    """A logged-in clinician with a connection for each thread."""

    url: str
    _local: threading.local = field(default_factory=threading.local)

    def live(self, number: int) -> str:
        if not hasattr(self._local, "client"):
            self._local.client = _Client(self.url)
        return self._local.client.live(number)


class _Client:
    """Journal system and clinician over one connection, with the cookies of a real login."""

    def __init__(self, url: str) -> None:
        clinician = Clinician(url, DOCTOR, unit=UNIT)
        clinician.login()
        clinician.http.get("/search").raise_for_status()
        cookies = dict(clinician.http.cookies)
        clinician.close()
        self._connection = Connection(url)
        self._headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
            "X-CSRFToken": cookies["csrftoken"],
            "Content-Type": "application/x-www-form-urlencoded",
        }
        self._answers = todays_answers()

    def live(self, number: int) -> str:
        certificate_id = self._create(number)
        page = f"/certificate/{certificate_id}"
        _expect(self._connection.exchange(request("GET", page, headers=self._headers)), 200, "open")
        self._post(f"{page}/save", self._answers | {"version": "0"}, back_to=page)
        self._post(f"{page}/sign", self._answers | {"version": "1", "method": "FAKE"}, back_to=page)
        self._post(f"{page}/send", {}, back_to=page)
        return certificate_id

    def _create(self, number: int) -> str:
        patient = PATIENTS[number % len(PATIENTS)]
        envelope = create_draft_envelope(patient, unit=UNIT, person=DOCTOR, reference=f"life-{number}")
        path, headers = "/services/create-draft-certificate/v3.0", {"Content-Type": "text/xml"}
        answer = self._connection.exchange(request("POST", path, body=envelope, headers=headers))
        _expect(answer, 200, "create")
        certificate_id = etree.fromstring(answer.body).findtext(f".//{{{TYPES}}}extension")
        if not certificate_id:
            raise Unmeasured(f"the draft was refused: {answer.body.decode(errors='replace')[:500]}")
        return certificate_id

    def _post(self, path: str, form: dict[str, str], *, back_to: str) -> None:
        answer = self._connection.exchange(request("POST", path, body=urlencode(form).encode(), headers=self._headers))
        _expect(answer, 303, path.rpartition("/")[2])
        if answer.header("location") != back_to:
            raise Unmeasured(f"{path.rpartition('/')[2]} led to another page than the certificate's")


def _expect(answer: Answer, status: int, step: str) -> None:
    if answer.status != status:
        raise Unmeasured(f"{step} was answered with HTTP {answer.status}: {answer.body[:300].decode(errors='replace')}")


def _check(place: Place, lived: list[str]) -> str:
    """Every certificate signed and sent, every delivery acknowledged, every receiver told; says what was delivered."""
    ids = "', '".join(lived)
    ((sent,),) = place.ask(
        f"SELECT count(*) FROM certificates_certificate WHERE sent_at IS NOT NULL AND id IN ('{ids}')"
    )
    failed = place.ask("SELECT kind, last_text FROM delivery_delivery WHERE state IN ('FAILED', 'CANCELLED') LIMIT 1")
    ((dead,),) = place.ask("SELECT count(*) FROM pdllog_pdlrecord WHERE state = 'DEAD'")
    if sent != len(lived) or failed or dead:
        raise Unmeasured(f"{sent} of {len(lived)} were sent, failed: {failed or 'none'}, dead PDL records: {dead}")
    heard = place.ask(
        "SELECT certificate_id, event FROM simulators_receivedstatusupdate "
        f"WHERE NOT is_duplicate AND certificate_id IN ('{ids}')"
    )
    events: dict[str, set[str]] = {certificate_id: set() for certificate_id in lived}
    for certificate_id, event in heard:
        events[certificate_id].add(event)
    if unheard := [certificate_id for certificate_id, told in events.items() if told < TOLD]:
        raise Unmeasured(f"the journal system did not hear everything of {len(unheard)} certificates")
    ((records,),) = place.ask(f"SELECT count(*) FROM pdllog_pdlrecord WHERE activity_level IN ('{ids}')")
    return f"{len(heard)} status updates and {records} PDL records delivered"


def _cost(place: Place) -> dict[str, float]:
    return place.processor_seconds() | {"clients": time.process_time()}


def _shown(cost: dict[str, float], lives: int) -> str:
    return ", ".join(f"{what} {used / lives * 1000:.0f} ms" for what, used in cost.items())
