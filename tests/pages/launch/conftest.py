"""The register that every opening asks, and a journal system that opens certificates."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from certificates.models import Certificate
from hsa.roles import Role
from tests.factories import OTHER_PATIENT, VE01, make_integrated_user, make_patient
from tests.pages.certificate.markup import Page
from tests.pages.certificate.sessions import log_in

Launch = Callable[..., Page]


@pytest.fixture(autouse=True)
def _patients(db: None) -> None:
    make_patient()
    make_patient(OTHER_PATIENT, first_name="Moa", last_name="Stjärnfeldt")


@pytest.fixture
def launch() -> Launch:
    """Post the link on VE01 with some parameters; the page that it leads to."""

    def posted(certificate: Certificate, *, role: Role = Role.LAKARE, **parameters: str) -> Page:
        client = log_in(replace(make_integrated_user(role), launch=None, selected_unit_id=""))
        answer = client.post(f"/visa/intyg/{certificate.pk}", {"enhet": VE01, **parameters})
        page = Page(client.get(answer["Location"]))
        certificate.refresh_from_db()
        return page

    return posted
