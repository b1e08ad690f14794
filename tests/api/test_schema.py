"""The API against its own description: schemathesis makes calls of every kind from it (spec/integration.md 4.3).

``API_EXAMPLES`` says how many per call; without it a few, for every run of the suite.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest
import schemathesis
from django.core import signals
from django.db import close_old_connections
from hypothesis import HealthCheck, assume, settings
from schemathesis.config import SchemathesisConfig

import simulators.demo
from api.models import Webhook
from notifications.models import StatusUpdate
from tests.api.conftest import System
from tests.factories import VE01, make_diagnoses
from tests.simulators.messages import held_certificate
from webcert.wsgi import application

pytestmark = pytest.mark.django_db

EXAMPLES = int(os.environ.get("API_EXAMPLES", "20"))
HELD = "the certificate that Intygstjänsten holds"
REFUSED_BY_A_RULE = ["2xx", "403", "404", "409", "422", "503"]
"""What data of the right form may be answered with: the rules of the domain come after the form."""
CONFIG = SchemathesisConfig.from_dict(
    {"checks": {"positive_data_acceptance": {"expected-statuses": REFUSED_BY_A_RULE}}}
)
description = schemathesis.openapi.from_wsgi("/api/integration/v1/openapi.json", application, config=CONFIG)


@pytest.fixture
def known(region: System, draft_id: str) -> dict[str, str]:
    """Ids that exist, so that calls come further than to 404."""
    region.post("/webhooks", {"url": "http://127.0.0.1:9/webhook"})
    make_diagnoses()
    simulators.demo.load()
    return {
        HELD: held_certificate().pk,
        "certificate_id": draft_id,
        "event_id": str(StatusUpdate.objects.get().pk),
        "webhook_id": str(Webhook.objects.get().pk),
        "hsa_id": VE01,
    }


@pytest.fixture
def _one_connection(known: dict[str, str]) -> Iterator[None]:
    """The application must not close the connection that holds the test's transaction after each request."""
    ends = (signals.request_started, signals.request_finished)
    for signal in ends:
        signal.disconnect(close_old_connections)
    yield
    for signal in ends:
        signal.connect(close_old_connections)


def form_is_right(ctx: schemathesis.CheckContext, response: schemathesis.Response, case: schemathesis.Case) -> None:
    """Data of the right form are never told to be of the wrong one."""
    if is_as_described(case) and response.status_code == 422:
        assert "errors" not in response.json(), response.json()


def is_as_described(case: schemathesis.Case) -> bool:
    return case.meta is None or case.meta.generation.mode.is_positive


@pytest.mark.usefixtures("_one_connection")
@description.parametrize()
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_call_does_what_the_description_says(
    case: schemathesis.Case, region: System, known: dict[str, str]
) -> None:
    assume(
        all(value not in ([], {}, None) for value in (case.query or {}).values())
    )  # would leave no trace in the address
    if is_as_described(case):
        case.path_parameters = {name: known[name] for name in case.path_parameters or {}}
        if case.path.endswith("/messages"):
            case.path_parameters["certificate_id"] = known[HELD]
    case.call_and_validate(headers={"Authorization": f"Bearer {region.text}"}, additional_checks=[form_is_right])
