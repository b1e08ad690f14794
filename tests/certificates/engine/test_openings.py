"""From when and until when a version is active, and what a code means then (spec/certificate-types README 1)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.test import Client
from django.urls import reverse

from accounts import per_request
from certificates.models import CertificateTypeSetting
from certificates.types import openings, registry
from certificates.types.base import Engine
from certificates.types.fk7804 import FK7804
from rivta.oids import KV_INTYGSTYP
from tests.certificates.engine.world import TODAY, tiny_type

pytestmark = pytest.mark.django_db
OLD_SYSTEM = "f6fb361a-e31d-48b8-8657-99b63912dd9b"


def setting(first: dt.date, last: dt.date | None = None) -> None:
    CertificateTypeSetting.objects.create(type_id="fk7804", version="2.0", active_from=first, active_to=last)


def test_the_administration_opens_a_version_earlier_than_declared() -> None:
    setting(dt.date(2020, 1, 1))
    assert FK7804.is_active(dt.date(2020, 1, 1))
    assert not FK7804.is_active(dt.date(2019, 12, 31))


def test_the_administration_opens_a_version_later_than_declared() -> None:
    setting(TODAY + dt.timedelta(days=1))
    assert not FK7804.is_active(TODAY)


def test_a_closed_version_is_active_to_its_last_day() -> None:
    setting(FK7804.active_from, TODAY)
    assert FK7804.is_active(TODAY)
    assert not FK7804.is_active(TODAY + dt.timedelta(days=1))


def test_a_closed_type_is_no_longer_listed_or_made() -> None:
    only = registry.newest_active("LU_TFP_ASB18", KV_INTYGSTYP, at=TODAY)
    CertificateTypeSetting.objects.create(
        type_id=only.type_id, version=only.version, active_from=only.active_from, active_to=only.active_from
    )
    assert only not in registry.active_types(TODAY)
    with pytest.raises(registry.UnknownCertificateType):
        registry.newest_active("LU_TFP_ASB18", KV_INTYGSTYP, at=TODAY)


def test_declarations_count_alone_where_it_is_asked_for() -> None:
    setting(FK7804.active_from, FK7804.active_from)
    with openings.as_declared():
        assert FK7804.is_active(TODAY)
    assert not FK7804.is_active(TODAY)


def test_settings_are_read_once_per_request(django_assert_num_queries) -> None:
    with per_request.keeping(), django_assert_num_queries(1):
        FK7804.is_active(TODAY)
        registry.active_types(TODAY)


def test_an_older_type_comes_back_when_its_model_is_closed() -> None:
    older = tiny_type(type_id="lisjp", code="LISJP", engine=Engine.LEGACY, active_from=dt.date(2026, 1, 2))
    with registry.installed(older):
        assert registry.newest_active("LISJP", KV_INTYGSTYP, at=TODAY) is FK7804
        assert older not in registry.active_types(TODAY)
        setting(TODAY + dt.timedelta(days=1))
        assert registry.newest_active("lisjp", KV_INTYGSTYP, at=TODAY) is older
        assert older in registry.active_types(TODAY)


@pytest.mark.parametrize("code", ["TSTINY", "tstiny", "ts-tiny", "TS-Tiny"])
@pytest.mark.parametrize("code_system", [OLD_SYSTEM, KV_INTYGSTYP])
def test_an_older_type_is_asked_for_by_code_or_internal_id_in_any_case(code: str, code_system: str) -> None:
    older = tiny_type(type_id="ts-tiny", code="TSTINY", code_system=OLD_SYSTEM, engine=Engine.LEGACY)
    with registry.installed(older):
        assert registry.newest_active(code, code_system, at=TODAY) is older


def test_a_model_is_asked_for_by_its_very_code() -> None:
    with registry.installed(tiny_type(code="TINY")):
        for code in ("tiny", "Tiny"):
            with pytest.raises(registry.UnknownCertificateType):
                registry.newest_active(code, KV_INTYGSTYP, at=TODAY)


def test_an_administrator_closes_a_version(admin_client: Client) -> None:
    form = {"type_and_version": "fk7804 2.0", "active_from": "2025-08-05", "active_to": "2025-08-06"}
    page = reverse("admin:certificates_certificatetypesetting_add")
    assert admin_client.post(page, form).status_code == 302
    assert not FK7804.is_active(dt.date(2025, 8, 7))
    assert "redan en öppettid" in admin_client.post(page, form).content.decode()


def test_a_version_does_not_close_before_it_opens(admin_client: Client) -> None:
    form = {"type_and_version": "fk7804 2.0", "active_from": "2025-08-05", "active_to": "2025-08-04"}
    admin_client.post(reverse("admin:certificates_certificatetypesetting_add"), form)
    assert not CertificateTypeSetting.objects.exists()
