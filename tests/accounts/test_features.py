"""Features and pilots: what is on, for which types, where (spec/roles-and-access.md 3.4)."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

import accounts.demo
from accounts import features, per_request, session
from accounts.features import CLASSIC_TYPES, DELIVERED, FeatureName, Pilot, Switch
from accounts.models import Feature, PilotUnit
from tests.accounts.visits import log_in
from tests.factories import ME01, PRIVATE, REGION, VE01, VE02, make_integrated_user, make_user, unit_node
from webcert import clock

pytestmark = pytest.mark.django_db
PRIVILEGES = Path(settings.BASE_DIR).parent / "shared" / "spec" / "privileges.json"
SRS, BLOCKED = FeatureName.SRS, FeatureName.BLOCKERA_FRISTAENDE


def row(name: FeatureName, **changes: object) -> Feature:
    feature = Feature.objects.get_or_create(name=name.value)[0]
    Feature.objects.filter(pk=feature.pk).update(**changes)
    feature.refresh_from_db()
    return feature


def pilot(name: FeatureName, hsa_id: str, **changes: object) -> None:
    PilotUnit.objects.create(feature=row(name), hsa_id=hsa_id, **changes)


@pytest.mark.skipif(not PRIVILEGES.is_file(), reason="privileges.json is not beside the repository")
def test_the_delivered_configuration_is_that_of_the_spec() -> None:
    spec = {f["name"]: f for f in json.loads(PRIVILEGES.read_text(encoding="utf-8"))["features"]}
    assert {name: (s.is_on, s.types) for name, s in DELIVERED.items()} == {
        name: (spec[name]["global"], frozenset(spec[name]["certificate_types"])) for name in FeatureName
    }
    assert {name for name, f in spec.items() if f["evaluated_by_current_code"]} <= set(FeatureName)


def test_a_new_installation_has_a_row_for_each_feature() -> None:
    seeded = {f.name: Switch(f.is_on, frozenset(f.certificate_types.split())) for f in Feature.objects.all()}
    assert seeded == {name.value: switch for name, switch in DELIVERED.items()}


def test_in_the_demo_world_every_classic_type_can_be_tried_but_the_one_that_is_only_read() -> None:
    accounts.demo.load_features()
    active = features.at_unit(None)
    handled = {type_id for type_id in CLASSIC_TYPES if active.covers(FeatureName.HANTERA_INTYGSUTKAST, type_id)}
    closed = {type_id for type_id in CLASSIC_TYPES if active.covers(FeatureName.INAKTIVERAD_INTYGSTYP, type_id)}
    assert (CLASSIC_TYPES - handled, closed) == ({"fk7263"}, {"fk7263"})
    assert active.covers(FeatureName.INAKTIVERA_TIDIGARE_HUVUDVERSION, "ts-bas")
    assert not active.is_on(SRS)


def test_without_rows_the_delivered_configuration_holds() -> None:
    Feature.objects.all().delete()
    assert features.at_unit(None).covers(FeatureName.UNIKT_INTYG, "db")


def test_a_feature_needs_both_its_switch_and_the_type() -> None:
    row(SRS, is_on=False, certificate_types="lisjp")
    assert not features.at_unit(None).covers(SRS, "lisjp")
    row(SRS, is_on=True)
    assert features.at_unit(None).covers(SRS, "lisjp")
    assert not features.at_unit(None).covers(SRS, "luse")
    assert features.at_unit(None).is_on(SRS)


def test_a_pilot_adds_types_for_its_unit_only() -> None:
    pilot(SRS, VE01, certificate_types="lisjp")
    assert features.at_unit(unit_node(VE01)).covers(SRS, "lisjp")
    assert not features.at_unit(unit_node(VE02)).covers(SRS, "lisjp")
    assert not features.at_unit(None).is_on(SRS)


def test_the_pilot_of_a_care_unit_does_not_reach_its_clinics() -> None:
    """The ids looked at are those of the selected unit and the care provider."""
    pilot(SRS, VE01, certificate_types="lisjp")
    assert not features.at_unit(unit_node(ME01, care_unit_id=VE01)).is_on(SRS)


def test_a_pilot_of_a_care_provider_reaches_all_its_units() -> None:
    pilot(SRS, REGION.lower(), certificate_types="lisjp")
    assert features.at_unit(unit_node(VE02)).is_on(SRS)
    assert not features.at_unit(unit_node("X", care_provider_id=PRIVATE)).is_on(SRS)


def test_a_deactivating_pilot_takes_types_away() -> None:
    pilot(FeatureName.UTSKRIFT, VE01, activates=False, is_on=False, certificate_types="db doi")
    here = features.at_unit(unit_node(VE01))
    assert here.is_on(FeatureName.UTSKRIFT)
    assert not here.covers(FeatureName.UTSKRIFT, "db")
    assert here.covers(FeatureName.UTSKRIFT, "lisjp")


def test_a_deactivating_pilot_can_switch_the_feature_off() -> None:
    pilot(FeatureName.UTSKRIFT, VE01, activates=False)
    assert not features.at_unit(unit_node(VE01)).is_on(FeatureName.UTSKRIFT)


def test_deactivation_comes_after_activation() -> None:
    off = Pilot(SRS, VE01, activates=False, switch=Switch(True))
    on = Pilot(SRS, VE01, activates=True, switch=Switch(True))
    assert not features.Configuration(DELIVERED, (off, on)).at([VE01]).is_on(SRS)


@pytest.mark.parametrize(("starts", "ends", "expected"), [(-1, 1, True), (1, None, False), (None, -1, False)])
def test_a_pilot_holds_within_its_time(starts: int | None, ends: int | None, expected: bool) -> None:
    def moment(days: int | None) -> dt.datetime | None:
        return None if days is None else clock.now() + dt.timedelta(days=days)

    pilot(SRS, VE01, starts_at=moment(starts), ends_at=moment(ends))
    assert features.at_unit(unit_node(VE01)).is_on(SRS) is expected


def test_the_stand_alone_block_follows_the_selected_unit() -> None:
    pilot(BLOCKED, VE02)
    assert not features.applied(make_user(unit=VE01)).is_blocked
    assert features.applied(make_user(unit=VE02)).is_blocked
    assert not features.applied(make_integrated_user(unit=VE02)).is_blocked


def test_a_change_of_unit_works_the_block_out_anew(rf) -> None:
    pilot(BLOCKED, VE02)
    request = rf.get("/")
    request.session = {}
    assert session.select_unit(request, make_user(), unit_id=VE02).is_blocked
    assert not session.select_unit(request, request.care_user, unit_id=VE01).is_blocked


def test_the_configuration_is_read_once_per_request(django_assert_num_queries) -> None:
    with per_request.keeping(), django_assert_num_queries(1):
        features.at_unit(None)
        features.at_unit(unit_node(VE01))


def test_between_requests_a_change_is_seen() -> None:
    with per_request.keeping():
        assert not features.at_unit(None).is_on(SRS)
    row(SRS, is_on=True)
    with per_request.keeping():
        assert features.at_unit(None).is_on(SRS)


def test_an_administrator_switches_a_feature_and_adds_a_pilot(admin_client: Client) -> None:
    feature = row(SRS)
    page = reverse("admin:accounts_feature_change", args=[feature.pk])
    form = {
        "is_on": "on",
        "certificate_types": "LISJP, luse",
        "pilots-TOTAL_FORMS": "1",
        "pilots-INITIAL_FORMS": "0",
        "pilots-0-hsa_id": VE01,
        "pilots-0-activates": "on",
        "pilots-0-certificate_types": "db",
    }
    assert admin_client.post(page, form).status_code == 302
    here = features.at_unit(unit_node(VE01))
    assert [t for t in ("lisjp", "luse", "db") if here.covers(SRS, t)] == ["lisjp", "luse", "db"]
    assert not features.at_unit(None).covers(SRS, "db")


def test_features_are_neither_added_nor_deleted(admin_client: Client) -> None:
    assert admin_client.get(reverse("admin:accounts_feature_add")).status_code == 403
    assert admin_client.get(reverse("admin:accounts_feature_delete", args=[row(SRS).pk])).status_code == 403


def test_a_unit_with_a_journal_system_warns_who_came_in_beside_it(demo_people: None, client: Client) -> None:
    log_in(client)
    assert "stand-alone-banner" not in client.get("/search").content.decode()
    pilot(FeatureName.VARNING_FRISTAENDE, VE01)
    assert "stand-alone-banner" in client.get("/search").content.decode()
