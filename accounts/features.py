"""Which functions are on, for which certificate types, here (spec/roles-and-access.md 3.4).

``DELIVERED`` is the configuration that an installation starts with; a row of ``Feature`` says otherwise. Pilot rows
add to it, or take from it, for the selected unit and its care provider. Types are named by their internal ids.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from accounts import per_request
from accounts.user import CareUser, Origin
from hsa.tree import UnitNode
from webcert import clock


class FeatureName(StrEnum):
    """The features that a rule reads; names in the real configuration that nothing reads are left out."""

    HANTERA_FRAGOR = "HANTERA_FRAGOR"
    HANTERA_INTYGSUTKAST = "HANTERA_INTYGSUTKAST"
    FORNYA_INTYG = "FORNYA_INTYG"
    MAKULERA_INTYG = "MAKULERA_INTYG"
    SKICKA_INTYG = "SKICKA_INTYG"
    SIGNERA_SKICKA_DIREKT = "SIGNERA_SKICKA_DIREKT"
    UTSKRIFT = "UTSKRIFT"
    ARBETSGIVARUTSKRIFT = "ARBETSGIVARUTSKRIFT"
    SRS = "SRS"
    HANTERA_INTYGSUTKAST_AVLIDEN = "HANTERA_INTYGSUTKAST_AVLIDEN"
    UNIKT_INTYG = "UNIKT_INTYG"
    UNIKT_INTYG_INOM_VG = "UNIKT_INTYG_INOM_VG"
    UNIKT_UTKAST_INOM_VG = "UNIKT_UTKAST_INOM_VG"
    SEKRETESSMARKERING = "SEKRETESSMARKERING"
    CREATE_DRAFT_PREFILL = "CREATE_DRAFT_PREFILL"
    VARNING_FRISTAENDE = "VARNING_FRISTAENDE"
    BLOCKERA_FRISTAENDE = "BLOCKERA_FRISTAENDE"
    INAKTIVERA_TIDIGARE_HUVUDVERSION = "INAKTIVERA_TIDIGARE_HUVUDVERSION"
    INAKTIVERAD_INTYGSTYP = "INAKTIVERAD_INTYGSTYP"
    TAK_KONTROLL = "TAK_KONTROLL"
    TAK_KONTROLL_TRADKLATTRING = "TAK_KONTROLL_TRADKLATTRING"


@dataclass(frozen=True, slots=True)
class Switch:
    """A feature's state: on or off, and the types it lists."""

    is_on: bool = False
    types: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Pilot:
    """A pilot row: what one unit or care provider has on top of the base, or without (``activates`` false)."""

    feature: FeatureName
    hsa_id: str
    activates: bool
    switch: Switch
    starts: dt.datetime | None = None
    ends: dt.datetime | None = None

    def is_active(self, at: dt.datetime) -> bool:
        return (self.starts is None or self.starts <= at) and (self.ends is None or at < self.ends)

    def applied_to(self, base: Switch) -> Switch:
        if self.activates:
            return Switch(base.is_on or self.switch.is_on, base.types | self.switch.types)
        return Switch(base.is_on and not self.switch.is_on, base.types - self.switch.types)


@dataclass(frozen=True, slots=True)
class Configuration:
    """Every switch and every pilot row, as stored."""

    switches: Mapping[FeatureName, Switch]
    pilots: tuple[Pilot, ...] = ()

    def at(self, hsa_ids: Iterable[str]) -> ActiveFeatures:
        """What holds for a unit and a care provider now: activations first, then deactivations."""
        names, now = {hsa_id.upper() for hsa_id in hsa_ids}, clock.now()
        mine = [pilot for pilot in self.pilots if pilot.hsa_id.upper() in names and pilot.is_active(now)]
        switches = dict(self.switches)
        for pilot in sorted(mine, key=lambda pilot: not pilot.activates):
            switches[pilot.feature] = pilot.applied_to(switches.get(pilot.feature, Switch()))
        return ActiveFeatures(switches)


@dataclass(frozen=True, slots=True)
class ActiveFeatures:
    """What holds at one place."""

    switches: Mapping[FeatureName, Switch]

    def is_on(self, feature: FeatureName) -> bool:
        """The switch alone, whatever types it lists."""
        return self.switches.get(feature, Switch()).is_on

    def covers(self, feature: FeatureName, type_id: str) -> bool:
        """On, and the type is listed."""
        switch = self.switches.get(feature, Switch())
        return switch.is_on and type_id in switch.types


