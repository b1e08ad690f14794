"""GetPersonsForProfile 5, at the simulator's path and, below the same base, at that of the national platform.

The answers come from the built-in register, whatever ``PU_URL`` says: it may lead here.
"""

from __future__ import annotations

from typing import Any

from lxml import etree

from patients.models import Patient, RegisterSwitch
from rivta import plain, server
from rivta.build import person_root
from rivta.contracts import GET_PERSONS_FOR_PROFILE_5
from rivta.envelope import SoapFault
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Scope, choose, refusing, reply_to_question

BASE = "/simulators/pu"
PATHS = (f"{BASE}/GetPersonsForProfile/5/rivtabp21", f"{BASE}{GET_PERSONS_FOR_PROFILE_5.platform_path}")
DEAD = "AV"
_LINE = 40
"""The longest line of an address."""

Parts = dict[str, Any]


def answer(request: SoapRequest) -> etree._Element | RawReply:
    """The persons asked for unless a mode says otherwise."""
    chosen = choose(SimulatorMode.Simulator.PU, Scope())
    return reply_to_question(chosen, request.contract, lambda: _persons(request))


def _persons(request: SoapRequest) -> etree._Element:
    if RegisterSwitch.objects.filter(is_unavailable=True).exists():
        raise SoapFault("The register is switched off")
    asked = [identity["extension"] or "" for identity in plain.asked(request.contract, request.body)["personId"]]
    rows = Patient.objects.in_bulk(asked, field_name="person_id")
    identities = {number: {"root": person_root(number), "extension": number} for number in asked}
    records = [record for number in asked for record in _records(identities[number], rows.get(number))]
    return plain.element(request.contract, request.contract.response_tag, {"requestedPersonRecord": records})


def _records(identity: Parts, row: Patient | None) -> list[Parts]:
    """One answer for each number; a person whom the register fails on has two, which counts as an error (7.2)."""
    if row is None:
        return [{"requestedPersonalIdentity": identity}]
    record = {"requestedPersonalIdentity": identity, "personRecord": _person(identity, row)}
    return [record, record] if row.answers_error else [record]


def _person(identity: Parts, row: Patient) -> Parts:
    return {
        "personalIdentity": identity,
        "protectedPersonIndicator": row.is_protected,
        "testIndicator": row.is_test_person,
        "primaryIdentity": True,
        "name": {
            "givenName": row.first_name or None,
            "middleName": row.middle_name or None,
            "surname": row.last_name or None,
        },
        "addressInformation": {
            "residentialAddress": {
                "careOf": row.care_of[:_LINE] or None,
                "postalAddress1": row.address_line_1[:_LINE] or None,
                "postalAddress2": row.address_line_2[:_LINE] or None,
                "postalCode": int("".join(filter(str.isdigit, row.postal_code)) or 0),
                "city": row.city[:_LINE] or None,
            }
        },
        "deregistration": {"deregistrationReasonCode": DEAD} if row.is_deceased else None,
    }


server.register(
    Endpoint(
        paths=PATHS,
        handlers={GET_PERSONS_FOR_PROFILE_5: answer},
        is_guarded=False,
        refuses=refusing(SimulatorMode.Simulator.PU, lambda _request: Scope()),
    )
)
