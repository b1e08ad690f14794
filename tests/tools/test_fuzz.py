"""``make fuzz``: its requests, its judgement, and a short run of it against the application inside this process."""

from __future__ import annotations

import time
from collections.abc import Mapping
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from lxml import etree

from rivta import contracts, server
from rivta.contracts import Contract
from tools.fuzz import campaign, judge, ledger, mutate, soap_calls
from tools.fuzz.attack import Attack, NothingToSend
from tools.fuzz.findings import Finding, Findings, saved_requests
from tools.fuzz.judge import Fault
from tools.fuzz.ledger import Ledger, Stored
from tools.fuzz.wire import Answer, Request
from tools.fuzz.world import subject

REQUESTS = 300
DRAFTS = "/services/create-draft-certificate/v3.0"


class InProcess:
    """Requests to the application without a server."""

    def send(self, request: Request) -> Answer:
        headers = {name: value.encode("latin-1", "replace").decode("latin-1") for name, value in request.headers}
        content_type = headers.pop("Content-Type", "")
        began = time.perf_counter()
        answer = Client(raise_request_exception=False).generic(
            request.method, request.path, request.body, content_type, headers=headers
        )
        body = b"".join(answer) if answer.streaming else answer.content
        found = {name.lower(): value for name, value in answer.headers.items()}
        cookies = "; ".join(morsel.OutputString() for morsel in answer.cookies.values())
        return Answer(answer.status_code, found | {"set-cookie": cookies}, body, time.perf_counter() - began)


