"""The persons of the test login: what Webcert makes of each and why, by the real rules (spec/ui.md 11.1)."""

from __future__ import annotations

from dataclasses import dataclass

from accounts import practitioners, refusals, staff, subscriptions
from accounts.login import LoginRefused, care_user_of
from accounts.models import HospRecord, PrivatePractitioner, StaffAccount
from accounts.user import CareUser, Origin
from accounts.words import ROLE_NAMES
from hsa import directory
from hsa.directory import StaffMember
from hsa.models import Person
from hsa.records import PersonRecord
from hsa.roles import Role
from patients.person_id import PersonId
from patients.register import PatientRecord
from webcert.errors import WebcertError

_WHY = {
    1: "Läkare, eftersom legitimationen är läkare",
    2: "Tandläkare, eftersom legitimationen är tandläkare",
    3: "Läkare, eftersom befattningen räcker utan legitimation",
    4: "Läkare, eftersom befattning och förskrivarkod tillsammans räcker utan legitimation",
    5: "Barnmorska, eftersom legitimationen är barnmorska",
    6: "Sjuksköterska, eftersom legitimationen är sjuksköterska",
    7: "Vårdadministratör, eftersom ingen legitimation eller befattning ger en annan roll",
}
_GROUP_NAMES = {
    staff.SYSTEM_ADMINISTRATOR: "Systemadministratör",
    staff.REGIONAL_ADMINISTRATOR: "Regional administratör",
    staff.LOG_ADMINISTRATOR: "Loggadministratör",
    staff.INTEGRATOR: "Integratör",
}
_DOCTORS = {Role.LAKARE, Role.TANDLAKARE, Role.PRIVATLAKARE}


