"""The contracts of HSA, each at its simulator's path and, below the same base, at that of the national platform.

The answers come from the built-in tables, whatever ``HSA_URL`` says: it may lead here.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from lxml import etree

from hsa import tables
from hsa.errors import DirectoryUnavailable
from hsa.tables import Tables
from rivta import plain, server
from rivta.contracts import (
    GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2,
    GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4,
    GET_HEALTH_CARE_PROVIDER_1,
    GET_HEALTH_CARE_UNIT_2,
    GET_HEALTH_CARE_UNIT_MEMBERS_2,
    GET_HOSP_CREDENTIALS_FOR_PERSON_1,
    GET_HOSP_LAST_UPDATE_1,
    GET_UNIT_5,
    HANDLE_HOSP_CERTIFICATION_PERSON_1,
    Contract,
)
from rivta.envelope import SoapFault
from rivta.server import Endpoint, RawReply, SoapRequest
from simulators.hsa import hosp, people, units
from simulators.modes.models import SimulatorMode
from simulators.modes.services import Mode, Scope, choose, refusing, reply_to_question

BASE = "/simulators/hsa"
Find = Callable[[Tables, Mapping[str, Any]], dict[str, Any]]
"""From the directory and the parts of a request to the parts of its answer; what is unknown leaves it empty."""

QUESTIONS: Mapping[Contract, Find] = {
    GET_EMPLOYEE_INCLUDING_PROTECTED_PERSON_4: people.employee,
    GET_CREDENTIALS_FOR_PERSON_INCLUDING_PROTECTED_PERSON_2: people.credentials,
    GET_UNIT_5: units.unit,
    GET_HEALTH_CARE_UNIT_2: units.care_unit,
    GET_HEALTH_CARE_UNIT_MEMBERS_2: units.members,
    GET_HEALTH_CARE_PROVIDER_1: units.providers,
    GET_HOSP_CREDENTIALS_FOR_PERSON_1: hosp.credentials,
    GET_HOSP_LAST_UPDATE_1: hosp.last_update,
}
_SCOPES = ("unitHsaId", "healthCareUnitMemberHsaId", "healthCareUnitHsaId", "healthCareProviderHsaId", "personHsaId")


def answer(request: SoapRequest, *, find: Find) -> etree._Element | RawReply:
    """Look up what is asked for unless a mode says otherwise; its scope is the HSA-id of the request."""
    asked = plain.asked(request.contract, request.body)
    chosen = choose(SimulatorMode.Simulator.HSA, _scope(request))
    return reply_to_question(chosen, request.contract, lambda: _found(request.contract, asked, find))


def _scope(request: SoapRequest) -> Scope:
    asked = plain.asked(request.contract, request.body)
    return Scope(unit_id=next((str(asked[name]) for name in _SCOPES if asked.get(name)), ""))


def certify(request: SoapRequest) -> etree._Element | RawReply:
    """Note who is put on the list of certifiers or taken off it. This answer does hold a result."""
    chosen = choose(SimulatorMode.Simulator.HSA, Scope())
    if chosen.is_refusing:
        return _result(request.contract, "ERROR", chosen.text)

    def noted() -> etree._Element:
        hosp.note(plain.asked(request.contract, request.body))
        return _result(request.contract, "INFO" if chosen.mode is Mode.INFO else "OK", chosen.text)

    return reply_to_question(chosen, request.contract, noted)


def _found(contract: Contract, asked: Mapping[str, Any], find: Find) -> etree._Element:
    try:
        directory = tables.current()
    except DirectoryUnavailable as error:
        raise SoapFault("The directory is switched off") from error
    return plain.element(contract, contract.response_tag, find(directory, asked))


def _result(contract: Contract, code: str, text: str) -> etree._Element:
    return plain.element(contract, contract.response_tag, {"resultCode": code, "resultText": text or None})


def _paths(contract: Contract) -> list[str]:
    return [f"{BASE}/{contract.name}/{contract.major}/rivtabp21", f"{BASE}{contract.platform_path}"]


for question, finder in QUESTIONS.items():
    server.register(
        Endpoint(
            paths=_paths(question),
            handlers={question: partial(answer, find=finder)},
            is_guarded=False,
            refuses=refusing(SimulatorMode.Simulator.HSA, _scope),
        )
    )
server.register(
    Endpoint(
        paths=_paths(HANDLE_HOSP_CERTIFICATION_PERSON_1),
        handlers={HANDLE_HOSP_CERTIFICATION_PERSON_1: certify},
        is_guarded=False,
    )
)
