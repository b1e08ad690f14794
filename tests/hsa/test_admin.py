"""The directory in Django admin (spec/administration.md 3.1, 9)."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from hsa import demo, directory
from hsa.models import CareUnit, DirectoryFault, Person, Unit

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _demo_world() -> None:
    demo.load()


def page(client: Client, name: str, *args: Any, **query: str) -> str:
    answer = client.get(reverse(f"admin:{name}", args=args), query)
    assert answer.status_code == 200
    return answer.content.decode()


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("hsa_unit_changelist", "Björkbackens vårdcentral"),
        ("hsa_careprovider_changelist", "Region Norrvik"),
        ("hsa_careunit_changelist", "Strandhälsans vårdcentral"),
        ("hsa_subunit_changelist", "Björkbackens barnmottagning"),
        ("hsa_person_changelist", "Astrid Bergvall"),
        ("hsa_directoryfault_changelist", "driftläge"),
    ],
)
def test_every_list_can_be_opened(admin_client: Client, name: str, text: str) -> None:
    assert text in page(admin_client, name)


def test_the_person_page_explains_the_role(admin_client: Client) -> None:
    person = Person.objects.get(hsa_id="SE2321000016-P016")
    assert "LAKARE (Läkare - Vikariat). Regel 4" in page(admin_client, "hsa_person_change", person.pk)


def test_the_person_list_asks_the_same_number_of_questions_for_any_number_of_rows(
    admin_client: Client, django_assert_max_num_queries: Any
) -> None:
    with django_assert_max_num_queries(16):
        page(admin_client, "hsa_person_changelist")


def test_persons_are_found_by_name_and_not_by_personal_number(admin_client: Client) -> None:
    assert "Astrid Bergvall" in page(admin_client, "hsa_person_changelist", q="Bergvall")
    person_id = Person.objects.get(hsa_id="SE2321000016-P001").person_id
    assert "Astrid Bergvall" not in page(admin_client, "hsa_person_changelist", q=person_id)


def test_a_filter_on_the_personal_number_is_refused(admin_client: Client) -> None:
    address = reverse("admin:hsa_person_changelist")
    assert admin_client.get(address, {"person_id": "197103022385"}).status_code == 400


def test_the_control_report_shows_every_finding_by_rule(admin_client: Client) -> None:
    html = page(admin_client, "hsa_unit_control")
    assert "6 brister" in html
    assert "VK3" in html
    assert "SE5567000003-ME41 är kopplad till flera vårdenheter" in html


def test_the_control_report_of_one_provider_is_its_own(admin_client: Client) -> None:
    assert "Godkänd" in page(admin_client, "hsa_unit_control", provider="se2321000016-vg01")


def test_the_control_report_can_be_fetched_as_a_file(admin_client: Client) -> None:
    answer = admin_client.get(reverse("admin:hsa_unit_control_csv"))
    rows = answer.content.decode().splitlines()
    assert rows[0] == "\ufeffkod;enhet;namn;övriga;text"
    assert rows[1].startswith("VK1;SE5567000003-VE42;Kontrollvård Beta;SE5567000003-VE41;")
    assert len(rows) == 7


def test_the_control_report_needs_leave_to_see_units(client: Client) -> None:
    user = get_user_model().objects.create_user("staff", is_staff=True)
    client.force_login(user)
    for name in ("hsa_unit_control", "hsa_unit_control_csv"):
        assert client.get(reverse(f"admin:{name}")).status_code == 403
    user.user_permissions.add(Permission.objects.get(codename="view_unit"))
    assert client.get(reverse("admin:hsa_unit_control")).status_code == 200


def test_the_action_on_one_provider_leads_to_its_report(admin_client: Client) -> None:
    provider = Unit.objects.get(hsa_id="SE5567000003-VG04")
    answer = admin_client.post(
        reverse("admin:hsa_careprovider_changelist"), {"action": "run_control", "_selected_action": provider.pk}
    )
    assert answer["Location"].endswith("/control/?provider=SE5567000003-VG04")


def test_a_new_care_unit_is_tagged_and_its_id_normalised(admin_client: Client) -> None:
    assert 'name="is_care_unit" id="id_is_care_unit" checked' in page(admin_client, "hsa_careunit_add")
    form = {
        "hsa_id": " se2321000016-ve77 ",
        "name": "Ny",
        "is_care_unit": "on",
        "stated_provider": "SE2321000016-vg01",
        "member_connections-TOTAL_FORMS": "0",
        "member_connections-INITIAL_FORMS": "0",
    }
    assert admin_client.post(reverse("admin:hsa_careunit_add"), form).status_code == 302
    row = CareUnit.objects.get(hsa_id="SE2321000016-VE77")
    assert row.stated_provider == "SE2321000016-VG01"


def test_an_administrator_can_switch_the_directory_off_and_on(admin_client: Client) -> None:
    admin_client.post(reverse("admin:hsa_directoryfault_add"), {"is_unavailable": "on"})
    with pytest.raises(directory.DirectoryUnavailable):
        directory.unit("SE2321000016-VE01")
    row = DirectoryFault.objects.get()
    admin_client.post(reverse("admin:hsa_directoryfault_change", args=[row.pk]), {})
    assert directory.unit("SE2321000016-VE01").name == "Björkbackens vårdcentral"


def test_the_switch_is_one_row_that_stays(admin_client: Client) -> None:
    admin_client.post(reverse("admin:hsa_directoryfault_add"), {})
    assert admin_client.get(reverse("admin:hsa_directoryfault_add")).status_code == 403
    assert admin_client.post(reverse("admin:hsa_directoryfault_delete", args=[1])).status_code == 403
