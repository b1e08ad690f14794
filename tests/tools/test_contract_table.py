"""The table of the results of each contract (docs/contracts.md)."""

from __future__ import annotations

import pytest

from rivta.results import ErrorId, ResultCode
from tests.tools.collected import missing
from tools import contract_table
from tools.contract_table import Table

WITH_RESULT = {ResultCode.OK, ResultCode.INFO, *(f"{ResultCode.ERROR} {error_id}" for error_id in ErrorId), "fault"}
WITHOUT_RESULT = {"answer", "fault"}


def test_the_document_is_that_of_the_declarations() -> None:
    written = contract_table.DOCUMENT.read_text(encoding="utf-8")

    assert written == contract_table.document(), "python tools/contract_table.py writes it anew"


def test_every_result_stands_for_a_test_that_exists() -> None:
    assert missing(contract_table.cases()) == []


@pytest.mark.parametrize("table", contract_table.tables(), ids=lambda table: table.title)
def test_a_contract_gives_only_results_that_it_has(table: Table) -> None:
    possible = WITH_RESULT if table.contract.result_namespace else WITHOUT_RESULT

    assert {row.result for row in table.rows} <= possible
