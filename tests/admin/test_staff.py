"""Administrators' own powers, and the record of what they did (spec/administration.md 0, 9)."""

from __future__ import annotations

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db.models import Count
from django.test import Client

from accounts import staff
from tests.admin.conftest import World


def account(number: str) -> User:
    return User.objects.get(username=f"SE2321000016-{number}")


def form(user: User, *groups: str, **more: str) -> dict[str, object]:
    chosen = [Group.objects.get(name=name).pk for name in groups]
    return {
        "username": user.username,
        "is_active": "on",
        "is_staff": "on",
        "date_joined_0": "2024-01-01",
        "date_joined_1": "00:00:00",
        "groups": chosen,
        **more,
    }


def change(client: Client, user: User, fields: dict[str, object]) -> str:
    return client.post(f"/admin/auth/user/{user.pk}/change/", fields, follow=True).content.decode()


def groups_of(number: str) -> set[str]:
    return set(account(number).groups.values_list("name", flat=True))


def test_nobody_gives_the_own_account_another_group(system: Client) -> None:
    change(system, account("A001"), form(account("A001"), staff.LOG_ADMINISTRATOR, is_superuser="on"))
    assert groups_of("A001") == {staff.SYSTEM_ADMINISTRATOR}
    assert not account("A001").is_superuser


def test_a_system_administrator_gives_others_a_group(system: Client) -> None:
    change(system, account("A003"), form(account("A003"), staff.REGIONAL_ADMINISTRATOR))
    assert groups_of("A003") == {staff.REGIONAL_ADMINISTRATOR}


def test_a_system_administrator_makes_no_superuser_and_gives_no_single_permission(system: Client) -> None:
    change(system, account("A003"), form(account("A003"), is_superuser="on", user_permissions="1"))
    assert not account("A003").is_superuser
    assert not account("A003").user_permissions.exists()


def test_no_account_both_changes_settings_and_reads_the_log(system: Client) -> None:
    page = change(system, account("A003"), form(account("A003"), staff.SYSTEM_ADMINISTRATOR, staff.LOG_ADMINISTRATOR))
    assert "både systemadministratör och loggadministratör" in page
    assert groups_of("A003") == {staff.INTEGRATOR}


def test_a_superuser_is_out_of_reach(world: World, system: Client) -> None:
    superuser = User.objects.create_superuser("root")
    assert system.post(f"/admin/auth/user/{superuser.pk}/change/", form(superuser)).status_code == 403
    new_password = {"password1": "ett-langt-losenord", "password2": "ett-langt-losenord"}
    assert system.post(f"/admin/auth/user/{superuser.pk}/password/", new_password).status_code == 403


def test_the_groups_are_made_by_a_command(db: None) -> None:
    call_command("make_groups")
    call_command("make_groups")
    groups = Group.objects.annotate(powers=Count("permissions"))
    assert {group.name: group.powers > 0 for group in groups} == {
        staff.SYSTEM_ADMINISTRATOR: True,
        staff.REGIONAL_ADMINISTRATOR: True,
        staff.LOG_ADMINISTRATOR: True,
        staff.INTEGRATOR: True,
    }


def test_ending_a_route_is_written_down(world: World, system: Client) -> None:
    system.post("/admin/tak/takroute/", {"action": "end_now", "_selected_action": [world.own.route.pk]})
    entry = LogEntry.objects.get()
    assert (entry.object_id, entry.change_message) == (str(world.own.route.pk), "Vägval avslutade.")


def test_a_change_of_an_administrator_is_written_down_and_shown(world: World, system: Client) -> None:
    system.post(
        f"/admin/notifications/integratedunit/{world.own.integrated_unit.pk}/change/",
        {"unit_name": "Nytt namn", "care_provider_id": "SE2321000016-VG01", "care_provider_name": "Region"},
    )
    entry = LogEntry.objects.get()
    assert (entry.user, entry.object_id) == (account("A001"), world.own.integrated_unit.pk)
    page = system.get("/admin/admin/logentry/").content.decode()
    assert "Nytt namn" in page
    assert "SE2321000016-A001" in page
