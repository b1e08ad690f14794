"""Role resolution (spec/roles-and-access.md 2.1, spec/privileges.json role_resolution)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from hsa.roles import Role, RoleResolution, resolve_role

PRIVILEGES = Path(settings.BASE_DIR).parent / "shared" / "spec" / "privileges.json"


def published_cases() -> list[Any]:
    if not PRIVILEGES.is_file():
        return []
    cases: list[Any] = json.loads(PRIVILEGES.read_text(encoding="utf-8"))["role_resolution"]["test_cases"]
    return cases


@pytest.mark.skipif(not PRIVILEGES.is_file(), reason="the specification's privileges.json is not here")
def test_every_published_case_gives_its_role() -> None:
    cases = published_cases()
    wrong = [
        case
        for case in cases
        if resolve_role(
            licences=case["licences"], employee_title_codes=case["titles"], prescription_codes=case["prescription"]
        ).role
        != case["expect"]
    ]
    assert len(cases) > 10
    assert wrong == []


@pytest.mark.parametrize(
    ("facts", "role", "role_type", "step"),
    [
        ({"licences": ["Läkare"]}, Role.LAKARE, "Läkare", 1),
        ({"licences": ["Tandläkare", "Läkare"]}, Role.LAKARE, "Läkare", 1),
        ({"licences": ["Tandläkare"], "employee_title_codes": ["204010"]}, Role.TANDLAKARE, "Tandläkare", 2),
        ({"licences": [], "employee_title_codes": ["204010"]}, Role.LAKARE, "Läkare - AT", 3),
        ({"licences": [], "employee_title_codes": ["203020"]}, Role.LAKARE, "Läkare - BT", 3),
        ({"licences": [], "employee_title_codes": ["203020", "204010"]}, Role.LAKARE, "Läkare - AT", 3),
        ({"licences": ["Barnmorska"], "employee_title_codes": ["203020"]}, Role.LAKARE, "Läkare - BT", 3),
        ({"licences": ["Barnmorska", "Sjuksköterska"]}, Role.BARNMORSKA, "Barnmorska", 5),
        ({"licences": ["Sjuksköterska"]}, Role.SJUKSKOTERSKA, "Sjuksköterska", 6),
        ({"licences": ["Sjukskoterska"]}, Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", 7),
        ({"licences": ["läkare"]}, Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", 7),
        ({"licences": ["Fysioterapeut"]}, Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", 7),
        ({"licences": []}, Role.VARDADMINISTRATOR, "VARDADMINISTRATOR", 7),
    ],
)
def test_the_first_matching_step_decides(facts: dict[str, Any], role: Role, role_type: str, step: int) -> None:
    assert resolve_role(**facts) == RoleResolution(role, role_type, step)


@pytest.mark.parametrize(
    ("title", "code", "role_type"),
    [
        ("203090", "9300005", "Läkare - inom EU"),
        ("203090", "9400003", "Läkare - utom EU"),
        ("204090", "9100009", "Läkare - Vikariat"),
        ("204090", "9200007", "Läkare - Student"),
    ],
)
def test_a_title_code_with_its_prescription_code_makes_a_doctor(title: str, code: str, role_type: str) -> None:
    resolution = resolve_role(licences=[], employee_title_codes=[title], prescription_codes=[code])
    assert resolution == RoleResolution(Role.LAKARE, role_type, 4)


@pytest.mark.parametrize(
    ("title", "code"),
    [("203090", "9100009"), ("203090", "9200007"), ("204090", "9300005"), ("204090", "9400003"), ("204020", "9300005")],
)
def test_a_prescription_code_of_another_row_does_not_count(title: str, code: str) -> None:
    assert resolve_role(licences=[], employee_title_codes=[title], prescription_codes=[code]).step == 7


def test_title_codes_of_credentials_count_in_pairs_only() -> None:
    assert resolve_role(licences=[], credential_title_codes=["204010"]).step == 7
    paired = resolve_role(licences=[], credential_title_codes=["203090"], prescription_codes=["9300005"])
    assert paired.step == 4


def test_the_outer_loop_of_the_pairs_is_the_title_codes() -> None:
    resolution = resolve_role(
        licences=[],
        employee_title_codes=["204090"],
        credential_title_codes=["203090"],
        prescription_codes=["9300005", "9200007"],
    )
    assert resolution.role_type == "Läkare - Student"


def test_the_inner_loop_follows_the_order_of_the_prescription_codes() -> None:
    resolution = resolve_role(licences=[], employee_title_codes=["203090"], prescription_codes=["9400003", "9300005"])
    assert resolution.role_type == "Läkare - utom EU"
