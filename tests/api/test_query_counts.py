"""How many questions a call asks the database, however much it answers with (spec/integration.md 4.3)."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from certificates.models import Certificate
from tests.api.conftest import System, draft_body
from tests.factories import PATIENT, REGION
from webcert import clock

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


def test_a_search_asks_as_often_for_many_signed_certificates_as_for_one(region: System) -> None:
    body = {"personId": PATIENT, "careProvider": REGION}
    region.post("/drafts", draft_body())
    sign_all()
    count(region, "POST", "/certificates/search", body)
    for_one = count(region, "POST", "/certificates/search", body)
    for _ in range(5):
        region.post("/drafts", draft_body())
    sign_all()
    assert count(region, "POST", "/certificates/search", body) == for_one


def test_a_search_does_not_read_the_messages_that_it_does_not_tell(region: System) -> None:
    region.post("/drafts", draft_body())
    with CaptureQueriesContext(connection) as asked:
        region.post("/certificates/search", {"personId": PATIENT, "careProvider": REGION})
    assert not [query["sql"] for query in asked if '"payload"' in query["sql"]]


def sign_all() -> None:
    Certificate.objects.update(state=Certificate.State.SIGNED, is_complete=True, signed_at=clock.now())
