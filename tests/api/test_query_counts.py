"""How many questions a call asks the database, however much it answers with (spec/integration.md 4.3)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.api.conftest import System, draft_body
from tests.factories import PATIENT, REGION

pytestmark = pytest.mark.django_db


def count(system: System, method: str, path: str, body: object = None) -> int:
    with CaptureQueriesContext(
        connection,
    ) as asked:
        assert system.send(method, path, body).status == 200
    return len(asked)


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/events", None),
        ("POST", "/certificates/search", {"personId": PATIENT, "careProvider": REGION}),
    ],
)
def test_a_list_asks_as_often_for_many_as_for_one(region: System, method: str, path: str, body: object) -> None:
    region.post("/drafts", draft_body())
    count(region, method, path, body)
    for_one = count(region, method, path, body)
    for _ in range(5):
        region.post("/drafts", draft_body())
    assert count(region, method, path, body) == for_one