@dataclass(frozen=True, slots=True)
class Attribute:
    """A line of "Varför denna roll?"."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Persona:
    """A row of the test login. ``badge_kind`` is the look of the role: accent, error or empty."""

    login_id: str
    shown_id: str
    name: str
    role: str
    badge_kind: str
    summary: str
    attributes: tuple[Attribute, ...] = ()


def care_personas() -> list[Persona]:
    """Everybody in HSA who is no administrator; empty while HSA does not answer."""
    administrators = StaffAccount.objects.values("hsa_id")
    hsa_ids = Person.objects.exclude(hsa_id__in=administrators).values_list("hsa_id", flat=True)
    try:
        members = directory.staff(hsa_ids)
    except WebcertError:
        return []
    providers = [provider for member in members for provider in member.tree.providers]
    unsubscribed = frozenset(subscriptions.providers_without_subscription(providers))
    members.sort(key=lambda member: member.person.hsa_id.rpartition("-")[2])
    return [_care_persona(member, unsubscribed) for member in members]


def practitioner_personas() -> list[Persona]:
    """Everybody with an account or a line in HOSP."""
    records = {record.person_id: record for record in HospRecord.objects.all()}
    accounts = {account.person_id: account for account in PrivatePractitioner.objects.all()}
    person_ids = sorted(records.keys() | accounts.keys())
    lacking = practitioners.lacking_subscription(person_ids)
    registered = practitioners.registered_persons(person_ids)
    return [
        _practitioner_persona(
            person_id,
            account=accounts.get(person_id),
            record=records.get(person_id),
            patient=registered.get(person_id),
            lacks_subscription=person_id in lacking,
        )
        for person_id in person_ids
    ]


def administrator_personas() -> list[Persona]:
    accounts = StaffAccount.objects.select_related("user").prefetch_related("user__groups")
    return [
        Persona(
            login_id=account.hsa_id,
            shown_id=account.hsa_id,
            name=account.user.get_full_name() or account.hsa_id,
            role=", ".join(_GROUP_NAMES.get(group.name, group.name) for group in account.user.groups.all()),
            badge_kind="",
            summary=f"Bara {account.care_provider_id}" if account.care_provider_id else "Hela installationen",
        )
        for account in accounts
    ]


def _care_persona(member: StaffMember, unsubscribed: frozenset[str]) -> Persona:
    person = member.person
    missing = tuple(sorted(unsubscribed.intersection(provider.hsa_id for provider in member.tree.providers)))
    try:
        user = care_user_of(person, member.tree, origin=Origin.NORMAL, missing_subscription=missing)
    except LoginRefused:
        return Persona(
            login_id=person.hsa_id,
            shown_id=person.hsa_id,
            name=person.name,
            role="Nekas",
            badge_kind="error",
            summary="Saknar medarbetaruppdrag för vård",
            attributes=_attributes(member, None),
        )
    return Persona(
        login_id=person.hsa_id,
        shown_id=person.hsa_id,
        name=person.name,
        role=ROLE_NAMES[user.role],
        badge_kind="accent" if user.role in _DOCTORS else "",
        summary=" · ".join(part for part in (_units(user), _qualification(person), _expected(user)) if part),
        attributes=_attributes(member, user),
    )


def _units(user: CareUser) -> str:
    if user.unit is not None:
        return user.unit.name
    return ", ".join(unit.name for provider in user.providers for unit in provider.care_units)


def _qualification(person: PersonRecord) -> str:
    if person.licences:
        return "Legitimerad " + " och ".join(licence.lower() for licence in person.licences)
    return person.pa_titles[0].name if person.pa_titles else ""


def _expected(user: CareUser) -> str:
    """What happens after *Logga in*."""
    if user.is_protected:
        return "Godkänner först villkor för skyddade personuppgifter"
    if user.unit is None:
        return "Väljer enhet efter inloggning"
    return "Abonnemang saknas, kan bara läsa" if user.missing_subscription else ""


def _attributes(member: StaffMember, user: CareUser | None) -> tuple[Attribute, ...]:
    person = member.person
    found = [
        Attribute("Legitimation", ", ".join(person.licences)),
        Attribute("Befattning", ", ".join(f"{title.code} {title.name}".strip() for title in person.pa_titles)),
        Attribute("Förskrivarkod", ", ".join(person.prescription_codes)),
        Attribute("Systemroll", ", ".join(person.system_roles)),
        Attribute("Medarbetaruppdrag", _commissions(member)),
        Attribute("Roll", _WHY[person.resolve_role().step] if user else "Ingen, eftersom inget uppdrag räknas"),
    ]
    return tuple(attribute for attribute in found if attribute.value)


def _commissions(member: StaffMember) -> str:
    found = refusals.judged(member.commissions)
    if not found:
        return "Inga"
    return "; ".join(
        f"{one.purpose} på {one.unit}" + (f" (räknas inte: {one.fault})" if one.fault else "") for one in found
    )


def _practitioner_persona(
    person_id: str,
    *,
    account: PrivatePractitioner | None,
    record: HospRecord | None,
    patient: PatientRecord | None,
    lacks_subscription: bool,
) -> Persona:
    result = practitioners.expected_result(account, record)
    is_refused = result is practitioners.Result.NO_ACCOUNT and lacks_subscription
    authorised = result is practitioners.Result.OK
    licences = ", ".join(licence["name"] for licence in record.licences) if record else ""
    restrictions = ", ".join(restriction["code"] for restriction in record.restrictions) if record else ""
    return Persona(
        login_id=person_id,
        shown_id=PersonId(person_id).dashed,
        name=patient.full_name if patient else "",
        role="Nekas" if is_refused else "Läkare" if authorised else "Ej behörig" if account else "Ej registrerad",
        badge_kind="error" if is_refused else "accent" if authorised else "",
        summary=account.care_unit_name if account else "Inget konto",
        attributes=(
            Attribute("Konto", account.hsa_id if account else "Nej"),
            Attribute("HOSP", licences or "Inga uppgifter"),
            Attribute("Begränsning", restrictions or "Ingen"),
            Attribute("Abonnemang", "Saknas" if lacks_subscription else "Finns"),
        ),
    )
