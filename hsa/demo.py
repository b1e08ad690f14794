"""The directory of the demo world (spec/demo-world.md). Names are invented; phone series are never given out."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from django.db import transaction

from hsa.models import Commission, CredentialRecord, EmployeeRecord, Membership, Person, Unit

CARE = "Vård och behandling"
ARCHIVED_SINCE = dt.datetime(2020, 6, 30, tzinfo=dt.UTC)

REGION = "SE2321000016-"
EKEN = "SE5565000001-"
LINDEN = "SE5566000002-"
BROKEN = "SE5567000003-"


@dataclass(frozen=True, slots=True)
class UnitSeed:
    hsa_id: str
    name: str
    provider: str = ""
    members: tuple[str, ...] = ()
    is_care_provider: bool = False
    is_care_unit: bool = True
    workplace_code: str = ""
    mail: str = ""
    phone: str = ""
    street: str = ""
    number: str = ""
    postal_code: str = ""
    town: str = ""
    end: dt.datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonSeed:
    number: str
    person_id: str
    given_name: str
    surname: str
    care_units: tuple[str, ...]
    licences: tuple[str, ...] = ()
    pa_titles: tuple[str, ...] = ()
    specialities: tuple[str, ...] = ()
    title: str = ""
    personal_code: str = ""
    group_codes: tuple[str, ...] = ()
    system_roles: tuple[str, ...] = ()
    purposes: tuple[str, ...] = (CARE,)
    is_protected: bool = False


def _provider(hsa_id: str, name: str) -> UnitSeed:
    return UnitSeed(hsa_id, name, is_care_provider=True, is_care_unit=False)


UNITS = (
    _provider(REGION + "VG01", "Region Norrvik"),
    UnitSeed(
        REGION + "VE01", "Björkbackens vårdcentral", REGION + "VG01",
        members=(REGION + "ME01", REGION + "ME02"), workplace_code="1000001",
        mail="bjorkbacken@norrvik.test", phone="08-465 004 01",
        street="Björkvägen", number="12", postal_code="990 01", town="Norrvik",
    ),
    UnitSeed(
        REGION + "ME01", "Björkbackens barnmottagning", is_care_unit=False, workplace_code="1000011",
        mail="barnmottagning@norrvik.test", phone="08-465 004 11",
        street="Björkvägen", number="14", postal_code="990 01", town="Norrvik",
    ),
    UnitSeed(
        REGION + "ME02", "Björkbackens provtagning", is_care_unit=False, phone="08-465 004 12",
        street="Björkvägen", number="12", postal_code="990 01", town="Norrvik",
    ),
    UnitSeed(
        REGION + "VE02", "Strandhälsans vårdcentral", REGION + "VG01", workplace_code="1000002",
        mail="strandhalsan@norrvik.test", phone="08-465 004 20",
        street="Strandgatan", number="3", postal_code="990 02", town="Söderstrand",
    ),
    UnitSeed(
        REGION + "VE09", "Kvarnens vårdcentral", REGION + "VG01", workplace_code="1000009",
        mail="kvarnen@norrvik.test", phone="08-465 004 90",
        street="Kvarngränd", number="1", postal_code="990 03", town="Kvarnby", end=ARCHIVED_SINCE,
    ),
    _provider(EKEN + "VG02", "Eken Vård AB"),
    UnitSeed(
        EKEN + "VE21", "Eken vårdcentral Torget", EKEN + "VG02", workplace_code="2000021",
        mail="torget@eken.test", phone="031-390 06 21",
        street="Stora torget", number="5", postal_code="990 21", town="Ekstad",
    ),
    UnitSeed(
        EKEN + "VE22", "Eken vårdcentral Hamnen", EKEN + "VG02", workplace_code="2000022",
        mail="hamnen@eken.test", phone="031-390 06 22",
        street="Hamngatan", number="8", postal_code="990 22", town="Ekstad",
    ),
    _provider(LINDEN + "VG03", "Lindens Läkargrupp AB"),
    UnitSeed(
        LINDEN + "VE31", "Lindens läkarmottagning", LINDEN + "VG03", phone="040-628 04 31",
        street="Lindallén", number="7", postal_code="990 31", town="Lindköping",
    ),
    _provider(BROKEN + "VG04", "Kontrollvård AB"),
    UnitSeed(BROKEN + "VE41", "Kontrollvård Alfa", BROKEN + "VG04", members=("VE42", "ENH1", "ME41")),
    UnitSeed(BROKEN + "VE42", "Kontrollvård Beta", BROKEN + "VG04"),
    UnitSeed(BROKEN + "VE43", "Kontrollvård Gamma", BROKEN + "ENH1"),
    UnitSeed(BROKEN + "VE44", "Kontrollvård Delta", BROKEN + "VG04", members=("ME41", "VG05")),
    UnitSeed(BROKEN + "VE46", "Kontrollvård Zeta"),
    UnitSeed(BROKEN + "ENH1", "Kontrollvård Administration", is_care_unit=False),
    UnitSeed(BROKEN + "ME41", "Kontrollvård Mottagning", is_care_unit=False),
    _provider(BROKEN + "VG05", "Kontrollvård Syd AB"),
    UnitSeed(BROKEN + "VG06", "Kontrollvård Egen", BROKEN + "VG04", is_care_provider=True),
)  # fmt: skip

VE01, VE02, VE09 = REGION + "VE01", REGION + "VE02", REGION + "VE09"
VE21, VE22, VE31 = EKEN + "VE21", EKEN + "VE22", LINDEN + "VE31"

AT = "204010 Läkare ej legitimerad, allmäntjänstgöring"
BT = "203020 Läkare, bastjänstgöring"
UNLICENSED = "203090 Läkare ej legitimerad, annan verksamhet"
SUBSTITUTE = "204090 Läkare ej legitimerad, annan"
SPECIALIST = "202010 Specialistläkare"
NURSE = "206090 Sjuksköterska, annan verksamhet"

PERSONS = (
    PersonSeed(
        REGION + "P001", "197103022385", "Astrid", "Bergvall", (VE01,), licences=("Läkare",),
        pa_titles=(SPECIALIST,), specialities=("Allmänmedicin",), title="Distriktsläkare",
    ),
    PersonSeed(REGION + "P002", "199405162380", "Elis", "Fjällström", (VE01,), pa_titles=(AT,), title="AT-läkare"),
    PersonSeed(
        REGION + "P003", "198811092389", "Mateo", "Vargas Lindh", (VE01, VE02), pa_titles=(UNLICENSED,),
        group_codes=("9300005",),
    ),
    PersonSeed(
        REGION + "P004", "197509272386", "Britta", "Sundelin", (VE02,), licences=("Tandläkare",),
        pa_titles=("205010 Tandläkare",), title="Tandläkare",
    ),
    PersonSeed(REGION + "P005", "196802132388", "Gunnar", "Almlöf", (VE01,), title="Vårdadministratör"),
    PersonSeed(
        REGION + "P006", "198207082382", "Sara", "Nordhag", (VE01,), licences=("Sjuksköterska",), pa_titles=(NURSE,),
        title="Distriktssköterska",
    ),
    PersonSeed(
        REGION + "P007", "198512012389", "Lovisa", "Ekengren", (VE01,), licences=("Barnmorska", "Sjuksköterska"),
        pa_titles=("207010 Barnmorska",), title="Barnmorska",
    ),
    PersonSeed(
        REGION + "P008", "196906242380", "Henrik", "Storlind", (VE01,), licences=("Läkare",), pa_titles=(SPECIALIST,),
        purposes=("Statistik", "Administration"),
    ),
    PersonSeed(
        EKEN + "P009", "197310172387", "Cecilia", "Hammarlund", (VE21, VE22), licences=("Läkare",),
        pa_titles=(SPECIALIST,), specialities=("Allmänmedicin",), title="Specialistläkare",
    ),
    PersonSeed(
        LINDEN + "P010", "196601152389", "Olof", "Wikander", (VE31,), licences=("Läkare",), pa_titles=(SPECIALIST,),
        specialities=("Psykiatri",), title="Specialistläkare",
    ),
    PersonSeed(
        REGION + "P011", "197704182380", "Marianne", "Holmgård", (VE01,), title="Loggadministratör",
        purposes=("Administration",), system_roles=("BIF;Loggadministratör",),
    ),
    PersonSeed(REGION + "P012", "199002262385", "Noah", "Persson Ryd", (VE01,), pa_titles=(UNLICENSED,)),
    PersonSeed(
        REGION + "P013", "197811302384", "Ingela", "Ström-Åberg", (VE01, VE02, VE21, VE09), licences=("Läkare",),
        pa_titles=(SPECIALIST,), specialities=("Allmänmedicin", "Geriatrik"), title="Överläkare",
    ),
    PersonSeed(REGION + "P014", "199501192380", "Amina", "Dahir", (VE01,), pa_titles=(BT,), title="BT-läkare"),
    PersonSeed(
        REGION + "P015", "198603142384", "Tomasz", "Kowal", (VE01,), pa_titles=(UNLICENSED,), group_codes=("9400003",),
    ),
    PersonSeed(
        REGION + "P016", "199608052388", "Freja", "Lindvall", (VE01,), pa_titles=(SUBSTITUTE,),
        personal_code="9100009", title="Vikarierande underläkare",
    ),
    PersonSeed(
        REGION + "P017", "199909232382", "Viktor", "Sandgren", (VE01,), pa_titles=(SUBSTITUTE,),
        group_codes=("9200007",), title="Läkarstudent",
    ),
    PersonSeed(
        REGION + "P018", "197212112382", "Karin", "Solberg", (VE01,), licences=("Läkare",), pa_titles=(SPECIALIST,),
        is_protected=True, title="Distriktsläkare",
    ),
    PersonSeed(REGION + "P019", "196410062381", "Lars-Erik", "Mobäck", (), licences=("Läkare",)),
    PersonSeed(
        REGION + "P020", "198705212382", "Jonna", "Rehnmark", (VE01,), licences=("Fysioterapeut",),
        pa_titles=("208010 Fysioterapeut",), title="Fysioterapeut",
    ),
    PersonSeed(
        REGION + "P021", "199103082385", "Emil", "Törnblad", (VE01,), licences=("Sjuksköterska",), pa_titles=(AT,),
    ),
    PersonSeed(
        REGION + "P022", "198909192380", "Selma", "Jarlskog", (VE01,), pa_titles=(UNLICENSED,),
        group_codes=("9100009",),
    ),
)  # fmt: skip


@transaction.atomic
def load() -> None:
    """Fill an empty directory."""
    _load_units()
    for seed in PERSONS:
        _load_person(seed)


def _load_units() -> None:
    rows = {seed.hsa_id: _unit_row(seed) for seed in UNITS}
    Unit.objects.bulk_create(rows.values())
    Membership.objects.bulk_create(
        Membership(care_unit=rows[seed.hsa_id], member=rows[_full_id(seed, member)])
        for seed in UNITS
        for member in seed.members
    )


def _full_id(seed: UnitSeed, member: str) -> str:
    """Members of the broken tree are written without their common prefix."""
    return member if member.startswith("SE") else BROKEN + member


def _unit_row(seed: UnitSeed) -> Unit:
    organisation = seed.hsa_id[2:12]
    return Unit(
        hsa_id=seed.hsa_id,
        name=seed.name,
        is_care_provider=seed.is_care_provider,
        is_care_unit=seed.is_care_unit,
        stated_provider=seed.provider,
        org_number=f"{organisation[:6]}-{organisation[6:]}" if seed.is_care_provider else "",
        prescription_codes=seed.workplace_code,
        mail=seed.mail,
        phones=seed.phone,
        street=seed.street,
        premises_number=seed.number,
        structured_postal_code=seed.postal_code,
        structured_town=seed.town,
        end=seed.end,
        is_archived=seed.end is not None,
    )


def _load_person(seed: PersonSeed) -> None:
    person = Person.objects.create(hsa_id=seed.number, person_id=seed.person_id)
    EmployeeRecord.objects.create(
        person=person,
        given_name=seed.given_name,
        middle_and_surname=seed.surname,
        title=seed.title,
        licences="\n".join(seed.licences),
        pa_titles="\n".join(seed.pa_titles),
        specialities="\n".join(seed.specialities),
        is_protected=seed.is_protected,
    )
    CredentialRecord.objects.create(
        person=person,
        personal_prescription_code=seed.personal_code,
        group_prescription_codes="\n".join(seed.group_codes),
        system_roles="\n".join(seed.system_roles),
    )
    unit_names = {unit.hsa_id: unit.name for unit in UNITS}
    Commission.objects.bulk_create(
        Commission(person=person, name=f"{purpose}, {unit_names[care_unit]}", purpose=purpose, care_unit_id=care_unit)
        for care_unit in seed.care_units
        for purpose in seed.purposes
    )
