"""The table of the results of each contract (docs/contracts.md)."""

from __future__ import annotations

from collections.abc import Collection, Mapping

import pytest

from rivta.contracts import GET_CERTIFICATE_ADDITIONS_1, HANDLE_HOSP_CERTIFICATION_PERSON_1, Contract
from rivta.namespaces import CERT, HEALTHREPORTING, LOG
from rivta.results import ErrorId, ResultCode
from tests.tools.collected import missing
from tools import contract_table
from tools.contract_table import Table

WITH_ERROR_ID = {ResultCode.OK, ResultCode.INFO, *(f"{ResultCode.ERROR} {error_id}" for error_id in ErrorId)}
RESULTS: Mapping[str, Collection[str]] = {
    "": {"answer"},
    CERT: WITH_ERROR_ID,
    HEALTHREPORTING: WITH_ERROR_ID,
    LOG: {*ResultCode, "VALIDATION_ERROR", "ACCESSDENIED"},
}
"""By the type of the result."""
OWN_RESULTS: Mapping[Contract, Collection[str]] = {
    GET_CERTIFICATE_ADDITIONS_1: set(ResultCode),
    HANDLE_HOSP_CERTIFICATION_PERSON_1: set(ResultCode),
}
"""Where the codes are the contract's own."""


def test_the_document_is_that_of_the_declarations() -> None:
    written = contract_table.DOCUMENT.read_text(encoding="utf-8")

    assert written == contract_table.document(), "python tools/contract_table.py writes it anew"


def test_every_result_stands_for_a_test_that_exists() -> None:
    assert missing(contract_table.cases()) == []


@pytest.mark.parametrize("table", contract_table.tables(), ids=lambda table: table.title)
def test_a_contract_gives_only_results_that_it_has(table: Table) -> None:
    contract = table.contract
    possible = OWN_RESULTS.get(contract, RESULTS[contract.result_namespace])

    assert {row.result for row in table.rows} <= {*possible, "fault"}
