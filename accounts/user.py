"""The session's user: who, in which role, from where, on which unit (spec/roles-and-access.md 3.1, 4.4).

A ``CareUser`` is an immutable value. It is made at login (or for one SOAP call), kept in the session as JSON
and handed to every service and to ``certificates.access``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from enum import StrEnum

from hsa.roles import Role
from hsa.tree import ProviderNode, UnitNode, find_unit
from patients.person_id import valid_number


class Origin(StrEnum):
    NORMAL = "NORMAL"
    DJUPINTEGRATION = "DJUPINTEGRATION"


class AuthenticationMethod(StrEnum):
    FAKE = "FAKE"
    SITHS = "SITHS"
    BANK_ID = "BANK_ID"
    MOBILT_BANK_ID = "MOBILT_BANK_ID"


@dataclass(frozen=True, slots=True)
class LaunchParameters:
    """Parameters of a deep-integration launch (spec/integration.md 3.3), with their defaults."""

    enhet: str = ""
    fornamn: str = ""
    mellannamn: str = ""
    efternamn: str = ""
    postadress: str = ""
    postnummer: str = ""
    postort: str = ""
    alternate_patient_ssn: str = ""
    responsible_hosp_name: str = ""
    sjf: bool = False
    kopiering_ok: bool = True
    avliden: bool = False
    inaktiv_enhet: bool = False
    ref: str = ""
    launch_id: str = ""
    before_alternate_ssn: str = ""
    """The number that the patient had on the certificate when the launch opened it."""
    is_read_only: bool = False
    """The launch came by the old address that only reads (3.1)."""

    def is_about(self, person_id: str) -> bool:
        """Whether its certificate's patient has this number, or has got it. Everybody, until a certificate is open."""
        known = self.before_alternate_ssn
        return not known or person_id in {known, valid_number(self.alternate_patient_ssn)}


@dataclass(frozen=True, slots=True)
class Position:
    """Befattning: code and name (code system 1.2.752.129.2.2.1.4)."""

    code: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class CareUser:
    """A person at work. ``selected_unit_id`` is empty until a unit is chosen."""

    hsa_id: str
    name: str
    role: Role
    role_type: str = ""
    person_id: str = ""
    title: str = ""
    positions: tuple[Position, ...] = ()
    specialities: tuple[str, ...] = ()
    licences: tuple[str, ...] = ()
    is_protected: bool = False
    origin: Origin = Origin.NORMAL
    authentication_method: AuthenticationMethod = AuthenticationMethod.FAKE
    providers: tuple[ProviderNode, ...] = ()
    commission_names: dict[str, str] = field(default_factory=dict)
    selected_unit_id: str = ""
    launch: LaunchParameters | None = None
    missing_subscription: tuple[str, ...] = ()
    is_blocked: bool = False
    """BLOCKERA_FRISTAENDE is on for the selected unit or provider; means something in stand-alone only (3.4)."""

    @property
    def unit(self) -> UnitNode | None:
        return find_unit(self.providers, self.selected_unit_id) if self.selected_unit_id else None

    @property
    def care_provider(self) -> ProviderNode | None:
        unit = self.unit
        if unit is None:
            return None
        return next((p for p in self.providers if p.hsa_id == unit.care_provider_id), None)

    @property
    def unit_ids(self) -> list[str]:
        """The selected unit, with its sub-units when it is a care unit (7.6)."""
        unit = self.unit
        return [unit.hsa_id, *(sub.hsa_id for sub in unit.sub_units)] if unit else []

    @property
    def care_unit_ids(self) -> frozenset[str]:
        """The selected unit's care unit with all its sub units ("on own unit", 3.5)."""
        unit = self.unit
        if unit is None:
            return frozenset()
        care_unit = find_unit(self.providers, unit.care_unit_id) or unit
        return frozenset({care_unit.hsa_id, *(sub.hsa_id for sub in care_unit.sub_units)})

    @property
    def assignment(self) -> str:
        """Name of the commission on the selected unit's care unit, for PDL (1.3)."""
        unit = self.unit
        return self.commission_names.get(unit.care_unit_id, "") if unit else ""

    @property
    def is_integrated(self) -> bool:
        return self.origin is Origin.DJUPINTEGRATION

    def launch_about(self, person_id: str) -> LaunchParameters:
        """What the launch says of this patient and certificate: nothing without a launch, or if it is of another."""
        launch = self.launch
        return launch if launch is not None and launch.is_about(person_id) else LaunchParameters()

    @property
    def has_agreement(self) -> bool:
        """Subscription; integrated users always have one (6)."""
        unit = self.unit
        return self.is_integrated or unit is None or unit.care_provider_id not in self.missing_subscription

    def on_unit(self, hsa_id: str) -> CareUser:
        """The same user with another unit selected."""
        return replace(self, selected_unit_id=hsa_id)
