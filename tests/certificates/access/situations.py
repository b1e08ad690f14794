"""Situations that access is asked about: each axis of the matrix by name, and the real things it stands for."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from itertools import product
from typing import Any

from accounts import features, per_request
from accounts.features import DELIVERED, FeatureName, Switch
from accounts.models import Feature
from accounts.user import CareUser, LaunchParameters
from certificates.access import Action
from certificates.lifecycle.snapshots import unit_fields
from certificates.models import Certificate
from certificates.types.base import CertificateType
from hsa.roles import Role
from hsa.tree import find_unit
from patients.register import Lookup, LookupStatus, PatientRecord
from tests.factories import (
    ME01,
    ME02,
    REGION,
    VE01,
    VE02,
    VE22,
    make_draft,
    make_integrated_user,
    make_signed,
    make_user,
    tree,
)
from webcert import clock


@dataclass(frozen=True)
class State:
    """A certificate's state in plain words; ``children`` are (relation, state)."""

    stored: str
    is_sent: bool = False
    is_revoked: bool = False
    is_open: bool = False
    is_test: bool = False
    relation: str = ""
    is_complete: bool = True
    version: int = 3
    children: tuple[tuple[str, str], ...] = ()

    @property
    def status(self) -> str:
        return "REVOKED" if self.is_revoked else self.stored


STATES = {
    "draft, incomplete": State("DRAFT", is_complete=False, version=0),
    "draft, complete": State("DRAFT"),
    "draft, complementing": State("DRAFT", relation="KOMPLT"),
    "draft, replacing": State("DRAFT", relation="ERSATT", is_complete=False),
    "draft, deleted": State("DELETED"),
    "locked": State("LOCKED"),
    "locked, copied": State("LOCKED", children=(("KOPIA", "DRAFT"),)),
    "locked, revoked": State("LOCKED", is_revoked=True),
    "signed": State("SIGNED"),
    "signed, complementing": State("SIGNED", relation="KOMPLT"),
    "signed for a test person": State("SIGNED", is_test=True),
    "sent": State("SIGNED", is_sent=True),
    "sent for a test person": State("SIGNED", is_sent=True, is_open=True, is_test=True),
    "revoked": State("SIGNED", is_revoked=True),
    "sent and revoked": State("SIGNED", is_sent=True, is_revoked=True),
    "replaced by a draft": State("SIGNED", children=(("ERSATT", "DRAFT"),)),
    "replaced": State("SIGNED", is_sent=True, children=(("ERSATT", "SIGNED"),)),
    "replaced by a revoked one": State("SIGNED", is_sent=True, children=(("ERSATT", "REVOKED"),)),
    "complement asked for": State("SIGNED", is_sent=True, is_open=True),
    "complement begun": State("SIGNED", is_sent=True, is_open=True, children=(("KOMPLT", "DRAFT"),)),
    "complement begun, replaced by a draft": State(
        "SIGNED", is_sent=True, is_open=True, children=(("KOMPLT", "DRAFT"), ("ERSATT", "DRAFT"))
    ),
    "complemented": State("SIGNED", is_sent=True, children=(("KOMPLT", "SIGNED"),)),
    "renewed": State("SIGNED", is_sent=True, children=(("FRLANG", "SIGNED"), ("FRLANG", "DRAFT"))),
}


@dataclass(frozen=True)
class Entry:
    """How the user came in."""

    origin: str
    sjf: bool = False
    inactive_unit: bool = False
    copying: bool = True


