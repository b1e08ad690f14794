"""Messages in the administration: what is told of them, to whom, and what is asked for (spec/administration.md 9)."""

from __future__ import annotations

import datetime as dt

import pytest
from django.contrib.auth.models import Group, Permission
from django.test import Client

from accounts import staff
from arenden.models import Arende
from hsa.models import Unit
from tests.admin.conftest import World
from tests.admin.test_links import links, page
from tests.factories import VE01
from webcert import clock

LISTS = ["arenden/arende", "arenden/legacymessage"]
SAID = {"arenden/arende": ["Vad säger provsvaret?", "Hanna Handläggare", "Vilken diagnos?"]}
SAID["arenden/legacymessage"] = ["Hur mår patienten?"]


def at(world: World, name: str) -> str:
    return f"/admin/{name}/{world.own.rows[name].pk}/change/"


@pytest.mark.parametrize("name", LISTS)
def test_a_list_tells_of_the_certificate_the_unit_and_the_state(world: World, region: Client, name: str) -> None:
    found = page(region, f"/admin/{name}/")
    for part in (world.own.certificate.pk, VE01, "Vårdenheten ska agera"):
        assert part in found


@pytest.mark.parametrize("name", LISTS)
def test_no_list_tells_what_was_said(world: World, system: Client, name: str) -> None:
    found = page(system, f"/admin/{name}/")
    assert not [text for text in SAID[name] if text in found]


@pytest.mark.parametrize("name", LISTS)
def test_what_was_said_is_read_on_the_page_of_a_message(world: World, region: Client, name: str) -> None:
    found = page(region, at(world, name))
    assert [text for text in SAID[name] if text not in found] == []


@pytest.mark.parametrize("name", LISTS)
def test_who_may_not_read_messages_sees_that_they_were_sent_only(world: World, region: Client, name: str) -> None:
    reading = Permission.objects.get(codename="read_arende")
    Group.objects.get(name=staff.REGIONAL_ADMINISTRATOR).permissions.remove(reading)
    found = page(region, at(world, name))
    assert world.own.certificate.pk in found
    assert [text for text in SAID[name] if text in found] == []


def test_the_personal_number_is_masked(world: World, system: Client) -> None:
    number = world.own.certificate.person_id
    for address in ("/admin/arenden/arende/", at(world, "arenden/arende")):
        found = page(system, address)
        assert number not in found
        assert f"{number[:8]}-****" in found


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("typed", ["191212121212", "19121212-1212", "1212121212"])
def test_nothing_is_found_by_a_personal_number(world: World, system: Client, name: str, typed: str) -> None:
    found = page(system, f"/admin/{name}/?q={typed}")
    assert "Det går inte att söka på personnummer här." in found
    assert world.own.certificate.pk not in found


def test_a_list_is_not_filtered_by_a_personal_number(world: World, system: Client) -> None:
    answer = system.get(f"/admin/arenden/arende/?person_id={world.own.certificate.person_id}")
    assert answer.status_code in {302, 400}


@pytest.mark.parametrize("name", LISTS)
def test_a_message_is_found_by_its_certificate_and_its_unit(world: World, system: Client, name: str) -> None:
    for text in (world.own.certificate.pk, VE01):
        found = page(system, f"/admin/{name}/?q={text}")
        assert world.own.certificate.pk in found
        assert world.foreign.certificate.pk not in found


def test_a_message_is_found_by_its_id(world: World, system: Client) -> None:
    found = page(system, f"/admin/arenden/arende/?q={world.own.arende.message_id}")
    assert f"/arende/{world.own.arende.pk}/" in found
    assert f"/arende/{world.foreign.arende.pk}/" not in found


@pytest.mark.parametrize("name", LISTS)
def test_messages_of_closed_units_are_found_alone(world: World, system: Client, name: str) -> None:
    Unit.objects.filter(hsa_id=VE01).update(end=clock.now() - dt.timedelta(days=1))
    closed, still_open = (page(system, f"/admin/{name}/?unit_state={state}") for state in ("closed", "open"))
    own, foreign = f"{name}/{world.own.rows[name].pk}/change", f"{name}/{world.foreign.rows[name].pk}/change"
    assert (own in closed, foreign in closed) == (True, False)
    assert (own in still_open, foreign in still_open) == (False, True)


@pytest.mark.parametrize("name", LISTS)
def test_there_is_nothing_to_do_with_a_message(world: World, root: Client, name: str) -> None:
    assert 'name="action"' not in page(root, f"/admin/{name}/")


def test_between_a_certificate_and_its_messages(world: World, region: Client) -> None:
    found = links(region, "certificates/certificate", world.own.certificate.pk)
    assert f"/arende/{world.own.arende.pk}/" in page(region, found["Ärenden"])
    assert f"/legacymessage/{world.own.legacy_message.pk}/" in page(region, found["Frågasvar"])
    for name in LISTS:
        back = links(region, name, world.own.rows[name].pk)
        assert back["Intyget"] == f"/admin/certificates/certificate/{world.own.certificate.pk}/change/"


def test_from_an_answer_to_its_question_and_to_how_it_went_out(world: World, region: Client) -> None:
    question = world.own.arende
    answer = Arende.objects.get(pk=question.pk)
    answer.pk, answer.message_id, answer.kind, answer.sender = None, "m-2", "ANSWER", "WC"
    answer.question, answer.answers_message_id = question, question.message_id
    answer.save()
    found = links(region, "arenden/arende", answer.pk)
    assert found["Frågan"] == f"/admin/arenden/arende/{question.pk}/change/"
    assert f"/delivery/{world.own.delivery.pk}/" in page(region, found["Leveranser"])
    assert not {"Frågan", "Leveranser"} & set(links(region, "arenden/arende", question.pk))