def ask(query: str) -> list[tuple[object, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        return cursor.fetchall()


@pytest.fixture
def demo_world(transactional_db: None) -> None:
    call_command("load_demo_world", verbosity=0)


def test_three_hundred_damaged_requests_break_nothing(demo_world: None) -> None:
    attack = Attack(InProcess, seed=1)
    before = Stored.now(ask)
    attack.log_in()
    for number in range(REQUESTS):
        attack.send(attack.request(number), number)
    for fault in ledger.faults(before, Stored.now(ask), attack.ledger):
        attack.add(fault)
    assert attack.ledger.drafts
    assert attack.ledger.messages
    assert attack.findings.kept == []


def test_undamaged_requests_are_understood(demo_world: None) -> None:
    attack = Attack(InProcess)
    attack.log_in()
    for request in attack.undamaged():
        attack.send(request)
    assert attack.findings.kept == []
    assert attack.statuses[200] > attack.statuses.total() / 2


@pytest.mark.parametrize(
    "contract", contracts.all_contracts(), ids=lambda contract: f"{contract.name}_{contract.major}"
)
def test_every_contract_has_a_valid_body(contract: Contract) -> None:
    body = soap_calls.body(contract, subject(Random(1)))
    assert contract.validate(etree.fromstring(body)) == []


def test_the_same_seed_makes_the_same_requests(demo_world: None) -> None:
    first, second, other = (Attack(InProcess, seed=seed) for seed in (1, 1, 2))
    assert [first.request(n) for n in range(50)] == [second.request(n) for n in range(50)]
    assert first.request(0) != other.request(0)


def test_a_session_that_is_named_is_sent_as_its_cookie(demo_world: None) -> None:
    attack = Attack(InProcess)
    attack.log_in()
    attack.send(Request("GET", "/list/draft", (("Cookie", "normal"),)))
    attack.send(Request("GET", "/list/draft"))
    assert attack.statuses == {200: 1, 302: 1}


def test_only_the_wanted_paths_are_called(demo_world: None) -> None:
    attack = Attack(InProcess, wanted=("/services/",))
    assert all(request.path.startswith("/services/") for request in attack.undamaged())
    with pytest.raises(NothingToSend):
        Attack(InProcess, wanted=("/nowhere",))


@pytest.mark.parametrize("mutation", [one for kind, _ in mutate.KINDS for one in kind], ids=lambda one: one.__name__)
def test_every_damage_leaves_a_request(mutation: mutate.Mutation) -> None:
    for body in (b"<a><b c='d'>e</b><f/></a>", b"<a><b><!-- c --></b></a>", b'{"a": [1, {"b": "c"}]}', b"a=b&c=d"):
        for number in range(20):
            done = mutation(Request("POST", "/a/b?c=d", (("Content-Type", "text/xml"),), body), Random(number))
            assert done.path.startswith("/")
            assert done.path.isascii()
            assert done.method.isalpha()


@pytest.mark.parametrize(
    ("status", "headers", "body", "kind"),
    [
        (500, {"content-type": "text/html"}, b"<h1>Server Error (500)</h1>", "500 without a fault"),
        (400, {}, b"Traceback (most recent call last): \xc3", "leak"),
        (400, {}, b'column "x" of SELECT certificates_certificate', "leak"),
        (200, {"content-type": "application/json"}, b"[1,", "unreadable answer"),
        (302, {"location": "/visa/intyg/1?pnr=191212121212"}, b"", "personal number in an address"),
        (504, {}, b"", "server error"),
    ],
)
def test_an_answer_that_must_not_be_is_found(status: int, headers: Mapping[str, str], body: bytes, kind: str) -> None:
    found = judge.faults(Request("POST", "/simulators/modes"), Answer(status, headers, body), within=1)
    assert [fault.kind for fault in found] == [kind]


def test_a_slow_answer_is_found() -> None:
    (fault,) = judge.faults(Request("GET", "/"), Answer(200, {}, b"", seconds=1.5), within=1)
    assert fault.kind == "slow"


def test_a_fault_explains_a_500() -> None:
    status, body = server.answer(DRAFTS, b"<")
    assert status == 500
    answer = Answer(status, {"content-type": "text/xml; charset=utf-8"}, body)
    assert judge.faults(Request("POST", DRAFTS, body=b"<"), answer, within=1) == []


def test_what_the_request_said_itself_is_no_leak() -> None:
    request = Request("GET", "/?a=ValueError")
    assert judge.faults(request, Answer(404, {}, b"no ValueError here"), within=1) == []


def test_what_is_stored_without_a_cause_or_not_stored_is_found() -> None:
    known, told, other = (f"0000000{n}-0000-4000-8000-000000000000" for n in range(3))
    before = Stored(frozenset({known}), frozenset(), {"event": {}})
    after = Stored(frozenset({known, other}), frozenset({"m-1"}), {"event": {1: told, 2: known, 3: "1"}})
    found = ledger.faults(before, after, Ledger(drafts={told}, messages={"m-1": told}, touched={told}))
    assert list(found) == [
        Fault("draft without a cause", other),
        Fault("draft answered OK and not stored", told),
        Fault("event without a cause", known),
    ]


def test_a_certificate_that_was_registered_and_then_fetched_has_a_cause(demo_world: None) -> None:
    attack = Attack(InProcess, wanted=("/inera-certificate/register-certificate-se/",))
    for request in attack.undamaged():
        attack.send(request)
    told = attack.ledger
    (registered,) = told.registered
    empty = Stored(frozenset(), frozenset(), {})
    fetched = Stored(frozenset({registered}), frozenset(), {})
    assert list(ledger.faults(empty, fetched, told)) == []
    assert list(ledger.faults(empty, empty, told)) == []


def test_a_traceback_in_the_log_is_told_with_its_event_and_error() -> None:
    text = (
        'odd_event path=/\nTraceback (most recent call last):\n  File "/a/b/c.py", line 7, in d\nValueError: e\nmore\n'
    )
    text += "During handling of the above exception, another exception occurred:\n\n"
    text += "Traceback (most recent call last):\nKeyError: 2\n"
    answered = "soap_handler_failed error_id=1\nTraceback (most recent call last):\nKeyError: 1\n"
    assert list(campaign.tracebacks("web.log", text + answered)) == [
        Fault("traceback in the log", "web.log ValueError: e (b/c.py:7) after odd_event path=/")
    ]


def test_findings_are_saved_with_requests_that_can_be_sent_again(tmp_path: Path) -> None:
    request = Request("POST", "/a", (("X-Odd", "\xff"),), b"\x00\xff", ("noise",))
    (tmp_path / "found.jsonl").write_text("of an earlier run")
    findings = Findings(tmp_path / "found.jsonl")
    for number in range(30):
        findings.add(Finding(Fault("slow", f"{number} s"), number, request))
        assert len(list(saved_requests(tmp_path / "found.jsonl"))) == min(number + 1, 20)
    assert findings.of_kind() == {"slow": 30}
    assert list(saved_requests(tmp_path / "found.jsonl")) == [request] * 20