FLAGS = [(inactive, copying) for inactive in (False, True) for copying in (True, False)]
ENTRIES = {
    "stand-alone": Entry("NORMAL"),
    **{
        f"integrated{' sjf' * sjf}{' inaktivEnhet' * inactive}{' kopieringOK=false' * (not copying)}": Entry(
            "DJUPINTEGRATION", sjf, inactive, copying
        )
        for sjf in (False, True)
        for inactive, copying in FLAGS
    },
}
SEATS = {"care unit": VE01, "clinic": ME01}
UNITS = {
    "care unit": VE01,
    "clinic": ME01,
    "sibling clinic": ME02,
    "other unit of the provider": VE02,
    "other provider": VE22,
}
PATIENTS: dict[str, dict[str, bool] | None] = {
    "ordinary": {},
    "protected": {"is_protected": True},
    "deceased": {"is_deceased": True},
    "test": {"is_test_person": True},
    "unknown": None,
}
EARLIER = {
    "none": "191212121212",
    "draft, own provider": "191212121213",
    "signed, own provider": "191212121214",
    "draft, other provider": "191212121215",
    "signed, other provider": "191212121216",
}
_EVERY_TYPE = DELIVERED[FeatureName.UTSKRIFT].types
_OPEN_EVERYWHERE = {name: Switch(True, _EVERY_TYPE) for name in FeatureName} | {
    FeatureName.INAKTIVERAD_INTYGSTYP: Switch(),
    FeatureName.BLOCKERA_FRISTAENDE: Switch(),
}
FEATURES: dict[str, dict[FeatureName, Switch]] = {
    "delivered": {},
    "stand-alone blocked": {FeatureName.BLOCKERA_FRISTAENDE: Switch(True)},
    "everything on": _OPEN_EVERYWHERE,
    "everything on, types closed": {**_OPEN_EVERYWHERE, FeatureName.INAKTIVERAD_INTYGSTYP: Switch(True, _EVERY_TYPE)},
    "everything off": {name: Switch(False, DELIVERED[name].types) for name in FeatureName},
    "on without types": {name: Switch(True) for name in FeatureName if name is not FeatureName.BLOCKERA_FRISTAENDE},
}
AXES: dict[str, list[Any]] = {
    "role": list(Role),
    "entry": list(ENTRIES),
    "action": [a for a in Action if a is not Action.SHOW_RELATED],
    "state": list(STATES),
    "patient": list(PATIENTS),
    "unit": list(UNITS),
    "seat": list(SEATS),
    "has_agreement": [True, False],
    "earlier": list(EARLIER),
}

WALKED_WHOLE = ("role", "action", "state")


@dataclass(frozen=True)
class Situation:
    """One point of the matrix."""

    features: str
    ctype: CertificateType
    role: Role
    entry: str
    action: Action
    state: str
    patient: str
    unit: str
    seat: str
    has_agreement: bool
    earlier: str

    def __str__(self) -> str:
        named = f"{self.ctype.type_id} {self.ctype.version} {self.ctype.engine}"
        rest = (self.action, self.role, self.entry, self.state, self.patient, self.unit, self.seat, self.earlier)
        return f"{named}: {', '.join(rest)}, {self.features}{'' if self.has_agreement else ', no agreement'}"


def number_of_situations(types: list[CertificateType]) -> int:
    """All points of the matrix."""
    total = len(FEATURES) * len(types)
    for values in AXES.values():
        total *= len(values)
    return total


def situation(index: int, features_name: str, types: list[CertificateType]) -> Situation:
    """The point with this number, for one configuration of features."""
    chosen: dict[str, Any] = {}
    for axis, values in AXES.items():
        index, at = divmod(index, len(values))
        chosen[axis] = values[at]
    return Situation(features=features_name, ctype=types[index % len(types)], **chosen)


def near(index: int, features_name: str, types: list[CertificateType]) -> Situation:
    """A point with this number among those where few things stand in the way: on most axes the first value."""
    chosen: dict[str, Any] = {}
    for axis, values in AXES.items():
        weight = 1 if axis in WALKED_WHOLE else 4
        index, at = divmod(index, len(values) * weight)
        chosen[axis] = values[at] if at < len(values) else values[0]
    return Situation(features=features_name, ctype=types[index % len(types)], **chosen)


def backbone(features_name: str, types: list[CertificateType]) -> Iterator[Situation]:
    """Every action, type and state, for a doctor and an administrator by both ways, with nothing in the way."""
    plain = {axis: values[0] for axis, values in AXES.items()}
    roles, entries = (Role.LAKARE, Role.VARDADMINISTRATOR), ("stand-alone", "integrated")
    for ctype, action, state, role, entry in product(types, AXES["action"], AXES["state"], roles, entries):
        chosen = plain | {"action": action, "state": state, "role": role, "entry": entry}
        yield Situation(features=features_name, ctype=ctype, **chosen)