def _on(types: str = "") -> Switch:
    return Switch(True, frozenset(types.split()))


_QUESTIONS = "luse lisjp luae_na luae_fs"
_FK_TS_SOS = f"ts-bas ts-diabetes {_QUESTIONS} db doi"
_ALL = f"fk7263 {_FK_TS_SOS} af00213 ag114 ag7804 af00251 tstrk1062 tstrk1009"
CLASSIC_TYPES = frozenset(_ALL.split())
"""Internal ids of the types that the older engine knows."""

DELIVERED: Mapping[FeatureName, Switch] = {
    FeatureName.HANTERA_FRAGOR: _on(f"fk7263 {_QUESTIONS}"),
    FeatureName.HANTERA_INTYGSUTKAST: _on(f"fk7263 {_FK_TS_SOS} ag114 ag7804"),
    FeatureName.FORNYA_INTYG: _on(f"{_FK_TS_SOS} ag7804 tstrk1062 af00251 tstrk1009"),
    FeatureName.MAKULERA_INTYG: _on(_ALL),
    FeatureName.SKICKA_INTYG: _on(f"{_FK_TS_SOS} af00213 af00251 tstrk1062 tstrk1009"),
    FeatureName.SIGNERA_SKICKA_DIREKT: _on("db doi af00213 tstrk1009"),
    FeatureName.UTSKRIFT: _on(_ALL),
    FeatureName.ARBETSGIVARUTSKRIFT: Switch(),
    FeatureName.SRS: Switch(),
    FeatureName.HANTERA_INTYGSUTKAST_AVLIDEN: _on("doi"),
    FeatureName.UNIKT_INTYG: _on("db"),
    FeatureName.UNIKT_INTYG_INOM_VG: _on("doi"),
    FeatureName.UNIKT_UTKAST_INOM_VG: _on("db doi"),
    FeatureName.SEKRETESSMARKERING: _on(f"fk7263 ts-bas ts-diabetes {_QUESTIONS} af00213 ag114 ag7804 af00251"),
    FeatureName.CREATE_DRAFT_PREFILL: _on("lisjp"),
    FeatureName.VARNING_FRISTAENDE: Switch(),
    FeatureName.BLOCKERA_FRISTAENDE: Switch(),
    FeatureName.INAKTIVERA_TIDIGARE_HUVUDVERSION: _on("ts-bas ts-diabetes"),
    FeatureName.INAKTIVERAD_INTYGSTYP: _on("fk7263 ts-bas"),
    FeatureName.TAK_KONTROLL: Switch(False, CLASSIC_TYPES),
    FeatureName.TAK_KONTROLL_TRADKLATTRING: Switch(),
}

_KEPT = "features"


def configuration() -> Configuration:
    """Rows over the delivered configuration; read once per request."""
    return per_request.once(_KEPT, _stored)


def changed() -> None:
    """A row was written in this request."""
    per_request.forget(_KEPT)


def at_unit(unit: UnitNode | None) -> ActiveFeatures:
    """The features of a unit and its care provider; without a unit only the base."""
    return configuration().at([unit.hsa_id, unit.care_provider_id] if unit else [])


def applied(user: CareUser) -> CareUser:
    """The user with the stand-alone block of the selected unit (at login, at a change of unit, at a launch)."""
    is_blocked = user.origin is Origin.NORMAL and at_unit(user.unit).is_on(FeatureName.BLOCKERA_FRISTAENDE)
    return replace(user, is_blocked=is_blocked)


def _stored() -> Configuration:
    """One question: every feature with its pilots beside it."""
    from accounts.models import Feature  # the models need the names of this module

    switches, pilots = dict(DELIVERED), []
    columns = ("hsa_id", "activates", "is_on", "certificate_types", "starts_at", "ends_at")
    rows = Feature.objects.filter(name__in=list(FeatureName)).order_by("pilots__pk")
    for name, is_on, types, hsa_id, activates, pilot_is_on, pilot_types, starts, ends in rows.values_list(
        "name", "is_on", "certificate_types", *(f"pilots__{column}" for column in columns)
    ):
        feature = FeatureName(name)
        switches[feature] = Switch(is_on, frozenset(types.split()))
        if hsa_id is not None:
            switch = Switch(pilot_is_on, frozenset(pilot_types.split()))
            pilots.append(Pilot(feature, hsa_id, activates, switch, starts, ends))
    return Configuration(switches, tuple(pilots))
