"""What nobody changes or deletes in the administration, not even a superuser (spec/administration.md 9)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Group, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.test import Client

from arenden.models import Arende, Complement, LegacyMessage
from certificates.models import Certificate, CertificateEvent, SignedDocument
from delivery.models import Delivery, DeliveryAttempt
from notifications.models import StatusUpdate, UnitMail
from pdllog.models import PdlRecord
from simulators.intygstjanst.models import StoredCertificate
from tests.admin.conftest import World

SHOWN = [
    Arende,
    LegacyMessage,
    Certificate,
    StatusUpdate,
    UnitMail,
    Delivery,
    DeliveryAttempt,
    PdlRecord,
    StoredCertificate,
    LogEntry,
    Group,
]
INSIDE = [Complement, CertificateEvent, SignedDocument]
"""Shown on the page of another row."""


@pytest.fixture(autouse=True)
def _log_entry(root: Client, stored_certificate: StoredCertificate) -> None:
    LogEntry.objects.create(
        user=User.objects.get(username="root"),
        content_type=ContentType.objects.get_for_model(Certificate),
        object_repr="x",
        action_flag=CHANGE,
    )


def listing(model: type[Model]) -> str:
    return f"/admin/{model._meta.app_label}/{model._meta.model_name}/"


def rows(model: type[Model]) -> list[dict[str, Any]]:
    found = list(model.objects.order_by("pk").values())
    assert found, f"no row of {model._meta.label} to try on"
    return found


def forged(model: type[Model]) -> dict[str, str]:
    """Another value for every field."""
    return {field.name: "2" for field in model._meta.concrete_fields} | {"_save": "Spara"}


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.label)
def test_a_row_is_not_added_changed_or_deleted(root: Client, model: type[Model]) -> None:
    before = rows(model)
    page = f"{listing(model)}{model.objects.first().pk}/"
    assert root.get(f"{page}change/").status_code == 200
    for address in (f"{listing(model)}add/", f"{page}change/", f"{page}delete/"):
        assert root.post(address, forged(model)).status_code == 403
        assert root.post(address, {**forged(model), "post": "yes"}).status_code == 403
    assert rows(model) == before


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.label)
def test_rows_are_not_deleted_in_bulk(root: Client, model: type[Model]) -> None:
    before = rows(model)
    chosen = [row.pk for row in model.objects.all()]
    choice = {"action": "delete_selected", "_selected_action": chosen, "post": "yes", "select_across": "1"}
    root.post(listing(model), choice)
    assert rows(model) == before
    assert "delete_selected" not in root.get(listing(model)).content.decode()


@pytest.mark.parametrize("model", SHOWN, ids=lambda model: model._meta.label)
def test_rows_are_not_changed_in_the_list(root: Client, model: type[Model]) -> None:
    before = rows(model)
    form = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "1", "_save": "Spara"}
    form |= {f"form-0-{name}": value for name, value in forged(model).items()}
    root.post(listing(model), form)
    assert rows(model) == before


@pytest.mark.parametrize("model", INSIDE, ids=lambda model: model._meta.label)
def test_what_stands_inside_has_no_pages_of_its_own(root: Client, model: type[Model]) -> None:
    assert model not in admin.site._registry
    assert root.get(listing(model)).status_code == 404


@pytest.mark.parametrize(
    ("outer", "inner", "prefix"),
    [
        (Certificate, CertificateEvent, "events"),
        (Certificate, SignedDocument, "document"),
        (Delivery, DeliveryAttempt, "attempt_rows"),
    ],
    ids=["events", "document", "attempts"],
)
def test_what_stands_inside_is_not_changed_with_the_page(
    world: World, root: Client, outer: type[Model], inner: type[Model], prefix: str
) -> None:
    before = rows(inner)
    row = world.own.certificate if outer is Certificate else world.own.delivery
    form = {f"{prefix}-TOTAL_FORMS": "1", f"{prefix}-INITIAL_FORMS": "1", f"{prefix}-0-DELETE": "on"}
    form |= {f"{prefix}-0-{inner._meta.pk.name}": str(before[0][inner._meta.pk.attname])}
    assert root.post(f"{listing(outer)}{row.pk}/change/", {**forged(outer), **form}).status_code == 403
    assert rows(inner) == before


def test_a_signed_certificate_has_no_actions(root: Client) -> None:
    assert 'name="action"' not in root.get(listing(Certificate)).content.decode()


def test_the_actions_on_a_delivery_leave_its_message_and_attempts_alone(world: World, root: Client) -> None:
    before = rows(DeliveryAttempt)
    message = StatusUpdate.objects.get(pk=world.own.status_update.pk).payload
    for action in ("cancel_selected", "resend_selected", "fail_selected"):
        pks = list(Delivery.objects.values_list("pk", flat=True))
        root.post(listing(Delivery), {"action": action, "_selected_action": pks})
    assert rows(DeliveryAttempt) == before
    assert StatusUpdate.objects.get(pk=world.own.status_update.pk).payload == message


def test_deleting_units_persons_and_patients_takes_no_certificate_with_it(world: World, root: Client) -> None:
    before = {model: rows(model) for model in (Certificate, SignedDocument, StatusUpdate, PdlRecord)}
    for name in ("hsa/careunit", "hsa/person", "notifications/integratedunit"):
        row = world.own.rows[name]
        assert root.post(f"/admin/{name}/{row.pk}/delete/", {"post": "yes"}).status_code == 302
        assert not type(row).objects.filter(pk=row.pk).exists()
    assert {model: rows(model) for model in before} == before


def test_an_account_is_closed_and_not_deleted_for_the_log_names_it(root: Client) -> None:
    account = User.objects.get(username="SE2321000016-A003")
    assert root.post(f"/admin/auth/user/{account.pk}/delete/", {"post": "yes"}).status_code == 403
    assert User.objects.filter(pk=account.pk).exists()