def sampled(name: str, count: int, below: int) -> Iterator[int]:
    """The same ``count`` numbers every time for a name, spread by a hash."""
    for at in range(count):
        yield int.from_bytes(hashlib.blake2b(f"{name} {at}".encode(), digest_size=8).digest(), "big") % below


class World:
    """The real user, certificate and patient of a situation. Rows are stored once, then borrowed."""

    def __init__(self, types: list[CertificateType]) -> None:
        self._store_earlier(sorted({t.type_id for t in types}))

    def switch(self, features_name: str) -> None:
        """Make the administration's rows those of the configuration."""
        Feature.objects.all().delete()
        for name, switch in FEATURES[features_name].items():
            Feature.objects.create(name=name, is_on=switch.is_on, certificate_types=" ".join(switch.types))
        self.user.cache_clear()

    @cache  # noqa: B019  (one world per test)
    def user(self, role: Role, entry_name: str, seat: str, has_agreement: bool) -> CareUser:
        entry = ENTRIES[entry_name]
        missing = () if has_agreement else (REGION,)
        if entry.origin == "NORMAL":
            user = make_user(role, unit=SEATS[seat], missing_subscription=missing)
        else:
            launch = LaunchParameters(sjf=entry.sjf, inaktiv_enhet=entry.inactive_unit, kopiering_ok=entry.copying)
            user = make_integrated_user(role, unit=SEATS[seat], launch=launch, missing_subscription=missing)
        return features.applied(user)

    def certificate(self, at: Situation) -> Certificate:
        """The stored row of the state, lent out with another type, unit and patient."""
        certificate = self._certificates[at.state]
        certificate.type_id, certificate.type_version = at.ctype.key
        certificate.person_id = EARLIER[at.earlier]
        for field, value in self._unit_fields[at.unit].items():
            setattr(certificate, field, value)
        return certificate

    def lookup(self, at: Situation) -> Lookup:
        return _lookup(at.patient, at.earlier)

    @cached_property
    def _unit_fields(self) -> dict[str, dict[str, Any]]:
        nodes = {name: find_unit(tree(), hsa_id) for name, hsa_id in UNITS.items()}
        return {name: unit_fields(node) for name, node in nodes.items() if node is not None}

    @cached_property
    def _certificates(self) -> dict[str, Certificate]:
        stored = {name: self._store(state) for name, state in STATES.items()}
        rows = Certificate.objects.prefetch_related("children").in_bulk(list(stored.values()))
        return {name: rows[key] for name, key in stored.items()}

    def _store(self, state: State) -> str:
        now = clock.now()
        make = make_signed if state.stored == "SIGNED" else make_draft
        fields = {
            "relation": state.relation,
            "version": state.version,
            "is_test_certificate": state.is_test,
            "sent_at": now if state.is_sent else None,
            "revoked_at": now if state.is_revoked else None,
            "complement_requested_at": now if state.is_open else None,
            "is_complete": state.is_complete,
        }
        if state.stored == "SIGNED":
            fields.pop("is_complete")
        else:
            fields["state"] = state.stored
        certificate = make(**fields)
        for relation, child_state in state.children:
            born = {"parent": certificate, "relation": relation, "created_at": clock.now()}
            if child_state == "DRAFT":
                make_draft(**born)
            else:
                make_signed(**born, revoked_at=clock.now() if child_state == "REVOKED" else None)
        return certificate.pk

    def _store_earlier(self, type_ids: list[str]) -> None:
        users = {"own provider": make_user(unit=VE02), "other provider": make_user(unit=VE22)}
        for name, person_id in EARLIER.items():
            kind, _, where = name.partition(", ")
            make = {"draft": make_draft, "signed": make_signed}.get(kind)
            for type_id in type_ids if make else []:
                make(users[where], person_id=person_id, type_id=type_id)


@cache
def _lookup(patient: str, earlier: str) -> Lookup:
    fields = PATIENTS[patient]
    if fields is None:
        return Lookup(LookupStatus.ERROR)
    return Lookup(LookupStatus.FOUND, PatientRecord(EARLIER[earlier], **fields))


def keeping() -> Any:
    """Features are read once inside the block, as in one request."""
    return per_request.keeping()
