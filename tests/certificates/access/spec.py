"""The access data of the spec, read plainly, and a certificate type for each id that it names (privileges.json)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from certificates.types import registry
from certificates.types.base import CertificateType, Engine, FilledFrom, Flags, Topics
from certificates.types.fk7804 import FK7804
from hsa.roles import Role
from webcert import clock

PRIVILEGES = Path(settings.BASE_DIR).parent / "shared" / "spec" / "privileges.json"
needs_privileges = pytest.mark.skipif(not PRIVILEGES.is_file(), reason="privileges.json is not beside the repository")

OPEN, NOT_YET = dt.date(2020, 1, 1), dt.date(2999, 1, 1)
OLDER_MAJORS = {"ts-bas": "6.8", "ts-diabetes": "3.0"}
TEMPLATES = {"lisjp": "ag7804", "db": "doi", "fk7804": "ag7804"}
"""What is made of what (spec/lifecycle.md 5.6, 9)."""


@cache
def spec() -> dict[str, Any]:
    return json.loads(PRIVILEGES.read_text(encoding="utf-8"))


def newer_types() -> dict[str, Any]:
    return spec()["newer_certificate_types"]


@cache
def checks() -> dict[tuple[str, str], dict[str, Any]]:
    """Rows of the classic table by action and object."""
    return {(row["action"], row["target"]): row for row in spec()["access_checks"]["checks"]}


@cache
def rule_names(action: str) -> tuple[str, ...]:
    """The rules of an action of the newer engine; "as X" is spelled out."""
    rules = newer_types()["action_rules"][action]
    if len(rules) == 1 and rules[0].startswith("as "):
        other, _, without = rules[0].removeprefix("as ").partition(" without ")
        return tuple(rule for rule in rule_names(other) if rule != without)
    return tuple(rules)


def walked_types() -> list[CertificateType]:
    """Every id of the spec in its newest version, older majors of TS, and each model once more before its day.

    The installed type when there is one, otherwise a declaration made of the spec's data.
    """
    return [*_classic_types(), *_model_types()]


def made(types: list[CertificateType]) -> list[CertificateType]:
    """Those that are not installed."""
    return [t for t in types if t not in registry.all_types()]


def _classic_types() -> Iterator[CertificateType]:
    for type_id in spec()["classic_certificate_types"]:
        installed = [t for t in registry.by_id(type_id) if t.engine is Engine.LEGACY]
        newest = max(installed, key=lambda t: t.major, default=None) or _classic(type_id, "8.0")
        yield newest
        if type_id in OLDER_MAJORS:
            older = [t for t in installed if t.major < newest.major]
            yield older[0] if older else _classic(type_id, OLDER_MAJORS[type_id])


def _classic(type_id: str, version: str) -> CertificateType:
    delete, printing = checks()["delete", "draft"], checks()["print", "locked_draft"]
    return _type(
        type_id,
        version,
        Engine.LEGACY,
        flags=Flags(
            administrative_questions=type_id in checks()["read_questions", "case"]["deceased_exempt_types"],
            replaced_and_deleted_anywhere=type_id in delete["unit_exempt_types"],
            locked_draft_printed_when_deceased=type_id not in printing["deceased_always_denied_types"],
            srs=type_id == "lisjp",
            fmb=type_id == "lisjp",
        ),
        related="doi" if type_id == "db" else "",
        filled_from=_filled_from(type_id in ("ag7804", "doi")),
    )


def _model_types() -> Iterator[CertificateType]:
    for type_id in newer_types()["types"]:
        installed = [t for t in registry.by_id(type_id) if t.engine is Engine.MODEL and t.active_from <= clock.today()]
        newest = installed[0] if installed else _model(type_id)
        yield newest
        yield replace(newest, version="99.0", active_from=NOT_YET)


def _model(type_id: str) -> CertificateType:
    declared = newer_types()["types"][type_id]
    actions = declared["actions"]
    return _type(
        type_id,
        "9.0",
        Engine.MODEL,
        signing_roles=_roles(declared["signing_roles"]),
        draft_roles=_roles(declared["non_signing_roles"]),
        protected_roles=_roles(actions["READ"]["roles_for_protected_patient"]),
        flags=Flags(
            sendable="SEND" in actions,
            auto_send_after_sign="SEND_AFTER_SIGN" in actions,
            auto_send_after_complement="SEND_AFTER_COMPLEMENT" in actions,
            renewable="RENEW" in actions,
            replaceable="REPLACE" in actions,
            complementable="COMPLEMENT" in actions,
            administrative_questions="CREATE_MESSAGE" in actions,
            srs="SRS_DRAFT" in actions,
            fmb="FMB" in actions,
        ),
        topics=Topics(may_receive=("PAMINN",) if "RECEIVE_REMINDER" in actions else ()),
        filled_from=_filled_from("UPDATE_DRAFT_FROM_CERTIFICATE" in actions),
    )


def _type(type_id: str, version: str, engine: Engine, **changes: Any) -> CertificateType:
    """No form: access looks at the declaration only."""
    fields = {
        "filled_from": None,
        "template_for": (TEMPLATES[type_id],) if type_id in TEMPLATES else (),
        "topics": Topics(),
        "code": type_id.upper(),
        "sections": (),
        "summary": None,
        "sick_leave": None,
        "active_from": OPEN,
    }
    return replace(FK7804, type_id=type_id, version=version, engine=engine, **{**fields, **changes})


def _filled_from(wanted: bool) -> FilledFrom | None:
    return FilledFrom(type_id="other", major=1, questions=()) if wanted else None


def _roles(names: list[str]) -> frozenset[Role]:
    return frozenset(Role(name) for name in names)
