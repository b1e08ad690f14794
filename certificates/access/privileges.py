"""Which role may do what with which type of the older engine, by the way it came in (spec/roles-and-access.md 3.3).

The whole matrix, written from ``privileges.json``; a test holds the two against each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from accounts.user import Origin
from hsa.roles import Role


class Privilege(StrEnum):
    """Those that a rule asks for; four in the real configuration are evaluated by nothing and are left out."""

    VISA_INTYG = "VISA_INTYG"
    SKRIVA_INTYG = "SKRIVA_INTYG"
    SIGNERA_INTYG = "SIGNERA_INTYG"
    MAKULERA_INTYG = "MAKULERA_INTYG"
    FORNYA_INTYG = "FORNYA_INTYG"
    ERSATTA_INTYG = "ERSATTA_INTYG"
    VIDAREBEFORDRA_UTKAST = "VIDAREBEFORDRA_UTKAST"
    VIDAREBEFORDRA_FRAGASVAR = "VIDAREBEFORDRA_FRAGASVAR"
    BESVARA_KOMPLETTERINGSFRAGA = "BESVARA_KOMPLETTERINGSFRAGA"
    SVARA_MED_NYTT_INTYG = "SVARA_MED_NYTT_INTYG"
    NOTIFIERING_UTKAST = "NOTIFIERING_UTKAST"
    HANTERA_SEKRETESSMARKERAD_PATIENT = "HANTERA_SEKRETESSMARKERAD_PATIENT"
    GODKANNA_MOTTAGARE = "GODKANNA_MOTTAGARE"
    SKAPA_NY_FRAGA = "SKAPA_NY_FRAGA"
    LASA_FRAGA = "LASA_FRAGA"
    BESVARA_FRAGA = "BESVARA_FRAGA"
    KOPIERA_FRAN_KANDIDAT = "KOPIERA_FRAN_KANDIDAT"
    KOPIERA_LAST_UTKAST = "KOPIERA_LAST_UTKAST"
    MARKERA_KOMPLETTERING_SOM_HANTERAD = "MARKERA_KOMPLETTERING_SOM_HANTERAD"
    MARKERA_FRAGA_SOM_HANTERAD = "MARKERA_FRAGA_SOM_HANTERAD"


@dataclass(frozen=True, slots=True)
class Grant:
    """Roles that hold a privilege for some types when they came in one of these ways."""

    roles: frozenset[Role]
    origins: frozenset[Origin]
    types: frozenset[str]


def has_privilege(role: Role, privilege: Privilege, type_id: str, origin: Origin) -> bool:
    """The check of 3.2."""
    return (role, privilege, type_id, origin) in _HELD


# --- words of the table -------------------------------------------------------------------------------------------
DOCTOR, PRIVATE, DENTIST = frozenset({Role.LAKARE}), frozenset({Role.PRIVATLAKARE}), frozenset({Role.TANDLAKARE})
STAFF = frozenset({Role.VARDADMINISTRATOR, Role.SJUKSKOTERSKA, Role.BARNMORSKA})
N, D = frozenset({Origin.NORMAL}), frozenset({Origin.DJUPINTEGRATION})
ND = N | D

FK7263 = frozenset({"fk7263"})
SIT4 = frozenset({"lisjp", "luse", "luae_na", "luae_fs"})
SIT5 = SIT4 | FK7263
TS2 = frozenset({"ts-bas", "ts-diabetes"})
AF2 = frozenset({"af00213", "af00251"})
AG2 = frozenset({"ag114", "ag7804"})
DEATH = frozenset({"db", "doi"})
BUT_FK7263 = SIT4 | TS2 | AF2 | AG2 | DEATH | {"tstrk1062", "tstrk1009"}
ALL = BUT_FK7263 | FK7263
DENTAL5 = AF2 | AG2 | {"lisjp"}
DENTAL6 = DENTAL5 | FK7263
PROTECTED11 = SIT5 | TS2 | AF2 | AG2
LISJP, AG7804, DOI = frozenset({"lisjp"}), frozenset({"ag7804"}), frozenset({"doi"})


def _everybody(types: frozenset[str], dental: frozenset[str]) -> tuple[Grant, ...]:
    """Doctors and staff by both ways, private practitioners alone by the stand-alone way, dentists for theirs."""
    return (Grant(DOCTOR | STAFF, ND, types), Grant(PRIVATE, N, types), Grant(DENTIST, ND, dental))


def _signers(types: frozenset[str], dental: frozenset[str]) -> tuple[Grant, ...]:
    return (Grant(DOCTOR, ND, types), Grant(PRIVATE, N, types), Grant(DENTIST, ND, dental))


GRANTS: dict[Privilege, tuple[Grant, ...]] = {
    Privilege.VISA_INTYG: _everybody(ALL, DENTAL6),
    Privilege.SKRIVA_INTYG: _everybody(ALL, DENTAL6),
    Privilege.SIGNERA_INTYG: _signers(ALL, DENTAL5),
    Privilege.MAKULERA_INTYG: _signers(ALL, DENTAL6),
    Privilege.FORNYA_INTYG: (
        Grant(DOCTOR, ND, SIT4 | AG7804 | {"af00251"}),
        Grant(PRIVATE, N, SIT4 | {"af00251"}),
        Grant(DENTIST, ND, LISJP | AG7804 | {"af00251"}),
        Grant(STAFF, N, SIT4 | AG7804),
        Grant(STAFF, D, SIT4 | AG7804 | {"af00251"}),
    ),
    Privilege.ERSATTA_INTYG: _signers(BUT_FK7263, DENTAL5),
    Privilege.VIDAREBEFORDRA_UTKAST: (
        Grant(DOCTOR | STAFF, N, BUT_FK7263),
        Grant(DENTIST, N, LISJP | AF2 | AG7804),
    ),
    Privilege.VIDAREBEFORDRA_FRAGASVAR: (Grant(DOCTOR | STAFF, N, SIT4 | TS2 | DEATH), Grant(DENTIST, N, LISJP)),
    Privilege.BESVARA_KOMPLETTERINGSFRAGA: _everybody(SIT4, LISJP),
    Privilege.SVARA_MED_NYTT_INTYG: _everybody(SIT4, LISJP),
    Privilege.NOTIFIERING_UTKAST: (Grant(STAFF, D, BUT_FK7263),),
    Privilege.HANTERA_SEKRETESSMARKERAD_PATIENT: _signers(PROTECTED11, DENTAL6),
    Privilege.GODKANNA_MOTTAGARE: (Grant(DOCTOR | PRIVATE | DENTIST, ND, LISJP),),
    Privilege.SKAPA_NY_FRAGA: _everybody(SIT4, LISJP),
    Privilege.LASA_FRAGA: (
        Grant(DOCTOR, ND, SIT5),
        Grant(PRIVATE, N, SIT4),
        Grant(DENTIST, ND, LISJP),
        Grant(STAFF, ND, SIT4),
    ),
    Privilege.BESVARA_FRAGA: _everybody(SIT4, LISJP),
    Privilege.KOPIERA_FRAN_KANDIDAT: (
        Grant(DOCTOR | PRIVATE | STAFF, N, DOI),
        Grant(DOCTOR | STAFF, D, DOI | AG7804),
        Grant(DENTIST, D, AG7804),
    ),
    Privilege.KOPIERA_LAST_UTKAST: (Grant(DOCTOR | PRIVATE | STAFF, ND, BUT_FK7263), Grant(DENTIST, ND, DENTAL5)),
    Privilege.MARKERA_KOMPLETTERING_SOM_HANTERAD: _everybody(SIT5, LISJP | FK7263),
    Privilege.MARKERA_FRAGA_SOM_HANTERAD: _everybody(SIT5, LISJP | FK7263),
}


def _held() -> Iterator[tuple[Role, Privilege, str, Origin]]:
    for privilege, grants in GRANTS.items():
        for grant in grants:
            for role in grant.roles:
                for origin in grant.origins:
                    for type_id in grant.types:
                        yield role, privilege, type_id, origin


_HELD = frozenset(_held())
