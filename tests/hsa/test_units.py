"""One unit: attributes, fallbacks, what stands above it (spec/roles-and-access.md 1.4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.db.models.functions import Lower

from hsa import directory
from hsa.addresses import PostalAddress, postal_address
from hsa.models import Membership, Unit
from tests.hsa.factories import care_unit, connect, provider, sub_unit

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("either_directory")]


@pytest.mark.parametrize(
    ("facts", "address"),
    [
        ({}, ("", "", "")),
        (
            {
                "street": "Gatan",
                "premises_number": "1",
                "premises_letter": "B",
                "structured_postal_code": "990 01",
                "structured_town": "Norrvik",
            },
            ("Gatan 1 B", "990 01", "Norrvik"),
        ),
        ({"premises_number": "1", "structured_town": "Norrvik"}, ("", "", "Norrvik")),
        ({"street": "Gatan", "postal_address": "Annan\n99001 Annanstad"}, ("Gatan", "", "")),
        ({"postal_address": "Box 1\nGatan 2\n990 01 Norrvik"}, ("Box 1 Gatan 2", "990 01", "Norrvik")),
        ({"postal_address": "Gatan 2\n99001 Norrvik"}, ("Gatan 2", "99001", "Norrvik")),
        ({"postal_address": "Gatan 2\nNorrvik"}, ("Gatan 2", "", "Norrvik")),
        ({"postal_address": "Gatan 2\n990 01"}, ("Gatan 2", "", "990 01")),
        ({"postal_address": "Gatan 2\n990 01N"}, ("Gatan 2", "", "990 01N")),
        ({"postal_address": "Gatan 2\n990 01No"}, ("Gatan 2", "990 01", "No")),
        (
            {"postal_address": "Gatan 2\n990 01 Norrvik", "postal_code": "990 99"},
            ("Gatan 2", "990 99", "Norrvik"),
        ),
        ({"postal_code": "990 99"}, ("", "990 99", "")),
    ],
)
def test_the_structured_address_goes_before_the_lines(facts: dict[str, Any], address: tuple[str, str, str]) -> None:
    assert postal_address(Unit(**facts)) == PostalAddress(*address)


def test_the_first_workplace_code_is_used_and_never_inherited() -> None:
    care_unit("VE1", prescription_codes="1000001\n1000002", members=(sub_unit("ME1"),))
    node = directory.unit("VE1")
    assert node.workplace_code == "1000001"
    assert node.sub_units[0].workplace_code == "0000000"


def test_a_sub_unit_has_its_own_workplace_code() -> None:
    care_unit("VE1", members=(sub_unit("ME1", prescription_codes="1000011"),))
    assert directory.unit("ME1").workplace_code == "1000011"


def test_a_care_unit_has_its_first_number_and_a_sub_unit_all_of_them() -> None:
    care_unit("VE1", phones="1\n2", members=(sub_unit("ME1", phones="3\n4"),))
    node = directory.unit("VE1")
    assert (node.phone, node.sub_units[0].phone) == ("1", "3, 4")


def test_mail_of_sub_units_is_not_in_the_tree_but_on_the_unit() -> None:
    care_unit("VE1", mail="ve@x.test", members=(sub_unit("ME1", mail="me@x.test"),))
    node = directory.unit("VE1")
    assert (node.mail, node.sub_units[0].mail) == ("ve@x.test", "")
    assert directory.unit("ME1").mail == "me@x.test"


def test_mail_to_a_unit_without_address_goes_to_its_care_unit() -> None:
    care_unit("VE1", mail="ve@x.test", members=(sub_unit("ME1", mail="me@x.test"), sub_unit("ME2")))
    care_unit("VE2")
    sub_unit("ENH1")
    asked = ("VE1", "ME1", "ME2", "VE2", "ENH1")
    assert [directory.notification_mail(unit) for unit in asked] == ["ve@x.test", "me@x.test", "ve@x.test", "", ""]


def test_what_stands_above_a_unit() -> None:
    provider("VG1")
    care_unit("VE1", members=(sub_unit("ME1"),))
    sub_unit("ENH1")
    asked = ("VE1", "ME1", "VG1", "ENH1")
    expected = [("VE1", "VG1"), ("VE1", "VG1"), ("", "VG1"), ("", "")]
    assert [directory.parents(unit) for unit in asked] == expected


def test_a_unit_knows_the_names_above_it() -> None:
    provider("VG1", name="Region")
    care_unit("VE1", name="Centralen", members=(sub_unit("ME1", name="Barn"),))
    node = directory.unit("me1")
    assert (node.name, node.care_unit_name, node.care_provider_name) == ("Barn", "Centralen", "Region")


def test_a_unit_that_nobody_connected_has_no_care_unit() -> None:
    sub_unit("ENH1")
    assert directory.unit("ENH1").care_unit_id == ""


def test_an_unknown_unit_is_not_found() -> None:
    for call in (directory.unit, directory.parents, directory.notification_mail):
        with pytest.raises(directory.UnitNotFound):
            call("VE1")  # type: ignore[operator]


def test_hsa_ids_are_stored_in_upper_case_without_blanks() -> None:
    care_unit(" se1-ve 1", stated_provider="se1-vg1")
    row = Unit.objects.get()
    assert (row.hsa_id, row.stated_provider) == ("SE1-VE1", "SE1-VG1")
    assert Unit.objects.filter(hsa_id="se1-ve1 ").exists()


def test_two_spellings_of_an_id_are_the_same_unit() -> None:
    sub_unit("VE1")
    with pytest.raises(ValidationError):
        Unit(hsa_id="ve 1", name="Samma").full_clean()


def test_the_database_refuses_an_id_that_is_not_normalised() -> None:
    row = sub_unit("VE1")
    with pytest.raises(IntegrityError):
        Unit.objects.filter(pk=row.pk).update(hsa_id=Lower("hsa_id"))


def test_a_unit_is_connected_to_another_once_and_never_to_itself() -> None:
    unit, member = care_unit("VE1"), sub_unit("ME1")
    connect(unit, member)
    with pytest.raises(ValidationError):
        Membership(care_unit=unit, member=member).full_clean()
    with pytest.raises(ValidationError):
        Membership(care_unit=unit, member=unit).full_clean()
